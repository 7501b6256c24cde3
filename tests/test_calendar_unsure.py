# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A create whose answer was lost, and what people do before anybody looks again."""

from odoo.tests import tagged

from .calendar_case import CalendarCase


@tagged("post_install", "-at_install")
class TestCalendarUnsure(CalendarCase):
    def setUp(self):
        super().setUp()
        self.connect_bob()
        self.both = [(6, 0, (self.anna.partner_id | self.bob.partner_id).ids)]
        for account in (self.account, self.bobs):
            self.sync(account)

    def make_unsure(self, **values):
        """A new event that is at Google, which nobody here knows."""
        event = self.make(name="First", **values)
        self.google.faults.lose_answer(times=50)
        self.run_job(pull=False)
        self.google.faults.clear()
        self.assertFalse(event.gws_binding_ids.etag, "the answer was to be lost")
        self.assertEqual(self.titles(), ["First"])
        return event

    def deliver(self, account=None):
        """The delivery job, without waiting and without looking at Google first."""
        (account or self.account).calendar_next_try = False
        self.bindings(account).next_try = False
        self.run_job(account, pull=False)

    def settle_both(self):
        self.settle(self.account, self.bobs)

    def test_edited_here_the_edit_arrives(self):
        event = self.make_unsure()
        self.edit(event, name="Second")
        self.deliver()
        self.settle_both()
        self.assertEqual(event.name, "Second")
        self.assertEqual(self.titles(), ["Second"])
        self.assertFalse(self.conflicts())

    def test_edited_on_both_sides_both_edits_arrive(self):
        event = self.make_unsure()
        google_id = event.gws_binding_ids.google_id
        self.change(google_id, location="Room 4")
        self.edit(event, name="Second")
        self.deliver()
        self.settle_both()
        self.assertEqual((event.name, event.location), ("Second", "Room 4"))
        self.assertEqual(self.at_google(event)["summary"], "Second")

    def test_edited_and_deleted_here_it_goes_there(self):
        event = self.make_unsure()
        self.edit(event, name="Second")
        self.remove(event)
        self.deliver()
        self.settle_both()
        self.assertEqual(self.titles(), [])
        self.assertFalse(self.bindings())

    def test_deleted_there_it_goes_here(self):
        event = self.make_unsure()
        self.drop(event.gws_binding_ids.google_id)
        self.edit(event, name="Second")
        self.deliver()
        self.settle_both()
        self.assertFalse(event.exists())
        self.assertEqual(self.titles(), [])
        self.assertEqual(self.conflicts().mapped("field"), ["deleted"])

    def test_seen_first_by_the_guest_it_is_one_event(self):
        event = self.make_unsure(partner_ids=self.both)
        self.sync(self.bobs)
        self.settle_both()
        bound = self.env["calendar.event"].search([("gws_binding_ids", "!=", False)])
        self.assertEqual(bound, event)
        self.assertEqual(len(event.gws_binding_ids), 2)


@tagged("post_install", "-at_install")
class TestCalendarRevived(CalendarCase):
    """Deleted in Odoo while somebody edits it in Google: it comes back, once."""

    def setUp(self):
        super().setUp()
        self.connect_bob()
        both = [(6, 0, (self.anna.partner_id | self.bob.partner_id).ids)]
        for account in (self.account, self.bobs):
            self.sync(account)
        self.event = self.make(name="First", partner_ids=both)
        self.settle(self.account, self.bobs)

    def revive(self, *order):
        google_id = self.bindings().google_id
        self.remove(self.event)
        self.change(google_id, summary="Second")
        for account in order:
            self.sync(account)
        self.settle(self.account, self.bobs)
        bound = self.env["calendar.event"].search([("gws_binding_ids", "!=", False)])
        self.assertEqual(bound.mapped("name"), ["Second"])
        self.assertEqual(
            bound.gws_binding_ids.account_id, self.account | self.bobs, "both show it"
        )
        self.assertEqual(self.titles(), ["Second"])
        self.assertEqual(self.titles("bob@example.com"), ["Second"])

    def test_when_the_organiser_looks_first(self):
        self.revive(self.account, self.bobs)

    def test_when_the_guest_looks_first(self):
        self.revive(self.bobs, self.account)

    def test_what_is_deleted_before_the_guest_looks_stays_deleted(self):
        both = self.event.partner_ids.ids
        event = self.make(name="Third", partner_ids=[(6, 0, both)])
        self.run_job(pull=False)
        self.remove(event)
        self.sync(self.bobs)
        self.assertEqual(self.env["calendar.event"].search_count([]), 1)
        self.settle(self.account, self.bobs)
        self.assertEqual(self.titles(), ["First"])
        self.assertEqual(self.titles("bob@example.com"), ["First"])

    def test_an_answer_alone_brings_nothing_back(self):
        google_id = self.bindings().google_id
        self.remove(self.event)
        answered = [
            {"email": "anna@example.com", "responseStatus": "accepted"},
            {"email": "bob@example.com", "responseStatus": "accepted"},
        ]
        self.change(google_id, "bob@example.com", attendees=answered)
        self.settle(self.account, self.bobs)
        self.assertEqual(self.titles(), [])
        self.assertFalse(self.env["calendar.event"].search([("name", "=", "First")]))
