# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The Gmail labels of an account, as far as Google told them.

A label is only a name to choose from here; reading the labels from Gmail and moving
mail between them happens elsewhere.
"""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GwsLabel(models.Model):
    _name = "gws.label"
    _description = "Gmail label"
    _order = "name, id"

    account_id = fields.Many2one(
        "gws.account", required=True, index=True, ondelete="cascade"
    )
    google_id = fields.Char("Google ID", required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    parent_id = fields.Many2one("gws.label", ondelete="set null", readonly=True)

    _google_id_unique = models.Constraint(
        "UNIQUE (account_id, google_id)",
        "This Gmail label is already known for this account.",
    )

    @api.constrains("parent_id", "account_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A label cannot be its own parent."))
        for label in self:
            if label.parent_id and label.parent_id.account_id != label.account_id:
                raise ValidationError(
                    self.env._("A label and its parent belong to the same account.")
                )
