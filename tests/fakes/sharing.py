# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One meeting in several people's calendars.

The organiser's calendar holds the truth; every guest who has an account gets a copy
in the primary calendar (same id, same iCalUID, own etag, reminders, colour, show-as,
privacy and private properties). A guest's answer travels to the organiser and from
there to the others. A guest may change nothing else unless ``guestsCanModify``.
"""

from . import copies, errors, event_body, mails, recurrence, series, times
from .event_body import guests
from .model import Copy, clone

NOT_SHARED = {
    *event_body.OWN_FIELDS,
    *("kind", "etag", "id", "htmlLink", "updated", "privateCopy", "source"),
    *("extendedProperties", "attendees", "attendeesOmitted", "recurringEventId"),
    *("organizer", "creator"),
}
TIMES = ("start", "end", "originalStartTime")
MANY = 200  # above this many guests answers are no longer passed on


def is_guest_copy(world, calendar, resource):
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


# --- the organiser changed something ------------------------------------------------


def after_write(call, calendar, copy, before):
    """Bring the guests' copies up to date and record the mails."""
    world, after = call.world, copy.resource
    if is_guest_copy(world, calendar, after) or after.get("privateCopy"):
        return
    _spread(world, calendar, copy, before)
    for exception in calendar.exceptions(copy.id):
        _spread(world, calendar, exception, exception.resource)
    mails.after_write(call, calendar, before, after)


def after_cancel(call, calendar, copy, before):
    """The event is off: it disappears from every guest's calendar."""
    world = call.world
    if is_guest_copy(world, calendar, copy.resource):
        return
    _spread(world, calendar, copy, before)
    for exception in calendar.exceptions(copy.id):
        _spread(world, calendar, exception, exception.resource)
    mails.after_cancel(call, calendar, before)


def _spread(world, calendar, copy, before):
    now = guests(copy.resource)
    for email in sorted(now | guests(before)):
        account = world.account(email)
        if account is None or account.email == calendar.id:
            continue
        target = world.calendars[account.email]
        known = match(target, copy.resource)
        if email not in now:
            if known and not known.cancelled:
                copies.cancel(world, target, known)
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
        bare = {k: v for k, v in source.items() if k != "originalStartTime"}
        master = match(target, bare)
    if known is None and copy.cancelled and not (master and not master.cancelled):
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
    _share_properties(data, source)
    data["organizer"] = _seen(source.get("organizer") or {}, target)
    data["creator"] = _seen(source.get("creator") or {}, target)
    _share_attendees(data, source, target)
    if known is None or data != known.resource:
        stored = copies.store(world, target, data)
        stored.removed_by_guest = False


def _fresh(target, copy, master):
    """A guest's own parts of an event they did not have yet."""
    event_id = copy.id
    if master is not None:
        stamp = recurrence.stamp(copy.resource["originalStartTime"])
        event_id = f"{master.id}_{stamp}"
    if event_id in target.events:
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


def _share_properties(data, source):
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


# --- a guest changed something ------------------------------------------------------


def change_by_guest(call, calendar, copy, wanted):
    """A guest's write to their copy; 403 for what is the organiser's to decide."""
    world = call.world
    before = clone(copy.resource)
    body = call.body or {}
    if body.get("attendees") is not None and body.get("attendeesOmitted"):
        wanted["attendees"] = _with_own_entry(before, wanted["attendees"], calendar)
    after = event_body.build(before, wanted, calendar, call.params)
    if after["status"] == "cancelled" and before["status"] != "cancelled":
        remove_by_guest(call, calendar, copy)
        return match(calendar, before) or copy
    changed = _shared_changes(before, after)
    _check_guest_may(before, after, changed, calendar)
    truth_calendar, truth = _organizer_copy(world, before)
    if changed and truth is not None:
        _write_back(call, calendar, truth_calendar, truth, after, changed)
    own = match(calendar, before) or copy
    data = clone(own.resource)
    for name in (*event_body.OWN_FIELDS, "extendedProperties", "status"):
        if name in after:
            data[name] = clone(after[name])
        else:
            data.pop(name, None)
    if truth is None:
        data = after
    if data == own.resource:
        return own
    stored = copies.store(
        world, calendar, data, event_body.moves_updated(own.resource, data)
    )
    stored.removed_by_guest = False
    return stored


