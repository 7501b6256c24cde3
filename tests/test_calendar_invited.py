# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invited from outside: Outlook, a Google group, Gmail; what is each person's own."""

from odoo.tests import tagged

from .calendar_case import CalendarCase, at, timed

BOSS = "boss@outlook.example"
UID = "040000008200E00074C5B7101A82E00800000000C0FFEE"


class InvitedCase(CalendarCase):
    def arrives(self, email, google_id, **body):
        """Google puts somebody else's event into a calendar, as it was recorded."""
        resource = {
            "id": google_id,
            "status": "confirmed",
            "summary": "Review",
            "iCalUID": UID,
            "sequence": 0,
            "creator": {"email": BOSS},
            "organizer": {"email": BOSS, "displayName": "The Boss"},
            "reminders": {"useDefault": True},
            "eventType": "default",
            **timed(at(1, 10), at(1, 11), "Europe/Berlin"),
            **body,
        }
        self.world.seed_raw(email, resource)
        return google_id

    def guests(self, own, *others, **answers):
        """Attendees as the copy of ``own`` lists them."""
        people = [{"email": BOSS, "organizer": True, "responseStatus": "accepted"}]
        for email in (own, *others):
            name = email.partition("@")[0]
            guest = {"email": email, "responseStatus": answers.get(name, "needsAction")}
            people.append({**guest, "self": True} if email == own else guest)
        return people

    def answer(self, event, user, verb="do_accept"):
        with self.acts(user) as env:
            attendees = env["calendar.event"].browse(event.id).attendee_ids
            mine = attendees.filtered(lambda a: a.partner_id == env.user.partner_id)
            getattr(mine, verb)()

    def state(self, event, user):
        return event.attendee_ids.filtered(
            lambda a: a.partner_id == user.partner_id
        ).state

    def own_answer(self, email, google_id):
        resource = self.world.event(email, google_id)
        return {g["email"]: g["responseStatus"] for g in resource["attendees"]}[email]


