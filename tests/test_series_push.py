# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo → Google, series: made, changed, moved, split, ended, deleted.

A change of the whole is one request and at most one mail a guest.
"""

from odoo.tests import tagged

from .calendar_case import day
from .series_case import SeriesCase, berlin, span, weekly

CARLA = "carla@else.org"
DORA = "dora@else.org"


@tagged("post_install", "-at_install")
class TestSeriesToGoogle(SeriesCase):
    def setUp(self):
        super().setUp()
        self.sync()  # from now on Google tells the guests
        self.carla = self.guest("Carla", CARLA)

    def names(self, series):
        resources = self.instances(self.master(series)["id"])
        return [resource.get("summary") for resource in resources]

    def with_carla(self, **values):
        people = (self.anna.partner_id | self.carla).ids
        return self.make_series(partner_ids=[(6, 0, people)], **values)

    # -- made ---------------------------------------------------------

    def test_a_series_is_one_insert(self):
        series = self.make_series()
        self.sync()
        self.assertEqual(self.writes(), 1)
        master = self.master(series)
        self.assertEqual(master["recurrence"], [weekly(4)])
        self.assertEqual(master["start"]["timeZone"], "Europe/Berlin")
        self.assertEqual(len(self.instances(master["id"])), 4)
        self.settle()

    def test_endless_stays_endless(self):
        series = self.make_series(count=0)
        self.sync()
        self.assertEqual(self.master(series)["recurrence"], [weekly()])
        self.settle()

    def test_until_a_day(self):
        series = self.make_series(end_type="end_date", until=day(40))
        self.sync()
        self.assertIn("UNTIL=", self.master(series)["recurrence"][0])
        self.settle()

    def test_whole_days(self):
        series = self.make_series(
            allday=True,
            start=berlin(),
            stop=berlin(),
            start_date=berlin().date(),
            stop_date=berlin().date(),
        )
        self.sync()
        self.assertIn("date", self.master(series)["start"])
        self.settle()

    def test_every_rhythm_of_odoo(self):
        third = {"month_by": "day", "byday": "3", "weekday": "WED"}
        wednesday = next(n for n in range(60) if 14 < berlin(n).day < 22 and n % 7 == 2)
        for values in (
            {"rrule_type": "daily", "interval": 3, "count": 5},
            {"rrule_type": "weekly", "interval": 2, "fri": True, "count": 5},
            {"rrule_type": "monthly", "month_by": "date", "day": berlin().day},
            {
                "rrule_type": "monthly",
                **third,
                "start": berlin(wednesday),
                "stop": berlin(wednesday, 10),
            },
            {"rrule_type": "yearly"},
        ):
            with self.subTest(values):
                series = self.make_series(**{"rrule_type_ui": "custom", **values})
                self.sync()
                master = self.master(series)
                self.assertTrue(master["recurrence"])
        self.settle()

    def test_guests_get_one_invitation(self):
        self.with_carla()
        self.sync()
        self.assertEqual(self.mails(), [("invitation", CARLA)])
        self.settle()
        self.assertEqual(self.mails(), [])

    def test_existing_series_go_out_quietly(self):
        """What Odoo had before the first sync."""
        with self.acts(self.anna) as env:
            env["gws.account"].sudo().browse(self.account.id).write({"state": "draft"})
        series = self.with_carla()
        self.connect_calendar(self.anna)
        self.sync()
        self.assertEqual(len(self.instances(self.master(series)["id"])), 4)
        self.assertEqual(self.mails(), [])
        self.settle()

    # -- changed ------------------------------------------------------

    def test_all_renamed_is_one_patch(self):
        series = self.with_carla(count=50)
        self.sync()
        self.mails()
        google_id = self.master(series)["id"]
        series = self.edit_all(series, name="Renamed")
        self.sync()
        self.assertEqual(self.writes(), 1)
        self.assertEqual(self.google.log.count("GET", "/instances"), 0)
        self.assertEqual(self.master(series)["id"], google_id)
        self.assertEqual(set(self.names(series)), {"Renamed"})
        self.assertLessEqual(len(self.mails()), 1)
        self.settle()

    def test_one_renamed(self):
        series = self.make_series()
        self.sync()
        self.edit(self.occurrences(series)[1], name="Special")
        self.sync()
        self.assertEqual(self.writes(), 1)
        self.assertEqual(
            self.names(series), ["Jour fixe", "Special", "Jour fixe", "Jour fixe"]
        )
        self.settle()

    def test_one_moved_again_and_again(self):
        series = self.with_carla()
        self.sync()
        self.mails()
        event = self.occurrences(series)[1]
        for number, hour in ((8, 15), (9, 8), (7, 9)):
            self.edit(event, start=berlin(number, hour), stop=berlin(number, hour + 1))
            self.settle()
            self.assertEqual(len(self.instances(self.master(series)["id"])), 4)
            self.assertLessEqual(len(self.mails()), 1)

    def test_one_moved_before_the_series_was_sent(self):
        series = self.make_series()
        event = self.occurrences(series)[2]
        self.edit(event, start=berlin(15, 12), stop=berlin(15, 13))
        self.settle()
        starts = [
            r["start"]["dateTime"][:13]
            for r in self.instances(self.master(series)["id"])
        ]
        self.assertIn(f"{berlin(15).date()}T", starts[2])

    def test_one_deleted(self):
        series = self.with_carla()
        self.sync()
        self.mails()
        self.remove(self.occurrences(series)[1])
        self.sync()
        self.assertEqual(self.writes(), 1)
        self.assertEqual(len(self.instances(self.master(series)["id"])), 3)
        self.assertEqual(self.mails(), [("cancellation", CARLA)])
        self.settle()
        self.remove(self.occurrences(series)[0])
        self.settle()
        self.assertEqual(len(self.instances(self.master(series)["id"])), 2)

    def test_one_archived(self):
        series = self.make_series()
        self.sync()
        with self.acts(self.anna) as env:
            event = env["calendar.event"].browse(self.occurrences(series)[1].id)
            event.action_mass_archive("self_only")
        self.settle()
        self.assertEqual(len(self.instances(self.master(series)["id"])), 3)

    def test_all_moved_is_one_patch(self):
        series = self.with_carla()
        self.sync()
        self.mails()
        google_id = self.master(series)["id"]
        series = self.edit_all(series, start=berlin(0, 14), stop=berlin(0, 16))
        self.sync()
        self.assertEqual(self.writes(), 1)
        self.assertEqual(self.master(series)["id"], google_id)
        self.assertEqual(self.mails(), [("update", CARLA)])
        starts = {r["start"]["dateTime"][11:13] for r in self.instances(google_id)}
        self.assertEqual(starts, {"14"})
        self.settle()

    def test_all_moved_with_exceptions(self):
        series = self.make_series()
        self.sync()
        self.edit(self.occurrences(series)[1], name="Special")
        self.edit(
            self.occurrences(series)[2], start=berlin(15, 12), stop=berlin(15, 13)
        )
        self.settle()
        series = self.edit_all(series, start=berlin(0, 14), stop=berlin(0, 16))
        self.settle()
        self.assertEqual(len(self.instances(self.master(series)["id"])), 4)

    def test_googles_change_of_the_whole_keeps_what_is_past(self):
        """Odoo's own series may be older than the start date of the sync."""
        series = self.make_series(
            count=20, start=berlin(-70), stop=berlin(-70, 10), rrule_type="weekly"
        )
        self.sync()
        events = self.occurrences(series)
        google_id = self.master(series)["id"]
        self.change(google_id, **span(-70, 15))
        self.sync()
        self.assertEqual(self.occurrences(series), events)
        self.assertEqual(events[0].start, berlin(-70, 15))
        self.settle()
        self.change(google_id, recurrence=[weekly(15)])
        self.settle()
        self.assertEqual(self.occurrences(series), events[:15])

    def test_another_rule(self):
        series = self.make_series()
        self.sync()
        google_id = self.master(series)["id"]
        series = self.edit_all(series, count=6)
        self.settle()
        series = self.edit_all(series, fri=True, mon=True, count=6)
        self.settle()
        self.assertEqual(self.master(series)["id"], google_id)
        self.assertEqual(self.master(series)["recurrence"], [weekly(6, "MO,FR")])

    def test_this_and_following(self):
        series = self.with_carla(count=6)
        self.sync()
        self.mails()
        third = self.occurrences(series)[2]
        new = self.edit_following(
            third, name="New", start=berlin(14, 15), stop=berlin(14, 16)
        )
        self.sync()
        self.assertEqual(self.writes(), 2)
        self.assertEqual(self.mails(), [("invitation", CARLA)])
        self.assertEqual(self.names(series), ["Jour fixe"] * 2)
        self.assertEqual(self.names(new), ["New"] * 4)
        self.settle()
        self.assertEqual(len(self.world.events("anna@example.com")), 2)

    def test_this_and_following_of_several_days_a_week(self):
        series = self.make_series(count=9, wed=True, fri=True)
        self.sync()
        event = self.occurrences(series)[4]  # a Wednesday
        new = self.edit_following(event, name="New")
        self.settle()
        kept = len(self.instances(self.master(series)["id"]))
        more = len(self.instances(self.master(new)["id"]))
        self.assertEqual((kept, more), (4, len(self.occurrences(new))))

    def test_this_and_following_deleted(self):
        series = self.make_series(count=6)
        self.sync()
        with self.acts(self.anna) as env:
            event = env["calendar.event"].browse(self.occurrences(series)[2].id)
            event.action_mass_deletion("future_events")
        self.sync()
        self.assertEqual(self.writes(), 1, "the rule ends earlier")
        self.assertEqual(len(self.instances(self.master(series)["id"])), 2)
        self.settle()

    def test_an_endless_one_is_stopped(self):
        series = self.make_series(count=0)
        self.sync()
        with self.acts(self.anna) as env:
            event = env["calendar.event"].browse(self.occurrences(series)[3].id)
            event.action_mass_deletion("future_events")
        self.settle()
        self.assertEqual(len(self.instances(self.master(series)["id"])), 3)

    def test_deleted(self):
        series = self.with_carla()
        self.sync()
        self.mails()
        self.edit(self.occurrences(series)[1], name="Special")
        self.settle()
        with self.acts(self.anna) as env:
            event = env["calendar.event"].browse(self.occurrences(series)[0].id)
            event.action_mass_deletion("all_events")
        self.sync()
        self.assertEqual(self.writes(), 1)
        self.assertFalse(self.world.events("anna@example.com"))
        self.assertEqual(self.mails(), [("cancellation", CARLA)])
        self.assertFalse(self.bindings())

    def test_every_event_deleted_one_by_one(self):
        series = self.make_series()
        self.sync()
        for event in self.occurrences(series):
            self.remove(event)
        self.settle()
        self.assertFalse(self.world.events("anna@example.com"))

    # -- single and back ----------------------------------------------

    def test_an_event_becomes_a_series(self):
        event = self.make(
            name="Once",
            start=berlin(),
            stop=berlin(hour=10),
            partner_ids=[(6, 0, (self.anna.partner_id | self.carla).ids)],
        )
        self.sync()
        self.mails()
        google_id = self.at_google(event)["id"]
        self.edit(
            event,
            recurrency=True,
            rrule_type="weekly",
            rrule_type_ui="weekly",
            mon=True,
            end_type="count",
            count=3,
            interval=1,
            event_tz="Europe/Berlin",
        )
        self.sync()
        self.assertEqual(self.writes(), 1)
        series = event.recurrence_id
        self.assertEqual(self.master(series)["id"], google_id)
        self.assertEqual(len(self.instances(google_id)), 3)
        self.assertEqual(self.mails(), [("update", CARLA)])
        self.settle()

    def test_a_series_becomes_an_event(self):
        series = self.make_series()
        self.sync()
        google_id = self.master(series)["id"]
        second = self.occurrences(series)[1]
        self.edit(second, recurrence_update="all_events", recurrency=False)
        self.sync()
        self.assertEqual(self.at_google(second)["id"], google_id)
        self.assertNotIn("recurrence", self.at_google(second))
        self.assertEqual(len(self.world.events("anna@example.com")), 1)
        self.settle()

    def test_a_series_stops_at_an_event(self):
        series = self.make_series(count=5)
        self.sync()
        third = self.occurrences(series)[2]
        self.edit(third, recurrence_update="future_events", recurrency=False)
        self.settle()
        self.assertEqual(len(self.instances(self.master(series)["id"])), 2)
        self.assertTrue(self.at_google(third))

    # -- answers ------------------------------------------------------

    def invited_by_dora(self, count):
        """A series of somebody outside, with Anna as guest; the recurrence."""
        self.world.add_account(DORA, "Dora", "Europe/Berlin")
        google_id = self.put_series(
            weekly(count), calendar=DORA, attendees=[{"email": "anna@example.com"}]
        )
        self.sync()
        return self.series_of(google_id)

    def answer(self, event, answer, which, user=None):
        with self.acts(user or self.anna) as env:
            found = env["calendar.event"].browse(event.id)
            found.change_attendee_status(answer, which)

    def test_an_answer_to_all_is_one_patch(self):
        series = self.invited_by_dora(12)
        google_id = series.gws_binding_ids.google_id
        self.answer(self.occurrences(series)[0], "accepted", "all_events")
        self.sync()
        self.assertEqual(self.writes(), 1)
        self.settle()
        theirs = self.instances(google_id, DORA)
        answers = {
            a["responseStatus"]
            for r in theirs
            for a in r["attendees"]
            if a["email"] == "anna@example.com"
        }
        self.assertEqual(answers, {"accepted"})

    def test_an_answer_to_one(self):
        series = self.invited_by_dora(4)
        google_id = series.gws_binding_ids.google_id
        self.answer(self.occurrences(series)[1], "declined", "self_only")
        self.sync()
        self.assertEqual(self.writes(), 1)
        theirs = self.instances(google_id, DORA)
        answers = [r["attendees"][0]["responseStatus"] for r in theirs]
        self.assertEqual(
            answers, ["needsAction", "declined", "needsAction", "needsAction"]
        )
        self.settle()

    def test_an_answer_to_this_and_following(self):
        series = self.invited_by_dora(4)
        google_id = series.gws_binding_ids.google_id
        self.answer(self.occurrences(series)[1], "accepted", "future_events")
        self.settle()
        theirs = self.instances(google_id, DORA)
        answers = [r["attendees"][0]["responseStatus"] for r in theirs]
        self.assertEqual(answers, ["needsAction"] + ["accepted"] * 3)

    # -- both at once -------------------------------------------------

    def test_both_change_different_things(self):
        series = self.make_series()
        self.sync()
        google_id = self.master(series)["id"]
        self.edit_all(series, name="Odoo's")
        self.change(google_id, location="Google's")
        self.edit(self.occurrences(series)[1], description="<p>Odoo's</p>")
        self.change(self.instance_id(google_id, 2), summary="Google's")
        self.settle()
        self.assertEqual(self.names(series), ["Odoo's", "Odoo's", "Google's", "Odoo's"])
        self.assertEqual(set(self.occurrences(series).mapped("location")), {"Google's"})

    def test_odoo_moves_all_while_google_renames(self):
        series = self.make_series()
        self.sync()
        google_id = self.master(series)["id"]
        series = self.edit_all(series, start=berlin(0, 14), stop=berlin(0, 16))
        self.change(google_id, summary="Google's")
        self.settle()
        self.assertEqual(self.names(series), ["Google's"] * 4)
        self.assertEqual(self.occurrences(series)[0].start, berlin(0, 14))

    def test_google_moves_all_while_odoo_renames_one(self):
        series = self.make_series()
        self.sync()
        google_id = self.master(series)["id"]
        self.edit(self.occurrences(series)[1], name="Special")
        self.change(google_id, **span(0, 15))
        self.settle()
        self.assertEqual(self.occurrences(series)[0].start, berlin(0, 15))

    def test_both_delete_the_same(self):
        series = self.make_series()
        self.sync()
        google_id = self.master(series)["id"]
        self.remove(self.occurrences(series)[1])
        self.drop(self.instance_id(google_id, 1))
        self.settle()
        self.assertEqual(len(self.instances(google_id)), 3)

    def test_a_conflict_keeps_both(self):
        series = self.make_series()
        self.sync()
        google_id = self.master(series)["id"]
        self.edit_all(series, name="Odoo's")
        self.change(google_id, summary="Google's")
        self.settle()
        conflict = self.conflicts("title")
        self.assertEqual(
            (conflict.odoo_value, conflict.google_value), ("Odoo's", "Google's")
        )
        with self.acts(self.anna) as env:
            env["gws.conflict"].browse(conflict.id).action_take_odoo()
        self.settle()
        self.assertEqual(self.names(series), ["Odoo's"] * 4)
