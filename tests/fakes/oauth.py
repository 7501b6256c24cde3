# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Codes, access tokens and refresh tokens, and the endpoints that trade them.

Lifetimes are Google's: a code ten minutes and once, an access token 3599 seconds, a
refresh token seven days when the client is in testing (identity-only grants live on),
and at most a hundred a person and client: the oldest dies silently.
Every token carries ``fake`` in its text, so a leak can be searched for.
"""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field

from .errors import OAuthError

ACCESS_LIFETIME = 3599
CODE_LIFETIME = 600
TESTING_LIFETIME = 7 * 86400
MOST_TOKENS = 100
SCOPE_EMAIL = "https://www.googleapis.com/auth/userinfo.email"
SCOPE_PROFILE = "https://www.googleapis.com/auth/userinfo.profile"
ALIASES = {"email": SCOPE_EMAIL, "profile": SCOPE_PROFILE}
IDENTITY = {"openid", SCOPE_EMAIL, SCOPE_PROFILE}


def normal(scopes):
    """Scopes in the long spelling Google answers with."""
    if isinstance(scopes, str):
        scopes = scopes.split()
    return {ALIASES.get(scope, scope) for scope in scopes}


@dataclass
class Refresh:
    email: str
    client_id: str
    scopes: set
    issued: float
    value: str = field(repr=False)
    revoked: bool = False


@dataclass
class Access:
    email: str
    client_id: str
    scopes: set
    expires: float
    value: str = field(repr=False)
    refresh: str = field(default="", repr=False)


@dataclass
class Code:
    email: str
    client_id: str
    scopes: set
    redirect_uri: str
    expires: float
    offline: bool
    nonce: str | None = None
    challenge: str | None = field(default=None, repr=False)
    challenge_method: str = "plain"
    used: bool = False
    minted: list = field(default_factory=list, repr=False)


class Tokens:
    """Everything OAuth remembers of one world."""

    def __init__(self, world):
        self.world = world
        self.refresh = {}
        self.access = {}
        self.codes = {}
        self.granted = {}

    def new_code(self, email, client_id, scopes, redirect_uri, **options):
        """A one-time authorization code for these scopes."""
        value = "4/0fake-" + secrets.token_urlsafe(30)
        expires = self.world.clock.time() + CODE_LIFETIME
        self.codes[value] = Code(
            email, client_id, set(scopes), redirect_uri, expires, **options
        )
        return value

    def grant(self, email, client_id, scopes):
        """A new refresh token; remembers the consent."""
        value = "1//fake-" + secrets.token_urlsafe(40)
        now = self.world.clock.time()
        self.remember(Refresh(email, client_id, normal(scopes), now, value))
        mine = [
            token
            for token in self.refresh.values()
            if (token.email, token.client_id) == (email, client_id)
            and not token.revoked
        ]
        for token in sorted(mine, key=lambda t: t.issued)[:-MOST_TOKENS]:
            token.revoked = True
        return value

    def remember(self, token):
        """Keep a refresh token and the consent behind it."""
        self.refresh[token.value] = token
        owner = (token.email, token.client_id)
        self.granted.setdefault(owner, set()).update(token.scopes)

    def mint_access(self, refresh):
        return self._access(
            refresh.email, refresh.client_id, refresh.scopes, refresh.value
        )

    def _access(self, email, client_id, scopes, refresh=""):
        value = "ya29.fake-" + secrets.token_urlsafe(40)
        expires = self.world.clock.time() + ACCESS_LIFETIME
        token = Access(email, client_id, set(scopes), expires, value, refresh)
        self.access[value] = token
        return token

    def usable(self, refresh):
        """Whether a refresh token still works."""
        client = self.world.clients.get(refresh.client_id)
        if refresh.revoked or client is None:
            return False
        if client.publishing == "testing" and refresh.scopes - IDENTITY:
            return self.world.clock.time() - refresh.issued <= TESTING_LIFETIME
        return True

    def bearer(self, value):
        """The living access token of this text, or None."""
        token = self.access.get(value)
        if token is None or token.expires <= self.world.clock.time():
            return None
        return token

    def revoke_account(self, email):
        """The person (or Google) withdrew everything: all tokens are dead."""
        with self.world.lock:
            for token in self.refresh.values():
                if token.email.lower() == email.lower():
                    token.revoked = True
            self._drop_access(lambda t: t.email.lower() == email.lower())
            for key in [k for k in self.granted if k[0].lower() == email.lower()]:
                del self.granted[key]

    def expire_access(self, email):
        """Access tokens die now, refresh tokens live on."""
        with self.world.lock:
            self._drop_access(lambda t: t.email.lower() == email.lower())

    def _drop_access(self, condition):
        self.access = {v: t for v, t in self.access.items() if not condition(t)}

    def revoke(self, value):
        """/revoke: kill the whole consent this token belongs to."""
        token = self.refresh.get(value) or self.access.get(value)
        if token is None or getattr(token, "revoked", False):
            raise OAuthError("invalid_token", "Token expired or revoked")
        owner = (token.email, token.client_id)
        for refresh in self.refresh.values():
            if (refresh.email, refresh.client_id) == owner:
                refresh.revoked = True
        self._drop_access(lambda t: (t.email, t.client_id) == owner)
        self.granted.pop(owner, None)

    # --- the token endpoint ---------------------------------------------------------

    def trade(self, form, basic=None):
        """POST /token: ``form`` is a flat dict, ``basic`` (client id, secret)."""
        client = self._client(form, basic)
        kind = form.get("grant_type")
        if kind == "authorization_code":
            return self._trade_code(form, client)
        if kind == "refresh_token":
            return self._trade_refresh(form, client)
        if not kind:
            raise OAuthError(
                "invalid_request", "Required parameter is missing: grant_type"
            )
        raise OAuthError("unsupported_grant_type", f"Invalid grant_type: {kind}")

    def _client(self, form, basic):
        client_id, secret = basic or (form.get("client_id"), form.get("client_secret"))
        if not client_id:
            raise OAuthError(
                "invalid_request", "Could not determine client ID from request."
            )
        client = self.world.clients.get(client_id)
        if client is None:
            raise OAuthError("invalid_client", "The OAuth client was not found.", 401)
        if not hmac.compare_digest(client.client_secret, secret or ""):
            raise OAuthError(
                "invalid_client", "The provided client secret is invalid.", 401
            )
        return client

    def _code(self, form, client):
        """The living code of the form; raises when it is unknown, old or used."""
        code = self.codes.get(form.get("code") or "")
        if code is None:
            raise OAuthError("invalid_grant", "Malformed auth code.")
        if code.used:
            # A code that comes twice was stolen: what it gave is taken back.
            for value in code.minted:
                self.access.pop(value, None)
                if value in self.refresh:
                    self.refresh[value].revoked = True
            raise OAuthError("invalid_grant", "Bad Request")
        if code.client_id != client.client_id:
            raise OAuthError("invalid_grant", "Bad Request")
        if code.expires <= self.world.clock.time():
            raise OAuthError("invalid_grant", "Bad Request")
        return code

    def _trade_code(self, form, client):
        code = self._code(form, client)
        if form.get("redirect_uri") != code.redirect_uri:
            raise OAuthError("redirect_uri_mismatch", "Bad Request")
        self._check_verifier(code, form.get("code_verifier"))
        code.used = True
        refresh = ""
        if code.offline:
            refresh = self.grant(code.email, code.client_id, code.scopes)
        access = self._access(code.email, code.client_id, code.scopes, refresh)
        code.minted = [access.value, refresh]
        answer = self._answer(access, client, code.nonce)
        if refresh:
            answer["refresh_token"] = refresh
            if client.publishing == "testing" and code.scopes - IDENTITY:
                answer["refresh_token_expires_in"] = TESTING_LIFETIME
        return answer

    def _check_verifier(self, code, verifier):
        if code.challenge is None:
            return
        if not verifier:
            raise OAuthError("invalid_grant", "Missing code verifier.")
        if code.challenge_method == "S256":
            digest = hashlib.sha256(verifier.encode()).digest()
            verifier = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if not hmac.compare_digest(verifier, code.challenge):
            raise OAuthError("invalid_grant", "Invalid code verifier.")

    def _trade_refresh(self, form, client):
        if not form.get("refresh_token"):
            raise OAuthError(
                "invalid_request", "Missing required parameter: refresh_token"
            )
        token = self.refresh.get(form["refresh_token"])
        if token is None or token.client_id != client.client_id:
            raise OAuthError("invalid_grant", "Bad Request")
        if not self.usable(token):
            raise OAuthError("invalid_grant", "Token has been expired or revoked.")
        wanted = normal(form.get("scope") or "") or token.scopes
        if not wanted <= token.scopes:
            raise OAuthError("invalid_scope", "Bad Request")
        access = self._access(token.email, token.client_id, wanted, token.value)
        return self._answer(access, client)

    def _answer(self, access, client, nonce=None):
        answer = {
            "access_token": access.value,
            "expires_in": ACCESS_LIFETIME,
            "scope": " ".join(sorted(access.scopes)),
            "token_type": "Bearer",
        }
        if "openid" in access.scopes:
            answer["id_token"] = self._id_token(access, client, nonce)
        return answer

    def _id_token(self, access, client, nonce):
        now = int(self.world.clock.time())
        account = self.world.account(access.email)
        claims = {
            "iss": "https://accounts.google.com",
            "azp": client.client_id,
            "aud": client.client_id,
            "sub": account.sub,
            "iat": now,
            "exp": now + 3600,
        }
        if SCOPE_EMAIL in access.scopes:
            claims |= {"email": account.email, "email_verified": True}
        if SCOPE_PROFILE in access.scopes:
            claims["name"] = account.name
        if nonce:
            claims["nonce"] = nonce
        head = _segment({"alg": "HS256", "typ": "JWT"})
        text = f"{head}.{_segment(claims)}"
        signature = hmac.digest(client.client_secret.encode(), text.encode(), "sha256")
        return text + "." + base64.urlsafe_b64encode(signature).decode().rstrip("=")

    def userinfo(self, access):
        """/oauth2/v3/userinfo for an access token with an identity scope."""
        if not access.scopes & IDENTITY:
            raise OAuthError("insufficient_scope", "Insufficient scope", 403)
        account = self.world.account(access.email)
        data = {"sub": account.sub}
        if SCOPE_EMAIL in access.scopes:
            data |= {"email": account.email, "email_verified": True}
        if SCOPE_PROFILE in access.scopes:
            first, _blank, last = account.name.partition(" ")
            data |= {"name": account.name, "given_name": first, "family_name": last}
        return data


def _segment(data):
    raw = json.dumps(data, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
