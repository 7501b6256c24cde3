# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules, their occurrences, and what of them Odoo's recurrence can hold."""

import unittest
from datetime import date, datetime

from hypothesis import given, settings, strategies as st

from ...mapping import recurrence
from ...mapping.model import Unreadable

BERLIN = "Europe/Berlin"
START = "2026-03-02T08:00:00Z"  # a Monday, 9 o'clock in Berlin
DAYS = dict.fromkeys(recurrence.WEEKDAYS, False)


def rule(*lines, zone=BERLIN):
    return {"lines": list(lines), "zone": zone}


class TestKeys(unittest.TestCase):
    def test_the_wall_clock_there_and_back(self):
        self.assertEqual(recurrence.wall(START, BERLIN).hour, 9)
        for key in (START, "2026-07-02T08:00:00Z"):
            self.assertEqual(
                recurrence.key_of(recurrence.wall(key, BERLIN), BERLIN), key
            )
        day = recurrence.wall("2026-03-02")
        self.assertEqual(recurrence.key_of(day, all_day=True), "2026-03-02")

    def test_an_occurrence_keeps_its_hours_over_a_change_of_clocks(self):
        when = {"start": START, "end": "2026-03-02T09:30:00Z", "all_day": False}
        self.assertEqual(
            recurrence.occurrence_when(when, BERLIN, "2026-03-30T07:00:00Z"),
            {
                "start": "2026-03-30T07:00:00Z",
                "end": "2026-03-30T08:30:00Z",
                "all_day": False,
            },
        )

    def test_a_series_moves_on_the_wall_clock(self):
        when = {"start": START, "end": "2026-03-02T09:00:00Z", "all_day": False}
        moved = recurrence.shift(
            when, BERLIN, "2026-03-30T07:00:00Z", "2026-03-31T08:00:00Z"
        )
        self.assertEqual(moved["start"], "2026-03-03T09:00:00Z")
        self.assertEqual(moved["end"], "2026-03-03T10:00:00Z")


class TestExpand(unittest.TestCase):
    def test_summer_time(self):
        keys = recurrence.expand(rule("RRULE:FREQ=WEEKLY;COUNT=5"), START)
        self.assertEqual(keys[3:], ["2026-03-23T08:00:00Z", "2026-03-30T07:00:00Z"])

    def test_southern_summer_time(self):
        sydney = rule("RRULE:FREQ=WEEKLY;COUNT=2", zone="Australia/Sydney")
        keys = recurrence.expand(sydney, "2026-03-30T22:00:00Z")  # 9:00 on the 31st
        self.assertEqual(keys, ["2026-03-30T22:00:00Z", "2026-04-06T23:00:00Z"])

    def test_after_2037_the_clocks_stand_still_as_in_odoo(self):
        for zone, offset in (("Europe/Berlin", 1), ("Australia/Sydney", 11)):
            start = recurrence.key_of(datetime(2037, 1, 4, 18), zone)
            rule = {"lines": ["RRULE:FREQ=MONTHLY"], "zone": zone}
            keys = recurrence.expand(rule, start, since="2038-01-01", limit=12)
            self.assertEqual({key[11:13] for key in keys}, {f"{18 - offset:02d}"})
            walls = {recurrence.wall(key, zone).hour for key in keys}
            self.assertEqual(walls, {18})

    def test_an_hour_that_the_clocks_skip_or_repeat(self):
        daily = rule("RRULE:FREQ=DAILY;COUNT=2")
        skipped = recurrence.expand(daily, "2026-03-28T01:30:00Z")
        self.assertEqual(skipped[1], "2026-03-29T01:30:00Z")
        twice = recurrence.expand(daily, "2026-10-24T00:30:00Z")
        self.assertEqual(twice[1], "2026-10-25T00:30:00Z")

    def test_window(self):
        weekly = rule("RRULE:FREQ=WEEKLY")
        keys = recurrence.expand(weekly, START, "2026-03-09", "2026-03-23")
        self.assertEqual(keys, ["2026-03-09T08:00:00Z", "2026-03-16T08:00:00Z"])
        self.assertEqual(len(recurrence.expand(weekly, START)), recurrence.MOST)
        self.assertEqual(len(recurrence.expand(weekly, START, limit=3)), 3)

    def test_excluded_and_added_days(self):
        keys = recurrence.expand(
            rule(
                "EXDATE;TZID=Europe/Berlin:20260303T090000",
                "RRULE:FREQ=DAILY;COUNT=3",
                "RDATE;TZID=America/New_York:20260310T040000",
            ),
            START,
        )
        self.assertEqual(
            keys,
            [START, "2026-03-04T08:00:00Z", "2026-03-10T08:00:00Z"],
        )

    def test_whole_days(self):
        days = rule("RRULE:FREQ=DAILY;UNTIL=20260304", zone="")
        self.assertEqual(
            recurrence.expand(days, "2026-03-02"),
            ["2026-03-02", "2026-03-03", "2026-03-04"],
        )

    def test_what_nobody_can_count_says_so(self):
        for line in (
            "RRULE:FREQ=SOMETIMES",
            "RRULE:FREQ=DAILY;INTERVAL=0",
            "RRULE:FREQ=DAILY;UNTIL=soon",
            "EXDATE:yesterday",
            "nonsense",
        ):
            with self.subTest(line), self.assertRaises(Unreadable):
                recurrence.expand(rule(line), START)

    def test_the_end_of_the_calendar(self):
        keys = recurrence.expand(rule("RRULE:FREQ=YEARLY"), "9990-03-02")
        self.assertEqual(len(keys), 10)


