# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The one seam between Odoo and ``gapi``: who calls Google, as whom, and whether.

Promises: connections are kept alive (one transport a database and endpoint in each
process); a refreshed token is stored without touching the caller's transaction; a
copy of a database never writes to Google; every GoogleError that concerns the grant
or the OAuth client is told once and then keeps quiet.
"""

import hashlib
import logging
import threading
from datetime import timedelta
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import str2bool

from ..gapi.calendar import CalendarClient
from ..gapi.errors import Forbidden, GoogleError, ReauthRequired
from ..gapi.gmail import GmailClient
from ..gapi.oauth import (
    CALENDAR,
    CONTACTS,
    IDENTITY,
    MAIL,
    SEND,
    OAuthClient,
    missing_scopes,
)
from ..gapi.people import PeopleClient
from ..gapi.tokens import TokenSource
from ..gapi.transport import Transport, is_loopback
from .gws_secrets import EMPTY

_logger = logging.getLogger(__name__)

SCOPES = {"calendar": CALENDAR, "contact": CONTACTS, "mail": MAIL, "send": SEND}
# Sending works without reading. But only who reads knows the aliases, the Message-ID
# that Gmail gave a mail, and whether one left whose answer was lost.
HELPED_BY = {"send": "mail"}
REDIRECT_PATH = "/google_account/authentication"
MARGIN = timedelta(seconds=60)  # a token that ends sooner is refreshed first

_transports = {}
_transports_lock = threading.Lock()


class GwsClient(models.AbstractModel):
    _name = "gws.client"
    _description = "Google Workspace: the way to Google"

    # -- settings -----------------------------------------------------------

    @api.model
    def _param(self, name):
        """A system parameter of ours, trimmed; "" when it is not set."""
        params = self.env["ir.config_parameter"].sudo()
        return (params.get_param(f"google_workspace.{name}") or "").strip()

    @api.model
    def _is_enabled(self):
        return str2bool(self._param("enabled"), False)

    @api.model
    def _is_stand_in(self):
        """Whether what we call Google is on this very machine, a developer's own."""
        endpoint = self._param("api_endpoint")
        return is_loopback(urlsplit(endpoint).hostname or "")

    @api.model
    def _is_paused(self):
        """The administrator's pause for everybody."""
        return str2bool(self._param("paused"), False)

    @api.model
    def _credentials(self, account):
        """(client id, client secret): the account's own, else the system's.

        A part that is missing, or that our key does not open, is "".
        """
        if account and account.sudo().client_id:
            secret = self.env["gws.secrets"]._read_secret(account.id).client_secret
            return account.sudo().client_id, secret or ""
        secret = self.env["gws.secrets"]._decrypt(self._param("client_secret"))
        return self._param("client_id"), secret or ""

    @api.model
    def _is_configured(self, account=None):
        return self._is_enabled() and all(self._credentials(account))

    @api.model
    def _redirect_uri(self):
        """Where Google sends the browser back to; from ``web.base.url`` only."""
        params = self.env["ir.config_parameter"].sudo()
        return (params.get_param("web.base.url") or "").rstrip("/") + REDIRECT_PATH

    @api.model
    def _wanted_scopes(self, account):
        """Who somebody is, and what the features switched on need; no more."""
        scopes = list(IDENTITY)
        for feature in account._features():
            scopes.extend(SCOPES[feature])
            scopes.extend(SCOPES[HELPED_BY[feature]] if feature in HELPED_BY else ())
        return tuple(dict.fromkeys(scopes))

    @api.model
    def _is_granted(self, account, feature):
        return not missing_scopes(account.sudo().granted_scopes, SCOPES[feature])

    # -- doors --------------------------------------------------------------

    @api.model
    def _transport(self, account=None):
        """The transport of this database; connections in it are kept per thread."""
        key = (self.env.cr.dbname, self._param("api_endpoint"))
        with _transports_lock:
            if key not in _transports:
                _transports[key] = Transport(endpoint=key[1])
            return _transports[key]

    @api.model
    def _oauth(self, account=None):
        client_id, client_secret = self._credentials(account)
        return OAuthClient(
            self._transport(account), client_id, client_secret, self._redirect_uri()
        )

    @api.model
    def _calendar(self, account, keep_tokens=True):
        """A CalendarClient that acts as ``account``.

        It may be handed to another thread: it holds no cursor. A token refreshed in
        another thread is stored by ``save()`` in this one. ``keep_tokens=False`` is
        for a caller who is about to forget them: a refreshed token, stored by another
        transaction, would be newer than what the caller sees.
        """
        tokens = self._tokens(account, keep_tokens)
        return CalendarClient(self._transport(account), tokens)

    @api.model
    def _people(self, account):
        """A PeopleClient that acts as ``account``."""
        return PeopleClient(self._transport(account), self._tokens(account))

    @api.model
    def _gmail(self, account):
        """A GmailClient that acts as ``account``."""
        return GmailClient(self._transport(account), self._tokens(account))

    @api.model
    def _tokens(self, account, keep=True):
        return AccountTokens(self, account, keep)

    # -- what went wrong ------------------------------------------------------

    @api.model
    def _handle_error(self, account, error):
        """Tell the right person about an error that concerns the whole account.

        :return: True when the account must not go on for now
        """
        if isinstance(error, ReauthRequired):
            account._mark_reconnect(error)
            return True
        if isinstance(error, Forbidden) and error.kind == "client":
            account._notify_client_error(error)
            return True
        return False

    @api.model
    def _client_mark(self, account):
        """A short text that stands for this pair of client ID and secret."""
        pair = "\n".join(self._credentials(account))
        return hashlib.sha256(pair.encode()).hexdigest()[:16]

    @api.model
    def _remember_client_error(self, account):
        """True for the first error of this client, False when it was told already."""
        mark = self._client_mark(account)
        known = self._param("client_errors").split()
        if mark in known:
            return False
        self.env["ir.config_parameter"].sudo().set_param(
            "google_workspace.client_errors", " ".join([*known[-19:], mark])
        )
        return True

    @api.model
    def _forget_client_errors(self):
        """The client was changed or works again: the next error is news."""
        if self._param("client_errors"):
            self.env["ir.config_parameter"].sudo().set_param(
                "google_workspace.client_errors", False
            )
            self.env["gws.account"]._close_client_activities()

    @api.model
    def _client_works(self):
        """Google accepted the client: what was wrong is over. Own transaction."""
        if self._param("client_errors"):
            with self.env.registry.cursor() as cr:
                api.Environment(cr, api.SUPERUSER_ID, {})[
                    "gws.client"
                ]._forget_client_errors()

    # -- the copy of a database -------------------------------------------------

    @api.model
    def _is_copy(self):
        """Whether this database was copied from the one that was connected."""
        known = self._param("database_uuid")
        return bool(known) and known != self._database_uuid()

    @api.model
    def _database_uuid(self):
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    @api.model
    def _check_database(self):
        """Refuse (UserError) to write to Google from a copy of the database."""
        if self._is_copy():
            raise UserError(
                self.env._(
                    "This database is a copy: nothing is written to Google. If it is "
                    "the real one, an administrator says so in Settings ▸ General "
                    "Settings ▸ Integrations ▸ Google Workspace."
                )
            )

    @api.model
    def _remember_database(self, force=False):
        """Store which database is connected; only the first time unless forced."""
        if force or not self._param("database_uuid"):
            self.env["ir.config_parameter"].sudo().set_param(
                "google_workspace.database_uuid", self._database_uuid()
            )

    # -- revoke -------------------------------------------------------------

    @api.model
    def _revoke(self, account):
        """Withdraw the grant at Google.

        :return: True when nothing is left to withdraw; False when Google could not be
            told (the reason is logged)
        """
        secret = self.env["gws.secrets"]._read_secret(account.id)
        token = secret.refresh_token or secret.access_token
        return self._withdraw(account, token) if token else True

    @api.model
    def _withdraw(self, account, token):
        """The same for a token that need not be the stored one."""
        if self._is_copy():
            return True  # the grant is the real database's, and stays
        try:
            self._oauth(account).revoke(token)
        except GoogleError as error:
            _logger.warning("Account %s could not be revoked: %s", account.id, error)
            return False
        return True


