# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The plan, cell by cell: what is there × what moved × direction × role × rule."""

import itertools
import unittest

from ...mapping.model import OWN_COPY_FIELDS
from ...sync.merge import Base
from ...sync.plan import Pair, Plan, Policy, plan, remember
from .test_merge import BASE, FORM, with_guests

MINE = {**FORM, "title": "Mine"}
THEIRS = {**FORM, "title": "Theirs"}
ELSEWHERE = {**FORM, "location": "Elsewhere"}
OWN = "b@x.de"
ROLES = ("owner", "guest", "reader")
RULES = ("google", "odoo", "ask")
BOTH, PULL, PUSH = {}, {"push": False}, {"pull": False}


def decide(pair, **policy):
    return plan(pair, Policy(own_email=OWN, **policy))


class TestEveryCell(unittest.TestCase):
    """plan() has an answer for every combination, and never breaks its promises."""

    def cells(self):
        for base, local, remote, deleted, gone in itertools.product(
            (None, BASE),
            (None, FORM, MINE, with_guests(a="declined", b="accepted", c="tentative")),
            (None, FORM, THEIRS, with_guests(b="declined")),
            (False, True),
            (False, True),
        ):
            if deleted and local:
                continue
            for pull, push, role, rule, other, shared in itertools.product(
                (True, False),
                (True, False),
                ROLES,
                RULES,
                (True, False),
                (True, False),
            ):
                policy = Policy(pull, push, role, OWN, rule, other, shared)
                pair = Pair(base, local, remote, deleted, gone)
                yield pair, policy, plan(pair, policy)

    def test_promises(self):
        count = 0
        for pair, policy, todo in self.cells():
            count += 1
            words = (pair, policy, todo)
            self.assertIn(todo.local, ("", "create", "update", "delete", "decline"))
            self.assertIn(todo.remote, ("", "insert", "patch", "delete"))
            if not policy.pull:
                self.assertEqual(todo.local, "", words)
            if not policy.push:
                self.assertEqual(todo.remote, "", words)
            if policy.role == "reader":
                self.assertEqual(todo.remote, "", words)
            if policy.role == "guest":
                self.assertNotEqual(todo.remote, "insert", words)
                self.assertLessEqual(
                    set(todo.to_remote) if todo.remote == "patch" else set(),
                    {"attendees", *OWN_COPY_FIELDS},
                    words,
                )
                guests = set(todo.to_remote.get("attendees", ()))
                self.assertLessEqual(guests, {OWN}, words)
            if todo.local == "create":
                self.assertIsNone(pair.local, words)
            if todo.local in ("update", "delete", "decline"):
                self.assertIsNotNone(pair.local, words)
            if todo.local == "update":
                self.assertTrue(todo.to_local, words)
            if todo.remote == "patch":
                self.assertTrue(todo.to_remote, words)
        self.assertGreater(count, 5000)

    def test_planning_twice_is_the_same(self):
        for pair, policy, todo in itertools.islice(self.cells(), 0, None, 17):
            self.assertEqual(plan(pair, policy), todo)


class TestFirstMeeting(unittest.TestCase):
    def test_new_in_google(self):
        todo = decide(Pair(remote=THEIRS))
        self.assertEqual((todo.local, todo.to_local), ("create", THEIRS))
        self.assertEqual(todo.remote, "")
        self.assertTrue(decide(Pair(remote=THEIRS), pull=False).quiet)

    def test_new_in_odoo(self):
        todo = decide(Pair(local=MINE))
        self.assertEqual((todo.remote, todo.to_remote), ("insert", MINE))
        for policy in (PULL, {"role": "guest"}, {"role": "reader"}):
            self.assertTrue(decide(Pair(local=MINE), **policy).quiet)

    def test_recognised_as_one(self):
        todo = decide(Pair(local=MINE, remote=THEIRS))
        self.assertEqual((todo.local, todo.to_local), ("update", {"title": "Theirs"}))


