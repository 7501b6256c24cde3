# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mail in a browser: switched on by an administrator, written in a contact's chatter,
seen in Gmail's Sent; and what the screens say while mail waits."""

from unittest.mock import patch

from odoo.tests import tagged

from ..services.gws_client import SCOPES
from .common import CALENDAR
from .test_tours import ANNA, BrowserCase

INPUT = ".o-mail-Composer-input"
SENT_ROW = "[id^=mail-]"


@tagged("post_install", "-at_install")
class TestMailOutStory(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna.group_ids += cls.env.ref("base.group_partner_manager")
        cls.clara = cls.env["res.partner"].create(
            {"name": "Clara Schumann", "email": "clara@musik.example"}
        )
        cls.env["ir.mail_server"].search([]).unlink()
        # Odoo keeps mail back in tests; this story wants it out.
        servers = type(cls.env["ir.mail_server"])
        patcher = patch.object(servers, "_disable_send", lambda _self: False)
        patcher.start()
        cls.addClassCleanup(patcher.stop)

    def test_story(self):
        self.world.add_alias(ANNA, "verkauf@example.com", "Verkauf")
        self.world.add_alias(ANNA, "neu@example.com", "Neu", verified=False)
        self.account = self.connect(
            self.anna,
            scopes=(*CALENDAR, *SCOPES["mail"]),
            calendar_sync_from="2020-01-01",
        )
        self.logs_in("admin")
        self.switch_on()
        self.look_at_aliases()
        self.logs_in("anna")
        self.write_in_chatter()
        self.see_it_in_gmail()
        self.logs_in("admin")
        self.look_at_server()
        self.reach_the_limit()
        self.person.check()

    def switch_on(self):
        person = self.person
        person.resizes(1366, 1000)
        self.opens(f"/odoo/users/{self.anna.id}")
        person.clicks(".o_form_view .nav-link[name=gws]")
        person.clicks("[name=gws_send_via_gmail] input")
        person.sees("[name=gws_send_fallback]")
        person.clicks(".o_form_button_save")
        person.misses(".o_form_dirty")
        person.sees("[name=gws_send_words]", ANNA)
        person.picture("50_send_switch")
        with self.odoo() as env:
            server = env["ir.mail_server"].search([("owner_user_id", "!=", False)])
            self.assertEqual(server.owner_user_id.id, self.anna.id)
            self.server_id = server.id

    def look_at_aliases(self):
        person = self.person
        person.resizes(1366, 1250)
        self.opens(f"/odoo/google-accounts/{self.account.id}")
        person.clicks(".o_form_view .nav-link[name=send]")
        person.clicks("button[name=action_refresh_send_addresses]")
        person.clicks(".o_form_view .nav-link[name=send]")
        person.sees(".o_data_row", "verkauf@example.com")
        person.picture("51_send_addresses")
        with self.odoo() as env:
            server = env["ir.mail_server"].browse(self.server_id)
            self.assertEqual(server.from_filter, f"{ANNA},verkauf@example.com")

    def write_in_chatter(self):
        person = self.person
        self.opens(f"/odoo/contacts/{self.clara.id}")
        person.resizes(1366, 1000)
        person.sees(".o-mail-Message", "Contact created")
        person.clicks("button.o-mail-Chatter-sendMessage")
        person.clicks(INPUT)
        person.ask("Input.insertText", text="Das Klavier ist gestimmt. Grüße, Anna")
        person.clicks(".o-mail-Composer-send:not([disabled])")
        person.sees(".o-mail-Message", "Das Klavier ist gestimmt")
        # it stands there before it is sent; with this mark it is
        person.sees(".o-mail-Message-notification")
        person.picture("52_written_in_chatter")

    def see_it_in_gmail(self):
        [mail] = self.world.sent(ANNA)
        self.assertIn("clara@musik.example", mail["to"])
        person = self.person
        person.goes(f"{self.google.url}/_emulator/mail/{ANNA}?label=SENT")
        person.sees(SENT_ROW, "Clara Schumann")
        person.picture("53_in_sent")
        with self.odoo() as env:
            notices = env["mail.notification"].search(
                [("res_partner_id", "=", self.clara.id)]
            )
            self.assertEqual(notices.mapped("notification_status"), ["sent"])

    def look_at_server(self):
        person = self.person
        person.resizes(1366, 900)
        self.opens(f"/odoo/action-base.action_ir_mail_server_list/{self.server_id}")
        person.sees("[name=gws_account_id]")
        person.misses("[name=smtp_host]")
        person.clicks("button[name=test_smtp_connection]")
        person.sees(".o_notification", "Gmail sends as")
        person.picture("54_mail_server")

    def reach_the_limit(self):
        """Gmail takes no more today: the mail says so and waits."""
        self.world.stop_sending(ANNA, 3 * 3600)
        with self.odoo(self.anna) as env:
            mail = (
                env["mail.mail"]
                .sudo()
                .create(
                    {
                        "subject": "Rechnung 2026/117",
                        "body_html": "<p>Anbei die Rechnung.</p>",
                        "email_from": self.anna.email_formatted,
                        "recipient_ids": [(4, self.clara.id)],
                    }
                )
            )
            mail.send()
            number = mail.id
        person = self.person
        self.opens(f"/odoo/action-mail.action_view_mail_mail/{number}")
        person.sees(".alert", "Gmail takes no more mail")
        person.picture("55_mail_waits")
