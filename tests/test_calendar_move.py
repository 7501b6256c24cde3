# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An event that goes from one synced calendar to another stays one event."""

import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .calendar_case import CalendarCase, at, timed
from .fakes import events as google_events

MOVE = "/events/[^/]+/move"
MAIN = "anna@example.com"


class MoveCase(CalendarCase):
    """Two further calendars: one is listed before the main one's, one after."""

    def setUp(self):
        super().setUp()
        self.sync()
        self.team = self.other_calendar("Team")
        self.club = self.other_calendar("Club")
        self.carla = self.guest("Carla", "carla@example.com")
        self.sync()
        self.mails()

    def move_in_google(self, google_id, source, target):
        """A person drags the event into another calendar."""
        method = "calendar.events.move"
        call = google_events.person_call(self.world, method, source, None, "none")
        call.params.update({"eventId": google_id, "destination": target})
        return google_events.move(call)

    def choose(self, event, calendar, user=None):
        with self.acts(user or self.anna) as env:
            env["calendar.event"].browse(event.id).gws_calendar_id = calendar.id

    def assert_one_event(self, event, calendar):
        """Still the same Odoo event, bound to that calendar and no other."""
        self.assertTrue(event.exists(), "it was deleted and made anew")
        self.assertEqual(event.gws_binding_ids.calendar_id, calendar)
        self.settle()
        self.assertTrue(event.exists())
        self.assertFalse(self.bindings(state="quarantined"))


