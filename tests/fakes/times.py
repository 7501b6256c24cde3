# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reading and writing the times of the Calendar API. Pure.

An event time is ``{"date": "2026-05-01"}`` (all day; an end is exclusive) or
``{"dateTime": …, "timeZone": …}``. Google answers with the offset of the *calendar's*
zone and the name of the *event's* zone, so the two may disagree; so does the fake.
"""

import functools
import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from dateutil.zoneinfo import get_zonefile_instance

from .errors import invalid

INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.\d+)?([Zz]|[+-]\d\d:\d\d)?$"
)


@functools.cache
def zone(name):
    """tzinfo of an IANA name, or None when there is no such zone."""
    if not isinstance(name, str) or not name:
        return None
    if name in ("UTC", "Etc/UTC", "GMT", "Etc/GMT"):
        return timezone.utc
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return get_zonefile_instance().get(name)


def parse_local(text):
    """Datetime of an RFC 3339 text, naive when it has no offset; None when bad."""
    found = INSTANT.match(text or "")
    if not found:
        return None
    day, clock, offset = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}")
        if offset is None:
            return moment
        if offset in "Zz":
            return moment.replace(tzinfo=timezone.utc)
        return datetime.fromisoformat(f"{day}T{clock}{offset}")
    except ValueError:
        return None


def parse_instant(text):
    """Aware datetime; None when bad or without the mandatory offset."""
    moment = parse_local(text)
    return moment if moment is not None and moment.tzinfo else None


def parse_date(text):
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text or ""):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def write(moment, tz):
    """RFC 3339 seconds with the offset of ``tz``; UTC is written ``Z``."""
    # By way of UTC, so that a wall-clock time skipped in spring moves on.
    local = moment.astimezone(timezone.utc).astimezone(tz)
    if not local.utcoffset() and tz is timezone.utc:
        return local.strftime("%Y-%m-%dT%H:%M:%SZ")
    return local.isoformat(timespec="seconds")


def is_all_day(value):
    return bool(value and value.get("date"))


def instant(value, tz):
    """Aware UTC datetime at which an event time lies; a date begins at ``tz``."""
    if is_all_day(value):
        day = parse_date(value["date"])
        local = datetime(day.year, day.month, day.day, tzinfo=tz)
        return local.astimezone(timezone.utc)
    moment = parse_local(value["dateTime"])
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone(value.get("timeZone")) or tz)
    return moment.astimezone(timezone.utc)


def normalise(value, label, calendar_zone, recurring=False):
    """The stored form of a client's event time, or 400 in Google's words.

    ``label`` is "start" or "end", ``calendar_zone`` an IANA name.
    """
    value = {k: v for k, v in (value or {}).items() if v is not None}
    day, moment = value.get("date"), value.get("dateTime")
    if not day and not moment:
        raise invalid(f"Missing {label} time.")
    if day and moment:
        raise invalid(f"Invalid {label} time.")
    name = value.get("timeZone")
    if name and zone(name) is None:
        raise invalid(f"Invalid time zone definition for {label} time.")
    if day:
        return {"date": day}
    if recurring and not name:
        raise invalid(f"Missing time zone definition for {label} time.")
    parsed = parse_local(moment)
    if parsed.tzinfo is None:
        if not name:
            raise invalid(f"Missing time zone definition for {label} time.")
        parsed = parsed.replace(tzinfo=zone(name))
    name = name or calendar_zone
    return {"dateTime": write(parsed, zone(calendar_zone)), "timeZone": name}


def in_zone(value, tz):
    """The same event time written with the offset of ``tz`` (a tzinfo)."""
    if not value or is_all_day(value):
        return value
    moment = parse_local(value["dateTime"])
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone(value.get("timeZone")) or tz)
    return {**value, "dateTime": write(moment, tz)}


def in_order(start, end, calendar_zone):
    """Whether the end is not before the start; 400 when the two are of two kinds."""
    if is_all_day(start) != is_all_day(end):
        raise invalid("Start and end times must either both be date or both dateTime.")
    tz = zone(calendar_zone) or timezone.utc
    return instant(end, tz) >= instant(start, tz)


def add_days(text, days):
    return (parse_date(text) + timedelta(days=days)).isoformat()
