# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Updates of one contact: masks, etags, memberships; and deleting it."""

from ..fakes.people_testing import PeopleCase


class TestUpdate(PeopleCase):
    def test_masked_fields_are_replaced_and_no_others(self):
        name = self.make(
            names="Ada Lovelace", phoneNumbers="1", emailAddresses="a@b.cc"
        )
        person = self.read(name)
        body = {
            **person,
            "phoneNumbers": [{"value": "2"}],
            "emailAddresses": [{"value": "ignored@b.cc"}],
            "names": [{"givenName": "Ignored"}],
        }
        self.update(name, body, "phoneNumbers").execute()
        after = self.read(name)
        self.assertEqual([p["value"] for p in after["phoneNumbers"]], ["2"])
        self.assertEqual(after["emailAddresses"][0]["value"], "a@b.cc")
        self.assertEqual(after["names"][0]["displayName"], "Ada Lovelace")

    def test_a_masked_field_that_is_not_given_is_cleared(self):
        name = self.make(phoneNumbers="1")
        body = self.read(name)
        del body["phoneNumbers"]
        self.update(name, body, "phoneNumbers").execute()
        self.assertNotIn("phoneNumbers", self.read(name))

    def test_what_was_read_can_be_sent_back(self):
        name = self.make(
            names="Ada King Lovelace",
            phoneNumbers="+49301234567",
            emailAddresses="a@b.cc",
        )
        before = self.read(name)
        self.update(
            name, before, "names,phoneNumbers,emailAddresses,memberships"
        ).execute()
        after = self.read(name)
        for field in ("names", "phoneNumbers", "emailAddresses", "memberships"):
            self.assertEqual(after[field], before[field])

    def test_the_answer_has_the_etag_for_the_next_update(self):
        name = self.make()
        person = self.read(name, "metadata")
        for text in ("1", "2", "3"):
            body = {**person, "nicknames": [{"value": text}]}
            person = self.update(name, body, "nicknames", "metadata").execute()
        self.assertEqual(self.read(name)["nicknames"][0]["value"], "3")

    def test_stale_etags(self):
        name = self.make()
        old = self.read(name)
        self.world.touch_contact(self.anna, name)
        new = self.read(name)
        cases = {
            "person.etag": {**new, "etag": old["etag"]},
            "person.metadata.sources.etag": {**new, "metadata": old["metadata"]},
        }
        for words, body in cases.items():
            message = self.failed(
                400, "FAILED_PRECONDITION", self.update(name, body, "names")
            )
            self.assertEqual(
                message,
                f"Request {words} is different than the current {words}. Clear local "
                "cache and get the latest person.",
            )

    def test_missing_etags(self):
        name = self.make()
        person = self.read(name)
        no_source = {"sources": [{"type": "CONTACT", "id": "1"}]}
        for body in (
            {"names": person["names"]},
            {**person, "etag": ""},
            {**person, "metadata": {}},
            {**person, "metadata": no_source},
            {**person, "etag": "nonsense"},
        ):
            with self.subTest(sorted(body)):
                self.failed(
                    400, "FAILED_PRECONDITION", self.update(name, body, "names")
                )

    def test_masks_of_updates(self):
        name = self.make()
        body = self.read(name)
        for mask in ("", "photos", "metadata", "skills", "coverPhotos", "name"):
            self.invalid(self.update(name, body, mask))

    def test_memberships_cannot_be_emptied(self):
        name = self.make()
        body = self.read(name)
        for memberships in ([], [{"domainMembership": {"inViewerDomain": True}}]):
            body["memberships"] = memberships
            self.invalid(self.update(name, body, "memberships"))

    def test_memberships_name_groups_that_are_there(self):
        name = self.make()
        person = self.read(name)
        for value in (
            self.member("contactGroups/nowhere"),
            self.member("myContacts"),
            self.member("contactGroups/friends"),
            {"contactGroupMembership": {"contactGroupId": "myContacts"}},
        ):
            with self.subTest(value):
                body = {**person, "memberships": [value]}
                self.invalid(self.update(name, body, "memberships"))
        body = {**person, "memberships": [self.member("contactGroups/starred")]}
        after = self.update(name, body, "memberships").execute()
        ids = [
            m["contactGroupMembership"]["contactGroupId"] for m in after["memberships"]
        ]
        self.assertEqual(ids, ["starred"])

    def test_profiles_and_nobodies_cannot_be_updated(self):
        name = self.make()
        body = self.read(name)
        del body["resourceName"]
        message = self.invalid(self.update("people/me", body, "names"))
        self.assertEqual(
            message, 'Resource name "people/me" is not a valid contact person resource.'
        )
        self.failed(404, "NOT_FOUND", self.update("people/c5", body, "names"))

    def test_a_body_of_somebody_else_is_refused(self):
        one, two = self.make(), self.make()
        self.invalid(self.update(one, self.read(two), "names"))

    def test_deleted_is_gone(self):
        name = self.make()
        body = self.read(name)
        self.assertEqual(self.people.deleteContact(resourceName=name).execute(), {})
        self.failed(404, "NOT_FOUND", self.update(name, body, "names"))
        self.failed(404, "NOT_FOUND", self.people.deleteContact(resourceName=name))
        restored = self.world.restore_contact(self.anna, name)
        self.assertEqual(restored["names"], body["names"])
        self.update(name, self.read(name), "names").execute()
