# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One meeting in several people's calendars.

The organiser's calendar holds the truth; every guest who has an account gets a copy
in the primary calendar (same id, same iCalUID, own etag, reminders, colour, show-as,
privacy and private properties). A guest's answer travels to the organiser and from
there to the others; ``guest_writes`` says what a guest may do.
"""

from . import copies, event_body, mails, recurrence, series, times
from .event_body import guests
from .model import clone

NOT_SHARED = {
    *event_body.OWN_FIELDS,
    *("kind", "etag", "id", "htmlLink", "updated", "privateCopy", "source"),
    *("extendedProperties", "attendees", "attendeesOmitted", "recurringEventId"),
    *("organizer", "creator"),
}
TIMES = ("start", "end", "originalStartTime")
MANY = 200  # above this many guests answers are no longer passed on


def is_guest_copy(calendar, resource):
    """Whether somebody else organises this event."""
    organizer = resource.get("organizer") or {}
    if organizer.get("self") or not organizer.get("email"):
        return False
    return organizer["email"].lower() != calendar.id.lower()


def key(resource):
    """What identifies an event over calendars: iCalUID and, of a series, the day."""
    original = resource.get("originalStartTime")
    return resource.get("iCalUID"), recurrence.stamp(original) if original else None


def match(calendar, resource):
    """This calendar's copy of the same event, deleted or not; None without one.

    An event of the calendar's own that only happens to have the same id (two clients
    may derive equal ids) is not the same event.
    """
    wanted = key(resource)
    organizer = (resource.get("organizer") or {}).get("email", "")
    foreign = organizer.lower() != calendar.id.lower()
    for copy in calendar.of_uid(wanted[0]):
        if key(copy.resource) != wanted:
            continue
        own = (copy.resource.get("organizer") or {}).get("self")
        if not (own and foreign and not copy.cancelled):
            return copy
    return None


def current(calendar, resource):
    """Like ``match``, but an untouched instance of a known series is found too."""
    copy = match(calendar, resource)
    original = resource.get("originalStartTime")
    if not original or copy is not None and not copy.lost:
        return copy
    master = match(calendar, without_day(resource))
    found = None
    if master is not None:
        found = series.untouched(calendar, master, recurrence.stamp(original))
    return found or copy


def without_day(resource):
    """The part of an instance that identifies its series."""
    return {k: v for k, v in resource.items() if k != "originalStartTime"}


# --- the organiser changed something ------------------------------------------------


def after_write(call, calendar, copy, before, exceptions=()):
    """Bring the guests' copies up to date and record the mails.

    ``exceptions``: what ``series.after_master_change`` told.
    """
    world, after = call.world, copy.resource
    if is_guest_copy(calendar, after) or after.get("privateCopy"):
        return
    spread_all(world, calendar, copy, before, exceptions)
    mails.after_write(call, calendar, before, after)
    mails.to_guests_of_a_day(call, calendar, [before, after], exceptions)


def after_cancel(call, calendar, copy, before, exceptions=()):
    """The event is off: it disappears from every guest's calendar."""
    world = call.world
    if is_guest_copy(calendar, copy.resource):
        return
    spread_all(world, calendar, copy, before)
    mails.after_cancel(call, calendar, before)
    mails.to_guests_of_a_day(call, calendar, [before], exceptions)


def spread_all(world, calendar, copy, before, exceptions=()):
    """Bring the guests' copies of an event and of its exceptions up to date.

    ``exceptions``: (resource before, exception) of those that just changed.
    """
    spread(world, calendar, copy, before)
    known = {exception.id: old for old, exception in exceptions}
    for exception in calendar.exceptions(copy.id):
        old = known.get(exception.id, exception.resource)
        spread(world, calendar, exception, old, guests(copy.resource))


