# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How Odoo's own ``google_calendar`` does the work of ``beside``.

Its address of Google is fixed in its code and is changed here; its tokens are plain
fields. Run inside `odoo shell` this file answers the steps it is asked for, one after
the other, at the other end of GWS_BESIDE (see ``bench_beside``).
"""

import os
import sys

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))

from multiprocessing.connection import Client

import beside
import measure

SCOPE = "https://www.googleapis.com/auth/calendar"


class Peer(beside.Side):
    def configure(self):
        from odoo.addons.google_account.models import google_service

        os.environ["NO_PROXY"] = "127.0.0.1"
        request = google_service.GoogleService._do_request
        # The host that requests may go to, and the default of their `preuri`.
        known = google_service.GOOGLE_API_BASE_URL
        google_service.GOOGLE_API_BASE_URL = self.google.url
        request.__defaults__ = tuple(
            self.google.url if value == known else value
            for value in request.__defaults__
        )
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("google_calendar_client_id", measure.CLIENT_ID)
        parameters.set_param("google_calendar_client_secret", measure.CLIENT_SECRET)
        self.google.world("be_lax")
        self.env.cr.commit()

    def connect(self, login):
        user = measure.user(self.env, login)
        settings = self.env["res.users.settings"]._find_or_create_for_user(user)
        token = self.google.world(
            "access_token", user.email, measure.CLIENT_ID, [SCOPE]
        )
        settings._set_google_auth_tokens(token, "never used", 3600)
        self.env.cr.commit()
        return user

    def sync(self, user):
        user._sync_all_google_calendar()

    def sync_all(self):
        self.env["res.users"]._sync_all_google_calendar()

    def reset(self, user):
        choices = {"delete_policy": "delete_google", "sync_policy": "all"}
        wizard = self.env["google.calendar.account.reset"]
        wizard.create({"user_id": user.id, **choices}).reset_account()
        self.env.cr.commit()

    def singles(self):
        domain = [
            ("user_id", "=", self.anna.id),
            ("google_id", "!=", False),
            ("recurrency", "=", False),
        ]
        return self.env["calendar.event"].search(domain, order="id")

    def series(self, google_id):
        domain = [("google_id", "=", google_id)]
        return self.env["calendar.recurrence"].search(domain)


def answer_steps(env):
    """Do what the other process asks for, until it hangs up."""
    with Client(os.environ["GWS_BESIDE"]) as line, measure.Google() as google:
        side = Peer(env, google)
        line.send("ready")
        while name := line.recv():
            line.send(side.step(name))


if "env" in globals():  # given by the shell
    answer_steps(globals()["env"])
