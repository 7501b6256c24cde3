# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Google says of the contacts that are bound: moved, renamed, merged, deleted.

Nothing of a contact is written in Odoo: Odoo leads. What is read here is the ground a
later change is merged on. What carries our mark and is not bound: ``gws_contact_marks``.

Google's listing may lag behind what was written by minutes (People API, sync tokens).
So a contact that a full listing does not name is asked for by its name before it counts
as deleted.
"""

from odoo import api, models

from ..gapi.errors import CursorExpired
from ..gapi.people import LISTING_VERSION
from ..mapping import person_read


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
        run.strays = {}
        self._take_pages(run, client, None)
        run.listed_whole = True
        missing = self._bound(run.account, listed=False)
        for start in range(0, len(missing), 200):
            self._reread(run, client, missing[start : start + 200])
        self._follow_strays(run)

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
        account, gone = run.account, set()
        self.env["gws.runner"]._commit()
        for page in client.pages(sync_token=token):
            self._take(run, page.items, gone, whole=token is None)
            if page.next_sync_token:
                self._take_gone(run, gone)
                account.write(
                    {
                        "contact_sync_token": page.next_sync_token,
                        "contact_listing_version": LISTING_VERSION,
                    }
                )
            self.env["gws.runner"]._keep(run)
            self.env.invalidate_all()

    def _take(self, run, people, gone, whole=False):
        """One page: update what is bound, recognise what carries our mark.

        Names that are said to be deleted go into ``gone``: one that was merged is among
        them, and among the former names of the contact that it became.
        """
        names = {}
        for resource in people:
            name = resource.get("resourceName")
            if not isinstance(name, str):
                continue
            if person_read.is_deleted(resource):
                gone.add(name)
                continue
            names[name] = resource
            for former in person_read.former_names(resource):
                names.setdefault(former, resource)
        bound = self._named(run, names)
        for row in bound:
            self._look(run, row, names[row.resource_name])
        if whole:
            bound.filtered(lambda row: not row.listed).write({"listed": True})
        taken = set(bound.mapped("resource_name"))
        self._find_marked(
            run,
            [
                resource
                for name, resource in names.items()
                if name == resource["resourceName"] and name not in taken
            ],
        )

    def _take_gone(self, run, names):
        for row in self._named(run, names):
            self._gone(run, row)

    def _named(self, run, names):
        """The account's rows that are bound to one of these resource names."""
        rows = self.env["gws.partner.binding"].with_context(active_test=False)
        return rows.search(
            [
                ("account_id", "=", run.account.id),
                ("resource_name", "in", list(names)),
            ]
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
            if other := self._named(run, [name]):
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
            seen = person_read.read(resource)
            # Merged into one of the person's own: that one is not ours to delete.
            adopted = row.adopted or self._sources(seen) != self._sources(row.seen)
            row.write({"etag": resource.get("etag"), "seen": seen, "adopted": adopted})

    def _sources(self, seen):
        sources = (seen or {}).get("metadata", {}).get("sources", ())
        return {source.get("id") for source in sources}

    def _gone(self, run, row, reason=""):
        """Not in Google any more. Deleted by its owner: not brought back, but told."""
        run.note(f"contact {row.partner_id.id}: gone from Google")
        ours = row.sent_at  # its deletion was ours, and not answered
        if not row.partner_id:
            row.unlink()
        elif row.removing or not row.active:
            row._forget_google()
            row.write(
                {"removing": False, **({} if row.active else {"state": "synced"})}
            )
        elif ours:
            row._forget_google()
            row._again()  # subscribed to again since then: it goes as new
        else:
            row.write(
                {
                    # What Odoo wrote is kept: its owner may bring it back.
                    "resource_name": False,
                    "etag": False,
                    "fingerprint": False,
                    "state": "deleted",
                    "error": reason or self.env._("It was deleted in Google."),
                    "next_try": False,
                    "attempts": 0,
                }
            )
