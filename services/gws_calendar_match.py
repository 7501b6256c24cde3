# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which of Odoo's events an event of Google's is, when no binding says so.

Whoever is wrong here gives one person another's event: in doubt nothing matches.
"""

from contextlib import contextmanager
from zlib import crc32

from odoo import api, models

from ..mapping import google_event, identity
from .gws_calendar_step import MODEL

MEETING_SPACE = 0x67777303  # "gws", 3: the first half of the advisory locks' keys
# Meetings share a few locks: one for each would be too many for PostgreSQL.
MEETING_LOCKS = 16


class GwsCalendarMatch(models.AbstractModel):
    _name = "gws.calendar.match"
    _description = "Google Calendar: the same event on both sides"

    @api.model
    def _match(self, calendar, remotes):
        """{google id: (model, id)} for unbound events that Odoo knows all the same.

        First by iCalendar id in another calendar (a colleague's copy of the same
        meeting), then by our private mark (this database's own, after a lost binding).
        Never an event that this calendar already shows under another id.
        """
        alive = [r for r in remotes if not r.cancelled]
        uids = {r.ical_uid for r in alive if r.ical_uid}
        found = {}
        if uids:
            rows = self.env["gws.event.binding"].search_fetch(
                [
                    ("ical_uid", "in", sorted(uids)),
                    "|",
                    ("event_id", "!=", False),
                    ("recurrence_id", "!=", False),
                ],
                [
                    *("ical_uid", "kind", "event_id", "recurrence_id"),
                    *("original_start", "calendar_id"),
                ],
            )
            by_uid = {
                (row.ical_uid, row.original_start or ""): row.ref
                for row in rows
                if row.ref
            }
            for remote in alive:
                ref = by_uid.get((remote.ical_uid, remote.original_start))
                if ref is None and remote.original_start:
                    ref = self._untouched(by_uid.get((remote.ical_uid, "")), remote)
                if ref:
                    found[remote.google_id] = ref
            self._leave_to_others(calendar, alive, rows, found)
        found = {**self.env["gws.takeover.ids"]._known_there(alive), **found}
        database = self.env["gws.client"]._database_uuid()
        marked = {}
        for remote in alive:
            properties = remote.private_properties
            if properties.get(google_event.PROPERTY_DATABASE) != database:
                continue
            mark = identity.read_mark(properties.get(google_event.PROPERTY_RECORD))
            model = "calendar.recurrence" if remote.kind == "master" else MODEL
            if mark and mark[0] == model and not remote.original_start:
                marked[remote.google_id] = mark
        # A mark can be written by anybody: it opens no event of others.
        local = self.env["gws.calendar.local"]
        mine = local._organised(calendar.account_id, set(marked.values()))
        for google_id, ref in marked.items():
            if ref in mine:
                found.setdefault(google_id, ref)
        free = self._free(calendar, found)
        unique = {}
        for google_id, ref in found.items():
            if ref in free and ref not in unique.values():
                unique[google_id] = ref
        return unique

    def _leave_to_others(self, calendar, remotes, rows, found):
        """Who imports a colleague's meeting organises that copy, not the meeting.

        Unless it is the very calendar that the colleague syncs, too.
        """
        same = rows.filtered(
            lambda row: row.calendar_id.google_id == calendar.google_id
        )
        known = set(same.mapped("ical_uid"))
        claimed = {
            remote.google_id: found[remote.google_id]
            for remote in remotes
            if remote.organizer_self
            and remote.google_id in found
            and remote.ical_uid not in known
        }
        others = self.env["gws.calendar.local"]._organised(
            calendar.account_id, set(claimed.values()), by_others=True
        )
        for google_id, ref in claimed.items():
            if ref in others:
                del found[google_id]

    def _free(self, calendar, found):
        """Those of the matched records that live and are not bound here yet.

        What is no series at Google is matched with no series of Odoo's, or the other
        way round.
        """
        account = calendar.account_id
        ids = {MODEL: [], "calendar.recurrence": []}
        for model, number in found.values():
            ids[model].append(number)
        events = self.env["gws.calendar.local"]._events(account, ids[MODEL]).exists()
        series = self.env["gws.calendar.series"]._recurrences(
            account, ids["calendar.recurrence"]
        )
        series = series.exists().filtered("calendar_event_ids")
        bound = self.env["gws.event.binding"].search(
            [
                ("calendar_id", "=", calendar.id),
                "|",
                ("event_id", "in", events.ids),
                ("recurrence_id", "in", series.ids),
            ]
        )
        taken = {row.ref for row in bound}
        free = {(MODEL, event.id) for event in events if event.active}
        free |= {("calendar.recurrence", number) for number in series.ids}
        return free - taken

    def _untouched(self, ref, remote):
        """The event of a series' occurrence that a guest was invited to alone."""
        if not ref or ref[0] != "calendar.recurrence":
            return None
        series = self.env["calendar.recurrence"].sudo().browse(ref[1])
        for event in series.calendar_event_ids:
            if event._gws_key() == remote.original_start:
                return MODEL, event.id
        return None

    # -- one account at a time ----------------------------------------

    @api.model
    @contextmanager
    def _one_at_a_time(self, calendar, remotes):
        """Within, no other account brings one of these new meetings to Odoo.

        Two that find a meeting at the same moment would each make an event of it.
        Commits before, to see what the account before made of it, and after.
        """
        keys = self._lock_keys(calendar, remotes)
        if not keys:
            yield
            return
        cr, runner = self.env.cr, self.env["gws.runner"]
        runner._commit()  # nobody waits for us while we wait
        try:
            for key in keys:
                cr.execute("SELECT pg_advisory_lock(%s, %s)", (MEETING_SPACE, key))
            runner._commit()  # the transaction that waited saw what was before
            yield
            runner._commit()
        except BaseException:
            cr.rollback()
            raise
        finally:
            for key in keys:
                cr.execute("SELECT pg_advisory_unlock(%s, %s)", (MEETING_SPACE, key))

    def _lock_keys(self, calendar, remotes):
        """Keys, always in the same order, for what another calendar may show, too."""
        uids = {
            remote.ical_uid
            for remote in remotes
            if remote.ical_uid and not remote.cancelled
            if remote.raw_attendees or not calendar.is_primary
        }
        others = [
            ("id", "!=", calendar.account_id.id),
            ("state", "=", "connected"),
        ]
        if not uids or not self.env["gws.account"].search_count(others, limit=1):
            return []
        return sorted({crc32(uid.encode()) % MEETING_LOCKS for uid in uids})
