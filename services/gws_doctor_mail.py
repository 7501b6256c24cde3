# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The setup doctor's questions about mail: the Gmail API, the folders, the jobs."""

from odoo import models

from .gws_doctor import Finding


class GwsDoctor(models.AbstractModel):
    _inherit = "gws.doctor"

    def _look_at_mail(self, account):
        """The findings of an account that transfers mail; none when it does not."""
        if not account.mail_enabled:
            return
        yield from self._ask_gmail(account)
        yield from self._look_at_mail_jobs(account)

    def _ask_gmail(self, account):
        """Whether Gmail answers, and still has the chosen folders: by its labels."""
        there = set()

        def ask():
            labels = self.env["gws.client"]._gmail(account).labels()
            there.update(label["id"] for label in labels)
            return self.env._("%(count)s labels are listed.", count=len(labels))

        yield from self._ask(account, "mail", self.env._("Gmail answers"), ask)
        if there:
            yield from self._look_at_folders(account, there)

    def _disabled_words(self, link):
        text = self.env._(
            "The Gmail API is not enabled in the project of the client. Enable it in "
            "Google's console: %(link)s",
            link=link,
        )
        return {**super()._disabled_words(link), "mail": (text, "gmail-api")}

    def _scope_words(self):
        text = self.env._("The permission for mail is missing. Grant access again.")
        return {**super()._scope_words(), "mail": (text, "missing-scope")}

    def _look_at_folders(self, account, there):
        """:param there: Google's ids of the labels that Gmail has"""
        _ = self.env._
        step = _("Transfer folders")
        chosen = account.mail_in_label_id | account.mail_out_label_id
        if not chosen:
            text = _(
                "No transfer folder is chosen, so no mail comes. Press “Sync folders” "
                "in the user's preferences, then choose one."
            )
            yield Finding(step, "wrong", text, "mail-folders")
            return
        gone = chosen.filtered(lambda label: label.google_id not in there)
        for label in gone:
            text = _(
                "The label “%(name)s” is no longer in Gmail: choose another one.",
                name=label.full_name,
            )
            yield Finding(step, "wrong", text, "mail-folders")
        if not gone:
            names = ", ".join(chosen.mapped("display_name"))
            yield Finding(step, "ok", _("Mail comes from %(names)s.", names=names))

    def _look_at_mail_jobs(self, account):
        """A folder was chosen, but nobody looks into it by itself."""
        _ = self.env._
        for way in ("in", "out"):
            name = f"cron_sync_email_{way}"
            if self._is_active(name) or not account[f"mail_{way}_label_id"]:
                continue
            cron = self.env.ref(f"google_workspace.{name}", raise_if_not_found=False)
            text = _(
                "“%(job)s” is off: mail comes only when the user fetches it. Activate "
                "it in Settings ▸ Technical ▸ Scheduled Actions.",
                job=cron.sudo().name if cron else name,
            )
            yield Finding(_("Scheduled actions"), "note", text, "scheduled-actions")
