# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Odoo wrote, what a person owns: rule by rule, then as laws."""

import unittest

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ...mapping import person
from ...sync import contact_merge
from .contact_sides import MANY, SPELLING, Sides, respelt


def phone(value, kind="work"):
    return {"value": value, "type": kind}


def bio(text):
    return [{"value": text, "contentType": "TEXT_PLAIN"}]


class TestManyValues(unittest.TestCase):
    def sides(self, *numbers, **more):
        sides = Sides(phones=[phone(n) for n in numbers], **more)
        sides.sync()
        return sides

    def test_a_new_contact_is_all_odoos(self):
        sides = self.sides("+491", emails=["a@b.de"])
        self.assertEqual(sides.texts("phoneNumbers"), ["+491"])
        self.assertEqual(sides.sync(), set(), "and is sent once")
        sides.leave()
        self.assertFalse(any(sides.google.values()), "nothing is left of it")

    def test_a_changed_value_takes_the_place_of_the_old_one(self):
        sides = self.sides("+491")
        mine = phone("+4917", "Holiday")
        sides.google["phoneNumbers"] = [
            mine,
            *sides.google["phoneNumbers"],
            phone("+5"),
        ]
        sides.facts["phones"] = [phone("+492")]
        self.assertEqual(sides.sync(), {"phoneNumbers"})
        self.assertEqual(sides.texts("phoneNumbers"), ["+4917", "+492", "+5"])
        self.assertEqual(sides.google["phoneNumbers"][0]["type"], "Holiday")

    def test_what_a_person_says_within_odoos_value_stays(self):
        sides = self.sides("+491", emails=["a@b.de"])
        sides.google["phoneNumbers"] = [phone("+491", "Desk")]
        sides.google["emailAddresses"][0]["displayName"] = "At work"
        sides.facts["phones"] = [phone("+492")]
        sides.facts["emails"] = ["c@b.de"]
        sides.sync()
        self.assertEqual(sides.google["phoneNumbers"][0]["type"], "Desk")
        [email] = sides.google["emailAddresses"]
        self.assertEqual((email["value"], email["displayName"]), ("c@b.de", "At work"))

    def test_what_a_person_took_out_stays_out(self):
        sides = self.sides("+491", "+492")
        sides.google["phoneNumbers"] = [phone("+492")]
        sides.facts["emails"] = ["a@b.de"]
        self.assertEqual(sides.sync(), {"emailAddresses"})
        self.assertEqual(sides.texts("phoneNumbers"), ["+492"])

    def test_what_a_person_edited_is_theirs(self):
        sides = self.sides("+491")
        sides.google["phoneNumbers"] = [phone("+499")]
        sides.facts["phones"] = [phone("+492")]
        sides.sync()
        self.assertEqual(sides.texts("phoneNumbers"), ["+499", "+492"])
        sides.leave()
        self.assertEqual(sides.texts("phoneNumbers"), ["+499"])

    def test_what_a_person_had_before_is_not_taken_over(self):
        sides = Sides({"phoneNumbers": [phone("+491", "Home")]}, phones=[phone("+491")])
        self.assertNotIn("phoneNumbers", sides.sync())
        sides.facts["phones"] = []
        sides.sync()
        self.assertEqual(sides.texts("phoneNumbers"), ["+491"])

    def test_a_person_adds_the_same_number_once_more(self):
        sides = self.sides("+491")
        mine = phone("+491", "Holiday")
        sides.google["phoneNumbers"] = [mine, *sides.google["phoneNumbers"]]
        sides.facts["phones"] = []
        sides.sync()
        self.assertEqual(sides.google["phoneNumbers"][0]["type"], "Holiday")
        self.assertEqual(len(sides.google["phoneNumbers"]), 1)

    def test_a_number_in_another_spelling_is_not_lost(self):
        """Google knew the number that Odoo could not write with its country."""
        sides = self.sides("030 1234567")
        self.assertEqual(
            sides.google["phoneNumbers"][0]["canonicalForm"], "+49301234567"
        )
        sides.facts["phones"] = [phone("+49301234567")]
        sides.sync()
        self.assertEqual(sides.texts("phoneNumbers"), ["+49301234567"])

    def test_what_google_spells_its_own_way_is_known_again(self):
        sides = self.sides(emails=["me@bücher.example"], website="Bücher.example")
        self.assertEqual(sides.texts("emailAddresses"), ["me@xn--bcher-kva.example"])
        self.assertEqual(sides.sync(), set())
        sides.facts.update(emails=["me@new.example"], website="")
        sides.sync()
        self.assertEqual(sides.texts("emailAddresses"), ["me@new.example"])
        self.assertEqual(sides.texts("urls"), [])

    def test_a_primary_value_shown_first_is_not_mistaken_for_odoos(self):
        mine = {"value": "private@home.example", "type": "home"}
        sides = Sides({"emailAddresses": [mine]})
        sides.primary["emailAddresses"] = "private@home.example"
        sides.google["emailAddresses"].insert(0, {"value": "z@z.de", "type": "home"})
        sides.facts["emails"] = ["me@bücher.example"]
        sides.sync()
        self.assertEqual(sides.texts("emailAddresses")[0], "private@home.example")
        sides.facts["emails"] = []
        sides.sync()
        self.assertEqual(
            sides.texts("emailAddresses"), ["private@home.example", "z@z.de"]
        )

    def test_two_respelt_values_are_told_apart_by_their_type(self):
        sides = self.sides(website="bücher.example", link="https://müller.example/1")
        sides.facts["link"] = ""
        sides.google["urls"].reverse()
        sides.sync()
        self.assertEqual(sides.texts("urls"), ["http://xn--bcher-kva.example/"])

    def test_a_value_that_google_swallowed_claims_no_other(self):
        merged = contact_merge.merge(
            {}, {"phoneNumbers": [phone("+491"), phone("+492")]}, {}, SPELLING
        )
        base = contact_merge.confirm(
            merged, {"phoneNumbers": [phone("+499")]}, SPELLING
        )
        self.assertEqual([e[1] for e in base["phoneNumbers"]], ["+491", "+492"])

    def test_labels(self):
        sides = Sides(groups=["contactGroups/odoo"])
        sides.sync()
        own = {
            "contactGroupMembership": {"contactGroupResourceName": "contactGroups/c"}
        }
        sides.google["memberships"].append(own)
        sides.facts["groups"] = ["contactGroups/new"]
        sides.sync()
        self.assertEqual(
            sides.keys("memberships"),
            ["contactGroups/myContacts", "contactGroups/new", "contactGroups/c"],
        )


