# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The consent's three stops in the browser: out, back, and one question.

Verifies who asks and hands over to ``gws.oauth``. Other services that complete their
consent at ``/google_account/authentication`` pass through untouched.
"""

import json
import secrets

from odoo import http
from odoo.http import request

from odoo.addons.google_account.controllers.main import GoogleAuth

SERVICE = "google_workspace"
SESSION_KEY = "gws_session_key"
NOTICE_KEY = "gws_notice"
HOME = "/odoo"


def local_path(url):
    """``url`` when it is a path of this server, else the home page."""
    if (
        not url
        or not url.startswith("/")
        or url.startswith(("//", "/google_workspace/c"))
        or "\\" in url
        or any(ord(char) < 32 or ord(char) == 127 for char in url)
    ):
        return HOME
    return url


def _state_service(text):
    """The service named in a state, or None when it is not readable."""
    try:
        state = json.loads(text)
    except (TypeError, ValueError):
        return None
    return state.get("s") if isinstance(state, dict) else None


class GoogleWorkspaceOauth(GoogleAuth):
    @http.route("/google_workspace/connect", type="http", auth="user", methods=["GET"])
    def connect(self, return_url=None, select_account=None, **kw):
        """Go to Google's consent page; come back to ``return_url`` (a local path)."""
        if SESSION_KEY not in request.session:
            request.session[SESSION_KEY] = secrets.token_urlsafe(32)
        answer = request.env["gws.oauth"]._start(
            request.session[SESSION_KEY],
            local_path(return_url),
            select_account=bool(select_account),
        )
        if isinstance(answer, str):
            return _private(request.redirect(answer, code=302, local=False))
        return self._end(answer)

    @http.route()
    def oauth2callback(self, **kw):
        if _state_service(kw.get("state")) != SERVICE:
            return super().oauth2callback(**kw)
        outcome = request.env["gws.oauth"]._finish(
            kw, request.session.get(SESSION_KEY) or ""
        )
        return self._end(outcome)

    @http.route(
        "/google_workspace/confirm", type="http", auth="user", methods=["GET", "POST"]
    )
    def confirm(self, n="", accept=None, **kw):
        """Another Google identity than the stored one: ask before changing."""
        session_key = request.session.get(SESSION_KEY) or ""
        oauth = request.env["gws.oauth"]
        if request.httprequest.method == "POST":
            return self._end(oauth._confirm(n, session_key, accept == "yes"))
        question = oauth._question(n, session_key)
        if not question:
            return request.redirect(HOME)
        return _private(
            request.render("google_workspace.confirm_page", {"nonce": n, **question})
        )

    def _end(self, outcome):
        """Back to where the user was, with the notice; it is shown once."""
        if request.env.user._is_public():
            # Logged out meanwhile: no session to keep the notice in.
            return _private(
                request.render(
                    "google_workspace.notice_page", {"notice": outcome.notice}
                )
            )
        if outcome.notice:
            request.session[NOTICE_KEY] = outcome.notice
        return _private(request.redirect(local_path_of(outcome), code=302))


def local_path_of(outcome):
    """The outcome's page; our own question is one, too."""
    return outcome.url if outcome.kind == "confirm" else local_path(outcome.url)


def _private(response):
    """The answer carries a state or a nonce: keep it out of caches and referrers."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
