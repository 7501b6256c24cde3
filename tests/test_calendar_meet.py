# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Links to join: a Google Meet on request, other links as a line, and none lost."""

from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from .calendar_case import CalendarCase, all_day, at, day

ZOOM = "https://zoom.example/j/1?pwd=a&b=c"
MEET = "https://meet.google.com/"
PHONE = {
    "conferenceId": "abc",
    "entryPoints": [{"entryPointType": "phone", "uri": "tel:+49-89-1", "pin": "7"}],
}
VIDEO = {
    "conferenceId": "abc-defg-hij",
    "entryPoints": [
        {"entryPointType": "video", "uri": f"{MEET}abc-defg-hij"},
        {"entryPointType": "phone", "uri": "tel:+49-89-1", "pin": "7"},
    ],
}


class MeetCase(CalendarCase):
    def setUp(self):
        super().setUp()
        self.sync()
        self.at_anna = self.world.calendars["anna@example.com"]

    def add_meet(self, event, user=None):
        """The button on the event."""
        self.google.log.clear()
        with self.acts(user or self.anna) as env:
            env["calendar.event"].browse(event.id).action_gws_add_meet()

    def conference_writes(self):
        """How many writes since the log was emptied could touch a conference."""
        sent = [entry.query for entry in self.google.log.entries()]
        return sum("conferenceDataVersion" in query for query in sent)

    def deliver(self):
        self.trigger("cron_deliver")

    def notes(self, event):
        return event.message_ids.filtered(lambda m: "did not create" in (m.body or ""))