class TestFields(unittest.TestCase):
    """What Odoo can say, it says; what it cannot is not guessed."""

    def assert_fields(self, line, expected, start=START, since=""):
        found = recurrence.read_fields(rule(line), start, since)
        self.assertIsNotNone(found, line)
        chosen = {k: v for k, v in found.items() if k not in DAYS or v}
        chosen.pop("event_tz")
        self.assertEqual(chosen, expected, line)

    def test_daily(self):
        self.assert_fields(
            "RRULE:FREQ=DAILY",
            {"rrule_type": "daily", "interval": 1, "end_type": "forever"},
        )
        self.assert_fields(
            "RRULE:COUNT=10;INTERVAL=3;FREQ=DAILY",
            {"rrule_type": "daily", "interval": 3, "end_type": "count", "count": 10},
        )

    def test_every_workday(self):
        days = dict.fromkeys(recurrence.WEEKDAYS[:5], True)
        for line in (
            "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            "RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
        ):
            self.assert_fields(
                line,
                {"rrule_type": "weekly", "interval": 1, "end_type": "forever", **days},
            )

    def test_weekly(self):
        self.assert_fields(
            "RRULE:FREQ=WEEKLY;WKST=SU;UNTIL=20260317T225959Z",
            {
                "rrule_type": "weekly",
                "interval": 1,
                "mon": True,
                "end_type": "end_date",
                "until": date(2026, 3, 16),
            },
        )
        self.assert_fields(
            "RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU",
            {
                "rrule_type": "weekly",
                "interval": 2,
                "wkst": "SU",
                "sun": True,
                "tue": True,
                "end_type": "forever",
            },
        )

    def test_an_end_in_the_middle_of_a_day(self):
        # One second before the occurrence of the 9th, as a split leaves it.
        self.assert_fields(
            "RRULE:FREQ=DAILY;UNTIL=20260309T075959Z",
            {
                "rrule_type": "daily",
                "interval": 1,
                "end_type": "end_date",
                "until": date(2026, 3, 8),
            },
        )

    def test_monthly(self):
        common = {"rrule_type": "monthly", "interval": 1, "end_type": "forever"}
        self.assert_fields(
            "RRULE:FREQ=MONTHLY", {**common, "month_by": "date", "day": 2}
        )
        third_friday = {**common, "month_by": "day", "byday": "3", "weekday": "FRI"}
        self.assert_fields(
            "RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=3FR",
            {**third_friday, "interval": 2},
            start="2026-03-20T08:00:00Z",
        )
        self.assert_fields(
            "RRULE:FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1",
            {**third_friday, "byday": "-1"},
            start="2026-03-27T08:00:00Z",
        )

    def test_yearly(self):
        self.assert_fields(
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=2",
            {"rrule_type": "yearly", "interval": 1, "end_type": "forever"},
        )

    def test_shown_from_a_later_day_on(self):
        self.assert_fields(
            "RRULE:FREQ=WEEKLY;COUNT=6",
            {
                "rrule_type": "weekly",
                "interval": 1,
                "mon": True,
                "end_type": "end_date",
                "until": date(2026, 4, 6),
            },
            since="2026-03-15",
        )

    def test_excluded_days_are_missing_occurrences(self):
        self.assertIsNotNone(
            recurrence.read_fields(
                rule("EXDATE:20260303T080000Z", "RRULE:FREQ=DAILY;COUNT=3"), START
            )
        )

    def test_a_calendar_system_that_is_the_usual_one(self):
        self.assert_fields(
            "RRULE:RSCALE=GREGORIAN;FREQ=DAILY;SKIP=OMIT;X-RELATIVE=1",
            {"rrule_type": "daily", "interval": 1, "end_type": "forever"},
        )

    def test_what_odoo_cannot_say(self):
        for lines in (
            ["RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"],
            ["RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"],
            ["RRULE:FREQ=MONTHLY;BYMONTHDAY=-1"],
            ["RRULE:FREQ=MONTHLY;BYMONTHDAY=2,15"],
            ["RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"],
            ["RRULE:FREQ=MONTHLY;BYDAY=5MO"],
            ["RRULE:FREQ=DAILY;INTERVAL=2;BYDAY=MO"],
            ["RRULE:FREQ=DAILY;BYMONTH=3"],
            ["RRULE:FREQ=HOURLY"],
            ["RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"],
            ["RRULE:RSCALE=HEBREW;FREQ=YEARLY"],
            ["RRULE:FREQ=WEEKLY", "RRULE:FREQ=MONTHLY"],
            ["RRULE:FREQ=WEEKLY", "RDATE:20260310T080000Z"],
            ["RDATE;TZID=Asia/Ho_Chi_Minh:20260310T080000,20260311T080000"],
            ["DATE;TZID=Europe/Warsaw:20260310T080000"],
            ["RRULE:FREQ=YEARLY;UNTIL=20200101"],
        ):
            with self.subTest(lines):
                self.assertIsNone(recurrence.read_fields(rule(*lines), START))


