# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Batches of contacts: whole or not at all, and who is to blame."""

from http.client import HTTPException

from ..fakes.people_testing import PeopleCase

TYPE = "type.googleapis.com/google.people.v1.Batch%sContactsErrorDetails"


class TestBatches(PeopleCase):
    def create(self, bodies, mask="names"):
        entries = [{"contactPerson": body} for body in bodies]
        return self.people.batchCreateContacts(
            body={"contacts": entries, "readMask": mask}
        )

    def change(self, contacts, mask="names", read="names,metadata"):
        return self.people.batchUpdateContacts(
            body={"contacts": contacts, "updateMask": mask, "readMask": read}
        )

    def names(self):
        return [
            contact["names"][0]["displayName"]
            for contact in self.world.contacts(self.anna)
        ]

    def test_create(self):
        made = self.create([self.body("Ada"), self.body("Bob")]).execute()
        self.assertEqual(self.names(), ["Ada", "Bob"])
        first = made["createdPeople"][0]
        self.assertEqual(first["httpStatusCode"], 200)
        self.assertEqual(
            first["requestedResourceName"], first["person"]["resourceName"]
        )
        self.assertEqual(
            set(first["person"]), {"resourceName", "etag", "names"}, "the mask only"
        )

    def test_an_empty_read_mask_gets_no_answer(self):
        self.assertEqual(self.create([self.body("Ada")], "").execute(), {})
        self.assertEqual(self.names(), ["Ada"])

    def test_one_bad_contact_and_nothing_is_created(self):
        bad = {"names": [{"givenName": "A"}, {"givenName": "B"}]}
        request = self.create([self.body("Ada"), bad, self.body("Bob"), {}])
        error = self.error(400, "INVALID_ARGUMENT", request)
        details = error["details"][0]
        self.assertEqual(details["@type"], TYPE % "Create")
        self.assertEqual(sorted(details["contactErrors"]), ["1", "3"])
        status = details["contactErrors"]["1"]
        self.assertEqual(status["code"], 3)
        self.assertEqual(
            status["message"], "Cannot have more than one person.names per source."
        )
        self.assertEqual(self.names(), [])

    def test_200_and_no_more(self):
        self.invalid(self.create([self.body("A")] * 201))
        self.invalid(self.create([]))
        self.create([self.body("A")] * 200).execute()
        self.assertEqual(len(self.names()), 200)
        names = [c["resourceName"] for c in self.world.contacts(self.anna)]
        self.invalid(self.change({}))
        self.invalid(self.change({name: {} for name in [*names, "people/c1"]}))

    def test_a_batch_that_would_overflow_creates_nothing(self):
        self.world._book(self.anna).living = 24999
        request = self.create([self.body("A"), self.body("B")])
        self.failed(429, "RESOURCE_EXHAUSTED", request)
        self.assertEqual(self.world.contacts(self.anna), [])

    def test_masks(self):
        self.invalid(self.create([self.body("A")], "name"))
        name = self.make()
        person = self.read(name)
        self.invalid(self.change({name: person}, mask=""))
        self.invalid(self.change({name: person}, mask="photos"))
        self.invalid(self.change({name: person}, read="name"))

    def test_update(self):
        one, two = self.make("Ada"), self.make("Bob")
        contacts = {
            name: {**self.read(name), "names": [{"givenName": text}]}
            for name, text in ((one, "Eve"), (two, "Zoe"))
        }
        result = self.change(contacts).execute()["updateResult"]
        self.assertEqual(self.names(), ["Eve", "Zoe"])
        self.assertEqual(set(result), {one, two})
        self.assertEqual(result[one]["person"]["names"][0]["givenName"], "Eve")
        # The answer's etags are good for the next one.
        contacts = {name: entry["person"] for name, entry in result.items()}
        self.change(contacts).execute()

    def test_update_without_an_answer(self):
        name = self.make("Ada")
        person = {**self.read(name), "names": [{"givenName": "Eve"}]}
        self.assertEqual(self.change({name: person}, read="").execute(), {})
        self.assertEqual(self.names(), ["Eve"])

    def test_one_stale_etag_and_nothing_is_updated(self):
        one, two = self.make("Ada"), self.make("Bob")
        contacts = {
            n: {**self.read(n), "names": [{"givenName": "X"}]} for n in (one, two)
        }
        self.world.touch_contact(self.anna, two)
        error = self.error(400, "FAILED_PRECONDITION", self.change(contacts))
        details = error["details"][0]
        self.assertEqual(details["@type"], TYPE % "Update")
        self.assertEqual(list(details["contactErrors"]), [two])
        self.assertEqual(details["contactErrors"][two]["code"], 9)
        self.assertEqual(self.names(), ["Ada", "Bob"])

    def test_every_culprit_is_named(self):
        one, two, three = self.make("Ada"), self.make("Bob"), self.make("Cleo")
        contacts = {n: self.read(n) for n in (one, two, three)}
        self.world.delete_contact(self.anna, one)
        contacts[two]["names"] = [{"givenName": "A"}, {"givenName": "B"}]
        error = self.error(400, "INVALID_ARGUMENT", self.change(contacts))
        culprits = error["details"][0]["contactErrors"]
        self.assertEqual(
            {name: status["code"] for name, status in culprits.items()},
            {one: 5, two: 3},
        )

    def test_delete(self):
        one, two = self.make("Ada"), self.make("Bob")
        request = self.people.batchDeleteContacts(body={"resourceNames": [one, two]})
        self.assertEqual(request.execute(), {})
        self.assertEqual(self.names(), [])

    def test_delete_is_whole_or_not_at_all(self):
        one = self.make("Ada")
        for names, status, words in (
            ([one, "people/c5"], 404, "NOT_FOUND"),
            ([one, one], 400, "INVALID_ARGUMENT"),
            ([one, "people/me"], 400, "INVALID_ARGUMENT"),
            ([], 400, "INVALID_ARGUMENT"),
            ([f"people/c{n}" for n in range(501)], 400, "INVALID_ARGUMENT"),
        ):
            request = self.people.batchDeleteContacts(body={"resourceNames": names})
            self.failed(status, words, request)
        self.assertEqual(self.names(), ["Ada"])

    def test_poison_is_named_in_batches_and_refused_alone(self):
        self.fake.faults.refuse_contact("Bob", "Not this one.")
        request = self.create([self.body("Ada"), self.body("Bob")])
        error = self.error(400, "INVALID_ARGUMENT", request)
        self.assertEqual(
            error["details"][0]["contactErrors"]["1"]["message"], "Not this one."
        )
        message = self.invalid(self.people.createContact(body=self.body("Bob")))
        self.assertEqual(message, "Not this one.")
        self.fake.faults.clear()
        request.execute()
        self.assertEqual(self.names(), ["Ada", "Bob"])

    def test_a_contact_goes_stale_in_the_middle_of_a_batch(self):
        one, two = self.make("Ada"), self.make("Bob")
        contacts = {n: self.read(n) for n in (one, two)}
        self.fake.faults.stale_contact(
            two, change={"nicknames": [{"value": "from elsewhere"}]}
        )
        error = self.error(400, "FAILED_PRECONDITION", self.change(contacts))
        self.assertEqual(list(error["details"][0]["contactErrors"]), [two])
        nick = self.world.contact(self.anna, two)["nicknames"][0]["value"]
        self.assertEqual(nick, "from elsewhere")
        contacts[two] = self.read(two)
        self.change(contacts).execute()

    def test_a_lost_answer_has_its_effect(self):
        self.fake.faults.lose_answer(match=("POST", ":batchCreateContacts"))
        # Not through httplib2: it sends a request again whose answer was lost.
        with self.assertRaises((OSError, HTTPException)):
            self.raw(
                "POST",
                "/v1/people:batchCreateContacts",
                {"contacts": [{"contactPerson": self.body("Ada")}]},
            )
        self.assertEqual(self.names(), ["Ada"])
