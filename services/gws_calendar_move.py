# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An event that changes its calendar stays one event, whoever moves it.

In Google a move keeps the id: the event is cancelled in one calendar and there in
another. The binding follows it, with all that waits on it. In Odoo the organiser
chooses another calendar; that is one call to Google, which mails nobody.
"""

from odoo import api, models

from ..gapi.calendar import Write
from ..gapi.errors import Conflict, Forbidden, Gone, Rejected, Transient
from ..mapping.model import Unreadable, normalize_email
from ..sync.merge import Base

BATCH = 50  # GOOGLE: as for every other write
WHOLE = ("single", "series")  # an occurrence goes where its series goes


class GwsCalendarMove(models.AbstractModel):
    _name = "gws.calendar.move"
    _description = "Google Calendar: from one calendar to another"

    # -- moved in Google ----------------------------------------------

    @api.model
    def _follow(self, calendar, remotes, bindings):
        """{google id: binding} of events that came here from a calendar of the account.

        The same id in two calendars is no proof: a guest's copy has it, too. But an
        event has one organiser, the calendar that it was made in or moved to.
        """
        account = calendar.account_id
        if len(account.calendar_ids) < 2:
            return {}
        came = [
            remote.google_id
            for remote in remotes
            if remote.google_id not in bindings and self._is_home(calendar, remote)
        ]
        rows = came and self.env["gws.event.binding"].search(
            [
                ("account_id", "=", account.id),
                ("calendar_id", "!=", calendar.id),
                ("google_id", "in", came),
                ("role", "=", "owner"),
            ]
        )
        return {row.google_id: self._rebind(row, calendar) for row in rows or ()}

    def _is_home(self, calendar, remote):
        """Whether that calendar organises the event."""
        home = normalize_email(calendar.google_id)
        return not remote.cancelled and remote.organizer_email == home

    def _rebind(self, row, calendar):
        """Have the binding follow its event, to be looked at there; the binding."""
        known = self.env["gws.event.binding"].search(
            [("calendar_id", "=", calendar.id), ("google_id", "=", row.google_id)]
        )
        if known:
            # A guest's copy was there before; it is the event itself from now on.
            row.unlink()
            known.write({"recheck": True, "gone": False})
            return known
        parts = self.env["gws.event.binding"].search([("master_id", "=", row.id)])
        for one in parts | row:
            one.write(self._values_there(one, calendar))
        return row

    def _values_there(self, row, calendar):
        values = {
            "calendar_id": calendar.id,
            "gone": False,
            "recheck": True,
            "seen": True,
        }
        base = Base.load(row.base)
        usual = row.calendar_id.default_reminders or []
        if base and not row.deleted and base.remote.get("reminders") is None:
            # "As usual" of one calendar is not "as usual" of another.
            if usual != (calendar.default_reminders or []):
                base.remote["reminders"] = usual
                values["base"] = base.dump()
        return values

    @api.model
    def _look_elsewhere(self, run, client):
        """Ask the other calendars for events that one of them says are gone.

        A calendar may have been listed before the event came to it: without this the
        event would be deleted in Odoo now and made anew by the next sync.
        """
        account = run.account
        calendars = account.calendar_ids._to_list()._going("pull").filtered("writable")
        if len(calendars) < 2:
            return
        rows = self.env["gws.event.binding"].search(
            [
                ("calendar_id", "in", calendars.ids),
                ("gone", "=", True),
                ("role", "=", "owner"),
                ("kind", "in", WHOLE),
            ]
        )
        asked = [(row, other) for row in rows for other in calendars - row.calendar_id]
        if not asked:
            return
        self.env["gws.runner"]._commit()
        results = client.batch(
            [Write("get", other.google_id, row.google_id) for row, other in asked]
        )
        for (_row, other), result in zip(asked, results, strict=True):
            if result.error is None:
                self._take_if_home(run, other, result.value)
            elif not isinstance(result.error, Gone):
                raise result.error
        self.env["gws.runner"]._commit()

    def _take_if_home(self, run, calendar, resource):
        organizer = (resource.get("organizer") or {}).get("email")
        home = normalize_email(calendar.google_id)
        if resource.get("status") == "cancelled" or normalize_email(organizer) != home:
            return
        run.note(f"{resource['id']}: moved to {calendar.name}")
        self.env["gws.calendar.pull"]._apply_items(run, calendar, [resource])

    # -- moved in Odoo ------------------------------------------------

    @api.model
    def _send(self, run, client):
        """Move what people want elsewhere; the rest of their edits is sent already.

        Raises what Google said when it concerns the whole account.
        """
        rows = self.env["gws.event.binding"].search(
            [
                ("calendar_id", "in", run.account.calendar_ids._going("push").ids),
                ("kind", "in", WHOLE),
                "|",
                ("event_id.gws_wish_id", "!=", False),
                ("recurrence_id.calendar_event_ids.gws_wish_id", "!=", False),
                ("state", "=", "synced"),
                ("role", "=", "owner"),
                ("gone", "=", False),
            ]
        )
        there = rows.filtered(lambda row: not self._is_wanted(row))
        self._fulfilled(run, there)
        waiting = (rows - there).filtered("etag")
        for start in range(0, len(waiting), BATCH):
            self._send_batch(run, client, waiting[start : start + BATCH])
            if run.stop_with:
                raise run.stop_with
            run.check_time()

    def _is_wanted(self, row):
        """Whether a person wants it in another calendar that is open to it."""
        wish = self._wish(row)
        return bool(wish) and wish != row.calendar_id

    def _wish(self, row):
        return self._events(row)._gws_wished(row.account_id)

    def _events(self, rows):
        return rows.event_id | rows.recurrence_id.calendar_event_ids

    def _send_batch(self, run, client, rows):
        self.env["gws.runner"]._commit()
        wishes = [self._wish(row) for row in rows]
        moves = [
            Write("move", row.calendar_id.google_id, row.google_id, to=wish.google_id)
            for row, wish in zip(rows, wishes, strict=True)
        ]
        results = client.batch(moves)
        unsure = []
        for row, wish, result in zip(rows, wishes, results, strict=True):
            if result.error is None:
                self._moved(run, row, wish, result.value)
            elif isinstance(result.error, (Gone, Conflict)):
                unsure.append((row, wish))
            else:
                self._failed(run, row, result.error)
        self.env["gws.runner"]._keep(run)
        if unsure:
            self._look(run, client, unsure)

    def _look(self, run, client, unsure):
        """After an answer that was lost the event is where it was wanted."""
        results = client.batch(
            [Write("get", wish.google_id, row.google_id) for row, wish in unsure]
        )
        for (row, wish), result in zip(unsure, results, strict=True):
            if isinstance(result.error, Gone):
                # Neither here nor there: the next listing says that it is gone.
                self._fulfilled(run, row)
            elif result.error is not None:
                self._failed(run, row, result.error)
            else:
                self._moved(run, row, wish, result.value)
        self.env["gws.runner"]._keep(run)

    def _moved(self, run, row, wish, resource):
        try:
            remote = self.env["gws.calendar.look"]._read(wish, resource)
        except Unreadable as error:
            self._refused(run, row, str(error))
            return
        if not self._is_home(wish, remote):
            self._refused(run, row, self._not_movable_words())
            return
        run.count("pushed")
        run.note(f"{row.google_id}: moved to {wish.name} in Google")
        events = self._events(row)
        row = self._rebind(row, wish)
        row.write(
            {
                "etag": remote.etag,
                "html_link": remote.html_link,
                "raw_attendees": list(remote.raw_attendees),
                "role": "owner",
                "error": False,
                "attempts": 0,
            }
        )
        self._forget_wish(run, events)

    def _failed(self, run, row, error):
        pusher = self.env["gws.calendar.push"]
        final = isinstance(error, (Rejected, Forbidden))
        if final and not pusher._is_account_error(error):
            self._refused(run, row, self.env["gws.runner"]._words(error))
            return
        row.state = "pending"
        pusher._postpone(run, row, error)
        if not (isinstance(error, Transient) and error.kind == "server"):
            run.stop_with = run.stop_with or error

    def _refused(self, run, row, reason):
        """The event stays where it is; the person reads why."""
        run.note(f"{row.google_id}: not moved, {reason}")
        run.count("quarantined")
        row.write({"state": "quarantined", "error": reason})
        self._forget_wish(run, self._events(row))

    def _fulfilled(self, run, rows):
        self._forget_wish(run, self._events(rows))

    def _forget_wish(self, run, events):
        local = self.env["gws.calendar.local"]
        wished = local._events(run.account, events.ids).filtered("gws_wish_id")
        wished.write({"gws_wish_id": False})

    def _not_movable_words(self):
        return self.env._(
            "Google does not move this event to the other calendar: it shows it there "
            "already, as a guest's."
        )