def _shared_changes(before, after):
    names = set(event_body.CLIENT_FIELDS) - {*event_body.OWN_FIELDS, "status"}
    return {
        name
        for name in names
        if event_body.without_private(before, name)
        != event_body.without_private(after, name)
    }


def _check_guest_may(before, after, changed, calendar):
    if before.get("guestsCanModify") or not changed:
        return
    if changed - {"attendees"}:
        raise errors.not_organizer()
    old, new = _by_email(before), _by_email(after)
    me = calendar.id.lower()
    for email, guest in old.items():
        if email != me and new.get(email) != guest:
            raise errors.not_organizer()
    added = set(new) - set(old)
    if me not in new and me in old:
        raise errors.not_organizer()
    if added and before.get("guestsCanInviteOthers") is False:
        raise errors.not_organizer()


def _by_email(resource):
    """{lower-case address: attendee}."""
    people = resource.get("attendees") or []
    return {guest["email"].lower(): guest for guest in people if guest.get("email")}


def _with_own_entry(before, given, calendar):
    """Only the caller's own line of ``given``, laid over the known list."""
    me = calendar.id.lower()
    mine = [g for g in given if (g.get("email") or "").lower() == me]
    others = [
        g for g in before.get("attendees") or [] if g.get("email", "").lower() != me
    ]
    return others + mine


def _organizer_copy(world, resource):
    """(calendar, copy) of the organiser, made on the fly for an untouched instance."""
    email = (resource.get("organizer") or {}).get("email", "")
    account = world.account(email)
    calendar = world.calendars.get(account.email if account else email)
    if calendar is None:
        return None, None
    copy = match(calendar, resource)
    original = resource.get("originalStartTime")
    if copy is None and original:
        bare = {k: v for k, v in resource.items() if k != "originalStartTime"}
        master = match(calendar, bare)
        if master is not None and master.resource.get("recurrence"):
            data = series.virtual(calendar, master, original)
            copy = Copy(data, 0, 0, master.stamp)
    return calendar, copy


def _write_back(call, calendar, truth_calendar, truth, after, changed):
    """Carry a guest's allowed change to the organiser and on to everybody."""
    before = clone(truth.resource)
    data = clone(truth.resource)
    me = calendar.id.lower()
    for name in changed - {"attendees", "extendedProperties"}:
        if name in after:
            data[name] = clone(after[name])
        else:
            data.pop(name, None)
    if "extendedProperties" in changed:
        _share_properties(data, after)
    if "attendees" in changed:
        known = _by_email(data)
        sees_all = after.get("guestsCanSeeOtherGuests") is not False
        if before.get("guestsCanModify") and sees_all:
            known = {}
        for email, guest in _by_email(after).items():
            if email == me or email not in known:
                known[email] = guest
        organizer = data["organizer"]["email"]
        data["attendees"] = [
            event_body.flag_attendee(guest, organizer, truth_calendar.id)
            for guest in known.values()
        ]
    stored = copies.store(call.world, truth_calendar, data)
    _spread(call.world, truth_calendar, stored, before)
    mails.after_guest_change(call, truth_calendar, before, stored.resource, changed)


def remove_by_guest(call, calendar, copy):
    """A guest throws their copy away: it is gone here and declined for the others."""
    world = call.world
    before = copy.resource
    declined = clone(before)
    for guest in declined.get("attendees") or []:
        if guest.get("self"):
            guest["responseStatus"] = "declined"
    declined = Copy(declined, copy.position, copy.change, copy.stamp)
    copies.cancel(world, calendar, declined, by_guest=True)
    for exception in calendar.exceptions(copy.id):
        if not exception.cancelled:
            copies.cancel(world, calendar, exception, by_guest=True)
    truth_calendar, truth = _organizer_copy(world, before)
    if truth is None or truth.cancelled:
        return
    data = clone(truth.resource)
    for guest in data.get("attendees") or []:
        if guest.get("email", "").lower() == calendar.id.lower():
            guest["responseStatus"] = "declined"
    if data == truth.resource:
        return
    old = truth.resource
    changed = copies.store(world, truth_calendar, data)
    _spread(world, truth_calendar, changed, old)
    mails.after_guest_change(call, truth_calendar, old, changed.resource, {"attendees"})
