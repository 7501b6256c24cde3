# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How often the schedule asks for whom."""

import unittest

from ...sync.polling import DAY, HOUR, MINUTE, RARELY, is_due, pause

TABLE = (
    # last seen in Odoo, Google tells us, seconds between two syncs
    (0, False, 0),
    (15 * MINUTE, False, 0),
    (15 * MINUTE + 1, False, 15 * MINUTE),
    (HOUR, False, 15 * MINUTE),
    (HOUR + 1, False, 30 * MINUTE),
    (2 * DAY, False, 30 * MINUTE),
    (2 * DAY + 1, False, 6 * HOUR),
    (300 * DAY, False, 6 * HOUR),
    (None, False, 6 * HOUR),
    (0, True, 6 * HOUR),
    (None, True, 6 * HOUR),
)


class TestPolling(unittest.TestCase):
    def test_table(self):
        for idle, told, seconds in TABLE:
            with self.subTest(idle=idle, told=told):
                self.assertEqual(pause(idle, told), seconds)
                self.assertTrue(is_due(seconds, idle, told))
                if seconds:
                    self.assertFalse(is_due(seconds - 1, idle, told))

    def test_who_never_synced_is_due(self):
        for idle, told, _seconds in TABLE:
            self.assertTrue(is_due(None, idle, told))

    def test_the_longer_unseen_the_rarer_and_never_never(self):
        pauses = [pause(idle, False) for idle in range(0, 4 * DAY, MINUTE)]
        self.assertEqual(pauses, sorted(pauses))
        self.assertEqual(max(pauses), RARELY)
