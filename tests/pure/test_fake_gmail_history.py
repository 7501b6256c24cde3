# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""History and watches through Google's client library."""

import base64
import json

from ..fakes.gmail_testing import FULL, GmailCase

TOPIC = "projects/odoo-mail/topics/gmail"


class TestHistory(GmailCase):
    def test_nothing_new(self):
        start = self.history_id()
        answer = self.gmail.history().list(userId="me", startHistoryId=start).execute()
        self.assertEqual(answer, {"historyId": start})

    def test_each_kind_of_record(self):
        self.sign_in(FULL)
        start = self.history_id()
        mail_id = self.put("One", ["INBOX"])
        self.modify(mail_id, ["STARRED"])
        self.modify(mail_id, [], ["STARRED"])
        self.world.delete_mail(self.anna, mail_id)
        records, newest = self.history(start)
        kinds = [(set(record) - {"id", "messages"}).pop() for record in records]
        self.assertEqual(
            kinds, ["messagesAdded", "labelsAdded", "labelsRemoved", "messagesDeleted"]
        )
        self.assertEqual(newest, records[-1]["id"])
        ids = [int(record["id"]) for record in records]
        self.assertEqual(ids, sorted(ids))
        self.assertGreater(ids[1] - ids[0], 1, "not contiguous")
        message = {"id": mail_id, "threadId": mail_id}
        self.assertEqual(records[0]["messages"], [message])
        self.assertEqual(
            records[1]["labelsAdded"],
            [
                {
                    "message": {**message, "labelIds": ["INBOX", "STARRED"]},
                    "labelIds": ["STARRED"],
                }
            ],
        )

    def test_one_trash_is_two_records(self):
        mail_id = self.put("One", ["INBOX"])
        start = self.history_id()
        self.messages.trash(userId="me", id=mail_id).execute()
        records, _newest = self.history(start)
        added = records[0]["labelsAdded"][0]
        self.assertEqual(added["labelIds"], ["TRASH"])
        self.assertEqual(added["message"]["labelIds"], ["INBOX", "TRASH"])
        removed = records[1]["labelsRemoved"][0]
        self.assertEqual(removed["labelIds"], ["INBOX"])
        self.assertEqual(removed["message"]["labelIds"], ["TRASH"])

    def test_two_mails_in_one_record(self):
        ids = [self.put(f"Mail {number}") for number in range(3)]
        start = self.history_id()
        body = {"ids": ids, "addLabelIds": ["STARRED"]}
        self.messages.batchModify(userId="me", body=body).execute()
        records, _newest = self.history(start)
        told = [[row["message"]["id"] for row in r["labelsAdded"]] for r in records]
        self.assertEqual(told, [ids[:2], ids[2:]])

    def test_types_label_and_pages(self):
        start = self.history_id()
        ids = [self.put(f"Mail {number}", ["INBOX"]) for number in range(5)]
        self.put("Elsewhere", ["SENT"])
        self.modify(ids[0], ["STARRED"])
        query = {"historyTypes": ["messageAdded"], "labelId": "INBOX"}
        records, newest = self.history(start, maxResults=2, **query)
        found = [record["messagesAdded"][0]["message"]["id"] for record in records]
        self.assertEqual(found, ids)
        self.assertEqual(newest, self.history_id())

    def test_what_loses_the_label_is_not_told_under_it(self):
        mail_id = self.put("One", ["INBOX"])
        start = self.history_id()
        self.modify(mail_id, [], ["INBOX"])
        self.assertEqual(self.history(start, labelId="INBOX")[0], [])
        self.assertEqual(len(self.history(start)[0]), 1)

    def test_bare_records(self):
        self.world.mail_rules(bare_history=True)
        start = self.history_id()
        mail_id = self.put()
        record = self.history(start)[0][0]
        message = {"id": mail_id, "threadId": mail_id}
        self.assertEqual(record["messagesAdded"], [{"message": message}])

    def test_too_old(self):
        start = self.history_id()
        self.put()
        self.fake.faults.age_history(self.anna)
        request = self.gmail.history().list(userId="me", startHistoryId=start)
        self.failed(404, "notFound", request)
        start = self.history_id()
        mail_id = self.put()
        self.assertEqual(self.history(start)[0][0]["messages"][0]["id"], mail_id)
        request = self.gmail.history().list(userId="me", startHistoryId="99999999")
        self.failed(404, "notFound", request)
        self.invalid(self.gmail.history().list(userId="me"))

    def test_a_week_is_remembered(self):
        start = self.history_id()
        self.put()
        self.world.clock.advance(6 * 86400)
        self.sign_in()
        self.assertEqual(len(self.history(start)[0]), 1)
        newest = self.history_id()
        self.world.clock.advance(2 * 86400)
        self.sign_in()
        request = self.gmail.history().list(userId="me", startHistoryId=start)
        self.failed(404, "notFound", request)
        self.assertEqual(self.history(newest), ([], newest), "nothing was missed")

    def test_pages_go_on_to_what_is_new_meanwhile(self):
        start = self.history_id()
        first, second = self.put(), self.put()
        request = self.gmail.history().list(
            userId="me", startHistoryId=start, maxResults=1
        )
        answer = request.execute()
        third = self.put()
        token = answer["nextPageToken"]
        answer = (
            self.gmail.history()
            .list(userId="me", startHistoryId=start, maxResults=1, pageToken=token)
            .execute()
        )
        self.assertEqual(answer["history"][0]["messages"][0]["id"], second)
        self.assertIn("nextPageToken", answer)
        told = [r["messages"][0]["id"] for r in self.history(start)[0]]
        self.assertEqual(told, [first, second, third])

    def test_labels_and_mails_carry_the_last_record(self):
        mail_id = self.put()
        before = self.get(mail_id, "minimal")["historyId"]
        self.modify(mail_id, ["STARRED"])
        after = self.get(mail_id, "minimal")["historyId"]
        self.assertGreater(int(after), int(before))
        self.assertEqual(after, self.history_id())
        self.modify(mail_id, ["STARRED"])
        self.assertEqual(self.history_id(), after, "no change, no record")


