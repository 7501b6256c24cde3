# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a stored copy looks to the person asking: rights, privacy, time zone, guests."""

from . import times
from .model import clone, rank

PRIVATE = ("private", "confidential")
BUSY_KEYS = (
    "kind",
    "etag",
    "id",
    "status",
    "start",
    "end",
    "recurrence",
    "recurringEventId",
    "originalStartTime",
    "transparency",
    "iCalUID",
    "eventType",
)


def full(copy):
    """The whole resource, as the calendar's owner sees it."""
    return clone(copy.resource)


def tombstone(resource):
    """A deleted event in a listing: only what Google guarantees.

    A cancelled instance also tells which instance of which series it was.
    """
    keys = ["kind", "etag", "id", "status"]
    if resource.get("recurringEventId"):
        keys += ["recurringEventId", "originalStartTime"]
    return {key: resource[key] for key in keys if key in resource}


def hidden(resource, role):
    """Whether this role sees the event as a mere busy block."""
    if rank(role) <= rank("freeBusyReader"):
        return True
    private = resource.get("visibility") in PRIVATE
    return private and rank(role) < rank("writer")


def present(resource, role, params):
    """The resource for a viewer with ``role`` under the request's ``params``.

    Shares its inner parts with the stored one: to be written out, not to be changed.
    """
    resource = dict(resource)
    if hidden(resource, role):
        resource = {key: resource[key] for key in BUSY_KEYS if key in resource}
        resource["visibility"] = "private"
    elif rank(role) < rank("writer"):
        # Google shows a plain reader neither reminders nor private properties.
        resource.pop("reminders", None)
        shared = resource.pop("extendedProperties", {}).get("shared")
        if shared:
            resource["extendedProperties"] = {"shared": shared}
    limit = params.get("maxAttendees")
    guests = resource.get("attendees")
    if limit and guests and len(guests) > limit:
        resource["attendees"] = [guest for guest in guests if guest.get("self")]
        resource["attendeesOmitted"] = True
    if params.get("timeZone"):
        tz = times.zone(params["timeZone"])
        for key in ("start", "end", "originalStartTime"):
            if key in resource:
                resource[key] = times.in_zone(resource[key], tz)
    return resource