@tagged("post_install", "-at_install")
class TestCalendarOutlook(InvitedCase):
    """Anna and Bob have a copy each: another id, the same iCalendar id."""

    ANNA, BOB = "anna@example.com", "bob@example.com"

    def setUp(self):
        super().setUp()
        self.connect_bob()
        self.mine = self.arrives(
            self.ANNA,
            "_60q30c1g60o30e1i60o4ac1g",
            attendees=self.guests(self.ANNA, self.BOB, anna="accepted"),
        )
        self.bobs_id = self.arrives(
            self.BOB,
            "_88q30c1g60o30e1i60o4ac2h",
            attendees=self.guests(self.BOB, self.ANNA, bob="tentative"),
        )
        self.sync()
        self.sync(self.bobs)
        self.event = self.event_of(self.mine)

    def settle_both(self):
        for _round in range(3):
            self.sync()
            self.sync(self.bobs)
        for account in (self.account, self.bobs):
            self.sync(account)
            self.assertEqual(self.writes(), 0)

    def test_it_is_one_event_with_two_bindings(self):
        events = self.env["calendar.event"].search([("name", "=", "Review")])
        self.assertEqual(events, self.event)
        self.assertEqual(
            set(events.gws_binding_ids.mapped("google_id")), {self.mine, self.bobs_id}
        )
        self.assertEqual(set(events.gws_binding_ids.mapped("role")), {"guest"})
        self.assertFalse(events.user_id, "nobody here organises it")
        self.assertEqual(events.partner_ids, self.anna.partner_id | self.bob.partner_id)

    def test_a_copy_does_not_know_how_the_other_answered(self):
        self.assertEqual(self.state(self.event, self.anna), "accepted")
        self.assertEqual(self.state(self.event, self.bob), "tentative")
        self.settle_both()
        self.assertEqual(self.own_answer(self.ANNA, self.mine), "accepted")
        self.assertEqual(self.own_answer(self.BOB, self.bobs_id), "tentative")

    def test_each_answers_with_the_own_account(self):
        self.answer(self.event, self.bob)
        self.sync()
        self.assertEqual(self.writes(), 0, "Anna's account says nothing for Bob")
        self.assertEqual(self.state(self.event, self.bob), "accepted")
        self.sync(self.bobs)
        self.assertEqual(self.writes(), 1)
        self.assertEqual(self.own_answer(self.BOB, self.bobs_id), "accepted")
        self.settle_both()
        self.assertEqual(self.state(self.event, self.bob), "accepted")
        self.assertFalse(self.conflicts())

    def test_an_update_from_outside_reaches_both_copies_once(self):
        later = timed(at(2, 15), at(2, 16))
        self.world.seed_raw(
            self.ANNA,
            {
                **self.world.event(self.ANNA, self.mine),
                **later,
                "etag": '"31811617847121"',
            },
        )
        self.sync()
        self.assertEqual(self.event.start, at(2, 15))
        self.world.seed_raw(
            self.BOB,
            {
                **self.world.event(self.BOB, self.bobs_id),
                **later,
                "etag": '"31811617847122"',
            },
        )
        self.settle_both()
        self.assertEqual(self.event.start, at(2, 15))
        self.assertFalse(self.conflicts())

    def test_an_edit_in_odoo_is_taken_back_once(self):
        self.edit(self.event, name="Mine now")
        self.settle_both()
        self.assertEqual(self.event.name, "Review")
        self.assertEqual(len(self.conflicts("title")), 1)

    def test_show_as_of_one_copy_is_not_the_others(self):
        self.change(self.bobs_id, self.BOB, transparency="transparent")
        self.settle_both()
        self.assertEqual(self.event.show_as, "busy")
        self.assertEqual(
            self.world.event(self.BOB, self.bobs_id)["transparency"], "transparent"
        )
        self.assertFalse(self.conflicts())

    def test_one_leaves_and_the_other_keeps_it(self):
        self.drop(self.bobs_id, self.BOB)
        self.settle_both()
        self.assertTrue(self.event.exists())
        self.assertEqual(self.state(self.event, self.bob), "declined")
        self.assertEqual(self.own_answer(self.ANNA, self.mine), "accepted")