class TestWatch(GmailCase):
    def watch(self, **body):
        body = {"topicName": TOPIC, **body}
        return self.gmail.watch(userId="me", body=body)

    def told(self):
        rows = [row["historyId"] for row in self.world.mail_notifications]
        self.world.mail_notifications.clear()
        return rows

    def test_a_watch_lives_a_week_and_tells_at_once(self):
        answer = self.watch().execute()
        left = int(answer["expiration"]) / 1000 - self.world.clock.time()
        self.assertAlmostEqual(left, 7 * 86400, delta=5)
        row = self.world.mail_notifications[0]
        data = json.loads(base64.urlsafe_b64decode(row["data"]))
        self.assertEqual(data["emailAddress"], self.anna)
        self.assertEqual(str(data["historyId"]), answer["historyId"])
        self.told()
        self.world.clock.advance(8 * 86400)
        self.put()
        self.assertEqual(self.told(), [])

    def test_one_a_second(self):
        self.watch().execute()
        self.world.clock.advance(2)
        self.told()
        self.put()
        self.put()
        self.assertEqual(len(self.told()), 1)
        self.world.clock.advance(1)
        self.put()
        self.assertEqual(self.told(), [self.history_id()])

    def test_labels_select(self):
        self.watch(labelIds=["STARRED"], labelFilterBehavior="include").execute()
        self.world.clock.advance(2)
        self.told()
        mail_id = self.put()
        self.assertEqual(self.told(), [])
        self.world.star_mail(self.anna, mail_id)
        self.assertEqual(len(self.told()), 1)

    def test_stop(self):
        self.watch().execute()
        self.gmail.stop(userId="me").execute()
        self.world.clock.advance(2)
        self.told()
        self.put()
        self.assertEqual(self.told(), [])

    def test_topics_have_a_form(self):
        for topic in ("gmail", "projects/x/topics/gmail", "", f"{TOPIC}/more"):
            self.invalid(self.watch(topicName=topic))
        self.invalid(self.watch(labelIds=["Customers"]))
