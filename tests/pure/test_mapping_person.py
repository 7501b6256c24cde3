# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime
import unittest

from ...mapping import person
from ..samples.contacts import CONTACTS
from .person_support import facts

DATABASE = "7e1c9f0e-0000-4000-8000-000000000001"
ANNA = {
    "name": "Anna Weber",
    "company": "Acme GmbH",
    "function": "CTO",
    "department": "IT",
    "emails": ["Anna@Acme.example", "a.weber@home.example"],
    "phones": [
        {"value": "+4930231250", "type": "work"},
        {"value": "+4915112345678", "type": "mobile"},
    ],
    "address": {
        "street": "Hauptstraße 1",
        "street2": "3. OG",
        "zip": "10827",
        "city": "Berlin",
        "region": "Berlin",
        "country": "Germany",
        "country_code": "DE",
    },
    "website": "www.acme.example",
    "link": "https://odoo.example/odoo/contacts/7",
    "birthday": "1984-02-29",
    "note": "Likes tea.\r\nCalls back.\n",
    "marker": (DATABASE, 7),
    "groups": ["contactGroups/1a2b"],
    "lang": "de_DE",
    "country_code": "DE",
}


class TestValues(unittest.TestCase):
    maxDiff = None

    def test_a_whole_contact(self):
        self.assertEqual(
            person.values(ANNA),
            {
                "names": [{"givenName": "Anna", "familyName": "Weber"}],
                "organizations": [
                    {
                        "name": "Acme GmbH",
                        "title": "CTO",
                        "department": "IT",
                        "type": "work",
                    }
                ],
                "emailAddresses": [
                    {"value": "Anna@Acme.example", "type": "work"},
                    {"value": "a.weber@home.example", "type": "work"},
                ],
                "phoneNumbers": [
                    {"value": "+4930231250", "type": "work"},
                    {"value": "+4915112345678", "type": "mobile"},
                ],
                "addresses": [
                    {
                        "streetAddress": "Hauptstraße 1",
                        "extendedAddress": "3. OG",
                        "city": "Berlin",
                        "region": "Berlin",
                        "postalCode": "10827",
                        "country": "Germany",
                        "countryCode": "DE",
                        "type": "work",
                    }
                ],
                "urls": [
                    {"value": "http://www.acme.example", "type": "homePage"},
                    {"value": "https://odoo.example/odoo/contacts/7", "type": "Odoo"},
                ],
                "birthdays": [{"date": {"year": 1984, "month": 2, "day": 29}}],
                "biographies": [
                    {"value": "Likes tea.\nCalls back.", "contentType": "TEXT_PLAIN"}
                ],
                "clientData": [{"key": "odooPartner", "value": f"{DATABASE},7"}],
                "memberships": [
                    {
                        "contactGroupMembership": {
                            "contactGroupResourceName": "contactGroups/myContacts"
                        }
                    },
                    {
                        "contactGroupMembership": {
                            "contactGroupResourceName": "contactGroups/1a2b"
                        }
                    },
                ],
            },
        )

    def test_nothing_gives_a_list_for_every_field(self):
        for nothing in ({}, dict.fromkeys(ANNA), dict.fromkeys(ANNA, False), None):
            found = person.values(nothing)
            self.assertEqual(tuple(found), person.FIELDS)
            self.assertEqual(len(found.pop("memberships")), 1)
            self.assertEqual(found, dict.fromkeys(found, []))

    def test_a_company_is_its_own_organisation(self):
        facts = {"name": "Acme  GmbH", "is_company": True, "function": "x"}
        found = person.values({**facts, "company": "Holding"})
        self.assertEqual(found["names"], [{"givenName": "Acme GmbH"}])
        self.assertEqual(
            found["organizations"], [{"name": "Acme GmbH", "type": "work"}]
        )

    def test_a_function_without_a_company(self):
        found = person.values({"name": "Anna", "function": "Potter"})
        self.assertEqual(found["organizations"], [{"title": "Potter", "type": "work"}])

    def test_doubles_and_what_is_no_address_are_left_out(self):
        found = person.values(
            {
                "emails": ["a@x.example", " A@X.example", "a b@x", "none", "@", None],
                "phones": [
                    {"value": "+49 30 231250", "type": "work"},
                    {"value": "+4930231250", "type": "mobile"},
                    "030 5",
                    {"value": " "},
                    {"type": "work"},
                ],
                "groups": ["contactGroups/myContacts", "", "contactGroups/1"],
                "website": "https://x.example/a",
                "link": "https://X.example/a/",
            }
        )
        count = {field: len(raws) for field, raws in found.items() if raws}
        self.assertEqual(
            count, {"emailAddresses": 1, "phoneNumbers": 2, "memberships": 2, "urls": 1}
        )
        self.assertEqual(found["emailAddresses"][0]["value"], "a@x.example")
        self.assertEqual(found["phoneNumbers"][1], {"value": "030 5", "type": "work"})

    def test_a_website_is_completed(self):
        for typed, sent in (
            ("acme.example", ["http://acme.example"]),
            ("//acme.example/a", ["http://acme.example/a"]),
            ("HTTPS://Acme.example", ["HTTPS://Acme.example"]),
            ("http://", []),
            ("/", []),
            (" ", []),
        ):
            urls = person.values({"website": typed})["urls"]
            self.assertEqual([raw["value"] for raw in urls], sent)

    def test_a_country_alone_is_an_address(self):
        for address, expected in (
            ({"country": "Peru", "country_code": "PE"}, ("Peru", "PE")),
            ({"country_code": "pe"}, ("PE", "PE")),
        ):
            (raw,) = person.values({"address": address})["addresses"]
            self.assertEqual((raw["country"], raw["countryCode"]), expected)
        self.assertEqual(person.values({"address": {"city": " "}})["addresses"], [])

    def test_birthdays(self):
        for typed, sent in (
            ("1900-01-01", {"year": 1900, "month": 1, "day": 1}),
            (datetime.date(2001, 12, 31), {"year": 2001, "month": 12, "day": 31}),
            ("2001-02-29", None),
            ("31.12.2001", None),
            ("20011231", None),
            (20011231, None),
        ):
            found = person.values({"birthday": typed})["birthdays"]
            self.assertEqual(found, [{"date": sent}] if sent else [])

    def test_a_note_too_long_for_google_ends_with_a_sign(self):
        (raw,) = person.values({"note": "word " * 400})["biographies"]
        self.assertLessEqual(len(raw["value"]), 1024)
        self.assertTrue(raw["value"].endswith("word…"))

    def test_what_cannot_be_cut_is_left_out(self):
        long = "a" * 1024
        found = person.values(
            {
                "emails": [f"{long}@x.example"],
                "website": long,
                "phones": [{"value": "1" * 1025}],
            }
        )
        for field in ("emailAddresses", "urls", "phoneNumbers"):
            self.assertEqual(found[field], [])

    def test_the_samples_arrive_whole(self):
        for contact in CONTACTS:
            with self.subTest(contact["why"]):
                found = person.values(facts(contact))
                emails = contact.get("emails", 1 if contact.get("email") else 0)
                self.assertEqual(len(found["emailAddresses"]), emails)
                self.assertEqual(len(found["phoneNumbers"]), bool(contact.get("phone")))
                self.assertEqual(len(found["urls"]), bool(contact.get("website")))
                self.assertEqual(len(found["names"]), 1)
                self.assertEqual(len(found["addresses"]), 1)
                self.assertEqual(
                    found["addresses"][0].get("streetAddress"), contact.get("street")
                )


