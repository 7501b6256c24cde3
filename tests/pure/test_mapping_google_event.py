# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A Google event → the neutral form → a body: guests, reminders, recorded oddities."""

import json
import unittest

from ...mapping import google_event
from ...mapping.model import Unreadable

OWN = "anna@example.com"
START = {"dateTime": "2026-03-01T10:00:00+01:00", "timeZone": "Europe/Berlin"}
END = {"dateTime": "2026-03-01T11:00:00+01:00", "timeZone": "Europe/Berlin"}


def event(**more):
    return {
        "kind": "calendar#event",
        "etag": '"3512345678901000"',
        "id": "6s3jgdb16gr3ab9m60s3gb9k",
        "status": "confirmed",
        "iCalUID": "6s3jgdb16gr3ab9m60s3gb9k@google.com",
        "start": START,
        "end": END,
        **more,
    }


class TestGuests(unittest.TestCase):
    def read(self, *attendees):
        return google_event.read_attendees(attendees, OWN)

    def test_self_is_filed_under_the_account_however_spelt(self):
        shown = self.read(
            {
                "email": "a.meier@alias.example",
                "self": True,
                "responseStatus": "accepted",
            }
        )
        self.assertEqual(shown, {OWN: "accepted"})

    def test_an_answer_under_an_alias_goes_back_to_the_alias(self):
        raw = [
            {
                "email": "a.meier@alias.example",
                "self": True,
                "responseStatus": "needsAction",
            }
        ]
        self.assertEqual(
            google_event.edit_attendees(raw, {OWN: "declined"}, OWN),
            [
                {
                    "email": "a.meier@alias.example",
                    "self": True,
                    "responseStatus": "declined",
                }
            ],
        )

    def test_rooms_and_guests_without_address_stay_out(self):
        self.assertEqual(
            self.read(
                {"email": "room@resource.calendar.google.com", "resource": True},
                {"displayName": "Ohne Adresse"},
                {"email": "", "responseStatus": "accepted"},
                {"email": "not an address"},
            ),
            {},
        )

    def test_a_room_s_answer_is_never_written(self):
        room = {
            "email": "room@example.com",
            "resource": True,
            "responseStatus": "accepted",
        }
        for answer in (None, "needsAction"):
            self.assertEqual(
                google_event.edit_attendees([room], {"room@example.com": answer}, OWN),
                [room],
            )

    def test_a_guest_listed_twice_is_answered_and_removed_twice(self):
        raw = [{"email": "Kim@example.org"}, {"email": "kim@example.org"}]
        self.assertEqual(
            google_event.edit_attendees(raw, {"kim@example.org": None}, OWN), []
        )

    def test_the_first_guest_brings_the_owner_along(self):
        self.assertEqual(
            google_event.edit_attendees([], {"kim@example.org": "needsAction"}, OWN),
            [
                {"email": OWN, "responseStatus": "accepted"},
                {"email": "kim@example.org", "responseStatus": "needsAction"},
            ],
        )

    def test_a_second_guest_does_not(self):
        raw = [{"email": "kim@example.org"}]
        edited = google_event.edit_attendees(raw, {"b@example.org": "accepted"}, OWN)
        self.assertEqual(
            [a["email"] for a in edited], [raw[0]["email"], "b@example.org"]
        )

    def test_an_answer_nobody_knows_counts_as_none_given(self):
        self.assertEqual(
            self.read({"email": "kim@example.org", "responseStatus": "maybe"}),
            {"kim@example.org": "needsAction"},
        )


