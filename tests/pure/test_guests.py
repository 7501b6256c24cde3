# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One person is one guest; whom Odoo left out may come later; no hearsay."""

import unittest

from hypothesis import given, settings, strategies as st

from ...mapping.google_event import edit_attendees, read_attendees
from ...mapping.guest_names import file_guests, is_person, spell_guests
from ...mapping.model import ANSWERS, OWN_COPY_FIELDS
from ...sync.guests import forget, left_out
from ...sync.merge import Base, merge
from ...sync.plan import Pair, Policy, plan
from .test_plan_answers import form

ANNA, BOB, EVE = "anna@example.com", "bob@example.com", "eve@example.com"
CORP = "bob.brown@corp.example"
NAMES = {CORP: BOB, "anna.adler@corp.example": ANNA}
quick = settings(max_examples=80, deadline=None, derandomize=True, database=None)
people = st.sampled_from([ANNA, BOB, EVE, *NAMES])
answers = st.sampled_from(ANSWERS)
lists = st.lists(people, unique=True).flatmap(
    lambda emails: st.tuples(
        *(st.builds(dict, email=st.just(e), responseStatus=answers) for e in emails)
    )
)


def filed(raw):
    return file_guests(read_attendees(raw), NAMES)


class TestNames(unittest.TestCase):
    def test_google_s_own_addresses_are_no_people(self):
        for email in (
            "unknownorganizer@calendar.google.com",
            "c_1@group.calendar.google.com",
            "c_2@resource.calendar.google.com",
            "de.german#holiday@group.v.calendar.google.com",
        ):
            self.assertFalse(is_person(email), email)
        for email in (ANNA, "x@google.com", "x@notcalendar.google.com.example"):
            self.assertTrue(is_person(email), email)

    def test_the_address_that_stands_for_a_person_comes_first(self):
        for order in ((CORP, BOB), (BOB, CORP)):
            guests = {
                email: "accepted" if email == BOB else "declined" for email in order
            }
            self.assertEqual(file_guests(guests, NAMES), {BOB: "accepted"})
        self.assertEqual(file_guests({CORP: "tentative"}, NAMES), {BOB: "tentative"})

    @quick
    @given(lists)
    def test_filing_again_changes_nothing(self, raw):
        once = filed(raw)
        self.assertEqual(file_guests(once, NAMES), once)
        self.assertFalse(once.keys() & NAMES.keys())

    @quick
    @given(lists, st.sampled_from([ANNA, BOB, EVE]), st.none() | answers)
    def test_what_is_sent_reads_back(self, raw, person, answer):
        before = filed(raw)
        difference = {person: answer}
        after = edit_attendees(raw, spell_guests(difference, raw, NAMES))
        wanted = {**before, person: answer}
        if answer is None:
            del wanted[person]
        self.assertEqual(filed(after), wanted)
        if answer is not None:
            new = 0 if person in before else 1
            self.assertEqual(len(after), len(raw) + new, "nobody is doubled")

    def test_the_own_entry_is_known_by_its_mark(self):
        raw = ({"email": "alias@else.org", "self": True}, {"email": CORP})
        spelt = spell_guests({BOB: "accepted"}, raw, NAMES, BOB)
        after = edit_attendees(raw, spelt, BOB)
        self.assertEqual(after[0]["responseStatus"], "accepted")
        self.assertEqual(after[1], raw[1])

    def test_a_room_is_nobody_s_address(self):
        raw = ({"email": CORP, "resource": True},)
        self.assertEqual(spell_guests({BOB: None}, raw, NAMES), {BOB: None})


class TestLeftOut(unittest.TestCase):
    def test_whom_odoo_never_had(self):
        base = Base(
            form(**{ANNA: "accepted"}), form(**{ANNA: "accepted", EVE: "declined"})
        )
        remote = form(**{ANNA: "accepted", EVE: "declined"})
        local = form(**{ANNA: "accepted"})
        self.assertEqual(left_out(base, local, remote), {EVE})
        merged = merge(forget(base, {EVE}), local, remote)
        self.assertEqual(merged.to_local, {"attendees": {EVE: "declined"}})
        self.assertFalse(merged.to_remote)

    def test_whom_a_person_took_off_is_not_one_of_them(self):
        both = form(**{ANNA: "accepted", EVE: "declined"})
        base = Base(both, both)
        self.assertFalse(left_out(base, form(**{ANNA: "accepted"}), both))

    def test_nor_who_is_new_or_gone_at_google(self):
        bare, both = (
            form(**{ANNA: "accepted"}),
            form(**{ANNA: "accepted", EVE: "declined"}),
        )
        self.assertFalse(left_out(Base(bare, bare), bare, both))
        self.assertFalse(left_out(Base(bare, both), bare, bare))


class TestAmongGuests(unittest.TestCase):
    """Anna and Bob were invited from outside; each has a copy of their own."""

    policy = Policy(role="guest", own_email=ANNA, answering=frozenset({ANNA, BOB}))

    def pair(self, local, remote=None):
        before = form(**{ANNA: "accepted", BOB: "accepted"})
        return Pair(base=Base(before, before), local=local, remote=remote)

    def test_the_answer_of_the_other_is_neither_sent_nor_taken_back(self):
        todo = plan(self.pair(form(**{ANNA: "accepted", BOB: "declined"})), self.policy)
        self.assertEqual((todo.local, todo.remote, todo.conflicts), ("", "", ()))

    def test_a_copy_teaches_the_own_answer_only(self):
        before = form(**{ANNA: "accepted", BOB: "accepted"})
        after = form(**{ANNA: "declined", BOB: "needsAction"})
        todo = plan(self.pair(before, after), self.policy)
        self.assertEqual(todo.to_local, {"attendees": {ANNA: "declined"}})

    def test_whom_google_adds_comes_whoever_they_are(self):
        before = form(**{ANNA: "accepted"})
        after = form(**{ANNA: "accepted", BOB: "tentative", EVE: "declined"})
        pair = Pair(base=Base(before, before), local=before, remote=after)
        todo = plan(pair, self.policy)
        self.assertEqual(
            todo.to_local, {"attendees": {BOB: "tentative", EVE: "declined"}}
        )

    def test_what_is_each_ones_own_moves_neither_way(self):
        before = form(**{ANNA: "accepted", BOB: "accepted"})
        own = {**before, "show_as": "free", "visibility": "private", "reminders": []}
        for local, remote in ((own, before), (before, own)):
            todo = plan(self.pair(local, remote), self.policy)
            self.assertTrue(todo.quiet, todo)

    def test_alone_a_guest_writes_what_is_their_own(self):
        before = form(**{ANNA: "accepted"})
        own = {**before, "show_as": "free", "visibility": "private", "reminders": []}
        pair = Pair(base=Base(before, before), local=own)
        todo = plan(pair, Policy(role="guest", own_email=ANNA))
        self.assertEqual(set(todo.to_remote), set(OWN_COPY_FIELDS))
        self.assertFalse(todo.conflicts)
