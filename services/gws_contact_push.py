# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo → Google: new contacts and changed ones, 200 a request.

Promises: nothing is sent for a contact whose fingerprint did not change; a change
carries the etag it was made against and only values that Odoo wrote; an edit made
while a request is under way is sent afterwards; a refused contact is set aside alone.
What is wanted: ``gws_contact_wanted``; new ones: ``gws_contact_create``.
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

    # -- one portion ----------------------------------------------------

    def _push_some(self, run, client, rows):
        """One portion: rest what may not go, send what is new, then what changed."""
        self._settle_deleted(run, client, rows)
        may_go, resting = self._sort(run, rows)
        for row, reason in resting.items():
            self._rest(run, row, reason)
        wanted = self._wanted(run, client, may_go)
        new = may_go.filtered(lambda row: not row.resource_name)
        self._create(run, client, new, wanted)
        if not run.stop_with:
            self._update(run, client, may_go - new, wanted, 0)
        if not run.stop_with:
            self.env["gws.contact.photo"]._send(run, client, wanted)
        refused = may_go.exists().filtered(lambda row: row.state == "quarantined")
        if refused and not run.stop_with and not run.labels_checked:
            # A label that a person deleted in Google is refused for every contact.
            run.labels_checked = True
            if self.env["gws.contact.labels"]._check(run, client):
                run.counts["quarantined"] -= len(refused)
                refused._again()
                self._push_some(run, client, refused)

    def _settle_deleted(self, run, client, rows):
        """Subscribed to again after their deletion was sent: are they still there?"""
        unsure = rows.filtered(lambda row: row.resource_name and row.sent_at)
        if unsure:
            self.env["gws.contact.pull"]._reread(run, client, unsure)
            unsure.filtered("resource_name").write({"sent_at": False})

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

    # -- changed ones ----------------------------------------------------

    def _update(self, run, client, rows, wanted, depth):
        """Send what differs, field by field with all of Google's own values in it."""
        bodies, merges, mask = [], {}, set()
        for row in rows:
            want = wanted[row]
            if row.fingerprint == want.fingerprint and row.base:
                self._in_step(run, row, want)
                continue
            merged = contact_merge.merge(
                row.base or {}, want.values, row.seen or {}, SPELLING
            )
            self._fill_groups(merged.changed)
            if not merged.changed:
                self.env["gws.contact.conflict"]._record(row, merged)
                row.base = merged.base
                self._in_step(run, row, want)
                continue
            merges[row] = merged
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
        answered = any(result.error is None for result in results)
        for (row, merged), result in zip(merges.items(), results, strict=True):
            if result.error is None and result.value:
                self.env["gws.contact.conflict"]._record(row, merged)
                seen = person_read.read(result.value)
                base = contact_merge.confirm(merged, seen, SPELLING)
                self._agree(run, row, result.value, base, wanted[row])
                changed = ", ".join(sorted(merged.changed))
                run.note(f"contact {row.partner_id.id}: {changed}")
            elif result.error is None or isinstance(result.error, (Conflict, Gone)):
                again |= row
            else:
                self._refused(run, row, result.error, alone=answered)
        self.env["gws.runner"]._keep(run)
        if again and not run.stop_with:
            self._again(run, client, again, wanted, depth)

    @api.model
    def _fill_groups(self, changed):
        """Google refuses a contact without any group: its own one is the last."""
        if not changed.get("memberships", True):
            changed["memberships"] = person.values({})["memberships"]

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

    def _agree(self, run, row, resource, base, want):
        """Google took it: remember what it made of it."""
        row.write(
            {
                "resource_name": resource.get("resourceName") or row.resource_name,
                "etag": resource.get("etag"),
                "seen": person_read.read(resource),
                "base": base,
                "sent_at": False,
            }
        )
        self._in_step(run, row, want)
        run.count("pushed")

    @api.model
    def _in_step(self, run, row, want):
        """Both sides agree on ``want``. What was noted since then is still to go, and
        so is the picture."""
        picture = self.env["gws.contact.photo"]._is_to_send(row, want)
        if picture:
            run.pictures.add(row.id)
        newer = row.note_count != want.note_count
        row.write(
            {
                "fingerprint": not picture and want.fingerprint,
                "state": "pending" if newer or picture else "synced",
                "error": False,
                "attempts": 0,
                "next_try": False,
            }
        )

    @api.model
    def _refused(self, run, row, error, alone=False):
        """Set aside what Google does not take; let wait what passes by itself.

        ``alone``: others went through, so a server that fails fails at this contact.
        """
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
        self._wait(run, row, error, alone)

    def _wait(self, run, row, error, alone=False):
        """Leave it pending, with the reason, and try it again later."""
        reason, retry_after = self._moving_words(), None
        if error is not None:
            reason = self.env["gws.runner"]._words(error)
            retry_after = error.retry_after if isinstance(error, Transient) else None
            if not (alone and error.kind == "server"):
                # It concerns the whole account: stop, once all answers are taken in.
                run.stop_with = run.stop_with or error
        row.attempts += 1
        delay = backoff.next_delay(row.attempts, retry_after, random.random())
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
