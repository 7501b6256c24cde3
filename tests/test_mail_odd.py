# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Google may answer or a mailbox may be like, though ours seldom is."""

from unittest.mock import patch

from odoo.sql_db import Savepoint
from odoo.tests import tagged

from ..gapi.gmail import GmailClient
from ..hooks import uninstall_hook
from ..services.gws_runner import Run
from .fakes import gmail_errors, gmail_messages
from .mail_case import ANNA, MailCase


@tagged("post_install", "-at_install")
class TestMailOddGmail(MailCase):
    def label(self, name):
        """Odoo's row of a label."""
        return self.env["gws.label"].search(
            [("account_id", "=", self.account.id), ("full_name", "=", name)]
        )

    def put_on_day(self, day):
        self.world.put_mail(
            ANNA,
            self.raw(subject=f"Day {day}"),
            labels=("To Odoo",),
            date=f"2026-01-0{day}T10:00:00Z",
        )

    # -- what comes first -----------------------------------------------------

    def test_the_oldest_first_whatever_the_ids_are_like(self):
        """Gmail does not say that its ids grow with a mail's age."""
        self.choose_labels()
        self.sync()
        self.account.mail_in_limit = 2
        for day in (3, 1, 4, 2):
            self.put_on_day(day)
        self.sync()
        self.assertEqual(self.staged().mapped("subject"), ["Day 1", "Day 2"])
        self.sync()
        self.assertEqual(self.staged()[2:].mapped("subject"), ["Day 3", "Day 4"])
        self.account.mail_in_limit = 50
        for day in (6, 5):
            self.put_on_day(day)
        self.sync()
        self.assertEqual(self.staged()[4:].mapped("subject"), ["Day 5", "Day 6"])

    def test_from_one_transfer_label_to_the_other(self):
        self.choose_labels()
        self.sync()
        self.sync("out")
        self.account.mail_in_limit = 1
        self.put(subject="First")
        moved = self.put(subject="Moved")
        self.sync()
        self.assertEqual(self.staged().mapped("subject"), ["First"])
        self.world.unlabel_mail(ANNA, moved, "To Odoo")
        self.world.label_mail(ANNA, moved, "Sent to Odoo")
        self.sync("out")
        self.assertEqual(self.staged(direction="out").mapped("subject"), ["Moved"])
        self.sync()
        self.sync("out")
        self.assertEqual(len(self.staged()), 2)

    # -- labels ---------------------------------------------------------------

    def test_labels_whose_type_google_does_not_tell(self):
        labels = self.env["gws.mail.labels"]
        for label_id, kind in (
            ("INBOX", "system"),
            ("CATEGORY_SOCIAL", "system"),
            ("Label_7", "user"),
        ):
            self.assertEqual(labels._kind({"id": label_id, "name": "x"}), kind)

    def test_a_label_is_gone_and_google_says_not_found(self):
        """404, as for a mail: nothing of it says what was not found."""
        self.choose_labels()
        self.sync()
        google_ids = [self.put(subject="One"), self.put(subject="Two")]
        self.world.delete_label(ANNA, "Odoo/Done")
        check = gmail_messages.check_label

        def not_found(box, label_id, by_hand=True):
            if not box.knows_label(label_id):
                raise gmail_errors.not_found()
            check(box, label_id, by_hand)

        with patch.object(gmail_messages, "check_label", not_found):
            self.sync()
            for google_id in google_ids:
                self.assertIn("Odoo/Done", self.labels_of(google_id))
            self.sync()
            self.assertEqual(self.requests(), 1)
            self.world.delete_label(ANNA, "To Odoo")
            self.world.age_history(ANNA)
            answer = self.press()
        self.assertIn("choose another", answer["message"])
        self.assertFalse(self.account.mail_in_label_id)

    def test_a_label_of_gmail_s_own_that_nobody_can_take_off(self):
        self.choose_labels()
        self.account.mail_out_label_id = self.label("SENT")
        self.account.mail_remove_after_transfer = True
        google_id = self.put("SENT", sender="anna@example.com", to="c@home.example")
        self.sync("out")
        self.assertIn("Odoo/Done", self.labels_of(google_id))
        self.sync("out")
        self.assertEqual(self.requests(), 1)

    def test_labels_are_there_to_choose_from_whatever_else_fails(self):
        """Neither a label of ours nor an alias is worth an empty list."""
        self.world.put_label(ANNA, "Work")
        self.google.faults.answer(
            400, "invalidArgument", "Too many labels", 9, ("POST", "/labels")
        )
        self.google.faults.answer(403, "forbidden", "No", 9, ("GET", "/sendAs"))
        self.sync("labels")
        self.assertTrue(self.label("Work"))

    def test_an_empty_list_of_labels_takes_no_choice_away(self):
        """Gmail has labels of its own, so an answer without any is none."""
        incoming, _outgoing = self.choose_labels()
        with patch.object(GmailClient, "labels", return_value=[]):
            self.press("labels")
        self.assertTrue(incoming.exists())
        self.assertEqual(self.account.mail_in_label_id, incoming)

    def test_an_alias_that_was_never_confirmed_is_somebody_else_s(self):
        self.world.add_alias(ANNA, "boss@work.example", verified=False)
        self.choose_labels()
        self.put(subject="Plan", sender="boss@work.example")
        self.sync()
        self.assertEqual(self.staged().unknown, "boss@work.example")

    # -- words ----------------------------------------------------------------

    def test_an_account_without_gmail(self):
        self.choose_labels()
        self.world.mail_service(ANNA, False)
        answer = self.press()
        self.assertIn("has no Gmail", answer["message"])
        self.assertIn("has no Gmail", self.account.last_error)

    def test_nothing_but_a_subject(self):
        self.choose_labels()
        clara = self.env["res.partner"].create({"name": "Clara"})
        self.put(raw=b"Subject: bare\r\n\r\nhi")
        self.put(raw=b"To: Anna <anna@example.com>\r\n\r\nhi")
        self.sync()
        rows = self.staged(state="staged")
        self.assertEqual(rows.mapped("subject"), ["bare", ""])
        self.assertTrue(all(rows.mapped("date")))
        answer = rows.with_user(self.anna).action_import()
        self.assertEqual(answer["res_model"], "gws.message.import")
        for _twice in range(2):
            answer = rows.with_user(self.anna).action_import_to_record()
            wizard = self.env["gws.message.import"].with_user(self.anna)
            wizard = wizard.browse(answer["res_id"])
            wizard.record_ref = clara.with_user(self.anna)
            wizard.action_import()
        mails = clara.message_ids.filtered(lambda one: one.message_type == "email")
        self.assertEqual(len(mails), 2, "a second import finds the first")
        self.assertFalse(any(mails.mapped("author_id")))
        self.assertFalse(any(mails.mapped("email_from")))


