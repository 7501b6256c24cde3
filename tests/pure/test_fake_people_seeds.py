# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts as others recorded them from Google; seeds and dumps."""

import base64

from ..fakes import FakeGoogle
from ..fakes.people_testing import PeopleCase

PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


class TestOddities(PeopleCase):
    def seed(self, **resource):
        return self.world.seed_raw_contact(self.anna, resource)["resourceName"]

    def test_names_twice_and_a_mail_of_the_domain(self):
        both = {"primary": True, "sourcePrimary": True}
        names = [
            {
                "displayName": "Ada",
                "givenName": "Ada",
                "metadata": {**both, "source": {"type": "CONTACT", "id": "7b"}},
            },
            {
                "displayName": "Ada L.",
                "givenName": "Ada",
                "metadata": {
                    "sourcePrimary": True,
                    "source": {"type": "PROFILE", "id": "99"},
                },
            },
        ]
        mails = [
            {"value": "ada@x.org", "metadata": {"source": {"type": kind, "id": "7b"}}}
            for kind in ("CONTACT", "DOMAIN_PROFILE")
        ]
        profile = {"type": "PROFILE", "id": "99", "etag": "#abc="}
        name = self.seed(
            resourceName="people/c123",
            names=names,
            emailAddresses=mails,
            metadata={"sources": [{"type": "CONTACT", "id": "7b"}, profile]},
        )
        self.assertEqual(name, "people/c123")
        shown = self.read(name)
        self.assertEqual(shown["names"], names)
        self.assertEqual(shown["emailAddresses"], mails)
        self.assertEqual(shown["metadata"]["sources"][1], profile)
        # Sent back as it was read, the profile's part is not the contact's.
        shown["names"][0]["givenName"] = "Adele"
        self.update(name, shown, "names").execute()
        after = self.read(name)["names"]
        self.assertEqual(
            [(n["displayName"], n["metadata"]["source"]["type"]) for n in after],
            [("Adele", "CONTACT"), ("Ada L.", "PROFILE")],
        )

    def test_shown_as_seeded_until_written(self):
        fields = {
            "birthdays": [{"text": "01/02/1970", "metadata": {"primary": True}}],
            "phoneNumbers": [{"value": "+49 30 1", "type": "Old"}],
            "memberships": [
                {"contactGroupMembership": {"contactGroupId": "myContacts"}}
            ],
            "addresses": [{"formattedValue": "A\nB"}],
        }
        name = self.seed(**fields)
        shown = self.read(name)
        self.assertEqual({k: shown[k] for k in fields}, fields)
        self.assertNotIn("names", shown)
        members = self.groups.get(
            resourceName="contactGroups/myContacts", maxMembers=9
        ).execute()
        self.assertEqual(members["memberResourceNames"], [name])
        self.update(name, shown, "phoneNumbers").execute()
        phone = self.read(name)["phoneNumbers"][0]
        self.assertEqual(phone["formattedType"], "Old")
        self.assertTrue(phone["metadata"]["primary"])
        self.invalid(self.update(name, self.read(name), "memberships"))


class TestSeeds(PeopleCase):
    def test_a_seed(self):
        self.world.load(
            {
                "accounts": [
                    {
                        "email": self.anna,
                        "groups": [{"name": "Customers", "id": "9a"}],
                        "contacts": [
                            {
                                **self.body("Ada", phoneNumbers="1"),
                                "labels": ["Customers"],
                                "photo": base64.b64encode(PNG).decode(),
                            }
                        ],
                        "raw_contacts": [{"resourceName": "people/c7"}],
                        "other_contacts": [self.body("Pat")],
                    }
                ]
            }
        )
        odd, ada = self.world.contacts(self.anna)
        self.assertEqual(odd["resourceName"], "people/c7")
        self.assertEqual(self.world.photo(self.anna, ada["resourceName"]), PNG)
        group = self.groups.get(resourceName="contactGroups/9a", maxMembers=9)
        names = group.execute()["memberResourceNames"]
        self.assertEqual(names, [ada["resourceName"]])

    def test_dump_and_load_make_the_same_world(self):
        one, two = self.make("Ada"), self.make("Bob")
        self.world.set_photo(self.anna, one, PNG)
        self.world.put_group(self.anna, "Customers")
        _found, token = self.pages(requestSyncToken=True)
        self.world.delete_contact(self.anna, two)
        self.world.rename_contact(self.anna, one)
        self.world.seed_raw_contact(self.anna, {"names": [{"displayName": "Odd"}]})
        dump = self.world.dump()
        other = FakeGoogle().start()
        self.addCleanup(other.stop)
        other.world.load(dump)
        self.assertEqual(other.world.dump(), dump)
        before = self.connections(requestSyncToken=True, syncToken=token).execute()
        self.fake, self.world = other, other.world
        self.wait(0)
        after = self.connections(requestSyncToken=True, syncToken=token).execute()
        self.assertEqual(after["connections"], before["connections"])
        self.assertEqual(len(after["connections"]), 3)
        self.make("New here")
