# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Guests whom only Google knows are named on Odoo's event, to those who may see it."""

from odoo.tests import Form, tagged

from .calendar_case import CalendarCase


@tagged("post_install", "-at_install")
class TestCalendarOtherGuests(CalendarCase):
    def setUp(self):
        super().setUp()
        self.carla = self.guest("Carla", "carla@example.com")
        self.sync()

    def meeting(self, **body):
        google_id = self.put(
            attendees=[
                {"email": "anna@example.com", "responseStatus": "accepted"},
                {"email": "carla@example.com"},
                {"email": "stranger@else.org", "responseStatus": "accepted"},
                {"email": "dora@else.org", "displayName": "Dora Dunn"},
            ],
            **body,
        )
        self.sync()
        return self.event_of(google_id)

    def shown_to(self, user, event):
        return event.with_user(user).gws_other_guests

    def test_guests_without_a_contact_are_named_with_their_answers(self):
        event = self.meeting()
        text = self.shown_to(self.anna, event)
        self.assertEqual(
            text, "stranger@else.org (accepted), Dora Dunn (no answer yet)"
        )
        self.assertNotIn("carla", text)
        self.assertFalse(
            self.env["res.partner"].search([("email", "=like", "%@else.org")]),
            "no contact is made for them",
        )

    def test_it_follows_google(self):
        event = self.meeting()
        self.change(
            event.gws_binding_ids.google_id,
            attendees=[
                {"email": "anna@example.com", "responseStatus": "accepted"},
                {"email": "stranger@else.org", "responseStatus": "declined"},
            ],
        )
        self.sync()
        self.assertEqual(
            self.shown_to(self.anna, event), "stranger@else.org (declined)"
        )

    def test_a_guest_taken_off_in_odoo_is_not_one_of_them(self):
        event = self.meeting()
        self.edit(event, partner_ids=[(3, self.carla.id)])
        self.assertNotIn("carla", self.shown_to(self.anna, event))
        self.settle()
        self.assertEqual(
            self.shown_to(self.anna, event),
            "stranger@else.org (accepted), Dora Dunn (no answer yet)",
        )

    def test_nothing_is_shown_of_a_private_event(self):
        event = self.meeting(visibility="private")
        self.assertTrue(self.shown_to(self.anna, event))
        self.assertFalse(self.shown_to(self.bob, event))
        self.edit(event, privacy="public")
        self.assertTrue(self.shown_to(self.bob, event))

    def test_it_costs_an_ordinary_event_nothing_on_the_form(self):
        plain = self.make(name="Plain")
        self.assertFalse(self.shown_to(self.anna, plain))
        with Form(plain.with_user(self.anna)) as form:
            self.assertFalse(form.gws_other_guests)
        with Form(self.env["calendar.event"].with_user(self.anna)) as form:
            form.name = "New"
            self.assertFalse(form.gws_other_guests)

    def test_the_form_shows_it(self):
        with Form(self.meeting().with_user(self.anna)) as form:
            self.assertIn("stranger@else.org", form.gws_other_guests)

    def test_it_is_translated(self):
        self.env["res.lang"]._activate_lang("de_DE")
        event = self.meeting().with_user(self.anna).with_context(lang="de_DE")
        self.assertIn("stranger@else.org (zugesagt)", event.gws_other_guests)
