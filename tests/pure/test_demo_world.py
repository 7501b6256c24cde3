# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The demo world is what it promises to be, and the emulated Google takes all of it."""

import importlib.util
import json
import unittest
from datetime import date, datetime
from pathlib import Path

from ...mapping import google_event
from ..fakes import FakeGoogle

TODAY = date(2026, 3, 2)
WORLD = Path(__file__).resolve().parent.parent.parent / "demo" / "world.py"


def load_world():
    spec = importlib.util.spec_from_file_location("demo_world", WORLD)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestDemoWorld(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.module = load_world()
        cls.seed = cls.module.build(TODAY)
        cls.account = cls.seed["accounts"][0]
        cls.events = cls.account["events"] + cls.account["raw_events"]

    def timed(self):
        return [e for e in self.events if "dateTime" in e.get("start", {})]

    def test_the_same_day_gives_the_same_world(self):
        again = self.module.build(TODAY)
        self.assertEqual(json.dumps(again), json.dumps(self.seed))

    def test_at_least_three_hundred_single_events(self):
        singles = [
            e
            for e in self.events
            if e.get("status") != "cancelled"
            and not e.get("recurrence")
            and not e.get("recurringEventId")
        ]
        self.assertGreaterEqual(len(singles), 300)
        self.assertGreater(len(self.events), len(singles), "series are there too")

    def test_five_time_zones_and_two_years_around_today(self):
        zones = {e["start"].get("timeZone") for e in self.timed()}
        self.assertGreaterEqual(
            zones,
            {
                "Europe/Berlin",
                "Asia/Tehran",
                "America/Sao_Paulo",
                "Asia/Tokyo",
                "America/New_York",
            },
        )
        days = sorted(e["start"]["dateTime"][:10] for e in self.timed())
        self.assertLess(days[0], "2025-03-20")
        self.assertGreater(days[-1], "2027-01-15")
        in_past = sum(day < TODAY.isoformat() for day in days)
        self.assertGreater(in_past, len(days) // 4)
        self.assertLess(in_past, len(days) * 3 // 4)

    def test_every_kind_of_text_and_length(self):
        text = json.dumps(self.events, ensure_ascii=False)
        for sample in (
            "ü",
            "ß",
            "جلسه",
            "打ち合わせ",
            "Gonçalves",
            "🎉",
            "O’Neill",
            "&",
        ):
            self.assertIn(sample, text)
        longest = max(len(e.get("description", "")) for e in self.events)
        self.assertGreaterEqual(longest, 8000)
        self.assertLessEqual(longest, 8192, "Google takes no more")
        self.assertTrue(any(e["start"] == e["end"] for e in self.timed()), "0 minutes")
        whole = [e for e in self.events if "date" in e.get("start", {})]
        lengths = {
            (
                date.fromisoformat(e["end"]["date"]),
                date.fromisoformat(e["start"]["date"]),
            )
            for e in whole
        }
        self.assertTrue(any((end - start).days > 7 for end, start in lengths))
        titles = [e["summary"] for e in self.account["events"]]
        self.assertGreater(len(set(titles)), 200)

    def test_guests_known_and_unknown_rooms_links_and_privacy(self):
        guests = {g.get("email") for e in self.events for g in e.get("attendees", ())}
        self.assertGreater(len(guests), 20)
        self.assertTrue(all(g is None or g.endswith(".example") for g in guests))
        text = json.dumps(self.events)
        for word in ('"resource": true', "meet.google.com", '"private"', "transparent"):
            self.assertIn(word, text)

    def test_holidays_of_germany_and_iran_are_read_only(self):
        calendars = {c["summary"]: c for c in self.account["calendars"]}
        germany = calendars["Feiertage in Deutschland"]
        iran = calendars["تعطیلات رسمی ایران"]
        for calendar in (germany, iran):
            self.assertEqual(calendar["access_role"], "reader")
        self.assertIn("Karfreitag", json.dumps(germany, ensure_ascii=False))
        self.assertIn("نوروز", json.dumps(iran, ensure_ascii=False))
        self.assertGreaterEqual(len(germany["raw_events"]), 27)
        self.assertGreaterEqual(len(iran["raw_events"]), 60)

    def test_the_emulated_google_takes_it_and_every_event_can_be_read(self):
        world = FakeGoogle().world
        world.load(json.loads(json.dumps(self.seed)))
        own, kinds = self.account["email"], {}
        for calendar_id in (own, *(c["id"] for c in self.account["calendars"])):
            for resource in world.events(calendar_id):
                remote = google_event.read(resource, own, "Europe/Berlin")
                kinds[remote.kind] = kinds.get(remote.kind, 0) + 1
                if remote.form and "demo" in remote.google_id:
                    start = remote.form["when"]["start"]
                    datetime.fromisoformat(start.removesuffix("Z"))
        self.assertGreaterEqual(kinds["single"], 400)
        self.assertGreaterEqual(kinds["master"], 6)
        self.assertGreaterEqual(kinds["instance"], 1)
        self.assertEqual(world.mails, [], "a seed mails nobody")