class TestWrite(unittest.TestCase):
    def test_an_end_is_written_as_google_wants_it(self):
        values = {
            "rrule_type": "daily",
            "interval": 1,
            "end_type": "end_date",
            "until": date(2026, 7, 1),
            "event_tz": BERLIN,
        }
        self.assertEqual(
            recurrence.write_line(values, all_day=False),
            "RRULE:FREQ=DAILY;UNTIL=20260701T215959Z",
        )
        self.assertEqual(
            recurrence.write_line(values, all_day=True),
            "RRULE:FREQ=DAILY;UNTIL=20260701",
        )

    def test_the_longest_series_of_odoo_is_endless(self):
        values = {"rrule_type": "yearly", "end_type": "count", "count": 720}
        self.assertEqual(recurrence.write_line(values, False), "RRULE:FREQ=YEARLY")
        self.assertFalse(recurrence.ends(["RRULE:FREQ=YEARLY", "EXDATE:20260101"]))
        self.assertTrue(
            recurrence.ends(["EXDATE:20260101", "RRULE:FREQ=DAILY;COUNT=2"])
        )

    def test_excluded_days_stay_when_the_rule_changes(self):
        self.assertEqual(
            recurrence.with_rule("RRULE:A", ["EXDATE:1", "RRULE:B", "RDATE:2"]),
            ["RRULE:A", "EXDATE:1", "RDATE:2"],
        )


days = st.sets(st.sampled_from(recurrence.WEEKDAYS), min_size=1)
ends = st.one_of(
    st.just({"end_type": "forever"}),
    st.integers(1, 60).map(lambda n: {"end_type": "count", "count": n}),
    st.dates(date(2026, 3, 10), date(2028, 1, 1)).map(
        lambda day: {"end_type": "end_date", "until": day}
    ),
)
rhythms = st.one_of(
    st.just({"rrule_type": "daily"}),
    st.just({"rrule_type": "yearly"}),
    days.map(
        lambda some: {
            "rrule_type": "weekly",
            **{day: day in some for day in recurrence.WEEKDAYS},
        }
    ),
    st.integers(1, 31).map(
        lambda day: {"rrule_type": "monthly", "month_by": "date", "day": day}
    ),
    st.tuples(
        st.sampled_from(["1", "2", "3", "4", "-1"]),
        st.sampled_from(recurrence.WEEKDAYS),
    ).map(
        lambda pair: {
            "rrule_type": "monthly",
            "month_by": "day",
            "byday": pair[0],
            "weekday": pair[1].upper(),
        }
    ),
)


class TestLaws(unittest.TestCase):
    @settings(max_examples=150, deadline=None)
    @given(rhythms, ends, st.integers(1, 4), st.sampled_from([BERLIN, ""]))
    def test_what_odoo_says_is_read_back_as_the_same(self, rhythm, end, every, zone):
        start = START if zone else "2026-03-02"
        values = {**rhythm, **end, "interval": every, "event_tz": zone}
        line = recurrence.write_line(values, not zone)
        made = recurrence.expand(rule(line, zone=zone), start)
        if not made:
            return
        back = recurrence.read_fields(rule(line, zone=zone), made[0])
        self.assertIsNotNone(back, line)
        again = recurrence.write_line(back, not zone)
        self.assertEqual(
            recurrence.expand(rule(again, zone=zone), made[0]), made, (line, again)
        )
