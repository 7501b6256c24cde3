# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The consent as a user meets it: out to Google, back, and the notice."""

import json
from unittest.mock import patch
from urllib.parse import parse_qs, quote, urlsplit

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..controllers.oauth import local_path
from .common import CALENDAR, CLIENT_ID, CLIENT_SECRET, GwsHttpCase


@tagged("post_install", "-at_install")
class TestConsent(GwsHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user("anna")
        cls.make_google("anna@example.com")

    def account(self):
        self.env.invalidate_all()
        return self.env["gws.account"].search([("user_id", "=", self.anna.id)])

    def test_the_whole_way(self):
        self.authenticate("anna", "anna")
        response = self.grant_access("anna@example.com")

        self.assertEqual(response.status_code, 302)
        self.assertEqual(self.path_of(response), "/odoo/calendar")
        account = self.account()
        self.assertEqual(account.state, "connected")
        self.assertEqual(account.email, "anna@example.com")
        self.assertEqual(account.google_sub, self.world.account("anna@example.com").sub)
        self.assertTrue(account._is_granted("calendar"))
        self.assertFalse(account._is_granted("mail"))
        secret = self.secret_of(account)
        self.assertTrue(secret.refresh_token)
        self.assertTrue(secret.access_token)
        self.assertEqual(secret.issued_to, CLIENT_ID)
        client = self.env["gws.client"]
        self.assertEqual(len(client._calendar(account).calendars()), 1)

    def connect_a_sender(self, login):
        """A user whose mail goes out through Gmail consents; the personal server."""
        user = self.make_user(login)
        email = self.make_google(f"{login}@example.com")
        self.world.add_alias(email, f"sales.{login}@example.com", "Sales")
        account = self.env["gws.account"]._ensure_for_user(user)
        account.send_via_gmail = True
        self.authenticate(login, login)
        self.grant_access(email)
        self.env.invalidate_all()
        self.assertEqual(account.state, "connected")
        return account.send_server_ids

    def test_the_aliases_to_send_from_are_known(self):
        self.assertEqual(
            self.connect_a_sender("seth").from_filter,
            "sales.seth@example.com,seth@example.com",
        )

    def test_aliases_that_google_does_not_tell_are_no_obstacle(self):
        self.google.faults.answer(
            403,
            "insufficientPermissions",
            "Insufficient Permission",
            times=9,
            match=("GET", "sendAs"),
        )
        server = self.connect_a_sender("sina")
        self.assertEqual(server.from_filter, "sina@example.com")

    def test_the_calendars_are_there_to_choose_from(self):
        otto = self.make_user("otto")
        self.make_google("otto@example.com")
        self.world.add_calendar("otto@example.com", "Team")
        self.authenticate("otto", "otto")
        self.grant_access("otto@example.com")
        self.env.invalidate_all()
        account = self.env["gws.account"].search([("user_id", "=", otto.id)])
        self.assertEqual(account.calendar_ids.mapped("name").count("Team"), 1)
        chosen = account.calendar_ids.filtered("selected")
        self.assertTrue(chosen.is_primary)
        self.assertTrue(chosen.is_default)
        # Nothing was synced: no row, no time, no event asked for.
        self.assertFalse(account.run_ids)
        self.assertFalse(account.last_sync)
        self.assertEqual(self.requests_to("/events"), 0)

    def test_a_bad_day_at_google_does_not_undo_the_consent(self):
        self.google.faults.fail(500, times=None, match="/calendarList")
        self.authenticate("anna", "anna")
        with mute_logger("odoo.addons.google_workspace.services.gws_runner"):
            self.grant_access("anna@example.com")
        account = self.account()
        self.assertEqual(account.state, "connected")
        self.assertTrue(account.last_error)

    def test_an_answer_that_names_no_scopes_grants_all_that_was_asked_for(self):
        """As the standard has it (RFC 6749, 5.1)."""
        tokens = type(self.world.tokens)
        answer = tokens._answer

        def without_scope(store, *args, **kwargs):
            said = answer(store, *args, **kwargs)
            del said["scope"]
            return said

        self.authenticate("anna", "anna")
        with patch.object(tokens, "_answer", without_scope):
            self.grant_access("anna@example.com")
        account = self.account()
        self.assertEqual(account.state, "connected")
        self.assertTrue(account._is_granted("calendar"))
        self.assertFalse(account._is_granted("mail"), "it was not asked for")
        self.assertEqual(self.take_notice()["type"], "success")

    def test_the_notice_is_shown_once(self):
        self.authenticate("anna", "anna")
        self.grant_access("anna@example.com")
        notice = self.take_notice()
        self.assertEqual(notice["type"], "success")
        self.assertIn("anna@example.com", notice["message"])
        self.assertFalse(self.take_notice())

    def test_what_is_asked_for(self):
        self.authenticate("anna", "anna")
        query = parse_qs(urlsplit(self.start_consent()).query)
        identity = {"openid", "https://www.googleapis.com/auth/userinfo.email"}
        self.assertEqual(set(query["scope"][0].split()), identity | set(CALENDAR))
        self.assertEqual(query["response_type"], ["code"])
        self.assertEqual(query["access_type"], ["offline"])
        self.assertEqual(query["include_granted_scopes"], ["true"])
        self.assertEqual(query["code_challenge_method"], ["S256"])
        self.assertEqual(query["login_hint"], ["anna@example.com"])
        self.assertEqual(
            query["redirect_uri"], [self.base_url() + "/google_account/authentication"]
        )
        state = json.loads(query["state"][0])
        self.assertEqual(state["s"], "google_workspace")
        self.assertEqual(state["d"], self.env.cr.dbname)
        self.assertEqual(state["f"], "/odoo/calendar")

    def test_a_feature_switched_on_asks_for_its_scope(self):
        account = self.connect(self.anna)
        account.contact_enabled = True
        self.authenticate("anna", "anna")
        query = parse_qs(urlsplit(self.start_consent()).query)
        self.assertIn("https://www.googleapis.com/auth/contacts", query["scope"][0])
        self.assertNotIn("gmail", query["scope"][0])
        self.grant_access("anna@example.com")
        self.assertTrue(self.account()._is_granted("contact"))
        self.assertTrue(self.account()._is_granted("calendar"))

    def test_the_redirect_uri_is_never_the_request_s(self):
        self.env["ir.config_parameter"].set_param(
            "web.base.url", "https://odoo.example.com/"
        )
        self.authenticate("anna", "anna")
        response = self.url_open(
            "/google_workspace/connect",
            allow_redirects=False,
            headers={"X-Forwarded-Host": "evil.example.net"},
        )
        query = parse_qs(urlsplit(response.headers["Location"]).query)
        self.assertEqual(
            query["redirect_uri"],
            ["https://odoo.example.com/google_account/authentication"],
        )

    def test_nothing_secret_in_what_the_browser_sees(self):
        self.authenticate("anna", "anna")
        url = self.start_consent()
        back = self.answer_consent(url, "anna@example.com")
        with self.assertLogs("odoo", "DEBUG") as logs:
            response = self.url_open(back, allow_redirects=False)
            page = self.url_open("/odoo")
        secret = self.secret_of(self.account())
        seen = "\n".join([url, str(response.headers), response.text, page.text])
        logged = "\n".join(record.getMessage() for record in logs.records)
        for hidden in (secret.refresh_token, secret.access_token, CLIENT_SECRET):
            self.assertNotIn(hidden, seen)
            self.assertNotIn(hidden, logged)
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_unticked_box(self):
        self.make_google("ticks@example.com")
        self.authenticate("anna", "anna")
        self.grant_access("ticks@example.com", untick=CALENDAR)
        account = self.account()
        self.assertEqual(account.state, "connected")
        self.assertFalse(account._is_granted("calendar"))
        self.assertIn("Calendar", account.last_error)
        notice = self.take_notice()
        self.assertEqual(notice["type"], "warning")
        self.assertIn("Calendar", notice["message"])
        self.assertEqual(notice["link"], "/google_workspace/guide#missing-scope")
        # The next consent, with the box ticked, mends it.
        self.grant_access("ticks@example.com")
        self.assertTrue(self.account()._is_granted("calendar"))
        self.assertFalse(self.account().last_error)

    def test_denied(self):
        self.authenticate("anna", "anna")
        response = self.grant_access("anna@example.com", allow=False)
        self.assertEqual(self.path_of(response), "/odoo/calendar")
        self.assertEqual(self.account().state, "draft")
        notice = self.take_notice()
        self.assertIn("access_denied", notice["message"])
        self.assertIn("test users", notice["message"])
        self.assertEqual(notice["link"], "/google_workspace/guide#access-denied")
        self.assertEqual(self.requests_to("/token"), 0)

    def test_not_configured(self):
        for name in ("enabled", "client_id", "client_secret"):
            with self.subTest(name):
                self.set_params(
                    enabled=True, client_id=CLIENT_ID, client_secret=CLIENT_SECRET
                )
                self.set_params(**{name: False})
                self.authenticate("anna", "anna")
                response = self.url_open(
                    "/google_workspace/connect?return_url=/odoo/contacts",
                    allow_redirects=False,
                )
                self.assertEqual(self.path_of(response), "/odoo/contacts")
                notice = self.take_notice()
                self.assertIn("General Settings", notice["message"])
                self.assertFalse(self.account())

    def test_own_client_works_without_the_system_s(self):
        self.set_params(client_id=False, client_secret=False)
        self.world.add_client(
            "own.apps.googleusercontent.com",
            "GOCSPX-own",
            redirect_uris=[self.base_url() + "/google_account/authentication"],
        )
        self.anna.write(
            {
                "gws_client_id": "own.apps.googleusercontent.com",
                "gws_client_secret": "GOCSPX-own",
            }
        )
        self.authenticate("anna", "anna")
        self.grant_access("anna@example.com")
        account = self.account()
        self.assertEqual(account.state, "connected")
        self.assertEqual(
            self.secret_of(account).issued_to, "own.apps.googleusercontent.com"
        )

    def test_return_url_stays_here(self):
        for url in (
            "https://evil.example.net/",
            "//evil.example.net",
            "/\\evil.example.net",
            "\\\\evil.example.net",
            "javascript:alert(1)",
            "/odoo\nLocation: x",
            "odoo",
            "",
            None,
            "/google_workspace/connect",
        ):
            with self.subTest(url):
                self.assertEqual(local_path(url), "/odoo")
        self.assertEqual(local_path("/odoo/calendar?x=1"), "/odoo/calendar?x=1")
        self.authenticate("anna", "anna")
        url = self.start_consent(return_url="https://evil.example.net/")
        back = self.answer_consent(url, "anna@example.com")
        self.assertEqual(
            self.path_of(self.url_open(back, allow_redirects=False)), "/odoo"
        )

    def test_portal_users_cannot_connect(self):
        self.make_user("paul", groups="base.group_portal")
        self.authenticate("paul", "paul")
        with mute_logger("odoo.http"):
            response = self.url_open("/google_workspace/connect", allow_redirects=False)
        self.assertEqual(response.status_code, 403)

    def test_strangers_log_in_first(self):
        response = self.url_open("/google_workspace/connect", allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    def test_other_services_pass_through(self):
        """States of others get google_account's own answers, with and without us."""
        self.authenticate("anna", "anna")
        state = quote(json.dumps({"d": "x", "s": "calendar", "f": "/odoo/x"}))
        response = self.url_open(
            f"/google_account/authentication?state={state}&error=access_denied",
            allow_redirects=False,
        )
        self.assertEqual(self.path_of(response), "/odoo/x?error=access_denied")
        response = self.url_open(
            f"/google_account/authentication?state={state}", allow_redirects=False
        )
        self.assertEqual(self.path_of(response), "/odoo/x?error=Unknown_error")
        response = self.url_open(
            "/google_account/authentication?state={}", allow_redirects=False
        )
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self.google.log.http_count, 0)
