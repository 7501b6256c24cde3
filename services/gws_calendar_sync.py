# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One sync of one account, by a press of the button or for the schedule.

The order is always: drain the outbox, list what Google changed, send what is pending.
An account is taken by one process at a time; the others skip it.
"""

import logging
import time
from datetime import timedelta

from odoo import api, fields, models

from ..gapi.errors import GoogleError
from .gws_runner import Run, commits

_logger = logging.getLogger(__name__)

PRESS_SECONDS = 10  # how long a person's press may take before it goes on elsewhere
LIST_EVERY = timedelta(days=1)  # how often the list of calendars is read again


class GwsCalendarSync(models.AbstractModel):
    _name = "gws.calendar.sync"
    _description = "Google Calendar: one sync"

    # -- a person's press ---------------------------------------------

    @api.model
    @commits
    def _press(self, account, seconds=PRESS_SECONDS):
        """Sync now for up to ``seconds``; the answer of the calendar route.

        The person pressing has no rights on what a sync writes; they were checked by
        the caller, who hands the account over.
        """
        self = self.sudo()
        account = account.sudo()
        status = self.env["gws.calendar.status"]
        refusal = status._refusal(account)
        if refusal:
            return refusal
        # Nothing is written before the lock is ours: a run under way would fail.
        run = Run(account, "calendar", time.monotonic() + seconds, person=True)
        if not self._run(run):
            return status._running(account)
        if not run.finished:
            return status._running(account, run)
        if run.error_kind:
            return status._failed(account, run)
        return status._done(account, run)

    @api.model
    def _list_calendars_now(self, account):
        """Read the list of calendars, so that a person can choose; nothing is synced.

        What goes wrong is on the account afterwards; nothing is raised.
        """
        self, account = self.sudo(), account.sudo()
        run = Run(account, "calendar", lists_only=True)
        with self.env["gws.runner"]._locked(account) as locked:
            if not locked:
                return

            def work():
                client = self.env["gws.client"]._calendar(account)
                self._list_calendars(account, client, force=True)

            self.env["gws.runner"]._perform(run, work)

    # -- one run ------------------------------------------------------

    @api.model
    def _run(self, run, first_pages=None, pull=True):
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
            runner._perform(run, lambda: self._work(run, first_pages or {}, pull))
        self._wake_for_postponed(account)
        self._tell_screens(run)
        return True

    def _work(self, run, first_pages, pull):
        account = run.account
        client = first_pages.get("client") or self.env["gws.client"]._calendar(account)
        run.client = client
        outbox = self.env["gws.calendar.outbox"]
        outbox._drain()
        if pull:
            account.calendar_due = True
            once_a_day = self._list_calendars(account, client)
            self._pull_all(run, client, first_pages)
            self.env["gws.calendar.loose"]._renew(run)
            if once_a_day:
                self.env["gws.calendar.series.pull"]._renew(run)
            outbox._scan(run)
            self.env["gws.calendar.watch"]._ensure(run, client)
        pusher = self.env["gws.calendar.push"]
        pusher._look_again(run, client)
        pusher._push(run, client)
        self.env["gws.calendar.move"]._send(run, client)
        account.write(
            {
                "calendar_due": False,
                "calendar_progress": 0,
                "calendar_brake": 0,
                "calendar_brake_released": False,
                "calendar_mails_held": run.mails_held,
                "calendar_mails_released": False,
            }
        )

    def _pull_all(self, run, client, first_pages):
        """Pull every chosen calendar; one that fails alone does not stop the others."""
        account = run.account
        puller = self.env["gws.calendar.pull"]
        for calendar in account.calendar_ids._to_list():
            run.check_time()
            try:
                puller._pull(run, client, calendar, first_pages.get(calendar.id))
            except GoogleError as error:
                if not self._is_calendars_own(error):
                    raise
                self.env.cr.rollback()
                self._drop_lost_calendar(run, calendar, error)
        self.env["gws.calendar.move"]._look_elsewhere(run, client)
        puller._take_gone(run)

    def _is_calendars_own(self, error):
        """404 on a listing: this calendar was taken away; the others are well."""
        return error.status == 404

    def _drop_lost_calendar(self, run, calendar, error):
        run.note(f"{calendar.name}: no longer there, {error}")
        run.message = self.env._(
            "The calendar “%(name)s” is no longer there, or no longer shared with "
            "you. It is not synced any more; its events stay in Odoo.",
            name=calendar.name,
        )
        calendar.write({"selected": False, "is_default": False})
        calendar._forget_cursor()
        self.env["gws.runner"]._commit()

    def _tell_screens(self, run):
        """The owner's open calendars reload when something changed underneath."""
        if run.changed and not run.person:
            run.account.user_id._bus_send(
                "gws_calendar_changed", {"changed": run.changed}
            )
            self.env["gws.runner"]._commit()

    # -- the list of calendars ----------------------------------------

    def _list_calendars(self, account, client, force=False):
        """Read which calendars there are, once a day; the main one is chosen first.

        Tells whether it was time to.
        """
        now = fields.Datetime.now()
        listed = account.calendars_listed
        if not force and listed and listed > now - LIST_EVERY:
            return False
        self.env["gws.runner"]._commit()
        entries = client.calendars()
        known = {c.google_id: c for c in account.calendar_ids}
        first_time = not known
        new = []
        for entry in entries:
            values = self._calendar_values(entry)
            calendar = known.pop(entry["id"], None)
            if calendar:
                moved = {k: v for k, v in values.items() if calendar[k] != v}
                if moved:
                    calendar.write(moved)
                continue
            if first_time and values["is_primary"]:
                values.update({"selected": True, "is_default": True})
            new.append({**values, "account_id": account.id, "google_id": entry["id"]})
        self.env["gws.calendar"].create(new)
        for calendar in known.values():
            calendar.write({"selected": False, "is_default": False})
        account.calendars_listed = now
        self.env["gws.runner"]._commit()
        return True

    def _calendar_values(self, entry):
        return {
            "name": entry.get("summaryOverride") or entry.get("summary") or entry["id"],
            "is_primary": bool(entry.get("primary")),
            "access_role": entry.get("accessRole") or "reader",
            "time_zone": entry.get("timeZone") or False,
            "background_color": entry.get("backgroundColor") or False,
        }

    def _wake_for_postponed(self, account):
        """Come back when the account's earliest postponed event may be tried again."""
        earliest = self.env["gws.event.binding"].search(
            [
                ("calendar_id", "in", account.calendar_ids._going("push").ids),
                ("state", "=", "pending"),
                ("next_try", "!=", False),
            ],
            order="next_try",
            limit=1,
        )
        if earliest:
            account._trigger_delivery(earliest.next_try)
            self.env["gws.runner"]._commit()
