# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A mail's bytes from what a person would type.

``{"from", "to", "cc", "bcc", "subject", "text", "html", "date", "message_id",
"in_reply_to", "attachments": [{"filename", "mime_type", "data", "cid"}],
"headers": {}}``; all may be missing. ``data`` is bytes or base64 text, ``cid``
makes an inline picture, ``date`` is written as it is.
"""

import base64
import secrets
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

LARGE = 1024**2
HEADERS = {
    "from": "From",
    "to": "To",
    "cc": "Cc",
    "bcc": "Bcc",
    "subject": "Subject",
    "in_reply_to": "In-Reply-To",
}


def build(world, parts):
    """The bytes; a date and a Message-ID are added when none is given."""
    mail = EmailMessage(policy=policy.SMTP)
    for key, name in HEADERS.items():
        if parts.get(key):
            mail[name] = parts[key]
    if parts.get("in_reply_to"):
        mail["References"] = parts["in_reply_to"]
    now = format_datetime(world.clock.now().replace(microsecond=0))
    mail["Date"] = parts.get("date") or now
    mail["Message-ID"] = parts.get("message_id") or make_msgid(
        domain="mail.example.net"
    )
    for name, value in (parts.get("headers") or {}).items():
        mail[name] = value
    mail.set_content(parts.get("text") or "")
    if parts.get("html"):
        mail.add_alternative(parts["html"], subtype="html")
    large = {}
    for spec in parts.get("attachments") or ():
        _attach(mail, spec, large)
    raw = mail.as_bytes()
    for marker, data in large.items():
        lines = base64.encodebytes(data).replace(b"\n", b"\r\n").rstrip()
        raw = raw.replace(base64.b64encode(marker), lines, 1)
    return raw


def _attach(mail, spec, large):
    """Attach a file; of a large one a marker, for ``email`` takes seconds over it."""
    data = spec["data"]
    if isinstance(data, str):
        data = base64.b64decode(data)
    if len(data) > LARGE:
        marker = secrets.token_bytes(36)
        large[marker], data = data, marker
    kind, _slash, subtype = spec.get("mime_type", "application/octet-stream").partition(
        "/"
    )
    more = {"maintype": kind, "subtype": subtype, "filename": spec.get("filename")}
    html = mail.get_body(("html",))
    if spec.get("cid") and html is not None:
        html.add_related(data, cid=f"<{spec['cid']}>", disposition="inline", **more)
    else:
        mail.add_attachment(data, **more)
