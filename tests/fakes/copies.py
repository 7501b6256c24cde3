# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Writing one calendar's copy of an event: etag, updated, change number, watchers.

A stored resource is never changed in place, always replaced: readers may hold on to
it without a lock.

Nothing here validates; callers hand over the finished resource.
"""

import base64
import random

from . import clock
from .model import Copy, clone

ALPHABET = "0123456789abcdefghijklmnopqrstuv"


def new_id():
    """A 26-character id in base32hex, as Google makes them."""
    return "".join(random.choices(ALPHABET, k=26))


def imported_id(uid):
    """The id of an imported event: Google derives it from the iCalUID."""
    return "_" + base64.b32hexencode(uid.encode()).decode().rstrip("=").lower()


def html_link(event_id, calendar_id):
    raw = f"{event_id} {calendar_id}".encode()
    eid = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    return f"https://www.google.com/calendar/event?eid={eid}"


def store(world, calendar, resource, touch_updated=True):
    """Put the resource into the calendar as its newest state; returns the Copy.

    The etag always moves. ``touch_updated`` False leaves ``updated`` alone: Google
    does not move it when only the viewer's own reminders change.
    """
    stamp = world.clock.stamp()
    resource = clone(resource)
    resource["kind"] = "calendar#event"
    resource["etag"] = clock.etag(stamp)
    resource.setdefault("created", clock.whole_seconds(stamp))
    if touch_updated or "updated" not in resource:
        resource["updated"] = clock.millis(stamp)
    known = calendar.events.get(resource["id"])
    if known is None:
        known = Copy(resource, world.next_position(), world.next_change(), stamp)
    else:
        known.resource = resource
        known.change = world.next_change()
        known.stamp = stamp
        known.lost = False
    calendar.add(known)
    world.channels.changed(calendar.id)
    return known


def touch(world, calendar, copy):
    """Move the etag as a change of something unseen would."""
    return store(world, calendar, copy.resource)


def cancel(world, calendar, copy, by_guest=False, lost=False):
    """Turn the copy into a tombstone that keeps its details for an undelete.

    Works for an instance that exists only virtually too: it becomes a cancelled
    exception. ``lost``: see ``Copy``.
    """
    stored = store(world, calendar, {**copy.resource, "status": "cancelled"})
    stored.removed_by_guest = by_guest
    stored.lost = lost
    return stored


def store_raw(world, calendar, resource):
    """Keep a resource as given (see ``World.seed_raw``)."""
    stamp = world.clock.stamp()
    resource = clone(resource)
    resource.setdefault("kind", "calendar#event")
    resource.setdefault("etag", clock.etag(stamp))
    resource.setdefault("id", new_id())
    resource.setdefault("status", "confirmed")
    known = calendar.events.get(resource["id"])
    position = known.position if known else world.next_position()
    calendar.add(Copy(resource, position, world.next_change(), stamp))
    world.channels.changed(calendar.id)
    return clone(resource)
