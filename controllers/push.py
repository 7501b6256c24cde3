# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google's notifications: verify, hand over, return."""

from odoo import http
from odoo.http import request


class PushController(http.Controller):
    @http.route(
        "/google_workspace/push/calendar",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def calendar(self, **kw):
        """A calendar moved. The body is empty; who asks is proven by the token.

        A stranger, or a channel that we closed, hears 404 and nothing else: Google
        then drops the message.
        """
        headers = request.httprequest.headers
        known = (
            request.env["gws.calendar.watch"]
            .sudo()
            ._notified(
                headers.get("X-Goog-Channel-ID"),
                headers.get("X-Goog-Channel-Token"),
                headers.get("X-Goog-Resource-ID"),
                headers.get("X-Goog-Resource-State"),
            )
        )
        return request.make_response("", status=204 if known else 404)
