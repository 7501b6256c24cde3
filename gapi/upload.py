# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Resumable uploads: a large body in pieces, each of which may get lost.

A session is started, which does nothing yet; its address takes the pieces. After a
lost piece Google is asked how much it has (`Content-Range: bytes */N`) and the rest
follows. Only the piece with the last byte has an effect. While it is not known whether
that one arrived nothing is sent but this question, and what ends the upload then says
`outcome_unknown`. A session that Google has forgotten is started anew, as long as
nothing can have come of it.
"""

from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from .errors import Forbidden, GoogleError, ReauthRequired, Transient, from_response
from .transport import Call, is_loopback

# Pieces are multiples of 256 kB (but the last), Google's rule.
UNIT = 256 * 1024
PIECE = 32 * UNIT
# Sessions live a week: to lose two in a row is no accident.
_MOST_SESSIONS = 2
_FORGOTTEN = (404, 410)
_FORGOTTEN_WORDS = "Google does not know the upload any more"


class _Incomplete(GoogleError):
    """308: so many bytes are there, go on. Never leaves this module."""

    def __init__(self, received):
        super().__init__()
        self.received = received


class Upload:
    """One body on its way.

    start   `Call` that opens the session; the others are made like it
    read    as for a `Call`: makes the answer when all is there
    piece   bytes in a piece, a multiple of `UNIT`
    """

    def __init__(self, transport, start, body, read, piece=PIECE):
        self._transport = transport
        self._start = start
        self._body = body
        self._read = read
        self._piece = piece
        self._patience = transport.patience()
        self._sessions = 0
        self._address = None
        self._received = 0  # what Google says it has
        self._most = 0  # and the most it ever said
        self._lost = False  # a piece is out without an answer: ask first
        self._unknown = False  # and it was the last one

    def run(self):
        """Carry the upload through; return what `read` makes of the last answer.

        Raises `GoogleError`; with `outcome_unknown` the upload may have taken effect.
        """
        while True:
            try:
                if self._address is None:
                    self._open()
                return self._transport.attempt(self._next())
            except _Incomplete as incomplete:
                self._go_on(incomplete.received)
            except GoogleError as error:
                self._failed(error)

    def _open(self):
        self._sessions += 1
        self._address = self._transport.send(replace(self._start, read=self._location))
        self._received = self._most = 0
        self._lost = False

    def _location(self, _status, headers, _content):
        """Where the pieces go. The token goes along, so only to Google or to the
        endpoint that stands in for it; ValueError otherwise."""
        address = urljoin(self._start.uri, headers.get("location") or "")
        parts, home = urlsplit(address), urlsplit(self._start.uri)
        if address == self._start.uri:
            raise ValueError("no session")
        if (parts.scheme, parts.netloc) == (home.scheme, home.netloc):
            return address
        host = parts.hostname or ""
        if (
            is_loopback(host)
            and is_loopback(home.hostname)
            and ((parts.scheme, parts.port) == (home.scheme, home.port))
        ):  # the same server under the other name of this machine
            return parts._replace(netloc=home.netloc).geturl()
        if parts.scheme == "https" and host.endswith(".googleapis.com"):
            return self._transport.root(address)
        raise ValueError("a session somewhere else")

    def _next(self):
        """The next request: a piece, or the question how far we are."""
        total = len(self._body)
        if self._lost:
            return self._put(b"", f"bytes */{total}", write=False)
        end = min(self._received + self._piece, total)
        return self._put(
            self._body[self._received : end],
            f"bytes {self._received}-{end - 1}/{total}",
            write=end == total,
        )

    def _put(self, body, content_range, write):
        return Call(
            service=self._start.service,
            method=self._start.method,
            uri=self._address,
            http_method="PUT",
            body=body,
            headers={"content-range": content_range},
            read=self._read,
            error=self._error,
            token_source=self._start.token_source,
            write=write,
        )

    def _error(self, status, headers, content):
        start = self._start
        if status == 308:
            received = _received(headers.get("range"))
            if 0 <= received <= len(self._body):
                return _Incomplete(received)
        return from_response(start.service, start.method, status, headers, content)

    def _go_on(self, received):
        """Google waits for more, so the last piece has had no effect; or it has all
        and is not done with it: then only asking helps."""
        asked = self._lost
        self._lost = self._unknown = received == len(self._body)
        if received > self._most:
            self._most = received
            self._patience.progress()
        elif self._lost or not asked:
            # A loss has been waited for before the question; this is a new one.
            self._pause(self._trouble("no_progress", "Google takes no more of it"))
        self._received = received

    def _failed(self, error):
        """Wait and ask, start anew, or raise what the caller is to know."""
        if self._address is None:
            raise error
        self._unknown = self._unknown or error.outcome_unknown
        if error.status in _FORGOTTEN and not self._unknown:
            self._forget(error)
        elif isinstance(error, Transient):
            if error.service != self._start.service or error.reason == "tls":
                raise self._honest(error) from None
            self._pause(error)
            self._lost = True
        elif self._unknown and not isinstance(error, (ReauthRequired, Forbidden)):
            # A refused question says nothing of the mail.
            raise self._honest(self._trouble("unanswered", error.detail)) from None
        else:
            raise self._honest(error) from None

    def _forget(self, error):
        if self._sessions < _MOST_SESSIONS:
            self._address = None
        elif self._received + self._piece >= len(self._body) and not self._lost:
            raise error  # the last piece was there: it is the body that is refused
        else:
            raise self._trouble("upload_forgotten", _FORGOTTEN_WORDS) from None

    def _pause(self, error):
        if not self._patience.pause(error, at_once=error.reason == "idle_closed"):
            raise self._honest(error) from None

    def _honest(self, error):
        error.outcome_unknown = self._unknown
        return error

    def _trouble(self, reason, detail):
        return Transient(
            detail,
            service=self._start.service,
            method=self._start.method,
            reason=reason,
        )


def _received(value):
    """`bytes=0-262143` → 262144; nothing there → 0; -1 for what makes no sense."""
    if not value:
        return 0
    first, _dash, last = value.removeprefix("bytes=").partition("-")
    return int(last) + 1 if first == "0" and last.isdigit() else -1
