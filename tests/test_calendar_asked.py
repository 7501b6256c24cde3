# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A question about a conflict: answered by a button, by typing, by making both equal.

And how both values are shown to the person who is asked.
"""

from odoo.tests import tagged

from .calendar_case import CalendarCase, all_day, at, day, timed


class AskedCase(CalendarCase):
    def setUp(self):
        super().setUp()
        self.account.calendar_conflict_rule = "ask"
        self.sync()
        self.carla = self.guest("Carla", "carla@else.org")
        self.event = self.make(
            name="Before",
            partner_ids=[(6, 0, (self.anna.partner_id | self.carla).ids)],
        )
        self.sync()
        self.google_id = self.event.gws_binding_ids.google_id

    def clash(self, here, there):
        """Both sides edit before the next sync; the question that follows."""
        self.edit(self.event, **here)
        self.change(self.google_id, **there)
        self.sync()
        return self.conflicts().filtered(lambda row: not row.winner)

    def take(self, conflict, side):
        with self.acts(self.anna) as env:
            getattr(env["gws.conflict"].browse(conflict.ids), f"action_take_{side}")()


@tagged("post_install", "-at_install")
class TestCalendarAsked(AskedCase):
    def assert_settled(self, question, winner):
        self.settle()
        self.assertEqual(question.winner, winner)
        self.assertFalse(self.conflicts().filtered(lambda row: not row.winner))

    def test_typing_googles_value_is_an_answer(self):
        for here, there, typed in (
            ({"name": "Here"}, {"summary": "There"}, {"name": "There"}),
            ({"location": "A"}, {"location": "B"}, {"location": "B"}),
            (
                {"start": at(2, 9), "stop": at(2, 10)},
                timed(at(3, 9), at(3, 10)),
                {"start": at(3, 9), "stop": at(3, 10)},
            ),
            ({"privacy": "public"}, {"visibility": "private"}, {"privacy": "private"}),
            (
                {"description": "<p>Here</p>"},
                {"description": "There"},
                {"description": "<p>There</p>"},
            ),
        ):
            with self.subTest(typed=list(typed)):
                question = self.clash(here, there)
                self.assertEqual(len(question), 1)
                self.edit(self.event, **typed)
                self.sync()
                self.assertEqual(question.winner, "google")
                self.assertEqual(self.writes(), 0, "both say the same already")
                self.assert_settled(question, "google")

    def test_of_a_guests_answer_too(self):
        resource = self.world.event("anna@example.com", self.google_id)
        guests = resource["attendees"]
        for guest in guests:
            if guest["email"] == "carla@else.org":
                guest["responseStatus"] = "declined"
        attendee = self.event.attendee_ids.filtered(
            lambda a: a.partner_id == self.carla
        )

        def answers(state):
            with self.acts(self.anna) as env:
                env["calendar.attendee"].browse(attendee.id).state = state

        answers("accepted")
        self.change(self.google_id, attendees=guests)
        self.sync()
        question = self.conflicts()
        self.assertFalse(question.winner)
        answers("declined")
        self.assert_settled(question, "google")

    def test_typing_odoos_value_in_google_is_an_answer(self):
        question = self.clash({"name": "Here"}, {"summary": "There"})
        self.change(self.google_id, summary="Here")
        self.assert_settled(question, "odoo")

    def test_a_third_value_on_both_sides_is_one(self):
        for first in ("odoo", "google"):
            with self.subTest(first=first):
                question = self.clash({"name": f"H{first}"}, {"summary": f"T{first}"})
                wanted = f"Third {first}"
                if first == "odoo":
                    self.edit(self.event, name=wanted)
                    self.sync()
                    self.assertEqual(question.odoo_value, wanted)
                    self.change(self.google_id, summary=wanted)
                else:
                    self.change(self.google_id, summary=wanted)
                    self.sync()
                    self.assertEqual(question.google_value, wanted)
                    self.edit(self.event, name=wanted)
                self.settle()
                self.assertTrue(question.winner)
                self.assertEqual(self.titles(), [wanted])

    def test_taking_the_edit_back_takes_googles(self):
        question = self.clash({"name": "Here"}, {"summary": "There"})
        self.edit(self.event, name="Before")
        self.assert_settled(question, "google")
        self.assertEqual(self.event.name, "There")

    def test_another_edit_meanwhile_decides_nothing(self):
        question = self.clash({"name": "Here"}, {"summary": "There"})
        self.edit(self.event, location="Room 7")
        self.sync()
        self.assertFalse(question.winner)
        resource = self.at_google(self.event)
        self.assertEqual(
            (resource["summary"], resource["location"]), ("There", "Room 7")
        )
        self.edit(self.event, name="Here still")
        self.sync()
        self.assertEqual(self.at_google(self.event)["summary"], "There")
        self.assertEqual(question.odoo_value, "Here still")
        self.take(question, "odoo")
        self.assert_settled(question, "odoo")
        self.assertEqual(self.titles(), ["Here still"])

    def test_an_event_that_goes_takes_its_question_along(self):
        question = self.clash({"name": "Here"}, {"summary": "There"})
        self.remove(self.event)
        self.settle()
        self.assertTrue(question.winner)

    # -- deletions ----------------------------------------------------

    def test_deleted_here_and_edited_there_lives_until_decided(self):
        for side, left in (("odoo", []), ("google", ["Edited there"])):
            with self.subTest(taken=side):
                event = self.make(name="Doomed")
                self.sync()
                google_id = event.gws_binding_ids.google_id
                self.remove(event)
                self.change(google_id, summary="Edited there")
                self.settle()
                question = self.conflicts("deleted").filtered(lambda r: not r.winner)
                self.assertEqual(len(question), 1)
                self.assertIn("Edited there", self.titles())
                self.take(question, side)
                self.settle()
                self.assertEqual(
                    [name for name in self.titles() if name != "Before"], left
                )

    def test_edited_here_and_deleted_there_lives_until_decided(self):
        for side, left in (("google", []), ("odoo", ["Edited here"])):
            with self.subTest(taken=side):
                event = self.make(name="Doomed")
                self.sync()
                self.edit(event, name="Edited here")
                self.drop(event.gws_binding_ids.google_id)
                self.settle()
                self.assertTrue(event.exists(), "still the same record")
                self.assertIn("Edited here", self.titles())
                question = self.conflicts("deleted").filtered(lambda r: not r.winner)
                self.assertEqual(len(question), 1)
                self.take(question, side)
                self.settle()
                self.assertEqual(
                    [name for name in self.titles() if name != "Before"], left
                )


@tagged("post_install", "-at_install")
class TestCalendarConflictWords(AskedCase):
    def shown(self, conflict, user=None):
        row = conflict.with_user(user or self.anna)
        row.invalidate_recordset()
        return row.field_text, row.odoo_text, row.google_text

    def test_times_are_in_the_persons_zone(self):
        self.anna.lang = "en_US"
        start, stop = at(2, 9).replace(month=7), at(2, 10).replace(month=7)
        with self.acts() as env:
            words = env["gws.calendar.words"].with_user(self.anna)
            when = {
                "start": f"{start:%Y-%m-%dT%H:%M:%SZ}",
                "end": f"{stop:%Y-%m-%dT%H:%M:%SZ}",
                "all_day": False,
            }
            told = words._value("when", when)
            self.assertIn("11:00", told, "Berlin, in summer")
            self.assertTrue(told.endswith("12:00\N{NARROW NO-BREAK SPACE}PM"), told)
            self.assertEqual(told.count("/"), 2, "one day is named once")
            when["end"] = f"{stop.replace(year=stop.year + 1):%Y-%m-%dT%H:%M:%SZ}"
            self.assertIn(str(stop.year + 1)[2:], words._value("when", when))

    def test_days_end_on_the_day_that_people_mean(self):
        question = self.clash(
            {"allday": True, "start_date": day(2), "stop_date": day(2)},
            {
                side: {**moment, "dateTime": None, "timeZone": None}
                for side, moment in all_day(day(3), day(5)).items()
            },
        )
        field, mine, theirs = self.shown(question)
        self.assertEqual(field, "Time")
        self.assertNotIn("–", mine)
        self.assertEqual(theirs.count("–"), 1)
        self.assertIn(f"{day(4):%d}", theirs)

    def test_every_kind_of_value_has_words(self):
        with self.acts() as env:
            words = env["gws.calendar.words"].with_user(self.anna)
            for field, value, told in (
                ("title", "Talk", "Talk"),
                ("title", "", ""),
                ("description", "<p>One</p><p>Two</p>", "One Two"),
                ("description", "x" * 300, "x" * 200 + "…"),
                ("visibility", "private", "Private"),
                ("visibility", "default", "As usual"),
                ("show_as", "free", "Available"),
                ("reminders", None, "As usual"),
                ("reminders", [], "None"),
                (
                    "reminders",
                    [["email", 1440], ["popup", 10], ["popup", 120]],
                    "1 days before by e-mail, 10 minutes before, 2 hours before",
                ),
                ("attendees:carla@else.org", "tentative", "maybe"),
                ("attendees:carla@else.org", None, "not invited"),
                ("attendees", {"carla@else.org": "declined"}, "Carla (declined)"),
                ("deleted", "deleted", "deleted"),
                ("never heard of", 7, "7"),
            ):
                with self.subTest(field=field, value=value):
                    self.assertEqual(words._value(field, value), told)
            self.assertEqual(words._field("attendees:carla@else.org"), "Guest Carla")
            self.assertEqual(words._field("attendees:x@else.org"), "Guest x@else.org")
            self.assertEqual(words._field("visibility"), "Privacy")

    def test_a_deleted_event_is_told_by_title_and_time(self):
        self.remove(self.event)
        self.change(self.google_id, summary="Edited there")
        self.sync()
        field, mine, theirs = self.shown(self.conflicts("deleted"))
        self.assertEqual((field, mine), ("The event itself", "deleted"))
        self.assertTrue(theirs.startswith("Edited there, "), theirs)

    def test_the_event_opens_from_the_list(self):
        question = self.clash({"name": "Here"}, {"summary": "There"})
        with self.acts(self.anna) as env:
            action = env["gws.conflict"].browse(question.id).action_open_event()
        self.assertEqual(action["res_id"], self.event.id)
