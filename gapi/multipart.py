# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The envelope of a batch: `multipart/mixed` with one small HTTP message a part."""

import email
import http.client
import io
import secrets
from urllib.parse import urlsplit

from .errors import from_response

# Everything else (agent, encoding, the token) is inherited from the outer request.
_INNER_HEADERS = ("accept", "content-type", "if-match", "if-none-match")


def pack(calls, endpoint=""):
    """Return (boundary, body bytes) for a dict {number: `Call`}.

    `endpoint` may have a path of its own; Google does not know it, so the inner
    requests go without.
    """
    boundary = f"batch_{secrets.token_hex(16)}"
    prefix = urlsplit(endpoint).path if endpoint else ""
    out = []
    for number, call in calls.items():
        parts = urlsplit(call.uri)
        path = parts.path.removeprefix(prefix)
        query = f"?{parts.query}" if parts.query else ""
        body = call.body or b""
        if isinstance(body, str):
            body = body.encode("utf-8")
        head = [
            f"--{boundary}",
            "Content-Type: application/http",
            "Content-Transfer-Encoding: binary",
            f"Content-ID: <{boundary}+{number}>",
            "",
            f"{call.http_method} {path}{query} HTTP/1.1",
            *(
                f"{name}: {value}"
                for name, value in call.headers.items()
                if name.lower() in _INNER_HEADERS
            ),
        ]
        if body:
            head.append(f"Content-Length: {len(body)}")
        out.append("\r\n".join(head).encode("utf-8") + b"\r\n\r\n" + body + b"\r\n")
    return boundary, b"".join(out) + f"--{boundary}--\r\n".encode()


def unpack(content_type, content, boundary):
    """Return {number: (status, headers, content)} of the parts that are whole.

    boundary  that of the request, which its Content-IDs were made of
    Raises ValueError when the answer is no batch at all. Parts are cut out of the
    bytes: the parser of the standard library takes several times their memory, which
    counts where they are mails.
    """
    message = email.message_from_string(f"Content-Type: {content_type or ''}\r\n\r\n")
    marker = message.get_boundary()
    if message.get_content_maintype() != "multipart" or not marker:
        raise ValueError("not a multipart answer")
    found, empty = {}, True
    for start, end in _parts(content, b"--" + marker.encode("ascii", "replace")):
        empty = False
        stream = io.BytesIO(content[start:end])
        try:
            number = _number(_headers(stream).get("content-id"), boundary)
            answer = _answer(stream)
        except http.client.HTTPException:
            continue
        if number is not None and answer is not None:
            found[number] = answer
    if empty:
        raise ValueError("a multipart answer without parts")
    return found


def _parts(content, delimiter):
    """Yield (start, end) of what stands between delimiters, each at the start of a
    line. The last one may be missing."""
    start, at = None, content.find(delimiter)
    while at >= 0:
        after = at + len(delimiter)
        last = content[after : after + 2] == b"--"
        line = content.find(b"\n", after)
        line = len(content) if line < 0 else line
        if content[max(at - 1, 0) : at] in (b"", b"\n") and (
            last or not content[after:line].strip()
        ):
            if start is not None:
                yield start, at - (2 if content[at - 2 : at] == b"\r\n" else 1)
            if last:
                return
            start = line + 1
        at = content.find(delimiter, after)
    if start is not None:
        yield start, len(content)


def _headers(stream):
    """Read headers up to the blank line; a dict with lower-case names."""
    headers = http.client.parse_headers(stream)
    return {name.lower(): value for name, value in headers.items()}


def outcome(call, status, headers, content):
    """Return what one part says: the resource, None, or a `GoogleError`."""
    if 200 <= status < 300:
        try:
            return call.read(status, headers, content)
        except ValueError:
            status, content = 502, b""
    error = from_response(call.service, call.method, status, headers, content)
    error.outcome_unknown = call.write and status >= 500
    return error


def _number(content_id, boundary):
    """`<response-batch_ab+7>` → 7; None for anything that is not ours.

    Some put the prefix before our brackets: `<response-<batch_ab+7>>`.
    """
    name, _plus, number = str(content_id or "").strip(" <>").rpartition("+")
    name = name.strip().removeprefix("response-").strip(" <>")
    number = number.strip()
    return int(number) if name == boundary and number.isdigit() else None


def _answer(stream):
    """Return (status, headers with lower-case names, content) or None if cut off."""
    words = stream.readline().split(None, 2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        return None
    headers = _headers(stream)
    # Its Content-Length is not held against it: a body that was cut is no JSON.
    return int(words[1]), headers, stream.read()
