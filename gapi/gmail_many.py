# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Many messages of one mailbox at once, each with its own outcome.

Reading and trashing go in batches of single calls, labels in Gmail's own call for a
thousand messages, which it does for all or for none. Nothing here raises a
`GoogleError`. What concerns the whole mailbox (no grant, too fast, no network) ends
the work: what was not sent gets the same error.
"""

import binascii
import copy
from dataclasses import dataclass
from typing import NamedTuple

from . import batch, gmail_requests as requests
from .errors import (
    Forbidden,
    Gone,
    GoogleError,
    ReauthRequired,
    Rejected,
    Transient,
)
from .gmail_history import texts
from .transport import Call, read_object, reader

_ROAD = ("rate", "concurrency", "network", "timeout")
# Google's people write base64url; a few answers came in the other alphabet.
_ALPHABET = bytes.maketrans(b"-_", b"+/")


class RawMessage(NamedTuple):
    """A mail as Gmail has it.

    raw            its bytes, RFC 5322
    internal_date  milliseconds since 1970 at which Gmail got it, or None
    size           bytes, Google's estimate
    """

    raw: bytes
    thread_id: str
    label_ids: tuple
    internal_date: int | None
    size: int
    history_id: str


@dataclass(frozen=True)
class Result:
    """What became of one message: the value, or the error."""

    value: object
    error: GoogleError | None = None


class Messages:
    """The calls for many messages; `gmail.GmailClient` says what each promises."""

    def __init__(self, transport, token_source):
        self._transport = transport
        self._token_source = token_source
        self._service = transport.service("gmail")

    # -- reading -------------------------------------------------------------------
    def raw(self, ids, size):
        """Yield (id, `Result` of a `RawMessage`), `size` mails a request."""
        waiting, pace = list(ids), batch.Pace(max(1, min(size, batch.MAX_CALLS)))
        was_broken = False
        while waiting:
            some, waiting = waiting[: pace.size], waiting[pace.size :]
            calls = [
                self._call(
                    requests.message_raw(self._service, message_id),
                    "users.messages.get",
                    read=_read_raw,
                )
                for message_id in some
            ]
            outcomes = self._batch(calls, pace)
            errors = [error for _value, error in outcomes]
            # A mail that breaks Google's server is one mail; twice in a row it is the
            # server.
            broken = all(isinstance(error, Transient) for error in errors)
            stop = _of_all(errors) or (broken and was_broken and errors[0])
            was_broken = broken
            outcomes.reverse()
            for message_id in some:
                # No mail is kept here once it was handed over.
                yield message_id, _with_content(*outcomes.pop())
            if stop:
                yield from ((left, Result(None, _unsent(stop))) for left in waiting)
                return

    def metadata(self, ids, headers):
        """Return {id: `Result` of Google's message}."""
        ids = list(dict.fromkeys(ids))
        outcomes = self._batch(
            [
                self._call(
                    requests.message_metadata(self._service, message_id, headers),
                    "users.messages.get",
                )
                for message_id in ids
            ]
        )
        return {
            message_id: Result(*outcome)
            for message_id, outcome in zip(ids, outcomes, strict=True)
        }

    # -- writing -------------------------------------------------------------------
    def trash(self, ids):
        """Return a `Result` for each id, in order."""
        wanted = list(dict.fromkeys(ids))
        outcomes = self._batch(
            [
                self._call(
                    requests.message_trash(self._service, message_id),
                    "users.messages.trash",
                    write=True,
                )
                for message_id in wanted
            ]
        )
        done = dict(zip(wanted, outcomes, strict=True))
        return [Result(*done[message_id]) for message_id in ids]

    def modify(self, ids, add, remove):
        """Return a `Result` without value for each id, in order."""
        done = {}
        waiting = _parts(list(dict.fromkeys(ids)), requests.MOST_MODIFIED)
        while waiting and (add or remove):
            some = waiting.pop(0)
            error = self._all_at_once(some, add, remove) if len(some) > 1 else None
            errors = [error] * len(some)
            if isinstance(error, (Gone, Rejected)) and len(some) > batch.MAX_CALLS:
                # One of them is enough for Gmail to refuse them all.
                half = len(some) // 2
                waiting[:0] = [some[:half], some[half:]]
                continue
            if isinstance(error, (Gone, Rejected)) or len(some) == 1:
                errors = self._one_by_one(some, add, remove)
            done.update(zip(some, errors, strict=True))
            stop = _of_all(errors) or _the_same(errors)
            if stop:
                left = [message_id for part in waiting for message_id in part]
                done.update(dict.fromkeys(left, _unsent(stop)))
                break
        return [Result(None, done.get(message_id)) for message_id in ids]

    def _all_at_once(self, some, add, remove):
        """Return the error, or None."""
        request = requests.batch_modify(self._service, some, add, remove)
        try:
            self._transport.send(
                self._call(
                    request, "users.messages.batchModify", read=_read_done, write=True
                )
            )
        except GoogleError as error:
            return error
        return None

    def _one_by_one(self, some, add, remove):
        outcomes = self._batch(
            [
                self._call(
                    requests.message_modify(self._service, message_id, add, remove),
                    "users.messages.modify",
                    read=_read_done,
                    write=True,
                )
                for message_id in some
            ]
        )
        return [error for _value, error in outcomes]

    # -- the road ------------------------------------------------------------------
    def _call(self, request, method, read=None, write=False):
        return Call(
            service="gmail",
            method=method,
            uri=request.uri,
            http_method=request.method,
            body=request.body,
            headers=dict(request.headers),
            read=read or reader(request.method),
            token_source=self._token_source,
            write=write,
        )

    def _batch(self, calls, pace=None):
        return batch.run(self._transport, "gmail", calls, self._token_source, pace=pace)


def _of_all(errors):
    """Return the one of the errors that all other messages would meet, too.

    A mailbox is its owner's as a whole: what is forbidden is so for every mail.
    """
    for error in errors:
        if isinstance(error, (ReauthRequired, Forbidden)) or (
            isinstance(error, Transient)
            and (error.kind in _ROAD or error.service != "gmail")
        ):
            return error
    return None


def _the_same(errors):
    """Return the error when all of several messages have the very same one; that is
    about the labels, or Google's servers."""
    first = errors[0]
    if len(errors) > 1 and isinstance(first, (Rejected, Transient)):
        if {str(error) for error in errors} == {str(first)}:
            return first
    return None


def _unsent(error):
    error = copy.copy(error)
    error.outcome_unknown = False
    return error


def _read_done(status, headers, content):
    """None: the answer says no more than that it was done, if it says anything."""
    if content:
        read_object(status, headers, content)


def _read_raw(status, headers, content):
    """The `RawMessage` in an answer; `raw` is None where Google gives no content."""
    data = read_object(status, headers, content)
    return RawMessage(
        raw=_decoded(data.pop("raw", None)),
        thread_id=str(data.get("threadId") or ""),
        label_ids=texts(data, "labelIds"),
        internal_date=_number(data.get("internalDate")),
        size=_number(data.get("sizeEstimate")) or 0,
        history_id=str(data.get("historyId") or ""),
    )


def _decoded(text):
    """The bytes of base64, either alphabet, padded or not; None for what is none."""
    if not isinstance(text, str) or not text.isascii():
        return None
    data = text.encode("ascii").translate(_ALPHABET)
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return None


def _number(value):
    """A number that Google writes as text; None for what is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else None


def _with_content(value, error):
    if value is not None and value.raw is None:
        error = Rejected(
            "Gmail gives no content of this message",
            service="gmail",
            method="users.messages.get",
            reason="noContent",
        )
        value = None
    return Result(value, error)


def _parts(items, size):
    return [items[start : start + size] for start in range(0, len(items), size)]
