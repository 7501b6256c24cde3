# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Series in the fake as persons handle them: this and following, zones, imports."""

import unittest

from ..fakes import splits
from ..fakes.errors import ApiError
from ..fakes.testing import all_day, timed
from .test_fake_series import DAY, SeriesCase

BERLIN = "Europe/Berlin"


class SplitCase(SeriesCase):
    def setUp(self):
        super().setUp()
        self.world.add_account("cleo@example.com")
        properties = {"private": {"mine": "1"}, "shared": {"ours": "2"}}
        self.master = self.series(
            "RRULE:FREQ=WEEKLY;COUNT=4",
            attendees=[{"email": self.anna}, {"email": self.bob}],
            extendedProperties=properties,
        )
        self.days = self.instances(self.master)
        self.world.clear_mails()

    def split(self, number, body, **more):
        start = self.days[number]["originalStartTime"]
        return self.world.split_series(
            self.anna, self.master["id"], start, body, **more
        )

    def titles(self, master, email=None):
        return [i["summary"] for i in self.instances(master, email)]

    def mails(self):
        return [(mail["to"], mail["kind"]) for mail in self.world.mails]


class TestThisAndFollowing(SplitCase):
    def test_one_series_becomes_two(self):
        new = self.split(2, {"summary": "New"})
        old = self.world.event(self.anna, self.master["id"])
        self.assertEqual(
            old["recurrence"], ["RRULE:FREQ=WEEKLY;UNTIL=20260405T215959Z"]
        )
        self.assertEqual(new["recurrence"], ["RRULE:FREQ=WEEKLY;COUNT=2"])
        part = "_R20260406T070000"
        self.assertEqual(new["id"], self.master["id"] + part)
        self.assertEqual(new["iCalUID"], f"{self.master['id']}{part}@google.com")
        self.assertEqual(new["extendedProperties"], old["extendedProperties"])
        self.assertEqual(new["start"], self.days[2]["start"])
        self.assertEqual(self.titles(old), ["Talk", "Talk"])
        self.assertEqual(self.titles(new), ["New", "New"])

    def test_instances_keep_their_ids(self):
        new = self.split(2, {"summary": "New"})
        found = self.instances(new)
        self.assertEqual([i["id"] for i in found], [d["id"] for d in self.days[2:]])
        self.assertEqual({i["recurringEventId"] for i in found}, {new["id"]})
        got = self.events.get(calendarId="primary", eventId=found[1]["id"]).execute()
        self.assertEqual(got["recurringEventId"], new["id"])
        changed = self.patch(found[1]["id"], {"location": "Inn"})
        self.assertEqual(changed["iCalUID"], new["iCalUID"])
        longer = self.events.get(
            calendarId="primary", eventId=f"{new['id']}_20260413T070000Z"
        )
        self.refused(404, "notFound", longer)

    def test_guests_have_both_with_their_answers_and_one_mail(self):
        self.patch_answer(self.bob, self.master["id"], "accepted")
        self.world.clear_mails()
        new = self.split(2, {"summary": "New"})
        self.assertEqual(self.mails(), [(self.bob, "update")])
        self.assertEqual(self.titles(self.master, self.bob), ["Talk", "Talk"])
        self.assertEqual(self.titles(new, self.bob), ["New", "New"])
        answers = {g["email"]: g["responseStatus"] for g in new["attendees"]}
        self.assertEqual(answers[self.bob], "accepted")

    def patch_answer(self, email, event_id, status):
        people = self.world.event(email, event_id)["attendees"]
        for guest in people:
            if guest.get("self"):
                guest["responseStatus"] = status
        self.world.patch_event(email, event_id, {"attendees": people})

    def test_other_times_ask_again(self):
        self.patch_answer(self.bob, self.master["id"], "accepted")
        later = timed("2026-04-06", 15)
        new = self.split(2, {"start": later["start"], "end": later["end"]})
        answers = {g["email"]: g["responseStatus"] for g in new["attendees"]}
        self.assertEqual(answers[self.bob], "needsAction")
        starts = [i["start"]["dateTime"] for i in self.instances(new)]
        self.assertEqual(
            starts, ["2026-04-06T15:00:00+02:00", "2026-04-13T15:00:00+02:00"]
        )

    def test_days_changed_separately_move_along(self):
        self.patch(self.days[3]["id"], {"location": "Inn"})
        self.delete(self.days[2]["id"])
        token = self.events.list(calendarId="primary").execute()["nextSyncToken"]
        new = self.split(1, {"summary": "New"})
        for email in (self.anna, self.bob):
            found = self.instances(new, email)
            self.assertEqual(
                [(i["summary"], i.get("location")) for i in found],
                [("New", None), ("New", "Inn")],
            )
            self.assertEqual(found[1]["id"], self.days[3]["id"])
        changed = self.events.list(calendarId="primary", syncToken=token).execute()
        masters = {i["id"]: i.get("recurringEventId") for i in changed["items"]}
        self.assertEqual(
            masters,
            {
                self.master["id"]: None,
                new["id"]: None,
                self.days[2]["id"]: new["id"],
                self.days[3]["id"]: new["id"],
            },
        )

    def test_a_guest_of_one_later_day(self):
        guests = [*self.days[3]["attendees"], {"email": "cleo@example.com"}]
        self.patch(self.days[3]["id"], {"attendees": guests})
        new = self.split(2, {"summary": "New"})
        (hers,) = self.world.events("cleo@example.com")
        self.assertEqual(hers["recurringEventId"], new["id"])
        self.assertEqual((hers["id"], hers["summary"]), (self.days[3]["id"], "New"))

    def test_split_again(self):
        first = self.split(1, {"summary": "B"})
        start = self.days[3]["originalStartTime"]
        second = self.world.split_series(self.anna, first["id"], start, {})
        self.assertEqual(second["id"], self.master["id"] + "_R20260413T070000")
        self.assertEqual(len(self.instances(first)), 2)
        self.assertEqual(second["recurrence"], ["RRULE:FREQ=WEEKLY;COUNT=1"])

    def test_from_the_first_on_is_the_whole(self):
        same = self.split(0, {"summary": "New"})
        self.assertEqual(same["id"], self.master["id"])
        self.assertEqual(self.titles(same), ["New"] * 4)

    def test_delete_this_and_following(self):
        self.split(2, None)
        self.assertEqual(len(self.instances(self.master)), 2)
        self.assertEqual(len(self.instances(self.master, self.bob)), 2)
        self.assertEqual(self.mails(), [(self.bob, "update")])
        self.split(0, None)
        self.assertEqual(self.world.events(self.bob), [])

    def test_no_such_day(self):
        wrong = {"dateTime": "2026-03-31T09:00:00+02:00", "timeZone": BERLIN}
        with self.assertRaises(ApiError):
            self.world.split_series(self.anna, self.master["id"], wrong, {})

    def test_all_day(self):
        body = all_day(DAY, "2026-03-24", recurrence=["RRULE:FREQ=DAILY"])
        master = self.world.put_event(self.anna, body)
        new = self.world.split_series(
            self.anna, master["id"], {"date": "2026-03-26"}, {"summary": "New"}
        )
        self.assertEqual(new["id"], master["id"] + "_R20260326")
        old = self.world.event(self.anna, master["id"])
        self.assertEqual(old["recurrence"], ["RRULE:FREQ=DAILY;UNTIL=20260325"])
        self.assertEqual(new["recurrence"], ["RRULE:FREQ=DAILY"])

    def test_over_json(self):
        start = self.days[2]["originalStartTime"]
        data = {"verb": "split_series", "args": [self.anna, self.master["id"], start]}
        data["args"].append({"summary": "New"})
        status, answer = self.api("POST", "/_emulator/world", data=data)
        self.assertEqual((status, answer["result"]["summary"]), (200, "New"))


