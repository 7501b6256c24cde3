# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The Gmail client: what it asks, and what it makes of odd answers."""

import unittest

from ...gapi import gmail_quota, gmail_requests, services
from ...gapi.errors import (
    Conflict,
    CursorExpired,
    Forbidden,
    Rejected,
    Transient,
)
from .gapi_gmail_support import NO_MAILBOX, NOT_FOUND, RATE, GmailCase
from .gapi_support import Reply, google_error

ME = "/gmail/v1/users/me"


class TestAccount(GmailCase, unittest.TestCase):
    def test_profile(self):
        profile = {"emailAddress": "anna@example.com", "historyId": "12"}
        self.assertEqual(self.serve(Reply(profile)).profile(), profile)
        self.assertEqual(self.sent(), [("GET", f"{ME}/profile")])

    def test_an_account_without_gmail(self):
        for reply in (
            NO_MAILBOX,
            google_error(403, "x", "Mail service not enabled"),
            google_error(400, "failedPrecondition", "Precondition check failed."),
        ):
            with self.assertRaises(Forbidden) as caught:
                self.serve(reply).profile()
            self.assertEqual(caught.exception.kind, "no_mailbox")

    def test_aliases(self):
        alias = {"sendAsEmail": "info@example.com", "verificationStatus": "accepted"}
        client = self.serve(Reply({"sendAs": [alias, None]}), Reply({}))
        self.assertEqual(client.send_as(), [alias])
        self.assertEqual(client.send_as(), [])
        self.assertEqual(self.sent()[0], ("GET", f"{ME}/settings/sendAs"))

    def test_watch_and_stop(self):
        answer = {"historyId": "7", "expiration": "1795255200000"}
        client = self.serve(Reply(answer), Reply(answer), Reply(b"", 204))
        self.assertEqual(client.watch("projects/p/topics/t", ["L"]), answer)
        self.assertEqual(
            self.body(),
            {
                "topicName": "projects/p/topics/t",
                "labelIds": ["L"],
                "labelFilterBehavior": "include",
            },
        )
        client.watch("projects/p/topics/t")
        self.assertEqual(self.body(), {"topicName": "projects/p/topics/t"})
        self.assertIsNone(client.stop())
        self.assertEqual(self.sent()[2], ("POST", f"{ME}/stop"))

    def test_what_is_asked_are_words_google_has(self):
        schemas = services.build("gmail")._rootDesc["schemas"]
        for fields, schema in (
            (gmail_requests.RAW_FIELDS, "Message"),
            (gmail_requests._LABEL_FIELDS, "Label"),
        ):
            self.assertLessEqual(
                set(fields.split(",")), set(schemas[schema]["properties"])
            )
        behaviours = schemas["WatchRequest"]["properties"]["labelFilterBehavior"]
        self.assertIn("include", behaviours["enum"])


class TestLabels(GmailCase, unittest.TestCase):
    def test_all_labels(self):
        # A label that was just made has no type, Gmail's own may lack visibilities.
        labels = [{"id": "INBOX", "name": "INBOX"}, {"id": "Label_1", "name": "A/B"}]
        client = self.serve(Reply({"labels": [*labels, "x"]}), Reply({}))
        self.assertEqual(client.labels(), labels)
        self.assertEqual(client.labels(), [])
        self.assertEqual(self.sent()[0], ("GET", f"{ME}/labels"))

    def test_a_new_label(self):
        label = {"id": "Label_2", "name": "Odoo/Done"}
        client = self.serve(Reply(label))
        self.assertEqual(
            client.create_label("Odoo/Done", labelListVisibility="labelHide"), label
        )
        self.assertEqual(
            self.body(),
            {
                "name": "Odoo/Done",
                "labelListVisibility": "labelHide",
                "messageListVisibility": "show",
            },
        )

    def test_a_name_that_is_taken(self):
        words = "Label name exists or conflicts"
        for reason in ("aborted", "duplicate", "alreadyExists"):
            taken = google_error(409, reason, words)
            with self.assertRaises(Conflict) as caught:
                self.serve(taken).create_label("Odoo")
            self.assertEqual(caught.exception.reason, "duplicate")
            self.assertFalse(caught.exception.outcome_unknown)
            with self.assertRaises(Conflict) as caught:
                self.serve(Reply(cut=True), taken).create_label("Odoo")
            self.assertTrue(caught.exception.outcome_unknown)

    def test_a_name_that_gmail_keeps_to_itself(self):
        with self.assertRaises(Rejected) as caught:
            self.serve(
                google_error(400, "invalidArgument", "Invalid label name")
            ).create_label("Inbox")
        self.assertEqual(caught.exception.reason, "invalidArgument")


