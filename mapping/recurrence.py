# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Series: a rule's text ⇄ its occurrences ⇄ what Odoo's recurrence can hold.

The neutral ``rule`` of a form is ``{"lines": [...], "zone": "Europe/Berlin"}``: the
lines as RFC 5545 writes them (Calendar v3, Event.recurrence), the zone on whose wall
clock they are counted ("" for whole days). An occurrence is known by its *key*: its
original start as ``when["start"]`` spells it, a UTC time or a date.

A rule is trusted only as far as it is understood: ``read_fields`` answers None for
what Odoo cannot express, proved by comparing the occurrences of both.
"""

import re
from datetime import date, datetime, time, timedelta, timezone

from dateutil import rrule

from .model import Unreadable
from .when import parse_utc, utc_text, zone_or_none

LAST_SUMMER = 2037  # pytz, with which Odoo counts, changes no clocks afterwards
MOST = 720  # occurrences that Odoo keeps of one series
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_LINE = re.compile(r"([A-Za-z]+)((?:;[^:]*)?):(.*)$", re.DOTALL)
_BYDAY = re.compile(r"([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)$")
# What Google writes into a rule and Gregorian calendars need not care for.
_PLAIN = {"RSCALE": "GREGORIAN", "SKIP": "OMIT"}


# -- keys and wall clocks ---------------------------------------------------


def wall(key, zone=""):
    """A key → naive time on the series' wall clock; a date → its midnight."""
    if "T" not in key:
        return datetime.combine(date.fromisoformat(key), time())
    moment = parse_utc(key)
    moment = moment.astimezone(_zone(zone, moment.year))
    return moment.replace(tzinfo=None, fold=0)


def key_of(moment, zone="", all_day=False):
    """``wall`` backwards. A time that a clock change skips or repeats is read as RFC
    5545 wants it: by the offset before the gap, the first of two."""
    if all_day:
        return moment.date().isoformat()
    return utc_text(moment.replace(tzinfo=_zone(zone, moment.year)))


def key_of_stamp(stamp):
    """``20260302T080000Z``, or ``20260302`` of a whole day → key."""
    moment = _stamp(stamp, "")
    return key_of(moment, "", all_day=len(stamp) == 8)


def occurrence_when(when, zone, key):
    """The ``when`` of an untouched occurrence; ``when``: of its series."""
    length = wall(when["end"], zone) - wall(when["start"], zone)
    end = key_of(wall(key, zone) + length, zone, when["all_day"])
    return {"start": key, "end": end, "all_day": when["all_day"]}


def shift(when, zone, old_key, new_key):
    """``when`` moved on the wall clock as far as ``new_key`` lies from ``old_key``."""
    delta = wall(new_key, zone) - wall(old_key, zone)
    moved = {
        name: key_of(wall(when[name], zone) + delta, zone, when["all_day"])
        for name in ("start", "end")
    }
    return {**when, **moved}


def _zone(name, year=0):
    """The zone; of late years with the clocks of Odoo, whose table of summer times
    ends. Else half of an endless series would look as if somebody had moved it."""
    zone = zone_or_none(name) or timezone.utc
    if year > LAST_SUMMER:
        zone = timezone(datetime(LAST_SUMMER, 12, 31, tzinfo=zone).utcoffset())
    return zone


# -- occurrences ------------------------------------------------------------


def expand(rule, start, since="", until="", limit=MOST):
    """Keys of the occurrences of ``rule`` that begins at ``start`` (a key), in order.

    ``since``/``until``: keys or dates, inclusive/exclusive; of what lies between the
    first ``limit``. Without an RRULE the start itself is the first occurrence.
    Raises Unreadable for a rule nobody can count.
    """
    zone, all_day = rule.get("zone") or "", "T" not in start
    first = wall(since, zone) if since else None
    last = wall(until, zone) if until else None
    found = []
    try:
        for moment in _moments(rule["lines"], start, zone):
            if last is not None and moment >= last:
                break
            if first is None or moment >= first:
                found.append(key_of(moment, zone, all_day))
            if len(found) >= limit:
                break
    except OverflowError:
        pass  # the calendar ends in the year 9999
    return found


def _moments(lines, start, zone):
    """The wall-clock times of a rule, ascending."""
    first = wall(start, zone)
    rules = rrule.rruleset()
    counted = False
    for line in lines:
        name, options, value = _split(line)
        if name in ("RRULE", "EXRULE"):
            one = _rrule(value, first, zone)
            (rules.rrule if name == "RRULE" else rules.exrule)(one)
            counted = counted or name == "RRULE"
        elif name in ("RDATE", "EXDATE"):
            for moment in _dates(options, value, "T" not in start, zone):
                (rules.rdate if name == "RDATE" else rules.exdate)(moment)
    if not counted:
        rules.rdate(first)
    return rules


