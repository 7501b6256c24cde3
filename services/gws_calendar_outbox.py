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
        causes = {}
        for note in notes.filtered("event_id"):
            # One act by a person is enough for the guests to hear of it.
            if causes.get(note.event_id) != "person":
                causes[note.event_id] = note.cause
        self._mark_deleted(notes.filtered("binding_id"))
        events = self.env["calendar.event"].sudo().with_context(active_test=False)
        self._mark_changed(events.browse(causes).exists(), causes)
        count = len(notes)
        notes.unlink()
        self.env["gws.runner"]._commit()
        return count

    def _mark_deleted(self, notes):
        causes = {note.binding_id: note.cause for note in notes}
        bindings = self.env["gws.event.binding"].sudo().browse(causes).exists()
        # A note survives a deletion that was taken back within its transaction.
        bindings = bindings.filtered(lambda b: not b.event_id)
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
            and account.user_id.id not in account._calendar_senders()
        )
        return "offline" if silent else cause

    def _mark_changed(self, events, causes):
        bindings = self.env["gws.event.binding"].sudo()
        bound = bindings.search([("event_id", "in", events.ids)])
        for binding in bound:
            binding.write(
                {
                    "state": "pending",
                    "cause": self._cause(binding, causes[binding.event_id.id]),
                    "note_count": binding.note_count + 1,
                    "error": False,
                    # An unanswered create was tried, whatever is edited since.
                    "attempts": 0 if binding.etag else binding.attempts,
                    "next_try": False,
                }
            )
        # A meeting that somebody else's calendar already holds is theirs to send.
        fresh = events - bound.event_id
        by_cause = fresh.grouped(lambda event: causes[event.id])
        for cause, group in by_cause.items():
            self._bind_new(group, cause)

    @api.model
    def _bind_new(self, events, cause):
        """Bindings for events that Google does not know yet, where they belong.

        An event belongs to its organiser's account, in the calendar chosen for new
        events. Past the start date, series and unconnected organisers are left alone.
        """
        accounts = (
            self.env["gws.account"]
            .sudo()
            .search(
                self.env["gws.account"]._calendar_domain()
                + [
                    ("user_id", "in", events.user_id.ids),
                    ("calendar_direction", "!=", "pull"),
                ]
            )
        )
        database = self.env["gws.client"]._database_uuid()
        values = []
        for account in accounts:
            calendar = account.calendar_ids.filtered(
                lambda c: c.is_default and c.selected and c.writable
            )[:1]
            if not calendar:
                continue
            start = fields.Datetime.to_datetime(account.calendar_sync_from)
            for event in events.filtered(
                lambda e, user=account.user_id: e.user_id == user
            ):
                if event.recurrency or not event.active or event.stop < start:
                    continue
                values.append(
                    {
                        "calendar_id": calendar.id,
                        "google_id": identity.event_id(
                            database, "calendar.event", event.id
                        ),
                        "event_id": event.id,
                        "state": "pending",
                        "cause": cause,
                        "note_count": 1,
                        "zone": account.user_id.tz or calendar.time_zone or "UTC",
                    }
                )
        return self.env["gws.event.binding"].sudo().create(values)

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
                        ("recurrency", "=", False),
                        ("gws_binding_ids", "=", False),
                    ]
                )
            )
            self._bind_new(events, "first")
        account.calendar_scanned = True
        self.env["gws.runner"]._commit()
