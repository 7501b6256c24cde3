# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google → Odoo: list what changed, plan it, apply it, page by page.

Promises: the cursor is stored only after its last page is applied; what we wrote
ourselves is recognised by its etag and costs nothing; a listing that starts anew
reconciles with what is bound and never doubles or mass-deletes. Deletions are only
marked while listing and carried out at the end, so that the brake sees all of them.
"""

from datetime import datetime, time, timezone

from odoo import api, fields, models

from ..gapi.calendar import LISTING_VERSION, Write
from ..gapi.errors import CursorExpired, Gone, GoogleError
from ..mapping import google_event
from ..mapping.model import RemoteEvent, Unreadable


class GwsCalendarPull(models.AbstractModel):
    _name = "gws.calendar.pull"
    _description = "Google Calendar: from Google to Odoo"

    # -- listing ------------------------------------------------------

    @api.model
    def _pull(self, run, client, calendar, first_page=None):
        """Bring one calendar up to date, committing page by page.

        ``first_page``: the EventPage of the first request when it was fetched ahead,
        or the GoogleError that it met.
        Raises GoogleError for what concerns the whole calendar, OutOfTime between two
        pages.
        """
        self._prepare_cursor(calendar)
        if not calendar.sync_token:
            first_page = None  # it answers a question that is no longer asked
        try:
            if isinstance(first_page, GoogleError):
                raise first_page
            self._pull_pages(run, client, calendar, first_page)
        except CursorExpired:
            run.note(f"{calendar.name}: the cursor expired, everything is listed again")
            self.env.cr.rollback()
            calendar._forget_cursor()
            self._prepare_cursor(calendar)
            self._pull_pages(run, client, calendar, None)

    @api.model
    def _query(self, calendar):
        """The listing request as plain values: any thread can send it."""
        full = not calendar.sync_token
        start = calendar.account_id.calendar_sync_from
        return {
            "calendar_id": calendar.google_id,
            "sync_token": calendar.sync_token or None,
            "page_token": calendar.page_token or None,
            "time_min": _midnight(start) if full else None,
        }

    def _prepare_cursor(self, calendar):
        """Start a full listing when the cursor was made for another question."""
        start = calendar.account_id.calendar_sync_from
        stale = calendar.sync_token and (
            calendar.listing_version != LISTING_VERSION or calendar.listed_from != start
        )
        moved = not calendar.sync_token and calendar.listed_from != start
        if stale or moved:
            calendar._forget_cursor()
        if not calendar.sync_token and not calendar.full_since:
            calendar.write(
                {
                    "full_since": fields.Datetime.now(),
                    "listed_from": start,
                    "listing_version": LISTING_VERSION,
                }
            )
            calendar.binding_ids.write({"seen": False})
        self.env["gws.runner"]._commit()

    def _pull_pages(self, run, client, calendar, page):
        while True:
            if page is None:
                query = self._query(calendar)
                self.env["gws.runner"]._commit()
                page = client.list_events(**query)
            self._apply_page(run, calendar, page)
            if not page.next_page_token:
                break
            calendar.page_token = page.next_page_token
            self.env["gws.runner"]._keep(run)
            run.check_time()
            page = None
        if calendar.full_since:
            self._reconcile(run, client, calendar)
        calendar.write(
            {
                "sync_token": page.next_sync_token,
                "page_token": False,
                "full_since": False,
            }
        )
        self.env["gws.runner"]._keep(run)

    def _reconcile(self, run, client, calendar):
        """After a full listing: ask about what is bound and was not in it.

        A listing names neither what was deleted long ago nor what moved out of the
        window, so absence alone proves nothing. Each is asked for by its id.
        """
        unseen = self.env["gws.event.binding"].search(
            [
                ("calendar_id", "=", calendar.id),
                ("seen", "=", False),
                ("etag", "!=", False),
                ("state", "!=", "quarantined"),
                # Nobody lists these one by one: their series was listed.
                "|",
                ("master_id", "=", False),
                ("master_id.kind", "!=", "loose"),
            ]
        )
        if not unseen:
            return
        reads = [
            Write("get", calendar.google_id, google_id)
            for google_id in unseen.mapped("google_id")
        ]
        self.env["gws.runner"]._commit()
        results = client.batch(reads)
        items = []
        for binding, result in zip(unseen, results, strict=True):
            if self.env["gws.takeover.ids"]._is_stranger(binding, result.error):
                binding.unlink()
            elif isinstance(result.error, Gone):
                items.append({"id": binding.google_id, "status": "cancelled"})
            elif result.error is not None:
                raise result.error
            else:
                items.append(result.value)
        self._apply_items(run, calendar, items)

    # -- one page -----------------------------------------------------

    def _apply_page(self, run, calendar, page):
        values = {}
        if page.default_reminders is not None:
            reminders = google_event.sort_reminders(
                (r.get("method"), r.get("minutes")) for r in page.default_reminders
            )
            if reminders != (calendar.default_reminders or []):
                values["default_reminders"] = reminders
        if page.time_zone and page.time_zone != calendar.time_zone:
            values["time_zone"] = page.time_zone
        if values:
            calendar.write(values)
        self._apply_items(run, calendar, page.items)

    @api.model
    def _apply_items(self, run, calendar, items):
        """Plan and apply resources of one calendar; the caller commits."""
        series = self.env["gws.calendar.series.pull"]
        remotes = self._read_items(run, calendar, items)
        remotes, parts = series._sort(run, calendar, remotes)
        remotes = self.env["gws.calendar.new.only"]._remotes(calendar, remotes)
        absent = series._called_off(parts)
        self._apply_remotes(run, calendar, remotes, absent=absent)
        series._apply(run, calendar, parts)

    @api.model
    def _apply_remotes(self, run, calendar, remotes, known=(), absent=()):
        """Plan and apply events and masters.

        ``known``: {google id: ref} where their record is known beforehand;
        ``absent``: {master's google id: keys} of what was called off.
        """
        bindings = {b.google_id: b for b in self._bindings(calendar, remotes)}
        bindings.update(
            self.env["gws.calendar.move"]._follow(calendar, remotes, bindings)
        )
        if calendar.full_since:
            seen = self.env["gws.event.binding"].browse(b.id for b in bindings.values())
            seen.filtered(lambda b: not b.seen).write({"seen": True})
        self._mark_gone(remotes, bindings)
        # What we wrote comes back with the etag we were given: nothing to do.
        moved = [
            r
            for r in remotes
            if not r.cancelled and self._is_news(r, bindings.get(r.google_id))
        ]
        if not moved:
            return
        series = self.env["gws.calendar.series.pull"]
        moved = series._prepare(run, calendar, moved, bindings)
        planner = self.env["gws.calendar.plan"]
        match = self.env["gws.calendar.match"]
        unbound = [r for r in moved if r.google_id not in bindings]
        with match._one_at_a_time(calendar, unbound):
            matched = {**match._match(calendar, unbound), **dict(known)}
            steps = planner._plan_all(run.account, calendar, moved, bindings, matched)
            run.absent = dict(absent)
            self.env["gws.calendar.apply"]._apply_steps(run, calendar, steps)

    def _is_news(self, remote, binding):
        """Whether Google's side moved, or was left unheeded by other settings."""
        return not binding or binding.etag != remote.etag or binding.recheck

    def _mark_gone(self, remotes, bindings):
        """Note on the bindings what Google says is no more, or is there again.

        Of an event that Google never confirmed this tells an earlier life, whose id
        is about to be replaced.
        """
        rows = self.env["gws.event.binding"]
        marks = {True: rows, False: rows}
        for remote in remotes:
            binding = bindings.get(remote.google_id)
            if binding and binding.etag and binding.gone != remote.cancelled:
                marks[remote.cancelled] |= binding
        for gone, marked in marks.items():
            marked.gone = gone
            # A series takes its occurrences along, where they stand alone in Odoo.
            parts = marked.filtered(lambda row: row.kind == "loose")
            if parts:
                self.env["gws.event.binding"].search(
                    [("master_id", "in", parts.ids)]
                ).gone = gone

    @api.model
    def _take_gone(self, run):
        """Carry out what all the listings said is gone, unless that is too much.

        An event that another calendar of the account shows has only moved there.
        """
        account = run.account
        planner = self.env["gws.calendar.plan"]
        rows = self.env["gws.event.binding"].search(
            [
                ("account_id", "=", account.id),
                ("calendar_id.selected", "=", True),
                ("gone", "=", True),
            ]
        )
        if not rows:
            return
        moved = rows.filtered(
            lambda row: (row.event_id or row.recurrence_id).gws_binding_ids.filtered(
                lambda other: other.account_id == account and not other.gone
            )
        )
        moved.unlink()
        planned = {}
        for calendar, group in (rows - moved).grouped("calendar_id").items():
            bindings = {row.google_id: row for row in group}
            remotes = [RemoteEvent(google_id=key, cancelled=True) for key in bindings]
            planned[calendar] = planner._plan_all(
                account, calendar, remotes, bindings, {}
            )
            for step in planned[calendar]:
                if step.binding.kind == "instance":
                    step.part = (step.binding.master_id, step.binding.original_start)
        planner._check_brake(run, [step for some in planned.values() for step in some])
        for calendar, steps in planned.items():
            self.env["gws.calendar.apply"]._apply_steps(run, calendar, steps)
        rows.exists().gone = False
        self.env["gws.runner"]._commit()

    def _read_items(self, run, calendar, items):
        """Resources → RemoteEvents worth looking at; the unreadable are set aside.

        Empties ``items``: a page is large, and what is read is let go.
        """
        look = self.env["gws.calendar.look"]
        remotes = {}
        items.reverse()
        while items:
            item = items.pop()
            try:
                remote = look._read(calendar, item)
            except Unreadable as error:
                self.env["gws.calendar.apply"]._set_aside_unread(
                    run, calendar, item, str(error)
                )
                continue
            if not look._is_appointment(remote):
                continue
            remotes[remote.google_id] = remote
        return self.env["gws.calendar.guests"]._filed(list(remotes.values()))

    def _bindings(self, calendar, remotes):
        return self.env["gws.event.binding"].search_fetch(
            [
                ("calendar_id", "=", calendar.id),
                ("google_id", "in", [r.google_id for r in remotes]),
            ],
            [
                "google_id",
                "kind",
                "event_id",
                "recurrence_id",
                "etag",
                "base",
                "state",
                "deleted",
                "role",
                "note_count",
                "recheck",
                "gone",
            ],
        )


def _midnight(day):
    """The beginning of a date, in UTC."""
    return datetime.combine(day, time.min, timezone.utc)
