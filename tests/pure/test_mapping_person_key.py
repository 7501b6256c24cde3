# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import unittest

from ...mapping.person import key, keys, own


class TestSame(unittest.TestCase):
    """Two spellings of one value, and two values that only look alike."""

    def assert_same(self, field, *raws):
        self.assertEqual(len({key(field, raw) for raw in raws}), 1, raws)

    def assert_different(self, field, *raws):
        self.assertEqual(len({key(field, raw) for raw in raws}), len(raws), raws)

    def test_an_email(self):
        self.assert_same(
            "emailAddresses",
            {"value": "Anna@Example.com", "type": "work"},
            {"value": " anna@example.COM", "type": "home", "displayName": "Anna"},
        )
        self.assert_different(
            "emailAddresses", {"value": "a@x.example"}, {"value": "b@x.example"}
        )

    def test_a_telephone_number(self):
        self.assert_same(
            "phoneNumbers",
            {"value": "+4930231250", "type": "work", "canonicalForm": "+4930231250"},
            {"value": "+49 (0)30 / 23 12-50", "type": "mobile"},
            {"value": "0049 30 231250"},
            {"value": "tel:+49-30-231250"},
            {"value": "＋４９ ３０ ２３１２５０"},
            {"value": "+۴۹۳۰۲۳۱۲۵۰"},
        )
        self.assert_same(
            "phoneNumbers",
            {"value": "+1 212 555 0123 ext. 45"},
            {"value": "+12125550123x45"},
            {"value": "+1 (212) 555-0123;ext=45"},
        )
        self.assert_different(
            "phoneNumbers",
            {"value": "+4930231250"},
            {"value": "+4330231250"},
            {"value": "+4930231250 ext 1"},
            {"value": "4930231250"},
            {"value": "1-800-FLOWERS"},
            {"value": "1-800-FLOWERY"},
            {"value": "#"},
            {"value": "?"},
        )

    def test_an_address(self):
        raw = {"streetAddress": "Hauptstraße 1", "city": "Berlin", "country": "Germany"}
        self.assert_same(
            "addresses",
            raw,
            {**raw, "countryCode": "DE", "formattedValue": "Hauptstraße 1\nBerlin"},
            {**raw, "streetAddress": " HAUPTSTRASSE\n1", "type": "home"},
        )
        self.assert_different(
            "addresses",
            raw,
            {**raw, "extendedAddress": "2. OG"},
            {**raw, "country": "Austria"},
            {"streetAddress": "Hauptstraße 1"},
            {"extendedAddress": "Hauptstraße 1"},
        )

    def test_a_website(self):
        self.assert_same(
            "urls",
            {"value": "https://Acme.example/"},
            {"value": "HTTP://acme.example", "type": "work"},
            {"value": "acme.example"},
        )
        self.assert_different(
            "urls", {"value": "acme.example"}, {"value": "acme.example/shop"}
        )

    def test_an_organisation(self):
        raw = {"name": "Acme", "title": "CTO"}
        self.assert_same(
            "organizations", raw, {**raw, "current": True}, {**raw, "name": "ACME "}
        )
        self.assert_different(
            "organizations", raw, {"name": "Acme"}, {"title": "Acme", "name": "CTO"}
        )

    def test_a_label(self):
        self.assert_same(
            "memberships",
            {
                "contactGroupMembership": {
                    "contactGroupResourceName": "contactGroups/1a",
                    "contactGroupId": "1a",
                }
            },
            {"contactGroupMembership": {"contactGroupId": "1a"}},
        )

    def test_of_what_there_is_one_of_the_content_counts(self):
        for field, one, other in (
            ("names", {"givenName": "Anna"}, {"familyName": "Anna"}),
            ("names", {"givenName": "Anna"}, {"givenName": "anna"}),
            (
                "names",
                {"givenName": "Anna"},
                {"givenName": "Anna", "honorificPrefix": "Dr."},
            ),
            (
                "birthdays",
                {"date": {"year": 1984, "month": 2, "day": 29}},
                {"date": {"month": 2, "day": 29}},
            ),
            ("birthdays", {"text": "29.2."}, {"text": "28.2."}),
            ("biographies", {"value": "tea"}, {"value": "Tea"}),
            ("clientData", {"key": "a", "value": "1"}, {"key": "b", "value": "1"}),
        ):
            self.assert_different(field, one, other)
        self.assert_same(
            "birthdays",
            {"date": {"year": 0, "month": 2, "day": 29}, "text": "29.2."},
            {"date": {"month": 2, "day": 29}},
        )
        self.assert_same("biographies", {"value": "a\r\nb "}, {"value": "a\nb"})

    def test_what_has_nothing_of_ours_is_only_itself(self):
        """A user's own values must never be taken for one another."""
        for field, one, other in (
            ("addresses", {"formattedValue": "Here"}, {"formattedValue": "There"}),
            ("addresses", {"poBox": "1"}, {"poBox": "2"}),
            (
                "memberships",
                {"domainMembership": {"inViewerDomain": True}},
                {"domainMembership": {"inViewerDomain": False}},
            ),
            ("organizations", {"location": "Rome"}, {"location": "Oslo"}),
            ("names", {"displayName": "A"}, {"displayName": "B"}),
        ):
            self.assert_different(field, one, other, {})
            self.assertEqual(own(field, one), {})
            self.assert_same(field, one, {**one, "metadata": {"primary": True}})


