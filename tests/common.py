# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the Odoo tests share: a fake Google, a configured database, connected users.

    class TestSomething(GwsCase):            # services and models
        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            cls.anna = cls.make_user("anna")
            cls.account = cls.connect(cls.anna, calendar_sync_from="2020-01-01")

    class TestSomeRoute(GwsHttpCase): …      # the same, plus Odoo's HTTP server

``google`` is the running FakeGoogle, ``world`` its state. Everything is real: the
client library, HTTP, tokens and their encryption; only Google is ours. Transactions
opened by the code under test join the test's own (Odoo's test mode), so they see
what the test made and vanish with it.
"""

import json
import os
from unittest.mock import patch
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from cryptography.fernet import Fernet

from odoo import fields
from odoo.tests import HttpCase, TransactionCase, new_test_user

from ..services.gws_client import REDIRECT_PATH, SCOPES
from ..services.gws_secrets import KEY_VARIABLE
from .fakes import FakeGoogle

CLIENT_ID = "123456-test.apps.googleusercontent.com"
CLIENT_SECRET = "GOCSPX-the-secret-of-the-tests"
IDENTITY = ("openid", "https://www.googleapis.com/auth/userinfo.email")
CALENDAR = SCOPES["calendar"]
SESSION_INFO = "odoo.__session_info__ = "


class GoogleMixin:
    """Starts the fake Google and points the database at it."""

    @classmethod
    def start_google(cls, base_url):
        key = Fernet.generate_key().decode()
        environ = patch.dict(os.environ, {KEY_VARIABLE: key})
        environ.start()
        cls.addClassCleanup(environ.stop)
        cls.google = FakeGoogle().start()
        cls.addClassCleanup(cls.google.stop)
        cls.world = cls.google.world
        cls.world.add_client(
            CLIENT_ID, CLIENT_SECRET, redirect_uris=[base_url + REDIRECT_PATH]
        )
        cls.set_params(
            enabled=True,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            api_endpoint=cls.google.url,
        )
        cls.env["ir.config_parameter"].set_param("web.base.url", base_url)

    @classmethod
    def set_params(cls, **values):
        """Set system parameters by their short name: ``set_params(paused=True)``."""
        for name, value in values.items():
            cls.env["ir.config_parameter"].set_param(f"google_workspace.{name}", value)

    @classmethod
    def make_user(cls, login, groups="base.group_user", **values):
        """An Odoo user with password = login and e-mail ``<login>@example.com``."""
        values = {"email": f"{login}@example.com", "name": login.title(), **values}
        return new_test_user(cls.env, login, groups=groups, **values)

    @classmethod
    def make_google(cls, email, **values):
        """A Google account, made on first use."""
        if not cls.world.account(email):
            cls.world.add_account(email, **values)
        return email

    @classmethod
    def connect(cls, user, email=None, scopes=None, **settings):
        """A connected account of ``user``, without the browser.

        ``settings`` are fields of ``gws.account``. The access token is fresh, and the
        request log is empty afterwards.
        """
        email = cls.make_google(email or user.email)
        granted = (*IDENTITY, *(CALENDAR if scopes is None else scopes))
        account = cls.env["gws.account"]._ensure_for_user(user)
        refresh_token = cls.world.grant(email, CLIENT_ID, granted)
        oauth = cls.env["gws.client"]._oauth(account)
        grant = oauth.refresh(refresh_token)
        identity = oauth.userinfo(grant.access_token)
        now = fields.Datetime.now()
        cls.env["gws.secrets"]._write_secret(
            account.id,
            refresh_token=refresh_token,
            access_token=grant.access_token,
            access_expires_at=fields.Datetime.add(now, seconds=grant.expires_in),
            issued_to=CLIENT_ID,
            granted_at=now,
        )
        account.write(
            {
                "state": "connected",
                "email": identity.email,
                "google_sub": identity.sub,
                "granted_scopes": " ".join(sorted(granted)),
                **settings,
            }
        )
        cls.env["gws.client"]._remember_database()
        cls.env.flush_all()
        cls.google.log.clear()
        return account

    def secret_of(self, account):
        """What is stored for ``account``, decrypted."""
        self.env.flush_all()
        return self.env["gws.secrets"]._read_secret(account.id)

    def requests_to(self, path, method=None):
        """How often the fake Google was asked for ``path`` (a regular expression)."""
        return self.google.log.count(method=method, path=path)


class GwsCase(GoogleMixin, TransactionCase):
    """Models and services, in one transaction."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_google("http://localhost:8069")
        cls.registry_enter_test_mode_cls()

    def setUp(self):
        super().setUp()
        self.google.faults.clear()
        self.google.log.clear()


class GwsHttpCase(GoogleMixin, HttpCase):
    """The same behind Odoo's HTTP server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_google(cls.base_url())

    def setUp(self):
        super().setUp()
        self.google.faults.clear()
        self.google.log.clear()

    def start_consent(self, return_url="/odoo/calendar", **query):
        """The logged-in user presses *Grant access*: Google's address of the page."""
        query = urlencode({"return_url": return_url, **query})
        response = self.url_open(
            f"/google_workspace/connect?{query}", allow_redirects=False
        )
        self.assertEqual(response.status_code, 302, response.text)
        return response.headers["Location"]

    def answer_consent(self, url, email, allow=True, untick=()):
        """The user fills in Google's page: the path it sends the browser back to."""
        self.assertTrue(url.startswith(self.google.url), url)
        self.assertEqual(requests.get(url, timeout=10).status_code, 200)
        wanted = parse_qs(urlsplit(url).query)["scope"][0].split()
        form = {
            "account": email,
            "scope": [scope for scope in wanted if scope not in untick],
            "decision": "allow" if allow else "deny",
        }
        response = requests.post(url, data=form, allow_redirects=False, timeout=10)
        self.assertEqual(response.status_code, 302, response.text)
        return self.path_of(response)

    def grant_access(self, email, **answer):
        """Out to Google and back: the last response of Odoo, not followed."""
        back = self.answer_consent(self.start_consent(), email, **answer)
        return self.url_open(back, allow_redirects=False)

    def take_notice(self):
        """The notice that the next page of Odoo shows; {} when there is none."""
        self.env.invalidate_all()
        page = self.url_open("/odoo")
        self.assertEqual(page.status_code, 200)
        start = page.text.index(SESSION_INFO) + len(SESSION_INFO)
        info, _end = json.JSONDecoder().raw_decode(page.text, start)
        return info.get("gws_notice") or {}

    def path_of(self, response):
        """Where a response leads to, as a path with its query."""
        url = urlsplit(response.headers.get("Location") or "")
        return url._replace(scheme="", netloc="").geturl()
