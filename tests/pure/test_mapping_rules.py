# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every example of RFC 5545 and rules of real life: counted right, or not at all."""

import unittest
from datetime import datetime
from zoneinfo import ZoneInfo

from ...mapping import recurrence
from ...mapping.google_event import read
from ...mapping.model import Unreadable
from .rfc5545_examples import EXAMPLES

# Of these Odoo's recurrence has the words; all others come occurrence by occurrence.
MANY = 15


def local(key, zone):
    if "T" not in key:
        return key
    return recurrence.wall(key, zone).isoformat()


class TestExamples(unittest.TestCase):
    def remote(self, example):
        return read(
            {
                "id": "x",
                "start": example.start,
                "end": example.end,
                "recurrence": example.recurrence,
            },
            calendar_zone="Europe/Berlin",
        )

    def test_counted_as_the_standard_says(self):
        counted = 0
        for example in EXAMPLES:
            remote = self.remote(example)
            rule, start = remote.form["rule"], remote.form["when"]["start"]
            with self.subTest(example.name):
                self.assertEqual(rule["lines"], example.recurrence)
                try:
                    keys = recurrence.expand(rule, start, limit=len(example.first))
                except Unreadable:
                    self.assertIsNone(self.fields(rule, start))
                    continue
                zone = rule["zone"]
                if zone and zone != example.start.get("timeZone"):
                    continue  # a zone nobody knows is counted on the calendar's clock
                self.assertEqual([local(k, zone) for k in keys], list(example.first))
                counted += 1
        self.assertGreater(counted, 50)

    def fields(self, rule, start):
        try:
            return recurrence.read_fields(rule, start)
        except Unreadable:
            return None

    def test_what_odoo_says_makes_the_same_days(self):
        """Proved with the occurrences, over years and changes of the clocks."""
        said = 0
        for example in EXAMPLES:
            remote = self.remote(example)
            rule, start = remote.form["rule"], remote.form["when"]["start"]
            values = self.fields(rule, start)
            if values is None:
                continue
            said += 1
            with self.subTest(example.name):
                line = recurrence.write_line(values, example.all_day)
                plain = [one for one in rule["lines"] if not one.startswith("EXDATE")]
                theirs = recurrence.expand({**rule, "lines": plain}, start)
                ours = recurrence.expand({**rule, "lines": [line]}, theirs[0])
                self.assertEqual(ours, theirs)
        self.assertGreaterEqual(said, MANY)

    def test_keys_are_moments(self):
        """A key and its wall clock are the same moment, whatever the zone."""
        for example in EXAMPLES:
            remote = self.remote(example)
            rule, start = remote.form["rule"], remote.form["when"]["start"]
            if example.all_day or not rule["zone"]:
                continue
            moment = datetime.fromisoformat(example.start["dateTime"])
            moment = moment.replace(tzinfo=moment.tzinfo or ZoneInfo(rule["zone"]))
            self.assertEqual(recurrence.parse_utc(start), moment, example.name)
