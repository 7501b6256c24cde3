# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The setup doctor about sending mail: allowed, from which addresses, by what."""

from odoo import api, models

from ..gapi.errors import GoogleError
from .gws_doctor import Finding


class GwsDoctor(models.AbstractModel):
    _inherit = "gws.doctor"

    @api.model
    def _examine(self, account):
        findings = super()._examine(account)
        if account:
            findings.extend(self._look_at_sending(account.sudo()))
        return findings

    def _look_at_sending(self, account):
        """Nothing for an account that sends no mail."""
        if "send" not in account._features():
            return
        _ = self.env._
        connected = account.state in ("connected", "paused")
        if not connected or not account._is_granted("send"):
            return  # told with the permissions
        step = _("Addresses to send from")
        if not account._is_granted("mail"):
            text = _(
                "Sending is allowed, reading is not: aliases are not known, and when "
                "Google gives no answer a person must look into Sent. Grant access "
                "again and tick all boxes."
            )
            yield Finding(_("Sending mail"), "note", text, "missing-scope")
        else:
            try:
                self.env["gws.mail.sender"]._refresh(account)
            except GoogleError as error:
                self.env["gws.client"]._handle_error(account, error)
                text = self.env["gws.runner"]._words(error)
                yield Finding(_("Gmail answers"), "wrong", text, "other-errors")
                return
            self.env["gws.mail.server"]._arrange(account)
        yield Finding(step, "ok", _("Gmail sends as %s.", account.send_words))
        waiting = account.send_address_ids.filtered(lambda row: not row.verified)
        for row in waiting:
            text = _(
                "%(address)s is not confirmed yet, so Gmail does not send as it. "
                "Confirm it in Gmail under Settings ▸ Accounts ▸ Send mail as.",
                address=row.email,
            )
            yield Finding(step, "note", text, "send-mail-as")
        if account.send_problem:
            yield Finding(
                _("Sending mail"), "wrong", account.send_problem, "send-mail-as"
            )
        for server in account.send_server_ids:
            problem = self.env["gws.mail.server"]._sender_problem(
                server, self.env["gws.mail.sender"]._verified(account)
            )
            if problem:
                name = _("Mail server “%s”", server.name)
                yield Finding(name, "wrong", problem, "send-mail-as")
