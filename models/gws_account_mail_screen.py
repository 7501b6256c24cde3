# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class GwsAccount(models.Model):
    """The mail of an account as the settings show it: one choice, the next step."""

    _inherit = "gws.account"

    # Of the two switches behind it only one makes sense at a time: a mail in the bin
    # needs no label taken off.
    mail_after_transfer = fields.Selection(
        [
            ("keep", "The mail stays as it is"),
            ("unlabel", "The transfer folder's label comes off"),
            ("trash", "The mail goes to the bin, where Gmail keeps it for 30 days"),
        ],
        "In Gmail afterwards",
        compute="_compute_mail_after_transfer",
        inverse="_inverse_mail_after_transfer",
    )
    mail_hint = fields.Char("What to do next", compute="_compute_mail_hint")

    @api.depends("mail_remove_after_transfer", "mail_trash_after_transfer")
    def _compute_mail_after_transfer(self):
        for account in self:
            if account.mail_trash_after_transfer:
                account.mail_after_transfer = "trash"
            elif account.mail_remove_after_transfer:
                account.mail_after_transfer = "unlabel"
            else:
                account.mail_after_transfer = "keep"

    def _inverse_mail_after_transfer(self):
        for account in self:
            choice = account.mail_after_transfer
            account.write(
                {
                    "mail_remove_after_transfer": choice == "unlabel",
                    "mail_trash_after_transfer": choice == "trash",
                }
            )

    @api.depends(
        "state",
        "mail_enabled",
        "mail_in_label_id",
        "mail_out_label_id",
        "granted_scopes",
    )
    @api.depends_context("lang")
    def _compute_mail_hint(self):
        labels = self.env["gws.label"].sudo()
        groups = labels._read_group([("account_id", "in", self.ids)], ["account_id"])
        listed = labels.account_id.union(*(account for [account] in groups))
        for account in self:
            account.mail_hint = account._mail_next_step(account._origin in listed)

    def _mail_next_step(self, has_labels):
        """What is still to be done before mail comes; False for nothing."""
        self.ensure_one()
        if not self.mail_enabled or self.mail_in_label_id or self.mail_out_label_id:
            return False
        if self.state in ("draft", "reconnect"):
            return self.env._("First grant access to your Google account.")
        if not self.mail_granted:
            return False  # the screen asks for it already
        if not has_labels:
            return self.env._(
                "First press “Sync folders”: it reads the labels of your Gmail."
            )
        return self.env._(
            "Now choose a label for incoming mail, one for outgoing mail, or both. "
            "What you give that label in Gmail comes into Odoo."
        )