class TestCutting(unittest.TestCase):
    def cut(self, lines):
        start = {"dateTime": f"{DAY}T09:00:00", "timeZone": BERLIN}
        master = {"start": start, "recurrence": lines}
        original = {"dateTime": "2026-03-30T09:00:00+02:00", "timeZone": BERLIN}
        return splits.cut(master, original)

    def test_lines(self):
        until = "UNTIL=20260329T215959Z"
        zone = f";TZID={BERLIN}"
        for lines, head, tail in (
            (["RRULE:FREQ=DAILY"], [f"RRULE:FREQ=DAILY;{until}"], ["RRULE:FREQ=DAILY"]),
            (
                ["RRULE:FREQ=DAILY;UNTIL=20260501T065959Z;WKST=SU"],
                [f"RRULE:FREQ=DAILY;{until};WKST=SU"],
                ["RRULE:FREQ=DAILY;UNTIL=20260501T065959Z;WKST=SU"],
            ),
            (
                ["RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=WEEKLY;COUNT=3"],
                ["RRULE:FREQ=DAILY;COUNT=3", f"RRULE:FREQ=WEEKLY;{until}"],
                ["RRULE:FREQ=WEEKLY;COUNT=2"],
            ),
            (
                [f"EXDATE{zone}:20260324T090000,20260331T090000", "RRULE:FREQ=DAILY"],
                [f"EXDATE{zone}:20260324T090000", f"RRULE:FREQ=DAILY;{until}"],
                [f"EXDATE{zone}:20260331T090000", "RRULE:FREQ=DAILY"],
            ),
            (
                ["RDATE:20260323T080000Z,20260330T070000Z,20260501T070000Z"],
                ["RDATE:20260323T080000Z"],
                ["RDATE:20260330T070000Z,20260501T070000Z"],
            ),
        ):
            with self.subTest(lines):
                self.assertEqual(self.cut(lines), (head, tail))


