# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import api, fields, models


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
    base_text = fields.Char("Was", compute="_compute_texts")
    odoo_text = fields.Char("In Odoo", compute="_compute_texts")
    google_text = fields.Char("In Google", compute="_compute_texts")

    @api.depends("base_value", "odoo_value", "google_value")
    def _compute_texts(self):
        for conflict in self:
            conflict.base_text = _text(conflict.base_value)
            conflict.odoo_text = _text(conflict.odoo_value)
            conflict.google_text = _text(conflict.google_value)

    def action_take_odoo(self):
        """Odoo's value of then is written to both sides."""
        return self._take("odoo")

    def action_take_google(self):
        """Google's value of then is written to both sides."""
        return self._take("google")

    def _take(self, winner):
        self.check_access("read")
        for conflict in self.sudo():
            self.env["gws.calendar.conflict"]._take(conflict, winner)
            conflict.winner = winner
        return True


def _text(value):
    """A kept value as a person reads it."""
    if value in (None, False, ""):
        return ""
    if isinstance(value, dict) and "all_day" in value:
        return f"{value['start']} – {value['end']}"
    if isinstance(value, dict) and "title" in value:
        return value["title"]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
