# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who gets a mail that Gmail sends: the envelope, nobody else, once."""

import email
import email.policy
import unittest
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import formataddr, getaddresses

from hypothesis import example, given, strategies as st

from ...mapping.mail_envelope import as_bytes, key, readdress, receivers

ADDRESSES = [
    "anna@example.com",
    "Anna@Example.com",
    "bob@example.com",
    "carl+news@example.org",
    "dora@xn--mnchen-3ya.de",
    "emil@sub.example.net",
    "o'hara@example.com",
    "sales@example.com",
]
NAMES = [
    "",
    "Anna",
    "Müller, Jürgen",
    'The "Boss"',
    "علی رضایی",
    "山田",
    "a@b",
    "x" * 80,
    "Schmidt, Jürgen",
    "eve@example.net, Jürgen",
    'Dr. "X", Müller; (Sohn)',
    "Lee, " + "x" * 30 + " , " + "y" * 50,
]

pairs = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(ADDRESSES)), max_size=5
)
envelopes = st.lists(st.sampled_from(ADDRESSES), min_size=1, max_size=6)


def mail(**fields):
    message = EmailMessage(policy=email.policy.SMTP)
    message["Subject"] = "Hello"
    for name, value in fields.items():
        if value:
            message[name] = value
    message.set_content("Hello")
    return message


def text(pairs):
    return ", ".join(formataddr(pair) for pair in pairs)


def delivered(message):
    """Whom a reader of the bytes on the wire finds: no code of ours."""
    parsed = email.message_from_bytes(as_bytes(message))
    return [
        address.lower()
        for field in ("To", "Cc", "Bcc")
        for _name, address in getaddresses(parsed.get_all(field, []))
    ]


class TestEnvelope(unittest.TestCase):
    @given(pairs, pairs, pairs, pairs, envelopes)
    @example([], [], [], [], ["anna@example.com"])
    def test_exactly_the_envelope_once_each(self, to, cc, bcc, before, envelope):
        message = mail(To=text(to), Cc=text(cc), Bcc=text(bcc))
        readdress(message, envelope, {"To": text(before)})
        found = delivered(message)
        self.assertEqual(len(found), len(set(found)), "somebody gets it twice")
        self.assertEqual(set(found), {address.lower() for address in envelope})
        self.assertEqual(set(receivers(message)), {key(one) for one in envelope})

    @given(pairs, pairs, envelopes)
    def test_nobody_is_shown_who_was_hidden(self, to, cc, envelope):
        message = mail(To=text(to), Cc=text(cc))
        readdress(message, envelope)
        shown = {key(address) for _name, address in [*to, *cc]}
        for field in ("To", "Cc"):
            for _name, address in getaddresses([str(message[field] or "")]):
                if address:
                    self.assertIn(key(address), shown)

    def test_who_is_named_stays_where_they_are_named(self):
        message = mail(To="Bob <bob@example.com>, x@y.de", Cc='"C, D" <carl@y.de>')
        readdress(message, ["carl@y.de", "bob@example.com"])
        self.assertEqual(message["To"], "Bob <bob@example.com>")
        self.assertEqual(message["Cc"], '"C, D" <carl@y.de>')
        self.assertIsNone(message["Bcc"])

    def test_others_in_to_get_no_copy(self):
        message = mail(To="bob@example.com, boss@elsewhere.example")
        readdress(message, ["bob@example.com"])
        self.assertEqual(message["To"], "bob@example.com")

    def test_what_was_written_for_show_gives_way_to_whom_it_hid(self):
        message = mail(To="#general <general@channel.example>")
        readdress(message, ["bob@example.com"], {"To": "Bob <bob@example.com>"})
        self.assertEqual(message["To"], "Bob <bob@example.com>")
        self.assertNotIn("Bcc", message)

    def test_who_is_named_nowhere_goes_into_bcc(self):
        message = mail(To="bob@example.com")
        readdress(message, ["bob@example.com", "secret@example.com"])
        self.assertEqual(message["To"], "bob@example.com")
        self.assertEqual(message["Bcc"], "secret@example.com")
        readdress(message, ["secret@example.com"])
        self.assertNotIn("To", message)
        self.assertEqual(message["Bcc"], "secret@example.com")

    def test_a_domain_is_one_in_both_spellings(self):
        message = mail(To="Dora <dora@münchen.de>")
        readdress(message, ["dora@xn--mnchen-3ya.de"])
        self.assertEqual(message["To"], "Dora <dora@xn--mnchen-3ya.de>")

    def test_a_name_that_looks_like_an_address_gets_no_mail(self):
        message = mail(To='"bike@home" <bob@example.com>')
        readdress(message, ["bob@example.com"])
        self.assertEqual(delivered(message), ["bob@example.com"])

    def test_no_name_becomes_an_address(self):
        for name in NAMES:
            for local in ("j", "j" * 60):
                address = f"{local}@{'d' * 50}.example.com"
                message = mail(
                    To=formataddr((name, address)),
                    From=formataddr((name, "anna@example.com")),
                )
                message["Reply-To"] = formataddr((name, "anna@example.com"))
                readdress(message, [address])
                wire = as_bytes(message)
                parsed = email.message_from_bytes(wire)
                for field, mailbox in (
                    ("To", address),
                    ("From", "anna@example.com"),
                    ("Reply-To", "anna@example.com"),
                ):
                    with self.subTest(name=name, field=field):
                        (one,) = getaddresses(parsed.get_all(field))
                        written = str(make_header(decode_header(one[0])))
                        self.assertEqual((written, one[1]), (name, mailbox))
                self.assertTrue(wire.isascii())

    def test_lists_as_odoo_assigns_them(self):
        message = EmailMessage(policy=email.policy.SMTP)
        message["To"] = ['"Müller, Jürgen" <j@example.com>', "bob@example.com"]
        message.set_content("Hello")
        readdress(message, ["j@example.com"])
        self.assertEqual(delivered(message), ["j@example.com"])
        self.assertIn("Müller, Jürgen", str(message["To"]))
