# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One request carried through: connections, patience, tokens, broken answers."""

import email.utils
import logging
import ssl
import tempfile
import threading
import time
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ...gapi import services
from ...gapi.calendar import CalendarClient
from ...gapi.errors import (
    Conflict,
    GoogleError,
    ReauthRequired,
    Rejected,
    Transient,
)
from ...gapi.tokens import RefreshingToken, TokenSource
from ...gapi.transport import Transport, check_endpoint
from .gapi_support import (
    ACCESS,
    GrantLike,
    Reply,
    ScriptedCase,
    event,
    google_error,
    packed,
)

RATE = google_error(403, "rateLimitExceeded", "Rate Limit Exceeded")


class TestEndpoint(unittest.TestCase):
    def test_where_a_token_may_go(self):
        for good in (
            "",
            "https://google.example",
            "https://google.example/api/",
            "http://localhost:8019",
            "http://127.0.0.1:1",
            "http://127.8.9.1",
            "http://[::1]:80",
        ):
            self.assertEqual(check_endpoint(good), good.rstrip("/"))
        for bad in (
            "http://google.example",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example",
            "ftp://localhost",
            "localhost:80",
            "https://user:pass@google.example",
            "https://google.example/?a=1",
            "https://",
            "x",
        ):
            with self.subTest(endpoint=bad), self.assertRaises(ValueError):
                Transport(bad)

    def test_every_root_moves(self):
        base = "http://127.0.0.1:8019"
        transport = Transport(base)
        for url, path in (
            ("https://accounts.google.com/o/oauth2/v2/auth", "/o/oauth2/v2/auth"),
            ("https://oauth2.googleapis.com/token", "/token"),
            ("https://oauth2.googleapis.com/revoke", "/revoke"),
            ("https://www.googleapis.com/oauth2/v3/userinfo", "/oauth2/v3/userinfo"),
            (
                "https://openidconnect.googleapis.com/v1/userinfo",
                "/oauth2/v3/userinfo",
            ),
            ("https://www.googleapis.com/", "/"),
            ("https://gmail.googleapis.com/gmail/v1/x?a=b", "/gmail/v1/x?a=b"),
        ):
            self.assertEqual(transport.root(url), base + path)
            self.assertEqual(Transport().root(url), url)
        self.assertEqual(transport.batch_url("calendar"), f"{base}/batch/calendar/v3")
        self.assertEqual(
            Transport().batch_url("calendar"),
            "https://www.googleapis.com/batch/calendar/v3",
        )
        self.assertEqual(
            Transport(f"{base}/sub").root("https://oauth2.googleapis.com/token"),
            f"{base}/sub/token",
        )

    def test_all_services_are_built_offline_with_all_roots_moved(self):
        base = "http://127.0.0.1:8019"
        transport = Transport(base)
        requests = [
            transport.service("calendar").events().get(calendarId="a", eventId="b"),
            transport.service("gmail").users().getProfile(userId="me"),
            transport.service("people").people().get(resourceName="people/c1"),
            transport.service("gmail").users().messages().send(userId="me", body={}),
        ]
        for request in requests:
            self.assertTrue(request.uri.startswith(base + "/"), request.uri)
        upload = services.build("gmail", base)._rootDesc["rootUrl"]
        self.assertEqual(upload, f"{base}/")
        self.assertIs(
            transport.service("calendar"), Transport(base).service("calendar")
        )
        with self.assertRaises(RuntimeError):
            requests[0].execute()
        requests[0].resumable = object()
        with self.assertRaises(ValueError):
            transport.execute(requests[0], "calendar", "events.get")


