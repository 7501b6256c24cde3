# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Values of ``calendar.event`` ⇄ the neutral form. Dicts only, never recordsets.

Odoo keeps a timed event in naive UTC. An all-day event is a pair of dates, stored
as 08:00 on the first and 18:00 on the last day (inclusive), zone-free.
"""

from datetime import date, datetime, time, timedelta, timezone

from .google_event import sort_reminders
from .model import is_wish
from .when import parse_utc, utc_text

ALL_DAY_START = time(8)
ALL_DAY_STOP = time(18)

_VISIBILITY = {"default": False, "": False}


def read(values):
    """What Odoo holds → form.

    ``values``: name, description ("" when empty), location, start, stop (naive UTC),
    allday, start_date, stop_date, privacy, show_as, alarms (pairs of alarm type and
    minutes), attendees ({e-mail: answer}), video.
    """
    return {
        "title": values["name"] or "",
        "description": values["description"] or "",
        "location": values["location"] or "",
        "when": read_when(values),
        "visibility": values["privacy"] or "default",
        "show_as": values["show_as"] or "busy",
        "reminders": sort_reminders(
            ("email" if kind == "email" else "popup", minutes)
            for kind, minutes in values["alarms"]
        ),
        "attendees": dict(values["attendees"]),
        "video": values["video"] or "",
        "rule": None,
    }


def read_when(values):
    """Odoo's start, stop and dates → neutral ``when`` (exclusive end)."""
    if values["allday"]:
        first = values.get("start_date") or values["start"].date()
        last = max(values.get("stop_date") or values["stop"].date(), first)
        return {
            "start": first.isoformat(),
            "end": (last + timedelta(days=1)).isoformat(),
            "all_day": True,
        }
    return {
        "start": utc_text(values["start"].replace(tzinfo=timezone.utc)),
        "end": utc_text(values["stop"].replace(tzinfo=timezone.utc)),
        "all_day": False,
    }


def write(changes, untitled):
    """Changed fields of the form → values for create() or write().

    ``untitled`` stands where Google has no title: Odoo demands one. Attendees and
    reminders need records and are left to the caller.
    """
    values = {}
    if "title" in changes:
        values["name"] = changes["title"] or untitled
    if "description" in changes:
        values["description"] = changes["description"]
    if "location" in changes:
        values["location"] = changes["location"]
    if "when" in changes:
        values.update(write_when(changes["when"]))
    if "visibility" in changes:
        kept = changes["visibility"]
        values["privacy"] = _VISIBILITY.get(kept, kept)
    if "show_as" in changes:
        values["show_as"] = changes["show_as"]
    if "video" in changes:
        wished = is_wish(changes["video"])
        values["videocall_location"] = False if wished else changes["video"] or False
        values["gws_meet_wanted"] = wished
    return values


def write_when(when):
    """Neutral ``when`` → allday, start, stop as Odoo stores them (naive)."""
    if when["all_day"]:
        last = date.fromisoformat(when["end"]) - timedelta(days=1)
        return {
            "allday": True,
            "start": datetime.combine(date.fromisoformat(when["start"]), ALL_DAY_START),
            "stop": datetime.combine(last, ALL_DAY_STOP),
        }
    return {
        "allday": False,
        "start": parse_utc(when["start"]).replace(tzinfo=None),
        "stop": parse_utc(when["end"]).replace(tzinfo=None),
    }
