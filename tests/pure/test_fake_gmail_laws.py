# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Laws of mailboxes under random use.

*History is complete*: a mirror fed only by history, in small pages with deeds between
them, equals the mailbox, whatever was done; records say the state they left. *Mails
arrive*: what is sent lies once in every mailbox it went to. *Round trip*: a dump makes
the same world.
"""

import json
import unittest
from collections import Counter

from hypothesis import HealthCheck, given, settings, strategies as st

from ..fakes import FakeGoogle, gmail_api
from ..fakes.call import Call
from ..fakes.errors import ApiError
from ..fakes.gmail_testing import encoded, mail_bytes

ANNA, BOB = "anna@example.com", "bob@example.com"
LABELS = ("INBOX", "UNREAD", "STARRED", "SPAM", "TRASH", "IMPORTANT")


class Story:
    """Two mailboxes, a mirror of Anna's, and random deeds drawn from ``random``."""

    def __init__(self, random):
        self.random = random
        self.world = FakeGoogle().world
        self.world.add_account(ANNA)
        self.world.add_account(BOB)
        self.world.mail_rules(message_ids="keep")
        self.cursor = self.call("getProfile")["historyId"]
        self.mirror, self.number, self.expected = {}, 0, Counter()

    def call(self, name, params=None, body=None, by=ANNA):
        """A call of the API, without HTTP; None when it is refused."""
        name = f"gmail.users.{name}"
        call = Call(self.world, name, by, params or {}, body or {})
        try:
            return gmail_api.GMAIL[name](call)
        except ApiError as error:
            # A refusal is an answer; a 5xx would be a bug.
            assert error.status < 500, error
            return None

    def step(self):
        deeds = (self.put, self.put, self.send, self.answer, self.modify, self.modify)
        deeds += (self.many, self.trash, self.delete, self.label, self.unlabel)
        deeds += (self.thread, self.draft, self.rename, self.sync, self.sync)
        self.random.choice(deeds)()

    # --- deeds ----------------------------------------------------------------------

    def any_mail(self, by=ANNA):
        rows = self.world.mailbox(by)
        return self.random.choice(rows) if rows else None

    def some_labels(self):
        mine = list(self.world.labels(ANNA).values())
        count = self.random.randint(0, 2)
        return self.random.sample([*LABELS, *mine], count)

    def put(self):
        self.number += 1
        raw = mail_bytes(f"Mail {self.number}", Message_ID=f"<{self.number}@x.org>")
        self.world.put_mail(ANNA, raw, self.some_labels())

    def send(self):
        self.number += 1
        by, to = self.random.choice(((ANNA, BOB), (BOB, ANNA), (ANNA, ANNA)))
        message_id = f"<{self.number}@example.com>"
        raw = mail_bytes(f"Mail {self.number}", by, to, Message_ID=message_id)
        if self.call("messages.send", body={"raw": encoded(raw)}, by=by):
            for person in {by, to}:
                self.expected[person, message_id] += 1

    def answer(self):
        row = self.any_mail()
        if row and row["message_id"]:
            self.world.reply_from_outside(ANNA, row["id"])

    def modify(self):
        row = self.any_mail()
        if row:
            body = {
                "addLabelIds": self.some_labels(),
                "removeLabelIds": self.some_labels(),
            }
            self.call("messages.modify", {"id": row["id"]}, body)

    def many(self):
        rows = self.world.mailbox(ANNA)
        ids = [row["id"] for row in self.random.sample(rows, len(rows) // 2)]
        body = {"ids": ids, "addLabelIds": self.some_labels()}
        self.call("messages.batchModify", body=body)

    def trash(self):
        row = self.any_mail()
        if row:
            name = self.random.choice(("trash", "untrash"))
            self.call(f"messages.{name}", {"id": row["id"]})

    def delete(self):
        row = self.any_mail()
        if row:
            self.call("messages.delete", {"id": row["id"]})
            self.expected.pop((ANNA, row["message_id"]), None)

    def label(self):
        self.number += 1
        name = self.random.choice((f"L{self.number}", f"A/L{self.number}"))
        self.world.put_label(ANNA, name)

    def unlabel(self):
        labels = list(self.world.labels(ANNA))
        if labels:
            self.world.delete_label(ANNA, self.random.choice(labels))

    def rename(self):
        labels = list(self.world.labels(ANNA))
        if labels:
            self.number += 1
            self.world.rename_label(
                ANNA, self.random.choice(labels), f"New {self.number}"
            )

    def thread(self):
        row = self.any_mail()
        if row:
            body = {"addLabelIds": self.some_labels(), "removeLabelIds": []}
            self.call("threads.modify", {"id": row["threadId"]}, body)

    def draft(self):
        raw = encoded(mail_bytes("Draft", ANNA, BOB))
        draft = self.call("drafts.create", body={"message": {"raw": raw}})
        if self.random.random() < 0.7:
            self.call("drafts.send", body={"id": draft["id"]})

    # --- the mirror -----------------------------------------------------------------

    def sync(self, busy=True):
        token = {}
        while True:
            params = {"startHistoryId": self.cursor, "maxResults": 2, **token}
            answer = self.call("history.list", params)
            for record in answer.get("history", ()):
                self.fold(record)
            if "nextPageToken" not in answer:
                self.cursor = answer["historyId"]
                return
            token = {"pageToken": answer["nextPageToken"]}
            if busy and self.random.random() < 0.3:
                self.modify()

    def fold(self, record):
        for row in record.get("messagesAdded", ()):
            message = row["message"]
            self.mirror[message["id"]] = set(message.get("labelIds", ()))
        for row in record.get("labelsAdded", ()):
            self.mirror[row["message"]["id"]] |= set(row["labelIds"])
            self.check(row)
        for row in record.get("labelsRemoved", ()):
            self.mirror[row["message"]["id"]] -= set(row["labelIds"])
            self.check(row)
        for row in record.get("messagesDeleted", ()):
            del self.mirror[row["message"]["id"]]

    def check(self, row):
        told = set(row["message"].get("labelIds", ()))
        assert self.mirror[row["message"]["id"]] == told, row


class TestLaws(unittest.TestCase):
    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(random=st.randoms(use_true_random=True), steps=st.integers(1, 60))
    def test_history_is_complete_and_mails_arrive(self, random, steps):
        story = Story(random)
        for _number in range(steps):
            story.step()
        story.sync(busy=False)
        world = story.world
        rows = world.mailbox(ANNA)
        self.assertEqual(story.mirror, {r["id"]: set(r["labelIds"]) for r in rows})
        found = Counter(
            (person, row["message_id"])
            for person in (ANNA, BOB)
            for row in world.mailbox(person)
            if row["message_id"].endswith("@example.com>")
        )
        self.assertEqual(found, +story.expected)
        for row in rows:
            labels = row["labelIds"]
            self.assertEqual(len(labels), len(set(labels)))
            self.assertTrue(
                set(labels) <= {*LABELS, "SENT", "DRAFT", *self.known(world)}
            )
        box = world.mailboxes[ANNA]
        threads = {mail_id for ids in box.threads.values() for mail_id in ids}
        self.assertEqual(threads, set(box.mails))
        dump = json.loads(json.dumps(world.dump()))
        other = FakeGoogle().world
        other.load(dump)
        self.assertEqual(other.dump(), dump)
        self.assertEqual(other.mailbox(ANNA), rows)

    def known(self, world):
        return {"CATEGORY_PERSONAL", *world.labels(ANNA).values()}