class TestListing(GmailCase, unittest.TestCase):
    def page(self, *ids, following=None, **more):
        found = [{"id": i, "threadId": f"t{i}"} for i in ids]
        data = {"messages": found, "resultSizeEstimate": 201, **more}
        return Reply({**data, "nextPageToken": following} if following else data)

    def test_a_page(self):
        client = self.serve(self.page("b", "a", following="2"))
        page = client.messages(["L1", "L2"])
        self.assertEqual(
            (page.ids, page.next_page_token, page.estimate), (["b", "a"], "2", 201)
        )
        asked = self.query()
        self.assertEqual(asked["labelIds"], ["L1", "L2"])
        self.assertEqual(asked["maxResults"], ["500"])
        for name in ("q", "includeSpamTrash", "pageToken"):
            self.assertNotIn(name, asked)

    def test_a_narrower_question(self):
        self.serve(Reply({})).messages((), "p", "larger:5M", spam_trash=True)
        asked = self.query()
        self.assertNotIn("labelIds", asked)
        self.assertEqual(asked["pageToken"], ["p"])
        self.assertEqual(
            (asked["q"], asked["includeSpamTrash"]), (["larger:5M"], ["true"])
        )

    def test_an_empty_mailbox_and_nonsense(self):
        for answer in (
            {},
            {"resultSizeEstimate": 0},
            {"messages": {"0": {}}, "resultSizeEstimate": "many"},
            {"messages": [None, {}, {"id": 3}]},
        ):
            page = self.serve(Reply(answer)).messages(["L"])
            self.assertEqual(
                (page.ids, page.next_page_token, page.estimate), ([], None, 0)
            )

    def test_all_pages_each_id_once(self):
        """Mail that comes in during a listing pushes others onto the next page."""
        client = self.serve(
            self.page("d", "c", following="2"),
            Reply({"nextPageToken": "3"}),
            self.page("c", "b", "a"),
        )
        self.assertEqual(list(client.message_ids(["L"], "is:unread")), list("dcba"))
        self.assertEqual(len(self.server.seen), 3)
        for number in range(3):
            self.assertEqual(self.query(number)["q"], ["is:unread"])
        self.assertEqual(self.query(2)["pageToken"], ["3"])

    def test_pages_are_asked_for_when_they_are_wanted(self):
        client = self.serve(self.page("b", "a", following="2"))
        ids = client.message_ids(["L"])
        self.assertEqual(self.server.seen, [])
        self.assertEqual([next(ids), next(ids)], ["b", "a"])
        self.assertEqual(len(self.server.seen), 1)

    def test_a_page_that_comes_again(self):
        client = self.serve(*[self.page("a", following="same")] * 5)
        with self.assertRaises(Transient):
            list(client.message_ids(["L"]))
        self.assertEqual(len(self.server.seen), 2)

    def test_a_label_that_is_gone(self):
        for words in ("Invalid label: Label_9", "labelId not found"):
            with self.assertRaises(Rejected) as caught:
                self.serve(google_error(400, "invalidArgument", words)).messages(["L"])
            self.assertEqual(caught.exception.reason, "invalidLabel")
            self.assertEqual(caught.exception.detail, words)

    def test_a_page_token_of_another_time(self):
        with self.assertRaises(CursorExpired):
            self.serve(
                google_error(400, "invalidArgument", "Invalid pageToken")
            ).messages(["L"], "old")

    def test_too_fast_is_waited_for(self):
        client = self.serve(RATE, self.page("a"))
        self.assertEqual(client.messages(["L"]).ids, ["a"])
        self.assertEqual(self.slept, [1.0])

    def test_finding_a_mail_by_its_message_id(self):
        client = self.serve(self.page("b", "a"), Reply({}), Reply({}))
        self.assertEqual(client.find(" <x+1@a.example> "), [("b", "tb"), ("a", "ta")])
        asked = self.query()
        self.assertEqual(asked["q"], ["rfc822msgid:x+1@a.example"])
        self.assertEqual(asked["includeSpamTrash"], ["true"])
        self.assertEqual(client.find("x@a.example"), [])

    def test_no_message_id_would_find_anything(self):
        client = self.serve()
        for nothing in ("", " ", "<>", "< >"):
            with self.assertRaises(ValueError):
                client.find(nothing)
        self.assertEqual(self.server.seen, [])


