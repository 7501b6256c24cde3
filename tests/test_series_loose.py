# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Series whose rule Odoo cannot express: each occurrence is an event of its own."""

from odoo.tests import tagged

from .calendar_case import day
from .series_case import SeriesCase, berlin, daily, span, weekly

LAST_WORKDAY = "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=5"


@tagged("post_install", "-at_install")
class TestLooseSeries(SeriesCase):
    def loose(self, *lines, **body):
        google_id = self.put_series(*lines, **body)
        self.sync()
        self.assertEqual(self.binding(google_id).kind, "loose")
        return google_id

    def assert_same_dates(self, google_id):
        there = {
            r["start"].get("dateTime") or r["start"].get("date")
            for r in self.instances(google_id)
        }
        self.assertEqual(len(self.events_in_odoo()), len(there))

    def test_every_occurrence_is_an_event(self):
        google_id = self.loose(LAST_WORKDAY, summary="Closing")
        events = self.events_in_odoo()
        self.assertEqual(events.mapped("name"), ["Closing"] * 5)
        self.assertFalse(events.recurrence_id)
        self.assertFalse(any(events.mapped("recurrency")))
        self.assertTrue(all(e.start.weekday() < 5 for e in events))
        link = self.binding(google_id).html_link
        self.assertTrue(link)
        self.assertEqual(set(events.mapped("gws_series_link")), {link})
        self.settle()
        master = self.world.event("anna@example.com", google_id)
        self.assertEqual(master["recurrence"], [LAST_WORKDAY])

    def test_rules_from_real_life(self):
        dates = ",".join(f"{berlin(n):%Y%m%d}T160000" for n in (3, 9, 30))
        for number, lines in enumerate(
            (
                ["RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;COUNT=2"],
                [f"RDATE;TZID=Asia/Ho_Chi_Minh:{dates}"],
                [weekly(3), "RRULE:FREQ=MONTHLY;COUNT=2"],
                [weekly(3), f"RDATE;TZID=Europe/Berlin:{berlin(2):%Y%m%d}T090000"],
                ["RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3"],
            )
        ):
            google_id = self.loose(*lines, summary=f"Rule {number}")
            with self.subTest(lines):
                found = self.env["calendar.event"].search(
                    [("name", "=", f"Rule {number}")]
                )
                year_on = berlin(364).strftime("%Y-%m-%d")
                there = [
                    r
                    for r in self.instances(google_id)
                    if r["start"]["dateTime"] < year_on
                ]
                self.assertEqual(len(found), len(there))
                self.assertTrue(found)
        self.settle()

    def test_one_changed_and_deleted_in_odoo(self):
        google_id = self.loose(LAST_WORKDAY)
        first, second = self.events_in_odoo()[:2]
        self.edit(first, name="Special")
        self.remove(second)
        self.settle()
        self.assertEqual(
            [r["summary"] for r in self.instances(google_id)],
            ["Special", "Talk", "Talk", "Talk"],
        )
        master = self.world.event("anna@example.com", google_id)
        self.assertEqual(master["recurrence"], [LAST_WORKDAY])
        self.assert_same_dates(google_id)

    def test_one_changed_and_called_off_in_google(self):
        google_id = self.loose(LAST_WORKDAY)
        self.change(self.instance_id(google_id, 0), summary="Special")
        self.drop(self.instance_id(google_id, 3))
        self.sync()
        self.assertEqual(self.events_in_odoo().mapped("name").count("Special"), 1)
        self.assert_same_dates(google_id)
        self.settle()

    def test_all_renamed_and_moved_in_google(self):
        google_id = self.loose(LAST_WORKDAY)
        self.change(google_id, summary="Renamed")
        self.sync()
        self.assertEqual(set(self.events_in_odoo().mapped("name")), {"Renamed"})
        self.change(google_id, **span(0, 15))
        self.settle()
        self.assertEqual(
            {e.start.hour for e in self.events_in_odoo()} - {13, 14}, set()
        )
        self.assert_same_dates(google_id)

    def test_shortened_in_google(self):
        google_id = self.loose(LAST_WORKDAY)
        self.change(google_id, recurrence=[LAST_WORKDAY.replace("5", "2")])
        self.settle()
        self.assertEqual(len(self.events_in_odoo()), 2)

    def test_deleted_in_google(self):
        google_id = self.loose(LAST_WORKDAY)
        self.drop(google_id)
        self.settle()
        self.assertFalse(self.events_in_odoo())
        self.assertFalse(self.bindings())

    def test_the_rule_becomes_one_that_odoo_knows_and_back(self):
        google_id = self.put_series(daily(6))
        self.sync()
        events = self.events_in_odoo()
        self.change(
            google_id, recurrence=["RRULE:FREQ=DAILY;INTERVAL=2;BYDAY=MO,WE,FR;COUNT=3"]
        )
        self.sync()
        self.assertEqual(self.binding(google_id).kind, "loose")
        self.assertTrue(self.events_in_odoo() & events, "events are kept")
        self.assert_same_dates(google_id)
        self.settle()
        kept = self.events_in_odoo()
        self.change(google_id, recurrence=[daily(8)])
        self.sync()
        self.assertEqual(self.binding(google_id).kind, "series")
        self.assertEqual(len(self.events_in_odoo()), 8)
        self.assertTrue(kept < self.events_in_odoo(), "events are kept")
        self.settle()

    def test_it_becomes_a_single_event(self):
        google_id = self.loose(LAST_WORKDAY)
        self.change(google_id, recurrence=None)
        self.settle()
        self.assertEqual(len(self.events_in_odoo()), 1)

    def test_an_event_becomes_one(self):
        google_id = self.put(**span())
        self.sync()
        self.change(google_id, recurrence=[LAST_WORKDAY])
        self.settle()
        self.assert_same_dates(google_id)

    def test_more_of_an_endless_one_comes_into_sight(self):
        google_id = self.loose(LAST_WORKDAY.replace(";COUNT=5", ""))
        number = len(self.events_in_odoo())
        self.assertIn(number, (11, 12, 13))
        binding = self.binding(google_id)
        binding.series_last = f"{day(100).isoformat()}T00:00:00Z"
        self.sync()
        self.assertEqual(len(self.events_in_odoo()), number)
        self.assertGreater(binding.series_last, day(300).isoformat())
