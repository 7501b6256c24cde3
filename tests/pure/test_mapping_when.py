# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Dates and times: exclusive ends, zones that disagree, zones nobody knows."""

import unittest
from datetime import date, datetime, timedelta, timezone

from hypothesis import given, settings, strategies as st

from ...mapping.model import Unreadable
from ...mapping.when import (
    ends_before,
    is_over,
    parse_utc,
    read_when,
    utc_text,
    write_when,
    zone_or_none,
)

ZONES = (
    "",
    "UTC",
    "Europe/Berlin",
    "Asia/Tehran",
    "Asia/Kolkata",
    "America/Los_Angeles",
    "Pacific/Apia",
    "Australia/Lord_Howe",
)
moments = st.datetimes(
    datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(timezone.utc)
).map(lambda m: m.replace(microsecond=0))
days = st.dates(date(1, 1, 1), date(9999, 12, 1))
lengths = st.integers(min_value=0, max_value=40 * 86400)


def timed(start, **more):
    return {"dateTime": start, **more}


class TestReadTimed(unittest.TestCase):
    def read(self, start, end=None, calendar_zone="Europe/Berlin"):
        end = end or start
        return read_when(start, end, calendar_zone)

    def test_the_offset_fixes_the_instant_and_the_zone_is_the_event_s(self):
        when, zone, notes = self.read(
            timed("2026-01-05T13:00:00-03:00", timeZone="America/Los_Angeles"),
            timed("2026-01-05T14:00:00-03:00", timeZone="America/Los_Angeles"),
        )
        self.assertEqual(when["start"], "2026-01-05T16:00:00Z")
        self.assertEqual(when["end"], "2026-01-05T17:00:00Z")
        self.assertEqual((zone, notes), ("America/Los_Angeles", []))

    def test_offset_against_a_zone_called_utc(self):
        when, zone, _notes = self.read(
            timed("2026-01-05T13:00:00-03:00", timeZone="UTC")
        )
        self.assertEqual((when["start"], zone), ("2026-01-05T16:00:00Z", "UTC"))

    def test_z_with_a_zone_elsewhere(self):
        when, zone, _notes = self.read(
            timed("2026-01-05T13:00:00Z", timeZone="America/Los_Angeles")
        )
        self.assertEqual(when["start"], "2026-01-05T13:00:00Z")
        self.assertEqual(zone, "America/Los_Angeles")

    def test_no_zone_at_all(self):
        when, zone, _notes = self.read(timed("2012-06-01T09:00:00+02:00"))
        self.assertEqual((when["start"], zone), ("2012-06-01T07:00:00Z", ""))

    def test_naive_time_in_its_own_zone_then_the_calendar_s_then_utc(self):
        for start, calendar_zone, expected in (
            (
                timed("2026-07-01T09:00:00", timeZone="Asia/Tehran"),
                "Europe/Berlin",
                "05:30",
            ),
            (timed("2026-07-01T09:00:00"), "Europe/Berlin", "07:00"),
            (timed("2026-07-01T09:00:00"), "", "09:00"),
        ):
            when, _zone, _notes = self.read(start, calendar_zone=calendar_zone)
            self.assertEqual(when["start"], f"2026-07-01T{expected}:00Z")

    def test_unknown_zones_fall_back_with_a_note(self):
        for name in (
            "GMT+05:30",
            "W. Europe Standard Time",
            "Europe",
            "../../etc/passwd",
            "Mars/Olympus",
        ):
            with self.subTest(zone=name):
                when, zone, notes = self.read(
                    timed("2026-07-01T09:00:00", timeZone=name)
                )
                self.assertEqual(when["start"], "2026-07-01T07:00:00Z")
                self.assertEqual(zone, "Europe/Berlin")
                self.assertEqual(notes, [f"unknown time zone {name}"])

    def test_an_unknown_calendar_zone_leaves_none(self):
        _when, zone, _notes = self.read(
            timed("2026-07-01T09:00:00Z", timeZone="Nowhere"), calendar_zone="Nor here"
        )
        self.assertEqual(zone, "")

    def test_zero_minutes(self):
        when, _zone, notes = self.read(timed("2026-07-01T09:00:00Z"))
        self.assertEqual((when["start"], notes), (when["end"], []))

    def test_a_missing_end_is_one_hour(self):
        # endTimeUnspecified: Google then gives no end that means anything.
        when, _zone, _notes = read_when(timed("2026-07-01T09:00:00Z"), None)
        self.assertEqual(when["end"], "2026-07-01T10:00:00Z")

    def test_an_end_before_the_start_becomes_the_start(self):
        when, _zone, notes = self.read(
            timed("2026-07-01T09:00:00Z"), timed("2026-07-01T08:00:00Z")
        )
        self.assertEqual(when["end"], when["start"])
        self.assertEqual(notes, ["the end was before the start"])

    def test_different_zones_at_both_ends(self):
        # A flight: it starts in Berlin and ends in Tokyo.
        when, zone, _notes = self.read(
            timed("2026-03-01T11:00:00", timeZone="Europe/Berlin"),
            timed("2026-03-02T07:00:00", timeZone="Asia/Tokyo"),
        )
        self.assertEqual(when["start"], "2026-03-01T10:00:00Z")
        self.assertEqual(when["end"], "2026-03-01T22:00:00Z")
        self.assertEqual(zone, "Europe/Berlin")

    def test_the_hour_that_clocks_skip_and_the_one_they_repeat(self):
        skipped, _zone, _notes = self.read(
            timed("2026-03-29T02:30:00", timeZone="Europe/Berlin")
        )
        self.assertEqual(skipped["start"], "2026-03-29T01:30:00Z")
        repeated, _zone, _notes = self.read(
            timed("2026-10-25T02:30:00+01:00", timeZone="Europe/Berlin")
        )
        self.assertEqual(repeated["start"], "2026-10-25T01:30:00Z")

    def test_fractions_of_a_second_are_dropped(self):
        when, _zone, _notes = self.read(timed("2026-07-01T09:00:00.999Z"))
        self.assertEqual(when["start"], "2026-07-01T09:00:00Z")

    def test_what_cannot_be_read_says_so(self):
        for start in (
            None,
            {},
            timed("yesterday"),
            timed("2026-13-01T00:00:00Z"),
            timed(17),
            {"date": "2026-02-30"},
            {"date": "soon"},
            {"date": "9999-12-31"},
        ):
            with self.subTest(start=start), self.assertRaises(Unreadable):
                read_when(start, None)
        with self.assertRaises(Unreadable):
            read_when(timed("2026-07-01T09:00:00Z"), timed("later"))
        with self.assertRaises(Unreadable):
            read_when({"date": "2026-07-01"}, {"date": "later"})


