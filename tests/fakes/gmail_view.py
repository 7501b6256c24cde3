# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How Gmail shows a mail: minimal, metadata, full, raw; and one attachment.

Texts are shown in UTF-8 and headers decoded, as Gmail does. A part with a file name or
of more than ``INLINE`` bytes is an attachment to be fetched by its id; ids of
attachments are new in every answer, and all of them go on working.
"""

import base64
import re
import secrets

from . import gmail_errors
from .gmail_mime import decoded

INLINE = 256 * 1024
URL_SAFE = re.compile(r"[A-Za-z0-9_-]*")
ID_START = "ANGjdJ"


def encode(world, data, oddities=frozenset()):
    """base64url as the world writes it: without padding, with it, or plain base64."""
    style = next((s for s in ("padded", "plus") if s in oddities), world.mail_base64)
    if style == "plus":
        return base64.b64encode(data).decode()
    text = base64.urlsafe_b64encode(data).decode()
    return text if style == "padded" else text.rstrip("=")


def decode(text, field="raw"):
    """Bytes of base64url with or without padding; 400 for anything else."""
    bare = text.rstrip("=")
    if not URL_SAFE.fullmatch(bare) or len(bare) % 4 == 1 or len(text) - len(bare) > 2:
        raise gmail_errors.invalid(
            f"Invalid value at '{field}' (TYPE_BYTES), Base64 decoding failed"
        )
    return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))


def brief(mail):
    """What sending, inserting and modifying answer."""
    data = {"id": mail.id, "threadId": mail.thread_id, "labelIds": list(mail.labels)}
    if not mail.labels:
        del data["labelIds"]
    return data


def message(world, mail, form="full", wanted_headers=None):
    """A Message resource in one of the four formats."""
    data = brief(mail)
    data["snippet"] = mail.parsed.snippet
    data["historyId"] = str(mail.history_id)
    data["internalDate"] = str(mail.date)
    data["sizeEstimate"] = len(mail.raw) + 200
    odd = mail.oddities
    if form == "raw":
        data["raw"] = encode(world, mail.raw, odd)
    elif form == "metadata":
        data["payload"] = {"mimeType": _kind(mail.parsed.items)}
        headers = _headers(mail.parsed.items, wanted_headers)
        if headers:
            data["payload"]["headers"] = headers
    elif form == "full":
        data["payload"] = _payload(world, mail, mail.parsed.tree())
    if "no_internal_date" in odd:
        del data["internalDate"]
    if "no_payload" in odd:
        data.pop("payload", None)
    elif "bare_payload" in odd and "payload" in data:
        data["payload"] = {"mimeType": data["payload"]["mimeType"]}
    return data


def attachment(world, mail, attachment_id):
    """The content of the part that an answer called so; 400 for an unknown id."""
    path = _path_of(mail, attachment_id)
    for part in mail.parsed.tree().walk():
        if part.path == path:
            data = part.content()
            return {"size": len(data), "data": encode(world, data, mail.oddities)}
    raise gmail_errors.invalid("Invalid attachment token")


def _payload(world, mail, part):
    items = mail.parsed.items if part.path == "" else _items(part)
    data = {
        "partId": part.path,
        "mimeType": part.kind,
        "filename": part.filename,
        "headers": _headers(items),
        "body": {"size": 0},
    }
    if part.kind.startswith("multipart/") and part.parts:
        data["parts"] = [_payload(world, mail, child) for child in part.parts]
        return data
    content = part.content()
    attached = bool(part.filename) or len(content) > INLINE
    if part.kind.startswith("text/") and not attached:
        content = part.text().encode("utf-8", "surrogateescape")
    data["body"]["size"] = len(content)
    if attached:
        data["body"]["attachmentId"] = _attachment_id(mail, part.path)
    elif content and not part.parts:
        data["body"]["data"] = encode(world, content, mail.oddities)
    if part.parts:
        data["parts"] = [_payload(world, mail, child) for child in part.parts]
    return data


def _items(part):
    return [(name, " ".join(str(v).split())) for name, v in part.headers.items()]


def _headers(items, wanted=None):
    names = None if not wanted else {name.lower() for name in wanted}
    return [
        {"name": name, "value": decoded(value)}
        for name, value in items
        if names is None or name.lower() in names
    ]


def _kind(items):
    for name, value in items:
        if name.lower() == "content-type":
            kind = value.partition(";")[0].strip().lower()
            return kind if kind.count("/") == 1 else "text/plain"
    return "text/plain"


def _attachment_id(mail, path):
    raw = f"{mail.id}:{path}:{secrets.token_hex(60)}".encode()
    return ID_START + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _path_of(mail, text):
    try:
        raw = text.removeprefix(ID_START)
        raw = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)).decode()
        mail_id, path, _salt = raw.split(":")
    except ValueError as error:
        raise gmail_errors.invalid("Invalid attachment token") from error
    if mail_id != mail.id or not text.startswith(ID_START):
        raise gmail_errors.invalid("Invalid attachment token")
    return path
