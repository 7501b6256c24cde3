# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sending through Google's client library: who gets it, from whom, in which thread."""

import email
import re
from email import policy

from ..fakes.gmail_testing import GmailCase, encoded, mail_bytes

SEND = "https://www.googleapis.com/auth/gmail.send"


class SendCase(GmailCase):
    def parsed(self, mail_id, person=None):
        raw = self.world.raw_mail(person or self.anna, mail_id)
        return email.message_from_bytes(raw, policy=policy.default)

    def inbox(self, person):
        return self.world.mailbox(person, "INBOX")

    def written(self, subject="Hello", to="bob@example.com", **more):
        return mail_bytes(subject, sender=f"Anna <{self.anna}>", to=to, **more)


class TestWho(SendCase):
    def test_a_mail_between_two_accounts(self):
        answer = self.send(self.written(text="Zürich")).execute()
        self.assertEqual(set(answer), {"id", "threadId", "labelIds"})
        self.assertEqual(answer["labelIds"], ["SENT"])
        (row,) = self.inbox(self.bob)
        self.assertEqual((row["subject"], row["unread"]), ("Hello", True))
        self.assertNotEqual(row["id"], answer["id"], "every mailbox has ids of its own")
        mine, his = self.parsed(answer["id"]), self.parsed(row["id"], self.bob)
        self.assertEqual(mine["Message-ID"], his["Message-ID"])
        self.assertEqual(his["Delivered-To"], self.bob)
        self.assertEqual(len(his.get_all("Received")), 2)
        self.assertEqual(mine.get_content(), his.get_content())

    def test_the_envelope_is_in_the_headers(self):
        raw = self.written(
            to="x@else.org, Bob <BOB@example.com>", Cc="y@else.org", Bcc="z@else.org"
        )
        answer = self.send(raw).execute()
        (sent,) = self.world.sent_mails
        self.assertEqual(sent.id, answer["id"])
        self.assertEqual((sent.by, sent.sender), (self.anna, self.anna))
        self.assertEqual(
            sent.recipients,
            ["x@else.org", "BOB@example.com", "y@else.org", "z@else.org"],
        )
        self.assertEqual(sent.outside, ["x@else.org", "y@else.org", "z@else.org"])
        self.assertEqual(len(self.inbox(self.bob)), 1)

    def test_bcc_is_kept_in_sent_alone(self):
        raw = self.written(to="x@else.org", Bcc=f"Bob <{self.bob}>,\r\n z@else.org")
        answer = self.send(raw).execute()
        self.assertIn(self.bob, self.parsed(answer["id"])["Bcc"])
        (row,) = self.inbox(self.bob)
        self.assertNotIn(b"bcc", self.world.raw_mail(self.bob, row["id"]).lower())
        self.assertNotIn(b"z@else.org", self.world.raw_mail(self.bob, row["id"]))

    def test_nobody_to_send_to(self):
        for raw in (b"Subject: x\r\n\r\n", self.written(to="")):
            message = self.invalid(self.send(raw))
            self.assertEqual(message, "Recipient address required")
        message = self.invalid(self.send(self.written(to="nobody")))
        self.assertEqual(message, "Invalid To header")
        self.assertEqual(self.world.sent_mails, [])

    def test_a_mail_to_oneself_is_one_mail(self):
        answer = self.send(self.written(to="anna+notes@example.com")).execute()
        self.assertEqual(set(answer["labelIds"]), {"SENT", "INBOX", "UNREAD"})
        self.assertEqual(len(self.world.mailbox(self.anna)), 1)

    def test_plus_addresses_and_twice_named(self):
        raw = self.written(to="bob+odoo@example.com", Cc="bob@example.com")
        self.send(raw).execute()
        (row,) = self.inbox(self.bob)
        self.assertEqual(
            self.parsed(row["id"], self.bob)["Delivered-To"], "bob+odoo@example.com"
        )

    def test_spam(self):
        self.world.spam_from(self.anna)
        self.send(self.written()).execute()
        (row,) = self.world.mailbox(self.bob)
        self.assertEqual(row["labelIds"], ["UNREAD", "SPAM"])

    def test_send_scope_is_enough_and_reads_nothing(self):
        self.sign_in(SEND)
        answer = self.send(self.written()).execute()
        request = self.messages.get(userId="me", id=answer["id"])
        self.failed(403, "insufficientPermissions", request)


