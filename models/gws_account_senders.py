# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who tells the guests: Google about what it is sent, Odoo about all the rest."""

from odoo import api, models, tools


class GwsAccount(models.Model):
    _inherit = "gws.account"

    @api.model
    def _calendar_senders(self):
        """Users whose new meetings Google announces to the guests; nobody while off."""
        if not self.env["gws.client"]._is_enabled():
            return frozenset()
        return self._who_sends()[0]

    @api.model
    def _resting_calendars(self):
        """Ids of the calendars into which nothing is sent for now."""
        if not self.env["gws.client"]._is_enabled():
            return frozenset(self.env["gws.calendar"].sudo().search([]).ids)
        return self._who_sends()[1]

    @api.model
    @tools.ormcache()
    def _who_sends(self):
        """(users whose new events go to Google, ids of the calendars that rest, users
        some of whose events are announced by Google and others by Odoo)."""
        calendars = self.env["gws.calendar"].sudo().search([])
        live = self.sudo().search(self._calendar_domain()).calendar_ids._going("push")
        senders = live.filtered("is_default").user_id
        resting = calendars - live
        mixed = (resting.user_id & live.user_id) | (live.user_id - senders)
        return frozenset(senders.ids), frozenset(resting.ids), frozenset(mixed.ids)

    @api.model
    def _announced(self, events):
        """Those of the events whose guests hear from Google and not from Odoo.

        The calendar that holds the organiser's own copy decides; of an event that is
        in none yet, whether the one for new events is sent to.
        """
        events = events.sudo()
        if not self.env["gws.client"]._is_enabled():
            return events.browse()
        senders, resting, mixed = self._who_sends()
        unsure = events.filtered(lambda event: event.user_id.id in mixed)
        homes = self._calendars_of_organisers(unsure)

        def is_announced(event):
            home = homes.get(event)
            return home not in resting if home else event.user_id.id in senders

        return events.filtered(is_announced)

    def _calendars_of_organisers(self, events):
        """{event: id of the calendar with its organiser's own copy}."""
        if not events:
            return {}
        rows = (
            self.env["gws.event.binding"]
            .sudo()
            .search(
                [
                    ("role", "=", "owner"),
                    "|",
                    ("event_id", "in", events.ids),
                    ("recurrence_id", "in", events.recurrence_id.ids),
                ]
            )
        )
        found = {}
        for event in events:
            own = rows.filtered(
                lambda row, event=event: (
                    row.user_id == event.user_id
                    and (row.event_id or row.recurrence_id)
                    in (event, event.recurrence_id)
                )
            )
            if own:
                found[event] = own[0].calendar_id.id
        return found