@tagged("post_install", "-at_install")
class TestMeetOnRequest(MeetCase):
    def test_the_button_brings_the_link_at_once(self):
        event = self.make()
        self.sync()
        self.assertTrue(event.with_user(self.anna).gws_can_meet)
        self.add_meet(event)
        self.assertEqual(self.writes(), 1)
        self.assertEqual(self.lists(), 0)
        self.assertTrue(event.videocall_location.startswith(MEET))
        self.assertEqual(event.videocall_location, self.at_google(event)["hangoutLink"])
        self.assertFalse(event.gws_meet_wanted)
        self.assertFalse(event.with_user(self.anna).gws_can_meet)
        self.settle()
        self.assertNotIn("Join:", self.at_google(event)["description"])

    def test_a_new_event_and_its_meet_are_one_request(self):
        event = self.make()
        self.add_meet(event)
        self.assertEqual(self.writes(), 1)
        self.assertTrue(event.videocall_location.startswith(MEET))
        self.settle()

    def test_a_lost_answer_makes_no_second_meet(self):
        for new in (True, False):
            with self.subTest(new=new):
                event = self.make()
                if not new:
                    self.sync()
                self.google.faults.lose_answer(match="/events")
                self.add_meet(event)
                self.assertGreater(self.google.log.count("GET", "/events/"), 0)
                link = self.at_google(event)["hangoutLink"]
                self.sync()
                self.assertEqual(event.videocall_location, link)
                self.assertEqual(self.at_google(event)["hangoutLink"], link)
                self.assertFalse(self.conflicts())
        self.settle()

    def test_while_google_takes_its_time(self):
        self.at_anna.conferences = "pending"
        event = self.make()
        self.add_meet(event)
        self.assertTrue(event.gws_meet_wanted)
        self.assertFalse(event.videocall_location)
        self.sync()
        self.assertEqual(self.writes(), 0, "asked for once")
        self.world.finish_conferences()
        self.sync()
        self.assertEqual(event.videocall_location, self.at_google(event)["hangoutLink"])
        self.assertFalse(event.gws_meet_wanted)
        self.settle()

    def test_an_edit_while_google_takes_its_time_asks_for_no_second_one(self):
        self.at_anna.conferences = "pending"
        event = self.make()
        self.add_meet(event)
        self.edit(event, name="Renamed")
        self.deliver()
        self.assertEqual((self.writes(), self.conference_writes()), (1, 0))
        self.world.finish_conferences()
        self.settle()
        self.assertTrue(event.videocall_location.startswith(MEET))

    def test_google_could_not(self):
        self.at_anna.conferences = "pending"
        event = self.make()
        self.add_meet(event)
        self.world.finish_conferences("failure")
        self.sync()
        self.assertFalse(event.gws_meet_wanted)
        self.assertEqual(len(self.notes(event)), 1)
        self.assertTrue(event.with_user(self.anna).gws_can_meet, "asked for again")
        self.at_anna.conferences = "made"
        self.add_meet(event)
        self.assertTrue(event.videocall_location.startswith(MEET))
        self.settle()

    def test_where_meet_is_not_allowed_the_event_goes_without(self):
        self.at_anna.conferences = "refused"
        for new in (True, False):
            event = self.make(name="New" if new else "Old")
            if not new:
                self.sync()
            self.add_meet(event)
            self.deliver()
            self.assertTrue(self.at_google(event))
            self.assertFalse(event.gws_meet_wanted)
            self.assertEqual(len(self.notes(event)), 1)
        self.assertFalse(self.bindings(state="quarantined"))
        self.settle()

    def test_a_second_wish_is_a_second_meet(self):
        event = self.make()
        self.add_meet(event)
        first = event.videocall_location
        self.edit(event, videocall_location=False)
        self.sync()
        self.assertNotIn("conferenceData", self.at_google(event))
        self.add_meet(event)
        self.assertTrue(event.videocall_location.startswith(MEET))
        self.assertNotEqual(event.videocall_location, first)
        self.settle()

    def test_cleared_and_wished_again_before_a_sync(self):
        event = self.make()
        self.add_meet(event)
        first = event.videocall_location
        self.edit(event, videocall_location=False)
        self.add_meet(event)
        self.assertNotIn(event.videocall_location, ("", False, first))
        self.settle()

    def test_somebody_in_google_was_faster(self):
        event = self.make()
        self.sync()
        google_id = event.gws_binding_ids.google_id
        self.change(google_id, conferenceData=VIDEO)
        self.add_meet(event)
        self.settle()
        self.assertEqual(event.videocall_location, f"{MEET}abc-defg-hij")
        self.assertEqual(self.at_google(event)["conferenceData"], VIDEO)
        self.assertFalse(self.conflicts())

    def test_another_link_chosen_meanwhile_counts(self):
        self.at_anna.conferences = "pending"
        event = self.make()
        self.add_meet(event)
        self.edit(event, videocall_location=ZOOM)
        self.assertFalse(event.gws_meet_wanted)
        self.sync()
        self.assertNotIn("conferenceData", self.at_google(event))
        self.world.finish_conferences()
        self.settle()
        self.assertEqual(event.videocall_location, ZOOM)

    def test_guests_hear_of_the_link_and_have_it(self):
        carla = self.guest("Carla", "carla@else.org")
        self.connect_bob()
        people = self.anna.partner_id | self.bob.partner_id | carla
        event = self.make(partner_ids=[(6, 0, people.ids)])
        self.settle(self.account, self.bobs)
        self.mails()
        self.add_meet(event)
        self.assertIn(("update", "carla@else.org"), self.mails())
        google_id = self.binding(event.gws_binding_ids[:1].google_id).google_id
        self.assertEqual(
            self.world.event("bob@example.com", google_id)["hangoutLink"],
            event.videocall_location,
        )
        self.settle(self.account, self.bobs)

    def test_a_colleague_presses_for_the_organiser(self):
        event = self.make(
            partner_ids=[(6, 0, (self.anna.partner_id | self.bob.partner_id).ids)]
        )
        self.add_meet(event, self.bob)
        self.assertTrue(event.videocall_location.startswith(MEET))
        self.assertTrue(self.at_google(event)["hangoutLink"])
        self.settle()

    def test_a_push_only_account_has_its_link_too(self):
        self.account.calendar_direction = "push"
        event = self.make()
        self.add_meet(event)
        self.assertEqual(event.videocall_location, self.at_google(event)["hangoutLink"])
        self.sync()
        self.assertEqual(self.writes(), 0)

    def test_google_away_means_later(self):
        event = self.make()
        self.google.faults.fail(503, None)
        self.add_meet(event)
        self.assertTrue(event.gws_meet_wanted)
        self.google.faults.clear()
        self.sync()
        self.assertTrue(event.videocall_location.startswith(MEET))

    def test_where_the_button_is(self):
        event = self.make()
        self.assertTrue(event.with_user(self.anna).gws_can_meet)
        form = Form(self.env["calendar.event"].with_user(self.anna))
        self.assertTrue(form.gws_can_meet)
        form.videocall_location = ZOOM
        self.assertFalse(form.gws_can_meet, "it has a link")
        self.assertFalse(self.make(self.bob).with_user(self.bob).gws_can_meet)
        self.account.calendar_direction = "pull"
        self.env.invalidate_all()
        self.assertFalse(event.with_user(self.anna).gws_can_meet)

    # -- for every new event ------------------------------------------

    def test_always(self):
        self.account.calendar_meet = "always"
        carla = self.guest("Carla", "carla@else.org")
        both = [(6, 0, (self.anna.partner_id | carla).ids)]
        days = {
            "allday": True,
            "start": at(2, 8),
            "stop": at(2, 18),
            "start_date": day(2),
            "stop_date": day(2),
        }
        wanted = {
            "nowhere": self.make(name="nowhere"),
            "guests": self.make(name="guests", location="Here", partner_ids=both),
            "guests all day": self.make(name="all day", partner_ids=both, **days),
        }
        without = {
            "place": self.make(name="place", location="Here"),
            "day off": self.make(name="day off", **days),
            "link": self.make(name="link", videocall_location=ZOOM),
        }
        self.sync()
        self.assertEqual(self.writes(), 6, "one request each")
        for name, event in wanted.items():
            with self.subTest(name):
                self.assertTrue(event.videocall_location.startswith(MEET))
        for name, event in without.items():
            with self.subTest(name):
                self.assertNotIn("hangoutLink", self.at_google(event))
        self.settle()
        self.edit(without["place"], location=False)
        self.sync()
        self.assertFalse(without["place"].videocall_location, "new events only")

    def test_always_is_not_for_what_was_there_before(self):
        event = self.make(self.bob, name="Before")
        self.connect_bob(calendar_meet="always")
        self.sync(self.bobs)
        self.assertTrue(self.at_google(event, "bob@example.com"))
        self.assertFalse(event.videocall_location)

    def test_a_user_chooses_for_the_own_account(self):
        self.anna.with_user(self.anna).gws_calendar_meet = "always"
        self.assertEqual(self.account.calendar_meet, "always")


