# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Quota units of the Gmail API in both eras, and how much may run beside each other.

Off unless switched on. Projects that used the API before May 2026 keep 15,000 units a
minute and person and the old prices ("old"); new ones have 6,000, and reading a mail
costs four times as much ("new").

Apart from that a mailbox bears only so many calls at once, whoever makes them: HTTP
requests running beside each other, and calls of one batch. Google names no numbers.
"""

import contextlib
import threading
from collections import defaultdict, deque

from . import gmail_errors

WINDOW = 60.0
BUDGET = {"new": 6000, "old": 15000}
# method → units now, units before; a pair where they differ.
UNITS = {
    "getProfile": 1,
    "history.list": 2,
    "labels.list": 1,
    "labels.get": 1,
    "labels.create": 5,
    "labels.update": 5,
    "labels.patch": 5,
    "labels.delete": 5,
    "messages.list": 5,
    "messages.get": (20, 5),
    "messages.attachments.get": (20, 5),
    "messages.modify": 5,
    "messages.batchModify": 50,
    "messages.trash": (20, 5),
    "messages.untrash": (20, 5),
    "messages.delete": 10,
    "messages.batchDelete": 50,
    "messages.insert": 25,
    "messages.import": 25,
    "messages.send": 100,
    "threads.list": 10,
    "threads.get": (40, 10),
    "threads.modify": 10,
    "threads.trash": (40, 10),
    "threads.untrash": (40, 10),
    "threads.delete": 20,
    "drafts.list": 5,
    "drafts.get": (20, 5),
    "drafts.create": 10,
    "drafts.update": 15,
    "drafts.delete": 10,
    "drafts.send": 100,
    "settings.sendAs.list": 1,
    "settings.sendAs.get": 1,
    "watch": 100,
    "stop": 50,
}
PATHS = ("/gmail/", "/upload/gmail/", "/resumable/upload/gmail/", "/batch")


class GmailQuotas:
    def __init__(self, world):
        self.world = world
        self._lock = threading.Lock()
        self._running = defaultdict(int)
        self.at_once = self.in_batch = None
        self.set()

    def set(self, era=None, per_minute=None):
        """``era`` "new" or "old" (None: no quota); ``per_minute`` other than theirs."""
        if era not in (None, *BUDGET):
            raise ValueError(f"There is no such era: {era}.")
        self.era = era
        self.per_minute = per_minute or BUDGET.get(era)
        self._seen = defaultdict(deque)

    def limit_at_once(self, at_once=None, in_batch=None):
        """How many requests of a person may run, how many calls a batch may hold."""
        self.at_once, self.in_batch = at_once, in_batch

    def units(self, method_id):
        """What a call costs in this era."""
        cost = UNITS[method_id.removeprefix("gmail.users.")]
        if isinstance(cost, tuple):
            return cost[0] if self.era == "new" else cost[1]
        return cost

    def spend(self, method_id, email, entry):
        """Pay for one call; raises when it is one too many."""
        crowded = self.at_once is not None and entry.beside >= self.at_once
        if crowded or self.in_batch is not None and entry.place > self.in_batch:
            raise gmail_errors.too_many_at_once()
        if self.era is None or method_id.removeprefix("gmail.users.") not in UNITS:
            return
        now, cost = self.world.clock.time(), self.units(method_id)
        with self._lock:
            seen = self._seen[email]
            while seen and seen[0][0] <= now - WINDOW:
                seen.popleft()
            if sum(units for _at, units in seen) + cost > self.per_minute:
                raise gmail_errors.over_quota()
            seen.append((now, cost))

    def spent(self, email):
        """Units of the last minute."""
        limit = self.world.clock.time() - WINDOW
        return sum(units for at, units in self._seen[email] if at > limit)

    @contextlib.contextmanager
    def running(self, entry):
        """Count this HTTP request among its person's for as long as it runs."""
        if not entry.account or not entry.path.startswith(PATHS):
            yield
            return
        with self._lock:
            entry.beside = self._running[entry.account]
            self._running[entry.account] += 1
        try:
            yield
        finally:
            with self._lock:
                self._running[entry.account] -= 1
