# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Odoo wants in Google, of which contacts, and which of them may not go."""

from typing import NamedTuple

from odoo import api, models


class Wanted(NamedTuple):
    """What Odoo wants of a contact, and how far its changes were noted by then."""

    values: dict
    fingerprint: str
    photo: str | None
    note_count: int


class GwsContactPush(models.AbstractModel):
    _inherit = "gws.contact.push"

    @api.model
    def _moved(self, run, client, rows):
        """Those of ``rows`` that Odoo sees differently than was agreed."""
        may_go, resting = self._sort(run, rows)
        wanted = self._wanted(run, client, may_go)
        return rows.filtered(
            lambda row: (
                (row.state != "resting" or row.error != resting[row])
                if row in resting
                else (
                    row.state == "resting" or row.fingerprint != wanted[row].fingerprint
                )
            )
        )

    def _sort(self, run, rows):
        """(rows that may be sent, {row: why it may not})."""
        local = self.env["gws.contact.local"]
        known = {
            partner.id: partner
            for partner in local._readable(run.account, rows.partner_id.ids)
        }
        resting = {}
        for row in rows:
            partner = known.get(row.partner_id.id)
            reason = (
                self.env._("You may no longer read this contact in Odoo.")
                if partner is None
                else local._why_not(partner)
            )
            if reason:
                resting[row] = reason
        return rows.filtered(lambda row: row not in resting), resting

    def _wanted(self, run, client, rows):
        """{row: ``Wanted``} of rows that may be sent.

        With a ``client``, labels that are missing are made first.
        """
        account = run.account
        local = self.env["gws.contact.local"]
        partners = local._readable(account, rows.partner_id.ids)
        labels = self.env["gws.contact.labels"]._of(run, client, partners)
        values = local._values(account, partners, labels)
        photos = self.env["gws.contact.photo"]._checksums(account, partners)
        wanted = {}
        for row in rows:
            own = values.get(row.partner_id.id)
            if own is not None:
                photo = photos.get(row.partner_id.id)
                print_of = local._fingerprint(own, photo)
                wanted[row] = Wanted(own, print_of, photo, row.note_count)
        return wanted
