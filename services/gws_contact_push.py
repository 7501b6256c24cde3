# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo → Google: new contacts and changed ones, 200 a request.

Promises: nothing is sent for a contact whose fingerprint did not change; a change
carries the etag it was made against and only values that Odoo wrote; a create is
committed as "sent" before it is, so that a lost answer is settled by looking for our
mark and never by sending it twice; a refused contact is set aside alone.
"""

import random
from datetime import timedelta

from odoo import api, fields, models

from ..gapi.errors import Conflict, Forbidden, Gone, Rejected, Transient
from ..mapping import person, person_read
from ..sync import backoff, contact_merge
from .gws_calendar_push import ACCOUNT_ERRORS

BATCH = 200  # People API v1: contacts a batch
MAX_ROUNDS = 4  # how often one run re-reads a contact that keeps moving
# How long a contact that Google may have made can stay out of Google's own listing.
SETTLES_AFTER = timedelta(minutes=10)
LOOK_AGAIN_AFTER = 120  # seconds
SPELLING = contact_merge.Spelling(person.key, person.keys, person.own, person.SINGLE)


class GwsContactPush(models.AbstractModel):
    _name = "gws.contact.push"
    _description = "Google Contacts: from Odoo to Google"

    # -- one run --------------------------------------------------------

    @api.model
    def _push(self, run, client):
        """Send everything of this account that is pending and due.

        Raises what Google said when it concerns the whole account.
        """
        rows = self.env["gws.partner.binding"]
        domain = [
            ("account_id", "=", run.account.id),
            ("state", "=", "pending"),
            ("partner_id", "!=", False),
            ("removing", "=", False),
            *self._due(run),
        ]
        if not rows.search_count(domain, limit=1):
            return
        self.env["gws.client"]._check_database()
        self._settle_unsure(run, client, domain)
        if self._is_reviewing(run.account):
            domain.append(("resource_name", "!=", False))
        done = set()
        while some := rows.search(
            [*domain, ("id", "not in", list(done))], limit=BATCH, order="id"
        ):
            done |= set(some.ids)
            self._push_some(run, client, some)
            if run.stop_with:
                raise run.stop_with
            # What was read of these contacts is not needed any more.
            self.env.invalidate_all()
            run.check_time()
        self._tell_waiting(run)

    def _is_reviewing(self, account):
        """The owner looks for contacts that Google has already: nothing new goes."""
        until = account.contact_review_until
        return bool(until and until > fields.Datetime.now())

    def _due(self, run):
        if run.person:
            return []
        now = fields.Datetime.now()
        return ["|", ("next_try", "=", False), ("next_try", "<=", now)]

    def _tell_waiting(self, run):
        """What Google did not take yet is no success: say how much, and why."""
        waiting = self.env["gws.partner.binding"].search(
            [
                ("account_id", "=", run.account.id),
                ("state", "=", "pending"),
                ("error", "!=", False),
            ]
        )
        run.waiting = len(waiting)
        run.message = run.message or waiting[:1].error or ""

    # -- what has to be sent --------------------------------------------

    @api.model
    def _moved(self, run, client, rows):
        """Those of ``rows`` that Odoo sees differently than was agreed."""
        may_go, resting = self._sort(run, rows)
        wanted = self._wanted(run, client, may_go)
        return rows.filtered(
            lambda row: (
                (row.state != "resting" or row.error != resting[row])
                if row in resting
                else (row.state == "resting" or row.fingerprint != wanted[row][1])
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
        """{row: (values, fingerprint, photo's checksum)} of rows that may be sent.

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
                wanted[row] = (own, print_of, photo)
        return wanted

    def _push_some(self, run, client, rows):
        """One portion: rest what may not go, send what is new, then what changed."""
        may_go, resting = self._sort(run, rows)
        for row, reason in resting.items():
            self._rest(run, row, reason)
        wanted = self._wanted(run, client, may_go)
        new = may_go.filtered(lambda row: not row.resource_name)
        self._create(run, client, new, wanted)
        if not run.stop_with:
            self._update(run, client, may_go - new, wanted, 0)
        if not run.stop_with:
            self.env["gws.contact.photo"]._send(run, client, may_go, wanted)
        refused = may_go.exists().filtered(lambda row: row.state == "quarantined")
        if refused and not run.stop_with and not run.labels_checked:
            # A label that a person deleted in Google is refused for every contact.
            run.labels_checked = True
            if self.env["gws.contact.labels"]._check(run, client):
                run.counts["quarantined"] -= len(refused)
                refused._again()
                self._push_some(run, client, refused)

    def _rest(self, run, row, reason):
        """Not sent while ``reason`` holds; out of Google when the owner says so."""
        remove = run.account.contact_delete_unsubscribed and bool(
            row.resource_name or row.sent_at
        )
        nameless = row.partner_id.active and not (row.partner_id.name or "").strip()
        row.write(
            {
                "state": "resting",
                "error": reason,
                "removing": remove and not nameless,
                "next_try": False,
            }
        )
        run.note(f"contact {row.partner_id.id}: not sent, {reason}")

    # -- new ones --------------------------------------------------------

    def _create(self, run, client, rows, wanted):
        """Make contacts at Google. Committed as sent first: see ``_settle_unsure``."""
        if not rows:
            return
        notes = {row: row.note_count for row in rows}
        rows.write({"sent_at": fields.Datetime.now()})
        for row in rows:
            row.attempts += 1
        self.env["gws.runner"]._commit()
        bodies = [
            {name: own for name, own in wanted[row][0].items() if own} for row in rows
        ]
        unsure = rows.browse()
        for row, result in zip(rows, client.create(bodies), strict=True):
            if result.error is None and (result.value or {}).get("resourceName"):
                self._created(run, row, result.value, wanted[row], notes[row])
            elif result.error is None or getattr(
                result.error, "outcome_unknown", False
            ):
                unsure |= row
                self._wait(run, row, result.error)
            else:
                row.sent_at = False
                self._refused(run, row, result.error)
        self.env["gws.runner"]._keep(run)
        if unsure:
            # Google may hear us and only its answer was lost: look at once.
            self._find_marks(run, client)

    def _created(self, run, row, resource, wanted, note_count):
        """Google made it: from here on the row is bound."""
        values, print_of, _photo = wanted
        merged = contact_merge.Merged(
            changed=values,
            base={
                name: [[raw, person.key(name, raw)] for raw in own]
                for name, own in values.items()
                if own
            },
            places={
                (name, place): place
                for name, own in values.items()
                for place in range(len(own))
            },
        )
        self._agree(run, row, resource, merged, print_of, note_count)
        run.note(f"contact {row.partner_id.id}: new in Google")

    # -- changed ones ----------------------------------------------------

    def _update(self, run, client, rows, wanted, depth):
        """Send what differs, field by field with all of Google's own values in it."""
        bodies, merges, mask, notes = [], {}, set(), {}
        for row in rows:
            values, print_of, _photo = wanted[row]
            if row.fingerprint == print_of and row.base:
                self._in_step(row, print_of)
                continue
            merged = contact_merge.merge(
                row.base or {}, values, row.seen or {}, SPELLING
            )
            if not merged.changed.get("memberships", True):
                del merged.changed["memberships"]  # Google refuses an empty list
            if not merged.changed:
                self.env["gws.contact.conflict"]._record(row, merged)
                row.base = merged.base
                self._in_step(row, print_of)
                continue
            merges[row] = merged
            notes[row] = row.note_count
            mask |= merged.changed.keys()
        for row, merged in merges.items():
            fields_sent = {
                name: merged.changed.get(name, (row.seen or {}).get(name, []))
                for name in mask
            }
            bodies.append(self._body(row, fields_sent))
        self.env["gws.runner"]._keep(run)
        if not bodies:
            return
        again = rows.browse()
        results = client.update(bodies, sorted(mask))
        for (row, merged), result in zip(merges.items(), results, strict=True):
            if result.error is None and result.value:
                self.env["gws.contact.conflict"]._record(row, merged)
                self._agree(run, row, result.value, merged, wanted[row][1], notes[row])
                changed = ", ".join(sorted(merged.changed))
                run.note(f"contact {row.partner_id.id}: {changed}")
            elif result.error is None or isinstance(result.error, (Conflict, Gone)):
                again |= row
            else:
                self._refused(run, row, result.error)
        self.env["gws.runner"]._keep(run)
        if again and not run.stop_with:
            self._again(run, client, again, wanted, depth)

    @api.model
    def _body(self, row, values):
        """A change as Google takes it: whole fields, with the etags they stand on."""
        sources = (row.seen or {}).get("metadata")
        return {
            "resourceName": row.resource_name,
            "etag": row.etag,
            **({"metadata": sources} if sources else {}),
            **{name: person_read.sendable(own) for name, own in values.items()},
        }

    def _again(self, run, client, rows, wanted, depth):
        """Somebody was faster: read these contacts, merge, send what is then left."""
        self.env["gws.contact.pull"]._reread(run, client, rows)
        left = rows.exists().filtered(lambda row: row.state == "pending")
        left = left.filtered("resource_name")
        if left and depth < MAX_ROUNDS:
            self._update(run, client, left, wanted, depth + 1)
            return
        for row in left:
            self._wait(run, row, None)
        self.env["gws.runner"]._keep(run)

    # -- answers ---------------------------------------------------------

    def _agree(self, run, row, resource, merged, print_of, note_count):
        """Google took it: remember what it made of it."""
        seen = person_read.read(resource)
        newer = row.note_count != note_count
        row.write(
            {
                "resource_name": resource.get("resourceName") or row.resource_name,
                "etag": resource.get("etag"),
                "seen": seen,
                "base": contact_merge.confirm(merged, seen, SPELLING),
                "fingerprint": print_of,
                "state": "pending" if newer else "synced",
                "error": False,
                "attempts": 0,
                "next_try": False,
                "sent_at": False,
            }
        )
        run.count("pushed")

    def _in_step(self, row, print_of):
        row.write(
            {
                "fingerprint": print_of,
                "state": "synced",
                "error": False,
                "attempts": 0,
                "next_try": False,
            }
        )

    def _refused(self, run, row, error):
        """Set aside what Google does not take; let wait what passes by itself."""
        account_wide = isinstance(error, Forbidden) and error.kind in ACCOUNT_ERRORS
        if (
            isinstance(error, (Rejected, Forbidden, Conflict, Gone))
            and not account_wide
        ):
            row.write(
                {
                    "state": "quarantined",
                    "error": self.env["gws.runner"]._words(error),
                    "next_try": False,
                }
            )
            run.count("quarantined")
            run.note(f"contact {row.partner_id.id}: refused by Google, {error}")
            return
        self._wait(run, row, error)

    def _wait(self, run, row, error):
        """Leave it pending, with the reason, and try it again later."""
        reason, retry_after = self._moving_words(), None
        if error is not None:
            reason = self.env["gws.runner"]._words(error)
            retry_after = error.retry_after if isinstance(error, Transient) else None
            # It concerns the whole account: stop, once all answers are taken in.
            run.stop_with = run.stop_with or error
        delay = backoff.next_delay(max(row.attempts, 1), retry_after, random.random())
        if row.sent_at and not row.resource_name:
            delay = max(delay, LOOK_AGAIN_AFTER)
        row.write(
            {
                "error": reason,
                "next_try": fields.Datetime.now() + timedelta(seconds=delay),
            }
        )

    def _moving_words(self):
        return self.env._(
            "Somebody keeps changing this contact in Google. Odoo tries again by "
            "itself."
        )

    # -- a create whose answer was lost ------------------------------------

    def _settle_unsure(self, run, client, domain):
        """Contacts that were sent as new and not answered: are they there?

        Google's listing may lag behind by minutes. What is not there then is sent once
        more; should the first one turn up after all, it is found by its mark and
        taken out (``gws.contact.pull``).
        """
        rows = self.env["gws.partner.binding"].search(
            [*domain, ("sent_at", "!=", False), ("resource_name", "=", False)]
        )
        if not rows:
            return
        if not run.listed_whole:
            self._find_marks(run, client)
        settled = fields.Datetime.now() - SETTLES_AFTER
        for row in rows.filtered(lambda r: not r.resource_name and r.sent_at):
            if run.person or row.sent_at <= settled:
                row.sent_at = False
            else:
                row.next_try = row.sent_at + SETTLES_AFTER
        self.env["gws.runner"]._keep(run)

    def _find_marks(self, run, client):
        """List everything once more, for the marks of what was sent."""
        self.env["gws.contact.pull"]._list_all(run, client)
