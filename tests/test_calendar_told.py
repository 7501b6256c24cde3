# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a press tells: what waits and why, what was dropped, and only what was done."""

from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .calendar_case import CALENDAR_RUNNER, CalendarCase, small_pages
from .common import CLIENT_ID


@tagged("post_install", "-at_install")
class TestCalendarTold(CalendarCase):
    def last_run(self):
        return self.env["gws.run"].search([], order="id desc", limit=1)

    # -- what waits ---------------------------------------------------

    def refuse(self, title, status=500, reason="backendError"):
        self.google.faults.refuse_item(
            lambda _method, _params, body: (body or {}).get("summary") == title,
            status,
            reason,
            "Backend Error",
        )

    def test_an_event_that_google_keeps_refusing_is_told_and_stops_no_other(self):
        self.sync()
        good, bad = self.make(name="Good"), self.make(name="Bad")
        self.refuse("Bad")
        answer = self.press()
        self.assertEqual(answer["status"], "ok", answer)
        self.assertEqual(answer["summary"]["waiting"], 1)
        self.assertEqual(answer["summary"]["pushed"], 1)
        self.assertIn("1 waiting to be sent", answer["message"])
        self.assertIn("Google had a problem", answer["message"])
        self.assertIn("Google had a problem", self.account.last_error)
        self.assertEqual(self.titles(), ["Good"])
        waiting = bad.gws_binding_ids
        self.assertEqual(waiting.state, "pending")
        self.assertIn("Google had a problem", waiting.error)
        self.assertGreater(waiting.next_try, fields.Datetime.now())
        self.assertEqual(good.gws_binding_ids.state, "synced")
        self.google.faults.clear()
        answer = self.sync()
        self.assertEqual(answer["summary"]["waiting"], 0)
        self.assertFalse(self.account.last_error)
        self.settle()
        self.assertEqual(self.titles(), ["Bad", "Good"])

    # -- what is wrong ------------------------------------------------

    def test_a_wrong_client_is_told_in_words_for_a_user(self):
        self.sync()
        self.world.clients[CLIENT_ID].client_secret = "GOCSPX-another"
        self.google.faults.expire_access_tokens("anna@example.com")
        answer = self.press()
        self.assertEqual(answer["status"], "error")
        self.assertEqual(
            answer["message"],
            "Google refuses the OAuth client; the administrators were told.",
        )
        self.assertNotIn("GOCSPX", str(answer))
        self.assertEqual(self.account.state, "connected")

    def test_an_api_that_is_switched_off_is_told_with_the_link_to_mend_it(self):
        self.google.faults.disable_api("calendar")
        answer = self.press()
        self.assertEqual(answer["status"], "error")
        self.assertTrue(answer["url"].startswith("https://console"), answer)
        self.assertIn("not switched on", answer["message"])
        self.assertNotIn("https:", answer["message"])
        status = self.env["gws.calendar.status"]._of_user(self.anna)
        self.assertIn("not switched on", status["message"])

    def test_a_dropped_calendar_is_told(self):
        team = self.other_calendar("Team Rocket")
        self.sync()
        self.world.delete_calendar(team.google_id)
        answer = self.sync()
        self.assertIn("Team Rocket", answer["message"])
        self.assertIn("no longer there", self.account.last_error)
        self.assertFalse(team.selected)
        answer = self.sync()
        self.assertNotIn("Team Rocket", answer["message"], "told once")

    # -- what was done ------------------------------------------------

    def test_rolled_back_work_is_not_counted(self):
        self.put_many(3)
        runner = type(self.env["gws.runner"])
        with (
            patch.object(runner, "_keep", side_effect=ZeroDivisionError("a bug")),
            mute_logger(CALENDAR_RUNNER),
        ):
            answer = self.press()
        self.assertEqual(answer["status"], "error")
        self.assertEqual(answer["summary"]["created"], 0)
        self.assertEqual(self.last_run().created_count, 0)
        self.assertFalse(self.events_in_odoo())
        self.assertEqual(self.sync()["summary"]["created"], 3)

    def test_what_was_done_before_the_error_is_counted(self):
        self.put_many(3)
        asked = []

        def fail_second(entry):
            if entry.path.endswith("/events"):
                asked.append(entry)
            if len(asked) > 1:
                raise ConnectionError

        self.google.faults.before_each(fail_second)
        with small_pages(2):
            answer = self.press()
        self.assertEqual(answer["status"], "error")
        self.assertEqual(self.last_run().created_count, 2)
        self.assertEqual(len(self.events_in_odoo()), 2)