@tagged("post_install", "-at_install")
class TestCalendarInvitedOtherwise(InvitedCase):
    def only_event(self, google_id):
        self.sync()
        event = self.event_of(google_id)
        self.assertEqual(event.partner_ids, self.anna.partner_id)
        return event

    def test_a_group_is_invited_and_its_member_is_not_listed(self):
        google_id = self.arrives(
            "anna@example.com",
            "groupmeeting0",
            organizer={"email": "boss@else.org"},
            iCalUID="groupmeeting0@google.com",
            attendees=[
                {"email": "everybody@else.org", "responseStatus": "needsAction"},
                {
                    "email": "boss@else.org",
                    "organizer": True,
                    "responseStatus": "accepted",
                },
            ],
        )
        event = self.only_event(google_id)
        self.assertEqual(self.state(event, self.anna), "needsAction")
        self.assertFalse(event.user_id)
        self.assertIn("everybody@else.org", event.with_user(self.anna).gws_other_guests)
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.answer(event, self.anna)
        self.sync()
        self.assertEqual(self.own_answer("anna@example.com", google_id), "accepted")
        self.settle()

    def test_two_members_of_a_group_answer_each_for_themselves(self):
        self.connect_bob()
        ids = {
            email: self.arrives(
                email,
                f"group{email[:3]}meeting",
                attendees=[
                    {"email": "everybody@else.org", "responseStatus": "needsAction"}
                ],
            )
            for email in ("anna@example.com", "bob@example.com")
        }
        accounts = (self.account, self.bobs)
        for account in accounts:
            self.sync(account)
        event = self.event_of(ids["anna@example.com"])
        self.assertEqual(event, self.event_of(ids["bob@example.com"], self.bobs))
        self.answer(event, self.anna)
        self.sync(self.bobs)
        self.assertEqual(self.writes(), 0)
        self.assertEqual(self.state(event, self.anna), "accepted")
        self.sync()
        self.assertEqual(
            self.own_answer("anna@example.com", ids["anna@example.com"]), "accepted"
        )
        self.answer(event, self.bob, "do_decline")
        for account in (*accounts, *accounts):
            self.sync(account)
        self.assertEqual(
            self.own_answer("bob@example.com", ids["bob@example.com"]), "declined"
        )
        self.assertEqual(self.state(event, self.anna), "accepted")
        self.assertEqual(self.state(event, self.bob), "declined")
        self.assertFalse(self.conflicts())

    def test_made_by_gmail(self):
        google_id = self.arrives(
            "anna@example.com",
            "_c9n6irjjehkq0d9g",
            summary="Flight to Paris",
            organizer={
                "email": "unknownorganizer@calendar.google.com",
                "displayName": "Unknown Organizer",
            },
            creator={"email": "anna@example.com", "self": True},
            iCalUID="7kukuqrfedlm2f9t@google.com",
            privateCopy=True,
            guestsCanInviteOthers=False,
            visibility="private",
            transparency="transparent",
            source={"url": "https://mail.google.com/mail/x", "title": ""},
            attendees=[
                {
                    "email": "anna@example.com",
                    "self": True,
                    "responseStatus": "accepted",
                }
            ],
        )
        self.account.calendar_unknown_guests = "create"
        event = self.only_event(google_id)
        self.assertEqual(self.state(event, self.anna), "accepted")
        self.assertEqual((event.privacy, event.show_as), ("private", "free"))
        self.assertFalse(
            self.env["res.partner"].search([("email", "like", "google.com")])
        )
        self.edit(event, name="My flight")
        self.settle()
        self.assertEqual(event.name, "Flight to Paris")

    def test_made_by_gmail_without_guests(self):
        google_id = self.arrives(
            "anna@example.com",
            "_c9n6irjjehkq0d9h",
            organizer={"email": "unknownorganizer@calendar.google.com"},
            iCalUID="8kukuqrfedlm2f9t@google.com",
            privateCopy=True,
        )
        event = self.only_event(google_id)
        self.assertEqual(self.state(event, self.anna), "accepted")
        self.settle()


@tagged("post_install", "-at_install")
class TestCalendarOwnParts(InvitedCase):
    """What a guest may change on their copy; what nobody may change for them."""

    def setUp(self):
        super().setUp()
        self.google_id = self.arrives(
            "anna@example.com",
            "_60q30c1g60o30e1i60o4ac1g",
            attendees=self.guests("anna@example.com", "carla@else.org"),
        )
        self.sync()
        self.event = self.event_of(self.google_id)

    def resource(self):
        return self.world.event("anna@example.com", self.google_id)

    def test_a_guest_is_shown_as_free_in_their_own_calendar(self):
        self.edit(self.event, show_as="free")
        self.sync()
        self.assertEqual(self.resource()["transparency"], "transparent")
        self.edit(self.event, privacy="private")
        self.sync()
        self.assertEqual(self.resource()["visibility"], "private")
        self.assertEqual(self.event.show_as, "free")
        self.assertFalse(self.conflicts())
        self.settle()
        self.assertEqual(self.mails(), [])

    def test_a_guests_own_things_go_and_the_rest_is_taken_back(self):
        self.edit(self.event, show_as="free", location="Elsewhere")
        self.sync()
        self.sync()
        self.assertEqual(self.resource()["transparency"], "transparent")
        self.assertFalse(self.event.location)
        self.assertEqual(self.conflicts().mapped("field"), ["location"])

    def test_guests_who_may_modify_write_the_meeting(self):
        google_id = self.arrives(
            "anna@example.com",
            "maymodify",
            iCalUID="maymodify@google.com",
            organizer={"email": "boss@else.org"},
            guestsCanModify=True,
            attendees=self.guests("anna@example.com"),
        )
        self.sync()
        self.edit(self.event_of(google_id), location="Elsewhere")
        self.sync()
        there = self.world.event("anna@example.com", google_id)
        self.assertEqual(there["location"], "Elsewhere")
        self.assertFalse(self.conflicts())

    def test_nothing_is_sent_in_the_name_of_a_colleague_without_an_account(self):
        event = self.make(
            self.bob,
            name="Bob's",
            partner_ids=[(6, 0, (self.anna.partner_id | self.bob.partner_id).ids)],
        )
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertFalse(event.gws_binding_ids)
        self.edit(event, name="Bob's, edited by Anna")
        self.answer(event, self.anna)
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertEqual(event.name, "Bob's, edited by Anna")


