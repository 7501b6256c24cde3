# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Around the mails: quotas, scopes, strictness, oddities, seeds, other processes."""

import base64
import email
import json
import threading

from googleapiclient.http import HttpRequest

from ..fakes import FakeGoogle
from ..fakes.gmail_testing import FULL, GmailCase, encoded, mail_bytes

METADATA = "https://www.googleapis.com/auth/gmail.metadata"
READONLY = "https://www.googleapis.com/auth/gmail.readonly"


class TestQuotas(GmailCase):
    def test_new_projects_read_295_mails_a_minute(self):
        self.world.gmail_quota("new")
        ids = [self.put(f"Mail {number}") for number in range(100)]
        self.ids(maxResults=500)
        requests = [self.messages.get(userId="me", id=mail_id) for mail_id in ids]
        answers = [a for _n in range(3) for a in self.in_batch(requests)]
        read = [answer for answer in answers if isinstance(answer, dict)]
        self.assertEqual(len(read), (6000 - 5) // 20)
        error = self.error(answers[-1])
        self.assertEqual(
            (error["code"], error["errors"][0]["reason"], error["errors"][0]["domain"]),
            (403, "rateLimitExceeded", "usageLimits"),
        )
        self.assertIn("'Queries per minute per user'", error["message"])
        self.world.clock.advance(61)
        self.get(ids[0])

    def test_old_projects_pay_old_prices(self):
        self.world.gmail_quota("old", per_minute=20)
        mail_id = self.put()
        for _number in range(4):
            self.get(mail_id)
        self.failed(403, "rateLimitExceeded", self.messages.list(userId="me"))
        self.assertEqual(self.world.gmail_quotas.spent(self.anna), 20)

    def test_dear_calls(self):
        self.world.gmail_quota("new", per_minute=170)
        mail_id = self.put()
        self.send(mail_bytes(sender=self.anna, to=self.bob)).execute()
        body = {"ids": [mail_id], "addLabelIds": ["STARRED"]}
        self.messages.batchModify(userId="me", body=body).execute()
        self.messages.trash(userId="me", id=mail_id).execute()
        self.failed(403, "rateLimitExceeded", self.gmail.getProfile(userId="me"))

    def test_everybody_has_a_budget_of_their_own(self):
        self.world.gmail_quota("new", per_minute=5)
        self.ids()
        bob = self.mail_service(self.bob).users()
        bob.messages().list(userId="me").execute()

    def test_more_than_50_calls_trip_over_each_other(self):
        ids = [self.put(f"Mail {number}") for number in range(60)]
        requests = [self.messages.get(userId="me", id=mail_id) for mail_id in ids]
        self.world.gmail_at_once(in_batch=50)
        answers = self.in_batch(requests)
        self.assertTrue(all(isinstance(answer, dict) for answer in answers[:50]))
        for answer in answers[50:]:
            error = self.error(answer)
            self.assertEqual(error["code"], 429)
            self.assertEqual(error["errors"][0]["reason"], "rateLimitExceeded")
            self.assertIn("Too many concurrent requests for user", error["message"])

    def test_calls_beside_each_other(self):
        self.world.gmail_at_once(at_once=1)
        self.fake.faults.hang(1.0, match=("GET", "/profile$"))
        other = self.mail_service(self.anna).users()
        slow = threading.Thread(target=other.getProfile(userId="me").execute)
        slow.start()
        self.addCleanup(slow.join)
        while not self.fake.log.requests:
            slow.join(0.01)
        message = self.failed(429, "rateLimitExceeded", self.messages.list(userId="me"))
        self.assertEqual(message, "Too many concurrent requests for user.")
        slow.join()
        self.ids()


class TestScopes(GmailCase):
    def test_metadata_shows_no_text(self):
        mail_id = self.put()
        self.sign_in(METADATA)
        head = self.get(mail_id, "metadata")
        self.assertEqual(set(head["payload"]), {"mimeType", "headers"})
        self.get(mail_id, "minimal")
        for form in ("full", "raw"):
            request = self.messages.get(userId="me", id=mail_id, format=form)
            message = self.failed(403, "forbidden", request)
            self.assertEqual(
                message, f"Metadata scope doesn't allow format {form.upper()}"
            )
        self.failed(403, "forbidden", self.messages.get(userId="me", id=mail_id))
        request = self.messages.list(userId="me", q="is:unread")
        message = self.failed(403, "forbidden", request)
        self.assertEqual(message, "Metadata scope does not support 'q' parameter")
        self.assertEqual(self.ids(labelIds=["INBOX"]), [mail_id])

    def test_reading_is_not_writing(self):
        mail_id = self.put()
        self.sign_in(READONLY)
        self.get(mail_id, "raw")
        for request in (
            self.messages.trash(userId="me", id=mail_id),
            self.send(),
            self.messages.insert(userId="me", body={"raw": encoded(mail_bytes())}),
        ):
            self.failed(403, "insufficientPermissions", request)


class TestStrict(GmailCase):
    def test_what_the_document_does_not_have(self):
        mail_id = self.put()
        for query in ("labelId=INBOX", "maxResult=5", "maxResults=many"):
            self.assertEqual(self.bare("GET", f"messages?{query}")[0], 400, query)
        body = {"addLabels": ["INBOX"]}
        status, answer = self.bare("POST", f"messages/{mail_id}/modify", body)
        self.assertEqual(status, 400)
        self.assertIn('Unknown name "addLabels"', answer["error"]["message"])
        self.assertEqual(self.bare("GET", "filters")[0], 404)
        self.assertEqual(self.bare("GET", f"messages/{mail_id}?format=FULL")[0], 400)

    def bare(self, method, path, data=None):
        headers = {"Authorization": f"Bearer {self.token(self.anna, (FULL,))}"}
        path = f"/gmail/v1/users/me/{path}"
        status, _headers, text = self.http(method, path, data=data, headers=headers)
        return status, json.loads(text)

    def test_masks(self):
        mail_id = self.put()
        answer = self.messages.get(
            userId="me", id=mail_id, fields="id,payload(headers)"
        ).execute()
        self.assertEqual(set(answer), {"id", "payload"})
        self.assertEqual(set(answer["payload"]), {"headers"})
        request = self.messages.get(userId="me", id=mail_id, fields="labels")
        self.failed(400, "invalidParameter", request)

    def test_the_other_batch_address_and_strangers_in_it(self):
        mail_id = self.put()
        get = self.messages.get(userId="me", id=mail_id)
        self.assertEqual(self.batch([get], "/batch")["0"]["id"], mail_id)
        stranger = HttpRequest(
            get.http, get.postproc, f"{self.fake.url}/v1/people/me?personFields=names"
        )
        with self.assertRaises(Exception) as caught:
            self.batch([stranger], "/batch/gmail/v1")
        self.check_error(caught.exception, 400, "badRequest")

    def test_an_api_that_is_off(self):
        self.fake.faults.disable_api("gmail")
        message = self.failed(
            403, "accessNotConfigured", self.messages.list(userId="me")
        )
        self.assertTrue(message.startswith("Gmail API has not been used"), message)

    def test_a_poisoned_mail(self):
        one, two = self.put(), self.put()
        self.fake.faults.refuse_item(one, 500, "backendError", "Internal error")
        request = self.messages.trash(userId="me", id=one)
        self.failed(500, "backendError", request)
        body = {"ids": [two, one], "addLabelIds": ["STARRED"]}
        request = self.messages.batchModify(userId="me", body=body)
        self.failed(500, "backendError", request)
        self.messages.trash(userId="me", id=two).execute()


class TestOddities(GmailCase):
    def test_answers(self):
        mail_id = self.put(text="ÿþ???>>>?")
        cases = {
            "no_payload": lambda m: "payload" not in m,
            "bare_payload": lambda m: m["payload"] == {"mimeType": "text/plain"},
            "no_internal_date": lambda m: "internalDate" not in m,
            "padded": lambda m: m["payload"]["body"]["data"].endswith("="),
            "plus": lambda m: set("+/") & set(m["payload"]["body"]["data"]),
        }
        plain = self.get(mail_id)
        for name, odd in cases.items():
            with self.subTest(name=name):
                self.assertFalse(odd(plain))
                self.world.mailboxes[self.anna].mails[mail_id].oddities.clear()
                self.world.spoil_mail(self.anna, mail_id, name)
                self.assertTrue(odd(self.get(mail_id)))
        with self.assertRaises(ValueError):
            self.world.spoil_mail(self.anna, mail_id, "green")

    def test_base64_of_the_whole_world(self):
        raw = mail_bytes(text="ÿþ???>>>")
        mail_id = self.world.put_mail(self.anna, raw)
        for style in ("bare", "padded", "plus"):
            self.world.mail_rules(mail_base64=style)
            text = self.get(mail_id, "raw")["raw"]
            text = text.replace("-", "+").replace("_", "/")
            self.assertEqual(base64.b64decode(text + "=="), raw)

    def test_mails_that_are_odd(self):
        ids = self.world.put_odd_mails(self.anna)

        def head(name):
            headers = self.get(ids[name], "metadata")["payload"]["headers"]
            return [(one["name"], one["value"]) for one in headers]

        names = [name for name, _value in head("several_received")]
        self.assertEqual(
            (names.count("Received"), names.count("DKIM-Signature")), (2, 2)
        )
        self.assertIn(
            ("Message-Id", "<spelt@example.net>"), head("message_id_spelling")
        )
        self.assertIn(("subject", "small letters"), head("lower_case"))
        self.assertNotIn("message-id", [n.lower() for n, _v in head("no_message_id")])
        self.assertIn(("Subject", "Grüße aus Köln"), head("bare_utf8"))
        odd = self.get(ids["bogus_encoding"])
        self.assertEqual(odd["snippet"], "Not encoded at all")
        self.assertEqual(self.get(ids["empty"])["snippet"], "")
        self.assertTrue(
            self.get(ids["filler"])["snippet"].startswith("Sale &amp; more")
        )

    def test_broken_mime_has_a_tree(self):
        kinds = (
            b"",
            b"\r\n",
            b"no header at all",
            b"Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\nHello",
            b'Content-Type: multipart/mixed; boundary="x"\r\n\r\nno boundary',
            b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n\r\nunclosed',
            b"Content-Type: text/plain; charset=klingon\r\n\r\nHello",
            b"Content-Transfer-Encoding: base64\r\n\r\n%%%",
            b"Subject: =?utf-8?b?%%%?= =?x?q?y?=\r\n\r\nHello",
            b"Content-Disposition: attachment; filename*=x'y'%ff%\r\n\r\nHello",
            b"Date: yesterday\r\nFrom: @\r\nTo: <<>>\r\n\r\nHello",
        )
        for raw in kinds:
            with self.subTest(raw=raw):
                mail_id = self.world.put_mail(self.anna, raw)
                self.assertEqual(self.raw(mail_id), raw)
                self.assertEqual(self.get(mail_id)["payload"]["partId"], "")
                self.world.mail(self.anna, mail_id)

    def test_a_bomb_of_parts(self):
        parts = b"".join(b"--x\r\n\r\n%d\r\n" % number for number in range(10000))
        raw = b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n' + parts + b"--x--"
        mail_id = self.world.put_mail(self.anna, raw)
        self.assertEqual(len(self.get(mail_id)["payload"]["parts"]), 10000)
        nested = b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
            for n in range(500)
        )
        mail_id = self.world.put_mail(self.anna, nested)
        self.get(mail_id)

    def test_parts_are_those_of_the_standard_library(self):
        inner = mail_bytes("Inner", Content_Type="text/html", text="<p>Hi</p>")
        raw = (
            b'Content-Type: multipart/digest; boundary="a b"\r\n\r\npreamble\r\n'
            b"--a b\r\nContent-Type: message/rfc822\r\n\r\n"
            + inner
            + b"\r\n--a b  \r\n"
            b'Content-Type: multipart/parallel; boundary="a b c"\r\n\r\n--a b c\r\n\r\n'
            b"one\r\n--a b c\r\n\r\ntwo --a b\r\n--a b c--\r\nepilogue\r\n--a b--\r\n"
        )
        mail_id = self.world.put_mail(self.anna, raw)

        def ours(part):
            return [part["mimeType"], *(ours(p) for p in part.get("parts", []))]

        def theirs(part):
            inside = part.get_payload() if part.is_multipart() else []
            return [part.get_content_type(), *(theirs(p) for p in inside)]

        payload = self.get(mail_id)["payload"]
        self.assertEqual(ours(payload), theirs(email.message_from_bytes(raw)))


