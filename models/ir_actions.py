# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

CONTACT_ACTIONS = ("action_partner_subscribe", "action_partner_unsubscribe")


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    @api.model
    def get_bindings(self, model_name):
        """Our actions on contacts are not offered while the addon is switched off."""
        bindings = super().get_bindings(model_name)
        if model_name != "res.partner" or self.env["gws.client"]._is_enabled():
            return bindings
        refs = (
            self.env.ref(f"google_workspace.{name}", raise_if_not_found=False)
            for name in CONTACT_ACTIONS
        )
        ours = {action.id for action in refs if action}
        return {
            kind: [action for action in actions if action["id"] not in ours]
            for kind, actions in bindings.items()
        }