@tagged("post_install", "-at_install")
class TestGooglesLink(MeetCase):
    def meeting(self, **body):
        google_id = self.put(**body)
        self.sync()
        return google_id, self.event_of(google_id)

    def test_no_edit_touches_it(self):
        for data in (VIDEO, PHONE):
            google_id, event = self.meeting(conferenceData=data)
            self.edit(
                event,
                name="New",
                description="<p>Text</p>",
                location="There",
                start=at(3, 9),
                stop=at(3, 10),
            )
            self.deliver()
            self.assertEqual((self.writes(), self.conference_writes()), (1, 0))
            now = self.world.event("anna@example.com", google_id)
            self.assertEqual(now["conferenceData"], data)
            self.assertEqual(now["description"], "<p>Text</p>")
        self.settle()

    def test_cleared_in_odoo_it_goes_in_google(self):
        google_id, event = self.meeting(conferenceData=VIDEO, description="Agenda")
        self.edit(event, videocall_location=False)
        self.deliver()
        self.assertEqual((self.writes(), self.conference_writes()), (1, 1))
        now = self.world.event("anna@example.com", google_id)
        self.assertNotIn("conferenceData", now)
        self.assertNotIn("hangoutLink", now)
        self.assertEqual(now["description"], "Agenda")
        self.settle()

    def test_gone_in_google_it_goes_in_odoo(self):
        google_id, event = self.meeting(conferenceData=VIDEO)
        self.change(google_id, conferenceData=None)
        self.sync()
        self.assertFalse(event.videocall_location)
        self.settle()

    def test_a_phone_conference_is_never_wiped(self):
        google_id, event = self.meeting(conferenceData=PHONE)
        self.assertFalse(event.videocall_location)
        self.assertFalse(event.with_user(self.anna).gws_can_meet)
        self.edit(event, videocall_location=ZOOM)
        self.sync()
        self.edit(event, videocall_location=False)
        self.sync()
        self.edit(event, gws_meet_wanted=True)
        self.sync()
        now = self.world.event("anna@example.com", google_id)
        self.assertEqual(now["conferenceData"], PHONE)
        self.assertFalse(event.gws_meet_wanted)
        self.settle()

    def test_another_link_instead(self):
        google_id, event = self.meeting(conferenceData=VIDEO, description="Agenda")
        self.edit(event, videocall_location=ZOOM)
        self.sync()
        now = self.world.event("anna@example.com", google_id)
        self.assertNotIn("conferenceData", now)
        self.assertEqual(
            now["description"], f"Agenda<br>Join: {ZOOM.replace('&', '&amp;')}"
        )
        self.settle()
        self.assertEqual(event.videocall_location, ZOOM)

    def test_a_guest_may_not_take_it_away(self):
        self.world.add_account("boss@else.org", "Boss")
        google_id = self.put(
            "boss@else.org",
            attendees=[{"email": "anna@example.com"}],
            conferenceData=VIDEO,
        )
        self.sync()
        event = self.event_of(google_id)
        self.edit(event, videocall_location=False)
        self.sync()
        self.sync()
        self.assertEqual(event.videocall_location, f"{MEET}abc-defg-hij")
        now = self.world.event("boss@else.org", google_id)
        self.assertEqual(now["conferenceData"], VIDEO)

    def test_both_sides_chose_another(self):
        google_id, event = self.meeting(conferenceData=VIDEO)
        self.edit(event, videocall_location=ZOOM)
        other = {
            "entryPoints": [{"entryPointType": "video", "uri": f"{MEET}other"}],
        }
        self.change(google_id, conferenceData=other)
        self.sync()
        conflict = self.conflicts("video")
        self.assertEqual(
            (conflict.odoo_value, conflict.google_value), (ZOOM, f"{MEET}other")
        )
        self.assertEqual(event.videocall_location, f"{MEET}other")
        self.settle()


