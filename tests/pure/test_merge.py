# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The merge, cell by cell: who changed what, and whose word counts."""

import json
import unittest

from hypothesis import given, settings, strategies as st

from ...mapping.model import FIELDS
from ...sync.merge import MAP_FIELDS, Base, changed, merge

WHEN = {"start": "2026-03-01", "end": "2026-03-02", "all_day": True}
LATER = {"start": "2026-03-05", "end": "2026-03-06", "all_day": True}
FORM = {
    "title": "Base",
    "description": "<p>Base</p>",
    "location": "Base",
    "when": WHEN,
    "visibility": "default",
    "show_as": "busy",
    "reminders": [["popup", 10]],
    "attendees": {"a@x.de": "accepted", "b@x.de": "needsAction"},
    "video": "",
    "rule": None,
}
MINE = {
    "title": "Mine",
    "description": "<p>Mine</p>",
    "location": "Mine",
    "when": LATER,
    "visibility": "private",
    "show_as": "free",
    "reminders": [],
    "rule": {"lines": ["RRULE:FREQ=DAILY"], "zone": "UTC"},
    "video": "https://zoom.example/mine",
}
THEIRS = {
    "title": "",
    "description": "Theirs",
    "location": "Theirs",
    "when": {**LATER, "end": "2026-03-09"},
    "visibility": "public",
    "show_as": "out of office",
    "reminders": None,
    "rule": {"lines": ["RRULE:FREQ=DAILY;COUNT=2"], "zone": "UTC"},
    "video": "https://meet.google.com/theirs",
}
RULES = ("google", "odoo", "ask")
BASE = Base(FORM, FORM)


def with_guests(**answers):
    """Keyword a="declined" for a@x.de; None takes the guest off."""
    guests = dict(FORM["attendees"])
    for letter, answer in answers.items():
        guests[f"{letter}@x.de"] = answer
    return {**FORM, "attendees": {k: v for k, v in guests.items() if v is not None}}


class TestEachField(unittest.TestCase):
    """Every plain field × {nobody, here, there, both same, both different} × rule."""

    def cells(self):
        for name in MINE:
            for rule in RULES:
                with self.subTest(field=name, rule=rule):
                    yield name, rule

    def test_nobody(self):
        for rule in RULES:
            merged = merge(BASE, FORM, FORM, rule)
            self.assertEqual((merged.to_local, merged.to_remote), ({}, {}))
            self.assertEqual(merged.conflicts, ())

    def test_here(self):
        for name, rule in self.cells():
            merged = merge(BASE, {**FORM, name: MINE[name]}, FORM, rule)
            self.assertEqual(merged.to_remote, {name: MINE[name]})
            self.assertEqual((merged.to_local, merged.conflicts), ({}, ()))

    def test_there(self):
        for name, rule in self.cells():
            merged = merge(BASE, FORM, {**FORM, name: THEIRS[name]}, rule)
            self.assertEqual(merged.to_local, {name: THEIRS[name]})
            self.assertEqual((merged.to_remote, merged.conflicts), ({}, ()))

    def test_both_the_same(self):
        for name, rule in self.cells():
            same = {**FORM, name: MINE[name]}
            merged = merge(BASE, same, same, rule)
            self.assertEqual((merged.to_local, merged.to_remote), ({}, {}))
            self.assertEqual(merged.conflicts, ())

    def test_both_different(self):
        for name, rule in self.cells():
            merged = merge(
                BASE, {**FORM, name: MINE[name]}, {**FORM, name: THEIRS[name]}, rule
            )
            (conflict,) = merged.conflicts
            self.assertEqual(
                (conflict.field, conflict.base, conflict.local, conflict.remote),
                (name, FORM[name], MINE[name], THEIRS[name]),
            )
            self.assertEqual(conflict.winner, "" if rule == "ask" else rule)
            here = {name: THEIRS[name]} if rule == "google" else {}
            there = {name: MINE[name]} if rule == "odoo" else {}
            self.assertEqual((merged.to_local, merged.to_remote), (here, there))
            self.assertEqual(merged.held, {name} if rule == "ask" else set())

    def test_different_fields_both_survive(self):
        for rule in RULES:
            merged = merge(
                BASE, {**FORM, "title": "Mine"}, {**FORM, "location": "Theirs"}, rule
            )
            self.assertEqual(merged.to_remote, {"title": "Mine"})
            self.assertEqual(merged.to_local, {"location": "Theirs"})
            self.assertEqual(merged.conflicts, ())

    def test_the_table_knows_every_field(self):
        self.assertEqual({*MINE, *MAP_FIELDS}, set(FIELDS))


