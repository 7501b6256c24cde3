# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google's reminders as Odoo's: records that many events share."""

from odoo import models


class GwsCalendarLocal(models.AbstractModel):
    _inherit = "gws.calendar.local"

    def _wanted(self, reminders, default_reminders):
        return (default_reminders or []) if reminders is None else reminders

    def _alarms(self, reminder_lists):
        """{(method, minutes): alarm id}; missing ones are made, named as Odoo does."""
        wanted = {tuple(r) for reminders in reminder_lists for r in reminders or ()}
        if not wanted:
            return {}
        model = self.env["calendar.alarm"].sudo()
        found = {}
        for alarm in model.search([("alarm_type", "in", ("notification", "email"))]):
            method = "email" if alarm.alarm_type == "email" else "popup"
            found.setdefault((method, alarm.duration_minutes), alarm.id)
        missing = sorted(wanted - found.keys())
        for method, minutes in missing:
            interval, count = _interval(minutes)
            alarm = model.new(
                {
                    "alarm_type": "email" if method == "email" else "notification",
                    "interval": interval,
                    "duration": count,
                }
            )
            alarm._onchange_duration_interval()
            values = alarm._convert_to_write(alarm._cache)
            values["name"] = alarm.name
            found[method, minutes] = model.create(values).id
        return {key: found[key] for key in wanted}


def _interval(minutes):
    """90 → ("minutes", 90), 120 → ("hours", 2), 2880 → ("days", 2)."""
    if minutes and minutes % 1440 == 0:
        return "days", minutes // 1440
    if minutes and minutes % 60 == 0:
        return "hours", minutes // 60
    return "minutes", minutes
