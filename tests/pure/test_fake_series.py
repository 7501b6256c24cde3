# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Series in the fake: instances, exceptions, what a change of the master does."""

from ..fakes.testing import FakeCase, all_day, timed

DAY = "2026-03-23"  # a Monday; summer time in Berlin begins on the 29th


class SeriesCase(FakeCase):
    def setUp(self):
        super().setUp()
        self.events = self.service(self.anna).events()

    def series(self, rule="RRULE:FREQ=WEEKLY;COUNT=3", **more):
        return self.world.put_event(
            self.anna, timed(DAY, 9, recurrence=[rule], **more), send_updates="none"
        )

    def instances(self, master, email=None, **query):
        events = self.service(email).events() if email else self.events
        return events.instances(
            calendarId="primary", eventId=master["id"], **query
        ).execute()["items"]

    def patch(self, event_id, body, **more):
        return self.events.patch(
            calendarId="primary", eventId=event_id, body=body, **more
        ).execute()

    def delete(self, event_id):
        self.events.delete(calendarId="primary", eventId=event_id).execute()


class TestInstances(SeriesCase):
    def test_nine_o_clock_stays_nine_o_clock(self):
        master = self.series()
        found = self.instances(master)
        self.assertEqual(
            [i["start"]["dateTime"] for i in found],
            [
                "2026-03-23T09:00:00+01:00",
                "2026-03-30T09:00:00+02:00",
                "2026-04-06T09:00:00+02:00",
            ],
        )
        second = found[1]
        self.assertEqual(second["id"], master["id"] + "_20260330T070000Z")
        self.assertEqual(second["recurringEventId"], master["id"])
        self.assertEqual(second["originalStartTime"], second["start"])
        self.assertEqual(second["iCalUID"], master["iCalUID"])
        self.assertNotIn("recurrence", second)
        self.assertEqual(second["end"]["dateTime"], "2026-03-30T10:00:00+02:00")

    def test_all_day_series(self):
        body = all_day(DAY, "2026-03-25", recurrence=["RRULE:FREQ=DAILY;COUNT=2"])
        master = self.world.put_event(self.anna, body)
        found = self.instances(master)
        self.assertEqual(found[1]["id"], master["id"] + "_20260324")
        self.assertEqual(found[1]["end"], {"date": "2026-03-26"})

    def test_rules_as_google_writes_them(self):
        cases = [
            (["RRULE:FREQ=DAILY;UNTIL=20260325T080000Z"], 3),
            (["RRULE:FREQ=WEEKLY;WKST=SU;COUNT=4;BYDAY=MO,WE"], 4),
            (
                [
                    "EXDATE;TZID=Europe/Berlin:20260324T090000",
                    "RRULE:FREQ=DAILY;COUNT=3",
                ],
                2,
            ),
            (["RRULE:FREQ=DAILY;COUNT=2", "RDATE:20260401T070000Z"], 3),
            (["RDATE;TZID=Asia/Ho_Chi_Minh:20260501T150000,20260601T150000"], 3),
            (["RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=3FR;COUNT=2"], 2),
        ]
        for rules, count in cases:
            with self.subTest(rules=rules):
                body = timed(DAY, 9, recurrence=rules)
                master = self.world.put_event(self.anna, body)
                self.assertEqual(len(self.instances(master)), count)

    def test_window_and_original_start(self):
        master = self.series("RRULE:FREQ=WEEKLY")
        window = {
            "timeMin": "2026-04-01T00:00:00Z",
            "timeMax": "2026-04-21T00:00:00Z",
        }
        self.assertEqual(len(self.instances(master, **window)), 3)
        (one,) = self.instances(master, originalStart="2026-03-30T07:00:00Z")
        self.assertTrue(one["id"].endswith("_20260330T070000Z"))
        page = self.events.instances(
            calendarId="primary", eventId=master["id"], maxResults=2, **window
        ).execute()
        self.assertEqual(len(page["items"]), 2)
        rest = self.instances(
            master, maxResults=2, pageToken=page["nextPageToken"], **window
        )
        self.assertEqual(len(rest), 1)

    def test_list_gives_masters_or_instances(self):
        master = self.series()
        self.assertEqual(
            [
                e["id"]
                for e in self.events.list(calendarId="primary").execute()["items"]
            ],
            [master["id"]],
        )
        expanded = self.events.list(
            calendarId="primary", singleEvents=True, orderBy="startTime"
        ).execute()["items"]
        self.assertEqual(len(expanded), 3)
        window = {"timeMin": "2026-04-06T00:00:00Z", "timeMax": "2026-04-07T00:00:00Z"}
        listed = self.events.list(calendarId="primary", **window).execute()["items"]
        self.assertEqual([e["id"] for e in listed], [master["id"]])
        window = {"timeMin": "2026-04-07T00:00:00Z"}
        listed = self.events.list(calendarId="primary", **window).execute()["items"]
        self.assertEqual(listed, [])

    def test_unknown_instance(self):
        master = self.series()
        wrong = self.events.get(
            calendarId="primary", eventId=master["id"] + "_20260331T070000Z"
        )
        self.refused(404, "notFound", wrong)


