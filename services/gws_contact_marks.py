# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts in Google that carry our mark and that no row is bound to.

The answer to their creation was lost; or they were made twice; or their owner took them
out of the bin again, or merged them with another one.
"""

from odoo import models

from ..mapping import person, person_read
from ..sync import contact_merge
from .gws_contact_push import SPELLING

SHARED = frozenset({"memberships", "clientData", "metadata"})  # none of them is content


class GwsContactPull(models.AbstractModel):
    _inherit = "gws.contact.pull"

    def _find_marked(self, run, people):
        """Bind them, or have the second one taken out, or leave them to their owner."""
        database = self.env["gws.client"]._database_uuid()
        marked = {}
        for resource in people:
            mark = person.read_marker(resource)
            if mark and mark[0] == database:
                marked.setdefault(mark, []).append(resource)
        if not marked:
            return
        for mark, row in self._marks(run.account, marked).items():
            for resource in marked[mark]:
                if row.resource_name:
                    self._second(run, row, resource)
                elif row.sent_at or row.state == "deleted":
                    self._found(run, row, resource)

    def _marks(self, account, marked):
        """{mark: row} of those that concern ``marked``."""
        rows = self.env["gws.partner.binding"].with_context(active_test=False)
        own = [("account_id", "=", account.id), ("doubled", "=", False)]
        known = rows.search([*own, ("partner_id", "in", [n for _db, n in marked])])
        [(database, _number)] = [*marked][:1]
        found = {(database, row.partner_id.id): row for row in known}
        # Of contacts that are gone from Odoo only what was sent tells the mark.
        orphans = rows.search(
            [
                ("account_id", "=", account.id),
                ("partner_id", "=", False),
                ("resource_name", "=", False),
                ("sent_at", "!=", False),
            ]
        )
        for row in orphans:
            sent = (row.base or {}).get("clientData", ())
            mark = person.read_marker({"clientData": [raw for raw, _key in sent]})
            if mark in marked:
                found[mark] = row
        return found

    def _found(self, run, row, resource):
        """It is there after all. What Odoo wants now is compared again.

        Odoo's are the values that were sent; what else it says by now is its owner's.
        """
        seen = person_read.read(resource)
        run.note(f"contact {row.partner_id.id}: found by its mark")
        if row.state == "deleted":
            row._again()
        row.write(
            {
                "resource_name": resource["resourceName"],
                "etag": resource.get("etag"),
                "adopted": row.adopted or not self._is_same(row, seen),
                "seen": seen,
                "sent_at": False,
                "listed": True,
                "error": False,
                "attempts": 0,
                "next_try": False,
            }
        )
        run.count("pushed")

    def _is_same(self, row, seen):
        """Whether a contact that comes back is the one it was, and no merged one."""
        return not row.seen or self._sources(row.seen) == self._sources(seen)

    def _second(self, run, row, resource):
        """One more of a contact that is bound: two creates, one of them unheard.

        What its owner added to it keeps it in Google.
        """
        seen = person_read.read(resource)
        if not any(
            contact_merge.is_only_ours(base or {}, seen, SPELLING, SHARED)
            for base in (row.base, *(row.unheard or ()))
        ):
            run.strays[row.id] = resource
            return
        run.note(f"contact {row.partner_id.id}: a second one is taken out")
        row.create(
            {
                "account_id": row.account_id.id,
                "active": False,
                "resource_name": resource["resourceName"],
                "etag": resource.get("etag"),
                "doubled": True,
                "removing": True,
            }
        )

    def _follow_strays(self, run):
        """A full listing names no former names: what was bound and is gone may be in
        the contact that carries its mark, together with its owner's values."""
        rows = self.env["gws.partner.binding"].browse(run.strays)
        for row in rows.exists().filtered(lambda row: row.state == "deleted"):
            self._found(run, row, run.strays[row.id])
        self.env["gws.runner"]._keep(run)
