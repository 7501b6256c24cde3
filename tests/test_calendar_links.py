# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Meetings of a customer (a lead, a ticket): they stay that record's, come what may."""

from odoo.tests import tagged

from .calendar_case import CalendarCase, at, timed


@tagged("post_install", "-at_install")
class TestCalendarLinks(CalendarCase):
    def setUp(self):
        super().setUp()
        self.anna.group_ids += self.env.ref("base.group_partner_manager")
        self.sync()
        self.customer = self.guest("Customer", "customer@else.org")
        self.event = self.make_linked()

    def make_linked(self, **values):
        model = self.env["ir.model"]._get_id("res.partner")
        event = self.make(
            name="Visit", res_model_id=model, res_id=self.customer.id, **values
        )
        self.sync()
        return event

    def assert_linked(self, event):
        self.assertEqual(
            (event.res_model, event.res_id), ("res.partner", self.customer.id)
        )

    @property
    def google_id(self):
        return self.event.gws_binding_ids.google_id

    def test_through_edits_on_both_sides(self):
        self.change(self.google_id, summary="Renamed", **timed(at(3, 9), at(3, 10)))
        self.edit(self.event, location="Here")
        self.settle()
        self.assertEqual(self.event.name, "Renamed")
        self.assert_linked(self.event)

    def test_through_a_full_listing_and_a_lost_binding(self):
        self.calendar._forget_cursor()
        self.settle()
        self.assert_linked(self.event)
        self.event.gws_binding_ids.unlink()
        self.calendar._forget_cursor()
        self.settle()
        self.assert_linked(self.event)
        self.assertEqual(len(self.events_in_odoo()), 1)

    def test_deleted_here_and_edited_there(self):
        self.change(self.google_id, summary="Edited there")
        self.remove(self.event)
        self.settle()
        again = self.events_in_odoo()
        self.assertEqual(again.name, "Edited there")
        self.assert_linked(again)

    def test_archived_here_and_edited_there(self):
        self.change(self.google_id, summary="Edited there")
        self.edit(self.event, active=False)
        self.settle()
        again = self.events_in_odoo()
        self.assertEqual(again.name, "Edited there")
        self.assert_linked(again)

    def test_edited_here_and_deleted_there_made_again_by_the_button(self):
        self.edit(self.event, name="Edited here")
        self.drop(self.google_id)
        self.sync()
        self.assertFalse(self.event.exists())
        with self.acts(self.anna) as env:
            env["gws.conflict"].search([]).action_take_odoo()
        self.settle()
        again = self.events_in_odoo()
        self.assertEqual(again.name, "Edited here")
        self.assert_linked(again)

    def test_deleted_on_both_sides_by_the_rule_made_again_by_the_button(self):
        self.account.calendar_conflict_rule = "odoo"
        self.change(self.google_id, summary="Edited there")
        self.remove(self.event)
        self.sync()
        self.assertEqual(self.titles(), [])
        with self.acts(self.anna) as env:
            env["gws.conflict"].search([]).action_take_google()
        self.settle()
        self.assert_linked(self.events_in_odoo())

    def test_odoo_wins_over_a_deletion_with_the_same_record(self):
        self.account.calendar_conflict_rule = "odoo"
        self.edit(self.event, name="Edited here")
        self.drop(self.google_id)
        self.settle()
        self.assertEqual(self.titles(), ["Edited here"])
        self.assert_linked(self.event)

    def test_no_link_to_what_is_gone(self):
        self.change(self.google_id, summary="Edited there")
        self.remove(self.event)
        self.customer.unlink()
        self.settle()
        self.assertFalse(self.events_in_odoo().res_id)

    def test_no_activity_is_planned_once_more(self):
        before = self.customer.activity_ids
        self.change(self.google_id, summary="Edited there")
        self.remove(self.event)
        self.settle()
        self.assertLessEqual(self.customer.activity_ids, before)
