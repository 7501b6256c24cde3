# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One run of one account: the lock, the run row, the reaction to Google's errors.

A run holds a session-level advisory lock, because commits in the middle of a run
release row locks. It commits as it goes, so that no row stays locked while Google is
waited for and a killed process loses no more than one step.
"""

import logging
import random
import time
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..gapi.errors import (
    Forbidden,
    GoogleError,
    ReauthRequired,
    Rejected,
    Transient,
)
from ..sync import backoff

_logger = logging.getLogger(__name__)

LOCK_SPACE = 0x67777301  # "gws", 1: the first half of the advisory lock's key
COUNTS = (
    "created",
    "updated",
    "deleted",
    "pushed",
    "series",
    "conflict",
    "quarantined",
    "mailed",
)


# Kind of run → how the account's fields about it begin.
PREFIXES = {
    "calendar": "calendar",
    "reset": "calendar",
    "contacts": "contact",
    "mail_in": "mail_in",
    "mail_out": "mail_out",
    "mail_labels": "mail_in",
}


class OutOfTime(Exception):
    """The time for this call is over; the run goes on in the delivery job."""


class Run:
    """What one run is doing: its clock, its counts, its log."""

    def __init__(
        self, account, kind, deadline=None, person=False, lists_only=False, rest=False
    ):
        self.lists_only = lists_only  # nothing is synced: no row, no new "last sync"
        self.rest = rest  # no sync of its own: what waits goes out
        self.account = account
        self.kind = kind
        self.prefix = PREFIXES[kind]
        self.person = person
        self.started = time.monotonic()
        self.deadline = deadline
        self.counts = dict.fromkeys(COUNTS, 0)
        self.kept = dict(self.counts)  # those of them that are committed
        self.waiting = 0  # changes that Google did not take yet
        self.requests = 0
        self.finished = True
        self.error_kind = ""
        self.message = ""
        self.url = ""  # where a person can mend it
        self.lines = []
        self.names = {}  # other addresses of connected users (gws.calendar.guests)
        self.mails_held = 0  # guest mails that wait for a person's word
        self.stop_with = None  # an error that concerns the whole account
        self.client = None  # how this run speaks to Google
        self.listed_whole = False  # contacts: all of Google's were read in this run
        self.strays = {}  # contacts: row id → another one that carries its mark
        self.pictures = set()  # contacts: rows whose picture is still to go
        self.labels_checked = False  # contacts: what labels there are
        self.left_out = 0  # mails that their owner does not want in Odoo
        self.resume_at = None  # mail: a moment before which nothing is asked
        self.absent = {}  # of the page at hand: called off occurrences of new series

    def count(self, name, number=1):
        self.counts[name] += number

    def note(self, line):
        """A line for the account's log: what was done and why, never a body."""
        if self.account.log_enabled:
            self.lines.append(line)

    @property
    def changed(self):
        """How many things changed in Odoo."""
        return sum(self.counts[name] for name in ("created", "updated", "deleted"))

    def check_time(self):
        """Raise OutOfTime once the caller's patience is over, or the owner pauses.

        While a reset is at work the account is paused for everything else.
        """
        # Others write it while this run goes on.
        self.account.invalidate_recordset(["state"])
        late = self.deadline is not None and time.monotonic() > self.deadline
        if late or (self.kind != "reset" and self.account.state == "paused"):
            raise OutOfTime


def commits(method):
    """For what commits as it goes, when it may be called in a test's own transaction.

    Odoo forbids committing that one. A cursor of its own sees what the test did and
    shows it what was done, as every request over HTTP does; outside of tests nothing
    changes. The first argument of ``method`` is the account.
    """

    @wraps(method)
    def call(self, account, *args, **kwargs):
        cr, registry = self.env.cr, self.env.registry
        # Odoo sets its refusal, and its stand-in for new cursors, on these two.
        if "commit" not in vars(cr) or "cursor" not in vars(registry):
            return method(self, account, *args, **kwargs)
        cr.flush()
        with registry.cursor() as own:
            env = self.env(cr=own)
            answer = method(self.with_env(env), account.with_env(env), *args, **kwargs)
        self.env.invalidate_all()
        return answer

    return call


