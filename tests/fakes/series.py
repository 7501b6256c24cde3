# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Masters, instances and exceptions inside one calendar.

An instance nobody touched does not exist as a copy; writing to it makes it an
exception, keyed by (master, originalStartTime). Choices where Google's documents are
silent: a change of the master reaches an exception in every field where the exception
still had the master's old value; when the series' times change, exceptions that no
longer fall on an instance are removed.
"""

from . import copies, errors, event_body, event_view, recurrence, times
from .model import Copy, clone

NOT_INHERITED = {"start", "end", "recurrence", "status", "attendees"}


def find(call, calendar, event_id):
    """The stored copy, or a virtual one for an untouched instance; else 404."""
    copy = calendar.events.get(event_id)
    if copy is not None:
        return copy
    master_id, text = recurrence.split_id(event_id)
    master = calendar.events.get(master_id)
    if master is None or not master.resource.get("recurrence"):
        raise errors.not_found()
    original = recurrence.find(master.resource, text)
    if original is None:
        raise errors.not_found()
    return Copy(virtual(calendar, master, original), 0, 0, master.stamp)


def virtual(calendar, master, original):
    """The resource of an untouched instance, times written in the calendar's zone."""
    data = clone(recurrence.instance(master.resource, original))
    data["htmlLink"] = copies.html_link(data["id"], calendar.id)
    tz = times.zone(calendar.time_zone)
    for key in ("start", "end", "originalStartTime"):
        data[key] = times.in_zone(data[key], tz)
    return data


def expand(calendar, master, window_end=None, deleted=False):
    """Resources of all instances of a master, exceptions in their places.

    ``window_end``: aware datetime, original starts from there on are left out, but
    exceptions are all there. ``deleted`` adds cancelled ones.
    """
    known = {}
    for copy in calendar.exceptions(master.id):
        original = copy.resource.get("originalStartTime")
        if original:
            known[recurrence.stamp(original)] = copy
    result = []
    for original in recurrence.starts(master.resource, window_end):
        copy = known.pop(recurrence.stamp(original), None)
        if copy is None:
            result.append(virtual(calendar, master, original))
        elif deleted or not copy.cancelled:
            result.append(event_view.full(copy))
    for copy in known.values():
        if deleted or not copy.cancelled:
            result.append(event_view.full(copy))
    return result


def keep_in_series(calendar, before, after):
    """What an instance may not become: a series, or another instance."""
    if before.get("recurringEventId"):
        master = calendar.events.get(before["recurringEventId"])
        if master:
            _tighten_visibility(after, before, master)
    return after


def _tighten_visibility(after, before, master):
    """A stricter privacy of one instance spreads to all; a laxer one is ignored."""
    order = ("public", "default", "private", "confidential")

    def strict(resource):
        return order.index(resource.get("visibility", "default"))

    if strict(after) < strict(before) and strict(after) < strict(master.resource):
        if "visibility" in before:
            after["visibility"] = before["visibility"]
        else:
            after.pop("visibility", None)


def after_master_change(world, calendar, before, copy):
    """Carry a master's change into its exceptions; some lose their day over it."""
    if copy.master_id:
        _spread_visibility(world, calendar, copy)
        return
    after = copy.resource
    exceptions = calendar.exceptions(copy.id)
    if not before.get("recurrence") or not exceptions:
        return
    timing = ("start", "recurrence")
    if any(before.get(key) != after.get(key) for key in timing):
        exceptions = _drop_lost(world, calendar, copy, exceptions)
    names = [
        name
        for name in event_body.CLIENT_FIELDS
        if name not in NOT_INHERITED and before.get(name) != after.get(name)
    ]
    for exception in exceptions:
        if not exception.cancelled:
            resource = _inherited(exception.resource, before, after, names)
            if resource != exception.resource:
                copies.store(world, calendar, resource)


def _inherited(resource, before, after, names):
    """An exception with the master's new values where it had the old ones."""
    resource = clone(resource)
    for name in names:
        if resource.get(name) == before.get(name):
            _take(resource, after, name)
    if _same_guests(resource, before) and not _same_guests(before, after):
        _take(resource, after, "attendees")
    return resource


def _take(resource, source, name):
    if name in source:
        resource[name] = clone(source[name])
    else:
        resource.pop(name, None)


def _same_guests(one, other):
    return event_body.guests(one) == event_body.guests(other)


def _drop_lost(world, calendar, master, exceptions):
    """Exceptions whose original start the new rule no longer makes disappear."""
    if master.resource.get("recurrence"):
        stamps = {
            recurrence.stamp(start) for start in recurrence.starts(master.resource)
        }
    else:
        stamps = set()
    kept = []
    for exception in exceptions:
        original = exception.resource.get("originalStartTime")
        if original and recurrence.stamp(original) in stamps:
            kept.append(exception)
        else:
            copies.cancel(world, calendar, exception)
    return kept


def _spread_visibility(world, calendar, copy):
    master = calendar.events.get(copy.master_id)
    wanted = copy.resource.get("visibility")
    if master is None or wanted not in event_view.PRIVATE:
        return
    if master.resource.get("visibility") in event_view.PRIVATE:
        return
    for other in [master, *calendar.exceptions(master.id)]:
        if other.id != copy.id and not other.cancelled:
            copies.store(world, calendar, {**other.resource, "visibility": wanted})


def after_master_removed(world, calendar, copy):
    """Deleting a series takes its exceptions along."""
    for exception in calendar.exceptions(copy.id):
        if not exception.cancelled:
            copies.cancel(world, calendar, exception)
