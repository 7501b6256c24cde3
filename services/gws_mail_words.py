# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the mail part says to people."""

from odoo import api, models
from odoo.tools import format_datetime, human_size

from ..gapi.errors import Transient
from ..gapi.gmail import MOST_BYTES


class GwsMailWords(models.AbstractModel):
    _name = "gws.mail.words"
    _description = "Google Workspace: words about mail"

    @api.model
    def _moment(self, moment):
        return format_datetime(self.env, moment, dt_format="short")

    @api.model
    def _too_large(self, size):
        return self.env._(
            "The mail has %(size)s with its attachments; Gmail takes up to %(limit)s. "
            "Send some of them as links.",
            size=human_size(size),
            limit=human_size(MOST_BYTES),
        )

    @api.model
    def _refused(self, error):
        return self.env._(
            "Gmail refused the mail: %(detail)s",
            detail=error.detail or error.reason or error.status,
        )

    @api.model
    def _looking(self):
        return self.env._(
            "Google gave no answer, so the mail may be sent already. Odoo looks for it "
            "in Gmail before it sends it again."
        )

    @api.model
    def _look_yourself(self):
        return self.env._(
            "Google gave no answer, so the mail may be sent already. Look into Sent in "
            "Gmail, and press “Retry” here if it is not there. (Odoo could look itself "
            "if it were allowed to read mail.)"
        )

    @api.model
    def _busy(self):
        return self.env._("Other mails of this Google account are being sent.")

    @api.model
    def _postponed(self, error, until):
        if isinstance(error, Transient) and error.kind == "quota":
            return self.env._(
                "Gmail takes no more mail from this account for now. Odoo sends it "
                "after %(moment)s. (%(detail)s)",
                moment=self._moment(until),
                detail=error.detail or error.reason,
            )
        return self.env._(
            "%(problem)s Next try: %(moment)s.",
            problem=self.env["gws.runner"]._words(error),
            moment=self._moment(until),
        )

    @api.model
    def _wrong_from(self, address, account, allowed):
        return self.env._(
            "Gmail does not send as %(address)s from the account %(account)s. Allowed: "
            "%(allowed)s. Add the address in Gmail under Settings ▸ Accounts ▸ Send "
            "mail as, and confirm it there.",
            address=address or "-",
            account=account.email or "-",
            allowed=", ".join(sorted(allowed)) or "-",
        )

    @api.model
    def _unusable(self, server):
        """Why this server cannot send now, in a sentence; "" when it can."""
        if not server.gws_account_id:
            return self.env._("No Google account is chosen for this mail server.")
        return self._unusable_account(server.gws_account_id)

    @api.model
    def _unusable_account(self, account):
        """The same of an account."""
        _ = self.env._
        client = self.env["gws.client"]
        if not client._is_enabled():
            return _("Google Workspace is switched off in the general settings.")
        if account.state == "draft" or not account.active:
            return _(
                "The Google account %(account)s is not connected.",
                account=account.display_name,
            )
        if account.state == "reconnect":
            return _(
                "The Google account %(account)s must be connected again.",
                account=account.display_name,
            )
        if not account._is_granted("send"):
            return _(
                "%(account)s has not allowed Odoo to send mail: %(user)s grants access "
                "again.",
                account=account.display_name,
                user=account.user_id.name,
            )
        return ""

    @api.model
    def _paused(self):
        """Why nothing at all is sent through Google; "" when it is."""
        client = self.env["gws.client"]
        if client._is_copy():
            return self.env._(
                "This database is a copy: no mail is sent through Google."
            )
        if client._is_paused():
            return self.env._("An administrator paused Google Workspace. Mail waits.")
        return ""
