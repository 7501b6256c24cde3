# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who hears of what: Google mails the guests about a person's acts, Odoo nobody."""

from odoo.tests import tagged

from .calendar_case import CalendarCase, at, day, timed

INVITED, UPDATED, CANCELLED = "invitation", "update", "cancellation"


class GuestMailCase(CalendarCase):
    """Anna's calendar is in step; Carla and Dora are contacts to invite."""

    def setUp(self):
        super().setUp()
        self.sync()
        self.carla = self.guest("Carla", "carla@else.org")
        self.dora = self.guest("Dora", "dora@else.org")
        self.both = [(6, 0, (self.anna.partner_id | self.carla).ids)]
        self.odoo_mails = self.count_odoo_mails()

    def count_odoo_mails(self):
        """Mails and notices to guests that Odoo itself made."""
        domain = [("model", "in", ("calendar.event", "calendar.attendee"))]
        notices = self.env["mail.notification"].search_count(
            [("res_partner_id", "in", (self.carla | self.dora).ids)]
        )
        return self.env["mail.mail"].search_count(domain) + notices

    def told(self):
        """What Google told the guests; Odoo must have told nobody anything."""
        self.assertEqual(self.count_odoo_mails(), self.odoo_mails, "Odoo mails too")
        return self.mails()

    def meeting(self, **values):
        event = self.make(partner_ids=self.both, **values)
        self.sync()
        self.mails()
        return event


@tagged("post_install", "-at_install")
class TestCalendarGuestMail(GuestMailCase):
    # -- the five rules -----------------------------------------------

    def test_a_new_meeting_invites(self):
        self.make(partner_ids=self.both)
        self.sync()
        self.assertEqual(self.told(), [(INVITED, "carla@else.org")])
        self.settle()
        self.assertEqual(self.told(), [])

    def test_a_deleted_meeting_is_called_off(self):
        event = self.meeting()
        self.remove(event)
        self.sync()
        self.assertEqual(self.told(), [(CANCELLED, "carla@else.org")])

    def test_an_archived_meeting_is_called_off(self):
        event = self.meeting()
        self.edit(event, active=False)
        self.sync()
        self.assertEqual(self.told(), [(CANCELLED, "carla@else.org")])

    def test_a_new_guest_is_invited(self):
        event = self.meeting()
        self.edit(event, partner_ids=[(4, self.dora.id)])
        self.sync()
        self.assertIn((INVITED, "dora@else.org"), told := self.told())
        self.assertNotIn((INVITED, "carla@else.org"), told)

    def test_a_guest_taken_off_is_told(self):
        event = self.meeting()
        self.edit(event, partner_ids=[(3, self.carla.id)])
        self.sync()
        self.assertEqual(self.told(), [(CANCELLED, "carla@else.org")])

    def test_the_first_sync_tells_nobody(self):
        google = self.put(attendees=[{"email": "carla@else.org"}])
        self.mails()
        with self.acts(self.bob) as env:
            env["calendar.event"].create(
                {
                    "name": "Before Bob connected",
                    "start": at(1, 9),
                    "stop": at(1, 10),
                    "partner_ids": [(4, self.bob.partner_id.id), (4, self.carla.id)],
                }
            )
        odoo_told = self.count_odoo_mails()
        self.connect_bob()
        self.sync(self.bobs)
        self.assertEqual(self.titles("bob@example.com"), ["Before Bob connected"])
        self.sync()
        self.assertTrue(self.event_of(google))
        self.assertEqual(self.count_odoo_mails(), odoo_told)
        self.assertEqual(self.mails(), [])

    # -- what else changes --------------------------------------------

    def test_another_time_or_place_is_told(self):
        event = self.meeting()
        self.edit(event, start=at(2, 9), stop=at(2, 10))
        self.sync()
        self.assertEqual(self.told(), [(UPDATED, "carla@else.org")])
        self.edit(event, location="Elsewhere")
        self.sync()
        self.assertEqual(self.told(), [(UPDATED, "carla@else.org")])

    def test_another_text_is_one_quiet_patch(self):
        event = self.meeting()
        self.edit(event, name="New title", description="<p>New text</p>")
        self.sync()
        self.assertEqual(self.writes(), 1)
        self.assertEqual(self.told(), [])

    def test_an_appointment_without_guests_tells_nobody(self):
        event = self.make()
        self.sync()
        self.edit(event, start=at(2, 9), stop=at(2, 10))
        self.sync()
        self.assertEqual(self.told(), [])
        sent = [e.query.get("sendUpdates") for e in self.google.log.entries()]
        self.assertNotIn(["all"], sent)

    def test_a_past_meeting_tells_nobody(self):
        moment = {"start": at(-3, 9), "stop": at(-3, 10)}
        event = self.make(partner_ids=self.both, **moment)
        self.sync()
        self.edit(event, partner_ids=[(4, self.dora.id)])
        self.sync()
        self.edit(event, location="Elsewhere")
        self.sync()
        self.remove(event)
        self.sync()
        self.assertEqual(self.titles(), [])
        self.assertEqual(self.told(), [])

    def test_a_past_day_tells_nobody(self):
        event = self.make(
            partner_ids=self.both,
            allday=True,
            start=at(-3, 8),
            stop=at(-3, 18),
            start_date=day(-3),
            stop_date=day(-3),
        )
        self.sync()
        self.remove(event)
        self.sync()
        self.assertEqual(self.told(), [])

    def test_an_import_of_many_tells_nobody(self):
        with self.acts(self.anna) as env:
            events = env["calendar.event"].with_context(import_file=True)
            result = events.load(
                ["name", "start", "stop", "partner_ids/.id"],
                [
                    [
                        f"Imported {n}",
                        str(at(1, n)),
                        str(at(1, n + 1)),
                        f"{self.anna.partner_id.id},{self.carla.id}",
                    ]
                    for n in range(3)
                ],
            )
            self.assertFalse(result["messages"])
        self.sync()
        self.assertEqual(len(self.titles()), 3)
        self.assertEqual(self.mails(), [])

    def test_what_google_says_tells_nobody(self):
        google_id = self.put(attendees=[{"email": "carla@else.org"}])
        self.mails()
        self.sync()
        self.change(google_id, **timed(at(2, 9), at(2, 10)))
        self.mails()
        self.sync()
        self.drop(google_id)
        self.mails()
        self.sync()
        self.assertEqual(self.told(), [])

    def test_an_answer_given_in_odoo_reaches_google(self):
        event = self.meeting()
        with self.acts(self.anna) as env:
            attendee = (
                env["calendar.event"]
                .browse(event.id)
                .attendee_ids.filtered(lambda a: a.partner_id.id == self.carla.id)
            )
            attendee.do_accept()
        self.sync()
        guests = {a["email"]: a for a in self.at_google(event)["attendees"]}
        self.assertEqual(guests["carla@else.org"]["responseStatus"], "accepted")
        self.settle()

    def test_without_an_account_odoo_mails_as_ever(self):
        before = self.count_odoo_mails()
        with self.acts(self.bob) as env:
            event = env["calendar.event"].create(
                {
                    "name": "Bob's own",
                    "start": at(1, 9),
                    "stop": at(1, 10),
                    "partner_ids": [(4, self.bob.partner_id.id), (4, self.carla.id)],
                }
            )
            event.flush_recordset()
        self.assertGreater(self.count_odoo_mails(), before)

    def test_a_pull_only_account_leaves_mailing_to_odoo(self):
        self.account.calendar_direction = "pull"
        self.make(partner_ids=self.both)
        self.assertGreater(self.count_odoo_mails(), self.odoo_mails)
        self.sync()
        self.assertEqual(self.titles(), [])


