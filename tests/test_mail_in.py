# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From a label in Gmail to a contact's chatter."""

from odoo.tests import tagged

from .mail_case import ANNA, MailCase


@tagged("post_install", "-at_install")
class TestMailIn(MailCase):
    def test_labels_become_a_tree(self):
        for name in ("Customers", "Customers/North"):
            self.world.put_label(ANNA, name)
        self.sync("labels")
        labels = self.env["gws.label"].search([("account_id", "=", self.account.id)])
        by_name = {label.full_name: label for label in labels}
        self.assertEqual(by_name["Customers/North"].parent_id, by_name["Customers"])
        self.assertEqual(by_name["Customers/North"].name, "North")
        self.assertEqual(by_name["INBOX"].kind, "system")

    def test_staged_once_with_all_it_holds(self):
        self.choose_labels()
        clara = self.env["res.partner"].create(
            {"name": "Clara", "email": "clara@home.example"}
        )
        google_id = self.put(
            subject="Offer",
            html="<p>See <b>this</b></p><script>alert(1)</script>",
            files={"offer.pdf": b"%PDF-1.4"},
        )
        self.put("INBOX", subject="Not for Odoo")
        self.sync()
        [message] = self.staged()
        self.assertEqual(message.subject, "Offer")
        self.assertEqual(message.google_id, google_id)
        self.assertEqual(message.direction, "in")
        self.assertEqual(message.partner_ids, clara)
        self.assertEqual(message.attachment_ids.mapped("name"), ["offer.pdf"])
        self.assertIn("<b>this</b>", message.body)
        self.assertNotIn("script", message.body)
        self.assertIn("Odoo/Done", self.labels_of(google_id))
        self.assertIn("To Odoo", self.labels_of(google_id))
        self.sync()
        self.assertEqual(len(self.staged()), 1)

    def test_nothing_new_is_one_request(self):
        self.choose_labels()
        self.put()
        self.sync()
        self.sync()
        self.sync()
        self.assertEqual(self.requests(), 1)

    def test_what_gets_the_label_later(self):
        self.choose_labels()
        first = self.put("INBOX", subject="First")
        self.sync()
        self.assertFalse(self.staged())
        self.world.label_mail(ANNA, first, "To Odoo")
        second = self.put(subject="Second")
        third = self.put("INBOX", "To Odoo", subject="Third")
        self.world.unlabel_mail(ANNA, third, "To Odoo")
        self.sync()
        self.assertEqual(self.staged().mapped("subject"), ["First", "Second"])
        self.assertIn("Odoo/Done", self.labels_of(second))

    def test_oldest_first_and_a_number_at_a_time(self):
        self.choose_labels()
        self.account.mail_in_limit = 3
        for number in range(5):
            self.put(subject=f"Mail {number}")
        self.sync()
        self.assertEqual(
            self.staged().mapped("subject"), ["Mail 0", "Mail 1", "Mail 2"]
        )
        self.trigger("cron_sync_email_in")
        self.assertEqual(len(self.staged()), 5)

    def test_the_label_comes_off(self):
        self.choose_labels()
        self.account.mail_remove_after_transfer = True
        google_id = self.put()
        self.sync()
        self.assertNotIn("To Odoo", self.labels_of(google_id))
        self.assertEqual(len(self.staged()), 1)
        self.sync()
        self.assertEqual(len(self.staged()), 1)

    def test_into_the_bin(self):
        self.choose_labels()
        self.account.mail_trash_after_transfer = True
        google_id = self.put()
        self.sync()
        self.assertIn("TRASH", self.labels_of(google_id))

    def test_outgoing(self):
        self.choose_labels()
        self.put(
            "SENT",
            "Sent to Odoo",
            raw=self.raw(
                subject="From me",
                sender="Anna <anna@example.com>",
                to="clara@x.example",
            ),
        )
        self.trigger("cron_sync_email_out")
        [message] = self.staged()
        self.assertEqual(message.direction, "out")
        self.assertEqual(message.unknown, "clara@x.example")

    def test_an_old_history_lists_everything_again(self):
        self.choose_labels()
        self.put(subject="First")
        self.sync()
        self.world.age_history(ANNA)
        self.put(subject="Second")
        self.sync()
        self.assertEqual(self.staged().mapped("subject"), ["First", "Second"])

    def test_left_out(self):
        self.choose_labels()
        self.account.mail_excluded = "bank.example\nboss@home.example"
        self.put(sender="info@mail.bank.example", subject="Bank")
        self.put(sender="boss@home.example", subject="Boss")
        self.put(subject="Clara")
        self.sync()
        self.assertEqual(self.staged().mapped("subject"), ["Clara"])

    def test_broken_is_set_aside(self):
        self.choose_labels()
        bomb = b"Subject: bomb\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        bomb += b"--x\r\n\r\nhi\r\n" * 12000
        bad = self.put(raw=bomb)
        self.put(subject="Good")
        self.sync()
        self.assertEqual(self.staged(state="staged").mapped("subject"), ["Good"])
        [failed] = self.staged(state="failed")
        self.assertTrue(failed.error)
        self.assertIn("Odoo/Failed", self.labels_of(bad))


