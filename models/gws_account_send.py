# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mail that an account sends: its user's own, or a mail server's for everybody.

The administrator's switch makes a personal mail server of Odoo for the user; all the
rest follows from that server. Another outgoing mail server may name the account, too.
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# What decides whether and as whom a user's mail goes out through Gmail.
DECISIVE = {"send_via_gmail", "active", "email", "user_id", "state"}


class GwsAccount(models.Model):
    _inherit = "gws.account"

    send_via_gmail = fields.Boolean(
        help="Mail that this user writes in Odoo is sent by this Google account, and "
        "stands in its Sent."
    )
    send_fallback = fields.Selection(
        [
            ("wait", "Mail waits until it can"),
            ("next", "The next mail server sends it"),
        ],
        "When the account cannot send",
        required=True,
        default="wait",
        groups="base.group_system",
        help="When access was withdrawn, not granted, or the account is disconnected.",
    )
    send_address_ids = fields.One2many(
        "gws.send.address", "account_id", "Addresses to send from", readonly=True
    )
    send_server_ids = fields.One2many(
        "ir.mail_server", "gws_account_id", "Mail servers", groups="base.group_system"
    )
    send_words = fields.Char(
        "Sends as", compute="_compute_send_words", compute_sudo=True
    )
    send_problem = fields.Char(
        "Problem", compute="_compute_send_words", compute_sudo=True
    )

    @api.depends(
        "send_via_gmail",
        "granted_scopes",
        "email",
        "send_address_ids.verified",
        "user_id.email",
    )
    def _compute_send_words(self):
        """From whom this account's mail is, and what is in the way of it."""
        for account in self:
            allowed = self.env["gws.mail.sender"]._verified(account)
            account.send_words = ", ".join(sorted(allowed))
            account.send_problem = account._send_problem(allowed)

    def _send_problem(self, allowed):
        """Why mail of this user does not go through Gmail, though it is to; "" else."""
        if not self.send_via_gmail:
            return ""
        if not self._is_granted("send"):
            return self.env._(
                "%(user)s has not allowed Odoo to send mail: grant access again.",
                user=self.user_id.name,
            )
        address = self.user_id.email_normalized
        if address not in allowed:
            return self.env._(
                "Mail from %(address)s, the address in Odoo, does not go through "
                "Gmail: add it there as an alias (Settings ▸ Accounts ▸ Send mail as) "
                "and confirm it.",
                address=address or "-",
            )
        if self.env["ir.config_parameter"].get_param(
            "mail.disable_personal_mail_servers"
        ):
            return self.env._(
                "Personal mail servers are switched off in Odoo "
                "(mail.disable_personal_mail_servers)."
            )
        return ""

    # -- the switch ---------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        accounts._arrange_sending(DECISIVE)
        return accounts

    def write(self, vals):
        if vals.get("send_via_gmail"):
            self._check_other_server()
        result = super().write(vals)
        self._arrange_sending(set(vals))
        if vals.get("send_via_gmail"):
            self._trigger_delivery()  # which asks for the aliases
        return result

    def unlink(self):
        self._end_sending()
        return super().unlink()

    def _end_sending(self):
        """Before these accounts are deleted. A personal server that stays would wait
        for ever, or serve everybody."""
        accounts = self.sudo().with_context(active_test=False)
        accounts.send_server_ids.filtered("owner_user_id").unlink()
        self.env["gws.mail.wait"]._leave_to_a_person(accounts)

    def _arrange_sending(self, changed):
        """What was changed decides about the personal servers, and about waiting."""
        if changed & DECISIVE:
            self.env["gws.mail.server"]._arrange(self)
        if changed & {"state", "granted_scopes", "send_fallback"}:
            self._wake_mails()

    def _check_other_server(self):
        """Odoo gives a user one personal server; nobody's password is thrown away."""
        others = (
            self.env["ir.mail_server"]
            .sudo()
            .search(
                [
                    ("owner_user_id", "in", self.sudo().user_id.ids),
                    ("smtp_authentication", "!=", "gws"),
                ]
            )
        )
        if others:
            raise UserError(
                self.env._(
                    "%(user)s already has a mail server of their own (“%(server)s”). "
                    "Delete it first, or let them choose “Default” in their "
                    "preferences.",
                    user=others[0].owner_user_id.name,
                    server=others[0].name,
                )
            )

    def _wake_mails(self):
        """Mails that wait for these accounts: there may be a way again."""
        domain = [("gws_account_id", "in", self.ids), ("state", "=", "outgoing")]
        waiting = self.env["mail.mail"].sudo().search(domain)
        if waiting:
            waiting.write({"scheduled_date": False, "gws_account_id": False})
            self.env["gws.mail.wait"]._wake()

    def _features(self):
        features = super()._features()
        if "send" not in features and self.sudo().send_server_ids:
            features.append("send")
        return features

    def _settings_to_carry(self):
        values = super()._settings_to_carry()
        return {**values, "send_fallback": self.send_fallback}

    # -- addresses ----------------------------------------------------------------

    def action_refresh_send_addresses(self):
        """*Look up aliases*: ask Gmail now, and use what is new."""
        self.check_access("write")
        for account in self.sudo():
            self.env["gws.mail.server"]._look_up(account)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _cron_deliver(self):
        result = super()._cron_deliver()
        self._refresh_old_addresses()
        self._wake_all_mails()
        return result

    def _wake_all_mails(self):
        """A pause may have been lifted, or the whole switched on again."""
        waiting = (
            self.env["mail.mail"]
            .sudo()
            ._read_group(
                [("gws_account_id", "!=", False), ("state", "=", "outgoing")],
                ["gws_account_id"],
            )
        )
        words = self.env["gws.mail.words"]
        for (account,) in waiting:
            if not (words._paused() or words._unusable_account(account)):
                account._wake_mails()

    def _refresh_old_addresses(self):
        """Once a day: an alias may have come, or gone."""
        limit = fields.Datetime.now() - timedelta(days=1)
        senders = self.sudo().search(
            [
                ("state", "in", ("connected", "paused")),
                "|",
                ("send_via_gmail", "=", True),
                ("send_server_ids", "!=", False),
            ]
        )
        for account in senders:
            rows = account.send_address_ids
            if rows and all((row.checked_at or limit) > limit for row in rows):
                continue
            self.env["gws.mail.server"]._look_up(account, quietly=True)
            self.env["ir.cron"]._commit_progress()
