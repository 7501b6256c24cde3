# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's side of a series: a recurrence and its events, read and written as one thing.

Like ``gws.calendar.local``: in batches, in the caller's transaction, nothing is sent,
nobody is mailed. An event that moves with its series is moved, not made anew, so that
what people attached to it stays.
"""

from datetime import datetime, timedelta, timezone

from odoo import api, models

from ..mapping import recurrence, series
from ..mapping.model import Unreadable
from ..mapping.when import ends_before

HORIZON = timedelta(days=730)  # how far ahead an endless series is shown
OF_THE_RULE = (
    "rrule_type",
    "interval",
    "end_type",
    "count",
    "until",
    "month_by",
    "day",
    "weekday",
    "byday",
    "event_tz",
    *recurrence.WEEKDAYS,
)


class GwsCalendarSeries(models.AbstractModel):
    _name = "gws.calendar.series"
    _description = "Google Calendar: series in Odoo"

    @api.model
    def _recurrences(self, account, ids=()):
        """The recurrences of those ids, seen as the account's user."""
        events = self.env["gws.calendar.local"]._events(account)
        return events.env["calendar.recurrence"].browse(ids)

    # -- reading ------------------------------------------------------

    @api.model
    def _known(self, binding):
        """What a binding remembers of its series (mapping.series.Known)."""
        base = self.env["gws.calendar.guests"]._base(binding)
        return series.Known(
            form=base.local if base else None,
            first=binding.series_first or "",
            last=binding.series_last or "",
            absent=frozenset(binding.series_absent or ()),
            exceptions=self._exceptions(binding),
        )

    def _exceptions(self, binding):
        """Keys of the occurrences that Google knows to go their own way."""
        if not binding:
            return frozenset()
        rows = self.env["gws.event.binding"].search_fetch(
            [("master_id", "=", binding.id), ("etag", "!=", False)],
            ["original_start"],
        )
        return frozenset(rows.mapped("original_start"))

    @api.model
    def _read(self, account, known):
        """{recurrence id: Series} of those that still have an event.

        ``known``: {recurrence id: Known}, Known() for one nobody has seen.
        """
        recurrences = self._recurrences(account, known).exists()
        events = recurrences.calendar_event_ids.filtered("active")
        forms = self.env["gws.calendar.local"]._forms(events)
        found = {}
        for one in recurrences:
            occurrences = [
                series.Occurrence(event.id, forms[event.id], event.gws_original_start)
                for event in one.calendar_event_ids
                if event.id in forms
            ]
            values = {name: one[name] for name in OF_THE_RULE}
            read = series.read(
                values, occurrences, known[one.id], self._week_starts(one, known)
            )
            if read is not None:
                found[one.id] = read
        return found

    @api.model
    def _read_one(self, account, number, known):
        return self._read(account, {number: known}).get(number)

    def _week_starts(self, one, known):
        """First days of the week to try: what was agreed, the user's, the usual."""
        agreed = (known[one.id].form or {}).get("rule")
        days = [series.week_start(agreed)] if agreed else []
        days += [str(one._get_lang_week_start()), "MO", "SU"]
        return list(dict.fromkeys(days))

    @api.model
    def _fields_of(self, form, since):
        """Values of ``calendar.recurrence`` for a form, or None when Odoo has none."""
        try:
            values = recurrence.read_fields(form["rule"], form["when"]["start"], since)
        except Unreadable:
            return None
        if values is None:
            return None
        zone = values["event_tz"]
        zones = self.env["calendar.recurrence"]._fields["event_tz"]
        if zone and zone not in dict(zones._description_selection(self.env)):
            return None
        values.pop("wkst", None)
        return values

    @api.model
    def _is_expressible(self, account, form):
        """Whether Odoo can hold this series as one of its own."""
        return self._fields_of(form, self._since(account, form)) is not None

    # -- which occurrences --------------------------------------------

    def _since(self, account, form):
        """The day from which occurrences are shown; "" for all of them."""
        start = account.calendar_sync_from
        if not start:
            return ""
        zone = form["rule"]["zone"]
        when = form["when"]
        length = recurrence.wall(when["end"], zone) - recurrence.wall(
            when["start"], zone
        )
        # One that begins before the day may end after it.
        return (start - length - timedelta(days=1)).isoformat()

    def _shown_since(self, read):
        """The day from which Odoo shows a series; "" for its beginning."""
        if read.first == read.form["when"]["start"]:
            return ""
        first = recurrence.wall(read.first, read.form["rule"]["zone"]).date()
        return (first - timedelta(days=1)).isoformat()

    @api.model
    def _keys(self, account, form, read=None):
        """Keys of the occurrences that Odoo shows: from the start date to the horizon.

        None when all of them are over. A series that begins beyond the horizon shows
        its first. ``read``: what Odoo shows already; its past stays in sight.
        """
        start, zone = form["when"]["start"], form["rule"]["zone"]
        since = self._since(account, form) if read is None else self._shown_since(read)
        until = (datetime.now(timezone.utc) + HORIZON).date().isoformat()
        keys = recurrence.expand(form["rule"], start, since, until)
        keys = keys or recurrence.expand(form["rule"], start, since, limit=1)
        if read is not None or not account.calendar_sync_from:
            return keys
        return [
            key
            for key in keys
            if not ends_before(
                recurrence.occurrence_when(form["when"], zone, key),
                account.calendar_sync_from,
            )
        ]
