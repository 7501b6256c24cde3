# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What may be written to masters and instances, and what listings say of it."""

from ..fakes.testing import all_day, timed
from .test_fake_series import DAY, SeriesCase

WEEKLY = ["RRULE:FREQ=WEEKLY;COUNT=3"]


class TestMaster(SeriesCase):
    def test_rule_and_times_together(self):
        master = self.series()
        body = timed("2026-03-24", 14, recurrence=["RRULE:FREQ=DAILY;COUNT=2"])
        changed = self.patch(master["id"], body)
        self.assertEqual(changed["id"], master["id"])
        self.assertEqual(changed["sequence"], master["sequence"] + 1)
        starts = [i["start"]["dateTime"] for i in self.instances(master)]
        self.assertEqual(
            starts, ["2026-03-24T14:00:00+01:00", "2026-03-25T14:00:00+01:00"]
        )

    def test_single_to_series_and_back(self):
        for nothing in ([], None):
            with self.subTest(nothing=nothing):
                event = self.world.put_event(self.anna, timed(DAY, 9))
                series = self.patch(event["id"], {"recurrence": WEEKLY})
                self.assertEqual(series["id"], event["id"])
                second = self.instances(series)[1]
                self.patch(second["id"], {"summary": "Special"})
                single = self.patch(event["id"], {"recurrence": nothing})
                self.assertEqual(single["id"], event["id"])
                self.assertNotIn("recurrence", single)
                known = self.world.event(self.anna, second["id"])
                self.assertEqual(known["status"], "cancelled")
                wrong = self.events.instances(calendarId="primary", eventId=event["id"])
                self.refused(400, "invalid", wrong)

    def test_timed_series_needs_a_zone(self):
        offsets = {
            "start": {"dateTime": f"{DAY}T09:00:00+01:00"},
            "end": {"dateTime": f"{DAY}T10:00:00+01:00"},
        }
        wrong = self.events.insert(
            calendarId="primary", body={**offsets, "recurrence": WEEKLY}
        )
        message = self.refused(400, "invalid", wrong)
        self.assertEqual(message, "Missing time zone definition for start time.")
        event = self.world.put_event(self.anna, offsets)
        series = self.patch(event["id"], {"recurrence": WEEKLY})
        self.assertEqual(series["start"]["timeZone"], "Europe/Berlin")
        bare = {"start": {**offsets["start"], "timeZone": None}}
        wrong = self.events.patch(calendarId="primary", eventId=event["id"], body=bare)
        self.refused(400, "invalid", wrong)

    def test_lines_that_are_refused(self):
        timed_only = (
            "RRULE:FREQ=DAILY;UNTIL=20260330",
            "RRULE:FREQ=DAILY;UNTIL=20260330T090000",
        )
        for line in (
            "DTSTART:20260323T090000Z",
            "DTEND:20260323T100000Z",
            "FREQ=DAILY",
            "DATE;TZID=Europe/Warsaw:20260330T090000",
            "RRULE:FREQ=DAILY;COUNT=3;UNTIL=20260330T070000Z",
            "RRULE:FREQ=DAILY;COUNT=0",
            "RRULE:FREQ=DAILY;COUNT=-1",
            "RRULE:FREQ=DAILY;INTERVAL=0",
            "RRULE:FREQ=SOMETIMES",
            "RRULE:FREQ=DAILY;SKIP=ELSEWHERE",
            "EXDATE:yesterday",
            *timed_only,
        ):
            with self.subTest(line):
                body = timed(DAY, 9, recurrence=[line])
                wrong = self.events.insert(calendarId="primary", body=body)
                self.refused(400, "invalid", wrong)
        body = all_day(DAY, "2026-03-24", recurrence=["RRULE:FREQ=DAILY"])
        master = self.world.put_event(self.anna, body)
        utc = {"recurrence": ["RRULE:FREQ=DAILY;UNTIL=20260330T070000Z"]}
        wrong = self.events.patch(calendarId="primary", eventId=master["id"], body=utc)
        self.refused(400, "invalid", wrong)

    def test_odd_lines_of_a_seed_do_not_make_it_unwritable(self):
        lines = ["DATE;TZID=Europe/Warsaw:20260330T090000", *WEEKLY]
        start = {"dateTime": f"{DAY}T09:00:00+01:00", "timeZone": "Europe/Berlin"}
        end = {"dateTime": f"{DAY}T10:00:00+01:00", "timeZone": "Europe/Berlin"}
        seed = {"id": "odd00", "start": start, "end": end, "recurrence": lines}
        self.world.seed_raw(self.anna, {**seed, "iCalUID": "odd@google.com"})
        later = {"end": {**end, "dateTime": f"{DAY}T11:00:00+01:00"}}
        self.assertEqual(self.patch("odd00", later)["recurrence"], lines)
        self.assertEqual(len(self.instances(seed)), 3)

    def test_until_must_follow_when_the_kind_changes(self):
        master = self.series("RRULE:FREQ=DAILY;UNTIL=20260330T070000Z")
        body = {
            "start": {"date": DAY, "dateTime": None, "timeZone": None},
            "end": {"date": "2026-03-24", "dateTime": None, "timeZone": None},
        }
        wrong = self.events.patch(calendarId="primary", eventId=master["id"], body=body)
        self.refused(400, "invalid", wrong)
        body["recurrence"] = ["RRULE:FREQ=DAILY;UNTIL=20260330"]
        self.patch(master["id"], body)
        self.assertEqual(len(self.instances(master)), 8)

    def test_a_day_that_comes_back_is_a_fresh_one(self):
        master = self.series()
        first, second, _third = self.instances(master)
        self.patch(first["id"], {"summary": "Special"})
        self.delete(second["id"])
        ten, nine = timed(DAY, 10), timed(DAY, 9)
        self.patch(master["id"], {"start": ten["start"], "end": ten["end"]})
        listed = self.events.list(calendarId="primary").execute()["items"]
        self.assertEqual([e["id"] for e in listed], [master["id"]])
        self.patch(master["id"], {"start": nine["start"], "end": nine["end"]})
        found = self.instances(master)
        self.assertEqual([i["summary"] for i in found], ["Talk"] * 3)
        got = self.events.get(calendarId="primary", eventId=first["id"]).execute()
        self.assertEqual((got["summary"], got["status"]), ("Talk", "confirmed"))
        self.assertEqual(self.patch(first["id"], {"summary": "X"})["summary"], "X")

    def test_what_was_lost_survives_a_dump(self):
        master = self.series()
        first = self.instances(master)[0]
        self.patch(first["id"], {"summary": "Special"})
        ten = timed(DAY, 10)
        self.patch(master["id"], {"start": ten["start"], "end": ten["end"]})
        again = type(self.fake)().world
        again.load(self.world.dump())
        self.assertTrue(again.calendars[self.anna].events[first["id"]].lost)


