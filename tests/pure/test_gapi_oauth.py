# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Consent and tokens, against the emulator and against odd answers."""

import http.client
import unittest
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from ...gapi import oauth
from ...gapi.errors import Forbidden, ReauthRequired, Rejected, Transient
from ...gapi.oauth import OAuthClient
from .gapi_support import (
    CLIENT_ID,
    CLIENT_SECRET,
    REDIRECT,
    EmulatorCase,
    Reply,
    ScriptedCase,
)

USER_EMAIL = "https://www.googleapis.com/auth/userinfo.email"
GRANT = {
    "access_token": "ya29.a0-very-secret-access",
    "refresh_token": "1//0-very-secret-refresh",
    "expires_in": 3599,
    "scope": f"{USER_EMAIL} openid",
    "token_type": "Bearer",
}


class TestScopes(unittest.TestCase):
    def test_both_spellings_are_one(self):
        self.assertEqual(
            oauth.normalise_scopes("openid email"),
            frozenset(oauth.IDENTITY),
        )
        self.assertEqual(
            oauth.normalise_scopes(oauth.IDENTITY), frozenset(oauth.IDENTITY)
        )
        self.assertEqual(oauth.normalise_scopes(None), frozenset())

    def test_what_is_missing(self):
        base = "https://www.googleapis.com/auth/"
        self.assertEqual(
            oauth.missing_scopes(f"openid email {base}calendar.events", oauth.CALENDAR),
            {f"{base}calendar.calendarlist.readonly"},
        )
        self.assertEqual(oauth.missing_scopes("", oauth.SEND), set(oauth.SEND))

    def test_a_broader_grant_covers(self):
        base = "https://www.googleapis.com/auth/"
        for granted, wanted in (
            (f"{base}calendar", oauth.CALENDAR),
            ("https://mail.google.com/", oauth.MAIL + oauth.SEND),
            (f"{base}gmail.modify", oauth.SEND),
        ):
            self.assertEqual(oauth.missing_scopes(granted, wanted), set())
        self.assertTrue(oauth.missing_scopes(f"{base}gmail.send", oauth.MAIL))
        self.assertTrue(
            oauth.missing_scopes(f"{base}calendar.readonly", oauth.CALENDAR)
        )


class TestAuthorizeUrl(EmulatorCase, unittest.TestCase):
    def query(self, **options):
        url = self.oauth.authorize_url(
            oauth.IDENTITY + oauth.CALENDAR, "st&te", "challenge", **options
        )
        parts = urlsplit(url)
        self.assertEqual(parts.path, "/o/oauth2/v2/auth")
        return dict(parse_qsl(parts.query))

    def test_parameters(self):
        self.assertEqual(
            self.query(login_hint="anna@example.com"),
            {
                "response_type": "code",
                "client_id": CLIENT_ID,
                "redirect_uri": REDIRECT,
                "scope": " ".join(oauth.IDENTITY + oauth.CALENDAR),
                "state": "st&te",
                "access_type": "offline",
                "include_granted_scopes": "true",
                "code_challenge": "challenge",
                "code_challenge_method": "S256",
                "prompt": "consent",
                "login_hint": "anna@example.com",
            },
        )

    def test_prompt(self):
        both = self.query(select_account=True)
        self.assertEqual(both["prompt"], "select_account consent")
        self.assertNotIn("prompt", self.query(consent=False))

    def test_no_secret_in_it(self):
        url = self.oauth.authorize_url(oauth.IDENTITY, "s", "c")
        self.assertNotIn(CLIENT_SECRET, url)
        self.assertNotIn(CLIENT_SECRET, repr(self.oauth))

    def test_pkce(self):
        pairs = {oauth.new_pkce() for _ in range(50)}
        self.assertEqual(len(pairs), 50)
        for verifier, challenge in pairs:
            self.assertRegex(verifier, r"^[\w\-.~]{43,128}$")
            self.assertRegex(challenge, r"^[\w\-]{43}$")


