# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""OAuth over HTTP: the consent page, /token, /revoke and /oauth2/v3/userinfo."""

import base64
import binascii
from urllib.parse import unquote

from . import consent, pages
from .errors import ConsentError, OAuthError
from .wire import Response

AUTH = "/o/oauth2/v2/auth"
PATHS = (AUTH, "/o/oauth2/auth", "/token", "/revoke", "/oauth2/v3/userinfo")
FORM = "application/x-www-form-urlencoded"
NO_STORE = {"Cache-Control": "no-cache, no-store, max-age=0, must-revalidate"}


def handles(path):
    return path in PATHS


def handle(world, request):
    try:
        with world.lock:
            if request.path.endswith("/auth"):
                return _authorize(world, request)
            if request.path == "/oauth2/v3/userinfo":
                return _userinfo(world, request)
            return _token_endpoint(world, request)
    except ConsentError as error:
        return Response.of_html(pages.consent_error(error), error.status)
    except OAuthError as error:
        headers = dict(NO_STORE)
        if error.status == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="https://accounts.google.com/"'
        return Response.of_json(error.body(), error.status, headers=headers)


def _authorize(world, request):
    """GET shows the question, POST (the page's own form) carries the decision."""
    asked = consent.read(world, request.flat_query())
    if request.method == "GET":
        address = consent.start(world, asked)
        if address is None:
            return Response.of_html(pages.consent(world, asked, request))
        return Response.redirect(address)
    if request.method != "POST":
        raise ConsentError("invalid_request", "Method not allowed.", 405)
    form = request.form()
    allowed = form.get("decision") == ["allow"]
    email = (form.get("account") or [""])[-1]
    ticked = set(form.get("scope") or ())
    return Response.redirect(consent.decide(world, asked, email, ticked, allowed))


def _token_endpoint(world, request):
    if request.method != "POST":
        raise OAuthError("invalid_request", "Request must be POST.", 405)
    if request.path == "/revoke":
        token = request.flat_form().get("token") or request.flat_query().get("token")
        if not token:
            raise OAuthError("invalid_request", "Missing required parameter: token")
        world.tokens.revoke(token)
        return Response.of_json({})
    if not request.headers.get("content-type", "").startswith(FORM):
        raise OAuthError("invalid_request", "Request must be form-encoded.")
    form = request.flat_form()
    answer = world.tokens.trade(form, _basic(request.headers.get("authorization")))
    return Response.of_json(answer, headers=NO_STORE)


def _basic(header):
    """(client id, secret) of an HTTP Basic header, or None."""
    if not header or not header.lower().startswith("basic "):
        return None
    try:
        text = base64.b64decode(header[6:], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise OAuthError(
            "invalid_client", "Unreadable Basic credentials.", 401
        ) from error
    client_id, _colon, secret = text.partition(":")
    return unquote(client_id), unquote(secret)


def _userinfo(world, request):
    kind, _blank, value = request.headers.get("authorization", "").partition(" ")
    access = world.tokens.bearer(value.strip())
    if kind.lower() != "bearer" or access is None:
        raise OAuthError("invalid_request", "Invalid Credentials", 401)
    return Response.of_json(world.tokens.userinfo(access))
