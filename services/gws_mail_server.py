# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mail servers with Gmail behind them: connections, the test, personal ones."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..gapi.errors import Forbidden, GoogleError, ReauthRequired
from .gws_mail_session import GmailSession


class GwsMailServer(models.AbstractModel):
    _name = "gws.mail.server"
    _description = "Google Workspace: mail servers"

    @api.model
    def _session(self, server, smtp_from):
        """What Odoo takes for the connection to ``server``."""
        return GmailSession(self.env, server.sudo(), smtp_from)

    # -- Test Connection --------------------------------------------------------

    @api.model
    def _test(self, server):
        """One sentence about a server that can send; UserError for any other.

        Asks Google: whether the grant lives, for whom it is, and which senders the
        account may use. Nothing is sent.
        """
        words = self.env["gws.mail.words"]
        if problem := words._paused() or words._unusable(server):
            raise UserError(problem)
        account = server.gws_account_id
        client = self.env["gws.client"]._gmail(account)
        if not account._is_granted("mail"):
            return self._test_blindly(server, client)
        try:
            address = client.profile().get("emailAddress") or ""
            allowed = self.env["gws.mail.sender"]._refresh(account, client)
        except GoogleError as error:
            self._tell_error(account, error)
        if email_normalize(address) != email_normalize(account.email or ""):
            raise UserError(
                self.env._(
                    "Gmail answers for %(address)s, not for %(account)s: connect the "
                    "account again.",
                    address=address,
                    account=account.email,
                )
            )
        self._check_senders(server, allowed)
        return self.env._(
            "Gmail sends as %(addresses)s.", addresses=", ".join(sorted(allowed))
        )

    def _test_blindly(self, server, client):
        """Only sending is allowed: whether the grant lives is all there is to see."""
        account = server.gws_account_id
        try:
            client.token_source.invalidate()
            client.token_source.token()
        except GoogleError as error:
            self._tell_error(account, error)
        self._check_senders(server, self.env["gws.mail.sender"]._verified(account))
        return self.env._(
            "Google accepts the access of %(account)s. Aliases and sent mail cannot be "
            "looked at: reading was not allowed.",
            account=account.email,
        )

    def _tell_error(self, account, error):
        words = self.env["gws.runner"]._words(error)
        self.env["gws.client"]._handle_error(account, error)
        if isinstance(error, ReauthRequired):
            words = account._reconnect_words(error)
        elif isinstance(error, Forbidden) and error.link:
            words = f"{words} {error.link}"
        raise UserError(words) from error

    def _check_senders(self, server, allowed):
        if problem := self._sender_problem(server, allowed):
            raise UserError(problem)

    @api.model
    def _sender_problem(self, server, allowed):
        """What of the server's filter Gmail does not send from, in words; "" if all."""
        parts = self.env["ir.mail_server"]._parse_from_filter(server.from_filter)
        domains = {address.rpartition("@")[2] for address in allowed}
        for part in parts:
            address = email_normalize(part) if "@" in part else ""
            if address and address not in allowed:
                return self.env["gws.mail.words"]._wrong_from(
                    address, server.gws_account_id, allowed
                )
            if not address and part.lower() not in domains:
                return self.env._(
                    "“FROM Filtering” names %(domain)s, but Gmail sends from no "
                    "address of it. Allowed: %(allowed)s.",
                    domain=part,
                    allowed=", ".join(sorted(allowed)),
                )
        return ""

    # -- aliases ------------------------------------------------------------------

    @api.model
    def _look_up(self, account, quietly=False):
        """Ask Gmail for the account's addresses; the personal server follows."""
        words = self.env["gws.mail.words"]
        if problem := words._paused():
            if quietly:
                return
            raise UserError(problem)
        try:
            self.env["gws.mail.sender"]._refresh(account)
        except GoogleError as error:
            if not quietly:
                self._tell_error(account, error)
            self.env["gws.client"]._handle_error(account, error)
        self._arrange(account)

    # -- personal servers ---------------------------------------------------------

    @api.model
    def _arrange(self, accounts):
        """Make, change or take away the personal servers of these accounts' users."""
        servers = self.env["ir.mail_server"].sudo().with_context(active_test=False)
        for account in accounts.sudo():
            user = account.user_id
            server = servers.search([("owner_user_id", "=", user.id)])
            ours = server.smtp_authentication == "gws"
            if account.active and account.send_via_gmail and account.email:
                if server and not ours:
                    continue  # refused where it is switched on
                values = self._values(account)
                if not server:
                    servers.create(values)
                else:
                    changed = {
                        name: value
                        for name, value in values.items()
                        if server[name] != value
                        and getattr(server[name], "id", None) != value
                    }
                    if changed:
                        server.write(changed)
            elif ours and server.gws_account_id == account:
                server.unlink()
        accounts.user_id.invalidate_recordset(
            ["outgoing_mail_server_id", "outgoing_mail_server_type"]
        )

    def _values(self, account):
        user = account.user_id
        return {
            "name": self.env._("%(user)s through Gmail", user=user.name),
            "smtp_authentication": "gws",
            "smtp_encryption": "none",
            "smtp_user": account.email,
            "gws_account_id": account.id,
            "owner_user_id": user.id,
            "from_filter": ",".join(self._personal_senders(account)),
            "active": True,
        }

    @api.model
    def _personal_senders(self, account):
        """The account's addresses, without those that stand for the company.

        Mail that Odoo itself sends (notifications, passwords) is from the address of
        an alias domain; it must not leave through whoever happened to cause it.
        """
        domains = self.env["mail.alias.domain"].sudo().search([])
        companys = {email_normalize(domain.default_from_email) for domain in domains}
        allowed = self.env["gws.mail.sender"]._verified(account)
        return sorted(allowed - companys)