def spread(world, calendar, copy, before, of_series=frozenset()):
    """Bring the guests' copies of one event up to date.

    ``of_series``: guests of the series an instance belongs to. A day that was called
    off, or of which they are no guests, is to be missing from their series.
    """
    now = guests(copy.resource)
    if copy.cancelled:
        now |= of_series
    for email in sorted(now | guests(before) | of_series):
        account = world.account(email)
        if account is None or account.email == calendar.id:
            continue
        target = world.calendars[account.email]
        known = match(target, copy.resource)
        if email not in now:
            known = current(target, copy.resource)
            if known and not known.cancelled:
                stored = copies.cancel(world, target, known)
                series.after_master_removed(world, target, stored)
            continue
        invited_again = email not in guests(before)
        if known and known.removed_by_guest and not invited_again:
            continue
        _give(world, target, copy, known)


def _give(world, target, copy, known):
    """Write the organiser's state into one guest's calendar."""
    source = copy.resource
    master = None
    if copy.master_id:
        master = match(target, without_day(source))
    if known is None and not _reaches(copy, master):
        return
    data = clone(known.resource) if known else _fresh(target, copy, master)
    for name in set(data) | set(source):
        if name in NOT_SHARED:
            continue
        if name in source:
            data[name] = clone(source[name])
        else:
            data.pop(name, None)
    tz = times.zone(target.time_zone)
    for name in TIMES:
        if name in data:
            data[name] = times.in_zone(data[name], tz)
    share_properties(data, source)
    data["organizer"] = _seen(source.get("organizer") or {}, target)
    data["creator"] = _seen(source.get("creator") or {}, target)
    _share_attendees(data, source, target)
    if known is not None and data == known.resource:
        return
    before = known.resource if known else {}
    stored = copies.store(world, target, data)
    stored.removed_by_guest = False
    stored.lost = copy.lost
    # A guest may have exceptions of their own (a colour, an alarm of one day).
    if stored.cancelled:
        series.after_master_removed(world, target, stored)
    else:
        series.after_master_change(world, target, before, stored)


def _reaches(copy, master):
    """Whether an event the guest has no copy of yet is to be given to them.

    ``master`` is the guest's copy of the series an instance belongs to.
    """
    if master is not None and master.removed_by_guest:
        return False
    alive = master is not None and not master.cancelled
    return alive or not copy.cancelled


def _fresh(target, copy, master):
    """A guest's own parts of an event they did not have yet."""
    event_id = copy.id
    if master is not None:
        original = copy.resource["originalStartTime"]
        event_id = recurrence.instance_id(master.id, original)
    taken = target.events.get(event_id)
    if taken is not None and not taken.lost:
        event_id = copies.new_id()
    data = {
        "id": event_id,
        "htmlLink": copies.html_link(event_id, target.id),
        "reminders": {"useDefault": True},
    }
    if copy.master_id:
        data["recurringEventId"] = master.id if master else copy.master_id
    # Show-as and privacy start as the organiser's and are the guest's own from then.
    for name in ("transparency", "visibility"):
        if name in copy.resource:
            data[name] = copy.resource[name]
    return data


def _seen(person, calendar):
    person = {k: v for k, v in person.items() if k != "self"}
    if person.get("email", "").lower() == calendar.id.lower():
        person["self"] = True
    return person


def share_properties(data, source):
    """Shared properties travel, private ones stay with each copy."""
    own = (data.get("extendedProperties") or {}).get("private")
    shared = (source.get("extendedProperties") or {}).get("shared")
    both = {"private": own, "shared": shared}
    both = {side: clone(value) for side, value in both.items() if value}
    if both:
        data["extendedProperties"] = both
    else:
        data.pop("extendedProperties", None)


def _share_attendees(data, source, target):
    data.setdefault("attendees", [])
    people = source.get("attendees") or []
    organizer = (source.get("organizer") or {}).get("email", "")
    if len(people) > MANY:
        known = {g.get("email"): g.get("responseStatus") for g in data["attendees"]}
        people = [
            {**guest, "responseStatus": known.get(guest.get("email")) or "needsAction"}
            for guest in people
        ]
    flagged = [event_body.flag_attendee(g, organizer, target.id) for g in people]
    data.pop("attendeesOmitted", None)
    if source.get("guestsCanSeeOtherGuests") is False:
        flagged = [guest for guest in flagged if guest.get("self")]
        data["attendeesOmitted"] = True
    data["attendees"] = flagged
