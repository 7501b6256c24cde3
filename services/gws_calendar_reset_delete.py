# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The deletions of a reset: first in Odoo, then in Google, portion by portion.

Commits after every portion; what is gone already counts as done. What one side refuses
for good stays there, with the reason on the account.
"""

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..gapi.calendar import Write
from ..gapi.errors import Gone, ReauthRequired, Transient
from .gws_runner import OutOfTime

BATCH = 50  # GOOGLE: calls a batch; more trips its concurrency limits
ODOO_BATCH = 100
SERIES_BATCH = 10  # each has many events


class GwsCalendarResetDelete(models.AbstractModel):
    _name = "gws.calendar.reset.delete"
    _description = "Google Calendar: deletions of a reset"

    # -- in Odoo ------------------------------------------------------

    @api.model
    def _in_odoo(self, run):
        """Delete what is marked; raises OutOfTime between two portions."""
        reset = self.env["gws.calendar.reset"]
        people = set()
        try:
            while rows := reset._left(run.account, "odoo", "both", limit=ODOO_BATCH):
                if any(row.kind != "single" for row in rows):
                    rows = rows[:SERIES_BATCH]
                people |= self._portion(run, rows)
                self.env["gws.runner"]._keep(run)
                run.check_time()
        except OutOfTime:
            self._ring(people)
            raise
        self._ring(people)

    def _ring(self, people):
        """Tell the screens which reminder is next: once, not after each portion."""
        if people:
            self.env["calendar.alarm_manager"]._notify_next_alarm(people)
            self.env["gws.runner"]._commit()

    def _portion(self, run, rows):
        """Delete events and series of these bindings; what Odoo refuses stays.

        Returns the ids of the people whose calendars changed.
        """
        try:
            with self.env.cr.savepoint():
                count, people = self._records(run.account, rows)
        except (UserError, ValidationError) as error:
            if len(rows) > 1:
                middle = len(rows) // 2
                people = self._portion(run, rows[:middle])
                return people | self._portion(run, rows[middle:].exists())
            run.account.calendar_reset_problem = str(error)
            if rows.reset == "odoo":
                self.env["gws.calendar.reset"]._let_go(run.account, rows)
            else:
                rows.reset = "google"
            return set()
        run.count("deleted", count)
        rows.filtered(lambda row: row.reset == "both").reset = "google"
        rows.filtered(lambda row: row.reset == "odoo").unlink()
        return people

    def _records(self, account, rows):
        """Colleagues' bindings go with the events: no copy may bring them back.

        Returns the number of events and the ids of their people.
        """
        local = self.env["gws.calendar.local"]
        planner = self.env["gws.calendar.reset.plan"]
        series = self.env["gws.calendar.series"]
        parts = rows.search([("master_id", "in", rows.ids)])
        found = planner._series_events(rows) | rows.event_id | parts.event_id
        events = local._events(account, found.ids).exists()
        rules = series._recurrences(account, rows.recurrence_id.ids)
        planner._rows_elsewhere(account, events.ids).unlink()
        count, people = len(events), set(events.partner_ids.ids)
        local._delete_events(events.with_context(gws_bulk=True))
        rules.exists().unlink()
        return count, people

    # -- in Google ----------------------------------------------------

    @api.model
    def _in_google(self, run):
        """Send the deletions, 50 a batch; a series is one.

        Raises OutOfTime, what Google said, or UserError while it may not be asked.
        """
        account = run.account
        reset = self.env["gws.calendar.reset"]
        status = self.env["gws.calendar.status"]
        if not status._is_switched_on():
            raise UserError(
                self.env._("The reset waits until Google Workspace is switched on.")
            )
        if account.state == "reconnect":
            raise ReauthRequired(service="oauth", method="refresh", reason="no_grant")
        self.env["gws.client"]._check_database()
        client = self.env["gws.client"]._calendar(account)
        tried, later = set(), None
        while rows := reset._left(account, "google", limit=BATCH, without=tried):
            tried |= set(rows.ids)
            later = self._batch(run, client, rows) or later
            self.env["gws.runner"]._keep(run)
            if run.stop_with:
                raise run.stop_with
            run.check_time()
        if later:
            raise later  # Google's own trouble with some events: they wait

    def _batch(self, run, client, rows):
        """One batch; returns an error that only some events met, to try again."""
        writes = [
            Write(
                "delete",
                row.calendar_id.google_id,
                row.google_id,
                send_updates="all" if row.reset_tell else "none",
            )
            for row in rows
        ]
        self._unbind_copies(run.account, rows)
        self.env["gws.runner"]._commit()
        later, done = None, rows.browse()
        results = client.batch(writes)
        for row, write, result in zip(rows, writes, results, strict=True):
            error = result.error
            if error is None or isinstance(error, Gone):
                done |= row
                run.count("pushed", error is None)
                run.count("mailed", error is None and write.send_updates == "all")
            elif isinstance(error, Transient) and error.kind == "server":
                later = error
            elif isinstance(error, (Transient, ReauthRequired)) or (
                self.env["gws.calendar.push"]._is_account_error(error)
            ):
                run.stop_with = run.stop_with or error
            else:
                words = self.env["gws.runner"]._words(error)
                run.account.calendar_reset_problem = words
                run.note(f"{write.event_id}: refused by Google, {error}")
                self.env["gws.calendar.reset"]._let_go(run.account, row)
        done.unlink()
        return later

    def _unbind_copies(self, account, rows):
        """Colleagues' copies vanish in Google with the meeting: that is no answer.

        Bound, their accounts would take it for one and decline in their name.
        """
        uids = [uid for uid in rows.mapped("ical_uid") if uid]
        self.env["gws.event.binding"].search(
            [("ical_uid", "in", uids), ("account_id", "!=", account.id)]
        ).unlink()
