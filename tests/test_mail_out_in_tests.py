# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo keeps mail back in tests; what goes to a stand-in for Google leaves."""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .mail_out_case import ANNA, MailOutCase


@tagged("post_install", "-at_install")
class TestMailOutInTests(MailOutCase):
    def _let_mail_out(self):
        """As any test finds Odoo; a connection would be an error."""
        for name in ("SMTP", "SMTP_SSL"):
            patcher = patch(f"smtplib.{name}", side_effect=AssertionError)
            patcher.start()
            self.addCleanup(patcher.stop)

    def test_the_chatter_and_the_queue_send(self):
        mail = self.mails_of(self.post(self.clara))
        self.assertEqual(mail.state, "sent", mail.failure_reason)
        waiting = self.mail(send=False, email_to="dora@customer.example")
        self.queue()
        self.assertEqual(waiting.state, "sent")
        self.assertEqual(
            self.receivers, ["clara@customer.example", "dora@customer.example"]
        )
        self.assertEqual(len(self.world.sent(ANNA)), 2)

    def test_a_mail_without_a_queue_is_sent(self):
        servers = self.env["ir.mail_server"]
        message = servers._build_email__(ANNA, ["clara@customer.example"], "Hi", "You")
        servers.send_email(message, mail_server_id=self.server.id)
        self.assertEqual(self.receivers, ["clara@customer.example"])

    def test_what_takes_another_server_is_kept_back(self):
        self.mail()
        mail = self.mail(email_from="anna@elsewhere.example")
        self.assertEqual(mail.state, "outgoing")
        servers = self.env["ir.mail_server"]
        message = servers._build_email__("bob@b.example", ["c@c.example"], "Hi", "You")
        servers.send_email(message, mail_server_id=self.other_server.id)
        servers.send_email(message)
        self.assertEqual(self.receivers, ["clara@customer.example"])

    def test_a_test_may_let_all_mail_out(self):
        self.set_params(api_endpoint="")
        with patch.object(IrMail_Server, "_disable_send", lambda _self: False):
            self.assertFalse(self.env["ir.mail_server"]._disable_send())
        self.assertTrue(self.env["ir.mail_server"]._disable_send())

    def test_google_itself_is_not_sent_to(self):
        self.set_params(api_endpoint="")
        self.assertEqual(self.mail().state, "outgoing")
        self.set_params(api_endpoint="https://proxy.example.com")
        self.assertEqual(self.mail().state, "outgoing")
