# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Guests of series: who is taken in, how often they are told, what Google cuts."""

from odoo.tests import tagged

from .series_case import SeriesCase, weekly

NEW = {"email": "new@else.org", "displayName": "Nina New"}


@tagged("post_install", "-at_install")
class TestSeriesGuests(SeriesCase):
    def setUp(self):
        super().setUp()
        self.sync()
        self.carla = self.guest("Carla", "carla@else.org")
        self.both = [(6, 0, (self.anna.partner_id | self.carla).ids)]

    def people(self, series):
        """The guests of each occurrence, by address."""
        found = set()
        for event in self.occurrences(series):
            guests = event.attendee_ids.filtered(
                lambda a: a.partner_id != self.anna.partner_id
            )
            found.add(tuple(sorted(guests.mapped("email"))))
        return found

    def google_series(self):
        google_id = self.put_series(
            weekly(4), attendees=[NEW, {"email": "carla@else.org"}]
        )
        self.mails()
        self.sync()
        return self.series_of(google_id)

    def test_an_unknown_guest_is_listed_on_every_occurrence(self):
        series = self.google_series()
        self.assertEqual(self.people(series), {("carla@else.org",)})
        for event in self.occurrences(series).with_user(self.anna):
            self.assertEqual(event.gws_other_guests, "Nina New (no answer yet)")

    def test_one_contact_for_the_whole_series(self):
        self.account.calendar_unknown_guests = "create"
        series = self.google_series()
        found = self.env["res.partner"].search([("email", "=", "new@else.org")])
        self.assertEqual(found.mapped("name"), ["Nina New"])
        self.assertEqual(self.people(series), {("carla@else.org", "new@else.org")})
        self.settle()
        self.assertEqual(self.mails(), [])

    def test_a_later_choice_brings_them_to_every_occurrence(self):
        series = self.google_series()
        with self.acts(self.anna) as env:
            env.user.gws_calendar_unknown_guests = "create"
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertEqual(self.people(series), {("carla@else.org", "new@else.org")})
        self.settle()

    def test_a_guest_of_a_series_is_one_mail(self):
        self.set_params(guest_mail_cap="1")
        series = self.make_series(count=10, partner_ids=self.both)
        self.sync()
        self.assertEqual(self.account.calendar_mails_held, 0)
        self.assertEqual(self.mails(), [("invitation", "carla@else.org")])
        self.edit_all(series, name="Renamed")
        self.sync()
        self.assertEqual(self.mails(), [])
        self.account.calendar_guest_mail = "always"
        self.edit_all(series, name="Renamed again")
        self.sync()
        self.assertEqual(self.mails(), [("update", "carla@else.org")])

    def test_a_series_waits_like_an_event(self):
        self.set_params(guest_mail_cap="1")
        for name in ("One", "Two"):
            self.make_series(name=name, partner_ids=self.both)
        self.sync()
        self.assertEqual(self.account.calendar_mails_held, 2)
        self.assertEqual((self.titles(), self.mails()), ([], []))
        with self.acts(self.anna) as env:
            env["gws.account"].browse(self.account.id).action_send_without_mail()
        self.assertEqual((self.titles(), self.mails()), (["One", "Two"], []))
        self.settle()

    def test_the_sixth_reminder_is_told_on_every_occurrence(self):
        alarms = self.env["calendar.alarm"].create(
            [
                {
                    "name": str(n),
                    "alarm_type": "notification",
                    "interval": "minutes",
                    "duration": n,
                }
                for n in range(1, 7)
            ]
        )
        series = self.make_series(alarm_ids=[(6, 0, alarms.ids)])
        self.sync()
        self.assertEqual(len(self.master(series)["reminders"]["overrides"]), 5)
        self.assertIn("Left out: 1.", series.gws_binding_ids.note)
        for event in self.occurrences(series).with_user(self.anna):
            self.assertIn("Left out: 1.", event.gws_note)
        self.sync()
        self.assertEqual(self.writes(), 0)
