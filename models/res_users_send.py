# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A user's mail through Gmail: the administrator's switch, Odoo's own screen."""

from odoo import api, fields, models
from odoo.exceptions import UserError

READABLE = ("gws_send_words", "gws_send_problem")
ADMIN_WRITEABLE = ("gws_send_fallback",)


class ResUsers(models.Model):
    _inherit = "res.users"

    outgoing_mail_server_type = fields.Selection(
        selection_add=[("gws", "Gmail (Google Workspace)")],
        ondelete={"gws": "set default"},
    )
    gws_send_fallback = fields.Selection(
        related="gws_account_ids.send_fallback", readonly=False
    )
    gws_send_words = fields.Char(related="gws_account_ids.send_words")
    gws_send_problem = fields.Char(related="gws_account_ids.send_problem")

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + list(READABLE)

    @api.model
    def _gws_pop(self, vals):
        ours = {name: vals[name] for name in ADMIN_WRITEABLE if name in vals}
        return {**super()._gws_pop(vals), **ours}

    @api.depends("email")
    def _compute_outgoing_mail_server_id(self):
        """Odoo knows its personal servers by one address; ours has several."""
        result = super()._compute_outgoing_mail_server_id()
        servers = (
            self.env["ir.mail_server"]
            .sudo()
            .search(
                [
                    ("owner_user_id", "in", self._origin.ids),
                    ("smtp_authentication", "=", "gws"),
                ]
            )
        )
        for server in servers:
            users = self.filtered(
                lambda user, s=server: user._origin == s.owner_user_id
            )
            users.outgoing_mail_server_id = server.id
            users.outgoing_mail_server_type = "gws"
        return result

    @api.model
    def action_setup_outgoing_mail_server(self, server_type):
        account = self.env["gws.account"]._of_user(self.env.user)
        if server_type == "gws" or account.send_via_gmail:
            raise UserError(
                self.env._(
                    "An administrator decides who sends through Gmail: Settings ▸ "
                    "Users ▸ Google Workspace."
                )
            )
        return super().action_setup_outgoing_mail_server(server_type)

    @api.ondelete(at_uninstall=False)
    def _end_gws_sending(self):
        """The database deletes the accounts, and asks nobody."""
        accounts = self.env["gws.account"].sudo().with_context(active_test=False)
        accounts.search([("user_id", "in", self.ids)])._end_sending()

    def write(self, vals):
        result = super().write(vals)
        if "email" in vals:
            # Perhaps an alias that was not one yesterday.
            rows = self.sudo().gws_account_ids.filtered("send_via_gmail")
            if rows:
                rows.send_address_ids.checked_at = False
                rows._trigger_delivery()
        return result
