# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One sync of one account's contacts, by a press of the button or for the schedule.

The order is always: drain the outbox, hear what Google changed, compare every contact
with Odoo, send. An account is taken by one process at a time, which is also what Google
asks for: changes of one user's contacts one after the other.
"""

import time

from odoo import api, models

from .gws_runner import Run, commits

PRESS_SECONDS = 25  # how long a person's press may take before it goes on elsewhere
COMPARED_AT_ONCE = 500


class GwsContactSync(models.AbstractModel):
    _name = "gws.contact.sync"
    _description = "Google Contacts: one sync"

    @api.model
    @commits
    def _press(self, account, seconds=PRESS_SECONDS):
        """Sync now for up to ``seconds``; {"status", "message", "summary"}.

        The person pressing has no rights on what a sync writes; they were checked by
        the caller, who hands the account over.
        """
        self = self.sudo()
        account = account.sudo()
        status = self.env["gws.contact.status"]
        if refusal := status._refusal(account):
            return refusal
        run = Run(account, "contacts", time.monotonic() + seconds, person=True)
        if not self._run(run) or not run.finished:
            return status._running(run)
        if run.error_kind:
            return status._failed(account, run)
        return status._done(run)

    @api.model
    def _run(self, run, pull=True):
        """Do one run under the account's lock; False when another one holds it."""
        account = run.account
        runner = self.env["gws.runner"]
        with runner._locked(account) as locked:
            if not locked:
                return False
            # The rows may have changed while the lock was not ours.
            account.invalidate_recordset()
            if account.state == "paused":
                return True
            runner._perform(run, lambda: self._work(run, pull))
        self._wake_for_postponed(account)
        return True

    def _work(self, run, pull):
        account = run.account
        client = self.env["gws.client"]._people(account)
        if account.contact_review_until and not run.rest:
            # Whoever starts a sync has an answer for all that is still asked.
            account.contact_review_until = False
        self.env["gws.calendar.outbox"]._drain()
        self.env["gws.contact.outbox"]._take_orphans()
        if pull:
            account.contact_due = True
            self.env["gws.contact.pull"]._pull(run, client)
            self._compare_all(run, client)
        self.env["gws.contact.push"]._push(run, client)
        self.env["gws.contact.remove"]._remove(run, client)
        self.env["gws.contact.labels"]._tidy(run, client, pull)
        account.write({"contact_due": False, "contact_brake_released": False})

    def _compare_all(self, run, client):
        """Have every contact sent whose Odoo side is not what was agreed.

        An edit is noted when it is saved; a right that was taken away, a country that
        was renamed or another setting is found here.
        """
        rows = self.env["gws.partner.binding"].search(
            [
                ("account_id", "=", run.account.id),
                ("partner_id", "!=", False),
                ("state", "in", ("synced", "resting")),
            ],
            order="id",
        )
        compare = self.env["gws.contact.push"]
        for start in range(0, len(rows), COMPARED_AT_ONCE):
            some = rows[start : start + COMPARED_AT_ONCE].with_prefetch()
            compare._moved(run, client, some)._again(removing=False)
            self.env["gws.runner"]._keep(run)
            self.env.invalidate_all()
            run.check_time()

    def _wake_for_postponed(self, account):
        """Come back when the earliest postponed contact may be tried again."""
        earliest = self.env["gws.partner.binding"].search(
            [
                ("account_id", "=", account.id),
                ("active", "in", (True, False)),
                ("next_try", "!=", False),
                "|",
                ("state", "=", "pending"),
                ("removing", "=", True),
            ],
            order="next_try",
            limit=1,
        )
        if earliest and account.contact_enabled:
            account._trigger_delivery(earliest.next_try)
            self.env["gws.runner"]._commit()
