# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.tools import SQL


class CalendarAlarmManager(models.AbstractModel):
    _inherit = "calendar.alarm_manager"

    @api.model
    def _get_notify_alert_extra_conditions(self):
        """Google sends the reminder mails of the events it holds.

        A reminder is one person's own in Google; Odoo would mail it to every guest.
        """
        return SQL(
            "%s AND NOT EXISTS ("
            "SELECT 1 FROM gws_event_binding b WHERE b.event_id = event.id "
            "OR b.recurrence_id = event.recurrence_id)",
            super()._get_notify_alert_extra_conditions(),
        )

    def _notify_next_alarm(self, partner_ids):
        """Whoever deletes thousands tells the screens once, afterwards."""
        if self.env.context.get("gws_bulk"):
            return None
        return super()._notify_next_alarm(partner_ids)
