# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The mails by which Python tests its own ``email`` package, broken ones among them."""

import os
import sys
import sysconfig
import unittest
from datetime import datetime, timezone
from pathlib import Path

from ...mapping.mail import Unreadable, read

# Debian leaves the tests out of its Python: any other one on this computer will do.
WHERE_TO_LOOK = (
    Path(sys.base_prefix) / "lib",
    Path("/usr/lib"),
    Path("/usr/local/lib"),
    Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions",
    Path("/opt"),
)
MISSING = (
    "No Python on this computer has test/test_email/data (Debian: apt install "
    "libpython3-testsuite); its mails were not read."
)


def folder():
    """Where the mails are, or None."""
    # Not by import: `test` is also a command of this project.
    found = [Path(sysconfig.get_path("stdlib")) / "test" / "test_email" / "data"]
    for place in WHERE_TO_LOOK:
        for pattern in ("python3*", "*/lib/python3*"):
            found += sorted(place.glob(f"{pattern}/test/test_email/data"))
    return next((path for path in found if any(path.glob("msg_*.txt"))), None)


def utc(*numbers):
    return datetime(*numbers, tzinfo=timezone.utc)


BARRY = ("Barry", "barry@digicool.com")
WARSAW = ("Barry Warsaw", "barry@python.org")
APERSON = ("", "aperson@dom.ain")
FISH = utc(2001, 4, 20, 23, 35, 2)
DRIVER = "Do you like this message?"
SAME = {
    "subject": "This is a test message",
    "sender": ("John X. Doe", "bbb@ddd.com"),
    "to": [("", "bbb@zzz.org")],
    "date": utc(2001, 5, 4, 18, 5, 44),
    "message_id": "<15090.61304.110929.45684@aaa.zzz.org>",
}
# What is said of a mail; ``finds``: words of its body, ``files``: (name, type, bytes).
EXPECTED = {
    "msg_01": {**SAME, "finds": DRIVER, "files": [], "problems": ()},
    "msg_02": {
        "subject": "Ppp digest, Vol 1 #2 - 5 msgs",
        "finds": "Send Ppp mailing list submissions to",
        "files": [
            ("[Ppp] testing #1.eml", "message/rfc822", 235),
            ("message.eml", "message/rfc822", 209),
            ("[Ppp] testing #3.eml", "message/rfc822", 235),
            ("[Ppp] testing #4.eml", "message/rfc822", 235),
            ("[Ppp] testing #5.eml", "message/rfc822", 237),
        ],
    },
    "msg_03": {**SAME, "finds": DRIVER},
    "msg_04": {
        "subject": "a simple multipart",
        "sender": ("Barry A. Warsaw", "barry@python.org"),
        "finds": "a simple kind of mirror\nto reflect upon our own",
        "files": [("msg.txt", "text/plain", 48)],
    },
    "msg_05": {"subject": "bar", "auto": "bounce", "problems": ("people",)},
    "msg_06": {
        "subject": "forwarded message from Barry A. Warsaw",
        "files": [("testing.eml", "message/rfc822", 481)],
    },
    "msg_07": {
        "subject": "Here is your dingus fish",
        "sender": BARRY,
        "to": [("Dingus Lovers", "cravindogs@cravindogs.com")],
        "date": FISH,
        "finds": "This is the dingus fish.",
        "files": [("dingusfish.gif", "image/gif", 3512)],
    },
    "msg_10": {
        "sender": WARSAW,
        "finds": "¡This is a Quoted Printable encoded message!",
        "files": [],
        "problems": (),
    },
    "msg_11": {
        "subject": "The enclosing message",
        "sender": None,
        "files": [("An enclosed message.eml", "message/rfc822", 63)],
    },
    "msg_13": {
        "finds": "This is the dingus fish.",
        "files": [("dingusfish.gif", "image/gif", 3512)],
    },
    "msg_14": {**SAME, "finds": "drainbread ISP", "problems": ()},
    "msg_15": {
        "subject": "XX",
        "sender": ("", "xx@xx.dk"),
        "to": [("XX", "")],
        "message_id": "<xxxx>",
        "finds": "Some removed text.",
        "files": [],
        "problems": ("structure", "people"),
    },
    "msg_16": {
        "subject": "Delivery Notification: Delivery has failed",
        "sender": ("Internet Mail Delivery", "postmaster@ucla.edu"),
        "finds": "This report relates to a message you sent",
        "auto": "bounce",
        "files": [
            ("delivery-status.txt", "message/delivery-status", 265),
            ("[scr] yeah for Ians!!.eml", "message/rfc822", 2646),
        ],
    },
    "msg_17": {
        "finds": "filename dingusfish.gif]",
        "files": [],
        "problems": ("structure",),
    },
    "msg_18": {"subject": "", "sender": None, "date": None, "auto": ""},
    "msg_20": {**SAME, "finds": DRIVER, "problems": ("doubles",)},
    "msg_21": {"subject": "Test", "finds": "One\nTwo"},
    "msg_22": {
        "message_id": "<a05001902b7f1c33773e9@[134.84.183.138]>",
        "date": utc(2001, 10, 16, 10, 59, 25),
        "finds": "Text text text.",
        "files": [
            ("wibble.JPG", "image/jpeg", 272),
            ("wibble2.JPG", "image/jpeg", 317),
        ],
    },
    "msg_25": {
        "sender": ("Mail Delivery Subsystem", "mailer-daemon@zinfandel.lacita.com"),
        "to": [
            ("", "linuxuser-admin@www.linux.org.uk"),
            ("", "postmaster@zinfandel.lacita.com"),
        ],
        "date": utc(2001, 4, 6, 17, 23, 6),
        "auto": "bounce",
        "finds": "554 Too many hops 19 (17 max)",
        "problems": ("structure", "doubles"),
    },
    "msg_26": {
        "subject": "IMAP file test",
        "sender": ("Father Time", "father.time@xcar.wooster.local"),
        "finds": "Simple email with attachment.",
        "files": [("clock.bmp", "application/riscos", 630)],
    },
    "msg_28": {
        "files": [("ee.eml", "message/rfc822", 96), ("ee.eml", "message/rfc822", 96)]
    },
    "msg_31": {"sender": APERSON, "finds": "message 2", "problems": ("structure",)},
    "msg_32": {
        "subject": "Re: Limiting Perl CPU Utilization...",
        "sender": ("Anne Person", "aperson@example.com"),
        "finds": "Some message.",
        "auto": "list",
    },
    "msg_33": {"finds": "part 2", "auto": "list", "files": []},
    "msg_34": {
        "finds": "This is a text plain part that is counter to",
        "files": [("message.eml", "message/rfc822", 56)],
    },
    "msg_35": {
        "subject": "here's something interesting",
        "finds": "counter to RFC 2822, there's no separating newline here",
        "problems": ("structure",),
    },
    "msg_36": {
        "subject": "I-D ACTION:draft-ietf-mboned-mix-00.txt",
        "sender": ("", "internet-drafts@ietf.org"),
        "to": [],
        "date": utc(1998, 12, 22, 21, 55, 6),
        "finds": "Blah blah blah",
    },
    "msg_41": {
        "sender": ("Allison Dunlap", "xxx@example.com"),
        "finds": "Blah blah blah",
        "problems": ("structure",),
    },
    "msg_43": {
        "sender": ("MAILER DAEMON", ""),
        "auto": "bounce",
        "finds": "BANNED FILENAME ALERT",
        "problems": ("people",),
    },
    "msg_45": {
        "finds": "This is the signed contents.",
        "files": [("signature.asc", "application/pgp-signature", 189)],
    },
    "msg_46": {
        "sender": ("Sender", "sender@example.net"),
        "date": utc(2010, 2, 1, 11, 21, 16),
        "files": [("GroupwiseForwardingTest.eml", "message/rfc822", 375)],
    },
    "msg_47": {
        "sender": ("", "arthur@example.example"),
        "date": utc(2001, 1, 1, 0, 1),
        "finds": "baz",
        "problems": ("structure",),
    },
}
# A body without any header: no mail.
REFUSED = {"msg_19": "no_mail"}


