# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Small rules: ids that repeat, the brake, the backoff, who is mailed."""

import re
import unittest

from hypothesis import given, settings, strategies as st

from ...mapping.identity import event_id, read_mark, record_mark
from ...sync.backoff import MAX_DELAY, next_delay
from ...sync.brake import DEFAULT_FLOOR, too_many
from ...sync.guest_mail import WHO_WHEN_WHERE, send_updates

UUID = "5ee6b2de-6f0e-11f0-8de9-0242ac120002"
quick = settings(max_examples=80, deadline=None, derandomize=True, database=None)


class TestIdentity(unittest.TestCase):
    @quick
    @given(st.text(max_size=40), st.integers(min_value=1), st.integers(0, 50))
    def test_google_takes_the_id(self, database, record, generation):
        chosen = event_id(database, "calendar.event", record, generation)
        self.assertRegex(chosen, re.compile(r"^[a-v0-9]{5,1024}$"))
        again = event_id(database, "calendar.event", record, generation)
        self.assertEqual(chosen, again)

    def test_every_part_counts(self):
        ids = {
            event_id(UUID, "calendar.event", 1),
            event_id(UUID, "calendar.event", 2),
            event_id(UUID, "calendar.event", 1, 1),
            event_id(UUID, "calendar.recurrence", 1),
            event_id(UUID.replace("5", "6"), "calendar.event", 1),
            event_id(UUID, "calendar.event", 11),
        }
        self.assertEqual(len(ids), 6)

    def test_it_never_changes_between_releases(self):
        # Ids are in customers' calendars: another derivation would double them all.
        self.assertEqual(
            event_id(UUID, "calendar.event", 42), "9fn7s8i300mpbvph2uafih1us1hvoumt"
        )

    def test_marks(self):
        self.assertEqual(
            read_mark(record_mark("calendar.event", 7)), ("calendar.event", 7)
        )
        for text in (None, "", "calendar.event", "calendar.event,", "x,-1", "x,1,2"):
            self.assertIsNone(read_mark(text))


class TestBrake(unittest.TestCase):
    def test_table(self):
        for deletions, total, expected in (
            (0, 0, False),
            (20, 20, False),
            (21, 21, True),
            (21, 70, False),
            (22, 70, True),
            (300, 1000, False),
            (301, 1000, True),
        ):
            with self.subTest(deletions=deletions, total=total):
                self.assertIs(too_many(deletions, total), expected)

    @quick
    @given(st.integers(0, 5000), st.integers(0, 5000))
    def test_more_deletions_never_release_it(self, deletions, total):
        if too_many(deletions, total):
            self.assertTrue(too_many(deletions + 1, total))
        if deletions <= DEFAULT_FLOOR:
            self.assertFalse(too_many(deletions, total))

    def test_share_and_floor_can_be_set(self):
        self.assertTrue(too_many(2, 10, share=0.1, floor=0))
        self.assertFalse(too_many(2, 10, share=0.5, floor=0))


class TestBackoff(unittest.TestCase):
    def test_it_doubles_up_to_six_hours(self):
        delays = [next_delay(attempt) for attempt in range(1, 12)]
        self.assertEqual(delays[:4], [60, 120, 240, 480])
        self.assertEqual(delays[-1], 6 * 3600)
        self.assertEqual(delays, sorted(delays))

    def test_what_google_asks_for_is_honoured_when_longer(self):
        self.assertEqual(next_delay(1, retry_after=7200), 7200)
        self.assertEqual(next_delay(3, retry_after=10), 240)
        self.assertEqual(next_delay(1, retry_after=24 * 3600), 24 * 3600)

    @quick
    @given(st.integers(1, 10**6), st.floats(0, 0.999))
    def test_bounds(self, attempt, jitter):
        delay = next_delay(attempt, jitter=jitter)
        self.assertGreaterEqual(delay, 60)
        self.assertLess(delay, MAX_DELAY + 60)

    def test_jitter_spreads(self):
        self.assertLess(next_delay(1, jitter=0.1), next_delay(1, jitter=0.9))


class TestGuestMail(unittest.TestCase):
    """The five rules: create, delete, add a guest, remove one, move: by a person."""

    def ask(self, verb="patch", cause="person", over=False, guests=True, changes=()):
        return send_updates(verb, cause, over, guests, changes)

    def test_a_person_creates_or_deletes(self):
        self.assertEqual(self.ask("insert"), "all")
        self.assertEqual(self.ask("delete"), "all")

    def test_a_person_changes_who_when_or_where(self):
        for name in ("attendees", "when", "location", "video"):
            self.assertIn(name, WHO_WHEN_WHERE)
            self.assertEqual(self.ask(changes={name: 1}), "all")

    def test_text_alone_mails_nobody(self):
        for name in ("title", "description", "visibility", "show_as", "reminders"):
            self.assertEqual(self.ask(changes={name: 1}), "none")
        self.assertEqual(self.ask(changes=("title", "when")), "all")

    def test_nobody_is_mailed_about_what_no_person_did(self):
        for cause in ("first", "full", "reset", "repair", "", None):
            for verb in ("insert", "patch", "delete"):
                self.assertEqual(self.ask(verb, cause, changes=("when",)), "none")

    def test_nor_about_the_past_nor_without_guests(self):
        for verb in ("insert", "patch", "delete"):
            self.assertEqual(self.ask(verb, over=True, changes=("when",)), "none")
            self.assertEqual(self.ask(verb, guests=False, changes=("when",)), "none")
