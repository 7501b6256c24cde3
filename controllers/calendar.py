# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The calendar button's route: hand over, return."""

from odoo import http
from odoo.http import request


class CalendarController(http.Controller):
    @http.route(
        "/google_workspace/calendar/sync", type="jsonrpc", auth="user", methods=["POST"]
    )
    def sync(self):
        """Sync the logged-in user's calendars now (docs/design.md: the routes)."""
        account = request.env["gws.account"]._of_user(request.env.user)
        return request.env["gws.calendar.sync"]._press(account)
