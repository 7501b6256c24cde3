# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who gets mail from Google about a change we write: one policy, asked every time.

Google decides by ``sendUpdates`` on each write (Calendar v3, events.insert/patch/
delete). Guests hear of what a person did to a coming event's who, when or where;
never of a first sync, a reset, a repair or our own echo.
"""

from .merge import LINK, MAP_FIELDS

WHO_WHEN_WHERE = frozenset({*MAP_FIELDS, "when", "location", "rule", LINK})


def send_updates(verb, cause, over, has_guests, changes=()):
    """ "all" or "none".

    ``verb``: insert, patch, delete. ``cause``: "person" or anything else (first,
    full, reset, repair). ``over``: the event has ended. ``changes``: names of the
    fields a patch writes.
    """
    if cause != "person" or over or not has_guests:
        return "none"
    if verb == "patch" and not WHO_WHEN_WHERE & set(changes):
        return "none"
    return "all"
