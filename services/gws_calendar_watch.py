# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Near real time: have Google tell us when a calendar changes (events.watch).

Promises: a notification only wakes the sync, it carries nothing; channels are renewed
with overlap before they expire, and stopped when they are not wanted any more; a
calendar that cannot be watched, or a server that Google cannot reach, costs nothing
but the speed: the scheduled action asks all the same. Never raises for Google.
"""

import hashlib
import hmac
import ipaddress
import logging
import secrets
import uuid
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

from odoo import api, fields, models

from ..gapi.errors import GoogleError, ReauthRequired, Transient
from ..gapi.transport import is_loopback

_logger = logging.getLogger(__name__)

PATH = "/google_workspace/push/calendar"
RENEW_BEFORE = timedelta(days=1)  # of the seven that Google grants by default
TRY_AGAIN = timedelta(days=1)  # after Google refused to watch a calendar
OFF, LOOPBACK = "off", "loopback"


class GwsCalendarWatch(models.AbstractModel):
    _name = "gws.calendar.watch"
    _description = "Google Calendar: notifications"

    @api.model
    def _address(self):
        """Where Google may reach us, or "" when it cannot.

        Google calls https addresses with a valid certificate only. The parameter
        ``google_workspace.notifications`` = off switches this off; = loopback also
        takes an address of this machine, for an emulated Google on it.
        """
        choice = self.env["gws.client"]._param("notifications")
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url") or ""
        parts = urlsplit(base)
        if choice == OFF or not parts.hostname:
            return ""
        if _is_public(parts) or (choice == LOOPBACK and is_loopback(parts.hostname)):
            return base.rstrip("/") + PATH
        return ""

    # -- channels -----------------------------------------------------

    @api.model
    def _ensure(self, run, client):
        """Give every chosen calendar a living channel; stop those not wanted."""
        account = run.account
        now = fields.Datetime.now()
        wanted = account.calendar_ids.filtered("selected")._going("pull")
        if not self._address():
            wanted = wanted.browse()
        channels = self._channels(account)
        living = channels.filtered(lambda c: c.expires and c.expires > now)
        fresh = living.filtered(lambda c: c.expires > now + RENEW_BEFORE)
        for calendar in wanted - fresh.calendar_id:
            if not calendar.watch_after or calendar.watch_after <= now:
                fresh |= self._open(run, client, calendar)
        # An old channel goes only when its successor stands: the two overlap.
        kept = fresh.calendar_id
        done = channels.filtered(
            lambda c: (
                c.calendar_id not in wanted
                or (c not in fresh and (c.calendar_id in kept or c not in living))
            )
        )
        self._close(client, done)

    def _channels(self, account):
        return self.env["gws.channel"].search([("account_id", "=", account.id)])

    def _open(self, run, client, calendar):
        """A new channel for this calendar; empty when Google refuses."""
        token = secrets.token_urlsafe(32)
        channel = self.env["gws.channel"].create(
            {
                "calendar_id": calendar.id,
                "name": uuid.uuid4().hex,
                "token_hash": _hash(token),
            }
        )
        # Google's first notification may be here before its answer is.
        self.env["gws.runner"]._commit()
        try:
            answer = client.watch(
                calendar.google_id, channel.name, token, self._address()
            )
        except GoogleError as error:
            # Holiday calendars cannot be watched, and an address that Google does not
            # know as ours is refused: the schedule asks instead.
            run.note(f"{calendar.name}: no notifications, {error}")
            channel.unlink()
            calendar.watch_after = fields.Datetime.now() + TRY_AGAIN
            return channel.browse()
        channel.write(
            {
                "resource_id": answer.get("resourceId"),
                "expires": _moment(answer.get("expiration")),
            }
        )
        self.env["gws.runner"]._commit()
        return channel

    def _close(self, client, channels):
        """Stop channels at Google and forget them; one that ended already is fine."""
        for channel in channels.filtered("resource_id"):
            try:
                client.stop_channel(channel.name, channel.resource_id)
            except (Transient, ReauthRequired) as error:
                # They die by themselves; until then their notifications are unknown.
                _logger.info("Channels were not stopped: %s", error)
                break
            except GoogleError as error:
                _logger.info("Channel %s was not stopped: %s", channel.id, error)
        channels.unlink()

    @api.model
    def _stop(self, account):
        """The account disconnects: stop its channels while it still may."""
        channels = self._channels(account)
        if channels and not self.env["gws.client"]._is_copy():
            client = self.env["gws.client"]._calendar(account, keep_tokens=False)
            self._close(client, channels)
        channels.exists().unlink()

    # -- notifications ------------------------------------------------

    @api.model
    def _notified(self, channel_id, token, resource_id, state):
        """One notification: True when it is Google's, and the sync is woken.

        Compared in constant time; several within a moment wake one sync.
        """
        channel = self.env["gws.channel"].search([("name", "=", channel_id or "")])
        expected = channel.token_hash or _hash(secrets.token_urlsafe(32))
        if not hmac.compare_digest(expected, _hash(token or "")):
            return False
        # Until Google's answer came, the channel's resource is not known yet.
        if channel.resource_id and channel.resource_id != resource_id:
            return False
        if state != "sync":
            channel.account_id._wake_calendar()
        return True


def _hash(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _moment(milliseconds):
    """Google's ``expiration`` (ms since 1970, as text) → naive UTC; a week without."""
    try:
        moment = datetime.fromtimestamp(int(milliseconds) / 1000, timezone.utc)
    except (TypeError, ValueError, OverflowError):
        return fields.Datetime.now() + timedelta(days=7)
    return moment.replace(tzinfo=None, microsecond=0)


def _is_public(parts):
    """https on a name or address that the Internet can reach."""
    host = parts.hostname
    if parts.scheme != "https" or host == "localhost" or "." not in host:
        return False
    if host.endswith((".local", ".localhost", ".internal", ".lan", ".test")):
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True
