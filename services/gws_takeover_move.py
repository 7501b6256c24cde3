# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Moving over from Odoo's own ``google_calendar``: user after user.

Promises: nothing is written to Google and nobody is mailed; a user is either moved
whole (and then the other module has no token of theirs) or left where they are and
named with the reason; pressing again goes on with whoever is left.
"""

import logging
import time
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.tools import str2bool

from ..gapi.calendar import CalendarClient
from ..gapi.errors import Forbidden, GoogleError, ReauthRequired
from ..gapi.oauth import CALENDAR, OAuthClient, missing_scopes
from ..gapi.tokens import FixedToken
from .gws_takeover import TOKEN

_logger = logging.getLogger(__name__)

CALENDAR_SCOPE = "https://www.googleapis.com/auth/calendar"  # the only one asked there
MOVE_SECONDS = 40  # how long one press works; a further press goes on
DEFAULT_DAYS = 365  # how far back the other module looks unless told otherwise


class Moved(NamedTuple):
    """What one press did. ``failed``: [(user, reason)]; ``left``: how many more."""

    users: list
    failed: list
    left: int


class NotMoved(Exception):
    """This user stays where they are; the text says why."""


class GwsTakeoverMove(models.AbstractModel):
    _name = "gws.takeover.move"
    _description = "Google Calendar: moving over from Odoo's own module"

    @api.model
    def _move_over(self, seconds=MOVE_SECONDS):
        """Move everybody who is connected there, one after the other → Moved.

        Commits after each user. Raises UserError in a copy of the database.
        """
        self.env["gws.client"]._check_database()
        self._take_settings()
        end = time.monotonic() + seconds
        done, failed, left = [], [], 0
        for user in self.env["gws.takeover"]._connected_there().sorted("id"):
            if time.monotonic() > end:
                left += 1
                continue
            try:
                self._move(user)
                done.append(user)
            except NotMoved as error:
                failed.append((user, str(error)))
            self._commit()
        self.env["gws.takeover.ids"]._let_go()
        return Moved(done, failed, left)

    def _commit(self):
        self.env["gws.runner"]._commit()

    def _take_settings(self):
        """The OAuth client, if none is entered here; a pause for everybody goes on."""
        params = self.env["ir.config_parameter"].sudo()
        client_id, secret = self._client_there()
        known = self.env["gws.client"]._credentials(None)
        if not all(known) and known[0] in ("", client_id):
            params.set_param("google_workspace.client_id", client_id)
            params.set_param("google_workspace.client_secret", secret)
        params.set_param("google_workspace.enabled", True)
        if str2bool(params.get_param("google_calendar_sync_paused"), False):
            params.set_param("google_workspace.paused", True)

    def _client_there(self):
        params = self.env["ir.config_parameter"].sudo()
        return tuple(
            (params.get_param(f"google_calendar_client_{part}") or "").strip()
            for part in ("id", "secret")
        )

    def _move(self, user):
        """Take over one user; raises NotMoved, having changed nothing or little."""
        token = user.res_users_settings_id.sudo()[TOKEN]
        if not user.active:
            self._stop_there(user)
            return
        if not user._is_internal():
            raise NotMoved(
                self.env._("Only internal users can connect a Google account.")
            )
        grant, entry = self._ask_google(user, token)
        # The other module locks this row while it syncs the user.
        locked = user.try_lock_for_update(allow_referencing=True)
        if not locked or user.res_users_settings_id.sudo()[TOKEN] != token:
            raise NotMoved(self.env._("Is being synchronized just now. Try again."))
        account = self._account_for(user, entry["id"])
        if account.state in ("draft", "reconnect"):
            self._take_grant(account, grant, token, entry["id"])
        account.write(
            {
                "calendar_enabled": True,
                "calendar_sync_from": account.calendar_sync_from or self._first_day(),
            }
        )
        self.env["gws.takeover.ids"]._adopt(self._main_calendar(account, entry))
        self._stop_there(user)
        self.env["gws.client"]._remember_database()
        account._wake_calendar()
        _logger.info("User %s was moved over from google_calendar", user.id)

    def _ask_google(self, user, token):
        """(Grant, entry of the main calendar): is the token good, and whose is it?

        Its scope tells nobody's identity; the main calendar's id is the address.
        """
        client = self.env["gws.client"]
        transport = client._transport()
        oauth = OAuthClient(transport, *self._client_there(), client._redirect_uri())
        self._commit()  # no transaction stays open while Google is waited for
        try:
            grant = oauth.refresh(token)
            if missing_scopes(grant.scopes or [CALENDAR_SCOPE], CALENDAR):
                raise ReauthRequired(service="oauth", reason="scope")
            source = FixedToken(grant.access_token)
            calendars = CalendarClient(transport, source).calendars()
        except GoogleError as error:
            if isinstance(error, ReauthRequired):
                # Neither can go on with this token: the user consents anew, here.
                self._stop_there(user)
            raise NotMoved(self._error_words(error)) from error
        return grant, next(entry for entry in calendars if entry.get("primary"))

    def _error_words(self, error):
        if isinstance(error, Forbidden) and error.kind == "client":
            return self.env._("Google refuses the client ID or the secret.")
        return self.env["gws.runner"]._words(error)

    def _account_for(self, user, email):
        """The account that takes this Google address in, a new draft if need be."""
        accounts = self.env["gws.account"].sudo()
        other = accounts.search(
            [
                ("email", "=ilike", tools.escape_psql(email)),
                ("state", "!=", "draft"),
                ("user_id", "!=", user.id),
            ],
            limit=1,
        )
        if other:
            raise NotMoved(
                self.env._(
                    "%(email)s is already connected by %(user)s.",
                    email=email,
                    user=other.user_id.name,
                )
            )
        account = accounts._ensure_for_user(user)
        known = account.email or email
        if known.lower() != email.lower() and (
            account.state != "draft" or account.google_sub
        ):
            raise NotMoved(
                self.env._(
                    "Is connected with %(there)s there and with %(here)s here. "
                    "Disconnect one of the two first.",
                    there=email,
                    here=known,
                )
            )
        return account

    def _take_grant(self, account, grant, token, email):
        """Keep the tokens as a consent would have; the identity comes with the next."""
        client_id, secret = self._client_there()
        secrets = self.env["gws.secrets"]
        if self.env["gws.client"]._credentials(account)[0] != client_id:
            # Tokens belong to the client they were issued to.
            account.client_id = client_id
            secrets._write_secret(account.id, client_secret=secret)
        now = fields.Datetime.now()
        secrets._write_secret(
            account.id,
            refresh_token=token,
            access_token=grant.access_token,
            access_expires_at=fields.Datetime.add(now, seconds=grant.expires_in),
            issued_to=client_id,
            granted_at=None,  # unknown: nobody can tell how old the consent is
        )
        settings = account.user_id.res_users_settings_id.sudo()
        account.write(
            {
                "email": email,
                "granted_scopes": " ".join(sorted(grant.scopes or [CALENDAR_SCOPE])),
                "state": "paused"
                if settings.google_synchronization_stopped
                else "connected",
                "last_error": False,
            }
        )
        account._close_activities()

    def _main_calendar(self, account, entry):
        """The row of the main calendar, chosen: it is the one that was synced there."""
        calendar = account.calendar_ids.filtered(lambda c: c.google_id == entry["id"])
        if calendar:
            calendar.selected = True
            return calendar
        return self.env["gws.calendar"].create(
            {
                **self.env["gws.calendar.sync"]._calendar_values(entry),
                "account_id": account.id,
                "google_id": entry["id"],
                "selected": True,
                "is_default": not account.calendar_ids.filtered("is_default"),
            }
        )

    def _first_day(self):
        """The day from which the other module looks at events."""
        params = self.env["ir.config_parameter"].sudo()
        days = params.get_param("google_calendar.sync.range_days") or ""
        number = int(days) if days.isdigit() and int(days) else DEFAULT_DAYS
        return fields.Date.subtract(fields.Date.today(), days=number)

    def _stop_there(self, user):
        """The other module has nothing left to write with, and says it is stopped."""
        user.res_users_settings_id.sudo().write(
            {
                TOKEN: False,
                "google_calendar_token": False,
                "google_calendar_token_validity": False,
                "google_calendar_sync_token": False,
                "google_synchronization_stopped": True,
            }
        )

    @api.model
    def _words(self, moved):
        """What one press did, in words."""
        _ = self.env._
        parts = []
        if moved.users:
            names = [user.name for user in moved.users]
            names = self.env["gws.words"]._list(names)
            parts.append(_("Moved over: %(names)s.", names=names))
        for user, reason in moved.failed:
            text = _(
                "%(user)s was not moved: %(reason)s", user=user.name, reason=reason
            )
            parts.append(text)
        if moved.left:
            text = _("%(count)s are left: press “Move over” again.", count=moved.left)
            parts.append(text)
        return " ".join(parts) or _("Nobody is connected there any more.")
