# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Many contacts in one request, each with its own outcome.

People has no multipart batches but methods that take hundreds of contacts, whole or
not at all. Promises of `run`: one outcome for each contact, in the order given; it
never raises a `GoogleError`; one request at a time. Contacts that Google names as wrong
get their own error and the others go again at once; when it names none, halves are
tried until the one is found. What passes by itself is waited for within the
transport's patience. What concerns the whole account ends the run: what was not sent
gets the same error.

A creation is never repeated once it may have taken effect, for nothing would tell the
second from the first. It ends the run, so that the caller can look first.
"""

import copy
from collections import deque

from .backoff import RETRYABLE_KINDS
from .errors import (
    Forbidden,
    Gone,
    GoogleError,
    ReauthRequired,
    Transient,
    from_response,
)
from .transport import Call, reader

_ACCOUNT_WIDE = ("scope", "api_disabled", "policy", "daily_limit", "client")
# What is only one contact's: it breaks Google's server, or its answer.
_OWN = "server"


def run(transport, token_source, job):
    """Carry out a job of `people_jobs`; return a list of (value, error), one for each
    of its contacts; both are None after a deletion."""
    return _Run(transport, token_source, job).all()


class _Run:
    def __init__(self, transport, token_source, job):
        self.transport = transport
        self.token_source = token_source
        self.job = job
        self.patience = transport.patience()
        self.waiting = deque(_chunks(job))
        self.done = {}
        self.unknown = set()  # may have taken effect unanswered
        self.failures = 0  # whole requests in a row that brought nothing
        self.given_up = False  # on one chunk; a second in a row is the server's fault

    def all(self):
        while self.waiting:
            chunk = self.waiting.popleft()
            refused = {}
            try:
                answers = self._send(chunk, refused)
            except GoogleError as error:
                self._failed(chunk, error, refused)
            else:
                self._sort(chunk, answers)
        return [self.done[i] for i in range(len(self.job))]

    def _send(self, chunk, refused):
        """One try; return {position: value or `GoogleError`}. What the body of an
        error says of single contacts goes into `refused`."""
        job = self.job
        request = job.request(self.transport.service("people"), chunk)
        # An empty body, good for a deletion, answers no contact of another job.
        plain = reader("DELETE")

        def read(status, headers, content):
            return job.read(chunk, plain(status, headers, content) or {})

        def error(status, headers, content):
            refused.update(job.refused(chunk, content))
            return from_response("people", job.method, status, headers, content)

        return self.transport.attempt(
            Call(
                service="people",
                method=job.method,
                uri=request.uri,
                http_method=request.method,
                body=request.body,
                headers=dict(request.headers),
                read=read,
                error=error,
                token_source=self.token_source,
                write=True,
                inner=len(chunk),
            )
        )

    def _failed(self, chunk, error, refused):
        """A whole request failed."""
        if error.service != "people":
            # No token: nothing was sent, and asking for one was tried patiently.
            self._stop(error, chunk)
        elif isinstance(error, Transient):
            self._pass(chunk, error)
        elif isinstance(error, ReauthRequired):
            self._stop(error, chunk)
        elif refused:
            self._refuse(chunk, refused)
        elif isinstance(error, Forbidden):
            self._stop(error, chunk)
        elif len(chunk) == 1:
            self._refuse(chunk, {chunk[0]: error})
        elif isinstance(error, Gone):
            self._look(chunk, error)
        else:
            self._split(chunk)

    def _pass(self, chunk, error):
        """Wait and send it again, or give up."""
        if error.outcome_unknown:
            self.unknown.update(chunk)
            if not self.job.repeatable:
                self._stop(error, chunk)
                return
        self.failures += 1
        if self.patience.pause(error, at_once=error.reason == "idle_closed"):
            # The first time it is the server's bad moment, then perhaps one contact.
            if error.kind == _OWN and self.failures > 1 and len(chunk) > 1:
                self._split(chunk)
            else:
                self.waiting.appendleft(chunk)
        elif error.kind == _OWN and error.retry_after is None and not self.given_up:
            self.given_up = True
            self._settle_all(chunk, error)
        else:
            self._stop(error, chunk)

    def _look(self, chunk, error):
        """A 404 for many: ask who is not there, the others go again."""
        try:
            missing = self.job.missing(chunk)
        except (Transient, ReauthRequired, Forbidden) as failed:
            self._stop(failed, chunk)
            return
        except GoogleError:
            missing = ()
        if missing:
            self._refuse(chunk, dict.fromkeys(missing, error))
        else:
            self._split(chunk)

    def _split(self, chunk):
        half = len(chunk) // 2
        self.waiting.extendleft((chunk[half:], chunk[:half]))

    def _refuse(self, chunk, errors):
        """Settle those who kept Google from doing the rest, which goes at once."""
        for i, error in errors.items():
            self._settle(i, error)
        self._progress()
        self._again(chunk)
        self._stop_for(errors.values())

    def _sort(self, chunk, answers):
        """Settle what is final; what passes by itself goes again after a pause."""
        later = {}
        for i, answer in answers.items():
            if isinstance(answer, GoogleError) and answer.outcome_unknown:
                self.unknown.add(i)
            if self._may_pass(answer):
                later[i] = answer
            else:
                self._settle(i, answer)
        if len(later) < len(chunk):
            self._progress()
        worst = max(later.values(), key=_urgency, default=None)
        if worst and not self.patience.pause(worst):
            for i, error in later.items():
                self._settle(i, error)
            if worst.kind != _OWN:
                self._stop(worst)
        self._again(later)
        self._stop_for(answers.values())

    def _progress(self):
        self.failures, self.given_up = 0, False
        self.patience.progress()

    def _may_pass(self, answer):
        return (
            isinstance(answer, Transient)
            and answer.kind in RETRYABLE_KINDS
            and (self.job.repeatable or not answer.outcome_unknown)
        )

    def _again(self, positions):
        left = [i for i in positions if i not in self.done]
        if left:
            self.waiting.appendleft(left)

    def _stop_for(self, answers):
        """Some errors of one contact are errors of all that are still to come."""
        for answer in answers:
            if (
                isinstance(answer, ReauthRequired)
                or (isinstance(answer, Forbidden) and answer.kind in _ACCOUNT_WIDE)
                or (isinstance(answer, Transient) and answer.kind == "quota")
                or (
                    isinstance(answer, GoogleError)
                    and answer.outcome_unknown
                    and not self.job.repeatable
                )
            ):
                self._stop(answer)

    def _stop(self, error, chunk=()):
        """This error is everybody's who is not settled yet."""
        self._settle_all(chunk, error)
        while self.waiting:
            self._settle_all(self.waiting.popleft(), error)

    def _settle_all(self, chunk, error):
        for i in chunk:
            self.done[i] = (None, self._own(i, error))

    def _settle(self, i, answer):
        if isinstance(answer, Gone) and self.job.gone_is_done:
            self.done[i] = (None, None)
        elif isinstance(answer, GoogleError):
            self.done[i] = (None, self._own(i, answer))
        else:
            self.done[i] = (answer, None)

    def _own(self, i, error):
        error = copy.copy(error)
        error.outcome_unknown = i in self.unknown
        return error


def _chunks(job):
    """Yield lists of positions as long as a request may be, no contact twice in one."""
    left = range(len(job))
    while left:
        chunk, later, seen = [], [], set()
        for i in left:
            if len(chunk) < job.most and job.key(i) not in seen:
                seen.add(job.key(i))
                chunk.append(i)
            else:
                later.append(i)
        yield chunk
        left = later


def _urgency(error):
    return (error.retry_after or 0, error.kind != _OWN)
