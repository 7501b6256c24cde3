# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A web server that answers what it is told to, for the tests of ``gapi``.

The emulator behaves like Google; this one behaves like the road to Google on a bad
day: answers cut off, answers that are no answers, connections closed while idle.
"""

import gzip
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ...gapi.calendar import CalendarClient
from ...gapi.oauth import CALENDAR, IDENTITY, OAuthClient
from ...gapi.tokens import RefreshingToken
from ...gapi.transport import Transport
from ..fakes import FakeGoogle

# Shaped like Google's, so that `scrub` has its chance; tests look for the values.
ACCESS = "ya29.a0-very-secret-access"
SECRETS = (ACCESS, "1//0-very-secret-refresh", "GOCSPX-very-secret", "4/0Avery-secret")


@dataclass
class Reply:
    """One answer.

    cut     close the connection instead of answering
    short   announce more bytes than come
    hang_up close the connection after the answer without saying so
    wait    event to wait for before answering
    """

    body: object = b"{}"
    status: int = 200
    headers: dict = field(default_factory=dict)
    cut: bool = False
    short: bool = False
    hang_up: bool = False
    wait: threading.Event | None = None

    def content(self):
        if isinstance(self.body, bytes):
            return self.body
        if isinstance(self.body, str):
            return self.body.encode()
        return json.dumps(self.body).encode()


@dataclass
class Seen:
    """One request the server got."""

    method: str
    path: str
    headers: dict
    body: bytes
    connection: int


def google_error(status, reason, message="", headers=None, **more):
    """A `Reply` with Google's usual error body."""
    error = {
        "errors": [{"domain": "global", "reason": reason, "message": message}],
        "code": status,
        "message": message,
        **more,
    }
    return Reply({"error": error}, status, headers or {})


def packed(data):
    """A `Reply` that is gzipped."""
    return Reply(
        gzip.compress(json.dumps(data).encode()), 200, {"Content-Encoding": "gzip"}
    )


class ScriptedServer(ThreadingHTTPServer):
    """Gives `replies` one after the other, then `{}`; keeps what was `seen`.

    A reply may also be a callable (Seen) -> Reply.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *replies):
        self.replies = list(replies)
        self.seen = []
        self._connections = 0
        self._numbers = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def next_connection(self):
        with self._numbers:
            self._connections += 1
            return self._connections

    @property
    def connections(self):
        return len({seen.connection for seen in self.seen})

    def close(self):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """Clients that hang up are part of these tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.number = self.server.next_connection()

    def log_message(self, *_args):
        """The test looks at `seen`."""

    def _serve(self):
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(
            self.command, self.path, headers, self.rfile.read(length), self.number
        )
        self.server.seen.append(seen)
        reply = self.server.replies.pop(0) if self.server.replies else Reply()
        if callable(reply):
            reply = reply(seen)
        if reply.wait:
            reply.wait.wait(10)
        if reply.cut:
            self.close_connection = True
            return
        content = reply.content()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != 204:
            self.send_header("Content-Length", str(len(content) + 100 * reply.short))
        self.end_headers()
        if reply.status != 204:
            self.wfile.write(content)
        self.close_connection = reply.hang_up or reply.short

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _serve


class ScriptedCase:
    """Mixin: `self.serve(replies…)` gives a client that never really waits."""

    def serve(self, *replies, **options):
        self.server = ScriptedServer(*replies)
        self.addCleanup(self.server.close)
        self.slept = []
        options.setdefault("rng", lambda: 0.0)
        self.traces = []
        self.transport = Transport(
            self.server.url,
            sleep=self.slept.append,
            on_request=self.traces.append,
            **options,
        )
        self.addCleanup(self.transport.close)
        self.refreshed = 0
        self.client = CalendarClient(self.transport, RefreshingToken(self._grant))
        return self.client

    def _grant(self):
        self.refreshed += 1
        return GrantLike(f"{ACCESS}{self.refreshed}", 3599)

    def assertNoSecret(self, *things):
        for thing in things:
            for text in (str(thing), repr(thing)):
                for secret in SECRETS:
                    self.assertNotIn(secret, text)


@dataclass
class GrantLike:
    access_token: str
    expires_in: int


def event(number, **fields):
    """A small valid event with an id of its own."""
    return {
        "id": f"ev{number:05d}",
        "summary": f"Besprechung {number} – ملاقات 🎉",
        "start": {"dateTime": "2026-12-01T10:00:00Z"},
        "end": {"dateTime": "2026-12-01T11:00:00Z"},
        **fields,
    }


CLIENT_ID, CLIENT_SECRET = "client-1", "GOCSPX-very-secret"
REDIRECT = "https://odoo.example.com/google_account/authentication"


class EmulatorCase:
    """Mixin: the emulator with one account, and clients that never really wait."""

    email = "anna@example.com"

    def setUp(self):
        super().setUp()
        self.fake = FakeGoogle().start()
        self.addCleanup(self.fake.stop)
        self.world = self.fake.world
        self.faults = self.fake.faults
        self.world.add_client(CLIENT_ID, CLIENT_SECRET, redirect_uris=[REDIRECT])
        self.world.add_account(self.email, name="Anna", timezone="Europe/Berlin")
        self.slept = []
        self.transport = Transport(
            self.fake.url, sleep=self.slept.append, rng=lambda: 0.0
        )
        self.addCleanup(self.transport.close)
        self.oauth = OAuthClient(self.transport, CLIENT_ID, CLIENT_SECRET, REDIRECT)

    def connect(self, scopes=IDENTITY + CALENDAR, email=None):
        """A CalendarClient for the account, consent given without the browser."""
        self.refresh_token = self.world.grant(email or self.email, CLIENT_ID, scopes)
        source = RefreshingToken(lambda: self.oauth.refresh(self.refresh_token))
        client = CalendarClient(self.transport, source)
        source.token()
        self.fake.log.clear()
        self.transport.request_count = 0
        return client
