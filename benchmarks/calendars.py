# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A calendar as people have it: single events, series, changed occurrences.

Of every 100 items 5 are series of 11 weeks and 1 is an occurrence that was moved; the
rest are single events. Everything lies within 350 days of today.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import measure

ZONE = "Europe/Berlin"
WEEKS = 11
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Mixed:
    """``count`` items of one person, as Google would list them.

    ``own`` and ``invited``: ids of two series of 50 occurrences among them: one that
    this person organises, with guests, and one that a stranger invites them to.
    """

    def __init__(self, login, count, long=True):
        self.login, self.email = login, f"{login}@nordwind.example"
        self.stranger = f"{login}.partner@fern.example"
        key = login.encode().hex()
        self.own, self.invited = f"{key}s50", f"{key}s51"
        series = count // 20
        self.moved = count // 100
        self.series = [
            _series(login, f"{key}s{number:05d}", number)
            for number in range(series - 2 * long)
        ]
        self.long = long
        self.singles = count - series - self.moved

    @property
    def occurrences(self):
        """How many events all of it is in Odoo."""
        return self.singles + len(self.series) * WEEKS + self.long * 100

    def load(self, google):
        """Bring it into the emulated Google."""
        seed = measure.seed(self.login, self.singles)
        (account,) = seed["accounts"]
        account["events"] += self.series
        if self.long:
            guests = [{"email": f"gast{n}@kunde.example"} for n in range(3)]
            guests.append({"email": self.email, "responseStatus": "accepted"})
            account["events"].append(_long(self.own, "Wochenrunde", guests))
            guests = [{"email": self.email}, {"email": self.stranger}]
            invitation = _long(self.invited, "Einladung", guests)
            stranger = {"email": self.stranger, "timezone": ZONE}
            seed["accounts"].append({**stranger, "events": [invitation]})
        google.seed(seed)
        for number in range(self.moved):
            self._move_one(google, self.series[number])

    def _move_one(self, google, series):
        """The third occurrence is an hour later."""
        start = datetime.fromisoformat(series["start"]["dateTime"])
        end = datetime.fromisoformat(series["end"]["dateTime"])
        week, hour = timedelta(weeks=2), timedelta(hours=1)
        moment = (start + week).replace(tzinfo=ZoneInfo(ZONE))
        stamp = moment.astimezone(ZoneInfo("UTC")).strftime("%Y%m%dT%H%M%SZ")
        body = {"start": _at(start + week + hour), "end": _at(end + week + hour)}
        instance = f"{series['id']}_{stamp}"
        google.world("patch_event", self.email, instance, body, send_updates="none")


def _series(login, event_id, number):
    day = date.today() + timedelta(days=number * 7 % 580 - 330)
    start = datetime.combine(day, time(8 + number % 9, 30))
    event = {
        "id": event_id,
        "summary": f"Reihe {number}",
        "location": f"Raum {number % 12}, Hamburg",
        "start": _at(start),
        "end": _at(start + timedelta(minutes=45)),
        "recurrence": [f"RRULE:FREQ=WEEKLY;COUNT={WEEKS};BYDAY={DAYS[day.weekday()]}"],
    }
    if number % 2:
        event["attendees"] = [
            {"email": f"{login}@nordwind.example", "responseStatus": "accepted"},
            {"email": f"gast{number % 40}@kunde.example"},
        ]
    return event


def _long(event_id, title, guests):
    day = date.today() - timedelta(days=100)
    start = datetime.combine(day, time(10))
    return {
        "id": event_id,
        "summary": title,
        "start": _at(start),
        "end": _at(start + timedelta(hours=1)),
        "recurrence": [f"RRULE:FREQ=WEEKLY;COUNT=50;BYDAY={DAYS[day.weekday()]}"],
        "attendees": guests,
    }


def _at(moment):
    return {"dateTime": moment.isoformat(), "timeZone": ZONE}