@tagged("post_install", "-at_install")
class TestOtherLinks(MeetCase):
    """Google has no field for them: the last line of the text is theirs."""

    def line(self, url):
        return f"Join: {url.replace('&', '&amp;')}"

    def test_a_new_event_brings_its_link_along(self):
        event = self.make(videocall_location=ZOOM)
        self.edit(event, description=False)
        talk = self.make(videocall_location=ZOOM, description="<p>Agenda</p>")
        self.sync()
        self.assertEqual(self.at_google(event)["description"], self.line(ZOOM))
        self.assertEqual(
            self.at_google(talk)["description"],
            f"{talk.description}<br>{self.line(ZOOM)}",
        )
        self.settle()
        self.assertNotIn("Join:", talk.description)

    def test_a_call_of_discuss(self):
        event = self.make()
        self.sync()
        with self.acts(self.anna) as env:
            record = env["calendar.event"].browse(event.id)
            record._set_discuss_videocall_location()
            record.videocall_location = record.videocall_location
        self.assertIn("/calendar/join_videocall/", event.videocall_location)
        self.sync()
        self.assertIn(
            self.line(event.videocall_location), self.at_google(event)["description"]
        )
        self.settle()

    def test_it_never_piles_up_and_is_no_edit(self):
        google_id = self.put(description="one\ntwo & three")
        self.sync()
        event = self.event_of(google_id)
        before = event.description
        for url in (ZOOM, "https://else.example/room", ZOOM):
            self.edit(event, videocall_location=url)
            self.sync()
            self.sync()
            self.assertEqual(self.writes(), 0)
            self.assertEqual(event.description, before)
            text = self.at_google(event)["description"]
            self.assertEqual(text, f"one<br>two &amp; three<br>{self.line(url)}")
        self.edit(event, description="<p>New</p>")
        self.sync()
        text = self.at_google(event)["description"]
        self.assertEqual(text, f"<p>New</p><br>{self.line(ZOOM)}")
        self.edit(event, videocall_location=False)
        self.sync()
        self.assertEqual(self.at_google(event)["description"], "<p>New</p>")
        self.settle()

    def test_the_text_edited_in_google_keeps_the_link(self):
        event = self.make(videocall_location=ZOOM)
        self.sync()
        google_id = event.gws_binding_ids.google_id
        for text, left in (
            (f"Agenda\n{self.line(ZOOM)}\n", "Agenda"),
            (f'More<br>Join: <a href="{ZOOM}">{ZOOM}</a><br>', "More"),
        ):
            self.change(google_id, description=text)
            self.settle()
            self.assertEqual(html2plaintext(event.description), left)
            self.assertEqual(event.videocall_location, ZOOM)
        self.change(google_id, description="Agenda")
        self.settle()
        self.assertFalse(event.videocall_location, "somebody took the line away")

    def test_google_has_a_conference_then_there_is_no_line(self):
        event = self.make(videocall_location=ZOOM)
        self.sync()
        google_id = event.gws_binding_ids.google_id
        self.change(google_id, conferenceData=VIDEO)
        self.settle()
        self.assertEqual(event.videocall_location, f"{MEET}abc-defg-hij")
        self.assertIn(ZOOM.replace("&", "&amp;"), event.description, "nothing is lost")
        self.edit(event, description="<p>Clean</p>")
        self.settle()
        self.assertEqual(self.at_google(event)["description"], "<p>Clean</p>")
        self.assertEqual(self.at_google(event)["conferenceData"], VIDEO)

    def test_a_text_that_waits_in_google_is_not_overwritten(self):
        # Nobody takes Google's edits in while the account only sends.
        self.account.calendar_direction = "push"
        event = self.make(description="<p>Old</p>")
        self.sync()
        google_id = event.gws_binding_ids.google_id
        for text in ("Written in Google", ""):
            self.change(google_id, description=text)
            self.edit(event, videocall_location=f"{ZOOM}{len(text)}")
            self.sync()
            self.sync()
            self.assertEqual(
                self.at_google(event)["description"],
                f"{text}<br>{self.line(f'{ZOOM}{len(text)}')}".removeprefix("<br>"),
            )

    def test_two_accounts_and_one_link(self):
        self.connect_bob()
        event = self.make(
            partner_ids=[(6, 0, (self.anna.partner_id | self.bob.partner_id).ids)]
        )
        self.settle(self.account, self.bobs)
        self.edit(event, videocall_location=ZOOM, description="<p>Agenda</p>")
        self.settle(self.account, self.bobs)
        self.assertEqual(event.videocall_location, ZOOM)
        self.assertEqual(event.description, "<p>Agenda</p>")
        self.assertFalse(self.conflicts())

    def test_an_all_day_event_of_google_with_a_line(self):
        google_id = self.put(description=self.line(ZOOM), **all_day(day(2), day(3)))
        self.sync()
        event = self.event_of(google_id)
        self.assertEqual(event.videocall_location, ZOOM)
        self.assertFalse(event.description)
        self.settle()
