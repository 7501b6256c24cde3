# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class CalendarEvent(models.Model):
    """An event as an occurrence of a series: which one, and what becomes of all."""

    _inherit = "calendar.event"

    gws_original_start = fields.Char(
        copy=False,
        readonly=True,
        help="Which occurrence of its series a moved event is: where it would begin.",
    )
    gws_series_link = fields.Char(
        compute="_compute_gws_series_link",
        help="The series in Google, where Odoo cannot repeat the event as Google does.",
    )

    def _compute_gws_series_link(self):
        rows = (
            self.env["gws.event.binding"]
            .sudo()
            .search(
                [
                    ("event_id", "in", self._origin.ids),
                    ("master_id.kind", "=", "loose"),
                ]
            )
        )
        links = {row.event_id.id: row.master_id.html_link for row in rows}
        for event in self:
            event.gws_series_link = links.get(event._origin.id, False)

    def _gws_keys(self, vals):
        """{event: (series, start, key)} of occurrences that are about to move alone."""
        alone = vals.get("recurrence_update") not in ("all_events", "future_events")
        if self.env.context.get("gws_rearrange"):
            return {}  # the series moves with all its occurrences
        if not alone or not self._get_time_fields() & vals.keys():
            return {}
        return {
            event: (event.recurrence_id, event.start, event._gws_key())
            for event in self
            if event.recurrence_id and not event.gws_original_start
        }

    def _gws_key(self):
        """The key of an occurrence: its original start, UTC or a date."""
        if self.gws_original_start:
            return self.gws_original_start
        if self.allday:
            return (self.start_date or self.start.date()).isoformat()
        return f"{self.start.isoformat()}Z"

    def _rewrite_recurrence(self, values, time_values, recurrence_values):
        """Odoo makes a series anew when all of it moves; Google keeps the one."""
        series = self.recurrence_id
        first = series.base_event_id
        first = first or series._get_first_event(include_outliers=False)
        bindings = series.sudo().gws_binding_ids
        result = super()._rewrite_recurrence(values, time_values, recurrence_values)
        if bindings and first.recurrence_id != series:
            self.env["gws.outbox"]._note_successor(bindings, first.recurrence_id)
        return result

    def _update_future_events(self, values, time_values, recurrence_values):
        """Guests hear of the series that begins; that the other ends goes with it."""
        series = self.recurrence_id
        result = super()._update_future_events(values, time_values, recurrence_values)
        if series.exists() and self._gws_is_watched():
            self.env["gws.outbox"]._note(recurrence_ids=series.ids, cause="split")
        return result

    def _break_recurrence(self, future=True):
        """What is left of a series that stops is the same event in Google."""
        bindings = {event: event.recurrence_id.sudo().gws_binding_ids for event in self}
        result = super()._break_recurrence(future=future)
        for event, rows in bindings.items():
            if rows and not future:
                self.env["gws.outbox"]._note_successor(rows, event)
        return result
