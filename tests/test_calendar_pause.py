# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A pause that is lifted, a job whose time is over: what waited goes on by itself."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..services import gws_calendar_schedule as schedule
from .calendar_case import CalendarCase, small_pages


class WakingCase(CalendarCase):
    @property
    def triggers(self):
        return self.env["ir.cron.trigger"].search(
            [
                ("cron_id", "=", self.env.ref("google_workspace.cron_deliver").id),
                ("call_at", "<=", fields.Datetime.now()),
            ]
        )

    @contextmanager
    def wakes_the_delivery(self):
        self.triggers.unlink()
        yield
        self.env.invalidate_all()
        self.assertTrue(self.triggers, "nothing wakes the delivery job")


@tagged("post_install", "-at_install")
class TestCalendarPauseLifted(WakingCase):
    def setUp(self):
        super().setUp()
        self.sync()

    def set_param(self, name, value):
        with self.acts() as env:
            env["ir.config_parameter"].set_param(f"google_workspace.{name}", value)

    def press_button(self, name):
        with self.acts(self.anna) as env:
            getattr(env["gws.account"].browse(self.account.id), name)()

    def what_was_made_waits_until(self, lifted, *args):
        self.make(name="Meanwhile")
        self.trigger("cron_deliver")
        self.assertEqual(self.google.log.http_count, 0)
        with self.wakes_the_delivery():
            lifted(*args)
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), ["Meanwhile"])

    def test_of_the_administrator(self):
        self.set_param("paused", "True")
        self.what_was_made_waits_until(self.set_param, "paused", "False")

    def test_of_the_administrator_by_deleting_the_parameter(self):
        self.set_param("paused", "True")
        self.what_was_made_waits_until(self.set_param, "paused", False)

    def test_of_the_administrator_in_the_settings(self):
        self.set_param("paused", "True")

        def save():
            with self.acts() as env:
                settings = env["res.config.settings"].create({"gws_paused": False})
                settings.execute()

        self.what_was_made_waits_until(save)

    def test_the_addon_switched_on_again(self):
        self.set_param("enabled", False)
        self.what_was_made_waits_until(self.set_param, "enabled", "True")

    def test_of_the_user(self):
        self.press_button("action_pause")
        self.what_was_made_waits_until(self.press_button, "action_resume")

    def test_connected_again_after_the_grant_died(self):
        self.account.state = "reconnect"
        self.what_was_made_waits_until(self.connect_calendar, self.anna)


@tagged("post_install", "-at_install")
class TestCalendarJobTime(WakingCase):
    def setUp(self):
        super().setUp()
        self.connect_bob()
        self.put_many(9)
        self.put_many(5, "bob@example.com")
        self.make(name="Anna's")

    def left_over(self):
        """What the last call of the schedule reported as remaining."""
        cron = self.env.ref("google_workspace.cron_sync_appointments")
        rows = self.env["ir.cron.progress"].search(
            [("cron_id", "=", cron.id)], order="id desc", limit=1
        )
        return rows.remaining

    def assert_all_there_once(self):
        self.settle(self.account, self.bobs)
        self.assertEqual(len(self.titles()), 10)
        self.assertEqual(len(self.titles("bob@example.com")), 5)
        self.assertEqual(len(self.events_in_odoo()), 10)
        self.assertEqual(len(self.events_in_odoo(self.bob)), 5)

    def test_a_slow_google_with_many_pages_is_listed_to_the_end(self):
        self.google.faults.latency(0.06)
        with small_pages(1):
            self.trigger("cron_sync_appointments")
        self.google.faults.latency(0)
        self.assertEqual(self.left_over(), 0)
        self.assertEqual(len(self.events_in_odoo()), 10)
        self.assertEqual(len(self.events_in_odoo(self.bob)), 5)
        self.assertIn("Anna's", self.titles())
        self.assert_all_there_once()

    def test_what_the_time_does_not_allow_is_reported_and_goes_on(self):
        self.google.faults.latency(0.2)
        with (
            patch.object(schedule, "JOB_SECONDS", 1),
            small_pages(1),
            self.wakes_the_delivery(),
        ):
            self.trigger("cron_sync_appointments")
        self.google.faults.latency(0)
        self.assertEqual(self.left_over(), 2, "neither account is through")
        self.assertTrue(self.account.calendar_due)
        self.assertLess(len(self.events_in_odoo()), 10)
        self.assertNotIn("Anna's", self.titles())
        with small_pages(1):
            self.trigger("cron_deliver")
        self.assertEqual(len(self.events_in_odoo()), 10)
        self.assertIn("Anna's", self.titles())
        self.assertFalse(self.account.calendar_due)
        # The one whose turn never came is the schedule's, which is called again.
        self.trigger("cron_sync_appointments")
        self.assertEqual(self.left_over(), 0)
        self.assert_all_there_once()

    def test_a_job_without_time_does_nothing_and_says_so(self):
        no_time = patch.object(schedule, "JOB_SECONDS", -1)
        with no_time, mute_logger("odoo.addons.base.models.ir_cron"):
            self.trigger("cron_sync_appointments")
        self.assertEqual(self.left_over(), 2)
        self.assertFalse(self.lists())

    def test_the_delivery_hands_over_too(self):
        self.sync()
        self.sync(self.bobs)
        with self.acts(self.anna) as env:
            env["calendar.event"].create(
                [
                    {"name": f"New {n:03}", "start": "2035-01-01", "stop": "2035-01-01"}
                    for n in range(120)
                ]
            )
        self.google.faults.latency(2.1)
        with patch.object(schedule, "JOB_SECONDS", 2), self.wakes_the_delivery():
            self.trigger("cron_deliver")
        self.google.faults.latency(0)
        sent = len(self.titles()) - 10
        self.assertTrue(0 < sent < 120, sent)
        self.trigger("cron_deliver")
        self.assertEqual(len(self.titles()), 130)
        self.settle(self.account, self.bobs)
