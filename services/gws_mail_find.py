# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which mails carry a transfer label by now: noted before any of them is fetched.

The cursor of Gmail's history is stored only when everything it told is noted (rows of
``gws.mail.arrival``): whatever happens between, nothing is lost and nothing is there
twice.
"""

from odoo import api, models
from odoo.exceptions import UserError

from ..gapi.errors import CursorExpired, Gone, Rejected

# Who puts a mail there does not want it in Odoo, until it is taken out again. Gmail
# lists neither.
BIN = {"TRASH", "SPAM"}


class GwsMailFind(models.AbstractModel):
    _name = "gws.mail.find"
    _description = "Gmail: what is new"

    @api.model
    def _find(self, run, client, what):
        """Note the mails that carry the label by now and were never here."""
        account = run.account
        chosen = account[f"mail_{what}_label_id"]
        label, name = chosen.google_id, chosen.full_name
        history = account[f"mail_{what}_history"]
        if account[f"mail_{what}_cursor_label"] != label:
            history = False
        try:
            self._look(run, client, what, label, history)
        except (Gone, Rejected) as error:
            if isinstance(error, Rejected) and error.reason != "invalidLabel":
                raise
            self.env["gws.runner"]._roll_back(run)
            self.env["gws.mail.labels"]._sync(run, client)
            if chosen.exists():
                raise
            raise UserError(
                self.env._(
                    "The label “%(name)s” is no longer in Gmail: choose another one.",
                    name=name,
                )
            ) from error

    def _look(self, run, client, what, label, history):
        if history:
            try:
                self._read_history(run, client, what, label, history)
                return
            except CursorExpired:
                self.env["gws.runner"]._roll_back(run)
                run.note("Gmail's history is too short: everything is listed")
        self._list_all(run, client, what, label)

    def _read_history(self, run, client, what, label, history):
        """What happened since the cursor: mails that got the label, or lost it."""
        wanted, again, page_token = {}, set(), None
        while True:
            self.env["gws.runner"]._commit()
            page = client.history(history, label, page_token)
            for google_id, _thread, labels in page.added:
                if not labels or label in labels:
                    wanted[google_id] = True
            for google_id, labels in page.labelled:
                if label in labels:
                    wanted[google_id] = True
                    again.add(google_id)
            for google_id, labels in page.unlabelled:
                if label in labels:
                    wanted[google_id] = False
                elif BIN.intersection(labels):
                    wanted[google_id] = True  # back, and it carries the label
            wanted.update(dict.fromkeys(page.removed, False))
            page_token = page.next_page_token
            if not page_token:
                break
        here = [one for one, is_here in wanted.items() if is_here]
        self._note(run, what, self._oldest_first(run, client, what, label, here), again)
        self._forget(run, what, [one for one, here in wanted.items() if not here])
        self._store_cursor(run, what, label, page.history_id)

    def _oldest_first(self, run, client, what, label, ids):
        """The same ids. The history tells when a mail got its label, not its age, and
        Gmail does not say that ids grow: so more than one run takes are listed."""
        if len(ids) <= run.account[f"mail_{what}_limit"]:
            return sorted(ids, key=lambda one: (len(one), one))
        wanted = set(ids)
        listed = self._listed(client, label)
        # What is not listed lost the label meanwhile; fetching finds out.
        return list(dict.fromkeys([one for one in listed if one in wanted] + ids))

    def _listed(self, client, label):
        """Ids of all that carries the label, oldest first: Gmail lists the newest
        first."""
        self.env["gws.runner"]._commit()
        return list(client.message_ids([label], spam_trash=label in BIN))[::-1]

    def _list_all(self, run, client, what, label):
        """Everything that carries the label; reconciles with what is noted."""
        self.env["gws.runner"]._commit()
        # Asked for first: what changes during the listing is in the next history.
        history = client.profile().get("historyId")
        ids = self._listed(client, label)
        self._note(run, what, ids)
        rows = self.env["gws.mail.arrival"].search(
            [
                ("account_id", "=", run.account.id),
                ("direction", "=", what),
                ("state", "=", "waiting"),
            ]
        )
        there = set(ids)
        rows.filtered(lambda row: row.google_id not in there).unlink()
        self._store_cursor(run, what, label, history)

    def _note(self, run, what, ids, again=frozenset()):
        """Remember mails to be fetched, in this order; known ones are left alone.

        :param again: ids of those that a person gave the label just now. What was left
            out or set aside is then tried once more.
        """
        ids = list(ids)
        rows = self.env["gws.mail.arrival"]
        known = rows.search(
            [("account_id", "=", run.account.id), ("google_id", "in", ids)]
        )
        self._try_again(
            run,
            what,
            known.filtered(
                lambda row: row.google_id in again and row.state in ("left", "refused")
            ),
        )
        # Moved from one transfer label to the other before it was fetched.
        moved = known.filtered(lambda row: row.state == "waiting")
        moved.filtered(lambda row: row.direction != what).direction = what
        skip = set(known.mapped("google_id"))
        rows.create(
            [
                {
                    "account_id": run.account.id,
                    "direction": what,
                    "google_id": google_id,
                }
                for google_id in ids
                if google_id not in skip
            ]
        )

    def _try_again(self, run, what, rows):
        rows.write(
            {
                "direction": what,
                "state": "waiting",
                "labelled": False,
                "attempts": 0,
                "next_try": False,
            }
        )
        self.env["gws.message"].search(
            [
                ("account_id", "=", run.account.id),
                ("google_id", "in", rows.mapped("google_id")),
                ("state", "=", "failed"),
            ]
        ).unlink()

    def _forget(self, run, what, ids):
        """Mails that lost the label again before they were fetched."""
        self.env["gws.mail.arrival"].search(
            [
                ("account_id", "=", run.account.id),
                ("direction", "=", what),
                ("state", "=", "waiting"),
                ("google_id", "in", ids),
            ]
        ).unlink()

    def _store_cursor(self, run, what, label, history):
        run.account.write(
            {
                f"mail_{what}_history": str(history) if history else False,
                f"mail_{what}_cursor_label": label,
            }
        )
        self.env["gws.runner"]._keep(run)