class TestReminders(unittest.TestCase):
    def test_default_none_and_own(self):
        read = google_event.read_reminders
        self.assertIsNone(read({"useDefault": True}))
        self.assertEqual(read({"useDefault": False}), [])
        self.assertEqual(read(None), [], "readers of foreign calendars get none")
        self.assertEqual(
            read(
                {
                    "useDefault": False,
                    "overrides": [
                        {"method": "popup", "minutes": 10080},
                        {"method": "email", "minutes": 0},
                        {"method": "popup", "minutes": 10080},
                        {"method": "sms", "minutes": 5},
                    ],
                }
            ),
            [["email", 0], ["popup", 5], ["popup", 10080]],
        )

    def test_five_at_most_the_nearest_kept(self):
        written = google_event.write_reminders(
            [["popup", minutes] for minutes in (900, 5, 60, 15, 30, 50000)]
        )
        self.assertEqual(
            [item["minutes"] for item in written["overrides"]], [5, 15, 30, 60, 900]
        )

    def test_four_weeks_at_most(self):
        written = google_event.write_reminders([["email", 90000]])
        self.assertEqual(written["overrides"], [{"method": "email", "minutes": 40320}])

    def test_cut_to_the_same_minute_is_said_once(self):
        written = google_event.write_reminders([["email", 90000], ["email", 50000]])
        self.assertEqual(written["overrides"], [{"method": "email", "minutes": 40320}])

    def test_back_to_the_defaults_takes_the_overrides_off(self):
        self.assertEqual(
            google_event.write_reminders(None), {"useDefault": True, "overrides": []}
        )


class TestDescription(unittest.TestCase):
    def test_plain_text_becomes_html_and_html_stays(self):
        for text, expected in (
            ("", ""),
            (None, ""),
            ("one\ntwo", "one<br>two"),
            ("one\r\ntwo", "one<br>two"),
            ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
            ("<p>x</p>", "<p>x</p>"),
            ("fish &amp; chips", "fish &amp; chips"),
            ("&#128512;", "&#128512;"),
            ("AT&T; later", "AT&amp;T; later"),
        ):
            with self.subTest(text=text):
                self.assertEqual(google_event.read_description(text), expected)

    def test_eight_thousand_characters(self):
        text = "<p>" + "Größe &amp; گفتگو " * 500 + "</p>"
        self.assertEqual(google_event.read_description(text), text)


class TestBodies(unittest.TestCase):
    form = google_event.read(event(summary="Termin"), OWN).form

    def test_a_patch_says_only_what_changed(self):
        self.assertEqual(
            google_event.write_patch({"title": "Neu"}, []), {"summary": "Neu"}
        )
        self.assertEqual(google_event.write_patch({}, []), {})
        self.assertEqual(google_event.write_patch({"attendees": {}}, []), {})

    def test_show_as(self):
        for value, expected in (("free", "transparent"), ("busy", "opaque")):
            self.assertEqual(
                google_event.write_patch({"show_as": value}, []),
                {"transparency": expected},
            )

    def test_an_insert_has_our_id_and_mark_and_no_null(self):
        body = google_event.write_insert(
            self.form,
            "abcde12345",
            "Europe/Berlin",
            {google_event.PROPERTY_RECORD: "calendar.event,7"},
            OWN,
        )
        self.assertEqual(body["id"], "abcde12345")
        self.assertEqual(
            body["extendedProperties"], {"private": {"odooRecord": "calendar.event,7"}}
        )
        self.assertNotIn("null", json.dumps(body))
        self.assertNotIn("attendees", body)