class TestEdits(unittest.TestCase):
    def test_here(self):
        todo = decide(Pair(BASE, MINE, FORM))
        self.assertEqual((todo.remote, todo.to_remote), ("patch", {"title": "Mine"}))
        self.assertEqual(todo.local, "")

    def test_here_without_reading_google(self):
        todo = decide(Pair(BASE, MINE))
        self.assertEqual((todo.remote, todo.to_remote), ("patch", {"title": "Mine"}))

    def test_there(self):
        todo = decide(Pair(BASE, FORM, THEIRS))
        self.assertEqual((todo.local, todo.to_local), ("update", {"title": "Theirs"}))

    def test_nothing(self):
        for role, rule in itertools.product(ROLES, RULES):
            self.assertTrue(decide(Pair(BASE, FORM, FORM), role=role, rule=rule).quiet)
            self.assertTrue(decide(Pair(BASE, FORM), role=role, rule=rule).quiet)

    def test_one_way_keeps_the_other_s_change_for_later(self):
        todo = decide(Pair(BASE, MINE, ELSEWHERE), **PULL)
        self.assertEqual(todo.to_local, {"location": "Elsewhere"})
        self.assertEqual((todo.remote, todo.unsent), ("", {"title"}))
        todo = decide(Pair(BASE, MINE, ELSEWHERE), **PUSH)
        self.assertEqual(todo.to_remote, {"title": "Mine"})
        self.assertEqual((todo.local, todo.unapplied), ("", {"location"}))

    def test_one_way_decides_its_own_conflicts(self):
        for rule in RULES:
            todo = decide(Pair(BASE, MINE, THEIRS), rule=rule, **PULL)
            self.assertEqual(todo.to_local, {"title": "Theirs"})
            self.assertEqual(todo.conflicts[0].winner, "google")
            todo = decide(Pair(BASE, MINE, THEIRS), rule=rule, **PUSH)
            self.assertEqual(todo.to_remote, {"title": "Mine"})
            self.assertEqual(todo.conflicts[0].winner, "odoo")

    def test_a_question_holds_only_its_field(self):
        here = {**MINE, "show_as": "free"}
        there = {**THEIRS, "location": "Elsewhere"}
        todo = decide(Pair(BASE, here, there), rule="ask")
        self.assertEqual(todo.to_local, {"location": "Elsewhere"})
        self.assertEqual(todo.to_remote, {"show_as": "free"})
        self.assertEqual((todo.unsent, todo.unapplied), ({"title"}, {"title"}))


class TestGuest(unittest.TestCase):
    """A guest whose organiser is not connected: Odoo shows the guest's own copy."""

    def test_own_answer_and_reminders_go_out(self):
        local = {**with_guests(b="accepted"), "reminders": []}
        todo = decide(Pair(BASE, local, FORM), role="guest")
        self.assertEqual(
            todo.to_remote, {"attendees": {OWN: "accepted"}, "reminders": []}
        )
        self.assertEqual((todo.local, todo.conflicts), ("", ()))

    def test_everything_else_is_taken_back_with_both_values_kept(self):
        local = {**with_guests(b="accepted", a=None, c="needsAction"), "title": "Mine"}
        todo = decide(Pair(BASE, local, FORM), role="guest")
        self.assertEqual(todo.to_remote, {"attendees": {OWN: "accepted"}})
        self.assertEqual(
            todo.to_local,
            {"title": "Base", "attendees": {"a@x.de": "accepted", "c@x.de": None}},
        )
        kept = {c.field: (c.local, c.remote) for c in todo.conflicts}
        self.assertEqual(
            kept,
            {
                "title": ("Mine", "Base"),
                "attendees:a@x.de": (None, "accepted"),
                "attendees:c@x.de": ("needsAction", None),
            },
        )

    def test_a_guest_cannot_uninvite_themselves_by_an_edit(self):
        todo = decide(Pair(BASE, with_guests(b=None), FORM), role="guest")
        self.assertEqual(todo.remote, "")
        self.assertEqual(todo.to_local, {"attendees": {OWN: "needsAction"}})

    def test_a_reader_s_edit_is_taken_back(self):
        todo = decide(Pair(BASE, MINE, FORM), role="reader")
        self.assertEqual((todo.remote, todo.to_local), ("", {"title": "Base"}))
        self.assertEqual(todo.conflicts[0].local, "Mine")


