# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mails as files: simple, multipart and resumable uploads."""

import io
import json

from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseUpload

from ..fakes.gmail_testing import GmailCase, mail_bytes
from ..fakes.testing import MODIFY

UNIT = 256 * 1024
PATH = "/upload/gmail/v1/users/me/messages/send"
KIND = "message/rfc822"


class UploadCase(GmailCase):
    def setUp(self):
        super().setUp()
        self.mail = mail_bytes(sender=self.anna, to=self.bob, text="x" * 3 * UNIT)

    def media(self, raw=None, chunk=UNIT, resumable=True, kind=KIND):
        raw = self.mail if raw is None else raw
        return MediaIoBaseUpload(io.BytesIO(raw), kind, chunk, resumable)

    def upload(self, media, **body):
        return self.messages.send(userId="me", body=body or None, media_body=media)

    def put_bytes(self, address, data=b"", span=None, **headers):
        """A bare PUT: (status, headers, text)."""
        if span is not None:
            headers["Content-Range"] = span
        path = address.removeprefix(self.fake.url)
        return self.http("PUT", path, data=data, headers=headers)

    def begin(self, path=PATH, size=None, **headers):
        """The address of a new session."""
        headers = {"X-Upload-Content-Type": KIND, **headers}
        headers["Authorization"] = f"Bearer {self.token(self.anna, (MODIFY,))}"
        if size is not None:
            headers["X-Upload-Content-Length"] = str(size)
        status, answer, text = self.http(
            "POST", f"{path}?uploadType=resumable", data={}, headers=headers
        )
        self.assertEqual(status, 200, text)
        return answer["Location"]

    def arrived(self):
        return [row["size"] for row in self.world.mailbox(self.bob)]


class TestSimple(UploadCase):
    def test_the_file_alone(self):
        answer = self.upload(self.media(resumable=False)).execute()
        self.assertEqual(answer["labelIds"], ["SENT"])
        self.assertEqual(len(self.arrived()), 1)
        self.assertEqual(self.world.sent_mails[0].raw.count(b"x" * UNIT), 3)

    def test_the_file_beside_a_body(self):
        first = self.put("Offer", Message_ID="<q@else.org>", sender="q@else.org")
        raw = mail_bytes(
            "Re: Offer", sender=self.anna, to=self.bob, References="<q@else.org>"
        )
        request = self.upload(self.media(raw, resumable=False), threadId=first)
        self.assertEqual(request.execute()["threadId"], first)

    def test_bytes_stay_bytes(self):
        raw = mail_bytes(Content_Transfer_Encoding="binary")
        raw += bytes(range(256)) + b"\r\n--x\r\n\n"
        # The library's own multipart cannot write them, a client's of one's own can.
        body = b'--b\r\nContent-Type: application/json\r\n\r\n{"labelIds": ["SENT"]}'
        body += b"\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + raw
        headers = {"Content-Type": 'multipart/related; boundary="b"'}
        headers["Authorization"] = f"Bearer {self.token(self.anna, (MODIFY,))}"
        path = PATH.removesuffix("/send") + "?uploadType=multipart"
        status, _headers, text = self.http(
            "POST", path, data=body + b"\r\n--b--\r\n", headers=headers
        )
        self.assertEqual(status, 200, text)
        answer = json.loads(text)
        self.assertEqual(answer["labelIds"], ["SENT"])
        self.assertEqual(self.raw(answer["id"]), raw)

    def test_only_messages(self):
        headers = {"Content-Type": "text/plain"}
        headers["Authorization"] = f"Bearer {self.token(self.anna, (MODIFY,))}"
        status, _headers, text = self.http(
            "POST", f"{PATH}?uploadType=media", data=b"Hello", headers=headers
        )
        self.assertEqual(status, 400)
        reason = json.loads(text)["error"]["errors"][0]["reason"]
        self.assertEqual(reason, "badContent")

    def test_35_megabytes_and_not_one_more(self):
        size = 36700160
        head = mail_bytes(sender=self.anna, to=self.bob, text="")
        raw = head + b"y" * (size - len(head))
        self.upload(self.media(raw, resumable=False)).execute()
        for resumable in (False, True):
            media = self.media(raw + b"y", resumable=resumable)
            request = self.messages.send(userId="me")
            request = self._unchecked(request, media, resumable)
            with self.assertRaises(HttpError) as caught:
                request.execute()
            self.assertEqual(caught.exception.resp.status, 413)

    def _unchecked(self, request, media, resumable):
        """The library refuses too large a file itself; ask Google all the same."""
        request.uri = f"{self.fake.url}{PATH}?uploadType="
        request.uri += "resumable" if resumable else "media"
        if resumable:
            request.resumable = media
        else:
            request.body = media.getbytes(0, media.size())
            request.body_size = media.size()
            request.headers["content-type"] = KIND
        return request

    def test_scopes_are_asked(self):
        self.sign_in("https://www.googleapis.com/auth/gmail.readonly")
        request = self.upload(self.media(resumable=False))
        self.failed(403, "insufficientPermissions", request)


