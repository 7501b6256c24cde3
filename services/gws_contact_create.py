# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""New contacts, 200 a request, and what becomes of those that nobody answered for.

Google has no key that would make a second creation harmless. So what is sent is
committed before it is; a lost answer is settled by looking for our mark. Google's
listing may lag behind by minutes: a scheduled sync waits as long before it sends the
contact once more, a person's press does not. Should the first one turn up after all, it
is known by its mark and taken out (``gws_contact_marks``).
"""

from datetime import timedelta

from odoo import fields, models

from ..mapping import person, person_read
from ..sync import contact_merge
from .gws_contact_push import BATCH, SPELLING

# How long a contact that Google may have made can stay out of Google's own listing.
SETTLES_AFTER = timedelta(minutes=10)
MOST_FAILED = 5  # portions in a row without an answer: it is not the contacts


class GwsContactPush(models.AbstractModel):
    _inherit = "gws.contact.push"

    def _create(self, run, client, rows, wanted):
        """Make contacts at Google.

        One that breaks Google's server takes its whole request with it: those that
        got no answer before go in smaller portions, in the end alone, so that the
        others go through.
        """
        failed = 0  # portions without an answer, one after the other
        for some in self._portions(rows):
            unsure = self._create_some(run, client, some, wanted)
            failed = failed + 1 if unsure else 0
            if run.stop_with or failed == MOST_FAILED:
                break
        if any(row.sent_at and not row.resource_name for row in rows.exists()):
            # Google may hear us and only its answer was lost: look at once.
            self.env["gws.contact.pull"]._list_all(run, client)

    def _portions(self, rows):
        """Rows that go together, by how often they were sent in vain."""
        for tries, some in rows.grouped(lambda row: len(row.unheard or ())).items():
            size = max(BATCH // 10**tries, 1)
            for start in range(0, len(some), size):
                yield some[start : start + size]

    def _create_some(self, run, client, rows, wanted):
        """One request; the rows of which nobody knows whether they were made."""
        bodies = []
        for row in rows:
            body = {name: own for name, own in wanted[row].values.items() if own}
            bodies.append(body)
            row.write(
                {
                    "sent_at": fields.Datetime.now(),
                    "base": {
                        name: [[raw, person.key(name, raw)] for raw in own]
                        for name, own in body.items()
                    },
                    "adopted": False,
                    "photo": False,
                }
            )
        self.env["gws.runner"]._commit()
        unsure = rows.browse()
        again = any(row.unheard for row in rows)
        for row, result in zip(rows, client.create(bodies), strict=True):
            error = result.error
            if error is None and (result.value or {}).get("resourceName"):
                self._created(run, row, result.value, wanted[row])
            elif error is None or error.outcome_unknown:
                unsure |= row
                self._wait(run, row, error, alone=again and error is not None)
            else:
                row.write({"sent_at": False, "base": False})
                self._refused(run, row, error)
        self.env["gws.runner"]._keep(run)
        return unsure

    def _created(self, run, row, resource, want):
        """Google made it: from here on the row is bound."""
        seen = person_read.read(resource)
        base = contact_merge.recognise(row.base, seen, SPELLING)
        self._agree(run, row, resource, base, want)
        run.note(f"contact {row.partner_id.id}: new in Google")

    def _settle_unsure(self, run, client, domain):
        """Contacts that were sent as new and not answered: are they there?"""
        rows = self.env["gws.partner.binding"].search(
            [*domain, ("sent_at", "!=", False), ("resource_name", "=", False)]
        )
        if not rows:
            return
        if not run.listed_whole:
            self.env["gws.contact.pull"]._list_all(run, client)
        settled = fields.Datetime.now() - SETTLES_AFTER
        for row in rows.exists().filtered(lambda r: not r.resource_name and r.sent_at):
            if run.person or row.sent_at <= settled:
                # Should it show one day, it is known by what was sent.
                unheard = [*(row.unheard or ()), row.base]
                row.write({"sent_at": False, "unheard": unheard})
            else:
                row.next_try = row.sent_at + SETTLES_AFTER
        self.env["gws.runner"]._keep(run)