class TestHistory(GmailCase, unittest.TestCase):
    def history(self, *records, **more):
        data = {"history": list(records), "historyId": "99", **more}
        return self.serve(Reply(data)).history("7", "L")

    def test_what_is_asked(self):
        client = self.serve(Reply({"historyId": "8"}))
        page = client.history(7, "Label_1", "p")
        asked = self.query()
        self.assertEqual(self.sent(), [("GET", f"{ME}/history")])
        self.assertEqual(
            {name: asked[name] for name in asked if name != "alt"},
            {
                "startHistoryId": ["7"],
                "labelId": ["Label_1"],
                "maxResults": ["500"],
                "pageToken": ["p"],
            },
        )
        self.assertEqual((page.history_id, page.next_page_token), ("8", None))
        self.assertEqual(
            (page.added, page.removed, page.labelled, page.unlabelled), ([],) * 4
        )

    def test_the_four_kinds(self):
        message = {"id": "a", "threadId": "t", "labelIds": ["INBOX", "L"]}
        page = self.history(
            {"id": "8", "messages": [message], "messagesAdded": [{"message": message}]},
            {"id": "9", "messagesDeleted": [{"message": {"id": "b"}}]},
            {"id": "10", "labelsAdded": [{"message": {"id": "c"}, "labelIds": ["L"]}]},
            {
                "id": "11",
                "labelsRemoved": [{"message": {"id": "d"}, "labelIds": ["L", "M"]}],
            },
            nextPageToken="2",
        )
        self.assertEqual(page.added, [("a", "t", ("INBOX", "L"))])
        self.assertEqual(page.removed, ["b"])
        self.assertEqual(page.labelled, [("c", ("L",))])
        self.assertEqual(page.unlabelled, [("d", ("L", "M"))])
        self.assertEqual((page.history_id, page.next_page_token), ("99", "2"))

    def test_one_trash_is_two_records_and_one_record_two_messages(self):
        """As recorded from Gmail: TRASH on, then INBOX off; labels of the moment."""
        both = [{"id": "a", "threadId": "t"}, {"id": "b", "threadId": "t"}]

        def changes(label, *state):
            return [
                {"message": {**message, "labelIds": list(state)}, "labelIds": [label]}
                for message in both
            ]

        page = self.history(
            {"messages": both, "labelsAdded": changes("TRASH", "INBOX", "TRASH")},
            {"messages": both, "labelsRemoved": changes("INBOX", "TRASH")},
        )
        self.assertEqual(page.labelled, [("a", ("TRASH",)), ("b", ("TRASH",))])
        self.assertEqual(page.unlabelled, [("a", ("INBOX",)), ("b", ("INBOX",))])

    def test_an_id_in_several_lists_of_one_record(self):
        message = {"id": "a", "threadId": "t"}
        page = self.history(
            {
                "messages": [message, message],
                "messagesAdded": [{"message": message}, {"message": message}],
                "labelsAdded": [{"message": message, "labelIds": ["L"]}],
            }
        )
        self.assertEqual(page.added, [("a", "t", ())])
        self.assertEqual(page.labelled, [("a", ("L",))])

    def test_the_last_word_counts(self):
        def change(name, message_id, *labels):
            return {name: [{"message": {"id": message_id}, "labelIds": list(labels)}]}

        page = self.history(
            change("labelsAdded", "a", "L", "M"),
            change("labelsRemoved", "a", "L"),
            change("labelsRemoved", "b", "L"),
            change("labelsAdded", "b", "L"),
            change("labelsAdded", "c", "L"),
            change("messagesAdded", "c"),
            change("messagesDeleted", "c"),
        )
        self.assertEqual(page.labelled, [("a", ("M",)), ("b", ("L",))])
        self.assertEqual(page.unlabelled, [("a", ("L",))])
        self.assertEqual((page.added, page.removed), ([], ["c"]))

    def test_records_that_make_no_sense(self):
        page = self.history(
            None,
            {},
            {"messages": 3, "messagesAdded": 3, "labelsAdded": {"0": {}}},
            {"messagesAdded": [None, {}, {"message": None}, {"message": {"id": 3}}]},
            {"messagesAdded": [{"message": {"id": "a", "threadId": 3, "labelIds": 3}}]},
            {"labelsAdded": [{"message": {"id": "b"}}, {"labelIds": ["L"]}]},
            {"labelsRemoved": [{"message": {"id": "c"}, "labelIds": [None, "L"]}]},
        )
        self.assertEqual(page.added, [("a", "", ())])
        self.assertEqual((page.labelled, page.removed), ([], []))
        self.assertEqual(page.unlabelled, [("c", ("L",))])

    def test_without_an_id_the_start_stays(self):
        self.assertEqual(self.serve(Reply({})).history("7").history_id, "7")

    def test_a_start_that_google_does_not_know(self):
        for reply in (
            NOT_FOUND,
            google_error(400, "invalidArgument", "Invalid startHistoryId"),
            google_error(
                400, "INVALID_ARGUMENT", "Invalid value at 'start_history_id' (UINT64)"
            ),
            google_error(400, "invalidArgument", "Invalid page token"),
        ):
            with self.assertRaises(CursorExpired):
                self.serve(reply).history("7")


class TestQuota(unittest.TestCase):
    def test_both_eras_know_every_method_we_call(self):
        new, old = gmail_quota.UNITS["2026"], gmail_quota.UNITS["before"]
        self.assertEqual(set(new), set(old))
        self.assertEqual(set(gmail_quota.PER_MINUTE), set(gmail_quota.UNITS))
        document = services.build("gmail")._rootDesc
        known = set()

        def collect(resource):
            known.update(
                method["id"].removeprefix("gmail.")
                for method in resource.get("methods", {}).values()
            )
            for inner in resource.get("resources", {}).values():
                collect(inner)

        collect(document)
        self.assertLessEqual(set(new), known)

    def test_what_a_minute_pays_for(self):
        affordable = gmail_quota.affordable
        self.assertEqual(affordable("users.messages.get"), 300)
        self.assertEqual(affordable("users.messages.get", era="before"), 3000)
        self.assertEqual(affordable("users.messages.get", units=59), 2)
        self.assertEqual(affordable("users.messages.send", units=-5), 0)
