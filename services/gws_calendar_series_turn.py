# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An event becomes a series in Google, or a series an event: so it does in Odoo."""

from odoo import api, models

from ..sync.merge import Base


class GwsCalendarSeries(models.AbstractModel):
    _inherit = "gws.calendar.series"

    @api.model
    def _begin(self, account, binding):
        """Google made a series of this event: so does Odoo, for now of this one."""
        local = self.env["gws.calendar.local"]
        event = local._events(account, binding.event_id.ids)
        one = self._recurrences(account).create(
            {
                "rrule_type": "daily",
                "interval": 1,
                "end_type": "count",
                "count": 1,
                "event_tz": (not event.allday and binding.zone) or False,
                "base_event_id": event.id,
            }
        )
        self._settled(one)
        event.write(
            {"recurrence_id": one.id, "recurrency": True, "follow_recurrence": True}
        )
        binding.write({"kind": "series", "recurrence_id": one.id, "event_id": False})
        read = self._read_one(account, one.id, self._known(binding))
        self._agree(binding, read.form, ("rule",))
        binding.write({"series_first": read.first, "series_last": read.last})

    @api.model
    def _end(self, account, binding, remote):
        """Google's series is a single event by now: one occurrence stays in Odoo."""
        local = self.env["gws.calendar.local"]
        number = binding.recurrence_id.id
        read = self._read_one(account, number, self._known(binding))
        if read is None:
            return
        start = remote.form["when"]["start"]
        kept = read.ids.get(start) or read.ids[min(read.ids)]
        event = local._events(account, [kept])
        others = local._events(account, set(read.ids.values()) - {kept})
        self.env["gws.event.binding"].search([("master_id", "=", binding.id)]).unlink()
        event.write({"recurrence_id": False})
        event.write({"recurrency": False})
        others.unlink()
        self._recurrences(account, [number]).unlink()
        binding.write(
            {
                "kind": "single",
                "event_id": kept,
                "recurrence_id": False,
                "series_first": False,
                "series_last": False,
                "series_absent": False,
            }
        )
        self._agree(binding, local._forms(event)[kept], ("rule", "when"))

    def _agree(self, binding, form, names):
        """Odoo says these fields so by now; that is no edit of anybody's."""
        base = Base.load(binding.base)
        if base is not None:
            mine = {**base.local, **{name: form[name] for name in names}}
            binding.base = Base(mine, base.remote).dump()
