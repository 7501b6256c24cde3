# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The limits of reading a mail, and what it promises to those who use it."""

import base64
import time
import tracemalloc
import unittest
from datetime import timezone

from ...mapping.mail import Attachment, Mail, Person, Unreadable, read
from ...mapping.mail_parse import MAX_DEPTH, MAX_HEADER, MAX_PARTS
from ..samples.mails import raw

HEAD = b"From: a@x.example\r\nSubject: s\r\nMIME-Version: 1.0\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=n\r\n\r\n"
PART = b"--n\r\nContent-Type: text/plain\r\n\r\nx\r\n"
WORK = 3  # seconds of the processor; each of these takes a tenth of it


def nested(depth):
    """A text in so many multiparts."""
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=n%d\r\n\r\n--n%d\r\n" % (i, i)
        for i in range(depth)
    )
    return HEAD + opened + b"Content-Type: text/plain\r\n\r\nInnermost\r\n"


class TestLimits(unittest.TestCase):
    def assert_refused(self, raw_, code):
        start = time.process_time()
        with self.assertRaises(Unreadable) as caught:
            read(raw_)
        self.assertLess(time.process_time() - start, 1)
        self.assertEqual(caught.exception.code, code)
        self.assertTrue(str(caught.exception).startswith(f"{code}: "))

    def test_parts(self):
        self.assert_refused(MIXED + PART * 10_000 + b"--n--\r\n", "parts")
        mail = read(MIXED + PART * (MAX_PARTS - 1) + b"--n--\r\n")
        self.assertEqual(mail.text.count("x"), MAX_PARTS - 1)

    def test_depth(self):
        self.assert_refused(nested(MAX_DEPTH + 1), "depth")
        self.assert_refused(nested(100_000), "depth")
        self.assertIn("Innermost", read(nested(MAX_DEPTH)).text)

    def test_header(self):
        long = b"X-Long: " + b"a" * MAX_HEADER + b"\r\n\r\nText"
        self.assert_refused(HEAD + long, "header")
        self.assert_refused(HEAD + b"X: y\r\n" * 500_000 + b"\r\nText", "header")
        self.assert_refused(MIXED + b"--n\r\n" + long, "header")

    def test_no_mail(self):
        for raw_ in (
            b"",
            b"\r\n\r\n",
            b"Hello",
            b"\0" * 99,
            b'{"from": "a@b.example"}',
        ):
            self.assert_refused(raw_, "no_mail")

    def test_hostile_headers_take_linear_time(self):
        size = 900_000
        for name, value in (
            ("Subject", "=?utf-8?q?a?= " * (size // 14)),
            ("Subject", "=?a?q?x " * (size // 8)),
            ("To", '"' * (size + 1) + "@"),
            ("To", '"' + '\\"' * (size // 2) + '@x"'),
            ("To", "<" * size + "@"),
            ("To", "a@b <" + " " * size + ">>"),
            ("To", "a" * size + "@"),
            ("To", "a@b.example, " * (size // 26)),
            ("References", "<a@b> " * (size // 6)),
            ("Content-Type", "text/plain" + ";" * size),
            ("Content-Type", 'text/plain; a="' + '\\"' * (size // 2)),
            ("Content-Transfer-Encoding", "(" * size),
            ("Date", "1 " * (size // 2)),
        ):
            with self.subTest(header=name, value=value[:12]):
                start = time.process_time()
                read(f"From: a@x.example\r\n{name}: {value}\r\n\r\nText".encode())
                self.assertLess(time.process_time() - start, WORK)

    def test_boundaries_guessed_again_and_again(self):
        chain = b"--%d\r\nContent-Type: multipart/mixed\r\n\r\n"
        raw_ = HEAD + b"Content-Type: multipart/mixed\r\n\r\n"
        raw_ += b"".join(chain % number for number in range(2000))
        start = time.process_time()
        self.assertEqual(read(raw_).problems, ("structure",))
        self.assertLess(time.process_time() - start, WORK)

    def test_memory_of_a_big_attachment(self):
        """25 MB, the most that Gmail takes: about four times as much, at most."""
        content = bytes(range(256)) * 100_000
        encoded = base64.encodebytes(content).replace(b"\n", b"\r\n")
        head = b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
        raw_ = MIXED + PART + b"--n\r\n" + head + b"\r\n" + encoded + b"--n--\r\n"
        tracemalloc.start()
        try:
            mail = read(raw_)
            left, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        self.assertEqual(mail.attachments[0].content, content)
        self.assertLess(peak, 4.4 * len(content))
        self.assertLess(left, 1.1 * len(content))


class TestPromises(unittest.TestCase):
    def test_people_are_told_once(self):
        mail = read(
            b"From: Anna <anna@x.example>\r\nTo: ANNA@x.example, b@x.example\r\n"
            b"Cc: Bert <B@X.example>, Nobody\r\nReply-To: anna@x.example\r\n\r\n"
        )
        self.assertEqual(
            mail.people(),
            (
                Person("Anna", "anna@x.example"),
                Person("Bert", "b@x.example"),
                Person("Nobody", ""),
            ),
        )

    def test_a_mail_is_a_value(self):
        name = "outlook-mixed-related-alternative"
        mail = read(raw(name))
        self.assertIsInstance(mail, Mail)
        self.assertEqual(mail, read(raw(name)))
        self.assertEqual(hash(mail), hash(read(raw(name))))
        self.assertIs(mail.date.tzinfo, timezone.utc)

    def test_content_is_not_in_the_log(self):
        self.assertNotIn("secret", repr(Attachment("a.txt", "text/plain", b"secret")))

    def test_text_and_html_are_each_the_whole_body(self):
        parts = (
            b"--n\r\nContent-Type: text/html\r\n\r\n<b>only here</b>\r\n"
            b"--n\r\nContent-Type: text/plain\r\n\r\nand <here>\r\n--n--\r\n"
        )
        mail = read(MIXED + parts)
        self.assertEqual(mail.text, "")
        self.assertEqual(mail.html, "<b>only here</b>\n<p>and &lt;here&gt;</p>")
