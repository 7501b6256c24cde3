# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class GwsContactLabel(models.Model):
    """A label in one user's Google Contacts that Odoo made: its own, or a tag's.

    Known by Google's id: a person may call it something else.
    """

    _name = "gws.contact.label"
    _description = "Google Contacts label"
    _log_access = False
    _order = "id"

    account_id = fields.Many2one(
        "gws.account", required=True, index=True, ondelete="cascade"
    )
    category_id = fields.Many2one(
        "res.partner.category",
        "Tag",
        index="btree_not_null",
        ondelete="set null",
        help="Empty for the label of all contacts that come from Odoo.",
    )
    is_main = fields.Boolean("Of all contacts")
    name = fields.Char(required=True, help="As Odoo named it last.")
    resource_name = fields.Char("Google id", required=True)
    etag = fields.Char()
    made = fields.Boolean(help="Odoo made it; else it was there before.")

    _tag_unique = models.UniqueIndex(
        "(account_id, category_id) WHERE category_id IS NOT NULL",
        "This tag has a label already.",
    )
    _main_unique = models.UniqueIndex(
        "(account_id) WHERE is_main",
        "There is a label for all contacts already.",
    )
