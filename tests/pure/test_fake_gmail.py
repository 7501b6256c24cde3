# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mails and labels through Google's client library: listing, reading, labelling."""

from googleapiclient.errors import HttpError

from ..fakes.gmail_testing import FULL, GmailCase, decoded, mail_bytes


class TestProfile(GmailCase):
    def test_profile_counts_and_names(self):
        self.put("One")
        self.put("Two")
        answer = self.gmail.getProfile(userId=self.anna).execute()
        self.assertEqual(answer["emailAddress"], self.anna)
        self.assertEqual((answer["messagesTotal"], answer["threadsTotal"]), (2, 2))
        self.assertTrue(answer["historyId"].isdigit())

    def test_nobody_elses_mailbox(self):
        message = self.failed(403, "forbidden", self.gmail.getProfile(userId=self.bob))
        self.assertEqual(message, f"Delegation denied for {self.bob}")

    def test_an_account_without_gmail(self):
        self.world.mail_service(self.anna, False)
        message = self.failed(
            400, "failedPrecondition", self.messages.list(userId="me")
        )
        self.assertEqual(message, "Mail service not enabled")


class TestList(GmailCase):
    def test_newest_first_in_pages(self):
        dates = ("2026-11-03T00:00:00Z", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z")
        three, one, two = (
            self.world.put_mail(self.anna, mail_bytes(), date=date) for date in dates
        )
        request = self.messages.list(userId="me", maxResults=2)
        answer = request.execute()
        self.assertEqual([m["id"] for m in answer["messages"]], [three, two])
        self.assertEqual(set(answer["messages"][0]), {"id", "threadId"})
        rest = self.messages.list_next(request, answer).execute()
        self.assertEqual([m["id"] for m in rest["messages"]], [one])
        self.assertNotIn("nextPageToken", rest)

    def test_nothing_has_no_messages_key(self):
        answer = self.messages.list(userId="me").execute()
        self.assertEqual(answer, {"resultSizeEstimate": 0})

    def test_labels_are_anded(self):
        self.put("Both", ["INBOX", "Customers"])
        self.put("Inbox", ["INBOX"])
        customers = self.world.labels(self.anna)["Customers"]
        self.assertEqual(self.subjects(labelIds=["INBOX", customers]), ["Both"])
        self.invalid(self.messages.list(userId="me", labelIds=["Customers"]))

    def test_spam_and_trash_only_on_request(self):
        self.put("Spam", ["SPAM"])
        self.put("Trash", ["TRASH"])
        self.put("Mail")
        self.assertEqual(self.subjects(), ["Mail"])
        self.assertEqual(self.subjects(labelIds=["TRASH"]), [])
        self.assertEqual(self.subjects(q="in:trash"), ["Trash"])
        self.assertEqual(
            self.subjects(includeSpamTrash=True), ["Mail", "Trash", "Spam"]
        )

    def test_page_size_and_tokens_are_checked(self):
        for size in (0, 501):
            self.invalid(self.messages.list(userId="me", maxResults=size))
        self.invalid(self.messages.list(userId="me", pageToken="nonsense"))


class TestRead(GmailCase):
    def test_minimal_and_metadata(self):
        mail_id = self.put("Häuser & <Höfe>", text="It's 5 < 6")
        minimal = self.get(mail_id, "minimal")
        self.assertEqual(
            set(minimal),
            {
                *("id", "threadId", "labelIds", "snippet", "historyId"),
                *("internalDate", "sizeEstimate"),
            },
        )
        self.assertEqual(minimal["snippet"], "It&#39;s 5 &lt; 6")
        self.assertTrue(minimal["internalDate"].isdigit())
        head = self.get(mail_id, "metadata", metadataHeaders=["subject"])
        self.assertEqual(
            head["payload"],
            {
                "mimeType": "text/plain",
                "headers": [{"name": "Subject", "value": "Häuser & <Höfe>"}],
            },
        )

    def test_raw_is_the_mail_byte_by_byte(self):
        raw = mail_bytes(text="\x00\xff" * 99)
        mail_id = self.world.put_mail(self.anna, raw)
        answer = self.get(mail_id, "raw")
        self.assertNotIn("=", answer["raw"])
        self.assertEqual(decoded(answer["raw"]), raw)
        self.assertNotIn("payload", answer)

    def test_full_is_a_tree(self):
        parts = {
            "from": "Carla <carla@example.net>",
            "to": self.anna,
            "subject": "Fotos für Anna",
            "text": "Hallo",
            "html": '<p>Hallo <img src="cid:pic"></p>',
            "attachments": [
                {"data": b"GIF89a", "mime_type": "image/gif", "cid": "pic",
                 "filename": "pic.gif"},
                {"data": b"%PDF-1.7", "mime_type": "application/pdf",
                 "filename": "Rechnung März.pdf"},
            ],
        }  # fmt: skip
        mail_id = self.world.put_mail(self.anna, parts)
        payload = self.get(mail_id)["payload"]

        def outline(part):
            inner = [outline(child) for child in part.get("parts", [])]
            return (part["partId"], part["mimeType"], part["filename"], *inner)

        self.assertEqual(
            outline(payload),
            (
                *("", "multipart/mixed", ""),
                (
                    *("0", "multipart/alternative", ""),
                    ("0.0", "text/plain", ""),
                    (
                        *("0.1", "multipart/related", ""),
                        ("0.1.0", "text/html", ""),
                        ("0.1.1", "image/gif", "pic.gif"),
                    ),
                ),
                ("1", "application/pdf", "Rechnung März.pdf"),
            ),
        )
        subject = next(h for h in payload["headers"] if h["name"] == "Subject")
        self.assertEqual(subject["value"], "Fotos für Anna")
        pdf = payload["parts"][1]["body"]
        self.assertEqual(pdf["size"], 8)
        self.assertNotIn("data", pdf)
        answer = (
            self.messages.attachments()
            .get(userId="me", messageId=mail_id, id=pdf["attachmentId"])
            .execute()
        )
        self.assertEqual(decoded(answer["data"]), b"%PDF-1.7")
        again = self.get(mail_id)["payload"]["parts"][1]["body"]
        self.assertNotEqual(again["attachmentId"], pdf["attachmentId"])

    def test_unknown_and_impossible_ids(self):
        mail_id = self.put()
        self.world.delete_mail(self.anna, mail_id)
        request = self.messages.get(userId="me", id=mail_id)
        self.failed(404, "notFound", request)
        request = self.messages.get(userId="me", id="<hello@example.com>")
        self.assertIn("Invalid id value", self.invalid(request))

    def test_texts_are_shown_in_utf8(self):
        raw = mail_bytes(Content_Type="text/plain; charset=koi8-r")
        raw = raw.replace(b"Hello there", "Привет".encode("koi8-r"))
        mail_id = self.world.put_mail(self.anna, raw)
        answer = self.get(mail_id)
        self.assertEqual(answer["snippet"], "Привет")
        text = decoded(answer["payload"]["body"]["data"]).decode()
        self.assertEqual(text.strip(), "Привет")


class TestModify(GmailCase):
    def test_modify_answers_the_labels(self):
        mail_id = self.put()
        answer = self.modify(mail_id, ["STARRED"], ["UNREAD"])
        self.assertEqual(
            answer,
            {"id": mail_id, "threadId": mail_id, "labelIds": ["INBOX", "STARRED"]},
        )
        answer = self.modify(mail_id, [], ["INBOX", "STARRED"])
        self.assertNotIn("labelIds", answer, "an empty list is left out")

    def test_wrong_labels(self):
        mail_id = self.put()
        cases = (
            ([], [], "No label add or removes specified"),
            (["STARRED"], ["STARRED"], "Cannot both add and remove the same label"),
            (["Label_99"], [], "labelId not found"),
            (["Customers"], [], "Invalid label: Customers"),
            (["SENT"], [], "Invalid label: SENT"),
        )
        for add, remove, message in cases:
            body = {"addLabelIds": add, "removeLabelIds": remove}
            request = self.messages.modify(userId="me", id=mail_id, body=body)
            self.assertEqual(self.invalid(request), message)
        many = [self.world.put_label(self.anna, f"L{n}") for n in range(101)]
        self.invalid(
            self.messages.modify(userId="me", id=mail_id, body={"addLabelIds": many})
        )

    def test_trash_and_back(self):
        mail_id = self.put()
        answer = self.messages.trash(userId="me", id=mail_id).execute()
        self.assertEqual(answer["labelIds"], ["UNREAD", "TRASH"])
        answer = self.messages.untrash(userId="me", id=mail_id).execute()
        self.assertEqual(answer["labelIds"], ["UNREAD"])

    def test_batch_modify(self):
        ids = [self.put(f"Mail {number}") for number in range(5)]
        gone = self.put()
        self.world.delete_mail(self.anna, gone)
        body = {"ids": [*ids[:3], gone], "addLabelIds": ["STARRED"]}
        answer = self.messages.batchModify(userId="me", body=body).execute()
        self.assertEqual(answer, "", "204 without a body")
        starred = [m["id"] for m in self.world.mailbox(self.anna, "STARRED")]
        self.assertCountEqual(starred, ids[:3])
        self.world.mail_rules(batch_modify_missing="refuse")
        body = {"ids": [*ids, gone], "removeLabelIds": ["STARRED"]}
        self.failed(404, "notFound", self.messages.batchModify(userId="me", body=body))
        self.assertEqual(len(self.world.mailbox(self.anna, "STARRED")), 3)

    def test_batch_modify_takes_1000(self):
        ids = [f"{number:016x}" for number in range(1001)]
        body = {"ids": ids, "addLabelIds": ["STARRED"]}
        self.invalid(self.messages.batchModify(userId="me", body=body))
        body["ids"] = ids[:1000]
        self.messages.batchModify(userId="me", body=body).execute()
        body["ids"] = []
        self.invalid(self.messages.batchModify(userId="me", body=body))

    def test_deleting_for_ever_needs_the_whole_scope(self):
        one, two = self.put(), self.put()
        request = self.messages.delete(userId="me", id=one)
        self.failed(403, "insufficientPermissions", request)
        self.sign_in(FULL)
        self.messages.delete(userId="me", id=one).execute()
        body = {"ids": [one, two]}
        self.messages.batchDelete(userId="me", body=body).execute()
        self.assertEqual(self.world.mailbox(self.anna), [])


class TestBatch(GmailCase):
    def test_a_hundred_calls(self):
        ids = [self.put(f"Mail {number}") for number in range(101)]
        requests = [
            self.messages.get(userId="me", id=mail_id, format="raw") for mail_id in ids
        ]
        answers = self.in_batch(requests[:100])
        self.assertEqual([a["id"] for a in answers], ids[:100])
        self.assertEqual(self.fake.log.http_count, 1)
        self.assertEqual(self.fake.log.inner_count, 100)
        with self.assertRaises(HttpError) as caught:
            self.in_batch(requests)
        self.check_error(caught.exception, 400, "badRequest")

    def test_each_call_has_its_own_fault(self):
        ids = [self.put(), self.put(), self.put()]
        self.fake.faults.fail(503, match=("GET", ids[1]))
        self.fake.faults.garble(match=("GET", ids[2]), html=False)
        requests = [self.messages.get(userId="me", id=mail_id) for mail_id in ids]
        answers = self.in_batch(requests)
        self.assertEqual(answers[0]["id"], ids[0])
        self.assertEqual(answers[1].resp.status, 503)
        self.assertIsInstance(answers[2], str, "half a JSON text")
        methods = [entry.api_method for entry in self.fake.log.requests[-1].inner]
        get = "gmail.users.messages.get"
        self.assertEqual(methods, [get, "", get])

    def test_a_cut_in_the_middle_of_a_batch(self):
        ids = [self.put(), self.put(), self.put()]
        body = {"addLabelIds": ["STARRED"]}
        requests = [
            self.messages.modify(userId="me", id=mail_id, body=body) for mail_id in ids
        ]
        # httplib2 asks a second time by itself.
        self.fake.faults.drop_request(match=("POST", ids[1]), times=2)
        with self.assertRaises(OSError):
            self.in_batch(requests)
        starred = [self.world.mail(self.anna, mail_id)["starred"] for mail_id in ids]
        self.assertEqual(starred, [True, False, False])

    def test_a_lost_answer_happened(self):
        mail_id = self.put()
        # httplib2 asks a second time by itself.
        self.fake.faults.lose_answer(match=("POST", "/modify$"), times=2)
        with self.assertRaises(OSError):
            self.modify(mail_id, ["STARRED"])
        self.assertTrue(self.world.mail(self.anna, mail_id)["starred"])
