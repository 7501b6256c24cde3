# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google → Odoo: cursors, pages, echoes, and the brake on deletions."""

from unittest.mock import patch

from odoo.tests import tagged

from .calendar_case import EVENTS, CalendarCase, at, small_pages, timed


@tagged("post_install", "-at_install")
class TestCalendarCursor(CalendarCase):
    def test_an_idle_sync_is_one_request(self):
        self.put_many(3)
        self.sync()
        self.sync()
        self.assertEqual(self.google.log.http_count, 1)
        self.assertEqual(self.lists(), 1)

    def test_the_cursor_is_stored_after_the_last_page_only(self):
        self.put_many(7)
        stored = []
        apply_items = type(self.env["gws.calendar.pull"])._apply_items

        def look(puller, run, calendar, items):
            stored.append(calendar.sync_token)
            return apply_items(puller, run, calendar, items)

        with (
            small_pages(3),
            patch.object(type(self.env["gws.calendar.pull"]), "_apply_items", look),
        ):
            self.sync()
        self.assertEqual(self.lists(), 3)
        self.assertEqual(stored, [False] * 3)
        self.assertTrue(self.calendar.sync_token)
        self.assertFalse(self.calendar.page_token)
        self.assertEqual(len(self.events_in_odoo()), 7)
        self.settle()

    def test_a_run_out_of_time_between_two_pages_goes_on_there(self):
        self.put_many(7)
        with small_pages(3):
            answer = self.press(pages=1)
            self.assertEqual(answer["status"], "running")
            self.assertTrue(self.account.calendar_due)
            self.assertEqual(len(self.bindings()), 3)
            answer = self.press(pages=1)
            self.assertEqual(answer["status"], "running")
            self.assertEqual(len(self.bindings()), 6)
            answer = self.press()
            self.assertEqual(self.lists(), 1)
        self.assertEqual(answer["status"], "ok", answer)
        self.assertFalse(self.account.calendar_due)
        self.assertEqual(len(self.events_in_odoo()), 7)
        self.settle()

    def test_the_delivery_job_goes_on_with_an_unfinished_listing(self):
        self.put_many(7)
        with small_pages(3):
            self.assertEqual(self.press(pages=1)["status"], "running")
            self.assertEqual(len(self.bindings()), 3)
            self.trigger("cron_deliver")
        self.assertEqual(len(self.bindings()), 7)
        self.assertFalse(self.account.calendar_due)

    def test_an_event_changed_between_two_pages_is_not_missed(self):
        ids = self.put_many(7)
        with small_pages(3):
            self.press(pages=1)
            for google_id in (ids[0], ids[-1]):
                self.change(google_id, summary=f"Late {google_id}")
            self.drop(ids[1])
            self.press()
        self.settle()
        self.assertEqual(len(self.events_in_odoo()), 6)

    def test_a_dead_cursor_lists_all_again_without_doubles(self):
        ids = self.put_many(4)
        self.sync()
        events = [self.event_of(google_id) for google_id in ids]
        self.google.faults.expire_cursors()
        self.change(ids[0], summary="Changed meanwhile")
        self.sync()
        self.assertEqual([self.event_of(i) for i in ids], events)
        self.assertEqual(events[0].name, "Changed meanwhile")
        self.assertEqual(len(self.events_in_odoo()), 4)
        self.settle()

    def test_a_dead_cursor_finds_out_what_was_deleted_meanwhile(self):
        ids = self.put_many(4)
        self.sync()
        gone = self.event_of(ids[2])
        self.drop(ids[2])
        # As Google does after some weeks: the listing does not name it any more.
        del self.world.calendars["anna@example.com"].events[ids[2]]
        self.google.faults.expire_cursors()
        self.sync()
        self.assertFalse(gone.exists())
        self.assertEqual(len(self.events_in_odoo()), 3)
        self.settle()

    def test_a_dead_cursor_keeps_what_left_the_window(self):
        google_id = self.put(**timed(at(-29, 9), at(-29, 10)))
        self.sync()
        event = self.event_of(google_id)
        self.change(google_id, **timed(at(-35, 9), at(-35, 10)))
        self.sync()
        self.google.faults.expire_cursors()
        self.sync()
        self.assertTrue(event.exists())
        self.assertEqual(self.event_of(google_id), event)

    def test_a_dead_cursor_forgets_no_pending_edit(self):
        google_id = self.put()
        self.sync()
        event = self.event_of(google_id)
        self.edit(event, name="Edited here")
        self.google.faults.expire_cursors()
        self.settle()
        self.assertEqual(self.titles(), ["Edited here"])

    def test_a_page_token_that_died_starts_again(self):
        self.put_many(7)
        with small_pages(3):
            self.press(pages=1)
            self.calendar.page_token = "bm90IGEgdG9rZW4"
            self.sync()
        self.assertEqual(len(self.events_in_odoo()), 7)
        self.settle()

    def test_another_query_version_lists_all_again(self):
        self.put_many(2)
        self.sync()
        self.calendar.listing_version = 0
        self.sync()
        self.assertEqual(len(self.events_in_odoo()), 2)
        self.assertTrue(self.calendar.listing_version)
        entry = [e for e in self.google.log.entries() if e.path.endswith("/events")]
        self.assertIn("timeMin", entry[0].query)

    def test_what_we_wrote_comes_back_and_costs_nothing(self):
        event = self.make()
        self.sync()
        written = event.write_date
        with patch.object(
            type(self.env["gws.calendar.plan"]), "_plan_all", side_effect=AssertionError
        ):
            answer = self.sync()
        self.assertEqual(answer["message"], "Already up to date.")
        self.assertEqual(event.write_date, written)
        self.assertEqual(self.writes(), 0)
        self.assertEqual(self.google.log.count("GET", EVENTS), 1)


