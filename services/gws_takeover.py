# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Living beside Odoo's own ``google_calendar``: who belongs where.

Promises: a user is never written to Google by both. Whoever is connected there is
not synced here, and is told which button moves them over; whoever belongs here gets
no token and no sync there, whatever is pressed.

This addon does not depend on the other module, which may come and go: its fields are
asked for first, and its methods are guarded only when they exist. They are guarded
once the registry is loaded, because either module may have been loaded last.
"""

import functools

from odoo import api, models, tools
from odoo.exceptions import UserError
from odoo.fields import Domain

TOKEN = "google_calendar_rtoken"
# What its methods answer for a user who belongs here.
GUARDS = {
    "_get_google_sync_status": lambda user: "sync_stopped",
    "_get_google_calendar_token": lambda user: False,
    "_has_setup_credentials": lambda user: False,
    "restart_google_synchronization": lambda user: user.env[
        "gws.takeover"
    ]._refuse_there(),
}


class GwsTakeover(models.AbstractModel):
    _name = "gws.takeover"
    _description = "Google Calendar: beside Odoo's own module"

    # -- who belongs where ---------------------------------------------

    @api.model
    def _is_there(self):
        """Whether Odoo's own module is installed."""
        return TOKEN in self.env["res.users.settings"]._fields

    @api.model
    def _connected_there(self):
        """Users of whom the other module holds a token: it may write for them. Sudo."""
        settings = self.env["res.users.settings"].sudo()
        if not self._is_there():
            return settings.user_id
        return settings.search([(TOKEN, "!=", False)]).user_id

    @api.model
    def _is_connected_there(self, user):
        return user.id in self._connected_there().ids

    @api.model
    def _names_there(self):
        """Names of those users, for a screen; "" for nobody."""
        names = self._connected_there().sorted("name").mapped("name")
        return self.env["gws.words"]._list(names) if names else ""

    @api.model
    @tools.ormcache()
    def _owners(self):
        """Ids of users whose calendar is synced here, or was: its events are bound."""
        syncing = Domain("state", "in", ("connected", "reconnect", "paused"))
        accounts = (
            self.env["gws.account"]
            .sudo()
            .with_context(active_test=False)
            .search(
                (syncing & Domain("calendar_enabled", "=", True))
                | Domain("binding_ids", "!=", False)
            )
        )
        return frozenset(accounts.user_id.ids)

    @api.model
    def _where_words(self):
        """What a user is told who is still connected there."""
        return self.env._(
            "This calendar is still connected in Odoo's own Google Calendar. An "
            "administrator moves it over with “Move over” in Settings ▸ General "
            "Settings ▸ Integrations ▸ Google Workspace."
        )

    # -- the other module's methods ---------------------------------------

    def _register_hook(self):
        super()._register_hook()
        users = self.env.registry["res.users"]
        for name, answer in GUARDS.items():
            method = getattr(users, name, None)
            if method and not hasattr(method, "gws_guarded"):
                setattr(users, name, _guarded(method, answer))

    @api.model
    def _refuse_there(self):
        raise UserError(
            self.env._(
                "Your calendar is synchronized by Google Workspace: use its button. "
                "Odoo's own Google Calendar stays off for you."
            )
        )


def _guarded(method, answer):
    """``method`` of ``res.users``; for those who belong here, ``answer(user)``."""

    @functools.wraps(method)
    def guarded(self, *args, **kwargs):
        user = self or self.env.user
        if not user.env["gws.takeover"]._owners().isdisjoint(user.ids):
            return answer(user)
        return method(self, *args, **kwargs)

    guarded.gws_guarded = True
    return guarded
