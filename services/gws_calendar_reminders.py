# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reminders where Odoo and Google differ: the calendar's usual ones, and the sixth."""

from odoo import api, models

from ..mapping import google_event


class GwsCalendarReminders(models.AbstractModel):
    _name = "gws.calendar.reminders"
    _description = "Google Calendar: reminders"

    @api.model
    def _as_usual(self, calendar, changes):
        """A patch's changes; the calendar's usual reminders are said to be usual.

        So that an event set back to them in Odoo follows the calendar again.
        """
        usual = calendar.default_reminders
        if usual and changes.get("reminders") == usual:
            return {**changes, "reminders": None}
        return changes

    @api.model
    def _notes(self, bindings):
        """{binding id: what Google does not hold of the event, in words, or ""}."""
        return {binding.id: self._note(binding) for binding in bindings}

    def _note(self, binding):
        event = binding.event_id or binding.recurrence_id.sudo().base_event_id
        alarms = event.sudo().alarm_ids
        if len(alarms) <= google_event.MAX_REMINDERS or binding.role == "reader":
            return ""
        here = google_event.sort_reminders(
            (
                "email" if alarm.alarm_type == "email" else "popup",
                alarm.duration_minutes,
            )
            for alarm in alarms
        )
        left = len(here) - len(google_event.write_reminders(here)["overrides"])
        if left <= 0:
            return ""
        return self.env._(
            "Google keeps only the nearest five reminders. Left out: %(left)s.",
            left=left,
        )
