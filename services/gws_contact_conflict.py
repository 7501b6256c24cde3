# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A name or a birthday that both sides changed: Odoo leads, and Google's is kept."""

from odoo import api, models
from odoo.exceptions import UserError

TEXTS = ("unstructuredName", "honorificPrefix", "givenName", "middleName", "familyName")


class GwsContactConflict(models.AbstractModel):
    _name = "gws.contact.conflict"
    _description = "Google Contacts: both sides changed"

    @api.model
    def _record(self, row, merged):
        """Keep both values of what Odoo has just settled."""
        self.env["gws.conflict"].create(
            [
                {
                    "account_id": row.account_id.id,
                    "res_model": "res.partner",
                    "res_id": row.partner_id.id,
                    "title": row.title,
                    "field": name,
                    "base_value": self._text(before),
                    "odoo_value": self._text(ours),
                    "google_value": self._text(theirs),
                    "winner": "odoo",
                }
                for name, before, ours, theirs in merged.conflicts
            ]
        )

    def _text(self, raw):
        """A name or a birthday as one writes it."""
        if date := (raw or {}).get("date"):
            parts = (date.get("year"), date.get("month"), date.get("day"))
            return "-".join(f"{part:02d}" for part in parts if part)
        if text := (raw or {}).get("text"):
            return text
        said = [str(raw[part]) for part in TEXTS if (raw or {}).get(part)]
        return " ".join(said[:1] if "unstructuredName" in (raw or {}) else said)

    @api.model
    def _take(self, conflict, winner):
        """The person chooses: that side's value of then becomes both sides'."""
        if winner == conflict.winner:
            return
        partner = self.env["res.partner"].with_user(self.env.uid)
        partner = partner.browse(conflict.res_id).exists()
        if not partner:
            raise UserError(self.env._("This contact no longer exists in Odoo."))
        if conflict.field != "names":
            raise UserError(
                self.env._("Odoo keeps this by itself: change it on the contact.")
            )
        # Also where Odoo's has not moved since: it is sent once more.
        partner.name = conflict[f"{winner}_value"]
