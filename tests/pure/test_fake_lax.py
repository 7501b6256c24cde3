# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The switch that makes the fake take what Google takes from other connectors."""

import json
from urllib.parse import urlencode

from ..fakes.testing import FakeCase, timed

EVENTS = "/calendar/v3/calendars/primary/events"


class TestLax(FakeCase):
    def ask(self, method, path, **query):
        query = {"access_token": self.token(self.anna), **query}
        status, _headers, text = self.http(method, f"{path}?{urlencode(query)}")
        return status, json.loads(text) if text else None

    def test_strict_unless_told(self):
        self.assertEqual(self.ask("GET", EVENTS)[0], 400)

    def test_token_in_the_address(self):
        self.world.be_lax()
        self.assertEqual(self.ask("GET", EVENTS)[0], 200)
        self.assertEqual(self.ask("GET", EVENTS, access_token="wrong")[0], 401)
        self.assertEqual(self.http("GET", EVENTS)[0], 401)

    def test_unknown_parameters_are_ignored(self):
        event = self.world.put_event(self.anna, timed("2026-05-04", 9))
        self.world.be_lax()
        path = f"{EVENTS}/{event['id']}"
        self.assertEqual(self.ask("DELETE", path, singleEvents="true")[0], 204)

    def test_numbers_as_properties(self):
        body = {**timed("2026-05-04", 9), "extendedProperties": {"shared": {"a": 7}}}
        self.assertEqual(self.api("POST", EVENTS, data=body)[0], 400)
        self.world.be_lax()
        status, event = self.api("POST", EVENTS, data=body)
        self.assertEqual(status, 200, event)
        self.assertEqual(event["extendedProperties"], {"shared": {"a": "7"}})

    def test_page_token_alone(self):
        for hour in range(9, 12):
            self.world.put_event(self.anna, timed("2026-05-04", hour))
        self.world.be_lax()
        window = {"timeMin": "2026-05-01T00:00:00Z", "maxResults": 2}
        _status, first = self.ask("GET", EVENTS, **window)
        status, rest = self.ask("GET", EVENTS, pageToken=first["nextPageToken"])
        self.assertEqual(status, 200, rest)
        listed = [event["id"] for event in first["items"] + rest["items"]]
        self.assertEqual(len(set(listed)), 3)
        self.assertIn("nextSyncToken", rest)

    def test_from_another_process(self):
        headers = {"Content-Type": "application/json"}
        data = json.dumps({"verb": "be_lax"})
        self.http("POST", "/_emulator/world", data=data, headers=headers)
        self.assertEqual(self.ask("GET", EVENTS)[0], 200)

    def test_a_conference_of_no_kind(self):
        wish = {"createRequest": {"requestId": "one"}}
        body = {**timed("2026-05-04", 9), "conferenceData": wish}
        path = f"{EVENTS}?conferenceDataVersion=1"
        self.assertEqual(self.api("POST", path, data=body)[0], 400)
        self.world.be_lax()
        status, event = self.api("POST", path, data=body)
        self.assertEqual(status, 200, event)
        self.assertTrue(event["hangoutLink"])
