# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odd but real resources in the fake, its restart, and its own bugs."""

import http.client
import logging

from ..fakes import app as fake_app
from ..fakes.testing import FakeCase, all_day, timed

DAY = "2026-05-04"
ZONED = {"timeZone": "America/Los_Angeles"}
# Shapes seen in real answers of Google; none of them could be written over the API.
ODD = [
    {
        "id": "_60o3underscore",
        "organizer": {"email": "unknownorganizer@calendar.google.com"},
        "privateCopy": True,
        "source": {"title": "", "url": "https://mail.google.com/x"},
        "guestsCanInviteOthers": False,
        "start": {"dateTime": "2020-01-01T13:00:00-03:00", **ZONED},
        "end": {"dateTime": "2020-01-01T14:00:00-03:00", **ZONED},
    },
    {
        "id": "20190101_60o3holiday",
        "etag": '"3181161784712001"',
        "iCalUID": "no-at-sign",
        "start": {"date": "2019-01-01"},
        "end": {"date": "2019-01-02"},
    },
    {"id": "four0keys", "status": "cancelled", "etag": '"1"'},
    {"id": "four0keys_20200101T100000Z", "status": "cancelled", "etag": '"2"'},
    {
        "id": "gone_20200102T100000Z",
        "status": "cancelled",
        "recurringEventId": "gone_R20200101T100000",
        "originalStartTime": {"dateTime": "2020-01-02T11:00:00+01:00"},
    },
    {
        "id": "series1_R20250326T090000",
        "iCalUID": "series1_R20250326T090000@google.com",
        "start": {"dateTime": "2025-03-26T10:00:00+01:00", **ZONED},
        "end": {"dateTime": "2025-03-26T11:00:00+01:00", **ZONED},
        "recurrence": [
            "DATE;TZID=Europe/Warsaw:20250401T100000",
            "EXDATE;TZID=America/Los_Angeles:20250402T020000",
            "RRULE:FREQ=WEEKLY;WKST=SU;COUNT=3;BYDAY=WE",
        ],
    },
    {
        "id": "onlyrdates",
        "start": {"dateTime": "2025-03-26T10:00:00+01:00"},
        "end": {"dateTime": "2025-03-26T11:00:00+01:00"},
        "recurrence": ["RDATE;TZID=Asia/Ho_Chi_Minh:20250501T150000,20250601T150000"],
        "attendees": [{"id": "12345", "displayName": "no address"}],
        "organizer": {"displayName": "nobody"},
    },
    {
        "id": "birthday1",
        "eventType": "birthday",
        "birthdayProperties": {"type": "self"},
        "endTimeUnspecified": True,
        "start": {"dateTime": "2020-02-01T10:00:00.500Z", "timeZone": "Mars/Olympus"},
        "end": {"dateTime": "2020-02-01T10:00:00.500Z"},
    },
]


