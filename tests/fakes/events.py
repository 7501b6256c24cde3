# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""events.get/insert/import/patch/update/delete/move: the rules of writing.

Each function takes a ``Call`` and returns the resource as the caller sees it. What
happens to the other people's copies and which mails go out is ``sharing``'s business.

Choices where Google's documents are silent: a patch of a deleted event succeeds and
leaves it deleted unless it carries ``status`` confirmed or tentative (that restores
it); an update (PUT) restores it; a change that changes nothing moves no etag.
"""

from . import (
    copies,
    discovery,
    errors,
    event_body,
    event_view,
    guest_writes,
    series,
    sharing,
    times,
)
from .call import Call
from .model import clone, rank

SEQUENCE_FIELDS = ("start", "end", "recurrence", "location", "status")


def person_call(world, method_id, calendar_id, by, send_updates, body=None):
    """A Call for somebody acting in Google's own screens (no HTTP, no token)."""
    service = discovery.service("calendar", "v3")
    method = next(m for m in service.methods if m.id == method_id)
    calendar = world.calendars[calendar_id]
    account = world.account(by or calendar.owner)
    if by and account is None:
        raise ValueError(f"There is no account {by}.")
    params = {"calendarId": calendar_id, "sendUpdates": send_updates}
    if body is not None:
        body = discovery.check_body(method, clone(body))
        params |= {"conferenceDataVersion": 1, "supportsAttachments": True}
    return Call(world, method_id, account.email if account else None, params, body)


def get(call):
    """A deleted event is given too, with status cancelled."""
    calendar = call.calendar()
    copy = series.find(call, calendar, call.params["eventId"])
    if call.headers.get("if-none-match") == copy.resource["etag"]:
        raise errors.ApiError(304, "notModified", "Not Modified")
    return _shown(call, calendar, copy.resource)


def insert(call):
    world, body = call.world, call.body
    with world.lock:
        calendar = call.calendar()
        call.need_writer(calendar)
        event_body.check_new(body)
        if body.get("id") in calendar.events:
            raise errors.duplicate()
        base = _new_base(call, calendar, body)
        if body.get("iCalUID"):
            base["iCalUID"] = body["iCalUID"]
        resource = event_body.build(base, {**base, **body}, calendar, call.params)
        copy = copies.store(world, calendar, resource)
        sharing.after_write(call, calendar, copy, {})
        return _shown(call, calendar, copy.resource)


def import_event(call):
    """A private copy of a meeting organised elsewhere; mails nobody.

    Importing an iCalUID that is already there brings that copy up to date; with an
    ``originalStartTime``, that instance of it (a choice: not documented).
    """
    world, body = call.world, call.body
    with world.lock:
        calendar = call.calendar()
        call.need_writer(calendar)
        if (body.get("eventType") or "default") != "default":
            raise errors.invalid("Only events of type default can be imported.")
        mine = {"organizer": {"email": calendar.id}}
        known = sharing.current(calendar, {**body, **mine})
        if known is None and body.get("originalStartTime"):
            raise errors.invalid("There is no such instance to import.")
        if known:
            base = clone(known.resource)
            base["status"] = "confirmed"
        else:
            event_id = copies.imported_id(body["iCalUID"])
            if event_id in calendar.events:
                event_id = None
            base = _new_base(call, calendar, {**body, "id": event_id})
            base["iCalUID"] = body["iCalUID"]
            organizer = body.get("organizer") or {}
            if organizer.get("email"):
                base["organizer"] = {
                    k: organizer[k] for k in ("email", "displayName") if k in organizer
                }
            base["privateCopy"] = True
        resource = event_body.build(base, {**base, **body}, calendar, call.params)
        stored = copies.store(world, calendar, resource)
        series.after_master_change(world, calendar, base, stored)
        return _shown(call, calendar, stored.resource)


def patch(call):
    return _change(call, lambda before: event_body.merge_patch(before, call.body))


def update(call):
    def replaced(before):
        kept = {
            key: value
            for key, value in before.items()
            if key not in event_body.CLIENT_FIELDS
        }
        # Conference data survives an update that does not speak of it (version 0).
        wanted = {**kept, **clone(call.body)}
        wanted.setdefault("status", "confirmed")
        wanted.setdefault("reminders", {"useDefault": True})
        return wanted

    return _change(call, replaced)


