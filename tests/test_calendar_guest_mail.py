# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mail to guests: the account's policy, and the cap that asks a person first."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .calendar_case import CalendarCase, at, timed
from .test_calendar_guests import CANCELLED, INVITED, UPDATED, GuestMailCase

CARLA = "carla@else.org"
# What a person does, and what Carla hears of it under each policy.
TABLE = {
    "makes it": ((INVITED, INVITED), "make"),
    "moves it": ((UPDATED, UPDATED), {"start": at(2, 9), "stop": at(2, 10)}),
    "moves it elsewhere": ((UPDATED, UPDATED), {"location": "Elsewhere"}),
    "renames it": ((None, UPDATED), {"name": "New title"}),
    "describes it": ((None, UPDATED), {"description": "<p>New text</p>"}),
    "shows it as free": ((None, None), {"show_as": "free"}),
    "makes it private": ((None, None), {"privacy": "private"}),
    "wants no reminder": ((None, None), {"alarm_ids": [(5, 0, 0)]}),
    "calls it off": ((CANCELLED, CANCELLED), "remove"),
}


@tagged("post_install", "-at_install")
class TestCalendarMailPolicy(GuestMailCase):
    def choose(self, policy):
        with self.acts(self.anna) as env:
            env.user.gws_calendar_guest_mail = policy

    def act(self, what):
        if what == "make":
            alarm = self.env["calendar.alarm"].search([], limit=1)
            self.event = self.make(partner_ids=self.both, alarm_ids=[(6, 0, alarm.ids)])
        elif what == "remove":
            self.remove(self.event)
        else:
            self.edit(self.event, **what)

    def test_what_is_told(self):
        self.assertEqual(self.account.calendar_guest_mail, "changes")
        for column, policy in enumerate(("changes", "always", "never")):
            self.choose(policy)
            for words, (kinds, what) in TABLE.items():
                with self.subTest(policy=policy, act=words):
                    self.act(what)
                    self.sync()
                    self.assertEqual(self.writes(), 1)
                    kind = None if policy == "never" else kinds[column]
                    wanted = [(kind, CARLA)] if kind else []
                    self.assertEqual(self.told(), wanted)

    def test_a_guest_put_on_or_taken_off(self):
        for policy in ("changes", "always", "never"):
            with self.subTest(policy):
                event = self.meeting()
                self.choose(policy)
                self.edit(event, partner_ids=[(4, self.dora.id)])
                self.sync()
                self.edit(event, partner_ids=[(3, self.carla.id)])
                self.sync()
                wanted = [(CANCELLED, CARLA), (INVITED, "dora@else.org")]
                self.assertEqual(self.told(), wanted if policy != "never" else [])

    def test_always_is_quiet_about_what_no_person_did(self):
        self.choose("always")
        google_id = self.put(attendees=[{"email": CARLA}])
        self.mails()
        self.settle()
        self.change(google_id, summary="Renamed there", **timed(at(3, 9), at(3, 10)))
        self.mails()
        self.settle()
        with self.acts(self.anna) as env:
            rows = [
                [f"Imported {n}", str(at(1, n)), str(at(1, n + 1)), f"{self.carla.id}"]
                for n in range(3)
            ]
            names = ["name", "start", "stop", "partner_ids/.id"]
            env["calendar.event"].with_context(import_file=True).load(names, rows)
        self.sync()
        self.assertEqual(self.mails(), [])

    def test_always_is_quiet_in_a_first_sync(self):
        with self.acts(self.bob) as env:
            env["calendar.event"].create(
                {
                    "name": "Before Bob connected",
                    "start": at(1, 9),
                    "stop": at(1, 10),
                    "partner_ids": [(4, self.bob.partner_id.id), (4, self.carla.id)],
                }
            )
        self.connect_bob(calendar_guest_mail="always")
        self.sync(self.bobs)
        self.assertEqual(self.titles("bob@example.com"), ["Before Bob connected"])
        self.assertEqual(self.mails(), [])

    def test_always_is_quiet_about_the_past(self):
        event = self.meeting(start=at(-3, 9), stop=at(-3, 10))
        self.choose("always")
        self.edit(event, name="Renamed")
        self.sync()
        self.assertEqual(self.writes(), 1)
        self.assertEqual(self.told(), [])

    def test_an_answer_of_a_guest_follows_their_policy(self):
        self.world.add_account("boss@else.org", "Boss")
        for policy, wanted in (
            ("changes", [("reply", "boss@else.org")]),
            ("never", []),
        ):
            with self.subTest(policy):
                google_id = self.put(
                    "boss@else.org", attendees=[{"email": "anna@example.com"}]
                )
                self.choose(policy)
                self.sync()
                self.mails()
                mine = self.event_of(google_id).attendee_ids
                with self.acts(self.anna) as env:
                    env["calendar.attendee"].browse(mine.ids).do_accept()
                self.sync()
                self.assertEqual(self.mails(), wanted)
                there = self.world.event("boss@else.org", google_id)["attendees"]
                answers = {g["email"]: g["responseStatus"] for g in there}
                self.assertEqual(answers["anna@example.com"], "accepted")


