# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The table of rules, dateutil's expansion of it and the fake Google's agree."""

import itertools
import unittest
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from dateutil import tz
from dateutil.rrule import rruleset, rrulestr

from ..fakes import recurrence, rule_text
from .rfc5545_examples import EXAMPLES, FURTHER, RFC5545

# What dateutil cannot read (RFC 7529), said in the words of RFC 5545.
PLAIN = {
    "RSCALE, the 31st or the last day": (
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;COUNT=5"
    ),
    "RSCALE, February 29 or March 1": "RRULE:FREQ=YEARLY;BYYEARDAY=60",
}
LINE_KINDS = ("RRULE", "EXRULE", "RDATE", "EXDATE")


def by_dateutil(example):
    """Local starts by an rruleset on aware times (arithmetic is on the wall clock)."""
    first = _first(example)
    result, has_rule = rruleset(), False
    for line in example.recurrence:
        line = PLAIN.get(example.name, line)
        head, _colon, value = line.partition(":")
        kind, *options = head.upper().split(";")
        if kind not in LINE_KINDS:
            continue
        if kind in ("RRULE", "EXRULE"):
            add = result.rrule if kind == "RRULE" else result.exrule
            add(rrulestr(_without_extras(value), dtstart=first))
            has_rule = has_rule or kind == "RRULE"
            continue
        named = [o[5:] for o in head.split(";")[1:] if o.upper().startswith("TZID=")]
        for text in value.split(","):
            moment = _moment(text, example, named[0] if named else None)
            if moment is not None:
                (result.rdate if kind == "RDATE" else result.exdate)(moment)
    if not has_rule:
        result.rdate(first)
    return (_local(moment, first) for moment in result)


def _first(example):
    if example.all_day:
        return datetime.fromisoformat(example.start["date"])
    moment = datetime.fromisoformat(example.start["dateTime"])
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=tz.gettz(example.start["timeZone"]))
    return moment


def _without_extras(value):
    parts = [part for part in value.upper().split(";") if part[:2] != "X-"]
    known = [p for p in parts if not p.startswith(("RSCALE=GREGORIAN", "SKIP=OMIT"))]
    return ";".join(known)


def _moment(text, example, zone):
    """The aware (all day: naive) time of one value; None for the other kind's."""
    if len(text) == 8:
        return datetime.strptime(text, "%Y%m%d") if example.all_day else None
    moment = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")
    if text.endswith("Z"):
        return moment.replace(tzinfo=timezone.utc)
    return moment.replace(tzinfo=tz.gettz(zone or example.start["timeZone"]))


def _local(moment, first):
    if first.tzinfo is None:
        return moment.date().isoformat()
    return moment.astimezone(first.tzinfo).replace(tzinfo=None).isoformat()


def by_fake(example):
    """Local starts by the fake's own expansion, and its starts as Google's times."""
    master = {
        "start": example.start,
        "end": example.end,
        "recurrence": example.recurrence,
    }
    far = datetime(2400, 1, 1, tzinfo=timezone.utc)
    return recurrence.starts(master, far)


class TestTable(unittest.TestCase):
    def check(self, example, found):
        """``found`` begins as the table says, and ends there when it is to end."""
        if example.endless:
            found = list(itertools.islice(found, len(example.first) + 20))
            self.assertEqual(len(found), len(example.first) + 20, "it ends")
        else:
            found = list(itertools.islice(found, example.total + 20))
            self.assertEqual(len(found), example.total)
        self.assertEqual(found[: len(example.first)], example.first)

    def test_dateutil_agrees(self):
        for example in EXAMPLES:
            with self.subTest(example.name):
                self.check(example, by_dateutil(example))

    def test_fake_agrees(self):
        for example in EXAMPLES:
            with self.subTest(example.name):
                starts = (recurrence.wall_start(s)[0] for s in by_fake(example))
                length = 10 if example.all_day else 19
                self.check(example, (s.isoformat()[:length] for s in starts))

    def test_both_agree_further_on(self):
        for example in EXAMPLES:
            with self.subTest(example.name):
                length = 10 if example.all_day else 19
                ours = [
                    recurrence.wall_start(start)[0].isoformat()[:length]
                    for start in itertools.islice(by_fake(example), 300)
                ]
                wanted = itertools.islice(by_dateutil(example), len(ours))
                self.assertEqual(ours, list(wanted))

    def test_names_are_unique_and_the_section_is_whole(self):
        names = [example.name for example in EXAMPLES]
        self.assertEqual(len(names), len(set(names)))
        # 38 examples, four of them spelt in two ways.
        self.assertEqual(len(RFC5545), 42)
        self.assertEqual(len(FURTHER) + len(RFC5545), len(EXAMPLES))


