# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Switched off, Odoo tells the guests itself; switched on again, nobody hears twice."""

from odoo.tests import tagged

from .calendar_case import CalendarCase


@tagged("post_install", "-at_install")
class TestCalendarSwitchedOff(CalendarCase):
    def odoo_mails(self):
        return self.env["mail.message"].search_count(
            [
                ("model", "=", "calendar.event"),
                ("message_type", "=", "user_notification"),
            ]
        )

    def invite(self, name):
        carla = self.guest("Carla", f"{name.lower()}@else.org")
        people = [(6, 0, (self.anna.partner_id | carla).ids)]
        return self.make(name=name, partner_ids=people)

    def test_on_google_tells_the_guests(self):
        before = self.odoo_mails()
        self.sync()
        self.invite("On")
        self.sync()
        self.assertEqual(self.odoo_mails(), before)
        self.assertEqual(self.mails(), [("invitation", "on@else.org")])

    def test_off_odoo_does_and_google_keeps_quiet_afterwards(self):
        self.sync()
        self.set_params(enabled=False)
        before = self.odoo_mails()
        event = self.invite("Off")
        self.assertEqual(self.odoo_mails(), before + 1)
        self.set_params(enabled=True)
        self.settle()
        self.assertTrue(self.at_google(event))
        self.assertEqual(self.mails(), [])
