# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The calendar client against the emulator: listing, reading, single writes."""

import unittest
from datetime import datetime, timedelta, timezone

from ...gapi import calendar_requests, services
from ...gapi.calendar import EVENT_FIELDS, Write
from ...gapi.errors import (
    Conflict,
    CursorExpired,
    Forbidden,
    Gone,
    ReauthRequired,
    Rejected,
    Transient,
)
from ...gapi.oauth import IDENTITY
from .gapi_support import EmulatorCase, Reply, ScriptedCase, event

EARLY = datetime(2026, 1, 1, tzinfo=timezone.utc)


class TestRequests(unittest.TestCase):
    def service(self):
        return services.build("calendar")

    def test_the_listing_asks_the_same_question_every_time(self):
        def query(**options):
            request = calendar_requests.listing(self.service(), "a@b", **options)
            pairs = request.uri.partition("?")[2].split("&")
            varying = ("syncToken=", "pageToken=", "timeMin=")
            return sorted(p for p in pairs if not p.startswith(varying))

        first = query(time_min=EARLY)
        self.assertEqual(first, query(time_min=EARLY, page_token="p"))
        self.assertEqual(first, query(sync_token="s"))
        self.assertEqual(first, query(sync_token="s", page_token="p"))
        self.assertIn("maxResults=1000", first)
        self.assertIn("singleEvents=false", first)
        self.assertEqual(len([p for p in first if p.startswith("eventTypes=")]), 4)

    def test_no_window_beside_a_cursor(self):
        request = calendar_requests.listing(
            self.service(), "a@b", sync_token="s", time_min=EARLY
        )
        self.assertNotIn("timeMin", request.uri)

    def test_times_are_utc(self):
        tehran = timezone(timedelta(hours=3, minutes=30))
        moment = datetime(2026, 3, 21, 1, 0, tzinfo=tehran)
        self.assertEqual(calendar_requests.rfc3339(moment), "2026-03-20T21:30:00Z")
        with self.assertRaises(ValueError):
            calendar_requests.rfc3339(datetime(2026, 3, 21))

    def test_every_field_of_the_mask_is_one_google_has(self):
        schema = self.service()._rootDesc["schemas"]["Event"]["properties"]
        for name in EVENT_FIELDS.split(","):
            self.assertIn(name, schema)

    def test_writes_that_make_no_sense(self):
        for arguments in (
            ("insert", "a@b", None, {"summary": "no id"}),
            ("patch", "a@b", None, {}),
            ("delete", "a@b"),
            ("update", "a@b", "abcde", {}),
            ("patch", "a@b", "abcde", {}, None, "everybody"),
        ):
            with self.subTest(arguments=arguments), self.assertRaises(ValueError):
                Write(*arguments)

    def test_a_write_shows_no_body(self):
        write = Write("patch", "a@b", "abcde", {"summary": "confidential"})
        self.assertNotIn("confidential", repr(write))


class TestCalendars(EmulatorCase, unittest.TestCase):
    def test_all_but_the_deleted(self):
        self.world.add_calendar(self.email, "Team", time_zone="Asia/Tehran")
        hidden = self.world.add_calendar(self.email, "Hidden")
        self.world.change_entry(self.email, hidden, hidden=True)
        dropped = self.world.add_calendar(self.email, "Dropped")
        self.world.delete_calendar(dropped)
        client = self.connect()
        found = {entry["summary"]: entry for entry in client.calendars()}
        self.assertEqual(set(found), {self.email, "Team", "Hidden"})
        self.assertTrue(found[self.email]["primary"])
        self.assertEqual(found["Team"]["timeZone"], "Asia/Tehran")

    def test_what_changed_since(self):
        client = self.connect()
        page = client.calendar_page()
        new = self.world.add_calendar(self.email, "New")
        changed = client.calendar_page(sync_token=page.next_sync_token)
        self.assertEqual([entry["id"] for entry in changed.items], [new])


