# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The public methods, called from the test's own transaction as any other test does.

Odoo forbids committing that transaction; what these methods do is seen in it all the
same, and what was done in it before is seen by them.
"""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..services.gws_client import SCOPES
from .calendar_case import CalendarHttpCase, at, timed


@tagged("post_install", "-at_install")
class TestCalledByOthers(CalendarHttpCase):
    def make_uncommitted(self, **values):
        values = {"name": "Talk", "start": at(1, 10), "stop": at(1, 11), **values}
        return self.env["calendar.event"].with_user(self.anna).create(values)

    def of_anna(self):
        return self.account.with_user(self.anna)

    def test_a_sync_goes_both_ways(self):
        event = self.make_uncommitted()
        self.put(summary="Lunch", **timed(at(2, 10), at(2, 11)))
        answer = self.of_anna().action_sync_calendar()
        self.assertEqual(answer["params"]["type"], "success", answer)
        self.assertEqual(self.titles(), ["Lunch", "Talk"])
        self.assertIn("Lunch", self.events_in_odoo().mapped("name"))
        self.assertEqual(self.at_google(event)["summary"], "Talk")
        event.name = "Talk again"
        self.of_anna().action_sync_calendar()
        self.assertEqual(self.at_google(event)["summary"], "Talk again")

    def test_a_scheduled_action_sees_what_was_just_changed(self):
        self.of_anna().action_sync_calendar()
        event = self.make_uncommitted()
        deliver = self.env.ref("google_workspace.cron_deliver")
        deliver.method_direct_trigger()
        self.assertEqual(self.titles(), ["Talk"])
        event.name = "Talk again"
        deliver.method_direct_trigger()
        self.assertEqual(self.titles(), ["Talk again"])
        event.unlink()
        deliver.method_direct_trigger()
        self.assertEqual(self.titles(), [])

    def test_a_reset(self):
        self.make_uncommitted()
        self.of_anna().action_sync_calendar()
        wizard = self.env["gws.reset"].with_user(self.anna)
        values = {"event_policy": "google", "next_sync": "all"}
        wizard.create({"account_id": self.account.id, **values}).action_confirm()
        self.assertEqual(self.account.state, "draft")
        self.assertEqual(self.titles(), [])

    def test_contacts_and_labels(self):
        granted = [*SCOPES["contact"], *SCOPES["mail"]]
        self.connect(self.anna, scopes=granted, contact_enabled=True, mail_enabled=True)
        clara = self.env["res.partner"].create({"name": "Clara"})
        clara.with_user(self.anna).gws_subscribed = True
        self.of_anna().action_sync_contacts()
        row = self.env["gws.partner.binding"].search([("partner_id", "=", clara.id)])
        self.assertEqual(row.state, "synced", row.error)
        self.of_anna().action_sync_labels()
        labels = self.env["gws.label"].search([("account_id", "=", self.account.id)])
        self.assertIn("INBOX", labels.mapped("google_id"))

    def test_an_error_leaves_the_transaction_usable(self):
        wizard = self.env["gws.reset"].with_user(self.anna)
        wizard = wizard.create({"account_id": self.account.id, "event_policy": "keep"})
        self.account.state = "draft"
        wizard.action_confirm()
        self.assertEqual(self.account.state, "draft")
        with self.assertRaises(UserError):
            self.account.with_user(self.bob).action_sync_calendar()
        self.assertTrue(self.account.exists())