class TestGuests(unittest.TestCase):
    """Guests merge one by one."""

    def test_different_guests_both_survive(self):
        merged = merge(
            BASE, with_guests(a="declined", c="needsAction"), with_guests(b=None), "ask"
        )
        self.assertEqual(
            merged.to_remote,
            {"attendees": {"a@x.de": "declined", "c@x.de": "needsAction"}},
        )
        self.assertEqual(merged.to_local, {"attendees": {"b@x.de": None}})
        self.assertEqual(merged.conflicts, ())

    def test_the_same_guest_is_a_conflict_of_its_own(self):
        for rule, here, there in (
            ("google", {"attendees": {"b@x.de": "declined"}}, {}),
            ("odoo", {}, {"attendees": {"b@x.de": "accepted"}}),
            ("ask", {}, {}),
        ):
            merged = merge(
                BASE, with_guests(b="accepted"), with_guests(b="declined"), rule
            )
            self.assertEqual((merged.to_local, merged.to_remote), (here, there))
            self.assertEqual(merged.conflicts[0].field, "attendees:b@x.de")
            held = {"attendees"} if rule == "ask" else set()
            self.assertEqual(merged.held, held)

    def test_taken_off_here_and_answered_there(self):
        merged = merge(BASE, with_guests(b=None), with_guests(b="accepted"), "google")
        self.assertEqual(merged.to_local, {"attendees": {"b@x.de": "accepted"}})
        (conflict,) = merged.conflicts
        self.assertEqual((conflict.local, conflict.remote), (None, "accepted"))


class TestTwoSpellings(unittest.TestCase):
    """Each side is compared with its own memory: rewording is no edit."""

    def test_odoo_s_spelling_does_not_travel(self):
        base = Base(
            {
                **FORM,
                "title": "(No title)",
                "description": "<p>x</p>",
                "attendees": {"a@x.de": "accepted"},
            },
            {**FORM, "title": "", "description": "x"},
        )
        merged = merge(base, base.local, base.remote)
        self.assertEqual((merged.to_local, merged.to_remote), ({}, {}))

    def test_an_edit_of_a_reworded_field_does(self):
        base = Base({**FORM, "title": "(No title)"}, {**FORM, "title": ""})
        merged = merge(base, {**base.local, "title": "Named"}, base.remote)
        self.assertEqual(merged.to_remote, {"title": "Named"})

    def test_a_wish_for_a_link(self):
        wish, link, other = "meet:1", "https://meet", "https://zoom"
        for agreed, there, to_local, to_remote in (
            # (Odoo's, Google's) as agreed, Google's link now
            (("", ""), "", None, wish),
            ((wish, ""), "", None, None),  # sent: Google makes it
            ((wish, ""), link, link, None),
            ((wish, wish), link, link, None),  # a create whose answer was lost
            ((wish, wish), "", None, None),
            (("", ""), link, link, None),  # somebody in Google was faster
            ((other, other), other, None, wish),  # instead of another link
            ((other, other), link, link, None),
            ((link, link), "", None, wish),
        ):
            with self.subTest(agreed=agreed, there=there):
                base = Base({**FORM, "video": agreed[0]}, {**FORM, "video": agreed[1]})
                for rule in (*RULES, "ask"):
                    merged = merge(
                        base, {**FORM, "video": wish}, {**FORM, "video": there}, rule
                    )
                    self.assertEqual(merged.to_local.get("video"), to_local)
                    self.assertEqual(merged.to_remote.get("video"), to_remote)
                    self.assertFalse(merged.conflicts)