class TestCopy(unittest.TestCase):
    """A guest's copy while the organiser is connected: the organiser carries all."""

    policy = {"role": "guest", "written_by_other": True, "shared": True}

    def test_an_edit_in_odoo_waits_for_the_organiser(self):
        todo = decide(Pair(BASE, MINE, FORM), **self.policy)
        self.assertEqual((todo.local, todo.remote), ("", ""))
        self.assertEqual((todo.unsent, todo.conflicts), ({"title"}, ()))

    def test_an_edit_in_google_may_come_by_any_copy(self):
        todo = decide(Pair(BASE, FORM, THEIRS), **self.policy)
        self.assertEqual(todo.to_local, {"title": "Theirs"})

    def test_a_conflict_is_left_to_the_organiser(self):
        for rule in RULES:
            todo = decide(Pair(BASE, MINE, THEIRS), rule=rule, **self.policy)
            self.assertEqual((todo.local, todo.remote, todo.conflicts), ("", "", ()))
            self.assertEqual((todo.unsent, todo.unapplied), ({"title"}, {"title"}))

    def test_what_is_each_person_s_own_stays_there(self):
        mine = {**FORM, "reminders": [], "show_as": "free", "visibility": "private"}
        for pair in (Pair(BASE, mine, FORM), Pair(BASE, FORM, mine)):
            todo = decide(pair, **self.policy)
            self.assertTrue(todo.quiet)
            self.assertFalse(todo.unsent | todo.unapplied)
        self.assertEqual(set(OWN_COPY_FIELDS), {"reminders", "show_as", "visibility"})

    def test_the_own_answer_goes_out(self):
        todo = decide(Pair(BASE, with_guests(b="accepted"), FORM), **self.policy)
        self.assertEqual(todo.to_remote, {"attendees": {OWN: "accepted"}})

    def test_first_sight_of_a_copy_overwrites_nothing(self):
        self.assertTrue(decide(Pair(None, MINE, THEIRS), **self.policy).quiet)


