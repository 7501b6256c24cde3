# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class GwsAccount(models.Model):
    """Contacts that the owner had in Google before: when they are asked about them."""

    _inherit = "gws.account"

    def action_gws_review_contacts(self):
        """*Look for contacts you have already*, those sent as new before, too."""
        self.ensure_one()
        self.check_access("write")
        review = self.env["gws.contact.review"]
        action, why_not = review._open(self, exported=True)
        return action or self.env["gws.contact.status"]._notice(
            "warning" if why_not else "success",
            why_not
            or self.env._("None of the contacts to be sent is in Google already."),
        )

    def action_first_sync_contacts(self):
        """Sync; whoever has never sent a contact is asked first, if need be."""
        self.ensure_one()
        self.check_access("write")
        if not self._has_sent_contacts():
            action, _why_not = self.env["gws.contact.review"]._open(self)
            if action:
                return action
        return self.action_sync_contacts()

    def _has_sent_contacts(self):
        rows = self.env["gws.partner.binding"].sudo().with_context(active_test=False)
        return bool(
            rows.search_count(
                [
                    ("account_id", "=", self.id),
                    "|",
                    ("resource_name", "!=", False),
                    ("sent_at", "!=", False),
                ],
                limit=1,
            )
        )
