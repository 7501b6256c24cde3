# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From notes to pending rows: which contacts moved, for everybody who subscribes."""

from odoo import api, models

# A contact that its owner deleted in Google is not brought back by an edit in Odoo.
WAITING = ("synced", "pending", "resting", "quarantined")


class GwsContactOutbox(models.AbstractModel):
    _name = "gws.contact.outbox"
    _description = "Google Contacts: what waits to be sent"

    @api.model
    def _take(self, notes):
        """Turn the notes about contacts into pending rows; nothing is sent here."""
        if not notes:
            return
        rows = self.env["gws.partner.binding"].sudo()
        changed = rows.search(
            [
                ("partner_id", "in", notes.mapped("partner_id")),
                ("state", "in", WAITING),
            ]
        )
        changed._again(removing=False)  # whether it must go is looked at anew
        self._take_orphans()

    @api.model
    def _take_orphans(self):
        """Rows whose contact was deleted in Odoo: over, and maybe to be taken out."""
        rows = self.env["gws.partner.binding"].sudo().with_context(active_test=False)
        orphans = rows.search([("partner_id", "=", False), ("removing", "=", False)])
        for account, own in orphans.grouped("account_id").items():
            # What was unsubscribed from before stays where it is.
            doomed = own.filtered(
                lambda row: row.active and (row.resource_name or row.sent_at)
            )
            doomed = doomed if account.contact_delete_unsubscribed else own.browse()
            doomed._end(True)
            (own - doomed).unlink()