class TestInstance(SeriesCase):
    def test_no_rule_of_its_own(self):
        second = self.instances(self.series())[1]
        wrong = self.events.patch(
            calendarId="primary", eventId=second["id"], body={"recurrence": WEEKLY}
        )
        self.refused(400, "invalid", wrong)
        self.patch(second["id"], {"recurrence": [], "summary": "Fine"})

    def test_it_stays_the_day_of_its_series(self):
        second = self.instances(self.series())[1]
        other = timed("2026-04-01", 9)["start"]
        for body in (
            {"recurringEventId": "abcde"},
            {"originalStartTime": other},
            {"originalStartTime": {"date": "2026-03-30"}},
        ):
            with self.subTest(body):
                wrong = self.events.patch(
                    calendarId="primary", eventId=second["id"], body=body
                )
                self.refused(400, "invalid", wrong)
        utc = {"dateTime": "2026-03-30T07:00:00Z"}
        self.patch(second["id"], {"originalStartTime": utc, "summary": "Same day"})

    def test_it_cannot_be_inserted(self):
        master = self.series()
        body = timed("2026-03-31", 9)
        for more in (
            {"recurringEventId": master["id"]},
            {"originalStartTime": body["start"]},
        ):
            wrong = self.events.insert(calendarId="primary", body={**body, **more})
            self.refused(400, "invalid", wrong)

    def test_deleted_and_restored(self):
        master = self.series()
        second = self.instances(master)[1]
        token = self.token_now()
        self.delete(second["id"])
        (stone,) = self.changes(token)
        self.assertEqual(
            set(stone),
            {"kind", "etag", "id", "status"}
            | {"recurringEventId", "originalStartTime"},
        )
        self.refused(
            410,
            "deleted",
            self.events.delete(calendarId="primary", eventId=second["id"]),
        )
        token = self.token_now()
        restored = self.patch(second["id"], {"status": "confirmed"})
        self.assertEqual(restored["start"], second["start"])
        (item,) = self.changes(token)
        self.assertEqual((item["id"], item["status"]), (second["id"], "confirmed"))
        self.assertEqual(len(self.instances(master)), 3)

    def test_cancelled_by_status(self):
        master = self.series()
        first = self.instances(master)[0]
        self.patch(first["id"], {"status": "cancelled"})
        self.assertEqual(len(self.instances(master)), 2)

    def token_now(self):
        return self.events.list(calendarId="primary").execute()["nextSyncToken"]

    def changes(self, token):
        return self.events.list(calendarId="primary", syncToken=token).execute()[
            "items"
        ]


