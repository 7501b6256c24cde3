# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A series in several calendars: who has which days, answers, mails."""

from .test_fake_series import SeriesCase

CLEO = "cleo@example.com"
OUTSIDER = "pat@elsewhere.org"


class GuestCase(SeriesCase):
    def setUp(self):
        super().setUp()
        self.world.add_account(CLEO, "Cleo", "Asia/Tehran")
        self.master = self.series(attendees=[{"email": self.bob}, {"email": OUTSIDER}])
        self.days = self.instances(self.master)
        self.his = self.service(self.bob).events()
        self.hers = self.service(CLEO).events()

    def titles(self, email):
        return [i["summary"] for i in self.instances(self.master, email)]

    def invite_cleo(self, number=1):
        guests = [*self.days[number]["attendees"], {"email": CLEO}]
        return self.patch(self.days[number]["id"], {"attendees": guests})

    def answer(self, email, event_id, status, **more):
        """Answer over HTTP; returns the guest's own copy."""
        events = self.service(email).events()
        event = events.get(calendarId="primary", eventId=event_id).execute()
        for guest in event["attendees"]:
            if guest.get("self"):
                guest["responseStatus"] = status
        return events.patch(
            calendarId="primary",
            eventId=event_id,
            body={"attendees": event["attendees"]},
            **more,
        ).execute()

    def answers(self, viewer, guest):
        """What ``viewer`` sees ``guest`` answered, instance by instance."""
        return [
            {g["email"]: g["responseStatus"] for g in day["attendees"]}[guest]
            for day in self.instances(self.master, viewer)
        ]


class TestCopies(GuestCase):
    def test_the_guest_has_the_master(self):
        his = self.his.get(calendarId="primary", eventId=self.master["id"]).execute()
        self.assertEqual(his["iCalUID"], self.master["iCalUID"])
        self.assertEqual(his["recurrence"], self.master["recurrence"])
        self.assertNotEqual(his["etag"], self.master["etag"])
        self.assertEqual(
            [i["id"] for i in self.instances(self.master, self.bob)],
            [i["id"] for i in self.days],
        )

    def test_guest_of_one_day_has_that_day_only(self):
        day = self.invite_cleo()
        (listed,) = self.hers.list(calendarId="primary").execute()["items"]
        self.assertEqual(listed["id"], day["id"])
        self.assertEqual(listed["recurringEventId"], self.master["id"])
        self.assertEqual(listed["originalStartTime"], listed["start"])
        self.assertEqual(listed["start"]["dateTime"], "2026-03-30T10:30:00+03:30")
        for request in (
            self.hers.get(calendarId="primary", eventId=self.master["id"]),
            self.hers.instances(calendarId="primary", eventId=self.master["id"]),
            self.hers.get(calendarId="primary", eventId=self.days[0]["id"]),
        ):
            self.refused(404, "notFound", request)
        single = self.hers.list(calendarId="primary", singleEvents=True).execute()
        self.assertEqual([e["id"] for e in single["items"]], [day["id"]])

    def test_guest_of_one_day_joins_the_series(self):
        self.invite_cleo()
        guests = [*self.master["attendees"], {"email": CLEO}]
        self.patch(self.master["id"], {"attendees": guests})
        self.assertEqual(len(self.instances(self.master, CLEO)), 3)
        self.assertEqual(len(self.world.events(CLEO)), 2)

    def test_changes_of_master_and_day_arrive_with_new_etags(self):
        self.invite_cleo()
        his = self.world.event(self.bob, self.master["id"])
        hers = self.world.event(CLEO, self.days[1]["id"])
        self.patch(self.master["id"], {"summary": "New"})
        for email, old in ((self.bob, his), (CLEO, hers)):
            new = self.world.event(email, old["id"])
            self.assertEqual(new["summary"], "New")
            self.assertNotEqual(new["etag"], old["etag"])
        self.patch(self.days[1]["id"], {"summary": "Special"})
        self.assertEqual(self.titles(self.bob), ["New", "Special", "New"])
        self.assertEqual(
            self.world.event(CLEO, self.days[1]["id"])["summary"], "Special"
        )

    def test_a_later_guest_does_not_get_what_was_called_off(self):
        self.delete(self.days[1]["id"])
        guests = [*self.master["attendees"], {"email": CLEO}]
        self.patch(self.master["id"], {"attendees": guests})
        self.assertEqual(len(self.instances(self.master, CLEO)), 2)

    def test_shared_series_moves_everywhere(self):
        self.patch(self.days[1]["id"], {"summary": "Special"})
        start = {"dateTime": "2026-03-23T10:00:00", "timeZone": "Europe/Berlin"}
        end = {"dateTime": "2026-03-23T11:00:00", "timeZone": "Europe/Berlin"}
        self.patch(self.master["id"], {"start": start, "end": end})
        for email in (self.anna, self.bob):
            self.assertEqual(self.titles(email), ["Talk"] * 3)
            first = self.instances(self.master, email)[0]
            self.assertTrue(first["id"].endswith("_20260323T090000Z"))