class TestRecordedOddities(unittest.TestCase):
    """Things seen in answers of the real Google; each must be read, not refused."""

    def read(self, **more):
        return google_event.read(event(**more), OWN, "Europe/Berlin")

    def test_nothing_but_the_least(self):
        remote = google_event.read({"id": "abcde", "start": START})
        self.assertEqual(remote.form["title"], "")
        self.assertEqual(remote.form["reminders"], [])
        self.assertEqual(remote.event_type, "default")
        self.assertFalse(remote.organizer_self)

    def test_blanks_at_the_edge_of_a_title(self):
        self.assertEqual(
            self.read(summary=" Jour fixe \U0001f38a ").form["title"],
            ("Jour fixe \U0001f38a"),
        )

    def test_organizer_without_address_and_group_calendar(self):
        self.assertEqual(self.read(organizer={"displayName": "X"}).organizer_email, "")
        remote = self.read(
            organizer={
                "email": "C_1AB@group.calendar.google.com",
                "displayName": "Team",
                "self": True,
            },
            creator={"email": OWN},
        )
        self.assertEqual(remote.organizer_email, "c_1ab@group.calendar.google.com")
        self.assertTrue(remote.organizer_self)

    def test_holiday_ids_and_imports_are_ids_like_any_other(self):
        for google_id in (
            "20190101_60o30c1g60o30dr56g",
            "_60q30c1g60o30e1i60o4ac1g60rj8gpl",
            "c4p3gcb1_R20250326T080000",
        ):
            self.assertEqual(self.read(id=google_id).google_id, google_id)

    def test_an_ical_id_without_at(self):
        self.assertEqual(self.read(iCalUID="040000008200E").ical_uid, "040000008200E")

    def test_a_link_without_conference_data(self):
        link = "https://plus.google.com/hangouts/_/example"
        self.assertEqual(self.read(hangoutLink=link).form["video"], link)

    def test_the_video_entry_point_among_phone_and_more(self):
        remote = self.read(
            conferenceData={
                "entryPoints": [
                    {"entryPointType": "phone", "uri": "tel:+49-30-1"},
                    {"entryPointType": "more", "uri": "https://tel.meet/x"},
                    {"entryPointType": "video", "uri": "https://meet.google.com/x"},
                ],
                "signature": "…",
            }
        )
        self.assertEqual(remote.form["video"], "https://meet.google.com/x")

    def test_conference_still_pending(self):
        remote = self.read(conferenceData={"createRequest": {"requestId": "1"}})
        self.assertEqual(remote.form["video"], "")

    def test_end_time_unspecified(self):
        remote = self.read(end=START, endTimeUnspecified=True)
        self.assertEqual(remote.form["when"]["end"], "2026-03-01T09:00:00Z")

    def test_cancelled_with_four_keys(self):
        remote = google_event.read(
            {"kind": "calendar#event", "etag": '"1"', "id": "x1", "status": "cancelled"}
        )
        self.assertTrue(remote.cancelled)
        self.assertIsNone(remote.form)
        self.assertEqual(remote.kind, "single")

    def test_cancelled_instances_in_every_spelling(self):
        for more in (
            {"originalStartTime": START},
            {"originalStartTime": {"dateTime": "2026-03-01T10:00:00Z"}},
            {"originalStartTime": START, "summary": "x", "start": START, "end": END},
        ):
            remote = google_event.read(
                {
                    "id": "m1_20260301T090000Z",
                    "status": "cancelled",
                    "recurringEventId": "m1",
                    **more,
                }
            )
            self.assertEqual((remote.kind, remote.cancelled), ("instance", True))

    def test_series_are_told_apart(self):
        rules = (
            "RRULE:FREQ=WEEKLY;WKST=SU;COUNT=5;BYDAY=MO,WE",
            "RRULE:FREQ=MONTHLY;UNTIL=20261231T225959Z;BYDAY=3FR",
            "EXDATE;TZID=Europe/Berlin:20260301T100000",
            "RDATE;TZID=Asia/Ho_Chi_Minh:20260301T100000,20260302T100000",
            "DATE;TZID=Europe/Warsaw:20260301T100000",
        )
        for rule in rules:
            self.assertEqual(self.read(recurrence=[rule]).kind, "master")
        self.assertEqual(self.read(recurringEventId="m1").kind, "instance")
        self.assertEqual(self.read(recurrence=[]).kind, "single")

    def test_other_event_types_are_named(self):
        for kind in ("outOfOffice", "focusTime", "workingLocation", "birthday"):
            self.assertEqual(self.read(eventType=kind).event_type, kind)

    def test_attendees_omitted(self):
        self.assertTrue(self.read(attendeesOmitted=True).attendees_omitted)

    def test_unknown_words_fall_back_to_the_plain_ones(self):
        form = self.read(visibility="secret", transparency="cloudy").form
        self.assertEqual((form["visibility"], form["show_as"]), ("default", "busy"))

    def test_what_is_no_event_says_so(self):
        for thing in (None, [], "x", {}, {"id": ""}, {"id": "abcde"}):
            with self.subTest(thing=thing), self.assertRaises(Unreadable):
                google_event.read(thing)

    def test_garbage_inside_is_unreadable_and_never_a_crash(self):
        for more in (
            {"reminders": {"overrides": [{"method": "popup", "minutes": "soon"}]}},
            {"start": "2026-03-01"},
            {"end": ["2026-03-01"]},
            {"organizer": "anna"},
            {"attendees": 3},
            {"summary": 5},
            {"conferenceData": []},
            {"extendedProperties": "x"},
        ):
            with self.subTest(more=more):
                try:
                    self.read(**more)
                except Unreadable as error:
                    self.assertIn("Google sent", str(error))
