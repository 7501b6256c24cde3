# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts that a person had in Google before Odoo sends them: found, and adopted.

Finding reads Google and writes nothing there; what is found is a proposal for the
wizard ``gws.contact.review``. Adopting binds a subscription to a contact that is there:
all it holds stays its owner's, Odoo adds to it from then on.
"""

import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..gapi.errors import GoogleError
from ..mapping import person, person_read
from ..sync import contact_merge, pairing
from .gws_contact_push import SPELLING
from .gws_runner import OutOfTime, Run

SECONDS = 60  # how long a person waits for the list at most
HOLD = timedelta(hours=1)  # how long new contacts wait for an answer
READ_AT_ONCE = 500
SHOWN = 3  # addresses, and numbers, by which a person knows a contact again
MY_CONTACTS = "contactGroups/myContacts"  # every contact of a person is in it


class GwsContactPairing(models.AbstractModel):
    _name = "gws.contact.pairing"
    _description = "Google Contacts: which are there already"

    # -- finding ----------------------------------------------------------

    @api.model
    def _propose(self, account, exported=False):
        """What of the subscriptions may be in Google already → (proposals, why not).

        proposals   [{"row", "why": "email" | "phone" | "name", "persons": [{"name",
                    "details", "resource_name"}]}]; several persons: it is not clear
                    which
        why not     "", or why Google was not asked, in words
        exported    ask also for contacts that were sent as new before

        While there are proposals nothing new is sent by itself (an hour at most). All
        in the caller's transaction: whom it subscribed to is not seen before, and
        whatever Google says does not undo it.
        """
        self, account = self.sudo(), account.sudo()
        if refusal := self.env["gws.contact.status"]._refusal(account):
            return [], refusal["message"]
        if not self._rows(account, exported):
            return [], ""
        runner = self.env["gws.runner"]
        run = Run(account, "contacts", time.monotonic() + SECONDS)
        with runner._locked(account) as locked:
            if not locked:
                return [], self._busy_words()
            try:
                found = self._find(run, exported)
            except OutOfTime:
                return [], self.env._("Google took too long to list your contacts.")
            except GoogleError as error:
                return [], runner._words(error)
        if found:
            account.contact_review_until = fields.Datetime.now() + HOLD
            account._trigger_delivery(account.contact_review_until)
        return found, ""

    @api.model
    def _end(self, account):
        """Nobody is asked any more: what is new may go."""
        account.contact_review_until = False
        account._trigger_delivery()

    def _rows(self, account, exported=False, among=None):
        """Subscriptions that a contact of Google may belong to."""
        wanted = (
            Domain("resource_name", "=", False)
            & Domain("sent_at", "=", False)
            & Domain("state", "=", "pending")
        )
        if exported:
            wanted |= Domain("resource_name", "!=", False) & Domain(
                "adopted", "=", False
            )
        rows = self.env["gws.partner.binding"].search(
            wanted
            & Domain("account_id", "=", account.id)
            & Domain("partner_id", "!=", False)
            & Domain("removing", "=", False)
            & (Domain.TRUE if among is None else Domain("id", "in", among)),
            order="id",
        )
        return rows.filtered(lambda row: not row.resource_name or self._is_odoos(row))

    def _is_odoos(self, row):
        """Whether Odoo made it in Google and nobody has added anything to it."""
        seen = dict(row.seen or {})
        seen["memberships"] = [
            raw
            for raw in seen.get("memberships") or ()
            if person.key("memberships", raw) != MY_CONTACTS
        ]
        if self.env["gws.contact.photo"]._is_ours(row):
            seen.pop("photos", None)
        return (
            not row.adopted
            and row.state in ("synced", "pending")
            and contact_merge.is_only_ours(
                row.base or {}, seen, SPELLING, shared=("metadata",)
            )
        )

    def _find(self, run, exported):
        """One listing, paired with what the account's owner may read in Odoo."""
        theirs, shown = self._theirs(run)
        if not theirs:
            return []
        rows = {row.partner_id.id: row for row in self._rows(run.account, exported)}
        found = []
        for pair in pairing.pair(self._ours(run, list(rows)), theirs):
            names = [pair.resource_name] if pair.resource_name else pair.others
            persons = [{"resource_name": name, **shown[name]} for name in names]
            if persons:
                row = rows[pair.partner_id]
                found.append({"row": row, "why": pair.why, "persons": persons})
        return found

    def _theirs(self, run):
        """The contacts in Google that are nobody's yet: (for ``pairing``, for eyes)."""
        client = self.env["gws.client"]._people(run.account)
        bound = self._bound(run.account)
        theirs, shown = [], {}
        for page in client.pages():
            for resource in page.items:
                if not self._is_free(resource, bound):
                    continue
                name = resource["resourceName"]
                theirs.append(
                    {"resource_name": name, "points": person.points(resource)}
                )
                shown[name] = self._shown(resource)
            run.check_time()
        return theirs, shown

    def _bound(self, account):
        rows = self.env["gws.partner.binding"].with_context(active_test=False)
        found = rows.search(
            [("account_id", "=", account.id), ("resource_name", "!=", False)]
        )
        return set(found.mapped("resource_name"))

    def _is_free(self, resource, bound):
        """Whether a person of Google is nobody's: not bound, and not made by Odoo."""
        if not resource.get("resourceName") or person_read.is_deleted(resource):
            return False
        names = {resource["resourceName"], *person_read.former_names(resource)}
        mark = person.read_marker(resource)
        ours = mark and mark[0] == self.env["gws.client"]._database_uuid()
        return not (names & bound or ours)

    def _shown(self, resource):
        """What a person knows a contact again by."""
        seen = person_read.read(resource)
        lines = []
        for field in ("emailAddresses", "phoneNumbers"):
            values = [str(raw.get("value") or "") for raw in seen.get(field) or ()]
            lines.append(", ".join([value for value in values if value][:SHOWN]))
        details = "\n".join(filter(None, lines))
        return {"name": person.title(resource), "details": details}

    def _ours(self, run, partner_ids):
        """The subscribed contacts of Odoo, as ``pairing`` takes them."""
        local = self.env["gws.contact.local"]
        found = []
        for start in range(0, len(partner_ids), READ_AT_ONCE):
            some = partner_ids[start : start + READ_AT_ONCE]
            partners = local._readable(run.account, some)
            partners = partners.filtered(lambda p: not local._why_not(p))
            values = local._values(run.account, partners, {})
            found += [
                {"id": number, **person.points(own)} for number, own in values.items()
            ]
            run.check_time()
        return found

    def _busy_words(self):
        return self.env._(
            "Your contacts are being synchronized right now. Try again in a moment."
        )

    # -- adopting ---------------------------------------------------------

    @api.model
    def _adopt(self, account, chosen):
        """Bind subscriptions to contacts that are in Google already.

        chosen      {row: resource name}
        Every one is read again: its owner may have moved it meanwhile. Returns the rows
        whose contact is gone or somebody else's by now; they stay as they are. Raises
        UserError, with nothing changed, when Google could not be asked.
        """
        self, account = self.sudo(), account.sudo()
        refusal = self.env["gws.contact.status"]._refusal(account)
        if refusal and chosen:
            raise UserError(refusal["message"])
        chosen = {row.sudo(): name for row, name in chosen.items()}
        runner = self.env["gws.runner"]
        with runner._locked(account) as locked:
            if not locked:
                raise UserError(self._busy_words())
            try:
                lost = self._bind(account, chosen)
            except GoogleError as error:
                raise UserError(runner._words(error)) from error
            self._end(account)
            runner._commit()  # before another run takes the account
        return self.env["gws.partner.binding"].union(*lost)

    def _bind(self, account, chosen):
        """Bind what is still free; the rows for which it is not."""
        lost = []
        numbers = [row.id for row in chosen]
        rows = self._rows(account, exported=True, among=numbers)
        bound = self._bound(account)
        own = rows.filtered("resource_name").mapped("resource_name")
        client = self.env["gws.client"]._people(account)
        answers = client.get([*chosen.values(), *own])
        for row, name in chosen.items():
            resource = answers.get(name) or {}
            double = answers.get(row.resource_name) if row.resource_name else None
            if (
                row not in rows
                or not self._is_free(resource, bound)
                or not self._may_go(row, double)
            ):
                lost.append(row)
                continue
            self._bind_one(row, resource)
            bound.add(resource["resourceName"])
        return lost

    def _may_go(self, row, double):
        """Whether what Odoo made before can be taken out: nobody has added to it."""
        if not row.resource_name or double is None:
            return True
        row.write({"etag": double.get("etag"), "seen": person_read.read(double)})
        return self._is_odoos(row)

    def _bind_one(self, row, resource):
        """From here on the row stands for this contact, of which nothing is Odoo's."""
        if row.resource_name:
            double = {
                name: row[name] for name in ("resource_name", "etag", "base", "seen")
            }
            row._forget_google()
            row.flush_recordset()  # no two rows of one contact in Google
            row.create(
                {
                    **double,
                    "account_id": row.account_id.id,
                    "active": False,
                    "doubled": True,
                    "removing": True,
                }
            )
        row._again(
            resource_name=resource["resourceName"],
            etag=resource.get("etag"),
            seen=person_read.read(resource),
            base={},
            fingerprint=False,
            adopted=True,
        )