def _split(line):
    found = _LINE.match(line.strip())
    if not found:
        raise Unreadable(f"Google sent a rule nobody can read: {line}")
    return found[1].upper(), found[2], found[3].strip()


def _rrule(value, first, zone):
    found = _parameters(value)
    if found.get("INTERVAL") == "0":
        raise Unreadable(f"Google sent a rule that never goes on: {value}")
    words = ";".join(
        f"{name}={_wall_until(text, zone) if name == 'UNTIL' else text}"
        for name, text in found.items()
    )
    try:
        return rrule.rrulestr(words, dtstart=first)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise Unreadable(f"Google sent a rule nobody can read: {value}") from error


def _parameters(value):
    """``FREQ=…;…`` → {name: text}, without X- parameters and what says nothing."""
    found = {}
    for part in value.upper().split(";"):
        name, _equals, text = part.strip().partition("=")
        if name and not name.startswith("X-") and _PLAIN.get(name) != text:
            found[name] = text
    return found


def _wall_until(text, zone):
    """UNTIL on the wall clock; a date includes the whole of its day."""
    moment = _stamp(text, zone)
    if len(text) == 8:
        moment += timedelta(hours=23, minutes=59, seconds=59)
    return moment.strftime("%Y%m%dT%H%M%S")


def _dates(options, value, all_day, zone):
    """The wall-clock times of a list of dates. A day among times, or a time among
    days, is no occurrence (RFC 5545, 3.8.5.1: the kinds must be the same)."""
    named = re.search(r"TZID=([^;:]+)", options, re.IGNORECASE)
    other = zone_or_none(named[1]) if named else None
    for text in value.split(","):
        text = text.split("/")[0].strip()
        if (len(text) == 8) != all_day:
            continue
        moment = _stamp(text, zone)
        if other and text[-1] not in "Zz" and len(text) > 8:
            aware = moment.replace(tzinfo=other).astimezone(_zone(zone))
            moment = aware.replace(tzinfo=None, fold=0)
        yield moment


def _stamp(text, zone):
    """``20260301``, ``20260301T090000``, ``…Z`` → naive time on the wall clock."""
    try:
        if len(text) == 8:
            return datetime.strptime(text, "%Y%m%d")
        moment = datetime.strptime(text.rstrip("Zz"), "%Y%m%dT%H%M%S")
        if text[-1] in "Zz":
            aware = moment.replace(tzinfo=timezone.utc).astimezone(_zone(zone))
            moment = aware.replace(tzinfo=None, fold=0)
        return moment
    except (ValueError, IndexError, OverflowError) as error:
        raise Unreadable(f"Google sent a date nobody can read: {text}") from error


# -- Odoo's recurrence ------------------------------------------------------


def read_fields(rule, start, since=""):
    """A rule → values of ``calendar.recurrence``, or None when Odoo cannot say it.

    ``start``: key of the series' start; ``since``: key or date, what lies before is
    not shown in Odoo. ``wkst`` is among the values where the week's first day matters:
    Odoo has no field for it. Excluded days (EXDATE) are no part of the answer: they are
    occurrences that are missing. The answer is proved: its own occurrences are those
    of the rule.
    """
    zone = rule.get("zone") or ""
    split = [_split(line) for line in rule["lines"]]
    rules = [value for name, _options, value in split if name == "RRULE"]
    if len(rules) != 1 or {name for name, *_rest in split} - {"RRULE", "EXDATE"}:
        return None
    words = _parameters(rules[0])
    values = _rhythm(words, wall(start, zone))
    if values is None:
        return None
    plain = {"lines": [f"RRULE:{rules[0]}"], "zone": zone}
    keys = expand(plain, start, since)
    if not keys:
        return None
    values.update(_end(words, keys, zone, keys[0] != start))
    values["event_tz"] = zone or False
    ours = {**plain, "lines": [write_line(values, "T" not in start)]}
    return values if expand(ours, keys[0]) == keys else None


