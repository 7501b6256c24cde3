# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class CalendarEvent(models.Model):
    """Events of leads, tickets, contacts: the link outlives the record of the event."""

    _inherit = "calendar.event"

    def unlink(self):
        linked = self.filtered("res_id")
        if linked and self._gws_is_watched():
            for binding in linked._gws_bindings():
                binding.link = self.env["gws.calendar.link"]._of(binding.event_id)
        return super().unlink()
