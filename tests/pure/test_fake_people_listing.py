# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Listings: pages, order, sync tokens, deletions, delay, search."""

from ..fakes.people_testing import PeopleCase

WEEK = 7 * 86400
SYNC = {"requestSyncToken": True}


class TestListing(PeopleCase):
    def shown(self, found):
        return [p["names"][0]["displayName"] for p in found if "names" in p]

    def test_an_empty_book(self):
        self.assertEqual(self.connections().execute(), {})

    def test_pages(self):
        for number in range(7):
            self.make(f"N{number}")
        first = self.connections(pageSize=3).execute()
        self.assertEqual(len(first["connections"]), 3)
        self.assertEqual((first["totalItems"], first["totalPeople"]), (7, 7))
        self.assertNotIn("nextSyncToken", first)
        found, token = self.pages(pageSize=3)
        self.assertEqual(self.shown(found), [f"N{n}" for n in range(7)])
        self.assertIsNone(token)

    def test_parameters(self):
        self.make()
        self.invalid(self.connections(mask=""))
        self.invalid(self.connections(mask="names,nothing"))
        self.invalid(self.connections(pageSize=1001))
        self.invalid(self.connections(pageSize=-1))
        request = self.people.connections().list(
            resourceName="people/c5", personFields="names"
        )
        self.invalid(request)
        self.connections(pageSize=1000).execute()
        self.connections(pageSize=0).execute()

    def test_sort_orders(self):
        for name in ("Bob Adams", "Ada Zuse", "Cleo Mann"):
            self.make(name)
        first = self.world.contacts(self.anna)[0]["resourceName"]
        self.world.touch_contact(self.anna, first)
        expected = {
            "LAST_MODIFIED_ASCENDING": ["Ada Zuse", "Cleo Mann", "Bob Adams"],
            "LAST_MODIFIED_DESCENDING": ["Bob Adams", "Cleo Mann", "Ada Zuse"],
            "FIRST_NAME_ASCENDING": ["Ada Zuse", "Bob Adams", "Cleo Mann"],
            "LAST_NAME_ASCENDING": ["Bob Adams", "Cleo Mann", "Ada Zuse"],
        }
        for order, names in expected.items():
            found, _token = self.pages(sortOrder=order, pageSize=2)
            self.assertEqual(self.shown(found), names, order)

    def test_sources(self):
        self.world.seed_raw_contact(
            self.anna,
            {
                "names": [
                    {
                        "displayName": "Mine",
                        "metadata": {"source": {"type": "CONTACT"}},
                    },
                    {"displayName": "His", "metadata": {"source": {"type": "PROFILE"}}},
                ]
            },
        )
        for source, name in (("CONTACT", "Mine"), ("PROFILE", "His")):
            answer = self.connections(sources=f"READ_SOURCE_TYPE_{source}").execute()
            shown = answer["connections"][0]["names"]
            self.assertEqual([n["displayName"] for n in shown], [name])

    def test_a_hundred_addresses_are_shown(self):
        mails = [{"value": f"a{number}@b.cc"} for number in range(101)]
        name = self.world.put_contact(self.anna, {"emailAddresses": mails})
        found, _token = self.pages(mask="emailAddresses")
        self.assertEqual(len(found[0]["emailAddresses"]), 100)
        self.assertEqual(len(self.read(name["resourceName"])["emailAddresses"]), 101)

    def test_others_have_books_of_their_own(self):
        name = self.make("Ada")
        bobs = self.contacts_service(self.bob).people()
        answer = bobs.connections().list(resourceName="people/me", personFields="names")
        self.assertEqual(answer.execute(), {})
        request = bobs.get(resourceName=name, personFields="names")
        self.failed(404, "NOT_FOUND", request)


