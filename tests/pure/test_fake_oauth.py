# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The fake's OAuth: consent, PKCE, tokens and how they die."""

import base64
import hashlib
import json
import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

from ..fakes.testing import CALENDAR, CLIENT_ID, REDIRECT, SECRET, FakeCase

EMAIL_SCOPE = "https://www.googleapis.com/auth/userinfo.email"
CONTACTS = "https://www.googleapis.com/auth/contacts"
VERIFIER = "v" * 64
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest())
    .decode()
    .rstrip("=")
)


class OAuthCase(FakeCase):
    def ask(self, **changes):
        """The consent page's address; None drops a parameter."""
        query = {
            "client_id": CLIENT_ID,
            "redirect_uri": REDIRECT,
            "response_type": "code",
            "scope": f"openid email {CALENDAR}",
            "state": "st&te=1",
            "access_type": "offline",
            "prompt": "consent",
            **changes,
        }
        query = {key: value for key, value in query.items() if value is not None}
        return "/o/oauth2/v2/auth?" + urlencode(query)

    def consent(self, scopes=(CALENDAR,), decision="allow", **changes):
        """Click through the page; the query parameters that come back."""
        form = {"account": self.anna, "scope": list(scopes), "decision": decision}
        status, headers, _text = self.http("POST", self.ask(**changes), form=form)
        self.assertEqual(status, 302)
        self.assertTrue(headers["Location"].startswith(REDIRECT + "?"))
        query = parse_qs(urlsplit(headers["Location"]).query)
        return {key: values[0] for key, values in query.items()}

    def trade(self, expect=200, **form):
        form = {"client_id": CLIENT_ID, "client_secret": SECRET, **form}
        status, _headers, text = self.http("POST", "/token", form=form)
        self.assertEqual(status, expect, text)
        return json.loads(text)

    def trade_code(self, code, expect=200, **more):
        form = {"code": code, "redirect_uri": REDIRECT, **more}
        return self.trade(expect, grant_type="authorization_code", **form)

    def renew(self, refresh_token, expect=200, **more):
        form = {"refresh_token": refresh_token, **more}
        return self.trade(expect, grant_type="refresh_token", **form)


