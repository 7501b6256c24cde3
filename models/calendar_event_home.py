# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class CalendarEvent(models.Model):
    """In which of the organiser's Google calendars an event is, and is to be."""

    _inherit = "calendar.event"

    # What the organiser chose, until Google has it. Only they may, hence no access.
    gws_wish_id = fields.Many2one(
        "gws.calendar",
        copy=False,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
    )
    gws_calendar_id = fields.Many2one(
        "gws.calendar",
        "Google calendar",
        compute="_compute_gws_calendar_id",
        inverse="_inverse_gws_calendar_id",
        help="In which of your Google calendars this event is.",
    )

    @api.depends("user_id", "gws_binding_ids.calendar_id")
    @api.depends_context("uid")
    def _compute_gws_calendar_id(self):
        """The organiser's business: nobody else sees how their calendars are called."""
        self.gws_calendar_id = False
        mine = self.filtered(lambda event: event.user_id == self.env.user)
        account = mine and self.env["gws.account"]._of_user(self.env.user)
        if not account:
            return
        for event in mine:
            home = event.sudo().gws_wish_id or event._gws_home()
            if not home and not event._origin:
                home = account._usual_calendar()
            event.gws_calendar_id = home.with_env(self.env)

    def _inverse_gws_calendar_id(self):
        for event in self:
            chosen = event.gws_calendar_id.sudo()
            home = event._gws_home()
            if chosen and chosen != home:
                event._gws_check_home(chosen)
            if chosen:
                event.sudo().gws_wish_id = chosen if chosen != home else False

    def _gws_home(self):
        """The calendar with the organiser's own copy; empty while in none."""
        event = self._origin.sudo()
        rows = self.env["gws.event.binding"].sudo()
        if event:
            rows = rows.search(
                [
                    ("role", "=", "owner"),
                    ("user_id", "=", event.user_id.id),
                    "|",
                    ("event_id", "=", event.id),
                    "&",
                    ("recurrence_id", "!=", False),
                    ("recurrence_id", "=", event.recurrence_id.id),
                ],
                limit=1,
            )
        return rows.calendar_id

    def _gws_wished(self, account):
        """The calendar of this account that the organiser wants, if it is open.

        Of a series any occurrence tells it.
        """
        events = self.sudo()
        wish = (events | events.recurrence_id.calendar_event_ids).gws_wish_id[:1]
        fits = wish.account_id == account and wish._is_open()
        return wish if fits else wish.browse()

    def _gws_check_home(self, calendar):
        """Refuse a calendar that is not the organiser's to choose."""
        self.ensure_one()
        if not self.env.su and self.user_id != self.env.user:
            raise UserError(
                self.env._(
                    "Only the organiser chooses the Google calendar of an event."
                )
            )
        if calendar.user_id != self.user_id or not calendar._is_open():
            raise UserError(
                self.env._(
                    "Events cannot be put into “%(name)s”: choose a calendar of yours "
                    "that is synced and that you may write to.",
                    name=calendar.name,
                )
            )