class TestLeaving(GuestCase):
    def test_taken_off_one_day(self):
        others = [{"email": OUTSIDER}]
        self.patch(self.days[1]["id"], {"attendees": others})
        self.assertEqual(
            [i["id"] for i in self.instances(self.master, self.bob)],
            [self.days[0]["id"], self.days[2]["id"]],
        )
        self.patch(self.days[1]["id"], {"attendees": self.days[1]["attendees"]})
        self.assertEqual(len(self.instances(self.master, self.bob)), 3)

    def test_taken_off_the_series(self):
        self.patch(self.days[1]["id"], {"summary": "Special"})
        self.patch(self.master["id"], {"attendees": [{"email": OUTSIDER}]})
        self.assertEqual(self.world.events(self.bob), [])
        day = self.world.event(self.anna, self.days[1]["id"])
        self.assertEqual([g["email"] for g in day["attendees"]], [OUTSIDER])

    def test_taken_off_the_series_but_not_off_a_day_of_their_own(self):
        self.invite_cleo()
        self.patch(self.master["id"], {"attendees": [{"email": self.bob}]})
        self.assertEqual(
            [e["id"] for e in self.world.events(CLEO)], [self.days[1]["id"]]
        )

    def test_taken_off_one_day_while_the_series_was_thrown_away(self):
        self.his.delete(calendarId="primary", eventId=self.master["id"]).execute()
        self.patch(self.days[1]["id"], {"attendees": [{"email": OUTSIDER}]})
        self.his.patch(
            calendarId="primary",
            eventId=self.master["id"],
            body={"status": "confirmed"},
        ).execute()
        self.assertEqual(len(self.instances(self.master, self.bob)), 2)

    def test_day_and_series_called_off(self):
        self.invite_cleo()
        self.delete(self.days[1]["id"])
        self.assertEqual(len(self.instances(self.master, self.bob)), 2)
        self.assertEqual(self.world.events(CLEO), [])
        self.invite_cleo_again()
        self.delete(self.master["id"])
        for email in (self.anna, self.bob, CLEO):
            self.assertEqual(self.world.events(email), [])

    def invite_cleo_again(self):
        self.patch(self.days[1]["id"], {"status": "confirmed"})
        self.assertEqual(len(self.world.events(CLEO)), 1)

    def test_series_restored(self):
        self.delete(self.days[0]["id"])
        self.patch(self.days[1]["id"], {"summary": "Special"})
        self.delete(self.master["id"])
        self.patch(self.master["id"], {"status": "confirmed"})
        for email in (self.anna, self.bob):
            self.assertEqual(self.titles(email), ["Talk", "Talk"])