@tagged("post_install", "-at_install")
class TestCalendarMovedInGoogle(MoveCase):
    def pairs(self):
        """Both orders: the calendars are listed main first, then by name."""
        return (
            (self.calendar, self.team),
            (self.team, self.calendar),
            (self.team, self.club),
            (self.club, self.team),
        )

    def test_one_event_in_either_order(self):
        for source, target in self.pairs():
            with self.subTest(source=source.name, target=target.name):
                google_id = self.put(source.google_id)
                self.sync()
                event = self.event_of(google_id)
                binding = self.binding(google_id)
                self.move_in_google(google_id, source.google_id, target.google_id)
                answer = self.sync()
                self.assertEqual(answer["summary"]["created"], 0)
                self.assertEqual(answer["summary"]["deleted"], 0)
                self.assertEqual(self.binding(google_id), binding, "it followed")
                self.assert_one_event(event, target)

    def test_with_edits_of_the_same_moment_on_both_sides(self):
        for source, target in self.pairs():
            with self.subTest(source=source.name, target=target.name):
                google_id = self.put(
                    source.google_id, attendees=[{"email": "carla@example.com"}]
                )
                self.sync()
                self.mails()
                event = self.event_of(google_id)
                self.move_in_google(google_id, source.google_id, target.google_id)
                self.change(google_id, target.google_id, summary="There")
                self.edit(event, location="Here", start=at(3, 9), stop=at(3, 10))
                self.mails()
                self.sync()
                self.assertEqual(event.name, "There")
                moved = self.world.event(target.google_id, google_id)
                self.assertEqual(moved["location"], "Here")
                told = [to for _kind, to in self.mails()]
                self.assertEqual(
                    told, ["carla@example.com"], "of the edit, not the move"
                )
                self.assert_one_event(event, target)

    def test_deleted_in_odoo_at_the_same_moment(self):
        for source, target in self.pairs():
            with self.subTest(source=source.name, target=target.name):
                google_id = self.put(source.google_id)
                self.sync()
                event = self.event_of(google_id)
                self.move_in_google(google_id, source.google_id, target.google_id)
                self.remove(event)
                self.settle()
                self.assertEqual(self.titles(target.google_id), [])
                self.assertFalse(self.events_in_odoo())
                self.assertFalse(self.bindings())

    def test_across_two_runs_the_first_sees_only_that_it_left(self):
        google_id = self.put()
        self.sync()
        event = self.event_of(google_id)
        self.move_in_google(google_id, MAIN, self.team.google_id)
        team = self.team.google_id.partition("@")[0]
        self.google.faults.fail(503, times=99, match=f"{team}.*/events")
        self.assertEqual(self.press()["status"], "error")
        self.google.faults.clear()
        self.assertTrue(event.exists())
        self.assertTrue(self.binding(google_id).gone)
        self.sync()
        self.assertEqual(event.gws_binding_ids.calendar_id, self.team)
        self.assert_one_event(event, self.team)

    def test_moved_between_the_two_listings_of_one_run(self):
        """The target was listed before the event came to it."""
        google_id = self.put(self.team.google_id)
        self.sync()
        event = self.event_of(google_id)
        moved = []

        def move(entry):
            if not moved and re.search(f"{self.club_path}.*/events$", entry.path):
                moved.append(google_id)
                self.move_in_google(google_id, self.team.google_id, MAIN)

        # Main, Club, Team: while the second is asked for, the first is listed.
        self.google.faults.before_each(move)
        answer = self.sync()
        self.assertTrue(moved)
        self.assertEqual(answer["summary"]["deleted"], 0)
        self.assert_one_event(event, self.calendar)

    @property
    def club_path(self):
        return self.club.google_id.partition("@")[0]

    def test_there_and_back(self):
        google_id = self.put()
        self.sync()
        event = self.event_of(google_id)
        self.move_in_google(google_id, MAIN, self.team.google_id)
        self.sync()
        self.move_in_google(google_id, self.team.google_id, MAIN)
        self.sync()
        self.assert_one_event(event, self.calendar)

    def test_a_series_in_either_order_with_a_changed_occurrence(self):
        for source, target in self.pairs():
            with self.subTest(source=source.name, target=target.name):
                google_id = self.put(
                    source.google_id,
                    recurrence=["RRULE:FREQ=DAILY;COUNT=4"],
                    **timed(at(1, 9), at(1, 10), "UTC"),
                )
                self.change(
                    f"{google_id}_{at(3, 9):%Y%m%dT%H%M%SZ}",
                    source.google_id,
                    summary="Changed",
                )
                self.sync()
                row = self.binding(google_id)
                events = row.recurrence_id.calendar_event_ids
                self.assertEqual(len(events), 4)
                self.move_in_google(google_id, source.google_id, target.google_id)
                for _round in range(3):
                    self.sync()
                    self.assertEqual(self.writes(), 0)
                self.assertEqual(row.calendar_id, target)
                self.assertEqual(row.recurrence_id.calendar_event_ids, events)
                self.assertEqual(
                    sorted(events.mapped("name")), ["Changed", *["Talk"] * 3]
                )
                parts = self.bindings().filtered(
                    lambda part, row=row: part.master_id == row
                )
                self.assertTrue(parts)
                self.assertNotIn(source, parts.calendar_id)
                self.drop(google_id, target.google_id)
                self.sync()

    def test_usual_reminders_are_those_of_the_new_calendar(self):
        self.world.change_entry(
            MAIN,
            self.team.google_id,
            defaultReminders=[{"method": "popup", "minutes": 45}],
        )
        google_id = self.put()
        self.sync()
        event = self.event_of(google_id)
        self.move_in_google(google_id, MAIN, self.team.google_id)
        self.sync()
        self.assert_one_event(event, self.team)
        self.assertEqual(event.alarm_ids.duration_minutes, 45)

    def test_a_guests_copy_beside_it_is_no_move(self):
        """The same id in two calendars at once: an invitation, not a move."""
        google_id = self.put(
            self.team.google_id, attendees=[{"email": MAIN}], summary="Meeting"
        )
        self.settle()
        rows = self.binding(google_id)
        self.assertEqual(rows.calendar_id, self.calendar | self.team)
        self.assertEqual(len(rows.event_id), 1)

    def test_gone_for_good_is_gone(self):
        google_id = self.put(self.team.google_id)
        self.sync()
        event = self.event_of(google_id)
        self.drop(google_id, self.team.google_id)
        self.sync()
        self.assertFalse(event.exists())


