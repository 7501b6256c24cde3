# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What real answers of Google look like: every oddity that was ever recorded.

Each resource is put into Google as it was seen. It must arrive, agree with Google
after two syncs, and survive an edit from Odoo with all that is not ours untouched.
"""

from odoo.tests import tagged

from .calendar_case import CalendarCase, all_day, at, day, timed

OWN = {
    "organizer": {"email": "anna@example.com", "self": True},
    "creator": {"email": "anna@example.com", "self": True},
}
OTHER = {"organizer": {"email": "boss@else.org", "displayName": "The Boss"}}
ROOM = "c_1885room@resource.calendar.google.com"
MEET = {
    "conferenceId": "abc-defg-hij",
    "conferenceSolution": {"key": {"type": "hangoutsMeet"}, "name": "Google Meet"},
    "signature": "AB12",
    "entryPoints": [
        {"entryPointType": "more", "uri": "https://tel.meet/abc-defg-hij"},
        {"entryPointType": "phone", "uri": "tel:+1-234", "pin": "123"},
        {"entryPointType": "video", "uri": "https://meet.google.com/abc-defg-hij"},
    ],
}
PLAIN = {"summary": "Odd", **OWN, **timed(at(1, 10), at(1, 11), "Europe/Berlin")}


def zoned(offset, zone):
    """A day on which the offset is one zone's and the zone another."""
    moment = {"dateTime": f"{day(2)}T13:00:00{offset}", "timeZone": zone}
    return {
        "start": moment,
        "end": {**moment, "dateTime": f"{day(2)}T14:00:00{offset}"},
    }


ODDITIES = {
    "the offset disagrees with the zone": zoned("-03:00", "America/Los_Angeles"),
    "the offset is UTC, the zone is not": zoned("Z", "America/Los_Angeles"),
    "no zone at all": timed(at(1, 10), at(1, 11)),
    "a zone nobody knows": zoned("+05:30", "GMT+05:30"),
    "a folder of zones": zoned("+01:00", "Europe"),
    "no reminders": {"reminders": None},
    "no default reminders and no others": {"reminders": {"useDefault": False}},
    "reminders of zero and of a week": {
        "reminders": {
            "useDefault": False,
            "overrides": [
                {"method": "popup", "minutes": 0},
                {"method": "popup", "minutes": 900},
                {"method": "popup", "minutes": 10080},
            ],
        }
    },
    "an etag in microseconds": {"etag": '"3181161784712123"'},
    "updated long after the etag": {"updated": "2031-01-01T00:00:00.000Z"},
    "the creator is somebody else": {"creator": {"email": "boss@else.org"}},
    "an organiser with a name": {"organizer": {**OWN["organizer"], "displayName": "A"}},
    "made by Gmail": {
        "organizer": {"email": "unknownorganizer@calendar.google.com"},
        "privateCopy": True,
        "guestsCanInviteOthers": False,
        "source": {"url": "https://mail.google.com/x", "title": ""},
    },
    "the organiser is not among the guests": {
        **OTHER,
        "attendees": [{"email": "anna@example.com", "self": True}],
    },
    "the own address is not among the guests": {
        **OTHER,
        "attendees": [{"email": "carla@else.org", "responseStatus": "accepted"}],
    },
    "the only guest is the owner": {
        "attendees": [
            {
                "email": "anna@example.com",
                "self": True,
                "organizer": True,
                "responseStatus": "accepted",
            }
        ]
    },
    "the owner declined": {
        "attendees": [
            {"email": "anna@example.com", "self": True, "responseStatus": "declined"},
            {"email": "carla@else.org", "optional": True, "comment": "Late"},
        ]
    },
    "a room that declined": {
        "attendees": [
            {"email": "anna@example.com", "self": True, "responseStatus": "accepted"},
            {"email": ROOM, "resource": True, "responseStatus": "declined"},
        ]
    },
    "a guest without an address": {
        "attendees": [
            {"displayName": "Somebody", "responseStatus": "needsAction"},
            {"email": "carla@else.org", "additionalGuests": 2},
        ]
    },
    "an id that begins with a line": {
        "id": "_60q30c1g60o30e1i60o4ac1g60rj8gpl88rj2c1h"
    },
    "a long id": {"id": "7f" * 40},
    "a foreign iCalendar id": {"iCalUID": "040000008200E00074C5B7101A82E008"},
    "an imported iCalendar id": {"iCalUID": "20260101T000000Z-1@else.org"},
    "an old link without a conference": {
        "hangoutLink": "https://plus.google.com/hangouts/_/abc"
    },
    "a conference with everything": {
        "hangoutLink": "https://meet.google.com/abc-defg-hij",
        "conferenceData": MEET,
    },
    "no end": {"endTimeUnspecified": True},
    "attachments": {
        "attachments": [{"fileUrl": "https://drive.google.com/x", "title": "Plan"}]
    },
    "blanks around the title": {"summary": "  Edge  "},
    "an emoji": {"summary": "🦷 Zahnarzt 👩🏽‍⚕️"},
    "no title": {"summary": None},
    "HTML without paragraphs": {
        "description": "<b>a</b><br>b &amp; c<ul><li>d</li></ul>"
    },
    "a description of nothing but a link": {"description": "https://else.org/?a=1&b=2"},
    "free and public": {"transparency": "transparent", "visibility": "public"},
    "tentative": {"status": "tentative"},
    "whole days whose end is their start": all_day(day(2), day(2)),
    "many whole days": all_day(day(2), day(30)),
    "an end before the start": timed(at(1, 11), at(1, 10)),
    "unknown keys": {"gadget": {"display": "chip"}, "locked": True, "colorId": "9"},
}
# What an edit of the place from Odoo must leave alone.
NOT_OURS = (
    "attendees",
    "attachments",
    "colorId",
    "conferenceData",
    "creator",
    "description",
    "end",
    "gadget",
    "hangoutLink",
    "iCalUID",
    "locked",
    "organizer",
    "reminders",
    "source",
    "start",
    "status",
    "summary",
    "transparency",
    "visibility",
)