class GwsRunner(models.AbstractModel):
    _name = "gws.runner"
    _description = "Google Workspace: one run"

    @api.model
    def _commit(self):
        """Make what is done so far last.

        Called between two steps that are each complete; whoever reads this run's
        tables afterwards may go on from there.
        """
        self.env["ir.cron"]._commit_progress()

    @api.model
    def _keep(self, run):
        """Commit, and count what was done up to here even if the rest fails."""
        self._commit()
        run.kept = dict(run.counts)

    @api.model
    def _roll_back(self, run):
        self.env.cr.rollback()
        run.counts = dict(run.kept)

    @api.model
    @contextmanager
    def _locked(self, account):
        """Yield True while this session holds the account's lock, else False."""
        cr = self.env.cr
        cr.execute("SELECT pg_try_advisory_lock(%s, %s)", (LOCK_SPACE, account.id))
        if not cr.fetchone()[0]:
            yield False
            return
        try:
            yield True
        except BaseException:
            # An aborted transaction would refuse the unlock, and the lock would live
            # on in the pooled connection.
            cr.rollback()
            raise
        finally:
            cr.execute("SELECT pg_advisory_unlock(%s, %s)", (LOCK_SPACE, account.id))

    @api.model
    def _perform(self, run, work):
        """Call ``work()``; turn whatever Google says into the account's state.

        Always leaves a run row behind. A programming error is logged and stored, and
        the account tried again later: one account never stops the others.
        """
        account = run.account
        transport = self.env["gws.client"]._transport(account)
        before = transport.request_count
        try:
            work()
            account_values = self._well(run)
        except OutOfTime:
            run.finished = False
            account_values = {f"{run.prefix}_due": True}
            account._trigger_delivery()
        except GoogleError as error:
            self._roll_back(run)
            account_values = self._react(run, error)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # Somebody saved one of these records at the same moment: go on at once.
            self._roll_back(run)
            run.finished = False
            account_values = {f"{run.prefix}_due": True}
            account._trigger_delivery()
        except UserError as error:
            self._roll_back(run)
            run.error_kind, run.message = "user", str(error)
            account_values = {"last_error": run.message, f"{run.prefix}_due": False}
        except Exception as error:
            self._roll_back(run)
            _logger.exception("Run of Google account %s failed", account.id)
            run.error_kind = type(error).__name__
            run.message = self.env._(
                "Something went wrong in Odoo; see the server log."
            )
            account_values = self._later(run, None)
            account_values["last_error"] = run.message
        run.requests = transport.request_count - before
        try:
            self._store(run, account_values)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()
            self._store(run, account_values)

    def _store(self, run, account_values):
        account = run.account
        if not account.exists():
            return
        if "last_error" in account_values:
            told = account_values["last_error"]
            account_values["last_error_from"] = run.prefix if told else False
        account.write(account_values)
        if run.lists_only and not run.error_kind:
            self._commit()
            return
        values = {f"{name}_count": number for name, number in run.counts.items()}
        row = self.env["gws.run"].create(
            {
                **values,
                "account_id": account.id,
                "kind": run.kind,
                "duration": round(time.monotonic() - run.started, 3),
                "request_count": run.requests,
                "finished": run.finished,
                "error_kind": run.error_kind,
                "message": run.message,
            }
        )
        self._write_log(run, row)
        self._commit()

    def _react(self, run, error):
        """The reaction table (docs/design.md): error type → values of the account."""
        account = run.account
        run.error_kind = getattr(error, "kind", "") or type(error).__name__
        run.message = self._words(error)
        run.url = getattr(error, "link", "") or ""
        run.note(f"stopped: {error}")
        if isinstance(error, ReauthRequired):
            account._mark_reconnect(error)
            return {f"{run.prefix}_due": False}
        if isinstance(error, Forbidden):
            later = {**self._later(run, None), f"{run.prefix}_due": False}
            if error.kind == "client":
                account._notify_client_error(error)  # says it in better words
                return later
            return {**later, "last_error": run.message}
        retry_after = error.retry_after if isinstance(error, Transient) else None
        return {**self._later(run, retry_after), "last_error": run.message}

    def _well(self, run):
        """Values of an account whose run went through."""
        values = {
            f"{run.prefix}_attempts": 0,
            f"{run.prefix}_next_try": run.resume_at or False,
        }
        # What another kind of run met stays told until that kind is well again.
        if run.message or run.account.last_error_from in (run.prefix, False):
            values["last_error"] = run.message or False
        if run.kind == "calendar" and not run.lists_only:
            values["last_sync"] = fields.Datetime.now()
        if run.kind in ("contacts", "mail_in", "mail_out") and not run.lists_only:
            values[f"{run.prefix}_last_sync"] = fields.Datetime.now()
        return values

    def _later(self, run, retry_after):
        """Values that put this kind of run to sleep for a while, longer each time."""
        account = run.account
        attempts = account[f"{run.prefix}_attempts"] + 1
        delay = backoff.next_delay(attempts, retry_after, random.random())
        moment = fields.Datetime.now() + timedelta(seconds=delay)
        account._trigger_delivery(moment)
        return {
            f"{run.prefix}_attempts": attempts,
            f"{run.prefix}_next_try": moment,
            f"{run.prefix}_due": True,
        }

    @api.model
    def _words(self, error):
        """An error in words a user understands, with Google's own at the end."""
        detail = error.detail or error.reason or str(error.status or "")
        if isinstance(error, Transient):
            if error.kind == "network" or error.kind == "timeout":
                return self.env._(
                    "Google could not be reached (%(detail)s). Odoo tries again by "
                    "itself.",
                    detail=detail,
                )
            if error.kind in ("rate", "quota", "concurrency", "daily_limit"):
                return self.env._(
                    "Google asks to slow down (%(detail)s). Odoo goes on by itself.",
                    detail=detail,
                )
            return self.env._(
                "Google had a problem (%(detail)s). Odoo tries again by itself.",
                detail=detail,
            )
        if isinstance(error, ReauthRequired):
            return self.env._("Google no longer accepts the access: connect again.")
        if isinstance(error, Forbidden) and error.kind == "scope":
            return self.env._(
                "This access was not granted. Connect again and leave the box for it "
                "ticked."
            )
        if isinstance(error, Forbidden) and error.kind == "api_disabled":
            return self.env._(
                "The Google API is not switched on in Google's console: ask an "
                "administrator."
            )
        if isinstance(error, Forbidden) and error.kind == "client":
            return self.env._(
                "Google refuses the OAuth client; the administrators were told."
            )
        if isinstance(error, Forbidden) and error.kind == "policy":
            return self.env._(
                "The administrator of your Google Workspace does not allow this "
                "(%(detail)s).",
                detail=detail,
            )
        if isinstance(error, Forbidden) and error.kind == "no_mailbox":
            return self.env._(
                "This Google account has no Gmail: your Google Workspace's "
                "administrator can switch it on, or switch off “Transfer mail” here."
            )
        if isinstance(error, Rejected) and error.reason == "invalidLabel":
            return self.env._(
                "A label is no longer in Gmail (%(detail)s): press “Sync folders”, "
                "then choose again.",
                detail=detail,
            )
        return self.env._("Google refused: %(detail)s", detail=detail)

    def _write_log(self, run, row):
        """What this run did and why, in Odoo's own log table, if the admin asked."""
        if not run.account.log_enabled:
            return
        head = ", ".join(f"{name} {number}" for name, number in run.counts.items())
        lines = [f"{run.kind}: {head}; {run.requests} requests", *run.lines]
        if run.message:
            lines.append(run.message)
        self.env["ir.logging"].sudo().create(
            {
                "name": "google_workspace",
                "type": "server",
                "dbname": self.env.cr.dbname,
                "level": "WARNING" if run.error_kind else "INFO",
                "message": "\n".join(lines)[:100000],
                "path": "gws.account",
                "func": str(run.account.id),
                "line": str(row.id),
            }
        )
