# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Google's screens do for "this and following": one series becomes two.

The old master ends with the day before (UNTIL is the last second of that day on the
series' own clock, written in UTC). The rest is a new series called after the old one,
``<master>_R<UTC stamp>``, with an iCalUID to match; its instances go without the
``_R…`` part, so an instance keeps its id while its ``recurringEventId`` changes.

Choices where nobody knows: the new series takes over guests, properties and days
changed separately; when its times change, those days are lost and everybody is asked
again. A guest gets one mail.
"""

from datetime import datetime, timedelta, timezone

from . import (
    copies,
    errors,
    event_body,
    event_view,
    events,
    recurrence,
    rule_text,
    series,
    sharing,
    times,
)
from .model import clone

OF_A_COPY = ("kind", "etag", "created", "updated")


def split(world, calendar_id, master_id, original, body, by=None, send_updates="all"):
    """Change a series from the instance that starts at ``original`` on.

    ``original`` is an event time (an instance's ``originalStartTime``); ``body`` is a
    patch of what follows, None deletes what follows. From the first instance on means
    the whole series. Returns the resource of the new series (or of the only one).
    """
    calendar = world.calendars[calendar_id]
    master = calendar.events.get(master_id)
    stamp = recurrence.stamp(original)
    if master is None or master.cancelled:
        raise errors.not_found()
    original = recurrence.find(master.resource, stamp)
    if original is None:
        raise errors.not_found()
    if stamp == recurrence.stamp(next(recurrence.starts(master.resource))):
        if body is None:
            world.delete_event(calendar_id, master_id, by, send_updates)
            return event_view.full(master)
        return world.patch_event(calendar_id, master_id, body, by, send_updates)
    before = clone(master.resource)
    later = [
        clone(copy.resource)
        for copy in calendar.exceptions(master_id)
        if not copy.lost and _stamp(copy) >= stamp
    ]
    head, tail = cut(before, original)
    quiet = "none" if body is not None else send_updates
    ended = world.patch_event(calendar_id, master_id, {"recurrence": head}, by, quiet)
    if body is None:
        return ended
    call = events.person_call(
        world, "calendar.events.patch", calendar_id, by, send_updates, body
    )
    return _begin(call, calendar, before, original, tail, later)


def _stamp(copy):
    return recurrence.stamp(copy.resource["originalStartTime"])


def _begin(call, calendar, before, original, tail, later):
    """The new series, with the days of the old one that were changed separately."""
    world = call.world
    part = "_R" + recurrence.stamp(original).rstrip("Z")
    data = {k: clone(v) for k, v in before.items() if k not in OF_A_COPY}
    data["id"] = recurrence.base_id(before["id"]) + part
    name, at, host = before["iCalUID"].partition("@")
    data["iCalUID"] = recurrence.base_id(name) + part + at + host
    data["htmlLink"] = copies.html_link(data["id"], calendar.id)
    data["end"] = recurrence.end_of(before, original)
    data["start"] = times.in_zone(original, times.zone(calendar.time_zone))
    data["recurrence"] = tail
    wanted = event_body.merge_patch(data, call.body)
    after = event_body.build(data, wanted, calendar, call.params)
    moved = any(after.get(k) != data.get(k) for k in ("start", "end", "recurrence"))
    if moved:
        _ask_again(after)
    stored = copies.store(world, calendar, after)
    old = {**data, **{key: stored.resource[key] for key in OF_A_COPY}}
    sharing.after_write(call, calendar, stored, old)
    for exception in [] if moved else later:
        resource = series.inherited(exception, data, after)
        resource["id"] = recurrence.instance_id(
            data["id"], resource["originalStartTime"]
        )
        resource["recurringEventId"] = data["id"]
        resource["iCalUID"] = data["iCalUID"]
        copies.store(world, calendar, resource)
    sharing.spread_all(world, calendar, stored, stored.resource)
    return event_view.full(stored)


def _ask_again(resource):
    for guest in resource.get("attendees") or []:
        if not guest.get("organizer"):
            guest["responseStatus"] = "needsAction"


def cut(master, original):
    """(lines before ``original``, lines from there on) of a master's recurrence."""
    moment, tz = recurrence.wall_start(original)
    first = recurrence.wall_start(master["start"])[0]
    head, tail = [], []
    for line in master["recurrence"]:
        found = recurrence.LINE.match(line)
        if not found:
            head.append(line)
            tail.append(line)
            continue
        kind, options, value = found.groups()
        if kind.upper() in ("RRULE", "EXRULE"):
            rules = _cut_rule(rule_text.parts(value.upper()), first, moment, tz)
            for lines, rule in zip((head, tail), rules, strict=True):
                if rule is not None:
                    lines.append(f"{kind}{options}:{rule_text.join(rule)}")
            continue
        dates = recurrence.dates(options, value, master["start"])
        for lines, wanted in ((head, False), (tail, True)):
            kept = [text for text, day in dates if (day >= moment) == wanted]
            if kept:
                lines.append(f"{kind}{options}:{','.join(kept)}")
    return head, tail


def _cut_rule(rule, first, moment, tz):
    """The rule until the day before ``moment``, and the rest of it (None: no rest)."""
    rest = dict(rule)
    if "COUNT" in rule:
        days = rule_text.read(rule_text.join(rule), first)
        left = sum(day >= moment for day in days)
        if not left:
            return rule, None
        rest["COUNT"] = str(left)
    end = _last_second_before(first, moment, tz)
    if "UNTIL" in rule and rule["UNTIL"] < end:
        return rule, None
    ended = {k: v for k, v in rule.items() if k != "COUNT"}
    return {**ended, "UNTIL": end}, rest


def _last_second_before(first, moment, tz):
    """UNTIL text: the end of the day before, or of the second before on day one."""
    if tz is None:
        return (moment - timedelta(days=1)).strftime("%Y%m%d")
    midnight = datetime.combine(moment.date(), datetime.min.time())
    end = (midnight if midnight > first else moment).replace(tzinfo=tz)
    last = end.astimezone(timezone.utc) - timedelta(seconds=1)
    return last.strftime("%Y%m%dT%H%M%SZ")
