# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How often an account is asked for when nobody presses and Google does not tell.

Who works in Odoo right now should see a change of Google's soon; nobody waits for the
calendar of a person on holiday. Where Google tells of changes, asking is only the
safety net. A press, a change in Odoo and an opened calendar never wait for this.
"""

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

# (seen within so many seconds, seconds between two scheduled syncs)
STEPS = (
    (15 * MINUTE, 0),  # at work: every run of the schedule
    (HOUR, 15 * MINUTE),
    (2 * DAY, 30 * MINUTE),
)
RARELY = 6 * HOUR


def pause(idle, told):
    """Seconds that should lie between two scheduled syncs of an account.

    ``idle``: seconds since its user was last seen in Odoo, None for never. ``told``:
    Google tells of every change of its calendars.
    """
    if told or idle is None:
        return RARELY
    for within, seconds in STEPS:
        if idle <= within:
            return seconds
    return RARELY


def is_due(waited, idle, told):
    """Whether the schedule syncs an account now.

    ``waited``: seconds since its last sync, None when there was none.
    """
    return waited is None or waited >= pause(idle, told)
