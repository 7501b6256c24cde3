# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A contact that its owner had before: Odoo adds to it, and can be taken out again."""

import unittest

from hypothesis import given, strategies as st

from ...mapping import person
from ...sync import contact_merge

SPELLING = contact_merge.Spelling(person.key, person.keys, person.own, person.SINGLE)


def named(name):
    return [{"givenName": name}] if name else []


def noted(text):
    return [{"value": text, "contentType": "TEXT_PLAIN"}] if text else []


WORDS = st.sampled_from(["", "Clara", "Mum", "C", "Clara C"])
NUMBERS = st.lists(
    st.builds(
        lambda value, kind: {"value": value, "type": kind},
        st.sampled_from(["+4930901820", "+4930901821", "+4930901822"]),
        st.sampled_from(["work", "mobile"]),
    ),
    max_size=3,
    unique_by=lambda raw: raw["value"],
)
SIDES = st.builds(
    lambda name, note, phones: {
        "names": named(name),
        "biographies": noted(note),
        "phoneNumbers": phones,
    },
    WORDS,
    WORDS,
    NUMBERS,
)


def send(base, local, remote):
    """One sync: (base, what Google holds then, conflicts)."""
    merged = contact_merge.merge(base, local, remote, SPELLING)
    there = {**remote, **merged.changed}
    return contact_merge.confirm(merged, there, SPELLING), there, merged.conflicts


def strip(base, remote):
    return {**remote, **contact_merge.without(base, remote, SPELLING)}


class TestAdopt(unittest.TestCase):
    @given(SIDES, SIDES)
    def test_taken_out_it_is_as_it_was(self, local, remote):
        base, there, conflicts = send({}, local, remote)
        self.assertEqual(conflicts, [])
        self.assertEqual(strip(base, there), remote)

    @given(st.lists(SIDES, min_size=1, max_size=5), SIDES)
    def test_so_it_is_after_any_edits_in_odoo(self, edits, remote):
        base, there = {}, remote
        for local in edits:
            base, there, _conflicts = send(base, local, there)
        left = strip(base, there)
        if remote["names"]:
            # The place is the person's: it is never left empty.
            self.assertTrue(left.pop("names"))
        else:
            self.assertEqual(left.pop("names"), [])
        self.assertEqual(left, {n: own for n, own in remote.items() if n != "names"})

    @given(SIDES, SIDES)
    def test_a_second_look_sends_nothing(self, local, remote):
        base, there, _conflicts = send({}, local, remote)
        merged = contact_merge.merge(base, local, there, SPELLING)
        self.assertEqual((merged.changed, merged.conflicts), ({}, []))

    def test_its_name_stays_until_odoo_moves_and_is_kept_then(self):
        remote = {"names": named("Mum")}
        base, there, _conflicts = send({}, {"names": named("Clara")}, remote)
        self.assertEqual(there, remote)
        base, there, conflicts = send(base, {"names": named("Clara C")}, there)
        self.assertEqual(there["names"], named("Clara C"))
        [(field, before, ours, theirs)] = conflicts
        self.assertEqual((field, theirs), ("names", {"givenName": "Mum"}))
        base, there, conflicts = send(base, {"names": named("C")}, there)
        self.assertEqual((there["names"], conflicts), (named("C"), []))
