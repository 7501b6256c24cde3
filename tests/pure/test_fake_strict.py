# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Requests held against the discovery document; field masks; gzip; long queries."""

import gzip
import json
from urllib.parse import urlencode

from ..fakes import fields
from ..fakes.errors import ApiError
from ..fakes.testing import FakeCase, all_day, timed
from ..fakes.wire import Request

EVENTS = "/calendar/v3/calendars/primary/events"
DAY = "2026-05-04"


class TestStrict(FakeCase):
    def check(self, status, reason, method, path, data=None):
        got, body = self.api(method, path, data=data)
        self.assertEqual(got, status, body)
        error = body["error"]
        self.assertEqual(error["code"], status)
        self.assertEqual(error["errors"][0]["reason"], reason)
        self.assertEqual(
            set(error["errors"][0]) - {"location", "locationType"},
            {"domain", "reason", "message"},
        )
        return error["message"]

    def test_query_parameters(self):
        cases = [
            ("unknown=1", "badRequest"),
            ("maxresults=5", "badRequest"),
            ("maxResults=many", "invalid"),
            ("maxResults=0", "invalid"),
            ("singleEvents=yes", "invalid"),
            ("eventTypes=party", "invalid"),
            ("timeMin=yesterday", "badRequest"),
            ("timeMin=2026-01-01T00:00:00", "badRequest"),
            ("alt=xml", "invalid"),
            ("q=a&q=b", "invalid"),
        ]
        for query, reason in cases:
            with self.subTest(query=query):
                self.check(400, reason, "GET", f"{EVENTS}?{query}")
        common = "alt=json&prettyPrint=false&quotaUser=u"
        self.assertEqual(self.api("GET", f"{EVENTS}?{common}")[0], 200)

    def test_send_updates_enum(self):
        path = f"{EVENTS}?sendUpdates=some"
        self.check(400, "invalid", "POST", path, timed(DAY, 9))

    def test_body_fields(self):
        cases = [
            ({"sumary": "x"}, "badRequest"),
            ({"start": {"datetime": "x"}}, "badRequest"),
            ({"attendees": [{"mail": "a@b.cc"}]}, "badRequest"),
            ({"attendees": {"email": "a@b.cc"}}, "invalid"),
            ({"attendees": [None]}, "invalid"),
            ({"summary": 5}, "invalid"),
            ({"guestsCanModify": "true"}, "invalid"),
            ({"sequence": "1"}, "invalid"),
            ({"sequence": 2**31}, "invalid"),
            ({"start": {"date": "04.05.2026"}}, "invalid"),
            ({"start": {"dateTime": "2026-05-04 09:00"}}, "invalid"),
            ({"extendedProperties": {"private": {"a": 1}}}, "invalid"),
            ({"reminders": {"overrides": [{"minutes": 1.5}]}}, "invalid"),
        ]
        for extra, reason in cases:
            with self.subTest(body=extra):
                self.check(400, reason, "POST", EVENTS, {**timed(DAY, 9), **extra})
        words = self.check(400, "badRequest", "POST", EVENTS, {"sumary": "x"})
        self.assertIn('Unknown name "sumary"', words)

    def test_broken_json_and_wrong_type(self):
        header = {"Authorization": f"Bearer {self.token(self.anna)}"}
        for kind in ("application/json", "text/plain"):
            headers = {**header, "Content-Type": kind}
            status, _h, text = self.http("POST", EVENTS, data="{bad", headers=headers)
            reason = json.loads(text)["error"]["errors"][0]["reason"]
            self.assertEqual((status, reason), (400, "parseError"))

    def test_unknown_methods_and_paths(self):
        for method, path in (
            ("GET", "/calendar/v3/nothing"),
            ("DELETE", EVENTS),
            ("GET", "/calendar/v3/users/me/settings"),
            ("GET", "/drive/v3/files"),
        ):
            with self.subTest(path=path):
                self.check(404, "notFound", method, path)

    def test_known_but_unbuilt_methods_are_validated_first(self):
        self.check(400, "badRequest", "POST", "/calendar/v3/freeBusy", {"when": 1})
        self.check(404, "notFound", "POST", "/calendar/v3/freeBusy", {"items": []})


class TestAnswers(FakeCase):
    def test_field_mask(self):
        self.world.put_event(self.anna, timed(DAY, 9, location="x"))
        events = self.service(self.anna).events()
        answer = events.list(
            calendarId="primary", fields="items(id,start/timeZone),nextSyncToken"
        ).execute()
        self.assertEqual(set(answer), {"items", "nextSyncToken"})
        (item,) = answer["items"]
        self.assertEqual(set(item), {"id", "start"})
        self.assertEqual(item["start"], {"timeZone": "Europe/Berlin"})
        for wrong in ("items(idd)", "nope", "items(id", "a,,b"):
            with self.subTest(fields=wrong):
                bad = events.list(calendarId="primary", fields=wrong)
                self.refused(400, "invalidParameter", bad)

    def test_mask_grammar(self):
        data = {"a": 1, "b": [{"c": {"d": 1, "e": 2}, "f": 3}]}
        for text, kept in (
            ("a", {"a": 1}),
            ("b/c/d", {"b": [{"c": {"d": 1}}]}),
            ("a,b(f,c(e))", {"a": 1, "b": [{"c": {"e": 2}, "f": 3}]}),
            ("*", data),
            ("b/*/d", {"b": [{"c": {"d": 1}, "f": 3}]}),
        ):
            with self.subTest(text=text):
                self.assertEqual(fields.apply(fields.parse(text), data), kept)
        with self.assertRaises(ApiError):
            fields.parse("a)b")

    def test_gzip_when_asked_google_s_way(self):
        headers = {"Accept-Encoding": "gzip", "User-Agent": "test (gzip)"}
        headers["Authorization"] = f"Bearer {self.token(self.anna)}"
        handle = self.fake.app.handle
        lower = {key.lower(): value for key, value in headers.items()}
        answer = handle(Request("GET", EVENTS, headers=lower))
        self.assertEqual(answer.headers["Content-Encoding"], "gzip")
        self.assertIn("items", json.loads(gzip.decompress(answer.body)))
        lower["user-agent"] = "test"
        answer = handle(Request("GET", EVENTS, headers=lower))
        self.assertNotIn("Content-Encoding", answer.headers)

    def test_query_too_long_for_an_address(self):
        self.world.put_event(self.anna, all_day(DAY, "2026-05-05"))
        headers = {
            "Authorization": f"Bearer {self.token(self.anna)}",
            "X-HTTP-Method-Override": "GET",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        status, _headers, text = self.http(
            "POST", EVENTS, data=urlencode({"q": "trip " * 500}), headers=headers
        )
        self.assertEqual(status, 200)
        self.assertEqual(len(json.loads(text)["items"]), 1)

    def test_etag_header(self):
        event = self.world.put_event(self.anna, timed(DAY, 9))
        headers = {"Authorization": f"Bearer {self.token(self.anna)}"}
        _status, seen, _text = self.http(
            "GET", f"{EVENTS}/{event['id']}", headers=headers
        )
        self.assertEqual(seen["ETag"], event["etag"])
