# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A mail as a person sees it, in plain values: for tests, pages and other processes."""

from . import gmail_threading
from .clock import millis
from .gmail_mime import Outline


def row(box, mail):
    """A line of a mailbox: ids, labels, people, subject, snippet.

    ``labels`` are names, ``date`` is RFC 3339 in UTC.
    """
    outline = mail.parsed
    names = [
        box.labels[name].name if name in box.labels else name for name in mail.labels
    ]
    return {
        "id": mail.id,
        "threadId": mail.thread_id,
        "labelIds": list(mail.labels),
        "labels": names,
        "date": millis(mail.date),
        "from": outline.header("From"),
        "to": outline.header("To"),
        "cc": outline.header("Cc"),
        "bcc": outline.header("Bcc"),
        "subject": outline.header("Subject"),
        "message_id": outline.message_id,
        "snippet": outline.snippet,
        "unread": "UNREAD" in mail.labels,
        "starred": "STARRED" in mail.labels,
        "attachments": list(outline.filenames),
        "size": len(mail.raw),
    }


def whole(box, mail):
    """The same with ``headers`` [[name, value]], ``text``, ``html`` and the files."""
    data = row(box, mail)
    data["headers"] = [list(item) for item in mail.parsed.items]
    data["text"] = data["html"] = ""
    files = []
    for part in mail.parsed.tree().walk():
        if part.filename:
            content = part.content()
            files.append(
                {
                    "filename": part.filename,
                    "mimeType": part.kind,
                    "size": len(content),
                    "part": part.path,
                }
            )
        elif part.kind == "text/plain":
            data["text"] = data["text"] or part.text()
        elif part.kind == "text/html":
            data["html"] = data["html"] or part.text()
    data["attachments"] = files
    return data


def thread_of(box, raw):
    """The thread that a mail with these bytes would join, or None."""
    return gmail_threading.of_arrival(box, Outline(raw))
