# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The setup doctor about mail: the Gmail API, the permission, the folders, the jobs."""

from pathlib import Path

from odoo.tests import tagged

from .mail_case import ANNA, MailCase

JOBS = ("cron_sync_email_in", "cron_sync_email_out")


@tagged("post_install", "-at_install")
class TestMailDoctor(MailCase):
    def setUp(self):
        super().setUp()
        self.choose_labels()
        for name in JOBS:
            self.env.ref(f"google_workspace.{name}").active = True

    def findings(self, level):
        """{anchor: message} of the findings about mail."""
        guide = Path(__file__).parent.parent / "docs" / "google_console.md"
        text = guide.read_text()
        found = list(self.env["gws.doctor"]._look_at_mail(self.account))
        for finding in found:
            if finding.anchor:
                self.assertIn(f"{{#{finding.anchor}}}", text)
        return {one.anchor: one.message for one in found if one.level == level}

    def test_all_in_order(self):
        self.assertFalse(self.findings("wrong"))
        self.assertFalse(self.findings("note"))
        told = self.findings("ok")
        self.assertIn("To Odoo", told[""])
        everything = self.env["gws.doctor"]._examine(self.account)
        self.assertIn("Gmail answers", [finding.step for finding in everything])

    def test_nothing_to_say_of_who_wants_no_mail(self):
        self.account.mail_enabled = False
        self.assertFalse(list(self.env["gws.doctor"]._look_at_mail(self.account)))

    def test_the_api_is_off(self):
        self.google.faults.disable_api("gmail")
        self.assertIn("Gmail API", self.findings("wrong")["gmail-api"])

    def test_not_granted(self):
        self.connect(self.anna)
        found = self.env["gws.doctor"]._examine(self.account)
        [permission] = [f for f in found if f.anchor == "missing-scope"]
        self.assertEqual(permission.level, "wrong")
        self.assertIn("Mail", permission.step)

    def test_no_folder(self):
        self.account.write({"mail_in_label_id": False, "mail_out_label_id": False})
        self.assertIn("No transfer folder", self.findings("wrong")["mail-folders"])

    def test_a_folder_is_gone(self):
        self.world.delete_label(ANNA, "To Odoo")
        self.assertIn("To Odoo", self.findings("wrong")["mail-folders"])

    def test_a_job_is_off_though_wanted(self):
        for name in JOBS:
            cron = self.env.ref(f"google_workspace.{name}")
            cron.active = False
            self.assertIn(cron.name, self.findings("note")["scheduled-actions"])
            cron.active = True
        self.env.ref("google_workspace.cron_sync_email_out").active = False
        self.account.mail_out_label_id = False
        self.assertFalse(self.findings("note"), "nobody wants outgoing mail")
