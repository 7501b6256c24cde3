# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whose chatter a mail comes to, and what is not to happen on the way."""

import base64

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SCOPES
from .mail_case import ANNA, MailCase

CLARA = "clara@home.example"
DORA = "dora@work.example"
BEN = "ben@example.com"
ODOOS = ("sales", "bounce", "catchall")
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


class ImportCase(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ben = cls.make_user("ben", name="Ben Berg")

    def setUp(self):
        super().setUp()
        self.choose_labels()
        self.clara = self.make("Clara", CLARA)
        self.dora = self.make("Dora", DORA)

    def make(self, name, email, **values):
        return self.env["res.partner"].create({"name": name, "email": email, **values})

    def act(self, method, messages=None, user=None, remove=False):
        """A person presses a button on staged mails: the answer."""
        with self.acts(user or self.anna) as env:
            rows = env["gws.message"].browse((messages or self.staged()).ids)
            return getattr(rows, method)()

    def decide(self, answer, user=None, **choices):
        """Fill in the wizard: {address: (choice, values)}; press its button."""
        self.assertEqual(answer.get("res_model"), "gws.message.import", answer)
        with self.acts(user or self.anna) as env:
            wizard = env["gws.message.import"].browse(answer["res_id"])
            lines = {line.address: line for line in wizard.line_ids}
            for address, values in choices.pop("lines", {}).items():
                lines[address].write(values)
            if choices:
                wizard.write(choices)
            said = {a: (line.choice, line.message_count) for a, line in lines.items()}
            wizard.action_import()
        return said

    def to_record(self, record, messages=None, user=None):
        answer = self.act("action_import_to_record", messages, user)
        self.decide(answer, user, record_ref=f"{record._name},{record.id}")

    def subjects(self, record):
        """Subjects of the mails on this chatter."""
        mails = record.message_ids.filtered(lambda one: one.message_type == "email")
        return sorted(mails.mapped("subject"))

    def connect_ben(self):
        """Ben has a mailbox of his own, with the same label."""
        account = self.connect(self.ben, BEN, SCOPES["mail"], mail_enabled=True)
        self.world.put_label(BEN, "To Odoo")
        with self.acts(self.ben) as env:
            own = env["gws.account"]._of_user(self.ben)
            env["gws.mail.sync"]._press(own, "labels")
        account.mail_in_label_id = self.env["gws.label"].search(
            [("account_id", "=", account.id), ("full_name", "=", "To Odoo")]
        )
        return account

    def sync_ben(self, account, raw):
        self.world.put_mail(BEN, raw, labels=["To Odoo"])
        with self.acts(self.ben) as env:
            own = env["gws.account"]._of_user(self.ben)
            answer = env["gws.mail.sync"]._press(own, "in")
        self.assertEqual(answer["status"], "ok", answer)
        return self.env["gws.message"].search([("account_id", "=", account.id)])


@tagged("post_install", "-at_install")
class TestMailImportPeople(ImportCase):
    def test_each_known_person_has_it_once(self):
        self.put(subject="Both", cc=f"Dora <{DORA}>, {CLARA.upper()}, anna@example.com")
        self.sync()
        self.act("action_import")
        for partner in (self.clara, self.dora):
            self.assertEqual(self.subjects(partner), ["Both"])
            self.assertEqual(partner.with_user(self.anna).gws_message_count, 1)
        self.assertEqual(len(self.staged().mail_message_ids), 2)
        self.assertEqual(self.staged().mail_message_ids.author_id, self.clara)

    def test_unknown_ambiguous_and_known_at_once(self):
        twin = self.make("Clara's twin", CLARA)
        self.put(subject="Ambiguous")
        self.put(subject="Known", sender=DORA)
        self.put(subject="Unknown", sender='"Robert, S." <robert@s.example>')
        self.put(subject="Nobody", sender="no-one@else.example", cc="list@x.example")
        self.sync()
        answer = self.act("action_import")
        self.assertEqual(self.subjects(self.dora), ["Known"])
        said = self.decide(
            answer,
            lines={
                CLARA: {"partner_id": twin.id},
                "no-one@else.example": {"choice": "skip"},
                "list@x.example": {"choice": "skip"},
            },
        )
        self.assertEqual(
            said,
            {
                CLARA: ("link", 1),
                "robert@s.example": ("create", 1),
                "no-one@else.example": ("skip", 1),
                "list@x.example": ("skip", 1),
            },
        )
        self.assertEqual(self.subjects(twin), ["Ambiguous"])
        self.assertEqual(self.subjects(self.clara), [])
        robert = self.env["res.partner"].search([("email", "=", "robert@s.example")])
        self.assertEqual(robert.name, "Robert, S.")
        self.assertEqual(self.subjects(robert), ["Unknown"])
        self.assertEqual(robert.message_ids.author_id & robert, robert)
        left = self.staged(state="staged")
        self.assertEqual(left.subject, "Nobody")

    def test_linked_to_a_contact_with_another_address(self):
        self.put(subject="Private", sender="Clara <clara@other.example>")
        self.sync()
        self.decide(
            self.act("action_import"),
            lines={
                "clara@other.example": {"choice": "link", "partner_id": self.clara.id}
            },
        )
        self.assertEqual(self.subjects(self.clara), ["Private"])
        self.assertEqual(self.staged().mail_message_ids.author_id, self.clara)

    def test_who_became_known_meanwhile(self):
        self.put(subject="Later", sender="emil@new.example")
        self.sync()
        self.assertEqual(self.staged().unknown, "emil@new.example")
        emil = self.make("Emil", "Emil@New.example")
        self.act("action_import")
        self.assertEqual(self.subjects(emil), ["Later"])

    def test_own_addresses_and_odoos_are_nobody(self):
        domain = self.env["mail.alias.domain"].create({"name": "company.example"})
        self.env["mail.alias"].create(
            {
                "alias_name": "sales",
                "alias_domain_id": domain.id,
                "alias_model_id": self.env.ref("base.model_res_partner").id,
            }
        )
        self.make("Me", "anna@private.example")
        self.world.add_alias(ANNA, "anna@private.example")
        self.sync("labels")
        self.put(
            subject="Me",
            to="anna+news@example.com, anna@private.example",
            cc=", ".join(f"{a}@company.example" for a in ODOOS),
        )
        self.sync()
        self.assertFalse(self.staged().unknown)
        self.assertEqual(self.staged().partner_ids, self.clara)

    def test_outgoing(self):
        self.world.add_alias(ANNA, "anna@private.example")
        self.sync("labels")
        own = self.anna.partner_id
        for sender, author in (
            ("Anna <anna@example.com>", own),
            ("anna@private.example", own),
            (DORA, self.dora),
        ):
            self.put(
                "Sent to Odoo", raw=self.raw(subject=sender, sender=sender, to=CLARA)
            )
            self.sync("out")
            self.act("action_import")
            messages = self.staged(direction="out")[-1].mail_message_ids
            [message] = messages & self.clara.message_ids
            self.assertEqual(
                (message.author_id, message.gws_direction), (author, "out")
            )
        self.assertFalse(own.message_ids.filtered("gws_direction"))

    def test_nobody_hears_of_it(self):
        self.clara.message_subscribe(partner_ids=self.ben.partner_id.ids)
        followers = self.clara.message_follower_ids
        mails = self.env["mail.mail"].search([])
        self.put(subject="Quiet", cc=DORA)
        self.sync()
        self.act("action_import")
        messages = self.staged().mail_message_ids
        self.assertFalse(messages.notification_ids)
        self.assertFalse(messages.sudo().mail_ids)
        self.assertFalse(messages.partner_ids)
        self.assertEqual(self.env["mail.mail"].search([]), mails)
        self.assertEqual(self.clara.message_follower_ids, followers)
        self.assertFalse(
            self.dora.message_follower_ids.partner_id & self.anna.partner_id
        )

    def test_never_again(self):
        self.put(subject="One")
        self.sync()
        self.act("action_import_and_remove")
        self.account.mail_in_history = False
        self.sync()
        self.assertFalse(self.staged())
        [google_id] = self.env["gws.mail.arrival"].search([]).mapped("google_id")
        self.world.unlabel_mail(ANNA, google_id, "To Odoo")
        self.sync()
        self.world.label_mail(ANNA, google_id, "To Odoo")
        self.sync()
        # The same mail, once more in the mailbox.
        again = self.put(subject="One")
        self.sync()
        self.assertFalse(self.staged())
        self.assertIn("Odoo/Done", self.labels_of(again))
        self.assertEqual(self.subjects(self.clara), ["One"])

    def test_thrown_away(self):
        google_id = self.put(subject="One", files={"a.pdf": b"%PDF"})
        self.sync()
        files = self.staged().attachment_ids
        with self.acts(self.anna) as env:
            env["gws.message"].browse(self.staged().ids).unlink()
        self.assertFalse(files.exists())
        self.world.unlabel_mail(ANNA, google_id, "To Odoo")
        self.sync()
        self.world.label_mail(ANNA, google_id, "To Odoo")
        self.sync()
        self.assertFalse(self.staged())


@tagged("post_install", "-at_install")
class TestMailImportElsewhere(ImportCase):
    """Mails that Odoo has already, and records that are no contacts."""

    def setUp(self):
        super().setUp()
        self.meeting = self.env["calendar.event"].create(
            {
                "name": "Kick-off",
                "start": "2030-01-01 10:00:00",
                "stop": "2030-01-01 11:00:00",
                "user_id": self.anna.id,
                "partner_ids": [(6, 0, self.anna.partner_id.ids)],
            }
        )

    def test_a_mail_that_odoo_sent(self):
        sent = self.clara.with_user(self.anna).message_post(
            body="Our offer",
            subject="Offer",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.clara.ids,
        )
        raw = self.raw(
            subject="Offer",
            sender="anna@example.com",
            to=CLARA,
            message_id=sent.message_id,
        )
        self.put("Sent to Odoo", raw=raw)
        self.sync("out")
        self.act("action_import")
        self.assertEqual(self.staged().mail_message_ids, sent)
        self.assertEqual(self.staged().state, "imported")
        self.assertEqual(self.clara.with_user(self.anna).gws_message_count, 1)

    def test_a_colleague_has_it_already(self):
        raw = self.raw(subject="Offer", to=f"{ANNA}, {BEN}", cc=DORA)
        ben = self.connect_ben()
        self.put(raw=raw)
        self.sync()
        self.act("action_import")
        first = self.clara.message_ids | self.dora.message_ids
        staged = self.sync_ben(ben, raw)
        # Ben has no rights on contacts beyond reading them.
        self.act("action_import", staged, self.ben)
        self.assertEqual(self.clara.message_ids | self.dora.message_ids, first)
        self.assertEqual(self.subjects(self.anna.partner_id), ["Offer"])
        self.assertEqual(self.subjects(self.ben.partner_id), ["Offer"])
        self.assertEqual(
            staged.mail_message_ids & self.staged().mail_message_ids,
            (self.clara | self.dora).message_ids.filtered("gws_direction"),
        )
        self.assertEqual(self.clara.with_user(self.ben).gws_message_count, 1)

    def test_a_colleague_has_it_where_one_may_not_read(self):
        raw = self.raw(subject="Offer", to=f"{ANNA}, {BEN}")
        ben = self.connect_ben()
        secret = self.make("Secret", "secret@x.example")
        self.put(raw=raw)
        self.sync()
        self.to_record(secret)
        self.env["ir.rule"].create(
            {
                "name": "not this one",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": f"[('id', '!=', {secret.id})]",
                "groups": [(4, self.env.ref("base.group_user").id)],
            }
        )
        staged = self.sync_ben(ben, raw)
        self.act("action_import", staged, self.ben)
        self.assertEqual(self.subjects(self.clara), ["Offer"])
        self.assertNotIn(secret.message_ids[0], staged.mail_message_ids)

    def test_an_answer_lies_beside_its_mail(self):
        asked = self.meeting.message_post(
            body="When?", message_type="email", message_id="<asked@odoo.example>"
        )
        older = self.meeting.message_post(
            body="Hello", message_type="email", message_id="<older@odoo.example>"
        )
        for headers, parent in (
            ({"In_Reply_To": "<asked@odoo.example>"}, asked),
            ({"References": "<older@odoo.example> <asked@odoo.example>"}, asked),
            (
                {
                    "In_Reply_To": "<older@odoo.example>",
                    "References": "<older@odoo.example> <asked@odoo.example>",
                },
                older,
            ),
            ({"In_Reply_To": "<unheard.of@x.example>"}, self.env["mail.message"]),
        ):
            with self.subTest(headers=headers):
                self.put(subject=str(headers)[:40], **headers)
                self.sync()
                self.act("action_import")
                messages = self.staged()[-1].mail_message_ids
                there = messages.filtered(lambda one: one.model == "calendar.event")
                self.assertEqual(there.parent_id, parent)
                self.assertEqual(len(there), len(parent))
                self.assertEqual(len(messages - there), 1)

    def test_an_answer_to_what_was_written_on_another_contact(self):
        company = self.env["res.partner"].create({"name": "Acme"})
        asked = company.message_post(
            body="When?", message_type="comment", message_id="<asked@odoo.example>"
        )
        self.put(subject="On Friday", In_Reply_To="<asked@odoo.example>")
        self.sync()
        self.act("action_import")
        messages = self.staged().mail_message_ids.sorted("id")
        self.assertEqual(messages.mapped("res_id"), [self.clara.id, company.id])
        self.assertEqual(messages[-1].parent_id, asked)

    def test_an_answer_is_not_filed_with_others_of_the_mail_it_answers(self):
        other = self.env["res.partner"].create({"name": "Otto", "email": "o@o.example"})
        self.put(subject="To both", message_id="<both@home.example>", cc=other.email)
        self.put(subject="Between us", In_Reply_To="<both@home.example>")
        self.sync()
        self.act("action_import")
        self.assertEqual(self.subjects(other), ["To both"])
        self.assertEqual(self.subjects(self.clara), ["Between us", "To both"])

    def test_answers_on_one_contact(self):
        self.put(subject="First", message_id="<first@home.example>")
        self.put(subject="Second", References="<x@y> <first@home.example>")
        self.sync()
        self.act("action_import")
        first, second = self.staged().mail_message_ids.sorted("id")
        self.assertEqual(second.parent_id, first)

    def test_no_answer_reaches_a_channel(self):
        channel = self.env["discuss.channel"].create({"name": "Everybody"})
        channel.message_post(
            body="?", message_type="comment", message_id="<channel@odoo.example>"
        )
        before = channel.message_ids
        self.put(subject="Private", In_Reply_To="<channel@odoo.example>")
        self.sync()
        self.act("action_import")
        self.assertEqual(channel.message_ids, before)

    def test_to_a_record(self):
        self.put(subject="Offer", files={"offer.pdf": b"%PDF"}, sender="x@y.example")
        self.sync()
        self.to_record(self.meeting)
        self.assertEqual(self.subjects(self.meeting), ["Offer"])
        self.assertEqual(self.staged().state, "imported")
        [file] = self.staged().mail_message_ids.attachment_ids
        self.assertEqual((file.res_model, file.raw), ("calendar.event", b"%PDF"))
        # Again, and to a contact as well: there it is new, here it is not.
        self.to_record(self.meeting)
        self.to_record(self.clara)
        self.assertEqual(self.subjects(self.meeting), ["Offer"])
        self.assertEqual(self.subjects(self.clara), ["Offer"])

    def test_to_a_record_one_may_not_write(self):
        self.put(subject="Offer")
        self.sync()
        meeting = self.meeting.copy({"user_id": self.ben.id, "privacy": "private"})
        meeting.partner_ids = self.ben.partner_id
        for record, refusal in (
            (meeting, AccessError),
            (self.env["discuss.channel"].search([], limit=1), ValueError),
            (self.env["ir.cron"].search([], limit=1), ValueError),
        ):
            with self.subTest(record=record), self.assertRaises(refusal):
                self.to_record(record)
        self.assertEqual(self.staged().state, "staged")

    def test_pictures_and_files_of_an_imported_mail(self):
        message = self.picture_mail()
        self.put(raw=message)
        self.sync()
        staged = self.staged()
        [picture] = staged.attachment_ids
        self.assertIn(f"/web/image/{picture.id}", staged.body)
        self.act("action_import_and_remove")
        [one] = self.clara.message_ids.filtered(lambda m: m.subject == "Picture")
        [copy] = one.attachment_ids
        self.assertFalse(picture.exists())
        self.assertIn(f"/web/image/{copy.id}", one.body)
        self.assertEqual(copy.raw, PIXEL)
        copy = copy.with_user(self.ben)
        self.assertTrue(copy.has_access("read"))
        self.assertEqual(copy.raw, PIXEL)

    def picture_mail(self):
        text = f"""From: {CLARA}
To: {ANNA}
Subject: Picture
Message-ID: <picture@home.example>
MIME-Version: 1.0
Content-Type: multipart/related; boundary=x

--x
Content-Type: text/html

<p>Look</p><img src="cid:%70ic@home"><img src="/web/image/1">
--x
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-ID: <pic@home>
Content-Disposition: inline; filename=pic.png

{base64.b64encode(PIXEL).decode()}
--x--
"""
        return text.encode()


@tagged("post_install", "-at_install")
class TestMailLeftOut(ImportCase):
    def test_what_is_left_out_stays_as_it_is(self):
        self.account.write(
            {
                "mail_excluded": "*@bank.example, .shop.example\nboss@home.example",
                "mail_remove_after_transfer": True,
                "mail_trash_after_transfer": True,
            }
        )
        settings = self.env["res.config.settings"].create(
            {"gws_mail_excluded": "everyone.example\n"}
        )
        settings.execute()
        self.assertEqual(
            self.env["res.config.settings"].create({}).gws_mail_excluded,
            "everyone.example",
        )
        left = [
            self.put(subject=sender or cc, sender=sender or CLARA, cc=cc)
            for sender, cc in (
                ("info@mail.bank.example", None),
                ("BOSS@Home.example", None),
                (None, "Shop <a@x.shop.example>"),
                (None, "a@everyone.example"),
            )
        ]
        here = self.put(subject="Clara", cc="a@notbank.example, boss2@home.example")
        answer = self.sync()
        self.assertIn("4 left out", answer["message"])
        self.assertEqual(self.staged().subject, "Clara")
        for google_id in left:
            self.assertEqual(self.labels_of(google_id), ["To Odoo"])
        self.assertEqual(set(self.labels_of(here)), {"Odoo/Done", "TRASH"})
        self.sync()
        self.sync()
        self.assertEqual(self.requests(), 1)
        # Wanted after all: the label again.
        self.account.mail_excluded = False
        self.world.unlabel_mail(ANNA, left[1], "To Odoo")
        self.sync()
        self.world.label_mail(ANNA, left[1], "To Odoo")
        self.sync()
        self.assertEqual(len(self.staged()), 2)

    def test_internal_mail(self):
        self.connect_ben()
        self.ben.email = "ben.berg@company.example"
        self.account.mail_skip_internal = True
        self.put(subject="Among us", sender=BEN, to=f"{ANNA}, ben.berg@company.example")
        self.put(subject="With Clara", sender=BEN, to=f"{ANNA}, {CLARA}")
        self.put(subject="To myself", sender=ANNA, to=ANNA)
        self.sync()
        self.assertEqual(
            set(self.staged().mapped("subject")), {"With Clara", "To myself"}
        )