@tagged("post_install", "-at_install")
class TestCalendarGuestAccount(CalendarCase):
    """Anna is only a guest: somebody else, unknown to Odoo, organises."""

    def setUp(self):
        super().setUp()
        self.world.add_account("boss@else.org", "Boss")
        self.google_id = self.put(
            "boss@else.org",
            summary="Boss's meeting",
            attendees=[{"email": "anna@example.com"}, {"email": "carla@else.org"}],
        )
        self.mails()
        self.sync()
        self.event = self.event_of(self.google_id)

    def answer(self, verb):
        with self.acts(self.anna) as env:
            attendee = env["calendar.event"].browse(self.event.id).attendee_ids
            getattr(
                attendee.filtered(lambda a: a.partner_id == env.user.partner_id), verb
            )()

    def test_a_guest_sends_the_own_answer_only(self):
        for verb, answer in (("do_accept", "accepted"), ("do_decline", "declined")):
            self.answer(verb)
            self.sync()
            self.assertEqual(self.writes(), 1)
            there = self.world.event("boss@else.org", self.google_id)["attendees"]
            answers = {a["email"]: a["responseStatus"] for a in there}
            self.assertEqual(answers["anna@example.com"], answer)
        self.assertEqual(there[1]["email"], "carla@else.org")

    def test_an_answer_given_in_google_arrives(self):
        mine = self.world.event("anna@example.com", self.google_id)["attendees"]
        for attendee in mine:
            if attendee.get("self"):
                attendee["responseStatus"] = "tentative"
        self.change(self.google_id, attendees=mine)
        self.sync()
        self.assertEqual(self.event.attendee_ids.state, "tentative")

    def test_a_guests_edit_of_the_meeting_is_taken_back_and_kept(self):
        self.edit(self.event, name="Mine now", start=at(3, 9), stop=at(3, 10))
        self.sync()
        self.sync()
        self.assertEqual(self.event.name, "Boss's meeting")
        self.assertEqual(self.event.start, at(1, 10))
        self.assertEqual(self.writes(), 0)
        self.assertEqual(self.conflicts("title").odoo_value, "Mine now")
        resource = self.world.event("boss@else.org", self.google_id)
        self.assertEqual(resource["summary"], "Boss's meeting")

    def test_a_meeting_called_off_by_its_organiser_goes(self):
        self.drop(self.google_id, "boss@else.org")
        self.sync()
        self.assertFalse(self.event.exists())

    def test_a_meeting_the_guest_deletes_here_is_left_there(self):
        self.remove(self.event)
        self.sync()
        self.sync()
        self.assertEqual(self.writes(), 0)
        resource = self.world.event("boss@else.org", self.google_id)
        self.assertEqual(resource["status"], "confirmed")
        answers = {a["email"]: a["responseStatus"] for a in resource["attendees"]}
        self.assertEqual(answers["anna@example.com"], "declined")
        self.assertFalse(self.events_in_odoo())

    def test_own_reminders_of_a_foreign_meeting_are_sent(self):
        alarm = self.env["calendar.alarm"].create(
            {
                "name": "5",
                "alarm_type": "notification",
                "interval": "minutes",
                "duration": 5,
            }
        )
        self.edit(self.event, alarm_ids=[(6, 0, alarm.ids)])
        self.sync()
        mine = self.world.event("anna@example.com", self.google_id)
        self.assertEqual(
            mine["reminders"]["overrides"], [{"method": "popup", "minutes": 5}]
        )
        self.assertFalse(self.conflicts())
