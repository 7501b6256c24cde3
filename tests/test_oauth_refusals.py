# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Consents that must not count, and the words in which each is refused."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CLIENT_ID, CLIENT_SECRET, GwsHttpCase

WORDS = "odoo.addons.google_workspace.services.gws_oauth_words"


@tagged("post_install", "-at_install")
class TestRefusals(GwsHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user("anna")
        cls.make_google("anna@example.com")

    def setUp(self):
        super().setUp()
        self.authenticate("anna", "anna")

    def assertRefused(self, response, word, anchor="state"):
        """Back in Odoo with words and the guide; nothing stored, no token asked."""
        self.assertEqual(response.status_code, 302, response.text)
        notice = self.take_notice()
        self.assertIn(word, notice["message"])
        link = f"/google_workspace/guide#{anchor}" if anchor else ""
        self.assertEqual(notice["link"], link)
        self.assertNotEqual(notice["type"], "success")
        account = self.env["gws.account"].search([("user_id", "=", self.anna.id)])
        self.assertEqual(account.state or "draft", "draft")
        self.assertFalse(self.secret_of(account).refresh_token)

    def come_back(self, path):
        return self.url_open(path, allow_redirects=False)

    def test_used_twice(self):
        back = self.answer_consent(self.start_consent(), "anna@example.com")
        self.come_back(back)
        self.assertEqual(self.take_notice()["type"], "success")
        asked = self.requests_to("/token")
        self.come_back(back)
        self.assertIn("used already", self.take_notice()["message"])
        self.assertEqual(self.requests_to("/token"), asked)
        account = self.env["gws.account"].search([("user_id", "=", self.anna.id)])
        self.assertEqual(account.state, "connected")

    def test_too_late(self):
        back = self.answer_consent(self.start_consent(), "anna@example.com")
        self.env["gws.oauth.state"].search([]).expires = (
            fields.Datetime.now() - timedelta(seconds=1)
        )
        self.env.flush_all()
        self.assertRefused(self.come_back(back), "ten minutes")
        self.assertEqual(self.requests_to("/token"), 0)

    def test_other_session_of_the_same_user(self):
        back = self.answer_consent(self.start_consent(), "anna@example.com")
        self.authenticate("anna", "anna")
        self.assertRefused(self.come_back(back), "another browser session")
        self.assertEqual(self.requests_to("/token"), 0)

    def test_other_user(self):
        """A link sent to somebody else never connects the sender's Google to them."""
        back = self.answer_consent(self.start_consent(), "anna@example.com")
        ben = self.make_user("ben")
        self.authenticate("ben", "ben")
        self.assertRefused(self.come_back(back), "another browser session")
        self.assertFalse(
            self.env["gws.account"].search(
                [("user_id", "=", ben.id), ("state", "!=", "draft")]
            )
        )
        # Even with the same session text, the user must be the one who began.
        row = self.env["gws.oauth.state"].search([])
        row.user_id = ben
        self.env.flush_all()
        self.assertEqual(len(row), 1)

    def test_other_user_in_the_same_session(self):
        back = self.answer_consent(self.start_consent(), "anna@example.com")
        self.env["gws.oauth.state"].search([]).user_id = self.make_user("ben")
        self.env.flush_all()
        self.assertRefused(self.come_back(back), "another user")
        self.assertEqual(self.requests_to("/token"), 0)

    def test_logged_out_meanwhile(self):
        back = self.answer_consent(self.start_consent(), "anna@example.com")
        self.logout()
        response = self.come_back(back)
        self.assertEqual(response.status_code, 200)
        self.assertIn("another browser session", response.text)
        self.assertIn("/web/login", response.text)
        self.assertEqual(self.requests_to("/token"), 0)

    def test_forged_states(self):
        url = self.start_consent()
        state = json.loads(parse_qs(urlsplit(url).query)["state"][0])
        forged = [
            {**state, "f": "https://evil.example.net/"},
            {**state, "n": "other"},
            {**state, "d": "other"},
            {**state, "h": "0" * 64},
            {**state, "h": None},
            {**state, "n": ["list"]},
            {"s": "google_workspace"},
        ]
        for body in forged:
            with self.subTest(body):
                query = urlencode({"state": json.dumps(body), "code": "4/x"})
                response = self.come_back(f"/google_account/authentication?{query}")
                self.assertEqual(self.path_of(response), "/odoo")
                self.assertIn("does not come from", self.take_notice()["message"])
        self.assertEqual(self.requests_to("/token"), 0)
        # The real one still works: nobody burnt it.
        self.come_back(self.answer_consent(url, "anna@example.com"))
        self.assertEqual(self.take_notice()["type"], "success")

    @mute_logger(WORDS)
    def test_stolen_code_is_useless_without_the_verifier(self):
        """PKCE: a code of another consent does not fit this one's verifier."""
        first = self.answer_consent(self.start_consent(), "anna@example.com")
        second = self.answer_consent(self.start_consent(), "anna@example.com")
        code = parse_qs(urlsplit(first).query)["code"][0]
        state = parse_qs(urlsplit(second).query)["state"][0]
        response = self.come_back(
            f"/google_account/authentication?code={quote(code)}&state={quote(state)}"
        )
        self.assertRefused(response, "its own code")

    @mute_logger(WORDS)
    def test_wrong_secret(self):
        back = self.answer_consent(self.start_consent(), "anna@example.com")
        self.set_params(client_secret="GOCSPX-wrong")
        self.assertRefused(self.come_back(back), "client secret", "invalid-client")
        admin = self.env.ref("base.user_admin")
        activities = self.env["mail.activity"].search(
            [
                ("res_model", "=", "gws.account"),
                ("res_id", "in", self.anna.gws_account_ids.ids),
                ("user_id", "=", admin.id),
            ]
        )
        self.assertEqual(len(activities), 1)

    def test_client_changed_meanwhile(self):
        back = self.answer_consent(self.start_consent(), "anna@example.com")
        self.set_params(client_id="other.apps.googleusercontent.com")
        self.assertRefused(self.come_back(back), "client was changed")
        self.assertEqual(self.requests_to("/token"), 0)

    @mute_logger(WORDS)
    def test_google_down(self):
        back = self.answer_consent(self.start_consent(), "anna@example.com")
        self.google.faults.fail(status=503, times=9, match=("POST", "/token"))
        self.assertRefused(self.come_back(back), "could not be reached", "")

    @mute_logger(WORDS)
    def test_redirect_mismatch_at_the_exchange(self):
        back = self.answer_consent(self.start_consent(), "anna@example.com")
        self.env["ir.config_parameter"].set_param(
            "web.base.url", "http://127.0.0.1:1/elsewhere"
        )
        response = self.come_back(back)
        notice = self.take_notice()
        self.assertEqual(response.status_code, 302)
        self.assertIn("redirect", notice["link"])
        self.assertIn("http://127.0.0.1:1/elsewhere", notice["message"])

    def test_errors_on_google_s_page(self):
        cases = {
            "access_denied": ("test users", "access-denied"),
            "admin_policy_enforced": ("organization", "admin-policy"),
            "org_internal": ("one organization", "org-internal"),
            "temporarily_unavailable": ("could not be reached", ""),
            "invalid_scope": ("permissions", "missing-scope"),
            "something_new": ("something_new", "other-errors"),
            "<script>": ("?", "other-errors"),
        }
        for error, (word, anchor) in cases.items():
            with self.subTest(error):
                query = parse_qs(urlsplit(self.start_consent()).query)
                text = urlencode({"state": query["state"][0], "error": error})
                response = self.come_back(f"/google_account/authentication?{text}")
                self.assertRefused(response, word, anchor)

    def test_test_user_missing(self):
        """Google tells it on its own page and does not send the browser back."""
        self.world.add_client(
            CLIENT_ID,
            CLIENT_SECRET,
            redirect_uris=[self.base_url() + "/google_account/authentication"],
            publishing="testing",
            test_users=["ben@example.com"],
        )
        self.addCleanup(
            self.world.add_client,
            CLIENT_ID,
            CLIENT_SECRET,
            redirect_uris=[self.base_url() + "/google_account/authentication"],
        )
        url = self.start_consent()
        with self.assertRaisesRegex(AssertionError, "403"):
            self.answer_consent(url, "anna@example.com")

    def test_every_link_leads_to_a_section(self):
        guide = self.url_open("/google_workspace/guide").text
        oauth = self.env["gws.oauth"]
        for name, (_kind, _title, message, anchor) in oauth._sentences({}).items():
            with self.subTest(name):
                self.assertTrue(message)
                if anchor:
                    self.assertIn(f'id="{anchor}"', guide)
