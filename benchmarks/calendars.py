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
PORTION = 500  # events sent to the emulated Google at a time
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Mixed:
    """``count`` items of one person, as Google would list them.

    ``own`` and ``invited``: ids of two series of 50 occurrences among them: one that
    this person organises, with guests, and one that a stranger invites them to.
    """

    def __init__(self, login, count, long=True):
        self.login, self.email = login, f"{login}@nordwind.example"
        self.stranger = f"{login}.partner@fern.example"
        self.key = login.encode().hex()
        self.own, self.invited = f"{self.key}s50", f"{self.key}s51"
        self.series = count // 20 - 2 * long
        self.moved = count // 100
        self.long = long
        self.singles = count - count // 20 - self.moved

    @property
    def occurrences(self):
        """How many events all of it is in Odoo."""
        return self.singles + self.series * WEEKS + self.long * 100

    def load(self, google):
        """Bring it into the emulated Google."""
        for first in range(0, self.singles, PORTION):
            last = min(first + PORTION, self.singles)
            google.seed(measure.seed(self.login, last, first))
        for first in range(0, self.series, PORTION):
            numbers = range(first, min(first + PORTION, self.series))
            self._put(google, self.email, [self._series(n) for n in numbers])
        if self.long:
            guests = [{"email": f"gast{n}@kunde.example"} for n in range(3)]
            guests.append({"email": self.email, "responseStatus": "accepted"})
            own = _long(self.own, "Wochenrunde", guests)
            self._put(google, self.email, [own])
            guests = [{"email": self.email}, {"email": self.stranger}]
            invitation = _long(self.invited, "Einladung", guests)
            self._put(google, self.stranger, [invitation])
        for number in range(self.moved):
            self._move_one(google, self._series(number))

    def _put(self, google, email, events):
        account = {"email": email, "timezone": ZONE, "events": events}
        google.seed({"accounts": [account]})

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

    def _series(self, number):
        day = date.today() + timedelta(days=number * 7 % 580 - 330)
        start = datetime.combine(day, time(8 + number % 9, 30))
        event = {
            "id": f"{self.key}s{number:05d}",
            "summary": f"Reihe {number}",
            "location": f"Raum {number % 12}, Hamburg",
            "start": _at(start),
            "end": _at(start + timedelta(minutes=45)),
            "recurrence": [
                f"RRULE:FREQ=WEEKLY;COUNT={WEEKS};BYDAY={DAYS[day.weekday()]}"
            ],
        }
        if number % 2:
            event["attendees"] = [
                {"email": self.email, "responseStatus": "accepted"},
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
