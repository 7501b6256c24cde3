# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mail in a browser: what a person reads, labels, writes and throws away."""

import re

from ..fakes.gmail_testing import GmailCase, mail_bytes


class TestMailPage(GmailCase):
    page = "/_emulator/mail/anna@example.com"

    def show(self, path=None, expect=200):
        status, _headers, text = self.http("GET", path or self.page)
        self.assertEqual(status, expect, text)
        return text

    def post(self, path=None, expect=302, **form):
        status, headers, text = self.http("POST", path or self.page, form=form)
        self.assertEqual(status, expect, text)
        return headers.get("Location") or text

    def card(self, mail_id):
        return f"{self.page}?mail={mail_id}"

    def rows(self, label="INBOX"):
        return re.findall(
            r'<tr id="mail-(\w+)">', self.show(f"{self.page}?label={label}")
        )

    def names(self, mail_id):
        return self.world.mail(self.anna, mail_id)["labels"]

    def test_the_way_there(self):
        self.assertIn(f'href="{self.page}"', self.show("/"))
        self.show("/_emulator/mail/nobody@example.com", 404)
        self.show(self.card("0123456789abcdef"), 404)
        headers = {"Host": "evil.example.com"}
        self.assertEqual(self.http("GET", self.page, headers=headers)[0], 403)

    def test_mailboxes_by_label(self):
        inbox = self.put("Angebot <b>", sender="Carla <c@else.org>")
        spam = self.put("Spam", ["SPAM", "Customers"])
        label = self.world.labels(self.anna)["Customers"]
        text = self.show()
        self.assertIn("Angebot &lt;b&gt;", text)
        self.assertIn("Carla &lt;c@else.org&gt;", text)
        self.assertEqual(self.rows(), [inbox])
        self.assertEqual(self.rows("SPAM"), [spam])
        self.assertEqual((self.rows(label), self.rows("ALL")), ([], [inbox]))

    def test_one_mail_with_its_files(self):
        parts = {
            "from": "carla@else.org",
            "subject": "Foto",
            "text": "Schau <mal>",
            "html": "<script>alert(1)</script><p>Schau</p>",
            "attachments": [
                {"filename": "Bild.png", "mime_type": "image/png", "data": b"PNG"},
                {"filename": "a.html", "mime_type": "text/html", "data": b"<script>"},
            ],
        }
        mail_id = self.world.put_mail(self.anna, parts)
        text = self.show(self.card(mail_id))
        self.assertIn("Schau &lt;mal&gt;", text)
        self.assertNotIn("<script", text)
        self.assertIn('<iframe id="html" sandbox=""', text)
        links = re.findall(r'href="([^"]*part=[^"]*)"', text)
        files = [self.http("GET", link.replace("&amp;", "&")) for link in links]
        self.assertEqual(
            [headers["Content-Type"] for _status, headers, _text in files],
            ["image/png", "application/octet-stream"],
        )
        self.show(f"{self.card(mail_id)}&part=9", 404)

    def test_labels_are_put_on_and_taken_off(self):
        mail_id = self.put(labels=["INBOX", "UNREAD"])
        self.post(add="1", name="Odoo/In")
        label = self.world.labels(self.anna)["Odoo/In"]
        self.post(self.card(mail_id), save="1", label=["INBOX", label])
        self.assertEqual(self.names(mail_id), ["INBOX", "Odoo/In"])
        checked = re.findall(r'value="([^"]*)" checked', self.show(self.card(mail_id)))
        self.assertEqual(checked, ["INBOX", label])
        self.post(drop=label)
        self.assertEqual(self.names(mail_id), ["INBOX"])
        text = self.post(expect=200, add="1", name="Odoo")
        self.assertIn("Label name exists or conflicts", text)

    def test_buttons(self):
        mail_id = self.put()
        steps = (
            ("star", ["INBOX", "UNREAD", "STARRED"]),
            ("read", ["INBOX", "STARRED"]),
            ("unstar", ["INBOX"]),
            ("archive", []),
            ("trash", ["TRASH"]),
            ("untrash", ["INBOX"]),
            ("unread", ["INBOX", "UNREAD"]),
        )
        for button, labels in steps:
            self.post(self.card(mail_id), **{button: "1"})
            self.assertEqual(self.names(mail_id), labels, button)
        self.post(self.card(mail_id), delete="1")
        self.assertEqual(self.world.mailbox(self.anna), [])

    def test_writing_and_answering(self):
        where = self.post(
            send="1", to=self.bob, subject="Grüße", text="Hallo\r\nBob", cc="", bcc=""
        )
        self.assertIn("Grüße", self.show(where))
        (his,) = self.world.mailbox(self.bob)
        self.assertEqual(his["subject"], "Grüße")
        page = f"/_emulator/mail/{self.bob}?mail={his['id']}"
        form = self.show(page).partition('id="write"')[2]
        values = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        self.assertEqual(values["subject"], "Re: Grüße")
        self.post(
            page,
            send="1",
            to=self.anna,
            subject=values["subject"],
            text="Hallo Anna",
            in_reply_to=his["message_id"],
            thread=values["thread"],
        )
        mine = self.world.mailbox(self.anna)
        self.assertEqual(mine[0]["threadId"], mine[1]["id"])
        text = self.post(expect=200, send="1", to="nobody", subject="x", text="x")
        self.assertIn("Invalid To header", text)

    def test_a_large_mailbox_is_shown(self):
        for number in range(300):
            self.world.put_mail(self.anna, mail_bytes(f"Mail {number}", text="x" * 999))
        self.assertEqual(len(self.rows()), 300)
