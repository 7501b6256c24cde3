# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The account's ties to Google: grant, pause, disconnect, and the grant that died.

Promises: a dead grant is told once (one activity, one notice) and then nothing is
sent any more; a wrong OAuth client is told to the administrators once and costs no
token; disconnecting withdraws the access at Google and keeps everything that is bound.
"""

import logging
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import html_escape

_logger = logging.getLogger(__name__)

GUIDE = "/google_workspace/guide"
RECONNECT_ACTIVITY = "google_workspace.activity_type_reconnect"
CLIENT_ACTIVITY = "google_workspace.activity_type_client"
# Tokens of an app in status "Testing" end after 7 days (the guide tells the cure).
TESTING_LIFE = (timedelta(days=6, hours=12), timedelta(days=8))


class GwsAccount(models.Model):
    _inherit = "gws.account"

    # -- buttons ------------------------------------------------------------

    def action_connect(self):
        """*Grant access*: go to Google's consent page. Only the owner can consent."""
        account = self or self._ensure_for_user(self.env.user)
        account.ensure_one()
        if account.user_id != self.env.user:
            raise UserError(
                self.env._(
                    "Only %(user)s can grant access: the consent is given with their "
                    "own Google account.",
                    user=account.sudo().user_id.name,
                )
            )
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": self._connect_url(self._current_page()),
        }

    @api.model
    def _connect_url(self, return_url="/odoo"):
        """Where the browser goes to connect the logged-in user."""
        return "/google_workspace/connect?" + urlencode({"return_url": return_url})

    @api.model
    def _current_page(self):
        """The page the user is looking at, as a local path."""
        referrer = request and request.httprequest.referrer
        if not referrer:
            return "/odoo"
        url = urlsplit(referrer)
        if url.netloc != request.httprequest.host:
            return "/odoo"
        return url._replace(scheme="", netloc="", fragment="").geturl() or "/odoo"

    def action_pause(self):
        """Stop pulling and pushing; what changes waits."""
        self.check_access("write")
        self.sudo().filtered(lambda a: a.state == "connected").state = "paused"
        return _toast("success", self.env._("Paused. What changes meanwhile waits."))

    def action_resume(self):
        """End the user's own pause; the administrator's stays."""
        self.check_access("write")
        self.sudo().filtered(lambda a: a.state == "paused").state = "connected"
        self._wake_calendar()
        return _toast("success", self.env._("Going on."))

    def action_disconnect(self):
        """Withdraw the access at Google and forget the tokens; bindings stay.

        When Google cannot be told (network, wrong client), the tokens are forgotten
        all the same and the notice says where the user can withdraw the access. In a
        copy of a database nothing is withdrawn: it would cut off the real one.
        """
        self.check_access("write")
        untold = self.browse()
        for account in self.sudo():
            if not account._disconnect():
                untold |= account
        if untold:
            return _toast(
                "warning",
                self.env._(
                    "Disconnected here. Google could not be told; withdraw the access "
                    "at myaccount.google.com under Security ▸ Third-party apps."
                ),
            )
        return _toast("success", self.env._("Disconnected from Google."))

    def _disconnect(self):
        """One account, whoever asks; False when Google could not be told."""
        self.ensure_one()
        self.env["gws.calendar.watch"]._stop(self)
        told = self.env["gws.client"]._revoke(self)
        self.env["gws.secrets"]._forget_tokens(self.ids)
        self.write({"state": "draft", "last_error": False, "granted_scopes": False})
        self._close_activities()
        return told

    def action_diagnose(self):
        """The setup doctor: which step is wrong, and how to mend it."""
        self.check_access("read")
        return self.env["gws.diagnosis"]._open(self)

    # -- a grant that died ----------------------------------------------------

    def _mark_reconnect(self, error):
        """The grant is dead: state ``reconnect``, one activity, one notice.

        Survives the rollback of the caller's transaction (see ``_lasting``).
        :param error: the ReauthRequired, or any object with ``reason``
        """
        self.ensure_one()
        self._lasting("_set_reconnect", error)

    def _lasting(self, method, error):
        """Call ``method`` now, and once more should this transaction be rolled back.

        Not in another transaction at once: that would make the row newer than the
        caller's snapshot, and whatever the caller writes next would fail.
        """
        account_id, registry = self.id, self.env.registry

        def again():
            with registry.cursor() as cr:
                cr.execute(
                    "SELECT 1 FROM gws_account WHERE id = %s FOR UPDATE SKIP LOCKED",
                    [account_id],
                )
                # Somebody holds it: the next sync meets the same error.
                if cr.fetchone():
                    env = api.Environment(cr, api.SUPERUSER_ID, {})
                    getattr(env["gws.account"].browse(account_id), method)(error)

        self.env.cr.postrollback.add(again)
        getattr(self.sudo(), method)(error)

    def _set_reconnect(self, error):
        if self.state not in ("connected", "paused"):
            return
        # quick_update: the notice below is the notice, no e-mail beside it
        account = self.with_context(
            lang=self.user_id.lang, mail_activity_quick_update=True
        )
        message = account._reconnect_words(error)
        account.write({"state": "reconnect", "last_error": message})
        _logger.info("Google account %s must be connected again", self.id)
        account._close_activities()
        account.activity_schedule(
            RECONNECT_ACTIVITY,
            note=html_escape(message),
            user_id=account.user_id.id,
        )
        account.user_id._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "sticky": True,
                "title": account.env._("Google Workspace"),
                "message": message,
            },
        )

    def _reconnect_words(self, error):
        """Plain words for the owner: what happened and what to do."""
        self.ensure_one()
        reason = getattr(error, "reason", "")
        if reason == "unreadable":
            return self.env._(
                "The stored access cannot be read any more: it was encrypted with "
                "another key. Grant access again."
            )
        if reason == "client_changed":
            return self.env._("The OAuth client was changed. Grant access again.")
        if reason == "no_grant":
            return self.env._("No access is stored for this account. Grant access.")
        granted_at = self.env["gws.secrets"]._read_secret(self.id).granted_at
        age = granted_at and fields.Datetime.now() - granted_at
        if age and TESTING_LIFE[0] <= age <= TESTING_LIFE[1]:
            return self.env._(
                "Google ended the access 7 days after it was granted: the consent "
                "screen is in status “Testing”. Grant access again; the guide tells "
                "how to make it last (%(guide)s).",
                guide=f"{GUIDE}#testing-7-days",
            )
        return self.env._(
            "Google no longer accepts the access of %(email)s. That happens when the "
            "access was withdrawn, the password was changed, or the access was not "
            "used for six months. Grant access again.",
            email=self.email or "",
        )

    def _close_activities(self):
        """The account is well again: its warning is done."""
        self.sudo().activity_unlink([RECONNECT_ACTIVITY])

    @api.model
    def _close_client_activities(self):
        """The OAuth client was changed or works again."""
        kind = self.env.ref(CLIENT_ACTIVITY, raise_if_not_found=False)
        if kind:
            self.env["mail.activity"].sudo().search(
                [("activity_type_id", "=", kind.id), ("res_model", "=", self._name)]
            ).unlink()

    # -- a wrong OAuth client ---------------------------------------------------

    def _notify_client_error(self, error):
        """Tell the administrators once that Google refuses the OAuth client.

        Every token is kept: with the right client they work again. "Once" is per
        client; entering another ID or secret, or a call that works, starts anew.
        """
        self.ensure_one()
        self._lasting("_set_client_error", error)

    def _set_client_error(self, error):
        message = self.env._(
            "Google refuses the OAuth client (%(reason)s). Check the client ID and "
            "the client secret, and that the client still exists in Google's console "
            "(%(guide)s). Nothing is lost: synchronization goes on once this is right.",
            reason=getattr(error, "reason", "") or "invalid_client",
            guide=f"{GUIDE}#invalid-client",
        )
        self.last_error = message
        if not self.env["gws.client"]._remember_client_error(self):
            return
        administrators = self.env.ref("base.group_system").user_ids.filtered(
            lambda user: user.active and not user.share
        )
        for user in administrators:
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                CLIENT_ACTIVITY,
                note=html_escape(message),
                user_id=user.id,
            )


def _toast(kind, message):
    """A notice of the web client, after which the view is read anew."""
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {
            "type": kind,
            "message": message,
            "next": {"type": "ir.actions.client", "tag": "soft_reload"},
        },
    }
