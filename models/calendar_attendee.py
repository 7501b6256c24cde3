# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class CalendarAttendee(models.Model):
    _inherit = "calendar.attendee"

    @api.model_create_multi
    def create(self, vals_list):
        attendees = super().create(vals_list)
        attendees.event_id._gws_note_change()
        return attendees

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.event_id._gws_note_change()
        return result

    def unlink(self):
        events = self.event_id
        result = super().unlink()
        events.exists()._gws_note_change()
        return result