@tagged("post_install", "-at_install")
class TestMailImport(MailCase):
    def setUp(self):
        super().setUp()
        self.choose_labels()
        self.clara = self.env["res.partner"].create(
            {"name": "Clara", "email": "Clara@Home.example"}
        )

    def act(self, method, messages=None, **values):
        with self.acts(self.anna) as env:
            rows = env["gws.message"].browse((messages or self.staged()).ids)
            return getattr(rows, method)()

    def test_known_people_at_once(self):
        self.put(subject="Offer", files={"offer.pdf": b"%PDF-1.4"})
        self.sync()
        self.act("action_import")
        [message] = self.clara.message_ids.filtered(lambda m: m.subject == "Offer")
        self.assertEqual(message.author_id, self.clara)
        self.assertEqual(message.message_type, "email")
        self.assertEqual(message.message_id, "<Offer@home.example>")
        self.assertEqual(message.attachment_ids.mapped("name"), ["offer.pdf"])
        self.assertFalse(message.notification_ids)
        [staged] = self.staged()
        self.assertEqual(staged.state, "imported")
        partner = self.clara.with_user(self.anna)
        self.assertEqual(partner.gws_message_count, 1)
        self.act("action_import")
        self.assertEqual(partner.gws_message_count, 1)

    def test_import_and_remove_and_never_again(self):
        self.put(subject="Offer")
        self.sync()
        self.act("action_import_and_remove")
        self.assertFalse(self.staged())
        self.account.mail_in_history = False
        self.sync()
        self.assertFalse(self.staged())
        self.assertEqual(self.clara.with_user(self.anna).gws_message_count, 1)

    def test_unknown_people_are_asked_about(self):
        self.put(subject="Stranger", sender='"Robert S." <robert@s.example>')
        self.sync()
        action = self.act("action_import")
        self.assertEqual(action["res_model"], "gws.message.import")
        with self.acts(self.anna) as env:
            wizard = env["gws.message.import"].browse(action["res_id"])
            [line] = wizard.line_ids
            self.assertEqual(
                (line.address, line.choice), ("robert@s.example", "create")
            )
            wizard.action_import()
        robert = self.env["res.partner"].search([("email", "=", "robert@s.example")])
        self.assertEqual(robert.name, "Robert S.")
        self.assertIn("Stranger", robert.message_ids.mapped("subject"))

    def test_the_same_mail_is_in_odoo_already(self):
        record = self.env["res.partner"].create({"name": "Project"})
        known = record.message_post(
            body="as it came by an alias",
            message_type="email",
            message_id="<Offer@home.example>",
        )
        self.put(subject="Offer")
        self.sync()
        self.act("action_import")
        self.assertEqual(self.staged().mail_message_ids, known)
        self.assertFalse(
            self.clara.message_ids.filtered(lambda m: m.subject == "Offer")
        )
        self.assertEqual(self.clara.with_user(self.anna).gws_message_count, 1)

    def test_private(self):
        ben = self.make_user("ben", "base.group_system")
        self.put()
        self.sync()
        self.assertFalse(self.env["gws.message"].with_user(ben).search([]))
        self.assertTrue(self.env["gws.message"].with_user(self.anna).search([]))
