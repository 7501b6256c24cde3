# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google → Odoo, one event: every field of it, made there and changed there."""

from odoo.tests import tagged

from .calendar_case import CalendarCase, all_day, at, day, timed


@tagged("post_install", "-at_install")
class TestCalendarPull(CalendarCase):
    def pulled(self, **body):
        """Put an event into Google, sync: Odoo's event."""
        self.google_id = self.put(**body)
        self.sync()
        event = self.event_of(self.google_id)
        self.assertEqual(len(event), 1)
        return event

    def pull_change(self, **body):
        self.change(self.google_id, **body)
        self.sync()

    # -- texts --------------------------------------------------------

    def test_a_plain_event_arrives(self):
        event = self.pulled(summary="Frühstück 🥐", location="Café Müller, München")
        self.assertEqual(event.name, "Frühstück 🥐")
        self.assertEqual(event.location, "Café Müller, München")
        self.assertEqual((event.start, event.stop), (at(1, 10), at(1, 11)))
        self.assertFalse(event.allday)
        self.assertEqual(event.user_id, self.anna)
        self.assertEqual(event.partner_ids, self.anna.partner_id)
        self.settle()

    def test_an_event_without_title_gets_one_in_odoo_only(self):
        event = self.pulled(summary="")
        self.assertEqual(event.name, "(No title)")
        self.settle()
        self.assertNotIn("(No title)", self.titles())

    def test_a_title_taken_off_in_google_is_no_title_here(self):
        event = self.pulled(summary="Talk")
        self.pull_change(summary="")
        self.assertEqual(event.name, "(No title)")
        self.settle()

    def test_texts_follow_their_changes(self):
        event = self.pulled(summary="Talk", location="Here", description="One")
        self.pull_change(summary="سخنرانی", location="There", description="Two")
        self.assertEqual(event.name, "سخنرانی")
        self.assertEqual(event.location, "There")
        self.assertIn("Two", event.description)
        self.pull_change(location="", description="")
        self.assertFalse(event.location)
        self.assertFalse(event.description)
        self.settle()

    def test_a_plain_description_keeps_its_lines_and_signs(self):
        event = self.pulled(description="a < b\nsecond & last")
        self.assertIn("a &lt; b<br", event.description)
        self.assertIn("second &amp; last", event.description)
        self.settle()

    def test_an_html_description_arrives_as_html(self):
        event = self.pulled(description="<b>Bold</b><br><a href='https://x.y/z'>z</a>")
        self.assertIn("<b>Bold</b>", event.description)
        self.assertIn('href="https://x.y/z"', event.description)
        self.settle()

    def test_a_script_in_a_description_stays_outside(self):
        event = self.pulled(description="<p>Hi</p><script>alert(1)</script>")
        self.assertNotIn("script", event.description)
        self.settle()

    def test_a_description_of_8000_characters_arrives_whole(self):
        text = "<p>" + "Ünïcode &amp; more. " * 400 + "END</p>"
        event = self.pulled(description=text)
        self.assertIn("END", event.description)
        self.assertGreater(len(event.description), 7900)
        self.settle()

    # -- times --------------------------------------------------------

    def test_the_event_zone_does_not_move_the_moment(self):
        event = self.pulled(
            start={"dateTime": f"{day(2)}T09:00:00", "timeZone": "Asia/Tehran"},
            end={"dateTime": f"{day(2)}T10:30:00", "timeZone": "Asia/Tehran"},
        )
        self.assertEqual((event.start, event.stop), (at(2, 5, 30), at(2, 7)))
        self.assertEqual(self.binding(self.google_id).zone, "Asia/Tehran")
        self.settle()

    def test_an_all_day_event_ends_the_day_before_googles_end(self):
        event = self.pulled(**all_day(day(3), day(6)))
        self.assertTrue(event.allday)
        self.assertEqual((event.start_date, event.stop_date), (day(3), day(5)))
        self.settle()

    def test_an_event_over_midnights_keeps_both_moments(self):
        event = self.pulled(**timed(at(1, 20), at(4, 6)))
        self.assertFalse(event.allday)
        self.assertEqual((event.start, event.stop), (at(1, 20), at(4, 6)))
        self.settle()

    def test_an_event_of_zero_minutes_stays_one(self):
        event = self.pulled(**timed(at(1, 9), at(1, 9)))
        self.assertEqual((event.start, event.stop), (at(1, 9), at(1, 9)))
        self.settle()

    def test_a_moved_event_moves_here(self):
        event = self.pulled()
        self.pull_change(**timed(at(2, 15), at(2, 15, 45)))
        self.assertEqual((event.start, event.stop), (at(2, 15), at(2, 15, 45)))
        self.assertEqual(event.duration, 0.75)
        self.settle()

    def test_a_timed_event_becomes_all_day_and_timed_again(self):
        event = self.pulled()
        self.pull_change(
            start={"date": str(day(2)), "dateTime": None, "timeZone": None},
            end={"date": str(day(3)), "dateTime": None, "timeZone": None},
        )
        self.assertTrue(event.allday)
        self.assertEqual((event.start_date, event.stop_date), (day(2), day(2)))
        moment = timed(at(4, 8), at(4, 9))
        moment["start"]["date"] = moment["end"]["date"] = None
        self.pull_change(**moment)
        self.assertFalse(event.allday)
        self.assertEqual((event.start, event.stop), (at(4, 8), at(4, 9)))
        self.settle()

    # -- choices ------------------------------------------------------

    def test_privacy_and_show_as(self):
        event = self.pulled(visibility="private", transparency="transparent")
        self.assertEqual((event.privacy, event.show_as), ("private", "free"))
        self.pull_change(visibility="confidential", transparency="opaque")
        self.assertEqual((event.privacy, event.show_as), ("confidential", "busy"))
        self.pull_change(visibility="default")
        self.assertFalse(event.privacy)
        self.settle()

    def test_reminders_custom_default_none(self):
        rings = [
            {"method": "popup", "minutes": 15},
            {"method": "email", "minutes": 1440},
        ]
        event = self.pulled(reminders={"useDefault": False, "overrides": rings})
        self.assertEqual(
            sorted(
                event.alarm_ids.mapped(lambda a: (a.alarm_type, a.duration_minutes))
            ),
            [("email", 1440), ("notification", 15)],
        )
        self.pull_change(reminders={"useDefault": True, "overrides": []})
        self.assertEqual(event.alarm_ids.mapped("duration_minutes"), [10])
        self.pull_change(reminders={"useDefault": False, "overrides": []})
        self.assertFalse(event.alarm_ids)
        self.settle()

    def test_a_video_link_arrives_and_is_never_sent(self):
        event = self.pulled()
        event_url = "https://meet.google.com/abc-defg-hij"
        self.world.seed_raw(
            "anna@example.com",
            {
                **self.world.event("anna@example.com", self.google_id),
                "hangoutLink": event_url,
                "etag": '"1"',
            },
        )
        self.sync()
        self.assertEqual(event.videocall_location, event_url)
        self.edit(event, name="Renamed")
        self.settle()
        self.assertEqual(self.at_google(event)["hangoutLink"], event_url)

    # -- guests -------------------------------------------------------

    def test_known_guests_come_with_their_answers(self):
        carla = self.guest("Carla", "Carla@Example.com")
        event = self.pulled(
            attendees=[
                {"email": "anna@example.com", "responseStatus": "accepted"},
                {"email": "carla@example.com", "responseStatus": "tentative"},
            ]
        )
        answers = {a.partner_id: a.state for a in event.attendee_ids}
        self.assertEqual(
            answers, {self.anna.partner_id: "accepted", carla: "tentative"}
        )
        self.change(
            self.google_id,
            attendees=[
                {"email": "anna@example.com", "responseStatus": "accepted"},
                {"email": "carla@example.com", "responseStatus": "declined"},
            ],
        )
        self.sync()
        answers = {a.partner_id: a.state for a in event.attendee_ids}
        self.assertEqual(answers[carla], "declined")
        self.settle()

    def test_unknown_guests_make_no_contacts(self):
        before = self.env["res.partner"].search_count([])
        event = self.pulled(attendees=[{"email": "stranger@else.org"}])
        self.assertEqual(event.partner_ids, self.anna.partner_id)
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        self.edit(event, name="Renamed")
        self.settle()
        guests = [a["email"] for a in self.at_google(event)["attendees"]]
        self.assertIn("stranger@else.org", guests)

    def test_a_guest_taken_off_in_google_goes_here(self):
        carla = self.guest("Carla", "carla@example.com")
        guests = [{"email": "anna@example.com"}, {"email": "carla@example.com"}]
        event = self.pulled(attendees=guests)
        self.assertIn(carla, event.partner_ids)
        self.pull_change(attendees=guests[:1])
        self.assertEqual(event.partner_ids, self.anna.partner_id)
        self.pull_change(attendees=guests)
        self.assertIn(carla, event.partner_ids)
        self.settle()

    def test_a_room_is_no_guest(self):
        self.guest("Room", "room-1@resource.calendar.google.com")
        event = self.pulled(
            attendees=[
                {"email": "anna@example.com"},
                {"email": "room-1@resource.calendar.google.com", "resource": True},
            ]
        )
        self.assertEqual(event.partner_ids, self.anna.partner_id)
        self.settle()

    def test_the_own_alias_is_the_owner(self):
        self.google_id = self.world.seed_raw(
            "anna@example.com",
            {
                **timed(at(1, 10), at(1, 11)),
                "summary": "Alias",
                "organizer": {"email": "boss@else.org"},
                "attendees": [
                    {"email": "boss@else.org", "responseStatus": "accepted"},
                    {
                        "email": "anna.adler@example.com",
                        "self": True,
                        "responseStatus": "tentative",
                    },
                ],
            },
        )["id"]
        self.sync()
        event = self.event_of(self.google_id)
        self.assertEqual(event.partner_ids, self.anna.partner_id)
        self.assertEqual(event.attendee_ids.state, "tentative")
        self.assertFalse(event.user_id)
        self.settle()

    def test_a_meeting_of_a_colleague_is_organised_by_them(self):
        self.google_id = self.world.seed_raw(
            "anna@example.com",
            {
                **timed(at(1, 10), at(1, 11)),
                "summary": "Bob's",
                "organizer": {"email": "bob@example.com"},
                "attendees": [
                    {"email": "bob@example.com", "responseStatus": "accepted"},
                    {"email": "anna@example.com", "self": True},
                ],
            },
        )["id"]
        self.sync()
        event = self.event_of(self.google_id)
        self.assertEqual(event.user_id, self.bob)
        self.assertEqual(event.partner_ids, self.anna.partner_id | self.bob.partner_id)
        self.settle()

    # -- deletion -----------------------------------------------------

    def test_deleted_in_google_is_deleted_here(self):
        event = self.pulled()
        self.drop(self.google_id)
        self.sync()
        self.assertFalse(event.exists())
        self.assertFalse(self.binding(self.google_id))
        self.settle()

    def test_what_was_never_here_may_be_deleted_there(self):
        google_id = self.put()
        self.drop(google_id)
        self.sync()
        self.assertFalse(self.binding(google_id))
        self.settle()
