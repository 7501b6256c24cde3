# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The text of one RRULE, read into something that can be iterated. Pure.

dateutil reads RFC 5545 only. Other programs leave parameters of their own (``X-…``),
and RFC 7529 adds the calendar a rule counts in (``RSCALE``) and what becomes of a day
that a month does not have (``SKIP``). A rule that counts in another calendar than ours
is not expanded: it makes its first day only.
"""

import calendar
import itertools
from datetime import timedelta

from dateutil.rrule import rrulestr

OTHER_DAYS = {"BYDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY"}


def parts(value):
    """{name: value} of "FREQ=DAILY;COUNT=3", in the order given."""
    found = (part.partition("=") for part in value.split(";") if part)
    return {name.upper(): text for name, _sign, text in found}


def join(found):
    return ";".join(f"{name}={text}" for name, text in found.items())


def read(value, first):
    """An iterable of naive datetimes from ``first`` on; ValueError for nonsense."""
    found = {k: v for k, v in parts(value).items() if not k.startswith("X-")}
    scale = found.pop("RSCALE", "GREGORIAN")
    skip = found.pop("SKIP", "OMIT")
    if skip not in ("OMIT", "BACKWARD", "FORWARD"):
        raise ValueError(f"SKIP={skip}")
    if scale != "GREGORIAN":
        return rrulestr("FREQ=DAILY;COUNT=1", dtstart=first)
    if skip == "OMIT" or not _by_day_of_month(found):
        return rrulestr(join(found), dtstart=first)
    return _skipping(found, first, skip)


def _by_day_of_month(found):
    """Whether the rule means one day number of its months."""
    days = found.get("BYMONTHDAY", "1")
    monthly = found.get("FREQ") in ("MONTHLY", "YEARLY")
    return monthly and days.isdigit() and not OTHER_DAYS & set(found)


def _skipping(found, first, skip):
    """The rule's months, in each the day or what ``skip`` puts in its place."""
    wanted = int(found.pop("BYMONTHDAY", first.day))
    if found["FREQ"] == "YEARLY":
        found.setdefault("BYMONTH", str(first.month))
    count = int(found.pop("COUNT", 0)) or None
    last = found.pop("UNTIL", None)
    months = rrulestr(join({**found, "BYMONTHDAY": "1"}), dtstart=first.replace(day=1))
    days = (_day_of(month, wanted, skip) for month in months)
    days = (day for day in days if day >= first)
    if last:
        days = itertools.takewhile(
            lambda day: day.strftime("%Y%m%dT%H%M%S") <= last, days
        )
    return itertools.islice(days, count)


def _day_of(month, wanted, skip):
    length = calendar.monthrange(month.year, month.month)[1]
    if wanted <= length:
        return month.replace(day=wanted)
    if skip == "BACKWARD":
        return month.replace(day=length)
    return month + timedelta(days=length)
