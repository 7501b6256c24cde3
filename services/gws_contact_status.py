# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the screen is told about contacts: may they sync, how did it go.

Reads the database only, never Google; every text is ready to be shown.
"""

from odoo import api, models


class GwsContactStatus(models.AbstractModel):
    _name = "gws.contact.status"
    _description = "Google Contacts: what the screen says"

    @api.model
    def _refusal(self, account):
        """Why this account's contacts cannot sync now, as an answer; else None."""
        client = self.env["gws.client"]
        words = self.env["gws.calendar.status"]
        if not client._is_configured(account or None):
            return {"status": "need_config", "message": words._config_words()}
        if account and account.calendar_resetting:
            return {"status": "paused", "message": account.calendar_reset_words}
        if client._is_paused() or (account and account.state == "paused"):
            return {"status": "paused", "message": words._paused_words(account)}
        if not account or account.state in ("draft", "reconnect"):
            return {
                "status": "need_auth",
                "message": (account and account.last_error)
                or self.env._("Connect your Google account first."),
            }
        if not account.contact_enabled:
            return {
                "status": "need_config",
                "message": self.env._(
                    "The synchronization of contacts is switched off in your "
                    "preferences."
                ),
            }
        if not account._is_granted("contact"):
            return {
                "status": "need_auth",
                "message": self.env._(
                    "Access to your Google Contacts was not granted. Grant access "
                    "again and leave the box for contacts ticked."
                ),
            }
        return None

    @api.model
    def _waits(self, account):
        """Why a subscribed contact waits, in words; "" when it is on its way."""
        return (self._refusal(account.sudo()) or {}).get("message") or ""

    @api.model
    def _running(self, run=None):
        return {
            "status": "running",
            "message": self.env._("Still sending; it goes on by itself."),
            "summary": self._summary(run) if run else {},
        }

    @api.model
    def _failed(self, account, run):
        status = "need_auth" if account.state == "reconnect" else "error"
        return {
            "status": status,
            "message": run.message,
            "url": run.url or False,
            "summary": self._summary(run),
        }

    @api.model
    def _done(self, run):
        return {
            "status": "ok",
            "message": self._done_words(run),
            "summary": self._summary(run),
        }

    def _summary(self, run):
        return {
            "pushed": run.counts["pushed"],
            "quarantined": run.counts["quarantined"],
            "waiting": run.waiting,
        }

    def _done_words(self, run):
        parts = []
        if run.counts["pushed"]:
            parts.append(self.env._("%s sent to Google", run.counts["pushed"]))
        if run.counts["quarantined"]:
            parts.append(self.env._("%s set aside", run.counts["quarantined"]))
        if run.waiting:
            parts.append(self.env._("%s waiting to be sent", run.waiting))
        told = self.env["gws.words"]._list(parts)
        if run.message:
            return " ".join([run.message, told]).strip()
        return told or self.env._("Already up to date.")

    @api.model
    def _count_words(self, account):
        """ "12 contacts, 1 needs a look": what the account subscribes to."""
        count, problems = account.contact_count, account.contact_problem_count
        if not count:
            return self.env._("No contact yet")
        one = self.env._("1 contact")
        contacts = one if count == 1 else self.env._("%s contacts", count)
        if problems == 1:
            return self.env._("%(contacts)s, 1 needs a look", contacts=contacts)
        if problems:
            return self.env._(
                "%(contacts)s, %(number)s need a look",
                contacts=contacts,
                number=problems,
            )
        return contacts

    # -- after an action on a selection ---------------------------------

    @api.model
    def _subscribed_words(self, partners):
        """The notice after *Add to Google Contacts*: what happens next."""
        account = self.env["gws.account"]._of_user(self.env.user)
        partners.fetch(["name"])  # and not all there is of thousands
        nameless = len(partners.filtered(lambda p: not (p.name or "").strip()))
        parts = [self.env._("%s contacts added to Google Contacts.", len(partners))]
        if nameless:
            parts.append(
                self.env._("%s of them have no name and are not sent.", nameless)
            )
        waits = self._waits(account)
        if waits:
            parts.append(waits)
        return self._notice("warning" if waits else "success", " ".join(parts))

    @api.model
    def _unsubscribed_words(self, partners):
        """The notice after *Remove from Google Contacts*."""
        account = self.env["gws.account"]._of_user(self.env.user)
        if account.contact_delete_unsubscribed:
            text = self.env._("%s contacts are taken out of Google.", len(partners))
        else:
            text = self.env._(
                "%s contacts are no longer kept up to date; they stay in Google.",
                len(partners),
            )
        return self._notice("success", text)

    def _notice(self, kind, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Google Contacts"),
                "message": message,
                "type": kind,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
