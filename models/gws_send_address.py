# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class GwsSendAddress(models.Model):
    """An address that Gmail lets an account send from, or will once it is confirmed.

    Read from Gmail (``settings.sendAs``) once a day and when one is missing.
    """

    _name = "gws.send.address"
    _description = "Address to send from"
    _order = "is_primary desc, email"
    _rec_name = "email"

    account_id = fields.Many2one(
        "gws.account", required=True, index=True, ondelete="cascade", readonly=True
    )
    email = fields.Char(required=True, readonly=True)
    name = fields.Char(readonly=True)
    is_primary = fields.Boolean("The account itself", readonly=True)
    verified = fields.Boolean(
        readonly=True,
        help="Gmail rewrites the sender of mail from an address that is not verified.",
    )
    checked_at = fields.Datetime("Looked up", readonly=True)

    _address_unique = models.UniqueIndex("(account_id, email)")
