# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Dates and times between Google's spelling and the neutral one.

Google's end is exclusive, for all-day events too (Calendar v3, Event.end). The
offset of a ``dateTime`` is the calendar's, ``timeZone`` the event's; recorded
answers show the two disagree more often than not, so the offset alone fixes the
instant and the zone is kept apart.
"""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from dateutil import parser

from .model import Unreadable


def zone_or_none(name):
    """The zone of that IANA name; None for "" and for names nobody knows.

    Imported calendars carry names like ``GMT+05:30`` or ``W. Europe Standard Time``.
    """
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # ZoneInfo answers a folder's name ("Europe") with an OSError.
        return None


def read_when(start, end, calendar_zone=""):
    """Google's ``start``/``end`` → (when, zone name, notes).

    Raises Unreadable when there is no usable start. A missing end becomes one
    hour (timed) or one day (all-day); an end before the start becomes the start.
    """
    start, end, notes = start or {}, end or {}, []
    if start.get("date"):
        first = _date(start["date"])
        last = _date(end["date"]) if end.get("date") else first
        if last <= first:
            # Old imports hold all-day events whose end is their start.
            last = _after(first, timedelta(days=1))
        return (
            {"start": first.isoformat(), "end": last.isoformat(), "all_day": True},
            "",
            notes,
        )
    if not start.get("dateTime"):
        raise Unreadable("Google sent this event without a start.")
    name = start.get("timeZone") or ""
    zone = zone_or_none(name)
    if name and zone is None:
        notes.append(f"unknown time zone {name}")
        name = calendar_zone if zone_or_none(calendar_zone) else ""
    fallback = zone or zone_or_none(calendar_zone) or timezone.utc
    begins = _instant(start["dateTime"], fallback)
    if end.get("dateTime"):
        ends = _instant(end["dateTime"], zone_or_none(end.get("timeZone")) or fallback)
    else:
        ends = _after(begins, timedelta(hours=1))
    if ends < begins:
        notes.append("the end was before the start")
        ends = begins
    when = {"start": utc_text(begins), "end": utc_text(ends), "all_day": False}
    return when, name, notes


def write_when(when, zone_name=""):
    """Neutral ``when`` → Google's {"start": …, "end": …}.

    The other kind's keys are sent as null, so that a patch may turn a timed event
    into an all-day one and back.
    """
    if when["all_day"]:
        return {
            "start": {"date": when["start"], "dateTime": None, "timeZone": None},
            "end": {"date": when["end"], "dateTime": None, "timeZone": None},
        }
    zone = zone_name if zone_or_none(zone_name) else "UTC"
    return {
        "start": {"dateTime": when["start"], "timeZone": zone, "date": None},
        "end": {"dateTime": when["end"], "timeZone": zone, "date": None},
    }


def is_over(when, now):
    """Whether the event has ended at ``now`` (aware).

    An all-day event is over once its day has ended everywhere on earth: a guest in
    the far west may still be living it.
    """
    if when["all_day"]:
        ends = datetime.combine(
            date.fromisoformat(when["end"]), datetime.min.time(), timezone.utc
        )
        return ends + timedelta(hours=12) <= now
    return parse_utc(when["end"]) <= now


def ends_before(when, day):
    """Whether the event ends on or before the beginning of ``day`` (a date, UTC)."""
    if when["all_day"]:
        return date.fromisoformat(when["end"]) <= day
    midnight = datetime.combine(day, datetime.min.time(), timezone.utc)
    return parse_utc(when["end"]) <= midnight


def utc_text(moment):
    """An aware datetime → "2026-03-01T09:00:00Z", whole seconds."""
    utc = moment.astimezone(timezone.utc)
    # Not strftime: it writes the year 999 with three digits, which nobody reads back.
    return utc.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def parse_utc(text):
    """ "2026-03-01T09:00:00Z" → aware datetime in UTC."""
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=timezone.utc)


def _after(moment, delta):
    try:
        return moment + delta
    except OverflowError:
        raise Unreadable(f"Google sent a time beyond the calendar: {moment}") from None


def _date(text):
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise Unreadable(f"Google sent a date nobody can read: {text}") from None


def _instant(text, fallback_zone):
    try:
        moment = parser.isoparse(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=fallback_zone)
        return moment.astimezone(timezone.utc)
    except (TypeError, ValueError, OverflowError):
        raise Unreadable(f"Google sent a time nobody can read: {text}") from None