@tagged("post_install", "-at_install")
class TestCalendarMailCap(GuestMailCase):
    def setUp(self):
        super().setUp()
        self.set_params(guest_mail_cap="3")
        self.three = [
            (6, 0, (self.anna.partner_id | self.carla | self.dora).ids),
        ]

    def make_many(self, number=2):
        """Meetings with two guests each."""
        return [
            self.make(name=f"Many {n}", partner_ids=self.three) for n in range(number)
        ]

    def say(self, method, user=None):
        with self.acts(user or self.anna) as env:
            return getattr(env["gws.account"].browse(self.account.id), method)()

    def held(self):
        status = self.env["gws.calendar.status"]._of_user(self.anna)
        self.assertEqual(status["mails_held"], self.account.calendar_mails_held)
        return status["mails_held"]

    def test_below_the_cap_nothing_waits(self):
        self.make_many(1)
        self.sync()
        self.assertEqual(self.titles(), ["Many 0"])
        self.assertEqual(len(self.told()), 2)
        self.assertEqual(self.held(), 0)
        self.assertEqual(self.account.run_ids[:1].mailed_count, 2)

    def test_what_would_mail_waits_and_the_rest_goes_on(self):
        quiet = self.meeting()
        self.make_many()
        self.make(name="Alone")
        self.edit(quiet, name="Renamed")
        answer = self.sync()
        self.assertEqual(self.titles(), ["Alone", "Renamed"])
        self.assertEqual(self.told(), [])
        self.assertEqual(self.held(), 4)
        self.assertIn("4 guest mails wait for your word", answer["notice"])
        self.assertIn("4 guest mails wait", self.account.last_error)
        self.assertEqual(len(self.bindings(state="pending")), 2)
        for _round in range(2):
            self.trigger("cron_deliver")
            self.run_job()
        self.assertEqual(self.told(), [], "not a few at a time, either")
        self.assertEqual(self.held(), 4)

    def test_an_answer_of_ones_own_does_not_wait(self):
        self.world.add_account("boss@else.org", "Boss")
        google_id = self.put("boss@else.org", attendees=[{"email": "anna@example.com"}])
        self.sync()
        mine = self.event_of(google_id).attendee_ids
        self.make_many()
        self.mails()
        with self.acts(self.anna) as env:
            env["calendar.attendee"].browse(mine.ids).do_accept()
        self.sync()
        self.assertEqual(self.mails(), [("reply", "boss@else.org")])
        self.assertEqual(self.held(), 4)

    def test_what_else_is_told_is_told_beside_it(self):
        team = self.other_calendar("Team Rocket")
        self.sync()
        self.world.delete_calendar(team.google_id)
        self.make_many()
        notice = self.sync()["notice"]
        self.assertIn("Team Rocket", notice)
        self.assertEqual(notice.count("guest mails wait"), 1)

    def test_send_them(self):
        self.make_many()
        self.sync()
        answer = self.say("action_send_held_mails")
        self.assertEqual(answer["params"]["type"], "success")
        self.assertEqual(self.titles(), ["Many 0", "Many 1"])
        self.assertEqual(
            self.told(), sorted([(INVITED, CARLA), (INVITED, "dora@else.org")] * 2)
        )
        self.assertEqual(self.held(), 0)
        self.assertFalse(self.account.last_error)
        self.settle()
        # The word was for those; the next heap is asked about anew.
        self.make_many()
        self.sync()
        self.assertEqual(self.held(), 4)
        self.assertEqual(self.told(), [])

    def test_send_without_mail(self):
        event = self.make_many()[0]
        self.sync()
        self.say("action_send_without_mail")
        self.assertEqual(self.titles(), ["Many 0", "Many 1"])
        self.assertEqual(self.told(), [])
        self.assertEqual(self.held(), 0)
        self.settle()
        # What a person does afterwards is told as ever.
        self.edit(event, start=at(2, 9), stop=at(2, 10))
        self.sync()
        self.assertEqual(self.told(), [(UPDATED, CARLA), (UPDATED, "dora@else.org")])

    def test_many_moved_and_many_called_off(self):
        events = self.make_many()
        self.sync()
        self.say("action_send_held_mails")
        self.mails()
        for event in events:
            self.edit(event, start=at(2, 9), stop=at(2, 10))
        self.sync()
        self.assertEqual(self.held(), 4)
        for event in events:
            self.remove(event)
        self.sync()
        self.assertEqual(self.titles(), ["Many 0", "Many 1"])
        self.assertEqual(self.held(), 4)
        self.say("action_send_held_mails")
        self.assertEqual(self.titles(), [])
        self.assertEqual(
            self.told(), sorted([(CANCELLED, CARLA), (CANCELLED, "dora@else.org")] * 2)
        )

    def test_what_is_edited_while_it_waits_is_one_event(self):
        event = self.make_many()[0]
        self.sync()
        self.edit(event, name="Better")
        self.sync()
        self.assertEqual(self.titles(), [])
        self.say("action_send_held_mails")
        self.assertEqual(self.titles(), ["Better", "Many 1"])
        self.assertEqual(len(self.told()), 4)
        self.settle()

    def test_only_those_count_who_are_told(self):
        guests = [self.guest(f"G{n}", f"g{n}@else.org").id for n in range(3)]
        self.set_params(guest_mail_cap="100")
        event = self.meeting()
        self.edit(event, partner_ids=[(4, guest) for guest in guests])
        self.sync()
        self.mails()
        self.set_params(guest_mail_cap="3")
        self.edit(event, partner_ids=[(4, self.dora.id)])
        self.edit(event, partner_ids=[(3, guests[0])])
        self.sync()
        self.assertEqual(self.held(), 0)
        self.assertEqual(
            self.told(), [(CANCELLED, "g0@else.org"), (INVITED, "dora@else.org")]
        )

    def test_what_google_adds_at_the_last_moment_counts(self):
        event = self.meeting()
        google_id = event.gws_binding_ids.google_id
        more = [{"email": f"g{n}@else.org"} for n in range(4)]
        added = []

        def add(entry):
            if entry.method == "PATCH" and not added:
                added.append(entry)
                there = self.at_google(event)["attendees"]
                self.change(google_id, attendees=[*there, *more])
                self.mails()

        self.google.faults.before_each(add)
        self.edit(event, location="Elsewhere")
        self.press()
        self.assertTrue(added)
        self.assertEqual(self.held(), 5)
        self.assertEqual(self.told(), [])
        self.assertNotIn("location", self.at_google(event))
        self.say("action_send_held_mails")
        self.assertEqual(self.at_google(event)["location"], "Elsewhere")
        self.assertEqual(len(self.told()), 5)

    def test_nobody_is_asked_where_nobody_is_mailed(self):
        self.account.calendar_guest_mail = "never"
        self.make_many()
        self.sync()
        self.assertEqual(self.titles(), ["Many 0", "Many 1"])
        self.assertEqual(self.held(), 0)
        self.assertEqual(self.told(), [])

    def test_the_word_is_the_owners_or_an_administrators(self):
        boss = self.make_user("boss", groups="base.group_user,base.group_system")
        for method in ("action_send_held_mails", "action_send_without_mail"):
            with self.subTest(method):
                self.make_many()
                self.sync()
                with self.assertRaises(AccessError):
                    self.say(method, self.bob)
                self.assertEqual(self.held(), 4)
                self.say(method, boss)
                self.assertEqual(self.held(), 0)

    def test_a_cap_nobody_can_read_is_the_usual_one(self):
        mail = self.env["gws.calendar.guest.mail"]
        for text, cap in (("7", 7), ("0", 0), ("-5", 0), ("many", 100), (False, 100)):
            with self.subTest(text):
                self.set_params(guest_mail_cap=text)
                self.assertEqual(mail._cap(), cap)
        self.assertEqual(self.env["res.config.settings"].new().gws_guest_mail_cap, 100)


@tagged("post_install", "-at_install")
class TestCalendarMailSettings(CalendarCase):
    def test_the_cap_is_set_in_the_general_settings(self):
        settings = self.env["res.config.settings"].create({"gws_guest_mail_cap": 12})
        settings.execute()
        self.assertEqual(self.env["gws.calendar.guest.mail"]._cap(), 12)
        fresh = self.env["res.config.settings"].create({})
        self.assertEqual(fresh.gws_guest_mail_cap, 12)

    def test_nobody_chooses_for_a_colleague(self):
        with self.assertRaises(AccessError), self.acts(self.bob) as env:
            env["res.users"].browse(self.anna.id).gws_calendar_guest_mail = "always"
        self.assertEqual(self.account.calendar_guest_mail, "changes")
