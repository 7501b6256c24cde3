# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class GwsAccount(models.Model):
    """The mail of an account: transfer labels, what is left out, how far it is."""

    _inherit = "gws.account"

    mail_trash_after_transfer = fields.Boolean(
        "Move to the bin after the transfer",
        help="The mail goes to Gmail's bin, where it stays for 30 days.",
    )
    mail_skip_internal = fields.Boolean(
        "Leave internal mail out",
        help="Mail between colleagues only is not fetched.",
    )
    mail_excluded = fields.Text(
        "Never fetch",
        help="Addresses or domains, one a line: mail with them is not fetched.",
    )
    mail_addresses = fields.Text(
        readonly=True, copy=False, help="From which Gmail lets the owner write."
    )
    mail_done_label = fields.Char(readonly=True, copy=False)
    mail_failed_label = fields.Char(readonly=True, copy=False)
    mail_granted = fields.Boolean(compute="_compute_mail_granted")
    staged_count = fields.Integer(compute="_compute_staged_count")

    # For each direction: Gmail's history, and the label it was read for.
    mail_in_history = fields.Char(readonly=True, copy=False)
    mail_in_cursor_label = fields.Char(readonly=True, copy=False)
    mail_in_due = fields.Boolean(readonly=True, copy=False)
    mail_in_next_try = fields.Datetime(readonly=True, copy=False)
    mail_in_attempts = fields.Integer(readonly=True, copy=False)
    mail_in_last_sync = fields.Datetime("Incoming mail", readonly=True, copy=False)
    mail_out_history = fields.Char(readonly=True, copy=False)
    mail_out_cursor_label = fields.Char(readonly=True, copy=False)
    mail_out_due = fields.Boolean(readonly=True, copy=False)
    mail_out_next_try = fields.Datetime(readonly=True, copy=False)
    mail_out_attempts = fields.Integer(readonly=True, copy=False)
    mail_out_last_sync = fields.Datetime("Outgoing mail", readonly=True, copy=False)

    @api.depends("granted_scopes")
    def _compute_mail_granted(self):
        for account in self:
            account.mail_granted = account._is_granted("mail")

    def _compute_staged_count(self):
        counts = dict(
            self.env["gws.message"]
            .sudo()
            ._read_group(
                [("account_id", "in", self.ids), ("state", "=", "staged")],
                ["account_id"],
                ["__count"],
            )
        )
        for account in self:
            account.staged_count = counts.get(account, 0)

    def unlink(self):
        self.env["gws.message"]._forget([("account_id", "in", self.ids)])
        return super().unlink()

    # -- buttons ------------------------------------------------------

    def action_sync_labels(self):
        """*Sync folders*: read the labels from Gmail, so that two can be chosen."""
        return self._press_mail("labels")

    def action_sync_mail_in(self):
        """Fetch what carries the label of incoming mail, whatever wait is on."""
        return self._press_mail("in")

    def action_sync_mail_out(self):
        """Fetch what carries the label of outgoing mail, whatever wait is on."""
        return self._press_mail("out")

    def _press_mail(self, what):
        self.check_access("write")
        answers = [
            self.env["gws.mail.sync"]._press(account.sudo(), what) for account in self
        ]
        failed = [a for a in answers if a["status"] not in ("ok", "running")]
        message = " ".join(
            a["message"] for a in (failed or answers) if a.get("message")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Gmail"),
                "message": message,
                "type": "warning" if failed else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # -- scheduled actions --------------------------------------------

    @api.model
    def _cron_sync_email_in(self):
        self.env["gws.mail.schedule"]._sync_all("in")

    @api.model
    def _cron_sync_email_out(self):
        self.env["gws.mail.schedule"]._sync_all("out")
