# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts by the hundred: each with its own outcome."""

import json
import unittest

from ...gapi.people import PERSON_FIELDS
from .gapi_people_support import (
    BAD,
    CREATE,
    DELETE,
    GET,
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

    def test_when_nobody_can_say_who_is_there(self):
        names = [f"people/c{n}" for n in range(4)]
        gone = refusal(404, "NOT_FOUND")
        self.serve(gone, refusal(403, "PERMISSION_DENIED"))
        self.assertEqual(kinds(self.client.delete(names)), {"Forbidden": 4})
        self.assertEqual(len(self.server.seen), 2)
        # A question that Google does not like is no reason to stop.
        self.serve(gone, refusal(400, "INVALID_ARGUMENT"), Reply({}), Reply({}))
        self.assertEqual(kinds(self.client.delete(names)), {"ok": 4})

    def test_a_refusal_is_no_failure(self):
        """Google answers: waiting begins anew."""
        client = self.serve_book(faults=["fast", "fast", None, "fast", "fast"])
        results = client.create(bodies(3, bad=(1,)))
        self.assertEqual([kind(r) for r in results], ["ok", "Rejected", "ok"])
        self.assertEqual(self.slept, [1.0, 2.0, 1.0, 2.0])

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
