# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class GwsChannel(models.Model):
    """Google's promise to tell us when one calendar changes, until it expires.

    Google signs nothing: the token that comes back with each notification is the
    only proof. Kept is its hash, so that reading this table forges nothing.
    """

    _name = "gws.channel"
    _description = "Google Calendar Channel"
    _order = "id"

    calendar_id = fields.Many2one(
        "gws.calendar", required=True, index=True, ondelete="cascade"
    )
    account_id = fields.Many2one(
        related="calendar_id.account_id", store=True, index=True
    )
    name = fields.Char("Channel id", required=True)
    token_hash = fields.Char(required=True)
    resource_id = fields.Char(help="Google's name for what is watched.")
    expires = fields.Datetime(help="Empty until Google confirmed the channel.")

    _name_unique = models.Constraint("UNIQUE (name)", "A channel id is used once.")
