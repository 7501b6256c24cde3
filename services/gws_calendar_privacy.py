# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How private Odoo's one event is when several people's copies differ.

Each copy keeps its own in Google; Odoo shows the strictest. That is noted in the
agreement of every copy as Odoo's spelling, so that nobody's Google is told of it.
"""

from odoo import api, models

from ..mapping import odoo_event
from ..sync.merge import Base
from ..sync.privacy import strictest


class GwsCalendarPrivacy(models.AbstractModel):
    _name = "gws.calendar.privacy"
    _description = "Google Calendar: the strictest privacy"

    @api.model
    def _after(self, account, steps):
        """After steps were carried out: settle the events that they are about."""
        self._agree(account, {step.event_id for step in steps if step.event_id})
        for step in steps:
            if step.plan.forget and step.event_id:
                self._settle(account, step.event_id)

    @api.model
    def _agree(self, account, event_ids):
        """Settle those of the events that more than one calendar shows."""
        groups = self.env["gws.event.binding"]._read_group(
            [("event_id", "in", list(event_ids))],
            ["event_id"],
            having=[("__count", ">", 1)],
        )
        for (event,) in groups:
            self._settle(account, event.id)

    @api.model
    def _settle(self, account, event_id):
        """Show the strictest of the copies there are, if no person's edit waits."""
        event = self.env["gws.calendar.local"]._events(account, [event_id]).exists()
        bases = {
            row: base
            for row in event.gws_binding_ids.sudo().sorted(lambda r: r.role != "owner")
            if (base := Base.load(row.base)) and row.etag
        }
        whole = [row for row in bases if not row.account_id.calendar_busy_only]
        heard = whole or list(bases)
        if not heard:
            return
        shown = event.privacy or "default"
        # Only the organiser's account sends an edit; without it none can wait.
        leading = [row for row in heard if row.role == "owner"] or heard
        if shown not in [bases[row].local["visibility"] for row in leading]:
            return
        wanted = strictest([bases[row].remote["visibility"] for row in heard])
        if wanted != shown:
            event.write(odoo_event.write({"visibility": wanted}, ""))
        for row, base in bases.items():
            if base.local["visibility"] != wanted:
                local = {**base.local, "visibility": wanted}
                row.base = Base(local, base.remote).dump()
