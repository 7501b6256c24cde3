# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Out of Google: what nobody subscribes to any more, 500 a request.

A contact that Odoo made is deleted (its owner finds it in Google's bin for 30 days). Of
one that was there before, only what Odoo wrote is taken away.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..gapi.errors import Conflict, Gone
from ..sync import brake, contact_merge
from .gws_contact_create import SETTLES_AFTER
from .gws_contact_push import SPELLING

BATCH = 500  # People API v1: names a deletion


class GwsContactRemove(models.AbstractModel):
    _name = "gws.contact.remove"
    _description = "Google Contacts: out of Google"

    @api.model
    def _remove(self, run, client):
        """Take out what is to be taken out and due.

        Raises what Google said when it concerns the whole account, and UserError when
        more would go by itself than people would believe.
        """
        rows = self.env["gws.partner.binding"].with_context(active_test=False)
        domain = [
            ("account_id", "=", run.account.id),
            ("removing", "=", True),
            ("state", "!=", "quarantined"),
            *self.env["gws.contact.push"]._due(run),
        ]
        doomed = rows.search(domain, order="id")
        if not doomed:
            return
        self.env["gws.client"]._check_database()
        held = self._to_hold(run.account)
        doomed -= held
        self._settle_unsure(run, client, doomed)
        doomed = doomed.exists().filtered("removing")
        adopted = doomed.filtered("adopted")
        for start in range(0, len(doomed - adopted), BATCH):
            self._delete(run, client, (doomed - adopted)[start : start + BATCH])
        for start in range(0, len(adopted), 200):
            self._strip(run, client, adopted[start : start + 200], 0)
        if held:
            raise UserError(
                self.env._(
                    "%(number)s contacts would be taken out of Google, because you "
                    "may no longer read them or they were archived or deleted in "
                    "Odoo. Nothing of them was taken out yet. If that is right, press "
                    "“Take them out”.",
                    number=len(held),
                )
            )

    def _to_hold(self, account):
        """Removals that no person asked for and that are too many; mostly none."""
        rows = self.env["gws.partner.binding"].with_context(active_test=False)
        # The owner's own choice is `active`; what is left was taken from them.
        doomed = rows.search(
            [
                ("account_id", "=", account.id),
                ("removing", "=", True),
                ("doubled", "=", False),
                "|",
                ("active", "=", True),
                ("partner_id", "=", False),
            ]
        )
        bound = rows.search_count(
            [("account_id", "=", account.id), ("resource_name", "!=", False)]
        )
        if account.contact_brake_released or not brake.too_many(len(doomed), bound):
            account.contact_brake = 0
            return rows.browse()
        account.contact_brake = len(doomed)
        self.env["gws.runner"]._commit()
        return doomed

    def _settle_unsure(self, run, client, rows):
        """A contact that was never answered and is to go: wait until it shows.

        Also when a person presses: what is forgotten too early stays in Google.
        """
        now = fields.Datetime.now()
        unsure = rows.filtered(
            lambda row: (
                not row.resource_name and (not row.next_try or row.next_try <= now)
            )
        )
        if unsure.filtered("sent_at") and not run.listed_whole:
            self.env["gws.contact.pull"]._list_all(run, client)
        for row in unsure.exists().filtered(lambda row: not row.resource_name):
            if not row.sent_at or row.sent_at <= now - SETTLES_AFTER:
                self._out(row)
            else:
                row.next_try = row.sent_at + SETTLES_AFTER
        self.env["gws.runner"]._keep(run)

    def _delete(self, run, client, rows):
        rows = rows.filtered("resource_name")
        if not rows:
            return
        # Who subscribes again meanwhile gets it as new: it was not its owner who
        # deleted it.
        rows.write({"sent_at": fields.Datetime.now()})
        self.env["gws.runner"]._commit()
        results = client.delete(rows.mapped("resource_name"))
        for row, result in zip(rows, results, strict=True):
            if result.error is None or isinstance(result.error, Gone):
                run.count("pushed")
                run.note(f"{row.resource_name}: taken out of Google")
                self._out(row)
            else:
                if not result.error.outcome_unknown:
                    row.sent_at = False
                self.env["gws.contact.push"]._refused(run, row, result.error)
        self._after(run)

    def _strip(self, run, client, rows, depth):
        """Take what Odoo wrote off contacts that were there before."""
        self.env["gws.contact.photo"]._take_away(run, client, rows)
        if run.stop_with:
            raise run.stop_with
        rows = rows.filtered(lambda row: row.state != "quarantined")
        bodies, mask = [], set()
        left = {
            row: contact_merge.without(row.base or {}, row.seen or {}, SPELLING)
            for row in rows
        }
        for row, changed in left.items():
            self.env["gws.contact.push"]._fill_groups(changed)
            if not changed:
                self._out(row)
        left = {row: changed for row, changed in left.items() if changed}
        mask = set().union(*left.values())
        for row, changed in left.items():
            fields_sent = {
                name: changed.get(name, (row.seen or {}).get(name, [])) for name in mask
            }
            bodies.append(self.env["gws.contact.push"]._body(row, fields_sent))
        self.env["gws.runner"]._keep(run)
        if not bodies:
            return
        again = rows.browse()
        results = client.update(bodies, sorted(mask))
        for row, result in zip(left, results, strict=True):
            if result.error is None:
                run.count("pushed")
                run.note(f"{row.resource_name}: what Odoo wrote was taken away")
                self._out(row)
            elif isinstance(result.error, (Conflict, Gone)):
                again |= row
            else:
                self.env["gws.contact.push"]._refused(run, row, result.error)
        self._after(run)
        if again and depth < 4:
            self.env["gws.contact.pull"]._reread(run, client, again)
            again = again.exists().filtered(lambda r: r.removing and r.resource_name)
            self._strip(run, client, again, depth + 1)

    def _after(self, run):
        self.env["gws.runner"]._keep(run)
        if run.stop_with:
            raise run.stop_with

    def _out(self, row):
        """It is out of Google. A subscription that rests goes on when it may."""
        if not row.partner_id:
            row.unlink()
            return
        row._forget_google()
        row.write(
            {
                "removing": False,
                "next_try": False,
                "attempts": 0,
                **({} if row.active else {"state": "synced", "error": False}),
            }
        )
