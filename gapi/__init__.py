# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google's edge: everything that speaks HTTP to Google, and nothing else.

Rooms: `errors` (import them from there: `error_types`, `error_table`, and `answers`,
which reads Google's error bodies), `connection` (one kept-alive socket), `backoff`
(how long to wait), `transport` (one request, carried through), `multipart` and `batch`
(fifty at once), `pages` (one after the other), `services` (the client library, built
offline), `tokens`, `scopes` and `oauth`, `calendar_requests` (what is asked) and
`calendar` (who asks); of contacts `people_requests` and `people`, and between them
`people_jobs` (how hundreds are asked and answered) and `people_batch` (how that goes on
whatever happens); of mail `gmail_requests` and `gmail`, and between them `gmail_many`
(a thousand messages), `gmail_history` (what happened), `gmail_send` and `upload` (once,
or honestly unknown); what it costs is in `gmail_quota`.
No Odoo here, and no knowledge of what an event means.
"""
