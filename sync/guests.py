# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Guests whom Odoo did not take in when it first read of them.

Odoo had no contact for them, or the person wanted none. They stay in Google's half of
the agreement only. When Odoo can hold them later, that half forgets them, and the
merge sees them as newly invited in Google.
"""

from .merge import Base


def left_out(base, local, remote):
    """Addresses that Google lists, listed before, and that Odoo never had → set."""
    before = base.remote.get("attendees") or {}
    known = {*(base.local.get("attendees") or ()), *local["attendees"]}
    return (before.keys() & remote["attendees"].keys()) - known


def forget(base, emails):
    """The agreement without those guests in Google's half → Base."""
    guests = base.remote.get("attendees") or {}
    kept = {email: guests[email] for email in guests if email not in emails}
    return Base(base.local, {**base.remote, "attendees": kept})
