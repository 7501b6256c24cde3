# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""``messages.send``, ``insert`` and ``import``.

A mail goes to whom its To, Cc and Bcc headers name: there is no other envelope. The
sender's copy in Sent keeps the Bcc, nobody else's has it. A From that is neither the
account nor a verified alias becomes the account's address, and the old one stands in
``X-Google-Original-From``.

Whether Gmail keeps a Message-ID is not documented: ``world.message_ids`` is "keep",
"replace", or "foreign" (the default): kept when it is under the domain of the address
it is sent from, replaced otherwise. So a client meets both with one setting, and the
harsher one with ids of its own host's name.
"""

import base64
import re
import secrets
from dataclasses import dataclass, field
from email.utils import format_datetime, formataddr, getaddresses, parsedate_to_datetime

from . import (
    gmail_delivery,
    gmail_errors,
    gmail_headers,
    gmail_messages,
    gmail_store,
    gmail_threading,
    gmail_view,
)
from .gmail_mime import Outline

ADDRESS = re.compile(r"[^@\s<>()\[\],;:\"]+@[^@\s<>()\[\],;:\"]+")
NO_RAW = (
    "'raw' RFC822 payload message string or uploading message via /upload/* URL "
    "required"
)
DAY = 86400


@dataclass
class Sent:
    """One mail on its way: a row of ``world.sent_mails``.

    ``outside`` are the recipients without an account in this world; ``delivered`` is
    False for a mail that Google took and lost.
    """

    by: str
    sender: str
    recipients: list
    outside: list
    message_id: str
    subject: str
    id: str
    at: float
    delivered: bool
    raw: bytes = field(repr=False)


def as_dict(row, with_raw=False):
    """A row of ``world.sent_mails`` in plain values."""
    data = {key: value for key, value in vars(row).items() if key != "raw"}
    if with_raw:
        data["raw"] = base64.b64encode(row.raw).decode()
    return data


def send(call):
    raw = raw_of(call, call.body)
    mail = dispatch(call.world, call.mailbox(), raw, call.body.get("threadId"))
    return gmail_view.brief(mail)


def insert(call):
    """Put a mail into this mailbox only, as it is."""
    return _put_in(call, "receivedTime", arriving=False)


def import_mail(call):
    """Put a mail in as if it had arrived: threads and spam are looked at."""
    return _put_in(call, "dateHeader", arriving=True)


def raw_of(call, message):
    """The bytes of an uploaded mail or of a body's ``raw``; 400 without either."""
    if call.media is not None:
        raw = call.media
    else:
        raw = gmail_view.decode((message or {}).get("raw") or "")
    if not raw.strip():
        raise gmail_errors.invalid(NO_RAW)
    return raw


def dispatch(world, box, raw, thread_id=None):
    """Send a mail from this mailbox; returns the sender's ``Mail``."""
    _check_limit(world, box)
    raw = gmail_headers.with_crlf(raw)
    outline = Outline(raw)
    recipients = _recipients(outline)
    thread_id = gmail_threading.asked(box, thread_id, outline)
    raw, sender = _from(box, world.account(box.email).name, raw, outline)
    raw = _dated(world, raw, outline)
    raw = _identified(world, raw, outline, sender)
    labels = ["SENT"]
    lost = world.take_lost_mail()
    mine, others, outside = gmail_delivery.sorted_out(world, box, recipients)
    if mine and lost is None:
        labels = ["UNREAD", "SENT", "INBOX"]
    if lost == "vanish":
        mail = gmail_store.unkept(world, raw, labels)
    else:
        mail = gmail_store.add(world, box, raw, labels, thread_id=thread_id)
    outline = Outline(raw)
    row = Sent(
        box.email,
        sender,
        recipients,
        outside,
        outline.message_id,
        outline.header("Subject"),
        mail.id,
        world.clock.time(),
        lost is None,
        raw,
    )
    world.sent_mails.append(row)
    box.sent_at.append(row.at)
    if lost is None:
        gmail_delivery.deliver(world, row, others)
        gmail_delivery.return_undeliverable(world, box, mail, outside)
    return mail


def _check_limit(world, box):
    now = world.clock.time()
    box.sent_at = [at for at in box.sent_at if at > now - DAY]
    if box.blocked_until > now:
        raise gmail_errors.sending_limit(box.blocked_until)
    limit = world.mails_per_day
    if limit is not None and len(box.sent_at) >= limit:
        first = box.sent_at[-limit] if limit else now
        raise gmail_errors.sending_limit(first + DAY)


def _recipients(outline):
    found = {}
    for name in ("To", "Cc", "Bcc"):
        values = outline.raw_headers(name)
        for _title, address in getaddresses(values):
            if address and not ADDRESS.fullmatch(address):
                raise gmail_errors.invalid(f"Invalid {name} header")
            if address:
                found.setdefault(address.lower(), address)
    if not found:
        raise gmail_errors.invalid("Recipient address required")
    return list(found.values())


def _from(box, name, raw, outline):
    """(the mail, the address it is from)."""
    mine = {box.email.lower(): box.email}
    mine |= {
        alias.email.lower(): alias.email for alias in box.aliases if alias.verified
    }
    title, address = next(iter(outline.addresses("From")), ("", ""))
    if address.lower() in mine:
        return raw, address
    default = next((a for a in box.aliases if a.default and a.verified), None)
    sender = default.email if default and not address else box.email
    if address:
        original = formataddr((title, address))
        raw = gmail_headers.replaced(raw, "X-Google-Original-From", original)
    line = formataddr((title or name, sender))
    return gmail_headers.replaced(raw, "From", line), sender


def _dated(world, raw, outline):
    if outline.header("Date"):
        return raw
    now = format_datetime(world.clock.now().replace(microsecond=0))
    return gmail_headers.replaced(raw, "Date", now)


def _identified(world, raw, outline, sender):
    given = outline.message_id
    if re.fullmatch(r"<[^<>\s@]+@[^<>\s@]+>", given):
        own = given.rstrip(">").rpartition("@")[2].lower()
        foreign = own != sender.rpartition("@")[2].lower()
        if (
            world.message_ids == "keep"
            or world.message_ids == "foreign"
            and not foreign
        ):
            return raw
    made = f"<CA{secrets.token_urlsafe(36)}@mail.gmail.com>"
    return gmail_headers.replaced(raw, "Message-ID", made)


def _put_in(call, source, arriving):
    world, box, body = call.world, call.mailbox(), call.body
    raw = raw_of(call, body)
    outline = Outline(raw)
    labels = list(body.get("labelIds") or [])
    for label_id in labels:
        gmail_messages.check_label(box, label_id, by_hand=False)
    thread_id = gmail_threading.asked(box, body.get("threadId"), outline)
    if arriving:
        thread_id = thread_id or gmail_threading.of_arrival(box, outline)
        trusted = call.params.get("neverMarkSpam")
        if not trusted and gmail_delivery.is_spam(world, outline):
            labels = [name for name in labels if name != "INBOX"] + ["SPAM"]
    date = None
    if call.params.get("internalDateSource", source) == "dateHeader":
        date = _date_of(outline)
    if call.params.get("deleted"):
        # For the archive of the company only: the mailbox does not show it.
        return gmail_view.brief(gmail_store.unkept(world, raw, labels))
    mail = gmail_store.add(world, box, raw, labels, date, thread_id)
    return gmail_view.brief(mail)


def _date_of(outline):
    """Milliseconds of the Date header, None when it is none."""
    try:
        return int(parsedate_to_datetime(outline.header("Date")).timestamp() * 1000)
    except (TypeError, ValueError, OverflowError):
        return None
