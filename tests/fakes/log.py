# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The request log: what was asked, how often, over how many connections.

Control pages (``/_emulator``, ``/``) are not logged. Authorization values are
masked, bodies are not kept: the log can be printed anywhere.
"""

import re
import threading
from dataclasses import dataclass, field


@dataclass
class Entry:
    """One HTTP request, or one call inside a batch.

    ``status`` is None while it runs and 0 when the connection was cut. ``at`` is the
    world's time in seconds since the epoch, ``query`` a dict of lists, ``account`` the
    address behind a living access token.
    """

    method: str
    path: str
    query: dict
    at: float
    connection_id: int = 0
    headers_seen: dict = field(default_factory=dict)
    status: int | None = None
    inner: list = field(default_factory=list)
    body_size: int = 0
    api_method: str = ""
    account: str = ""
    # A write of contacts that ran while another one of the same person did; and
    # whether it was the later of the two.
    overlapped: bool = False
    came_second: bool = False
    # Gmail: how many requests of the person were running; the number in its batch.
    beside: int = 0
    place: int = 0

    def as_dict(self):
        data = {k: v for k, v in vars(self).items() if k != "inner"}
        data["inner"] = [entry.as_dict() for entry in self.inner]
        return data


def mask(headers):
    """Headers with every credential replaced."""
    hidden = ("authorization", "cookie")
    return {k: "***" if k.lower() in hidden else v for k, v in headers.items()}


def mask_query(query):
    """Query parameters with tokens that should never have been there replaced."""
    hidden = ("access_token", "oauth_token", "token", "code", "client_secret")
    return {k: ["***"] if k in hidden else v for k, v in query.items()}


def entry_of(world, request):
    """The entry of a request that is about to run."""
    _kind, _blank, token = request.headers.get("authorization", "").partition(" ")
    access = world.tokens.bearer(token.strip())
    return Entry(
        request.method,
        request.path,
        mask_query(request.query),
        world.clock.time(),
        request.connection_id,
        mask(request.headers),
        body_size=len(request.body),
        account=access.email if access else "",
    )


class Log:
    def __init__(self):
        self._lock = threading.Lock()
        self.requests = []

    def add(self, entry):
        with self._lock:
            self.requests.append(entry)

    def clear(self):
        with self._lock:
            self.requests = []

    @property
    def http_count(self):
        """HTTP requests, a batch counting once."""
        return len(self.requests)

    @property
    def inner_count(self):
        """Calls inside batches."""
        return sum(len(entry.inner) for entry in list(self.requests))

    @property
    def connection_count(self):
        """Different TCP connections seen."""
        return len({entry.connection_id for entry in list(self.requests)})

    def entries(self):
        """Plain requests and inner calls, flat; a batch comes before its calls."""
        for entry in list(self.requests):
            yield entry
            yield from entry.inner

    def overlaps(self):
        """Writes of contacts that did not wait for another one of the same person."""
        return [entry for entry in self.entries() if entry.overlapped]

    def count(self, method=None, path=None):
        """Plain and inner calls of this HTTP method whose path matches the regex."""
        return sum(
            1
            for entry in self.entries()
            if (method is None or entry.method == method)
            and (path is None or re.search(path, entry.path))
        )
