# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A staged mail is its owner's alone: on every road there is, administrators' too."""

import json

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import GwsHttpCase
from .mail_case import MailMixin


@tagged("post_install", "-at_install")
class TestMailRights(MailMixin, GwsHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = {
            "colleague": cls.make_user(
                "ben", "base.group_user,base.group_allow_export"
            ),
            "administrator": cls.make_user(
                "root2", "base.group_system,base.group_partner_manager"
            ),
            "portal": new_test_user(cls.env, "portal2", groups="base.group_portal"),
        }

    def setUp(self):
        super().setUp()
        self.choose_labels()
        self.env["res.partner"].create({"name": "Clara", "email": "clara@home.example"})
        self.put(
            subject="Secret",
            text="my salary",
            sender="Clara <clara@home.example>",
            cc="unknown@x.example",
            files={"secret.pdf": b"%PDF-1.4 secret"},
        )
        self.sync()
        [self.message] = self.staged()
        [self.file] = self.message.attachment_ids

    def test_records(self):
        for who, user in self.others.items():
            with self.subTest(who):
                messages = self.env["gws.message"].with_user(user)
                message = messages.browse(self.message.id)
                if who == "portal":
                    with self.assertRaises(AccessError):
                        messages.search([])
                    with self.assertRaises(AccessError):
                        message.action_import()
                    continue
                for domain in (
                    [],
                    [("attachment_ids.name", "ilike", "secret")],
                    [("partner_ids.name", "=", "Clara")],
                    [("body", "ilike", "salary")],
                ):
                    self.assertFalse(messages.search(domain))
                self.assertFalse(messages.name_search("Secret"))
                self.assertEqual(
                    messages._read_group([], ["partner_id"], ["__count"]), []
                )
                for act in (
                    lambda m=message: m.read(["subject"]),
                    lambda m=message: m.export_data(["subject", "body"]),
                    message.action_import,
                    message.action_import_and_remove,
                    message.action_import_to_record,
                    message.action_show_remote,
                    message.action_open_gmail,
                    message.unlink,
                    lambda m=message: m.write({"subject": "x"}),
                ):
                    with self.assertRaises(AccessError):
                        act()
                        self.env.flush_all()
        self.assertEqual(self.message.state, "staged")

    def test_files(self):
        for who, user in self.others.items():
            with self.subTest(who):
                files = self.env["ir.attachment"].with_user(user)
                file = files.browse(self.file.id)
                with self.assertRaises(AccessError):
                    file.read(["datas", "name"])
                with self.assertRaises(AccessError):
                    file.generate_access_token()
                for domain in (
                    [("name", "=", "secret.pdf")],
                    [("id", "=", self.file.id)],
                    [("res_model", "=", "gws.message")],
                    [("index_content", "ilike", "secret")],
                ):
                    try:
                        self.assertNotIn(file, files.search(domain))
                    except AccessError:
                        self.assertEqual(who, "portal")
        own = self.file.with_user(self.anna)
        self.assertEqual(own.raw, b"%PDF-1.4 secret")

    def test_over_http(self):
        roads = [
            f"/web/content/{self.file.id}",
            f"/web/content/{self.file.id}?download=1",
            f"/web/image/{self.file.id}",
            f"/web/content/gws.message/{self.message.id}/body",
        ]
        for who in (*self.others, "nobody"):
            user = self.others.get(who)
            self.authenticate(user and user.login, user and user.login)
            for road in roads:
                with self.subTest(who=who, road=road):
                    answer = self.url_open(road)
                    self.assertNotIn(b"secret", answer.content)
                    self.assertNotIn(b"salary", answer.content)
        self.authenticate("anna", "anna")
        self.assertEqual(self.url_open(roads[0]).content, b"%PDF-1.4 secret")

    def test_the_list_of_an_export(self):
        self.authenticate("root2", "root2")
        answer = self.url_open(
            "/web/dataset/call_kw/gws.message/web_search_read",
            data=json.dumps(
                {
                    "params": {
                        "model": "gws.message",
                        "method": "web_search_read",
                        "args": [],
                        "kwargs": {"domain": [], "specification": {"subject": {}}},
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        self.assertEqual(answer.json()["result"]["length"], 0)

    def test_somebody_elses_wizard(self):
        with self.acts(self.anna) as env:
            action = env["gws.message"].browse(self.message.id).action_import()
        for who, user in self.others.items():
            with self.subTest(who):
                wizards = self.env["gws.message.import"].with_user(user)
                wizard = wizards.browse(action["res_id"])
                with self.assertRaises(AccessError):
                    wizard.read(["target"])
                with self.assertRaises(AccessError):
                    wizard.action_import()
                if who == "portal":
                    continue
                lines = self.env["gws.message.import.line"].with_user(user)
                self.assertFalse(wizards.search([]) or lines.search([]))
                # A wizard of one's own for somebody else's mails.
                with self.assertRaises(AccessError):
                    wizards.create(
                        {"message_ids": [(6, 0, self.message.ids)]}
                    ).action_import()
        self.assertEqual(self.message.state, "staged")

    def test_settings_and_names_of_labels(self):
        ben = self.others["colleague"]
        self.assertFalse(self.env["gws.label"].with_user(ben).search([]))
        with self.assertRaises(AccessError):
            self.account.with_user(ben).action_sync_mail_in()
        with self.assertRaises(AccessError):
            self.env["gws.mail.arrival"].with_user(ben).search([])