class TestAnswers(GuestCase):
    def test_answer_to_the_series_spreads(self):
        self.patch(self.days[0]["id"], {"summary": "Special"})
        self.answer(self.bob, self.days[1]["id"], "declined")
        self.answer(self.bob, self.master["id"], "accepted")
        wanted = ["accepted", "declined", "accepted"]
        for viewer in (self.anna, self.bob):
            self.assertEqual(self.answers(viewer, self.bob), wanted)
        self.assertEqual(self.answers(self.anna, OUTSIDER), ["needsAction"] * 3)

    def test_answer_to_a_day_is_an_exception_on_both_sides(self):
        before = self.world.event(self.anna, self.master["id"])["etag"]
        self.answer(self.bob, self.days[1]["id"], "tentative")
        for email in (self.anna, self.bob):
            ids = [e["id"] for e in self.world.events(email)]
            self.assertEqual(ids, [self.master["id"], self.days[1]["id"]])
        self.assertEqual(self.world.event(self.anna, self.master["id"])["etag"], before)

    def test_answer_of_a_guest_of_one_day(self):
        self.invite_cleo()
        self.answer(CLEO, self.days[1]["id"], "accepted")
        day = self.world.event(self.anna, self.days[1]["id"])
        answers = {g["email"]: g["responseStatus"] for g in day["attendees"]}
        self.assertEqual(answers[CLEO], "accepted")

    def test_throwing_the_series_away_declines_it_whole(self):
        self.patch(self.days[0]["id"], {"summary": "Special"})
        self.his.delete(calendarId="primary", eventId=self.master["id"]).execute()
        self.assertEqual(self.answers(self.anna, self.bob), ["declined"] * 3)
        self.assertEqual(self.world.events(self.bob), [])
        self.his.patch(
            calendarId="primary",
            eventId=self.master["id"],
            body={"status": "confirmed"},
        ).execute()
        self.assertEqual(self.titles(self.bob), ["Special", "Talk", "Talk"])


class TestMails(GuestCase):
    def sent(self):
        rows = [(mail["to"], mail["kind"]) for mail in self.world.mails]
        self.world.clear_mails()
        return sorted(rows)

    def everybody(self, kind):
        return sorted([(self.bob, kind), (OUTSIDER, kind)])

    def test_one_each_for_a_change_of_all(self):
        for day in self.days[:2]:
            self.patch(day["id"], {"colorId": "3"})
        self.patch(self.master["id"], {"location": "Inn"}, sendUpdates="all")
        self.assertEqual(self.sent(), self.everybody("update"))

    def test_one_each_for_the_end_of_all(self):
        for day in self.days:
            self.patch(day["id"], {"summary": "Special"})
        self.events.delete(
            calendarId="primary", eventId=self.master["id"], sendUpdates="all"
        ).execute()
        self.assertEqual(self.sent(), self.everybody("cancellation"))

    def test_guest_of_two_days_hears_once(self):
        for number in (0, 2):
            self.invite_cleo(number)
        self.patch(self.master["id"], {"location": "Inn"}, sendUpdates="all")
        self.assertEqual(
            self.sent(), sorted([*self.everybody("update"), (CLEO, "update")])
        )
        rule = {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=2"]}
        self.patch(self.master["id"], rule, sendUpdates="all")
        self.assertIn((CLEO, "cancellation"), self.sent())
        self.events.delete(
            calendarId="primary", eventId=self.master["id"], sendUpdates="all"
        ).execute()
        self.assertEqual(
            self.sent(),
            sorted([*self.everybody("cancellation"), (CLEO, "cancellation")]),
        )

    def test_a_day_is_news_to_its_guests(self):
        self.patch(self.days[1]["id"], {"location": "Inn"}, sendUpdates="all")
        self.assertEqual(self.sent(), self.everybody("update"))
        self.events.delete(
            calendarId="primary", eventId=self.days[1]["id"], sendUpdates="all"
        ).execute()
        self.assertEqual(self.sent(), self.everybody("cancellation"))

    def test_one_reply_for_an_answer_to_all(self):
        self.patch(self.days[0]["id"], {"summary": "Special"})
        self.answer(self.bob, self.master["id"], "accepted", sendUpdates="all")
        self.assertEqual(self.sent(), [(self.anna, "reply")])