class TestExceptions(SeriesCase):
    def test_moved_instance_keeps_its_name(self):
        master = self.series()
        second = self.instances(master)[1]
        moved = timed("2026-03-31", 15)
        body = {"start": moved["start"], "end": moved["end"]}
        changed = self.patch(second["id"], body)
        self.assertEqual(changed["id"], second["id"])
        self.assertEqual(changed["originalStartTime"], second["originalStartTime"])
        self.assertEqual(len(self.instances(master)), 3)
        listed = self.events.list(calendarId="primary").execute()["items"]
        self.assertEqual([e["id"] for e in listed], [master["id"], second["id"]])

    def test_cancelled_instance(self):
        master = self.series()
        token = self.events.list(calendarId="primary").execute()["nextSyncToken"]
        second = self.instances(master)[1]
        self.delete(second["id"])
        self.assertEqual(len(self.instances(master)), 2)
        self.assertEqual(len(self.instances(master, showDeleted=True)), 3)
        changed = self.events.list(calendarId="primary", syncToken=token).execute()
        (stone,) = changed["items"]
        self.assertEqual(stone["originalStartTime"], second["originalStartTime"])
        self.assertEqual(stone["recurringEventId"], master["id"])
        self.assertNotIn("summary", stone)
        full = self.events.list(calendarId="primary").execute()["items"]
        self.assertEqual(len(full), 2, "kept for the lifetime of the master")
        self.delete(master["id"])
        self.assertEqual(self.events.list(calendarId="primary").execute()["items"], [])

    def test_master_change_reaches_untouched_fields(self):
        master = self.series(location="Old room")
        second = self.instances(master)[1]
        self.patch(second["id"], {"summary": "Special"})
        self.patch(master["id"], {"summary": "Talks", "location": "New room"})
        changed = self.world.event(self.anna, second["id"])
        self.assertEqual(
            (changed["summary"], changed["location"]), ("Special", "New room")
        )

    def test_new_times_drop_exceptions_that_lost_their_day(self):
        master = self.series()
        second = self.instances(master)[1]
        self.patch(second["id"], {"summary": "Special"})
        later = timed(DAY, 10)
        self.patch(master["id"], {"start": later["start"], "end": later["end"]})
        self.assertEqual(
            self.world.event(self.anna, second["id"])["status"], "cancelled"
        )
        self.assertEqual([i["summary"] for i in self.instances(master)], ["Talk"] * 3)

    def test_instance_may_not_become_a_series(self):
        second = self.instances(self.series())[1]
        body = {"recurrence": ["RRULE:FREQ=DAILY"]}
        wrong = self.events.patch(calendarId="primary", eventId=second["id"], body=body)
        self.refused(400, "invalid", wrong)

    def test_stricter_privacy_spreads_and_laxer_does_not(self):
        master = self.series()
        first, second, _third = self.instances(master)
        self.patch(first["id"], {"visibility": "private"})
        self.assertEqual(
            self.world.event(self.anna, master["id"])["visibility"], "private"
        )
        after = self.patch(second["id"], {"visibility": "public"})
        self.assertEqual(after["visibility"], "private")


