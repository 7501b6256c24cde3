# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whose mail is fetched when nobody presses: two scheduled actions, and delivery."""

import logging
import time

from odoo import api, fields, models

from .gws_calendar_schedule import BY_HAND
from .gws_runner import Run

_logger = logging.getLogger(__name__)


class GwsMailSchedule(models.AbstractModel):
    _name = "gws.mail.schedule"
    _description = "Gmail: whose mail is fetched when"

    @api.model
    def _ready(self, what, domain=()):
        """Accounts whose mail may be fetched now, longest-waiting first."""
        accounts = self.env["gws.account"].sudo()
        if not self.env["gws.calendar.status"]._is_switched_on():
            return accounts
        accounts = accounts.search(
            [
                ("state", "=", "connected"),
                ("mail_enabled", "=", True),
                (f"mail_{what}_label_id", "!=", False),
                ("calendar_resetting", "=", False),
                "|",
                (f"mail_{what}_next_try", "=", False),
                (f"mail_{what}_next_try", "<=", fields.Datetime.now()),
                *domain,
            ],
            order=f"mail_{what}_last_sync ASC NULLS FIRST, id",
        )
        return accounts.filtered(lambda a: a._is_granted("mail"))

    @api.model
    def _sync_all(self, what):
        """The scheduled action of one direction: every account once."""
        self._run_all(self._ready(what), what)

    @api.model
    def _deliver(self, waiting=0):
        """Fetching that was started and could not be ended at once goes on."""
        for what in ("in", "out"):
            due = self._ready(what, [(f"mail_{what}_due", "=", True)])
            waiting = self._run_all(due, what, waiting)
        return waiting

    def _run_all(self, accounts, what, waiting=0):
        """Run each account; how many are not through."""
        cron = self.env["ir.cron"]
        end = self.env["gws.calendar.schedule"]._job_end()
        waiting += len(accounts)
        if accounts:
            cron._commit_progress(remaining=waiting)
        for account in accounts:
            if end is not None and time.monotonic() > end:
                return waiting
            waiting -= self._run_one(account, end, what)
            cron._commit_progress(1, remaining=waiting)
        return waiting

    def _run_one(self, account, end, what):
        """One account, whatever happens; True when its run is through."""
        run = Run(account, f"mail_{what}", end, person=BY_HAND.get())
        try:
            self.env["gws.mail.sync"]._run(run, what)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Mail of Google account %s failed", account.id)
            return True
        return run.finished