@tagged("post_install", "-at_install")
class TestCalendarBrake(CalendarCase):
    def test_many_deletions_in_google_stop_and_ask(self):
        ids = self.put_many(30)
        self.sync()
        for google_id in ids[:25]:
            self.drop(google_id)
        answer = self.press()
        self.assertEqual(answer["status"], "error")
        self.assertIn("25 of 30", answer["message"])
        self.assertEqual(self.account.calendar_brake, 25)
        self.assertEqual(len(self.events_in_odoo()), 30)
        # It still asks at the next sync, and deletes nothing.
        self.assertEqual(self.press()["status"], "error")
        self.assertEqual(len(self.events_in_odoo()), 30)
        with self.acts(self.anna) as env:
            env["gws.account"].browse(self.account.id).action_release_brake()
        self.assertEqual(len(self.events_in_odoo()), 5)
        self.assertEqual(self.account.calendar_brake, 0)
        self.assertFalse(self.account.calendar_brake_released, "only this once")
        self.settle()

    def test_the_brake_looks_at_a_whole_run_not_at_a_page(self):
        ids = self.put_many(30)
        self.sync()
        for google_id in ids[:25]:
            self.drop(google_id)
        with small_pages(10):
            answer = self.press()
        self.assertEqual(answer["status"], "error", answer)
        self.assertEqual(len(self.events_in_odoo()), 30)

    def test_many_deletions_in_odoo_stop_and_ask(self):
        self.put_many(30)
        self.sync()
        events = self.events_in_odoo()
        with self.acts(self.anna) as env:
            env["calendar.event"].browse(events[:25].ids).unlink()
        other = self.make(name="Still sent")
        answer = self.press()
        self.assertEqual(answer["status"], "error")
        self.assertEqual(self.account.calendar_brake, 25)
        self.assertEqual(len(self.titles()), 31, "the rest is sent all the same")
        self.assertTrue(self.at_google(other))
        with self.acts(self.anna) as env:
            env["gws.account"].browse(self.account.id).action_release_brake()
        self.assertEqual(len(self.titles()), 6)
        self.settle()

    def test_a_few_deletions_ask_nobody(self):
        ids = self.put_many(10)
        self.sync()
        for google_id in ids:
            self.drop(google_id)
        self.sync()
        self.assertFalse(self.events_in_odoo())
