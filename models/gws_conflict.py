# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class GwsConflict(models.Model):
    """The same thing changed on both sides: both values are kept here."""

    _name = "gws.conflict"
    _description = "Google Workspace Conflict"
    _order = "id desc"
    _rec_name = "field"

    account_id = fields.Many2one(
        "gws.account", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="account_id.user_id", store=True, index=True)
    binding_id = fields.Many2one(
        "gws.event.binding", index="btree_not_null", ondelete="set null"
    )
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    title = fields.Char(readonly=True)
    field = fields.Char(readonly=True)
    odoo_value = fields.Json("Odoo's value", readonly=True)
    google_value = fields.Json("Google's value", readonly=True)
    base_value = fields.Json("Before", readonly=True)
    winner = fields.Selection(
        [("odoo", "Odoo"), ("google", "Google")],
        readonly=True,
        help="Empty while a person is asked.",
    )
    link = fields.Json(readonly=True, help="The record that the event belongs to.")
    field_text = fields.Char("What", compute="_compute_texts")
    base_text = fields.Char("Was", compute="_compute_texts")
    odoo_text = fields.Char("In Odoo", compute="_compute_texts")
    google_text = fields.Char("In Google", compute="_compute_texts")

    @api.depends("res_model", "field", "base_value", "odoo_value", "google_value")
    @api.depends_context("uid", "lang", "tz")
    def _compute_texts(self):
        for row in self:
            words = self.env[f"gws.{row._about()}.words"]
            row.field_text = words._field(row.field)
            row.base_text = words._value(row.field, row.base_value)
            row.odoo_text = words._value(row.field, row.odoo_value)
            row.google_text = words._value(row.field, row.google_value)

    def _refresh(self, mine, theirs):
        """An open question is about what both sides say now."""
        for row in self:
            if (row.odoo_value, row.google_value) != (mine, theirs):
                row.write({"odoo_value": mine, "google_value": theirs})

    def action_take_odoo(self):
        """Odoo's value of then is written to both sides."""
        return self._take("odoo")

    def action_take_google(self):
        """Google's value of then is written to both sides."""
        return self._take("google")

    def _take(self, winner):
        self.check_access("read")
        for conflict in self.sudo():
            self.env[f"gws.{conflict._about()}.conflict"]._take(conflict, winner)
            conflict.winner = winner
        return True

    def _about(self):
        """What it is about: ``contact`` or ``calendar``, as our rooms are called."""
        return "contact" if self.res_model == "res.partner" else "calendar"

    def action_open_contact(self):
        """The contact that both values are about, while there is one."""
        self.ensure_one()
        self.check_access("read")
        partner = self.env["res.partner"].browse(self.res_id).exists()
        if not partner:
            raise UserError(self.env._("This contact no longer exists in Odoo."))
        return partner.get_formview_action()

    def action_open_event(self):
        """The event that both values are about, while there is one."""
        self.ensure_one()
        self.check_access("read")
        record = self.env[self.res_model].browse(self.res_id).exists()
        is_series = record._name == "calendar.recurrence"
        event = record.sudo().base_event_id if is_series else record
        if not event:
            raise UserError(self.env._("This event no longer exists in Odoo."))
        return event.with_env(self.env).get_formview_action()
