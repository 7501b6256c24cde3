# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

# Fields whose change Google must hear of. ``attendee_ids`` is written when
# ``partner_ids`` is; answers are noticed on the attendee.
SYNCED_FIELDS = frozenset(
    {
        "name",
        "description",
        "location",
        "videocall_location",
        "gws_meet_wanted",
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
        "gws_wish_id",
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
    gws_note = fields.Char(
        "Not in Google",
        compute="_compute_gws_note",
        help="What Google cannot hold of this event.",
    )

    @api.depends("alarm_ids", "gws_binding_ids")
    @api.depends_context("uid", "lang")
    def _compute_gws_note(self):
        """Of the user's own calendar; without one, of any that shows the event."""
        self.gws_note = False
        if not self.env.user._is_internal():
            return
        for event in self:
            if event._check_private_event_conditions():
                continue
            known = event._origin.sudo()
            bindings = known.gws_binding_ids or known.recurrence_id.gws_binding_ids
            bindings = bindings.sorted(lambda b: b.user_id != self.env.user)
            event.gws_note = next((b.note for b in bindings if b.note), False)

    @api.depends_context("uid", "lang")
    def _compute_gws_other_guests(self):
        """Names and answers, for colleagues who may see the details of the event."""
        self.gws_other_guests = False
        if not self.env.user._is_internal():
            return
        shown = self.filtered(lambda event: not event._check_private_event_conditions())
        words = self.env["gws.calendar.words"]._answers()
        others = self.env["gws.calendar.local"]._other_guests(shown._origin)
        for event in shown:
            guests = others.get(event._origin.id) or ()
            said = [f"{name} ({words.get(answer, answer)})" for name, answer in guests]
            event.gws_other_guests = self.env["gws.words"]._list(said)

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._gws_note_change()
        return events

    def write(self, vals):
        # The host's write() takes keys out of vals: look first.
        noted = bool(SYNCED_FIELDS & vals.keys())
        if "recurrence_id" in vals:
            vals = {"gws_original_start": False, **vals}
        keys = self._gws_keys(vals)
        series = self.recurrence_id if noted else None
        result = super().write(vals)
        for event, (recurrence, start, key) in keys.items():
            if event.recurrence_id == recurrence and event.start != start:
                event.gws_original_start = key
        if noted:
            # Those who left their series leave a gap in it.
            (series - self.recurrence_id).exists()._gws_note_change()
            self._gws_note_change()
        return result

    def unlink(self):
        watched = self._gws_is_watched()
        bindings = self._gws_bindings() if watched else None
        series = self.sudo().recurrence_id if watched else None
        result = super().unlink()
        if bindings:
            self.env["gws.outbox"]._note(binding_ids=bindings.ids)
        if series:
            series.exists()._gws_note_change()
        return result

    def _skip_send_mail_status_update(self):
        """Google mails the guests of the events it holds; twice would be spam."""
        if self.env.context.get("no_mail_to_attendees"):
            return True  # nobody is mailed: a thousand events need not be asked
        return super()._skip_send_mail_status_update() or self._gws_google_mails()

    def _gws_google_mails(self):
        self.ensure_one()
        if not self.env["gws.account"]._announced(self):
            return False
        return not self.env["gws.calendar.new.only"]._is_left_alone(self)

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
            left = self.browse(others)
            concerned += left._gws_bindings().event_id.ids
            series = left.sudo().recurrence_id.filtered("gws_binding_ids")
            concerned += (series.calendar_event_ids & left).ids
        if not concerned:
            return
        # A thousand occurrences are one series that changed.
        events = self.browse(concerned).sudo()
        series = events.recurrence_id
        singles = events.filtered(lambda event: not event.recurrence_id)
        self.env["gws.outbox"]._note(event_ids=singles.ids, recurrence_ids=series.ids)
