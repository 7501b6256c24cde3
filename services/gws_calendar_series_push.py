# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo → Google, series: which occurrences must be told of, and under which id.

What all occurrences say is one change of the series. Only what one of them says alone
needs an id of its own; Google gives it, it is never put together here.
"""

from datetime import datetime, time, timedelta, timezone

from odoo import api, models

from ..mapping import recurrence
from ..mapping.model import OWN_COPY_FIELDS, Unreadable, normalize_email
from ..mapping.series import differing

AROUND = timedelta(days=2)  # an occurrence may have been moved from its key


class GwsCalendarSeriesPush(models.AbstractModel):
    _name = "gws.calendar.series.push"
    _description = "Google Calendar: series from Odoo to Google"

    # -- what changed -------------------------------------------------

    @api.model
    def _mark(self, recurrences, causes):
        """Turn notes about series into pending bindings.

        ``causes``: {recurrence id: who caused it}.
        """
        bindings = self.env["gws.event.binding"].sudo()
        self._take_over(recurrences)
        bound = bindings.search([("recurrence_id", "in", recurrences.ids)])
        outbox = self.env["gws.calendar.outbox"]
        for binding in bound:
            self._mark_one(binding, causes[binding.recurrence_id.id])
        self._mark_guests_of_one(recurrences, causes)
        fresh = (recurrences - bound.recurrence_id).filtered("calendar_event_ids")
        for cause, group in fresh.grouped(lambda one: causes[one.id]).items():
            outbox._bind_new(outbox._any_event(group), cause)

    def _mark_guests_of_one(self, recurrences, causes):
        """Who was invited to one occurrence alone has it as an event of its own."""
        rows = self._rows_of_events(recurrences)
        for row in rows.filtered("original_start"):
            cause = causes[row.event_id.recurrence_id.id]
            self.env["gws.calendar.outbox"]._mark_pending(row, cause)

    def _take_over(self, recurrences):
        """An event that repeats by now stays the same event in Google."""
        rows = self._rows_of_events(recurrences)
        for row in rows.filtered(lambda r: not r.master_id and not r.original_start):
            row.write(
                {
                    "kind": "series",
                    "recurrence_id": row.event_id.recurrence_id.id,
                    "event_id": False,
                }
            )

    def _rows_of_events(self, recurrences):
        """Bindings for which an event of these series is an event of its own."""
        events = recurrences.calendar_event_ids
        return (
            self.env["gws.event.binding"]
            .sudo()
            .search([("event_id", "in", events.ids), ("kind", "=", "single")])
        )

    def _mark_one(self, binding, cause):
        series = self.env["gws.calendar.series"]
        number = binding.recurrence_id.id
        read = series._read_one(binding.account_id, number, series._known(binding))
        if read is not None:
            series._shorten(binding.account_id, number, read)
            self._mark_parts(binding, read, cause)
        self.env["gws.calendar.outbox"]._mark_pending(
            binding, cause, deleted=read is None
        )

    def _mark_parts(self, binding, read, cause):
        """Pending bindings for the occurrences that go their own way."""
        outbox = self.env["gws.calendar.outbox"]
        rows = (
            self.env["gws.event.binding"]
            .sudo()
            .search([("master_id", "=", binding.id), ("kind", "=", "instance")])
        )
        by_key = {row.original_start: row for row in rows}
        alone = {key for key in read.changed if self._is_ours(binding, read, key)}
        missing = read.missing - set(binding.series_absent or ())
        if binding.role != "owner":
            missing = set()
        for key, row in by_key.items():
            if key not in read.ids and key not in read.missing:
                row.unlink()  # the series has no such occurrence any more
                continue
            event_id = read.ids.get(key)
            outbox._mark_pending(
                row, cause, event_id=event_id, deleted=event_id is None
            )
        values = []
        for key in sorted((alone | missing) - by_key.keys()):
            values.append(
                {
                    "calendar_id": binding.calendar_id.id,
                    # Google's id is asked for before anything is sent.
                    "google_id": f"{binding.google_id}@{key}",
                    "kind": "instance",
                    "master_id": binding.id,
                    "original_start": key,
                    "event_id": read.ids.get(key),
                    "deleted": key in missing,
                    "role": binding.role,
                    "ical_uid": binding.ical_uid,
                    "zone": binding.zone,
                    "state": "pending",
                    "cause": outbox._cause(binding, cause),
                    "note_count": 1,
                }
            )
        self.env["gws.event.binding"].sudo().create(values)

    def _is_ours(self, binding, read, key):
        """Whether this account has something to say of a changed occurrence."""
        names = differing(read.changed[key], read.expected(key))
        if binding.role == "owner":
            return True
        if binding.role == "reader":
            return False
        own = normalize_email(binding.account_id.email)
        answers = [f["attendees"].get(own) for f in (read.changed[key], read.form)]
        return answers[0] != answers[1] or bool(set(OWN_COPY_FIELDS) & set(names))

    # -- Google's ids -------------------------------------------------

    @api.model
    def _find(self, run, client, domain):
        """Ask Google for the ids of pending occurrences that have none yet."""
        rows = self.env["gws.event.binding"].search([*domain, ("etag", "=", False)])
        for master, group in rows.grouped("master_id").items():
            run.check_time()
            self._find_of(run, client, master, group)
            self.env["gws.runner"]._commit()

    def _find_of(self, run, client, master, rows):
        calendar = master.calendar_id
        zone = master.zone or ""
        days = [recurrence.wall(row.original_start, zone).date() for row in rows]
        self.env["gws.runner"]._commit()
        items = client.instances(
            calendar.google_id,
            master.google_id,
            time_min=_midnight(min(days)) - AROUND,
            time_max=_midnight(max(days)) + AROUND,
        )
        found = {}
        for item in items:
            try:
                part = self.env["gws.calendar.look"]._read(calendar, item)
            except Unreadable:
                continue  # it is set aside when it is listed
            found[part.original_start] = part
        agreed = self.env["gws.calendar.series.pull"]._agreed
        parts = {}
        for row in rows:
            part = found.get(row.original_start)
            if part is None or part.cancelled:
                self._not_there(run, row, part)
                continue
            base = agreed(master, row.original_start)
            row.write({"google_id": part.google_id, "base": base and base.dump()})
            parts[row] = part
        # Google's side may have moved as well: nothing is sent over it unseen.
        self.env["gws.calendar.push"]._merge_again(run, calendar, parts)

    def _not_there(self, run, row, part):
        """Google has no such occurrence: it was called off there, too, or never was."""
        run.note(f"{row.google_id}: Google has no such occurrence")
        if row.deleted:
            master = row.master_id
            absent = {*(master.series_absent or ()), row.original_start}
            master.series_absent = sorted(absent)
            row.unlink()
        elif part is not None:
            # Called off in Google, changed in Odoo: settled like any deletion.
            agreed = self.env["gws.calendar.series.pull"]._agreed(
                row.master_id, row.original_start
            )
            row.write(
                {
                    "google_id": part.google_id,
                    "etag": part.etag or "?",
                    "base": agreed and agreed.dump(),
                    "gone": True,
                    "state": "synced",
                }
            )
        else:
            row.write(
                {
                    "state": "quarantined",
                    "error": self.env._(
                        "Google's series has no such occurrence. Change the series "
                        "instead, or make this an event of its own."
                    ),
                }
            )

    # -- new series ---------------------------------------------------

    @api.model
    def _new_values(self, event):
        """What a binding of a new event or series stands for, and its id's seed."""
        number = event.recurrence_id.id
        if not number:
            return {"event_id": event.id}, ("calendar.event", event.id)
        values = {"kind": "series", "recurrence_id": number}
        return values, ("calendar.recurrence", number)


def _midnight(day):
    return datetime.combine(day, time.min, timezone.utc)
