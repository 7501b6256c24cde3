# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Address headers, right and wrong: who is meant."""

import unittest

from ...mapping.mail import read
from ...mapping.mail_people import normalize

# (what stands in To, [(name, address)])
HEADERS = (
    ("a@x.example", [("", "a@x.example")]),
    ("<A@X.Example>", [("", "a@x.example")]),
    ("Anna Berg <a@x.example>", [("Anna Berg", "a@x.example")]),
    ('"Berg, Anna" <a@x.example>', [("Berg, Anna", "a@x.example")]),
    ("Berg, Anna <a@x.example>", [("Berg, Anna", "a@x.example")]),
    ("Dr. Anna B. <a@x.example>", [("Dr. Anna B.", "a@x.example")]),
    ("a@x.example (Anna)", [("Anna", "a@x.example")]),
    ("Anna (Sales) <a@x.example>", [("Anna (Sales)", "a@x.example")]),
    ("Anna [Ext] <a@x.example>", [("Anna [Ext]", "a@x.example")]),
    ("a@x.example; b@x.example", [("", "a@x.example"), ("", "b@x.example")]),
    ("a@x.example, a@x.example", [("", "a@x.example")]),
    ("a@x.example, Anna <a@x.example>", [("Anna", "a@x.example")]),
    ("a@x.example <b@y.example>", [("a@x.example", "b@y.example")]),
    ("a@x.example <a@x.example>", [("", "a@x.example")]),
    ("Anna Berg a@x.example", [("Anna Berg", "a@x.example")]),
    ("Anna <a@x.example", [("Anna", "a@x.example")]),
    ("a@x.example>", [("", "a@x.example")]),
    ('"Anna <a@x.example>', [("Anna", "a@x.example")]),
    ('"An\\"na" <a@x.example>', [('An"na', "a@x.example")]),
    ('A "B\\\\" Ü <a@x.example>', [("A B\\ Ü", "a@x.example")]),
    ("Anna <mailto:a@x.example>", [("Anna", "a@x.example")]),
    ("'Anna' <a@x.example>", [("Anna", "a@x.example")]),
    ("Anna <>", [("Anna", "")]),
    ("<>", []),
    ("Anna", [("Anna", "")]),
    ("Anna Berg, Eva Vogel", [("Anna Berg, Eva Vogel", "")]),
    ("Eva, a@x.example", [("Eva", ""), ("", "a@x.example")]),
    ("Anna <no address>", [("Anna <no address>", "")]),
    (
        "Team: a@x.example, Eva <e@x.example>;",
        [("", "a@x.example"), ("Eva", "e@x.example")],
    ),
    ("Team: Ü <a@x.example>;", [("Ü", "a@x.example")]),
    ("undisclosed-recipients:;", []),
    ("Undisclosed recipients: ;", []),
    ("undisclosed-recipients:", []),
    (", ,", []),
    ("jörg@müller.example", [("", "jörg@müller.example")]),
    ("JÖRG@MÜLLER.example", [("", "JÖRG@müller.example")]),
    ("=?utf-8?q?J=C3=B6rg?= <j@x.example>", [("Jörg", "j@x.example")]),
    ("=?utf-8?q?J=C3=B6rg?=<j@x.example>", [("Jörg", "j@x.example")]),
    ("=?utf-8?q?Berg,?= Anna <a@x.example>", [("Berg, Anna", "a@x.example")]),
    ("=?utf-8?q?a=40x.example?=", [("a@x.example", "")]),
    ("Anna <=?utf-8?q?a=40x.example?=>", [("Anna", "a@x.example")]),
    ("a@[192.0.2.1]", [("", "a@[192.0.2.1]")]),
    ("o'neil@x.example", [("", "o'neil@x.example")]),
    ("O'Neil o'neil@x.example, ü", [("O'Neil", "o'neil@x.example"), ("ü", "")]),
)  # fmt: skip


class TestPeople(unittest.TestCase):
    def test_headers(self):
        for header, expected in HEADERS:
            with self.subTest(header=header):
                mail = read(f"From: x@y.example\r\nTo: {header}\r\n\r\n".encode())
                self.assertEqual([(p.name, p.address) for p in mail.to], expected)

    def test_sender(self):
        """The first with an address; who sent it for them only if there is no other."""
        for head, expected in (
            ("From: Anna, <a@x.example>\r\nSender: s@x.example", "a@x.example"),
            ("From:\r\nSender: s@x.example", "s@x.example"),
            ("From: Anna\r\nSender: s@x.example", ""),
            ("Subject: nobody", None),
        ):
            with self.subTest(head=head):
                sender = read(f"{head}\r\n\r\n".encode()).sender
                self.assertEqual(sender and sender.address, expected)

    def test_normalize(self):
        for address, expected in (
            (" Anna@X.Example ", "anna@x.example"),
            ("Jörg@X.Example", "Jörg@x.example"),
            ("a@b@c.example", "a@b@c.example"),
            ("a@", ""),
            ("@x.example", ""),
            ("a b@x.example", ""),
            ("anna", ""),
            ("", ""),
        ):
            with self.subTest(address=address):
                self.assertEqual(normalize(address), expected)
