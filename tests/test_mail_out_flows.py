# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's own flows, with Gmail as the way out."""

import base64

from odoo.tests import tagged
from odoo.tools import mute_logger

from .mail_out_case import ANNA, SENDING, MailOutCase


@tagged("post_install", "-at_install")
class TestMailOutFlows(MailOutCase):
    def test_a_message_in_the_chatter_goes_out_by_gmail(self):
        message = self.post(self.clara)
        mail = self.mails_of(message)
        self.assertEqual(mail.state, "sent", mail.failure_reason)
        [(recipients, sent)] = self.departed
        self.assertEqual(recipients, ["clara@customer.example"])
        self.assertIn("Anna Adler", sent["From"])
        self.assertIn(ANNA, sent["From"])
        self.assertEqual(sent["Subject"], "Your order")
        self.assertFalse(self.elsewhere)
        self.assertEqual(len(self.world.sent(ANNA)), 1, "it stands in Gmail's Sent")
        notices = message.notification_ids
        self.assertEqual(notices.mapped("notification_status"), ["sent"])

    def test_each_recipient_gets_one_mail_of_their_own(self):
        self.post(self.clara | self.dora | self.emil)
        self.assertEqual(
            sorted(self.receivers),
            [
                "clara@customer.example",
                "dora@customer.example",
                "emil@customer.example",
            ],
        )
        for recipients, sent in self.departed:
            self.assertEqual(len(recipients), 1)
            self.assertIn(recipients[0], sent["To"])
            self.assertNotIn("Bcc", sent)

    def test_bodies_differ_by_recipient(self):
        inside = self.make_user("ida", email="ida@example.com")
        inside.notification_type = "email"
        self.post(self.clara | inside.partner_id)
        bodies = {
            recipients[0]: sent.get_body(("html",)).get_content()
            for recipients, sent in self.departed
        }
        self.assertEqual(set(bodies), {"clara@customer.example", "ida@example.com"})
        self.assertNotEqual(*bodies.values())

    def test_a_template_with_an_attachment(self):
        template = self.env["mail.template"].create(
            {
                "name": "Invoice",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "subject": "Invoice for {{ object.name }}",
                "use_default_to": False,
                "body_html": "<p>See attached.</p>",
                "email_from": "{{ user.email_formatted }}",
                "email_to": "{{ object.email }}",
                "email_cc": "book@customer.example",
                "auto_delete": False,
                "attachment_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Rechnung für März.pdf",
                            "datas": base64.b64encode(b"%PDF-1.4 invoice"),
                            "mimetype": "application/pdf",
                        },
                    )
                ],
            }
        )
        number = (
            template.with_user(self.anna)
            .sudo()
            .send_mail(self.clara.id, force_send=True)
        )
        mail = self.env["mail.mail"].browse(number)
        self.assertEqual(mail.state, "sent")
        self.assertEqual(
            sorted(self.receivers), ["book@customer.example", "clara@customer.example"]
        )
        for _recipients, sent in self.departed:
            [attached] = list(sent.iter_attachments())
            self.assertEqual(attached.get_filename(), "Rechnung für März.pdf")
            self.assertEqual(attached.get_content(), b"%PDF-1.4 invoice")

    def test_bcc_gets_it_and_is_seen_by_nobody(self):
        servers = self.env["ir.mail_server"]
        message = servers._build_email__(
            ANNA,
            ["clara@customer.example"],
            "Hello",
            "Body",
            email_bcc=["secret@customer.example"],
        )
        self.assertTrue(servers.send_email(message, mail_server_id=self.server.id))
        [(recipients, sent)] = self.departed
        self.assertEqual(
            recipients, ["clara@customer.example", "secret@customer.example"]
        )
        self.assertEqual(sent["To"], "clara@customer.example")
        self.assertIsNone(sent["Cc"])
        self.assertEqual(sent["Bcc"], "secret@customer.example")

    def test_whom_odoo_names_for_show_gets_no_copy(self):
        self.mail(
            headers=repr({"X-Msg-To-Add": '"Boss" <boss@elsewhere.example>'}),
            recipient_ids=[(6, 0, self.clara.ids)],
            email_to=False,
        )
        self.mail(headers=repr({"X-Forge-To": '"general" <general@example.com>'}))
        self.assertEqual(self.receivers, ["clara@customer.example"] * 2)
        for _recipients, sent in self.departed:
            self.assertIn("clara@customer.example", sent["To"])

    def test_somebody_named_twice_gets_it_once(self):
        self.mail(
            email_to="clara@customer.example, Dora@customer.example",
            email_cc="dora@customer.example",
            recipient_ids=[(6, 0, (self.clara | self.emil).ids)],
        )
        self.assertEqual(
            sorted(self.receivers),
            [
                "clara@customer.example",
                "dora@customer.example",
                "emil@customer.example",
            ],
        )

    def test_forty_at_once_go_in_two_minutes(self):
        partners = self.env["res.partner"].create(
            [{"name": f"P{n}", "email": f"p{n}@customer.example"} for n in range(40)]
        )
        message = self.post(partners)
        self.assertEqual(len(self.receivers), 30, "Odoo's throttle for one person")
        waiting = self.mails_of(message).filtered(lambda m: m.state == "outgoing")
        self.assertEqual(len(waiting.recipient_ids), 10)
        self.server.owner_limit_time = False
        waiting.scheduled_date = False
        self.queue()
        self.assertEqual(len(self.receivers), 40)
        self.assertEqual(len(set(self.receivers)), 40)
        self.assertEqual(
            set(message.notification_ids.mapped("notification_status")), {"sent"}
        )

    def test_an_address_that_mail_cannot_carry_is_an_invalid_one(self):
        self.clara.email = "jürgen@customer.example"
        message = self.post(self.clara | self.dora)
        self.assertEqual(self.receivers, ["dora@customer.example"])
        notices = {
            notice.res_partner_id: (notice.notification_status, notice.failure_type)
            for notice in message.notification_ids
        }
        self.assertEqual(notices[self.clara], ("exception", "mail_email_invalid"))
        self.assertEqual(notices[self.dora][0], "sent")
        mail = self.mail(email_to="jörg@customer.example, dora@customer.example")
        self.assertEqual(mail.state, "exception", "not to some of them only")
        self.assertEqual(mail.failure_type, "mail_email_invalid")

    def test_a_large_attachment_is_uploaded(self):
        data = base64.b64encode(bytes(range(256)) * 4096 * 9)  # 9 MB
        self.mail(attachment_ids=[(0, 0, {"name": "plan.bin", "datas": data})])
        [(_recipients, sent)] = self.departed
        [attached] = list(sent.iter_attachments())
        self.assertEqual(len(attached.get_content()), 256 * 4096 * 9)

    def test_too_large_is_said_before_anything_is_sent(self):
        data = base64.b64encode(bytes(27 * 2**20))
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            mail = self.mail(attachment_ids=[(0, 0, {"name": "film", "datas": data})])
        self.assertEqual(mail.state, "exception")
        self.assertIn("35", mail.failure_reason)
        self.assertFalse(self.requests_to("send"))
        self.assertFalse(self.rows())

    def test_reply_to_is_kept_and_return_path_is_gmails(self):
        self.mail(reply_to="sales@example.org")
        [(_recipients, sent)] = self.departed
        self.assertEqual(sent["Reply-To"], "sales@example.org")
        self.assertNotIn("Return-Path", sent)

    def test_one_mail_is_two_requests(self):
        self.mail()
        self.google.log.clear()
        self.mail()
        self.assertEqual(self.google.log.count(), 2, "send, then read its Message-ID")
        self.assertEqual(self.requests_to(SENDING), 1)
