# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

STATES = [
    ("synced", "In step"),
    ("pending", "Waiting to be sent"),
    ("quarantined", "Set aside"),
]


# What one row stands for. Occurrences of a series that nobody changed have none.
KINDS = [
    ("single", "Event"),
    ("series", "Series"),
    ("instance", "Changed occurrence"),
    ("loose", "Series, occurrence by occurrence"),
]


class GwsEventBinding(models.Model):
    """One Odoo event in one Google calendar, and what both last agreed on.

    The row stands beside the event: two people in one meeting have two rows. A row
    whose event a person deleted stays until Google knows it, too.

    A series is one row, with the recurrence; an occurrence gets its own once it says
    something else. A series whose rule Odoo cannot express is a ``loose`` row, and
    each of its occurrences an event with a row.

    Nobody writes these rows but the sync: a binding pointed at somebody else's event
    would carry that event away. People read their own and press the buttons.
    """

    _name = "gws.event.binding"
    _description = "Google Calendar Event"
    _rec_name = "google_id"
    _order = "id desc"
    # Nobody but the sync writes here, by the thousand: who and when is in gws.run.
    _log_access = False

    calendar_id = fields.Many2one(
        "gws.calendar", required=True, index=True, ondelete="cascade"
    )
    account_id = fields.Many2one(
        related="calendar_id.account_id", store=True, index=True
    )
    user_id = fields.Many2one(related="calendar_id.user_id", store=True, index=True)
    event_id = fields.Many2one("calendar.event", index="btree_not_null")
    recurrence_id = fields.Many2one("calendar.recurrence", index="btree_not_null")
    kind = fields.Selection(KINDS, default="single", required=True, readonly=True)
    master_id = fields.Many2one(
        "gws.event.binding",
        "Series",
        index="btree_not_null",
        ondelete="cascade",
        readonly=True,
    )
    original_start = fields.Char(
        readonly=True, help="Which occurrence of the series: its key."
    )
    # What Odoo shows of a series: keys of the first and the last occurrence, keys that
    # both sides agree to be missing. The last is empty once Odoo made it anew.
    series_first = fields.Char(readonly=True)
    series_last = fields.Char(readonly=True)
    series_absent = fields.Json(readonly=True)
    google_id = fields.Char("Google id", required=True, readonly=True)
    ical_uid = fields.Char("iCalendar id", index="btree_not_null", readonly=True)
    html_link = fields.Char("In Google Calendar", readonly=True)
    role = fields.Selection(
        [("owner", "Organiser"), ("guest", "Guest"), ("reader", "Reader")],
        default="owner",
        required=True,
        readonly=True,
    )
    event_type = fields.Char(
        readonly=True, help="Google's kind of event; empty or default: an appointment."
    )
    etag = fields.Char(readonly=True)
    base = fields.Json(
        readonly=True, help="What Odoo and Google last agreed on, as each spells it."
    )
    zone = fields.Char("Time zone", readonly=True)
    raw_attendees = fields.Json(
        readonly=True, help="Google's guest list, kept whole so that it survives."
    )
    there = fields.Json(
        readonly=True,
        help="Google's text and link where they are not what was agreed, and whether "
        "the link is Google's own conference: a patch of one must keep the other.",
    )
    guests_cut = fields.Boolean(
        readonly=True, help="Google listed only part of the guests: never send them."
    )
    state = fields.Selection(STATES, default="synced", required=True)
    error = fields.Char(readonly=True, help="Why this event was set aside.")
    note = fields.Char(
        "Not in Google", compute="_compute_note", help="What Google cannot hold."
    )
    title = fields.Char(
        compute="_compute_title", help="What the event is called on either side."
    )
    seen = fields.Boolean(readonly=True, help="Named by the full listing under way.")
    recheck = fields.Boolean(
        readonly=True, help="Look at it again, though Google's side has not moved."
    )
    # A reset of the account, see services/gws_calendar_reset.py.
    reset = fields.Selection(
        [("google", "In Google"), ("odoo", "In Odoo"), ("both", "On both sides")],
        readonly=True,
        help="Where the reset under way still deletes it.",
    )
    reset_tell = fields.Boolean(
        readonly=True, help="The reset has Google tell the guests."
    )
    # Delivery: who asked, how often it was tried, when it is tried again.
    deleted = fields.Boolean(readonly=True, help="Deleted in Odoo, not yet in Google.")
    gone = fields.Boolean(readonly=True, help="Deleted in Google, not yet in Odoo.")
    cause = fields.Char(readonly=True, help="What made this change: a person, …")
    link = fields.Json(
        readonly=True, help="The record that the event belonged to when it was deleted."
    )
    note_count = fields.Integer(
        readonly=True, help="Counts up with each change noted, so that none is lost."
    )
    generation = fields.Integer(readonly=True)
    attempts = fields.Integer(readonly=True)
    next_try = fields.Datetime(readonly=True)

    _google_unique = models.Constraint(
        "UNIQUE (calendar_id, google_id)",
        "This Google event is already bound.",
    )
    _reset = models.Index("(account_id) WHERE reset IS NOT NULL")
    _pending = models.Index("(account_id, next_try) WHERE state = 'pending'")

    @api.model_create_multi
    def create(self, vals_list):
        # Said here, the two need not be computed and written once more for each row:
        # a first pull makes thousands.
        calendars = self.env["gws.calendar"].browse(
            vals["calendar_id"] for vals in vals_list
        )
        for vals, calendar in zip(vals_list, calendars, strict=True):
            vals["account_id"] = calendar.account_id.id
            vals["user_id"] = calendar.user_id.id
        return super().create(vals_list)

    @api.depends("event_id.alarm_ids", "recurrence_id.base_event_id.alarm_ids", "role")
    @api.depends_context("lang")
    def _compute_note(self):
        notes = self.env["gws.calendar.reminders"]._notes(self)
        for binding in self:
            binding.note = notes[binding.id]

    @property
    def ref(self):
        """(model, id) of the record this row stands for; None when that is gone."""
        self.ensure_one()
        if self.kind == "series":
            number = self.recurrence_id.id
            return number and ("calendar.recurrence", number)
        return self.event_id.id and ("calendar.event", self.event_id.id)

    def unlink(self):
        """A question about an event that is no more needs no answer."""
        for row in self.env["gws.calendar.plan"]._open_conflicts(self):
            if row.field != "deleted":
                row.winner = "odoo" if row.binding_id.deleted else "google"
        return super().unlink()

    @api.depends("event_id.name", "recurrence_id.base_event_id.name", "base")
    def _compute_title(self):
        for binding in self:
            kept = (binding.base or {}).get("google") or {}
            record = binding.event_id or binding.recurrence_id.sudo().base_event_id
            binding.title = record.sudo().name or kept.get("title") or ""

    def action_retry(self):
        """Try what was set aside once more, now."""
        self.check_access("read")
        rows = self.sudo().filtered(lambda row: row.state == "quarantined")
        self.env["gws.calendar.push"]._queue_again(rows)
        rows.account_id._wake_calendar()
        return True

    def action_ignore(self):
        """Leave both sides as they are until one of them is edited again."""
        self.check_access("read")
        self.sudo().filtered(lambda row: row.state == "quarantined").write(
            {"state": "synced", "error": False, "attempts": 0, "next_try": False}
        )
        return True

    def action_open_google(self):
        """Open the event in Google Calendar."""
        self.ensure_one()
        if not self.html_link:
            return False
        return {"type": "ir.actions.act_url", "url": self.html_link, "target": "new"}
