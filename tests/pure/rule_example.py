# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One row of the tables of recurrence rules, and a short way to write it down."""

from datetime import date, datetime, timedelta
from typing import NamedTuple


class Example(NamedTuple):
    """A series as Google spells it, and the starts that are expected of it.

    ``start``, ``end``: event times (``{"date"}`` or ``{"dateTime", "timeZone"}``);
    ``recurrence``: the lines; ``first``: the first local starts, ISO (a date, or a
    time of day without an offset); ``total``: how many there are, None for endless.
    """

    name: str
    start: dict
    end: dict
    recurrence: list
    first: list
    total: int | None

    @property
    def endless(self):
        return self.total is None

    @property
    def all_day(self):
        return "date" in self.start


def example(name, start, zone, lines, first, total=0, minutes=60, days=1):
    """An ``Example`` from few words.

    ``start`` ISO: "2026-03-23" is all day and ends ``days`` later, with a time it ends
    after ``minutes``. ``first`` see ``starts``. ``total`` 0: as many as ``first`` has.
    """
    lines = [lines] if isinstance(lines, str) else list(lines)
    if len(start) == 10:
        end = date.fromisoformat(start) + timedelta(days=days)
        begin, finish = {"date": start}, {"date": end.isoformat()}
        expected = starts(first, "")
    else:
        end = datetime.fromisoformat(start) + timedelta(minutes=minutes)
        begin = {"dateTime": start, "timeZone": zone}
        finish = {"dateTime": end.isoformat(), "timeZone": zone}
        expected = starts(first, "T" + start[11:19])
    return Example(
        name, begin, finish, lines, expected, len(expected) if total == 0 else total
    )


def starts(text, clock):
    """ISO starts of "1997-09: 2 9 16-18 1997-10: 7"; whole ISO texts stay."""
    result, month = [], ""
    for word in text.split():
        if word.endswith(":"):
            month = word[:-1]
        elif len(word) > 7:
            result.append(word)
        else:
            low, _dash, high = word.partition("-")
            for day in range(int(low), int(high or low) + 1):
                result.append(f"{month}-{day:02d}{clock}")
    return result
