# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An event that belongs to a lead, a ticket or a contact belongs to it for good.

A sync never touches the link. But an event that is deleted and comes back is another
record: what it belonged to is kept on the binding, and in the conflict, till then.
"""

from odoo import api, models


class GwsCalendarLink(models.AbstractModel):
    _name = "gws.calendar.link"
    _description = "Google Calendar: what an event belongs to"

    @api.model
    def _of(self, event):
        """{"res_model", "res_id"} of an event, or False."""
        event = event.sudo()
        if not event.res_model or not event.res_id:
            return False
        return {"res_model": event.res_model, "res_id": event.res_id}

    @api.model
    def _of_step(self, step):
        """The same of what a step is about, whether its event is there or not."""
        event = self.env["calendar.event"].browse(step.event_id or ()).exists()
        binding = step.binding or self.env["gws.event.binding"]
        return self._of(event) or binding.link or self._of(binding.event_id)

    @api.model
    def _restore(self, event, link):
        """Give an event that is back what it belonged to, if that still exists.

        Written, not created: a new activity on the record would be one too many.
        """
        if not link or link["res_model"] not in self.env:
            return
        if not self.env[link["res_model"]].sudo().browse(link["res_id"]).exists():
            return
        event.write(
            {
                "res_model_id": self.env["ir.model"]._get_id(link["res_model"]),
                "res_id": link["res_id"],
            }
        )
