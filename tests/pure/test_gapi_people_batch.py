# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts by the hundred: each with its own outcome, and nothing done twice."""

import json
import unittest
from unittest import mock

from hypothesis import given, settings, strategies as st

from ...gapi import people_jobs
from ...gapi.errors import Transient
from ...gapi.people import PERSON_FIELDS
from .gapi_people_support import (
    BAD,
    AddressBook,
    Always,
    PeopleCase,
    kind,
    kinds,
    person,
    refusal,
)
from .gapi_support import Reply

CREATE, UPDATE = "batchCreateContacts", "batchUpdateContacts"
DELETE, GET = "batchDeleteContacts", "batchGet"


def bodies(count, bad=()):
    """Bodies to be created; those at the positions `bad` are refused."""
    note = {"biographies": [{"value": BAD}]}
    return [person(n, **(note if n in bad else {})) for n in range(count)]


def noted(persons, bad=()):
    """The same persons with a note, which is what the tests update."""
    return [
        {**item, "biographies": [{"value": BAD if n in bad else "fine"}]}
        for n, item in enumerate(persons)
    ]


class TestOrder(PeopleCase, unittest.TestCase):
    def test_nothing(self):
        client = self.serve_book()
        self.assertEqual(client.create([]), [])
        self.assertEqual(client.update([], ["names"]), [])
        self.assertEqual(client.delete([]), [])
        self.assertEqual(self.server.seen, [])

    def test_as_many_a_request_as_google_takes_in_the_order_given(self):
        client = self.serve_book()
        made = client.create(bodies(450))
        self.assertEqual(
            [result.value["clientData"][0]["value"] for result in made],
            [f"uuid/{number}" for number in range(450)],
        )
        persons = [result.value for result in made]
        persons.reverse()
        changed = client.update(noted(persons), ["biographies"])
        self.assertEqual(
            [result.value["resourceName"] for result in changed],
            [item["resourceName"] for item in persons],
        )
        deleted = client.delete([item["resourceName"] for item in persons] * 2)
        self.assertEqual(kinds(deleted), {"ok": 900})
        self.assertTrue(all(result.value is None for result in deleted))
        self.assertEqual(
            self.sent(),
            [(CREATE, 200), (CREATE, 200), (CREATE, 50)]
            + [(UPDATE, 200), (UPDATE, 200), (UPDATE, 50)]
            # A name given twice is asked for again: nobody is there any more.
            + [(DELETE, 450), (DELETE, 450), (GET, 200), (GET, 200), (GET, 50)],
        )

    def test_what_is_sent(self):
        client = self.serve_book()
        client.create(bodies(1))
        body = json.loads(self.server.seen[0].body)
        self.assertEqual(body["contacts"], [{"contactPerson": person(0)}])
        self.assertEqual(set(body["readMask"].split(",")), set(PERSON_FIELDS))
        (item,) = self.book.put(1)
        item["metadata"] = {
            "sources": [
                {"type": "PROFILE", "id": "1", "etag": "#p"},
                {"type": "CONTACT", "id": "99", "etag": "#o", "updateTime": "…"},
                {"type": "CONTACT", "id": "1", "etag": "#a", "updateTime": "…"},
                "odd",
            ]
        }
        client.update([item], ["urls", "names"])
        body = json.loads(self.server.seen[1].body)
        self.assertEqual(body["updateMask"], "names,urls")
        self.assertEqual(
            body["contacts"]["people/c1"],
            {
                "resourceName": "people/c1",
                "etag": item["etag"],
                "metadata": {"sources": [{"type": "CONTACT", "id": "1", "etag": "#a"}]},
                "names": item["names"],
            },
        )

    def test_without_metadata_the_source_is_known_by_the_name(self):
        client = self.serve_book()
        sources = []
        for name in ("people/c5144213585064411431", "people/117"):
            client.update([{"resourceName": name, "etag": "%e"}], ["names"])
            contacts = json.loads(self.server.seen[-1].body)["contacts"]
            sources += contacts[name]["metadata"]["sources"]
        self.assertEqual(
            sources,
            [{"type": "CONTACT", "id": "4763eb001a80c127"}, {"type": "CONTACT"}],
        )

    def test_masks_that_cannot_be_written(self):
        client = self.serve_book()
        for mask in ([], ["photos"], ["metadata", "names"], ["nicknames"]):
            with self.subTest(mask=mask), self.assertRaises(ValueError):
                client.update(self.book.put(1), mask)

    def test_one_contact_twice_is_never_in_one_request(self):
        client = self.serve_book()
        (item,) = self.book.put(1)
        results = client.update(noted([item, item]), ["biographies"])
        self.assertEqual([kind(result) for result in results], ["ok", "Conflict"])
        self.assertEqual(self.sent(), [(UPDATE, 1), (UPDATE, 1)])


