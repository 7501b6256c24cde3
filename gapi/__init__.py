# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google's edge: everything that speaks HTTP to Google, and nothing else.

Rooms: `errors` (the types), `error_table` (which answer is which type), `answers`
(reading Google's error bodies), `connection` (one kept-alive socket), `backoff`
(how long to wait), `transport` (one request, carried through), `batch` (fifty at
once), `services` (the client library, built offline), `tokens`, `scopes`, `oauth`
and `calendar`. No Odoo here, and no knowledge of what an event means.
"""
