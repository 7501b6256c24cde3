# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The scheduled actions, the lock, the run rows and the log."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..services.gws_runner import LOCK_SPACE
from .calendar_case import CALENDAR_RUNNER, CalendarCase, small_pages


@tagged("post_install", "-at_install")
class TestCalendarJobs(CalendarCase):
    def runs(self, account=None):
        domain = [("account_id", "=", account.id)] if account else []
        return self.env["gws.run"].search(domain, order="id")

    def waited_since(self, account, days):
        account.last_sync = fields.Datetime.subtract(fields.Datetime.now(), days=days)

    # -- what the jobs do ---------------------------------------------

    def test_after_installation_only_the_delivery_is_active(self):
        self.assertFalse(self.env.ref("google_workspace.cron_sync_appointments").active)
        self.assertTrue(self.env.ref("google_workspace.cron_deliver").active)

    def test_the_schedule_does_the_whole_of_its_work_when_called_directly(self):
        self.connect_bob()
        self.put_many(7)
        self.put_many(4, "bob@example.com")
        self.make(name="Anna's")
        self.make(self.bob, name="Bob's")
        with small_pages(3):
            self.trigger("cron_sync_appointments")
        self.assertEqual(len(self.events_in_odoo()), 8)
        self.assertEqual(len(self.events_in_odoo(self.bob)), 5)
        self.assertIn("Anna's", self.titles())
        self.assertIn("Bob's", self.titles("bob@example.com"))
        self.assertTrue(self.account.last_sync and self.bobs.last_sync)
        self.settle(self.account, self.bobs)

    def test_the_delivery_does_the_whole_of_its_work_when_called_directly(self):
        self.connect_bob()
        for account in (self.account, self.bobs):
            self.sync(account)
        for number in range(3):
            self.make(name=f"Anna {number}")
            self.make(self.bob, name=f"Bob {number}")
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [f"Anna {n}" for n in range(3)])
        self.assertEqual(self.titles("bob@example.com"), [f"Bob {n}" for n in range(3)])
        self.assertEqual(self.lists(), 0, "it delivers, it does not list")
        self.assertFalse(self.env["gws.outbox"].search_count([]))

    def test_a_delivery_without_work_asks_google_nothing(self):
        self.sync()
        self.trigger("cron_deliver")
        self.assertEqual(self.google.log.http_count, 0)

    def test_more_than_one_batch_is_delivered(self):
        self.sync()
        with self.acts(self.anna) as env:
            env["calendar.event"].create(
                [
                    {
                        "name": f"Event {n:03}",
                        "start": "2035-01-01",
                        "stop": "2035-01-01",
                    }
                    for n in range(120)
                ]
            )
        self.trigger("cron_deliver")
        self.assertEqual(len(self.titles()), 120)
        self.assertEqual(self.google.log.count("POST", "/batch/"), 3)
        self.assertEqual(self.google.log.connection_count, 1)

    def test_an_idle_schedule_is_one_request_an_account(self):
        self.connect_bob()
        self.trigger("cron_sync_appointments")
        self.trigger("cron_sync_appointments")
        self.assertEqual(self.google.log.http_count, 2)
        self.assertEqual(self.lists(), 2)

    # -- one fails, the others go on ----------------------------------

    def test_a_dead_grant_stops_nobody_else(self):
        self.connect_bob()
        self.put(summary="Bob's", calendar="bob@example.com")
        self.google.faults.revoke_tokens("anna@example.com")
        self.trigger("cron_sync_appointments")
        self.assertEqual(self.account.state, "reconnect")
        self.assertEqual(self.events_in_odoo(self.bob).name, "Bob's")

    def test_an_unknown_error_stops_nobody_else_and_is_tried_later(self):
        self.connect_bob()
        self.put(summary="Bob's", calendar="bob@example.com")
        puller = type(self.env["gws.calendar.pull"])
        pull, anna = puller._pull, self.account.id

        def broken(service, run, *args):
            if run.account.id == anna:
                raise ZeroDivisionError("a bug")
            return pull(service, run, *args)

        with patch.object(puller, "_pull", broken), mute_logger(CALENDAR_RUNNER):
            self.trigger("cron_sync_appointments")
        self.assertEqual(self.events_in_odoo(self.bob).name, "Bob's")
        self.assertEqual(self.account.state, "connected")
        self.assertTrue(self.account.last_error)
        self.assertGreater(self.account.calendar_next_try, fields.Datetime.now())
        self.assertEqual(self.runs(self.account).error_kind, "ZeroDivisionError")
        self.sync()
        self.assertFalse(self.account.last_error)

    def test_google_being_down_puts_the_account_to_sleep_longer_each_time(self):
        waits = []
        for _run in range(3):
            self.google.faults.fail(503, None, ("GET", "/calendar/"))
            self.run_job()
            self.google.faults.clear()
            sleeps = self.account.calendar_next_try - fields.Datetime.now()
            waits.append(sleeps.total_seconds())
        self.assertTrue(0 < waits[0] < 130 and waits[2] > 180, waits)
        self.trigger("cron_sync_appointments")
        self.assertEqual(self.google.log.http_count, 0, "not before its time")
        self.sync()
        self.assertFalse(self.account.calendar_next_try)

    def test_who_waited_longest_is_first(self):
        self.connect_bob()
        self.sync()
        self.sync(self.bobs)
        for anna, bob, first in ((2, 3, self.bobs), (3, 2, self.account)):
            self.waited_since(self.account, anna)
            self.waited_since(self.bobs, bob)
            before = self.runs()
            self.trigger("cron_sync_appointments")
            self.assertEqual((self.runs() - before)[0].account_id, first)
        self.bobs.last_sync = False
        before = self.runs()
        self.trigger("cron_sync_appointments")
        self.assertEqual((self.runs() - before)[0].account_id, self.bobs)

    # -- the lock -----------------------------------------------------

    @contextmanager
    def synced_elsewhere(self, account):
        """Another process holds the account's lock."""
        with db_connect(self.env.cr.dbname).cursor() as cr:
            key = (LOCK_SPACE, account.id)
            cr.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
            self.assertTrue(cr.fetchone()[0])
            try:
                yield
            finally:
                cr.execute("SELECT pg_advisory_unlock(%s, %s)", key)

    def test_a_second_sync_answers_running_and_asks_google_nothing(self):
        self.put()
        with self.synced_elsewhere(self.account):
            answer = self.press()
            self.assertEqual(answer["status"], "running")
            self.assertIn("done", answer["progress"])
            self.assertEqual(self.google.log.http_count, 0)
            self.assertFalse(self.runs())
        self.sync()

    def test_a_locked_account_is_skipped_and_the_others_go_on(self):
        self.connect_bob()
        with self.synced_elsewhere(self.account):
            self.trigger("cron_sync_appointments")
        self.assertFalse(self.runs(self.account))
        self.assertEqual(len(self.runs(self.bobs)), 1)

    def test_the_lock_is_free_after_every_end(self):
        for fault in (
            lambda: None,
            lambda: self.google.faults.fail(500, None, ("GET", "/calendar/")),
            lambda: self.google.faults.revoke_tokens("anna@example.com"),
        ):
            fault()
            self.press()
            with self.synced_elsewhere(self.account):
                self.google.faults.clear()

    # -- run rows and the log -----------------------------------------

    def test_every_run_leaves_a_row(self):
        self.put_many(2)
        self.make()
        self.sync()
        run = self.runs()
        self.assertEqual(len(run), 1)
        self.assertEqual(
            (run.kind, run.created_count, run.pushed_count), ("calendar", 2, 1)
        )
        self.assertEqual(run.request_count, self.google.log.http_count)
        self.assertTrue(run.finished)
        self.assertFalse(run.error_kind)
        self.google.faults.fail(503, None, ("GET", "/calendar/"))
        self.press()
        run = self.runs()[-1]
        self.assertEqual(run.error_kind, "server")
        self.assertTrue(run.message)

    def test_run_rows_are_kept_for_30_days(self):
        self.sync()
        self.sync()
        old, new = self.runs()
        old.started = fields.Datetime.subtract(fields.Datetime.now(), days=31)
        new.started = fields.Datetime.subtract(fields.Datetime.now(), days=29)
        self.env["gws.run"]._gc_runs()
        self.assertEqual(self.runs(), new)

    def log_lines(self):
        return self.env["ir.logging"].search([("name", "=", "google_workspace")])

    def test_the_log_is_written_only_when_asked_for(self):
        self.put()
        self.sync()
        self.assertFalse(self.log_lines())
        self.account.log_enabled = True
        google_id = self.put(
            summary="Secret talk",
            description="Body of the text",
            attendees=[{"email": "carla@else.org"}],
        )
        self.make(name="Secret plan", description="<p>Body of the plan</p>")
        self.sync()
        self.edit(self.event_of(google_id), name="Secret, renamed")
        self.sync()
        lines = self.log_lines()
        self.assertEqual(len(lines), 2)
        text = "\n".join(lines.mapped("message"))
        self.assertIn("created 1", text)
        self.assertIn("pushed 1", text)
        self.assertIn(f"{google_id}: patch title", text)
        for private in ("Secret", "Body of", "carla@"):
            self.assertNotIn(private, text)

    def test_the_log_says_what_went_wrong(self):
        self.account.log_enabled = True
        self.google.faults.fail(503, None, ("GET", "/calendar/"))
        self.press()
        line = self.log_lines()
        self.assertEqual(line.level, "WARNING")
        self.assertIn("503", line.message)

    def test_log_lines_are_kept_for_30_days(self):
        self.account.log_enabled = True
        self.sync()
        self.sync()
        old, new = self.log_lines().sorted("id")
        self.env.cr.execute(
            "UPDATE ir_logging SET create_date = now() - interval '31 days' "
            "WHERE id = %s",
            [old.id],
        )
        self.env["gws.run"]._gc_log()
        self.assertEqual(self.log_lines(), new)

    def test_a_user_may_not_switch_the_log_on(self):
        with self.assertRaisesRegex(Exception, "log_enabled|Only an administrator"):
            self.account.with_user(self.anna).log_enabled = True