class TestFrom(SendCase):
    def sender(self, line):
        raw = self.written().replace(f"Anna <{self.anna}>".encode(), line.encode())
        return self.parsed(self.send(raw).execute()["id"])

    def test_anybody_else_becomes_the_account(self):
        sent = self.sender("Chef <boss@example.com>")
        self.assertEqual(sent["From"], f"Chef <{self.anna}>")
        self.assertEqual(sent["X-Google-Original-From"], "Chef <boss@example.com>")
        self.assertEqual(self.inbox(self.bob)[0]["from"], f"Chef <{self.anna}>")

    def test_verified_aliases_stay(self):
        self.world.add_alias(self.anna, "sales@example.com", "Sales")
        self.world.add_alias(self.anna, "new@example.com", verified=False)
        self.assertEqual(
            self.sender("Sales <Sales@example.com>")["From"],
            "Sales <Sales@example.com>",
        )
        self.assertEqual(
            self.sender("new@example.com")["From"], f"Anna Adler <{self.anna}>"
        )

    def test_aliases_are_listed(self):
        self.world.add_alias(self.anna, "sales@example.com", "Sales", default=True)
        self.world.add_alias(self.anna, "new@example.com", verified=False)
        send_as = self.gmail.settings().sendAs()
        rows = send_as.list(userId="me").execute()["sendAs"]
        self.assertEqual(
            [(r["sendAsEmail"], r.get("verificationStatus")) for r in rows],
            [
                (self.anna, None),
                ("sales@example.com", "accepted"),
                ("new@example.com", "pending"),
            ],
        )
        self.assertEqual((rows[0]["isPrimary"], rows[0]["isDefault"]), (True, False))
        row = send_as.get(userId="me", sendAsEmail="SALES@example.com").execute()
        self.assertTrue(row["isDefault"])
        request = send_as.get(userId="me", sendAsEmail="x@example.com")
        self.failed(404, "notFound", request)

    def test_no_from_at_all(self):
        raw = f"To: {self.bob}\r\nSubject: x\r\n\r\nHello\r\n".encode()
        sent = self.parsed(self.send(raw).execute()["id"])
        self.assertEqual(sent["From"], f"Anna Adler <{self.anna}>")
        self.assertTrue(sent["Date"])
        self.assertRegex(sent["Message-ID"], r"^<CA.+@mail\.gmail\.com>$")


class TestMessageId(SendCase):
    own, foreign = "<1@example.com>", "<1@odoo.local>"

    def kept(self, message_id):
        raw = self.written(Message_Id=message_id)
        return self.parsed(self.send(raw).execute()["id"])["Message-ID"] == message_id

    def test_foreign_ones_are_replaced(self):
        self.assertTrue(self.kept(self.own))
        self.assertFalse(self.kept(self.foreign))

    def test_both_can_be_had(self):
        self.world.mail_rules(message_ids="keep")
        self.assertTrue(self.kept(self.foreign))
        self.assertFalse(self.kept("not an id"))
        self.world.mail_rules(message_ids="replace")
        self.assertFalse(self.kept(self.own))

    def test_the_new_one_finds_the_mail(self):
        answer = self.send(self.written(Message_ID=self.foreign)).execute()
        head = self.get(answer["id"], "metadata", metadataHeaders=["Message-ID"])
        (header,) = head["payload"]["headers"]
        self.assertEqual(self.ids(q=f"rfc822msgid:{header['value']}"), [answer["id"]])
        self.assertEqual(self.ids(q=f"rfc822msgid:{self.foreign}"), [])
        self.assertEqual(
            self.inbox(self.bob)[0]["message_id"], header["value"], "for everybody"
        )


