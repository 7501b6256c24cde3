# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mail for the tests of ``gapi``: a mailbox, and a post office with bad days.

The emulator is Gmail as it is documented; these are as silent, late or odd as a test
wants them.
"""

import base64
import email
import json
import re
from collections import Counter
from datetime import datetime, timedelta, timezone
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from ...gapi.gmail import GmailClient
from ...gapi.oauth import IDENTITY
from ...gapi.scopes import MAIL as MAIL_SCOPE
from .gapi_people_support import Always
from .gapi_support import EmulatorCase, Reply, ScriptedCase, google_error

MAIL = (
    b"From: anna@example.com\r\nTo: ben@example.com\r\nSubject: Gr\xc3\xbc\xc3\x9fe\r\n"
    b"Message-ID: <1@example.com>\r\n\r\nHallo\r\n.\r\nFrom here\n\xff\x00\r\n"
)
MAIL_SCOPES = IDENTITY + MAIL_SCOPE
NOT_FOUND = google_error(404, "notFound", "Requested entity was not found.")
RATE = google_error(403, "rateLimitExceeded", "Rate Limit Exceeded")
CONCURRENT = google_error(
    429, "rateLimitExceeded", "Too many concurrent requests for user"
)
BUSY = google_error(503, "backendError", "Backend Error")
REVOKED = google_error(401, "authError", "Invalid Credentials")
NO_MAILBOX = google_error(400, "failedPrecondition", "Mail service not enabled")


def daily_mails(seconds):
    """The mails of the day are used up, for so many seconds by the server's clock."""
    moment = datetime.now(timezone.utc) + timedelta(seconds=seconds)
    words = f"Retry after {moment:%Y-%m-%dT%H:%M:%S}.000Z (Mail sending)"
    return google_error(429, "rateLimitExceeded", f"User-rate limit exceeded.  {words}")


def kind(result):
    return type(result.error).__name__ if result.error else "ok"


def kinds(results):
    """{type name or "ok": how many}"""
    return dict(Counter(map(kind, results)))


class GmailCase(ScriptedCase):
    """Mixin: `self.serve(…)` gives a Gmail client that never really waits."""

    def serve(self, *replies, **options):
        calendar = super().serve(*replies, **options)
        self.client = GmailClient(self.transport, calendar.token_source)
        return self.client

    def serve_always(self, answer, **options):
        """`answer` is a callable (Seen) -> Reply for every request."""
        client = self.serve(**options)
        self.server.replies = Always(answer)
        return client

    def query(self, number=-1):
        return parse_qs(urlsplit(self.server.seen[number].path).query)

    def body(self, number=-1):
        return json.loads(self.server.seen[number].body)

    def sent(self):
        """[(HTTP method, path without query)] of what the server got."""
        return [(seen.method, urlsplit(seen.path).path) for seen in self.server.seen]


class Mailbox:
    """Messages by id, behind batches and single calls.

    answers   {message id: `Reply`} instead of what would be right
    whole     replies for whole requests, first come first served; None: as usual
    most      more calls at once than this are "too many"
    `batches` are the numbers of calls in each request.
    """

    def __init__(self, *ids, answers=None, whole=(), most=1000):
        self.labels = {message_id: {"INBOX"} for message_id in ids}
        self.trashed = []
        self.answers = answers or {}
        self.whole = list(whole)
        self.most = most
        self.batches = []

    def __call__(self, seen):
        reply = self.whole.pop(0) if self.whole else None
        if not seen.path.startswith("/batch"):
            self.batches.append(1)
            return reply or self.answer(seen.path, seen.body)
        content_type = seen.headers["content-type"].encode()
        message = email.message_from_bytes(
            b"Content-Type: " + content_type + b"\r\n\r\n" + seen.body
        )
        parts = message.get_payload()
        self.batches.append(len(parts))
        if reply:
            return reply
        out = []
        for number, part in enumerate(parts):
            head, _blank, body = part.get_payload(decode=True).partition(b"\r\n\r\n")
            path = head.split(b" ")[1].decode()
            answer = self.answer(path, body) if number < self.most else CONCURRENT
            content_id = part["Content-ID"].replace("<", "<response-", 1)
            phrase = HTTPStatus(answer.status).phrase
            out.append(
                b"--x\r\nContent-Type: application/http\r\n"
                + f"Content-ID: {content_id}\r\n\r\n".encode()
                + f"HTTP/1.1 {answer.status} {phrase}\r\n\r\n".encode()
                + answer.content()
            )
        body = b"\r\n".join([*reversed(out), b"--x--\r\n"])
        return Reply(body, headers={"Content-Type": "multipart/mixed; boundary=x"})

    def answer(self, path, body):
        found = re.search(r"/messages/(\w+)(?:/(\w+))?(?:\?|$)", path)
        message_id, verb = found.groups()
        if message_id == "batchModify":
            return self._modify_all(json.loads(body))
        if message_id in self.answers:
            return self.answers[message_id]
        if message_id not in self.labels:
            return NOT_FOUND
        if verb == "modify":
            self._modify(message_id, json.loads(body))
        elif verb == "trash":
            self.trashed.append(message_id)
        else:
            return Reply(raw_message(message_id, mail_of(message_id)))
        return Reply({"id": message_id, "threadId": f"t{message_id}"})

    def _modify_all(self, body):
        for message_id in body["ids"]:
            if message_id in self.answers:
                return self.answers[message_id]
            if message_id not in self.labels:
                return NOT_FOUND
        for message_id in body["ids"]:
            self._modify(message_id, body)
        return Reply(b"", 204)

    def _modify(self, message_id, body):
        self.labels[message_id] |= set(body.get("addLabelIds", ()))
        self.labels[message_id] -= set(body.get("removeLabelIds", ()))


