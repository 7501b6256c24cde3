# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A series as Odoo holds it, read as one: what it says, its exceptions, its gaps."""

import unittest
from datetime import date

from hypothesis import given, settings, strategies as st

from ...mapping import recurrence, series
from ...mapping.series import Known, Occurrence

BERLIN = "Europe/Berlin"
START = "2026-03-02T08:00:00Z"
WEEKLY = {
    "rrule_type": "weekly",
    "interval": 1,
    "mon": True,
    "end_type": "count",
    "count": 5,
    "event_tz": BERLIN,
}
RULE = {"lines": ["RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5"], "zone": BERLIN}
KEYS = recurrence.expand(RULE, START)


def form(key, **more):
    end = recurrence.occurrence_when(
        {"start": START, "end": "2026-03-02T09:00:00Z", "all_day": False}, BERLIN, key
    )["end"]
    return {
        "title": "Talk",
        "description": "",
        "location": "",
        "when": {"start": key, "end": end, "all_day": False},
        "visibility": "default",
        "show_as": "busy",
        "reminders": [],
        "attendees": {},
        "video": f"https://odoo/{key}",
        "rule": None,
        **more,
    }


def events(keys=KEYS, **more):
    return [Occurrence(n, form(key, **more)) for n, key in enumerate(keys)]


def known(one, **more):
    return Known(one.form, one.first, one.last, one.missing, **more)


class TestRead(unittest.TestCase):
    def test_a_plain_series(self):
        one = series.read(WEEKLY, events(), Known())
        self.assertEqual(one.form["rule"], RULE)
        self.assertEqual(one.form["title"], "Talk")
        self.assertEqual(one.form["when"]["start"], START)
        self.assertEqual((one.first, one.last), (KEYS[0], KEYS[-1]))
        self.assertEqual(one.ids, dict(zip(KEYS, range(5), strict=True)))
        self.assertFalse(one.changed or one.missing or one.shortened)
        self.assertEqual(one.form["video"], "", "each has a link of its own")

    def test_nothing_left(self):
        self.assertIsNone(series.read(WEEKLY, [], Known()))

    def test_one_renamed(self):
        some = events()
        some[1].form["title"] = "Special"
        one = series.read(WEEKLY, some, Known())
        self.assertEqual(list(one.changed), [KEYS[1]])
        self.assertEqual(one.form["title"], "Talk")

    def test_one_moved_keeps_its_key(self):
        some = events()
        some[1] = Occurrence(1, form("2026-03-10T12:00:00Z"), KEYS[1])
        one = series.read(WEEKLY, some, Known())
        self.assertEqual(one.ids[KEYS[1]], 1)
        self.assertEqual(list(one.changed), [KEYS[1]])

    def test_one_moved_before_anybody_looked(self):
        for number in (0, 1, 4):
            with self.subTest(number):
                some = events()
                moment = KEYS[number].replace("T0", "T1")
                some[number] = Occurrence(number, form(moment))
                one = series.read(WEEKLY, some, Known())
                self.assertEqual(sorted(one.ids.values()), list(range(5)))
                self.assertEqual(len(one.changed), 1)

    def test_one_deleted(self):
        before = series.read(WEEKLY, events(), Known())
        for gone in (0, 2, 4):
            some = [e for e in events() if e.id != gone]
            one = series.read(WEEKLY, some, known(before))
            self.assertEqual(one.missing, {KEYS[gone]}, gone)
            self.assertEqual(one.form, before.form)
            self.assertIsNone(one.shortened)

    def test_the_rest_deleted_ends_the_series(self):
        before = series.read(WEEKLY, events(), Known())
        one = series.read(WEEKLY, events()[:2], known(before))
        self.assertEqual(one.shortened, date(2026, 3, 9))
        self.assertEqual(one.missing, frozenset())
        self.assertEqual(
            one.form["rule"]["lines"],
            ["RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260309T225959Z"],
        )

    def test_the_rest_was_missing_all_along(self):
        before = series.read(WEEKLY, events(), Known())
        agreed = Known(before.form, before.first, before.last, frozenset(KEYS[2:]))
        one = series.read(WEEKLY, events()[:2], agreed)
        self.assertIsNone(one.shortened)
        self.assertEqual(one.form["rule"], RULE)

    def test_an_endless_series_is_endless(self):
        endless = {**WEEKLY, "count": 720}
        one = series.read(endless, events(), Known())
        self.assertEqual(one.form["rule"]["lines"], ["RRULE:FREQ=WEEKLY;BYDAY=MO"])
        self.assertFalse(one.missing)
        shorter = series.read(endless, events()[:4], known(one))
        self.assertEqual(shorter.shortened, date(2026, 3, 23))

    def test_an_early_end_of_a_split(self):
        # Odoo ends a weekly series before the week of the split.
        values = {**WEEKLY, "end_type": "end_date", "until": date(2026, 3, 8)}
        one = series.read(values, events()[:2], Known())
        self.assertIn("UNTIL=20260309T225959Z", one.form["rule"]["lines"][0])
        self.assertEqual(len(one.ids), 2)

    def test_all_renamed_is_the_series_renamed(self):
        before = series.read(WEEKLY, events(), Known())
        one = series.read(WEEKLY, events(title="New"), known(before))
        self.assertEqual(one.form["title"], "New")
        self.assertFalse(one.changed)

    def test_in_doubt_nothing_changed(self):
        before = series.read({**WEEKLY, "count": 2}, events(KEYS[:2]), Known())
        some = events(KEYS[:2])
        some[0].form["title"] = "Another"
        one = series.read({**WEEKLY, "count": 2}, some, known(before))
        self.assertEqual(one.form["title"], "Talk")
        self.assertEqual(list(one.changed), [KEYS[0]])

    def test_known_exceptions_have_no_vote(self):
        before = series.read(WEEKLY, events(), Known())
        some = events()
        for number in (0, 1, 2):
            some[number].form["title"] = "Special"
        one = series.read(WEEKLY, some, known(before, exceptions=frozenset(KEYS[:3])))
        self.assertEqual(one.form["title"], "Talk")

    def test_made_anew_elsewhere(self):
        before = series.read(WEEKLY, events(), Known())
        later = recurrence.expand(
            {**RULE, "lines": ["RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=5"]},
            "2026-03-03T09:00:00Z",
        )
        values = {**WEEKLY, "mon": False, "tue": True}
        one = series.read(
            values, events(later), Known(before.form, before.first, "", frozenset())
        )
        self.assertEqual(one.form["when"]["start"], "2026-03-03T09:00:00Z")
        self.assertEqual(one.first, later[0])

    def test_shown_from_a_later_occurrence_on(self):
        """Google's series begins years before what Odoo shows of it."""
        old = "2024-03-04T08:00:00Z"
        agreed = {
            **form(old),
            "rule": {**RULE, "lines": ["RRULE:FREQ=WEEKLY;BYDAY=MO"]},
        }
        endless = {**WEEKLY, "end_type": "forever"}
        same = series.read(endless, events(), Known(agreed, KEYS[0], KEYS[-1]))
        self.assertEqual(same.form["when"]["start"], old)
        self.assertFalse(same.changed)
        later = [key.replace("T08", "T10").replace("T07", "T09") for key in KEYS]
        moved = series.read(endless, events(later), Known(agreed, KEYS[0], ""))
        self.assertEqual(moved.form["when"]["start"], "2024-03-04T10:00:00Z")

    def test_the_week_begins_where_the_events_say(self):
        values = {
            "rrule_type": "weekly",
            "interval": 2,
            "mon": True,
            "sun": True,
            "end_type": "count",
            "count": 6,
            "event_tz": BERLIN,
        }
        for day in ("MO", "SU"):
            line = recurrence.write_line({**values, "wkst": day}, False)
            keys = recurrence.expand({"lines": [line], "zone": BERLIN}, START)
            one = series.read(values, events(keys), Known(), ("MO", "SU"))
            self.assertFalse(one.changed or one.missing, day)
            self.assertEqual(one.form["rule"]["lines"], [line])

    def test_whole_days(self):
        keys = ["2026-03-02", "2026-03-03"]
        some = [
            Occurrence(
                n,
                form(START, when={"start": k, "end": e, "all_day": True}),
            )
            for n, (k, e) in enumerate(
                zip(keys, ["2026-03-03", "2026-03-04"], strict=True)
            )
        ]
        values = {
            "rrule_type": "daily",
            "end_type": "count",
            "count": 2,
            "event_tz": BERLIN,
        }
        one = series.read(values, some, Known())
        self.assertEqual(
            one.form["rule"], {"lines": ["RRULE:FREQ=DAILY;COUNT=2"], "zone": ""}
        )
        self.assertFalse(one.changed or one.missing)


