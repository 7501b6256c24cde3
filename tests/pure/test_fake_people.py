# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One contact through Google's client library: masks, etags, what Google adds."""

from ..fakes.people_testing import PeopleCase


class TestRead(PeopleCase):
    def test_get_shows_the_mask_and_nothing_else(self):
        name = self.make(names="Ada Lovelace", phoneNumbers="+49 30 1234567")
        person = self.people.get(resourceName=name, personFields="names").execute()
        self.assertEqual(set(person), {"resourceName", "etag", "names"})
        person = self.people.get(
            resourceName=name, personFields="phoneNumbers,metadata"
        ).execute()
        self.assertEqual(
            set(person), {"resourceName", "etag", "phoneNumbers", "metadata"}
        )

    def test_a_mask_is_required_and_names_whole_fields(self):
        name = self.make()
        for mask in ("", "name", "names.givenName", "names,notes", "names,"):
            request = self.people.get(resourceName=name, personFields=mask)
            message = self.invalid(request)
            self.assertIn("https://developers.google.com/people/api/rest/v1/", message)
        message = self.invalid(self.people.get(resourceName=name))
        self.assertTrue(message.startswith("personFields mask is required."), message)

    def test_unknown_names_are_404(self):
        request = self.people.get(resourceName="people/c1", personFields="names")
        self.failed(404, "NOT_FOUND", request)

    def test_batch_get_answers_each(self):
        here, gone = self.make(), self.make()
        self.world.delete_contact(self.anna, gone)
        answer = self.people.getBatchGet(
            resourceNames=[here, gone], personFields="names"
        ).execute()["responses"]
        # In any order: the name that was asked for tells which is which.
        found = {entry["requestedResourceName"]: entry for entry in answer}
        self.assertEqual(set(found), {here, gone})
        self.assertEqual(found[here]["httpStatusCode"], 200)
        self.assertEqual(found[here]["person"]["resourceName"], here)
        self.assertEqual(found[gone]["httpStatusCode"], 404)
        self.assertEqual(found[gone]["status"]["code"], 5)
        self.assertNotIn("person", found[gone])

    def test_batch_get_takes_200(self):
        names = [f"people/c{n}" for n in range(1, 202)]
        request = self.people.getBatchGet(resourceNames=names, personFields="names")
        self.invalid(request)
        request = self.people.getBatchGet(resourceNames=[], personFields="names")
        self.invalid(request)
        answer = self.people.getBatchGet(
            resourceNames=names[:200], personFields="names"
        ).execute()
        self.assertEqual(len(answer["responses"]), 200)

    def test_me(self):
        me = self.people.get(
            resourceName="people/me", personFields="names,emailAddresses,photos"
        ).execute()
        self.assertEqual(me["emailAddresses"][0]["value"], self.anna)
        self.assertEqual(me["names"][0]["displayName"], "Anna Adler")
        self.assertTrue(me["photos"][0]["default"])
        again = self.people.get(
            resourceName=me["resourceName"], personFields="names"
        ).execute()
        self.assertEqual(again["names"], me["names"])

    def test_the_etag_depends_on_the_mask_the_sources_does_not(self):
        name = self.make()
        one = self.read(name, "names,metadata")
        two = self.read(name, "names,metadata,photos")
        self.assertNotEqual(one["etag"], two["etag"])
        self.assertEqual(one["metadata"], two["metadata"])
        self.assertTrue(one["etag"].startswith("%Eg"), one["etag"])


