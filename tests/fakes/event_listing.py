# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""events.list and events.instances: filters, order, pages, cursors, tombstones.

Items that changed since a sync token come once, with their last state. Choices where
Google's documents are silent: a token got with a time window goes on reporting every
later change of the calendar, whether inside the window or not; a query with
orderBy, q, iCalUID, updatedMin or property filters yields no sync token.
"""

from datetime import timedelta, timezone

from . import clock, cursors, errors, event_view, recurrence, series, times
from .model import rank

FORBIDDEN_WITH_TOKEN = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
)
WITHOUT_TOKEN = tuple(n for n in FORBIDDEN_WITH_TOKEN if not n.startswith("timeM"))
OLDEST_UPDATE = timedelta(days=28)


def list_events(call):
    world, params = call.world, call.params
    with world.lock:
        calendar = call.calendar()
        _check_query(world, params)
        list_id = f"events:{calendar.id}"
        since = None
        if "syncToken" in params:
            since = cursors.read_sync_token(world, list_id, params)
        items = _ordered(_items(call, calendar, since), params)
        chosen, token, change = cursors.page(
            items, params, list_id, world.last_change, default=250, largest=2500
        )
        answer = _envelope(call, calendar)
        role = call.role(calendar)
        answer["items"] = [_render(data, role, params) for data in chosen]
        if token:
            answer["nextPageToken"] = token
        elif not any(name in params for name in WITHOUT_TOKEN):
            answer["nextSyncToken"] = cursors.new_sync_token(
                world, list_id, params, change
            )
        return answer


def instances(call):
    """All instances of one series, exceptions in their places."""
    world, params = call.world, call.params
    with world.lock:
        calendar = call.calendar()
        master = series.find(call, calendar, params["eventId"])
        _check_window(params)
        end = times.parse_instant(params.get("timeMax", ""))
        deleted = bool(params.get("showDeleted"))
        if not master.resource.get("recurrence"):
            # A choice: Google's documents speak of recurring events only.
            raise errors.invalid("The event is not recurring.", location="eventId")
        if master.cancelled:
            found = []
        else:
            found = series.expand(calendar, master, end, deleted=deleted)
        if params.get("originalStart"):
            found = [d for d in found if _is_original(d, params["originalStart"])]
        tz = times.zone(calendar.time_zone)
        found = [data for data in found if _in_window(data, params, tz)]
        items = [((_begin(data, tz), data["id"]), data) for data in found]
        list_id = f"instances:{calendar.id}:{params['eventId']}"
        chosen, token, _change = cursors.page(
            sorted(items, key=lambda item: item[0]),
            params,
            list_id,
            world.last_change,
            default=250,
            largest=2500,
        )
        answer = _envelope(call, calendar)
        role = call.role(calendar)
        answer["items"] = [event_view.present(data, role, params) for data in chosen]
        if token:
            answer["nextPageToken"] = token
        return answer


def _check_query(world, params):
    _check_window(params)
    if "syncToken" in params:
        _check_beside_token(params)
    order = params.get("orderBy")
    if order == "startTime" and not params.get("singleEvents"):
        raise errors.ApiError(
            400,
            "badRequest",
            "The requested ordering is not available for the particular query.",
            location="orderBy",
        )
    if order and order not in ("startTime", "updated"):
        raise errors.invalid(f"Invalid value: {order}", location="orderBy")
    _check_properties(params)
    if "updatedMin" in params:
        oldest = world.clock.now() - OLDEST_UPDATE
        if times.parse_instant(params["updatedMin"]) < oldest:
            raise errors.updated_min_too_long_ago()


def _check_properties(params):
    for name in ("privateExtendedProperty", "sharedExtendedProperty"):
        for text in params.get(name, ()):
            if "=" not in text:
                raise errors.invalid(f"Invalid value: {text}", location=name)


def _check_beside_token(params):
    for name in FORBIDDEN_WITH_TOKEN:
        if name in params:
            raise errors.invalid(
                f"Sync token cannot be used with {name}.", location=name
            )
    if params.get("showDeleted") is False:
        raise errors.invalid(
            "Sync token cannot be used with showDeleted=false.", location="showDeleted"
        )


def _check_window(params):
    low, high = params.get("timeMin"), params.get("timeMax")
    if low and high and times.parse_instant(low) >= times.parse_instant(high):
        raise errors.time_range_empty()


def _items(call, calendar, since):
    """(copy-like position, resource) of everything the query asks for."""
    params = call.params
    tz = times.zone(calendar.time_zone) or timezone.utc
    found = []
    for copy in calendar.events.values():
        if copy.lost and since is None and not params.get("showDeleted"):
            continue
        if since is not None and copy.change <= since:
            continue
        if params.get("singleEvents") and copy.resource.get("recurrence"):
            found += _instances_of(calendar, copy, params, since)
        elif params.get("singleEvents") and _listed_with_master(calendar, copy, since):
            continue
        else:
            found.append((copy.position, copy.resource))
    role = call.role(calendar)
    return [
        (position, data)
        for position, data in found
        if _wanted(data, calendar, params, since, role, tz)
    ]


def _instances_of(calendar, copy, params, since):
    # The instances of a deleted series are as cancelled as their master.
    end = times.parse_instant(params.get("timeMax", ""))
    expanded = series.expand(calendar, copy, end, deleted=True)
    return [(copy.position, data) for data in expanded]


def _listed_with_master(calendar, copy, since):
    """An exception that its living master's expansion already gives."""
    master = calendar.events.get(copy.master_id)
    if master is None or master.cancelled or not master.resource.get("recurrence"):
        return False
    return since is None or master.change > since