class TestListing(EmulatorCase, unittest.TestCase):
    def test_full_then_incremental(self):
        for number in range(3):
            self.world.put_event(self.email, event(number))
        client = self.connect()
        page = client.list_events("primary", time_min=EARLY)
        self.assertEqual(len(page.items), 3)
        self.assertEqual(page.time_zone, "Europe/Berlin")
        self.assertEqual(page.access_role, "owner")
        self.assertIsInstance(page.default_reminders, list)
        self.assertIsNone(page.next_page_token)
        self.world.patch_event(self.email, "ev00001", {"summary": "moved"})
        self.world.delete_event(self.email, "ev00002")
        later = client.list_events("primary", sync_token=page.next_sync_token)
        self.assertEqual(
            {item["id"]: item["status"] for item in later.items},
            {"ev00001": "confirmed", "ev00002": "cancelled"},
        )
        idle = client.list_events("primary", sync_token=later.next_sync_token)
        self.assertEqual(idle.items, [])
        self.assertEqual(
            (self.fake.log.http_count, self.fake.log.connection_count), (3, 1)
        )

    def test_pages(self):
        for number in range(7):
            self.world.put_event(self.email, event(number))
        client = self.connect()
        small = dict(calendar_requests._LISTING, maxResults=3)
        original, calendar_requests._LISTING = calendar_requests._LISTING, small
        self.addCleanup(setattr, calendar_requests, "_LISTING", original)
        pages = list(client.pages("primary", time_min=EARLY))
        self.assertEqual([len(page.items) for page in pages], [3, 3, 1])
        self.assertEqual(
            [bool(page.next_sync_token) for page in pages], [False, False, True]
        )
        self.assertEqual(len({i["id"] for page in pages for i in page.items}), 7)

    def test_dead_cursors_ask_for_a_full_listing(self):
        client = self.connect()
        page = client.list_events("primary")
        self.faults.expire_cursors()
        for token in (page.next_sync_token, "not-a-token"):
            with self.assertRaises(CursorExpired):
                client.list_events("primary", sync_token=token)

    def test_a_calendar_that_is_not_there(self):
        client = self.connect()
        with self.assertRaises(Forbidden) as caught:
            client.list_events("nobody@example.com")
        self.assertEqual(
            (caught.exception.kind, caught.exception.status), ("access", 404)
        )

    def test_no_scope_no_api(self):
        client = self.connect(scopes=IDENTITY)
        with self.assertRaises(Forbidden) as caught:
            client.list_events("primary")
        self.assertEqual(caught.exception.kind, "scope")
        client = self.connect()
        self.faults.disable_api("calendar")
        with self.assertRaises(Forbidden) as caught:
            client.calendars()
        self.assertEqual(caught.exception.kind, "api_disabled")
        self.assertIn("console", caught.exception.link)

    def test_bad_days(self):
        self.world.put_event(self.email, event(1))
        for fault in (
            lambda: self.faults.fail(500, times=2),
            lambda: self.faults.rate_limit(),
            lambda: self.faults.rate_limit(status=429, retry_after=2),
            lambda: self.faults.lose_answer(),
            lambda: self.faults.drop_request(),
            lambda: self.faults.truncate(),
            lambda: self.faults.garble(),
            lambda: self.faults.garble(html=False),
            lambda: self.faults.expire_access_tokens(self.email),
        ):
            client = self.connect()
            fault()
            self.assertEqual(len(client.list_events("primary").items), 1)
            self.faults.clear()

    def test_a_revoked_grant(self):
        client = self.connect()
        self.faults.revoke_tokens(self.email)
        with self.assertRaises(ReauthRequired) as caught:
            client.list_events("primary")
        self.assertEqual(caught.exception.reason, "invalid_grant")