class TestZones(SplitCase):
    def test_whole_series_to_another_zone(self):
        second = self.days[1]
        self.patch(second["id"], {"summary": "Special"})
        there = timed(DAY, 9, zone="America/New_York")
        moved = self.world.patch_event(
            self.anna, self.master["id"], {"start": there["start"], "end": there["end"]}
        )
        self.assertEqual(moved["start"]["timeZone"], "America/New_York")
        self.assertEqual(moved["recurrence"], self.master["recurrence"])
        found = self.instances(moved)
        self.assertEqual(
            [i["id"].rpartition("_")[2] for i in found],
            [
                "20260323T130000Z",
                "20260330T130000Z",
                "20260406T130000Z",
                "20260413T130000Z",
            ],
        )
        self.assertEqual([i["summary"] for i in found], ["Talk"] * 4)

    def test_same_instant_in_another_zone(self):
        there = timed(DAY, 8, zone="Europe/London")
        self.patch(self.days[0]["id"], {"summary": "Special"})
        self.patch(self.master["id"], {"start": there["start"], "end": there["end"]})
        found = self.instances(self.master)
        self.assertEqual(found[0]["summary"], "Special", "it is still that instance")
        self.assertEqual([i["id"] for i in found], [d["id"] for d in self.days])


class TestImports(SeriesCase):
    def test_series_with_dates(self):
        body = timed(
            DAY,
            9,
            iCalUID="040000008200E00074C5B7101A82E008@outlook",
            organizer={"email": "pat@elsewhere.org"},
            attendees=[{"email": self.anna}],
            recurrence=[
                "RRULE:FREQ=DAILY;COUNT=4",
                f"EXDATE;TZID={BERLIN}:20260324T090000",
                f"RDATE;TZID={BERLIN}:20260401T150000",
            ],
        )
        event = self.world.import_event(self.anna, body)
        self.assertRegex(event["id"], "^_[0-9a-v]+$")
        self.assertTrue(event["privateCopy"])
        starts = [i["start"]["dateTime"][:13] for i in self.instances(event)]
        self.assertEqual(
            starts, ["2026-03-23T09", "2026-03-25T09", "2026-03-26T09", "2026-04-01T15"]
        )
        again = self.world.import_event(self.anna, {**body, "summary": "New"})
        self.assertEqual((again["id"], again["summary"]), (event["id"], "New"))
        self.assertEqual(len(self.world.events(self.anna)), 1)
        self.assertEqual(self.world.mails, [])

    def test_one_day_of_it(self):
        body = timed(DAY, 9, iCalUID="a@outlook", recurrence=["RRULE:FREQ=DAILY"])
        master = self.world.import_event(self.anna, body)
        day = timed("2026-03-25", 15, iCalUID="a@outlook", summary="Moved")
        day["originalStartTime"] = timed("2026-03-25", 9)["start"]
        event = self.world.import_event(self.anna, day)
        self.assertEqual(event["id"], master["id"] + "_20260325T080000Z")
        self.assertEqual(event["recurringEventId"], master["id"])
        day["originalStartTime"] = timed("2026-03-22", 9)["start"]
        with self.assertRaises(ApiError):
            self.world.import_event(self.anna, day)
