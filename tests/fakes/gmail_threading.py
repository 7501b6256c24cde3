# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which conversation a mail belongs to.

Who sends or inserts must say the thread *and* refer to a mail of it *and* keep the
subject; short of any of these the mail begins a thread of its own. A thread that does
not exist is an error. What arrives joins by reference and subject alone. "Re:" and its
like do not make another subject.
"""

import re

from . import gmail_errors
from .gmail_messages import ID

PREFIX = re.compile(
    r"^\s*(?:(?:re|fwd?|aw|wg|sv|antw|odp|rif)\s*(?:\[\d+\])?:\s*)+", re.I
)


def subject_key(subject):
    """What of a subject has to be equal."""
    return " ".join(PREFIX.sub("", subject).split()).casefold()


def asked(box, thread_id, outline):
    """The thread of a mail that a client puts in, or None for a new one."""
    if not thread_id:
        return None
    if not ID.fullmatch(thread_id):
        raise gmail_errors.invalid("Invalid thread_id value")
    mails = box.thread(thread_id)
    if not mails:
        raise gmail_errors.not_found()
    wanted = subject_key(outline.header("Subject"))
    referred = set(outline.references)
    refers = any(mail.parsed.message_id in referred for mail in mails)
    same = any(subject_key(m.parsed.header("Subject")) == wanted for m in mails)
    return thread_id if refers and same else None


def of_arrival(box, outline):
    """The thread of a mail that arrives, or None for a new one."""
    wanted = subject_key(outline.header("Subject"))
    for reference in reversed(outline.references):
        for mail_id in box.by_message_id.get(reference, ()):
            mail = box.mails[mail_id]
            if subject_key(mail.parsed.header("Subject")) == wanted:
                return mail.thread_id
    return None
