# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who in Odoo the people of a mail are: matched by address, never guessed."""

import re
from collections import defaultdict

from odoo import api, models
from odoo.tools import email_normalize
from odoo.tools.mail import email_split_tuples


class GwsMailPeople(models.AbstractModel):
    _name = "gws.mail.people"
    _description = "Gmail: people of a mail"

    @api.model
    def _match(self, account, addresses):
        """{address: contacts that have it}, as far as the owner may see them.

        Several for one address are for the owner to choose from; of a person who is
        also a user the user's own contact is meant.
        """
        wanted = {email_normalize(address) or "" for address in addresses} - {""}
        reader = self.env["gws.contact.local"]._reader(account)
        reader = reader.with_context(active_test=True)
        if not wanted or not reader.has_access("read"):
            return {}
        found = reader.search([("email_normalized", "in", list(wanted))], order="id")
        found.mapped("user_ids")  # of all at once
        by_address = defaultdict(reader.browse)
        for partner in found:
            by_address[partner.email_normalized] |= partner
        return {
            address: (partners.filtered("user_ids") or partners)
            if len(partners.filtered("user_ids")) == 1
            else partners
            for address, partners in by_address.items()
        }

    @api.model
    def _own(self, account):
        """Addresses that are the owner's: they are no contact to assign a mail to."""
        user = account.user_id
        texts = [account.email, user.email, user.partner_id.email, user.login]
        texts += (account.mail_addresses or "").splitlines()
        return {email_normalize(text or "") for text in texts} - {False, ""}

    @api.model
    def _others(self, account, messages):
        """Of each mail the addresses but the owner's, in order: (address, name) pairs.

        Odoo's own addresses (aliases, bounces, catchall) are nobody's either.
        """
        return self._but_own(
            account,
            [
                [(one.address, one.name) for one in message.people()]
                for message in messages
            ],
        )

    @api.model
    def _said_others(self, account, message):
        """The same of a staged mail."""
        [others] = self._but_own(account, [self._said_names(message).items()])
        return others

    def _but_own(self, account, said):
        own = self._own(account)
        mails = []
        for pairs in said:
            found = {}
            for text, name in pairs:
                address = email_normalize(text or "") or ""
                if address and not {address, _without_tag(address)} & own:
                    found.setdefault(address, name)
            mails.append(found)
        domains = self.env["mail.alias.domain"].sudo()
        everybody = list(dict.fromkeys(a for found in mails for a in found))
        aliases = set(domains._find_aliases(everybody))
        return [
            [pair for pair in found.items() if pair[0] not in aliases]
            for found in mails
        ]

    @api.model
    def _open_addresses(self, message):
        """Addresses of a staged mail that are nobody's yet, or more than one's."""
        parts = (message.unknown or "").split(",")
        return [part.strip() for part in parts if part.strip()]

    @api.model
    def _said_names(self, message):
        """{address: the name that the mail gives it}."""
        said = {}
        texts = (
            message.email_from,
            message.reply_to,
            message.email_to,
            message.email_cc,
        )
        for text in texts:
            for name, address in email_split_tuples(text or ""):
                said.setdefault(email_normalize(address) or "", name)
        return said

    # -- left out ---------------------------------------------------------

    @api.model
    def _excluded(self, account, messages):
        """Of each mail whether the owner or the administrator wants none with these
        people."""
        rules = self._rules(account.mail_excluded)
        rules |= self._rules(self.env["gws.client"]._param("mail_excluded"))
        colleagues = self._colleagues() if account.mail_skip_internal else set()
        return [
            any(self._is_meant(address, rules) for address, _name in others)
            or bool(others)
            and {address for address, _name in others} <= colleagues
            for others in self._others(account, messages)
        ]

    def _colleagues(self):
        """Addresses of everybody who works here."""
        users = self.env["res.users"].sudo().search([("share", "=", False)])
        accounts = self.env["gws.account"].sudo().search([("user_id", "in", users.ids)])
        texts = users.mapped("email") + accounts.mapped("email")
        return {email_normalize(text or "") for text in texts}

    def _rules(self, text):
        """Addresses and domains, one a line or with commas; "@" before a domain."""
        parts = re.split(r"[\s,;]+", text or "")
        return {part.strip().casefold().lstrip("@*.") for part in parts if part.strip()}

    def _is_meant(self, address, rules):
        address = address.casefold()
        domain = address.rpartition("@")[2]
        above = [domain]
        while "." in above[-1]:
            above.append(above[-1].partition(".")[2])
        return address in rules or any(name in rules for name in above)


def _without_tag(address):
    """``anna+news@example.com`` is Anna."""
    local, _at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
