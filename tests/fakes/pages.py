# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""HTML for people: the consent question and its error pages, and the list of accounts.

Names and ids are stable, browser tours click them: ``form#consent``, radios
``account``, checkboxes ``scope``, ``button#allow``, ``button#deny``. No script.
"""

from html import escape
from urllib.parse import quote, urlencode

from . import (
    calendar_page,
    consent as consent_rules,
    contact_page,
    control,
    gmail_page,
    oauth,
)
from .layout import page
from .wire import Response

ROOMS = {
    "/_emulator/calendar/": calendar_page.handle,
    "/_emulator/contacts/": contact_page.handle,
    "/_emulator/mail/": gmail_page.handle,
}


def handle(world, request):
    """``/`` and an account's pages: its calendars, contacts and mail."""
    if not control.is_local(request):
        return Response.of_html(page("Forbidden", "<p>This machine only.</p>"), 403)
    if request.path == "/":
        with world.lock:
            return Response.of_html(_index(world))
    for prefix, room in ROOMS.items():
        email = request.plain_path.removeprefix(prefix)
        with world.lock:
            account = world.account(email)
            if request.path.startswith(prefix) and account is not None:
                return room(world, account, request)
    return Response.of_html(page("Not found", "<p>There is no such page.</p>"), 404)


def _index(world):
    rows = "".join(
        f'<li><a href="/_emulator/calendar/{quote(account.email, safe="@")}">'
        f"{escape(account.name)}</a> <span class=dim>{escape(account.email)}, "
        f"{escape(account.time_zone)}</span> · "
        f'<a href="/_emulator/contacts/{quote(account.email, safe="@")}">Contacts</a>'
        f' · <a href="/_emulator/mail/{quote(account.email, safe="@")}">Mail</a>'
        "</li>"
        for account in world.accounts.values()
    )
    body = (
        "<h1>Emulated Google</h1><p>Accounts of this world:</p>"
        f"<ul id=accounts>{rows or '<li>none yet</li>'}</ul>"
        '<p class=dim><a href="/_emulator/state">state</a> · '
        '<a href="/_emulator/log">request log</a></p>'
    )
    return page("Emulated Google", body)


def consent(world, asked, request):
    """The question: which account, which permissions."""
    texts = consent_rules.known_scopes()
    action = f"{request.path}?{urlencode(request.query, doseq=True)}"
    hinted = world.account(asked.login_hint)
    chosen = hinted.email if hinted else None
    accounts = list(world.accounts.values())
    if chosen is None and accounts and "select_account" not in asked.prompts:
        chosen = accounts[0].email
    choices = "".join(
        f'<label><input type="radio" name="account" required '
        f'value="{escape(account.email)}"'
        f"{' checked' if account.email == chosen else ''}> "
        f"{escape(account.name)} <span class=dim>{escape(account.email)}</span></label>"
        for account in accounts
    )
    boxes = ""
    for scope in asked.scopes:
        if scope in oauth.IDENTITY:
            boxes += f"<label>✓ {escape(texts[scope])}</label>"
            continue
        boxes += (
            f'<label><input type="checkbox" name="scope" value="{escape(scope)}" '
            f"checked> {escape(texts[scope])}</label>"
        )
    app_name = asked.client.client_id.split(".apps.")[0]
    hint = ""
    if not asked.client.verified or asked.client.publishing == "testing":
        hint = (
            "<p class=hint id=unverified>Google hasn’t verified this app. The app is "
            "requesting access to sensitive info in your Google Account.</p>"
        )
    body = (
        "<p class=dim>Sign in with Google (emulated)</p>"
        f"<h1>{escape(app_name)} wants access to your Google Account</h1>{hint}"
        f'<form id="consent" method="post" action="{escape(action)}">'
        f"<h2>Choose an account</h2>{choices}"
        f"<h2>Select what {escape(app_name)} can access</h2>{boxes}"
        "<p class=right>"
        '<button id="deny" name="decision" value="deny" formnovalidate>Cancel</button> '
        '<button id="allow" class="main" name="decision" value="allow">Allow</button>'
        "</p></form>"
    )
    return page("Sign in – Google Accounts", body)


def consent_error(error):
    """Google's "Access blocked" page."""
    body = (
        "<p class=dim>Sign in with Google (emulated)</p>"
        "<h1>Access blocked: Authorization Error</h1>"
        f"<p>{escape(error.description)}</p>"
        f'<p class="error" id="error">Error {error.status}: {escape(error.error)}</p>'
    )
    return page("Error – Google Accounts", body)
