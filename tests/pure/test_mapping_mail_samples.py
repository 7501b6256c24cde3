# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Each mail of tests/samples/mails says what its index says, and nothing is slow."""

import hashlib
import time
import unittest

from ...mapping.mail import PROBLEMS, Unreadable, read
from ..samples.mails import FOLDER, MAILS, raw

EMPTY = {
    "cc": [],
    "bcc": [],
    "reply_to": [],
    "files": [],
    "auto": "",
    "problems": (),
    "in_reply_to": (),
    "references": (),
}
BODY = ("finds", "also", "lacks")


def said(mail, key):
    """One thing of a mail, as the index writes it."""
    value = getattr(mail, key, None)
    if key == "files":
        return [
            (
                file.name,
                file.mimetype,
                len(file.content),
                hashlib.sha256(file.content).hexdigest()[:12],
                file.inline,
            )
            for file in mail.attachments
        ]
    if key == "sender":
        return value and (value.name, value.address)
    if key in ("to", "cc", "bcc", "reply_to"):
        return [(person.name, person.address) for person in value]
    if key == "date":
        return value and value.replace(tzinfo=None).isoformat()
    return value


class TestSamples(unittest.TestCase):
    def test_the_index_has_every_file(self):
        self.assertEqual({path.stem for path in FOLDER.glob("*.eml")}, set(MAILS))
        self.assertGreater(len(MAILS), 110)

    def test_what_they_say(self):
        for name, expected in MAILS.items():
            if "refused" in expected:
                continue
            mail = read(raw(name))
            expected = {**EMPTY, "message_id": f"<{name}@mail.example>", **expected}
            for key in expected.keys() - {"why", *BODY}:
                with self.subTest(mail=name, of=key):
                    self.assertEqual(said(mail, key), expected[key])
            shown = mail.html or mail.text
            with self.subTest(mail=name, of="body"):
                self.assertIn(expected.get("finds", ""), shown)
                self.assertIn(expected.get("also", ""), shown)
                if "lacks" in expected:
                    self.assertNotIn(expected["lacks"], shown)
                if "finds" not in expected and "html" not in expected:
                    self.assertEqual(shown.strip(), "")

    def test_what_is_set_aside(self):
        for name, expected in MAILS.items():
            if "refused" in expected:
                with self.subTest(mail=name), self.assertRaises(Unreadable) as caught:
                    read(raw(name))
                self.assertEqual(caught.exception.code, expected["refused"])

    def test_every_problem_is_met(self):
        met = {code for row in MAILS.values() for code in row.get("problems", ())}
        self.assertEqual(met, set(PROBLEMS))

    def test_all_are_read_in_no_time(self):
        raws = [raw(name) for name in MAILS]
        start = time.perf_counter()
        for one in raws:
            try:
                read(one)
            except Unreadable:
                pass
        self.assertLess(time.perf_counter() - start, 5)
