# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The setup doctor for contacts; silent where nobody wants to send any."""

from odoo import models

from .gws_doctor import Finding


class GwsDoctor(models.AbstractModel):
    _inherit = "gws.doctor"

    def _look_at_contacts(self, account):
        """Whether Google takes contacts, and whether there is anything to send."""
        _ = self.env._
        if not account.contact_enabled:
            return
        people = self.env["gws.client"]._people

        def ask():
            people(account).groups()
            return _("The People API answers.")

        yield from self._ask(account, "contact", _("Google Contacts answers"), ask)
        step = _("Contacts")
        if account.contact_brake:
            text = _(
                "%(number)s contacts would be taken out of Google and wait for a word: "
                "“Take them out” in the user's preferences, tab Google Workspace.",
                number=account.contact_brake,
            )
            yield Finding(step, "note", text, "contacts")
        elif not account.contact_count and not account.contact_auto_export:
            text = _(
                "No contact is chosen yet. Tick “Sync to Google” on a contact, or take "
                "“Add to Google Contacts” in the list."
            )
            yield Finding(step, "note", text, "contacts")
        elif account.contact_count:
            words = self.env["gws.contact.status"]._count_words(account)
            yield Finding(step, "ok", words)

    def _look_at_contact_jobs(self, account):
        """Scheduled actions that are off although somebody wants what they do."""
        _ = self.env._
        wanted = account or self.env["gws.account"].sudo().search(
            [("contact_enabled", "=", True)]
        )
        wanted = wanted.filtered("contact_enabled")
        step = _("Scheduled actions")
        if wanted and not self._is_active("cron_sync_contacts"):
            text = _(
                "“Sync Contacts” is off: what is deleted in Google, and what a user "
                "may no longer read, is noticed only when “Synchronize contacts” is "
                "pressed. Activate it in Settings ▸ Technical ▸ Scheduled Actions."
            )
            yield Finding(step, "note", text, "scheduled-actions")
        new = any(wanted.mapped("contact_auto_export"))
        if new and not self._is_active("cron_import_new_contacts"):
            text = _(
                "“Import New Contacts Automatically” is off, so new contacts are not "
                "added. Activate it in Settings ▸ Technical ▸ Scheduled Actions."
            )
            yield Finding(step, "wrong", text, "scheduled-actions")

    def _is_active(self, name):
        cron = self.env.ref(f"google_workspace.{name}", raise_if_not_found=False)
        return bool(cron and cron.sudo().active)