class TestSingleValues(unittest.TestCase):
    def given(self, sides):
        return [raw["givenName"] for raw in sides.google.get("names", ())]

    def test_odoo_renames(self):
        sides = Sides()
        sides.sync()
        sides.google["names"][0]["phoneticGivenName"] = "Klara"
        sides.facts["name"] = "Clara Wieck"
        sides.sync()
        [name] = sides.google["names"]
        self.assertEqual(
            (name["familyName"], name["phoneticGivenName"]), ("Wieck", "Klara")
        )
        self.assertEqual(sides.conflicts, [])

    def test_a_persons_own_edit_stays_until_odoo_changes(self):
        sides = Sides()
        sides.sync()
        sides.google["names"] = [{"givenName": "Clärchen"}]
        self.assertEqual(sides.sync(), set())
        sides.facts["name"] = "Clara Wieck"
        sides.sync()
        self.assertEqual(self.given(sides), ["Clara"])
        [(field, before, ours, theirs)] = sides.conflicts
        self.assertEqual((field, theirs), ("names", {"givenName": "Clärchen"}))
        self.assertEqual(
            (before["familyName"], ours["familyName"]), ("Schumann", "Wieck")
        )

    def test_a_name_that_was_there_before_stays_the_persons(self):
        for name in ("Clärchen", "Clara"):
            sides = Sides({"names": [{"givenName": name}]}, name="Clara")
            self.assertNotIn("names", sides.sync())
            self.assertNotIn("names", sides.sync())
            sides.leave()
            self.assertEqual(self.given(sides), [name])

    def test_odoos_rename_of_what_was_there_before(self):
        sides = Sides({"names": [{"givenName": "Clara"}]}, name="Clara")
        sides.sync()
        sides.facts["name"] = "Klara"
        sides.sync()
        self.assertEqual(self.given(sides), ["Klara"])
        self.assertEqual(sides.conflicts, [], "they had said the same")
        sides = Sides({"names": [{"givenName": "Clärchen"}]}, name="Clara")
        sides.sync()
        sides.facts["name"] = "Klara"
        sides.sync()
        self.assertEqual(self.given(sides), ["Klara"])
        self.assertEqual(len(sides.conflicts), 1)

    def test_both_change_to_the_same(self):
        sides = Sides(birthday="2000-01-01")
        sides.sync()
        sides.google["birthdays"] = [{"date": {"year": 2000, "month": 2, "day": 2}}]
        sides.facts["birthday"] = "2000-02-02"
        self.assertEqual(sides.sync(), set())
        self.assertEqual(sides.conflicts, [])

    def test_odoo_takes_back_only_what_it_wrote(self):
        sides = Sides(birthday="2000-01-01")
        sides.sync()
        sides.facts["birthday"] = ""
        sides.sync()
        self.assertFalse(sides.google["birthdays"])
        sides = Sides({"birthdays": [{"date": {"month": 2, "day": 2}}]})
        self.assertNotIn("birthdays", sides.sync())


