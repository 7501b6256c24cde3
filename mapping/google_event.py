# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A Google Calendar event resource ⇄ the neutral form.

``read`` accepts whatever the real Google has been seen to answer (missing keys,
odd zones, attendees without an address). ``write_insert`` and ``write_patch`` say
only what Odoo has something to say about; of a guest they change only the answer.
"""

import dataclasses
import html
import re
from html.entities import html5

from . import link
from .model import ANSWERS, RemoteEvent, There, Unreadable, normalize_email
from .when import read_when, write_when, zone_or_none

# Our mark on an event, private to this calendar's copy: guests cannot read it.
PROPERTY_DATABASE = "odooDatabase"
PROPERTY_RECORD = "odooRecord"

MAX_REMINDERS = 5  # Calendar v3: Event.reminders.overrides
MAX_REMINDER_MINUTES = 40320  # four weeks, ibid.

_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_ENTITY = re.compile(r"&(#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")


def read(resource, own_email="", calendar_zone=""):
    """An answer of Google → RemoteEvent. Raises Unreadable, with the reason.

    ``own_email`` is the account's address (normalised): the guest whom Google marks
    as ``self`` is filed under it, however the invitation spelt the address.
    """
    if not isinstance(resource, dict) or not resource.get("id"):
        raise Unreadable("Google sent something that is not an event.")
    try:
        return _read(resource, own_email, calendar_zone)
    except Unreadable:
        raise
    except (AttributeError, TypeError, ValueError) as error:
        # A key of another kind than documented: this event is set aside, alone.
        raise Unreadable(f"Google sent an event nobody can read: {error}") from error


def _read(resource, own_email, calendar_zone):
    common = {
        "google_id": resource["id"],
        "etag": resource.get("etag") or "",
        "kind": _kind(resource),
        "ical_uid": resource.get("iCalUID") or "",
        "master_id": resource.get("recurringEventId") or "",
        "original_start": _original_start(resource, calendar_zone),
    }
    if resource.get("status") == "cancelled":
        return RemoteEvent(cancelled=True, **common)
    when, zone, notes = read_when(
        resource.get("start"), resource.get("end"), calendar_zone
    )
    rule = None
    if common["kind"] == "master":
        zone, rule = _read_rule(resource, when, zone, calendar_zone)
    organizer = resource.get("organizer") or {}
    attendees = [a for a in resource.get("attendees") or () if isinstance(a, dict)]
    properties = resource.get("extendedProperties") or {}
    there = link.read(resource)
    there = dataclasses.replace(there, description=read_description(there.description))
    form = {
        "title": (resource.get("summary") or "").strip(),
        "description": there.description,
        "location": resource.get("location") or "",
        "when": when,
        "visibility": _choice(
            resource.get("visibility"), ("public", "private", "confidential"), "default"
        ),
        "show_as": "free" if resource.get("transparency") == "transparent" else "busy",
        "reminders": read_reminders(resource.get("reminders")),
        "attendees": read_attendees(attendees, own_email),
        "video": there.video,
        "rule": rule,
    }
    return RemoteEvent(
        form=form,
        event_type=resource.get("eventType") or "default",
        zone=zone,
        organizer_email=normalize_email(organizer.get("email")),
        organizer_self=bool(organizer.get("self")),
        guests_can_modify=bool(resource.get("guestsCanModify")),
        attendees_omitted=bool(resource.get("attendeesOmitted")),
        raw_attendees=tuple(attendees),
        private_properties=dict(properties.get("private") or {}),
        html_link=resource.get("htmlLink") or "",
        created=resource.get("created") or "",
        there=there,
        notes=tuple(notes),
        **common,
    )


def write_insert(form, google_id, zone="", properties=None, own_email=""):
    """The whole form → body of events.insert, with the id we chose."""
    body = {"id": google_id, **write_patch(form, [], zone, own_email)}
    if body.get("recurrence") is None:
        body.pop("recurrence", None)
    # A fresh event has no other kind of start to take back.
    for key in ("start", "end"):
        body[key] = {name: value for name, value in body[key].items() if value}
    if properties:
        body["extendedProperties"] = {"private": dict(properties)}
    return body


def write_patch(changes, raw_attendees, zone="", own_email="", there=None):
    """Changed fields of the form → body of events.patch.

    ``changes["attendees"]`` is a difference: {e-mail: answer, or None to take the
    guest off}. Google replaces lists whole, so Google's own list is edited and sent
    back. ``there`` is Google's text and link now (see ``link``); a body with
    ``conferenceData`` needs conferenceDataVersion 1. Beside a ``rule`` the times are
    written on the clock it is counted on; without one the event is no series any more.
    """
    body = link.write(changes, there or There())
    if "rule" in changes:
        rule = changes["rule"]
        body["recurrence"] = rule and list(rule["lines"])
        zone = (rule or {}).get("zone") or zone
    if "title" in changes:
        body["summary"] = changes["title"]
    if "location" in changes:
        body["location"] = changes["location"]
    if "when" in changes:
        body.update(write_when(changes["when"], zone))
    if "visibility" in changes:
        body["visibility"] = changes["visibility"]
    if "show_as" in changes:
        free = changes["show_as"] == "free"
        body["transparency"] = "transparent" if free else "opaque"
    if "reminders" in changes:
        body["reminders"] = write_reminders(changes["reminders"])
    if changes.get("attendees"):
        body["attendees"] = edit_attendees(
            raw_attendees, changes["attendees"], own_email
        )
    return body


def edit_attendees(raw, difference, own_email=""):
    """Google's attendee list with the difference applied; untouched guests stay whole.

    The first guest brings the organiser onto the list, as in Google's own screen:
    without that the meeting would show no answer of its owner.
    """
    result, settled = [], set()
    for attendee in raw:
        key = _attendee_key(attendee, own_email)
        if attendee.get("resource"):
            # A room answers for itself, also when Odoo has a contact for it.
            settled.add(key)
        if key not in difference or attendee.get("resource"):
            result.append(attendee)
            continue
        settled.add(key)
        if difference[key] is not None:
            result.append({**attendee, "responseStatus": difference[key]})
    added = {
        email: answer
        for email, answer in difference.items()
        if answer is not None and email not in settled
    }
    if own_email and not raw and added and own_email not in added:
        result.append({"email": own_email, "responseStatus": "accepted"})
    for email in sorted(added):
        result.append({"email": email, "responseStatus": added[email]})
    return result


def read_attendees(attendees, own_email=""):
    """Google's list → {e-mail: answer}; rooms and guests without address stay out."""
    found = {}
    for attendee in attendees:
        key = _attendee_key(attendee, own_email)
        if key and not attendee.get("resource"):
            found[key] = _choice(attendee.get("responseStatus"), ANSWERS, ANSWERS[0])
    return found


