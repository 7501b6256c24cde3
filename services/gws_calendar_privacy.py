# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How private Odoo's one event is when several people's copies differ.

Each copy keeps its own in Google; Odoo shows the strictest. That is noted in the
agreement of every copy as Odoo's spelling, so that nobody's Google is told of it.
"""

from collections import Counter

from odoo import api, models

from ..mapping import odoo_event
from ..sync.merge import Base
from ..sync.privacy import strictest


class GwsCalendarPrivacy(models.AbstractModel):
    _name = "gws.calendar.privacy"
    _description = "Google Calendar: the strictest privacy"

    @api.model
    def _after(self, account, steps):
        """After steps were carried out: settle the records that they are about."""
        self._agree(account, {step.ref for step in steps if step.ref})
        for step in steps:
            if step.plan.forget and step.ref:
                self._settle(account, step.ref)

    @api.model
    def _agree(self, account, refs):
        """Settle those of the records (model, id) that several calendars show."""
        for model, name in (
            ("calendar.event", "event_id"),
            ("calendar.recurrence", "recurrence_id"),
        ):
            ids = [number for kind, number in refs if kind == model]
            groups = self.env["gws.event.binding"]._read_group(
                [(name, "in", ids)], [name], having=[("__count", ">", 1)]
            )
            for (record,) in groups:
                self._settle(account, (model, record.id))

    @api.model
    def _settle(self, account, ref):
        """Show the strictest of the copies there are, if no person's edit waits."""
        record = self._record(account, ref)
        bases = {
            row: base
            for row in record.gws_binding_ids.sudo().sorted(lambda r: r.role != "owner")
            if (base := Base.load(row.base)) and row.etag
        }
        whole = [row for row in bases if not row.account_id.calendar_busy_only]
        heard = whole or list(bases)
        events = self._events_of(account, record)
        if not heard or not events:
            return
        shown = self._shown(events)
        # Only the organiser's account sends an edit; without it none can wait.
        leading = [row for row in heard if row.role == "owner"] or heard
        if shown not in [bases[row].local["visibility"] for row in leading]:
            return
        wanted = strictest([bases[row].remote["visibility"] for row in heard])
        if wanted != shown:
            events.filtered(lambda e: (e.privacy or "default") == shown).write(
                odoo_event.write({"visibility": wanted}, "")
            )
        for row, base in bases.items():
            if base.local["visibility"] != wanted:
                local = {**base.local, "visibility": wanted}
                row.base = Base(local, base.remote).dump()

    def _record(self, account, ref):
        model, number = ref
        if model == "calendar.event":
            return self.env["gws.calendar.local"]._events(account, [number]).exists()
        series = self.env["gws.calendar.series"]
        return series._recurrences(account, [number]).exists()

    def _events_of(self, account, record):
        """The events that say what the record says: of a series those that follow."""
        if record._name == "calendar.event":
            return record
        events = record.calendar_event_ids.filtered("active")
        return events.filtered(lambda event: not event.gws_binding_ids) or events

    def _shown(self, events):
        """What Odoo says of them: of a series what most of its events say."""
        said = Counter(event.privacy or "default" for event in events)
        return said.most_common(1)[0][0]
