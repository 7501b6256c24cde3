# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever the bytes, a mail is read or refused; what was written is what is read."""

import re
import unittest
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache

from hypothesis import assume, example, given, settings, strategies as st

from ...mapping.mail import PROBLEMS, Mail, Unreadable, read
from ..samples.mails import MAILS, raw

NAMES = sorted(MAILS)
READABLE = [name for name in NAMES if "refused" not in MAILS[name]]
# What the texts of mails are made of, right and wrong.
PIECES = st.sampled_from(
    [
        *(b"\r\n", b"\n", b"\r", b"\r\n\r\n", b" ", b"\t", b"\0", b"\xff", b"\xfe\xff"),
        *(b"From: ", b"To: ", b"Cc: ", b"Subject: ", b"Date: ", b"Message-ID: "),
        *(b"References: ", b"Content-ID: ", b"Auto-Submitted: ", b"Received: "),
        *(b"Content-Type: multipart/mixed; boundary=x", b"Content-Type: text/html"),
        *(
            b"Content-Type: message/rfc822",
            b"Content-Type: multipart/digest;boundary=x",
        ),
        *(
            b"Content-Type: text/plain; format=flowed",
            b"; charset=utf-16",
            b"; name*0*=",
        ),
        *(
            b"Content-Type: multipart/alternative; boundary=y",
            b"; charset=",
            b"; name=",
        ),
        *(
            b"Content-Type: multipart/related; boundary=x; start=",
            b"multipart/",
            b"--y",
        ),
        *(
            b"Content-Transfer-Encoding: base64",
            b"Content-Transfer-Encoding: x-uuencode",
        ),
        *(b"Content-Transfer-Encoding: quoted-printable", b"Content-Disposition: "),
        *(
            b"attachment; filename*=utf-8''%E2%82",
            b"inline; filename=",
            b'"',
            b"'",
            b"(",
        ),
        *(
            b"\r\n--x\r\n",
            b"\r\n--x--\r\n",
            b"--x",
            b"begin 644 a\n",
            b"\nend\n",
            b"=?=",
        ),
        *(
            b"=?utf-8?B?",
            b"=?utf-8?q?=C3?=",
            b"?=",
            b"=?iso-2022-jp?B?GyRC",
            b"=E4",
            b"=",
        ),
        *(
            b"<a@b.example>",
            b"<",
            b">",
            b"@",
            b",",
            b";",
            b":",
            b"\\",
            b")",
            b"[",
            b"]",
        ),
        *(b"<[x@y]>", b"Tue, 4 Mar 99999 25:61:61 +9999", b"4 Mar 2025 10:15:00", b"%"),
        *(
            b"\x1b$B",
            b"+AGE-",
            b"\xd8\x00",
            b"\xc3",
            b"cid:a",
            b"<img src=cid:a>",
            b"A",
        ),
    ]
)
fuzz = st.builds(
    lambda head, pieces: head + b"".join(pieces),
    st.sampled_from([b"", b"From: a@b.example\r\n", b"MIME-Version: 1.0\n"]),
    st.lists(st.one_of(PIECES, st.binary(max_size=5)), max_size=60),
)

# A header is one line: its blanks are single and there are no control characters.
_word = st.text(
    st.characters(
        blacklist_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn"),
        blacklist_characters="\u00ad",
    ),
    min_size=1,
    max_size=12,
)
one_line = st.lists(_word, max_size=8).map(" ".join)
person = st.builds(
    lambda name, user, domain: Address(name, user, domain),
    one_line.filter(lambda name: name[:1] != "'"),
    st.from_regex(r"\A[a-z0-9]{1,8}(?:[.+_-][a-z0-9]{1,8}){0,2}\Z"),
    st.sampled_from(["example.com", "xn--mller-kva.example", "a-b.c.example"]),
)
text = st.text(
    st.characters(blacklist_categories=("Cc", "Cs"), whitelist_characters="\n\t"),
    max_size=300,
)
file_name = st.text(
    st.characters(
        blacklist_categories=("Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Cn"),
        blacklist_characters="/\\\"'%.",
    ),
    min_size=1,
    max_size=12,
)
files = st.lists(
    st.tuples(file_name.map(lambda stem: f"{stem}.pdf"), st.binary(max_size=300)),
    max_size=3,
)


# Long lines: folding, some versions of Python write commas between addresses into
# encoded words (https://github.com/python/cpython/issues/121284) and lose blanks.
UNFOLDED = SMTP.clone(max_line_length=100_000)


ENCODED = re.compile(b"multipart|base64|quoted", re.IGNORECASE)
LAW = settings(deadline=None, derandomize=True, database=None)


@cache
def whole(name):
    return read(raw(name))


def is_sane(mail):
    """What a database and the others in the house may count on."""
    texts = [mail.subject, mail.html, mail.text, mail.message_id, *mail.references]
    for person_ in mail.people():
        texts += [person_.name, person_.address]
        if not person_.name and not person_.address:
            return False
    texts += [part for file in mail.attachments for part in (file.name, file.cid)]
    "".join(texts).encode("utf-8")  # no halves of characters
    return (
        isinstance(mail, Mail)
        and not any("\0" in one for one in texts)
        and all(file.name and "/" not in file.name for file in mail.attachments)
        and all(isinstance(file.content, bytes) for file in mail.attachments)
        and all(file.mimetype.isascii() for file in mail.attachments)
        and set(mail.problems) <= set(PROBLEMS)
        and (mail.date is None or mail.date.utcoffset().total_seconds() == 0)
        and "\n" not in mail.subject
    )


