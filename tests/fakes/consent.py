# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The consent page: who is asking, for what, and where the answer may go.

``start`` checks an authorization request and says what to do: show the page, or go
straight back (everything granted already, or ``prompt=none``). ``decide`` turns the
submitted form into the redirect. Mistakes of the asking side are shown as a page
(``ConsentError``), never redirected, because the address cannot be trusted then.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from . import discovery, oauth
from .errors import ConsentError

PROMPTS = {"none", "consent", "select_account"}
SERVICES = (("calendar", "v3"), ("gmail", "v1"), ("people", "v1"), ("oauth2", "v2"))
CHALLENGE = re.compile(r"[A-Za-z0-9\-._~]{43,128}")


@dataclass
class Request:
    """A valid authorization request. ``scopes`` in Google's long spelling."""

    client: object
    redirect_uri: str
    scopes: list
    state: str | None
    offline: bool
    prompts: set
    login_hint: str | None
    include_granted: bool
    challenge: str | None
    challenge_method: str
    nonce: str | None


def known_scopes():
    """{scope: description} of every service whose document is shipped."""
    found = {"openid": "Associate you with your personal info on Google"}
    for name, version in SERVICES:
        auth = discovery.service(name, version).document.get("auth", {})
        for scope, spec in auth.get("oauth2", {}).get("scopes", {}).items():
            found.setdefault(scope, spec["description"])
    return found


def read(world, query):
    """The request of a flat query dict; raises ``ConsentError``."""
    for name in ("client_id", "redirect_uri", "response_type", "scope"):
        if not query.get(name):
            raise ConsentError(
                "invalid_request", f"Required parameter is missing: {name}"
            )
    client = world.clients.get(query["client_id"])
    if client is None:
        raise ConsentError("invalid_client", "The OAuth client was not found.", 401)
    if query["redirect_uri"] not in client.redirect_uris:
        raise ConsentError(
            "redirect_uri_mismatch",
            "You can't sign in to this app because it doesn't comply with Google's "
            "OAuth 2.0 policy. If you're the app developer, register the redirect URI "
            f"in the Google Cloud Console. redirect_uri={query['redirect_uri']}",
        )
    if query["response_type"] != "code":
        raise ConsentError(
            "unsupported_response_type",
            f"Invalid response_type: {query['response_type']}",
        )
    scopes = list(
        dict.fromkeys(oauth.ALIASES.get(s, s) for s in query["scope"].split())
    )
    unknown = [scope for scope in scopes if scope not in known_scopes()]
    if unknown:
        raise ConsentError(
            "invalid_scope", f"Some requested scopes were invalid. {unknown}"
        )
    prompts = set((query.get("prompt") or "").split())
    if prompts - PROMPTS or "none" in prompts and len(prompts) > 1:
        raise ConsentError("invalid_request", "Invalid parameter value for prompt")
    if query.get("access_type", "online") not in ("online", "offline"):
        raise ConsentError("invalid_request", "Invalid parameter value for access_type")
    challenge, method = _challenge(query)
    return Request(
        client=client,
        redirect_uri=query["redirect_uri"],
        scopes=scopes,
        state=query.get("state"),
        offline=query.get("access_type") == "offline",
        prompts=prompts,
        login_hint=query.get("login_hint"),
        include_granted=query.get("include_granted_scopes") == "true",
        challenge=challenge,
        challenge_method=method,
        nonce=query.get("nonce"),
    )


def _challenge(query):
    challenge = query.get("code_challenge")
    method = query.get("code_challenge_method") or "plain"
    if challenge is None:
        if query.get("code_challenge_method"):
            raise ConsentError(
                "invalid_request", "code_challenge_method needs a code_challenge."
            )
        return None, method
    if method not in ("plain", "S256"):
        raise ConsentError("invalid_request", "Invalid code_challenge_method.")
    right_length = method == "plain" or len(challenge) == 43
    if not CHALLENGE.fullmatch(challenge) or not right_length:
        raise ConsentError("invalid_request", "Invalid code_challenge.")
    return challenge, method


def start(world, request):
    """Where to go at once without asking anybody, or None to show the page."""
    account = world.account(request.login_hint)
    granted = set()
    if account:
        granted = world.tokens.granted.get(
            (account.email, request.client.client_id), set()
        )
    if "none" in request.prompts:
        if account is None:
            return back(request, error="login_required")
        if not set(request.scopes) <= granted:
            return back(request, error="interaction_required")
        return _with_code(world, request, account, request.scopes, asked=False)
    if account and not request.prompts and set(request.scopes) <= granted:
        return _with_code(world, request, account, request.scopes, asked=False)
    return None


def decide(world, request, email, ticked, allowed):
    """The redirect after the form: ``ticked`` scopes of ``email``, or a refusal.

    Identity scopes are always granted. In testing only listed users get through.
    """
    if not allowed:
        return back(request, error="access_denied")
    account = world.account(email)
    if account is None:
        raise ConsentError("invalid_request", "Choose an account.")
    client = request.client
    testers = {user.lower() for user in client.test_users}
    if client.publishing == "testing" and account.email.lower() not in testers:
        raise ConsentError(
            "access_denied",
            "This app has not completed the Google verification process. The app is "
            "currently being tested, and can only be accessed by developer-approved "
            "testers. If you think you should have access, contact the developer.",
            403,
        )
    scopes = [s for s in request.scopes if s in ticked or s in oauth.IDENTITY]
    if not scopes:
        return back(request, error="access_denied")
    return _with_code(world, request, account, scopes, asked=True)


def _with_code(world, request, account, scopes, asked):
    key = (account.email, request.client.client_id)
    first = key not in world.tokens.granted
    before = world.tokens.granted.setdefault(key, set())
    scopes = set(scopes)
    # A refresh token is given only when the person really saw the consent question.
    shown = asked and ("consent" in request.prompts or not scopes <= before)
    if request.include_granted:
        scopes |= before
    before |= scopes
    code = world.tokens.new_code(
        account.email,
        request.client.client_id,
        scopes,
        request.redirect_uri,
        offline=request.offline and (first or shown),
        nonce=request.nonce,
        challenge=request.challenge,
        challenge_method=request.challenge_method,
    )
    return back(request, code=code, scope=" ".join(sorted(scopes)), authuser="0")


def back(request, **answer):
    """The redirect address with the answer and the untouched state."""
    if request.state is not None:
        answer = {"state": request.state, **answer}
    parts = urlsplit(request.redirect_uri)
    query = "&".join(filter(None, [parts.query, urlencode(answer)]))
    return urlunsplit(parts._replace(query=query))