class TestConnections(ScriptedCase, unittest.TestCase):
    def test_twenty_calls_one_connection(self):
        client = self.serve()
        for _ in range(20):
            client.get("primary", "abcde")
        self.assertEqual((len(self.server.seen), self.server.connections), (20, 1))
        self.assertEqual(self.transport.request_count, 20)

    def test_a_thread_has_its_own(self):
        client = self.serve()

        def calls():
            for _ in range(5):
                client.get("primary", "abcde")

        threads = [threading.Thread(target=calls) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((len(self.server.seen), self.server.connections), (15, 3))
        self.assertEqual(self.transport.request_count, 15)
        self.assertEqual(self.refreshed, 1)

    def test_closed_while_idle_is_no_failure(self):
        client = self.serve(Reply(hang_up=True), Reply({"id": "again"}))
        client.get("primary", "abcde")
        time.sleep(0.05)  # the server's good-bye has to arrive
        self.assertEqual(client.get("primary", "abcde"), {"id": "again"})
        self.assertEqual(self.server.connections, 2)
        self.assertEqual((self.transport.request_count, self.slept), (2, []))

    def test_a_reused_connection_that_breaks_is_tried_again_at_once(self):
        client = self.serve(Reply(), Reply(cut=True), Reply({"id": "x"}))
        client.get("primary", "abcde")
        self.assertEqual(client.get("primary", "abcde"), {"id": "x"})
        self.assertEqual((self.transport.request_count, self.slept), (3, []))

    def test_close_and_go_on(self):
        client = self.serve()
        client.get("primary", "abcde")
        self.transport.close()
        client.get("primary", "abcde")
        self.assertEqual(self.server.connections, 2)


class TestWhatIsSent(ScriptedCase, unittest.TestCase):
    def test_headers(self):
        client = self.serve()
        client.get("primary", "abcde")
        seen = self.server.seen[0]
        self.assertEqual(seen.headers["authorization"], f"Bearer {ACCESS}1")
        self.assertIn("gzip", seen.headers["accept-encoding"])
        self.assertIn("gzip", seen.headers["user-agent"])
        self.assertNotIn("token", seen.path)
        self.assertNoSecret(seen.path)

    def test_gzip_comes_out_plain(self):
        client = self.serve(packed({"items": [event(1)]}))
        self.assertEqual(client.list_events("primary").items, [event(1)])

    def test_a_long_query_goes_as_a_post_that_means_get(self):
        client = self.serve(Reply({"items": []}))
        client.list_events("primary", sync_token="x" * 3000)
        seen = self.server.seen[0]
        self.assertEqual(
            (seen.method, seen.headers["x-http-method-override"]), ("POST", "GET")
        )
        self.assertNotIn("?", seen.path)
        self.assertIn(b"syncToken=xxx", seen.body)

    def test_a_redirect_is_not_followed(self):
        other = self.serve()
        elsewhere = self.server
        moved = Reply(b"", 302, {"Location": f"{elsewhere.url}/x"})
        del other
        client = self.serve(moved, moved, moved, moved)
        with self.assertRaises(Transient):
            client.get("primary", "abcde")
        self.assertEqual(elsewhere.seen, [])

    def test_traces_hold_no_address(self):
        client = self.serve(RATE, Reply({"id": "x"}))
        client.get("primary", "abcde")
        self.assertEqual([trace.status for trace in self.traces], [403, 200])
        self.assertEqual({trace.method for trace in self.traces}, {"events.get"})
        self.assertNotIn("abcde", repr(self.traces))


class TestTls(ScriptedCase, unittest.TestCase):
    def test_a_certificate_nobody_knows_is_refused_once(self):
        client = self.serve()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "both.pem"
            path.write_bytes(self_signed())
            context.load_cert_chain(path)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        slept = []
        transport = Transport(
            self.server.url.replace("http:", "https:"), sleep=slept.append
        )
        self.addCleanup(transport.close)
        client = CalendarClient(transport, client._token_source)
        with self.assertRaises(Transient) as caught:
            client.patch("primary", "abcde", {"summary": "x"})
        self.assertEqual(
            (caught.exception.kind, caught.exception.reason), ("network", "tls")
        )
        self.assertIn("self", caught.exception.detail)
        self.assertFalse(caught.exception.outcome_unknown)
        self.assertEqual((self.server.seen, slept), ([], []))


def self_signed():
    """A key and a certificate for localhost, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + certificate.public_bytes(serialization.Encoding.PEM)


class TestPatience(ScriptedCase, unittest.TestCase):
    def test_backoff_grows_and_ends(self):
        client = self.serve(*[RATE] * 9)
        with self.assertRaises(Transient) as caught:
            client.get("primary", "abcde")
        self.assertEqual(caught.exception.kind, "rate")
        self.assertEqual(self.slept, [1.0, 2.0, 4.0])
        self.assertEqual(len(self.server.seen), 4)

    def test_jitter(self):
        client = self.serve(RATE, RATE, rng=lambda: 0.5)
        client.get("primary", "abcde")
        self.assertEqual(self.slept, [1.5, 2.5])

    def test_never_longer_than_max_wait_in_all(self):
        client = self.serve(*[RATE] * 20, retries=15, max_wait=10.0)
        with self.assertRaises(Transient):
            client.get("primary", "abcde")
        self.assertEqual(self.slept, [1.0, 2.0, 4.0])  # 8 more would be 15

    def test_what_is_repeated(self):
        for reply in (
            RATE,
            google_error(429, "rateLimitExceeded"),
            google_error(500, "backendError"),
            Reply("<html>503</html>", 503),
            Reply("<html>hello</html>", 200),
            Reply(cut=True),
        ):
            with self.subTest(reply=reply):
                client = self.serve(reply, Reply({"id": "x"}))
                self.assertEqual(client.get("primary", "abcde"), {"id": "x"})
                self.assertEqual(self.slept, [1.0])

    def test_what_is_not(self):
        for reply in (
            google_error(400, "invalid"),
            google_error(403, "quotaExceeded"),
            google_error(403, "forbidden"),
            google_error(404, "notFound"),
            google_error(412, "conditionNotMet"),
        ):
            with self.subTest(reply=reply):
                client = self.serve(reply)
                with self.assertRaises(GoogleError) as caught:
                    client.patch("primary", "abcde", {"summary": "x"})
                self.assertEqual((len(self.server.seen), self.slept), (1, []))
                self.assertFalse(caught.exception.outcome_unknown)

    def test_retry_after_is_honoured(self):
        busy = google_error(429, "rateLimitExceeded", headers={"Retry-After": "6"})
        client = self.serve(busy, Reply({"id": "x"}))
        client.get("primary", "abcde")
        self.assertEqual(self.slept, [6.0])

    def test_retry_after_as_a_date(self):
        date = email.utils.formatdate(time.time() + 3600, usegmt=True)
        busy = google_error(503, "backendError", headers={"Retry-After": date})
        client = self.serve(busy)
        with self.assertRaises(Transient) as caught:
            client.get("primary", "abcde")
        self.assertAlmostEqual(caught.exception.retry_after, 3600, delta=5)
        self.assertEqual((self.slept, len(self.server.seen)), ([], 1))

    def test_retry_after_never_adds_up_beyond_the_patience(self):
        busy = google_error(429, "rateLimitExceeded", headers={"Retry-After": "6"})
        client = self.serve(busy, busy, rng=lambda: 0.9)
        with self.assertRaises(Transient) as caught:
            client.get("primary", "abcde")
        self.assertEqual(caught.exception.retry_after, 6.0)
        self.assertEqual(self.slept, [6.9])

    def test_a_server_that_hangs_costs_two_timeouts(self):
        forever = threading.Event()
        self.addCleanup(forever.set)
        client = self.serve(*[Reply(wait=forever)] * 4, timeout=0.1)
        with self.assertRaises(Transient) as caught:
            client.patch("primary", "abcde", {"summary": "x"})
        self.assertEqual(caught.exception.kind, "timeout")
        self.assertTrue(caught.exception.outcome_unknown)
        self.assertEqual(self.transport.request_count, 2)

    def test_nobody_there(self):
        client = self.serve(retries=1)
        self.server.close()
        with self.assertRaises(Transient) as caught:
            client.patch("primary", "abcde", {"summary": "x"})
        self.assertEqual((caught.exception.kind, self.slept), ("network", [1.0]))
        self.assertFalse(caught.exception.outcome_unknown)


class TestBrokenAnswers(ScriptedCase, unittest.TestCase):
    BROKEN = (
        Reply("<!DOCTYPE html><html>sign in to the Wi-Fi</html>"),
        Reply(b'{"items": [{"id": "a'),
        Reply(b'{"items": []}', short=True),
        Reply(b""),
        Reply(b"[]"),
        Reply(b"null"),
        Reply(b"\xff\xfe"),
        Reply(b"\x1f\x8b garbage", headers={"Content-Encoding": "gzip"}),
        Reply(packed({"items": []}).body[:-9], headers={"Content-Encoding": "gzip"}),
        Reply(b"{}", headers={"Content-Encoding": "br"}),
        Reply(b"", status=204),
    )

    def test_reads(self):
        for reply in self.BROKEN:
            with self.subTest(reply=reply):
                client = self.serve(reply, retries=0)
                with self.assertRaises(Transient) as caught:
                    client.list_events("primary")
                self.assertEqual(caught.exception.kind, "server")
                self.assertFalse(caught.exception.outcome_unknown)

    def test_writes_may_have_happened(self):
        for reply in self.BROKEN[:-1]:
            with self.subTest(reply=reply):
                client = self.serve(reply, retries=0)
                with self.assertRaises(Transient) as caught:
                    client.patch("primary", "abcde", {"summary": "x"})
                self.assertTrue(caught.exception.outcome_unknown)

    def test_a_broken_answer_does_not_spoil_the_next(self):
        client = self.serve(Reply(b'{"id": "a"}', short=True), Reply({"id": "b"}))
        self.assertEqual(client.get("primary", "abcde"), {"id": "b"})

    def test_a_lost_answer_is_remembered_until_the_end(self):
        taken = google_error(409, "duplicate", "The requested identifier exists.")
        client = self.serve(Reply(cut=True), taken)
        with self.assertRaises(Conflict) as caught:
            client.insert("primary", event(1))
        self.assertTrue(caught.exception.outcome_unknown)
        client = self.serve(taken)
        with self.assertRaises(Conflict) as caught:
            client.insert("primary", event(1))
        self.assertFalse(caught.exception.outcome_unknown)


class TestTokens(ScriptedCase, unittest.TestCase):
    def test_refused_once_is_renewed_once(self):
        stale = google_error(401, "authError", "Invalid Credentials")
        client = self.serve(stale, Reply({"id": "x"}))
        self.assertEqual(client.get("primary", "abcde"), {"id": "x"})
        sent = [seen.headers["authorization"] for seen in self.server.seen]
        self.assertEqual(sent, [f"Bearer {ACCESS}1", f"Bearer {ACCESS}2"])
        self.assertEqual(self.slept, [])

    def test_refused_twice_is_the_end(self):
        stale = google_error(401, "authError", "Invalid Credentials")
        client = self.serve(stale, stale)
        with self.assertRaises(ReauthRequired):
            client.get("primary", "abcde")
        self.assertEqual(len(self.server.seen), 2)

    def test_a_dead_grant_makes_no_call(self):
        client = self.serve()

        def dead():
            raise ReauthRequired(service="oauth", reason="invalid_grant", status=400)

        client._token_source = RefreshingToken(dead)
        with self.assertRaises(ReauthRequired):
            client.get("primary", "abcde")
        self.assertEqual(self.server.seen, [])

    def test_a_token_endpoint_that_is_down_is_not_tried_twice_over(self):
        client = self.serve()
        asked = []

        def down():
            asked.append(1)
            raise Transient(service="oauth", status=503)

        client._token_source = RefreshingToken(down)
        with self.assertRaises(Transient):
            client.get("primary", "abcde")
        self.assertEqual((len(asked), self.slept), (1, []))

    def test_renewed_before_its_end(self):
        now = [1000.0]
        grants, stored = [], []

        def refresh():
            grants.append(GrantLike(f"new{len(grants)}", 3599))
            return grants[-1]

        source = RefreshingToken(
            refresh,
            "old",
            expires_at=1061.0,
            on_refresh=lambda grant, expires_at: stored.append(expires_at),
            clock=lambda: now[0],
        )
        self.assertEqual(source.token(), "old")
        now[0] = 1002.0
        self.assertEqual(source.token(), "new0")
        self.assertEqual(stored, [1002.0 + 3599])
        now[0] += 3500
        self.assertEqual(source.token(), "new0")
        now[0] += 40
        self.assertEqual(source.token(), "new1")
        source.invalidate()
        self.assertEqual(source.token(), "new2")
        self.assertEqual(repr(source), "RefreshingToken(***)")

    def test_unusable_tokens_are_not_sent(self):
        class Odd(TokenSource):
            def token(self):
                return self.value

            def invalidate(self):
                raise AssertionError("nothing was refused")

        client = self.serve()
        client._token_source = Odd()
        for value in ("", None, f"{ACCESS}\r\nX: y", f"{ACCESS} b", "ü"):
            client._token_source.value = value
            with self.assertRaises(ReauthRequired) as caught:
                client.get("primary", "abcde")
            self.assertNoSecret(caught.exception)
        self.assertEqual(self.server.seen, [])


class TestNothingLeaks(ScriptedCase, unittest.TestCase):
    def test_errors_and_logs(self):
        def tell_tale(seen):
            return google_error(
                400, "invalid", f"Bad header {seen.headers['authorization']}"
            )

        replies = (
            tell_tale,
            Reply(cut=True),
            Reply(b"\x00", short=True),
            google_error(403, "forbidden", f"no {ACCESS}"),
            Reply(f"<html>{ACCESS}</html>", 500),
        )
        records = []
        handler = logging.Handler(0)
        handler.emit = lambda record: records.append(record.getMessage())
        root = logging.getLogger()
        level = root.level
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        self.addCleanup(root.setLevel, level)
        self.addCleanup(root.removeHandler, handler)
        for reply in replies:
            client = self.serve(reply, retries=0)
            with self.assertRaises(GoogleError) as caught:
                client.patch("primary", "abcde", {"summary": "x"})
            error = caught.exception
            self.assertNoSecret(error, error.args, vars(error))
            self.assertIsNone(error.__cause__)
            self.assertTrue(error.__suppress_context__ or error.__context__ is None)
        self.assertNoSecret(*records, *self.traces, self.transport)

    def test_rejected_keeps_googles_sentence(self):
        client = self.serve(google_error(400, "invalid", "Invalid start time."))
        with self.assertRaises(Rejected) as caught:
            client.patch("primary", "abcde", {"summary": "x"})
        self.assertEqual(caught.exception.detail, "Invalid start time.")
