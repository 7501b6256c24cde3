# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The setup doctor: which step of the setup is wrong, and how to mend it.

Looks at the settings first and asks Google only what the settings allow to ask; it
changes nothing (a token refreshed on the way is stored, as always). Each finding is
a step, a level, one sentence, and the section of the guide that mends it.
"""

import logging
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.http import request
from odoo.tools import config, format_date

from ..gapi.errors import Forbidden, GoogleError, ReauthRequired, Transient
from ..gapi.oauth import new_pkce

_logger = logging.getLogger(__name__)

GUIDE = "/google_workspace/guide"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
TESTING_LIFE = timedelta(days=7)


class Finding(NamedTuple):
    """One step. ``level``: ``ok``, ``note``, ``wrong``; ``anchor``: of the guide."""

    step: str
    level: str
    message: str
    anchor: str = ""


class GwsDoctor(models.AbstractModel):
    _name = "gws.doctor"
    _description = "Google Workspace: setup doctor"

    @api.model
    def _examine(self, account):
        """The findings for ``account`` (may be empty: then the system's setup only).

        :return: list of Finding, in the order of the setup
        """
        account = account.sudo()
        findings = [
            *self._look_at_switches(),
            *self._look_at_address(),
            *self._look_at_client(account),
        ]
        if self.env["gws.client"]._is_configured(account):
            findings.extend(self._ask_about_client(account))
        if account:
            findings.extend(self._look_at_account(account))
            findings.extend(self._ask_about_account(account))
            findings.extend(self._look_at_calendar(account))
            findings.extend(self._look_at_contacts(account))
            findings.extend(self._look_at_mail(account))
        findings.extend(self._look_at_odoo())
        findings.extend(self._look_at_contact_jobs(account))
        return findings

    # -- settings -----------------------------------------------------------

    def _look_at_switches(self):
        _ = self.env._
        client = self.env["gws.client"]
        step = _("Switched on")
        if not client._is_enabled():
            text = _(
                "Google Workspace is switched off. Switch it on in Settings ▸ General "
                "Settings ▸ Integrations."
            )
            yield Finding(step, "wrong", text, "client-in-odoo")
        elif client._is_paused():
            text = _("An administrator paused it for everybody. Changes wait.")
            yield Finding(step, "note", text, "")
        else:
            yield Finding(step, "ok", _("Google Workspace is on."))
        if client._is_copy():
            text = _(
                "This database is a copy of the one that was connected: nothing is "
                "written to Google. An administrator can say in the settings that "
                "this is the real one."
            )
            yield Finding(_("Database"), "wrong", text, "database-copy")

    def _look_at_address(self):
        _ = self.env._
        uri = self.env["gws.client"]._redirect_uri()
        parts = urlsplit(uri)
        step = _("Address of Odoo")
        host = parts.hostname or ""
        if parts.scheme != "https" and host not in LOOPBACK:
            text = _(
                "web.base.url is %(url)s. Google accepts only https addresses (and "
                "http://localhost). Correct the system parameter.",
                url=uri.removesuffix(parts.path) or "-",
            )
            yield Finding(step, "wrong", text, "web-base-url")
        elif request and request.httprequest.host != parts.netloc:
            text = _(
                "You are at %(here)s, but web.base.url says %(there)s. Google sends "
                "the browser back to the latter; if that is not how users reach Odoo, "
                "correct the system parameter.",
                here=request.httprequest.host,
                there=parts.netloc,
            )
            yield Finding(step, "wrong", text, "web-base-url")
        else:
            yield Finding(step, "ok", _("Google sends the browser back to %s.", uri))

    def _look_at_client(self, account):
        _ = self.env._
        client = self.env["gws.client"]
        client_id, secret = client._credentials(account)
        step = _("Client ID and secret")
        anchor = "client-in-odoo"
        if not client_id:
            text = _("No client ID is entered. The guide tells how to make one.")
            yield Finding(step, "wrong", text, anchor)
        elif not secret and self._has_unreadable_secret(account):
            text = _(
                "The client secret was encrypted with another key and cannot be read. "
                "Enter it again."
            )
            yield Finding(step, "wrong", text, anchor)
        elif not secret:
            text = _("No client secret is entered.")
            yield Finding(step, "wrong", text, anchor)
        elif not client._param("api_endpoint") and not client_id.endswith(
            ".apps.googleusercontent.com"
        ):
            text = _(
                "The client ID does not end in .apps.googleusercontent.com: copy it "
                "again from Google's console."
            )
            yield Finding(step, "wrong", text, anchor)
        else:
            yield Finding(step, "ok", _("Both are entered."))

    def _has_unreadable_secret(self, account):
        if account and account.client_id:
            return not self.env["gws.secrets"]._read_secret(account.id).readable
        return bool(self.env["gws.client"]._param("client_secret"))

    # -- Google: the client -----------------------------------------------------

    def _ask_about_client(self, account):
        """Google tells a wrong client apart from a wrong code: ask with the latter."""
        _ = self.env._
        step = _("Google accepts the client")
        verifier, _challenge = new_pkce()
        try:
            self.env["gws.client"]._oauth(account).exchange("setup-check", verifier)
        except ReauthRequired:
            yield Finding(step, "ok", _("Google knows the client ID and the secret."))
        except Forbidden as error:
            if error.reason == "redirect_uri_mismatch":
                text = _(
                    "Google does not know this redirect URI: %(uri)s. Add it to the "
                    "client in Google's console, exactly like this.",
                    uri=self.env["gws.client"]._redirect_uri(),
                )
                yield Finding(step, "wrong", text, "redirect-uri-mismatch")
            else:
                text = _(
                    "Google refuses the client ID or the secret (%(reason)s). Compare "
                    "both with Google's console.",
                    reason=error.reason or "",
                )
                yield Finding(step, "wrong", text, "invalid-client")
        except Transient:
            text = _("Google could not be reached from this server.")
            yield Finding(step, "wrong", text, "network")
        except GoogleError as error:
            text = _("Google answered: %(reason)s.", reason=error.reason or "")
            yield Finding(step, "note", text, "other-errors")

    # -- the account ----------------------------------------------------------

    def _look_at_account(self, account):
        _ = self.env._
        step = _("Access granted")
        secret = self.env["gws.secrets"]._read_secret(account.id)
        if account.state == "draft":
            text = _("The user has not granted access yet.")
            yield Finding(step, "wrong", text, "grant-access")
        elif account.state == "reconnect":
            text = account.last_error or _("The user must grant access again.")
            yield Finding(step, "wrong", text, "grant-access")
        elif account.state == "paused":
            yield Finding(step, "note", _("The user paused this account."))
        elif not secret.readable:
            text = _(
                "The stored access was encrypted with another key. Grant access again."
            )
            yield Finding(step, "wrong", text, "encryption-key")
        else:
            text = _("Connected as %(email)s.", email=account.email)
            yield Finding(step, "ok", text)
        if account.state in ("connected", "paused"):
            for feature in account._features():
                yield self._scope_finding(account, feature)

    def _scope_finding(self, account, feature):
        _ = self.env._
        name = self.env["gws.oauth"]._feature_name(feature)
        step = _("Permission: %(feature)s", feature=name)
        if account._is_granted(feature):
            return Finding(step, "ok", _("Granted."))
        text = _("Not granted. Grant access again and tick all boxes.")
        return Finding(step, "wrong", text, "missing-scope")

    def _ask_about_account(self, account):
        """Whether the grant lives and the API is enabled, by listing the calendars."""
        step = self.env._("Google Calendar answers")
        client = self.env["gws.client"]

        def ask():
            count = len(client._calendar(account).calendars())
            return self.env._("%(count)s calendars are listed.", count=count)

        found = list(self._ask(account, "calendar", step, ask))
        yield from found
        if any(finding.level == "ok" for finding in found):
            yield from self._look_at_age(account)

    def _ask(self, account, feature, step, ask):
        """Ask Google once; ``ask`` gives back what to say when it answers."""
        if account.state not in ("connected", "paused"):
            return
        if not account._is_granted(feature):
            return
        _ = self.env._
        try:
            yield Finding(step, "ok", ask())
        except ReauthRequired as error:
            self.env["gws.client"]._handle_error(account, error)
            yield Finding(
                step, "wrong", account._reconnect_words(error), "grant-access"
            )
        except Forbidden as error:
            yield self._forbidden_finding(step, account, error, feature)
        except Transient:
            text = _("Google could not be reached just now. Try again later.")
            yield Finding(step, "note", text, "network")
        except GoogleError as error:
            text = _("Google answered: %(reason)s.", reason=error.reason or "")
            yield Finding(step, "wrong", text, "other-errors")

    def _forbidden_finding(self, step, account, error, feature):
        _ = self.env._
        if error.kind == "client":
            account._notify_client_error(error)
        link = error.link or "console.cloud.google.com"
        texts = {
            "api_disabled": self._disabled_words(link)[feature],
            "scope": self._scope_words()[feature],
            "policy": (
                _(
                    "Your organization does not allow this app. A Google Workspace "
                    "administrator can trust it in the Admin console."
                ),
                "admin-policy",
            ),
            "client": (
                _("Google refuses the client ID or the secret."),
                "invalid-client",
            ),
        }
        other = _("Google answered: %(reason)s.", reason=error.reason or "")
        text, anchor = texts.get(error.kind, (other, "other-errors"))
        return Finding(step, "wrong", text, anchor)

    def _disabled_words(self, link):
        """{feature: (words, anchor)} for an API that is not switched on."""
        return {
            "calendar": (
                self.env._(
                    "The Google Calendar API is not enabled in the project of the "
                    "client. Enable it in Google's console: %(link)s",
                    link=link,
                ),
                "calendar-api",
            ),
            "contact": (
                self.env._(
                    "The People API, which contacts need, is not enabled in the "
                    "project of the client. Enable it in Google's console: %(link)s",
                    link=link,
                ),
                "people-api",
            ),
        }

    def _scope_words(self):
        """{feature: (words, anchor)} for a permission that Google does not see."""
        return {
            "calendar": (
                self.env._("The calendar permission is missing. Grant access again."),
                "missing-scope",
            ),
            "contact": (
                self.env._(
                    "The permission for contacts is missing. Grant access again."
                ),
                "missing-scope",
            ),
        }

    def _look_at_age(self, account):
        """A grant older than 7 days cannot be one of an app in testing."""
        _ = self.env._
        granted_at = self.env["gws.secrets"]._read_secret(account.id).granted_at
        if not granted_at or self.env["gws.client"]._param("api_endpoint"):
            return
        if fields.Datetime.now() - granted_at < TESTING_LIFE:
            text = _(
                "The access is less than 7 days old. If the consent screen is in "
                "status “Testing”, Google ends it after 7 days: choose “Internal”, or "
                "publish the app."
            )
            step = _("Publishing status")
            yield Finding(step, "note", text, "testing-7-days")

    def _look_at_calendar(self, account):
        _ = self.env._
        if not account.calendar_enabled:
            text = _("The user switched the calendar off.")
            yield Finding(_("Calendar"), "note", text)
            return
        step = _("Synchronize from")
        if account.calendar_sync_from:
            text = _(
                "Events from %(day)s on.",
                day=format_date(self.env, account.calendar_sync_from),
            )
            yield Finding(step, "ok", text)
        else:
            text = _(
                "No day is set, so no event is synchronized. Choose a day in the past "
                "in the user's preferences, tab Calendar."
            )
            yield Finding(step, "wrong", text, "sync-from")
        if account.calendar_ids and not any(account.calendar_ids.mapped("selected")):
            text = _("No calendar is chosen. Tick at least one on the Google account.")
            yield Finding(_("Calendars"), "wrong", text, "sync-from")

    # -- Odoo itself -----------------------------------------------------------

    def _look_at_odoo(self):
        _ = self.env._
        cron = self.env.ref(
            "google_workspace.cron_sync_appointments", raise_if_not_found=False
        )
        step = _("Scheduled actions")
        if config["max_cron_threads"] == 0:
            text = _(
                "This server runs no scheduled actions (max_cron_threads = 0); unless "
                "another one does, changes are delivered only when the button is "
                "pressed."
            )
            yield Finding(step, "note", text, "scheduled-actions")
        elif cron and not cron.sudo().active:
            text = _(
                "“Synchronize appointments” is off: changes made in Google arrive only "
                "when the calendar is opened or the button is pressed. Activate it in "
                "Settings ▸ Technical ▸ Scheduled Actions."
            )
            yield Finding(step, "note", text, "scheduled-actions")
        elif cron:
            yield Finding(step, "ok", _("Appointments are synchronized on a schedule."))
        yield from self._look_at_other_connector()

    def _look_at_other_connector(self):
        """Odoo's own module: does it still write for anybody?"""
        _ = self.env._
        takeover = self.env["gws.takeover"]
        if not takeover._is_there():
            return
        step = _("Other connectors")
        names = takeover._names_there()
        if names:
            text = _(
                "Still connected in Odoo's own Google Calendar: %(names)s. They are "
                "not synchronized here until an administrator presses “Move over” in "
                "Settings ▸ General Settings ▸ Integrations ▸ Google Workspace.",
                names=names,
            )
            yield Finding(step, "wrong", text, "other-connector")
        else:
            text = _(
                "Odoo's own Google Calendar is installed, but nobody is connected "
                "there. It can be uninstalled once everybody has synchronized here."
            )
            yield Finding(step, "note", text, "other-connector")
