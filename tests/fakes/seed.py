# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Seeds: a world as JSON.

::

    {
      "clients": [{"client_id": …, "client_secret": …, "redirect_uris": [...],
                   "publishing": "production", "test_users": [], "verified": true}],
      "accounts": [{
        "email": "anna@example.com", "name": "Anna", "timezone": "Europe/Berlin",
        "events": [...], "raw_events": [...],          (of the primary calendar)
        "calendars": [{
          "id": …, "summary": …, "time_zone": …, "description": "",
          "access_role": "owner", "selected": true,
          "settings": {"summaryOverride": …},
          "events": [...], "raw_events": [...]
        }]
      }],
      "shares": [{"calendar_id": …, "email": …, "role": "reader"}]
    }

An account may have ``groups``, ``contacts`` and more (``contact_seed.py``), ``labels``,
``mails`` and more (``gmail_seed.py``).
Everything but ``email``, ``client_id`` and a calendar's ``summary`` may be missing.
``events`` are bodies as a client would insert them: validated and shared with guests
who have an account, but nobody is mailed. ``raw_events`` are kept exactly as given.
All accounts, calendars and shares come first, then raw events, then events. Two
accounts naming the same calendar id share it; its events belong to the first one.
``dump`` writes the whole state as raw events and adds ``grants`` (living refresh
tokens) and ``state`` (counters, change numbers), so that ``load(dump())`` into an
empty world is the same world: clients' tokens and cursors go on working.
"""

from . import contact_seed, gmail_seed, oauth
from .event_view import full


def load(world, data):
    """Add the seed to the world; the caller holds the lock."""
    for client in data.get("clients", ()):
        world.add_client(**client)
    accounts = data.get("accounts", ())
    pending = []
    for spec in accounts:
        world.add_account(spec["email"], spec.get("name"), spec.get("timezone"))
        pending.append((spec["email"], spec))
    for spec in accounts:
        for calendar in spec.get("calendars", ()):
            pending.append((_add_calendar(world, spec["email"], calendar), calendar))
    for share in data.get("shares", ()):
        world.share_calendar(share["calendar_id"], share["email"], share["role"])
    with world.quiet():
        for calendar_id, spec in pending:
            for resource in spec.get("raw_events", ()):
                world.seed_raw(calendar_id, resource)
        for calendar_id, spec in pending:
            for body in spec.get("events", ()):
                world.put_event(calendar_id, body, send_updates="none")
    contact_seed.restore(world, data.get("books", ()))
    gmail_seed.restore(world, data.get("mailboxes", ()))
    for spec in accounts:
        contact_seed.load(world, spec["email"], spec)
        gmail_seed.load(world, spec["email"], spec)
    for grant in data.get("grants", ()):
        token = oauth.Refresh(**{**grant, "scopes": set(grant["scopes"])})
        world.tokens.remember(token)
    if data.get("state"):
        _restore(world, data["state"])


def _add_calendar(world, email, spec):
    calendar_id = world.add_calendar(
        email,
        spec["summary"],
        calendar_id=spec.get("id"),
        time_zone=spec.get("time_zone"),
        access_role=spec.get("access_role", "owner"),
        selected=spec.get("selected", True),
        description=spec.get("description", ""),
    )
    if spec.get("settings"):
        world.change_entry(email, calendar_id, **spec["settings"])
    return calendar_id


def dump(world):
    """The world as a seed; the caller holds the lock."""
    accounts, shares, written = [], [], set()
    for account in world.accounts.values():
        spec = {
            "email": account.email,
            "name": account.name,
            "timezone": account.time_zone,
            "raw_events": _events(world, account.email),
            "calendars": [],
        }
        written.add(account.email)
        accounts.append(spec)
    for entry in world.entries:
        calendar = world.calendars.get(entry.calendar_id)
        if calendar is None or entry.deleted or calendar.id == entry.email:
            continue
        role = world.role(calendar, entry.email)
        if calendar.primary:
            shares.append(
                {"calendar_id": calendar.id, "email": entry.email, "role": role}
            )
            continue
        spec = {
            "id": calendar.id,
            "summary": calendar.summary,
            "time_zone": calendar.time_zone,
            "description": calendar.description,
            "access_role": role,
            "selected": bool(entry.settings.get("selected")),
            "settings": dict(entry.settings),
        }
        if calendar.id not in written:
            written.add(calendar.id)
            spec["raw_events"] = _events(world, calendar.id)
        owner = next(a for a in accounts if a["email"] == entry.email)
        owner["calendars"].append(spec)
    return {
        "clients": [vars(client).copy() for client in world.clients.values()],
        "accounts": accounts,
        "shares": shares,
        "grants": [
            {**vars(token), "scopes": sorted(token.scopes)}
            for token in world.tokens.refresh.values()
            if not token.revoked
        ],
        "books": contact_seed.dump(world),
        "mailboxes": gmail_seed.dump(world),
        "state": _state(world),
    }


def _state(world):
    """What events and lists do not show: counters, and who changed when."""
    return {
        "id": world.id,
        "epochs": dict(world.epochs),
        "last_change": world.last_change,
        "clock": world.clock.state(),
        "events": [
            [calendar.id, copy.id, copy.change, copy.stamp]
            + [copy.removed_by_guest, copy.lost]
            for calendar in world.calendars.values()
            for copy in calendar.events.values()
        ],
        "entries": [
            [entry.email, entry.calendar_id, entry.change, entry.stamp]
            for entry in world.entries
            if not entry.deleted
        ],
    }


def _restore(world, state):
    world.id = state["id"]
    world.epochs.clear()
    world.epochs.update(state["epochs"])
    for calendar_id, event_id, change, stamp, removed, *more in state["events"]:
        copy = world.calendars[calendar_id].events[event_id]
        copy.change, copy.stamp, copy.removed_by_guest = change, stamp, removed
        copy.lost = bool(more and more[0])  # older dumps do not tell
    for email, calendar_id, change, stamp in state["entries"]:
        entry = world.entry(email, calendar_id)
        if entry is not None:
            entry.change, entry.stamp = change, stamp
    world.last_change = max(world.last_change, state["last_change"])
    world.clock.restore(state["clock"])


def _events(world, calendar_id):
    events = world.calendars[calendar_id].events.values()
    return [full(copy) for copy in sorted(events, key=lambda copy: copy.position)]
