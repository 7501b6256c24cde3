# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who gets mail from Google about a change we write: one policy, asked every time.

Google decides by ``sendUpdates`` on each write (Calendar v3, events.insert/patch/
delete). Guests hear of what a person did to a coming event, as much of it as the
account's policy says; never of a first sync, a reset, a repair or our own echo.
"""

from .merge import LINK, MAP_FIELDS

WHO_WHEN_WHERE = frozenset({*MAP_FIELDS, "when", "location", "rule", LINK})
# What a patch may tell, by policy. What is each person's own is never news.
TOLD = {
    "never": frozenset(),
    "changes": WHO_WHEN_WHERE,
    "always": WHO_WHEN_WHERE | {"title", "description"},
}


def send_updates(verb, cause, over, has_guests, changes=(), policy="changes"):
    """ "all" or "none".

    ``verb``: insert, patch, delete. ``cause``: "person" or anything else (first,
    full, reset, repair). ``over``: the event has ended. ``changes``: names of the
    fields a patch writes. ``policy``: never, changes, always.
    """
    if cause != "person" or over or not has_guests or policy == "never":
        return "none"
    if verb == "patch" and not TOLD[policy] & set(changes):
        return "none"
    return "all"


def how_many(verb, guests, changes, listed):
    """How many guests a write with ``sendUpdates=all`` mails, at the least one.

    ``guests``: addresses of all who are or were invited, without the own one.
    ``changes``: the fields a patch writes, attendees as {address: answer or None}.
    ``listed``: the addresses Google lists. When nothing but the list moved, only
    those hear of it who were put on it or taken off.
    """
    if verb != "patch" or set(changes) - set(MAP_FIELDS):
        return max(1, len(guests))
    moved = {
        email
        for name in MAP_FIELDS
        for email, answer in (changes.get(name) or {}).items()
        if answer is None or email not in listed
    }
    return max(1, len(moved & set(guests)))
