# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a guest may do to the copy of somebody else's meeting.

Their own things (answer, reminders, colour, show-as, privacy, private properties)
always; inviting others unless ``guestsCanInviteOthers`` is off; everything with
``guestsCanModify``; throwing the copy away, which declines. What touches the meeting
itself goes to the organiser's copy first and from there to everybody.
"""

from . import copies, errors, event_body, mails, series, sharing
from .event_body import by_email, guests
from .model import Copy, clone


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
        return sharing.current(calendar, before) or copy
    changed = _shared_changes(before, after)
    _check_guest_may(before, after, changed, calendar)
    truth_calendar, truth = organizer_copy(world, before)
    restored = copy.cancelled and after["status"] != "cancelled"
    off = copy.cancelled and not _may_restore(calendar, copy, truth)
    if off and (restored or changed):
        raise errors.not_organizer()
    if changed and truth is not None:
        _write_back(call, calendar, truth_calendar, truth, after, changed)
    own = sharing.current(calendar, before) or copy
    if own.cancelled and before["status"] != "cancelled":
        return own  # they took themselves off the list
    data = clone(own.resource)
    for name in (*event_body.OWN_FIELDS, "extendedProperties"):
        if name in after:
            data[name] = clone(after[name])
        else:
            data.pop(name, None)
    if after["status"] != before["status"]:
        data["status"] = after["status"]
    if truth is None:
        data = after
    if data == own.resource:
        return own
    stored = copies.store(
        world, calendar, data, event_body.moves_updated(own.resource, data)
    )
    stored.removed_by_guest = stored.cancelled and own.removed_by_guest
    for exception in calendar.exceptions(stored.id) if restored else ():
        # What went with the series comes back with it.
        exception.removed_by_guest = exception.removed_by_guest and not exception.lost
    if restored and truth is not None:
        sharing.spread_all(world, truth_calendar, truth, truth.resource)
    return stored


def _may_restore(calendar, copy, truth):
    """A guest brings back what they threw away, not what the organiser took away."""
    if truth is None:
        return copy.removed_by_guest
    return not truth.cancelled and calendar.id.lower() in guests(truth.resource)


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
    old, new = by_email(before), by_email(after)
    me = calendar.id.lower()
    for email, guest in old.items():
        if email != me and new.get(email) != guest:
            raise errors.not_organizer()
    added = set(new) - set(old)
    if me not in new and me in old:
        raise errors.not_organizer()
    if added and before.get("guestsCanInviteOthers") is False:
        raise errors.not_organizer()


def _with_own_entry(before, given, calendar):
    """Only the caller's own line of ``given``, laid over the known list."""
    me = calendar.id.lower()
    mine = [g for g in given if (g.get("email") or "").lower() == me]
    others = [
        g for g in before.get("attendees") or [] if g.get("email", "").lower() != me
    ]
    return others + mine


def organizer_copy(world, resource):
    """(calendar, copy) of the organiser, made on the fly for an untouched instance."""
    email = (resource.get("organizer") or {}).get("email", "")
    account = world.account(email)
    calendar = world.calendars.get(account.email if account else email)
    if calendar is None:
        return None, None
    return calendar, sharing.current(calendar, resource)


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
        sharing.share_properties(data, after)
    if "attendees" in changed:
        known = by_email(data)
        sees_all = after.get("guestsCanSeeOtherGuests") is not False
        if before.get("guestsCanModify") and sees_all:
            known = {}
        for email, guest in by_email(after).items():
            if email == me or email not in known:
                known[email] = guest
        organizer = data["organizer"]["email"]
        data["attendees"] = [
            event_body.flag_attendee(guest, organizer, truth_calendar.id)
            for guest in known.values()
        ]
    stored = copies.store(call.world, truth_calendar, data)
    days = series.after_master_change(call.world, truth_calendar, before, stored)
    sharing.spread_all(call.world, truth_calendar, stored, before, days)
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
    stored = copies.cancel(world, calendar, declined, by_guest=True)
    series.after_master_removed(world, calendar, stored, by_guest=True)
    truth_calendar, truth = organizer_copy(world, before)
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
    days = series.after_master_change(world, truth_calendar, old, changed)
    sharing.spread_all(world, truth_calendar, changed, old, days)
    mails.after_guest_change(call, truth_calendar, old, changed.resource, {"attendees"})
