# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whose contacts are synced when nobody presses: scheduled actions and delivery.

As for calendars: longest-waiting first, each account in its own transactions, one that
fails never stops the others.
"""

import logging
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .gws_calendar_schedule import BY_HAND
from .gws_runner import Run

_logger = logging.getLogger(__name__)

NEW_AT_ONCE = 5000
LOOK_BACK = timedelta(minutes=30)


class GwsContactSchedule(models.AbstractModel):
    _name = "gws.contact.schedule"
    _description = "Google Contacts: who is synced when"

    @api.model
    def _ready(self, domain=()):
        """Accounts whose contacts may sync now, longest-waiting first."""
        accounts = self.env["gws.account"].sudo()
        if not self.env["gws.calendar.status"]._is_switched_on():
            return accounts
        now = fields.Datetime.now()
        accounts = accounts.search(
            [
                ("state", "=", "connected"),
                ("contact_enabled", "=", True),
                ("calendar_resetting", "=", False),
                "|",
                ("contact_next_try", "=", False),
                ("contact_next_try", "<=", now),
                *domain,
            ],
            order="contact_last_sync ASC NULLS FIRST, id",
        )
        return accounts.filtered(lambda a: a._is_granted("contact"))

    @api.model
    def _sync_all(self):
        """The scheduled action: every account once, what Google changed included."""
        self._run_all(self._ready(), pull=True)

    @api.model
    def _deliver(self, waiting=0):
        """What changed in Odoo goes out; syncs that were started go on.

        :param waiting: accounts that the job could not do before
        :return: the same, with those of contacts
        """
        now = fields.Datetime.now()
        due = Domain("next_try", "=", False) | Domain("next_try", "<=", now)
        rows = self.env["gws.partner.binding"].sudo().with_context(active_test=False)
        found = rows._read_group(
            due & (Domain("state", "=", "pending") | Domain("removing", "=", True)),
            ["account_id"],
        )
        pending = [account.id for (account,) in found]
        accounts = self._ready(["|", ("contact_due", "=", True), ("id", "in", pending)])
        return self._run_all(accounts, pull=False, waiting=waiting)

    def _run_all(self, accounts, pull, waiting=0):
        """Run each account; what the time does not allow stays as remaining.

        :return: how many are not through
        """
        cron = self.env["ir.cron"]
        end = self.env["gws.calendar.schedule"]._job_end()
        waiting += len(accounts)
        if accounts:
            cron._commit_progress(remaining=waiting)
        for account in accounts:
            if end is not None and time.monotonic() > end:
                return waiting
            waiting -= self._run_one(account, end, pull)
            cron._commit_progress(1, remaining=waiting)
        return waiting

    def _run_one(self, account, end, pull):
        """One account, whatever happens; True when its sync is through."""
        run = Run(account, "contacts", end, person=BY_HAND.get(), rest=not pull)
        try:
            self.env["gws.contact.sync"]._run(run, pull=pull or account.contact_due)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Contacts of Google account %s failed", account.id)
            return True
        return run.finished

    # -- contacts that are new in Odoo ----------------------------------

    @api.model
    def _import_new(self):
        """Subscribe those who want it to the contacts made since last time, and send
        them."""
        if not self.env["gws.calendar.status"]._is_switched_on():
            return
        accounts = (
            self.env["gws.account"]
            .sudo()
            .search(
                [
                    ("state", "in", ("connected", "reconnect", "paused")),
                    ("contact_enabled", "=", True),
                    ("contact_auto_export", "=", True),
                ]
            )
        )
        for account in accounts:
            try:
                self._subscribe_new(account)
                self.env["gws.runner"]._commit()
            except Exception:
                self.env.cr.rollback()
                _logger.exception("New contacts of account %s failed", account.id)
        self._run_all(self._ready([("id", "in", accounts.ids)]), pull=False)

    def _subscribe_new(self, account):
        """The new contacts that the owner may read and wants, as subscriptions."""
        reader = self.env["gws.contact.local"]._reader(account)
        if not account.user_id.active or not reader.has_access("read"):
            return
        companies = [False, *account.user_id.company_ids.ids]
        new = (
            Domain("id", ">", account.contact_new_after)
            & Domain("active", "=", True)
            & Domain("name", "!=", False)
            & Domain("company_id", "in", companies)
            & account._contact_domain()
        )
        rows = self.env["gws.partner.binding"].with_context(active_test=False)
        after = account.contact_new_after
        while found := reader.search(
            new & Domain("id", ">", after), order="id", limit=NEW_AT_ONCE
        ):
            after = found[-1].id
            known = rows.search(
                [("account_id", "=", account.id), ("partner_id", "in", found.ids)]
            )
            # Who ended a subscription does not get it back by itself.
            rows._subscribe(account, set(found.ids) - set(known.partner_id.ids))
        # Ids are given before the transaction ends: look back at the last minutes.
        self.env.cr.execute(
            "SELECT max(id) FROM res_partner WHERE create_date < %s",
            [fields.Datetime.now() - LOOK_BACK],
        )
        [last] = self.env.cr.fetchone()
        account.contact_new_after = max(last or 0, account.contact_new_after)
