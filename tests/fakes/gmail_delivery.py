# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A mail's way from one mailbox into others, and back when nobody takes it."""

from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import BytesParser
from email.utils import format_datetime, make_msgid

from . import gmail_headers, gmail_store, gmail_threading
from .gmail_mime import Outline, split

DAEMON = "mailer-daemon@googlemail.com"


def account_of(world, address):
    """The account that gets mail for this address, or None: it is outside.

    ``anna+news@…`` is Anna's, and so is a verified alias of hers.
    """
    name, _at, domain = address.lower().rpartition("@")
    account = world.accounts.get(f"{name.partition('+')[0]}@{domain}")
    if account is None:
        for box in world.mailboxes.values():
            if any(
                a.verified and a.email.lower() == address.lower() for a in box.aliases
            ):
                account = world.accounts[box.email.lower()]
    if account is not None and gmail_store.box_of(world, account.email).enabled:
        return account
    return None


def sorted_out(world, box, recipients):
    """(whether the sender gets it, {mailbox address: recipient}, outside addresses)."""
    mine, others, outside = False, {}, []
    for address in recipients:
        account = account_of(world, address)
        if account is None:
            outside.append(address)
        elif account.email == box.email:
            mine = True
        else:
            others.setdefault(account.email, address)
    return mine, others, outside


def deliver(world, sent, others):
    """Put a copy without the Bcc into each of these mailboxes."""
    raw = gmail_headers.without(sent.raw, "Bcc")
    for email, address in others.items():
        receive(world, email, raw, address, sent.sender)


def receive(world, email, raw, address=None, sender=None):
    """A mail arrives in this mailbox, with what servers write on top of it."""
    box = gmail_store.box_of(world, email)
    outline = Outline(raw)
    date = format_datetime(world.clock.now().replace(microsecond=0))
    if sender is None:
        sender = next((a for _name, a in outline.addresses("From")), "")
    mail_id = gmail_store.new_id(world)
    trace = [
        ("Delivered-To", address or box.email),
        ("Received", f"by 2002:a05:6a10:1c1 with SMTP id {mail_id}; {date}"),
        ("Return-Path", f"<{sender}>"),
        (
            "Received",
            f"from mail-sor-f41.google.com by mx.google.com with SMTPS id {mail_id} "
            f"for <{address or box.email}>; {date}",
        ),
    ]
    labels = ["UNREAD", "CATEGORY_PERSONAL", "INBOX"]
    if is_spam(world, outline):
        labels = ["UNREAD", "SPAM"]
    raw = gmail_headers.on_top(raw, trace)
    thread_id = gmail_threading.of_arrival(box, outline)
    return gmail_store.add(
        world, box, raw, labels, thread_id=thread_id, mail_id=mail_id
    )


def is_spam(world, outline):
    senders = {address.lower() for _name, address in outline.addresses("From")}
    return bool(senders & world.spam_senders)


def return_undeliverable(world, box, mail, outside):
    """Bounces for those recipients whose address is known to be none."""
    for address in outside:
        if address.lower() in world.dead_addresses:
            bounce(world, box, mail, address)


def bounce(world, box, mail, address, reason=None):
    """The report that a mail could not be delivered, in the sender's inbox."""
    reason = reason or f"The address <{address}> could not be found"
    outline = mail.parsed
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"] = f"Mail Delivery Subsystem <{DAEMON}>"
    report["To"] = box.email
    report["Auto-Submitted"] = "auto-replied"
    report["Subject"] = "Delivery Status Notification (Failure)"
    report["References"] = report["In-Reply-To"] = outline.message_id
    report["X-Failed-Recipients"] = address
    report["Message-ID"] = make_msgid(domain="mx.google.com")
    report["Date"] = format_datetime(world.clock.now().replace(microsecond=0))
    words = f"** Address not found **\n\nYour message wasn't delivered. {reason}.\n"
    report.attach(MIMEText(words, "plain", "utf-8"))
    status = BytesParser().parsebytes(
        b"Content-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; googlemail.com\r\n\r\n"
        + f"Final-Recipient: rfc822; {address}\r\nAction: failed\r\n".encode()
        + f"Status: 5.1.1\r\nDiagnostic-Code: smtp; 550-5.1.1 {reason}\r\n".encode()
    )
    report.attach(status)
    head = split(mail.raw)[0] + b"\r\n"
    report.attach(MIMEMessage(BytesParser().parsebytes(head)))
    thread_id = mail.thread_id if mail.id in box.mails else None
    return gmail_store.add(
        world,
        box,
        report.as_bytes().replace(b"\n", b"\r\n"),
        ["UNREAD", "CATEGORY_UPDATES", "INBOX"],
        thread_id=thread_id,
    )
