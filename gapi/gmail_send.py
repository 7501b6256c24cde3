# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sending a mail through Gmail: as text, as a file, or a large one in pieces.

Gmail has no key for a mail: nothing would tell a second one from the first. So a step
that may have sent it is never repeated. Its error says `outcome_unknown`, and the mail
is to be looked for by what it carries before it is sent again.

Three ways, by size. The plain address, with the mail as text in JSON, is what everybody
knows, proxies and stand-ins for Google too; but it takes a megabyte from some accounts
and ten from others. So what is larger goes through the upload address.
"""

import base64
import json
import secrets

from .errors import Rejected
from .transport import Call, read_object
from .upload import PIECE, Upload

# Gmail's limit for `messages.send`, as the discovery document has it: 35 MB.
MOST_BYTES = 36_700_160
# Bytes of a mail that is well below a megabyte as text.
AS_TEXT = 500_000
# Google recommends one request "for example, 5 MB or less".
ONE_REQUEST = 5_000_000

METHOD = "users.messages.send"
_PLAIN = "https://gmail.googleapis.com/gmail/v1/users/me/messages/send"
_ADDRESS = "https://gmail.googleapis.com/upload/gmail/v1/users/me/messages/send"
_TYPE = "message/rfc822"


def send(transport, token_source, raw, thread_id=None):
    """Send the mail `raw`; return Gmail's message: id, threadId, labelIds.

    Raises `GoogleError`; whether the mail may have left nevertheless is its
    `outcome_unknown`.
    """
    if len(raw) > MOST_BYTES:
        raise Rejected(
            f"The mail has {_megabytes(len(raw))} MB, Gmail takes at most "
            f"{_megabytes(MOST_BYTES)} MB",
            service="gmail",
            method=METHOD,
            reason="uploadTooLarge",
        )
    about = {"threadId": thread_id} if thread_id else {}
    if len(raw) <= AS_TEXT:
        return transport.send(_as_text(transport, token_source, raw, about))
    if len(raw) <= ONE_REQUEST:
        return transport.send(_one_request(transport, token_source, raw, about))
    return in_pieces(transport, token_source, raw, about)


def in_pieces(transport, token_source, raw, about, piece=PIECE):
    """Send a mail by a resumable upload; `about` is what JSON says of it."""
    start = Call(
        service="gmail",
        method=METHOD,
        uri=transport.root(f"{_ADDRESS}?uploadType=resumable"),
        http_method="POST",
        body=json.dumps(about),
        headers={
            "content-type": "application/json; charset=UTF-8",
            "x-upload-content-type": _TYPE,
            "x-upload-content-length": str(len(raw)),
        },
        token_source=token_source,
    )
    return Upload(transport, start, raw, read_message, piece).run()


def read_message(status, headers, content):
    """Return the message in an answer. ValueError for one without an id: that would
    be sent, and nobody knew as what."""
    message = read_object(status, headers, content)
    if not isinstance(message.get("id"), str) or not message["id"]:
        raise ValueError("a message without an id")
    return message


def _as_text(transport, token_source, raw, about):
    body = {**about, "raw": base64.urlsafe_b64encode(raw).decode()}
    kind = "application/json; charset=UTF-8"
    return _call(transport, token_source, _PLAIN, json.dumps(body).encode(), kind)


def _one_request(transport, token_source, raw, about):
    boundary = f"mail_{secrets.token_hex(16)}"
    head = (
        f"--{boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n"
        f"{json.dumps(about)}\r\n"
        f"--{boundary}\r\nContent-Type: {_TYPE}\r\n\r\n"
    )
    body = b"".join((head.encode(), raw, f"\r\n--{boundary}--\r\n".encode()))
    kind = f'multipart/related; boundary="{boundary}"'
    address = f"{_ADDRESS}?uploadType=multipart"
    return _call(transport, token_source, address, body, kind)


def _call(transport, token_source, address, body, kind):
    return Call(
        service="gmail",
        method=METHOD,
        uri=transport.root(address),
        http_method="POST",
        body=body,
        headers={"content-type": kind},
        read=read_message,
        token_source=token_source,
        write=True,
        repeatable=False,
    )


def _megabytes(size):
    return f"{size / 2**20:.1f}"
