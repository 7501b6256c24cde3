# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class MailMessage(models.Model):
    _inherit = "mail.message"

    gws_partner_ids = fields.Many2many(
        "res.partner",
        "gws_mail_message_partner_rel",
        "mail_message_id",
        "partner_id",
        "Imported for",
        readonly=True,
        copy=False,
        help="Contacts that a user assigned this mail of Gmail to.",
    )
    gws_direction = fields.Selection(
        [("in", "Incoming"), ("out", "Outgoing")], "From Gmail", readonly=True
    )
