# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google → Odoo, series: masters before their occurrences, each found by its key.

Google lists a series as its master and the occurrences that differ, in any order and
on any page. An occurrence is found by (master, original start), never by its id.
"""

import dataclasses
import re

from odoo import api, models

from ..gapi.calendar import Write
from ..gapi.errors import Gone
from ..mapping.model import Unreadable
from ..mapping.recurrence import key_of_stamp
from ..mapping.series import occurrence_form
from ..sync.merge import Base
from ..sync.plan import Pair, plan
from .gws_calendar_step import MODEL, Step

# An occurrence's id, as Google makes it: its series' id and where it would begin.
BARE = re.compile(r"(.+)_(\d{8}(?:T\d{6}Z)?)$")


class GwsCalendarSeriesPull(models.AbstractModel):
    _name = "gws.calendar.series.pull"
    _description = "Google Calendar: series from Google to Odoo"

    # -- who is who ---------------------------------------------------

    @api.model
    def _sort(self, run, calendar, remotes):
        """(events and masters, occurrences of series) out of one page.

        A master that is not known yet and not in the page is asked for; occurrences
        whose master this person cannot see are events like others: they were invited
        to these alone.
        """
        remotes = self._with_masters(calendar, remotes)
        parts = [r for r in remotes if r.kind == "instance" and r.original_start]
        others = [r for r in remotes if r.kind != "instance" or not r.original_start]
        wanted = {part.master_id for part in parts}
        if not wanted:
            return others, []
        bound = self._masters(calendar, wanted)
        here = {r.google_id for r in others if r.google_id in wanted}
        fetched, unseen = self._fetch(run, calendar, wanted - bound.keys() - here)
        others += fetched
        occurrences = []
        for part in parts:
            if part.master_id in unseen:
                others.append(dataclasses.replace(part, kind="single"))
            else:
                occurrences.append(part)
        return others, occurrences

    def _with_masters(self, calendar, remotes):
        """Name the series of occurrences that were called off in four words.

        GOOGLE: such an answer may have nothing but the id, which then says it all.
        """
        bare = {}
        for remote in remotes:
            found = BARE.match(remote.google_id)
            if found and remote.cancelled and not remote.master_id:
                bare[remote.google_id] = found.groups()
        if not bare:
            return remotes
        known = self.env["gws.event.binding"].search_fetch(
            [("calendar_id", "=", calendar.id), ("google_id", "in", list(bare))],
            ["google_id"],
        )
        for google_id in set(bare) & set(known.mapped("google_id")):
            del bare[google_id]
        named = {}
        for google_id, (base, stamp) in bare.items():
            try:
                key = key_of_stamp(stamp)
            except Unreadable:
                continue  # it only looks like an occurrence
            for master in self._series_named(calendar, base):
                if master.series_first <= key <= master.series_last:
                    named[google_id] = (master.google_id, key)
        return [
            dataclasses.replace(
                remote,
                kind="instance",
                master_id=named[remote.google_id][0],
                original_start=named[remote.google_id][1],
            )
            if remote.google_id in named
            else remote
            for remote in remotes
        ]

    def _series_named(self, calendar, base):
        """Bound series of that id, or split off the one of that id."""
        return self.env["gws.event.binding"].search(
            [
                ("calendar_id", "=", calendar.id),
                ("kind", "=", "series"),
                ("series_last", "!=", False),
                "|",
                ("google_id", "=", base),
                ("google_id", "=like", f"{base}\\_R%"),
            ]
        )

    def _masters(self, calendar, google_ids):
        """{google id: binding} of the series that are bound."""
        rows = self.env["gws.event.binding"].search(
            [
                ("calendar_id", "=", calendar.id),
                ("google_id", "in", list(google_ids)),
                ("kind", "in", ("series", "loose")),
            ]
        )
        return {row.google_id: row for row in rows}

    def _fetch(self, run, calendar, google_ids):
        """(RemoteEvents of these masters, ids of those that are not to be seen)."""
        if not google_ids:
            return [], set()
        ids = sorted(google_ids)
        reads = [Write("get", calendar.google_id, google_id) for google_id in ids]
        self.env["gws.runner"]._commit()
        found, unseen = [], set()
        for google_id, result in zip(ids, run.client.batch(reads), strict=True):
            if (
                isinstance(result.error, Gone)
                or getattr(result.error, "status", None) == 404
            ):
                unseen.add(google_id)
                continue
            if result.error is not None:
                raise result.error
            try:
                remote = self.env["gws.calendar.look"]._read(calendar, result.value)
            except Unreadable as error:
                self.env["gws.calendar.apply"]._set_aside_unread(
                    run, calendar, result.value, str(error)
                )
                continue
            found.append(remote)
        return self.env["gws.calendar.guests"]._filed(found), unseen

    # -- masters ------------------------------------------------------

    @api.model
    def _prepare(self, run, calendar, remotes, bindings):
        """Bring bindings to the kind that Google's side has by now.

        → the remotes that are left to be planned as they are; series that Odoo cannot
        express are handled occurrence by occurrence.
        """
        account = calendar.account_id
        series = self.env["gws.calendar.series"]
        loose = self.env["gws.calendar.loose"]
        left = []
        for remote in remotes:
            binding = bindings.get(remote.google_id)
            kind = binding.kind if binding else ""
            if remote.kind == "master":
                if not series._is_expressible(account, remote.form):
                    loose._import(run, calendar, remote, binding)
                    continue
                if kind == "loose":
                    loose._gather(account, binding, remote)
                elif kind == "single" and binding.event_id:
                    series._begin(account, binding)
                elif kind == "single":
                    binding.kind = "series"
            elif kind == "series":
                series._end(account, binding, remote)
            elif kind == "loose":
                loose._keep_one(account, binding, remote)
            left.append(remote)
        return left

    # -- occurrences --------------------------------------------------

    @api.model
    def _called_off(self, parts):
        """{master's google id: keys} of the occurrences that were called off."""
        keys = {}
        for part in parts:
            if part.cancelled:
                keys.setdefault(part.master_id, set()).add(part.original_start)
        return keys

    @api.model
    def _apply(self, run, calendar, parts):
        """Plan and apply occurrences whose masters are bound by now."""
        if not parts:
            return
        masters = self._masters(calendar, {part.master_id for part in parts})
        mine = [p for p in parts if p.master_id in masters]
        by_master = {}
        for part in mine:
            by_master.setdefault(masters[part.master_id], []).append(part)
        for master, group in by_master.items():
            if master.kind == "loose":
                self.env["gws.calendar.loose"]._apply(run, calendar, master, group)
            elif master.recurrence_id:
                self._apply_to(run, calendar, master, group)

    def _apply_to(self, run, calendar, master, parts):
        account = calendar.account_id
        planner = self.env["gws.calendar.plan"]
        series = self.env["gws.calendar.series"]
        number = master.recurrence_id.id
        read = series._read_one(account, number, series._known(master))
        if read is None:
            return  # its deletion is on its way to Google
        rows = self._rows(master, parts)
        if calendar.full_since:
            seen = self.env["gws.event.binding"].browse(r.id for r in rows.values())
            seen.filtered(lambda row: not row.seen).write({"seen": True})
        called_off, steps = [], []
        refs = {(MODEL, event_id) for event_id in read.ids.values()}
        forms, _series = planner._sides(account, refs, {})
        shared = planner._shared({("calendar.recurrence", number)})
        others = shared.get(("calendar.recurrence", number))
        for part in parts:
            key, row = part.original_start, rows.get(part.original_start)
            event_id = read.ids.get(key) or (row and row.event_id.id)
            if part.cancelled:
                called_off.append((part, row, event_id))
                continue
            if row and not self.env["gws.calendar.pull"]._is_news(part, row):
                row.gone = False
                continue
            if not event_id and not self._is_shown(read, key):
                continue  # before the start date, or beyond the horizon
            pair = self._pair(master, row, part, read, forms.get((MODEL, event_id)))
            policy = planner._policy(calendar, part, row or master, others)
            ref = event_id and (MODEL, event_id)
            step = Step(row, ref, part, pair, plan(pair, policy), part=(master, key))
            steps.append(step)
        self.env["gws.calendar.apply"]._apply_steps(run, calendar, steps)
        self._call_off(run, master, read, called_off)

    def _rows(self, master, parts):
        """{key: binding} of these occurrences; one that waits for its id gets it."""
        rows = self.env["gws.event.binding"].search(
            [
                ("master_id", "=", master.id),
                ("original_start", "in", [part.original_start for part in parts]),
            ]
        )
        by_key = {row.original_start: row for row in rows}
        for part in parts:
            row = by_key.get(part.original_start)
            if row and row.google_id != part.google_id:
                row.google_id = part.google_id
        return by_key

    def _is_shown(self, read, key):
        """Whether this occurrence belongs to what Odoo shows of the series."""
        order = (lambda text: text[:10]) if ("T" in key) != ("T" in read.first) else str
        return order(read.first) <= order(key) <= order(read.last)

    @api.model
    def _pair(self, master, row, part, read, form):
        """Both sides of one occurrence against what is agreed of it."""
        key = part.original_start
        base = self.env["gws.calendar.guests"]._base(row) if row else None
        if base is None:
            base = self._agreed(master, key)
        absent = set(master.series_absent or ())
        deleted = row.deleted if row else form is None and key not in absent
        return Pair(base=base, local=form, remote=part.form, deleted=deleted)

    @api.model
    def _agreed(self, master, key):
        """What is agreed of an occurrence that goes with its series, or None."""
        base = self.env["gws.calendar.guests"]._base(master)
        if base is None or not base.local.get("rule") or not base.remote.get("rule"):
            return None
        return Base(occurrence_form(base.local, key), occurrence_form(base.remote, key))

    def _call_off(self, run, master, read, called_off):
        """Mark occurrences as gone; they are deleted when all listings are in."""
        absent = set(master.series_absent or ())
        new = []
        for part, row, event_id in called_off:
            key = part.original_start
            if not event_id:
                # Odoo has none: both sides agree by now.
                absent.add(key)
                if row:
                    row.unlink()
            elif row:
                row.write({"gone": True, "event_id": event_id})
            else:
                base = self._agreed(master, key)
                new.append(
                    {
                        "calendar_id": master.calendar_id.id,
                        "google_id": part.google_id,
                        "kind": "instance",
                        "master_id": master.id,
                        "original_start": key,
                        "event_id": event_id,
                        "etag": part.etag or "?",
                        "base": base and base.dump(),
                        "ical_uid": master.ical_uid,
                        "role": master.role,
                        "zone": master.zone,
                        "gone": True,
                        "seen": True,
                    }
                )
        self.env["gws.event.binding"].create(new)
        if absent != set(master.series_absent or ()):
            master.series_absent = sorted(absent)
