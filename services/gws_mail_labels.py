# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Gmail's labels as a tree in Odoo, and the labels that say what became of a mail.

Gmail has no tree: a label under another one is called "above/below". Labels are known
by Google's id; a renamed one stays the one that was chosen.
"""

from odoo import api, models

from ..gapi.errors import Conflict, Forbidden, Gone, Rejected

DONE = "Odoo/Done"
FAILED = "Odoo/Failed"
# Gmail's own that hold mail a person could want to transfer.
SYSTEM = {"INBOX", "SENT", "STARRED", "IMPORTANT", "DRAFT", "SPAM", "TRASH"}


class GwsMailLabels(models.AbstractModel):
    _name = "gws.mail.labels"
    _description = "Gmail: labels"

    @api.model
    def _sync(self, run, client):
        """Bring the account's labels up to date."""
        self.env["gws.runner"]._commit()
        account = run.account
        everything = client.labels()
        self._know_outcomes(run, client, everything)
        if run.kind == "mail_labels":
            self._know_addresses(run, client)
        found = [label for label in everything if self._is_wanted(label)]
        rows = self.env["gws.label"].search([("account_id", "=", account.id)])
        known = {row.google_id: row for row in rows}
        new = [label for label in found if label["id"] not in known]
        created = self.env["gws.label"].create(
            [
                {
                    "account_id": account.id,
                    "google_id": label["id"],
                    "name": label["name"],
                    "kind": self._kind(label),
                }
                for label in new
            ]
        )
        known.update({row.google_id: row for row in created})
        self._plant(found, known)
        there = {label["id"] for label in found}
        gone = self.env["gws.label"].union(
            *(row for google_id, row in known.items() if google_id not in there)
        )
        self._tell_gone(run, gone)
        gone.unlink()
        if run.kind == "mail_labels":
            run.count("created", len(new))
            run.count("deleted", len(gone))
        self.env["gws.runner"]._commit()

    def _is_wanted(self, label):
        """Labels to choose from; Gmail's own only as far as people know them."""
        if not label.get("id") or not label.get("name"):
            return False
        if label["name"] in (DONE, FAILED):
            return False
        return self._kind(label) == "user" or label["id"] in SYSTEM

    def _kind(self, label):
        # An answer may lack the type (labels.create): Gmail's own ids are upper case.
        if label.get("type"):
            return "system" if label["type"] == "system" else "user"
        return "system" if label["id"].isupper() else "user"

    def _plant(self, found, known):
        """Give each label the nearest one above it as its parent."""
        by_name = {label["name"]: known[label["id"]] for label in found}
        for label in sorted(found, key=lambda label: label["name"]):
            row, name, parent = known[label["id"]], label["name"], None
            above, slash, below = name.rpartition("/")
            while slash and parent is None:
                parent = by_name.get(above)
                if parent is None:
                    above, slash, rest = above.rpartition("/")
                    below = f"{rest}/{below}"
            values = {
                "name": below if parent else name,
                "parent_id": parent.id if parent else False,
            }
            if row.name != values["name"] or row.parent_id.id != values["parent_id"]:
                row.write(values)

    def _tell_gone(self, run, gone):
        chosen = run.account.mail_in_label_id | run.account.mail_out_label_id
        if lost := gone & chosen:
            run.message = self.env._(
                "The label “%(name)s” is no longer in Gmail: choose another one.",
                name=lost[0].full_name,
            )

    def _know_addresses(self, run, client):
        """Under which addresses the owner writes: they are nobody to import for."""
        try:
            aliases = client.send_as()
        except (Forbidden, Gone, Rejected) as error:
            run.note(f"aliases not known: {error}")
            return
        # One that was never confirmed may be anybody's.
        said = [
            one.get("sendAsEmail")
            for one in aliases
            if one.get("verificationStatus") != "pending"
        ]
        run.account.mail_addresses = "\n".join(filter(None, said))

    # -- what became of a mail --------------------------------------------

    def _know_outcomes(self, run, client, labels):
        """The labels that tell what became of a mail; "Done" is made right away."""
        ids = {label.get("name"): label.get("id") for label in labels}
        run.account.mail_failed_label = ids.get(FAILED)
        run.account.mail_done_label = ids.get(DONE)
        self._outcome_label(run, client)

    @api.model
    def _outcome_label(self, run, client, failed=False):
        """Google's id of the label "Odoo/Done" (or Failed), made when it is missing.

        Nothing where Google refuses to make it (a mailbox has 10,000 at most): it
        only tells, and mail comes without it.
        """
        field = "mail_failed_label" if failed else "mail_done_label"
        account = run.account
        if not account[field]:
            try:
                account[field] = self._ensure(client, FAILED if failed else DONE)
            except Rejected as error:
                run.note(f"no label of ours: {error}")
            self.env["gws.runner"]._commit()
        return account[field]

    @api.model
    def _ensure(self, client, name):
        """Google's id of the label of that name; made when there is none."""
        self.env["gws.client"]._check_database()
        self.env["gws.runner"]._commit()
        try:
            return client.create_label(
                name, labelListVisibility="labelShow", messageListVisibility="show"
            )["id"]
        except Conflict:
            for label in client.labels():
                if (label.get("name") or "").casefold() == name.casefold():
                    return label["id"]
            raise