class TestConsent(OAuthCase):
    def test_page_can_be_clicked(self):
        status, _headers, text = self.http("GET", self.ask(login_hint=self.bob))
        self.assertEqual(status, 200)
        for piece in ('form id="consent"', 'id="allow"', 'id="deny"', 'name="scope"'):
            self.assertIn(piece, text)
        self.assertRegex(text, rf'name="account" required value="{self.bob}" checked')
        self.assertNotIn("unverified", text)

    def test_form_goes_where_the_question_came_from(self):
        _status, _headers, text = self.http("GET", self.ask())
        action = unescape(re.search(r'action="([^"]+)"', text).group(1))
        form = {"account": self.anna, "scope": CALENDAR, "decision": "allow"}
        status, headers, _text = self.http("POST", action, form=form)
        self.assertEqual(status, 302)
        back = parse_qs(urlsplit(headers["Location"]).query)
        self.assertEqual(back["state"], ["st&te=1"])

    def test_allow_brings_code_scope_and_untouched_state(self):
        back = self.consent()
        self.assertEqual(back["state"], "st&te=1")
        self.assertEqual(set(back["scope"].split()), {"openid", EMAIL_SCOPE, CALENDAR})
        self.assertTrue(back["code"].startswith("4/0fake-"))

    def test_single_scopes_can_be_refused(self):
        back = self.consent(scopes=[CALENDAR], scope=f"openid {CALENDAR} {CONTACTS}")
        self.assertNotIn(CONTACTS, back["scope"])
        answer = self.trade_code(back["code"])
        self.assertEqual(set(answer["scope"].split()), {"openid", CALENDAR})

    def test_cancel_is_access_denied(self):
        self.assertEqual(self.consent(decision="deny")["error"], "access_denied")

    def test_mistakes_of_the_asker_are_pages(self):
        cases = [
            ({"redirect_uri": REDIRECT + "/x"}, 400, "redirect_uri_mismatch"),
            ({"client_id": "nobody"}, 401, "invalid_client"),
            ({"scope": None}, 400, "Required parameter is missing: scope"),
            ({"response_type": None}, 400, "response_type"),
            ({"scope": "https://example.com/made.up"}, 400, "invalid_scope"),
            ({"code_challenge": "short", "code_challenge_method": "S256"}, 400, "code"),
            ({"code_challenge": CHALLENGE, "code_challenge_method": "S1"}, 400, "code"),
            ({"prompt": "please"}, 400, "prompt"),
        ]
        for changes, status, words in cases:
            with self.subTest(words=words):
                got, headers, text = self.http("GET", self.ask(**changes))
                self.assertEqual((got, headers["Location"]), (status, None))
                self.assertIn(words, text)

    def test_testing_lets_only_listed_users_in(self):
        self.world.add_client(
            CLIENT_ID, SECRET, [REDIRECT], publishing="testing", test_users=[self.bob]
        )
        self.assertIn("hasn’t verified", self.http("GET", self.ask())[2])
        form = {"scope": CALENDAR, "decision": "allow"}
        status, _h, text = self.http(
            "POST", self.ask(), form={**form, "account": self.anna}
        )
        self.assertEqual(status, 403)
        self.assertIn("Error 403: access_denied", text)
        status, _h, _text = self.http(
            "POST", self.ask(), form={**form, "account": self.bob}
        )
        self.assertEqual(status, 302)

    def test_granted_before_goes_straight_back_without_refresh_token(self):
        self.trade_code(self.consent()["code"])
        again = self.ask(prompt=None, login_hint=self.anna)
        status, headers, _text = self.http("GET", again)
        self.assertEqual(status, 302)
        code = parse_qs(urlsplit(headers["Location"]).query)["code"][0]
        self.assertNotIn("refresh_token", self.trade_code(code))

    def test_include_granted_scopes_merges(self):
        self.consent()
        back = self.consent(
            scopes=[CONTACTS], scope=CONTACTS, include_granted_scopes="true"
        )
        self.assertLessEqual({CONTACTS, CALENDAR}, set(back["scope"].split()))

    def test_prompt_none(self):
        status, headers, _text = self.http(
            "GET", self.ask(prompt="none", login_hint=self.anna)
        )
        self.assertEqual(status, 302)
        self.assertIn("error=interaction_required", headers["Location"])


