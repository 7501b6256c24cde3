# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""After a reset with "only new events": what existed on either side stays alone.

On Google's side the moment decides at which an event was made, on Odoo's side the last
record that existed: numbers do not depend on anybody's clock. What is bound has been
taken in since, and goes its way.
"""

from datetime import timedelta

from odoo import api, fields, models

from ..mapping import identity

WATCHED = ("calendar.event", "calendar.recurrence")


class GwsCalendarNewOnly(models.AbstractModel):
    _name = "gws.calendar.new.only"
    _description = "Google Calendar: only new events"

    @api.model
    def _since_now(self, next_sync):
        """The account's values for "new" and for "all"."""
        if next_sync != "new":
            return {"calendar_new_since": False, "calendar_new_after": False}
        # GOOGLE: "created" knows whole seconds, so the line is drawn at one.
        moment = fields.Datetime.now() + timedelta(seconds=1)
        last = {}
        for name in WATCHED:
            model = self.env[name].sudo().with_context(active_test=False)
            last[name] = model.search([], order="id desc", limit=1).id or 0
        return {"calendar_new_since": moment, "calendar_new_after": last}

    @api.model
    def _events(self, account, records):
        """Those of these events or recurrences that this account may carry."""
        last = account.calendar_new_after
        if not account.calendar_new_since or not last:
            return records

        def is_new(record):
            first = record.id
            if record._name == "calendar.recurrence":
                # Odoo makes a series anew when it is split, or out of an old event.
                base = record.base_event_id
                if base and base.id <= last["calendar.event"]:
                    return False
            return first > last[record._name]

        return records.filtered(is_new)

    @api.model
    def _remotes(self, calendar, remotes, bindings):
        """Those of Google's events that this calendar may take in.

        ``bindings``: {google id: binding} of what is bound. An occurrence follows its
        series.
        """
        since = calendar.account_id.calendar_new_since
        if not since:
            return remotes
        line = since.isoformat(timespec="seconds")
        series = self._bound_series(calendar, remotes)
        series |= {
            remote.google_id
            for remote in remotes
            if remote.kind == "master" and remote.created[:19] >= line
        }
        kept = []
        for remote in remotes:
            master = identity.series_id(remote.google_id)
            if remote.google_id in bindings or (
                master in series
                if remote.kind == "instance"
                else remote.created[:19] >= line
            ):
                kept.append(remote)
        return kept

    def _bound_series(self, calendar, remotes):
        """Ids of the series of these occurrences that are bound."""
        wanted = {
            identity.series_id(remote.google_id)
            for remote in remotes
            if remote.kind == "instance"
        }
        if not wanted:
            return set()
        rows = self.env["gws.event.binding"].search_fetch(
            [("calendar_id", "=", calendar.id), ("recurrence_id", "!=", False)],
            ["google_id"],
        )
        return wanted & set(rows.mapped("google_id"))

    @api.model
    def _is_left_alone(self, event):
        """Whether the organiser's account leaves this event to Odoo: it is old."""
        account = self.env["gws.account"]._of_user(event.user_id)
        if not account.calendar_new_since or event.sudo().gws_binding_ids:
            return False
        return not self._events(account, event)
