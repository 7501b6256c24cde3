# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A person's calendar as a plain table in which events can be made and changed.

``/_emulator/calendar/<email>`` shows the primary calendar, ``?calendar=<id>`` another
one. Row ``#event-<id>`` holds inputs ``summary``, ``start``, ``end``, ``location`` and
the buttons ``save`` and ``delete``; ``form#create`` has the same inputs, ``guests`` and
the button ``create``. Times are those of the calendar's zone, ``2026-12-24 10:00``, or
a date alone for a whole day; the last day is shown inclusively, as people read it.
"""

from html import escape
from urllib.parse import quote, urlencode

from . import times
from .errors import ApiError
from .layout import page
from .model import rank
from .wire import Response


def handle(world, account, request):
    calendar_id = (request.query.get("calendar") or [account.email])[-1]
    calendar = world.calendars.get(calendar_id)
    if calendar is None or world.role(calendar, account.email) is None:
        return Response.of_html(page("Not found", "<p>No such calendar.</p>"), 404)
    problem = ""
    if request.method == "POST":
        try:
            _act(world, account, calendar, request.flat_form())
            return Response.redirect(_address(account, calendar))
        except ApiError as error:
            problem = error.message
    return Response.of_html(_page(world, account, calendar, problem))


def _address(account, calendar):
    query = "" if calendar.id == account.email else _query(calendar.id)
    return f"/_emulator/calendar/{quote(account.email, safe='@')}{query}"


def _query(calendar_id):
    return "?" + urlencode({"calendar": calendar_id})


def _act(world, account, calendar, form):
    event_id = form.get("event")
    if "delete" in form:
        world.delete_event(calendar.id, event_id, by=account.email)
    elif "save" in form:
        known = world.event(calendar.id, event_id) or {}
        body = _body(form, calendar, known)
        world.patch_event(calendar.id, event_id, body, by=account.email)
    elif "create" in form:
        body = _body(form, calendar, {})
        guests = form.get("guests", "").replace(",", " ").split()
        if guests:
            body["attendees"] = [{"email": guest} for guest in guests]
        world.put_event(calendar.id, body, by=account.email)


def _body(form, calendar, known):
    """A patch of what the person changed; untouched inputs are left out."""
    shown = _inputs(known, calendar) if known else {}
    body = {}
    for name in ("summary", "location"):
        if name in form and form[name] != shown.get(name, ""):
            body[name] = form[name] or None
    if not known or any(form.get(k, shown[k]) != shown[k] for k in ("start", "end")):
        start, end = form.get("start") or "", form.get("end") or ""
        body["start"] = _time(start, calendar, known.get("start"), 0)
        body["end"] = _time(end or start, calendar, known.get("end"), 1)
    return body


def _time(text, calendar, known, days):
    """An event time from an input; ``days`` makes an inclusive last day exclusive."""
    nothing = {"date": None, "dateTime": None} if known else {}
    if times.parse_date(text):
        return {**nothing, "date": times.add_days(text, days)}
    text = text.strip().replace(" ", "T")
    if len(text) == 16:
        text += ":00"
    moment = times.parse_local(text)
    if moment is None:
        return {**nothing, "dateTime": text}
    zone = times.zone(calendar.time_zone)
    written = times.write(moment.replace(tzinfo=zone), zone)
    name = (known or {}).get("timeZone") or calendar.time_zone
    return {**nothing, "dateTime": written, "timeZone": name}


def _inputs(event, calendar):
    """The texts shown in the inputs of an event."""
    texts = {"summary": event.get("summary", ""), "location": event.get("location", "")}
    for name, days in (("start", 0), ("end", -1)):
        value = event.get(name) or {}
        if times.is_all_day(value):
            texts[name] = times.add_days(value["date"], days)
        elif value:
            local = times.in_zone(value, times.zone(calendar.time_zone))
            texts[name] = times.parse_local(local["dateTime"]).strftime(
                "%Y-%m-%d %H:%M"
            )
        else:
            texts[name] = ""
    return texts


def _page(world, account, calendar, problem):
    writable = rank(world.role(calendar, account.email)) >= rank("writer")
    others = "".join(
        f' · <a href="{escape(_address(account, other))}">{escape(other.summary)}</a>'
        for other in (
            world.calendars[entry.calendar_id]
            for entry in world.entries
            if entry.email == account.email and not entry.deleted
        )
        if other.id != calendar.id
    )
    events = world.events(calendar.id)
    events.sort(key=lambda event: _inputs(event, calendar)["start"])
    rows = "".join(_row(event, account, calendar, writable) for event in events)
    error = f'<p class="error" id="error">{escape(problem)}</p>' if problem else ""
    body = (
        f'<p class=dim><a href="/">All accounts</a>{others}</p>'
        f"<h1>{escape(calendar.summary)}</h1>"
        f"<p class=dim>{escape(account.name)} · "
        f"times of {escape(calendar.time_zone)} · "
        f"<span id=count>{len(events)}</span> events</p>{error}"
        f"{_create_form(account, calendar) if writable else ''}"
        "<div class=scroll><table id=events><thead><tr>"
        "<th>Title</th><th>From</th><th>To</th><th>Place</th><th>Guests</th><th></th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )
    return page(f"{calendar.summary} – calendar", body, wide=True)


def _create_form(account, calendar):
    action = escape(_address(account, calendar))
    return (
        f'<form id="create" method="post" action="{action}"><p>'
        '<input name="summary" placeholder="Title" required> '
        '<input name="start" placeholder="from 2026-12-24 10:00" required> '
        '<input name="end" placeholder="to 2026-12-24 11:00"> '
        '<input name="location" placeholder="Place"> '
        '<input name="guests" placeholder="Guests"> '
        '<button class="main" name="create" value="1">Create</button></p></form>'
    )


def _row(event, account, calendar, writable):
    form = f"form-{event['id']}"
    texts = _inputs(event, calendar)
    guests = ", ".join(
        f"{guest.get('displayName') or guest.get('email', '')} "
        f"({guest.get('responseStatus', '')})"
        for guest in event.get("attendees") or []
    )
    notes = "; ".join(event.get("recurrence") or [])
    if event.get("recurringEventId"):
        notes = "changed instance of a series"
    notes = f"<br><span class=dim>{escape(notes)}</span>" if notes else ""
    cells = ""
    for name in ("summary", "start", "end", "location"):
        value = escape(texts[name])
        if writable:
            value = f'<input form="{form}" name="{name}" value="{value}" dir="auto">'
        cells += f"<td>{value}{notes if name == 'summary' else ''}</td>"
    buttons = ""
    if writable:
        buttons = (
            f'<form id="{form}" method="post" '
            f'action="{escape(_address(account, calendar))}">'
            f'<input type="hidden" name="event" value="{escape(event["id"])}">'
            '<button name="save" value="1">Save</button> '
            '<button name="delete" value="1">Delete</button></form>'
        )
    return (
        f'<tr id="event-{escape(event["id"])}">{cells}<td>{escape(guests)}</td>'
        f"<td>{buttons}</td></tr>"
    )
