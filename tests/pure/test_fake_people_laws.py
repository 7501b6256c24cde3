# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Laws of address books under random use.

*Cursors are complete*: a mirror fed only by incremental listings in small pages equals
a full listing, whatever was done, however late listings show it. *Members agree*: a
group's members are those contacts that say so. *Round trip*: a dump makes the same
world.
"""

import json
import unittest

from hypothesis import HealthCheck, given, settings, strategies as st

from ..fakes import FakeGoogle, people_listing
from ..fakes.call import Call
from ..fakes.errors import ApiError
from ..fakes.person_fields import READABLE

ANNA = "anna@example.com"
MASK = ",".join(READABLE)


class Story:
    """One address book, a mirror of it, and random deeds drawn from ``random``."""

    def __init__(self, random):
        self.random = random
        self.world = FakeGoogle().world
        self.world.add_account(ANNA)
        self.mirror, self.cursor = {}, None
        self.number = 0

    def step(self):
        deeds = (self.make, self.make, self.change, self.delete, self.restore)
        deeds += (self.merge, self.rename, self.label, self.unlabel, self.picture)
        deeds += (self.late, self.time, self.sync, self.sync)
        try:
            self.random.choice(deeds)()
        except ApiError as error:
            # A refusal is an answer; a 5xx would be a bug.
            assert error.status < 500, error

    # --- deeds ----------------------------------------------------------------------

    def any_contact(self):
        names = [c["resourceName"] for c in self.world.contacts(ANNA)]
        return self.random.choice(names) if names else self.make()

    def any_group(self):
        groups = [g for g in self.world.groups(ANNA) if "USER" in g["groupType"]]
        return self.random.choice(groups)["resourceName"] if groups else None

    def body(self):
        self.number += 1
        words = ("Ada", "Bob", "Cleo", "Zoe")
        body = {
            "names": [{"unstructuredName": self.random.choice(words)}],
            "phoneNumbers": [{"value": f"+49 30 {self.number:06d}"}],
        }
        group = self.any_group()
        if group and self.random.random() < 0.5:
            membership = {"contactGroupResourceName": group}
            body["memberships"] = [{"contactGroupMembership": membership}]
        return body

    def make(self):
        return self.world.put_contact(ANNA, self.body())["resourceName"]

    def change(self):
        self.world.change_contact(ANNA, self.any_contact(), self.body())

    def delete(self):
        self.world.delete_contact(ANNA, self.any_contact())

    def restore(self):
        book = self.world.books.get(ANNA)
        gone = [c for c in book.contacts.values() if c.latest.deleted] if book else []
        if gone:
            name = self.random.choice(gone).latest.name
            self.world.restore_contact(ANNA, name)

    def merge(self):
        one, two = self.any_contact(), self.any_contact()
        if one != two:
            self.world.merge_contacts(ANNA, one, [two])

    def rename(self):
        name = self.any_contact()
        if name.startswith("people/c"):
            self.world.rename_contact(ANNA, name, follow=self.random.random() < 0.5)

    def label(self):
        self.number += 1
        self.world.put_group(ANNA, f"Label {self.number}")

    def unlabel(self):
        group = self.any_group()
        if group:
            self.world.delete_group(ANNA, group, self.random.random() < 0.3)

    def picture(self):
        photo = b"\xff\xd8\xff" if self.random.random() < 0.7 else None
        self.world.set_photo(ANNA, self.any_contact(), photo)

    def late(self):
        self.world.contact_delay = self.random.choice((0, 60, 300))

    def time(self):
        self.world.clock.advance(self.random.choice((1, 61, 400)))

    # --- reading --------------------------------------------------------------------

    def pages(self, query):
        """(people, sync token) of a listing in pages of three, deeds in between."""
        found, token = [], None
        while True:
            params = {
                "resourceName": "people/me",
                "personFields": MASK,
                "pageSize": 3,
                "requestSyncToken": True,
                **query,
            }
            if token:
                params["pageToken"] = token
            answer = people_listing.connections(Call(self.world, "", ANNA, params))
            found += answer.get("connections", [])
            token = answer.get("nextPageToken")
            if not token:
                return found, answer["nextSyncToken"]
            if self.random.random() < 0.3:
                self.change()

    def sync(self):
        query = {"syncToken": self.cursor} if self.cursor else {}
        found, self.cursor = self.pages(query)
        for person in found:
            metadata = person["metadata"]
            for name in metadata.pop("previousResourceNames", ()):
                self.mirror.pop(name, None)
            self.mirror.pop(person["resourceName"], None)
            if not metadata.get("deleted"):
                self.mirror[person["resourceName"]] = person

    def settle(self):
        """Everything is shown, and the mirror has heard of it."""
        self.world.contact_delay = 0
        self.world.clock.advance(1000)
        self.random.seed(1)
        chance, self.random.random = self.random.random, lambda: 1.0
        self.sync()
        full, _token = self.pages({})
        self.random.random = chance
        return {person["resourceName"]: person for person in full}


class TestLaws(unittest.TestCase):
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(random=st.randoms(use_true_random=True), steps=st.integers(1, 60))
    def test_cursors_are_complete_and_members_agree(self, random, steps):
        story = Story(random)
        for _number in range(steps):
            story.step()
        full = story.settle()
        self.assertEqual(story.mirror, full)
        world = story.world
        for group in world.groups(ANNA):
            said = {
                person["resourceName"]
                for person in full.values()
                for membership in person["memberships"]
                if membership["contactGroupMembership"]["contactGroupResourceName"]
                == group["resourceName"]
            }
            self.assertEqual(set(group.get("memberResourceNames", ())), said)
            self.assertEqual(group.get("memberCount", 0), len(said))
        if ANNA in world.books:
            self.assertEqual(world.books[ANNA].living, len(full))
        dump = json.loads(json.dumps(world.dump()))
        other = FakeGoogle().world
        other.load(dump)
        self.assertEqual(other.contacts(ANNA), world.contacts(ANNA))
        self.assertEqual(other.dump(), dump)
