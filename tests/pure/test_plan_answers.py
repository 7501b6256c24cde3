# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whose account carries an answer: the guest's own, and nobody's twice."""

import unittest

from ...mapping import google_event
from ...sync.merge import Base
from ...sync.plan import Pair, Policy, plan, remember

OWNER, GUEST, OTHER = "anna@example.com", "bob@example.com", "eve@example.com"


def form(**answers):
    remote = google_event.read(
        {
            "id": "abcde",
            "start": {"date": "2026-03-01"},
            "end": {"date": "2026-03-02"},
            "reminders": {"useDefault": True},
        }
    )
    return {**remote.form, "attendees": dict(answers)}


class TestAnswers(unittest.TestCase):
    def pair(self, before, after):
        return Pair(base=Base(form(**before), form(**before)), local=form(**after))

    def test_the_organiser_leaves_the_answer_of_a_connected_guest(self):
        pair = self.pair({GUEST: "needsAction"}, {GUEST: "accepted"})
        policy = Policy(own_email=OWNER, answering=frozenset({GUEST}))
        todo = plan(pair, policy)
        self.assertEqual(todo.remote, "")
        self.assertEqual(todo.unsent, {"attendees"})

    def test_the_guests_own_account_sends_it(self):
        pair = self.pair({GUEST: "needsAction"}, {GUEST: "accepted"})
        todo = plan(pair, Policy(role="guest", own_email=GUEST, written_by_other=True))
        self.assertEqual(todo.to_remote, {"attendees": {GUEST: "accepted"}})

    def test_the_organiser_sends_the_answer_of_an_unconnected_guest(self):
        pair = self.pair(
            {GUEST: "needsAction", OTHER: "needsAction"},
            {GUEST: "accepted", OTHER: "declined"},
        )
        policy = Policy(own_email=OWNER, answering=frozenset({GUEST}))
        todo = plan(pair, policy)
        self.assertEqual(todo.to_remote, {"attendees": {OTHER: "declined"}})
        after = remember(pair.base, todo, pair.local, form(**{OTHER: "declined"}))
        self.assertEqual(after.local["attendees"].get(GUEST), "needsAction")

    def test_a_connected_guest_is_invited_and_taken_off_by_the_organiser(self):
        policy = Policy(own_email=OWNER, answering=frozenset({GUEST}))
        invited = plan(self.pair({}, {GUEST: "needsAction"}), policy)
        self.assertEqual(invited.to_remote, {"attendees": {GUEST: "needsAction"}})
        removed = plan(self.pair({GUEST: "accepted"}, {}), policy)
        self.assertEqual(removed.to_remote, {"attendees": {GUEST: None}})
