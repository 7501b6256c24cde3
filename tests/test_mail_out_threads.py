# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Conversations: answers find their record in Odoo and their thread in Gmail."""

from odoo.tests import tagged

from .mail_out_case import ANNA, READ, MailOutCase

CLARA = "clara@customer.example"


@tagged("post_install", "-at_install")
class TestMailOutThreads(MailOutCase):
    def answer(self, sent, sender=CLARA, message_id="<answer-1@customer.example>"):
        """What a mail program makes of "Answer": bytes for Odoo's gateway."""
        references = f"{sent['References'] or ''} {sent['Message-ID']}".strip()
        return (
            f"From: Clara <{sender}>\r\n"
            f"To: {sent['Reply-To'] or sent['From']}\r\n"
            f"Subject: Re: {sent['Subject']}\r\n"
            f"Message-ID: {message_id}\r\n"
            f"In-Reply-To: {sent['Message-ID']}\r\n"
            f"References: {references}\r\n"
            "Date: Fri, 27 Nov 2026 10:00:00 +0000\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n\r\n"
            "Yes, please.\r\n"
        ).encode()

    def arrives(self, raw):
        return self.env["mail.thread"].message_process("res.partner", raw)

    def test_gmails_message_id_is_stored(self):
        self.world.mail_rules(message_ids="replace")
        message = self.post()
        [(_recipients, sent)] = self.departed
        self.assertNotEqual(sent["Message-ID"], message.message_id)
        self.assertEqual(self.rows().rfc_message_id, sent["Message-ID"])
        self.assertEqual(self.rows().message_id, message.message_id)
        self.assertTrue(sent["X-Odoo-Gws"])

    def test_an_answer_comes_back_to_its_record(self):
        for rule in ("replace", "keep"):
            with self.subTest(rule):
                self.world.sent_mails.clear()
                self.world.mail_rules(message_ids=rule)
                message = self.post()
                [(_recipients, sent)] = self.departed
                number = f"<answer-{rule}@customer.example>"
                self.assertEqual(
                    self.arrives(self.answer(sent, message_id=number)), self.record.id
                )
                answer = self.env["mail.message"].search([("message_id", "=", number)])
                self.assertEqual(answer.res_id, self.record.id)
                self.assertEqual(answer.parent_id, message)

    def test_an_answer_of_a_program_that_names_only_the_last_mail(self):
        self.world.mail_rules(message_ids="replace")
        message = self.post()
        [(_recipients, sent)] = self.departed
        del sent["References"]
        number = "<short@customer.example>"
        self.arrives(self.answer(sent, message_id=number))
        answer = self.env["mail.message"].search([("message_id", "=", number)])
        self.assertEqual(answer.res_id, self.record.id)
        self.assertEqual(answer.parent_id, message)

    def test_a_mail_of_odoos_own_that_comes_back_is_no_new_one(self):
        self.world.mail_rules(message_ids="replace")
        self.post()
        before = self.env["mail.message"].search_count([])
        self.assertFalse(self.arrives(self.world.sent_mails[0].raw))
        self.assertEqual(self.env["mail.message"].search_count([]), before)

    def test_the_next_mail_of_a_record_joins_the_thread(self):
        for rule in ("replace", "keep"):
            with self.subTest(rule):
                self.world.mail_rules(message_ids=rule)
                record = self.env["res.partner"].create({"name": f"Acme {rule}"})
                self.post(record=record)
                self.post(record=record, subject="Re: Your order")
                second, first = self.world.sent(ANNA)[:2]
                self.assertEqual(second["threadId"], first["threadId"])
                self.post(record=record, subject="Something else")
                third = self.world.sent(ANNA)[0]
                self.assertNotEqual(third["threadId"], first["threadId"])

    def test_the_recipients_program_sees_the_thread_too(self):
        self.world.mail_rules(message_ids="replace")
        for person in (CLARA, "dora@customer.example"):
            self.world.add_account(person)
        people = self.clara | self.dora
        self.post(people)
        self.post(people, subject="Re: Your order")
        for person in (CLARA, "dora@customer.example"):
            threads = {mail["threadId"] for mail in self.world.mailbox(person)}
            self.assertEqual(len(threads), 1, person)

    def test_each_recipients_mails_are_one_thread_of_the_sender(self):
        self.world.mail_rules(message_ids="replace")
        people = self.clara | self.dora
        self.post(people)
        self.post(people, subject="Re: Your order")
        threads = {}
        for mail in self.world.sent(ANNA):
            threads.setdefault(mail["threadId"], []).append(mail["to"])
        self.assertEqual(len(threads), 2)
        for receivers in threads.values():
            self.assertEqual(len(set(receivers)), 1)

    def test_a_colleague_answers_in_the_thread_they_were_sent(self):
        self.world.mail_rules(message_ids="replace")
        bob = self.make_user(
            "bob",
            "base.group_user,base.group_partner_manager",
            notification_type="email",
        )
        self.connect(bob, scopes=READ, calendar_enabled=False, send_via_gmail=True)
        self.world.sent_mails.clear()
        self.post(self.clara | bob.partner_id)
        [arrived] = self.world.mailbox("bob@example.com", "INBOX")
        self.post(user=bob, subject="Re: Your order")
        sent = self.world.sent("bob@example.com")
        self.assertTrue(any("clara" in mail["to"] for mail in sent))
        self.assertEqual({m["threadId"] for m in sent}, {arrived["threadId"]})

    def test_the_conversation_is_asked_for_once(self):
        raw = self._asked()
        self.world.receive_mail(ANNA, raw)
        self.google.log.clear()
        self.post(self.clara | self.dora | self.emil, subject="Re: Your order")
        looks = [e for e in self.google.log.entries() if "rfc822msgid" in str(e.query)]
        self.assertEqual(len(looks), 1)

    def test_a_message_id_that_could_not_be_read_is_read_next_time(self):
        self.google.faults.fail(500, times=9, match=("GET", "/messages/"))
        self.mail()
        self.google.faults.clear()
        self.assertFalse(self.rows().rfc_message_id)
        self.google.log.clear()
        self.mail()
        self.assertTrue(all(self.rows().mapped("rfc_message_id")))
        self.assertEqual(self.google.log.count(path="/messages/[0-9a-f]+$"), 2)

    def _asked(self, message_id=b"<asks@customer.example>"):
        """The customer writes to Anna's Gmail and, by the gateway, to Odoo."""
        raw = (
            b"From: Clara <clara@customer.example>\r\nTo: anna@example.com\r\n"
            b"Subject: Your order\r\nMessage-ID: " + message_id + b"\r\n"
            b"Date: Fri, 27 Nov 2026 09:00:00 +0000\r\n\r\nWhen?\r\n"
        )
        self.env["mail.thread"].message_process(
            "res.partner", raw, thread_id=self.record.id
        )
        return raw

    def test_an_answer_from_odoo_joins_the_customers_thread(self):
        mail_id = self.world.receive_mail(ANNA, self._asked())
        self.post(subject="Re: Your order")
        sent = self.world.sent(ANNA)[0]
        self.assertEqual(sent["threadId"], self.world.mail(ANNA, mail_id)["threadId"])
        [(_recipients, mail)] = self.departed
        self.assertEqual(mail["In-Reply-To"], "<asks@customer.example>")

    def test_an_answer_to_a_mail_that_google_cannot_look_for(self):
        """Message-IDs are what strangers' programs make of them."""
        for message_id in (b"<a{b@customer.example>", b'<a"b(@customer.example>'):
            with self.subTest(message_id):
                self.world.sent_mails.clear()
                self._asked(message_id)
                mail = self.mails_of(self.post(subject="Re: Your order"))
                self.assertEqual(mail.state, "sent", mail.failure_reason)
                self.assertEqual(self.receivers, ["clara@customer.example"])

    def test_every_mail_names_itself_the_way_odoo_does(self):
        mail = self.mail()
        [(_recipients, sent)] = self.departed
        self.assertIn(mail.message_id, sent["References"])

    def test_rows_end_with_their_message(self):
        mail = self.mail()
        self.rows().tried_at = "2026-01-01 00:00:00"
        self.env["gws.mail.sending"]._gc_of_deleted_messages()
        self.assertTrue(self.rows())
        mail.unlink()
        self.env.flush_all()
        self.env["gws.mail.sending"]._gc_of_deleted_messages()
        self.assertFalse(self.rows())