def _change(call, make_wanted):
    world = call.world
    with world.lock:
        calendar = call.calendar()
        role = call.need_writer(calendar)
        copy = series.find(call, calendar, call.params["eventId"])
        call.check_match(copy)
        _check_private(copy, role)
        before = clone(copy.resource)
        event_body.check_immutable(before, call.body)
        kind = call.body.get("eventType")
        if kind and kind != before.get("eventType", "default"):
            raise errors.invalid("Event type cannot be changed.")
        wanted = make_wanted(before)
        if sharing.is_guest_copy(calendar, before):
            changed = guest_writes.change_by_guest(call, calendar, copy, wanted)
            return _shown(call, calendar, changed.resource)
        after = event_body.build(before, wanted, calendar, call.params)
        after = series.keep_in_series(calendar, before, after)
        if after == before:
            return _shown(call, calendar, before)
        if after["status"] == "cancelled" and not copy.cancelled:
            return _shown(call, calendar, _remove(call, calendar, copy).resource)
        moved = any(after.get(k) != before.get(k) for k in SEQUENCE_FIELDS)
        given = wanted.get("sequence", 0)
        after["sequence"] = max(before.get("sequence", 0) + bool(moved), given)
        stored = copies.store(
            world, calendar, after, event_body.moves_updated(before, after)
        )
        stored.removed_by_guest = False
        exceptions = series.after_master_change(world, calendar, before, stored)
        sharing.after_write(call, calendar, stored, before, exceptions)
        return _shown(call, calendar, stored.resource)


def delete(call):
    world = call.world
    with world.lock:
        calendar = call.calendar()
        role = call.need_writer(calendar)
        copy = series.find(call, calendar, call.params["eventId"])
        if copy.cancelled:
            raise errors.gone()
        call.check_match(copy)
        _check_private(copy, role)
        if sharing.is_guest_copy(calendar, copy.resource):
            guest_writes.remove_by_guest(call, calendar, copy)
        else:
            _remove(call, calendar, copy)


def _remove(call, calendar, copy):
    before = clone(copy.resource)
    stored = copies.cancel(call.world, calendar, copy)
    exceptions = series.after_master_removed(call.world, calendar, stored)
    sharing.after_cancel(call, calendar, stored, before, exceptions)
    return stored


def move(call):
    """Give the event to another calendar; its organiser changes with it."""
    world = call.world
    with world.lock:
        calendar, target = call.calendar(), call.calendar("destination")
        call.need_writer(calendar)
        call.need_writer(target)
        copy = series.find(call, calendar, call.params["eventId"])
        if copy.cancelled:
            raise errors.gone()
        before = clone(copy.resource)
        if before.get("eventType", "default") != "default" or copy.master_id:
            raise errors.invalid("This event cannot be moved.")
        if sharing.is_guest_copy(calendar, before):
            raise errors.not_organizer()
        if copy.id in target.events and not target.events[copy.id].cancelled:
            raise errors.duplicate()
        exceptions = calendar.exceptions(copy.id)
        for old in [copy, *(e for e in exceptions if not e.lost)]:
            moved = clone(old.resource)
            moved["organizer"] = organizer_of(world, target)
            moved["htmlLink"] = copies.html_link(old.id, target.id)
            for key in ("start", "end"):
                if key in moved:
                    moved[key] = times.in_zone(moved[key], times.zone(target.time_zone))
            if moved.get("attendees"):
                moved["attendees"] = [
                    event_body.flag_attendee(
                        guest, moved["organizer"]["email"], target.id
                    )
                    for guest in moved["attendees"]
                ]
            copies.store(world, target, moved)
            copies.cancel(world, calendar, old)
        stored = target.events[copy.id]
        sharing.after_write(call, target, stored, before)
        return _shown(call, target, stored.resource)


def organizer_of(world, calendar):
    """The organizer object of events made in this calendar, as its owner sees it."""
    account = world.account(calendar.id)
    data = {"email": calendar.id}
    if account is None:
        data["displayName"] = calendar.summary
    data["self"] = True
    return data


def _new_base(call, calendar, body):
    """Everything of a new event that the client does not decide."""
    event_id = body.get("id") or copies.new_id()
    email = call.email or calendar.owner or calendar.id
    creator = {"email": email}
    if email == calendar.id:
        creator["self"] = True
    return {
        "id": event_id,
        "status": "confirmed",
        "htmlLink": copies.html_link(event_id, calendar.id),
        "creator": creator,
        "organizer": organizer_of(call.world, calendar),
        "iCalUID": f"{event_id}@google.com",
        "sequence": body.get("sequence") or 0,
        "reminders": {"useDefault": True},
        "eventType": event_body.event_type(body, calendar),
    }


def _check_private(copy, role):
    if event_view.hidden(copy.resource, role) and rank(role) < rank("writer"):
        raise errors.forbidden()


def _shown(call, calendar, resource):
    return event_view.present(resource, call.role(calendar), call.params)