class TestSync(PeopleCase):
    def sync(self, token, **query):
        return self.pages(syncToken=token, **SYNC, **query)

    def test_changes_since(self):
        name = self.make("Ada")
        _found, token = self.pages(**SYNC)
        self.assertEqual(self.sync(token)[0], [])
        other = self.make("Bob")
        self.world.change_contact(self.anna, name, {"names": [{"givenName": "Eve"}]})
        found, token = self.sync(token)
        self.assertEqual([p["resourceName"] for p in found], [other, name])
        self.assertEqual(self.sync(token)[0], [])

    def test_deletions_are_stubs(self):
        name = self.make("Ada")
        _found, token = self.pages(**SYNC)
        self.world.delete_contact(self.anna, name)
        found, token = self.sync(token)
        self.assertEqual(set(found[0]), {"resourceName", "etag", "metadata"})
        self.assertEqual(found[0]["resourceName"], name)
        self.assertIs(found[0]["metadata"]["deleted"], True)
        self.world.restore_contact(self.anna, name)
        found, token = self.sync(token)
        self.assertEqual(found[0]["names"][0]["displayName"], "Ada")

    def test_only_who_asks_gets_a_token(self):
        self.make()
        _found, token = self.pages(**SYNC)
        answer = self.connections(syncToken=token).execute()
        self.assertNotIn("nextSyncToken", answer)

    def test_all_parameters_must_match(self):
        for number in range(3):
            self.make(f"N{number}")
        query = {"pageSize": 2, **SYNC}
        _found, token = self.pages(**query)
        for other in (
            {"mask": "names"},
            {"pageSize": 3},
            {"sortOrder": "FIRST_NAME_ASCENDING"},
            {"sources": ["READ_SOURCE_TYPE_CONTACT"]},
        ):
            with self.subTest(other):
                request = self.connections(**{**query, **other}, syncToken=token)
                self.invalid(request)
        page = self.connections(**query).execute()["nextPageToken"]
        self.invalid(self.connections(pageToken=page, **{**query, "pageSize": 1}))
        self.invalid(self.connections(syncToken="nonsense"))
        self.invalid(self.connections(pageToken="nonsense"))
        bobs = self.contacts_service(self.bob).people().connections()
        request = bobs.list(
            resourceName="people/me",
            personFields="names,metadata",
            syncToken=token,
            pageSize=2,
        )
        self.invalid(request)

    def check_expired(self, token):
        request = self.connections(syncToken=token, **SYNC)
        error = self.error(400, "FAILED_PRECONDITION", request)
        info = error["details"][0]
        self.assertEqual(info["@type"], "type.googleapis.com/google.rpc.ErrorInfo")
        self.assertEqual(info["reason"], "EXPIRED_SYNC_TOKEN")

    def test_a_token_lives_seven_days_from_the_full_sync(self):
        _found, token = self.pages(**SYNC)
        self.wait(WEEK - 60)
        _found, token = self.sync(token)
        self.wait(120)
        self.check_expired(token)
        _found, token = self.pages(**SYNC)
        self.sync(token)

    def test_tokens_can_be_made_to_expire(self):
        _found, token = self.pages(**SYNC)
        self.fake.faults.expire_contact_cursors(self.bob)
        self.sync(token)
        self.fake.faults.expire_contact_cursors(self.anna)
        self.check_expired(token)
        _found, token = self.pages(**SYNC)
        self.fake.faults.expire_contact_cursors()
        self.check_expired(token)

    def test_a_change_between_two_pages_is_not_lost(self):
        names = [self.make(f"N{number}") for number in range(4)]
        query = {"pageSize": 2, **SYNC}
        page = self.connections(**query).execute()["nextPageToken"]
        self.world.delete_contact(self.anna, names[0])
        answer = self.connections(**query, pageToken=page).execute()
        found, _token = self.sync(answer["nextSyncToken"], pageSize=2)
        self.assertEqual([p["resourceName"] for p in found], [names[0]])

    def test_former_names_after_a_rename(self):
        name = self.make("Ada")
        _found, token = self.pages(**SYNC)
        new = self.world.rename_contact(self.anna, name)
        self.assertRegex(new, r"^people/\d+$")
        found, _token = self.sync(token)
        self.assertEqual([p["resourceName"] for p in found], [new])
        self.assertEqual(found[0]["metadata"]["previousResourceNames"], [name])
        full, _token = self.pages()
        self.assertNotIn("previousResourceNames", full[0]["metadata"])
        answer = self.people.getBatchGet(resourceNames=[name], personFields="names")
        entry = answer.execute()["responses"][0]
        self.assertEqual(entry["requestedResourceName"], name)
        self.assertEqual(entry["person"]["resourceName"], new)

    def test_former_names_that_are_404(self):
        name = self.make("Ada")
        new = self.world.rename_contact(self.anna, name, follow=False)
        request = self.people.get(resourceName=name, personFields="names")
        self.failed(404, "NOT_FOUND", request)
        self.assertEqual(self.read(new)["names"][0]["displayName"], "Ada")

    def test_a_merge(self):
        one = self.make("Ada", phoneNumbers="1")
        two = self.make("Ada Lovelace", phoneNumbers="2")
        _found, token = self.pages(**SYNC)
        self.world.merge_contacts(self.anna, one, [two])
        found, _token = self.sync(token)
        by_name = {person["resourceName"]: person for person in found}
        self.assertIs(by_name[two]["metadata"]["deleted"], True)
        self.assertEqual(by_name[one]["metadata"]["previousResourceNames"], [two])
        merged = self.read(one)
        self.assertEqual([p["value"] for p in merged["phoneNumbers"]], ["1", "2"])
        self.assertEqual([n["displayName"] for n in merged["names"]], ["Ada"])
        self.failed(
            404, "NOT_FOUND", self.people.get(resourceName=two, personFields="names")
        )


