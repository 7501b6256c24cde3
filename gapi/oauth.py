# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Consent and tokens: OAuth 2.0 for a web application, with PKCE.

Plain code over `transport`: the token endpoint is two form posts, and google-auth
would bring its own connection, its own retries and a refusal of loopback http.

Promises: no token, code or secret in an address, a log or an error. It keeps
nothing: storing, state and session are the caller's.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode

from . import scopes as scopes_module
from .errors import GoogleError, from_oauth_answer
from .scopes import CALENDAR, CONTACTS, IDENTITY, MAIL, SCOPES, SEND
from .tokens import FixedToken
from .transport import Call, read_object

__all__ = [
    "CALENDAR",
    "CONTACTS",
    "IDENTITY",
    "MAIL",
    "SCOPES",
    "SEND",
    "Grant",
    "Identity",
    "OAuthClient",
    "missing_scopes",
    "new_pkce",
    "normalise_scopes",
]

AUTHORIZE_URL = "https://accounts.google.com/o/oauth2/v2/auth"
TOKEN_URL = "https://oauth2.googleapis.com/token"
REVOKE_URL = "https://oauth2.googleapis.com/revoke"
USERINFO_URL = "https://www.googleapis.com/oauth2/v3/userinfo"
# Google says 3,599; RFC 6749 lets a server leave it out.
DEFAULT_LIFETIME = 3600

normalise_scopes = scopes_module.normalise
missing_scopes = scopes_module.missing


@dataclass(frozen=True)
class Grant:
    """What the token endpoint gave. `refresh_token` is None unless consent was shown.

    expires_in  seconds the access token lives;  scopes  what was *really* granted
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_in: int
    scopes: frozenset


@dataclass(frozen=True)
class Identity:
    """Who consented. `sub` never changes; the e-mail address may."""

    sub: str
    email: str
    name: str


def new_pkce():
    """Return (verifier, challenge) for S256 (RFC 7636)."""
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return verifier, base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


class OAuthClient:
    """One OAuth client (id and secret) at Google."""

    def __init__(self, transport, client_id, client_secret, redirect_uri):
        self._transport = transport
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect_uri = redirect_uri

    def __repr__(self):
        return f"OAuthClient({self._client_id!r})"

    def authorize_url(
        self,
        scopes,
        state,
        code_challenge,
        login_hint=None,
        consent=True,
        select_account=False,
    ):
        """Return the address of Google's consent page.

        scopes          iterable of scopes, as in `scopes.SCOPES`
        consent         show the consent even if given before: only then does Google
                        give a refresh token
        select_account  let the person choose the account even if only one is there
        """
        prompt = ["select_account"] * select_account + ["consent"] * consent
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self._redirect_uri,
            "scope": " ".join(dict.fromkeys(scopes)),
            "state": state,
            "access_type": "offline",
            "include_granted_scopes": "true",
            "code_challenge": code_challenge,
            "code_challenge_method": "S256",
        }
        if prompt:
            query["prompt"] = " ".join(prompt)
        if login_hint:
            query["login_hint"] = login_hint
        return f"{self._transport.root(AUTHORIZE_URL)}?{urlencode(query)}"

    def exchange(self, code, code_verifier):
        """Return the `Grant` for the code that came back from the consent.

        A code is good once, so a lost answer is not asked for again: it raises
        `Transient(outcome_unknown=True)` and the person consents anew.
        """
        return self._grant(
            "exchange",
            {
                "grant_type": "authorization_code",
                "code": code,
                "code_verifier": code_verifier,
                "redirect_uri": self._redirect_uri,
            },
            write=True,
            repeatable=False,
        )

    def refresh(self, refresh_token):
        """Return a new `Grant`; `ReauthRequired` when the refresh token is dead."""
        return self._grant(
            "refresh", {"grant_type": "refresh_token", "refresh_token": refresh_token}
        )

    def revoke(self, token):
        """Take the grant back at Google. One already gone is fine."""
        try:
            self._post("revoke", REVOKE_URL, {"token": token}, None)
        except GoogleError as error:
            if error.reason not in ("invalid_token", "invalid_grant"):
                raise

    def userinfo(self, access_token):
        """Return the `Identity` behind an access token."""

        def read(status, headers, content):
            data = read_object(status, headers, content)
            if not data.get("sub"):
                raise ValueError("no identity in the answer")
            return Identity(
                sub=str(data["sub"]),
                email=str(data.get("email") or ""),
                name=str(data.get("name") or ""),
            )

        return self._transport.send(
            Call(
                service="oauth",
                method="userinfo",
                uri=self._transport.root(USERINFO_URL),
                read=read,
                token_source=FixedToken(access_token),
            )
        )

    def _grant(self, method, fields, **options):
        fields = {
            **fields,
            "client_id": self._client_id,
            "client_secret": self._client_secret,
        }

        def read(status, headers, content):
            data = read_object(status, headers, content)
            if not isinstance(data.get("access_token"), str):
                raise ValueError("no token in the answer")
            return Grant(
                access_token=data["access_token"],
                refresh_token=data.get("refresh_token") or None,
                expires_in=int(str(data.get("expires_in") or DEFAULT_LIFETIME)),
                scopes=normalise_scopes(str(data.get("scope") or "")),
            )

        return self._post(method, TOKEN_URL, fields, read, **options)

    def _post(self, method, url, fields, read, **options):
        known = [
            fields[name]
            for name in (
                "client_secret",
                "code",
                "code_verifier",
                "refresh_token",
                "token",
            )
            if fields.get(name)
        ]
        return self._transport.send(
            Call(
                service="oauth",
                method=method,
                uri=self._transport.root(url),
                http_method="POST",
                body=urlencode(fields),
                headers={
                    "content-type": "application/x-www-form-urlencoded",
                    "accept": "application/json",
                },
                read=read,
                error=lambda status, headers, content: from_oauth_answer(
                    method, status, headers, content, *known
                ),
                **options,
            )
        )
