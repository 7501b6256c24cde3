# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the screen is told: may this account sync, how far is it, how did it go.

Reads the database only, never Google; every text is ready to be shown.
"""

from odoo import api, fields, models

PREFERENCES = "/odoo/my-preferences"
SETTINGS = "/odoo/settings#google_workspace"


class GwsCalendarStatus(models.AbstractModel):
    _name = "gws.calendar.status"
    _description = "Google Calendar: what the screen says"

    @api.model
    def _is_switched_on(self):
        """The addon is on and nobody paused it for all."""
        client = self.env["gws.client"]
        return client._is_enabled() and not client._is_paused()

    @api.model
    def _refusal(self, account):
        """Why this account cannot sync now, as an answer of the route; else None."""
        client = self.env["gws.client"]
        if not client._is_configured(account or None):
            return {
                "status": "need_config",
                "message": self._config_words(),
                "url": self._settings_url(),
            }
        if account and account.calendar_resetting:
            return {"status": "paused", "message": account.calendar_reset_words}
        if client._is_paused() or (account and account.state == "paused"):
            return {"status": "paused", "message": self._paused_words(account)}
        takeover = self.env["gws.takeover"]
        if takeover._is_connected_there(account.user_id or self.env.user):
            return {"status": "paused", "message": takeover._where_words()}
        if not account or account.state in ("draft", "reconnect"):
            return {
                "status": "need_auth",
                "message": (account and account.last_error)
                or self.env._("Connect your Google account first."),
                "url": self.env["gws.account"]._connect_url("/odoo/calendar"),
            }
        if not account.calendar_enabled:
            return {
                "status": "need_config",
                "message": self.env._("Your calendar sync is switched off."),
                "url": self._preferences_url(),
            }
        if not account._is_granted("calendar"):
            return {
                "status": "need_auth",
                "message": self.env._(
                    "Access to your calendars was not granted. Connect again and "
                    "leave the boxes for the calendar ticked."
                ),
                "url": self.env["gws.account"]._connect_url("/odoo/calendar"),
            }
        if not account.calendar_sync_from:
            return {
                "status": "need_config",
                "message": self._no_start_words(),
                "url": self._preferences_url(),
            }
        return None

    @api.model
    def _running(self, account, run=None):
        answer = {
            "status": "running",
            "progress": {"done": account.calendar_progress, "total": False},
            "message": self.env._(
                "Syncing… %(done)s events so far.", done=account.calendar_progress
            ),
        }
        if run:
            answer["summary"] = self._summary(run)
        return answer

    @api.model
    def _failed(self, account, run):
        if account.state == "reconnect":
            return {
                "status": "need_auth",
                "message": run.message,
                "url": self.env["gws.account"]._connect_url("/odoo/calendar"),
            }
        return {
            "status": "error",
            "message": run.message,
            "url": run.url or False,
            "summary": self._summary(run),
        }

    @api.model
    def _done(self, account, run):
        return {
            "status": "ok",
            "message": self._done_words(run),
            "notice": run.message or False,
            "summary": self._summary(run),
        }

    def _summary(self, run):
        counts = run.counts
        return {
            "pulled": run.changed,
            "created": counts["created"],
            "updated": counts["updated"],
            "deleted": counts["deleted"],
            "pushed": counts["pushed"],
            "quarantined": counts["quarantined"],
            "conflicts": counts["conflict"],
            "series": counts["series"],
            "waiting": run.waiting,
        }

    def _done_words(self, run):
        counts = run.counts
        parts = []
        if counts["created"]:
            parts.append(self.env._("%s new", counts["created"]))
        if counts["updated"]:
            parts.append(self.env._("%s changed", counts["updated"]))
        if counts["deleted"]:
            parts.append(self.env._("%s deleted", counts["deleted"]))
        if counts["pushed"]:
            parts.append(self.env._("%s sent to Google", counts["pushed"]))
        if counts["quarantined"]:
            parts.append(self.env._("%s set aside", counts["quarantined"]))
        if run.waiting:
            parts.append(self.env._("%s waiting to be sent", run.waiting))
        told = self.env["gws.words"]._list(parts)
        if run.message:
            return " ".join([run.message, told]).strip()
        return told or self.env._("Already up to date.")

    # -- the button ---------------------------------------------------

    @api.model
    def _of_user(self, user):
        """The state of the calendar button for that user."""
        account = self.env["gws.account"]._of_user(user)
        refusal = self._refusal(account)
        answer = {
            "state": "ok",
            "last_sync": False,
            "email": account.email or "",
            "message": (refusal or {}).get("message") or account.last_error or "",
            "url": (refusal or {}).get("url") or False,
            "progress": {"done": account.calendar_progress, "total": False},
            "pending": account.pending_count if account else 0,
            "problems": account.problem_count if account else 0,
            "brake": account.calendar_brake,
            "mails_held": account.calendar_mails_held,
        }
        if account.last_sync:
            answer["last_sync"] = account.last_sync.strftime("%Y-%m-%d %H:%M:%S")
        answer["state"] = self._state(account, refusal, user)
        return answer

    def _state(self, account, refusal, user):
        if refusal is None:
            waits = account.calendar_next_try and (
                account.calendar_next_try > fields.Datetime.now()
            )
            return "syncing" if account.calendar_due and not waits else "ok"
        if refusal["status"] == "need_config":
            if not self.env["gws.client"]._is_configured(account or None):
                admin = user.has_group("base.group_system")
                return "not_configured" if admin else "off"
            return "no_start_date" if account.calendar_enabled else "off"
        if refusal["status"] == "paused":
            return "paused"
        return "reconnect" if account.state != "draft" and account else "not_connected"

    # -- words --------------------------------------------------------

    def _config_words(self):
        if self.env.user.has_group("base.group_system"):
            return self.env._(
                "Google Workspace is not set up yet: enter the client ID and the "
                "client secret in the settings."
            )
        return self.env._(
            "Google Workspace is not set up yet. Please ask your administrator."
        )

    def _paused_words(self, account):
        if self.env["gws.client"]._is_paused():
            return self.env._(
                "The administrator paused the sync. Changes wait and are delivered "
                "afterwards."
            )
        return self.env._("Your sync is paused. Changes wait and are delivered later.")

    def _no_start_words(self):
        return self.env._(
            "Choose the day from which your calendar is synced: without it nothing "
            "is. You find it in your preferences, tab Calendar."
        )

    def _settings_url(self):
        return SETTINGS if self.env.user.has_group("base.group_system") else False

    def _preferences_url(self):
        return f"{PREFERENCES}/{self.env.uid}"
