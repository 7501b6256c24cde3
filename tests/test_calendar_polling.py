# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The schedule asks often for those who work in Odoo, and rarely for the others."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .calendar_case import CalendarCase
from .test_calendar_notifications import ChannelMixin


class PollingCase(CalendarCase):
    def setUp(self):
        super().setUp()
        self.sync()
        self.forget()

    def forget(self):
        """Nobody was ever seen in Odoo."""
        for table in ("mail_presence", "res_users_log", "res_device_log"):
            self.env.cr.execute(f"DELETE FROM {table}")
        self.env.invalidate_all()

    def ago(self, **time):
        return fields.Datetime.now() - timedelta(**time)

    def seen(self, user, **time):
        """The user's browser told that somebody sat there."""
        self.env["mail.presence"].search([("user_id", "=", user.id)]).unlink()
        moment = self.ago(**time)
        self.env["mail.presence"].create(
            {"user_id": user.id, "last_presence": moment, "last_poll": moment}
        )

    def synced(self, account, **time):
        account.last_sync = self.ago(**time)

    def schedule(self):
        """Odoo's scheduler runs the action; the addresses that were asked for."""
        self.google.log.clear()
        with self.acts() as env:
            cron = env.ref("google_workspace.cron_sync_appointments")
            job = cron._acquire_one_job(env.cr, cron.id, include_not_ready=True)
            cron._process_job(env.cr, job)
        entries = self.google.log.entries()
        return {entry.account for entry in entries if entry.path.endswith("/events")}

    def asked(self):
        """Whether the schedule asks Google about Anna's calendar now."""
        return bool(self.schedule())


@tagged("post_install", "-at_install")
class TestPolling(PollingCase):
    def test_the_pace_follows_the_person(self):
        for seen, synced, asked in (
            ({"minutes": 5}, {"minutes": 0}, True),
            ({"minutes": 40}, {"minutes": 10}, False),
            ({"minutes": 40}, {"minutes": 16}, True),
            ({"hours": 3}, {"minutes": 20}, False),
            ({"hours": 3}, {"minutes": 31}, True),
            ({"days": 3}, {"hours": 5}, False),
            ({"days": 3}, {"hours": 7}, True),
        ):
            with self.subTest(seen=seen, synced=synced):
                self.seen(self.anna, **seen)
                self.synced(self.account, **synced)
                self.assertEqual(self.asked(), asked)

    def test_each_person_has_a_pace(self):
        self.connect_bob()
        self.sync(self.bobs)
        self.seen(self.anna, minutes=1)
        self.seen(self.bob, days=5)
        self.synced(self.account, minutes=10)
        self.synced(self.bobs, minutes=10)
        self.assertEqual(self.schedule(), {"anna@example.com"})

    def test_who_was_never_seen_is_asked_for_rarely(self):
        self.synced(self.account, hours=5)
        self.assertFalse(self.asked())
        self.synced(self.account, hours=7)
        self.assertTrue(self.asked())

    def test_a_login_or_a_device_is_being_seen(self):
        self.synced(self.account, minutes=1)
        self.assertFalse(self.asked())
        self.env["res.device.log"].create(
            {
                "session_identifier": "s" * 42,
                "user_id": self.anna.id,
                "last_activity": self.ago(minutes=2),
            }
        )
        self.assertTrue(self.asked())
        self.forget()
        self.synced(self.account, minutes=1)
        self.assertFalse(self.asked())
        self.env["res.users.log"].with_user(self.anna).sudo().create({})
        self.assertTrue(self.asked())

    def test_who_never_synced_or_is_not_through_is_always_asked_for(self):
        self.account.last_sync = False
        self.assertTrue(self.asked())
        self.synced(self.account, minutes=1)
        self.account.calendar_due = True
        self.assertTrue(self.asked())

    def test_by_hand_everybody_is_asked_for(self):
        self.connect_bob()
        self.sync(self.bobs)
        self.seen(self.bob, days=5)
        self.trigger("cron_sync_appointments")
        self.assertEqual(self.lists(), 2)
        self.google.log.clear()
        with self.acts() as env:
            env["gws.account"]._cron_sync_appointments()
        self.assertEqual(self.lists(), 2)
        self.assertFalse(self.schedule(), "and the schedule goes on as before")

    def test_a_press_a_wake_and_a_change_never_wait(self):
        self.assertFalse(self.asked())
        self.sync()
        self.assertEqual(self.lists(), 1)
        self.synced(self.account, minutes=5)
        with self.acts(self.anna) as env:
            self.assertTrue(env["gws.account"].wake_calendar_sync())
        self.trigger("cron_deliver")
        self.assertEqual(self.lists(), 1)
        self.make(name="Mine")
        self.trigger("cron_deliver")
        self.assertIn("Mine", self.titles())

    def test_nobody_s_turn_costs_no_request(self):
        self.schedule()
        self.assertEqual(self.google.log.http_count, 0)


@tagged("post_install", "-at_install")
class TestPollingWhereGoogleTells(ChannelMixin, PollingCase):
    def setUp(self):
        super().setUp()
        # Only now may Google call us.
        self.sync()
        self.forget()

    def test_asking_is_the_safety_net(self):
        self.assertTrue(self.living())
        self.seen(self.anna, minutes=1)
        self.synced(self.account, hours=5)
        self.assertFalse(self.asked())
        self.synced(self.account, hours=7)
        self.assertTrue(self.asked())

    def test_a_calendar_that_is_not_watched_is_asked_for(self):
        team = self.other_calendar()
        self.google.faults.answer(
            400, "pushNotSupportedForRequestedResource", "No.", None, "/watch$"
        )
        self.sync()
        self.google.faults.clear()
        self.assertTrue(team.selected)
        self.seen(self.anna, minutes=1)
        self.synced(self.account, minutes=10)
        self.assertTrue(self.asked())

    def test_dead_channels_are_none(self):
        self.seen(self.anna, minutes=1)
        for values in ({"expires": self.ago(hours=1)}, {"expires": False}):
            self.synced(self.account, minutes=10)
            self.channels().write(values)
            self.assertTrue(self.asked())
        self.synced(self.account, minutes=10)
        self.set_params(notifications="off")
        self.assertTrue(self.asked())