class TestDeletions(unittest.TestCase):
    def test_deleted_in_odoo(self):
        for role in ("owner", "guest"):
            for remote in (None, FORM):
                todo = decide(Pair(BASE, None, remote, deleted=True), role=role)
                self.assertEqual((todo.remote, todo.forget), ("delete", True))
                self.assertEqual(todo.conflicts, ())

    def test_deleted_where_nothing_may_be_written_stays_out_of_odoo(self):
        for policy in (PULL, {"role": "reader"}):
            todo = decide(Pair(BASE, None, FORM, deleted=True), **policy)
            self.assertTrue(todo.quiet)

    def test_a_copy_waits_for_the_organiser_s_deletion(self):
        for remote in (None, FORM, THEIRS):
            todo = decide(
                Pair(BASE, None, remote, deleted=True),
                role="guest",
                written_by_other=True,
            )
            self.assertTrue(todo.quiet)

    def test_deleted_in_odoo_edited_in_google(self):
        for rule, local, remote in (
            ("google", "create", ""),
            ("ask", "create", ""),
            ("odoo", "", "delete"),
        ):
            todo = decide(Pair(BASE, None, THEIRS, deleted=True), rule=rule)
            self.assertEqual((todo.local, todo.remote), (local, remote))
            (conflict,) = todo.conflicts
            self.assertEqual((conflict.field, conflict.remote), ("deleted", THEIRS))
            self.assertEqual(conflict.winner, "" if rule == "ask" else rule)

    def test_answers_alone_bring_nothing_back_but_are_kept(self):
        answered = with_guests(b="accepted")
        todo = decide(Pair(BASE, None, answered, deleted=True))
        self.assertEqual((todo.local, todo.remote), ("", "delete"))
        self.assertEqual(todo.conflicts[0].remote, answered)
        todo = decide(Pair(BASE, None, with_guests(c="accepted"), deleted=True))
        self.assertEqual(todo.local, "create", "a new guest is an edit")

    def test_gone_in_google(self):
        for role, shared, local in (
            ("owner", False, "delete"),
            ("owner", True, "delete"),
            ("guest", False, "delete"),
            ("guest", True, "decline"),
            ("reader", False, "delete"),
        ):
            todo = decide(Pair(BASE, FORM, gone=True), role=role, shared=shared)
            self.assertEqual((todo.local, todo.forget), (local, True))
            self.assertEqual(todo.conflicts, ())

    def test_gone_on_both_sides(self):
        for policy in (BOTH, PULL, PUSH):
            todo = decide(Pair(BASE, gone=True, deleted=True), **policy)
            self.assertEqual(todo, Plan(forget=True))

    def test_gone_in_google_edited_in_odoo(self):
        for rule, local, remote in (
            ("google", "delete", ""),
            ("ask", "", "insert"),
            ("odoo", "", "insert"),
        ):
            todo = decide(Pair(BASE, MINE, gone=True), rule=rule)
            self.assertEqual((todo.local, todo.remote), (local, remote))
            self.assertEqual(todo.conflicts[0].local, MINE)
            asked = rule == "ask"
            self.assertEqual(todo.conflicts[0].winner, "" if asked else rule)

    def test_a_guest_s_edit_of_a_meeting_called_off_is_kept(self):
        todo = decide(Pair(BASE, MINE, gone=True), role="guest")
        self.assertEqual(todo.local, "delete")
        self.assertEqual(todo.conflicts[0].local, MINE)

    def test_a_copy_gone_is_the_organiser_s_news(self):
        todo = decide(
            Pair(BASE, MINE, gone=True),
            role="guest",
            written_by_other=True,
            shared=True,
        )
        self.assertEqual(todo, Plan(forget=True))

    def test_push_only_writes_an_edited_event_again(self):
        self.assertTrue(decide(Pair(BASE, FORM, gone=True), **PUSH).quiet)
        self.assertEqual(decide(Pair(BASE, MINE, gone=True), **PUSH).remote, "insert")


class TestRemember(unittest.TestCase):
    def test_what_both_sides_now_say(self):
        todo = decide(Pair(BASE, MINE, ELSEWHERE))
        local, remote = {**MINE, "location": "Elsewhere"}, {**ELSEWHERE, **MINE}
        self.assertEqual(remember(BASE, todo, local, remote), Base(local, remote))

    def test_what_waits_keeps_its_base(self):
        todo = decide(Pair(BASE, MINE, FORM), **PULL)
        self.assertEqual(remember(BASE, todo, MINE, FORM), BASE)
        todo = decide(Pair(BASE, FORM, THEIRS), **PUSH)
        self.assertEqual(remember(BASE, todo, FORM, THEIRS), BASE)

    def test_agreed_guests_do_not_wait_with_the_others(self):
        """One open answer must not make news of the guests both sides agree on."""
        here, there = with_guests(b="accepted"), with_guests(b="declined", c="accepted")
        todo = decide(Pair(BASE, here, there), rule="ask")
        local = {**here, "attendees": {**here["attendees"], "c@x.de": "accepted"}}
        agreed = remember(BASE, todo, local, there)
        for side in (agreed.local, agreed.remote):
            self.assertEqual(side["attendees"]["c@x.de"], "accepted")
            self.assertEqual(side["attendees"]["b@x.de"], "needsAction")

    def test_a_guest_odoo_does_not_know_is_remembered_on_google_s_side(self):
        there = with_guests(z="accepted")
        todo = decide(Pair(BASE, FORM, there))
        agreed = remember(BASE, todo, FORM, there)
        self.assertTrue(decide(Pair(agreed, FORM, there)).quiet)
        self.assertTrue(decide(Pair(agreed, FORM)).quiet)

    def test_without_a_past_both_sides_are_the_agreement(self):
        self.assertEqual(remember(None, Plan(), MINE, THEIRS), Base(MINE, THEIRS))
