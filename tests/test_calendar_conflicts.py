# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A conflict may be settled the other way later, by the person whose it is."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .calendar_case import CalendarCase, at, timed


@tagged("post_install", "-at_install")
class TestCalendarConflicts(CalendarCase):
    def setUp(self):
        super().setUp()
        self.sync()
        self.carla = self.guest("Carla", "carla@else.org")
        self.event = self.make(
            name="Before",
            partner_ids=[(6, 0, (self.anna.partner_id | self.carla).ids)],
        )
        self.sync()
        self.google_id = self.event.gws_binding_ids.google_id

    def take(self, conflict, side, user=None):
        with self.acts(user or self.anna) as env:
            rows = env["gws.conflict"].browse(conflict.ids)
            getattr(rows, f"action_take_{side}")()

    def clash(self, rule, here, there):
        """Both sides edit before the next sync; the conflict rows that follow."""
        self.account.calendar_conflict_rule = rule
        self.edit(self.event, **here)
        self.change(self.google_id, **there)
        self.sync()
        return self.conflicts()

    def test_the_losing_title_may_be_taken_after_all(self):
        for rule, other, wanted in (
            ("google", "odoo", "Here"),
            ("odoo", "google", "There"),
        ):
            conflict = self.clash(rule, {"name": "Here"}, {"summary": "There"})[-1]
            self.assertEqual(conflict.winner, rule)
            self.take(conflict, other)
            self.settle()
            self.assertEqual(self.event.name, wanted)
            self.assertEqual(self.titles(), [wanted])
            self.edit(self.event, name="Before")
            self.sync()

    def test_the_losing_time_may_be_taken_after_all(self):
        conflict = self.clash(
            "google", {"start": at(2, 9), "stop": at(2, 10)}, timed(at(3, 9), at(3, 10))
        )
        self.assertEqual(conflict.field, "when")
        self.assertEqual(self.event.start, at(3, 9))
        self.assertIn("9:00", conflict.odoo_text)
        self.assertTrue(conflict.google_text)
        self.take(conflict, "odoo")
        self.settle()
        self.assertEqual(self.event.start, at(2, 9))

    def test_a_guests_answer_is_a_conflict_of_its_own(self):
        guests = self.world.event("anna@example.com", self.google_id)["attendees"]
        for guest in guests:
            if guest["email"] == "carla@else.org":
                guest["responseStatus"] = "declined"
        attendee = self.event.attendee_ids.filtered(
            lambda a: a.partner_id == self.carla
        )
        with self.acts(self.anna) as env:
            env["calendar.attendee"].browse(attendee.id).state = "accepted"
        self.change(self.google_id, attendees=guests)
        self.sync()
        conflict = self.conflicts()
        self.assertEqual(conflict.field, "attendees:carla@else.org")
        self.assertEqual(attendee.state, "declined")
        self.take(conflict, "odoo")
        self.settle()
        self.assertEqual(attendee.state, "accepted")

    def test_deleted_here_and_back_may_be_deleted_after_all(self):
        self.remove(self.event)
        self.change(self.google_id, summary="Edited there")
        self.sync()
        self.assertEqual(self.events_in_odoo().mapped("name"), ["Edited there"])
        self.take(self.conflicts("deleted"), "odoo")
        self.settle()
        self.assertEqual(self.titles(), [])
        self.assertFalse(self.events_in_odoo())

    def test_deleted_on_both_sides_may_be_made_again(self):
        self.account.calendar_conflict_rule = "odoo"
        self.remove(self.event)
        self.change(self.google_id, summary="Edited there")
        self.sync()
        self.assertEqual(self.titles(), [])
        self.take(self.conflicts("deleted"), "google")
        self.settle()
        self.assertEqual(self.titles(), ["Edited there"])
        again = self.events_in_odoo()
        self.assertEqual(again.name, "Edited there")
        self.assertIn(self.carla, again.partner_ids)

    def test_deleted_there_and_edited_here_may_be_kept_after_all(self):
        self.edit(self.event, name="Edited here")
        self.drop(self.google_id)
        self.sync()
        self.assertFalse(self.event.exists())
        self.take(self.conflicts("deleted"), "odoo")
        self.settle()
        self.assertEqual(self.titles(), ["Edited here"])

    def test_conflicts_are_the_owners_business_only(self):
        conflict = self.clash("google", {"name": "Here"}, {"summary": "There"})
        with self.assertRaises(AccessError):
            self.take(conflict, "odoo", self.bob)
        with self.acts(self.bob) as env:
            self.assertFalse(env["gws.conflict"].search([]))

    def test_a_copy_made_in_google_is_another_event(self):
        copied = self.world.event("anna@example.com", self.google_id)
        kept = ("summary", "start", "end", "extendedProperties", "attendees")
        self.put(**{key: copied[key] for key in kept})
        self.settle()
        self.assertEqual(len(self.events_in_odoo()), 2)
        self.assertEqual(len(self.world.events("anna@example.com")), 2)