class TestMarker(unittest.TestCase):
    def test_there_and_back(self):
        raw = person.marker(DATABASE, 7)
        self.assertEqual(person.read_marker({"clientData": [raw]}), (DATABASE, 7))

    def test_somebody_elses_data_stands_beside_it(self):
        raws = [{"key": "crm", "value": "1,2"}, person.marker(DATABASE, 7)]
        raws[1]["metadata"] = {"primary": False}
        self.assertEqual(person.read_marker({"clientData": raws}), (DATABASE, 7))

    def test_anything_mangled_is_none(self):
        for value in (
            None,
            7,
            "",
            DATABASE,
            ",7",
            f"{DATABASE},",
            f"{DATABASE},x",
            f"{DATABASE},-1",
            f"{DATABASE},²",
            f"{DATABASE},0",
            ["a,1"],
        ):
            raw = {"key": "odooPartner", "value": value}
            self.assertIsNone(person.read_marker({"clientData": [raw]}), value)
        for broken in (None, [], {}, {"clientData": None}, {"clientData": [None, 3]}):
            self.assertIsNone(person.read_marker(broken))

    def test_a_marker_that_could_not_be_read_is_not_written(self):
        for mark in (None, "x", (DATABASE,), (DATABASE, 0), ("", 7), (None, None)):
            self.assertEqual(person.values({"marker": mark})["clientData"], [])


if __name__ == "__main__":
    unittest.main()
