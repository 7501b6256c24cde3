# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mails as files: ``/upload/gmail/v1/…``, ``uploadType`` media, multipart, resumable.

A resumable upload is a session: it is asked for and checked like any call (and paid for
then), answers with its address in ``Location``, and takes the file in one PUT or in
chunks of n x 256 KiB with ``Content-Range``. 308 with ``Range`` says how much is there
(no ``Range``: nothing), also to an empty PUT with ``bytes */N``. A session that is
done goes on giving its answer, so a client that missed it can ask. It lives a week.

What the discovery document calls ``/resumable/upload/…`` is the same.
"""

import re
import secrets
from dataclasses import dataclass, field, replace

from . import discovery, gmail_errors
from .errors import ApiError
from .gmail_mime import cut, split_part
from .wire import Response

LIFETIME = 7 * 86400
UNIT = 256 * 1024
KINDS = ("media", "multipart", "resumable")
ROOTS = ("/resumable/upload", "/upload")
RANGE = re.compile(r"bytes (?:(\*)|(\d+)-(\d+))/(\*|\d+)")


@dataclass
class Session:
    """``prepared`` is the checked call that waits for its file."""

    id: str
    prepared: tuple
    total: int | None
    largest: int
    started: float
    data: bytearray = field(default_factory=bytearray, repr=False)
    answer: Response | None = None
    # What a dead session answers.
    status: int = 0


def handles(path):
    return path.startswith(tuple(f"{root}/" for root in ROOTS))


def handle(app, request, entry):
    """Answer a request below ``/upload``; raises ``ApiError``."""
    if request.query.get("upload_id"):
        return _go_on(app, request, entry)
    root = next(root for root in ROOTS if request.path.startswith(f"{root}/"))
    path = request.path.removeprefix(root)
    method, _params = discovery.service("gmail", "v1").match(request.method, path)
    if method.media is None:
        raise ApiError(404, "notFound", "Not Found")
    kind = request.query.pop("uploadType", ["resumable" if "res" in root else ""])[0]
    if kind not in KINDS or root != "/upload" and kind != "resumable":
        raise gmail_errors.invalid(f"Invalid uploadType: {kind}")
    largest = int(method.media["maxSize"])
    plain = {k: v for k, v in request.headers.items() if k != "content-type"}
    inner = replace(request, path=path, headers=plain)
    if kind == "resumable":
        return _begin(app, request, inner, entry, method, largest)
    if kind == "media":
        _check_type(method, request.headers.get("content-type", ""))
        inner.media, inner.body = request.body, b""
    else:
        _unpack(method, request, inner)
    if len(inner.media) > largest:
        raise gmail_errors.too_large(largest)
    return app.run_api(inner, entry)


def _check_type(method, text):
    kind = text.partition(";")[0].strip().lower()
    accepted = method.media["accept"]
    if not any(re.fullmatch(one.replace("*", ".+"), kind) for one in accepted):
        raise ApiError(
            400,
            "badContent",
            f"Media type '{kind}' is not supported. Valid media types: "
            f"[{', '.join(accepted)}]",
        )


def _unpack(method, request, inner):
    """multipart/related: the JSON body first, the file second."""
    kind = request.headers.get("content-type", "")
    found = re.search(r'boundary="?([^";]+)"?', kind)
    pieces = cut(request.body, found.group(1)) if found else []
    if not kind.startswith("multipart/related") or len(pieces) != 2:
        raise ApiError(400, "badContent", "Malformed multipart body.")
    parts = [split_part(piece) for piece in pieces]
    _check_type(method, parts[1][0].get("content-type", ""))
    inner.headers["content-type"] = parts[0][0].get("content-type", "")
    inner.body, inner.media = parts[0][1], parts[1][1]


def _begin(app, request, inner, entry, method, largest):
    _check_type(method, request.headers.get("x-upload-content-type", ""))
    length = request.headers.get("x-upload-content-length")
    total = int(length) if (length or "").isdigit() else None
    if total is not None and total > largest:
        raise gmail_errors.too_large(largest)
    inner.headers["content-type"] = request.headers.get("content-type", "")
    inner.media = b""
    prepared = app.prepare(inner, entry)
    world = app.world
    session = Session(
        secrets.token_urlsafe(40), prepared, total, largest, world.clock.time()
    )
    with world.lock:
        world.uploads[session.id] = session
    address = (
        f"{request.base_url}{request.path}?uploadType=resumable&upload_id={session.id}"
    )
    return Response(200, b"", {"Location": address, "X-GUploader-UploadID": session.id})


def _go_on(app, request, entry):
    world = app.world
    with world.lock:
        session = world.uploads.get(request.query["upload_id"][0])
        _check_living(world, session)
        entry.api_method = session.prepared[0].method_id
        if request.method not in ("PUT", "POST"):
            raise ApiError(405, "httpMethodNotAllowed", "Method Not Allowed")
        if session.answer is not None:
            return session.answer
        _take(app.faults, session, request)
        if session.total is None or len(session.data) < session.total:
            return _incomplete(session)
        session.prepared[0].media = bytes(session.data)
        answer = app.perform(session.prepared)
        # The file is the mailbox's now; only the answer is kept.
        session.answer, session.data = answer, bytearray()
        session.prepared[0].media = None
        return replace(answer, headers=dict(answer.headers))


def _check_living(world, session):
    if session is None or world.clock.time() - session.started > LIFETIME:
        raise ApiError(404, "notFound", "Not Found")
    if session.status:
        reason = {404: "notFound", 410: "gone"}.get(session.status, "backendError")
        raise ApiError(session.status, reason, "The upload session is over.")


def _take(faults, session, request):
    """Add what a PUT brings to the file; raises 400 for what does not fit."""
    text = request.headers.get("content-range")
    body = request.body
    if text is None:
        text = f"bytes 0-{len(body) - 1}/{len(body)}" if body else "bytes */*"
    found = RANGE.fullmatch(text.strip())
    if not found:
        raise gmail_errors.invalid(f"Failed to parse Content-Range header: {text}")
    asks, first, last, total = found.groups()
    if total != "*":
        _settle_total(session, int(total))
    if asks:
        if body:
            raise gmail_errors.invalid("A query of the status has no body.")
        return
    first, last = int(first), int(last)
    if last - first + 1 != len(body):
        raise gmail_errors.invalid(
            f"Invalid request. There were {len(body)} byte(s) in the request body. "
            f"There should have been {last - first + 1} byte(s) (starting at offset "
            f"{first} and ending at offset {last}) according to the Content-Range "
            "header."
        )
    if first > len(session.data):
        raise gmail_errors.invalid(
            "Invalid request. According to the Content-Range header, the upload offset "
            f"is {first} byte(s), which exceeds already uploaded size of "
            f"{len(session.data)} byte(s)."
        )
    final = session.total is not None and last + 1 == session.total
    if not final and len(body) % UNIT:
        raise gmail_errors.invalid(
            f"Invalid request. A chunk must be a multiple of {UNIT} bytes."
        )
    if last >= session.largest or session.total is not None and last >= session.total:
        raise gmail_errors.too_large(session.total or session.largest)
    kept = faults.part_of_chunk(body)
    session.data += kept[len(session.data) - first :]


def _settle_total(session, total):
    if session.total is not None and session.total != total:
        raise gmail_errors.invalid("The size of the file differs from before.")
    if total > session.largest:
        raise gmail_errors.too_large(session.largest)
    session.total = total


def _incomplete(session):
    headers = {"X-GUploader-UploadID": session.id}
    if session.data:
        headers["Range"] = f"bytes=0-{len(session.data) - 1}"
    return Response(308, b"", headers)