def mail_of(message_id):
    return MAIL + message_id.encode()


def raw_message(message_id, mail, **fields):
    """Gmail's answer to `format=raw`."""
    return {
        "id": message_id,
        "threadId": f"t{message_id}",
        "labelIds": ["INBOX", "Label_1"],
        "historyId": "77",
        "internalDate": "1795255200123",
        "sizeEstimate": len(mail),
        "raw": base64.urlsafe_b64encode(mail).decode(),
        **fields,
    }


class PostOffice:
    """Takes mails as text or by either upload, and counts what it sent.

    faults  one a request, before anything else: None, "lost" (done, not answered),
            "dropped" (not done, not answered), "part" (only some of a piece arrived,
            not answered), "late" (504, done), "busy" (503, not done), "fast" (403),
            "garbled" (done), "forgotten" (404: the session is no more),
            "moved" (answers a session under Google's own name),
            "renamed" (under this machine's other name)
    """

    unit = 256 * 1024

    def __init__(self, *faults):
        self.faults = list(faults)
        self.mails = []
        self.abouts = []
        self.sessions = {}
        self.number = 0

    def __call__(self, seen):
        fault = self.faults.pop(0) if self.faults else None
        if fault == "dropped":
            return Reply(cut=True)
        if fault == "busy":
            return BUSY
        if fault == "fast":
            return RATE
        if fault == "forgotten":
            self.sessions.clear()
        reply = self._answer(seen, fault)
        if fault in ("lost", "part"):
            return Reply(cut=True)
        if fault == "garbled":
            return Reply(b"<html>ok</html>")
        if fault == "late":
            return google_error(504, "backendError", "Deadline exceeded")
        return reply

    def _answer(self, seen, fault):
        query = parse_qs(urlsplit(seen.path).query)
        if seen.method == "PUT":
            return self._piece(query["upload_id"][0], seen, fault)
        if "uploadType" not in query:
            about = json.loads(seen.body)
            return self._send(base64.urlsafe_b64decode(about.pop("raw")), about)
        if query["uploadType"] == ["multipart"]:
            about, mail = related(seen)
            return self._send(mail, about)
        self.number += 1
        name = str(self.number)
        size = int(seen.headers["x-upload-content-length"])
        self.sessions[name] = [bytearray(), json.loads(seen.body), size, None]
        host = f"http://{seen.headers['host']}"
        if fault == "moved":
            host = "https://gmail.googleapis.com"
        if fault == "renamed":
            host = host.replace("127.0.0.1", "localhost")
        location = f"{host}{seen.path}&upload_id={name}"
        return Reply(b"", headers={"Location": location})

    def _piece(self, name, seen, fault):
        session = self.sessions.get(name)
        if session is None:
            return NOT_FOUND
        got, about, size, answer = session
        if answer:
            return answer
        where, total = seen.headers["content-range"].removeprefix("bytes ").split("/")
        if int(total) != size:
            return google_error(400, "badRequest", "The total has changed")
        if where != "*":
            start, end = map(int, where.split("-"))
            if start != len(got) or end - start + 1 != len(seen.body):
                return google_error(400, "badRequest", "Not the bytes announced")
            if end + 1 < size and len(seen.body) % self.unit:
                return google_error(400, "badRequest", "Not a multiple of 256 kB")
            came = seen.body
            if fault == "part":
                came = came[: (len(came) - 1) // self.unit // 2 * self.unit]
            got += came
        if len(got) == size:
            session[3] = self._send(bytes(got), about)
            return session[3]
        headers = {"Range": f"bytes=0-{len(got) - 1}"} if got else {}
        return Reply(b"", 308, headers)

    def _send(self, mail, about):
        self.mails.append(mail)
        self.abouts.append(about)
        name = f"m{len(self.mails)}"
        thread = about.get("threadId") or f"t{name}"
        return Reply({"id": name, "threadId": thread, "labelIds": ["SENT"]})


def related(seen):
    """(JSON part, mail part) of a multipart upload, byte for byte."""
    boundary = re.search(r'boundary="(\w+)"', seen.headers["content-type"]).group(1)
    empty, about, mail, end = seen.body.split(b"--" + boundary.encode())
    assert (empty, end) == (b"", b"--\r\n")
    parts = []
    for part, kind_of in ((about, b"application/json"), (mail, b"message/rfc822")):
        head, _blank, content = part.partition(b"\r\n\r\n")
        assert kind_of in head and content.endswith(b"\r\n")
        parts.append(content[:-2])
    return json.loads(parts[0]), parts[1]


class GmailEmulatorCase(EmulatorCase):
    """Mixin: the emulator's Gmail, and a client for Anna's mailbox."""

    def setUp(self):
        super().setUp()
        self.world.add_account("ben@example.com", name="Ben")
        self.client = self.sign_in()

    def sign_in(self, scopes=MAIL_SCOPES):
        calendar = self.connect(scopes)
        return GmailClient(self.transport, calendar.token_source)

    def put(self, count, *labels):
        """So many mails with these labels; returns their ids, newest first."""
        ids = [
            self.world.put_mail(
                self.email, MAIL.replace(b"<1@", b"<%d@" % n), ("INBOX", *labels)
            )
            for n in range(count)
        ]
        return ids[::-1]

    def requests(self):
        """[(HTTP method, path)] of what the emulator got."""
        return [(entry.method, entry.path) for entry in self.fake.log.requests]
