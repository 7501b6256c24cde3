# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google → Odoo, whole calendars: which, from when, cursors, pages, the brake."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .calendar_case import EVENTS, CalendarCase, all_day, at, day, timed
from .fakes import cursors

WEEKLY = ["RRULE:FREQ=WEEKLY;COUNT=5"]
LIST = ("GET", "/events$")


def small_pages(size):
    """Google answers pages shorter than asked for, which it may at any time."""
    page = cursors.page

    def short(items, params, list_id, change, default, largest):
        return page(items, params, list_id, change, size, size)

    return patch.object(cursors, "page", short)


class ListingCase(CalendarCase):
    def lists(self):
        return self.google.log.count(*LIST)

    def other_calendar(self, name="Team", **values):
        """A further calendar of Anna's that she chose to sync."""
        google_id = self.world.add_calendar("anna@example.com", name, **values)
        self.account.calendars_listed = False
        self.sync()
        found = self.account.calendar_ids.filtered(lambda c: c.google_id == google_id)
        self.assertFalse(found.selected, "only the main calendar is chosen by itself")
        found.with_user(self.anna).selected = True
        return found


@tagged("post_install", "-at_install")
class TestCalendarChoice(ListingCase):
    def test_only_the_main_calendar_is_chosen_at_first(self):
        self.world.add_calendar("anna@example.com", "Team")
        self.sync()
        chosen = self.account.calendar_ids.filtered("selected")
        self.assertEqual(chosen.google_id, "anna@example.com")
        self.assertTrue(chosen.is_default)
        self.assertEqual(chosen.time_zone, "Europe/Berlin")

    def test_a_chosen_calendar_syncs_both_ways(self):
        team = self.other_calendar()
        google_id = self.put(team.google_id, summary="In the team")
        self.sync()
        event = self.event_of(google_id)
        self.assertEqual(event.name, "In the team")
        self.assertEqual(event.user_id, self.anna)
        self.edit(event, name="Renamed")
        self.settle()
        self.assertEqual(self.titles(team.google_id), ["Renamed"])

    def test_new_events_go_to_the_calendar_chosen_for_them(self):
        team = self.other_calendar()
        team.with_user(self.anna).is_default = True
        self.assertFalse(self.calendar.is_default)
        self.make(name="New")
        self.settle()
        self.assertEqual(self.titles(team.google_id), ["New"])
        self.assertEqual(self.titles(), [])

    def test_an_unchosen_calendar_is_not_asked_for(self):
        team = self.other_calendar()
        google_id = self.put(team.google_id)
        self.sync()
        team.with_user(self.anna).selected = False
        self.change(google_id, team.google_id, summary="Unseen")
        self.sync()
        self.assertEqual(self.event_of(google_id).name, "Talk")
        team.with_user(self.anna).selected = True
        self.sync()
        self.assertEqual(self.event_of(google_id).name, "Unseen")

    def test_a_calendar_that_was_taken_away_stops_alone(self):
        team = self.other_calendar()
        google_id = self.put(team.google_id)
        self.sync()
        self.world.delete_calendar(team.google_id)
        mine = self.put(summary="Mine")
        self.sync()
        self.assertFalse(team.selected)
        self.assertTrue(self.event_of(google_id), "nothing is deleted for that")
        self.assertTrue(self.event_of(mine))

    def test_a_read_only_calendar_is_pulled(self):
        team = self.other_calendar(access_role="reader")
        google_id = self.world.seed_raw(
            team.google_id, {"summary": "Nowruz", **all_day(day(5), day(6))}
        )["id"]
        self.settle()
        event = self.event_of(google_id)
        self.assertEqual((event.name, event.allday), ("Nowruz", True))
        self.assertFalse(event.alarm_ids)

    def test_new_events_cannot_go_to_a_read_only_calendar(self):
        team = self.other_calendar(access_role="reader")
        with self.assertRaisesRegex(Exception, "you may only read it"):
            team.with_user(self.anna).is_default = True

    def test_of_a_free_busy_calendar_only_the_times_are_known(self):
        team = self.other_calendar(access_role="freeBusyReader")
        google_id = self.world.seed_raw(
            team.google_id, {"summary": "Secret", **timed(at(1, 9), at(1, 10))}
        )["id"]
        self.sync()
        event = self.event_of(google_id)
        self.assertEqual(event.name, "Busy")
        self.assertEqual((event.start, event.stop), (at(1, 9), at(1, 10)))
        self.sync()
        self.assertEqual(self.writes(), 0)

    def test_a_renamed_calendar_is_renamed_here(self):
        team = self.other_calendar()
        self.world.change_entry(
            "anna@example.com", team.google_id, summaryOverride="The team"
        )
        with self.acts(self.anna) as env:
            env["gws.account"].browse(self.account.id).action_list_calendars()
        self.assertEqual(team.name, "The team")

    def test_the_list_of_calendars_is_read_once_a_day(self):
        self.sync()
        self.sync()
        self.assertEqual(self.google.log.count("GET", "calendarList"), 0)
        self.account.calendars_listed = fields.Datetime.subtract(
            fields.Datetime.now(), days=2
        )
        self.sync()
        self.assertEqual(self.google.log.count("GET", "calendarList"), 1)


