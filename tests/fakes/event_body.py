# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a client may write into an event, and what Google makes of it.

``build`` takes the state before (or {}) and the wanted client fields and returns the
new stored resource; only fields that really change are validated, so an odd event of
a seed does not become unwritable. Defaults are left out of the stored form, as in
Google's answers.
"""

import re

from . import conference, recurrence, times
from .errors import ApiError, invalid, required, time_range_empty
from .model import clone

CLIENT_FIELDS = (
    "summary description location colorId eventLabelId start end recurrence attendees "
    "transparency visibility status reminders extendedProperties conferenceData "
    "attachments guestsCanInviteOthers guestsCanModify guestsCanSeeOtherGuests "
    "anyoneCanAddSelf source gadget focusTimeProperties outOfOfficeProperties "
    "workingLocationProperties birthdayProperties"
).split()
# Each person has these for themselves; the organiser's do not travel after the start.
OWN_FIELDS = ("reminders", "colorId", "eventLabelId", "transparency", "visibility")
DEFAULTS = {
    "transparency": "opaque",
    "visibility": "default",
    "guestsCanInviteOthers": True,
    "guestsCanModify": False,
    "guestsCanSeeOtherGuests": True,
    "anyoneCanAddSelf": False,
}
ENUMS = {
    "status": ("confirmed", "tentative", "cancelled"),
    "transparency": ("opaque", "transparent"),
    "visibility": ("default", "public", "private", "confidential"),
}
RESPONSES = ("needsAction", "declined", "tentative", "accepted")
EVENT_TYPES = ("default", "outOfOffice", "focusTime", "workingLocation", "birthday")
ID = re.compile(r"[a-v0-9]{5,1024}")
EMAIL = re.compile(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+\.[^\s@<>(),;:\".]+")


def check_new(body):
    """Client-chosen ids: base32hex, 5 to 1024, and never beside an iCalUID.

    Nobody makes an instance of a series by inserting one (a choice: Google calls these
    fields immutable and says no more).
    """
    if body.get("recurringEventId") or body.get("originalStartTime"):
        raise invalid("An instance of a series cannot be inserted.")
    if body.get("id") is None:
        return
    if body.get("iCalUID") is not None:
        raise invalid("Only one of id and iCalUID can be specified.")
    if not ID.fullmatch(body["id"]):
        raise invalid("Invalid resource id value.")


def check_immutable(before, body):
    """400 when a write names another series, or another day of it, than the event's."""
    for name in ("recurringEventId", "originalStartTime"):
        given, known = body.get(name), before.get(name)
        if given is None or given == known:
            continue
        both = isinstance(known, dict) and (given.get("date") or given.get("dateTime"))
        if not (both and recurrence.stamp(given) == recurrence.stamp(known)):
            raise invalid(f"The field {name} cannot be changed.")


def merge_patch(before, body):
    """RFC 7396: null removes, objects merge, arrays are replaced whole."""
    result = clone(before)
    for key, value in body.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict):
            inner = result.get(key)
            result[key] = merge_patch(inner if isinstance(inner, dict) else {}, value)
        else:
            result[key] = clone(value)
    return result


def build(before, wanted, calendar, params):
    """The new stored resource; see the module docstring. Raises ``ApiError``."""
    result = clone(before)
    for key in CLIENT_FIELDS:
        if key in ("start", "end", "recurrence", "conferenceData"):
            continue
        if key == "attachments" and not params.get("supportsAttachments"):
            continue
        new = _tidy(key, wanted.get(key))
        if new == before.get(key):
            continue
        new = _checked(key, new, before, calendar)
        if new is None:
            result.pop(key, None)
        else:
            result[key] = new
    result.setdefault("status", "confirmed")
    _apply_times(result, before, wanted, calendar)
    _check_sequence(before, wanted)
    conference.apply(result, before, wanted, params, calendar.conferences)
    return result


def _tidy(key, value):
    """None for what Google does not store: empty texts, empty lists, defaults."""
    if value is None or value == "" or value == [] or value == {}:
        return None
    return None if DEFAULTS.get(key, ...) == value else value


def _checked(key, value, before, calendar):
    if value is None:
        return None
    if key in ENUMS and value not in ENUMS[key]:
        raise invalid(f"Invalid value for: {value} is not a valid {key}.")
    if key == "attendees":
        return attendees(value, before, calendar)
    if key == "reminders":
        return reminders(value, before.get("reminders") or {})
    if key == "extendedProperties":
        return extended_properties(value)
    if key == "source" and not str(value.get("url", "")).startswith(("http:", "https")):
        raise invalid("Invalid source URL.")
    if key == "attachments" and len(value) > 25:
        raise invalid("Too many attachments.")
    return clone(value)