@tagged("post_install", "-at_install")
class TestCalendarOddities(CalendarCase):
    def seed(self, oddity, number):
        body = {"id": f"odd{number}", "iCalUID": f"odd{number}@google.com"}
        body.update({**PLAIN, **oddity})
        body = {key: value for key, value in body.items() if value is not None}
        return self.world.seed_raw("anna@example.com", body)["id"]

    def test_every_oddity_arrives_and_survives_an_edit(self):
        self.guest("Carla", "carla@else.org")
        ids = {
            name: self.seed(oddity, number)
            for number, (name, oddity) in enumerate(ODDITIES.items())
        }
        answer = self.sync()
        self.assertEqual(answer["summary"]["created"], len(ids))
        self.assertEqual(answer["summary"]["quarantined"], 0)
        self.sync()
        self.assertEqual(self.writes(), 0, "arriving changes nothing at Google")
        seen = {n: self.world.event("anna@example.com", i) for n, i in ids.items()}
        mine = {n: i for n, i in ids.items() if self.binding(i).role == "owner"}
        self.assertGreater(len(mine), 30)
        with self.acts(self.anna) as env:
            for google_id in mine.values():
                event = env["calendar.event"].browse(self.event_of(google_id).id)
                event.location = "Moved"
        self.sync()
        for name, google_id in mine.items():
            with self.subTest(oddity=name):
                now = self.world.event("anna@example.com", google_id)
                self.assertEqual(now["location"], "Moved")
                for key in NOT_OURS:
                    self.assertEqual(now.get(key), seen[name].get(key), key)
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertFalse(self.bindings(state="quarantined"))
        self.assertFalse(self.conflicts())

    def test_only_appointments_are_listed(self):
        kinds = ("birthday", "focusTime", "outOfOffice", "workingLocation", "fromGmail")
        for number, kind in enumerate(kinds):
            self.seed({"eventType": kind, "summary": kind}, f"type{number}")
        self.sync()
        arrived = set(self.events_in_odoo().mapped("name"))
        self.assertFalse(arrived & {"birthday", "workingLocation"}, arrived)
        self.assertIn("fromGmail", arrived)
        self.sync()
        self.assertEqual(self.writes(), 0)

    def test_tombstones_of_every_shape_are_understood(self):
        google_id = self.put()
        self.sync()
        for number, body in enumerate(
            (
                {},
                {
                    "recurringEventId": "none",
                    "originalStartTime": {"date": "2026-01-01"},
                },
                {"summary": "Full body", **timed(at(1, 9), at(1, 10))},
            )
        ):
            self.world.seed_raw(
                "anna@example.com",
                {"id": f"gone{number}", "status": "cancelled", **body},
            )
        self.world.seed_raw(
            "anna@example.com", {"id": google_id, "status": "cancelled"}
        )
        self.sync()
        self.assertFalse(self.events_in_odoo())
        self.sync()
        self.assertEqual(self.writes(), 0)

    def test_a_meet_link_survives_edits_of_the_time(self):
        google_id = self.seed({"conferenceData": MEET}, "meet")
        self.sync()
        event = self.event_of(google_id)
        self.assertEqual(
            event.videocall_location, "https://meet.google.com/abc-defg-hij"
        )
        self.edit(event, start=at(2, 10), stop=at(2, 11))
        self.settle()
        now = self.world.event("anna@example.com", google_id)
        self.assertEqual(now["conferenceData"], MEET)