class TestOddities(FakeCase):
    def setUp(self):
        super().setUp()
        self.given = [self.world.seed_raw(self.anna, resource) for resource in ODD]
        self.events = self.service(self.anna).events()

    def list(self, **query):
        return self.events.list(calendarId="primary", **query).execute()["items"]

    def test_listed_as_given(self):
        self.assertEqual(self.list(showDeleted=True), self.given)
        living = [e for e in self.given if e["status"] != "cancelled"]
        self.assertEqual(self.list(), living)

    def test_every_way_of_listing_copes(self):
        for query in (
            {"singleEvents": True},
            {"singleEvents": True, "orderBy": "startTime"},
            {"singleEvents": True, "showDeleted": True},
            {"orderBy": "updated"},
            {"timeMin": "2019-06-01T00:00:00Z", "timeMax": "2026-01-01T00:00:00Z"},
            {"timeZone": "Asia/Tehran", "maxAttendees": 1},
            {"q": "nobody"},
        ):
            with self.subTest(query=query):
                self.assertTrue(self.list(**query))
        url = "/_emulator/calendar/anna@example.com"
        status, _headers, text = self.http("GET", url)
        self.assertEqual(status, 200)
        self.assertIn("event-onlyrdates", text)

    def test_series_with_foreign_lines(self):
        found = self.events.instances(
            calendarId="primary", eventId="series1_R20250326T090000"
        ).execute()["items"]
        self.assertEqual(len(found), 2, "one of three is taken out by the EXDATE")

    def test_change_keeps_the_odd_rest(self):
        for resource in self.given:
            if resource["status"] == "cancelled" or resource["id"] == "_60o3underscore":
                continue
            with self.subTest(id=resource["id"]):
                changed = self.events.patch(
                    calendarId="primary",
                    eventId=resource["id"],
                    body={"summary": "New"},
                ).execute()
                self.assertEqual(changed["summary"], "New")
                for key in set(resource) - {"etag", "updated", "sequence"}:
                    self.assertEqual(changed[key], resource[key])

    def test_foreign_private_copy_is_not_ours_to_change(self):
        patch = self.events.patch(
            calendarId="primary", eventId="_60o3underscore", body={"summary": "x"}
        )
        self.refused(403, "forbiddenForNonOrganizer", patch)
        self.events.delete(calendarId="primary", eventId="_60o3underscore").execute()

    def test_hour_skipped_in_spring(self):
        body = timed("2026-03-28", 2, recurrence=["RRULE:FREQ=DAILY;COUNT=2"])
        master = self.world.put_event(self.anna, body)
        found = self.events.instances(calendarId="primary", eventId=master["id"])
        second = found.execute()["items"][1]
        self.assertEqual(second["start"]["dateTime"], "2026-03-29T03:00:00+02:00")

    def test_deleted_series_as_single_events(self):
        body = timed(DAY, 9, recurrence=["RRULE:FREQ=DAILY;COUNT=2"])
        master = self.world.put_event(self.anna, body)
        self.world.delete_event(self.anna, master["id"])
        window = {"timeMin": f"{DAY}T00:00:00Z"}
        self.assertEqual(self.list(singleEvents=True, **window), [])
        found = self.list(singleEvents=True, showDeleted=True, **window)
        states = [
            e["status"] for e in found if e.get("recurringEventId") == master["id"]
        ]
        self.assertEqual(states, ["cancelled"] * 2)

    def test_unknown_zone_in_a_query(self):
        for request in (
            self.events.list(calendarId="primary", timeZone="Mars/Olympus"),
            self.events.get(
                calendarId="primary", eventId="birthday1", timeZone="Mars/Olympus"
            ),
        ):
            self.refused(400, "invalid", request)


class TestLife(FakeCase):
    def test_off_the_net_and_back(self):
        url = self.fake.url
        self.world.put_event(self.anna, all_day(DAY, "2026-05-05"))
        self.fake.stop()
        with self.assertRaises(OSError):
            connection = http.client.HTTPConnection(url.removeprefix("http://"))
            connection.request("GET", "/")
        self.fake.start()
        self.assertEqual(self.fake.url, url)
        events = self.service(self.anna).events()
        self.assertEqual(len(events.list(calendarId="primary").execute()["items"]), 1)

    def test_idle_connections_can_be_closed(self):
        address = self.fake.url.removeprefix("http://")
        connection = http.client.HTTPConnection(address, timeout=5)
        self.addCleanup(connection.close)
        connection.request("GET", "/")
        connection.getresponse().read()
        self.fake.hang_up()
        with self.assertRaises((http.client.HTTPException, OSError)):
            connection.request("GET", "/")
            connection.getresponse()

    def test_known_account_keeps_its_calendar(self):
        self.world.put_event(self.anna, all_day(DAY, "2026-05-05"))
        self.world.add_account(self.anna, timezone="Asia/Tehran")
        self.assertEqual(self.world.account(self.anna).name, "Anna Adler")
        self.assertEqual(len(self.world.events(self.anna)), 1)

    def test_misspelt_actor(self):
        with self.assertRaises(ValueError):
            self.world.put_event(self.anna, timed(DAY, 9), by="nobody@example.com")

    def test_own_bug_is_logged_and_no_silent_fault(self):
        def broken(call):
            raise ZeroDivisionError

        known = fake_app.CALENDAR["calendar.events.list"]
        fake_app.CALENDAR["calendar.events.list"] = broken
        self.addCleanup(fake_app.CALENDAR.__setitem__, "calendar.events.list", known)
        with self.assertLogs(fake_app.__name__, logging.ERROR):
            self.refused(
                500,
                "backendError",
                self.service(self.anna).events().list(calendarId="primary"),
            )

    def test_retry_after_of_a_server_error(self):
        self.fake.faults.fail(503, retry_after=3)
        status, headers, _text = self.http("GET", "/calendar/v3/colors")
        self.assertEqual((status, headers["Retry-After"]), (503, "3"))