def _apply_times(result, before, wanted, calendar):
    keys = ("start", "end", "recurrence")
    if before and all(wanted.get(key) == before.get(key) for key in keys):
        return
    rules = wanted.get("recurrence") or []
    if rules and before.get("recurringEventId"):
        raise invalid("Recurrence rules cannot be set on an instance of a series.")
    for key in ("start", "end"):
        if before and wanted.get(key) == before.get(key) and not rules:
            result[key] = clone(before[key])
        else:
            result[key] = times.normalise(
                wanted.get(key), key, calendar.time_zone, recurring=bool(rules)
            )
    if not times.in_order(result["start"], result["end"], calendar.time_zone):
        raise time_range_empty()
    if rules:
        same_kind = times.is_all_day(before.get("start")) == times.is_all_day(
            result["start"]
        )
        known = (before.get("recurrence") or ()) if same_kind else ()
        recurrence.check(rules, result["start"], known)
        result["recurrence"] = list(rules)
    else:
        result.pop("recurrence", None)


def _check_sequence(before, wanted):
    given, known = wanted.get("sequence"), before.get("sequence", 0)
    if given is not None and given < known:
        raise invalid(
            "Invalid sequence value. The specified sequence number is below the "
            "current sequence number of the resource. Re-fetch the resource and use "
            "its sequence number on the following request."
        )


def attendees(value, before, calendar):
    """Clean guest list: addresses checked, doubles dropped, own flags computed."""
    organizer = (before.get("organizer") or {}).get("email") or calendar.id
    result, seen = [], set()
    for guest in value:
        email = guest.get("email")
        if not email:
            raise required("attendee email")
        if not EMAIL.fullmatch(email):
            raise invalid("Invalid attendee email.")
        if email.lower() in seen:
            continue
        seen.add(email.lower())
        answer = guest.get("responseStatus") or "needsAction"
        if answer not in RESPONSES:
            raise invalid(f"Invalid value for: {answer} is not a valid response.")
        clean = {"email": email, "responseStatus": answer}
        for key in ("displayName", "comment", "optional", "resource"):
            if guest.get(key):
                clean[key] = guest[key]
        if guest.get("additionalGuests"):
            clean["additionalGuests"] = guest["additionalGuests"]
        result.append(flag_attendee(clean, organizer, calendar.id))
    return result


def by_email(resource):
    """{lower-case address: attendee}."""
    people = resource.get("attendees") or []
    return {guest["email"].lower(): guest for guest in people if guest.get("email")}


def guests(resource):
    """Lower-case addresses of the attendees."""
    return set(by_email(resource))


def flag_attendee(guest, organizer, calendar_id):
    """``organizer`` and ``self`` belong to the viewing calendar, not to the client."""
    guest = {k: v for k, v in guest.items() if k not in ("organizer", "self")}
    if guest.get("email", "").lower() == organizer.lower():
        guest["organizer"] = True
    if guest.get("email", "").lower() == calendar_id.lower():
        guest["self"] = True
    return guest


def reminders(value, before):
    """At most five overrides of 0…40320 minutes, and none beside ``useDefault``."""
    overrides = value.get("overrides") or []
    if value.get("useDefault"):
        if overrides and overrides != before.get("overrides"):
            raise ApiError(
                400,
                "cannotUseDefaultRemindersAndSpecifyOverride",
                "Cannot specify both default reminders and overrides at the same time.",
                domain="calendar",
            )
        return {"useDefault": True}
    if len(overrides) > 5:
        raise invalid("Too many override reminders.")
    for reminder in overrides:
        if reminder.get("method") not in ("email", "popup"):
            raise invalid("Invalid reminder method.")
        minutes = reminder.get("minutes")
        if minutes is None or not 0 <= minutes <= 40320:
            raise invalid("Invalid reminder minutes value.")
    result = {"useDefault": False}
    if overrides:
        result["overrides"] = clone(overrides)
    return result


def extended_properties(value):
    """Google drops keys over 44 characters, cuts values at 1024, caps the sum."""
    result = {}
    for side in ("private", "shared"):
        kept = {
            key: text[:1024]
            for key, text in (value.get(side) or {}).items()
            if text is not None and len(key) <= 44
        }
        size = sum(len(key) + len(text) for key, text in kept.items())
        if len(kept) > 300 or size > 32768:
            raise invalid(f"The {side} extended properties are too large.")
        if kept:
            result[side] = kept
    return result or None


def event_type(body, calendar):
    """The type of a new event; 400 for types that cannot be created here."""
    kind = body.get("eventType") or "default"
    if kind not in EVENT_TYPES:
        raise invalid(f"Invalid event type: {kind}")
    if kind != "default" and not calendar.primary:
        raise invalid("This event type is only allowed on primary calendars.")
    return kind


def moves_updated(before, after):
    """Whether ``updated`` moves: Google leaves it alone for reminders only."""
    names = (set(before) | set(after)) - {"reminders", "sequence"}
    return any(before.get(name) != after.get(name) for name in names)


def only_own_change(before, after):
    """Whether nothing but a person's own fields differ between two states."""
    quiet = {"etag", "updated", "sequence", *OWN_FIELDS}
    names = (set(before) | set(after)) - quiet
    return all(
        without_private(before, name) == without_private(after, name) for name in names
    )


def without_private(resource, name):
    value = resource.get(name)
    if name != "extendedProperties":
        return value
    return {k: v for k, v in (value or {}).items() if k != "private"}
