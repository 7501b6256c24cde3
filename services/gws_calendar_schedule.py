# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is synced when nobody presses: the scheduled action and the delivery job.

Promises: longest-waiting accounts first; each in its own transactions, so that one
that fails never stops the others; what is not done in the time of one job is
reported as remaining, and the job is called again at once.
"""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, fields, models
from odoo.tools import config

from ..gapi.errors import GoogleError
from ..sync import polling
from .gws_runner import Run

_logger = logging.getLogger(__name__)

SIDE_BY_SIDE = 8  # accounts whose first answers are waited for together
JOB_SECONDS = 90  # the work of one call of a job, unless the server allows less
HOST_SECONDS = 10  # what Odoo grants a job that may be called again (ir.cron)
# Odoo's own button runs a job in the same way as its scheduler does; this tells them
# apart.
BY_HAND = ContextVar("gws_by_hand", default=False)


class GwsCalendarSchedule(models.AbstractModel):
    _name = "gws.calendar.schedule"
    _description = "Google Calendar: who is synced when"

    @api.model
    def _ready(self, domain=()):
        """Accounts that may sync now, longest-waiting first."""
        status = self.env["gws.calendar.status"]
        if not status._is_switched_on():
            return self.env["gws.account"].sudo()
        now = fields.Datetime.now()
        elsewhere = self.env["gws.takeover"]._connected_there()
        accounts = (
            self.env["gws.account"]
            .sudo()
            .search(
                [
                    ("state", "=", "connected"),
                    ("calendar_enabled", "=", True),
                    ("calendar_resetting", "=", False),
                    ("calendar_sync_from", "!=", False),
                    ("user_id", "not in", elsewhere.ids),
                    "|",
                    ("calendar_next_try", "=", False),
                    ("calendar_next_try", "<=", now),
                    *domain,
                ],
                order="last_sync ASC NULLS FIRST, id",
            )
        )
        return accounts.filtered(lambda a: a._is_granted("calendar"))

    @api.model
    def _job_end(self):
        """When this job should hand over (monotonic seconds); None outside of one.

        A job is called up to ten times in a row; together the calls stay within what
        the server allows a job before it is killed (limit_time_real_cron).
        """
        host_end = self.env.context.get("cron_end_time")
        if host_end is None:
            return None
        limit = config["limit_time_real_cron"]
        if limit is None or limit < 0:
            limit = config["limit_time_real"]
        seconds = min(JOB_SECONDS, limit * 0.7) if limit else JOB_SECONDS
        return host_end - HOST_SECONDS + seconds

    @api.model
    def _sync_all(self):
        """The scheduled action: every account once, some waiting side by side.

        Called by the scheduler, those whose turn it is (``_whose_turn``).
        """
        accounts = self._ready()
        if self.env.context.get("cron_id") and not BY_HAND.get():
            accounts = self._whose_turn(accounts)
        # One pool for all groups: each of its threads keeps its connection.
        with ThreadPoolExecutor(max_workers=SIDE_BY_SIDE) as pool:
            self._run_all(
                accounts, lambda group: self._fetch_ahead(pool, group), pull=True
            )

    @api.model
    @contextmanager
    def _by_hand(self):
        """Within, jobs are run by a person and do the whole of their work."""
        token = BY_HAND.set(True)
        try:
            yield
        finally:
            BY_HAND.reset(token)

    # -- how often ----------------------------------------------------

    def _whose_turn(self, accounts):
        """Of these accounts those that the schedule syncs now (sync.polling)."""
        now = fields.Datetime.now()
        seen = self._seen(accounts.user_id)
        told = self._told(accounts, now)
        return accounts.filtered(
            lambda account: (
                account.calendar_due
                or polling.is_due(
                    _seconds(account.last_sync, now),
                    _seconds(seen.get(account.user_id.id), now),
                    account in told,
                )
            )
        )

    def _seen(self, users):
        """{user id: when the user was last seen in Odoo}; nothing of the unseen."""
        seen = {}
        for model, user, moment in (
            ("mail.presence", "user_id", "last_presence:max"),
            # A presence is forgotten after half a day; devices are noted by the hour.
            ("res.device.log", "user_id", "last_activity:max"),
            ("res.users.log", "create_uid", "create_date:max"),
        ):
            rows = (
                self.env[model]
                .sudo()
                ._read_group([(user, "in", users.ids)], [user], [moment])
            )
            for found, last in rows:
                if last:
                    seen[found.id] = max(seen.get(found.id, last), last)
        return seen

    def _told(self, accounts, now):
        """Accounts of whose every chosen calendar Google tells us."""
        if not self.env["gws.calendar.watch"]._address():
            return accounts.browse()
        living = (
            self.env["gws.channel"]
            .sudo()
            .search([("account_id", "in", accounts.ids), ("expires", ">", now)])
        )
        return accounts.filtered(
            lambda account: (
                account.calendar_ids.filtered("selected") <= living.calendar_id
            )
        )

    @api.model
    def _deliver_all(self):
        """The delivery job: what changed in Odoo goes out, started syncs go on."""
        self.env["gws.calendar.outbox"]._drain()
        self.env["gws.calendar.reset"]._go_on_all(self._job_end())
        if not self.env["gws.calendar.status"]._is_switched_on():
            return
        waiting = self._deliver_events()
        waiting = self.env["gws.contact.schedule"]._deliver(waiting)
        self.env["gws.mail.schedule"]._deliver(waiting)

    def _deliver_events(self):
        """Events; how many accounts the time did not allow."""
        due = self.env["gws.event.binding"]._read_group(
            [
                ("state", "=", "pending"),
                "|",
                ("next_try", "=", False),
                ("next_try", "<=", fields.Datetime.now()),
            ],
            ["account_id"],
        )
        pending = [account.id for (account,) in due]
        accounts = self._ready(
            ["|", ("calendar_due", "=", True), ("id", "in", pending)]
        )
        return self._run_all(accounts, lambda group: {}, pull=False)

    def _run_all(self, accounts, fetch, pull):
        """Run each account; what the time does not allow stays as remaining.

        :return: how many are not through
        """
        cron = self.env["ir.cron"]
        end = self._job_end()
        waiting = len(accounts)
        cron._commit_progress(remaining=waiting)
        for start in range(0, len(accounts), SIDE_BY_SIDE):
            group = accounts[start : start + SIDE_BY_SIDE]
            if end is not None and time.monotonic() > end:
                return waiting
            fetched = fetch(group)
            for account in group:
                finished = self._run_one(account, end, fetched.get(account.id), pull)
                waiting -= finished
                cron._commit_progress(1, remaining=waiting)
        return waiting

    def _run_one(self, account, end, first_pages, pull):
        """One account, whatever happens; True when its sync is through."""
        run = Run(account, "calendar", end)
        try:
            self.env["gws.calendar.sync"]._run(
                run, first_pages, pull=pull or account.calendar_due
            )
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Google account %s could not be synced", account.id)
            return True
        return run.finished

    def _fetch_ahead(self, pool, accounts):
        """Ask for the first page of every calendar of some accounts at once.

        The threads send plain requests and touch no cursor; an error is kept and
        raised where the account's own run meets it.
        """
        puller = self.env["gws.calendar.pull"]
        wanted = []
        for account in accounts:
            client = self.env["gws.client"]._calendar(account)
            for calendar in account.calendar_ids._to_list():
                if calendar.sync_token and account.calendars_listed:
                    query = puller._query(calendar)
                    wanted.append((account.id, calendar.id, client, query))
        self.env["gws.runner"]._commit()
        if len(wanted) < 2:
            return {}
        fetched = {}
        pages = pool.map(_first_page, wanted)
        for (account_id, calendar_id, client, _query), page in zip(
            wanted, pages, strict=True
        ):
            pages_of = fetched.setdefault(account_id, {"client": client})
            pages_of[calendar_id] = page
            # A token that a thread refreshed is stored here, where the cursor is.
            client.token_source.save()
        return fetched


def _seconds(moment, now):
    """How long ago that was; None for never."""
    return (now - moment).total_seconds() if moment else None


def _first_page(wanted):
    _account_id, _calendar_id, client, query = wanted
    try:
        return client.list_events(**query)
    except GoogleError as error:
        return error