@tagged("post_install", "-at_install")
class TestCalendarReminders(CalendarCase):
    def alarms(self, *minutes):
        return (
            self.env["calendar.alarm"]
            .create(
                [
                    {
                        "name": f"{number} minutes",
                        "alarm_type": "notification",
                        "interval": "minutes",
                        "duration": number,
                    }
                    for number in minutes
                ]
            )
            .ids
        )

    def there(self, event):
        return self.at_google(event)["reminders"]

    def test_the_sixth_is_cut_and_told(self):
        self.sync()
        event = self.make(alarm_ids=[(6, 0, self.alarms(5, 10, 15, 20, 30, 45, 50))])
        self.sync()
        minutes = [row["minutes"] for row in self.there(event)["overrides"]]
        self.assertEqual(minutes, [5, 10, 15, 20, 30])
        binding = event.gws_binding_ids
        self.assertEqual(binding.state, "synced")
        self.assertFalse(binding.error)
        self.assertIn("five reminders", binding.note)
        self.assertIn("Left out: 2.", event.with_user(self.anna).gws_note)
        for _round in range(2):
            self.sync()
            self.assertEqual(self.writes(), 0)
        self.assertEqual(len(event.alarm_ids), 7, "Odoo keeps them all")
        self.edit(event, alarm_ids=[(6, 0, self.alarms(5))])
        self.assertFalse(event.with_user(self.anna).gws_note)
        self.settle()

    def test_back_to_the_calendars_usual_ones(self):
        usual = [{"method": "popup", "minutes": 10}]
        self.world.change_entry(
            "anna@example.com", "anna@example.com", defaultReminders=usual
        )
        google_id = self.put()
        self.sync()
        event = self.event_of(google_id)
        kept = event.alarm_ids
        self.assertEqual(kept.mapped("duration_minutes"), [10])
        self.edit(event, alarm_ids=[(6, 0, self.alarms(45))])
        self.sync()
        self.assertFalse(self.there(event)["useDefault"])
        self.edit(event, alarm_ids=[(6, 0, kept.ids)])
        self.sync()
        self.assertTrue(self.there(event)["useDefault"])
        self.assertFalse(self.there(event).get("overrides"))
        self.settle()
        self.change(google_id, reminders={"useDefault": False, "overrides": []})
        self.sync()
        self.assertFalse(event.alarm_ids)
        self.change(google_id, reminders={"useDefault": True})
        self.sync()
        self.assertEqual(event.alarm_ids.mapped("duration_minutes"), [10])

    def test_privacy_set_back_arrives(self):
        self.sync()
        event = self.make(privacy="private")
        self.sync()
        self.assertEqual(self.at_google(event)["visibility"], "private")
        self.edit(event, privacy=False)
        self.sync()
        self.assertEqual(self.at_google(event).get("visibility", "default"), "default")
        self.settle()
        google_id = event.gws_binding_ids.google_id
        self.change(google_id, visibility="private")
        self.sync()
        self.assertEqual(event.privacy, "private")
        self.change(google_id, visibility="default")
        self.sync()
        self.assertFalse(event.privacy)