class TestReadAllDay(unittest.TestCase):
    def read(self, start, end):
        return read_when({"date": start}, {"date": end} if end else {})[0]

    def test_the_end_is_exclusive(self):
        self.assertEqual(
            self.read("2026-12-31", "2027-01-03"),
            {"start": "2026-12-31", "end": "2027-01-03", "all_day": True},
        )

    def test_an_end_at_or_before_the_start_is_one_day(self):
        for end in ("2026-03-01", "2026-02-01", None):
            self.assertEqual(self.read("2026-03-01", end)["end"], "2026-03-02")

    def test_a_calendar_s_zone_moves_no_date(self):
        for zone in ZONES:
            when, name, _notes = read_when(
                {"date": "2026-03-01"}, {"date": "2026-03-02"}, zone
            )
            self.assertEqual((when["start"], name), ("2026-03-01", ""))


class TestRoundTrip(unittest.TestCase):
    @settings(max_examples=100, deadline=None, derandomize=True, database=None)
    @given(moments, lengths, st.sampled_from(ZONES), st.sampled_from(ZONES))
    def test_timed(self, start, seconds, zone, calendar_zone):
        try:
            end = start + timedelta(seconds=seconds)
        except OverflowError:
            end = start
        when = {"start": utc_text(start), "end": utc_text(end), "all_day": False}
        body = write_when(when, zone)
        again, name, notes = read_when(body["start"], body["end"], calendar_zone)
        self.assertEqual((again, notes), (when, []))
        self.assertEqual(name, zone or "UTC")

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(days, st.integers(min_value=1, max_value=30))
    def test_all_day(self, first, count):
        last = first + timedelta(days=count)
        when = {"start": first.isoformat(), "end": last.isoformat(), "all_day": True}
        body = write_when(when, "Asia/Tehran")
        self.assertEqual(read_when(body["start"], body["end"])[0], when)

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(moments)
    def test_utc_text(self, moment):
        self.assertEqual(parse_utc(utc_text(moment)), moment)

    def test_a_patch_takes_the_other_kind_back(self):
        timed_body = write_when(
            {
                "start": "2026-03-01T09:00:00Z",
                "end": "2026-03-01T10:00:00Z",
                "all_day": False,
            },
            "Europe/Berlin",
        )
        self.assertIsNone(timed_body["start"]["date"])
        day_body = write_when(
            {"start": "2026-03-01", "end": "2026-03-02", "all_day": True}
        )
        self.assertIsNone(day_body["end"]["dateTime"])

    def test_an_unknown_zone_is_never_written(self):
        when = {
            "start": "2026-03-01T09:00:00Z",
            "end": "2026-03-01T09:00:00Z",
            "all_day": False,
        }
        for name in ("", "GMT+05:30", "Europe"):
            self.assertEqual(write_when(when, name)["start"]["timeZone"], "UTC")


class TestQuestions(unittest.TestCase):
    def test_is_over_waits_for_the_far_west(self):
        when = {"start": "2026-03-01", "end": "2026-03-02", "all_day": True}
        noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
        self.assertFalse(is_over(when, noon - timedelta(seconds=1)))
        self.assertTrue(is_over(when, noon))

    def test_is_over_timed(self):
        when = {
            "start": "2026-03-01T09:00:00Z",
            "end": "2026-03-01T10:00:00Z",
            "all_day": False,
        }
        self.assertFalse(is_over(when, parse_utc("2026-03-01T09:59:59Z")))
        self.assertTrue(is_over(when, parse_utc("2026-03-01T10:00:00Z")))

    def test_ends_before(self):
        day = date(2026, 3, 2)
        for when, expected in (
            ({"start": "2026-03-01", "end": "2026-03-02", "all_day": True}, True),
            ({"start": "2026-03-01", "end": "2026-03-03", "all_day": True}, False),
            (
                {
                    "start": "2026-03-01T23:00:00Z",
                    "end": "2026-03-02T00:00:00Z",
                    "all_day": False,
                },
                True,
            ),
            (
                {
                    "start": "2026-03-01T23:00:00Z",
                    "end": "2026-03-02T00:00:01Z",
                    "all_day": False,
                },
                False,
            ),
        ):
            self.assertEqual(ends_before(when, day), expected)

    def test_zone_names(self):
        self.assertIsNone(zone_or_none(""))
        self.assertIsNone(zone_or_none(None))
        self.assertIsNone(zone_or_none("Europe"))
        self.assertEqual(str(zone_or_none("Asia/Tehran")), "Asia/Tehran")
