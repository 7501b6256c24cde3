# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Google says of the contacts that are bound: moved, renamed, merged, deleted.

Nothing of a contact is written in Odoo: Odoo leads. What is read here is the ground a
later change is merged on, and how a contact that Google made without our hearing of it
is recognised: by our mark.

Google's listing may lag behind what was written by minutes (People API, sync tokens).
So a contact that a full listing does not name is asked for by its name before it counts
as deleted.
"""

from odoo import api, models

from ..gapi.errors import CursorExpired
from ..gapi.people import LISTING_VERSION
from ..mapping import person, person_read
from ..sync import contact_merge
from .gws_contact_push import SPELLING


class GwsContactPull(models.AbstractModel):
    _name = "gws.contact.pull"
    _description = "Google Contacts: what Google says"

    @api.model
    def _pull(self, run, client):
        """Hear what changed since last time; everything when there is no last time."""
        account = run.account
        token = account.contact_sync_token
        if not token or account.contact_listing_version != LISTING_VERSION:
            self._list_all(run, client)
            return
        try:
            self._take_pages(run, client, token)
        except CursorExpired:
            self.env["gws.runner"]._roll_back(run)
            run.note("the cursor is too old: everything is listed")
            self._list_all(run, client)

    @api.model
    def _list_all(self, run, client):
        """A full listing, which reconciles with what is bound and makes no doubles."""
        self._bound(run.account, listed=True).write({"listed": False})
        self._take_pages(run, client, None)
        run.listed_whole = True
        missing = self._bound(run.account, listed=False)
        for start in range(0, len(missing), 200):
            self._reread(run, client, missing[start : start + 200])

    def _bound(self, account, listed):
        rows = self.env["gws.partner.binding"].with_context(active_test=False)
        return rows.search(
            [
                ("account_id", "=", account.id),
                ("resource_name", "!=", False),
                ("listed", "=", listed),
            ]
        )

    def _take_pages(self, run, client, token):
        """Apply a listing page by page; the cursor is stored after the last one."""
        account = run.account
        self.env["gws.runner"]._commit()
        for page in client.pages(sync_token=token):
            self._take(run, page.items, whole=token is None)
            if page.next_sync_token:
                account.write(
                    {
                        "contact_sync_token": page.next_sync_token,
                        "contact_listing_version": LISTING_VERSION,
                    }
                )
            self.env["gws.runner"]._keep(run)
            self.env.invalidate_all()

    def _take(self, run, people, whole=False):
        """One page: update what is bound, recognise what carries our mark."""
        account = run.account
        names = {}
        for resource in people:
            name = resource.get("resourceName")
            if isinstance(name, str):
                names[name] = resource
                for former in person_read.former_names(resource):
                    names.setdefault(former, resource)
        rows = self.env["gws.partner.binding"].with_context(active_test=False)
        bound = rows.search(
            [("account_id", "=", account.id), ("resource_name", "in", list(names))]
        )
        for row in bound.exists():
            resource = names[row.resource_name]
            if person_read.is_deleted(resource):
                self._gone(run, row)
            else:
                self._look(run, row, resource)
        if whole:
            bound.exists().filtered(lambda row: not row.listed).write({"listed": True})
        taken = set(bound.exists().mapped("resource_name"))
        self._find_marked(
            run,
            [
                resource
                for name, resource in names.items()
                if name == resource.get("resourceName")
                and name not in taken
                and not person_read.is_deleted(resource)
            ],
        )

    @api.model
    def _reread(self, run, client, rows):
        """Read these contacts by name; what is not there any more counts as deleted."""
        names = [row.resource_name for row in rows]
        self.env["gws.runner"]._commit()
        answers = client.get(names)
        for row, name in zip(rows, names, strict=True):
            resource = answers.get(name)
            if resource is None or person_read.is_deleted(resource):
                self._gone(run, row)
            else:
                self._look(run, row, resource)
        self.env["gws.runner"]._keep(run)

    def _look(self, run, row, resource):
        """What Google holds of a bound contact now, maybe under another name."""
        name = resource.get("resourceName") or row.resource_name
        if name != row.resource_name:
            rows = row.with_context(active_test=False)
            other = rows.search(
                [("account_id", "=", row.account_id.id), ("resource_name", "=", name)]
            )
            if other:
                self._gone(
                    run,
                    row,
                    self.env._(
                        "Merged in Google with “%(name)s”.", name=other.title or name
                    ),
                )
                return
            run.note(f"contact {row.partner_id.id}: now {name}")
            row.resource_name = name
        if row.etag != resource.get("etag"):
            row.write(
                {"etag": resource.get("etag"), "seen": person_read.read(resource)}
            )

    def _gone(self, run, row, reason=""):
        """Deleted in Google, by its owner: not brought back, but told."""
        run.note(f"contact {row.partner_id.id}: gone from Google")
        row._forget_google()
        if not row.partner_id:
            row.unlink()
        elif row.removing or not row.active:
            row.write(
                {"removing": False, **({} if row.active else {"state": "synced"})}
            )
        else:
            row.write(
                {
                    "state": "deleted",
                    "error": reason or self.env._("It was deleted in Google."),
                    "next_try": False,
                    "attempts": 0,
                }
            )

    # -- our mark ---------------------------------------------------------

    def _find_marked(self, run, people):
        """Contacts that nobody is bound to and that carry our mark.

        Either the answer to their creation was lost: they are bound now. Or they were
        made twice: the second one is taken out, unless its owner has added to it.
        """
        database = self.env["gws.client"]._database_uuid()
        marked = {}
        for resource in people:
            mark = person.read_marker(resource)
            if mark and mark[0] == database:
                marked.setdefault(mark[1], []).append(resource)
        if not marked:
            return
        rows = self.env["gws.partner.binding"].with_context(active_test=False)
        known = rows.search(
            [
                ("account_id", "=", run.account.id),
                ("partner_id", "in", list(marked)),
                ("doubled", "=", False),
            ]
        )
        for row in known:
            for resource in marked[row.partner_id.id]:
                if row.resource_name:
                    self._second(run, row, resource)
                elif row.sent_at:
                    self._found(run, row, resource)

    def _found(self, run, row, resource):
        """The lost answer: it was made. What Odoo wants now is compared again."""
        seen = person_read.read(resource)
        run.note(f"contact {row.partner_id.id}: was made, its answer was lost")
        row.write(
            {
                "resource_name": resource["resourceName"],
                "etag": resource.get("etag"),
                "seen": seen,
                # All of it is ours: nobody else knew of it.
                "base": {
                    name: [[raw, person.key(name, raw)] for raw in own]
                    for name, own in seen.items()
                    if name in person.FIELDS
                },
                "sent_at": False,
                "listed": True,
                "next_try": False,
            }
        )
        run.count("pushed")

    def _second(self, run, row, resource):
        """One more of a contact that is bound: two creates, one of them unheard."""
        seen = person_read.read(resource)
        shared = {"memberships", "clientData", "metadata"}
        if not contact_merge.is_only_ours(row.base or {}, seen, SPELLING, shared):
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