def read_reminders(reminders):
    """Google's reminders → None for the calendar's defaults, else a sorted list."""
    if not isinstance(reminders, dict):
        # Readers of public calendars get no reminders at all: nothing to ring.
        return []
    if reminders.get("useDefault"):
        return None
    return sort_reminders(
        (item.get("method"), item.get("minutes"))
        for item in reminders.get("overrides") or ()
        if isinstance(item, dict)
    )


def write_reminders(reminders):
    """The neutral list → Google's; more than five are cut, the nearest kept."""
    if reminders is None:
        return {"useDefault": True, "overrides": []}
    kept = sorted(
        {(min(minutes, MAX_REMINDER_MINUTES), method) for method, minutes in reminders}
    )
    return {
        "useDefault": False,
        "overrides": [
            {"method": method, "minutes": minutes}
            for minutes, method in kept[:MAX_REMINDERS]
        ],
    }


def sort_reminders(pairs):
    """(method, minutes) pairs → sorted list of [method, minutes] without doubles."""
    return [
        list(pair)
        for pair in sorted(
            {
                (_choice(method, ("popup", "email"), "popup"), int(minutes or 0))
                for method, minutes in pairs
            }
        )
    ]


def read_description(text):
    """Google's description is HTML or plain text; plain text becomes HTML.

    Without that, line breaks would vanish and a ``<`` in the text would eat it. What
    was written by us comes back as HTML even when it has no tag: by its entities.
    """
    text = text or ""
    if not text or _TAG.search(text) or _has_entity(text):
        return text
    lines = html.escape(text, quote=False).replace("\r\n", "\n")
    return lines.replace("\n", "<br>")


def _has_entity(text):
    return any(
        name.startswith("#") or f"{name};" in html5 for name in _ENTITY.findall(text)
    )


def _original_start(resource, calendar_zone):
    """Which occurrence of its series this is: a key as in ``when["start"]``, or ""."""
    original = resource.get("originalStartTime")
    if not resource.get("recurringEventId") or not original:
        return ""
    return read_when(original, None, calendar_zone)[0]["start"]


def _read_rule(resource, when, zone, calendar_zone):
    """(zone, rule) of a series. Its clock is its own or, from old days, its calendar's.

    The lines stay as Google gave them.
    """
    if when["all_day"]:
        zone = ""
    elif not zone:
        zone = calendar_zone if zone_or_none(calendar_zone) else "UTC"
    lines = [line for line in resource["recurrence"] if isinstance(line, str)]
    return zone, {"lines": lines, "zone": zone}


def _attendee_key(attendee, own_email):
    if attendee.get("self") and own_email:
        return own_email
    return normalize_email(attendee.get("email"))


def _kind(resource):
    if resource.get("recurringEventId"):
        return "instance"
    return "master" if resource.get("recurrence") else "single"


def _choice(value, allowed, default):
    return value if value in allowed else default
