# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bytes become letters, whatever they are said to be."""

import unittest

from hypothesis import given, settings, strategies as st

from ...mapping.mail_name import missing, safe
from ...mapping.mail_text import charset, decode, header_text, unflow

LETTERS = "Grüße"


class TestDecode(unittest.TestCase):
    def test_guesses(self):
        for raw, declared, expected in (
            (LETTERS.encode(), "utf-8", (LETTERS, False)),
            (LETTERS.encode(), "", (LETTERS, True)),
            (LETTERS.encode(), "iso-8859-1", (LETTERS, True)),
            (LETTERS.encode("cp1252"), "iso-8859-1", (LETTERS, False)),
            (LETTERS.encode("cp1252"), "utf-8", (LETTERS, True)),
            (LETTERS.encode("cp1252"), "", (LETTERS, True)),
            ("Ж".encode(), "koi8-r", ("п√", False)),  # too short to know better
            ("Жизнь".encode(), "koi8-r", ("Жизнь", True)),
            ("模".encode("gb2312"), "gb2312", ("模", False)),  # is UTF-8, too
            ("模".encode("gb2312"), "", ("ģ", True)),
            (b"\x80 \x81\x9d", "iso-8859-1", ("€ \x81\x9d", False)),
            (LETTERS.encode(), "zip", (LETTERS, True)),
            (b"plain", "utf-16", ("plain", True)),
            ("a\u4f60".encode("utf-16-be"), "utf-16", ("a\u4f60", False)),
            ("ab".encode("utf-16"), "", ("ab", False)),
            (b"\xef\xbb\xbfab", "iso-8859-1", ("ab", False)),
            ("日本".encode("iso-2022-jp"), "ISO-2022-JP", ("日本", False)),
            (b"\x1b$B\xff\xff", "iso-2022-jp", ("\x1b$Bÿÿ", True)),
        ):
            with self.subTest(raw=raw, declared=declared):
                self.assertEqual(decode(raw, declared), expected)

    def test_labels(self):
        for label, expected in (
            ("UTF8", "utf-8"),
            ('"utf-8"', "utf-8"),
            ("utf-8*de", "utf-8"),
            ("US-ASCII", ""),
            ("latin1", "cp1252"),
            ("Windows-1252", "cp1252"),
            ("x-sjis", "cp932"),
            ("ks_c_5601-1987", "cp949"),
            ("GB2312", "gb18030"),
            ("cp-850", "cp850"),
            ("iso-8859-8-i", "iso8859-8"),
            ("unknown-8bit", ""),
            ("", ""),
            ("\0", ""),
            ("unicode_escape", ""),
        ):
            with self.subTest(label=label):
                found = charset(label)
                self.assertEqual(found, expected)

    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    @given(st.binary(max_size=200), st.one_of(st.text(max_size=20), st.just("utf-16")))
    def test_never_raises(self, raw, declared):
        text, _guessed = decode(raw, declared)
        self.assertTrue(text or not raw.strip(b"\xff\xfe\xef\xbb\xbf\0"))

    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    @given(st.text(st.characters(blacklist_categories=("Cs",)), min_size=4))
    def test_utf8_is_known_under_any_name(self, text):
        text = text.lstrip("\ufeff")
        for declared in ("utf-8", "iso-8859-1", "nonsense", ""):
            self.assertEqual(decode(text.encode(), declared)[0], text)


class TestHeaderText(unittest.TestCase):
    def test_words(self):
        for value, expected in (
            ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
            ("=?utf-8?q?a?= b =?iso-8859-1?q?=FC?=", "a b ü"),
            ("=?utf-8?q?=C3?= =?UTF-8?b?vA==?=", "ü"),
            ("a=?utf-8?q?b?=c", "abc"),
            ("=?utf-8?q?kein Ende", "=?utf-8?q?kein Ende"),
            ("=?utf-8?x?a?=", "=?utf-8?x?a?="),
            ("=?nonsense?q?=C3=BC?=", "ü"),
            ("=?utf-8?q?a=00b=0Ac?=", "a b c"),
            (" ".join(["=?utf-8?q?ab?="] * 250), "ab" * 250),
        ):
            with self.subTest(value=value[:40]):
                self.assertEqual(header_text(value), expected)


class TestUnflow(unittest.TestCase):
    def test_paragraphs(self):
        for text, expected in (
            ("a \nb\nc", "a b\nc"),
            ("> a \n> b\n>> c \nd", "> a b\n>> c \nd"),
            (" >not quoted\n  two", ">not quoted\n two"),
            ("a \n-- \nb", "a \n-- \nb"),
            (">a", "> a"),
            ("", ""),
            ("a ", "a "),
        ):
            with self.subTest(text=text):
                self.assertEqual(unflow(text), expected)


class TestNames(unittest.TestCase):
    def test_safe(self):
        for name, expected in (
            ("a/b\\c.txt", "c.txt"),
            ("folder/", "folder"),
            ("...", ""),
            (" 'a.txt' ", "a.txt"),
            ("x" * 300, "x" * 200),
            (".htaccess", ".htaccess"),
            ("a.\u202egnp.exe", "a.gnp.exe"),
        ):
            with self.subTest(name=name[:20]):
                self.assertEqual(safe(name), expected)

    def test_missing(self):
        for kind, expected in (
            ("image/png", "image.png"),
            ("application/pdf", "attachment.pdf"),
            ("application/x-very-strange-format", "attachment.bin"),
            ("text/x-python", "text.python"),
            ("text/calendar", "invite.ics"),
            ("nonsense", "attachment.bin"),
        ):
            with self.subTest(kind=kind):
                self.assertEqual(missing(kind), expected)
        self.assertEqual(missing("message/rfc822", "Re: a/b"), "Re: a-b.eml")