class TestRearrange(unittest.TestCase):
    ids = dict(zip(KEYS, range(5), strict=True))

    later = [f"2026-04-0{n}T08:00:00Z" for n in range(1, 6)]

    def test_a_shifted_series_keeps_its_events(self):
        found = series.rearrange(self.ids, self.later, BERLIN)
        self.assertEqual(found.ids, dict(zip(self.later, range(5), strict=True)))
        self.assertEqual(found.keys, dict(zip(KEYS, self.later, strict=True)))
        self.assertFalse(found.left or found.empty)

    def test_a_shifted_series_keeps_its_gaps(self):
        ids = {key: n for key, n in self.ids.items() if n not in (1, 3)}
        found = series.rearrange(
            ids, self.later, BERLIN, absent=[KEYS[1], KEYS[3]], deleted=[KEYS[1]]
        )
        self.assertEqual(found.ids, {self.later[n]: n for n in (0, 2, 4)})
        self.assertEqual(found.empty, [self.later[3]], "Google shows it again")

    def test_longer_and_shorter(self):
        more = [*KEYS, "2026-04-06T07:00:00Z"]
        found = series.rearrange(self.ids, more, BERLIN)
        self.assertEqual((found.ids, found.left, found.empty), (self.ids, [], more[5:]))
        found = series.rearrange(self.ids, KEYS[:2], BERLIN)
        self.assertEqual(
            (list(found.ids), found.left, found.empty), (KEYS[:2], [2, 3, 4], [])
        )

    @settings(max_examples=100)
    @given(st.sets(st.sampled_from(KEYS)), st.sets(st.integers(1, 9), max_size=6))
    def test_nothing_is_lost_or_doubled(self, kept, others):
        keys = sorted(kept | {f"2026-05-0{n}T08:00:00Z" for n in others})
        found = series.rearrange(self.ids, keys, BERLIN)
        self.assertEqual(sorted([*found.ids.values(), *found.left]), list(range(5)))
        self.assertEqual(sorted([*found.ids, *found.empty]), keys)
        for key in kept:
            self.assertEqual(found.ids[key], self.ids[key])
