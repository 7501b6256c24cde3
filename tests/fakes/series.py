# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Masters, instances and exceptions inside one calendar.

An instance nobody touched does not exist as a copy; writing to it makes it an
exception, keyed by (master, originalStartTime). Choices where Google's documents are
silent: a change of the master reaches an exception in every field (of its guests: in
every guest's line) where the exception still had the master's old value; when the
series' times change, exceptions that no longer fall on an instance are ``lost``: gone,
and should that instance come back, then as the master makes it.
"""

from . import copies, errors, event_body, event_view, recurrence, times
from .model import Copy, clone

NOT_INHERITED = {"start", "end", "recurrence", "status", "attendees"}
TIMING = ("start", "recurrence")


def find(call, calendar, event_id):
    """The stored copy, or a virtual one for an untouched instance; else 404."""
    copy = calendar.events.get(event_id)
    if copy is not None and not copy.lost:
        return copy
    base, text = recurrence.split_id(event_id)
    for master in _masters(calendar, base):
        found = untouched(calendar, master, text)
        if found is not None:
            return found
    if copy is None:
        raise errors.not_found()
    return copy


def _masters(calendar, base):
    """The series whose instances are called ``<base>_…``, living ones first."""
    if base is None:
        return []
    found = [
        copy
        for event_id, copy in calendar.events.items()
        if event_id.startswith(base)
        and recurrence.base_id(event_id) == base
        and copy.resource.get("recurrence")
    ]
    return sorted(found, key=lambda copy: copy.cancelled)


def untouched(calendar, master, text):
    """A virtual copy of the master's instance with this stamp; None without one."""
    if not master.resource.get("recurrence"):
        return None
    original = recurrence.find(master.resource, text)
    if original is None:
        return None
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
        if copy is None or copy.lost:
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
    """Carry a master's change into its exceptions; some lose their day over it.

    Returns (resource before, exception) of those that changed.
    """
    if copy.master_id:
        _spread_visibility(world, calendar, copy)
        return []
    after = copy.resource
    exceptions = calendar.exceptions(copy.id)
    if not before.get("recurrence") or not exceptions:
        return []
    changed = []
    if any(before.get(key) != after.get(key) for key in TIMING):
        changed = _drop_lost(world, calendar, copy, exceptions)
    for exception in exceptions:
        if not exception.cancelled:
            old = exception.resource
            resource = inherited(old, before, after)
            if resource != old:
                copies.store(world, calendar, resource)
                changed.append((old, exception))
    return changed


def inherited(resource, before, after):
    """An exception with the master's new values where it had the old ones."""
    resource = clone(resource)
    for name in event_body.CLIENT_FIELDS:
        if name in NOT_INHERITED or before.get(name) == after.get(name):
            continue
        if resource.get(name) == before.get(name):
            if name in after:
                resource[name] = clone(after[name])
            else:
                resource.pop(name, None)
    if before.get("attendees") != after.get("attendees"):
        people = _inherited_guests(resource, before, after)
        resource["attendees"] = people
        if not people:
            del resource["attendees"]
    return resource


def _inherited_guests(resource, before, after):
    """Of each guest the master's new line where the exception had the old one."""
    old, new = event_body.by_email(before), event_body.by_email(after)
    mine = event_body.by_email(resource)
    result = []
    for email, guest in mine.items():
        if guest == old.get(email) and email in new:
            guest = new[email]
        if email not in old or email in new:
            result.append(clone(guest))
    invited = set(new) - set(old) - set(mine)
    return result + [clone(new[email]) for email in new if email in invited]


def _drop_lost(world, calendar, master, exceptions):
    """Exceptions whose original start the new rule no longer makes disappear."""
    gone = []
    for exception in exceptions:
        original = exception.resource.get("originalStartTime")
        text = recurrence.stamp(original) if original else ""
        if untouched(calendar, master, text) is None and not exception.lost:
            old = exception.resource
            if exception.cancelled:
                exception.lost = True
            else:
                copies.cancel(world, calendar, exception, lost=True)
                gone.append((old, exception))
    return gone


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


def after_master_removed(world, calendar, copy, by_guest=False):
    """Deleting a series takes its exceptions along.

    Returns (resource before, exception) of those that went.
    """
    gone = []
    for exception in calendar.exceptions(copy.id):
        if not exception.cancelled:
            gone.append((exception.resource, exception))
            copies.cancel(world, calendar, exception, by_guest, lost=True)
    return gone
