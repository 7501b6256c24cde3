# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google → Odoo, whole calendars: which of them, from which day."""

from odoo import fields
from odoo.tests import tagged

from .calendar_case import CalendarCase, all_day, at, day, timed


@tagged("post_install", "-at_install")
class TestCalendarChoice(CalendarCase):
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

    def test_an_event_moved_to_another_calendar_stays_one_event(self):
        team = self.other_calendar()
        for source, target in (
            ("anna@example.com", team.google_id),
            (team.google_id, "anna@example.com"),
        ):
            google_id = self.put(source)
            self.sync()
            event = self.event_of(google_id)
            resource = self.world.event(source, google_id)
            self.drop(google_id, source)
            resource["organizer"]["email"] = target
            self.world.seed_raw(target, {**resource, "etag": '"1"'})
            self.sync()
            self.assertTrue(event.exists())
            self.assertEqual(event.gws_binding_ids.calendar_id.google_id, target)
            self.settle()

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
class TestCalendarWindow(CalendarCase):
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