class TestSharedSeries(SeriesCase):
    def setUp(self):
        super().setUp()
        self.master = self.series(attendees=[{"email": self.bob}])

    def test_guest_sees_series_and_exceptions(self):
        second = self.instances(self.master)[1]
        self.patch(second["id"], {"summary": "Special"})
        his = [i["summary"] for i in self.instances(self.master, self.bob)]
        self.assertEqual(his, ["Talk", "Special", "Talk"])
        self.delete(second["id"])
        self.assertEqual(len(self.instances(self.master, self.bob)), 2)

    def test_guest_answers_one_instance(self):
        second = self.instances(self.master, self.bob)[1]
        guests = second["attendees"]
        guests[0]["responseStatus"] = "declined"
        self.service(self.bob).events().patch(
            calendarId="primary", eventId=second["id"], body={"attendees": guests}
        ).execute()
        seen = [
            i["attendees"][0]["responseStatus"] for i in self.instances(self.master)
        ]
        self.assertEqual(seen, ["needsAction", "declined", "needsAction"])

    def test_guest_drops_one_instance(self):
        second = self.instances(self.master, self.bob)[1]
        self.service(self.bob).events().delete(
            calendarId="primary", eventId=second["id"]
        ).execute()
        self.assertEqual(len(self.instances(self.master, self.bob)), 2)
        hers = self.instances(self.master)
        self.assertEqual(hers[1]["attendees"][0]["responseStatus"], "declined")
        self.assertEqual(hers[0]["attendees"][0]["responseStatus"], "needsAction")

    def test_guest_of_one_instance_only(self):
        self.world.add_account("cleo@example.com")
        second = self.instances(self.master)[1]
        guests = [*second["attendees"], {"email": "cleo@example.com"}]
        self.patch(second["id"], {"attendees": guests})
        (hers,) = self.world.events("cleo@example.com")
        self.assertEqual(hers["recurringEventId"], self.master["id"])
        self.assertEqual(hers["originalStartTime"]["dateTime"], "2026-03-30T07:00:00Z")

    def test_cancelled_series_is_gone_for_both(self):
        second = self.instances(self.master)[1]
        self.patch(second["id"], {"summary": "Special"})
        self.delete(self.master["id"])
        self.assertEqual(self.world.events(self.anna), [])
        self.assertEqual(self.world.events(self.bob), [])

    def test_guests_own_exception_follows_the_series(self):
        second = self.instances(self.master, self.bob)[1]
        self.service(self.bob).events().patch(
            calendarId="primary", eventId=second["id"], body={"colorId": "7"}
        ).execute()
        self.assertIsNone(self.world.event(self.anna, second["id"]))
        self.patch(self.master["id"], {"summary": "New"})
        his = self.world.event(self.bob, second["id"])
        self.assertEqual((his["summary"], his["colorId"]), ("New", "7"))
        self.delete(self.master["id"])
        self.assertEqual(self.world.events(self.bob), [])

    def test_uninvited_guest_cannot_come_back_alone(self):
        self.patch(self.master["id"], {"attendees": []})
        events = self.service(self.bob).events()
        for body in (
            {"status": "confirmed"},
            {"attendees": [{"email": self.bob, "responseStatus": "accepted"}]},
        ):
            wrong = events.patch(
                calendarId="primary", eventId=self.master["id"], body=body
            )
            self.refused(403, "forbiddenForNonOrganizer", wrong)

    def test_guest_restores_what_they_threw_away(self):
        second = self.instances(self.master)[1]
        events = self.service(self.bob).events()
        events.delete(calendarId="primary", eventId=self.master["id"]).execute()
        self.patch(second["id"], {"summary": "Special"})
        self.assertEqual(self.world.events(self.bob), [])
        events.patch(
            calendarId="primary",
            eventId=self.master["id"],
            body={"status": "confirmed"},
        ).execute()
        titles = [i["summary"] for i in self.instances(self.master, self.bob)]
        self.assertEqual(titles, ["Talk", "Special", "Talk"])

    def test_trusted_guest_changes_the_whole_series(self):
        self.patch(self.master["id"], {"guestsCanModify": True})
        second = self.instances(self.master)[1]
        self.patch(second["id"], {"location": "Attic"})
        self.service(self.bob).events().patch(
            calendarId="primary", eventId=self.master["id"], body={"summary": "Ours"}
        ).execute()
        for email in (self.anna, self.bob):
            seen = [(i["summary"], i.get("location")) for i in self.world.events(email)]
            self.assertEqual(seen, [("Ours", None), ("Ours", "Attic")])
