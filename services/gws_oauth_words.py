# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a consent ended, in words: what happened, what to do, where the guide says so.

Every sentence a user can meet on the way to Google and back stands in one table. It
decides nothing about the account.
"""

import logging
from typing import NamedTuple

from odoo import api, models

from ..gapi.errors import Forbidden, ReauthRequired, Transient

_logger = logging.getLogger(__name__)

GUIDE = "/google_workspace/guide"
# Not written as strings beside the sentences: the export would take them for texts.
WARNING, DANGER = "warning", "danger"


class Outcome(NamedTuple):
    """What the browser is told: where to go, and one notice.

    ``kind``: ``connected``, ``refused`` or ``confirm`` (then ``url`` is the question).
    ``notice``: {"type", "title", "message", "link"}; ``link`` is a page or "".
    """

    kind: str
    url: str
    notice: dict


class GwsOauthWords(models.AbstractModel):
    _name = "gws.oauth.words"
    _description = "Google Workspace: how a consent ended"

    @api.model
    def _connected(self, account, url):
        missing = [
            name for name in account._features() if not account._is_granted(name)
        ]
        if missing:
            kind, title, message, link = self._words(
                "partial",
                email=account.email,
                features=self.env["gws.words"]._list(
                    [self._feature_name(name) for name in missing]
                ),
            )
            account.sudo().last_error = message
        else:
            kind, title, message, link = self._words("connected", email=account.email)
        notice = {"type": kind, "title": title, "message": message, "link": link}
        return Outcome("connected", url, notice)

    def _refused(self, url, kind, title, message, link):
        notice = {"type": kind, "title": title, "message": message, "link": link}
        return Outcome("refused", url, notice)

    def _exchange_failed(self, url, account, error):
        _logger.warning("Consent of user %s failed: %s", self.env.uid, error)
        if isinstance(error, Transient):
            return self._refused(url, *self._words("google_down"))
        if isinstance(error, ReauthRequired):
            return self._refused(url, *self._words("code_refused"))
        if isinstance(error, Forbidden) and error.kind == "client":
            account._notify_client_error(error)
            name = "redirect" if error.reason == "redirect_uri_mismatch" else "client"
            return self._refused(url, *self._words(name, uri=self._redirect_uri()))
        if isinstance(error, Forbidden) and error.kind == "policy":
            return self._refused(url, *self._words("policy"))
        return self._refused(url, *self._words("other", reason=error.reason or ""))

    def _redirect_uri(self):
        return self.env["gws.client"]._redirect_uri()

    def _google_error_words(self, error):
        """Words for the ``error`` that Google's page sent back."""
        known = {
            "access_denied": "denied",
            "admin_policy_enforced": "policy",
            "org_internal": "org_internal",
            "server_error": "google_down",
            "temporarily_unavailable": "google_down",
            "invalid_scope": "scope",
        }
        if error in known:
            return self._words(known[error])
        # The text comes from the URL: show it only when it looks like a code.
        code = error if error.replace("_", "").isalnum() and len(error) < 60 else "?"
        return self._words("other", reason=code)

    def _feature_name(self, feature):
        return {
            "calendar": self.env._("Calendar"),
            "contact": self.env._("Contacts"),
            "mail": self.env._("Mail"),
            "send": self.env._("Sending mail"),
        }[feature]

    def _words(self, name, **values):
        """(type, title, message, link) of one outcome, in the user's language."""
        kind, title, message, anchor = self._sentences(values)[name]
        return kind, title, message, f"{GUIDE}#{anchor}" if anchor else ""

    def _sentences(self, values):
        """Every outcome in words. Kept in one table so that none is forgotten."""
        _ = self.env._
        failed = _("Google is not connected")
        again = _("Please start again with “Grant access”.")
        return {
            "connected": (
                "success",
                _("Google is connected"),
                _("Connected as %(email)s.", **_with(values, "email")),
                "",
            ),
            "partial": (
                WARNING,
                _("Google is connected in part"),
                _(
                    "Connected as %(email)s, but without the box for: %(features)s. "
                    "Grant access again and tick all boxes to use it.",
                    **_with(values, "email", "features"),
                ),
                "missing-scope",
            ),
            "kept": (
                "info",
                _("Nothing was changed"),
                _("Odoo stays with %(email)s.", **_with(values, "email")),
                "",
            ),
            "not_configured": (
                WARNING,
                failed,
                _(
                    "Google Workspace is not set up yet. An administrator enters the "
                    "client ID and the client secret in Settings ▸ General Settings ▸ "
                    "Integrations."
                ),
                "client-in-odoo",
            ),
            "elsewhere": (
                WARNING,
                failed,
                self.env["gws.takeover"]._where_words(),
                "other-connector",
            ),
            "denied": (
                WARNING,
                failed,
                _(
                    "Google reported “access_denied”: you cancelled, or this Google "
                    "account may not use the app. While the consent screen is in "
                    "status “Testing”, your address must be among its test users."
                ),
                "access-denied",
            ),
            "policy": (
                DANGER,
                failed,
                _(
                    "Your organization does not allow this app. A Google Workspace "
                    "administrator can trust it in the Admin console."
                ),
                "admin-policy",
            ),
            "org_internal": (
                DANGER,
                failed,
                _(
                    "The app is for accounts of one organization only, and this "
                    "Google account belongs to another."
                ),
                "org-internal",
            ),
            "scope": (
                DANGER,
                failed,
                _("Google does not know one of the permissions that were asked for."),
                "missing-scope",
            ),
            "state_invalid": (
                DANGER,
                failed,
                _("The answer does not come from a consent of this database.")
                + " "
                + again,
                "state",
            ),
            "state_expired": (
                WARNING,
                failed,
                _("The consent took longer than ten minutes.") + " " + again,
                "state",
            ),
            "state_used": (
                WARNING,
                failed,
                _("This consent was used already, or is too old.") + " " + again,
                "state",
            ),
            "other_session": (
                DANGER,
                failed,
                _(
                    "The consent was begun in another browser session, or you were "
                    "logged out meanwhile."
                )
                + " "
                + again,
                "state",
            ),
            "other_user": (
                DANGER,
                failed,
                _("The consent was begun by another user.") + " " + again,
                "state",
            ),
            "client_changed": (
                WARNING,
                failed,
                _("The OAuth client was changed meanwhile.") + " " + again,
                "state",
            ),
            "code_refused": (
                WARNING,
                failed,
                _("Google did not accept its own code any more.") + " " + again,
                "state",
            ),
            "google_down": (
                WARNING,
                failed,
                _("Google could not be reached. Try again in a few minutes."),
                "",
            ),
            "client": (
                DANGER,
                failed,
                _(
                    "Google refuses the client ID or the client secret. An "
                    "administrator compares both with Google's console; they were "
                    "told."
                ),
                "invalid-client",
            ),
            "redirect": (
                DANGER,
                failed,
                _(
                    "Google does not know this redirect URI: %(uri)s. An administrator "
                    "adds it to the client in Google's console.",
                    **_with(values, "uri"),
                ),
                "redirect-uri-mismatch",
            ),
            "no_refresh_token": (
                WARNING,
                failed,
                _(
                    "Google gave no lasting access. Remove Odoo's access at "
                    "myaccount.google.com under Security ▸ Third-party apps."
                )
                + " "
                + again,
                "no-lasting-access",
            ),
            "taken": (
                DANGER,
                failed,
                _(
                    "%(email)s is already connected by another user of this Odoo. Two "
                    "users would change each other's data: choose another Google "
                    "account, or disconnect it there first.",
                    **_with(values, "email"),
                ),
                "already-connected",
            ),
            "other": (
                DANGER,
                failed,
                _("Google reported: %(reason)s.", **_with(values, "reason"))
                + " "
                + again,
                "other-errors",
            ),
        }


def _with(values, *names):
    return {name: values.get(name, "") for name in names}
