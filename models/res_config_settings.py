# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Settings ▸ General Settings ▸ Integrations ▸ Google Workspace.

The stored client secret is never sent to the browser: the field shows asterisks, and
the asterisks mean "unchanged". It is not kept in the table of this screen either.
"""

from odoo import api, fields, models

from .gws_account import SECRET_MASK


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    gws_enabled = fields.Boolean(
        "Google Workspace", config_parameter="google_workspace.enabled"
    )
    gws_client_id = fields.Char(
        "Google client ID", config_parameter="google_workspace.client_id"
    )
    gws_client_secret = fields.Char(
        "Google client secret",
        compute="_compute_gws_client_secret",
        inverse="_inverse_gws_client_secret",
    )
    gws_paused = fields.Boolean(
        "Pause for everybody",
        config_parameter="google_workspace.paused",
        help="Nothing is pulled or pushed. Changes wait and are delivered when the "
        "pause is lifted.",
    )
    gws_guest_mail_cap = fields.Integer(
        "Guest mails without a click",
        config_parameter="google_workspace.guest_mail_cap",
        default=100,
        help="When one synchronization of a user's calendar would mail more guests "
        "than this, it asks the user first.",
    )
    gws_mail_excluded = fields.Text(
        "Mail that is never fetched",
        compute="_compute_gws_mail_excluded",
        inverse="_inverse_gws_mail_excluded",
        help="Addresses or domains, one a line. Mail with one of them stays in Gmail, "
        "whoever gives it a label.",
    )
    gws_api_endpoint = fields.Char(
        "Endpoint instead of Google", config_parameter="google_workspace.api_endpoint"
    )
    gws_redirect_uri = fields.Char("Redirect URI", compute="_compute_gws_facts")
    gws_account_count = fields.Integer(compute="_compute_gws_facts")
    gws_is_copy = fields.Boolean(compute="_compute_gws_facts")
    gws_elsewhere = fields.Char(
        "Connected elsewhere",
        compute="_compute_gws_facts",
        help="Users who are still connected in Odoo's own Google Calendar.",
    )

    def _compute_gws_client_secret(self):
        stored = self.env["gws.client"]._param("client_secret")
        for settings in self:
            settings.gws_client_secret = SECRET_MASK if stored else False

    def _inverse_gws_client_secret(self):
        for settings in self:
            if settings.gws_client_secret != SECRET_MASK:
                self.env["ir.config_parameter"].set_param(
                    "google_workspace.client_secret",
                    (settings.gws_client_secret or "").strip() or False,
                )
        self.invalidate_recordset(["gws_client_secret"])

    def _compute_gws_mail_excluded(self):
        for settings in self:
            settings.gws_mail_excluded = self.env["gws.client"]._param("mail_excluded")

    def _inverse_gws_mail_excluded(self):
        for settings in self:
            self.env["ir.config_parameter"].set_param(
                "google_workspace.mail_excluded",
                (settings.gws_mail_excluded or "").strip() or False,
            )

    @api.depends_context("uid")
    def _compute_gws_facts(self):
        client = self.env["gws.client"]
        count = (
            self.env["gws.account"]
            .sudo()
            .search_count([("state", "in", ("connected", "paused", "reconnect"))])
        )
        for settings in self:
            settings.gws_redirect_uri = client._redirect_uri()
            settings.gws_account_count = count
            settings.gws_is_copy = client._is_copy()
            settings.gws_elsewhere = self.env["gws.takeover"]._names_there()

    def action_gws_real_database(self):
        """The administrator says that this is no copy: write to Google again."""
        self.env["res.config.settings"].check_access("write")
        self.env["gws.client"]._remember_database(force=True)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_gws_accounts(self):
        return self.env["ir.actions.act_window"]._for_xml_id(
            "google_workspace.gws_account_action"
        )

    def action_gws_diagnose(self):
        return self.env["gws.diagnosis"]._open(self.env["gws.account"])

    def action_gws_move_over(self):
        """Take over everybody who is connected in Odoo's own Google Calendar."""
        self.env["res.config.settings"].check_access("write")
        mover = self.env["gws.takeover.move"].sudo()
        moved = mover._move_over()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": mover._words(moved),
                "type": "warning" if moved.failed or moved.left else "success",
                "sticky": True,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