class TestThreads(SendCase):
    def setUp(self):
        super().setUp()
        self.first = self.put("Offer", Message_ID="<q@else.org>", sender="q@else.org")

    def reply(self, subject="Re: Offer", to="<q@else.org>", thread=None):
        headers = {"In-Reply-To": to, "References": to} if to else {}
        headers = {name.replace("-", "_"): value for name, value in headers.items()}
        raw = self.written(subject, "q@else.org", **headers)
        return self.send(raw, threadId=thread or self.first)

    def test_all_three_make_a_thread(self):
        answer = self.reply().execute()
        self.assertEqual(answer["threadId"], self.first)
        thread = self.gmail.threads().get(userId="me", id=self.first).execute()
        self.assertEqual(
            [m["id"] for m in thread["messages"]], [self.first, answer["id"]]
        )

    def test_one_of_three_missing_makes_none(self):
        for answer in (
            self.reply(subject="Another").execute(),
            self.reply(to="<z@else.org>").execute(),
            self.reply(to=None).execute(),
            self.send(self.written("Re: Offer", In_Reply_To="<q@else.org>")).execute(),
        ):
            self.assertEqual(answer["threadId"], answer["id"])

    def test_threads_that_do_not_exist(self):
        self.failed(404, "notFound", self.reply(thread="0123456789abcdef"))
        self.invalid(self.reply(thread="Offer"))
        self.assertEqual(self.world.sent_mails, [])

    def test_answers_arrive_in_the_thread(self):
        sent = self.reply().execute()
        answer = self.world.reply_from_outside(self.anna, sent["id"], "Fine.")
        row = self.world.mail(self.anna, answer)
        self.assertEqual(row["threadId"], self.first)
        self.assertEqual(row["from"], "q@else.org")
        self.assertIn("INBOX", row["labelIds"])

    def test_the_others_thread_by_reference(self):
        mine = self.send(self.written("Lunch")).execute()
        his = self.inbox(self.bob)[0]
        answer = {"to": self.anna, "subject": "Re: Lunch", "text": "Yes"}
        answer["in_reply_to"] = his["message_id"]
        self.world.send_mail(self.bob, answer, his["threadId"])
        (row,) = self.inbox(self.anna)[:1]
        self.assertEqual((row["subject"], row["threadId"]), ("Re: Lunch", mine["id"]))

    def test_threads_are_listed_labelled_and_trashed(self):
        self.reply().execute()
        other = self.put("Other")
        threads = self.gmail.threads()
        rows = threads.list(userId="me").execute()["threads"]
        self.assertCountEqual([row["id"] for row in rows], [other, self.first])
        body = {"addLabelIds": ["STARRED"]}
        threads.modify(userId="me", id=self.first, body=body).execute()
        self.assertEqual(len(self.world.mailbox(self.anna, "STARRED")), 2)
        answer = threads.trash(userId="me", id=self.first).execute()
        self.assertTrue(all("TRASH" in m["labelIds"] for m in answer["messages"]))
        self.assertEqual(self.ids(), [other])
        self.failed(404, "notFound", threads.get(userId="me", id="0123456789abcdef"))


class TestTrouble(SendCase):
    def test_bodies_without_a_mail(self):
        request = self.messages.send(userId="me", body={"raw": ""})
        self.assertIn("'raw' RFC822", self.invalid(request))
        self.failed(400, "required", self.messages.send(userId="me", body={}))
        for raw in ("a+b/", "%%%", "abcde"):
            request = self.messages.send(userId="me", body={"raw": raw})
            self.assertIn("Base64 decoding failed", self.invalid(request))

    def test_large_mails_are_not_for_json(self):
        raw = self.written(text="x" * 4 * 1024**2)
        request = self.send(raw)
        self.failed(413, "uploadTooLarge", request)
        self.world.mail_rules(json_limit=10**8)
        request.execute()

    def test_the_limit_of_a_day(self):
        self.world.mail_limit(2)
        for _number in range(2):
            self.send(self.written()).execute()
        message = self.failed(429, "rateLimitExceeded", self.send(self.written()))
        self.assertRegex(
            message,
            r"^User-rate limit exceeded\.  Retry after "
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \(Mail sending\)$",
        )
        self.assertEqual(len(self.world.sent_mails), 2)
        self.ids()
        self.world.clock.advance(86401)
        self.sign_in()
        self.send(self.written()).execute()

    def test_sending_is_stopped_until_a_time(self):
        self.fake.faults.stop_sending(self.anna, 7200)
        message = self.failed(429, "rateLimitExceeded", self.send(self.written()))
        until = re.search(r"after (\S+)", message).group(1)
        left = self.world.clock.now().isoformat() < until
        self.assertTrue(left, until)
        self.world.clock.advance(7201)
        self.sign_in()
        self.send(self.written()).execute()

    def test_200_and_not_delivered(self):
        self.fake.faults.lose_mail()
        answer = self.send(self.written()).execute()
        self.assertEqual(self.inbox(self.bob), [])
        self.assertEqual([m["id"] for m in self.world.sent(self.anna)], [answer["id"]])
        self.fake.faults.lose_mail(keep="vanish")
        answer = self.send(self.written()).execute()
        request = self.messages.get(userId="me", id=answer["id"])
        self.failed(404, "notFound", request)
        self.assertEqual([row.delivered for row in self.world.sent_mails], [False] * 2)
        self.send(self.written()).execute()
        self.assertEqual(len(self.inbox(self.bob)), 1)

    def test_bounces(self):
        sent = self.send(self.written(to="gone@else.org")).execute()
        report = self.world.bounce(self.anna, sent["id"])
        row = self.world.mail(self.anna, report)
        self.assertEqual(row["threadId"], sent["threadId"])
        self.assertIn("mailer-daemon@googlemail.com", row["from"])
        parsed = self.parsed(report)
        self.assertEqual(parsed.get_content_type(), "multipart/report")
        kinds = [part.get_content_type() for part in parsed.iter_parts()]
        self.assertEqual(
            kinds, ["text/plain", "message/delivery-status", "message/rfc822"]
        )
        self.assertEqual(parsed["X-Failed-Recipients"], "gone@else.org")
        self.world.undeliverable("gone@else.org")
        self.send(self.written(to="gone@else.org, bob@example.com")).execute()
        self.assertEqual(len(self.inbox(self.anna)), 2)
        self.assertEqual(len(self.inbox(self.bob)), 1)

    def test_lost_answers_and_lost_requests(self):
        self.fake.faults.drop_request(times=2, match=("POST", "/send$"))
        with self.assertRaises(OSError):
            self.send(self.written()).execute()
        self.assertEqual(self.world.sent_mails, [])
        self.fake.faults.truncate(match=("POST", "/send$"))
        with self.assertRaises(Exception) as caught:
            self.send(self.written()).execute()
        self.assertNotIsInstance(caught.exception, AssertionError)
        self.assertEqual(len(self.world.sent_mails), 1)

    def test_sending_in_a_batch(self):
        requests = [self.send(self.written(f"Mail {n}")) for n in range(3)]
        self.fake.faults.fail(match=("POST", "/send$"))
        answers = self.in_batch(requests)
        self.assertEqual(answers[0].resp.status, 500)
        self.assertEqual(
            [m["subject"] for m in self.inbox(self.bob)], ["Mail 2", "Mail 1"]
        )


