# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is mailed about what, under each policy, and how many they are."""

import itertools
import unittest

from ...mapping.model import FIELDS
from ...sync.guest_mail import how_many, send_updates

POLICIES = ("never", "changes", "always")
VERBS = ("insert", "patch", "delete")
# Which policies tell the guests when a patch writes this field alone.
TOLD = {
    "attendees": {"changes", "always"},
    "when": {"changes", "always"},
    "location": {"changes", "always"},
    "rule": {"changes", "always"},
    "title": {"always"},
    "description": {"always"},
    "visibility": set(),
    "show_as": set(),
    "reminders": set(),
    "video": {"changes", "always"},
}
A, B, C = "a@x.de", "b@x.de", "c@x.de"


class TestSendUpdates(unittest.TestCase):
    def ask(self, verb="patch", cause="person", over=False, guests=True, **more):
        return send_updates(verb, cause, over, guests, **more)

    def test_every_field_under_every_policy(self):
        self.assertLessEqual(set(TOLD), set(FIELDS))
        for name, policy in itertools.product(TOLD, POLICIES):
            with self.subTest(field=name, policy=policy):
                answer = self.ask(changes={name: 1}, policy=policy)
                self.assertEqual(answer, "all" if policy in TOLD[name] else "none")

    def test_several_fields_are_told_when_one_is(self):
        self.assertEqual(self.ask(changes=("title", "when")), "all")
        self.assertEqual(self.ask(changes=("title", "show_as")), "none")
        both = ("title", "show_as")
        self.assertEqual(self.ask(changes=both, policy="always"), "all")

    def test_a_person_creates_or_deletes(self):
        for verb, policy in itertools.product(("insert", "delete"), POLICIES):
            wanted = "none" if policy == "never" else "all"
            self.assertEqual(self.ask(verb, policy=policy), wanted)

    def test_who_when_and_where_unless_told_otherwise(self):
        self.assertEqual(self.ask(changes=("when",)), "all")
        self.assertEqual(self.ask(changes=("title",)), "none")

    def test_quiet_whatever_the_policy(self):
        for verb, policy in itertools.product(VERBS, POLICIES):
            more = {"changes": ("when",), "policy": policy}
            for cause in (
                "first",
                "full",
                "reset",
                "repair",
                "bulk",
                "quiet",
                "",
                None,
            ):
                self.assertEqual(self.ask(verb, cause, **more), "none")
            self.assertEqual(self.ask(verb, over=True, **more), "none")
            self.assertEqual(self.ask(verb, guests=False, **more), "none")


class TestHowMany(unittest.TestCase):
    def test_all_hear_of_a_new_a_deleted_and_a_moved_event(self):
        for verb, changes in (
            ("insert", {}),
            ("delete", {}),
            ("patch", {"when": 1}),
            ("patch", {"when": 1, "attendees": {C: "needsAction"}}),
        ):
            with self.subTest(verb=verb, changes=changes):
                self.assertEqual(how_many(verb, {A, B, C}, changes, {A, B}), 3)

    def test_when_only_the_list_moves_they_hear_who_are_put_on_or_taken_off(self):
        changes = {"attendees": {A: None, C: "needsAction"}}
        self.assertEqual(how_many("patch", {A, B, C}, changes, {A, B}), 2)

    def test_an_answer_is_one_mail(self):
        changes = {"attendees": {A: "accepted"}}
        self.assertEqual(how_many("patch", {A, B}, changes, {A, B}), 1)