class TestEvents(EmulatorCase, unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.world.add_account("bob@example.com", name="Bob")
        self.client = self.connect()

    def test_a_life(self):
        made = self.client.insert("primary", event(1, location="Köln"))
        self.assertEqual((made["id"], made["location"]), ("ev00001", "Köln"))
        changed = self.client.patch(
            "primary", "ev00001", {"location": None}, etag=made["etag"]
        )
        self.assertNotIn("location", changed)
        self.assertNotEqual(changed["etag"], made["etag"])
        with self.assertRaises(Conflict) as caught:
            self.client.patch("primary", "ev00001", {}, etag=made["etag"])
        self.assertEqual(caught.exception.status, 412)
        with self.assertRaises(Conflict) as caught:
            self.client.insert("primary", event(1))
        self.assertEqual(
            (caught.exception.status, caught.exception.reason), (409, "duplicate")
        )
        self.assertIsNone(
            self.client.delete("primary", "ev00001", etag=changed["etag"])
        )
        with self.assertRaises(Gone):
            self.client.delete("primary", "ev00001")
        with self.assertRaises(Gone):
            self.client.get("primary", "ev99999")
        with self.assertRaises(Rejected):
            self.client.insert("primary", event(2, end={"dateTime": "yesterday"}))

    def test_who_is_mailed(self):
        guests = [{"email": "bob@example.com"}]
        self.client.insert("primary", event(1, attendees=guests))
        self.assertEqual(list(self.world.mails), [])
        self.client.insert("primary", event(2, attendees=guests), send_updates="all")
        self.assertEqual(
            [(mail["to"], mail["event_id"]) for mail in self.world.mails],
            [("bob@example.com", "ev00002")],
        )

    def test_conference(self):
        body = event(
            1,
            conferenceData={
                "createRequest": {
                    "requestId": "r1",
                    "conferenceSolutionKey": {"type": "hangoutsMeet"},
                }
            },
        )
        made = self.client.insert("primary", body, conference=True)
        self.assertTrue(made["hangoutLink"].startswith("https://meet.google.com/"))

    def test_instances(self):
        body = event(1, recurrence=["RRULE:FREQ=DAILY;COUNT=5"])
        for side in ("start", "end"):
            body[side]["timeZone"] = "Europe/Berlin"
        self.client.insert("primary", body)
        found = self.client.instances(
            "primary", "ev00001", EARLY, datetime(2026, 12, 3, tzinfo=timezone.utc)
        )
        self.assertEqual(len(found), 2)
        self.assertEqual({item["recurringEventId"] for item in found}, {"ev00001"})
        self.assertEqual(len(self.client.instances("primary", "ev00001")), 5)

    def test_move(self):
        other = self.world.add_calendar(self.email, "Other")
        self.client.insert("primary", event(1))
        self.client.move("primary", "ev00001", other)
        self.assertEqual(self.client.get(other, "ev00001")["id"], "ev00001")

    def test_channels(self):
        channel = self.client.watch(
            "primary", "channel-1", "a-token", "http://127.0.0.1:9/push", ttl=3600
        )
        self.assertEqual(channel["id"], "channel-1")
        self.assertTrue(channel["resourceId"])
        with self.assertRaises(Rejected):
            self.client.watch("primary", "c2", "a-token", "ftp://127.0.0.1/push")
        self.client.stop_channel("channel-1", channel["resourceId"])
        self.client.stop_channel("channel-1", channel["resourceId"])

    def test_lost_answers_of_single_writes(self):
        """The effect is there once; the caller can tell that it may have been ours."""
        self.faults.lose_answer(match=("POST", "/events$"))
        with self.assertRaises(Conflict) as caught:
            self.client.insert("primary", event(1))
        self.assertTrue(caught.exception.outcome_unknown)
        etag = self.client.get("primary", "ev00001")["etag"]
        self.faults.lose_answer(match=("PATCH", "/ev00001"))
        with self.assertRaises(Conflict) as caught:
            self.client.patch("primary", "ev00001", {"summary": "x"}, etag=etag)
        self.assertTrue(caught.exception.outcome_unknown)
        self.assertEqual(self.client.get("primary", "ev00001")["summary"], "x")
        self.faults.lose_answer(match=("DELETE", "/ev00001"))
        with self.assertRaises(Gone) as caught:
            self.client.delete("primary", "ev00001")
        self.assertTrue(caught.exception.outcome_unknown)


class TestOddPages(ScriptedCase, unittest.TestCase):
    def test_a_page_that_comes_again(self):
        page = Reply({"items": [], "nextPageToken": "same"})
        client = self.serve(*[page] * 5)
        with self.assertRaises(Transient):
            list(client.pages("primary"))
        self.assertLessEqual(len(self.server.seen), 3)

    def test_pages_may_be_short_or_without_items(self):
        client = self.serve(
            Reply({"nextPageToken": "2"}),
            Reply({"items": [{"id": "a"}, None], "nextPageToken": "3"}),
            Reply({"items": [], "nextSyncToken": "s"}),
        )
        pages = list(client.pages("primary", sync_token="old"))
        self.assertEqual([len(page.items) for page in pages], [0, 1, 0])
        self.assertEqual(pages[-1].next_sync_token, "s")
        for seen in self.server.seen:
            self.assertIn("syncToken=old", seen.path)
