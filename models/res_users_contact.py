# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The contacts of a user's Google account, shown on the user."""

from odoo import fields, models

READABLE = (
    "gws_contact_brake",
    "gws_contact_count",
    "gws_contact_granted",
    "gws_contact_last_sync",
    "gws_contact_title_fields",
    "gws_contact_words",
)


class ResUsers(models.Model):
    _inherit = "res.users"

    gws_contact_granted = fields.Boolean(related="gws_account_ids.contact_granted")
    gws_contact_title_fields = fields.Boolean(
        related="gws_account_ids.contact_title_fields"
    )
    gws_contact_last_sync = fields.Datetime(related="gws_account_ids.contact_last_sync")
    gws_contact_count = fields.Integer(related="gws_account_ids.contact_count")
    gws_contact_words = fields.Char(related="gws_account_ids.contact_words")
    gws_contact_brake = fields.Integer(related="gws_account_ids.contact_brake")

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + list(READABLE)

    # -- buttons ------------------------------------------------------------

    def action_gws_sync_contacts(self):
        return self._gws_own().action_first_sync_contacts()

    def action_gws_review_contacts(self):
        return self._gws_own().action_gws_review_contacts()

    def action_gws_open_contacts(self):
        return self._gws_own().action_open_contacts()

    def action_gws_release_contact_brake(self):
        return self._gws_own().action_release_contact_brake()
