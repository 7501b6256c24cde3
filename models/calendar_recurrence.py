# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class CalendarRecurrence(models.Model):
    _inherit = "calendar.recurrence"

    gws_binding_ids = fields.One2many("gws.event.binding", "recurrence_id")

    @api.model_create_multi
    def create(self, vals_list):
        series = super().create(vals_list)
        series._gws_note_change()
        return series

    def write(self, vals):
        # The text of the rule follows from the other fields.
        names = self.env["calendar.event"]._get_recurrent_fields() - {"rrule"}
        names &= vals.keys()
        before = [[one[name] for name in names] for one in self]
        result = super().write(vals)
        after = [[one[name] for name in names] for one in self]
        if before != after:
            self._gws_note_change()
        return result

    def unlink(self):
        bindings = self.env["gws.event.binding"]
        if self.env["calendar.event"]._gws_is_watched():
            bindings = bindings.sudo().search([("recurrence_id", "in", self.ids)])
        result = super().unlink()
        if bindings:
            self.env["gws.outbox"]._note(binding_ids=bindings.ids)
        return result

    def _apply_recurrence(self, *args, **kwargs):
        """The occurrences are copies of an event that names its people already.

        Odoo would name them once more in each, and each would differ from the first.
        """
        quiet = self.with_context(skip_contact_description=True)
        return super(CalendarRecurrence, quiet)._apply_recurrence(*args, **kwargs)

    def _gws_note_change(self):
        """Append to the outbox that these series changed.

        Of one that is bound no event is looked at: there may be hundreds, or none left,
        as Odoo keeps the rule of a series whose events are all gone.
        """
        if not self or not self.env["calendar.event"]._gws_is_watched():
            return
        bound = self.sudo().filtered("gws_binding_ids")
        if bound:
            self.env["gws.outbox"]._note(recurrence_ids=bound.ids)
        (self - bound).sudo().calendar_event_ids._gws_note_change()
