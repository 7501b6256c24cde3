# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo → Google: send what is pending in batches and settle the answers.

Promises: a create can be repeated (its id is derived and stored before the first
try), a change is sent with the etag it was made against, so a lost answer is settled
by looking and never by doubling; a refused event is set aside alone; what was not
accepted stays pending with its reason.
"""

import dataclasses
import logging
import random
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..gapi.calendar import Write
from ..gapi.errors import Conflict, Forbidden, Gone, Rejected, Transient
from ..mapping.model import RemoteEvent, Unreadable
from ..sync import backoff, brake
from ..sync.merge import MAP_FIELDS, changed
from ..sync.plan import Pair, plan, remember
from .gws_calendar_step import Step

_logger = logging.getLogger(__name__)

BATCH = 50  # GOOGLE: calls a batch; more trips its concurrency limits
MAX_ROUNDS = 4  # how often one run re-reads an event that keeps moving
# An etag that Google never gives: read the event again before anything else.
LOOK_AGAIN = "?"
# Kinds of Forbidden that no other event of the account would escape, either.
ACCOUNT_ERRORS = ("scope", "api_disabled", "policy", "client", "daily_limit")


class GwsCalendarPush(models.AbstractModel):
    _name = "gws.calendar.push"
    _description = "Google Calendar: from Odoo to Google"

    # -- sending ------------------------------------------------------

    @api.model
    def _push(self, run, client):
        """Send everything of this account that is pending and due, 50 at a time.

        Raises what Google said when it concerns the whole account, and UserError
        when more deletions wait than people would believe: the rest is sent first.
        """
        account = run.account
        domain = [
            ("calendar_id", "in", account.calendar_ids._going("push").ids),
            ("state", "=", "pending"),
            *self._due(run),
        ]
        bindings = self.env["gws.event.binding"]
        if not bindings.search_count(domain, limit=1):
            return
        self.env["gws.client"]._check_database()
        held = self._deletions_to_hold(account)
        waiting = held | self.env["gws.calendar.guest.mail"]._hold(run, domain)
        # Occurrences after their series: before, Google does not have them, and what
        # is said of the whole may be all there is to say.
        whole = [*domain, ("kind", "!=", "instance")]
        self._push_all(run, client, whole, set(waiting))
        parts = [*domain, ("kind", "=", "instance"), ("master_id.etag", "!=", False)]
        self.env["gws.calendar.series.push"]._find(run, client, parts)
        self._push_all(run, client, parts, set(waiting))
        self._tell_waiting(run)
        if held:
            raise UserError(
                self.env._(
                    "%(doomed)s events were deleted in Odoo. Nothing was deleted in "
                    "Google yet. If that is right, press “Delete them”.",
                    doomed=len(held),
                )
            )

    def _push_all(self, run, client, domain, done):
        """Send what matches, but for the ids in ``done``."""
        bindings = self.env["gws.event.binding"]
        while pending := bindings.search(
            domain + [("id", "not in", list(done))], limit=BATCH, order="id"
        ):
            done |= set(pending.ids)
            self._push_batch(run, client, pending, 0)
            if run.stop_with:
                raise run.stop_with
            run.check_time()

    def _tell_waiting(self, run):
        """What Google did not take yet is no success: say how much, and why."""
        waiting = self.env["gws.event.binding"].search(
            [
                ("account_id", "=", run.account.id),
                ("state", "=", "pending"),
                ("error", "!=", False),
            ]
        )
        run.waiting = len(waiting)
        run.message = run.message or waiting[:1].error or ""

    def _deletions_to_hold(self, account):
        """Ids of the deletions that wait for a person's word; mostly none."""
        if account.calendar_brake_released:
            return set()
        bindings = self.env["gws.event.binding"]
        doomed = bindings.search(
            [
                ("calendar_id", "in", account.calendar_ids._going("push").ids),
                ("state", "=", "pending"),
                ("deleted", "=", True),
                ("kind", "!=", "instance"),
            ]
        )
        total = bindings.search_count([("account_id", "=", account.id)])
        if not brake.too_many(len(doomed), total):
            return set()
        account.calendar_brake = len(doomed)
        self.env["gws.runner"]._commit()
        return set(doomed.ids)

    def _due(self, run):
        if run.person:
            return []
        return [
            "|",
            ("next_try", "=", False),
            ("next_try", "<=", fields.Datetime.now()),
        ]

    def _push_batch(self, run, client, bindings, depth):
        """One batch: compute, remember what is tried, send, settle each answer."""
        requests = self.env["gws.calendar.request"]
        steps = requests._steps(run, bindings)
        sends = [(step, requests._write_for(run, step)) for step in steps]
        sends = [(step, write) for step, write in sends if write is not None]
        self.env["gws.runner"]._commit()
        if not sends:
            return
        results = client.batch([write for _step, write in sends])
        again = bindings.browse()
        for (step, write), result in zip(sends, results, strict=True):
            if self._settle(run, step, write, result):
                again |= step.binding
        self.env["gws.runner"]._keep(run)
        if again:
            self._reread(run, client, again, depth)

    # -- answers ------------------------------------------------------

    def _settle(self, run, step, write, result):
        """Take one answer in; True when the event must be read again first."""
        binding, error = step.binding, result.error
        if error is None:
            self._accepted(run, step, write, result.value)
            return False
        if write.verb == "delete" and isinstance(error, Gone):
            self._forget(step)
            return False
        if isinstance(error, (Conflict, Gone)):
            return True
        if isinstance(error, Rejected) and self.env["gws.calendar.meet"]._refused(
            run, step
        ):
            return False
        if isinstance(error, (Rejected, Forbidden)) and not self._is_account_error(
            error
        ):
            reason = self.env["gws.runner"]._words(error)
            binding.write({"state": "quarantined", "error": reason, "next_try": False})
            run.count("quarantined")
            run.note(f"{binding.google_id}: refused by Google, {error}")
            return False
        self._postpone(run, binding, error)
        if not (isinstance(error, Transient) and error.kind == "server"):
            # It concerns the whole account: stop, once all answers are taken in.
            run.stop_with = run.stop_with or error
        return False

    def _is_account_error(self, error):
        return isinstance(error, Forbidden) and error.kind in ACCOUNT_ERRORS

    def _postpone(self, run, binding, error):
        retry_after = error.retry_after if isinstance(error, Transient) else None
        self._wait(binding, self.env["gws.runner"]._words(error), retry_after)

    def _wait(self, binding, reason, retry_after=None):
        """Leave a write pending, with the reason, and try it again later."""
        delay = backoff.next_delay(
            max(binding.attempts, 1), retry_after, random.random()
        )
        binding.write(
            {
                "error": reason,
                "next_try": fields.Datetime.now() + timedelta(seconds=delay),
            }
        )

    def _accepted(self, run, step, write, resource):
        binding = step.binding
        run.count("pushed")
        if write.verb == "delete":
            run.note(f"{binding.google_id}: deleted in Google")
            self._forget(step)
            return
        names = ", ".join(sorted(step.plan.to_remote))
        run.note(f"{binding.google_id}: {write.verb} {names}")
        try:
            remote = self.env["gws.calendar.look"]._read(binding.calendar_id, resource)
        except Unreadable as error:
            # Accepted, but answered in a way nobody can read: look again next time.
            binding.write({"etag": LOOK_AGAIN, "error": str(error)})
            return
        [remote] = self.env["gws.calendar.guests"]._filed([remote], run.names)
        newer = binding.note_count != step.note_count
        self.env["gws.calendar.meet"]._answered(run, step, remote)
        done = step.plan
        if not binding.calendar_id._goes("pull"):
            done = self._leave_unheeded(done, step.pair.base, remote.form)
        agreed = remember(step.pair.base, done, step.pair.local, remote.form)
        binding.write(
            {
                "etag": remote.etag,
                "ical_uid": remote.ical_uid,
                "html_link": remote.html_link,
                "zone": remote.zone or binding.zone,
                "raw_attendees": list(remote.raw_attendees),
                "guests_cut": remote.attendees_omitted,
                "base": agreed.dump(),
                "there": self.env["gws.calendar.meet"]._to_keep(remote, agreed),
                "state": "pending" if newer else "synced",
                "error": False,
                "attempts": 0,
                "next_try": False,
                **self._series_values(step),
            }
        )

        if "visibility" in step.plan.to_remote:
            refs = {step.ref} if step.ref else ()
            self.env["gws.calendar.privacy"]._agree(run.account, refs)

    def _forget(self, step):
        """What was deleted is deleted on both sides."""
        if step.part:
            master, key = step.part
            master.series_absent = sorted({*(master.series_absent or ()), key})
        step.binding.unlink()

    def _series_values(self, step):
        """What is agreed of a series once Google took it."""
        if not step.series:
            return {}
        return {"series_first": step.series.first, "series_last": step.series.last}

    def _leave_unheeded(self, done, base, form):
        """The plan, with what Google's side changed and nobody takes in for now.

        It stays a change, so that it arrives once the account goes both ways.
        """
        moved = changed(base.remote, form) if base else ()
        ours = done.to_remote.keys() - set(MAP_FIELDS)
        return dataclasses.replace(done, unapplied=done.unapplied | (set(moved) - ours))

    # -- somebody else was faster -------------------------------------

    @api.model
    def _queue_again(self, rows):
        """Have events that were set aside read again and sent by the next sync."""
        rows.write(
            {"state": "pending", "error": False, "attempts": 0, "next_try": False}
        )
        # What Google never took has no etag and is simply sent again.
        rows.filtered(
            lambda row: row.etag or not (row.ref or row.deleted)
        ).etag = LOOK_AGAIN

    @api.model
    def _look_again(self, run, client):
        """Read the events again that a person wants to try once more."""
        rows = self.env["gws.event.binding"].search(
            [("account_id", "=", run.account.id), ("etag", "=", LOOK_AGAIN)]
        )
        if rows:
            self._reread(run, client, rows, 0)

    def _reread(self, run, client, bindings, depth):
        """Read what moved at Google, merge, and send what is then left.

        After a lost answer the merge finds nothing left to do: the first try landed.
        """
        for calendar, rows in bindings.grouped("calendar_id").items():
            reads = [Write("get", calendar.google_id, row.google_id) for row in rows]
            self.env["gws.runner"]._commit()
            results = client.batch(reads)
            remotes = {}
            for binding, result in zip(rows, results, strict=True):
                if self.env["gws.takeover.ids"]._is_stranger(binding, result.error):
                    binding.unlink()
                    continue
                remote = self._read_again(run, binding, result, calendar)
                if remote is not None:
                    remotes[binding] = remote
            self._merge_again(run, calendar, remotes)
        left = bindings.exists().filtered(lambda b: b.state == "pending")
        if left and depth < MAX_ROUNDS:
            self._push_batch(run, client, left, depth + 1)
            return
        for binding in left.filtered(lambda b: not b.next_try):
            self._wait(binding, self._moving_words())

    @api.model
    def _merge_again(self, run, calendar, remotes):
        """Merge bindings with what Google says of them now: {binding: RemoteEvent}.

        What is left to send is pending afterwards.
        """
        planner = self.env["gws.calendar.plan"]
        applier = self.env["gws.calendar.apply"]
        guests = self.env["gws.calendar.guests"]
        run.names = guests._names()
        filed = guests._filed(list(remotes.values()), run.names)
        remotes = dict(zip(remotes, filed, strict=True))
        refs = {binding: binding.ref for binding in remotes}
        present = [ref for ref in refs.values() if ref]
        known = planner._known(remotes, present)
        forms, series = planner._sides(run.account, present, known)
        shared = planner._shared(present)
        steps = []
        for binding, remote in remotes.items():
            ref = refs[binding]
            form = forms.get(ref)
            if remote.cancelled and not binding.etag and binding.attempts <= 1 and ref:
                # The very first try met an id that an older life of this record
                # used up: a new one is due, nobody deleted anything now.
                binding.write(applier._next_generation(binding))
                continue
            pair = Pair(
                base=guests._base(binding, run.names),
                local=form,
                remote=remote.form,
                deleted=planner._is_deleted(binding, ref, form is not None),
                gone=remote.cancelled,
            )
            policy = planner._policy(calendar, remote, binding, shared.get(ref))
            planned = self.env["gws.takeover.ids"]._first_look(
                binding, ref, remote, pair, plan(pair, policy), series.get(ref)
            )
            step = Step(binding, ref, remote, pair, planned, series.get(ref))
            if binding.kind == "instance":
                step.part = (binding.master_id, binding.original_start)
            steps.append(step)
        planner._check_brake(run, steps)
        applier._apply_steps(run, calendar, steps)
        self.env["gws.runner"]._commit()

    def _moving_words(self):
        return self.env._(
            "Somebody keeps changing this event in Google. Odoo tries again by itself."
        )

    def _read_again(self, run, binding, result, calendar):
        """The answer of a re-read → RemoteEvent, or None when it must wait."""
        if isinstance(result.error, Gone):
            return RemoteEvent(google_id=binding.google_id, cancelled=True)
        if result.error is not None:
            self._postpone(run, binding, result.error)
            run.stop_with = run.stop_with or result.error
            return None
        try:
            remote = self.env["gws.calendar.look"]._read(calendar, result.value)
        except Unreadable as error:
            binding.write({"state": "quarantined", "error": str(error)})
            run.count("quarantined")
            return None
        if binding.kind != "instance" and not remote.cancelled:
            series = self.env["gws.calendar.series.pull"]
            if not series._prepare(
                run, calendar, [remote], {remote.google_id: binding}
            ):
                return None  # taken in, occurrence by occurrence
        return remote
