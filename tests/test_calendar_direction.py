# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Each calendar may go its own way, within what the account allows."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .calendar_case import CalendarCase, at


@tagged("post_install", "-at_install")
class TestCalendarDirection(CalendarCase):
    """Anna's main calendar goes both ways; that of the team is the one that turns."""

    def setUp(self):
        super().setUp()
        self.sync()
        self.team = self.other_calendar()
        self.carla = self.guest("Carla", "carla@example.com")
        self.meeting = {
            "partner_ids": [(6, 0, (self.anna.partner_id + self.carla).ids)]
        }
        self.with_in_team()
        self.mine = self.make(name="Mine")
        self.sync()
        self.mails()

    def choose_for_new(self, calendar):
        """Anna chooses it for new events, and what waits finds its place."""
        self.trigger("cron_deliver")
        with self.acts(self.anna) as env:
            env["gws.calendar"].browse(calendar.id).is_default = True

    def with_in_team(self, **values):
        """Two events of the team's calendar.

        Guests invite Anna, too: her main calendar, which goes both ways, then holds a
        copy of the meeting.
        """
        self.choose_for_new(self.team)
        self.kept = self.make(name="Kept", **values)
        self.doomed = self.make(name="Doomed", **values)
        self.sync()
        self.choose_for_new(self.calendar)

    def turn(self, direction):
        with self.acts(self.anna) as env:
            env["gws.calendar"].browse(self.team.id).direction = direction

    def in_team(self):
        return self.titles(self.team.google_id)

    def id_of(self, event):
        return event.gws_binding_ids.filtered(
            lambda b: b.calendar_id == self.team
        ).google_id

    # -- pull ---------------------------------------------------------

    def test_from_pull_to_both(self):
        self.turn("pull")
        self.edit(self.kept, location="Room 7")
        self.remove(self.doomed)
        self.edit(self.mine, location="Room 8")
        self.sync()
        self.assertEqual(self.in_team(), ["Doomed", "Kept"])
        self.assertNotIn("location", self.at_google(self.kept, self.team.google_id))
        self.assertEqual(self.at_google(self.mine)["location"], "Room 8")
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.turn("both")
        self.settle()
        self.assertEqual(self.in_team(), ["Kept"])
        kept = self.at_google(self.kept, self.team.google_id)
        self.assertEqual(kept["location"], "Room 7")

    def test_meetings_from_pull_to_both(self):
        """Anna's own copy of the meeting does not undo what waits for the team's."""
        for event in self.kept + self.doomed:
            self.remove(event)
        self.with_in_team(**self.meeting)
        self.settle()
        self.mails()
        self.turn("pull")
        self.edit(self.kept, location="Room 7")
        self.remove(self.doomed)
        self.sync()
        self.assertEqual(self.kept.location, "Room 7")
        self.assertEqual(self.in_team(), ["Doomed", "Kept"])
        self.assertFalse(self.conflicts())
        self.turn("both")
        self.settle()
        self.assertEqual(self.in_team(), ["Kept"])
        kept = self.at_google(self.kept, self.team.google_id)
        self.assertEqual(kept["location"], "Room 7")
        self.assertEqual(self.mails(), [], "Odoo told the guests at the time")

    def test_an_edit_of_a_meeting_in_two_own_calendars_is_sent_once(self):
        self.with_in_team(**self.meeting)
        self.settle()
        self.mails()
        self.edit(self.kept, location="Room 7")
        self.settle()
        self.assertEqual(self.kept.location, "Room 7")
        self.assertFalse(self.conflicts())
        self.assertEqual([to for _kind, to in self.mails()], ["carla@example.com"])
        self.remove(self.kept)
        self.settle()
        self.assertEqual(self.in_team(), ["Doomed", "Doomed", "Kept"])

    def test_both_sides_busy_while_pulled(self):
        self.turn("pull")
        self.edit(self.kept, name="Odoo's", location="Here")
        self.change(self.id_of(self.kept), self.team.google_id, summary="Google's")
        self.put(self.team.google_id, summary="New there")
        self.sync()
        self.assertEqual(self.kept.name, "Google's")
        self.assertEqual(self.conflicts("title").odoo_value, "Odoo's")
        self.turn(False)
        self.settle()
        self.assertEqual(self.in_team(), ["Doomed", "Google's", "New there"])
        kept = self.at_google(self.kept, self.team.google_id)
        self.assertEqual(kept["location"], "Here")

    def test_new_events_wait_while_their_calendar_is_pulled(self):
        self.choose_for_new(self.team)
        self.turn("pull")
        self.make(name="New", **self.meeting)
        self.sync()
        self.assertEqual(self.in_team(), ["Doomed", "Kept"])
        self.turn("push")
        self.settle()
        self.assertEqual(self.in_team(), ["Doomed", "Kept", "New"])
        self.assertEqual(self.mails(), [])

    # -- push ---------------------------------------------------------

    def test_from_push_to_both(self):
        self.turn("push")
        self.sync()
        self.change(self.id_of(self.kept), self.team.google_id, summary="Renamed there")
        self.put(self.team.google_id, summary="New there")
        self.drop(self.id_of(self.doomed), self.team.google_id)
        self.edit(self.kept, description="<p>Bring a pen</p>")
        self.sync()
        self.assertEqual(self.kept.name, "Kept")
        self.assertTrue(self.doomed.exists())
        kept = self.at_google(self.kept, self.team.google_id)
        self.assertIn("Bring a pen", kept["description"])
        self.assertEqual(kept["summary"], "Renamed there")
        self.turn("both")
        self.settle()
        self.assertEqual(self.kept.name, "Renamed there")
        self.assertFalse(self.doomed.exists())
        self.assertEqual(self.in_team(), ["New there", "Renamed there"])

    def test_the_same_changed_on_both_sides_while_pushed(self):
        self.turn("push")
        self.change(self.id_of(self.kept), self.team.google_id, summary="Google's")
        self.edit(self.kept, name="Odoo's")
        self.sync()
        self.assertEqual(self.in_team(), ["Doomed", "Odoo's"])
        conflict = self.conflicts("title")
        self.assertEqual((conflict.winner, conflict.google_value), ("odoo", "Google's"))
        self.turn("both")
        self.settle()
        self.assertEqual(self.kept.name, "Odoo's")

    def test_a_calendar_that_only_sends_is_listed_once(self):
        self.turn("push")
        self.sync()
        listed = f"/{self.team.google_id.partition('@')[0]}[^/]*/events$"
        self.assertEqual(self.google.log.count("GET", listed), 1)
        self.put(self.team.google_id)
        self.edit(self.kept, location="Room 7")
        self.sync()
        self.assertEqual(self.google.log.count("GET", listed), 0)
        self.assertEqual(self.writes(), 1, "the edit and nothing else")
        kept = self.at_google(self.kept, self.team.google_id)
        self.assertEqual(kept["location"], "Room 7")

    # -- together with the account ------------------------------------

    def test_the_narrower_of_the_two_counts(self):
        for account, own, pulls, pushes in (
            ("both", False, True, True),
            ("both", "pull", True, False),
            ("both", "push", False, True),
            ("pull", "both", True, False),
            ("push", "both", False, True),
            ("pull", "push", False, False),
            ("push", "pull", False, False),
        ):
            with self.subTest(account=account, calendar=own):
                self.account.calendar_direction = account
                self.team.direction = own
                self.assertEqual(self.team._goes("pull"), pulls)
                self.assertEqual(self.team._goes("push"), pushes)

    def test_where_neither_way_is_open_nothing_moves(self):
        self.account.calendar_direction = "pull"
        self.turn("push")
        self.sync()
        self.change(self.id_of(self.kept), self.team.google_id, summary="There")
        self.edit(self.kept, location="Here")
        self.sync()
        self.assertEqual(self.kept.name, "Kept")
        self.assertNotIn("location", self.at_google(self.kept, self.team.google_id))

    def test_a_calendar_one_may_only_read_is_pulled_whatever_is_chosen(self):
        self.team.write({"direction": "push", "access_role": "reader"})
        self.assertTrue(self.team._goes("pull"))

    def test_an_edit_waiting_for_another_try_does_not_wake_the_job_for_ever(self):
        self.edit(self.kept, location="Room 7")
        self.google.faults.fail(status=503, times=99)
        self.press()
        self.google.faults.clear()
        self.turn("pull")
        triggers = self.env["ir.cron.trigger"].search([])
        self.run_job()
        self.assertFalse(self.env["ir.cron.trigger"].search([]) - triggers)

    # -- who tells the guests -----------------------------------------

    def test_odoo_tells_the_guests_of_what_is_not_sent(self):
        announced = self.env["gws.account"]._announced
        both = self.kept + self.mine
        self.assertEqual(announced(both), both)
        self.turn("pull")
        self.assertEqual(announced(both), self.mine)
        self.turn("push")
        self.assertEqual(announced(both), both)
        self.account.calendar_direction = "pull"
        self.assertFalse(announced(both))

    def test_nobody_is_told_twice_when_it_goes_both_ways_again(self):
        for event in self.kept + self.doomed:
            self.remove(event)
        self.with_in_team(**self.meeting)
        self.settle()
        self.mails()
        self.turn("pull")
        self.edit(self.kept, start=at(3, 9), stop=at(3, 10))
        self.remove(self.doomed)
        self.turn("both")
        self.settle()
        self.assertEqual(self.in_team(), ["Kept"])
        self.assertEqual(self.mails(), [])
        self.edit(self.kept, start=at(4, 9), stop=at(4, 10))
        self.sync()
        self.assertEqual([to for _kind, to in self.mails()], ["carla@example.com"])

    # -- rights -------------------------------------------------------

    def test_only_the_owner_turns_a_calendar(self):
        with self.assertRaises(AccessError), self.acts(self.bob) as env:
            env["gws.calendar"].browse(self.team.id).direction = "pull"
        self.assertFalse(self.team.direction)