@tagged("post_install", "-at_install")
class TestCalendarMovedInOdoo(MoveCase):
    def meeting(self, **values):
        values.setdefault(
            "partner_ids", [(6, 0, (self.anna.partner_id + self.carla).ids)]
        )
        event = self.make(**values)
        self.sync()
        self.mails()
        return event

    def test_a_move_keeps_the_id_and_mails_nobody(self):
        event = self.meeting()
        google_id = event.gws_binding_ids.google_id
        self.choose(event, self.team)
        self.sync()
        self.assertEqual(self.google.log.count("POST", MOVE), 1)
        self.assertEqual(self.writes(), 1)
        self.assertEqual(self.mails(), [])
        moved = self.world.event(self.team.google_id, google_id)
        self.assertEqual(moved["organizer"]["email"], self.team.google_id)
        self.assertFalse(event.sudo().gws_wish_id)
        self.assertEqual(event.gws_binding_ids.calendar_id, self.team)
        # A guest herself now, Anna has an invitation in her main calendar.
        self.settle()
        self.assertEqual(event.gws_binding_ids.calendar_id, self.team + self.calendar)
        self.assertEqual(len(self.events_in_odoo()), 1)
        self.assertEqual(self.mails(), [])

    def test_and_edits_go_with_it(self):
        event = self.meeting(partner_ids=[])
        self.choose(event, self.team)
        self.edit(event, name="Renamed")
        self.sync()
        self.assertEqual(self.titles(self.team.google_id), ["Renamed"])
        self.assert_one_event(event, self.team)
        self.edit(event, name="Again")
        self.sync()
        self.assertEqual(self.titles(self.team.google_id), ["Again"])

    def test_a_new_event_goes_where_it_is_wanted(self):
        event = self.make(gws_calendar_id=self.team.id)
        self.sync()
        self.assertEqual(self.titles(self.team.google_id), ["Talk"])
        self.assertEqual(self.google.log.count("POST", MOVE), 0)
        self.assert_one_event(event, self.team)
        self.assertFalse(event.sudo().gws_wish_id)

    def test_a_lost_answer_is_settled_by_looking(self):
        event = self.meeting(partner_ids=[])
        self.choose(event, self.team)
        self.google.faults.lose_answer(match=MOVE)
        self.press()
        self.assertTrue(self.google.log.count("POST", MOVE))
        self.assertEqual(self.titles(self.team.google_id), ["Talk"], "it landed")
        self.sync()
        self.assertEqual(self.titles(self.team.google_id), ["Talk"])
        self.assertEqual(self.titles(), [])
        self.assert_one_event(event, self.team)

    def test_killed_right_after_the_call(self):
        """The move happened; the next run learns of it by its listings."""
        event = self.meeting(partner_ids=[])
        self.choose(event, self.team)
        self.trigger("cron_deliver")  # drained and moved
        event.gws_binding_ids.calendar_id = self.calendar
        event.sudo().with_context(gws_sync=True).gws_wish_id = self.team
        self.sync()
        self.assertEqual(self.google.log.count("POST", MOVE), 0)
        self.assert_one_event(event, self.team)

    def test_google_is_away(self):
        event = self.meeting(partner_ids=[])
        self.choose(event, self.team)
        self.google.faults.fail(503, times=99, match=MOVE)
        self.press()
        self.google.faults.clear()
        self.assertEqual(event.gws_binding_ids.state, "pending")
        self.assertTrue(event.gws_binding_ids.error)
        self.sync()
        self.assert_one_event(event, self.team)

    def test_what_google_refuses_stays_with_the_reason(self):
        event = self.meeting(partner_ids=[])
        self.choose(event, self.team)
        self.google.faults.answer(400, "invalid", "It cannot be moved.", match=MOVE)
        self.press()
        self.google.faults.clear()
        binding = event.gws_binding_ids
        self.assertEqual(
            (binding.state, binding.calendar_id), ("quarantined", self.calendar)
        )
        self.assertTrue(binding.error)
        with self.acts(self.anna) as env:
            env["gws.event.binding"].browse(binding.id).action_retry()
        self.assert_one_event(event, self.calendar)

    def test_deleted_in_google_meanwhile(self):
        event = self.meeting(partner_ids=[])
        self.choose(event, self.team)
        self.drop(event.gws_binding_ids.google_id)
        self.sync()
        self.assertFalse(event.exists())
        self.settle()

    def test_waits_while_the_calendar_rests(self):
        event = self.meeting(partner_ids=[])
        with self.acts(self.anna) as env:
            env["gws.calendar"].browse(self.calendar.id).direction = "pull"
        self.choose(event, self.team)
        self.sync()
        self.assertEqual(self.titles(), ["Talk"])
        with self.acts(self.anna) as env:
            env["gws.calendar"].browse(self.calendar.id).direction = "both"
        self.sync()
        self.assert_one_event(event, self.team)

    # -- series -------------------------------------------------------

    def test_a_series_moves_as_a_whole(self):
        event = self.make(
            name="Weekly",
            recurrency=True,
            rrule_type="daily",
            count=4,
            end_type="count",
        )
        self.sync()
        events = event.recurrence_id.calendar_event_ids
        row = self.bindings(kind="series")
        self.assertEqual(row.calendar_id, self.calendar)
        self.assertEqual(events[2].with_user(self.anna).gws_calendar_id, self.calendar)
        self.choose(events[2], self.team)
        self.sync()
        self.assertEqual(self.google.log.count("POST", MOVE), 1)
        self.assertEqual(self.titles(), [])
        self.assertEqual(self.titles(self.team.google_id), ["Weekly"])
        for _round in range(2):
            self.sync()
            self.assertEqual(self.writes(), 0)
        self.assertEqual(row.calendar_id, self.team)
        self.assertEqual(event.recurrence_id.calendar_event_ids, events)
        self.assertFalse(events.sudo().gws_wish_id)

    def test_a_new_series_goes_where_it_is_wanted(self):
        event = self.make(
            name="Daily",
            recurrency=True,
            rrule_type="daily",
            count=3,
            end_type="count",
            gws_calendar_id=self.team.id,
        )
        self.sync()
        self.assertEqual(self.titles(self.team.google_id), ["Daily"])
        self.sync()
        self.assertFalse(event.recurrence_id.calendar_event_ids.sudo().gws_wish_id)
        self.assertEqual(event.with_user(self.anna).gws_calendar_id, self.team)

    # -- on the form --------------------------------------------------

    def test_the_form_shows_where_it_is(self):
        event = self.meeting()
        mine = event.with_user(self.anna)
        self.assertEqual(mine.gws_calendar_id, self.calendar)
        self.assertFalse(event.with_user(self.bob).gws_calendar_id, "not his business")
        self.choose(event, self.team)
        self.assertEqual(event.with_user(self.anna).gws_calendar_id, self.team)
        self.choose(event, self.calendar)
        self.assertFalse(event.sudo().gws_wish_id, "where it is already")

    def test_a_new_event_shows_where_it_will_go(self):
        with self.acts(self.anna) as env, Form(env["calendar.event"]) as form:
            self.assertEqual(form.gws_calendar_id, self.calendar.with_env(env))
            form.name = "On the form"
            form.gws_calendar_id = self.team.with_env(env)
        self.sync()
        self.assertEqual(self.titles(self.team.google_id), ["On the form"])

    def test_only_the_organiser_chooses_and_only_what_is_open(self):
        event = self.meeting()
        with self.assertRaisesRegex(UserError, "Only the organiser"):
            self.choose(event, self.team, user=self.env.ref("base.user_admin"))
        reader = self.other_calendar("Holidays", access_role="reader")
        for calendar in (reader, self.team):
            self.team.direction = "pull"
            with self.assertRaisesRegex(UserError, "cannot be put"):
                self.choose(event, calendar)
        self.connect_bob()
        self.sync(self.bobs)
        his = self.bobs.calendar_ids.filtered("is_primary")
        with self.assertRaisesRegex(UserError, "cannot be put"):
            self.choose(event, his)

    def test_the_wish_itself_is_nobodys_to_write(self):
        event = self.meeting()
        with self.assertRaises(AccessError), self.acts(self.anna) as env:
            env["calendar.event"].browse(event.id).write({"gws_wish_id": self.team.id})
