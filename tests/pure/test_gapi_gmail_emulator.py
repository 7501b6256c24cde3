# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The Gmail client and the emulated Gmail: each promise over real HTTP, counted."""

import unittest

from hypothesis import given, settings, strategies as st

from ...gapi import gmail_quota, gmail_send
from ...gapi.errors import (
    Conflict,
    CursorExpired,
    Forbidden,
    Gone,
    GoogleError,
    Rejected,
    Transient,
)
from ...gapi.scopes import SEND
from ...gapi.upload import UNIT
from ..fakes import gmail_quotas
from .gapi_gmail_support import MAIL, GmailEmulatorCase, kinds

BATCH = "/batch"
PLAIN = "/gmail/v1/users/me/messages/send"
UPLOAD = f"/upload{PLAIN}"
LARGE = MAIL.ljust(6 * UNIT + 7, b"x")


class EmulatorTest(GmailEmulatorCase, unittest.TestCase):
    """What the tests below share."""


class TestReading(EmulatorTest):
    def test_profile_labels_and_aliases(self):
        self.world.put_label(self.email, "Odoo/In")
        self.world.add_alias(self.email, "info@example.com", "Info")
        profile = self.client.profile()
        self.assertEqual(profile["emailAddress"], self.email)
        found = {label["name"]: label for label in self.client.labels()}
        self.assertEqual(found["Odoo/In"]["type"], "user")
        self.assertEqual(found["INBOX"]["type"], "system")
        addresses = [alias["sendAsEmail"] for alias in self.client.send_as()]
        self.assertEqual(addresses, [self.email, "info@example.com"])
        self.assertEqual(self.transport.request_count, 3)

    def test_three_hundred_mails_within_the_quota_of_a_minute(self):
        ids = self.put(290, "Odoo")
        label = self.world.labels(self.email)["Odoo"]
        self.world.gmail_quota("new")
        listed = list(self.client.message_ids([label]))
        self.assertEqual(listed, ids)
        found = dict(self.client.raw(listed, size=50))
        self.assertEqual(kinds(found.values()), {"ok": 290})
        for message_id, result in found.items():
            raw = self.world.raw_mail(self.email, message_id)
            self.assertEqual(result.value.raw, raw)
            self.assertIn(label, result.value.label_ids)
        self.assertEqual(self.transport.request_count, 7)
        prices = gmail_quota.UNITS["2026"]
        cost = prices["users.messages.list"] + 290 * prices["users.messages.get"]
        self.assertEqual(self.world.gmail_quotas.spent(self.email), cost)

    def test_beyond_the_quota_the_rest_is_told_apart(self):
        ids = self.put(20)
        self.world.gmail_quota("new", per_minute=200)
        found = dict(self.client.raw(ids, size=5))
        self.assertEqual(kinds(found.values()), {"ok": 10, "Transient": 10})
        self.assertEqual({r.error.kind for r in found.values() if r.error}, {"rate"})

    def test_pages(self):
        ids = self.put(1001)
        self.assertEqual(list(self.client.message_ids(["INBOX"])), ids)
        self.assertEqual(self.transport.request_count, 3)

    def test_every_spelling_of_base64(self):
        for spelling in ("bare", "padded", "plus"):
            self.world.mail_rules(mail_base64=spelling)
            ids = self.put(3)
            for message_id, result in self.client.raw(ids):
                self.assertEqual(
                    result.value.raw, self.world.raw_mail(self.email, message_id)
                )

    def test_odd_mails_come_as_they_are(self):
        ids = list(self.world.put_odd_mails(self.email).values())
        for message_id, result in self.client.raw(ids):
            self.assertEqual(
                result.value.raw, self.world.raw_mail(self.email, message_id)
            )

    def test_too_many_at_once(self):
        ids = self.put(50)
        self.world.gmail_at_once(in_batch=7)
        found = dict(self.client.raw(ids))
        self.assertEqual(kinds(found.values()), {"ok": 50})

    def test_what_is_gone(self):
        first, second = self.put(2)
        self.world.delete_mail(self.email, first)
        found = dict(self.client.raw([first, second]))
        self.assertIsInstance(found[first].error, Gone)
        self.assertIsNone(found[second].error)

    def test_headers(self):
        ids = self.put(2)
        found = self.client.metadata(ids, ["Message-ID"])
        headers = found[ids[0]].value["payload"]["headers"]
        self.assertEqual(headers, [{"name": "Message-ID", "value": "<1@example.com>"}])
        self.assertIn("INBOX", found[ids[0]].value["labelIds"])
        self.assertEqual(self.transport.request_count, 1)

    def test_finding_by_message_id(self):
        ids = self.put(3)
        self.world.trash_mail(self.email, ids[0])
        for message_id, name in zip(ids, ("2", "1", "0"), strict=True):
            found = self.client.find(f"<{name}@example.com>")
            self.assertEqual([row[0] for row in found], [message_id])
        self.assertEqual(self.client.find("<nobody@example.com>"), [])

    def test_no_mailbox_and_no_permission(self):
        ids = self.put(60)
        self.world.mail_service(self.email, False)
        with self.assertRaises(Forbidden) as caught:
            self.client.profile()
        self.assertEqual(caught.exception.kind, "no_mailbox")
        self.assertEqual(
            kinds(result for _id, result in self.client.raw(ids)), {"Forbidden": 60}
        )
        self.assertEqual(self.transport.request_count, 2)
        self.world.mail_service(self.email, True)
        with self.assertRaises(Forbidden) as caught:
            self.sign_in(SEND).labels()
        self.assertEqual(caught.exception.kind, "scope")

    def test_prices_are_those_of_the_emulator(self):
        """Both are written down from Google's tables, by different hands."""
        for method in gmail_quota.UNITS["2026"]:
            theirs = gmail_quotas.UNITS[method.removeprefix("users.")]
            now, before = theirs if isinstance(theirs, tuple) else (theirs, theirs)
            self.assertEqual(gmail_quota.UNITS["2026"][method], now)
            self.assertEqual(gmail_quota.UNITS["before"][method], before)