def _wanted(data, calendar, params, since, role, tz):
    kinds = params.get("eventTypes")
    if kinds and data.get("eventType", "default") not in kinds:
        return False
    cancelled = data.get("status") == "cancelled"
    if cancelled and not _shows_deleted(data, calendar, params, since):
        return False
    if since is not None:
        return True
    if not _in_window(data, params, tz):
        return False
    return cancelled or _matches(data, params, role)


def _shows_deleted(data, calendar, params, since):
    if since is not None or params.get("showDeleted"):
        return True
    if "updatedMin" in params:
        return True
    if params.get("singleEvents"):
        return False
    master = calendar.events.get(data.get("recurringEventId"))
    return master is not None and not master.cancelled


def _in_window(data, params, tz):
    """timeMin is held against the end, timeMax against the start; both exclusive."""
    updated = params.get("updatedMin")
    if updated:
        stamp = times.parse_instant(data.get("updated", ""))
        if stamp is not None and stamp < times.parse_instant(updated):
            return False
    if "start" not in data or "end" not in data:
        return True
    if data.get("recurrence"):
        return _series_in_window(data, params, tz)
    low, high = params.get("timeMin"), params.get("timeMax")
    if low and times.instant(data["end"], tz) <= times.parse_instant(low):
        return False
    return not (high and times.instant(data["start"], tz) >= times.parse_instant(high))


def _series_in_window(data, params, tz):
    """A master is listed when one of its instances falls into the window."""
    low, high = params.get("timeMin"), params.get("timeMax")
    if not low and not high:
        return True
    end = times.parse_instant(high or "")
    low = times.parse_instant(low or "")
    for original in recurrence.starts(data, end):
        finish = recurrence.end_of(data, original)
        if low is None or times.instant(finish, tz) > low:
            return True
    return False


def _matches(data, params, role):
    if params.get("iCalUID") and data.get("iCalUID") != params["iCalUID"]:
        return False
    for side in ("private", "shared"):
        known = (data.get("extendedProperties") or {}).get(side) or {}
        for text in params.get(f"{side}ExtendedProperty", ()):
            key, value = text.split("=", 1)
            if known.get(key) != value:
                return False
    if params.get("q"):
        if event_view.hidden(data, role):
            return False
        text = _searchable(data).lower()
        return all(word in text for word in params["q"].lower().split())
    return True


def _searchable(data):
    parts = [data.get(key) or "" for key in ("summary", "description", "location")]
    for person in [data.get("organizer") or {}, *(data.get("attendees") or [])]:
        parts += [person.get("displayName") or "", person.get("email") or ""]
    return "\n".join(parts)


def _ordered(found, params):
    """[(sort key, resource)], ready to be cut into pages."""
    order = params.get("orderBy")
    items = []
    for position, data in found:
        if order == "startTime":
            key = (_begin(data, timezone.utc), data["id"])
        elif order == "updated":
            key = (data.get("updated", ""), data["id"])
        else:
            key = (position, data["id"])
        items.append((key, data))
    return sorted(items, key=lambda item: item[0])


def _begin(data, tz):
    if "start" not in data:
        return ""
    return times.instant(data["start"], tz).isoformat()


def _is_original(data, text):
    original = data.get("originalStartTime") or {}
    if original.get("date"):
        return original["date"] == text[:10]
    wanted = times.parse_instant(text)
    return wanted is not None and times.instant(original, timezone.utc) == wanted


def _render(data, role, params):
    if data.get("status") == "cancelled" and not params.get("showDeleted"):
        return event_view.tombstone(data)
    return event_view.present(data, role, params)


def _envelope(call, calendar):
    entry = call.world.entry(call.email, calendar.id) if call.email else None
    newest = max((c.stamp for c in calendar.events.values()), default=calendar.stamp)
    answer = {
        "kind": "calendar#events",
        "etag": f'"p{newest}"',
        "summary": calendar.summary,
        "description": calendar.description,
        "updated": clock.millis(newest),
        "timeZone": call.params.get("timeZone") or calendar.time_zone,
        "accessRole": call.role(calendar),
        "defaultReminders": [],
    }
    if entry and rank(answer["accessRole"]) >= rank("writer"):
        answer["defaultReminders"] = entry.settings.get("defaultReminders", [])
    return answer
