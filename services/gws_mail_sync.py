# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One run of one account's mail: labels, incoming or outgoing, by a press or a job."""

import time

from odoo import api, models

from .gws_runner import Run, commits

PRESS_SECONDS = 25  # how long a person's press may take before it goes on elsewhere
KINDS = {"in": "mail_in", "out": "mail_out", "labels": "mail_labels"}


class GwsMailSync(models.AbstractModel):
    _name = "gws.mail.sync"
    _description = "Gmail: one run"

    @api.model
    @commits
    def _press(self, account, what, seconds=PRESS_SECONDS):
        """Do it now for up to ``seconds``; {"status", "message"}.

        :param what: "in", "out" or "labels"
        """
        self = self.sudo()
        account = account.sudo()
        status = self.env["gws.mail.status"]
        if refusal := status._refusal(account, what):
            return refusal
        run = Run(account, KINDS[what], time.monotonic() + seconds, person=True)
        if not self._run(run, what) or not run.finished:
            return status._running()
        if run.error_kind:
            return status._failed(account, run)
        return status._done(run, what)

    @api.model
    def _run(self, run, what):
        """Do one run under the account's lock; False when another one holds it."""
        account = run.account
        runner = self.env["gws.runner"]
        with runner._locked(account) as locked:
            if not locked:
                return False
            account.invalidate_recordset()
            if account.state == "paused":
                return True
            runner._perform(run, lambda: self._work(run, what))
        return True

    def _work(self, run, what):
        client = self.env["gws.client"]._gmail(run.account)
        if what == "labels":
            self.env["gws.mail.labels"]._sync(run, client)
            return
        if not run.account[f"mail_{what}_label_id"]:
            return  # a run before this one found that it is gone
        run.account[f"mail_{what}_due"] = True
        self.env["gws.mail.find"]._find(run, client, what)
        more = self.env["gws.mail.fetch"]._fetch(run, client, what)
        if not run.resume_at:  # else Google would not hear of it now
            more |= self.env["gws.mail.outcome"]._tell(run, client)
        run.account[f"mail_{what}_due"] = more