class TestHistory(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.ids = self.put(3)
        self.label = self.world.put_label(self.email, "Odoo")
        self.start = self.client.profile()["historyId"]
        self.transport.request_count = 0

    def test_nothing_new_is_one_request(self):
        page = self.client.history(self.start, self.label)
        self.assertEqual(
            (page.added, page.removed, page.labelled, page.unlabelled), ([],) * 4
        )
        self.assertEqual((page.history_id, page.next_page_token), (self.start, None))
        self.assertEqual(self.transport.request_count, 1)

    def test_what_happened(self):
        for bare in (False, True):
            self.world.mail_rules(bare_history=bare)
            first, second, third = self.put(3)
            start = self.client.profile()["historyId"]
            self.world.label_mail(self.email, first, "Odoo")
            self.world.archive_mail(self.email, second)
            self.world.delete_mail(self.email, third)
            (new,) = self.put(1)
            page = self.client.history(start)
            thread = self.world.mail(self.email, new)["threadId"]
            labels = () if bare else ("INBOX",)
            self.assertEqual(page.added, [(new, thread, labels)])
            self.assertEqual(page.labelled, [(first, (self.label,))])
            self.assertEqual(page.unlabelled, [(second, ("INBOX",))])
            self.assertEqual(page.removed, [third])
            self.assertGreater(int(page.history_id), int(start))

    def test_one_trash_is_both(self):
        self.world.trash_mail(self.email, self.ids[0])
        page = self.client.history(self.start)
        self.assertEqual(page.labelled, [(self.ids[0], ("TRASH",))])
        self.assertEqual(page.unlabelled, [(self.ids[0], ("INBOX",))])

    def test_pages(self):
        ids = self.put(501, "Odoo")
        page = self.client.history(self.start, self.label)
        rest = self.client.history(self.start, self.label, page.next_page_token)
        self.assertIsNone(rest.next_page_token)
        self.assertEqual([row[0] for row in page.added + rest.added][::-1], ids)
        self.assertEqual(page.history_id, rest.history_id)

    def test_too_old(self):
        self.faults.age_history(self.email)
        with self.assertRaises(CursorExpired):
            self.client.history(self.start)
        for start in ("1", "99999999", "abc"):
            with self.assertRaises(CursorExpired):
                self.client.history(start)
        with self.assertRaises(CursorExpired):
            self.client.history(self.client.profile()["historyId"], None, "old")


class TestWriting(EmulatorTest):
    def labels_of(self, message_id):
        return set(self.world.mail(self.email, message_id)["labelIds"])

    def test_a_new_label(self):
        label = self.client.create_label("Odoo/Done", labelListVisibility="labelShow")
        self.assertEqual(self.world.labels(self.email)["Odoo/Done"], label["id"])
        for name in ("Odoo/Done", "odoo/done"):
            with self.assertRaises(Conflict) as caught:
                self.client.create_label(name)
            self.assertEqual(caught.exception.reason, "duplicate")
            self.assertFalse(caught.exception.outcome_unknown)
        self.faults.lose_answer()
        with self.assertRaises(Conflict) as caught:
            self.client.create_label("Odoo/Failed")
        self.assertTrue(caught.exception.outcome_unknown)
        self.assertIn("Odoo/Failed", self.world.labels(self.email))
        with self.assertRaises(Rejected):
            self.client.create_label("Inbox")

    def test_a_thousand_labels_in_one_request(self):
        ids = self.put(1000, "Odoo")
        done = self.world.put_label(self.email, "Done")
        label = self.world.labels(self.email)["Odoo"]
        self.assertEqual(
            kinds(self.client.modify(ids, add=[done], remove=[label])), {"ok": 1000}
        )
        self.assertEqual(self.transport.request_count, 1)
        self.assertEqual(self.labels_of(ids[7]), {"INBOX", done})

    def test_one_that_is_gone(self):
        done = self.world.put_label(self.email, "Done")
        for rule, expected, requests in (
            ("ignore", {"ok": 120}, 1),
            ("refuse", {"ok": 119, "Gone": 1}, 6),
        ):
            self.world.mail_rules(batch_modify_missing=rule)
            ids = self.put(120)
            self.world.delete_mail(self.email, ids[77])
            self.transport.request_count = 0
            self.assertEqual(kinds(self.client.modify(ids, add=[done])), expected)
            self.assertLessEqual(self.transport.request_count, requests)
            for message_id in ids[:77] + ids[78:]:
                self.assertIn(done, self.labels_of(message_id))

    def test_a_label_that_is_gone(self):
        ids = self.put(120)
        results = self.client.modify(ids, add=["Label_404"])
        self.assertEqual(kinds(results), {"Rejected": 120})
        self.assertEqual({r.error.reason for r in results}, {"invalidLabel"})
        with self.assertRaises(Rejected) as caught:
            self.client.messages(["Label_404"])
        self.assertEqual(caught.exception.reason, "invalidLabel")

    def test_trash(self):
        first, second, third = self.put(3)
        self.world.delete_mail(self.email, third)
        results = self.client.trash([first, third])
        self.assertEqual(kinds(results), {"ok": 1, "Gone": 1})
        self.assertIn("TRASH", self.labels_of(first))
        self.assertNotIn("TRASH", self.labels_of(second))
        self.assertEqual(kinds(self.client.trash([first])), {"ok": 1})

    def test_watch_and_stop(self):
        answer = self.client.watch("projects/odoo-mail/topics/odoo", ["INBOX"])
        self.assertEqual(set(answer), {"historyId", "expiration"})
        self.client.stop()
        self.client.stop()


class TestSending(EmulatorTest):
    def sent(self):
        return [row.raw for row in self.world.sent_mails]

    def in_pieces(self, raw=LARGE, piece=UNIT):
        return gmail_send.in_pieces(
            self.transport, self.client.token_source, raw, {}, piece
        )

    def test_a_mail_goes_out_and_is_found(self):
        answer = self.client.send(MAIL)
        self.assertEqual(self.requests(), [("POST", PLAIN)])
        (mail,) = self.world.sent(self.email)
        self.assertEqual(
            (mail["id"], mail["threadId"]), (answer["id"], answer["threadId"])
        )
        self.assertEqual(answer["labelIds"], ["SENT"])
        self.assertTrue(
            self.sent()[0].endswith(b"Hallo\r\n.\r\nFrom here\r\n\xff\x00\r\n")
        )
        self.assertEqual(len(self.world.mailbox("ben@example.com")), 1)
        self.assertEqual(
            self.client.find("<1@example.com>"), [(answer["id"], answer["threadId"])]
        )

    def test_an_answer_in_its_thread(self):
        first = self.client.send(MAIL)
        again = MAIL.replace(b"<1@", b"<2@").replace(
            b"\r\n\r\n", b"\r\nIn-Reply-To: <1@example.com>\r\n\r\n", 1
        )
        answer = self.client.send(again, first["threadId"])
        self.assertEqual(answer["threadId"], first["threadId"])
        self.assertNotEqual(answer["id"], first["id"])
        with self.assertRaises(Rejected):
            self.client.send(again, "abcdef0123456789")

    def test_a_mail_that_is_too_large_for_json(self):
        self.world.mail_json_limit = 1_000_000
        self.client.send(MAIL.ljust(800_000, b"x"))
        self.assertEqual(self.requests(), [("POST", UPLOAD)])
        self.assertTrue(self.sent()[0].endswith(b"x" * 1000))

    def test_a_large_mail(self):
        mail = MAIL.ljust(20_000_000, b"x")
        answer = self.client.send(mail)
        self.assertEqual(answer["labelIds"], ["SENT"])
        self.assertEqual(
            [method for method, _path in self.requests()], ["POST"] + ["PUT"] * 3
        )
        self.assertTrue(self.sent()[0].endswith(b"x" * 1000))

    def test_no_recipient(self):
        for mail in (
            b"Subject: x\r\n\r\n",
            b"Subject: x\r\n\r\n".ljust(6_000_000, b"x"),
        ):
            with self.assertRaises(Rejected) as caught:
                self.client.send(mail)
            self.assertIn("ecipient", caught.exception.detail)
            self.assertFalse(caught.exception.outcome_unknown)
        self.assertEqual(self.sent(), [])

    def test_the_mails_of_the_day(self):
        self.faults.stop_sending(self.email, 7200)
        for mail in (MAIL, MAIL.ljust(6_000_000, b"x")):
            with self.assertRaises(Transient) as caught:
                self.client.send(mail)
            error = caught.exception
            self.assertEqual((error.kind, error.outcome_unknown), ("quota", False))
            self.assertAlmostEqual(error.retry_after, 7200, delta=10)
        self.assertEqual((self.sent(), self.slept), ([], []))

    def test_a_lost_answer_is_settled_by_looking(self):
        self.faults.lose_answer()
        with self.assertRaises(Transient) as caught:
            self.client.send(MAIL)
        self.assertTrue(caught.exception.outcome_unknown)
        self.assertEqual(len(self.client.find("1@example.com")), 1)
        self.faults.drop_request()
        with self.assertRaises(Transient) as caught:
            self.client.send(MAIL.replace(b"<1@", b"<2@"))
        self.assertTrue(caught.exception.outcome_unknown)
        self.assertEqual(self.client.find("2@example.com"), [])
        self.assertEqual(len(self.sent()), 1)

    def test_only_to_send_is_enough_to_send(self):
        client = self.sign_in(SEND)
        client.send(MAIL)
        with self.assertRaises(Forbidden):
            client.find("<1@example.com>")

    def test_half_a_piece(self):
        self.faults.short_chunk(keep=UNIT)
        self.in_pieces(piece=4 * UNIT)
        self.assertEqual(len(self.sent()), 1)
        self.assertEqual(self.transport.request_count, 4)

    def test_a_session_that_ended(self):
        def end_the_first(_entry):
            if len(self.world.uploads) == 1 and len(self.requests()) == 3:
                self.faults.end_uploads()

        self.faults.before_each(end_the_first)
        self.in_pieces()
        self.assertEqual((len(self.sent()), len(self.world.uploads)), (1, 2))

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(
            st.sampled_from(["ok", "lose", "drop", "fail", "short", "rate", "html"]),
            max_size=12,
        )
    )
    def test_sent_once_or_honestly_unknown(self, faults):
        self.faults.clear()
        self.world.sent_mails.clear()
        verbs = {
            "lose": self.faults.lose_answer,
            "drop": self.faults.drop_request,
            "fail": lambda: self.faults.fail(503),
            "rate": self.faults.rate_limit,
            "html": self.faults.garble,
            "short": lambda: self.faults.short_chunk(keep=0),
        }
        left = list(faults)

        def next_fault(_entry):
            fault = left.pop(0) if left else "ok"
            if fault in verbs:
                verbs[fault]()

        self.faults.before_each(next_fault)
        try:
            self.in_pieces(piece=2 * UNIT)
        except GoogleError as error:
            self.assertLessEqual(len(self.sent()), 1)
            if not error.outcome_unknown:
                self.assertEqual(self.sent(), [])
        else:
            self.assertEqual(len(self.sent()), 1)