class TestInsert(SendCase):
    def test_insert_puts_in_and_sends_nothing(self):
        raw = self.written(Date="Mon, 02 Nov 2026 10:00:00 +0100")
        body = {"raw": encoded(raw), "labelIds": ["INBOX", "SENT"]}
        answer = self.messages.insert(
            userId="me", body=body, internalDateSource="dateHeader"
        ).execute()
        self.assertEqual(answer["labelIds"], ["INBOX", "SENT"])
        self.assertEqual(self.raw(answer["id"]), raw)
        self.assertEqual(self.get(answer["id"])["internalDate"], "1793610000000")
        self.assertEqual((self.inbox(self.bob), self.world.sent_mails), ([], []))
        body["labelIds"] = ["Label_7"]
        self.invalid(self.messages.insert(userId="me", body=body))

    def test_import_threads_and_filters(self):
        first = self.put("Offer", Message_ID="<q@else.org>", sender="q@else.org")
        raw = mail_bytes("Re: Offer", In_Reply_To="<q@else.org>", sender="bad@else.org")
        body = {"raw": encoded(raw), "labelIds": ["INBOX"]}
        answer = self.messages.import_(userId="me", body=body).execute()
        self.assertEqual(answer["threadId"], first)
        self.world.spam_from("bad@else.org")
        answer = self.messages.import_(userId="me", body=body).execute()
        self.assertEqual(answer["labelIds"], ["SPAM"])
        answer = self.messages.import_(
            userId="me", body=body, neverMarkSpam=True
        ).execute()
        self.assertEqual(answer["labelIds"], ["INBOX"])


class TestDrafts(SendCase):
    def test_a_draft_from_beginning_to_end(self):
        drafts = self.gmail.drafts()
        body = {"message": {"raw": encoded(self.written("First"))}}
        draft = drafts.create(userId="me", body=body).execute()
        self.assertEqual(draft["message"]["labelIds"], ["DRAFT"])
        body = {"message": {"raw": encoded(self.written("Second"))}}
        changed = drafts.update(userId="me", id=draft["id"], body=body).execute()
        self.assertEqual(changed["id"], draft["id"])
        self.assertNotEqual(changed["message"]["id"], draft["message"]["id"])
        listed = drafts.list(userId="me").execute()["drafts"]
        self.assertEqual([row["id"] for row in listed], [draft["id"]])
        got = drafts.get(userId="me", id=draft["id"], format="metadata").execute()
        self.assertEqual(got["message"]["labelIds"], ["DRAFT"])
        sent = drafts.send(userId="me", body={"id": draft["id"]}).execute()
        self.assertEqual(sent["labelIds"], ["SENT"])
        self.assertEqual(self.inbox(self.bob)[0]["subject"], "Second")
        self.failed(404, "notFound", drafts.get(userId="me", id=draft["id"]))
        self.assertEqual(len(self.world.mailbox(self.anna)), 1)

    def test_delete(self):
        drafts = self.gmail.drafts()
        body = {"message": {"raw": encoded(self.written())}}
        draft = drafts.create(userId="me", body=body).execute()
        drafts.delete(userId="me", id=draft["id"]).execute()
        self.assertEqual(self.world.mailbox(self.anna), [])
        self.failed(404, "notFound", drafts.delete(userId="me", id=draft["id"]))
