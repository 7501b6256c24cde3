# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Series: which instances a rule makes, and how an instance is named. Pure.

Rules are expanded on the event's own wall clock, so a 9 o'clock meeting stays at 9
over a change of summer time. An instance is ``<master>_<UTC stamp>`` (a bare date for
all-day series) and is known by its ``originalStartTime`` even after it was moved. The
instances of a series that was split off (``<master>_R…``) go without that part.
"""

import itertools
import re
from datetime import datetime, timedelta, timezone

from dateutil.rrule import rruleset

from . import rule_text, times
from .errors import invalid

LINE = re.compile(r"(RRULE|EXRULE|RDATE|EXDATE)((?:;[^:]*)?):(.+)$", re.IGNORECASE)
STAMP = re.compile(r"(.+)_(\d{8}(?:T\d{6}Z)?)$")
RANGE = re.compile(r"_R\d{8}(?:T\d{6})?$")  # a series split off from another one
LONGEST = 20000  # starts of one series that are ever looked at
HORIZON = timedelta(days=2 * 366)  # how far an endless series is unrolled


def check(lines, start, known=()):
    """400 for lines Google would not take (syntax, DTSTART, unreadable rules).

    Lines that were ``known`` before are let be: a seed may hold odd ones.
    """
    for line in lines:
        found = LINE.match(line)
        if line not in known and not (found and _is_sound(*found.groups(), start)):
            raise invalid("Invalid recurrence rule.")
    try:
        next(iter(_rules(lines, start)), None)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise invalid("Invalid recurrence rule.") from error


def _is_sound(kind, _options, value, start):
    """Stricter than Google: UNTIL is of the start's kind, UTC, and not with COUNT."""
    if kind.upper() not in ("RRULE", "EXRULE"):
        return True
    rule = rule_text.parts(value.upper())
    numbers = (rule.get(name, "1") for name in ("COUNT", "INTERVAL"))
    if not all(number.isdigit() and int(number) for number in numbers):
        return False
    if "UNTIL" in rule:
        kind = r"\d{8}" if times.is_all_day(start) else r"\d{8}T\d{6}Z"
        return "COUNT" not in rule and bool(re.fullmatch(kind, rule["UNTIL"]))
    return True


def wall_start(start):
    """Naive local datetime of a start, and the zone (None for all-day)."""
    if times.is_all_day(start):
        day = times.parse_date(start["date"])
        return datetime(day.year, day.month, day.day), None
    tz = times.zone(start.get("timeZone"))
    moment = times.parse_local(start["dateTime"])
    if tz is None:
        tz = moment.tzinfo or timezone.utc
    if moment.tzinfo is None:
        return moment, tz
    return moment.astimezone(tz).replace(tzinfo=None), tz


def _naive(text, tz):
    """A stamp of a rule line as wall-clock time of the series."""
    text = text.strip()
    if len(text) == 8:
        return datetime.strptime(text, "%Y%m%d")
    moment = datetime.strptime(text.rstrip("Zz"), "%Y%m%dT%H%M%S")
    if text[-1] in "Zz" and tz is not None:
        moment = moment.replace(tzinfo=timezone.utc).astimezone(tz)
    return moment.replace(tzinfo=None)


def _rules(lines, start):
    """A dateutil rule set on naive wall-clock times.

    Lines of an unknown kind are skipped: Google itself has been seen to return them.
    """
    first, tz = wall_start(start)
    rules = rruleset()
    has_rule = False
    for line in lines:
        found = LINE.match(line)
        if not found:
            continue
        kind, options, value = found.groups()
        kind = kind.upper()
        if kind in ("RRULE", "EXRULE"):
            rule = rule_text.read(_local_until(value.upper(), tz), first)
            if kind == "RRULE":
                rules.rrule(rule)
                has_rule = True
            else:
                rules.exrule(rule)
            continue
        for text, moment in dates(options, value, start):
            if kind == "RDATE":
                rules.rdate(moment)
            elif (len(text) == 8) == (tz is None):
                # A date leaves no time of day out, at Google neither.
                rules.exdate(moment)
    if not has_rule:
        rules.rdate(first)
    return rules