class TestNotes(unittest.TestCase):
    def test_the_text_around_odoos_stays(self):
        sides = Sides({"biographies": bio("Sings alto")}, note="Pays late")
        sides.sync()
        self.assertEqual(sides.note, "Sings alto\n\nPays late")
        sides.google["biographies"] = bio(f"{sides.note}\n\nHas a cat")
        sides.facts["note"] = "Pays\nat once"
        sides.sync()
        self.assertEqual(sides.note, "Sings alto\n\nPays\nat once\n\nHas a cat")
        sides.facts["note"] = ""
        sides.sync()
        self.assertEqual(sides.note, "Sings alto\n\nHas a cat")

    def test_a_word_that_looks_like_odoos_is_left_alone(self):
        sides = Sides({"biographies": bio("VIPER club")}, note="VIP")
        sides.sync()
        self.assertEqual(sides.note, "VIPER club\n\nVIP")
        sides.facts["note"] = "Guest"
        sides.sync()
        self.assertEqual(sides.note, "VIPER club\n\nGuest")

    def test_the_same_text_that_was_there_before_is_the_persons(self):
        sides = Sides({"biographies": bio("VIP")}, note="VIP")
        self.assertNotIn("biographies", sides.sync())
        sides.facts["note"] = "Guest"
        sides.sync()
        self.assertEqual(sides.note, "VIP\n\nGuest")
        sides.leave()
        self.assertEqual(sides.note, "VIP")

    def test_an_edit_within_odoos_text_makes_it_the_persons(self):
        sides = Sides(note="Pays late")
        sides.sync()
        sides.google["biographies"] = bio("Pays very late")
        self.assertEqual(sides.sync(), set())
        sides.facts["note"] = "Pays"
        sides.sync()
        self.assertEqual(sides.note, "Pays very late\n\nPays")

    def test_line_ends_are_no_difference(self):
        sides = Sides(note="One\nTwo")
        sides.sync()
        sides.google["biographies"] = bio("One\r\nTwo\r\n\r\nMine")
        sides.facts["note"] = ""
        sides.sync()
        self.assertEqual(sides.note, "Mine")


class TestWhole(unittest.TestCase):
    def test_only_ours(self):
        sides = Sides(phones=[phone("+491")], note="Late", groups=["contactGroups/o"])
        sides.sync()
        shared = {"memberships", "clientData", "metadata"}

        def only_ours():
            return contact_merge.is_only_ours(
                sides.base, sides.google, SPELLING, shared
            )

        self.assertTrue(only_ours())
        sides.google["biographies"] = bio("Late\n\nMine")
        self.assertFalse(only_ours())
        sides.google["biographies"] = bio("Late")
        sides.google["phoneNumbers"].append(phone("+5"))
        self.assertFalse(only_ours())

    def test_a_new_contact_is_recognised_as_google_spells_it(self):
        sides = Sides(phones=[phone("030 12345")], emails=["me@bücher.example"])
        sides.take(sides.wanted)
        sent = {
            name: [[raw, person.key(name, raw)] for raw in values]
            for name, values in sides.wanted.items()
        }
        sides.base = contact_merge.recognise(sent, sides.google, SPELLING)
        self.assertEqual(sides.sync(), set())
        sides.facts.update(phones=[], emails=[])
        sides.sync()
        self.assertEqual(sides.texts("phoneNumbers"), [])
        self.assertEqual(sides.texts("emailAddresses"), [])


VALUES = {
    "emailAddresses": ["a@b.de", "A@b.de", "me@bücher.example", "c@d.de"],
    "phoneNumbers": ["+49301234567", "030 1234567", "+49 17", "+1 555 1234567"],
    "urls": ["bücher.example", "http://a.de/", "https://a.de", "http://c.de/x"],
}
FACTS = {"emailAddresses": "emails", "phoneNumbers": "phones"}
NOTES = ["", "Late", "Later", "Late\nLater"]
numbers = st.integers(0, 9)


