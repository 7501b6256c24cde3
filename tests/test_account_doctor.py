# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The setup doctor: each wrong step is found, said, and linked to its cure."""

import os
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from cryptography.fernet import Fernet

from odoo import fields
from odoo.tests import tagged
from odoo.tools import config

from ..services.gws_client import SCOPES
from ..services.gws_secrets import KEY_VARIABLE
from .common import CLIENT_ID, CLIENT_SECRET, IDENTITY, GwsCase


class DoctorCase(GwsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user("anna")
        cls.account = cls.connect(cls.anna, calendar_sync_from="2020-01-01")
        cls.cron = cls.env.ref("google_workspace.cron_sync_appointments")

    def setUp(self):
        super().setUp()
        self.cron.active = True
        self.set_cron_threads(2)

    def set_cron_threads(self, count):
        self.startPatcher(
            patch.dict(config._runtime_options, {"max_cron_threads": count})
        )

    def findings(self, account=None):
        account = self.account if account is None else account
        found = self.env["gws.doctor"]._examine(account)
        guide = Path(__file__).parent.parent / "docs" / "google_console.md"
        text = guide.read_text()
        for finding in found:
            self.assertIn(finding.level, ("ok", "note", "wrong"))
            self.assertTrue(finding.step and finding.message)
            if finding.anchor:
                self.assertIn(f"{{#{finding.anchor}}}", text)
        return found

    def wrong(self, account=None):
        return {
            f.anchor: f.message for f in self.findings(account) if f.level == "wrong"
        }

    def notes(self):
        return {f.anchor: f.message for f in self.findings() if f.level == "note"}


@tagged("post_install", "-at_install")
class TestDoctor(DoctorCase):
    def test_all_in_order(self):
        self.assertFalse(self.wrong())
        steps = [finding.level for finding in self.findings()]
        self.assertGreater(steps.count("ok"), 6)

    def test_switched_off(self):
        self.set_params(enabled=False)
        self.assertIn("switched off", self.wrong()["client-in-odoo"])

    def test_paused(self):
        self.set_params(paused=True)
        self.assertIn("paused", self.notes()[""])

    def test_copy(self):
        self.env["ir.config_parameter"].set_param("database.uuid", "other")
        self.assertIn("copy", self.wrong()["database-copy"])

    def test_http_address(self):
        for url in ("http://odoo.example.com", "", "http://localhost.example.com"):
            self.env["ir.config_parameter"].set_param("web.base.url", url)
            self.assertIn("https", self.wrong()["web-base-url"])
        self.env["ir.config_parameter"].set_param(
            "web.base.url", "https://odoo.example.com"
        )
        self.assertNotIn("web-base-url", self.wrong())

    def test_no_client(self):
        for name, word in (("client_id", "client ID"), ("client_secret", "secret")):
            self.set_params(client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
            self.set_params(**{name: False})
            self.assertIn(word, self.wrong()["client-in-odoo"])

    def test_client_id_of_another_kind(self):
        """Only the look of it: Google itself is not asked here."""
        self.set_params(client_id="Odoo Sync", api_endpoint=False)
        doctor = self.env["gws.doctor"]
        found = list(doctor._look_at_client(self.env["gws.account"]))
        self.assertEqual(found[0].level, "wrong")
        self.assertIn("googleusercontent", found[0].message)

    def test_secret_of_another_key(self):
        self.startPatcher(
            patch.dict(os.environ, {KEY_VARIABLE: Fernet.generate_key().decode()})
        )
        wrong = self.wrong()
        self.assertIn("another key", wrong["client-in-odoo"])
        self.assertIn("another key", wrong["encryption-key"])

    def test_client_refused(self):
        self.set_params(client_secret="GOCSPX-wrong")
        self.assertIn("invalid_client", self.wrong()["invalid-client"])

    def test_the_check_of_the_client_costs_nothing(self):
        before = self.secret_of(self.account)
        self.findings(self.env["gws.account"])
        self.assertEqual(self.secret_of(self.account), before)
        self.assertEqual(self.requests_to("/token"), 1)

    def test_google_out_of_reach(self):
        self.google.faults.drop_request(times=50)
        self.startPatcher(
            patch.object(
                self.env["gws.client"]._transport(), "_sleep", lambda seconds: None
            )
        )
        self.assertIn("network", self.wrong())
        self.assertEqual(self.account.state, "connected")

    def test_not_granted_yet(self):
        ben = self.env["gws.account"]._ensure_for_user(self.make_user("ben"))
        self.assertIn("not granted", self.wrong(ben)["grant-access"])

    def test_grant_withdrawn(self):
        account = self.connect(self.make_user("dora"))
        self.google.faults.revoke_tokens("dora@example.com")
        self.assertIn("no longer accepts", self.wrong(account)["grant-access"])
        self.assertEqual(account.state, "reconnect")
        self.assertIn("no longer accepts", self.wrong(account)["grant-access"])

    def test_scope_missing(self):
        carl = self.make_user("carl")
        account = self.connect(carl, scopes=(), calendar_sync_from="2020-01-01")
        self.assertEqual(set(account.granted_scopes.split()), set(IDENTITY))
        self.assertIn("tick all boxes", self.wrong(account)["missing-scope"])

    def test_api_disabled(self):
        self.google.faults.disable_api("calendar")
        self.addCleanup(self.google.faults.enable_api, "calendar")
        self.assertIn("not enabled", self.wrong()["calendar-api"])

    def test_young_grant_may_be_of_an_app_in_testing(self):
        doctor = self.env["gws.doctor"]
        self.set_params(api_endpoint=False)
        self.assertEqual(
            [f.anchor for f in doctor._look_at_age(self.account)], ["testing-7-days"]
        )
        self.env["gws.secrets"]._write_secret(
            self.account.id, granted_at=fields.Datetime.now() - timedelta(days=8)
        )
        self.assertFalse(list(doctor._look_at_age(self.account)))

    def test_no_start(self):
        self.account.calendar_sync_from = False
        self.assertIn("no event is synchronized", self.wrong()["sync-from"])

    def test_no_calendar_chosen(self):
        calendar = self.env["gws.calendar"].create(
            {"account_id": self.account.id, "google_id": "c", "name": "Anna"}
        )
        self.assertIn("No calendar is chosen", self.wrong()["sync-from"])
        calendar.selected = True
        self.assertFalse(self.wrong())

    def test_cron_off(self):
        self.cron.active = False
        self.assertIn("is off", self.notes()["scheduled-actions"])
        self.set_cron_threads(0)
        self.assertIn("max_cron_threads", self.notes()["scheduled-actions"])

    def test_no_word_of_a_connector_that_is_not_there(self):
        self.assertNotIn("other-connector", {**self.notes(), **self.wrong()})

    def test_the_dialog(self):
        self.account.calendar_sync_from = False
        action = self.account.with_user(self.anna).action_diagnose()
        self.assertEqual(action["target"], "new")
        diagnosis = self.env["gws.diagnosis"].browse(action["res_id"])
        self.assertEqual(diagnosis.wrong_count, 1)
        line = diagnosis.line_ids.filtered(lambda line: line.level == "wrong")
        self.assertEqual(line.link, "/google_workspace/guide#sync-from")
        self.account.calendar_sync_from = "2020-01-01"
        action = diagnosis.with_user(self.anna).action_again()
        again = self.env["gws.diagnosis"].browse(action["res_id"])
        self.assertEqual(again.wrong_count, 0)

    def test_the_dialog_of_the_settings(self):
        action = self.env["res.config.settings"].create({}).action_gws_diagnose()
        diagnosis = self.env["gws.diagnosis"].browse(action["res_id"])
        self.assertFalse(diagnosis.account_id)
        self.assertTrue(diagnosis.line_ids)


@tagged("post_install", "-at_install")
class TestDoctorOfContacts(DoctorCase):
    """Contacts switched on beside the calendar."""

    JOBS = ("cron_sync_contacts", "cron_import_new_contacts")

    def setUp(self):
        super().setUp()
        scopes = (*SCOPES["calendar"], *SCOPES["contact"])
        self.connect(
            self.anna, scopes=scopes, contact_enabled=True, contact_auto_export=True
        )
        for name in self.JOBS:
            self.job(name).active = True

    def job(self, name):
        return self.env.ref(f"google_workspace.{name}")

    def steps(self):
        return {f.message: f.level for f in self.findings()}

    def test_contacts_in_order(self):
        self.assertFalse(self.wrong())
        self.assertEqual(self.steps()["The People API answers."], "ok")
        self.assertGreaterEqual(self.requests_to("/v1/contactGroups"), 1)

    def test_not_switched_on(self):
        self.account.contact_enabled = False
        for name in self.JOBS:
            self.job(name).active = False
        said = " ".join(self.steps())
        self.assertNotIn("People", said)
        self.assertNotIn("ontacts", said)

    def test_people_api_disabled(self):
        self.google.faults.disable_api("people")
        self.addCleanup(self.google.faults.enable_api, "people")
        wrong = self.wrong()
        self.assertEqual(list(wrong), ["people-api"])
        self.assertIn("People API", wrong["people-api"])

    def test_contacts_not_granted(self):
        self.connect(self.anna)
        self.assertIn("tick all boxes", self.wrong()["missing-scope"])
        steps = [f.step for f in self.findings() if f.level == "wrong"]
        self.assertEqual(steps, ["Permission: Contacts"])

    def test_jobs_off(self):
        self.job("cron_sync_contacts").active = False
        self.assertIn("“Sync Contacts” is off", self.notes()["scheduled-actions"])
        self.job("cron_import_new_contacts").active = False
        self.assertIn("are not added", self.wrong()["scheduled-actions"])
        # nobody wants new ones: the job may rest
        self.account.contact_auto_export = False
        self.assertFalse(self.wrong())
        # the system's own check knows nobody in particular
        nobody = self.env["gws.account"]
        said = [f.message for f in self.findings(nobody) if f.level == "note"]
        self.assertTrue(any("“Sync Contacts” is off" in text for text in said))

    def test_nothing_chosen(self):
        self.account.contact_auto_export = False
        self.assertIn("No contact is chosen", self.notes()["contacts"])
        self.account.contact_brake = 30
        self.assertIn("30 contacts would be", self.notes()["contacts"])
