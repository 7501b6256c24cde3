# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The people client against the emulator: what Google does with all of it."""

import unittest

from ...gapi.errors import (
    Conflict,
    CursorExpired,
    Forbidden,
    Gone,
    ReauthRequired,
    Rejected,
    Transient,
)
from ...gapi.oauth import IDENTITY
from ...gapi.people import PeopleClient
from ...gapi.people_requests import SOURCES
from ...gapi.scopes import CONTACTS
from ..fakes import people_store
from .gapi_people_support import PIXEL, kinds, person
from .gapi_support import EmulatorCase

CREATE = ("POST", "/v1/people:batchCreateContacts")
UPDATE = ("POST", "/v1/people:batchUpdateContacts")
DELETE = ("POST", "/v1/people:batchDeleteContacts")


class PeopleCase(EmulatorCase, unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.client = self.contacts()

    def contacts(self, scopes=IDENTITY + CONTACTS):
        return PeopleClient(self.transport, self.connect(scopes=scopes).token_source)

    def made(self, count):
        """Contacts that are there, as the client reads them."""
        results = self.client.create([person(n) for n in range(count)])
        self.assertEqual(kinds(results), {"ok": count})
        self.fake.log.clear()
        self.transport.request_count = 0
        return [result.value for result in results]

    def stored(self):
        """{given name: how many} of what the account holds."""
        found = {}
        for contact in self.world.contacts(self.email):
            name = contact["names"][0]["givenName"]
            found[name] = found.get(name, 0) + 1
        return found

    def requests(self):
        return [(entry.method, entry.path) for entry in self.fake.log.requests]


class TestListing(PeopleCase):
    def test_full_then_what_changed(self):
        first, second, third = self.made(3)
        page = self.client.connections()
        self.assertEqual(
            [item["resourceName"] for item in page.items],
            [item["resourceName"] for item in (first, second, third)],
        )
        self.assertIsNone(page.next_page_token)
        self.world.change_contact(
            self.email, first["resourceName"], {"organizations": [{"name": "Odoo"}]}
        )
        self.world.delete_contact(self.email, second["resourceName"])
        new = self.world.rename_contact(self.email, third["resourceName"])
        later = self.client.connections(sync_token=page.next_sync_token)
        found = {item["resourceName"]: item for item in later.items}
        self.assertEqual(
            found[first["resourceName"]]["organizations"][0]["name"], "Odoo"
        )
        self.assertTrue(found[second["resourceName"]]["metadata"]["deleted"])
        self.assertEqual(
            found[new]["metadata"]["previousResourceNames"], [third["resourceName"]]
        )
        idle = self.client.connections(sync_token=later.next_sync_token)
        self.assertEqual(idle.items, [])

    def test_a_thousand_a_page(self):
        for number in range(1001):
            self.world.put_contact(self.email, person(number))
        pages = list(self.client.pages())
        self.assertEqual([len(page.items) for page in pages], [1000, 1])
        self.assertEqual([bool(page.next_sync_token) for page in pages], [False, True])

    def test_profiles_are_not_mixed_in(self):
        """What somebody says of themselves cannot be written, so it is not read."""
        own = {"metadata": {"source": {"type": "PROFILE", "id": "1"}}}
        self.world.seed_raw_contact(
            self.email,
            {
                "names": [
                    {"givenName": "Ada"},
                    {"givenName": "Augusta", **own},
                ],
                "metadata": {"sources": [{"type": "PROFILE", "id": "1"}]},
            },
        )
        (item,) = self.client.connections().items
        self.assertEqual([name["givenName"] for name in item["names"]], ["Ada"])
        self.assertEqual(SOURCES, ("READ_SOURCE_TYPE_CONTACT",))

    def test_dead_cursors_ask_for_a_full_listing(self):
        page = self.client.connections()
        self.world.expire_contact_cursors()
        for token in (page.next_sync_token, "not-a-token"):
            with self.assertRaises(CursorExpired):
                self.client.connections(sync_token=token)

    def test_the_limit_on_full_listings_waits(self):
        self.world.people_quota(full_syncs=1)
        self.client.connections()
        with self.assertRaises(Transient) as caught:
            self.client.connections()
        self.assertEqual(caught.exception.kind, "rate")
        self.assertIn("FBS quota limit exceeded", caught.exception.detail)

    def test_no_scope_no_api_no_grant(self):
        with self.assertRaises(Forbidden) as caught:
            self.contacts(scopes=IDENTITY).connections()
        self.assertEqual(caught.exception.kind, "scope")
        self.client = self.contacts()
        self.faults.disable_api("people")
        results = self.client.create([person(n) for n in range(201)])
        self.assertEqual(kinds(results), {"Forbidden": 201})
        self.assertEqual(results[200].error.kind, "api_disabled")
        self.assertEqual(self.transport.request_count, 1)
        self.faults.enable_api("people")
        self.faults.revoke_tokens(self.email)
        with self.assertRaises(ReauthRequired):
            self.client.groups()


class TestContacts(PeopleCase):
    def test_a_life(self):
        (made,) = self.made(1)
        self.assertEqual(made["names"][0]["givenName"], "Person00000")
        body = {**made, "organizations": [{"name": "Odoo"}], "phoneNumbers": []}
        (changed,) = self.client.update([body], ["organizations", "phoneNumbers"])
        self.assertEqual(changed.value["organizations"][0]["name"], "Odoo")
        self.assertNotIn("phoneNumbers", changed.value)
        self.assertIn("emailAddresses", changed.value)
        # The answer's etag is the one for the next change; the old one is stale.
        again = {**changed.value, "organizations": []}
        self.assertEqual(
            kinds(self.client.update([again], ["organizations"])), {"ok": 1}
        )
        (stale,) = self.client.update([again], ["organizations"])
        self.assertIsInstance(stale.error, Conflict)
        self.assertEqual(kinds(self.client.delete([made["resourceName"]])), {"ok": 1})
        (gone,) = self.client.update([again], ["organizations"])
        self.assertIsInstance(gone.error, Gone)

    def test_a_thousand_in_five_requests(self):
        results = self.client.create([person(n) for n in range(1000)])
        self.assertEqual(
            [result.value["names"][0]["givenName"] for result in results],
            [f"Person{n:05d}" for n in range(1000)],
        )
        self.assertEqual(self.requests(), [CREATE] * 5)
        self.fake.log.clear()
        bodies = [{**r.value, "organizations": [{"name": "Odoo"}]} for r in results]
        changed = self.client.update(bodies, ["organizations"])
        self.assertEqual(kinds(changed), {"ok": 1000})
        self.assertEqual(self.requests(), [UPDATE] * 5)
        self.fake.log.clear()
        names = [result.value["resourceName"] for result in results]
        self.assertEqual(kinds(self.client.delete(names)), {"ok": 1000})
        self.assertEqual(self.requests(), [DELETE] * 2)
        self.assertEqual(self.stored(), {})
        self.assertFalse(any(entry.overlapped for entry in self.fake.log.requests))

    def test_one_refused_and_the_others_go(self):
        bodies = [person(n) for n in range(200)]
        bodies[7]["names"] *= 2
        bodies[150] = {}
        results = self.client.create(bodies)
        self.assertEqual(kinds(results), {"ok": 198, "Rejected": 2})
        self.assertIn("names", results[7].error.detail)
        self.assertEqual(self.requests(), [CREATE] * 2)
        self.assertEqual(set(self.stored().values()), {1})

    def test_stale_gone_and_wrong_in_one_batch(self):
        made = self.made(5)
        names = [item["resourceName"] for item in made]
        self.world.touch_contact(self.email, names[1])
        self.world.delete_contact(self.email, names[2])
        bodies = [{**item, "organizations": [{"name": "Odoo"}]} for item in made]
        bodies[3]["organizations"] = [{"type": "work"}]
        results = self.client.update(bodies, ["organizations"])
        self.assertEqual(
            [type(result.error).__name__ for result in results],
            ["NoneType", "Conflict", "Gone", "Rejected", "NoneType"],
        )
        self.assertEqual(self.requests(), [UPDATE] * 2)

    def test_a_contact_with_a_new_name(self):
        made = self.made(2)
        new = self.world.rename_contact(self.email, made[0]["resourceName"])
        found = self.client.get([item["resourceName"] for item in made])
        renamed = found[made[0]["resourceName"]]
        self.assertEqual(renamed["resourceName"], new)
        # Asked for under the old name, and answered with the new one.
        body = {**renamed, "resourceName": made[0]["resourceName"], "organizations": []}
        results = self.client.update(
            [body, {**made[1], "organizations": []}], ["organizations"]
        )
        self.assertEqual(
            [result.value["resourceName"] for result in results],
            [new, made[1]["resourceName"]],
        )

    def test_who_is_not_there_is_read_as_none(self):
        made = self.made(3)
        self.world.delete_contact(self.email, made[1]["resourceName"])
        found = self.client.get([item["resourceName"] for item in made])
        self.assertEqual(
            [person and person["etag"] for person in found.values()],
            [made[0]["etag"], None, made[2]["etag"]],
        )
        self.assertEqual(self.transport.request_count, 1)

    def test_deleting_what_is_partly_gone(self):
        made = self.made(300)
        names = [item["resourceName"] for item in made]
        for name in names[::100]:
            self.world.delete_contact(self.email, name)
        results = self.client.delete(names)
        self.assertEqual(kinds(results), {"ok": 300})
        self.assertEqual(self.stored(), {})
        # Refused; two looks at who is there; the others.
        self.assertEqual(self.transport.request_count, 4)

    def test_the_account_is_full(self):
        most = people_store.MOST_CONTACTS
        people_store.MOST_CONTACTS = 200
        self.addCleanup(setattr, people_store, "MOST_CONTACTS", most)
        results = self.client.create([person(n) for n in range(450)])
        self.assertEqual(kinds(results), {"ok": 200, "Transient": 250})
        error = results[449].error
        self.assertEqual((error.kind, error.outcome_unknown), ("quota", False))
        self.assertEqual(self.requests(), [CREATE] * 2)


class TestBadDays(PeopleCase):
    def test_lost_answers(self):
        self.faults.lose_answer(match=CREATE)
        results = self.client.create([person(n) for n in range(250)])
        self.assertEqual(
            [result.error.outcome_unknown for result in results],
            [True] * 200 + [False] * 50,
        )
        self.assertEqual(len(self.stored()), 200)
        self.assertEqual(self.requests(), [CREATE])

    def test_a_lost_answer_to_an_update(self):
        made = self.made(2)
        bodies = [{**item, "organizations": [{"name": "Odoo"}]} for item in made]
        self.faults.lose_answer(match=UPDATE)
        results = self.client.update(bodies, ["organizations"])
        self.assertEqual(kinds(results), {"Conflict": 2})
        self.assertTrue(all(result.error.outcome_unknown for result in results))

    def test_a_lost_answer_to_a_deletion(self):
        names = [item["resourceName"] for item in self.made(300)]
        self.faults.lose_answer(match=DELETE)
        self.assertEqual(kinds(self.client.delete(names)), {"ok": 300})
        self.assertEqual(self.transport.request_count, 4)

    def test_too_fast(self):
        for match in (CREATE, UPDATE, DELETE):
            self.faults.rate_limit(status=429, retry_after=2, match=match)
        made = self.client.create([person(1)])
        changed = self.client.update(
            [{**made[0].value, "organizations": []}], ["organizations"]
        )
        deleted = self.client.delete([made[0].value["resourceName"]])
        self.assertEqual(kinds(made + changed + deleted), {"ok": 3})
        self.assertEqual(self.slept, [2, 2, 2])

    def test_tokens_that_end_meanwhile(self):
        self.faults.expire_access_tokens(self.email)
        self.assertEqual(kinds(self.client.create([person(1)])), {"ok": 1})
        self.assertEqual(len(self.stored()), 1)


class TestGroups(PeopleCase):
    def test_a_life(self):
        group = self.client.create_group("Odoo")
        with self.assertRaises(Conflict) as caught:
            self.client.create_group("Odoo")
        self.assertEqual(caught.exception.reason, "duplicate")
        name = group["resourceName"]
        listed = {g["resourceName"]: g for g in self.client.groups()}
        self.assertEqual(listed[name]["groupType"], "USER_CONTACT_GROUP")
        self.assertIn("contactGroups/myContacts", listed)
        renamed = self.client.rename_group(name, group["etag"], "Odoo 19")
        self.assertEqual(renamed["name"], "Odoo 19")
        people = [item["resourceName"] for item in self.made(3)]
        answer = self.client.modify_members(name, add=[*people, "people/c99"])
        self.assertEqual(answer["notFoundResourceNames"], ["people/c99"])
        self.client.modify_members(name, remove=people[:1])
        self.assertEqual(self.client.group_members(name), people[1:])
        self.client.delete_group(name)
        self.assertEqual(len(self.stored()), 3)
        with self.assertRaises(Gone):
            self.client.delete_group(name)

    def test_a_lost_answer_to_a_new_group(self):
        self.faults.lose_answer(match=("POST", "/v1/contactGroups"))
        with self.assertRaises(Conflict) as caught:
            self.client.create_group("Odoo")
        self.assertTrue(caught.exception.outcome_unknown)

    def test_googles_own_groups_stay(self):
        with self.assertRaises(Rejected):
            self.client.delete_group("contactGroups/myContacts")


class TestPhotos(PeopleCase):
    def test_a_photo_comes_and_goes(self):
        (made,) = self.made(1)
        name = made["resourceName"]
        changed = self.client.set_photo(name, PIXEL)
        self.assertEqual(self.world.photo(self.email, name), PIXEL)
        self.assertNotEqual(changed["etag"], made["etag"])
        self.assertFalse(changed["photos"][0].get("default"))
        removed = self.client.delete_photo(name)
        self.assertTrue(removed["photos"][0]["default"])

    def test_what_is_no_picture(self):
        (made,) = self.made(1)
        with self.assertRaises(Rejected):
            self.client.set_photo(made["resourceName"], b"<svg/>")