class TestFirstSight(unittest.TestCase):
    """Two events recognised as one, without a common past."""

    def test_a_link_that_one_side_has_is_kept(self):
        link = {"video": "https://zoom"}
        merged = merge(None, {**FORM, **link}, FORM)
        self.assertEqual((merged.to_local, merged.to_remote), ({}, link))
        merged = merge(None, FORM, {**FORM, **link})
        self.assertEqual((merged.to_local, merged.to_remote), (link, {}))
        merged = merge(None, {**FORM, **link}, {**FORM, "video": "https://meet"})
        self.assertEqual(merged.to_local, {"video": "https://meet"})

    def test_google_s_values_and_everybody_s_guests(self):
        local = {**with_guests(c="needsAction", a="declined"), "title": "Mine"}
        merged = merge(None, local, FORM)
        self.assertEqual(
            merged.to_local, {"title": "Base", "attendees": {"a@x.de": "accepted"}}
        )
        self.assertEqual(merged.to_remote, {"attendees": {"c@x.de": "needsAction"}})
        self.assertEqual(merged.conflicts, ())

    def test_the_owner_alone_is_no_guest_list(self):
        merged = merge(None, FORM, {**FORM, "attendees": {}})
        self.assertEqual((merged.to_local, merged.to_remote), ({}, {}))


class TestStored(unittest.TestCase):
    def test_a_base_comes_back_from_json(self):
        base = Base({**FORM, "title": "(No title)"}, FORM)
        stored = json.loads(json.dumps(base.dump()))
        self.assertEqual(Base.load(stored), base)
        self.assertEqual(stored["odoo"], {"title": "(No title)"})

    def test_nothing_stored_is_no_base(self):
        for stored in (None, False, {}, {"odoo": {}}):
            self.assertIsNone(Base.load(stored))

    def test_changed(self):
        self.assertEqual(changed(FORM, {**FORM, "title": "x"}), ["title"])
        self.assertEqual(changed(FORM, FORM), [])


# -- laws -----------------------------------------------------------------------

values = st.sampled_from(("", "1", "2", "3"))
guests = st.dictionaries(
    st.sampled_from(("a@x.de", "b@x.de", "c@x.de")),
    st.sampled_from(("accepted", "declined")),
)
forms = st.builds(
    lambda plain, attendees: {**FORM, **plain, "attendees": attendees},
    st.fixed_dictionaries({"title": values, "location": values, "show_as": values}),
    guests,
)
quick = settings(max_examples=150, deadline=None, derandomize=True, database=None)


def told(side, changes):
    """A side after it was told the changes."""
    result = {**side, **changes}
    if "attendees" in changes:
        joined = {**side["attendees"], **changes["attendees"]}
        result["attendees"] = {k: v for k, v in joined.items() if v is not None}
    return result


class TestLaws(unittest.TestCase):
    @quick
    @given(forms, forms, forms, st.sampled_from(("google", "odoo")))
    def test_convergence(self, base, local, remote, rule):
        merged = merge(Base(base, base), local, remote, rule)
        self.assertEqual(told(local, merged.to_local), told(remote, merged.to_remote))

    @quick
    @given(forms, forms, forms, st.sampled_from(RULES))
    def test_no_loss(self, base, local, remote, rule):
        """Every edit stands on its side afterwards, or is in a conflict."""
        merged = merge(Base(base, base), local, remote, rule)
        here = told(local, merged.to_local)
        lost = [n for n in ("title", "location") if local[n] not in (base[n], here[n])]
        self.assertEqual(
            [n for n in lost if n not in {c.field for c in merged.conflicts}], []
        )
        there = told(remote, merged.to_remote)
        lost = [
            n for n in ("title", "location") if remote[n] not in (base[n], there[n])
        ]
        self.assertEqual(
            [n for n in lost if n not in {c.field for c in merged.conflicts}], []
        )

    @quick
    @given(forms, forms, forms)
    def test_the_sides_are_mirrors(self, base, local, remote):
        one = merge(Base(base, base), local, remote, "google")
        other = merge(Base(base, base), remote, local, "odoo")
        self.assertEqual(
            (one.to_local, one.to_remote), (other.to_remote, other.to_local)
        )

    @quick
    @given(forms, forms, st.sampled_from(RULES))
    def test_one_sided_edits_never_conflict(self, base, edited, rule):
        for sides in ((edited, base), (base, edited)):
            self.assertEqual(merge(Base(base, base), *sides, rule).conflicts, ())

    @quick
    @given(forms, forms, forms)
    def test_a_question_moves_only_what_is_not_asked(self, base, local, remote):
        merged = merge(Base(base, base), local, remote, "ask")
        asked = {c.field for c in merged.conflicts}
        for changes in (merged.to_local, merged.to_remote):
            self.assertFalse(asked & set(changes))
            for email in changes.get("attendees", ()):
                self.assertNotIn(f"attendees:{email}", asked)
