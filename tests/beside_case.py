# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests beside Odoo's own ``google_calendar`` share: people connected there.

They run in databases in which that module is installed (dev/test.py). It syncs for
real: its requests are led to the fake Google, which they would not find, and noted in
``theirs``. It sends after a commit; ``acts`` lets it.
"""

from contextlib import contextmanager
from unittest.mock import patch
from urllib.parse import urlsplit

import requests

from odoo.addons.google_account.models import google_service

from .calendar_case import CalendarMixin
from .common import CLIENT_ID, CLIENT_SECRET, GwsCase, GwsHttpCase

SCOPE = "https://www.googleapis.com/auth/calendar"


class Rerouted:
    """Stands for ``requests`` in ``google_account``: the same calls, our Google."""

    HTTPError = requests.HTTPError

    def __init__(self, google):
        self.google = google
        self.calls = []

    def request(self, method, url, params=None, data=None, headers=None, timeout=None):
        parts = urlsplit(url)
        self.calls.append((method.upper(), parts.path))
        path = "/token" if parts.path == "/o/oauth2/token" else parts.path
        query = f"?{parts.query}" if parts.query else ""
        return requests.request(
            method,
            self.google.url + path + query,
            params=params,
            data=data,
            headers=headers,
            timeout=timeout,
        )


class BesideMixin(CalendarMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carol = cls.make_user("carol", name="Carol Clark", tz="UTC")

    def setUp(self):
        super().setUp()
        self.set_params(enabled=False, client_id=False, client_secret=False)
        for name, value in (("id", CLIENT_ID), ("secret", CLIENT_SECRET)):
            self.env["ir.config_parameter"].set_param(
                f"google_calendar_client_{name}", value
            )
        # What that module sends the real Google takes; our fake is stricter.
        self.world.be_lax()
        self.rerouted = Rerouted(self.google)
        self.enterContext(patch.object(google_service, "requests", self.rerouted))

    def connect_calendar(self, user, **settings):
        """Nobody is connected here yet: Anna is there."""
        self.connect_there(user)
        return self.env["gws.account"]

    def connect_there(self, user, email=None, **settings):
        """What the other module stores once a person has consented."""
        email = self.make_google(email or user.email, name=user.name)
        kept = self.env["res.users.settings"]._find_or_create_for_user(user)
        kept.sudo().write(
            {
                "google_calendar_rtoken": self.world.grant(email, CLIENT_ID, [SCOPE]),
                "google_synchronization_stopped": False,
                **settings,
            }
        )
        self.env.flush_all()

    @contextmanager
    def acts(self, user=None):
        with super().acts(user) as env:
            yield env
            env.flush_all()
            env.cr.postcommit.run()

    @property
    def theirs(self):
        """Requests of the other module since the last look."""
        calls, self.rerouted.calls = self.rerouted.calls, []
        return calls

    def sync_there(self):
        """Its scheduled action; its cursors and its tests' commits are real enough."""
        with self.acts() as env, patch.object(env.cr, "commit"):
            env.ref("google_calendar.ir_cron_sync_all_cals").method_direct_trigger()

    def press_there(self, user):
        """Its button in the calendar: what the browser calls first."""
        with self.acts(user) as env:
            env.user.restart_google_synchronization()

    def move_over(self):
        """The administrator's button; its words. The log is of the move alone."""
        self.google.log.clear()
        self.world.mails.clear()
        with self.acts(self.env.ref("base.user_admin")) as env:
            action = env["res.config.settings"].create({}).action_gws_move_over()
        self.account = self.account_of(self.anna)
        return action["params"]["message"]

    def account_of(self, user):
        return self.env["gws.account"]._of_user(user)

    def kept_there(self, user):
        return user.res_users_settings_id.sudo()

    def loud(self):
        """Writes that asked Google to mail guests, since the log was emptied."""
        return [
            entry.path
            for entry in self.google.log.entries()
            if "all" in entry.query.get("sendUpdates", ())
        ]


class BesideCase(BesideMixin, GwsCase):
    """Models and services."""


class BesideHttpCase(BesideMixin, GwsHttpCase):
    """The same behind Odoo's HTTP server."""