class TestResumable(UploadCase):
    def test_the_library_sends_chunks(self):
        request = self.upload(self.media())
        steps, answer = [], None
        while answer is None:
            status, answer = request.next_chunk()
            if status:
                steps.append(status.resumable_progress)
        self.assertEqual(steps, [UNIT, 2 * UNIT, 3 * UNIT])
        self.assertEqual(answer["labelIds"], ["SENT"])
        self.assertEqual(len(self.arrived()), 1)
        methods = {e.api_method for e in self.fake.log.entries() if e.method == "PUT"}
        self.assertEqual(methods, {"gmail.users.messages.send"})

    def test_what_got_lost_on_the_way_is_sent_again(self):
        self.fake.faults.short_chunk(keep=UNIT)
        self.fake.faults.short_chunk(keep=0)
        request = self.upload(self.media(chunk=2 * UNIT))
        answer = None
        while answer is None:
            _status, answer = request.next_chunk()
        (sent,) = self.world.sent_mails
        self.assertTrue(sent.raw.endswith(self.mail.partition(b"\r\n\r\n")[2]))

    def test_a_lost_chunk_is_asked_about(self):
        request = self.upload(self.media())
        request.next_chunk()
        self.fake.faults.fail(503, match=("PUT", "/send$"))
        with self.assertRaises(HttpError):
            request.next_chunk()
        answer = None
        while answer is None:
            _status, answer = request.next_chunk()
        self.assertEqual(len(self.world.sent_mails), 1)
        queries = [
            entry.headers_seen["content-range"]
            for entry in self.fake.log.entries()
            if "*/" in entry.headers_seen.get("content-range", "")
        ]
        self.assertEqual(queries, [f"bytes */{len(self.mail)}"])

    def test_a_lost_last_answer_can_be_asked_for(self):
        address = self.begin()
        size = len(self.mail)
        self.fake.faults.lose_answer(match=("PUT", "/send$"))
        with self.assertRaises(OSError):
            self.put_bytes(address, self.mail, f"bytes 0-{size - 1}/{size}")
        self.assertEqual(len(self.world.sent_mails), 1)
        for _number in range(2):
            status, _headers, text = self.put_bytes(address, span=f"bytes */{size}")
            self.assertEqual(status, 200)
            self.assertEqual(json.loads(text)["id"], self.world.sent_mails[0].id)
        self.assertEqual(len(self.world.sent_mails), 1, "and is not sent twice")

    def test_ranges(self):
        address = self.begin(size=len(self.mail))
        size = len(self.mail)
        status, headers, _text = self.put_bytes(address, span=f"bytes */{size}")
        self.assertEqual((status, headers.get("Range")), (308, None))
        span = f"bytes 0-{UNIT - 1}/{size}"
        status, headers, _text = self.put_bytes(address, self.mail[:UNIT], span)
        self.assertEqual((status, headers["Range"]), (308, f"bytes=0-{UNIT - 1}"))
        # What is there already may come once more, in front of something new.
        span = f"bytes 0-{2 * UNIT - 1}/*"
        status, headers, _text = self.put_bytes(address, self.mail[: 2 * UNIT], span)
        self.assertEqual((status, headers["Range"]), (308, f"bytes=0-{2 * UNIT - 1}"))
        wrong = (
            (b"12", f"bytes {3 * UNIT}-{3 * UNIT + 1}/{size}"),
            (b"12", f"bytes {2 * UNIT}-{2 * UNIT + 1}/{size}"),
            (b"12", f"bytes {2 * UNIT}-{2 * UNIT + 5}/{size}"),
            (b"", f"bytes */{size + 1}"),
            (b"", "bytes 1-2"),
        )
        for data, span in wrong:
            with self.subTest(span=span):
                self.assertEqual(self.put_bytes(address, data, span)[0], 400)
        rest = self.mail[2 * UNIT :]
        span = f"bytes {2 * UNIT}-{size - 1}/{size}"
        self.assertEqual(self.put_bytes(address, rest, span)[0], 200)
        self.assertEqual(len(self.arrived()), 1)

    def test_the_other_address_of_the_document(self):
        address = self.begin(f"/resumable{PATH}")
        self.assertEqual(self.put_bytes(address, self.mail)[0], 200)

    def test_sessions_die(self):
        for status in (404, 410):
            request = self.upload(self.media())
            request.next_chunk()
            self.fake.faults.end_uploads(status)
            with self.assertRaises(HttpError) as caught:
                request.next_chunk()
            self.assertEqual(caught.exception.resp.status, status)
        address = self.begin()
        self.world.clock.advance(8 * 86400)
        self.assertEqual(self.put_bytes(address, self.mail)[0], 404)
        self.assertEqual(self.put_bytes(f"{address}x", self.mail)[0], 404)
        self.assertEqual(self.world.sent_mails, [])

    def test_a_wrong_mail_is_refused_at_the_end(self):
        address = self.begin()
        status, _headers, text = self.put_bytes(address, b"Subject: x\r\n\r\nNobody")
        self.assertEqual(status, 400)
        self.assertIn("Recipient address required", text)

    def test_a_session_is_asked_for_like_a_call(self):
        self.fake.faults.rate_limit(match=("POST", PATH))
        with self.assertRaises(HttpError) as caught:
            self.upload(self.media()).next_chunk()
        self.assertEqual(caught.exception.resp.status, 403)
        self.sign_in("https://www.googleapis.com/auth/gmail.readonly")
        with self.assertRaises(HttpError) as caught:
            self.upload(self.media()).next_chunk()
        self.assertEqual(caught.exception.resp.status, 403)
        self.assertEqual(self.world.uploads, {})
