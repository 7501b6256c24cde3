# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Switchable quotas over a sliding minute; off unless a test turns them on.

Every call counts, so a batch of n costs n. Google also limits quick writes to one
calendar below any published number; that is the second switch.
"""

from collections import defaultdict, deque

from . import errors

WINDOW = 60.0


class Quotas:
    def __init__(self, world):
        self.world = world
        self.set()

    def set(self, per_minute_per_user=None, writes_per_calendar_per_minute=None):
        self.per_user = per_minute_per_user
        self.per_calendar = writes_per_calendar_per_minute
        self._seen = defaultdict(deque)

    def spend(self, email, calendar_id=None, write=False):
        """Count one call; raises 403 when it is one too many."""
        self._take(("user", email), self.per_user, "rateLimitExceeded")
        if write and calendar_id:
            self._take(
                ("calendar", calendar_id), self.per_calendar, "rateLimitExceeded"
            )

    def _take(self, key, limit, reason):
        if limit is None:
            return
        now = self.world.clock.time()
        seen = self._seen[key]
        while seen and seen[0] <= now - WINDOW:
            seen.popleft()
        if len(seen) >= limit:
            raise errors.limit(reason)
        seen.append(now)
