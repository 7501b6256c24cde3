# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mails as they really are, all the way: Gmail, staging, a contact's chatter.

What is expected of each stands beside it (``samples.mails``); what Python's own samples
say is written where their reading is tested.
"""

import hashlib
import re
import unittest
from datetime import datetime, timezone

from lxml import html

from odoo.tests import mute_logger, tagged
from odoo.tools import email_normalize
from odoo.tools.mail import email_split_tuples

from .mail_case import ANNA, MailCase
from .pure import test_mapping_mail_cpython as cpython
from .samples.mails import MAILS, raw

ARRIVED = "2026-03-04T05:06:07+00:00"  # Gmail's own date, for mails without one
ANY = type("Any", (), {"__contains__": lambda self, other: True})()
BREAKS = re.compile(r"<(?:br|/p|/div|/td|/tr|/li|/h\d|/title)\b", re.IGNORECASE)


def words(text, is_html=True):
    """The text without tags; blanks do not count."""
    text = str(text)  # joining Markup escapes it
    if is_html and text.strip():
        root = html.fragment_fromstring(BREAKS.sub(r" \g<0>", text), create_parent="p")
        text = root.text_content()
    return " ".join(text.split())


def kept_type(mimetype):
    """As a file's type is kept: what a browser would run becomes plain text.

    None: whatever Odoo guesses where the mail does not say.
    """
    if mimetype == "application/octet-stream":
        return None
    runs = "ht" in mimetype or (
        "xml" in mimetype and "vnd.openxmlformats" not in mimetype
    )
    return "text/plain" if runs else mimetype


class SampleCase(MailCase):
    def setUp(self):
        super().setUp()
        self.choose_labels()
        self.account.mail_in_limit = 500
        self.sync()

    def stage(self, mails):
        """{name: bytes} through Gmail; {name: staged message}."""
        ids = {
            name: self.world.put_mail(ANNA, mail, labels=["To Odoo"], date=ARRIVED)
            for name, mail in mails.items()
        }
        self.google.log.clear()
        with mute_logger("odoo.addons.google_workspace.services.gws_mail_stage"):
            self.sync()
        staged = {message.google_id: message for message in self.staged()}
        self.assertEqual(set(staged), set(ids.values()))
        return {name: staged[google_id] for name, google_id in ids.items()}

    def know(self, messages):
        """A contact for everybody in these mails."""
        addresses = set()
        for message in messages:
            addresses |= set(self.env["gws.mail.people"]._open_addresses(message))
        self.env["res.partner"].create(
            [{"name": a, "email": a} for a in sorted(addresses)]
        )

    def bring_in(self, messages):
        """Import them all; those of nobody go to a contact of their own."""
        self.nobody = self.env["res.partner"].create({"name": "Of nobody"})
        ids = [message.id for message in messages if message.state == "staged"]
        with self.acts(self.anna) as env:
            rows = env["gws.message"].browse(ids)
            rows.action_import()
            left = rows.filtered(lambda row: row.state == "staged")
            self.assertFalse(left.partner_ids)
            self.assertFalse(any(left.mapped("unknown")), left.mapped("unknown"))
            for row in left:
                partner = env["res.partner"].browse(self.nobody.id)
                env["gws.mail.import"]._import(row, partner)
        return {
            message: message.mail_message_ids
            for message in messages
            if message.state == "imported"
        }

    def check_files(self, record, expected):
        """``expected``: [(name, type, size, first digits of the SHA-256)]"""
        files = record.attachment_ids.sorted("id")
        self.assertEqual(files.mapped("name"), [one[0] for one in expected])
        for file, (_name, mimetype, size, *digest) in zip(files, expected, strict=True):
            content = file.raw or b""
            self.assertEqual(len(content), size)
            self.assertIn(hashlib.sha256(content).hexdigest()[:12], digest or ANY)
            self.assertIn(file.mimetype, {kept_type(mimetype) or file.mimetype})
            self.assertEqual(kept_type(file.mimetype) or file.mimetype, file.mimetype)

    def check_person(self, text, person):
        name, address = person or ("", "")
        text = text or ""
        if "@" in address:
            found = [email_normalize(a) or a for _name, a in email_split_tuples(text)]
            self.assertEqual(found, [email_normalize(address) or address])
        plain = text.replace("\\", "")
        self.assertIn(name, plain)
        self.assertIn(address, plain)


@tagged("post_install", "-at_install")
class TestMailSamples(SampleCase):
    def test_all_of_them(self):
        staged = self.stage({name: raw(name) for name in MAILS})
        self.assertEqual(
            {name for name, message in staged.items() if message.state == "failed"},
            {name for name, expected in MAILS.items() if "refused" in expected},
        )
        for name, message in staged.items():
            with self.subTest(mail=name):
                self.check_staged(message, MAILS[name])
        self.know(staged.values())
        imported = self.bring_in(staged.values())
        for name, message in staged.items():
            if message.state == "failed":
                continue
            with self.subTest(imported=name):
                self.assertTrue(imported[message])
                for one in imported[message]:
                    self.check_imported(one, message, MAILS[name])

    def check_staged(self, message, expected):
        if "refused" in expected:
            self.assertTrue(message.error)
            self.assertTrue(message.subject)
            return
        self.assertEqual(message.subject or "", expected["subject"])
        self.check_person(message.email_from, expected.get("sender"))
        for field, key in (("email_to", "to"), ("email_cc", "cc")):
            for name, address in expected.get(key, ()):
                self.assertIn(name or address, (message[field] or "").replace("\\", ""))
                self.assertIn(address, message[field] or "")
        self.check_date(message.date, expected["date"])
        self.check_text(message.body or "", expected)
        self.check_files(message, [f[:4] for f in expected.get("files", ())])
        self.assertEqual(bool(message.note), bool(expected.get("problems")))
        self.assertEqual(message.auto or "", expected.get("auto", ""))
        for cid_file in (f for f in expected.get("files", ()) if f[4]):
            files = message.attachment_ids.filtered(
                lambda f, n=cid_file[0]: f.name == n
            )
            shown = [f"/web/image/{file.id}" in message.body for file in files]
            self.assertTrue(any(shown), "an inline picture is not shown")

    def check_date(self, found, expected):
        moment = datetime.fromisoformat(expected or ARRIVED)
        if moment.tzinfo:
            moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
        self.assertEqual(found, moment.replace(microsecond=0))

    def check_text(self, body, expected):
        shown = words(body)
        for key in ("finds", "also"):
            wanted = expected.get(key, "")
            if wanted.startswith("cid:"):
                continue  # that is a picture by now
            plain = {words(wanted), words(wanted, is_html=False)}
            self.assertTrue(any(w in shown for w in plain), (wanted, shown))
        if "lacks" in expected:
            self.assertNotIn(words(expected["lacks"], is_html=False), shown)
        self.assertNotIn("cid:", body)

    def check_imported(self, one, message, expected):
        self.assertEqual(one.subject, message.subject)
        self.assertEqual(one.date, message.date)
        self.assertEqual(one.email_from, message.email_from)
        if message.message_id:
            self.assertEqual(one.message_id, message.message_id)
        self.check_text(one.body or "", expected)
        self.check_files(one, [f[:4] for f in expected.get("files", ())])
        for file in one.attachment_ids:
            self.assertEqual((file.res_model, file.res_id), (one.model, one.res_id))
        links = set(re.findall(r"/web/image/(\d+)", one.body or ""))
        self.assertLessEqual(links, {str(number) for number in one.attachment_ids.ids})
        if message.direction == "in":
            author = email_normalize((expected.get("sender") or ("", ""))[1])
            self.assertEqual(one.author_id.email_normalized or False, author or False)

    def test_25_megabytes(self):
        content = bytes(range(256)) * 4 * 1024 * 25
        # The fake Google, with whom this process shares its time, needs a while.
        self.transport.timeout = 60
        self.transport._local.connection = None
        self.stage({"big": self.raw(subject="Big", files={"big.pdf": content})})
        self.know(self.staged())
        [one] = self.bring_in(self.staged()).values()
        self.assertEqual(one.attachment_ids.raw, content)

    def test_large_ones_come_alone(self):
        mails = {
            f"m{number}": self.raw(
                subject=f"m{number}",
                files={"a.pdf": b"x" * (1_500_000 if number in (1, 2) else 10)},
            )
            for number in range(6)
        }
        self.stage(mails)
        batches = [e for e in self.google.log.requests if e.path.startswith("/batch")]
        self.assertEqual([len(entry.inner) for entry in batches], [3])
        self.assertEqual(self.google.log.count("GET", "/users/me/messages/"), 6)


@unittest.skipUnless(cpython.folder(), cpython.MISSING)
@tagged("post_install", "-at_install")
class TestPythonsOwnMails(SampleCase):
    def test_all_of_them(self):
        # Several say that they are the same mail; here each is to come.
        mails, seen = {}, set()
        for path in sorted(cpython.folder().glob("*.txt")):
            content = path.read_bytes()
            for own in re.findall(rb"(?im)^message-id:\s*<?([^\s>@]+)", content)[:1]:
                if own in seen:
                    content = content.replace(own, own + path.stem.encode())
                seen.add(own)
            mails[path.stem] = content
        self.assertGreater(len(mails), 40)
        staged = self.stage(mails)
        refused = {n for n, message in staged.items() if message.state == "failed"}
        self.assertEqual(refused, set(cpython.REFUSED))
        for name, message in staged.items():
            with self.subTest(mail=name):
                self.check_one(message, cpython.EXPECTED.get(name, {}))
        self.know(staged.values())
        imported = self.bring_in(staged.values())
        self.assertEqual(len(imported), len(mails) - len(refused))
        for name, message in staged.items():
            for one in imported.get(message, ()):
                with self.subTest(imported=name):
                    self.check_one(one, cpython.EXPECTED.get(name, {}))
                    self.assertEqual(one.date, message.date)

    def check_one(self, one, expected):
        if "subject" in expected:
            self.assertEqual(one.subject or "", expected["subject"])
        if "sender" in expected:
            self.check_person(one.email_from, expected["sender"])
        if expected.get("date"):
            self.assertEqual(one.date, expected["date"].replace(tzinfo=None))
        if "finds" in expected:
            self.assertIn(
                words(expected["finds"], is_html=False), words(one.body or "")
            )
        if "files" in expected:
            self.check_files(one, expected["files"])