class TestRoundTrip(EmulatorCase, unittest.TestCase):
    def consent(self, scopes=oauth.IDENTITY + oauth.CALENDAR, allow=None):
        """Click through the emulator's page; return (code, verifier)."""
        verifier, challenge = oauth.new_pkce()
        parts = urlsplit(self.oauth.authorize_url(scopes, "state-1", challenge))
        form = {
            "account": self.email,
            "scope": list(scopes if allow is None else allow),
            "decision": "allow",
        }
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        self.addCleanup(connection.close)
        connection.request(
            "POST",
            f"{parts.path}?{parts.query}",
            urlencode(form, doseq=True),
            {"Content-Type": "application/x-www-form-urlencoded"},
        )
        answer = connection.getresponse()
        self.assertEqual(answer.status, 302, answer.read()[:300])
        back = parse_qs(urlsplit(answer.getheader("Location")).query)
        self.assertEqual(back["state"], ["state-1"])
        return back["code"][0], verifier

    def test_code_to_identity_to_revocation(self):
        grant = self.oauth.exchange(*self.consent())
        self.assertEqual(grant.scopes, frozenset(oauth.IDENTITY + oauth.CALENDAR))
        self.assertTrue(grant.refresh_token)
        self.assertEqual(grant.expires_in, 3599)
        self.assertNotIn(grant.access_token, repr(grant))
        self.assertNotIn(grant.refresh_token, repr(grant))
        identity = self.oauth.userinfo(grant.access_token)
        self.assertEqual(identity.email, self.email)
        self.assertTrue(identity.sub)
        renewed = self.oauth.refresh(grant.refresh_token)
        self.assertNotEqual(renewed.access_token, grant.access_token)
        self.assertIsNone(renewed.refresh_token)
        self.oauth.revoke(grant.refresh_token)
        with self.assertRaises(ReauthRequired) as caught:
            self.oauth.refresh(grant.refresh_token)
        self.assertEqual(caught.exception.reason, "invalid_grant")
        with self.assertRaises(ReauthRequired):
            self.oauth.userinfo(grant.access_token)
        self.oauth.revoke(grant.refresh_token)

    def test_scopes_that_were_unticked(self):
        code, verifier = self.consent(allow=oauth.CALENDAR[:1])
        grant = self.oauth.exchange(code, verifier)
        self.assertEqual(
            oauth.missing_scopes(grant.scopes, oauth.IDENTITY + oauth.CALENDAR),
            set(oauth.CALENDAR[1:]),
        )

    def test_a_code_is_good_once_and_with_its_verifier(self):
        code, verifier = self.consent()
        self.oauth.exchange(code, verifier)
        with self.assertRaises(ReauthRequired):
            self.oauth.exchange(code, verifier)
        code, _verifier = self.consent()
        with self.assertRaises(ReauthRequired) as caught:
            self.oauth.exchange(code, "w" * 64)
        self.assertNotIn(code, repr(caught.exception))

    def test_wrong_client(self):
        wrong = OAuthClient(self.transport, CLIENT_ID, "GOCSPX-other", REDIRECT)
        token = self.world.grant(self.email, CLIENT_ID, oauth.IDENTITY)
        with self.assertRaises(Forbidden) as caught:
            wrong.refresh(token)
        error = caught.exception
        self.assertEqual((error.kind, error.reason), ("client", "invalid_client"))
        self.assertIn("console.cloud.google.com", error.link)
        elsewhere = OAuthClient(
            self.transport, CLIENT_ID, CLIENT_SECRET, "https://other.example/back"
        )
        code, verifier = self.consent()
        with self.assertRaises(Forbidden) as caught:
            elsewhere.exchange(code, verifier)
        self.assertEqual(
            (caught.exception.kind, caught.exception.reason),
            ("client", "redirect_uri_mismatch"),
        )

    def test_a_bad_day_of_the_token_endpoint(self):
        token = self.world.grant(self.email, CLIENT_ID, oauth.IDENTITY)
        self.faults.fail(503, match="/token")
        self.faults.lose_answer(match="/token")
        self.assertTrue(self.oauth.refresh(token).access_token)
        self.assertEqual(self.fake.log.count("POST", "/token"), 3)
        self.faults.fail(500, times=9, match="/token")
        with self.assertRaises(Transient):
            self.oauth.refresh(token)

    def test_a_lost_code_is_not_sent_twice(self):
        code, verifier = self.consent()
        self.fake.log.clear()
        self.faults.lose_answer(match="/token")
        with self.assertRaises(Transient) as caught:
            self.oauth.exchange(code, verifier)
        self.assertTrue(caught.exception.outcome_unknown)
        self.assertEqual(self.fake.log.count("POST", "/token"), 1)


class TestOddAnswers(ScriptedCase, unittest.TestCase):
    def client_for(self, *replies, **options):
        self.serve(*replies, **options)
        return OAuthClient(self.transport, CLIENT_ID, CLIENT_SECRET, REDIRECT)

    def test_secrets_travel_in_the_body_only(self):
        client = self.client_for(Reply(GRANT))
        client.exchange("4/0Avery-secret", "verifier")
        seen = self.server.seen[0]
        self.assertEqual((seen.method, seen.path), ("POST", "/token"))
        self.assertNotIn("authorization", seen.headers)
        form = dict(parse_qsl(seen.body.decode()))
        self.assertEqual(form["client_secret"], CLIENT_SECRET)
        self.assertEqual(form["code_verifier"], "verifier")

    def test_google_repeating_a_secret(self):
        said = Reply(
            {
                "error": "invalid_request",
                "error_description": f"secret {CLIENT_SECRET}, plain hunter2hunter2",
            },
            400,
        )
        client = self.client_for(said)
        with self.assertRaises(Rejected) as caught:
            client.refresh("hunter2hunter2")
        self.assertNoSecret(caught.exception, caught.exception.args)
        self.assertNotIn("hunter2", str(caught.exception))

    def test_answers_that_are_no_grants(self):
        for reply in (
            Reply("<html>"),
            Reply({}),
            Reply({"access_token": 7}),
            Reply({**GRANT, "expires_in": "soon"}),
            Reply({**GRANT, "expires_in": [1]}),
        ):
            with self.subTest(reply=reply):
                client = self.client_for(reply, retries=0)
                with self.assertRaises(Transient):
                    client.refresh("1//0-very-secret-refresh")
        client = self.client_for(Reply({"email": "x@example.com"}), retries=0)
        with self.assertRaises(Transient):
            client.userinfo("ya29.a0-very-secret-access")

    def test_lifetime_and_scopes_may_be_left_out(self):
        client = self.client_for(Reply({"access_token": "ya29.x"}))
        grant = client.refresh("1//x")
        self.assertEqual((grant.expires_in, grant.scopes), (3600, frozenset()))
        self.assertIsNone(grant.refresh_token)

    def test_policy(self):
        client = self.client_for(Reply({"error": "admin_policy_enforced"}, 400))
        with self.assertRaises(Forbidden) as caught:
            client.refresh("1//x")
        self.assertEqual(caught.exception.kind, "policy")