class TestFakeTimes(unittest.TestCase):
    """What the wall clock alone does not show."""

    def test_offsets_move_with_summer_time(self):
        by_name = {example.name: example for example in EXAMPLES}
        for name, offsets in (
            ("into summer time in Berlin", [1, 2, 2]),
            ("out of summer time in Berlin", [2, 1, 1]),
            ("into summer time in New York", [-5, -5, -4, -4]),
            ("out of summer time in New York", [-4, -4, -5, -5]),
            ("out of summer time in Sydney", [11, 10, 10, 10]),
            ("into summer time in Sydney", [10, 11, 11]),
            ("into summer time in Tehran, which ended it in 2022", [3.5, 4.5, 4.5]),
            ("Tehran without summer time", [3.5, 3.5, 3.5]),
            ("zone nobody knows", [5.5, 5.5, 5.5]),
        ):
            with self.subTest(name):
                found = [
                    datetime.fromisoformat(s["dateTime"]).utcoffset().total_seconds()
                    for s in itertools.islice(by_fake(by_name[name]), len(offsets))
                ]
                self.assertEqual([seconds / 3600 for seconds in found], offsets)

    def test_an_hour_that_does_not_exist_moves_on(self):
        berlin = "Europe/Berlin"
        master = {
            "start": {"dateTime": "2026-03-28T02:30:00+01:00", "timeZone": berlin},
            "end": {"dateTime": "2026-03-28T03:30:00+01:00", "timeZone": berlin},
            "recurrence": ["RRULE:FREQ=DAILY;COUNT=3"],
        }
        found = [start["dateTime"] for start in recurrence.starts(master)]
        self.assertEqual(
            found,
            [
                "2026-03-28T02:30:00+01:00",
                "2026-03-29T03:30:00+02:00",
                "2026-03-30T02:30:00+02:00",
            ],
        )

    def test_ends_keep_their_wall_clock_length(self):
        by_name = {example.name: example for example in EXAMPLES}
        example = by_name["crossing midnight"]
        master = {
            "start": example.start,
            "end": example.end,
            "recurrence": example.recurrence,
        }
        berlin = ZoneInfo("Europe/Berlin")
        ends = [
            datetime.fromisoformat(recurrence.end_of(master, start)["dateTime"])
            .astimezone(berlin)
            .strftime("%d %H:%M")
            for start in recurrence.starts(master)
        ]
        self.assertEqual(ends, ["28 01:30", "29 01:30", "30 01:30"])

    def test_a_rule_that_counts_in_another_calendar_is_not_expanded(self):
        first = datetime(2026, 3, 20)
        rule = rule_text.read("RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=2L", first)
        self.assertEqual(list(rule), [first])

    def test_long_series_are_seen_to_their_end(self):
        master = {
            "start": {"date": "2000-01-01"},
            "end": {"date": "2000-01-02"},
            "recurrence": ["RRULE:FREQ=DAILY"],
        }
        until = datetime(2026, 3, 2, tzinfo=timezone.utc)
        *_, last = recurrence.starts(master, until)
        self.assertEqual(last, {"date": "2026-03-01"})
        self.assertEqual(recurrence.find(master, "20451231"), {"date": "2045-12-31"})
        self.assertIsNone(recurrence.find(master, "19991231"))
        self.assertIsNone(recurrence.find(master, "20451331"))
