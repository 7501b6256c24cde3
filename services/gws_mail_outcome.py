# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Gmail is told what became of a mail: a label of ours, the transfer label, the bin.

All of it may be said twice. What was left out on purpose keeps its transfer label and
gets none of ours: nothing became of it, and it never goes to the bin.
"""

from odoo import api, fields, models

from ..gapi.errors import Gone, Rejected, Transient

# Gmail's own that nobody can take off a mail.
FIXED = {"SENT", "DRAFT"}


class GwsMailOutcome(models.AbstractModel):
    _name = "gws.mail.outcome"
    _description = "Gmail: what Gmail is told"

    @api.model
    def _tell(self, run, client):
        """Tell of everything that was not told yet, both directions.

        :return: True when Google could not be told of some and is told later
        """
        domain = [
            ("account_id", "=", run.account.id),
            ("labelled", "=", False),
            ("state", "in", ("staged", "refused")),
        ]
        if not run.person:
            now = fields.Datetime.now()
            domain += ["|", ("next_try", "=", False), ("next_try", "<=", now)]
        rows = self.env["gws.mail.arrival"].search(domain, order="id")
        if not rows:
            return False
        self.env["gws.client"]._check_database()
        for (what, state), some in rows.grouped(
            lambda row: (row.direction, row.state)
        ).items():
            # One that broke Google's server goes alone: together all would fail.
            alone = some.filtered("attempts")
            for group in (some - alone, *alone):
                if group:
                    self._tell_of(run, client, group, what, state)
        left = rows.exists().filtered(lambda row: not row.labelled)
        return self.env["gws.mail.fetch"]._wake(run.account, left)

    def _tell_of(self, run, client, rows, what, state):
        """Tell of mails with the same outcome."""
        changes = self._changes(run, client, what, state)
        results = self._modify(client, rows, changes)
        if any(_may_be_the_label(result.error) for result in results):
            # A person deleted a label of ours, or the transfer label. "Not found" may
            # be the mail or the label.
            self.env["gws.mail.labels"]._sync(run, client)
            again = self._changes(run, client, what, state)
            if again != changes:
                results = self._modify(client, rows, again)
        told, stop = rows.browse(), None
        for row, result in zip(rows, results, strict=True):
            error = result.error
            if error is None or isinstance(error, Gone):
                told |= row
            elif isinstance(error, Rejected):
                told |= row  # asking again would help nobody
                run.note(f"{row.google_id}: not labelled, {error}")
            elif isinstance(error, Transient) and error.kind == "server":
                run.message = self.env["gws.runner"]._words(error)
                if self.env["gws.mail.fetch"]._is_over(row, error, row.error):
                    told |= row
                    run.note(f"{row.google_id}: not labelled, {error}")
            else:
                stop = stop or error
        told.write({"labelled": True, "attempts": 0, "next_try": False})
        self.env["gws.runner"]._keep(run)
        if stop:
            raise stop

    def _modify(self, client, rows, changes):
        add, remove = changes
        self.env["gws.runner"]._commit()
        return client.modify(rows.mapped("google_id"), add=add, remove=remove)

    def _changes(self, run, client, what, state):
        """(labels to put on, labels to take off)."""
        account, labels = run.account, self.env["gws.mail.labels"]
        ours = labels._outcome_label(run, client, failed=state == "refused")
        add = [ours] if ours else []
        if state == "refused":
            return add, []
        if account.mail_trash_after_transfer:
            add.append("TRASH")
        remove = [account.mail_failed_label]
        if account.mail_remove_after_transfer:
            remove.append(account[f"mail_{what}_label_id"].google_id)
        return add, [label for label in remove if label and label not in FIXED]


def _may_be_the_label(error):
    return isinstance(error, Gone) or (
        isinstance(error, Rejected) and error.reason == "invalidLabel"
    )
