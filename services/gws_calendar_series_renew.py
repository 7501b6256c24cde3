# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""As time passes, more of an endless series comes into sight."""

from datetime import date, datetime, time, timedelta, timezone

from odoo import api, models

from ..mapping.model import Unreadable
from ..mapping.recurrence import ends, wall
from ..mapping.series import differing, occurrence_form
from ..sync.merge import Base

RENEW = timedelta(days=365)  # an endless series is never seen less far ahead


class GwsCalendarSeriesPull(models.AbstractModel):
    _inherit = "gws.calendar.series.pull"

    @api.model
    def _renew(self, run):
        """Bring endless series forward: more of the future comes into sight each day.

        Google is asked what it says of the new occurrences alone.
        """
        series = self.env["gws.calendar.series"]
        rows = self.env["gws.event.binding"].search(
            [
                ("account_id", "=", run.account.id),
                ("calendar_id.selected", "=", True),
                ("kind", "=", "series"),
                ("etag", "!=", False),
                ("recurrence_id", "!=", False),
                ("series_last", "<", (date.today() + RENEW).isoformat()),
            ]
        )
        for row in rows:
            base = Base.load(row.base)
            if base is None or ends(base.remote["rule"]["lines"]):
                continue
            number, calendar = row.recurrence_id.id, row.calendar_id
            read = series._read_one(run.account, number, series._known(row))
            if read is None:
                continue
            before = max(row.series_last, read.last)
            last = series._extend(
                run.account,
                number,
                read,
                set(row.series_absent or ()),
                calendar.default_reminders,
            )
            if last > before:
                self._ask_from(run, row, before, last)
            row.series_last = last
            self.env["gws.runner"]._keep(run)
            run.check_time()
        if rows:
            self.env["gws.calendar.pull"]._take_gone(run)

    def _ask_from(self, run, master, before, last):
        """Take in what differs of the occurrences after ``before`` up to ``last``."""
        calendar, base = master.calendar_id, Base.load(master.base)
        zone = base.remote["rule"]["zone"]
        first, until = (wall(key, zone).date() for key in (before, last))
        master.series_last = last
        self.env["gws.runner"]._commit()
        items = run.client.instances(
            calendar.google_id,
            master.google_id,
            time_min=datetime.combine(first, time.min, timezone.utc),
            time_max=datetime.combine(until, time.max, timezone.utc),
        )
        parts = []
        for item in items:
            try:
                part = self.env["gws.calendar.look"]._read(calendar, item)
            except Unreadable:
                continue  # it is set aside when it is listed
            agreed = occurrence_form(base.remote, part.original_start)
            if part.cancelled or differing(part.form, agreed):
                parts.append(part)
        self._apply(run, calendar, [p for p in parts if p.original_start > before])
