# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools.i18n import format_list

# Fields whose change Google must hear of. ``attendee_ids`` is written when
# ``partner_ids`` is; answers are noticed on the attendee.
SYNCED_FIELDS = frozenset(
    {
        "name",
        "description",
        "location",
        "allday",
        "start",
        "stop",
        "start_date",
        "stop_date",
        "duration",
        "privacy",
        "show_as",
        "alarm_ids",
        "partner_ids",
        "attendee_ids",
        "user_id",
        "active",
        "recurrency",
    }
)


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    gws_binding_ids = fields.One2many(
        "gws.event.binding", "event_id", string="In Google Calendar"
    )
    gws_other_guests = fields.Char(
        "Also invited in Google",
        compute="_compute_gws_other_guests",
        help="Guests of the Google event who are no contacts in Odoo.",
    )

    @api.depends_context("uid", "lang")
    def _compute_gws_other_guests(self):
        """Names and answers, for colleagues who may see the details of the event."""
        self.gws_other_guests = False
        if not self.env.user._is_internal():
            return
        shown = self.filtered(lambda event: not event._check_private_event_conditions())
        words = {
            "accepted": self.env._("accepted"),
            "declined": self.env._("declined"),
            "tentative": self.env._("maybe"),
            "needsAction": self.env._("no answer yet"),
        }
        others = self.env["gws.calendar.local"]._other_guests(shown._origin)
        for event in shown:
            guests = others.get(event._origin.id) or ()
            said = [f"{name} ({words.get(answer, answer)})" for name, answer in guests]
            event.gws_other_guests = format_list(self.env, said, style="unit")

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._gws_note_change()
        return events

    def write(self, vals):
        # The host's write() takes keys out of vals: look first.
        noted = bool(SYNCED_FIELDS & vals.keys())
        result = super().write(vals)
        if noted:
            self._gws_note_change()
        return result

    def unlink(self):
        bindings = self._gws_bindings() if self._gws_is_watched() else None
        result = super().unlink()
        if bindings:
            self.env["gws.outbox"]._note(binding_ids=bindings.ids)
        return result

    def action_unlink_event(self, attendee_id=None, recurrence=False):
        # Series are not Google's to announce: their guests hear from Odoo.
        if any(event.recurrency for event in self):
            self = self.with_context(gws_odoo_mails=True)
        return super().action_unlink_event(
            attendee_id=attendee_id, recurrence=recurrence
        )

    def _skip_send_mail_status_update(self):
        """Google mails the guests of the events it holds; twice would be spam."""
        return super()._skip_send_mail_status_update() or self._gws_google_mails()

    def _gws_google_mails(self):
        self.ensure_one()
        if self.recurrency:
            return False
        return self.user_id.id in self.env["gws.account"]._calendar_senders()

    def _gws_is_watched(self):
        """Whether anybody's calendar syncs at all, and this is not the sync itself."""
        return not self.env.context.get("gws_sync") and bool(
            self.env["gws.account"]._calendar_partners()
        )

    def _gws_bindings(self):
        return (
            self.env["gws.event.binding"].sudo().search([("event_id", "in", self.ids)])
        )

    def _gws_note_change(self):
        """Append to the outbox that these events changed; nothing else happens here."""
        if not self or not self._gws_is_watched():
            return
        watched = self.env["gws.account"]._calendar_partners()
        concerned, others = [], []
        for event in self.sudo():
            people = {*event.partner_ids.ids, event.user_id.partner_id.id}
            (others if watched.isdisjoint(people) else concerned).append(event.id)
        if others:
            # Somebody whose calendar syncs may have been taken off just now.
            bound = self.browse(others)._gws_bindings()
            concerned += bound.event_id.ids
        if concerned:
            self.env["gws.outbox"]._note(event_ids=concerned)
