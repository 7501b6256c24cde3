# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import unittest

from ...mapping.model import FIELDS
from ...sync.adopt import first_look
from ...sync.plan import Pair, Plan, Policy, plan

ANNA, BEN, CARL = "anna@example.com", "ben@example.com", "carl@example.com"


def form(**values):
    empty = dict.fromkeys(FIELDS, "")
    return {**empty, "reminders": None, "attendees": {ANNA: "accepted"}, **values}


class TestFirstLook(unittest.TestCase):
    """An event that another connector kept in step until now."""

    def look(self, local, remote, edited=False):
        made = plan(Pair(local=local, remote=remote), Policy())
        return first_look(made, local, edited)

    def test_equal_sides_need_nothing(self):
        self.assertTrue(self.look(form(), form()).quiet)
        self.assertTrue(self.look(form(), form(), edited=True).quiet)

    def test_google_wins_and_is_told_nothing(self):
        mine = form(title="Here", attendees={ANNA: "accepted", BEN: "declined"})
        theirs = form(title="There", attendees={ANNA: "accepted", CARL: "accepted"})
        done = self.look(mine, theirs)
        self.assertEqual(
            done.to_local, {"title": "There", "attendees": {CARL: "accepted"}}
        )
        self.assertEqual((done.remote, done.to_remote), ("", {}))
        self.assertEqual(done.conflicts, ())

    def test_an_undelivered_edit_is_kept_and_its_guests_are_sent(self):
        mine = form(title="Here", attendees={ANNA: "tentative", BEN: "needsAction"})
        theirs = form(title="There", attendees={ANNA: "accepted"})
        done = self.look(mine, theirs, edited=True)
        self.assertEqual(done.to_local["title"], "There")
        self.assertEqual(done.to_remote, {"attendees": {BEN: "needsAction"}})
        kept = {c.field: (c.local, c.remote, c.winner) for c in done.conflicts}
        self.assertEqual(
            kept,
            {
                "title": ("Here", "There", "google"),
                f"attendees:{ANNA}": ("tentative", "accepted", "google"),
            },
        )

    def test_a_guest_who_is_new_here_is_no_conflict(self):
        theirs = form(attendees={ANNA: "accepted", BEN: "accepted"})
        self.assertEqual(self.look(form(), theirs, edited=True).conflicts, ())

    def test_what_a_person_did_since_then_stays(self):
        for done in (
            Plan(remote="delete", forget=True),
            Plan(local="create", to_local=form()),
            Plan(local="delete", forget=True),
            Plan(remote="insert", to_remote=form()),
        ):
            for local in (None, form()):
                self.assertIs(first_look(done, local, False), done)


if __name__ == "__main__":
    unittest.main()
