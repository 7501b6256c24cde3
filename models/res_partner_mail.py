# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ResPartner(models.Model):
    """The mails of Gmail that were imported for a contact."""

    _inherit = "res.partner"

    gws_message_count = fields.Integer(
        "Gmail messages", compute="_compute_gws_message_count"
    )

    @api.depends_context("uid")
    def _compute_gws_message_count(self):
        if not self.env.user._is_internal():
            self.gws_message_count = 0
            return
        messages = self.env["mail.message"].search_fetch(
            [("gws_partner_ids", "in", self._origin.ids)], ["gws_partner_ids"]
        )
        counts = {}
        for message in messages:
            for partner in message.sudo().gws_partner_ids.ids:
                counts[partner] = counts.get(partner, 0) + 1
        for partner in self:
            partner.gws_message_count = counts.get(partner._origin.id, 0)

    def action_gws_messages(self):
        """The imported mails, newest first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "google_workspace.gws_imported_message_action"
        )
        action["domain"] = [("gws_partner_ids", "in", self.ids)]
        return action
