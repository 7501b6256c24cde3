# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A raw mail (RFC 5322, as Gmail's ``format=raw`` gives it) → the neutral form.

Python's ``email`` takes it apart (``mail_parse``). Whatever a mail is like, something
is read of it, and what was mended on the way is told in ``problems``; set aside are
only bombs and what is no mail. HTML is given as it came: cleaning it is the host's.
"""

from dataclasses import dataclass
from datetime import datetime

from . import mail_head, mail_parts, mail_people
from .mail_parse import Unreadable, parse
from .mail_parts import Attachment
from .mail_people import Person

__all__ = ["PROBLEMS", "Attachment", "Mail", "Person", "Unreadable", "read"]

PROBLEMS = (
    "structure",  # parts do not begin or end as the header says
    "encoding",  # a part is not encoded as it says
    "charset",  # a text is not in the charset it says, or says none
    "people",  # an address header is not well formed
    "date",  # the Date header cannot be
    "doubles",  # a header that counts once is there twice: the first is read
)


@dataclass(frozen=True)
class Mail:
    """``message_id`` and the like: ``<…>``; ``date``: aware, UTC, or None.

    ``html`` and ``text`` are each the whole body, or "": there is no HTML of a mail in
    plain text, and no text where a piece came as HTML only. ``auto``: "bounce",
    "auto_reply", "list" or "". ``problems``: of PROBLEMS, in that order.
    """

    message_id: str
    in_reply_to: tuple
    references: tuple
    subject: str
    date: datetime | None
    sender: Person | None
    reply_to: tuple
    to: tuple
    cc: tuple
    bcc: tuple
    html: str
    text: str
    attachments: tuple
    auto: str
    problems: tuple

    def people(self):
        """Everybody in the mail, each once."""
        sender = (self.sender,) if self.sender else ()
        return mail_people.once(
            (*sender, *self.reply_to, *self.to, *self.cc, *self.bcc)
        )


def read(raw):
    """bytes → Mail. Raises Unreadable, with a code, and nothing else."""
    try:
        return _read(raw)
    except RecursionError as error:
        raise Unreadable("depth", "parts within parts without end") from error


def _read(raw):
    root = parse(raw)
    hint = _charset(root)
    head = mail_head.Head(root, hint)
    people, sound = {}, True
    for name in ("from", "sender", "reply-to", "to", "cc", "bcc"):
        people[name], well = mail_people.read(root.get_all(name, []), hint)
        sound = sound and well
    writers = people["from"] or people["sender"]
    sender = next((p for p in writers if p.address), next(iter(writers), None))
    report = root.parameter("report-type")
    body = mail_parts.read(root, hint)
    date = mail_head.date(head)
    found = set(body.problems)
    if not sound:
        found.add("people")
    if head.first("date") and not date:
        found.add("date")
    if head.doubles():
        found.add("doubles")
    return Mail(
        message_id=mail_head.message_id(head),
        in_reply_to=mail_head.ids(head, "in-reply-to"),
        references=mail_head.ids(head, "references"),
        subject=head.first("subject"),
        date=date,
        sender=sender,
        reply_to=people["reply-to"],
        to=people["to"],
        cc=people["cc"],
        bcc=people["bcc"],
        html=body.html(),
        text=body.text(),
        attachments=body.attachments(),
        auto=mail_head.auto(head, body.kinds, report, sender.address if sender else ""),
        problems=tuple(code for code in PROBLEMS if code in found),
    )


def _charset(root):
    """The charset of the first part that declares one: raw headers are in it, too."""
    declared = (part.parameter("charset") for part in root.walk())
    return next((name for name in declared if name), "")
