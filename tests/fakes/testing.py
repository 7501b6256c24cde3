# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What tests of and against the fake share: a running world and real Google clients.

``FakeCase`` starts one server a class and an empty world a test (a new FakeGoogle is
cheap). It gives ``self.service(email)``: google-api-python-client's own calendar
service of that person, built offline and pointed at the fake.
"""

import http.client
import json
import unittest
from urllib.parse import urlencode, urlsplit

import httplib2
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from googleapiclient.http import BatchHttpRequest

from . import FakeGoogle

CLIENT_ID = "1234-fake.apps.googleusercontent.com"
SECRET = "GOCSPX-fake-secret"
REDIRECT = "http://127.0.0.1:9/google_account/authentication"
CALENDAR = "https://www.googleapis.com/auth/calendar"
CONTACTS = "https://www.googleapis.com/auth/contacts"
MODIFY = "https://www.googleapis.com/auth/gmail.modify"


def timed(day, hour, minutes=60, zone="Europe/Berlin", **more):
    """An insert body: an event on ``day`` (2026-05-01) from ``hour`` o'clock."""
    end = hour * 60 + minutes
    return {
        "summary": "Talk",
        "start": {"dateTime": f"{day}T{hour:02d}:00:00", "timeZone": zone},
        "end": {
            "dateTime": f"{day}T{end // 60:02d}:{end % 60:02d}:00",
            "timeZone": zone,
        },
        **more,
    }


def all_day(day, end, **more):
    return {"summary": "Trip", "start": {"date": day}, "end": {"date": end}, **more}


class PlainHttp(httplib2.Http):
    """The library makes https of every address of an upload; the fake has none.

    308 is no redirect but the "go on" of an upload, as the library's own http has it.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.redirect_codes = self.redirect_codes - {308}

    def request(self, uri, *args, **kwargs):
        if uri.startswith("https://127.0.0.1:"):
            uri = uri.replace("https:", "http:", 1)
        return super().request(uri, *args, **kwargs)


class FakeCase(unittest.TestCase):
    """Anna (Berlin) and Bob (New York) in a fresh world for every test."""

    anna = "anna@example.com"
    bob = "bob@example.com"

    def setUp(self):
        super().setUp()
        self.fake = FakeGoogle().start()
        self.addCleanup(self.fake.stop)
        self.world = self.fake.world
        self.world.add_client(CLIENT_ID, SECRET, [REDIRECT])
        self.world.add_account(self.anna, "Anna Adler", "Europe/Berlin")
        self.world.add_account(self.bob, "Bob Brown", "America/New_York")

    def token(self, email, scopes=(CALENDAR,)):
        return self.world.access_token(email, CLIENT_ID, list(scopes))

    def service(self, email, scopes=(CALENDAR,)):
        """A calendar service of the real client library; closed after the test."""
        return self.client("calendar", "v3", "/calendar/v3/", email, scopes)

    def contacts_service(self, email, scopes=(CONTACTS,)):
        """A People service of the real client library; closed after the test."""
        return self.client("people", "v1", "/", email, scopes)

    def mail_service(self, email, scopes=(MODIFY,)):
        """A Gmail service of the real client library; closed after the test."""
        return self.client("gmail", "v1", "/", email, scopes)

    def client(self, name, version, path, email, scopes):
        http_object = AuthorizedHttp(
            Credentials(self.token(email, scopes)), http=PlainHttp(timeout=5)
        )
        service = build(
            name,
            version,
            http=http_object,
            static_discovery=True,
            client_options={"api_endpoint": f"{self.fake.url}{path}"},
        )
        self.addCleanup(service.close)
        return service

    def batch(self, requests, path="/batch/calendar/v3"):
        """Run requests of the client library in one batch; {id: answer or error}."""
        answers = {}

        def keep(request_id, response, exception):
            answers[request_id] = exception or response

        batch = BatchHttpRequest(callback=keep, batch_uri=f"{self.fake.url}{path}")
        for number, request in enumerate(requests):
            batch.add(request, request_id=str(number))
        batch.execute()
        return answers

    def refused(self, status, reason, request):
        """Execute and expect this error; returns Google's message."""
        with self.assertRaises(HttpError) as caught:
            request.execute()
        return self.check_error(caught.exception, status, reason)

    def check_error(self, error, status, reason):
        data = json.loads(error.content)["error"]
        self.assertEqual(
            (error.resp.status, data["code"], data["errors"][0]["reason"]),
            (status, status, reason),
            data["message"],
        )
        return data["message"]

    def http(self, method, path, form=None, headers=None, data=None):
        """A bare HTTP request: (status, headers, text)."""
        connection = http.client.HTTPConnection(urlsplit(self.fake.url).netloc)
        self.addCleanup(connection.close)
        headers = dict(headers or {})
        body = data
        if form is not None:
            body = urlencode(form, doseq=True)
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        elif isinstance(data, dict):
            body = json.dumps(data)
            headers.setdefault("Content-Type", "application/json")
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()

    def api(self, method, path, email=None, data=None, headers=None):
        """A bare API call as this person: (status, parsed body)."""
        headers = dict(headers or {})
        headers["Authorization"] = f"Bearer {self.token(email or self.anna)}"
        status, _headers, text = self.http(method, path, data=data, headers=headers)
        return status, json.loads(text) if text else None
