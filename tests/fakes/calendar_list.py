# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""calendarList.list/get and calendars.get: which calendars a person has, and how."""

from . import clock, conference, cursors, errors
from .model import rank

COLORS = ("#9fe1e7", "#16a765", "#f691b2", "#ac725e", "#4986e7", "#fad165")


def resource(world, entry):
    """The calendarList entry; a removed one holds five keys only."""
    if entry.deleted or entry.calendar_id not in world.calendars:
        return {
            "kind": "calendar#calendarListEntry",
            "etag": clock.etag(entry.stamp),
            "id": entry.calendar_id,
            "deleted": True,
            "defaultReminders": [],
        }
    calendar = world.calendars[entry.calendar_id]
    settings = entry.settings
    color = COLORS[entry.position % len(COLORS)]
    data = {
        "kind": "calendar#calendarListEntry",
        "etag": clock.etag(entry.stamp),
        "id": calendar.id,
        "summary": calendar.summary,
        "timeZone": calendar.time_zone,
        "colorId": str(1 + entry.position % 24),
        "backgroundColor": color,
        "foregroundColor": "#000000",
        "accessRole": world.role(calendar, entry.email),
        "defaultReminders": [],
        "conferenceProperties": conference.allowed(calendar),
    }
    if calendar.description:
        data["description"] = calendar.description
    if calendar.owner and not calendar.primary:
        data["dataOwner"] = calendar.owner
    data.update({k: v for k, v in settings.items() if v not in (None, False)})
    if calendar.primary and calendar.owner == entry.email:
        data["primary"] = True
    return data


def list_entries(call):
    """calendarList.list with pages and sync tokens."""
    world, params = call.world, call.params
    list_id = f"list:{call.email}"
    since = None
    if "syncToken" in params:
        _check_sync_query(params)
        since = cursors.read_sync_token(world, list_id, params)
    rows = [row for row in world.entries if row.email == call.email]
    if since is not None:
        rows = [row for row in rows if row.change > since]
    else:
        rows = [row for row in rows if _shown(world, row, params)]
    items = [((row.position,), row) for row in sorted(rows, key=lambda r: r.position)]
    chosen, token, change = cursors.page(
        items, params, list_id, world.last_change, default=100, largest=250
    )
    newest = max((row.stamp for row in rows), default=0)
    answer = {
        "kind": "calendar#calendarList",
        "etag": f'"p{newest}"',
        "items": [resource(world, row) for row in chosen],
    }
    if token:
        answer["nextPageToken"] = token
    else:
        answer["nextSyncToken"] = cursors.new_sync_token(world, list_id, params, change)
    return answer


def _check_sync_query(params):
    for name in ("minAccessRole", "showOwnOrganizationOnly"):
        if name in params:
            raise errors.invalid(
                f"Sync token cannot be used with {name}.", location=name
            )
    for name in ("showDeleted", "showHidden"):
        if params.get(name) is False:
            raise errors.invalid(
                f"Sync token cannot be used with {name}=false.", location=name
            )


def _shown(world, row, params):
    gone = row.deleted or row.calendar_id not in world.calendars
    if gone:
        return bool(params.get("showDeleted"))
    if row.settings.get("hidden") and not params.get("showHidden"):
        return False
    least = params.get("minAccessRole")
    role = world.role(world.calendars[row.calendar_id], row.email)
    return not least or rank(role) >= rank(least)


def get_entry(call):
    calendar_id = call.params["calendarId"]
    if calendar_id == "primary":
        calendar_id = call.email
    entry = call.world.entry(call.email, calendar_id)
    if entry is None or entry.deleted:
        raise errors.not_found()
    return resource(call.world, entry)


def get_calendar(call):
    """calendars.get: the calendar itself, without a person's colours and names."""
    calendar = call.calendar()
    data = {
        "kind": "calendar#calendar",
        "etag": clock.etag(calendar.stamp),
        "id": calendar.id,
        "summary": calendar.summary,
        "timeZone": calendar.time_zone,
        "conferenceProperties": conference.allowed(calendar),
    }
    if calendar.description:
        data["description"] = calendar.description
    if calendar.owner and not calendar.primary:
        data["dataOwner"] = calendar.owner
    return data
