# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""After a reset with "only new events": what existed on either side stays alone.

On Google's side the moment decides at which an event was made, on Odoo's side the last
record that existed: numbers do not depend on anybody's clock. What is bound has been
taken in since, and goes its way.
"""

from datetime import timedelta

from odoo import api, fields, models, tools

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
    def _events(self, account, events):
        """Those of these events that this account may carry; an occurrence is as old
        as its series."""
        last = account.calendar_new_after
        if not account.calendar_new_since or not last:
            return events

        def is_new(event):
            series = event.recurrence_id
            if not series:
                return event.id > last["calendar.event"]
            # Odoo makes a series anew when it is split, or out of an old event.
            first = series.base_event_id or event
            return (
                series.id > last["calendar.recurrence"]
                and first.id > last["calendar.event"]
            )

        return events.filtered(is_new)

    @api.model
    def _remotes(self, calendar, remotes):
        """Those of Google's events and series that this calendar may take in."""
        since = calendar.account_id.calendar_new_since
        if not since:
            return remotes
        line = since.isoformat(timespec="seconds")
        old = [r for r in remotes if not r.cancelled and r.created[:19] < line]
        rows = self.env["gws.event.binding"].search_fetch(
            [
                ("calendar_id", "=", calendar.id),
                ("google_id", "in", [remote.google_id for remote in old]),
            ],
            ["google_id"],
        )
        alone = {remote.google_id for remote in old} - set(rows.mapped("google_id"))
        return [remote for remote in remotes if remote.google_id not in alone]

    @api.model
    def _is_left_alone(self, event):
        """Whether the organiser's account leaves this event to Odoo: it is old."""
        if event.user_id.id not in self._users_with_a_line():
            return False
        account = self.env["gws.account"]._of_user(event.user_id)
        event = event.sudo()
        if event.gws_binding_ids or event.recurrence_id.gws_binding_ids:
            return False
        return not self._events(account, event)

    @api.model
    @tools.ormcache()
    def _users_with_a_line(self):
        """Users some of whose events are too old; asked at every save, hence cached."""
        accounts = self.env["gws.account"].sudo()
        drawn = accounts.search([("calendar_new_since", "!=", False)])
        return frozenset(drawn.user_id.ids)
