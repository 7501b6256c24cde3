# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Series in daily life: splits in Google's screens, odd guests, pauses, bad records."""

from odoo.tests import tagged

from .calendar_case import all_day, day
from .fakes import events as google_events
from .series_case import SeriesCase, berlin, daily, span, weekly

ANNA, BOB, CARLA = "anna@example.com", "bob@example.com", "carla@else.org"


@tagged("post_install", "-at_install")
class TestSeriesScenarios(SeriesCase):
    def setUp(self):
        super().setUp()
        self.sync()

    def names(self, google_id):
        return self.occurrences(self.series_of(google_id)).mapped("name")

    def states(self, google_id, email):
        events = self.occurrences(self.series_of(google_id))
        return [
            event.attendee_ids.filtered(lambda a: a.email == email).state
            for event in events
        ]

    # -- splits in Google ---------------------------------------------

    def split(self, google_id, number, **body):
        start = self.instances(google_id)[number]["originalStartTime"]
        return self.world.split_series(ANNA, google_id, start, body or None)

    def test_this_and_following_in_googles_screens(self):
        google_id = self.put_series(weekly(6), summary="Old")
        self.sync()
        new = self.split(google_id, 2, summary="New")
        self.settle()
        self.assertEqual(len(self.events_in_odoo()), 6)
        self.assertEqual(self.names(google_id), ["Old"] * 2)
        self.assertEqual(self.names(new["id"]), ["New"] * 4)

    def test_one_changed_after_a_split(self):
        """Its id lacks the part that names the split: it is found by its key."""
        google_id = self.put_series(weekly(6))
        self.sync()
        new = self.split(google_id, 2, summary="New")["id"]
        self.sync()
        one = self.instances(new)[1]
        self.change(one["id"], summary="Special", **span(22, 15))
        self.settle()
        self.assertEqual(len(self.events_in_odoo()), 6)
        self.assertEqual(self.names(new).count("Special"), 1)
        self.edit(self.occurrences(self.series_of(new))[2], name="Odoo's")
        self.settle()
        self.assertEqual(len(self.events_in_odoo()), 6)

    def test_the_rest_is_deleted_in_googles_screens(self):
        google_id = self.put_series(weekly(6))
        self.sync()
        self.split(google_id, 2)
        self.settle()
        self.assertEqual(len(self.events_in_odoo()), 2)

    def test_shortened_and_split_again(self):
        google_id = self.put_series(weekly(6))
        self.sync()
        new = self.split(google_id, 3, summary="New")["id"]
        self.sync()
        newer = self.split(new, 1, summary="Newer")["id"]
        self.settle()
        self.assertEqual(len(self.names(google_id)), 3)
        self.assertEqual((self.names(new), self.names(newer)), (["New"], ["Newer"] * 2))

    # -- guests -------------------------------------------------------

    def test_several_contacts_with_one_address(self):
        for number in range(4):
            self.guest(f"Carla {number}", CARLA)
        google_id = self.put_series(weekly(3), attendees=[{"email": CARLA}])
        self.settle()
        for event in self.occurrences(self.series_of(google_id)):
            self.assertEqual(event.attendee_ids.mapped("email").count(CARLA), 1)

    def test_a_mail_alias_is_no_guest(self):
        self.env["mail.alias.domain"].create({"name": "alias.example"})
        before = self.env["res.partner"].search_count([])
        google_id = self.put_series(
            weekly(3), attendees=[{"email": "catchall@alias.example"}, {"email": ANNA}]
        )
        self.settle()
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        for event in self.occurrences(self.series_of(google_id)):
            self.assertEqual(event.partner_ids, self.anna.partner_id)
            self.assertEqual(event.user_id, self.anna)

    def test_a_new_name_keeps_the_answers(self):
        self.guest("Carla", CARLA)
        guests = [
            {"email": ANNA, "responseStatus": "accepted"},
            {"email": CARLA, "responseStatus": "tentative"},
        ]
        google_id = self.put_series(weekly(3), attendees=guests)
        self.sync()
        self.change(google_id, summary="Renamed")
        self.settle()
        self.assertEqual(self.states(google_id, CARLA), ["tentative"] * 3)
        self.assertEqual(self.states(google_id, ANNA), ["accepted"] * 3)

    def test_a_colleague_without_google_answers_in_odoo(self):
        """The organiser's account carries it, whichever part of the series it is."""
        people = (self.anna.partner_id | self.bob.partner_id).ids
        for which, expected in (
            ("self_only", 1),
            ("future_events", 3),
            ("all_events", 4),
        ):
            series = self.make_series(partner_ids=[(6, 0, people)])
            self.sync()
            event = self.occurrences(series)[1]
            with self.acts(self.bob) as env:
                env["calendar.event"].browse(event.id).change_attendee_status(
                    "accepted", which
                )
            self.settle()
            there = [
                a["responseStatus"]
                for r in self.instances(self.master(series)["id"])
                for a in r["attendees"]
                if a["email"] == BOB
            ]
            self.assertEqual(there.count("accepted"), expected, which)

    def test_what_odoo_has_no_field_for_survives(self):
        self.guest("Carla", CARLA)
        google_id = self.put_series(
            weekly(3),
            attendees=[
                {"email": ANNA, "responseStatus": "accepted"},
                {
                    "email": CARLA,
                    "optional": True,
                    "comment": "Late",
                    "additionalGuests": 2,
                },
                {"email": "room@resource.calendar.google.com", "resource": True},
            ],
        )
        self.sync()
        dora = self.guest("Dora", "dora@else.org")
        series = self.series_of(google_id)
        self.edit_all(series, partner_ids=[(4, dora.id)])
        self.settle()
        there = self.world.event(ANNA, google_id)["attendees"]
        carla = next(a for a in there if a["email"] == CARLA)
        self.assertEqual((carla["optional"], carla["comment"]), (True, "Late"))
        self.assertEqual(carla["additionalGuests"], 2)
        self.assertTrue(any(a.get("resource") for a in there))
        self.assertIn("dora@else.org", [a["email"] for a in there])

    # -- whole days ---------------------------------------------------

    def test_whole_days_edited_on_both_sides(self):
        google_id = self.put_series(
            "RRULE:FREQ=WEEKLY;COUNT=4", **all_day(day(3), day(5))
        )
        self.settle()
        series = self.series_of(google_id)
        self.assertEqual(len(self.occurrences(series)), 4)
        self.edit(self.occurrences(series)[1], name="Special")
        self.drop(self.instance_id(google_id, 2))
        self.change(google_id, summary="Trip")
        self.settle()
        self.assertEqual(self.names(google_id), ["Trip", "Special", "Trip"])
        moved = self.occurrences(series)[1]
        self.edit(moved, start_date=day(11), stop_date=day(11))
        self.settle()
        self.change(google_id, **all_day(day(4), day(5)))
        self.settle()

    def test_from_times_to_whole_days_and_back(self):
        google_id = self.put_series(daily(3))
        self.sync()
        self.change(
            google_id,
            start={"date": day(3).isoformat(), "dateTime": None, "timeZone": None},
            end={"date": day(4).isoformat(), "dateTime": None, "timeZone": None},
        )
        self.settle()
        events = self.occurrences(self.series_of(google_id))
        self.assertEqual(events.mapped("allday"), [True] * 3)
        body = span(2)
        for moment in body.values():
            moment["date"] = None
        self.change(google_id, **body)
        self.settle()
        events = self.occurrences(self.series_of(google_id))
        self.assertEqual(events.mapped("allday"), [False] * 3)

    # -- pauses and the cursor ----------------------------------------

    def test_what_happens_during_a_pause_is_delivered_afterwards(self):
        kept, gone = self.make_series(name="Kept"), self.make_series(name="Gone")
        self.sync()
        self.set_params(paused=True)
        self.edit(self.occurrences(kept)[1], name="Special")
        with self.acts(self.anna) as env:
            event = env["calendar.event"].browse(self.occurrences(gone)[0].id)
            event.action_mass_deletion("all_events")
        new = self.make_series(name="New")
        self.assertEqual(self.press()["status"], "paused")
        self.assertEqual(self.google.log.http_count, 0)
        self.set_params(paused=False)
        self.settle()
        self.assertEqual(self.titles(), ["Kept", "New", "Special"])
        self.assertEqual(len(self.instances(self.master(new)["id"])), 4)

    def test_disconnected_and_connected_again(self):
        google_id = self.put_series(weekly(4))
        self.sync()
        self.account.with_user(self.anna).action_disconnect()
        self.change(self.instance_id(google_id, 1), summary="Special")
        self.edit(
            self.occurrences(self.env["calendar.recurrence"].search([]))[2],
            name="Odoo's",
        )
        self.connect_calendar(self.anna)
        self.settle()
        self.assertEqual(self.names(google_id), ["Talk", "Special", "Odoo's", "Talk"])

    def test_called_off_in_four_words(self):
        """Google may name nothing but the id of an occurrence that is no more."""
        google_id = self.put_series(weekly(4))
        days = self.put_series("RRULE:FREQ=DAILY;COUNT=3", **all_day(day(1), day(2)))
        self.sync()
        for one in (self.instance_id(google_id, 1), self.instance_id(days, 1)):
            self.drop(one)
            kept = self.world.calendars[ANNA].events[one].resource
            for name in set(kept) - {"kind", "etag", "id", "status"}:
                del kept[name]
        self.sync()
        self.assertEqual(len(self.names(google_id)), 3)
        self.assertEqual(len(self.names(days)), 2)

    def test_an_id_that_only_looks_like_an_occurrence(self):
        """An event of somebody's import may be called so and deleted again."""
        self.put_series(weekly(3))
        self.sync()
        for one in ("event_99999999", "event_20261399T990000Z"):
            self.world.seed_raw(ANNA, {"id": one, "status": "cancelled"})
        self.put(summary="Late")
        self.sync()
        self.assertEqual(len(self.events_in_odoo()), 4)

    # -- bad records --------------------------------------------------

    def test_one_bad_series_does_not_stop_the_others(self):
        self.world.seed_raw(
            ANNA,
            {
                "id": "badbadbad",
                "status": "confirmed",
                "summary": "Bad",
                "recurrence": ["RRULE:FREQ=WEEKLY"],
                "start": {"dateTime": "soon"},
                "end": {"dateTime": "later"},
            },
        )
        self.put_series(weekly(3), summary="Good")
        self.sync()
        self.assertEqual(self.events_in_odoo().mapped("name"), ["Good"] * 3)
        self.assertEqual(self.binding("badbadbad").state, "quarantined")

    def test_a_refused_change_is_set_aside_alone(self):
        one, two = self.make_series(name="One"), self.make_series(name="Two")
        self.sync()
        place = f"/events/{self.master(one)['id']}"
        self.google.faults.answer(400, "invalid", "Nonsense", 9, ("PATCH", place))
        self.edit_all(one, location="There")
        self.edit_all(two, location="There")
        self.sync()
        self.assertEqual(self.master(two)["location"], "There")
        (row,) = self.bindings(state="quarantined")
        self.assertIn("Nonsense", row.error)
        self.google.faults.clear()
        row.with_user(self.anna).action_retry()
        self.settle()
        self.assertEqual(self.master(one)["location"], "There")

    def test_a_lost_answer_makes_no_second_series(self):
        self.google.faults.lose_answer(6, ("POST", "/events$"))
        series = self.make_series()
        self.press()
        self.google.faults.clear()
        self.settle()
        self.assertEqual(len(self.world.events(ANNA)), 1)
        self.assertEqual(len(self.instances(self.master(series)["id"])), 4)

    def test_a_series_moves_to_another_calendar_in_google(self):
        team = self.other_calendar()
        google_id = self.put_series(weekly(3))
        self.sync()
        events = self.events_in_odoo()
        method = "calendar.events.move"
        call = google_events.person_call(self.world, method, ANNA, None, "none")
        call.params.update({"eventId": google_id, "destination": team.google_id})
        google_events.move(call)
        self.settle()
        self.assertEqual(self.events_in_odoo(), events)

    def test_first_day_is_not_doubled(self):
        series = self.make_series(
            allday=True,
            start=berlin(),
            stop=berlin(),
            start_date=berlin().date(),
            stop_date=berlin().date(),
        )
        self.settle()
        dates = [r["start"]["date"] for r in self.instances(self.master(series)["id"])]
        self.assertEqual(len(dates), len(set(dates)))
        self.assertEqual(len(dates), len(self.occurrences(series)))