def read_or_refuse(raw_):
    try:
        return read(raw_)
    except Unreadable as error:
        assert error.code in ("no_mail", "parts", "depth", "header")
        return None


class TestNothingRaises(unittest.TestCase):
    @settings(LAW, max_examples=200)
    @given(
        st.one_of(st.binary(), st.binary().map(lambda b: b"From: a@b.example\n" + b))
    )
    def test_any_bytes(self, raw_):
        mail = read_or_refuse(raw_)
        self.assertTrue(mail is None or is_sane(mail))

    @settings(LAW, max_examples=400)
    @given(fuzz)
    @example(b"To: (c):\r\n\r\n")
    @example(b'To: "\r\n\r\n')
    @example(b"Content-Type: text/plain; name*\r\n\r\n")
    @example(b"Message-ID: <[x@y]>\r\n\r\n")
    @example(b"Content-Type: image/png; name*0*=utf-8''a; name*=b\r\n\r\n")
    @example(b"Content-Type: multipart/mixed; boundary*=\0''x\r\n\r\n")
    @example(b"Content-Type: multipart/mixed; boundary*=idna''x\r\n\r\n")
    @example(b"Content-Type: text/plain; charset*=\0''x\r\n\r\n\xff")
    @example(b"Content-Type: text/plain; charset*=idna''x\r\n\r\n\xff")
    @example(b"Content-Type: multipart/mixed; charset=utf-16\xff\r\n\r\n\xff")
    @example(b"Content-Type: multipart/mixed; charset=\0\r\n\r\n\xff")
    @example(
        b"Content-Type: text/html; charset=\0\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n\xff"
    )
    def test_pieces_of_mails(self, raw_):
        mail = read_or_refuse(raw_)
        self.assertTrue(mail is None or is_sane(mail))

    @settings(LAW, max_examples=200)
    @given(
        st.sampled_from(NAMES),
        st.lists(
            st.tuples(st.integers(0), st.integers(0, 255)), min_size=1, max_size=9
        ),
    )
    def test_samples_with_other_bytes(self, name, changes):
        damaged = bytearray(raw(name))
        assume(damaged)
        for position, byte in changes:
            damaged[position % len(damaged)] = byte
        mail = read_or_refuse(bytes(damaged))
        self.assertTrue(mail is None or is_sane(mail))


class TestCutOff(unittest.TestCase):
    @settings(LAW, max_examples=400)
    @given(st.sampled_from(READABLE), st.integers(0))
    def test_what_was_before_is_kept(self, name, position):
        raw_ = raw(name)
        cut = raw_[: position % (len(raw_) + 1)]
        mail = read_or_refuse(cut)
        if mail is None:
            return
        self.assertTrue(is_sane(mail))
        head, end, _body = cut.partition(b"\r\n\r\n")
        if not end:
            return
        if head.isascii():
            for key in ("subject", "message_id", "sender", "to", "cc", "date"):
                self.assertEqual(getattr(mail, key), getattr(whole(name), key))
        # All but the last file, in which the cut may be.
        files_ = [(f.mimetype, f.content) for f in mail.attachments][:-1]
        before = [(f.mimetype, f.content) for f in whole(name).attachments]
        self.assertEqual(files_, before[: len(files_)])
        if not ENCODED.search(head) and cut.isascii():
            if not mail.attachments and not whole(name).attachments:
                kept = mail.text.rstrip("=\n ")[:-2]
                self.assertTrue(whole(name).text.startswith(kept))


class TestWrittenIsRead(unittest.TestCase):
    @settings(LAW, max_examples=150)
    @given(
        one_line, person, st.lists(person, min_size=1, max_size=4), text, text, files
    )
    def test_a_mail_of_python(self, subject, sender, to, body, html, files_):
        assume("=?" not in subject + "".join(p.display_name for p in (sender, *to)))
        message = EmailMessage(policy=UNFOLDED)
        message["Subject"] = subject
        message["From"] = sender
        message["To"] = to
        message.set_content(body)
        if html.strip():
            message.add_alternative(html, subtype="html")
        for name, content in files_:
            message.add_attachment(
                content, maintype="application", subtype="pdf", filename=name
            )
        mail = read(message.as_bytes())
        self.assertEqual(mail.subject, subject)
        self.assertEqual(said(mail.sender), (sender.display_name, sender.addr_spec))
        known = {}
        for one in to:
            if not known.get(one.addr_spec):
                known[one.addr_spec] = one.display_name
        self.assertEqual([said(p)[::-1] for p in mail.to], list(known.items()))
        self.assertEqual(mail.text.strip(), body.strip())
        self.assertEqual(mail.html.strip(), html.strip())
        self.assertEqual([(f.name, f.content) for f in mail.attachments], files_)
        self.assertEqual(mail.problems, ())


def said(person_):
    return person_.name, person_.address