class TestInstancesListing(SeriesCase):
    def test_not_of_what_is_no_series(self):
        second = self.instances(self.series())[1]
        single = self.world.put_event(self.anna, timed(DAY, 12))
        for event_id, status, reason in (
            ("abcdefghij", 404, "notFound"),
            (single["id"], 400, "invalid"),
            (second["id"], 400, "invalid"),
        ):
            wrong = self.events.instances(calendarId="primary", eventId=event_id)
            self.refused(status, reason, wrong)

    def test_original_start_finds_a_moved_day(self):
        master = self.series()
        second = self.instances(master)[1]
        there = timed("2026-05-05", 15)
        self.patch(second["id"], {"start": there["start"], "end": there["end"]})
        original = second["originalStartTime"]["dateTime"]
        (found,) = self.instances(master, originalStart=original)
        self.assertEqual(found["start"]["dateTime"], "2026-05-05T15:00:00+02:00")
        window = {"timeMin": "2026-05-01T00:00:00Z"}
        self.assertEqual(
            [i["id"] for i in self.instances(master, **window)], [second["id"]]
        )
        window = {"timeMax": "2026-04-01T00:00:00Z"}
        self.assertEqual(len(self.instances(master, **window)), 1)

    def test_deleted_ones_on_demand_and_in_pages(self):
        master = self.series("RRULE:FREQ=DAILY;COUNT=10")
        days = self.instances(master)
        self.delete(days[3]["id"])
        self.assertEqual(len(self.instances(master)), 9)
        seen, page = [], None
        while True:
            answer = self.events.instances(
                calendarId="primary",
                eventId=master["id"],
                maxResults=4,
                showDeleted=True,
                pageToken=page,
            ).execute()
            seen += answer["items"]
            page = answer.get("nextPageToken")
            if not page:
                break
        self.assertEqual([i["id"] for i in seen], [d["id"] for d in days])
        states = [i["status"] for i in seen]
        self.assertEqual((states[3], states.count("cancelled")), ("cancelled", 1))

    def test_a_deleted_series_has_none(self):
        master = self.series()
        self.delete(master["id"])
        self.assertEqual(self.instances(master), [])

    def test_far_days_of_an_endless_series(self):
        master = self.series("RRULE:FREQ=WEEKLY")
        far = f"{master['id']}_20400102T080000Z"
        got = self.events.get(calendarId="primary", eventId=far).execute()
        self.assertEqual(got["start"]["dateTime"], "2040-01-02T09:00:00+01:00")
        self.patch(far, {"summary": "Far"})
        self.patch(
            master["id"], {"location": "Inn", "recurrence": ["RRULE:FREQ=DAILY"]}
        )
        got = self.world.event(self.anna, far)
        self.assertEqual((got["summary"], got["location"]), ("Far", "Inn"))
