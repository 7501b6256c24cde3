# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Series whose rule Odoo cannot express: each occurrence is an event of its own.

Google says which occurrences there are; the rule stays Google's and is never written.
An occurrence can be changed or deleted in Odoo like any event, the series as a whole
in Google only.
"""

import dataclasses
from datetime import datetime, time, timedelta, timezone

from odoo import api, models

from ..mapping.model import Unreadable
from ..mapping.recurrence import key_of
from ..mapping.series import Known
from .gws_calendar_step import MODEL

AHEAD = timedelta(days=365)  # how far ahead occurrences are made
RENEW = timedelta(days=180)  # with less than this left, they are asked for again


class GwsCalendarLoose(models.AbstractModel):
    _name = "gws.calendar.loose"
    _description = "Google Calendar: series, occurrence by occurrence"

    @api.model
    def _import(self, run, calendar, remote, binding):
        """Take in a series that only Google can count, or what changed in it."""
        known = self._events_by_key(calendar.account_id, binding)
        values = {
            "kind": "loose",
            "event_id": False,
            "recurrence_id": False,
            "etag": remote.etag,
            "ical_uid": remote.ical_uid,
            "html_link": remote.html_link,
            "zone": remote.zone,
            "role": self.env["gws.calendar.plan"]._role(calendar, remote),
            "raw_attendees": list(remote.raw_attendees),
            "base": {"google": remote.form},
            "state": "synced",
            "error": False,
            "recheck": False,
            "seen": True,
            "series_first": False,
            "series_last": False,
            "series_absent": False,
        }
        was_loose = binding and binding.kind == "loose"
        if binding:
            number = binding.recurrence_id.id
            binding.write(values)
            if known and not was_loose:
                self._detach(calendar.account_id, known, number)
        else:
            binding = self.env["gws.event.binding"].create(
                {
                    "calendar_id": calendar.id,
                    "google_id": remote.google_id,
                    **values,
                }
            )
        run.count("series")
        self._refresh(run, calendar, binding, {} if was_loose else known)

    @api.model
    def _refresh(self, run, calendar, binding, known=()):
        """Ask Google for the occurrences of a series and bring Odoo's to them.

        ``known``: {key: event id} of events that become its occurrences.
        """
        start = calendar.account_id.calendar_sync_from
        until = datetime.now(timezone.utc) + AHEAD
        self.env["gws.runner"]._commit()
        items = run.client.instances(
            calendar.google_id,
            binding.google_id,
            time_min=datetime.combine(start, time.min, timezone.utc),
            time_max=until,
        )
        parts = []
        for item in items:
            try:
                part = self.env["gws.calendar.look"]._read(calendar, item)
            except Unreadable as error:
                self.env["gws.calendar.apply"]._set_aside_unread(
                    run, calendar, item, str(error)
                )
                continue
            parts.append(part)
        parts = self.env["gws.calendar.guests"]._filed(parts)
        listed = {part.google_id for part in parts if not part.cancelled}
        rows = self.env["gws.event.binding"].search([("master_id", "=", binding.id)])
        over = rows.filtered(
            lambda row: row.google_id not in listed and self._is_due(row, start, until)
        )
        over.gone = True
        binding.series_last = key_of(until.replace(tzinfo=None, microsecond=0))
        self._apply(run, calendar, binding, parts, known)
        kept = {part.original_start for part in parts if not part.cancelled}
        left = [number for key, number in dict(known).items() if key not in kept]
        local = self.env["gws.calendar.local"]
        local._delete_events(local._events(calendar.account_id, left))

    def _is_due(self, row, start, until):
        """Whether Google would have listed this occurrence."""
        event = row.event_id.sudo()
        if not event:
            return False
        first = datetime.combine(start, time.min)
        return event.stop > first and event.start < until.replace(tzinfo=None)

    @api.model
    def _apply(self, run, calendar, master, parts, known=()):
        """Plan and apply occurrences like single events, bound to their series."""
        puller = self.env["gws.calendar.pull"]
        singles = [
            dataclasses.replace(part, kind="single")
            for part in parts
            if part.cancelled or self._is_ahead(master, part)
        ]
        matched = {
            part.google_id: (MODEL, known[part.original_start])
            for part in parts
            if part.original_start in known and not part.cancelled
        }
        puller._apply_remotes(run, calendar, singles, matched)
        rows = self.env["gws.event.binding"].search(
            [
                ("calendar_id", "=", calendar.id),
                ("google_id", "in", [part.google_id for part in parts]),
                ("master_id", "=", False),
            ]
        )
        keys = {part.google_id: part.original_start for part in parts}
        for row in rows:
            row.write({"master_id": master.id, "original_start": keys[row.google_id]})

    def _is_ahead(self, master, part):
        """Not beyond the day up to which occurrences are shown."""
        return not master.series_last or part.form["when"]["start"] < master.series_last

    @api.model
    def _renew(self, run):
        """Once in a while more of the future comes into sight."""
        soon = datetime.now(timezone.utc) + RENEW
        rows = self.env["gws.event.binding"].search(
            [
                ("account_id", "=", run.account.id),
                ("calendar_id.selected", "=", True),
                ("kind", "=", "loose"),
                ("series_last", "<", key_of(soon.replace(tzinfo=None, microsecond=0))),
            ]
        )
        for row in rows:
            self._refresh(run, row.calendar_id, row)

    # -- one becomes the other ----------------------------------------

    def _events_by_key(self, account, binding):
        """{key: event id} of what a binding stood for before."""
        if not binding:
            return {}
        if binding.kind == "series" and binding.recurrence_id:
            series = self.env["gws.calendar.series"]
            read = series._read_one(
                account, binding.recurrence_id.id, series._known(binding)
            )
            return dict(read.ids) if read else {}
        if binding.kind == "loose":
            rows = self.env["gws.event.binding"].search(
                [("master_id", "=", binding.id), ("event_id", "!=", False)]
            )
            return {row.original_start: row.event_id.id for row in rows}
        if binding.event_id:
            return {binding.event_id.sudo()._gws_key(): binding.event_id.id}
        return {}

    def _detach(self, account, known, number):
        """Events of a series of Odoo's go their own ways, with all they carry."""
        local = self.env["gws.calendar.local"]
        events = local._events(account, known.values())
        rows = self.env["gws.event.binding"].search(
            [("event_id", "in", events.ids), ("kind", "=", "instance")]
        )
        rows.unlink()
        if number:
            events.write({"recurrence_id": False})
            events.write({"recurrency": False})
            self.env["gws.calendar.series"]._recurrences(account, [number]).unlink()

    @api.model
    def _gather(self, account, binding, remote):
        """The rule is one that Odoo can express by now: its events become a series."""
        local = self.env["gws.calendar.local"]
        series = self.env["gws.calendar.series"]
        known = self._events_by_key(account, binding)
        self.env["gws.event.binding"].search([("master_id", "=", binding.id)]).unlink()
        binding.write({"kind": "series", "base": False, "series_last": False})
        if not known:
            return
        first = min(known)
        one = series._recurrences(account).create(
            series._fields_of(remote.form, first)
            or series._fields_of(remote.form, series._since(account, remote.form))
        )
        series._settled(one)
        events = local._events(account, known.values())
        for key, event_id in known.items():
            event = events.browse(event_id)
            moved = event._gws_key() != key
            event.write(
                {
                    "recurrence_id": one.id,
                    "recurrency": True,
                    "follow_recurrence": not moved,
                    "gws_original_start": moved and key,
                }
            )
        one.base_event_id = one._get_first_event()
        read = series._read_one(account, one.id, Known(first=first, last=max(known)))
        binding.write({"recurrence_id": one.id, "series_absent": sorted(read.missing)})
        first, last = series._arrange(
            account,
            one.id,
            read,
            remote,
            binding.calendar_id.default_reminders,
            binding,
        )
        binding.write({"series_first": first, "series_last": last})

    @api.model
    def _keep_one(self, account, binding, remote):
        """The series is a single event by now."""
        known = self._events_by_key(account, binding)
        rows = self.env["gws.event.binding"].search([("master_id", "=", binding.id)])
        rows.unlink()
        start = remote.form["when"]["start"]
        kept = known.get(start) or (known[min(known)] if known else False)
        others = set(known.values()) - {kept}
        self.env["gws.calendar.local"]._events(account, others).unlink()
        binding.write({"kind": "single", "event_id": kept, "base": False})