class AccountTokens(TokenSource):
    """The access token of one account, refreshed when it is about to end.

    Reads what it needs when it is made. ``token()`` may be called in any thread: a
    thread that did not make it never touches a cursor; what it refreshed is stored by
    ``save()`` in the thread that made it.
    """

    def __init__(self, client, account, keep=True):
        self._env = client.env
        self._keep = keep
        self._account_id = account.id
        self._thread = threading.get_ident()
        self._lock = threading.Lock()
        self._oauth = client._oauth(account)
        self._client_id = client._credentials(account)[0]
        self._secret = client.env["gws.secrets"]._read_secret(account.id) or EMPTY
        self._access = self._secret.access_token
        self._expires = self._secret.access_expires_at
        self._unsaved = False

    def __repr__(self):
        return f"<AccountTokens of account {self._account_id}>"

    def token(self):
        """A token that is valid for another minute at least.

        Raises ReauthRequired when the grant is dead or missing, Forbidden of kind
        ``client`` for a wrong OAuth client, Transient when Google does not answer.
        """
        with self._lock:
            if not self._access or self._expires < fields.Datetime.now() + MARGIN:
                self._refresh()
            token = self._access
        if self._thread == threading.get_ident():
            self.save()
        return token

    def invalidate(self):
        """Forget the access token: Google answered 401."""
        with self._lock:
            self._access = None

    def save(self):
        """Store what was refreshed, in its own transaction. Owner's thread only."""
        if self._unsaved and self._keep:
            self._unsaved = False
            self._env["gws.secrets"]._store_access_token(
                self._account_id,
                self._access,
                self._expires,
                self._secret.refresh_token,
            )
            self._env["gws.client"]._client_works()

    def _refresh(self):
        if reason := self._missing():
            raise ReauthRequired(service="oauth", method="refresh", reason=reason)
        grant = self._oauth.refresh(self._secret.refresh_token)
        self._access = grant.access_token
        self._expires = fields.Datetime.now() + timedelta(seconds=grant.expires_in)
        self._unsaved = True

    def _missing(self):
        """Why Google need not even be asked; None when it may be."""
        if not self._secret.readable:
            return "unreadable"
        if not self._secret.refresh_token:
            return "no_grant"
        if self._secret.issued_to and self._secret.issued_to != self._client_id:
            return "client_changed"
        return None