@tagged("post_install", "-at_install")
class TestMailOddMails(MailCase):
    """Mails that no program should write, and that come all the same."""

    def setUp(self):
        super().setUp()
        self.choose_labels()

    def test_headers_that_no_database_takes(self):
        odd = {
            "nul": b"a\x00b",
            "byte": b"a\xff\xfe\x80b",
            "word": b"=?utf-8?B?AGEA?= =?utf-8?Q?=00x=ED=A0=80?=",
            "long": b"x" * 200_000,
            "bell": b"a\x07\x1b[0mb",
        }
        fields = ("Subject", "From", "To", "Message-ID", "References", "Reply-To")
        for name, value in odd.items():
            for field in fields:
                said = value
                if field not in ("Subject", "Message-ID", "References"):
                    said = b'"' + value + b'" <' + name.encode() + b"@home.example>"
                elif field != "Subject":
                    said = b"<" + value + b"@" + name.encode() + b".example>"
                raw = field.encode() + b": " + said + b"\r\nX-N: " + name.encode()
                raw += b"\r\nDate: Mon, 1 Jan 2024 10:00:00 +0000\r\n\r\nhi " + value
                self.put(raw=raw)
        file = (
            b"Subject: file\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf;"
            b' name="a\x00/../b.pdf"\r\n'
            b'Content-Disposition: attachment; filename="a\x00/../b.pdf"\r\n\r\n%PDF'
        )
        self.put(raw=file)
        self.sync()
        self.assertFalse(self.staged(state="failed").mapped("error"))
        self.assertEqual(len(self.staged(state="staged")), len(odd) * len(fields) + 1)
        clara = self.env["res.partner"].create({"name": "Clara"})
        for row in self.staged():
            with self.acts(self.anna) as env:
                env["gws.mail.import"]._import(
                    env["gws.message"].browse(row.id), env[clara._name].browse(clara.id)
                )
        self.assertEqual(set(self.staged().mapped("state")), {"imported"})

    def test_a_mail_of_odoo_s_that_gmail_gave_another_name(self):
        """It is linked when it comes back, and an answer lies beside it."""
        meeting = self.env["calendar.event"].create(
            {
                "name": "Kick-off",
                "start": "2030-01-01 10:00:00",
                "stop": "2030-01-01 11:00:00",
                "user_id": self.anna.id,
                "partner_ids": [(6, 0, self.anna.partner_id.ids)],
            }
        )
        clara = self.env["res.partner"].create(
            {"name": "Clara", "email": "clara@home.example"}
        )
        sent = meeting.with_user(self.anna).message_post(
            body="Hi", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.env["gws.mail.sending"].create(
            {
                "account_id": self.account.id,
                "message_id": sent.sudo().message_id,
                "rfc_message_id": "<given@mail.gmail.com>",
                "recipients": "clara@home.example",
                "state": "sent",
            }
        )
        self.put(
            "Sent to Odoo",
            subject="Hi",
            sender="anna@example.com",
            to="clara@home.example",
            message_id="<given@mail.gmail.com>",
        )
        self.put(subject="Answer", In_Reply_To="<given@mail.gmail.com>")
        self.sync("out")
        self.sync()
        self.staged().with_user(self.anna).action_import()
        self.assertEqual(
            self.staged(direction="out").mail_message_ids.sudo(), sent.sudo()
        )
        [answer] = meeting.message_ids.filtered(lambda one: one.subject == "Answer")
        self.assertEqual(answer.parent_id.id, sent.id)
        self.assertIn("Answer", clara.message_ids.mapped("subject"))
        self.assertNotIn("Hi", clara.message_ids.mapped("subject"))

    def test_a_reset_doubles_nothing(self):
        self.put(subject="One")
        self.put(subject="Two")
        self.account.mail_in_limit = 1
        self.sync()
        with self.acts(self.anna) as env:
            values = {"event_policy": "keep", "next_sync": "all"}
            values["account_id"] = self.account.id
            env["gws.reset"].create(values).action_confirm()
        self.assertEqual(self.account.state, "draft")
        self.assertEqual(self.press()["status"], "need_auth")
        self.connect_mail(self.anna)
        self.sync()
        self.sync()
        self.assertEqual(self.staged().mapped("subject"), ["One", "Two"])

    def test_to_oneself_with_both_labels(self):
        self.put("To Odoo", "Sent to Odoo", "SENT", "INBOX", sender="anna@example.com")
        self.sync("out")
        self.sync("in")
        self.sync("out")
        self.assertEqual(len(self.staged()), 1)
        self.assertFalse(self.staged().unknown)

    def test_a_run_whose_label_was_taken_away(self):
        self.put(subject="One")
        self.account.mail_in_label_id = False
        with self.acts() as env:
            run = Run(env["gws.account"].browse(self.account.id), "mail_in")
            env["gws.mail.sync"]._run(run, "in")
            self.assertFalse(run.error_kind)
        self.assertFalse(self.env["gws.mail.arrival"].search([]))

    def test_no_file_stays_of_an_account_that_is_gone(self):
        admin = self.make_user("root3", "base.group_system")
        self.put(subject="Secret", files={"secret.pdf": b"%PDF secret"})
        self.sync()
        files = self.staged().attachment_ids
        for what in ("account", "user", "addon"):
            with self.subTest(what), self.acts(admin) as env, Savepoint(env.cr) as save:
                account = env["gws.account"].browse(self.account.id)
                if what == "addon":
                    uninstall_hook(env)
                elif what == "account":
                    account.action_disconnect()
                    account.unlink()
                else:
                    account.user_id.unlink()
                env.invalidate_all()
                self.assertFalse(env[files._name].sudo().browse(files.ids).exists())
                save.rollback()
                env.invalidate_all()


@tagged("post_install", "-at_install")
class TestMailOddContacts(MailCase):
    """What becomes of contacts between a mail's arrival and its import."""

    def setUp(self):
        super().setUp()
        self.choose_labels()
        self.clara = self.env["res.partner"].create(
            {"name": "Clara", "email": "clara@home.example"}
        )

    def ask(self):
        """The wizard that importing all opens."""
        self.env.flush_all()
        self.env.invalidate_all()
        answer = self.staged().with_user(self.anna).action_import()
        self.assertEqual(answer.get("res_model"), "gws.message.import", answer)
        wizard = self.env["gws.message.import"].with_user(self.anna)
        return wizard.browse(answer["res_id"])

    def test_deleted_and_archived_contacts_are_asked_about(self):
        for act in ("unlink", "action_archive"):
            with self.subTest(act):
                self.put(subject=act)
                self.sync()
                self.assertEqual(self.staged(subject=act).partner_ids, self.clara)
                getattr(self.clara, act)()
                wizard = self.ask()
                self.assertEqual(wizard.nobody_count, 0)
                self.assertEqual(wizard.line_ids.address, "clara@home.example")
                wizard.action_import()
                self.assertEqual(set(self.staged().mapped("state")), {"imported"})
                self.clara = self.staged()[-1].partner_ids

    def test_a_contact_of_a_company_that_is_not_in_view(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.anna.company_ids += other
        self.clara.company_id = other
        self.put(subject="Abroad")
        self.sync()
        rows = self.staged().with_user(self.anna)
        rows = rows.with_context(allowed_company_ids=self.anna.company_id.ids)
        answer = rows.action_import()
        self.assertEqual(answer["tag"], "display_notification", answer)
        self.env.invalidate_all()
        self.assertIn("Abroad", self.clara.message_ids.mapped("subject"))

    def test_one_who_may_write_no_contact(self):
        self.anna.group_ids -= self.env.ref("base.group_partner_manager")
        self.put(subject="Filed", files={"a.pdf": b"%PDF"})
        self.sync()
        answer = self.staged().with_user(self.anna).action_import()
        self.assertEqual(answer["params"]["type"], "success")
        [mail] = self.clara.message_ids.filtered(lambda one: one.subject == "Filed")
        self.assertEqual(mail.attachment_ids.res_id, self.clara.id)

    def test_a_contact_is_deleted_after_the_import(self):
        self.put(subject="Filed", files={"a.pdf": b"%PDF"})
        self.sync()
        self.staged().with_user(self.anna).action_import()
        [mail] = self.staged().mail_message_ids
        files = mail.attachment_ids
        self.clara.unlink()
        self.assertFalse(mail.exists())
        self.assertFalse(files.exists())
        row = self.staged().with_user(self.anna)
        self.assertEqual(row.state, "imported")
        row.action_import()
        row.action_import_to_record()
        row.unlink()

    def test_a_contact_whom_one_may_no_longer_see(self):
        """The others of a selection come all the same."""
        other = self.env["res.company"].create({"name": "Other"})
        dora = self.env["res.partner"].create({"name": "D", "email": "d@home.example"})
        self.put(subject="Hidden")
        self.put(subject="Seen", sender="d@home.example")
        self.sync()
        self.clara.company_id = other
        wizard = self.ask()
        self.assertIn("Seen", dora.message_ids.mapped("subject"))
        self.assertEqual(wizard.line_ids.address, "clara@home.example")


@tagged("post_install", "-at_install")
class TestMailWizardByCode(MailCase):
    """The wizard without a screen: made of an action's context, pressed twice."""

    def setUp(self):
        super().setUp()
        self.choose_labels()
        self.put(subject="Robert", sender="Robert <robert@s.example>")
        self.sync()
        self.rows = self.staged().with_user(self.anna)
        self.wizards = self.env["gws.message.import"].with_user(self.anna)

    def roberts(self):
        return self.env["res.partner"].search([("email", "=", "robert@s.example")])

    def test_made_of_the_context(self):
        action = self.rows.action_import_and_remove()
        wizard = self.wizards.with_context(**action["context"]).create({})
        self.assertEqual(wizard.message_ids, self.rows)
        self.assertTrue(wizard.remove)
        self.assertEqual(wizard.line_ids.address, "robert@s.example")
        wizard.action_confirm()
        self.assertEqual(len(self.roberts()), 1)
        self.assertIn("Robert", self.roberts().message_ids.mapped("subject"))
        self.assertFalse(self.rows.exists())

    def test_made_for_mails(self):
        selected = {"active_model": "gws.message", "active_ids": self.rows.ids}
        wizard = self.wizards.with_context(**selected).create({})
        self.assertEqual(wizard.line_ids.mapped("choice"), ["create"])
        wizard = self.wizards.create({"message_ids": [(6, 0, self.rows.ids)]})
        self.assertEqual(wizard.line_ids.mapped("choice"), ["create"])

    def test_with_lines_of_its_own(self):
        partner = self.env["res.partner"].create({"name": "Bob"})
        action = self.rows.action_import()
        line = {
            "address": "robert@s.example",
            "choice": "link",
            "partner_id": partner.id,
        }
        wizard = self.wizards.with_context(**action["context"]).create(
            {"line_ids": [(0, 0, line)]}
        )
        wizard.action_import()
        self.assertIn("Robert", partner.message_ids.mapped("subject"))
        self.assertFalse(self.roberts())

    def test_pressed_twice(self):
        wizard = self.wizards.browse(self.rows.action_import()["res_id"])
        wizard.action_import()
        wizard.action_import()
        self.assertEqual(len(self.roberts()), 1)

    def test_two_at_once(self):
        """Whoever became known since the wizard was opened is not made again."""
        first, second = (
            self.wizards.browse(self.rows.action_import()["res_id"]) for _n in "ab"
        )
        self.put(subject="Robert II", sender="Robert <robert@s.example>")
        self.sync()
        second.message_ids = self.staged().with_user(self.anna)
        first.action_import()
        second.action_import()
        self.assertEqual(len(self.roberts()), 1)

    def test_what_was_set_aside_is_no_mail_to_import(self):
        self.put(raw=b"no mail at all")
        self.sync()
        wizard = self.wizards.create(
            {
                "message_ids": [(6, 0, self.staged(state="failed").ids)],
                "target": "record",
                "record_ref": f"res.partner,{self.anna.partner_id.id}",
            }
        )
        wizard.action_import()
        self.assertEqual(len(self.staged(state="failed")), 1)
