# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The consent: out to Google, back, and what the answer means for the account.

Promises: a state is signed, bound to the browser session and the user, good for ten
minutes and for one use; the verifier of PKCE never leaves the server; another Google
identity than the stored one is asked about before anything changes; every refusal
says in words what happened and what to do, with the section of the guide.

The words themselves are in ``gws_oauth_words``. Nothing here knows of HTTP requests
or sessions: the controller hands in texts.
"""

import hashlib
import json
import logging
import secrets
from dataclasses import asdict, replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import consteq
from odoo.tools.misc import hmac

from ..gapi.errors import GoogleError
from ..gapi.oauth import Grant, Identity, new_pkce
from .gws_oauth_words import Outcome

_logger = logging.getLogger(__name__)

SERVICE = "google_workspace"
SIGN_SCOPE = "google_workspace.oauth.state"
LIFETIME = timedelta(minutes=10)


class GwsOauth(models.AbstractModel):
    _name = "gws.oauth"
    _inherit = ["gws.oauth.words"]
    _description = "Google Workspace: consent"

    # -- out ----------------------------------------------------------------

    @api.model
    def _start(self, session_key, return_url, select_account=False):
        """Begin a consent for the logged-in user.

        :param session_key: a random text that only this browser session holds
        :param return_url: a local path
        :return: an Outcome ``refused``, or the URL of Google's page (str)
        """
        client = self.env["gws.client"]
        account = self.env["gws.account"]._of_user(self.env.user)
        if not client._is_configured(account):
            return self._refused(return_url, *self._words("not_configured"))
        if self.env["gws.takeover"]._is_connected_there(self.env.user):
            return self._refused(return_url, *self._words("elsewhere"))
        account = self.env["gws.account"]._ensure_for_user(self.env.user)
        verifier, challenge = new_pkce()
        nonce = self._remember(
            "consent", session_key, account, return_url, {"verifier": verifier}
        )
        scopes = client._wanted_scopes(account)
        return client._oauth(account).authorize_url(
            scopes,
            self._sign(nonce, return_url),
            challenge,
            login_hint=account.email or self.env.user.email or None,
            consent=True,
            select_account=select_account,
        )

    @api.model
    def _remember(self, kind, session_key, account, return_url, payload):
        """Store what the next step needs; returns the nonce that names it."""
        nonce = secrets.token_urlsafe(32)
        self.env["gws.oauth.state"].sudo().create(
            {
                "nonce_hash": _digest(nonce),
                "kind": kind,
                "session_hash": _digest(session_key),
                "user_id": self.env.uid,
                "client_id": self.env["gws.client"]._credentials(account)[0],
                "return_url": return_url,
                "payload": self.env["gws.secrets"]._encrypt(json.dumps(payload)),
                "expires": fields.Datetime.now() + LIFETIME,
            }
        )
        return nonce

    @api.model
    def _sign(self, nonce, return_url):
        """The state as ``google_account`` reads it (d, s, f), with ours and a seal."""
        body = {
            "d": self.env.cr.dbname,
            "s": SERVICE,
            "f": return_url,
            "n": nonce,
        }
        return json.dumps({**body, "h": self._seal(body)})

    def _seal(self, body):
        text = json.dumps(body, sort_keys=True)
        return hmac(self.env(su=True), SIGN_SCOPE, text)

    @api.model
    def _read_state(self, text):
        """The body of a state that we signed for this database, else None."""
        try:
            state = json.loads(text or "")
        except ValueError:
            return None
        if not isinstance(state, dict):
            return None
        body = {name: state.get(name) for name in ("d", "s", "f", "n")}
        if not all(isinstance(value, str) for value in body.values()):
            return None
        seal = state.get("h")
        if not isinstance(seal, str) or not consteq(seal, self._seal(body)):
            return None
        return body if body["d"] == self.env.cr.dbname else None

    # -- back ---------------------------------------------------------------

    @api.model
    def _finish(self, params, session_key):
        """Google sent the browser back.

        :param params: the query: ``state`` and ``code``, or ``error``
        :param session_key: as in ``_start``; "" when the session holds none
        """
        state = self._read_state(params.get("state"))
        if state is None:
            return self._refused("/odoo", *self._words("state_invalid"))
        url = state["f"]
        row, why = self._take(state["n"], "consent", session_key)
        if not row:
            return self._refused(url, *self._words(why))
        if params.get("error"):
            return self._refused(url, *self._google_error_words(params["error"]))
        account = self.env["gws.account"]._of_user(self.env.user)
        if row["client_id"] != self.env["gws.client"]._credentials(account)[0]:
            return self._refused(url, *self._words("client_changed"))
        oauth = self.env["gws.client"]._oauth(account)
        try:
            grant = oauth.exchange(params.get("code") or "", row["data"]["verifier"])
            identity = oauth.userinfo(grant.access_token)
        except GoogleError as error:
            return self._exchange_failed(url, account, error)
        if not grant.scopes:
            # RFC 6749, 5.1: an answer without scopes grants what was asked for.
            wanted = self.env["gws.client"]._wanted_scopes(account)
            grant = replace(grant, scopes=frozenset(wanted))
        outcome = self._apart("_settle", session_key, grant, identity, url)
        self._look_around()
        return outcome

    def _look_around(self):
        """Have the calendars ready to choose from as soon as the user is back, and
        know the addresses that the user's mail may be from."""
        account = self.env["gws.account"]._of_user(self.env.user)
        if account.state != "connected":
            return
        if account.calendar_enabled and account._is_granted("calendar"):
            self.env["gws.calendar.sync"]._list_calendars_now(account)
        if account.send_via_gmail and account._is_granted("send"):
            self._apart("_look_up_senders")

    def _look_up_senders(self):
        account = self.env["gws.account"]._of_user(self.env.user).sudo()
        self.env["gws.mail.server"]._look_up(account, quietly=True)

    def _apart(self, method, *args):
        """Call ``method`` in a transaction of its own.

        Google's answer can be had only once: what follows must neither see an old
        snapshot nor be rolled back and tried again with the whole request.
        """
        with self.env.registry.cursor() as cr:
            outcome = getattr(self.with_env(self.env(cr=cr)), method)(*args)
        self.env.invalidate_all()
        return outcome

    @api.model
    def _take(self, nonce, kind, session_key):
        """(row, "") for a state that holds; (None, name of the words) otherwise."""
        states = self.env["gws.oauth.state"]
        row = states._take(_digest(nonce), kind, _digest(session_key))
        if not row:
            if states._exists_elsewhere(_digest(nonce)):
                return None, "other_session"
            return None, "state_used"
        if row["expires"] < fields.Datetime.now():
            return None, "state_expired"
        if row["user_id"] != self.env.uid:
            return None, "other_user"
        text = self.env["gws.secrets"]._decrypt(row["payload"])
        if text is None:
            return None, "state_expired"
        return {**row, "data": json.loads(text)}, ""

    @api.model
    def _settle(self, session_key, grant, identity, url):
        """Compare the identity with the stored one; store, ask or refuse."""
        account = self.env["gws.account"]._ensure_for_user(self.env.user)
        if self._taken_by(identity, account):
            return self._refused(url, *self._words("taken", email=identity.email))
        secret = self.env["gws.secrets"]._read_secret(account.id)
        same = account.google_sub == identity.sub
        if not grant.refresh_token and not (same and secret.refresh_token):
            return self._refused(url, *self._words("no_refresh_token"))
        if self._is_other_identity(account, identity):
            payload = {"grant": _grant_values(grant), "identity": asdict(identity)}
            nonce = self._remember("confirm", session_key, account, url, payload)
            return Outcome("confirm", f"/google_workspace/confirm?n={nonce}", {})
        self._store(account, grant, identity)
        return self._connected(account, url)

    def _taken_by(self, identity, account):
        """The account of another user that is connected to this identity."""
        return (
            self.env["gws.account"]
            .sudo()
            .search(
                [
                    ("google_sub", "=", identity.sub),
                    ("state", "!=", "draft"),
                    ("user_id", "!=", account.user_id.id),
                ],
                limit=1,
            )
        )

    def _is_other_identity(self, account, identity):
        if account.google_sub:
            return account.google_sub != identity.sub
        hint = (account.email or "").lower()
        return bool(hint) and hint != identity.email.lower()

    # -- another identity -----------------------------------------------------

    @api.model
    def _question(self, nonce, session_key):
        """{"old", "new"} addresses for the page that asks; None when it is over."""
        row = (
            self.env["gws.oauth.state"]
            .sudo()
            .search(
                [
                    ("nonce_hash", "=", _digest(nonce)),
                    ("kind", "=", "confirm"),
                    ("session_hash", "=", _digest(session_key)),
                    ("user_id", "=", self.env.uid),
                    ("expires", ">", fields.Datetime.now()),
                ]
            )
        )
        text = row and self.env["gws.secrets"]._decrypt(row.payload)
        if not text:
            return None
        account = self.env["gws.account"]._of_user(self.env.user)
        new = json.loads(text)["identity"]["email"]
        return {"old": account.email or "", "new": new, "known": account.google_sub}

    @api.model
    def _confirm(self, nonce, session_key, accept):
        """The answer to the question. Refusing leaves everything as it was."""
        row, why = self._take(nonce, "confirm", session_key)
        if not row:
            return self._refused("/odoo", *self._words(why))
        url = row["return_url"]
        identity = Identity(**row["data"]["identity"])
        values = row["data"]["grant"]
        grant = Grant(**{**values, "scopes": frozenset(values["scopes"])})
        if not accept:
            account = self.env["gws.account"]._of_user(self.env.user)
            self._give_back(account, grant, identity)
            return self._refused(url, *self._words("kept", email=account.email or ""))
        outcome = self._apart("_accept", grant, identity, url)
        self._look_around()
        return outcome

    def _give_back(self, account, grant, identity):
        """Withdraw what was granted for an identity that the user does not want.

        GOOGLE: revoking ends every grant of that identity to this client. Of an
        identity that a colleague uses it would cut them off.
        """
        if not self._taken_by(identity, account):
            token = grant.refresh_token or grant.access_token
            self.env["gws.client"]._withdraw(account, token)

    @api.model
    def _accept(self, grant, identity, url):
        """The user wants the other identity."""
        account = self.env["gws.account"]._ensure_for_user(self.env.user)
        if self._taken_by(identity, account):
            return self._refused(url, *self._words("taken", email=identity.email))
        if account.google_sub and account.google_sub != identity.sub:
            account = self._change_identity(account, identity)
        self._store(account, grant, identity)
        return self._connected(account, url)

    def _change_identity(self, old, identity):
        """Put ``old`` aside and return the row of the new identity.

        What was bound to the old identity stays with the archived row: its cursors
        and ids mean nothing in another Google account. An identity that was used
        before gets its own row back, so nothing is doubled.
        """
        accounts = self.env["gws.account"].sudo().with_context(active_test=False)
        known = accounts.search(
            [("user_id", "=", old.user_id.id), ("google_sub", "=", identity.sub)],
            limit=1,
        )
        settings = old._settings_to_carry()
        secret = self.env["gws.secrets"]._read_secret(old.id).client_secret
        old.action_disconnect()
        old.active = False
        old.flush_recordset()
        if known:
            known.active = True
            known._take_subscriptions(old)
            return known
        new = accounts.create({**settings, "user_id": old.user_id.id})
        if secret:
            self.env["gws.secrets"]._write_secret(new.id, client_secret=secret)
        new._take_subscriptions(old)
        return new

    # -- store --------------------------------------------------------------

    def _store(self, account, grant, identity):
        """Keep the grant: tokens encrypted, identity and scopes on the account."""
        now = fields.Datetime.now()
        values = {
            "access_token": grant.access_token,
            "access_expires_at": fields.Datetime.add(now, seconds=grant.expires_in),
            "issued_to": self.env["gws.client"]._credentials(account)[0],
        }
        if grant.refresh_token:
            values.update(refresh_token=grant.refresh_token, granted_at=now)
        self.env["gws.secrets"]._write_secret(account.id, **values)
        account.sudo().write(
            {
                "google_sub": identity.sub,
                "email": identity.email,
                "granted_scopes": " ".join(sorted(grant.scopes)),
                "state": "paused" if account.state == "paused" else "connected",
                "last_error": False,
            }
        )
        account.sudo()._close_activities()
        self.env["gws.client"]._remember_database()
        self.env["gws.client"]._forget_client_errors()
        _logger.info("Google account %s is connected", account.id)


def _digest(text):
    """What stands in the table instead of a secret text."""
    return hashlib.sha256((text or "").encode()).hexdigest()


def _grant_values(grant):
    return {
        "access_token": grant.access_token,
        "refresh_token": grant.refresh_token,
        "expires_in": grant.expires_in,
        "scopes": sorted(grant.scopes),
    }