class TestTokens(OAuthCase):
    def test_code_for_tokens_and_identity(self):
        answer = self.trade_code(self.consent()["code"])
        self.assertEqual(answer["token_type"], "Bearer")
        self.assertEqual(answer["expires_in"], 3599)
        self.assertTrue(answer["access_token"].startswith("ya29.fake-"))
        self.assertTrue(answer["refresh_token"].startswith("1//fake-"))
        middle = answer["id_token"].split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=="))
        headers = {"Authorization": f"Bearer {answer['access_token']}"}
        _status, _h, text = self.http("GET", "/oauth2/v3/userinfo", headers=headers)
        info = json.loads(text)
        self.assertEqual(info["email"], self.anna)
        self.assertEqual((claims["sub"], claims["aud"]), (info["sub"], CLIENT_ID))

    def test_code_works_once_and_misuse_takes_tokens_back(self):
        code = self.consent()["code"]
        refresh = self.trade_code(code)["refresh_token"]
        self.assertEqual(self.trade_code(code, 400)["error"], "invalid_grant")
        self.assertEqual(self.renew(refresh, 400)["error"], "invalid_grant")

    def test_code_dies_after_ten_minutes_and_is_bound(self):
        code = self.consent()["code"]
        wrong = self.trade_code(code, 400, redirect_uri=REDIRECT + "/other")
        self.assertEqual(wrong["error"], "redirect_uri_mismatch")
        self.world.add_client("other", "s2", [REDIRECT])
        wrong = self.trade_code(code, 400, client_id="other", client_secret="s2")
        self.assertEqual(wrong["error"], "invalid_grant")
        self.world.clock.advance(601)
        self.assertEqual(self.trade_code(code, 400)["error"], "invalid_grant")

    def test_pkce(self):
        asked = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
        code = self.consent(**asked)["code"]
        missing = self.trade_code(code, 400)
        self.assertEqual(missing["error_description"], "Missing code verifier.")
        wrong = self.trade_code(code, 400, code_verifier="w" * 64)
        self.assertEqual(wrong["error"], "invalid_grant")
        self.trade_code(code, code_verifier=VERIFIER)

    def test_client_mistakes(self):
        wrong = self.renew("x", 401, client_secret="GOCSPX-wrong")
        self.assertEqual(wrong["error"], "invalid_client")
        self.assertEqual(
            self.trade(400, grant_type="password")["error"], "unsupported_grant_type"
        )
        self.assertEqual(self.renew("1//nonsense", 400)["error"], "invalid_grant")
        status, _headers, _text = self.http("GET", "/token")
        self.assertEqual(status, 405)

    def test_secret_may_come_as_basic(self):
        refresh = self.world.grant(self.anna, CLIENT_ID, [CALENDAR])
        pair = base64.b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode()
        status, _headers, text = self.http(
            "POST",
            "/token",
            form={"grant_type": "refresh_token", "refresh_token": refresh},
            headers={"Authorization": f"Basic {pair}"},
        )
        self.assertEqual(status, 200, text)

    def test_hundred_tokens_then_the_oldest_dies(self):
        first = self.world.grant(self.anna, CLIENT_ID, [CALENDAR])
        for _number in range(99):
            self.world.grant(self.anna, CLIENT_ID, [CALENDAR])
        self.renew(first)
        self.world.grant(self.anna, CLIENT_ID, [CALENDAR])
        words = self.renew(first, 400)["error_description"]
        self.assertEqual(words, "Token has been expired or revoked.")

    def test_testing_tokens_live_seven_days(self):
        self.world.add_client(CLIENT_ID, SECRET, [REDIRECT], publishing="testing")
        refresh = self.world.grant(self.anna, CLIENT_ID, [CALENDAR])
        identity = self.world.grant(self.anna, CLIENT_ID, ["openid", "email"])
        self.world.clock.advance(7 * 86400 + 1)
        self.assertEqual(self.renew(refresh, 400)["error"], "invalid_grant")
        self.renew(identity)

    def test_revoke_kills_the_whole_consent(self):
        answer = self.trade_code(self.consent()["code"])
        token = {"token": answer["access_token"]}
        self.assertEqual(self.http("POST", "/revoke", form=token)[0], 200)
        self.renew(answer["refresh_token"], 400)
        status, _headers, text = self.http("POST", "/revoke", form=token)
        self.assertEqual((status, json.loads(text)["error"]), (400, "invalid_token"))

    def test_access_token_expires(self):
        header = {"Authorization": f"Bearer {self.token(self.anna)}"}
        path = "/calendar/v3/users/me/calendarList"
        self.world.clock.advance(3590)
        self.assertEqual(self.http("GET", path, headers=header)[0], 200)
        self.world.clock.advance(10)
        status, headers, text = self.http("GET", path, headers=header)
        error = json.loads(text)["error"]
        self.assertEqual((status, error["errors"][0]["reason"]), (401, "authError"))
        self.assertEqual(error["status"], "UNAUTHENTICATED")
        self.assertIn("Bearer", headers["WWW-Authenticate"])

    def test_token_belongs_in_the_header(self):
        path = "/calendar/v3/users/me/calendarList"
        token = self.token(self.anna)
        self.assertEqual(self.http("GET", path)[0], 401)
        self.assertEqual(self.http("GET", f"{path}?access_token={token}")[0], 400)
        self.assertNotIn(token, repr([vars(e) for e in self.fake.log.entries()]))

    def test_scopes_are_checked_per_method(self):
        events = "https://www.googleapis.com/auth/calendar.events"
        service = self.service(self.anna, scopes=[events])
        service.events().list(calendarId="primary").execute()
        self.refused(403, "insufficientPermissions", service.calendarList().list())
