# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""``/batch/…``: many calls in one multipart/mixed request.

At most 50 calls, 100 of Gmail. Each has its own credentials (or the outer ones), its
own faults, its own status. Answers come in shuffled order, because Google
promises none; a client must match them by Content-ID (``<response-…>``).
"""

import random
from email.parser import BytesParser
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from . import errors, log
from .wire import CUT, Request, Response

MOST, MOST_MAIL = 50, 100
BOUNDARY = "batch_fake_google"


def handle(app, request, entry):
    """Run the calls in the order given and answer them out of order."""
    try:
        parts = _parts(request)
    except errors.ApiError as error:
        return Response.of_json(error.body(), error.status)
    answers = []
    for content_id, inner in parts:
        response = _run(app, inner, entry)
        if response.transport == CUT:
            raise errors.ConnectionCut()
        answers.append((content_id, response))
    random.shuffle(answers)
    body = b"".join(_part(content_id, response) for content_id, response in answers)
    body += f"--{BOUNDARY}--\r\n".encode()
    return Response(
        200, body, {"Content-Type": f"multipart/mixed; boundary={BOUNDARY}"}
    )


def _run(app, inner, outer_entry):
    entry = log.entry_of(app.world, inner)
    outer_entry.inner.append(entry)
    entry.place, entry.beside = len(outer_entry.inner), outer_entry.beside
    try:
        rule = app.faults.before(entry, inner=True)
        response = app.run_api(inner, entry)
        response = app.faults.after(rule, response)
    except errors.ApiError as error:
        if error.status == 304:
            response = Response(304)
        else:
            response = Response.of_json(error.body(), error.status)
            response.headers.update(error.headers)
    except errors.ConnectionCut:
        entry.status = 0
        raise
    entry.status = 0 if response.transport == CUT else response.status
    return response


def _parts(request):
    """[(Content-ID, inner Request)] of the body; raises 400."""
    kind = request.headers.get("content-type", "")
    if request.method != "POST" or not kind.startswith("multipart/mixed"):
        raise _bad("Failed to parse batch request, not a multipart/mixed POST.")
    head = f"Content-Type: {kind}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + request.body)
    if not message.is_multipart() or not message.get_payload():
        raise _bad("Failed to parse batch request, error: 0 items. Received batch.")
    payload = message.get_payload()
    calls = [(part["Content-ID"], _inner(part, request)) for part in payload]
    mail = [inner.path.startswith("/gmail/") for _content_id, inner in calls]
    if "gmail" in request.path and not all(mail):
        raise _bad("Failed to parse batch request, a call of another API.")
    most = MOST_MAIL if all(mail) else MOST
    if len(calls) > most:
        raise _bad(
            f"The batch request contains {len(calls)} calls, more than the {most} "
            "that are allowed."
        )
    return calls


def _inner(part, outer):
    if part.get_content_type() != "application/http":
        raise _bad("Failed to parse batch request, parts must be application/http.")
    raw = part.get_payload(decode=True)
    if raw is None:
        raise _bad("Failed to parse batch request, a part is empty.")
    raw = raw.lstrip(b"\r\n")
    line, _newline, rest = raw.partition(b"\n")
    words = line.decode("latin-1").split()
    if len(words) < 2:
        raise _bad("Failed to parse batch request, missing request line.")
    inner = BytesParser().parsebytes(rest)
    headers = {key.lower(): value for key, value in inner.items()}
    if "authorization" in outer.headers:
        headers.setdefault("authorization", outer.headers["authorization"])
    parts = urlsplit(words[1])
    body = inner.get_payload(decode=True) or b""
    return Request(
        method=words[0].upper(),
        path=parts.path,
        query=parse_qs(parts.query, keep_blank_values=True),
        headers=headers,
        body=body,
        connection_id=outer.connection_id,
        base_url=outer.base_url,
    )


def _part(content_id, response):
    name = (content_id or "").strip().lstrip("<").rstrip(">")
    reason = HTTPStatus(response.status).phrase
    headers = {**response.headers, "Content-Length": str(len(response.body))}
    lines = [
        f"--{BOUNDARY}",
        "Content-Type: application/http",
        f"Content-ID: <response-{name}>",
        "",
        f"HTTP/1.1 {response.status} {reason}",
        *(f"{key}: {value}" for key, value in headers.items()),
        "",
        "",
    ]
    body = response.body
    if response.transport:
        body = body[: len(body) // 2]
    return "\r\n".join(lines).encode() + body + b"\r\n"


def _bad(message):
    return errors.ApiError(400, "badRequest", message)
