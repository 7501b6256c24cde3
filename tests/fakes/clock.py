# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The world's clock: real time plus an offset that tests may advance.

``stamp()`` is strictly increasing, so that no two changes share an etag. Google's
etags of calendar things are the change time in half microseconds between quotes.
"""

import threading
import time
from datetime import datetime, timedelta, timezone

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Clock:
    """UTC now with an offset; knows Google's spelling of times and etags."""

    def __init__(self):
        self._offset = 0.0
        self._last = 0
        self._lock = threading.Lock()

    def state(self):
        """(offset in seconds, last stamp given), for ``restore``."""
        return [self._offset, self._last]

    def restore(self, state):
        """Go on where another clock stopped, so that no etag comes twice."""
        with self._lock:
            self._offset, self._last = state

    def advance(self, seconds):
        """Move the world's time forward (tokens, cursors, channels age)."""
        with self._lock:
            self._offset += seconds

    def time(self):
        """Seconds since the epoch in this world."""
        return time.time() + self._offset

    def now(self):
        """Aware datetime in UTC."""
        return EPOCH + timedelta(seconds=self.time())

    def stamp(self):
        """Milliseconds since the epoch, never the same twice."""
        with self._lock:
            now = int((time.time() + self._offset) * 1000)
            self._last = max(now, self._last + 1)
            return self._last


def etag(stamp):
    """``"3181161784712000"``: twice the microseconds, quotes included."""
    return f'"{stamp * 2000}"'


def millis(stamp):
    """RFC 3339 with milliseconds, as in ``updated``."""
    moment = EPOCH + timedelta(milliseconds=stamp)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def whole_seconds(stamp):
    """RFC 3339 cut to whole seconds but written ``.000Z``, as in ``created``."""
    moment = EPOCH + timedelta(milliseconds=stamp)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
