# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the screen is told about mail: may it be fetched, how did it go."""

from odoo import api, models


class GwsMailStatus(models.AbstractModel):
    _name = "gws.mail.status"
    _description = "Gmail: what the screen says"

    @api.model
    def _refusal(self, account, what):
        """Why that cannot be done now, as an answer; else None."""
        client = self.env["gws.client"]
        words = self.env["gws.calendar.status"]
        if not client._is_configured(account or None):
            return {"status": "need_config", "message": words._config_words()}
        if client._is_paused() or (account and account.state == "paused"):
            return {"status": "paused", "message": words._paused_words(account)}
        if not account or account.state in ("draft", "reconnect"):
            return {
                "status": "need_auth",
                "message": (account and account.last_error)
                or self.env._("Connect your Google account first."),
            }
        if not account.mail_enabled:
            return {
                "status": "need_config",
                "message": self.env._(
                    "The transfer of mail is switched off in your preferences."
                ),
            }
        if not account._is_granted("mail"):
            return {
                "status": "need_auth",
                "message": self.env._(
                    "Access to Gmail was not granted. Grant access again and leave "
                    "the box for Gmail ticked."
                ),
            }
        if what != "labels" and not account[f"mail_{what}_label_id"]:
            return {
                "status": "need_config",
                "message": self.env._(
                    "Choose a label first: press “Sync folders”, then pick one."
                ),
            }
        return None

    @api.model
    def _running(self):
        return {
            "status": "running",
            "message": self.env._("Still fetching; it goes on by itself."),
        }

    @api.model
    def _failed(self, account, run):
        status = "need_auth" if account.state == "reconnect" else "error"
        return {"status": status, "message": run.message, "url": run.url or False}

    @api.model
    def _done(self, run, what):
        counts = run.counts
        parts = []
        if what == "labels":
            labels = self.env["gws.label"].search_count(
                [("account_id", "=", run.account.id)]
            )
            parts.append(self.env._("%s labels to choose from", labels))
        if counts["created"] and what != "labels":
            parts.append(self.env._("%s mails fetched", counts["created"]))
        if counts["quarantined"]:
            parts.append(self.env._("%s set aside", counts["quarantined"]))
        if run.left_out:
            parts.append(self.env._("%s left out", run.left_out))
        if run.waiting and run.resume_at:
            parts.append(self.env._("%s more come in a minute", run.waiting))
        elif run.waiting:
            parts.append(self.env._("%s more wait for the next time", run.waiting))
        told = self.env["gws.words"]._list(parts)
        if run.message:
            told = " ".join([run.message, told]).strip()
        return {"status": "ok", "message": told or self.env._("No new mail.")}
