# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From notes to pending bindings: what changed in Odoo and where it belongs.

No request is made here. A note says that a record moved; the binding then says which
calendar must hear of it, under which id, and who caused it.
"""

from odoo import api, fields, models

from ..mapping import identity

NOTES_AT_ONCE = 5000


class GwsCalendarOutbox(models.AbstractModel):
    _name = "gws.calendar.outbox"
    _description = "Google Calendar: what waits to be sent"

    @api.model
    def _drain(self):
        """Turn the notes of finished transactions into pending bindings.

        Notes are taken oldest first; a note somebody else is draining is skipped.
        """
        self.env["gws.outbox"]._flush_notes()
        while self._drain_some() == NOTES_AT_ONCE:
            continue

    def _drain_some(self):
        """Drain one portion, commit, and tell how many notes it had."""
        notes = self.env["gws.outbox"].sudo().search([], limit=NOTES_AT_ONCE)
        notes = notes.try_lock_for_update()
        if not notes:
            return 0
        self.env["gws.contact.outbox"]._take(notes.filtered("partner_id"))
        successors = notes.filtered(lambda n: n.event_id or n.recurrence_id).filtered(
            "binding_id"
        )
        self._succeed(successors)
        self._mark_deleted(notes.filtered("binding_id") - successors)
        events = self.env["calendar.event"].sudo().with_context(active_test=False)
        causes = self._causes(notes - successors, "event_id")
        changed = events.browse(causes).exists()
        # Who joined a series since then is its series' to tell.
        self._mark_changed(changed.filtered(lambda e: not e.recurrence_id), causes)
        causes = self._causes(notes - successors, "recurrence_id")
        series = self.env["calendar.recurrence"].sudo().browse(causes).exists()
        self.env["gws.calendar.series.push"]._mark(series, causes)
        count = len(notes)
        notes.unlink()
        self.env["gws.runner"]._commit()
        return count

    def _causes(self, notes, name):
        """{id: cause}; one act by a person is enough for the guests to hear of it."""
        causes = {}
        for note in notes.filtered(name):
            if causes.get(note[name]) != "person":
                causes[note[name]] = note.cause
        return causes

    def _succeed(self, notes):
        """Bindings that stand for another record by now; Google's side is the same."""
        for note in notes:
            binding = self.env["gws.event.binding"].sudo().browse(note.binding_id)
            binding = binding.exists()
            if note.recurrence_id:
                binding.write(
                    {
                        "kind": "series",
                        "recurrence_id": note.recurrence_id,
                        # Made anew: its occurrences are counted again.
                        "series_last": False,
                        "series_absent": False,
                    }
                )
            else:
                parts = [("master_id", "=", binding.id)]
                self.env["gws.event.binding"].sudo().search(parts).unlink()
                binding.write(
                    {
                        "kind": "single",
                        "event_id": note.event_id,
                        "recurrence_id": False,
                        "series_first": False,
                        "series_last": False,
                        "series_absent": False,
                    }
                )

    def _mark_deleted(self, notes):
        causes = {note.binding_id: note.cause for note in notes}
        bindings = self.env["gws.event.binding"].sudo().browse(causes).exists()
        # A note survives a deletion that was taken back within its transaction.
        bindings = bindings.filtered(lambda b: not b.event_id and not b.recurrence_id)
        # Of an occurrence its series tells, as long as there is one.
        bindings -= bindings.filtered(
            lambda b: b.kind == "instance" and b.master_id.recurrence_id
        )
        organised = set(
            bindings.filtered(lambda b: b.role == "owner").mapped("ical_uid")
        ) - {False}
        for binding in bindings:
            # The organiser's account calls the meeting off; a guest's need not
            # decline it, too.
            copy = binding.role == "guest" and binding.ical_uid in organised
            binding.write(
                {
                    "deleted": True,
                    "state": "synced" if copy else "pending",
                    "cause": self._cause(binding, causes[binding.id]),
                    "note_count": binding.note_count + 1,
                    "next_try": False,
                }
            )

    def _cause(self, binding, cause):
        """While Google does not announce it Odoo mails the guests: never both."""
        account = binding.account_id
        silent = account.state == "draft" or (
            binding.role == "owner"
            and binding.calendar_id.id in account._resting_calendars()
        )
        return "offline" if silent else cause

    def _mark_changed(self, events, causes):
        bindings = self.env["gws.event.binding"].sudo()
        bound = bindings.search([("event_id", "in", events.ids)])
        for binding in bound:
            self._mark_pending(binding, causes[binding.event_id.id])
        # A meeting that somebody else's calendar already holds is theirs to send.
        fresh = events - bound.event_id
        by_cause = fresh.grouped(lambda event: causes[event.id])
        for cause, group in by_cause.items():
            self._bind_new(group, cause)

    @api.model
    def _mark_pending(self, binding, cause, **values):
        """Have a binding compared with Odoo's side and what moved sent."""
        binding.write(
            {
                "state": "pending",
                "cause": self._cause(binding, cause),
                "note_count": binding.note_count + 1,
                "error": False,
                # An unanswered create was tried, whatever is edited since.
                "attempts": 0 if binding.etag else binding.attempts,
                "next_try": False,
                **values,
            }
        )

    @api.model
    def _bind_new(self, events, cause):
        """Bindings for events that Google does not know yet, where they belong.

        An event belongs to its organiser's account, in the calendar chosen for new
        events. Past the start date and unconnected organisers are left alone. Of a
        series give any one event.
        """
        series = self.env["gws.calendar.series.push"]
        accounts = (
            self.env["gws.account"]
            .sudo()
            .search(
                self.env["gws.account"]._calendar_domain()
                + [("user_id", "in", events.user_id.ids)]
            )
        )
        events = self.env["gws.takeover.ids"]._not_claimed(events)
        database = self.env["gws.client"]._database_uuid()
        values = []
        for account in accounts:
            start = fields.Datetime.to_datetime(account.calendar_sync_from)
            usual = account._usual_calendar()
            mine = events.filtered(lambda e, user=account.user_id: e.user_id == user)
            for event in self.env["gws.calendar.new.only"]._events(account, mine):
                last = event.recurrence_id.calendar_event_ids or event
                if not event.active or max(last.mapped("stop")) < start:
                    continue
                calendar = event._gws_wished(account) or usual
                if not calendar:
                    continue
                record, seed = series._new_values(event)
                values.append(
                    {
                        "calendar_id": calendar.id,
                        "google_id": identity.event_id(database, *seed),
                        **record,
                        "state": "pending",
                        "cause": cause,
                        "note_count": 1,
                        "zone": account.user_id.tz or calendar.time_zone or "UTC",
                    }
                )
        rows = self.env["gws.event.binding"].sudo().create(values)
        for row in rows.filtered(lambda row: row.kind == "series"):
            self.env["gws.calendar.series.push"]._mark_one(row, cause)
        self.env["gws.calendar.meet"]._ask_by_default(rows)
        return rows

    @api.model
    def _scan(self, run):
        """After the first full listing: send what Odoo already had, quietly."""
        account = run.account
        if account.calendar_scanned:
            return
        if account.calendar_direction != "pull":
            start = fields.Datetime.to_datetime(account.calendar_sync_from)
            events = (
                self.env["calendar.event"]
                .sudo()
                .search(
                    [
                        ("user_id", "=", account.user_id.id),
                        ("stop", ">=", start),
                        ("recurrence_id", "=", False),
                        ("gws_binding_ids", "=", False),
                    ]
                )
            )
            self._bind_new(events, "first")
            series = (
                self.env["calendar.recurrence"]
                .sudo()
                .search(
                    [
                        ("gws_binding_ids", "=", False),
                        ("calendar_event_ids.user_id", "=", account.user_id.id),
                        ("calendar_event_ids.stop", ">=", start),
                    ]
                )
            )
            self._bind_new(self._any_event(series), "first")
        account.calendar_scanned = True
        self.env["gws.runner"]._commit()

    def _any_event(self, series):
        """One event of each series."""
        events = [one.base_event_id or one.calendar_event_ids[:1] for one in series]
        return self.env["calendar.event"].sudo().union(*events)
