# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The page of one mail: people, text, files, labels, and what can be done with it.

``form#labels`` has a checkbox ``label`` for each label and the button ``save``;
``form#actions`` the buttons ``star``, ``unstar``, ``read``, ``unread``, ``archive``,
``trash``, ``untrash`` and ``delete`` (for ever); ``form#write`` answers. HTML is shown
in a frame that may do nothing.
"""

import re
from html import escape

from . import gmail_read
from .layout import page
from .wire import Response

BY_HAND = ("INBOX", "UNREAD", "STARRED", "IMPORTANT", "SPAM", "TRASH")
BUTTONS = {
    "star": "Star",
    "unstar": "Remove star",
    "read": "Mark as read",
    "unread": "Mark as unread",
    "archive": "Archive",
    "trash": "Delete",
    "untrash": "Move to inbox",
    "delete": "Delete for ever",
}


def act(world, email, mail_id, form):
    """Do what a button of this page says."""
    if "save" in form:
        before = set(world.mail(email, mail_id)["labelIds"])
        can_be = {*BY_HAND, *world.labels(email).values()}
        wanted = set(form["labels"])
        world.label_mail(email, mail_id, *sorted(wanted - before))
        world.unlabel_mail(email, mail_id, *sorted((before & can_be) - wanted))
    deeds = {
        "star": world.star_mail,
        "unstar": lambda *which: world.star_mail(*which, starred=False),
        "read": world.read_mail,
        "unread": world.unread_mail,
        "archive": world.archive_mail,
        "trash": world.trash_mail,
        "untrash": world.untrash_mail,
    }
    for name, deed in deeds.items():
        if name in form:
            deed(email, mail_id)


def card(box, mail, here, back, problem):
    """The whole document."""
    data = gmail_read.whole(box, mail)
    error = f'<p class="error" id="error">{escape(problem)}</p>' if problem else ""
    people = "".join(
        f'<tr><th>{title}</th><td id="{key}" dir="auto">{escape(data[key])}</td></tr>'
        for key, title in (
            ("from", "From"),
            ("to", "To"),
            ("cc", "Cc"),
            ("bcc", "Bcc"),
            ("date", "Date"),
            ("message_id", "Message-ID"),
        )
        if data[key]
    )
    body = (
        f'<p class=dim><a href="{escape(back)}">Mail</a></p>'
        f'<h1 id=subject dir="auto">{escape(data["subject"] or "(no subject)")}</h1>'
        f"{error}<p class=dim id=labels-shown>{escape(', '.join(data['labels']))}</p>"
        f"<table>{people}</table>{_content(data, here)}{_files(data, here)}"
        f"{_labels(box, data, here)}{_actions(here)}"
        f"<details><summary>Reply</summary>{write_form(here, _answer(data))}</details>"
        f"<details><summary>Headers</summary>{_headers(data)}</details>"
    )
    return page(data["subject"] or "Mail", body, wide=True)


def file(mail, path):
    """One part of a mail as a download, a picture as itself."""
    for part in mail.parsed.tree().walk():
        if part.path == path and not part.parts:
            shown = part.kind if part.kind.startswith("image/") else ""
            headers = {
                "Content-Type": shown or "application/octet-stream",
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "sandbox",
            }
            return Response(200, part.content(), headers)
    return Response.of_html(page("Not found", "<p>No such file.</p>"), 404)


def write_form(target, values=None):
    """The form that sends a mail, filled with ``values``."""
    values = values or {}
    inputs = "".join(
        f'<label>{title} <input name="{name}" value="{escape(values.get(name, ""))}"'
        f"{' required' if name == 'to' else ''}></label>"
        for name, title in (
            ("to", "To"),
            ("cc", "Cc"),
            ("bcc", "Bcc"),
            ("subject", "Subject"),
        )
    )
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(values[name])}">'
        for name in ("in_reply_to", "thread")
        if values.get(name)
    )
    return (
        f'<form id="write" method="post" action="{target}">{inputs}{hidden}'
        '<label>Text <textarea name="text" rows="5"></textarea></label>'
        '<p><button class="main" name="send" value="1">Send</button></p></form>'
    )


def _answer(data):
    subject = data["subject"]
    if not re.match(r"(?i)re:", subject):
        subject = f"Re: {subject}"
    return {
        "to": data["from"],
        "subject": subject,
        "in_reply_to": data["message_id"],
        "thread": data["threadId"],
    }


def _content(data, here):
    text = f'<pre id=text dir="auto">{escape(data["text"])}</pre>'
    if not data["html"]:
        return text
    frame = (
        f'<iframe id="html" sandbox="" srcdoc="{escape(data["html"])}" '
        'style="width:100%;height:20rem;border:1px solid #e3e3e3"></iframe>'
    )
    return (text if data["text"].strip() else "") + frame


def _files(data, here):
    if not data["attachments"]:
        return ""
    items = "".join(
        f'<li><a dir="auto" href="{escape(here)}&amp;part={escape(one["part"])}">'
        f"{escape(one['filename'])}</a> <span class=dim>{escape(one['mimeType'])}, "
        f"{one['size']} bytes</span></li>"
        for one in data["attachments"]
    )
    return f"<h2>Attachments</h2><ul id=attachments>{items}</ul>"


def _labels(box, data, here):
    titles = {name: name for name in BY_HAND}
    titles |= {label.id: label.name for label in box.labels.values()}
    boxes = "".join(
        f'<label dir="auto"><input type="checkbox" name="label" value="{escape(key)}"'
        f"{' checked' if key in data['labelIds'] else ''}> {escape(title)}</label>"
        for key, title in titles.items()
    )
    return (
        f'<details><summary>Labels</summary><form id="labels" method="post" '
        f'action="{escape(here)}">{boxes}'
        '<p><button name="save" value="1">Save labels</button></p></form></details>'
    )


def _actions(here):
    buttons = " ".join(
        f'<button name="{name}" value="1">{title}</button>'
        for name, title in BUTTONS.items()
    )
    target = escape(here)
    return f'<form id="actions" method="post" action="{target}"><p>{buttons}</p></form>'


def _headers(data):
    lines = "\n".join(f"{name}: {value}" for name, value in data["headers"])
    return f"<pre>{escape(lines)}</pre>"
