# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Anna does with meetings and calendars, in a browser: choose, answer, meet."""

from odoo.tests import tagged

from .test_tours import ANNA, EVENT, BrowserCase, day_of_week, timed

BOSS = "tom@berger.example"
COLLEAGUE = "carla@example.com"
INVITED = "Quartalsplanung mit Tom"
TALK = "Kundentermin Müller & Söhne"
CHOIR = "Chorfahrt nach Salzburg"


class MeetingCase(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connect(cls.anna, calendar_sync_from="2020-01-01")

    def opens_calendar(self):
        self.logs_in("anna")
        self.opens("/odoo/calendar")
        self.person.sees('.o_gws_sync[data-state="ok"]')
        self.presses()
        self.person.clicks(".o_notification_close")

    def opens_event(self, title):
        """The event's own form."""
        with self.odoo() as env:
            event = env["calendar.event"].search([("name", "=", title)])
        self.opens(f"/odoo/calendar/calendar.event/{event.id}")
        self.person.sees(".o_form_view [name=videocall_location_div]")

    def mails(self):
        found = [(mail["kind"], mail["to"]) for mail in self.world.mails]
        self.world.mails.clear()
        return found

    def writes(self):
        """How many calls since the log was emptied changed something at Google."""
        return sum(
            self.google.log.count(method, "/calendar/v3/calendars/[^/]+/events")
            for method in ("POST", "PATCH", "PUT", "DELETE")
        )


@tagged("post_install", "-at_install")
class TestMeetInBrowser(MeetingCase):
    """A Google Meet for an event that has none."""

    def test_add_a_google_meet(self):
        person = self.person
        self.opens_calendar()
        self.opens_event(TALK)
        person.sees("button[name=set_discuss_videocall_location]")
        person.sees("button[name=action_gws_add_meet]", "Google Meet")
        person.picture("18_add_meet")
        self.google.log.clear()
        person.clicks("button[name=action_gws_add_meet]")
        person.sees("button[name=action_join_video_call]")
        event = self.in_google(TALK)
        self.assertTrue(event["hangoutLink"])
        self.assertIn(
            event["hangoutLink"],
            person.look(
                "document.querySelector('[name=videocall_location] input').value"
            ),
        )
        self.assertEqual(self.writes(), 1)
        person.misses("button[name=action_gws_add_meet]")
        person.picture("19_meet")

        # without the link no conference, on both sides
        person.empties("[name=videocall_location] input")
        person.clicks(".o_form_button_save")
        person.sees("button[name=action_gws_add_meet]")
        person.misses(".o_form_dirty")
        self.deliver()
        self.assertNotIn("conferenceData", self.in_google(TALK))
        person.check()

    def test_a_new_event_with_a_meet(self):
        person = self.person
        self.opens_calendar()
        person.clicks(".o-calendar-button-new")
        person.types(".o_form_view [name=name] :is(textarea, input)", "Jour fixe")
        person.clicks("button[name=action_gws_add_meet]")
        person.sees("button[name=action_join_video_call]")
        self.assertTrue(self.in_google("Jour fixe")["hangoutLink"])
        person.check()

    def test_while_google_takes_its_time(self):
        person = self.person
        self.world.calendars[ANNA].conferences = "pending"
        self.addCleanup(setattr, self.world.calendars[ANNA], "conferences", "made")
        self.opens_calendar()
        self.opens_event(TALK)
        person.clicks("button[name=action_gws_add_meet]")
        person.sees(".o_gws_meet_wanted", "Google Meet")
        person.misses("button[name=action_gws_add_meet]")
        person.check()


@tagged("post_install", "-at_install")
class TestInvitationInBrowser(MeetingCase):
    """Somebody outside invites Anna; she answers in Odoo."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Odoo asks for an answer where others take part
        cls.env["res.partner"].create({"name": "Carla Cruz", "email": COLLEAGUE})
        cls.make_google(BOSS, name="Tom Berger", timezone="Europe/Berlin")
        cls.world.put_event(
            BOSS,
            {
                "summary": INVITED,
                "location": "Besprechungsraum 3",
                "attendees": [{"email": ANNA}, {"email": COLLEAGUE}],
                **timed(day_of_week(8), "13:00", "14:00"),
            },
        )

    def test_accept(self):
        person = self.person
        self.world.mails.clear()
        self.opens_calendar()
        self.opens_event(INVITED)
        self.google.log.clear()
        person.clicks("[name=current_status] .o_selection_badge", "Yes")
        person.clicks(".o_form_button_save")
        person.misses(".o_form_dirty")
        self.deliver()
        self.assertEqual(self.writes(), 1)
        answers = {
            guest["email"]: guest["responseStatus"]
            for guest in self.world.events(BOSS)[0]["attendees"]
        }
        self.assertEqual(answers, {ANNA: "accepted", COLLEAGUE: "needsAction"})
        # the organiser hears of the answer, and nobody of a change
        self.assertEqual(self.mails(), [("reply", BOSS)])
        person.picture("20_answer")
        person.check()


@tagged("post_install", "-at_install")
class TestChoiceInBrowser(MeetingCase):
    """A second calendar: chosen, it shows; no longer chosen, it rests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        choir = cls.world.add_calendar(ANNA, "Chor")
        body = {"summary": CHOIR, **timed(day_of_week(5), "09:00", "12:00")}
        cls.world.put_event(choir, body)

    def test_choose(self):
        person = self.person
        self.opens_calendar()
        person.sees(EVENT, TALK)
        self.assertFalse(self.in_odoo(CHOIR))
        person.clicks(".o_gws_menu_toggle")
        person.clicks(".o_gws_menu .o-dropdown-item", "preferences")
        person.clicks(".o_form_view .nav-link", "Calendar")
        person.clicks("button[name=action_gws_open_account]")
        row = ".o_data_row:has([name=name][data-tooltip='Chor'])"
        person.sees(row)
        person.clicks(f"{row} [name=selected] input")
        person.clicks(".o_form_button_save")
        person.misses(".o_form_dirty")
        self.deliver()
        self.opens("/odoo/calendar")
        person.sees(EVENT, CHOIR)
        person.picture("21_second_calendar")
        person.check()