def said(mail, key):
    """One thing of a mail, as it is written above."""
    if key == "files":
        return [(a.name, a.mimetype, len(a.content)) for a in mail.attachments]
    if key == "to":
        return [(p.name, p.address) for p in mail.to]
    if key == "sender":
        return mail.sender and (mail.sender.name, mail.sender.address)
    return getattr(mail, key)


@unittest.skipUnless(folder(), MISSING)
class TestPythonsOwnMails(unittest.TestCase):
    def test_every_file_is_read(self):
        paths = sorted(folder().glob("*.txt"))
        self.assertGreater(len(paths), 40)
        refused = {}
        for path in paths:
            try:
                read(path.read_bytes())
            except Unreadable as error:
                refused[path.stem] = error.code
        self.assertEqual(refused, REFUSED)

    def test_what_they_say(self):
        # Not every version of Python has all of them.
        there = [s for s in EXPECTED if (folder() / f"{s}.txt").exists()]
        self.assertGreater(len(there), 25)
        for stem in there:
            expected = EXPECTED[stem]
            mail = read((folder() / f"{stem}.txt").read_bytes())
            for key, value in expected.items():
                with self.subTest(mail=stem, of=key):
                    if key == "finds":
                        self.assertIn(value, mail.html or mail.text)
                    else:
                        self.assertEqual(said(mail, key), value)

    def test_line_ends_do_not_matter(self):
        for path in sorted(folder().glob("*.txt")):
            raw = path.read_bytes()
            if path.stem in REFUSED or b"\r" in raw:
                continue
            with self.subTest(mail=path.stem):
                ours, theirs = read(raw), read(raw.replace(b"\n", b"\r\n"))
                for key in ("subject", "sender", "to", "date", "text", "html", "auto"):
                    self.assertEqual(getattr(ours, key), getattr(theirs, key))