class TestSeeds(GmailCase):
    SEED = {
        "accounts": [
            {
                "email": "cleo@example.com",
                "labels": ["Odoo/In"],
                "aliases": [{"address": "sales@example.com", "name": "Sales"}],
                "mails": [
                    {"from": "x@else.org", "subject": "One", "text": "Hello"},
                    {
                        "raw": "Subject: Two\r\n\r\nHello",
                        "labels": ["Odoo/In"],
                        "internal_date": "2026-11-01T08:00:00Z",
                        "oddities": ["no_payload"],
                    },
                    {"raw_base64": base64.b64encode(b"Subject: \xff\r\n\r\n").decode()},
                ],
            },
            {"email": "dan@example.com", "gmail": False},
        ]
    }

    def test_a_seed(self):
        self.world.load(self.SEED)
        cleo = "cleo@example.com"
        self.assertEqual(list(self.world.labels(cleo)), ["Odoo", "Odoo/In"])
        rows = {row["subject"]: row for row in self.world.mailbox(cleo)}
        self.assertEqual(rows["Two"]["labels"], ["Odoo/In"])
        self.assertEqual(rows["Two"]["date"], "2026-11-01T08:00:00.000Z")
        self.assertEqual(rows["One"]["labels"], ["INBOX", "UNREAD"])
        service = self.mail_service("dan@example.com").users()
        self.failed(400, "failedPrecondition", service.getProfile(userId="me"))

    def test_a_dump_is_the_same_world(self):
        self.world.load(self.SEED)
        mail_id = self.put("One", ["INBOX", "Customers"])
        start = self.history_id()
        self.modify(mail_id, ["STARRED"])
        body = {"message": {"raw": encoded(mail_bytes("Draft", self.anna, self.bob))}}
        draft = self.gmail.drafts().create(userId="me", body=body).execute()
        dump = json.loads(json.dumps(self.world.dump()))
        other = FakeGoogle().world
        other.load(dump)
        self.assertEqual(other.dump(), dump)
        self.assertEqual(other.mailbox(self.anna), self.world.mailbox(self.anna))
        self.fake.stop()
        self.fake = FakeGoogle().start()
        self.addCleanup(self.fake.stop)
        self.world = self.fake.world
        self.world.load(dump)
        self.sign_in()
        records, newest = self.history(start)
        self.assertEqual(records[0]["labelsAdded"][0]["message"]["id"], mail_id)
        request = self.gmail.drafts().send(userId="me", body={"id": draft["id"]})
        request.execute()
        self.assertGreater(int(self.history_id()), int(newest))

    def test_from_another_process(self):
        def control(room, verb, *args, **kwargs):
            data = {"verb": verb, "args": args, "kwargs": kwargs}
            status, _headers, text = self.http("POST", f"/_emulator/{room}", data=data)
            self.assertEqual(status, 200, text)
            return json.loads(text)["result"]

        mail = {"from": "x@else.org", "subject": "Hello", "text": "Hi"}
        mail_id = control("world", "put_mail", self.anna, mail, labels=["INBOX"])
        control("world", "label_mail", self.anna, mail_id, "Odoo/In")
        (row,) = control("world", "mailbox", self.anna, "Odoo/In")
        self.assertEqual(row["subject"], "Hello")
        control("world", "send_mail", self.anna, {"to": "y@else.org", "subject": "Re"})
        (sent,) = control("world", "departed", raw=True)
        self.assertIn(b"To: y@else.org", base64.b64decode(sent["raw"]))
        control("faults", "lose_mail")
        control("world", "gmail_quota", "new")
        _status, _headers, text = self.http("GET", "/_emulator/state")
        state = json.loads(text)
        self.assertEqual(state["mailboxes"], {self.anna: 2})
        self.assertEqual(len(state["sent_mails"]), 1)
        control("faults", "clear")
        self.assertEqual(self.world.lost_mails, [])