def _rhythm(words, first):
    """rrule_type, interval and days of Odoo for the words of an RRULE, or None."""
    frequency = words.get("FREQ")
    known = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
    by = {name: text for name, text in words.items() if name not in known}
    if frequency not in _FREQUENCIES or not words.get("INTERVAL", "1").isdigit():
        return None
    values = {
        "rrule_type": frequency.lower(),
        "interval": max(int(words.get("INTERVAL", 1)), 1),
        **dict.fromkeys(WEEKDAYS, False),
    }
    days = _days(by.pop("BYDAY", ""))
    if days is None:
        return None
    if frequency in ("DAILY", "WEEKLY"):
        if by or any(number for number, _day in days):
            return None
        if frequency == "DAILY" and days:
            if values["interval"] > 1:
                return None
            values["rrule_type"] = "weekly"  # every day that is one of these days
        if frequency == "WEEKLY" or days:
            chosen = {day for _number, day in days} or {first.weekday()}
            values.update({WEEKDAYS[day]: True for day in chosen})
            if values["interval"] > 1:
                values["wkst"] = words.get("WKST", "MO")
        return values
    month_day = by.pop("BYMONTHDAY", str(first.day))
    if frequency == "YEARLY":
        month = by.pop("BYMONTH", str(first.month))
        plain = (month, month_day) == (str(first.month), str(first.day))
        return values if plain and not by and not days else None
    if days:
        position = by.pop("BYSETPOS", "")
        number, day = days[0]
        number = number or (int(position) if re.match(r"-?\d$", position) else 0)
        if by or len(days) > 1 or str(number) not in ("1", "2", "3", "4", "-1"):
            return None
        weekday = WEEKDAYS[day].upper()
        return {**values, "month_by": "day", "byday": str(number), "weekday": weekday}
    if by or not month_day.isdigit() or not 1 <= int(month_day) <= 31:
        return None
    return {**values, "month_by": "date", "day": int(month_day)}


def _days(text):
    """BYDAY → [(number or 0, weekday)], None when it cannot be read."""
    found = []
    for part in filter(None, text.split(",")):
        match = _BYDAY.match(part)
        if not match:
            return None
        found.append((int(match[1] or 0), _CODES.index(match[2])))
    return found


def _end(words, keys, zone, later):
    """How Odoo says where the series ends. Odoo counts whole days: the end is the day
    of the last occurrence, which also serves where it is not counted from the start."""
    finite = "COUNT" in words or "UNTIL" in words
    if not finite or len(keys) >= MOST:
        return {"end_type": "forever"}
    if "COUNT" in words and not later:
        return {"end_type": "count", "count": len(keys)}
    return {"end_type": "end_date", "until": wall(keys[-1], zone).date()}


def write_line(values, all_day):
    """Values of ``calendar.recurrence`` → the RRULE line.

    ``until`` is a date on the wall clock of ``event_tz`` and includes that day; Google
    wants it in UTC beside a timed start, as a date beside a whole day. Odoo's longest
    series is an endless one.
    """
    kind = values["rrule_type"].upper()
    words = [f"FREQ={kind}"]
    if values.get("interval", 1) > 1:
        words.append(f"INTERVAL={values['interval']}")
        several = sum(bool(values.get(day)) for day in WEEKDAYS) > 1
        if kind == "WEEKLY" and several and values.get("wkst"):
            words.append(f"WKST={values['wkst']}")
    if kind == "WEEKLY":
        chosen = [
            code for code, day in zip(_CODES, WEEKDAYS, strict=True) if values.get(day)
        ]
        words.append(f"BYDAY={','.join(chosen)}")
    elif kind == "MONTHLY" and values.get("month_by") == "day":
        day = WEEKDAYS.index(values["weekday"].lower())
        words.append(f"BYDAY={values['byday']}{_CODES[day]}")
    elif kind == "MONTHLY":
        words.append(f"BYMONTHDAY={values['day']}")
    end = values.get("end_type")
    if end == "count" and values["count"] < MOST:
        words.append(f"COUNT={values['count']}")
    elif end == "end_date":
        words.append(
            f"UNTIL={_until(values['until'], values.get('event_tz'), all_day)}"
        )
    return "RRULE:" + ";".join(words)


def _until(day, zone, all_day):
    if all_day:
        return day.strftime("%Y%m%d")
    last = datetime.combine(day, time(23, 59, 59))
    return key_of(last, zone or "").replace("-", "").replace(":", "")


def ends(lines):
    """Whether a rule has an end of its own."""
    return all(
        re.search(r"[:;](COUNT|UNTIL)=", line.upper())
        for line in lines
        if line.upper().startswith("RRULE")
    )


def with_rule(line, lines):
    """``lines`` with their RRULE replaced: excluded and added days stay."""
    others = [
        other for other in lines if not other.upper().startswith(("RRULE", "EXRULE"))
    ]
    return [line, *others]
