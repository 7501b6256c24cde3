# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the header of a mail says beside its people: date, ids, what sent it."""

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_tz

from .mail_text import header_text

FIRST_YEAR = 1971  # before that there was no mail between computers

_ID = re.compile(r"<([^<>]*)>")
_NOT_IN_ID = re.compile(r"[\s<>\"']+")
_DAEMON = re.compile(r"\A(?:mailer-daemon|maildaemon)@")
_ONCE = ("from", "to", "cc", "subject", "date", "message-id", "content-type")


class Head:
    """The header fields of a part as texts.

    ``hint``: the charset in which bytes that should not be there are likely to be.
    """

    def __init__(self, part, hint=""):
        self._values = {}
        for name, value in part.raw_items():
            value = value.replace("\r", "").replace("\n", "")
            self._values.setdefault(name.strip().lower(), []).append(value)
        self._hint = hint

    def __contains__(self, name):
        return name in self._values

    def all(self, name):
        """The values of a header, decoded, without the empty ones."""
        values = (header_text(v, self._hint) for v in self._values.get(name, ()))
        return [value for value in values if value]

    def first(self, name):
        """The first value of a header that is not empty, or ""."""
        return next(iter(self.all(name)), "")

    def doubles(self):
        """Whether a header that is there once at most is there twice."""
        return any(len(self._values.get(name, ())) > 1 for name in _ONCE)


def date(head):
    """The Date header → aware datetime in UTC; None if there is none or cannot be.

    Obsolete zones and years of two digits count as in RFC 5322, 4.3; no zone is UTC.
    """
    for text in head.all("date"):
        try:
            found = parsedate_tz(text)
            if not found:
                continue
            year, month, day, hour, minute, second = found[:6]
            # The second inserted at the end of some years is no datetime.
            local = datetime(year, month, day, hour, minute, min(second, 59))
            when = (local - timedelta(seconds=found[9] or 0)).replace(
                tzinfo=timezone.utc
            )
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if when.year >= FIRST_YEAR and abs(found[9] or 0) < 86400:
            return when
    return None


def message_id(head):
    """The first Message-ID as ``<…>``, "" if there is none; brackets are added."""
    return next(iter(ids(head, "message-id")), "")


def ids(head, name):
    """The ids of a header, each as ``<…>`` and once, in their order.

    Old programs write words between them ("Your message of … <id>"), others leave the
    brackets out; blanks inside come from folding.
    """
    found = []
    for text in head.all(name):
        inside = [re.sub(r"\s+", "", part) for part in _ID.findall(text)]
        if not any(inside):
            bare = _NOT_IN_ID.split(text)
            inside = [word for word in bare if "@" in word] or (
                bare if len(bare) == 1 else []
            )
        found += [f"<{part}>" for part in inside if part]
    return tuple(dict.fromkeys(found))


def auto(head, kinds, report, sender):
    """Who sends a mail that no person wrote: "bounce", "auto_reply", "list" or "".

    ``kinds``: the content types of all parts, the root's first; ``report``: what the
    root says it reports; ``sender``: an address. 3464 (reports), 3834
    (Auto-Submitted), 2919 and 2369 (lists).
    """
    submitted = head.first("auto-submitted").lower()
    precedence = head.first("precedence").lower()
    if (
        report == "delivery-status"
        or any(kind.endswith("delivery-status") for kind in kinds)
        or "x-failed-recipients" in head
        or _DAEMON.match(sender)
    ):
        return "bounce"
    if (
        submitted.startswith("auto-replied")
        or precedence in ("auto_reply", "auto-reply")
        or kinds[0] == "multipart/report"
        or any(
            head.first(name).lower() not in ("", "no")
            for name in ("x-autoreply", "x-autorespond", "x-autoresponder")
        )
    ):
        return "auto_reply"
    if precedence in ("bulk", "list", "junk") or any(
        name in head
        for name in ("list-id", "list-post", "list-unsubscribe", "mailing-list")
    ):
        return "list"
    return "auto_reply" if submitted and submitted != "no" else ""