def dates(options, value, start):
    """[(text, wall-clock time of the series)] of an RDATE's or EXDATE's values."""
    first, tz = wall_start(start)
    named = re.search(r"TZID=([^;:]+)", options)
    other = times.zone(named.group(1)) if named else None
    result = []
    for text in map(str.strip, value.split(",")):
        moment = _naive(text.split("/")[0], tz)
        if other is not None and tz is not None and text[-1] not in "Zz":
            moment = moment.replace(tzinfo=other).astimezone(tz).replace(tzinfo=None)
        if len(text) == 8 and tz is not None:
            moment = datetime.combine(moment.date(), first.time())
        result.append((text, moment))
    return result


def _local_until(value, tz):
    def local(found):
        text = found.group(1)
        moment = _naive(text, tz)
        if len(text) == 8:
            # A date as UNTIL includes the whole of that day.
            moment = moment + timedelta(hours=23, minutes=59, seconds=59)
        return "UNTIL=" + moment.strftime("%Y%m%dT%H%M%S")

    return re.sub(r"UNTIL=([0-9TZtz]+)", local, value)


def starts(master, until=None):
    """Original starts of a series in order, as event times of the master's kind.

    ``until``: aware datetime, exclusive; endless rules stop at a horizon.
    """
    start = master["start"]
    first, tz = wall_start(start)
    limit = until or max(
        datetime.now(timezone.utc) + HORIZON,
        first.replace(tzinfo=tz or timezone.utc) + HORIZON,
    )
    rules = _rules(master.get("recurrence") or [], start)
    for moment in itertools.islice(rules, LONGEST):
        aware = moment.replace(tzinfo=tz or timezone.utc)
        if aware >= limit:
            return
        if tz is None:
            yield {"date": moment.date().isoformat()}
            continue
        offset = times.parse_local(start["dateTime"])
        shown = _shown_zone(start, tz) if offset.tzinfo else tz
        value = {"dateTime": times.write(aware, shown)}
        if start.get("timeZone"):
            value["timeZone"] = start["timeZone"]
        yield value


def _shown_zone(start, tz):
    """The zone whose offset the start is written in; Z stays Z."""
    return timezone.utc if start["dateTime"].endswith(("Z", "z")) else tz


def end_of(master, original):
    """End of the instance that starts at ``original``, same wall-clock length."""
    if times.is_all_day(original):
        days = (
            times.parse_date(master["end"]["date"])
            - times.parse_date(master["start"]["date"])
        ).days
        return {"date": times.add_days(original["date"], days)}
    first, tz = wall_start(master["start"])
    last, end_tz = wall_start(master["end"])
    length = last.replace(tzinfo=end_tz).astimezone(tz).replace(tzinfo=None) - first
    begin = wall_start(original)[0]
    end = (begin + length).replace(tzinfo=tz)
    value = {"dateTime": times.write(end, _shown_zone(original, end_tz))}
    if master["end"].get("timeZone"):
        value["timeZone"] = master["end"]["timeZone"]
    return value


def stamp(original):
    """The part of an instance id after the underscore."""
    if times.is_all_day(original):
        return original["date"].replace("-", "")
    moment = times.instant(original, timezone.utc)
    return moment.strftime("%Y%m%dT%H%M%SZ")


def base_id(master_id):
    """The id a series had before anybody split it."""
    return RANGE.sub("", master_id)


def instance_id(master_id, original):
    return f"{base_id(master_id)}_{stamp(original)}"


def split_id(event_id):
    """(``base_id`` of its master, stamp) of an instance id, or (None, None)."""
    found = STAMP.match(event_id)
    return found.groups() if found else (None, None)


def instance(master, original):
    """The unchanged instance of ``master`` that starts at ``original``."""
    skip = ("recurrence", "start", "end", "id")
    data = {key: value for key, value in master.items() if key not in skip}
    data["id"] = instance_id(master["id"], original)
    data["recurringEventId"] = master["id"]
    data["originalStartTime"] = dict(original)
    data["start"] = dict(original)
    data["end"] = end_of(master, original)
    return data


def find(master, text):
    """Original start whose stamp is ``text``, or None when the rule makes no such."""
    try:
        day = datetime.strptime(text[:8], "%Y%m%d").replace(tzinfo=timezone.utc)
    except ValueError:
        return None
    for original in starts(master, day + timedelta(days=2)):
        if stamp(original) == text:
            return original
    return None
