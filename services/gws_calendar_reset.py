# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reset an account's calendar: delete what the person chose, forget, disconnect.

Promises: what is still to be deleted is marked on the bindings and committed before
anything is deleted, so that a killed process, a restart or a Google that asks to wait
only interrupts; what is gone already counts as done; a binding goes no sooner than what
it binds, so that nothing is doubled afterwards. No guest is told unless the person
said so. While it lasts the account keeps its tokens and does not sync.
"""

import logging
import time
from contextlib import contextmanager
from datetime import timedelta, timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

from .gws_runner import Run, commits

_logger = logging.getLogger(__name__)

CONFIRM_SECONDS = 10  # how long a person's confirmation works before the job goes on
LOCK_SECONDS = 5  # how long it waits for a sync under way
LOOK_AFTER = timedelta(minutes=1)  # a job looks whether a reset was left lying


class GwsCalendarReset(models.AbstractModel):
    _name = "gws.calendar.reset"
    _description = "Google Calendar: reset"

    # -- a person's confirmation --------------------------------------

    @api.model
    @commits
    def _confirm(self, account, policy, next_sync, tell_guests=False):
        """Reset ``account``; what takes longer goes on in the delivery job.

        ``policy``: "keep", "google", "odoo" or "both"; ``next_sync``: "new" or "all".
        Commits. Raises UserError when it cannot begin; then nothing is changed.
        """
        runner = self.env["gws.runner"]
        with self._locked_soon(account) as locked:
            if not locked:
                raise UserError(
                    self.env._("A synchronization is under way. Try again in a minute.")
                )
            runner._commit()  # to see what a sync did until a moment ago
            self.env.invalidate_all()
            self._begin(account, policy, next_sync, tell_guests)
            runner._commit()
            run = Run(account, "reset", time.monotonic() + CONFIRM_SECONDS)
            runner._perform(run, lambda: self._work(run))
        self.env["gws.calendar.sync"]._tell_screens(run)
        # What is made from the next second on is new: nothing may be made before it
        # by somebody who saw the reset end.
        if since := account.calendar_new_since:
            runner._commit()
            left = since.replace(tzinfo=timezone.utc).timestamp() - time.time()
            time.sleep(min(max(left, 0), 1))

    @contextmanager
    def _locked_soon(self, account):
        """The account's lock, for which a sync under way is waited a moment."""
        end = time.monotonic() + LOCK_SECONDS
        while True:
            with self.env["gws.runner"]._locked(account) as locked:
                if locked or time.monotonic() >= end:
                    yield locked
                    return
            time.sleep(0.2)

    def _begin(self, account, policy, next_sync, tell_guests):
        """Mark what is to be deleted; from here on the account is being reset."""
        if account.calendar_resetting:
            raise UserError(account.calendar_reset_words)
        self.env["gws.calendar.outbox"]._drain()
        planner = self.env["gws.calendar.reset.plan"]
        rows = self.env["gws.event.binding"]
        marked = {"google": [], "odoo": [], "both": []}
        telling = []
        items = planner._items(account)
        for item in items:
            if target := item.target(policy):
                marked[target].append(item.head.id)
                if tell_guests and planner._guests_to_tell(account, item):
                    telling.append(item.head.id)
        if marked["google"] or marked["both"]:
            self._check_google(account)
        for target, ids in marked.items():
            rows.browse(ids).write({"reset": target})
        rows.browse(telling).reset_tell = True
        total = sum(map(len, marked.values()))
        values = {
            "calendar_resetting": True,
            "calendar_reset_total": total,
            "calendar_reset_problem": False,
            **self.env["gws.calendar.new.only"]._since_now(next_sync),
        }
        if account.state == "connected":
            values["state"] = "paused"
        account.write({**values, "calendar_next_try": False, "calendar_attempts": 0})
        account.calendar_ids._forget_cursor()
        rest = [
            ("account_id", "=", account.id),
            ("master_id", "=", False),
            ("reset", "=", False),
        ]
        self._let_go(account, rows.search(rest))
        # Should this process be killed, the job finds it.
        account._trigger_delivery(fields.Datetime.now() + LOOK_AFTER)
        _logger.info(
            "Google account %s is reset (%s, %s): %s bindings to delete",
            account.id,
            policy,
            next_sync,
            total,
        )

    def _check_google(self, account):
        """Deleting at Google needs its consent, and the real database."""
        self.env["gws.client"]._check_database()
        if account.state not in ("connected", "paused"):
            raise UserError(
                self.env._(
                    "To delete events in Google, connect the account first. Or choose "
                    "not to delete them there."
                )
            )

    def _let_go(self, account, heads):
        """What stays on both sides: bound for another look, or left alone for good.

        ``heads``: bindings of events and series; those of occurrences follow them.
        """
        if account.calendar_new_since:
            heads.unlink()
            return
        rows = heads | heads.search([("master_id", "in", heads.ids)])
        alive = rows.filtered(lambda r: r.event_id or r.recurrence_id or r.deleted)
        # Its Odoo side is gone by this reset, or it never had one: it comes anew.
        orphans = heads - alive - alive.master_id
        rows = (rows - orphans).filtered(lambda row: row.master_id not in orphans)
        orphans.unlink()
        self.env["gws.calendar.push"]._queue_again(
            rows.filtered(lambda row: row.state == "quarantined")
        )
        rows.write(
            {"recheck": True, "seen": False, "reset": False, "reset_tell": False}
        )

    # -- the delivery job ---------------------------------------------

    @api.model
    def _go_on_all(self, end):
        """Go on with every reset that is due, until ``end`` (monotonic seconds)."""
        accounts = (
            self.env["gws.account"]
            .sudo()
            .search(
                [
                    ("calendar_resetting", "=", True),
                    "|",
                    ("calendar_next_try", "=", False),
                    ("calendar_next_try", "<=", fields.Datetime.now()),
                ],
                order="id",
            )
        )
        for account in accounts:
            if end is not None and time.monotonic() > end:
                account._trigger_delivery()
                return
            self._go_on(account, end)

    def _go_on(self, account, end):
        runner = self.env["gws.runner"]
        try:
            with runner._locked(account) as locked:
                if not locked:
                    account._trigger_delivery(fields.Datetime.now() + LOOK_AFTER)
                    runner._commit()
                    return
                account.invalidate_recordset()
                if account.calendar_resetting and self._can_go_on(account):
                    run = Run(account, "reset", end)
                    runner._perform(run, lambda: self._work(run))
                    self.env["gws.calendar.sync"]._tell_screens(run)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Google account %s could not be reset", account.id)

    def _can_go_on(self, account):
        """Google's part waits for the end of a pause and for a living consent."""
        if self._left(account, "odoo", "both") or not self._left(account, "google"):
            return True
        switched_on = self.env["gws.calendar.status"]._is_switched_on()
        return switched_on and account.state != "reconnect"

    # -- working ------------------------------------------------------

    def _left(self, account, *marks, limit=None, without=()):
        """The bindings of which something is still to be deleted, the oldest first."""
        return self.env["gws.event.binding"].search(
            [
                ("account_id", "=", account.id),
                ("reset", "in", marks),
                ("id", "not in", list(without)),
            ],
            limit=limit,
            order="id",
        )

    def _work(self, run):
        """All that is left to do; raises OutOfTime or what Google said."""
        deleter = self.env["gws.calendar.reset.delete"]
        deleter._in_odoo(run)
        if self._left(run.account, "google", limit=1):
            deleter._in_google(run)
        self._finish(run)

    # -- the end ------------------------------------------------------

    def _finish(self, run):
        """Everything is deleted: forget the cursors and the consent."""
        account = run.account
        if problem := account.calendar_reset_problem:
            run.message = self.env._(
                "The reset is done, but not everything could be deleted: %(reason)s",
                reason=problem,
            )
        self.env["gws.runner"]._commit()
        account._disconnect()  # ends the reset, see there

    @api.model
    def _end(self, account):
        """The reset is over, also when it is stopped early: what is left stays."""
        left = self._left(account, "google", "odoo", "both")
        self._let_go(account, left)
        account.calendar_ids._forget_cursor()
        account.write(
            {
                "calendar_resetting": False,
                "calendar_reset_total": 0,
                "calendar_reset_problem": False,
                "calendars_listed": False,
                "calendar_due": False,
                "calendar_progress": 0,
                "calendar_brake": 0,
                "calendar_brake_released": False,
                "calendar_next_try": False,
                "calendar_attempts": 0,
                "last_sync": False,
            }
        )
