# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts by the hundred on bad days: what is sent again, and what never is."""

import json
import unittest
from unittest import mock

from ...gapi import people_jobs
from ...gapi.errors import Transient
from .gapi_people_support import (
    CREATE,
    UPDATE,
    AddressBook,
    PeopleCase,
    bodies,
    kind,
    kinds,
    noted,
    person,
    refusal,
)
from .gapi_support import Reply


class TestUnknown(PeopleCase, unittest.TestCase):
    """A creation is never repeated once it may have taken effect."""

    def test_whatever_happens_to_the_answer(self):
        for fault in ("lost", "dropped", "garbled", "late", "busy"):
            with self.subTest(fault=fault):
                client = self.serve_book(faults=[None, fault])
                results = client.create(bodies(500))
                self.assertEqual(kinds(results), {"ok": 200, "Transient": 300})
                self.assertEqual(
                    [result.error.outcome_unknown for result in results[200:]],
                    [True] * 200 + [False] * 100,
                )
                self.assertEqual(self.sent(), [(CREATE, 200)] * 2)
                self.assertLessEqual(set(self.book.applied.values()), {1})

    def test_an_answer_that_is_not_whole(self):
        def changed(change):
            def answer(seen):
                reply = AddressBook()(seen)
                change(reply.body["createdPeople"])
                return reply

            return answer

        for change, unknown in (
            (lambda entries: entries.pop(), [0, 1, 2]),  # whose is missing?
            (lambda entries: entries.append(entries[0]), [0, 1, 2]),
            (lambda entries: entries.clear(), [0, 1, 2]),
            (lambda entries: entries.__setitem__(1, None), [1]),
            (lambda entries: entries.__setitem__(1, {"status": {}}), [1]),
            (lambda entries: entries[1]["person"].pop("resourceName"), [1]),
            (lambda entries: entries[1].update(status={"code": 13}), [1]),
        ):
            with mock.patch.object(people_jobs.Creation, "most", 3):
                self.serve(changed(change))
                results = self.client.create(bodies(5))
            found = [
                n
                for n, result in enumerate(results)
                if result.error and result.error.outcome_unknown
            ]
            self.assertEqual(found, unknown)
            self.assertEqual([kind(r) for r in results[3:]], ["Transient"] * 2)
            self.assertEqual(len(self.server.seen), 1)

    def test_what_google_did_not_do_is_sent_again(self):
        client = self.serve_book(faults=["fast", "met"])
        self.assertEqual(kinds(client.create(bodies(3))), {"ok": 3})
        self.assertEqual(self.slept, [1.0, 2.0])

        def answer(seen):
            reply = AddressBook()(seen)
            reply.body["createdPeople"][1] = {"status": {"code": 10}}
            return reply

        self.serve(answer, AddressBook())
        self.assertEqual(kinds(self.client.create(bodies(3))), {"ok": 3})
        second = json.loads(self.server.seen[1].body)["contacts"]
        self.assertEqual([c["contactPerson"] for c in second], [person(1)])


