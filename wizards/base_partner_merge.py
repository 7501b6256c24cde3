# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """The subscription moves to the contact that stays.

        Where somebody subscribes to both, one of the two in Google is taken out: Odoo's
        own update would forget it there.
        """
        partners = src_partners | dst_partner
        self.env["gws.partner.binding"]._merge(partners, dst_partner)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env["gws.partner.binding"].invalidate_model()
        if partners:
            self.env["gws.outbox"]._note_partners(dst_partner.ids)
        return result