class TestRefusals(PeopleCase, unittest.TestCase):
    def test_whom_google_names_is_left_out_and_the_others_go_at_once(self):
        client = self.serve_book()
        results = client.create(bodies(200, bad=(0, 7, 199)))
        self.assertEqual(kinds(results), {"ok": 197, "Rejected": 3})
        self.assertEqual((results[7].error.detail, results[7].error.status), (BAD, 400))
        self.assertEqual(self.sent(), [(CREATE, 200), (CREATE, 197)])
        self.assertEqual(self.slept, [])

    def test_each_by_its_type(self):
        client = self.serve_book()
        persons = noted(self.book.put(6), bad=(3,))
        persons[1]["etag"] = "%stale"
        del self.book.people["people/c3"]
        results = client.update(persons, ["biographies"])
        self.assertEqual(
            [kind(result) for result in results],
            ["ok", "Conflict", "Gone", "Rejected", "ok", "ok"],
        )
        self.assertEqual(self.sent(), [(UPDATE, 6), (UPDATE, 3)])
        self.assertFalse(any(r.error.outcome_unknown for r in results if r.error))

    def test_without_names_the_one_is_found_by_halves(self):
        client = self.serve_book(details="none")
        results = client.create(bodies(200, bad=(77,)))
        self.assertEqual(kinds(results), {"ok": 199, "Rejected": 1})
        self.assertEqual(kind(results[77]), "Rejected")
        self.assertLessEqual(len(self.server.seen), 17)
        self.assertEqual(set(self.book.applied.values()), {1})

    def test_names_of_nobody_are_no_names(self):
        self.serve()
        odd = [
            [{"contactErrors": {"9": {"code": 3}, "x": {"code": 3}, "-1": {}}}],
            [{"contactErrors": ["0"]}, None, {"contactErrors": {"0": "no"}}],
            [{"fieldViolations": [{"field": "read_mask"}, 3, {"field": None}]}],
            "details",
        ]
        for details in odd:
            refused = refusal(400, "INVALID_ARGUMENT", "No.", details)
            self.server.replies = [refused, refused, refused]
            self.server.seen.clear()
            results = self.client.create(bodies(2))
            self.assertEqual(kinds(results), {"Rejected": 2})
            self.assertEqual(len(self.server.seen), 3)

    def test_what_google_cannot_even_parse(self):
        words = "Unknown name \"nmes\" at 'contacts[1].contact_person': Cannot find."
        violation = {"field": "contacts[1].contact_person", "description": words}
        self.serve(
            refusal(400, "INVALID_ARGUMENT", words, [{"fieldViolations": [violation]}]),
            AddressBook(),
        )
        results = self.client.create(bodies(2))
        self.assertEqual([kind(result) for result in results], ["ok", "Rejected"])
        self.assertEqual(results[1].error.detail, words)

    def test_contacts_may_be_named_by_their_id_alone(self):
        self.serve()
        book = AddressBook()
        persons = noted(book.put(2))
        details = [{"contactErrors": {"c2": {"code": 9}}}]
        self.server.replies = [refusal(400, "FAILED_PRECONDITION", "", details), book]
        results = self.client.update(persons, ["biographies"])
        self.assertEqual([kind(result) for result in results], ["ok", "Conflict"])

    def test_a_404_that_names_nobody_asks_who_is_there(self):
        client = self.serve_book(details="none")
        persons = noted(self.book.put(200))
        del self.book.people["people/c78"]
        results = client.update(persons, ["biographies"])
        self.assertEqual(kinds(results), {"ok": 199, "Gone": 1})
        self.assertEqual(self.sent(), [(UPDATE, 200), (GET, 200), (UPDATE, 199)])

    def test_a_404_although_everybody_is_there_is_found_by_halves(self):
        self.serve_book()
        names = [item["resourceName"] for item in self.book.put(4)]
        gone = refusal(404, "NOT_FOUND")
        answers = [gone, self.book, gone, self.book, gone, self.book, self.book]
        self.server.replies = answers
        self.assertEqual(kinds(self.client.delete(names)), {"ok": 4})
        self.assertEqual(
            self.sent(),
            [(DELETE, 4), (GET, 4), (DELETE, 2), (GET, 2), (DELETE, 1)]
            + [(DELETE, 1), (DELETE, 2)],
        )

    def test_errors_of_single_entries_in_a_good_answer(self):
        def answer(seen):
            reply = AddressBook()(seen)
            entries = reply.body["createdPeople"]
            entries[1] = {"status": {"code": 3, "message": BAD}}
            entries[2] = {"httpStatusCode": 404}
            return reply

        self.serve(answer)
        results = self.client.create(bodies(4))
        self.assertEqual(
            [kind(result) for result in results], ["ok", "Rejected", "Rejected", "ok"]
        )
        self.assertEqual(len(self.server.seen), 1)


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
        client = self.serve_book()

        def grant():
            raise Transient("no answer", service="oauth", kind="network")

        self._grant = grant
        client = self.serve_book()
        results = client.create(bodies(3))
        self.assertEqual(kinds(results), {"Transient": 3})
        self.assertFalse(any(result.error.outcome_unknown for result in results))
        self.assertEqual(self.server.seen, [])

    def test_no_secret_in_any_error(self):
        self.serve(
            refusal(400, "INVALID_ARGUMENT", "Bearer ya29.a0-very-secret-access")
        )
        (result,) = self.client.create(bodies(1))
        self.assertNoSecret(result, result.error)


