# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From whom a mail is: the account, or an alias that Gmail knows as verified.

Gmail rewrites any other sender without a word. So it is asked for the addresses once a
day, and when one is missing; a mail from somebody else is refused here, or goes out in
the server's name ("Anna" <odoo@example.com>) where the server has one.
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import config, email_normalize
from odoo.tools.mail import email_normalize_all

from ..gapi.errors import Forbidden, GoogleError

FRESH = timedelta(days=1)


class GwsMailSender(models.AbstractModel):
    _name = "gws.mail.sender"
    _description = "Google Workspace: the sender of mail"

    @api.model
    def _sender(self, session, header):
        """The address that a mail with this From goes out from, normalised.

        First what Odoo chose, then the mail's own; of a server that is nobody's own
        also the addresses in its filter: Odoo then writes the sender into the name.
        Raises AssertionError as Odoo's mail servers do for a wrong sender.
        """
        wanted = [session.wanted_from, header]
        if not session.server.owner_user_id:
            wanted += self._addresses_in(session.from_filter)
        wanted = [email_normalize(one or "", strict=False) or "" for one in wanted]
        for look in (False, True):
            allowed = self._allowed(session, look)
            if found := next((one for one in wanted if one in allowed), None):
                return found
        words = self.env["gws.mail.words"]._wrong_from(
            email_normalize(header or "", strict=False), session.account, allowed
        )
        raise AssertionError(self.env["ir.mail_server"].NO_VALID_FROM, words)

    @api.model
    def _stranded(self, mails):
        """{mail: why it cannot leave}: its writer sends through Gmail, which does not
        send from its sender, and Odoo has no other server.

        Gmail is asked for the addresses once: the sender may be a new alias.
        """
        words = self.env["gws.mail.words"]
        servers = self.env["ir.mail_server"].sudo()
        own = servers.search([("smtp_authentication", "=", "gws")])
        own = own.filtered("owner_user_id")
        elsewhere = config["smtp_server"] not in (False, "", "localhost")
        if (
            not own
            or elsewhere
            or servers.search_count([("owner_user_id", "=", False)])
        ):
            return {}
        stranded, asked = {}, set()
        for mail in mails.sudo().filtered(
            lambda mail: mail.state == "outgoing" and not mail.mail_server_id
        ):
            server = mail._filter_mail_mail_servers(own)[:1]
            if not server or self._is_from(server, mail):
                continue
            account = server.gws_account_id
            if account not in asked and not words._unusable_account(account):
                self.env["gws.mail.server"]._look_up(account, quietly=True)
            asked.add(account)
            if not self._is_from(server, mail):
                stranded[self.env["mail.mail"].browse(mail.id)] = words._wrong_from(
                    email_normalize(mail.email_from or "", strict=False),
                    account,
                    self._verified(account),
                )
        return stranded

    def _is_from(self, server, mail):
        return server._match_from_filter(mail.email_from, server.from_filter)

    @api.model
    def _addresses_in(self, from_filter):
        parts = self.env["ir.mail_server"]._parse_from_filter(from_filter)
        return [part for part in parts if "@" in part]

    @api.model
    def _allowed(self, session, look=False):
        """The addresses this session may send from; ``look`` asks Gmail once."""
        if session.allowed is None:
            known = session.account.send_address_ids
            session.allowed = self._verified(session.account)
            look = look or any(
                row.checked_at < fields.Datetime.now() - FRESH for row in known
            )
        if look and not session.looked:
            session.looked = True
            try:
                found = self._refresh(session.account, session.client)
            except Forbidden as error:
                if error.kind != "scope":
                    self.env["gws.mail.send"]._refused(session, error)
                # Mail can be sent all the same, from the addresses known so far.
            except GoogleError as error:
                self.env["gws.mail.send"]._refused(session, error)
            else:
                session.allowed = found
        return session.allowed

    @api.model
    def _verified(self, account):
        """The addresses known so far; the account itself always is one."""
        rows = account.send_address_ids.filtered("verified")
        return {*rows.mapped("email"), *email_normalize_all(account.email or "")}

    @api.model
    def _refresh(self, account, client=None):
        """Ask Gmail for the addresses, store them; returns the verified ones.

        In a transaction of its own: the caller may be in the middle of sending.
        Without the right to read Gmail's settings only the account itself is known.
        """
        if not account._is_granted("mail"):
            return self._verified(account)
        client = client or self.env["gws.client"]._gmail(account)
        found = {}
        for row in client.send_as():
            email = email_normalize(row.get("sendAsEmail") or "", strict=False)
            if email:
                found[email] = {
                    "name": row.get("displayName") or False,
                    "is_primary": bool(row.get("isPrimary")),
                    # Nothing is said of an address that needs no confirmation: the
                    # account's own is one.
                    "verified": row.get("verificationStatus", "accepted") == "accepted"
                    or bool(row.get("isPrimary")),
                    "checked_at": fields.Datetime.now(),
                }
        with self.env.registry.cursor() as cr:
            rows = api.Environment(cr, api.SUPERUSER_ID, {})["gws.send.address"]
            known = rows.search([("account_id", "=", account.id)])
            for row in known:
                if row.email in found:
                    row.write(found[row.email])
                else:
                    row.unlink()
            rows.create(
                [
                    {"account_id": account.id, "email": email, **values}
                    for email, values in found.items()
                    if email not in known.exists().mapped("email")
                ]
            )
        account.invalidate_recordset(["send_address_ids"])
        own = set(email_normalize_all(account.email or ""))
        return own | {email for email, values in found.items() if values["verified"]}
