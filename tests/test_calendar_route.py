# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The calendar button's route answers as promised, and no secret leaves the house."""

import json
import logging
import re

from odoo.tests import tagged
from odoo.tests.common import JsonRpcException

from .calendar_case import CalendarHttpCase
from .common import CALENDAR as CALENDAR_SCOPES, IDENTITY
from .test_calendar_faults import FAULTS

SECRETS = re.compile(r"ya29\.|1//|GOCSPX-|[Bb]earer (?!\*)")
ROUTE = "/google_workspace/calendar/sync"


class RouteCase(CalendarHttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate("anna", "anna")

    def call(self):
        """Press the button over HTTP, as the logged-in user."""
        self.env.flush_all()
        self.google.log.clear()
        answer = self.make_jsonrpc_request(ROUTE)
        self.env.invalidate_all()
        return answer


@tagged("post_install", "-at_install")
class TestCalendarRoute(RouteCase):
    def test_ok(self):
        google_id = self.put()
        self.make(name="Mine")
        answer = self.call()
        self.assertEqual(answer["status"], "ok")
        self.assertEqual(answer["summary"]["created"], 1)
        self.assertEqual(answer["summary"]["pushed"], 1)
        self.assertTrue(answer["message"])
        self.assertTrue(self.event_of(google_id))
        self.assertEqual(self.titles(), ["Mine", "Talk"])
        self.assertEqual(self.call()["message"], "Already up to date.")

    def test_need_config_without_a_client(self):
        self.set_params(client_id="")
        answer = self.call()
        self.assertEqual(answer["status"], "need_config")
        self.assertIn("administrator", answer["message"])
        self.assertFalse(answer.get("url"), "a user cannot open the settings")

    def test_need_config_shows_the_administrator_the_settings(self):
        self.set_params(enabled=False)
        self.anna.group_ids |= self.env.ref("base.group_system")
        self.assertIn("settings", self.call()["url"])

    def test_need_config_without_a_first_day(self):
        self.account.calendar_sync_from = False
        answer = self.call()
        self.assertEqual(answer["status"], "need_config")
        self.assertTrue(answer["url"])
        self.assertEqual(self.google.log.http_count, 0)

    def test_need_auth_without_an_account(self):
        self.authenticate("bob", "bob")
        answer = self.call()
        self.assertEqual(answer["status"], "need_auth")
        self.assertTrue(answer["url"].startswith("/google_workspace/connect?"))

    def test_need_auth_without_the_calendar_granted(self):
        self.account.granted_scopes = " ".join(IDENTITY)
        self.assertEqual(self.call()["status"], "need_auth")
        self.account.granted_scopes = " ".join((*IDENTITY, *CALENDAR_SCOPES))
        self.assertEqual(self.call()["status"], "ok")

    def test_need_auth_when_the_grant_was_withdrawn(self):
        self.google.faults.revoke_tokens("anna@example.com")
        answer = self.call()
        self.assertEqual(answer["status"], "need_auth")
        self.assertTrue(answer["url"])
        self.assertEqual(self.account.state, "reconnect")

    def test_paused(self):
        self.set_params(paused=True)
        self.assertEqual(self.call()["status"], "paused")
        self.set_params(paused=False)
        self.account.state = "paused"
        self.assertEqual(self.call()["status"], "paused")
        self.assertEqual(self.google.log.http_count, 0)

    def test_error(self):
        self.google.faults.fail(503, None, ("GET", "/calendar/"))
        answer = self.call()
        self.assertEqual(answer["status"], "error")
        self.assertIn("tries again by itself", answer["message"])
        # A person's press overrides the waiting that followed.
        self.assertTrue(self.account.calendar_next_try)
        self.google.faults.clear()
        self.assertEqual(self.call()["status"], "ok")

    def test_nobody_else(self):
        self.logout()
        with self.assertRaises(JsonRpcException):
            self.call()
        self.assertEqual(self.google.log.http_count, 0)


@tagged("post_install", "-at_install")
class TestCalendarSecrets(RouteCase):
    """Whatever happens, tokens and client secrets are in no log, answer or export."""

    def secrets_in(self, where, text):
        for found in SECRETS.finditer(text):
            nearby = text[max(0, found.start() - 80) : found.end() + 20]
            self.fail(f"A secret in {where}: …{nearby}…")

    def story(self):
        """Good and bad days of an account; every answer of the route."""
        answers = []
        self.account.log_enabled = True
        self.put_many(3)
        self.make(name="Mine")
        answers.append(self.call())
        for name in sorted(FAULTS):
            self.make(name=f"During {name}")
            for match in (("GET", "/calendar/"), ("POST", "/calendar/")):
                FAULTS[name](self.google.faults, match, 4 if name != "401" else 1)
                answers.append(self.call())
                self.google.faults.clear()
        self.google.faults.answer(
            500,
            "backendError",
            "Bearer ya29.echoed GOCSPX-echoed 1//echoed",
            times=None,
            match=("GET", "/calendar/"),
        )
        answers.append(self.call())
        self.google.faults.clear()
        self.google.faults.answer(
            400,
            "invalid",
            "Bearer ya29.echoed GOCSPX-echoed 1//echoed",
            times=None,
            match=("POST", "/calendar/"),
        )
        self.make(name="Refused")
        answers.append(self.call())
        self.google.faults.clear()
        self.google.faults.revoke_tokens("anna@example.com")
        answers.append(self.call())
        return answers

    def test_no_secret_is_anywhere(self):
        with self.assertLogs(level=logging.DEBUG) as captured:
            logging.getLogger("odoo.addons.google_workspace").debug("listening")
            answers = self.story()
        self.secrets_in("route answers", json.dumps(answers))
        self.assertGreater(len(answers), 20)
        for record in captured.records:
            if not record.name.startswith(("odoo.sql_db", "werkzeug")):
                self.secrets_in(f"log of {record.name}", record.getMessage())
        lines = self.env["ir.logging"].search([("name", "=", "google_workspace")])
        self.assertTrue(lines)
        self.secrets_in("log table", "\n".join(lines.mapped("message")))
        exported = 0
        for name in sorted(self.env.registry):
            model = self.env[name]
            if name.startswith("gws.") and not model._abstract and model._auto:
                exported += self.export(model)
        self.assertGreater(exported, 30)

    def export(self, model):
        """Export all of a model as the administrator; the number of rows."""
        rows = model.with_user(self.env.ref("base.user_admin"))
        names = [n for n, f in model._fields.items() if f.exportable]
        if not rows.has_access("read"):
            return 0
        found = rows.search([]).with_context(active_test=False)
        data = found.export_data(names)["datas"]
        self.secrets_in(f"export of {model._name}", str(data))
        self.secrets_in(f"reading {model._name}", str(found.read()))
        return len(data)
