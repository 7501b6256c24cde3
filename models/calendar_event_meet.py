# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class CalendarEvent(models.Model):
    """The wish for a Google Meet: stored here, sent by the sync, met by Google."""

    _inherit = "calendar.event"

    gws_meet_wanted = fields.Boolean(
        "Google Meet wanted",
        readonly=True,
        copy=False,
        help="Asked for; its link has not come yet.",
    )
    gws_meet_number = fields.Integer(
        readonly=True,
        copy=False,
        help="Counts the wishes: each is one conference, however often it is sent.",
    )
    gws_can_meet = fields.Boolean(compute="_compute_gws_can_meet")

    @api.depends("user_id", "recurrency", "videocall_location", "gws_meet_wanted")
    def _compute_gws_can_meet(self):
        """Where the organiser's calendar syncs, and Google has no other conference."""
        senders = self.env["gws.account"]._calendar_senders()
        busy = self._origin._gws_bindings().filtered(
            lambda row: (row.there or {}).get("conference") == "other"
        )
        for event in self:
            event.gws_can_meet = (
                event.user_id.id in senders
                and not event.recurrency
                and not event.videocall_location
                and not event.gws_meet_wanted
                and event._origin not in busy.event_id
            )

    def write(self, vals):
        if (
            "videocall_location" in vals
            and "gws_meet_wanted" not in vals
            and any(event.gws_meet_wanted for event in self)
        ):
            # Another link was chosen meanwhile.
            vals = {**vals, "gws_meet_wanted": False}
        return super().write(vals)

    def action_gws_add_meet(self):
        """Have Google make a Meet for these events; mostly its link is there then."""
        wished = self.filtered("gws_can_meet")
        wished._gws_wish_meet()
        self.env["gws.calendar.meet"]._deliver(wished)
        return True

    def _gws_wish_meet(self):
        for event in self:
            event.write(
                {"gws_meet_wanted": True, "gws_meet_number": event.gws_meet_number + 1}
            )