class TestRepeats(PeopleCase, unittest.TestCase):
    """An update is guarded by its etag, a deletion is done once."""

    def test_updates_that_pass_by_themselves(self):
        for fault in ("busy", "fast", "met", "dropped"):
            with self.subTest(fault=fault):
                client = self.serve_book(faults=[fault])
                results = client.update(noted(self.book.put(200)), ["biographies"])
                self.assertEqual(kinds(results), {"ok": 200})
                self.assertEqual(self.sent(), [(UPDATE, 200)] * 2)

    def test_a_connection_that_broke_while_idle_is_no_reason_to_wait(self):
        client = self.serve_book(faults=[None, "dropped"])
        results = client.update(noted(self.book.put(300)), ["biographies"])
        self.assertEqual(kinds(results), {"ok": 300})
        self.assertEqual(self.slept, [])

    def test_an_update_that_was_done_already_says_that_it_may_be_ours(self):
        for fault in ("lost", "garbled", "late"):
            with self.subTest(fault=fault):
                client = self.serve_book(faults=[fault])
                results = client.update(noted(self.book.put(3)), ["biographies"])
                self.assertEqual(kinds(results), {"Conflict": 3})
                self.assertTrue(all(r.error.outcome_unknown for r in results))
                self.assertEqual(set(self.book.applied.values()), {1})

    def test_a_lost_deletion(self):
        client = self.serve_book(faults=["lost"])
        names = [item["resourceName"] for item in self.book.put(450)]
        self.assertEqual(kinds(client.delete(names)), {"ok": 450})
        self.assertEqual(len(self.server.seen), 5)

    def test_an_entry_that_is_missing_in_the_answer(self):
        self.serve()
        book = AddressBook()
        persons = noted(book.put(3))

        def answer(seen):
            reply = book(seen)
            del reply.body["updateResult"]["people/c2"]
            return reply

        self.server.replies = [answer, book]
        results = self.client.update(persons, ["biographies"])
        self.assertEqual([kind(r) for r in results], ["ok", "Conflict", "ok"])
        self.assertTrue(results[1].error.outcome_unknown)

    def test_what_one_entry_waits_for_in_vain(self):
        for code, others in ((8, "Transient"), (13, "ok")):
            book = AddressBook()
            persons = noted(book.put(300))

            def answer(seen, book=book, code=code):
                reply = book(seen)
                reply.body["updateResult"]["people/c1"] = {"status": {"code": code}}
                return reply

            self.serve(answer, book, retries=0)
            results = self.client.update(persons, ["biographies"])
            self.assertEqual(kind(results[0]), "Transient")
            self.assertEqual({kind(r) for r in results[1:200]}, {"ok"})
            self.assertEqual({kind(r) for r in results[200:]}, {others})

    def test_a_contact_whose_name_changed(self):
        """Under which of its names it is answered Google does not say."""

        def renamed(key, asked, source):
            found = {"resourceName": "people/77", "etag": "%2"}
            if source:
                found["metadata"] = {"sources": [{"type": "CONTACT", "id": "1"}]}
            entry = {"person": found, "status": {}, "requestedResourceName": asked}
            return Reply({"updateResult": {key: entry}})

        for answer in (
            renamed("people/c1", None, False),
            renamed("people/77", "people/c1", False),
            renamed("people/77", "people/77", True),
        ):
            self.serve(answer)
            (result,) = self.client.update(AddressBook().put(1), ["names"])
            self.assertEqual(result.value["resourceName"], "people/77")
            self.assertEqual(len(self.server.seen), 1)

    def test_a_contact_that_breaks_googles_server_stops_nobody_else(self):
        def answer(seen):
            if "people/c9" in json.loads(seen.body)["contacts"]:
                return refusal(500, "INTERNAL", "Internal error.")
            return self.book(seen)

        self.serve_book()
        persons = noted(self.book.put(250))
        self.server.replies = [answer] * 20
        results = self.client.update(persons, ["biographies"])
        failed = [n for n, result in enumerate(results) if result.error]
        self.assertIn(8, failed)
        self.assertLess(len(failed), 100)
        self.assertEqual(kind(results[8]), "Transient")

    def test_a_server_that_is_down_is_not_asked_for_ever(self):
        client = self.serve_book(faults=["busy"] * 99)
        results = client.update(noted(self.book.put(1000)), ["biographies"])
        self.assertEqual(kinds(results), {"Transient": 1000})
        self.assertLessEqual(len(self.server.seen), 6)
        self.assertLessEqual(sum(self.slept), 10)
        self.assertFalse(results[-1].error.outcome_unknown)

    def test_a_long_wait_is_the_callers(self):
        self.serve(Reply({}, 503, {"Retry-After": "600"}))
        results = self.client.delete([f"people/c{n}" for n in range(600)])
        self.assertEqual(kinds(results), {"Transient": 600})
        self.assertEqual({result.error.retry_after for result in results}, {600.0})
        self.assertEqual((len(self.server.seen), self.slept), (1, []))


class TestWholeAccount(PeopleCase, unittest.TestCase):
    def test_nothing_more_is_sent(self):
        scope = [{"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]
        per_day = "Quota exceeded for … and limit 'Daily Contact Writes per day'"
        for reply, kind_of_error, requests in (
            (refusal(403, "PERMISSION_DENIED", "", scope), "Forbidden", 1),
            (refusal(403, "PERMISSION_DENIED"), "Forbidden", 1),
            (refusal(401, "UNAUTHENTICATED"), "ReauthRequired", 2),
            (refusal(429, "RESOURCE_EXHAUSTED", per_day), "Transient", 1),
            (refusal(400, "X", "MY_CONTACTS_OVERFLOW_COUNT"), "Transient", 1),
        ):
            for act in (
                lambda: self.client.create(bodies(450)),
                lambda: self.client.update(AddressBook().put(450), ["names"]),
                lambda: self.client.delete([f"people/c{n}" for n in range(1200)]),
            ):
                self.serve(*[reply] * 9)
                results = act()
                self.assertEqual(kinds(results), {kind_of_error: len(results)})
                self.assertFalse(any(r.error.outcome_unknown for r in results))
                self.assertEqual(len(self.server.seen), requests)
                self.assertEqual(self.slept, [])

    def test_a_limit_that_one_entry_names(self):
        full = {"code": 8, "message": "MY_CONTACTS_OVERFLOW_COUNT"}
        details = [{"contactErrors": {"1": full}}]
        self.serve(refusal(400, "INVALID_ARGUMENT", "", details))
        results = self.client.create(bodies(300))
        self.assertEqual(kinds(results), {"Transient": 300})
        self.assertEqual({result.error.kind for result in results}, {"quota"})
        self.assertEqual(len(self.server.seen), 1)

    def test_a_right_that_one_contact_lacks_is_its_own(self):
        self.serve()
        book = AddressBook()
        persons = noted(book.put(2))
        details = [{"contactErrors": {"people/c1": {"code": 7}}}]
        self.server.replies = [refusal(403, "PERMISSION_DENIED", "", details), book]
        results = self.client.update(persons, ["biographies"])
        self.assertEqual([kind(result) for result in results], ["Forbidden", "ok"])

    def test_no_token(self):
        def grant():
            raise Transient(
                "no answer", service="oauth", kind="network", outcome_unknown=True
            )

        self._grant = grant
        client = self.serve_book()
        results = client.create(bodies(3))
        self.assertEqual(kinds(results), {"Transient": 3})
        self.assertFalse(any(result.error.outcome_unknown for result in results))
        self.assertEqual((self.server.seen, self.slept), ([], []))

    def test_no_secret_in_any_error(self):
        self.serve(
            refusal(400, "INVALID_ARGUMENT", "Bearer ya29.a0-very-secret-access")
        )
        (result,) = self.client.create(bodies(1))
        self.assertNoSecret(result, result.error)