class TestKeys(unittest.TestCase):
    def test_a_number_typed_without_its_country(self):
        raw = {"value": "030 231250 ext. 5", "canonicalForm": "+4930231250"}
        self.assertEqual(keys("phoneNumbers", raw), {"030231250x5", "+4930231250x5"})
        # What Google recognises after it was sent as typed is still what was sent.
        sent = {"value": "030 231250 ext. 5"}
        self.assertIn(key("phoneNumbers", sent), keys("phoneNumbers", raw))

    def test_others_have_one(self):
        raw = {"value": "a@x.example", "canonicalForm": "b"}
        self.assertEqual(keys("emailAddresses", raw), {"a@x.example"})
        raw = {"value": "+49 30 231250", "canonicalForm": "+4930231250"}
        self.assertEqual(keys("phoneNumbers", raw), {"+4930231250"})
        self.assertEqual(len(keys("phoneNumbers", None)), 1)


class TestOwn(unittest.TestCase):
    def test_what_google_adds_is_dropped(self):
        meta = {"metadata": {"primary": True}, "formattedType": "Work"}
        for field, raw in (
            (
                "names",
                {"givenName": "Anna", "displayName": "Anna", "unstructuredName": "x"},
            ),
            ("phoneNumbers", {"value": "+49 30", "canonicalForm": "+4930"}),
            ("addresses", {"city": "Rome", "formattedValue": "Rome", "poBox": "1"}),
            ("organizations", {"name": "Acme", "current": True}),
            ("emailAddresses", {"value": "a@x.example", "displayName": "Anna"}),
            (
                "memberships",
                {
                    "contactGroupMembership": {
                        "contactGroupResourceName": "contactGroups/1",
                        "contactGroupId": "1",
                    }
                },
            ),
        ):
            mine = own(field, {**raw, **meta})
            kept = next(iter(raw))
            self.assertEqual(list(mine), [kept], field)
            if field != "memberships":
                self.assertEqual(mine[kept], raw[kept])

    def test_what_is_no_value_at_all(self):
        for raw in (None, "text", 3, [], {}, {"metadata": {}}, {"value": None}):
            for field in ("names", "phoneNumbers", "birthdays", "memberships"):
                self.assertEqual(own(field, raw), {})
                self.assertIsInstance(key(field, raw), str)


if __name__ == "__main__":
    unittest.main()
