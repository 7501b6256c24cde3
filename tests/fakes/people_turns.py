# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Writes of one person that run at the same time.

Google asks for "mutate requests for the same user" to be sent one after the other. The
log notes every write that overlapped with another one (``entry.overlapped``); with
``world.refuse_overlaps`` the later one gets a 409. A write runs from its arrival to its
answer, so latency and hanging count.
"""

import contextlib
import threading


class Turns:
    def __init__(self):
        self._lock = threading.Lock()
        self._running = {}

    @contextlib.contextmanager
    def of(self, entry):
        """Take part with this log entry for as long as the context lasts."""
        writes = entry.method != "GET" and entry.path.startswith("/v1/")
        if not writes or not entry.account:
            yield
            return
        with self._lock:
            running = self._running.setdefault(entry.account, [])
            for other in running:
                other.overlapped = True
            entry.overlapped, entry.came_second = bool(running), bool(running)
            running.append(entry)
        try:
            yield
        finally:
            with self._lock:
                running.remove(entry)