FAULTS = ("lost", "dropped", "garbled", "late", "busy", "fast", "met")
STATES = ("good", "bad", "stale", "gone")


class TestLaws(PeopleCase, unittest.TestCase):
    """Whatever a batch holds and whatever happens to it."""

    def setUp(self):
        super().setUp()
        self.serve()
        for job in (people_jobs.Creation, people_jobs.Update, people_jobs.Deletion):
            patch = mock.patch.object(job, "most", 5)
            patch.start()
            self.addCleanup(patch.stop)

    def open(self, details, faults=()):
        self.book = AddressBook(details, faults)
        self.server.replies = Always(self.book)
        self.server.seen.clear()

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(st.sampled_from(("good", "good", "bad")), max_size=17),
        st.sampled_from(("all", "first", "none")),
    )
    def test_creations_have_their_own_right_outcome(self, states, details):
        self.open(details)
        bad = {n for n, state in enumerate(states) if state == "bad"}
        results = self.client.create(bodies(len(states), bad))
        self.assertEqual(
            [kind(result) for result in results],
            ["Rejected" if state == "bad" else "ok" for state in states],
        )
        self.assertEqual(sum(self.book.applied.values()), len(states) - len(bad))
        for n, result in enumerate(results):
            if result.value:
                self.assertEqual(result.value["names"], person(n)["names"])

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(st.sampled_from(STATES), max_size=17),
        st.sampled_from(("all", "first", "none")),
    )
    def test_updates_have_their_own_right_outcome(self, states, details):
        self.open(details)
        right = {"good": "ok", "bad": "Rejected", "stale": "Conflict", "gone": "Gone"}
        results = self.client.update(self.persons(states), ["biographies"])
        self.assertEqual(
            [kind(result) for result in results], [right[state] for state in states]
        )
        self.assertEqual(sum(self.book.applied.values()), states.count("good"))

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(st.sampled_from(STATES), max_size=17),
        st.sampled_from(("all", "first", "none")),
        st.lists(st.sampled_from((None, *FAULTS)), max_size=9),
    )
    def test_on_bad_days_nothing_is_done_twice_and_nothing_is_hidden(
        self, states, details, faults
    ):
        self.open(details, faults)
        bad = {n for n, state in enumerate(states) if state == "bad"}
        created = self.client.create(bodies(len(states), bad))
        made = [p["clientData"][0]["value"] for p in self.book.people.values()]
        self.assertEqual(len(made), len(set(made)))
        for n, result in enumerate(created):
            if not result.error:
                self.assertIn(f"uuid/{n}", made)
            elif not result.error.outcome_unknown:
                self.assertNotIn(f"uuid/{n}", made)
        self.open(details, faults)
        persons = self.persons(states)
        for result, item in zip(
            self.client.update(persons, ["biographies"]), persons, strict=True
        ):
            times = self.book.applied[item["resourceName"]]
            if not result.error:
                self.assertEqual(times, 1)
            elif result.error.outcome_unknown:
                self.assertLessEqual(times, 1)
            else:
                self.assertEqual(times, 0)
        self.open(details, faults)
        names = [item["resourceName"] for item in self.persons(states)]
        for result, name in zip(self.client.delete(names), names, strict=True):
            if not result.error:
                self.assertNotIn(name, self.book.people)
            elif not result.error.outcome_unknown:
                self.assertEqual(self.book.applied[name], 0)

    def persons(self, states):
        """Contacts in these states, as an update is asked for them."""
        bad = {n for n, state in enumerate(states) if state == "bad"}
        persons = noted(self.book.put(len(states)), bad)
        for item, state in zip(persons, states, strict=True):
            if state == "stale":
                item["etag"] = "%stale"
            elif state == "gone":
                del self.book.people[item["resourceName"]]
        return persons
