# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Many calls in one HTTP request, each with its own outcome.

Google's batches are `multipart/mixed`; every part is a small HTTP request. Answers
come in any order and are matched by Content-ID. The client library's own batch raises
on the first missing part and retries nothing, so this is ours.

Promises of `run`: one outcome for each call, in the order given; it never raises a
`GoogleError`. What passes by itself (too fast, 5xx, a part that is missing, a lost
answer) is sent again within the transport's patience, in smaller batches when Google
said "too fast". What concerns the whole account ends the run: the calls not yet sent
get the same error, so nobody hammers a closed door.
"""

import copy
from dataclasses import dataclass, replace

from . import multipart
from .backoff import RETRYABLE_KINDS
from .errors import (
    Conflict,
    Forbidden,
    GoogleError,
    ReauthRequired,
    Transient,
    classify,
)
from .transport import Call

# Google's page says 1,000 or 100, its people and the field say 50.
MAX_CALLS = 50
_SHRINKING = ("rate", "concurrency", "timeout")
_ROAD = (*_SHRINKING, "network")
_ACCOUNT_WIDE = ("scope", "api_disabled", "daily_limit", "client", "no_mailbox")


@dataclass
class Pace:
    """How many calls Google takes at once; shrinks, and stays so for the next run
    that is given the same one."""

    size: int = MAX_CALLS


def run(transport, api, calls, token_source, keys=None, pace=None):
    """Send `calls` and return a list of (value, error), one of the two None.

    api    "calendar": whose batch address;  calls  list of `Call` of this api
    keys   one hashable a call; two calls with the same key go out one after the
           other, never in the same batch
    pace   a `Pace` that several runs share
    """
    return _Run(transport, api, calls, token_source, keys, pace or Pace()).all()


class _Run:
    def __init__(self, transport, api, calls, token_source, keys, pace):
        self.transport = transport
        self.api = api
        self.calls = calls
        self.token_source = token_source
        self.keys = list(keys) if keys is not None else list(range(len(calls)))
        self.patience = transport.patience()
        self.pending = list(range(len(calls)))
        self.done = {}
        self.tries = [0] * len(calls)
        self.unknown = set()  # writes that may have taken effect unanswered
        self.pace = pace
        self.refreshed = False

    def all(self):
        while self.pending:
            chunk = self._chunk()
            try:
                answers = self._send(chunk)
            except GoogleError as error:
                self._whole_failed(chunk, error)
            else:
                self._sort(chunk, answers)
            self.pending = [i for i in self.pending if i not in self.done]
        return [self.done[i] for i in range(len(self.calls))]

    def _chunk(self):
        chunk, seen = [], set()
        for i in self.pending:
            if self.keys[i] not in seen:
                seen.add(self.keys[i])
                chunk.append(i)
            if len(chunk) == self.pace.size:
                break
        return chunk

    def _send(self, chunk):
        """One HTTP request; return {index: value or GoogleError} of what was answered.

        A single call goes as a plain request; its own errors are its answer, the
        errors of the road are raised.
        """
        if len(chunk) == 1:
            call = replace(self.calls[chunk[0]], token_source=self.token_source)
            try:
                return {chunk[0]: self.transport.attempt(call)}
            except GoogleError as error:
                if error.service != self.api or error.status == 401:
                    raise
                if isinstance(error, Transient) and error.kind in _ROAD:
                    raise
                return {chunk[0]: error}
        boundary, body = multipart.pack(
            {i: self.calls[i] for i in chunk}, self.transport.endpoint
        )

        def read(_status, headers, content):
            parts = multipart.unpack(headers.get("content-type"), content, boundary)
            return {
                i: multipart.outcome(self.calls[i], *parts[i])
                for i in chunk
                if i in parts
            }

        return self.transport.attempt(
            Call(
                service=self.api,
                method="batch",
                uri=self.transport.batch_url(self.api),
                http_method="POST",
                body=body,
                headers={"content-type": f'multipart/mixed; boundary="{boundary}"'},
                read=read,
                token_source=self.token_source,
                write=any(self.calls[i].write for i in chunk),
                inner=len(chunk),
            )
        )

    def _whole_failed(self, chunk, error):
        """The outer request failed: nothing is known of any of its calls."""
        if error.outcome_unknown:
            self.unknown.update(i for i in chunk if self.calls[i].write)
        if isinstance(error, Transient):
            if self.patience.pause(error, at_once=error.reason == "idle_closed"):
                self._shrink([error], chunk)
            else:
                self._stop(error)
        elif (
            isinstance(error, (ReauthRequired, Forbidden))
            or error.service != self.api  # no token: no envelope would help
            or len(chunk) == 1
        ):
            self._stop(error)
        else:
            # Google does not like this envelope (too large?): smaller ones, in the
            # end plain requests, show which call it is.
            self.pace.size = max(1, len(chunk) // 2)

    def _sort(self, chunk, answers):
        """Settle what is final, keep what passes by itself for a further batch."""
        again, refused = [], []
        for i in chunk:
            answer = answers[i] if i in answers else self._unanswered(i)
            if not isinstance(answer, GoogleError):
                self._settle(i, value=answer)
            elif isinstance(answer, ReauthRequired) and not self.refreshed:
                refused.append(i)
            elif self._may_pass(i, answer):
                again.append((i, answer))
            else:
                self._settle(i, error=answer)
        if len(again) + len(refused) < len(chunk):
            self.patience.progress()
        if refused:
            self.refreshed = True
            self.token_source.invalidate()
        self._stop_for([self.done[i][1] for i in chunk if i in self.done])
        if again:
            self._try_again([pair for pair in again if pair[0] not in self.done], chunk)

    def _may_pass(self, i, error):
        """True for what a further batch may bring. A record that breaks Google's
        server (5xx) has its own few tries; "too fast" is nobody's own fault."""
        if isinstance(error, Conflict):
            # Calls of one batch that stood in each other's way.
            passes = error.reason == "conflict"
        else:
            passes = isinstance(error, Transient) and error.kind in RETRYABLE_KINDS
        if passes and _kind(error) not in _ROAD:
            self.tries[i] += 1
            passes = self.tries[i] <= self.transport.retries
        if passes and error.outcome_unknown:
            self.unknown.add(i)
        return passes

    def _try_again(self, again, chunk):
        if not again:
            return
        errors = [error for _i, error in again]
        worst = max(errors, key=lambda e: (e.retry_after or 0, _kind(e) in _SHRINKING))
        if self.patience.pause(_as_transient(worst)):
            self._shrink(errors, chunk)
            return
        for i, error in again:
            self._settle(i, error=error)
        if _kind(worst) in _ROAD:
            self._stop(worst)

    def _shrink(self, errors, chunk):
        """Smaller batches when Google says so, or when an answer did not come whole
        or in time: mails by the dozen may be too much for it."""
        if any(
            _kind(error) in _SHRINKING or error.reason == "garbled" for error in errors
        ):
            self.pace.size = max(1, len(chunk) // 2)

    def _stop_for(self, errors):
        """Some errors of one call are errors of all the calls still to come."""
        for error in errors:
            if isinstance(error, ReauthRequired) or (
                isinstance(error, Forbidden) and error.kind in _ACCOUNT_WIDE
            ):
                self._stop(error)
            elif isinstance(error, Transient) and error.kind == "quota":
                self._stop(error, writes_only=True)

    def _stop(self, error, writes_only=False):
        for i in self.pending:
            if i not in self.done and (self.calls[i].write or not writes_only):
                unsent = copy.copy(error)
                unsent.outcome_unknown = False
                self._settle(i, error=unsent)

    def _settle(self, i, value=None, error=None):
        if error is not None and i in self.unknown:
            error.outcome_unknown = True
        self.done[i] = (value, error)

    def _unanswered(self, i):
        call = self.calls[i]
        error = classify(
            call.service, call.method, 502, "unanswered", "missing in Google's answer"
        )
        error.outcome_unknown = call.write
        return error


def _kind(error):
    return error.kind if isinstance(error, Transient) else ""


def _as_transient(error):
    if isinstance(error, Transient):
        return error
    return Transient(kind="server", service=error.service, method=error.method)