class TestDelay(PeopleCase):
    def listed(self):
        found, _token = self.pages()
        return [p["names"][0]["displayName"] for p in found]

    def test_listings_see_writes_late_and_get_at_once(self):
        old = self.make("Old")
        self.world.contact_delay = 120
        new = self.make("New")
        self.world.change_contact(self.anna, old, {"names": [{"givenName": "Older"}]})
        self.assertEqual(self.read(old)["names"][0]["displayName"], "Older")
        self.assertEqual(self.read(new)["names"][0]["displayName"], "New")
        self.assertEqual(self.listed(), ["Old"])
        self.wait(121)
        self.assertEqual(sorted(self.listed()), ["New", "Older"])

    def test_deletions_are_late_too(self):
        name = self.make("Ada")
        self.world.contact_delay = 120
        self.world.delete_contact(self.anna, name)
        self.assertEqual(self.listed(), ["Ada"])
        request = self.people.get(resourceName=name, personFields="names")
        self.failed(404, "NOT_FOUND", request)
        self.wait(121)
        self.assertEqual(self.listed(), [])

    def test_a_token_taken_meanwhile_misses_nothing(self):
        self.make("Old")
        self.world.contact_delay = 120
        self.make("New")
        found, token = self.pages(requestSyncToken=True)
        self.assertEqual(len(found), 1)
        self.world.contact_delay = 0
        self.make("Newest")
        self.wait(121)
        found, _token = self.pages(requestSyncToken=True, syncToken=token)
        self.assertEqual(
            [p["names"][0]["displayName"] for p in found], ["New", "Newest"]
        )


class TestSearch(PeopleCase):
    def search(self, query, mask="names", **more):
        request = self.people.searchContacts(query=query, readMask=mask, **more)
        return [
            hit["person"]["names"][0]["displayName"]
            for hit in request.execute().get("results", [])
        ]

    def test_cold_until_warmed_up(self):
        self.make("Ada Lovelace")
        self.assertEqual(self.search("Ada"), [])
        self.assertEqual(self.search(""), [])
        self.assertEqual(self.search("Ada"), ["Ada Lovelace"])
        self.make("Ada Later")
        self.assertEqual(self.search("Ada"), ["Ada Lovelace"])
        self.search("")
        self.assertEqual(self.search("ada"), ["Ada Lovelace", "Ada Later"])

    def test_prefixes_of_words(self):
        self.make(
            "Foo Name", emailAddresses="box@example.com", phoneNumbers="+49 30 77"
        )
        self.search("")
        for query in ("f", "fo", "foo", "foo n", "nam", "box", "example", "+49"):
            self.assertEqual(self.search(query), ["Foo Name"], query)
        for query in ("oo n", "ox", "ame"):
            self.assertEqual(self.search(query), [], query)

    def test_limits(self):
        for number in range(40):
            self.make(f"Ada {number}")
        self.search("")
        self.assertEqual(len(self.search("ada")), 10)
        self.assertEqual(len(self.search("ada", pageSize=100)), 30)
        self.invalid(self.people.searchContacts(query="a"))
        self.invalid(self.people.searchContacts(query="a", readMask="name"))

    def test_it_is_late_as_listings_are(self):
        self.world.contact_delay = 60
        self.make("Ada")
        self.search("")
        self.assertEqual(self.search("ada"), [])
        self.wait(61)
        self.search("")
        self.assertEqual(self.search("ada"), ["Ada"])


class TestOthers(PeopleCase):
    def test_other_contacts(self):
        self.world.put_other_contact(
            self.anna,
            {
                "names": [{"displayName": "Pat"}],
                "emailAddresses": [{"value": "pat@example.com"}],
            },
        )
        scope = "https://www.googleapis.com/auth/contacts.other.readonly"
        others = self.contacts_service(self.anna, [scope]).otherContacts()
        answer = others.list(readMask="emailAddresses").execute()
        self.assertEqual(answer["totalSize"], 1)
        other = answer["otherContacts"][0]
        self.assertEqual(other["emailAddresses"], [{"value": "pat@example.com"}])
        self.assertNotIn("names", other)
        self.assertRegex(other["resourceName"], r"^otherContacts/c\d+$")
        self.invalid(others.list())
        self.invalid(others.list(readMask="addresses"))
        self.assertEqual(self.connections().execute(), {})
