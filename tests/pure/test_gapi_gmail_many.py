# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Many messages at once: each its own outcome, in few requests."""

import gc
import threading
import tracemalloc
import unittest

from hypothesis import given, settings, strategies as st

from ...gapi.errors import (
    Forbidden,
    Gone,
    ReauthRequired,
    Rejected,
    Transient,
)
from .gapi_gmail_support import (
    BUSY,
    CONCURRENT,
    NO_MAILBOX,
    RATE,
    REVOKED,
    GmailCase,
    Mailbox,
    kind,
    kinds,
    mail_of,
    raw_message,
)
from .gapi_support import Reply, google_error

INVALID_LABEL = google_error(400, "invalidArgument", "Invalid label: Label_9")


def names(count):
    return [f"m{n:04d}" for n in range(count)]


class ManyCase(GmailCase, unittest.TestCase):
    def serve_mailbox(self, *ids, **options):
        self.mailbox = Mailbox(*ids, **options)
        return self.serve_always(self.mailbox)


class TestRaw(ManyCase):
    def test_mails_as_they_are_in_the_order_asked_for(self):
        ids = names(60)
        client = self.serve_mailbox(*ids)
        found = list(client.raw(ids))
        self.assertEqual([message_id for message_id, _result in found], ids)
        for message_id, result in found:
            raw, thread_id, label_ids, moment, size, history_id = result.value
            self.assertIsNone(result.error)
            self.assertEqual(raw, mail_of(message_id))
            self.assertEqual(
                (thread_id, label_ids), (f"t{message_id}", ("INBOX", "Label_1"))
            )
            self.assertEqual((moment, size), (1795255200123, len(raw)))
            self.assertEqual(history_id, "77")
        self.assertEqual(self.mailbox.batches, [25, 25, 10])
        self.assertEqual(self.transport.request_count, 3)

    def test_as_many_a_request_as_wanted(self):
        ids = names(12)
        client = self.serve_mailbox(*ids)
        for size, batches in (
            (12, [12]),
            (5, [5, 5, 2]),
            (500, [12]),
            (1, [1] * 12),
            (0, [1] * 12),
        ):
            self.mailbox.batches.clear()
            self.assertEqual(kinds(r for _i, r in client.raw(ids, size)), {"ok": 12})
            self.assertEqual(self.mailbox.batches, batches)
        self.assertEqual(list(client.raw([])), [])

    def test_a_request_is_made_when_its_mails_are_wanted(self):
        ids = names(50)
        mails = self.serve_mailbox(*ids).raw(iter(ids))
        self.assertEqual(self.mailbox.batches, [])
        for _ in range(25):
            next(mails)
        self.assertEqual(self.mailbox.batches, [25])

    def test_no_mail_is_kept_that_was_handed_over(self):
        ids = names(200)
        client = self.serve_mailbox(*ids)
        large = raw_message("x", b"x" * 100_000)
        self.mailbox.answers = {message_id: Reply(large) for message_id in ids}
        most = 0
        gc.collect()
        tracemalloc.start()
        try:
            for _message_id, result in client.raw(ids, 5):
                self.assertEqual(len(result.value.raw), 100_000)
                most = max(most, tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
        # 200 mails are 20 MB; a batch with its envelope, packed and unpacked, is less.
        self.assertLess(most, 8_000_000)

    def test_what_is_gone_is_told_and_the_others_come(self):
        ids = names(30)
        client = self.serve_mailbox(*ids[5:])
        found = dict(client.raw(ids))
        for message_id in ids:
            expected = "Gone" if message_id in ids[:5] else "ok"
            self.assertEqual(kind(found[message_id]), expected)
        self.assertIsInstance(found[ids[0]].error, Gone)

    def test_odd_answers(self):
        mail = mail_of("x")
        answers = {
            "bare": Reply({"id": "bare", "raw": raw_message("", mail)["raw"]}),
            "unpadded": Reply(
                raw_message("", mail, raw=raw_message("", mail)["raw"].rstrip("="))
            ),
            "plus": Reply(raw_message("", mail, raw="+/8_")),
            "nothing": Reply({"id": "nothing", "payload": {}}),
            "broken": Reply(raw_message("", mail, raw="abcde")),
            "foreign": Reply(raw_message("", mail, raw="é")),
            "odd": Reply(
                raw_message(
                    "", mail, internalDate="x", sizeEstimate=None, labelIds={"0": 1}
                )
            ),
        }
        client = self.serve_mailbox(*answers, answers=answers)
        found = dict(client.raw(answers))
        self.assertEqual(found["bare"].value, (mail, "", (), None, 0, ""))
        self.assertEqual(found["unpadded"].value.raw, mail)
        self.assertEqual(found["plus"].value.raw, b"\xfb\xff\x3f")
        self.assertEqual(found["odd"].value[1:5], ("t", (), None, 0))
        for message_id in ("nothing", "broken", "foreign"):
            self.assertIsInstance(found[message_id].error, Rejected)
            self.assertIsNone(found[message_id].value)
        self.assertEqual(len(self.server.seen), 1)

    def test_too_many_at_once_makes_smaller_batches_for_good(self):
        ids = names(60)
        client = self.serve_mailbox(*ids, most=8)
        self.assertEqual(kinds(r for _i, r in client.raw(ids, 20)), {"ok": 60})
        self.assertEqual(self.mailbox.batches[0], 20)
        self.assertLessEqual(max(self.mailbox.batches[2:]), 8)

    def test_a_refused_whole_batch_makes_smaller_ones(self):
        ids = names(40)
        client = self.serve_mailbox(*ids, whole=[CONCURRENT])
        self.assertEqual(kinds(r for _i, r in client.raw(ids, 20)), {"ok": 40})
        self.assertEqual(self.mailbox.batches, [20, 10, 10, 10, 10])

    def test_an_answer_that_is_too_much_makes_smaller_batches(self):
        ids = names(40)
        for reply in (Reply(b"<html>"), Reply(short=True)):
            client = self.serve_mailbox(*ids, whole=[reply])
            self.assertEqual(kinds(r for _i, r in client.raw(ids, 20)), {"ok": 40})
            self.assertEqual(self.mailbox.batches, [20, 10, 10, 10, 10])
        silence = threading.Event()
        self.addCleanup(silence.set)
        late = Reply(cut=True, wait=silence)
        client = self.serve_mailbox(*ids, whole=[late])
        self.transport.timeout = 0.3
        self.assertEqual(kinds(r for _i, r in client.raw(ids, 20)), {"ok": 40})
        self.assertEqual(self.mailbox.batches, [20, 10, 10, 10, 10])

    def test_what_concerns_all_ends_the_asking(self):
        for reply, kind_of_error, requests in (
            (REVOKED, ReauthRequired, 2),
            (NO_MAILBOX, Forbidden, 1),
            (google_error(403, "domainPolicy", "No."), Forbidden, 1),
            (google_error(403, "dailyLimitExceeded", "No."), Forbidden, 1),
            (RATE, Transient, 4),
            (Reply(cut=True), Transient, 4),
        ):
            ids = names(100)
            client = self.serve_mailbox(*ids, whole=[reply] * 9)
            found = list(client.raw(ids))
            self.assertEqual([message_id for message_id, _r in found], ids)
            self.assertEqual(kinds(r for _i, r in found), {kind_of_error.__name__: 100})
            self.assertEqual(len(self.server.seen), requests)

    def test_one_forbidden_mail_is_a_forbidden_mailbox(self):
        ids = names(50)
        forbidden = google_error(403, "insufficientPermissions", "Insufficient scopes")
        client = self.serve_mailbox(*ids, answers={ids[3]: forbidden})
        found = kinds(result for _i, result in client.raw(ids))
        self.assertEqual(len(self.server.seen), 1)
        self.assertEqual(found["Forbidden"], 26)

    def test_a_mail_that_breaks_googles_server_is_one_mail(self):
        ids = names(50)
        client = self.serve_mailbox(*ids, answers={ids[3]: BUSY})
        found = dict(client.raw(ids))
        self.assertEqual(kinds(found.values()), {"ok": 49, "Transient": 1})
        self.assertEqual(found[ids[3]].error.kind, "server")
        client = self.serve_mailbox(*ids, answers={ids[3]: BUSY})
        self.assertEqual(kinds(dict(client.raw(ids, 1)).values())["ok"], 49)

    def test_a_server_that_is_down_is_not_asked_for_every_mail(self):
        ids = names(500)
        client = self.serve_mailbox(*ids, answers=dict.fromkeys(ids, BUSY))
        self.assertEqual(kinds(dict(client.raw(ids)).values()), {"Transient": 500})
        self.assertLess(len(self.server.seen), 10)


class TestMetadata(ManyCase):
    def test_labels_and_headers(self):
        ids = names(60)
        answer = {"id": "m", "labelIds": ["SENT"], "payload": {"headers": []}}
        client = self.serve_mailbox(*ids, answers=dict.fromkeys(ids[1:], Reply(answer)))
        del self.mailbox.labels[ids[0]]
        found = client.metadata([*ids, ids[1]], ["Message-ID", "References"])
        self.assertEqual(list(found), ids)
        self.assertIsInstance(found[ids[0]].error, Gone)
        self.assertEqual(found[ids[1]].value, answer)
        self.assertEqual(self.mailbox.batches, [50, 10])
        asked = self.server.seen[0].body
        self.assertIn(b"format=metadata&metadataHeaders=Message-ID", asked)
        self.assertIn(b"metadataHeaders=References", asked)

    def test_nothing_to_ask(self):
        self.assertEqual(self.serve().metadata([], ["Subject"]), {})
        self.assertEqual(self.server.seen, [])


class TestModify(ManyCase):
    def paths(self):
        return [path.rpartition("/")[2] for _method, path in self.sent()]

    def test_a_thousand_in_one_request(self):
        ids = names(1500)
        client = self.serve_mailbox(*ids)
        results = client.modify(ids, add=["Done"], remove=["INBOX"])
        self.assertEqual(kinds(results), {"ok": 1500})
        self.assertEqual(set(map(tuple, self.mailbox.labels.values())), {("Done",)})
        self.assertEqual(self.paths(), ["batchModify"] * 2)
        self.assertEqual([len(self.body(n)["ids"]) for n in (0, 1)], [1000, 500])
        self.assertEqual(self.body()["addLabelIds"], ["Done"])
        self.assertEqual(self.body()["removeLabelIds"], ["INBOX"])

    def test_one_is_the_cheap_call(self):
        client = self.serve_mailbox("m1")
        self.assertEqual(kinds(client.modify(["m1"], add=["L"])), {"ok": 1})
        self.assertEqual(self.paths(), ["modify"])
        self.assertEqual(self.body(), {"addLabelIds": ["L"]})

    def test_google_says_nothing(self):
        """Its page on batchModify promises an empty body, not the status 204."""
        for status in (200, 204):
            with self.subTest(status):
                client = self.serve(Reply(b"", status))
                results = client.modify(["m1", "m2"], add=["L"])
                self.assertEqual(kinds(results), {"ok": 2})
                client = self.serve(Reply(b"", status))
                self.assertEqual(kinds(client.modify(["m1"], add=["L"])), {"ok": 1})

    def test_nothing_to_do(self):
        client = self.serve_mailbox("m1")
        self.assertEqual(kinds(client.modify(["m1", "m2"])), {"ok": 2})
        self.assertEqual(client.modify([], add=["L"]), [])
        self.assertEqual(self.server.seen, [])

    def test_a_name_given_twice(self):
        client = self.serve_mailbox("m1", "m2")
        self.assertEqual(kinds(client.modify(["m1", "m2", "m1"], add=["L"])), {"ok": 3})
        self.assertEqual(self.body()["ids"], ["m1", "m2"])

    def test_one_that_is_gone_does_not_stop_a_thousand(self):
        ids = names(1000)
        for gone in (0, 333, 999):
            client = self.serve_mailbox(*ids)
            del self.mailbox.labels[ids[gone]]
            results = client.modify(ids, add=["Done"])
            self.assertEqual(kinds(results), {"ok": 999, "Gone": 1})
            self.assertIsInstance(results[gone].error, Gone)
            self.assertEqual(
                {"Done"} & set.intersection(*self.mailbox.labels.values()), {"Done"}
            )
            self.assertLess(len(self.server.seen), 13)

    def test_a_few_are_looked_at_one_by_one(self):
        ids = names(20)
        client = self.serve_mailbox(*ids[:15])
        self.assertEqual(kinds(client.modify(ids, add=["L"])), {"ok": 15, "Gone": 5})
        self.assertEqual(self.mailbox.batches, [1, 20])

    def test_half_of_them_gone(self):
        ids = names(1000)
        client = self.serve_mailbox(*ids[::2])
        self.assertEqual(kinds(client.modify(ids, add=["L"])), {"ok": 500, "Gone": 500})
        self.assertLess(len(self.server.seen), 100)

    def test_a_label_that_is_gone_is_not_tried_on_every_message(self):
        ids = names(1000)
        client = self.serve_mailbox(*ids, answers=dict.fromkeys(ids, INVALID_LABEL))
        results = client.modify(ids, add=["Label_9"])
        self.assertEqual(kinds(results), {"Rejected": 1000})
        self.assertEqual({result.error.reason for result in results}, {"invalidLabel"})
        self.assertLess(len(self.server.seen), 8)

    def test_what_concerns_all_ends_it(self):
        for reply, kind_of_error, unknown in (
            (REVOKED, ReauthRequired, False),
            (NO_MAILBOX, Forbidden, False),
            (RATE, Transient, False),
            (BUSY, Transient, True),
            (Reply(cut=True), Transient, True),
        ):
            ids = names(2500)
            client = self.serve_mailbox(*ids, whole=[reply] * 9)
            results = client.modify(ids, add=["L"])
            self.assertEqual(kinds(results), {kind_of_error.__name__: 2500})
            self.assertEqual(
                [result.error.outcome_unknown for result in results],
                [unknown] * 1000 + [False] * 1500,
            )
            self.assertLessEqual(len(self.server.seen), 4)

    def test_a_lost_answer_is_asked_for_again(self):
        client = self.serve_mailbox("m1", "m2", whole=[Reply(cut=True)])
        self.assertEqual(kinds(client.modify(["m1", "m2"], add=["L"])), {"ok": 2})

    @settings(max_examples=40, deadline=None)
    @given(
        st.integers(min_value=1, max_value=260),
        st.sets(st.integers(min_value=0, max_value=259), max_size=30),
    )
    def test_whoever_is_gone_the_others_have_their_label(self, count, gone):
        ids = names(count)
        missing = {ids[n] for n in gone if n < count}
        client = self.serve_mailbox(*(set(ids) - missing))
        results = client.modify(ids, add=["L"])
        for message_id, result in zip(ids, results, strict=True):
            self.assertEqual(kind(result), "Gone" if message_id in missing else "ok")
        for labels in self.mailbox.labels.values():
            self.assertIn("L", labels)
        self.transport.close()
        self.server.close()


class TestTrash(ManyCase):
    def test_into_the_trash(self):
        ids = names(60)
        client = self.serve_mailbox(*ids[1:])
        results = client.trash([*ids, ids[1]])
        self.assertEqual(kinds(results), {"ok": 60, "Gone": 1})
        self.assertEqual(results[1].value["id"], ids[1])
        self.assertEqual(results[-1], results[1])
        self.assertEqual(self.mailbox.batches, [50, 10])
        self.assertEqual(sorted(self.mailbox.trashed), ids[1:])

    def test_a_revoked_grant_ends_it(self):
        ids = names(120)
        client = self.serve_mailbox(*ids, whole=[REVOKED] * 9)
        self.assertEqual(kinds(client.trash(ids)), {"ReauthRequired": 120})
        self.assertEqual(len(self.server.seen), 2)
