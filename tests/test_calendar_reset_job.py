# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""*Reset Account* in the background: many events, faults, a process that dies."""

import time
from contextlib import contextmanager, suppress
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..services import gws_calendar_reset as service
from .calendar_case import Killed
from .reset_case import ANNA, ResetCase


@tagged("post_install", "-at_install")
class TestResetInTheBackground(ResetCase):
    """Many events, a Google that asks to wait, a process that dies."""

    def setUp(self):
        super().setUp()
        self.sync()

    def many(self, number):
        self.put_many(number)
        self.sync()
        self.assertEqual(len(self.bindings()), number)
        self.mails()

    def batches(self):
        return self.google.log.count("POST", "/batch/")

    def left(self):
        return len(self.bindings().filtered("reset"))

    def test_500_events_are_deleted_at_once_in_ten_batches(self):
        self.many(500)
        started = time.monotonic()
        self.reset("both")
        self.assertLess(time.monotonic() - started, 60)
        self.assertLessEqual(self.batches(), 12)
        self.assertEqual(self.titles(), [])
        self.assertEqual(self.here(), [])
        self.assert_reset()
        self.assertEqual(self.mails(), [])

    @contextmanager
    def no_time(self):
        with patch.object(service, "CONFIRM_SECONDS", -1):
            yield

    def test_what_takes_longer_goes_on_in_the_job(self):
        self.many(120)
        with self.no_time():
            answer = self.reset("google", "new")
        self.assertEqual(len(self.titles()), 70, "one batch is done at least")
        self.assertEqual(self.account.state, "paused")
        words = self.account.calendar_reset_words
        self.assertIn("50", words)
        self.assertIn("120", words)
        self.assertEqual(answer["params"]["message"], words)
        self.assertEqual(self.press(), {"status": "paused", "message": words})
        self.assertEqual(self.google.log.http_count, 0, "it does not sync meanwhile")
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [])
        self.assert_reset()
        self.trigger("cron_deliver")
        self.assertEqual(self.google.log.http_count, 0, "it is over")

    def test_odoos_part_goes_on_in_the_job_too(self):
        self.many(250)
        with self.no_time():
            self.reset("both")
        self.assertEqual(len(self.here()), 150)
        self.trigger("cron_deliver")
        self.assertEqual((self.here(), self.titles()), ([], []))
        self.assert_reset()

    def test_it_cannot_be_resumed_reset_or_synced_meanwhile(self):
        self.many(120)
        with self.no_time():
            self.reset("google")
        account = self.account.with_user(self.anna)
        for act in (account.action_resume, account.action_reset):
            with self.assertRaises(UserError):
                act()
        with self.assertRaises(UserError):
            self.reset("keep")
        self.trigger("cron_sync_appointments")
        self.assertEqual(self.lists(), 0)
        self.assertEqual(self.account.state, "paused")

    def test_a_new_event_meanwhile_waits_and_is_sent_afterwards(self):
        self.many(120)
        with self.no_time():
            self.reset("both", "new")
        self.make(name="Meanwhile")
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [])
        self.reconnect()
        self.assertEqual(self.titles(), ["Meanwhile"])

    def test_too_fast_for_google(self):
        self.many(120)
        first = iter([None])
        batch = ("POST", "/batch/")

        def slow_down(entry):
            if entry.path.startswith("/batch/") and next(first, self) is self:
                self.google.faults.hooks.clear()
                self.google.faults.rate_limit(
                    "rateLimitExceeded", 429, 600, None, batch
                )

        self.google.faults.before_each(slow_down)
        answer = self.reset("google")
        self.google.faults.clear()
        self.assertEqual(answer["params"]["type"], "info")
        self.assertEqual(len(self.titles()), 70)
        wait = self.account.calendar_next_try - fields.Datetime.now()
        self.assertGreater(wait.total_seconds(), 500, "Google said how long")
        self.assertIn("slow down", self.account.last_error)
        self.trigger("cron_deliver")
        self.assertEqual(self.google.log.http_count, 0, "not before its time")
        self.account.calendar_next_try = False
        self.env.flush_all()
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [])
        self.assert_reset()
        self.assertFalse(self.account.last_error)

    def test_a_job_is_woken_when_the_wait_is_over(self):
        self.many(3)
        self.google.faults.fail(503, None, ("DELETE", "/events/"))
        self.reset("google")
        triggers = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.env.ref("google_workspace.cron_deliver").id)]
        )
        self.assertIn(self.account.calendar_next_try, triggers.mapped("call_at"))

    def test_one_event_in_trouble_does_not_hold_up_the_others(self):
        self.many(60)
        sick = self.bindings()[10].google_id
        self.google.faults.fail(500, None, ("DELETE", f"/events/{sick}"))
        self.reset("google")
        self.assertEqual(len(self.titles()), 1)
        self.assertEqual(self.left(), 1)
        self.google.faults.clear()
        self.account.calendar_next_try = False
        self.env.flush_all()
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [])
        self.assert_reset()

    def test_a_refused_event_is_told_and_stays_without_a_double(self):
        self.many(3)
        sick = self.bindings()[1]
        name, sick = sick.event_id.name, sick.google_id
        self.google.faults.refuse_item(sick, 403, "forbidden", "Not yours")
        answer = self.reset("google")
        self.assertEqual(answer["params"]["type"], "warning")
        self.assertIn("not everything", answer["params"]["message"])
        self.assert_reset()
        self.assertEqual(self.titles(), [name])
        self.google.faults.clear()
        self.google.faults.poison.clear()
        self.reconnect()
        self.settle()
        self.assertEqual(len(self.titles()), 3)

    def test_an_event_that_odoo_keeps_is_told_and_stays_alone(self):
        """Another addon may forbid the deletion of one of them."""
        self.many(5)
        kept = self.bindings()[2].event_id
        model = type(self.env["calendar.event"])
        unlink, reason = model.unlink, "It is on an invoice."

        def forbidding(events):
            if kept.id in events.ids:
                raise UserError(reason)
            return unlink(events)

        with patch.object(model, "unlink", forbidding):
            answer = self.reset("odoo")
        self.assertIn(reason, answer["params"]["message"])
        self.assertEqual(self.here(), [kept.name])
        self.assert_reset()
        self.reconnect()
        self.settle()
        self.assertEqual(len(self.here()), 5)

    def test_a_killed_process_is_gone_on_with(self):
        self.many(120)
        sent = []

        def die(entry):
            if entry.path.startswith("/batch/"):
                sent.append(entry)

        self.google.faults.before_each(die)
        keep = type(self.env["gws.runner"])._keep

        def killed(runner, run):
            if len(sent) == 2:
                raise Killed
            return keep(runner, run)

        with patch.object(type(self.env["gws.runner"]), "_keep", killed):
            # assertRaises would roll back what was committed
            with suppress(Killed):
                self.reset("both")
        self.google.faults.clear()
        # Google did the second batch, Odoo knows of the first only.
        self.assertEqual(len(self.titles()), 20)
        self.assertEqual(self.left(), 70)
        self.assertEqual(self.account.state, "paused")
        triggers = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.env.ref("google_workspace.cron_deliver").id)]
        )
        self.assertTrue(triggers, "nothing would find it")
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [])
        self.assert_reset()
        self.assertEqual(self.mails(), [])

    def test_what_is_gone_in_google_already_is_done(self):
        self.many(3)
        for row in self.bindings()[:2]:
            self.drop(row.google_id)
        self.reset("google")
        self.assertEqual(self.titles(), [])
        self.assert_reset()

    def test_a_lost_answer(self):
        self.many(60)
        self.google.faults.lose_answer(1, ("POST", "/batch/"))
        self.reset("both")
        self.assertEqual(self.titles(), [])
        self.assert_reset()

    # -- the consent ends in the middle -------------------------------

    def dies_in_the_middle(self, next_sync):
        self.many(120)
        with self.no_time():
            self.reset("google", next_sync)
        self.google.faults.revoke_tokens(ANNA)
        self.trigger("cron_deliver")
        self.assertEqual(self.account.state, "reconnect")
        self.assertEqual(self.left(), 70)
        self.assertIn("waits", self.account.calendar_reset_words)

    def test_a_new_consent_lets_it_finish(self):
        self.dies_in_the_middle("all")
        self.trigger("cron_deliver")
        self.assertEqual(self.google.log.http_count, 0, "nobody hammers a closed door")
        self.connect_calendar(self.anna)
        self.assertEqual(self.account.state, "paused", "the reset comes first")
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [])
        self.assert_reset()

    def test_disconnecting_ends_it_without_doubles(self):
        self.dies_in_the_middle("all")
        with self.acts(self.anna) as env:
            env["gws.account"].browse(self.account.id).action_disconnect()
        self.assertEqual(self.account.state, "draft")
        self.assertFalse(self.account.calendar_resetting)
        self.assertEqual(self.left(), 0)
        self.assertEqual(len(self.titles()), 70)
        self.reconnect()
        self.settle()
        self.assertEqual(len(self.titles()), 120)
        self.assertEqual(len(self.here()), 120)

    def test_the_administrators_pause_holds_googles_part(self):
        self.many(3)
        self.set_params(paused="True")
        self.reset("both")
        self.assertEqual(self.here(), [])
        self.assertEqual(len(self.titles()), 3)
        self.assertEqual(self.writes(), 0)
        self.trigger("cron_deliver")
        self.assertEqual(self.google.log.http_count, 0)
        self.set_params(paused="False")
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [])
        self.assert_reset()