class Merging(RuleBasedStateMachine):
    """Any edits on both sides; a person's values carry a type of their own."""

    def __init__(self):
        super().__init__()
        self.sides = Sides()
        self.mine = set()  # (field, key)
        self.lines = []
        self.number = 0
        self.synced = False

    def fresh(self):
        self.number += 1
        return f"Mine {self.number}"

    @initialize(there=st.booleans())
    def begin(self, there):
        if there:
            for name in MANY:
                self.add(name, 0)
            self.write_a_note(True)

    # -- Odoo ---------------------------------------------------------

    @rule(name=st.sampled_from(MANY), some=st.sets(numbers, max_size=3))
    def edit(self, name, some):
        self.synced = False
        values = [VALUES[name][n % 4] for n in sorted(some)]
        if name == "urls":
            self.sides.facts["website"] = values[0] if values else ""
            self.sides.facts["link"] = values[1] if values[1:] else ""
        else:
            self.sides.facts[FACTS[name]] = values

    @rule(note=st.sampled_from(NOTES), name=st.sampled_from(["Clara", "Klara", "C W"]))
    def edit_texts(self, note, name):
        self.synced = False
        self.sides.facts.update(note=note, name=name)

    # -- a person in Google -------------------------------------------

    @rule(name=st.sampled_from(MANY), which=numbers)
    def add(self, name, which):
        value = {"value": VALUES[name][which % 4], "type": self.fresh()}
        key = person.key(name, respelt(name, value))
        ours = {entry[1] for entry in self.sides.base.get(name, ())}
        if key in ours - set(self.sides.keys(name)):
            return  # taken out and put back is what Odoo wrote, under another type
        values = [*self.sides.google.get(name, ()), value]
        values.insert(which % len(values), values.pop())
        self.sides.take({name: values})
        self.mine.add((name, key))

    def pairs(self, name):
        values = self.sides.google.get(name, ())
        return [(person.key(name, raw), raw) for raw in values]

    @rule(name=st.sampled_from(MANY), which=numbers)
    def take_out(self, name, which):
        pairs = self.pairs(name)
        if pairs:
            gone = pairs[which % len(pairs)][0]
            self.mine.discard((name, gone))
            self.sides.take({name: [raw for key, raw in pairs if key != gone]})

    @rule(name=st.sampled_from(MANY), which=numbers)
    def make_primary(self, name, which):
        if pairs := self.pairs(name):
            self.sides.primary[name] = pairs[which % len(pairs)][0]

    @rule(first=st.booleans())
    def write_a_note(self, first):
        line, there = self.fresh(), self.sides.note
        self.lines.append(line)
        text = [line, there] if first else [there, line]
        self.sides.take({"biographies": bio("\n\n".join(filter(None, text)))})

    # -- together -----------------------------------------------------

    @rule()
    def sync(self):
        before = {name: self.owned(name) for name in MANY}
        self.sides.sync()
        self.synced = True
        assert self.sides.sync() == set(), "a second one still sends"
        for name in MANY:
            after = self.sides.keys(name)
            wanted = {person.key(name, raw) for raw in self.sides.wanted[name]}
            known = wanted | {key for field, key in self.mine if field == name}
            entries = self.sides.base.get(name, ())
            known |= {entry[1] for entry in entries}
            assert set(after) <= known, "Odoo dropped it, and it is still there"
            if name not in self.sides.primary:
                assert self.owned(name) == before[name], "another order"

    def owned(self, name):
        kinds = [raw["type"] for raw in self.sides.google.get(name, ())]
        return [kind for kind in kinds if kind.startswith("Mine")]

    @precondition(lambda self: self.synced)
    @rule()
    def leave(self):
        self.sides.leave()
        for name in MANY:
            theirs = {key for field, key in self.mine if field == name}
            assert set(self.sides.keys(name)) == theirs, name
        words = [line for line in self.sides.note.split("\n") if line]
        assert sorted(words) == sorted(self.lines)
        assert not self.sides.google.get("names")
        self.sides.base = {}

    @invariant()
    def what_a_person_owns_is_there(self):
        for name, key in self.mine:
            assert key in self.sides.keys(name), (name, key)
        lines = self.sides.note.split("\n")
        assert all(line in lines for line in self.lines)


class TestLaws(unittest.TestCase):
    def test_any_edits_on_both_sides(self):
        run_state_machine_as_test(
            Merging,
            settings=settings(
                max_examples=100,
                stateful_step_count=20,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