@tagged("post_install", "-at_install")
class TestCalendarWindow(ListingCase):
    def test_what_ended_before_the_first_day_stays_away(self):
        before = self.put(**timed(at(-40, 9), at(-40, 10)))
        across = self.put(**timed(at(-31, 9), at(-29, 10)))
        after = self.put(**timed(at(-30, 9), at(-30, 10)))
        self.sync()
        self.assertFalse(self.binding(before))
        self.assertTrue(self.event_of(across))
        self.assertTrue(self.event_of(after))

    def test_an_old_event_that_is_edited_stays_away(self):
        google_id = self.put(**timed(at(-40, 9), at(-40, 10)))
        self.sync()
        self.change(google_id, summary="Edited")
        self.sync()
        self.assertFalse(self.binding(google_id))

    def test_an_event_moved_into_the_window_appears(self):
        google_id = self.put(**timed(at(-40, 9), at(-40, 10)))
        self.sync()
        self.change(google_id, **timed(at(2, 9), at(2, 10)))
        self.sync()
        self.assertEqual(self.event_of(google_id).start, at(2, 9))

    def test_an_event_moved_out_of_the_window_is_kept(self):
        google_id = self.put()
        self.sync()
        self.change(google_id, **timed(at(-40, 9), at(-40, 10)))
        self.settle()
        self.assertEqual(self.event_of(google_id).start, at(-40, 9))

    def test_an_earlier_first_day_brings_older_events_without_doubles(self):
        old = self.put(**timed(at(-40, 9), at(-40, 10)))
        new = self.put()
        self.sync()
        event = self.event_of(new)
        self.account.with_user(self.anna).calendar_sync_from = day(-60)
        self.sync()
        self.assertTrue(self.event_of(old))
        self.assertEqual(self.event_of(new), event)
        self.assertEqual(len(self.events_in_odoo()), 2)
        self.settle()

    def test_a_later_first_day_deletes_nothing(self):
        old = self.put(**timed(at(-20, 9), at(-20, 10)))
        self.sync()
        event = self.event_of(old)
        self.account.with_user(self.anna).calendar_sync_from = day(-3)
        self.sync()
        self.assertEqual(self.event_of(old), event)
        self.assertTrue(event.exists())
        self.assertEqual(len(self.world.events("anna@example.com")), 1)

    def test_without_a_first_day_nothing_is_asked_of_google(self):
        self.account.calendar_sync_from = False
        self.put()
        answer = self.press()
        self.assertEqual(answer["status"], "need_config")
        self.assertIn("Choose the day", answer["message"])
        self.assertEqual(self.google.log.http_count, 0)

    def test_a_first_day_that_is_not_past_is_refused(self):
        with self.assertRaisesRegex(Exception, "must be a day in the past"):
            self.account.with_user(self.anna).calendar_sync_from = day(1)


@tagged("post_install", "-at_install")
class TestCalendarSeries(ListingCase):
    def test_a_series_is_counted_and_left_alone(self):
        google_id = self.put(recurrence=WEEKLY, **timed(at(1, 9), at(1, 10), "UTC"))
        resource = self.world.event("anna@example.com", google_id)
        self.put(summary="Single")
        answer = self.sync()
        self.assertEqual(answer["summary"]["series"], 1)
        self.assertEqual(self.events_in_odoo().mapped("name"), ["Single"])
        self.settle()
        self.assertEqual(self.world.event("anna@example.com", google_id), resource)

    def test_an_exception_of_a_series_is_left_alone(self):
        google_id = self.put(recurrence=WEEKLY, **timed(at(1, 9), at(1, 10), "UTC"))
        instance = f"{google_id}_{at(8, 9):%Y%m%dT%H%M%SZ}"
        self.change(instance, summary="Moved", **timed(at(8, 12), at(8, 13), "UTC"))
        self.sync()
        self.assertFalse(self.events_in_odoo())
        self.drop(instance)
        self.sync()
        self.assertEqual(self.writes(), 0)

    def test_a_series_made_in_odoo_is_not_sent(self):
        self.make(
            name="Weekly",
            recurrency=True,
            rrule_type="weekly",
            count=3,
            mon=True,
            end_type="count",
        )
        self.settle()
        self.assertEqual(self.titles(), [])

    def test_an_event_that_becomes_a_series_in_google_is_not_written_again(self):
        google_id = self.put()
        self.sync()
        event = self.event_of(google_id)
        self.change(google_id, recurrence=WEEKLY, **timed(at(1, 10), at(1, 11), "UTC"))
        self.edit(event, name="Renamed", start=at(3, 9), stop=at(3, 10))
        self.sync()
        self.sync()
        resource = self.world.event("anna@example.com", google_id)
        self.assertEqual(resource["summary"], "Talk")
        self.assertEqual(resource["recurrence"], WEEKLY)
        self.assertEqual(self.writes(), 0)

    def test_an_event_that_becomes_a_series_in_odoo_is_not_written_again(self):
        google_id = self.put()
        self.sync()
        event = self.event_of(google_id)
        self.edit(
            event,
            recurrency=True,
            rrule_type="daily",
            count=3,
            end_type="count",
            recurrence_update="all_events",
        )
        self.sync()
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertEqual(self.titles(), ["Talk"])


