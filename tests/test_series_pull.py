# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google → Odoo, series: made, changed, moved, shortened, called off."""

from odoo.tests import tagged

from .calendar_case import all_day, day, small_pages
from .series_case import MONDAY, SeriesCase, berlin, daily, span, weekly

BOB, CARLA = "bob@example.com", "carla@else.org"


@tagged("post_install", "-at_install")
class TestSeriesFromGoogle(SeriesCase):
    def names(self, series):
        return self.occurrences(series).mapped("name")

    # -- made ---------------------------------------------------------

    def test_a_series_is_a_series(self):
        google_id = self.put_series(weekly(4), summary="Jour fixe", location="Köln")
        self.sync()
        series = self.series_of(google_id)
        self.assertEqual(len(series.calendar_event_ids), 4)
        self.assertEqual(series.rrule_type, "weekly")
        self.assertEqual((series.end_type, series.count), ("count", 4))
        self.assertEqual(series.event_tz, "Europe/Berlin")
        self.assertEqual(set(self.names(series)), {"Jour fixe"})
        self.assertEqual(series.calendar_event_ids.mapped("recurrency"), [True] * 4)
        self.assertEqual(series.base_event_id, self.occurrences(series)[0])
        self.assertEqual(len(self.bindings()), 1, "one row for a series")
        self.settle()

    def test_whole_days(self):
        google_id = self.put_series(
            "RRULE:FREQ=DAILY;COUNT=3", **all_day(day(1), day(2))
        )
        self.sync()
        events = self.occurrences(self.series_of(google_id))
        self.assertEqual(events.mapped("allday"), [True] * 3)
        self.assertEqual(events.mapped("start_date"), [day(1), day(2), day(3)])
        self.settle()

    def test_clocks_change_in_both_hemispheres(self):
        for zone, start in (
            ("Europe/Berlin", "2027-03-25T09:00:00"),
            ("America/New_York", "2027-03-11T09:00:00"),
            ("Australia/Sydney", "2027-04-01T09:00:00"),
            ("Asia/Tehran", "2027-03-20T09:00:00"),
        ):
            google_id = self.put_series(
                daily(8),
                start={"dateTime": start, "timeZone": zone},
                end={"dateTime": start.replace("T09", "T10"), "timeZone": zone},
            )
            self.sync()
            self.assertEqual(len(self.occurrences(self.series_of(google_id))), 8, zone)
        self.settle()

    def test_an_endless_series_stays_endless(self):
        google_id = self.put_series(weekly())
        self.sync()
        events = self.occurrences(self.series_of(google_id))
        self.assertGreater(len(events), 100)
        self.assertLess(len(events), 110, "two years ahead")
        self.settle()
        rule = self.world.event("anna@example.com", google_id)["recurrence"]
        self.assertEqual(rule, [weekly()])

    def test_two_years_old_standups_are_shown_from_the_start_date_on(self):
        google_id = self.put_series(daily(), **span(-7 * 120))
        self.sync()
        series = self.series_of(google_id)
        first = self.occurrences(series)[0]
        self.assertLess(abs((first.start.date() - day(-30)).days), 3)
        self.settle()
        self.edit_all(series, name="Standup", location="Room 1")
        self.settle()
        master = self.world.event("anna@example.com", google_id)
        self.assertEqual(master["summary"], "Standup")
        self.assertIn(str(MONDAY.year - 2)[:2], master["start"]["dateTime"][:2])
        self.assertEqual(master["start"]["dateTime"][:10], str(berlin(-840).date()))

    def test_a_series_that_is_over_is_left_alone(self):
        self.put_series(weekly(3), **span(-70))
        self.sync()
        self.assertFalse(self.events_in_odoo())

    def test_the_text_of_the_rule_is_kept(self):
        rule = "RRULE:COUNT=4;WKST=SU;FREQ=WEEKLY;BYDAY=MO"
        google_id = self.put_series(rule)
        self.sync()
        self.edit_all(self.series_of(google_id), name="Renamed")
        self.settle()
        master = self.world.event("anna@example.com", google_id)
        self.assertEqual(master["recurrence"], [rule])
        self.assertEqual(master["summary"], "Renamed")

    def test_excluded_days(self):
        gone = f"EXDATE;TZID=Europe/Berlin:{berlin(7, 10):%Y%m%dT090000}"
        google_id = self.put_series(gone, weekly(3))
        self.sync()
        events = self.occurrences(self.series_of(google_id))
        self.assertEqual(events.mapped("start"), [berlin(), berlin(14)])
        self.settle()
        self.edit_all(self.series_of(google_id), name="Renamed")
        self.settle()
        master = self.world.event("anna@example.com", google_id)
        self.assertEqual(master["recurrence"], [gone, weekly(3)])

    def test_exceptions_before_their_master(self):
        """On the first pull the changed occurrence may come first, on its own page."""
        google_id = self.put_series(weekly(4))
        self.change(self.instance_id(google_id, 1), summary="Special")
        self.drop(self.instance_id(google_id, 2))
        with small_pages(1):
            self.sync()
        self.assertEqual(
            self.names(self.series_of(google_id)), ["Talk", "Special", "Talk"]
        )
        self.settle()

    def test_several_series_at_once(self):
        ids = [self.put_series(weekly(n), summary=f"S{n}") for n in range(2, 12)]
        self.sync()
        for number, google_id in enumerate(ids, 2):
            self.assertEqual(
                self.names(self.series_of(google_id)), [f"S{number}"] * number
            )
        self.settle()

    # -- changed ------------------------------------------------------

    def test_renamed(self):
        google_id = self.put_series(weekly(4))
        self.sync()
        events = self.occurrences(self.series_of(google_id))
        self.change(google_id, summary="New name", description="Agenda")
        self.sync()
        self.assertEqual(self.names(self.series_of(google_id)), ["New name"] * 4)
        self.assertEqual(self.occurrences(self.series_of(google_id)), events)
        self.settle()

    def test_renamed_where_one_was_moved(self):
        google_id = self.put_series(weekly(4))
        one = self.instance_id(google_id, 1)
        self.change(one, **span(8, 15))
        self.sync()
        self.change(google_id, summary="New name")
        self.sync()
        events = self.occurrences(self.series_of(google_id))
        self.assertEqual(events[1].start, berlin(8, 15))
        self.assertEqual(events.mapped("name"), ["New name"] * 4)
        self.settle()

    def test_one_renamed(self):
        google_id = self.put_series(weekly(4))
        self.sync()
        self.change(self.instance_id(google_id, 1), summary="Special")
        self.sync()
        self.assertEqual(
            self.names(self.series_of(google_id)), ["Talk", "Special", "Talk", "Talk"]
        )
        self.settle()

    def test_the_first_renamed(self):
        google_id = self.put_series(weekly(4))
        self.change(self.instance_id(google_id, 0), summary="Special")
        self.sync()
        self.assertEqual(
            self.names(self.series_of(google_id)), ["Special", "Talk", "Talk", "Talk"]
        )
        self.change(self.instance_id(google_id, 0), summary="Very special")
        self.settle()
        self.assertEqual(self.names(self.series_of(google_id))[0], "Very special")

    def test_most_renamed_one_by_one(self):
        google_id = self.put_series(weekly(4))
        self.sync()
        for number in range(3):
            self.change(self.instance_id(google_id, number), summary="Special")
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertEqual(
            self.names(self.series_of(google_id)), ["Special"] * 3 + ["Talk"]
        )
        self.settle()

    def test_one_moved_and_moved_again(self):
        google_id = self.put_series(weekly(4))
        self.sync()
        series = self.series_of(google_id)
        moved = self.occurrences(series)[1]
        for move in (span(8, 15), span(40, 11), span(7)):
            self.change(self.instance_id(google_id, 1), **move)
            self.settle()
            self.assertEqual(len(self.occurrences(series)), 4)
        self.assertEqual(moved.start, berlin(7))

    def test_one_called_off(self):
        google_id = self.put_series(weekly(4))
        self.sync()
        for number in (2, 0):
            self.drop(self.instance_id(google_id, number))
            self.sync()
            self.assertEqual(self.writes(), 0)
        events = self.occurrences(self.series_of(google_id))
        self.assertEqual(events.mapped("start"), [berlin(7), berlin(21)])
        self.settle()

    def test_one_called_off_and_back(self):
        google_id = self.put_series(weekly(4))
        self.sync()
        one = self.instance_id(google_id, 2)
        self.drop(one)
        self.sync()
        self.change(one, status="confirmed", summary="After all")
        self.settle()
        self.assertEqual(self.names(self.series_of(google_id))[2], "After all")

    def test_moved_to_another_day_and_hour(self):
        google_id = self.put_series(weekly(4))
        self.sync()
        events = self.occurrences(self.series_of(google_id))
        self.change(google_id, recurrence=[weekly(4, "TU")], **span(1, 14))
        self.sync()
        moved = self.occurrences(self.series_of(google_id))
        self.assertEqual(moved, events, "moved, not made anew")
        self.assertEqual(moved[1].start, berlin(8, 14))
        self.settle()

    def test_longer_hours(self):
        google_id = self.put_series(weekly(4))
        self.change(self.instance_id(google_id, 1), summary="Special")
        self.sync()
        self.change(google_id, **span(0, 9, 150))
        self.settle()
        events = self.occurrences(self.series_of(google_id))
        self.assertEqual(events[0].stop, berlin(0, 11, 30))

    def test_shorter_and_longer(self):
        google_id = self.put_series(weekly(6))
        self.sync()
        for count in (2, 5):
            self.change(google_id, recurrence=[weekly(count)])
            self.settle()
            self.assertEqual(len(self.occurrences(self.series_of(google_id))), count)

    def test_another_rhythm(self):
        google_id = self.put_series(weekly(4))
        self.sync()
        self.change(
            google_id,
            recurrence=["RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=3"],
            **span((7 - (MONDAY.day - 1) // 7 * 7) if MONDAY.day > 7 else 0),
        )
        self.settle()
        self.assertEqual(self.series_of(google_id).rrule_type, "monthly")

    def test_another_time_zone(self):
        google_id = self.put_series(weekly(30))
        self.sync()
        self.change(
            google_id,
            start={"dateTime": f"{MONDAY}T09:00:00", "timeZone": "America/New_York"},
            end={"dateTime": f"{MONDAY}T10:00:00", "timeZone": "America/New_York"},
        )
        self.settle()
        self.assertEqual(self.series_of(google_id).event_tz, "America/New_York")

    def test_split_by_a_person_in_google(self):
        google_id = self.put_series(weekly(6), summary="Old")
        self.sync()
        until = f"{berlin(13, 23):%Y%m%dT%H%M%SZ}"
        self.change(google_id, recurrence=[f"RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL={until}"])
        second = self.put_series(
            weekly(4),
            summary="New",
            id=f"{google_id}_r{MONDAY:%Y%m%d}t090000".lower().replace("_", ""),
            **span(14, 15),
        )
        self.settle()
        self.assertEqual(self.names(self.series_of(google_id)), ["Old"] * 2)
        self.assertEqual(self.names(self.series_of(second)), ["New"] * 4)
        self.assertEqual(len(self.events_in_odoo()), 6)

    def test_deleted(self):
        google_id = self.put_series(weekly(4))
        self.change(self.instance_id(google_id, 1), summary="Special")
        self.sync()
        self.drop(google_id)
        self.sync()
        self.assertFalse(self.events_in_odoo())
        self.assertFalse(self.env["calendar.recurrence"].search([]))
        self.assertFalse(self.bindings())
        self.settle()

    # -- single and back ----------------------------------------------

    def test_an_event_becomes_a_series(self):
        google_id = self.put(summary="Once", **span())
        self.sync()
        event = self.event_of(google_id)
        self.change(google_id, recurrence=[weekly(3)])
        self.sync()
        series = self.series_of(google_id)
        self.assertEqual(self.occurrences(series)[0], event)
        self.assertEqual(len(self.occurrences(series)), 3)
        self.settle()

    def test_a_series_becomes_an_event(self):
        google_id = self.put_series(weekly(3), summary="Often")
        self.sync()
        first = self.occurrences(self.series_of(google_id))[0]
        self.change(google_id, recurrence=None)
        self.sync()
        self.assertEqual(self.event_of(google_id), first)
        self.assertFalse(first.recurrency or first.recurrence_id)
        self.assertEqual(self.events_in_odoo(), first)
        self.settle()

    # -- guests -------------------------------------------------------

    def test_guests_and_answers(self):
        self.guest("Carla", CARLA)
        google_id = self.put_series(
            weekly(3),
            attendees=[
                {"email": CARLA, "responseStatus": "accepted"},
                {"email": "anna@example.com", "responseStatus": "accepted"},
            ],
        )
        self.sync()
        for event in self.occurrences(self.series_of(google_id)):
            states = {a.email: a.state for a in event.attendee_ids}
            self.assertEqual(states[CARLA], "accepted")
        self.change(
            google_id,
            attendees=[
                {"email": CARLA, "responseStatus": "declined"},
                {"email": "anna@example.com", "responseStatus": "accepted"},
            ],
        )
        self.settle()
        self.change(google_id, attendees=[])
        self.settle()
        for event in self.occurrences(self.series_of(google_id)):
            self.assertEqual(event.partner_ids, self.anna.partner_id)

    def test_nothing_is_sent_for_what_was_brought(self):
        self.put_series(weekly(10), attendees=[{"email": CARLA}])
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertEqual(self.sync()["summary"]["pulled"], 0)
        self.mails()
        self.sync()
        self.assertEqual(self.mails(), [])

    def test_a_full_listing_reconciles(self):
        google_id = self.put_series(weekly(4))
        self.change(self.instance_id(google_id, 1), summary="Special")
        self.sync()
        events = self.events_in_odoo()
        self.drop(self.instance_id(google_id, 2))
        self.calendar._forget_cursor()
        self.sync()
        self.assertEqual(len(self.events_in_odoo()), 3)
        self.assertTrue(self.events_in_odoo() < events)
        self.settle()

    def test_one_occurrence_alone_of_somebody_elses_series(self):
        self.world.add_account("dora@else.org", "Dora", "Europe/Berlin")
        google_id = self.put_series(weekly(3), calendar="dora@else.org")
        one = self.instances(google_id, "dora@else.org")[1]["id"]
        self.change(
            one, calendar="dora@else.org", attendees=[{"email": "anna@example.com"}]
        )
        self.sync()
        event = self.events_in_odoo()
        self.assertEqual(len(event), 1)
        self.assertEqual(event.start, berlin(7))
        self.assertFalse(event.recurrency)
        self.settle()

    def test_an_endless_series_goes_on_as_time_passes(self):
        google_id = self.put_series(weekly())
        self.sync()
        series, binding = self.series_of(google_id), self.binding(google_id)
        events = self.occurrences(series)
        # As if the last half of it had not been in sight then.
        kept, late = events[:45], events[45:]
        with self.acts() as env:
            env["calendar.event"].browse(late.ids).with_context(gws_sync=True).unlink()
            row = env["gws.event.binding"].browse(binding.id)
            row.series_last = kept[-1]._gws_key()
            row.account_id.calendars_listed = False
        self.change(self.instance_id(google_id, 60), summary="Far away")
        self.drop(self.instance_id(google_id, 70))
        self.sync()
        found = self.occurrences(series)
        self.assertEqual(len(found), len(events) - 1)
        self.assertTrue(kept < found)
        self.assertEqual(self.names(series).count("Far away"), 1)
        self.settle()

    def test_what_the_sync_made_is_no_edit(self):
        self.put_series(weekly(4))
        self.put_series(weekly())
        self.put_series("RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=3")
        self.sync()
        self.assertFalse(self.env["gws.outbox"].search([]))
        self.sync()
        self.assertEqual(set(self.bindings().mapped("note_count")), {0})
