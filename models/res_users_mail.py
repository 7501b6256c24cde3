# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The mail of a user's Google account, shown on the user."""

from odoo import fields, models

from .res_users import _setting

READABLE = (
    "gws_mail_granted",
    "gws_mail_hint",
    "gws_mail_in_last_sync",
    "gws_mail_out_last_sync",
    "gws_staged_count",
)


class ResUsers(models.Model):
    _inherit = "res.users"

    gws_mail_trash_after_transfer = _setting(
        fields.Boolean, "mail_trash_after_transfer"
    )
    gws_mail_after_transfer = _setting(fields.Selection, "mail_after_transfer")
    gws_mail_skip_internal = _setting(fields.Boolean, "mail_skip_internal")
    gws_mail_excluded = _setting(fields.Text, "mail_excluded")
    gws_mail_granted = fields.Boolean(related="gws_account_ids.mail_granted")
    gws_mail_hint = fields.Char(related="gws_account_ids.mail_hint")
    gws_mail_in_last_sync = fields.Datetime(related="gws_account_ids.mail_in_last_sync")
    gws_mail_out_last_sync = fields.Datetime(
        related="gws_account_ids.mail_out_last_sync"
    )
    gws_staged_count = fields.Integer(related="gws_account_ids.staged_count")

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + list(READABLE)

    def unlink(self):
        self.env["gws.message"]._forget([("user_id", "in", self.ids)])
        return super().unlink()

    # -- buttons ------------------------------------------------------------

    def action_gws_sync_labels(self):
        return self._gws_stay(self._gws_own().action_sync_labels())

    def action_gws_sync_mail_in(self):
        return self._gws_stay(self._gws_own().action_sync_mail_in())

    def action_gws_sync_mail_out(self):
        return self._gws_stay(self._gws_own().action_sync_mail_out())

    def _gws_stay(self, notice):
        """The preferences are a dialog: it stays, so that one can go on in it."""
        return {**notice, "tag": "gws_told"}