@tagged("post_install", "-at_install")
class TestCalendarCursor(ListingCase):
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

        with small_pages(3), patch.object(
            type(self.env["gws.calendar.pull"]), "_apply_items", look
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
class TestCalendarBrake(ListingCase):
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


@tagged("post_install", "-at_install")
class TestCalendarQuarantine(ListingCase):
    def bad(self):
        return self.world.seed_raw(
            "anna@example.com",
            {"summary": "Bad", "start": {"dateTime": "soon"}, "end": {}},
        )["id"]

    def test_an_unreadable_event_is_set_aside_and_the_others_go_through(self):
        first = self.put(summary="First")
        bad = self.bad()
        last = self.put(summary="Last")
        answer = self.sync()
        self.assertEqual(answer["summary"]["quarantined"], 1)
        binding = self.binding(bad)
        self.assertEqual((binding.state, binding.title), ("quarantined", "Bad"))
        self.assertIn("time nobody can read", binding.error)
        self.assertTrue(self.event_of(first) and self.event_of(last))
        token = self.calendar.sync_token
        self.assertTrue(token, "the cursor moves on")
        self.sync()
        self.assertEqual(self.account.problem_count, 1)

    def test_try_again_takes_a_mended_event_in(self):
        bad = self.bad()
        self.sync()
        self.world.seed_raw(
            "anna@example.com",
            {"id": bad, "summary": "Mended", **timed(at(1, 9), at(1, 10))},
        )
        self.binding(bad).with_user(self.anna).action_retry()
        self.sync()
        self.assertEqual(self.event_of(bad).name, "Mended")
        self.settle()

    def test_an_event_mended_in_google_leaves_the_quarantine_by_itself(self):
        bad = self.bad()
        self.sync()
        self.world.seed_raw(
            "anna@example.com",
            {"id": bad, "summary": "Mended", **timed(at(1, 9), at(1, 10))},
        )
        self.sync()
        self.assertEqual(self.event_of(bad).name, "Mended")
        self.settle()

    def test_an_event_that_odoo_refuses_is_set_aside_alone(self):
        ids = self.put_many(5)
        self.change(ids[3], summary="Forbidden word")
        model = type(self.env["calendar.event"])
        create = model.create

        def picky(events, vals_list):
            if any(vals.get("name") == "Forbidden word" for vals in vals_list):
                raise ValidationError("We do not say that here.")
            return create(events, vals_list)

        with patch.object(model, "create", picky):
            self.sync()
        self.assertEqual(len(self.events_in_odoo()), 4)
        binding = self.binding(ids[3])
        self.assertEqual(binding.state, "quarantined")
        self.assertEqual(binding.error, "We do not say that here.")
        binding.with_user(self.anna).action_retry()
        self.sync()
        self.assertEqual(self.event_of(ids[3]).name, "Forbidden word")
        self.settle()

    def test_an_event_google_refuses_is_set_aside_with_googles_words(self):
        poison = self.make(name="Poison")
        good = self.make(name="Good")
        self.google.faults.refuse_item(
            lambda _method, _params, body: (body or {}).get("summary") == "Poison",
            message="Invalid colour",
        )
        self.sync()
        binding = poison.gws_binding_ids
        self.assertEqual(binding.state, "quarantined")
        self.assertIn("Invalid colour", binding.error)
        self.assertTrue(self.at_google(good))
        self.sync()
        self.assertEqual(self.writes(), 0, "it is not tried again by itself")
        self.google.faults.clear()
        binding.with_user(self.anna).action_retry()
        self.sync()
        self.assertEqual(self.titles(), ["Good", "Poison"])
        self.settle()

    def test_an_ignored_event_stays_as_it_is(self):
        bad = self.bad()
        self.sync()
        self.binding(bad).with_user(self.anna).action_ignore()
        self.sync()
        self.assertEqual(self.account.problem_count, 0)