class TestCreate(PeopleCase):
    def test_what_google_adds(self):
        body = {
            "names": [{"givenName": " Ada ", "familyName": "Lovelace"}],
            "phoneNumbers": [
                {"value": "030 1234", "type": "workFax"},
                {"value": "+49 (30) 1234-567", "type": "Reception"},
            ],
            "addresses": [
                {
                    "streetAddress": "Hauptstr. 1",
                    "postalCode": "10115",
                    "city": "Berlin",
                    "country": "Germany",
                }
            ],
            "biographies": [{"value": "Line one\nLine two"}],
        }
        mask = "names,phoneNumbers,addresses,biographies,photos,memberships,metadata"
        made = self.people.createContact(body=body, personFields=mask).execute()
        self.assertRegex(made["resourceName"], r"^people/c\d{19}$")
        source = made["metadata"]["sources"][0]
        self.assertEqual(source["type"], "CONTACT")
        number = int(made["resourceName"].removeprefix("people/c"))
        self.assertEqual(int(source["id"], 16), number)
        own = {"type": "CONTACT", "id": source["id"]}
        self.assertEqual(
            made["names"],
            [
                {
                    "metadata": {
                        "primary": True,
                        "sourcePrimary": True,
                        "source": own,
                    },
                    "givenName": "Ada",
                    "familyName": "Lovelace",
                    "displayName": "Ada Lovelace",
                    "displayNameLastFirst": "Lovelace, Ada",
                    "unstructuredName": "Ada Lovelace",
                }
            ],
        )
        fax, desk = made["phoneNumbers"]
        self.assertEqual(fax["formattedType"], "Work Fax")
        self.assertNotIn("canonicalForm", fax)
        self.assertTrue(fax["metadata"]["primary"])
        self.assertEqual(desk["formattedType"], "Reception")
        self.assertEqual(desk["canonicalForm"], "+49301234567")
        self.assertEqual(desk["metadata"], {"source": own})
        self.assertEqual(
            made["addresses"][0]["formattedValue"], "Hauptstr. 1\n10115 Berlin\nGermany"
        )
        self.assertEqual(made["biographies"][0]["contentType"], "TEXT_PLAIN")
        self.assertTrue(made["photos"][0]["default"])
        self.assertEqual(
            made["memberships"][0]["contactGroupMembership"],
            {
                "contactGroupId": "myContacts",
                "contactGroupResourceName": "contactGroups/myContacts",
            },
        )

    def test_without_a_mask_everything_comes_back(self):
        made = self.people.createContact(body=self.body("Ada")).execute()
        self.assertLess({"names", "metadata", "memberships", "photos"}, set(made))

    def test_a_whole_name_is_taken_apart(self):
        cases = {
            "Plato": {"givenName": "Plato"},
            "Juan López": {"givenName": "Juan", "familyName": "López"},
            "Juan Carlos López": {
                "givenName": "Juan",
                "middleName": "Carlos",
                "familyName": "López",
            },
            "王小明": {"familyName": "王", "givenName": "小明"},
        }
        for text, parts in cases.items():
            with self.subTest(text):
                body = {"names": [{"unstructuredName": text}]}
                name = self.people.createContact(body=body).execute()["names"][0]
                keys = ("givenName", "middleName", "familyName")
                self.assertEqual({k: name[k] for k in keys if k in name}, parts)
                self.assertEqual(name["displayName"], text)

    def test_singletons(self):
        two = {
            "names": [{"givenName": "A"}, {"givenName": "B"}],
            "biographies": [{"value": "A"}, {"value": "B"}],
            "genders": [{"value": "male"}, {"value": "female"}],
            "birthdays": [{"text": "1.2."}, {"text": "3.4."}],
        }
        for field, values in two.items():
            body = {"nicknames": [{"value": "x"}], field: values}
            message = self.invalid(self.people.createContact(body=body))
            self.assertEqual(
                message, f"Cannot have more than one person.{field} per source."
            )

    def test_what_is_refused(self):
        bodies = (
            {},
            {"names": [{"displayName": "Only shown"}]},
            {"memberships": [self.member("contactGroups/myContacts")]},
            {"names": [{"givenName": "x" * 1025}]},
            {"emailAddresses": [{"value": " "}]},
            {"phoneNumbers": [{"type": "home"}]},
            {"birthdays": [{"date": {"year": 2023, "month": 2, "day": 29}}]},
            {"birthdays": [{"date": {"day": 3}}]},
            {"skills": [{"value": "chess"}]},
            {"nickname": [{"value": "Bo"}]},
            {"names": [{"given": "Bo"}]},
            {"names": [{"givenName": "Bo", "unstructuredName": "Ann"}]},
            {"biographies": [{"value": "x" * 140000}]},
            {
                "nicknames": [
                    {"value": "a", "metadata": {"sourcePrimary": True}},
                    {"value": "b", "metadata": {"sourcePrimary": True}},
                ]
            },
        )
        for body in bodies:
            with self.subTest(str(body)[:80]):
                self.invalid(self.people.createContact(body=body))
        self.assertEqual(self.world.contacts(self.anna), [])

    def test_output_only_parts_are_ignored(self):
        body = {
            "names": [{"givenName": "Ada", "displayName": "Somebody else"}],
            "photos": [{"url": "https://example.com/a.png"}],
            "phoneNumbers": [{"value": "1", "canonicalForm": "+999999999"}],
        }
        made = self.people.createContact(body=body).execute()
        self.assertEqual(made["names"][0]["displayName"], "Ada")
        self.assertTrue(made["photos"][0]["default"])
        self.assertNotIn("canonicalForm", made["phoneNumbers"][0])

    def test_partial_dates(self):
        for date in (
            {"month": 2, "day": 29},
            {"year": 1970},
            {"year": 1970, "month": 5},
        ):
            body = {"names": [{"givenName": "A"}], "birthdays": [{"date": date}]}
            made = self.people.createContact(body=body).execute()
            self.assertEqual(made["birthdays"][0]["date"], date)

    def test_primary_is_who_the_client_says(self):
        body = {
            "emailAddresses": [
                {"value": "a@b.cc"},
                {"value": "d@e.ff", "metadata": {"sourcePrimary": True}},
            ]
        }
        made = self.people.createContact(body=body).execute()["emailAddresses"]
        flags = [item["metadata"].get("primary", False) for item in made]
        self.assertEqual(flags, [False, True])

    def test_25000_contacts_and_no_more(self):
        self.world._book(self.anna).living = 25000
        request = self.people.createContact(body=self.body("One more"))
        message = self.failed(429, "RESOURCE_EXHAUSTED", request)
        self.assertEqual(message, "MY_CONTACTS_OVERFLOW_COUNT")

    def test_values_can_be_shown_in_any_order(self):
        self.world.contact_rules(shuffled=True)
        values = [{"value": str(number)} for number in range(9)]
        made = self.people.createContact(body={"phoneNumbers": values}).execute()
        shown = made["phoneNumbers"]
        self.assertEqual({p["value"] for p in shown}, {v["value"] for v in values})
        self.assertNotEqual([p["value"] for p in shown], [v["value"] for v in values])
        primary = [p["value"] for p in shown if p["metadata"].get("primary")]
        self.assertEqual(primary, ["0"])
