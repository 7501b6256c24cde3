# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Labels in Google Contacts: one for all that comes from Odoo, one for each tag.

They are made when the first contact needs them, known by Google's id, and taken away
when Odoo made them and nothing is left in them.
"""

from odoo import api, models

from ..gapi.errors import Conflict, Gone

MAIN = "Odoo"
LONGEST = 120  # characters of a label's name


class GwsContactLabels(models.AbstractModel):
    _name = "gws.contact.labels"
    _description = "Google Contacts: labels"

    @api.model
    def _of(self, run, client, partners):
        """{tag id or None: resource name} for these contacts; None: the label of all.

        What is missing is made when there is a ``client``, else left out.
        """
        account = run.account
        rows = self._rows(account)
        names = {None: MAIN}
        if account.contact_sync_tags:
            for tag in partners.sudo().category_id:
                names[tag.id] = self._name_of(tag)
        known = {row.category_id.id or None: row for row in rows}
        if client is not None:
            for tag_id, name in names.items():
                row = known.get(tag_id)
                if row is None:
                    known[tag_id] = self._make(run, client, tag_id, name)
                elif tag_id and row.name != name:
                    self._rename(run, client, row, name)
        return {
            tag_id: known[tag_id].resource_name for tag_id in names if tag_id in known
        }

    def _rows(self, account):
        """Labels in use; one whose tag is gone from Odoo is none of them."""
        rows = self.env["gws.contact.label"].search([("account_id", "=", account.id)])
        return rows.filtered(lambda row: row.is_main or row.category_id)

    def _name_of(self, tag):
        return (tag.display_name or "").replace("\n", " ").strip()[:LONGEST] or MAIN

    def _make(self, run, client, tag_id, name):
        """Make the label; one of this name that is there already serves."""
        self.env["gws.client"]._check_database()
        self.env["gws.runner"]._commit()
        try:
            group, made = client.create_group(name), True
        except Conflict as error:
            group = self._named(client, name)
            # The answer to an earlier try was lost, maybe; nothing of anybody is in it.
            made = error.outcome_unknown or not group.get("memberCount")
        row = self.env["gws.contact.label"].create(
            {
                "account_id": run.account.id,
                "category_id": tag_id,
                "is_main": tag_id is None,
                "name": name,
                "resource_name": group["resourceName"],
                "etag": group.get("etag"),
                "made": made,
            }
        )
        self.env["gws.runner"]._commit()
        return row

    def _named(self, client, name):
        """The label that has this name already; raises Conflict when none has."""
        for group in client.groups():
            if self._is_named(group, name):
                return group
        raise Conflict(
            f"Google says that there is a label “{name}”, and does not list it",
            service="people",
            method="contactGroups.create",
            reason="duplicate",
        )

    def _is_named(self, group, name):
        said = (group.get("name"), group.get("formattedName"))
        return name.casefold() in {str(text or "").strip().casefold() for text in said}

    def _rename(self, run, client, row, name):
        """The tag is called otherwise now. A label that was there before stays."""
        if row.made:
            self.env["gws.runner"]._commit()
            for group in client.groups():
                if group.get("resourceName") == row.resource_name:
                    try:
                        client.rename_group(row.resource_name, group.get("etag"), name)
                    except (Conflict, Gone) as error:
                        run.note(f"label {row.name}: not renamed, {error}")
        row.name = name
        self.env["gws.runner"]._commit()

    @api.model
    def _check(self, run, client):
        """Forget labels that a person deleted in Google; True when there were any."""
        self.env["gws.runner"]._commit()
        there = {group.get("resourceName") for group in client.groups()}
        rows = self.env["gws.contact.label"].search(
            [("account_id", "=", run.account.id)]
        )
        lost = rows.filtered(lambda row: row.resource_name not in there)
        lost.unlink()
        self.env["gws.runner"]._commit()
        return bool(lost)

    @api.model
    def _tidy(self, run, client, compared):
        """Take away the labels that Odoo made and that nothing is left in.

        ``compared``: all contacts were, so what is still in a label of ours that is
        over is there by a person's wish, and the label is theirs.
        """
        account = run.account
        rows = self.env["gws.contact.label"].search([("account_id", "=", account.id)])
        bindings = self.env["gws.partner.binding"].with_context(active_test=False)
        bound = bindings.search_count(
            [
                ("account_id", "=", account.id),
                "|",
                ("active", "=", True),
                "|",
                ("resource_name", "!=", False),
                ("sent_at", "!=", False),
            ],
            limit=1,
        )
        # A tag that was deleted takes its label along; the last contact takes all.
        over = rows.filtered(
            lambda row: not bound or not (row.is_main or row.category_id)
        )
        over.filtered(lambda row: not row.made).unlink()
        over = over.exists()
        if not over:
            return
        self.env["gws.runner"]._commit()
        groups = {group.get("resourceName"): group for group in client.groups()}
        for row in over:
            group = groups.get(row.resource_name)
            used = bool(group and group.get("memberCount"))
            if used and not compared:
                continue
            if group and not used:
                try:
                    client.delete_group(row.resource_name)
                except Gone:
                    run.note(f"label {row.name}: was gone already")
            row.unlink()
            self.env["gws.runner"]._commit()
