# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is agreed after a step, kept on its binding; conflicts; what is set aside.

Promises: a change that must still reach Google stays visible as one; both values of a
conflict are kept; one bad event never stands in the way of others.
"""

import dataclasses
import logging

from odoo import api, models

from ..mapping import identity, recurrence
from ..sync.plan import remember
from .gws_calendar_step import MODEL

_logger = logging.getLogger(__name__)


class GwsCalendarApply(models.AbstractModel):
    _inherit = "gws.calendar.apply"

    @api.model
    def _remember(self, run, calendar, steps):
        """Bindings after the local half: what is agreed, what still goes to Google."""
        forms = self._forms_now(run.account, steps)
        self._close_conflicts(steps)
        new = []
        for step in steps:
            self._keep_conflicts(run, step)
            if step.plan.forget and step.plan.remote != "delete":
                if step.binding:
                    step.binding.unlink()
                continue
            values = self._binding_values(calendar, step, forms.get(step.ref))
            if step.binding:
                step.binding.write(values)
            elif step.ref or step.pair.deleted:
                new.append(
                    {
                        "calendar_id": calendar.id,
                        "google_id": step.remote.google_id,
                        "event_id": step.event_id,
                        "deleted": step.pair.deleted,
                        "seen": True,
                        **self._kind_values(step),
                        **values,
                    }
                )
        if new:
            self.env["gws.event.binding"].create(new)
        self.env["gws.calendar.privacy"]._after(run.account, steps)

    def _kind_values(self, step):
        if step.part:
            master, key = step.part
            return {"kind": "instance", "master_id": master.id, "original_start": key}
        if step.remote.kind == "master":
            return {"kind": "series", "recurrence_id": step.recurrence_id}
        if step.remote.original_start:
            # A guest of this one occurrence, or one of a series Odoo cannot express.
            return {"original_start": step.remote.original_start}
        return {}

    def _binding_values(self, calendar, step, form):
        remote, done = step.remote, step.plan
        values = {"error": False, "recheck": False}
        if not remote.cancelled:
            # A deletion that is not taken in now must still be seen later.
            values["etag"] = remote.etag
        if remote.form is not None:
            values.update(
                {
                    "ical_uid": remote.ical_uid,
                    "html_link": remote.html_link,
                    "role": self.env["gws.calendar.plan"]._role(calendar, remote),
                    "zone": remote.zone,
                    "event_type": remote.event_type,
                    "raw_attendees": list(remote.raw_attendees),
                    "guests_cut": remote.attendees_omitted,
                }
            )
        if done.local == "create":
            values.update({**self._record_values(step), "deleted": False})
        values.update(self._series_values(step))
        if form is not None and remote.form is not None:
            # The remote half has not happened yet: it stays a change.
            waiting = dataclasses.replace(
                done, to_remote={}, unsent=done.unsent | set(done.to_remote)
            )
            agreed = remember(step.pair.base, waiting, form, remote.form)
            values["base"] = agreed.dump()
            values["there"] = self.env["gws.calendar.meet"]._to_keep(remote, agreed)
        if done.remote:
            values["state"] = "pending"
            if done.remote == "insert":
                # Google's event is gone for good; a new one needs a new id.
                values.update(self._next_generation(step.binding))
        elif not step.binding or step.binding.state != "pending" or done.quiet:
            values["state"] = "synced"
        return values

    def _series_values(self, step):
        """What Odoo shows of a series, once that is what is agreed of its times.

        While Odoo's own change of them is on its way, the old ones are agreed; what
        Google said of them has moved the events already.
        """
        waiting = {*step.plan.to_remote, *step.plan.unsent}
        moved = {"when", "rule"} & step.plan.to_local.keys()
        if not step.series or "when" in waiting or ("rule" in waiting and not moved):
            return {}
        return {
            "series_first": step.series.first,
            "series_last": step.series.last,
            "series_absent": self._agreed_absent(step),
        }

    def _agreed_absent(self, step):
        """Keys that both sides agree to be missing, after a master was taken in.

        What people deleted in Odoo since the last agreement is not among them: it must
        still reach Google. All that is missing in a series just made was called off.
        """
        missing = step.series.missing
        if step.binding and step.plan.local != "create":
            rule = step.remote.form["rule"]
            start = step.remote.form["when"]["start"]
            made = set(recurrence.expand(rule, start, since=step.series.first))
            missing &= set(step.binding.series_absent or ()) | (missing - made)
        return sorted(missing)

    @api.model
    def _next_generation(self, binding):
        generation = binding.generation + 1
        model, number = binding.ref
        return {
            "generation": generation,
            "google_id": identity.event_id(
                self.env["gws.client"]._database_uuid(), model, number, generation
            ),
            "etag": False,
            "gone": False,
            "base": False,
            "raw_attendees": False,
            "there": False,
            "attempts": 0,
        }

    def _close_conflicts(self, steps):
        """A conflict that a new look at Google no longer shows was settled by hand."""
        looked = {
            step.binding: step
            for step in steps
            if step.binding
            and step.remote.form
            and step.remote.etag != step.binding.etag
        }
        bindings = self.env["gws.event.binding"].browse(b.id for b in looked)
        if not bindings:
            return
        for row in self.env["gws.calendar.plan"]._open_conflicts(bindings):
            step = looked[row.binding_id]
            if row.field in {conflict.field for conflict in step.plan.conflicts}:
                continue
            name, _colon, key = row.field.partition(":")
            now = step.remote.form.get(name)
            now = now.get(key) if key else now
            row.winner = "odoo" if now == row.odoo_value else "google"

    @api.model
    def _keep_conflicts(self, run, step):
        if not step.plan.conflicts:
            return
        binding = step.binding
        title = (step.pair.local or step.pair.remote or {}).get("title") or ""
        rows = []
        for conflict in step.plan.conflicts:
            known = conflict.winner == "" and self.env["gws.conflict"].search(
                [
                    ("binding_id", "=", binding.id if binding else False),
                    ("field", "=", conflict.field),
                    ("winner", "=", False),
                ],
                limit=1,
            )
            if known:
                known._refresh(conflict.local, conflict.remote)
                continue
            rows.append(
                {
                    "account_id": run.account.id,
                    "binding_id": binding.id if binding else False,
                    "res_model": step.ref[0] if step.ref else MODEL,
                    "res_id": step.ref[1] if step.ref else False,
                    "title": title,
                    "field": conflict.field,
                    "odoo_value": conflict.local,
                    "google_value": conflict.remote,
                    "base_value": conflict.base,
                    "winner": conflict.winner or False,
                    "link": self.env["gws.calendar.link"]._of_step(step),
                }
            )
            run.note(f"{step.remote.google_id}: conflict in {conflict.field}")
        self.env["gws.conflict"].create(rows)
        run.count("conflict", len(rows))

    def _set_aside(self, run, calendar, step, error):
        """One bad event: keep it, with the reason, out of everybody's way."""
        reason = str(error) or type(error).__name__
        _logger.info("Event %s was set aside: %s", step.remote.google_id, reason)
        # The etag stays behind: an edit that is sent later meets what was refused.
        values = {"state": "quarantined", "error": reason}
        self._quarantine(run, calendar, step.binding, step.remote.google_id, values)

    def _set_aside_unread(self, run, calendar, item, reason):
        if not isinstance(item, dict) or not item.get("id"):
            run.note(f"{calendar.name}: {reason}")
            return
        binding = self.env["gws.event.binding"].search(
            [("calendar_id", "=", calendar.id), ("google_id", "=", item["id"])]
        )
        shown = not run.account.calendar_busy_only
        values = {
            "state": "quarantined",
            "error": reason,
            "etag": item.get("etag"),
            "html_link": item.get("htmlLink"),
            "base": {"google": {"title": shown and item.get("summary") or ""}},
        }
        if binding:
            values.pop("base")
            values.pop("etag")
        self._quarantine(run, calendar, binding, item["id"], values)

    def _quarantine(self, run, calendar, binding, google_id, values):
        if binding:
            binding.write(values)
        else:
            self.env["gws.event.binding"].create(
                {
                    "calendar_id": calendar.id,
                    "google_id": google_id,
                    "seen": True,
                    **values,
                }
            )
        run.count("quarantined")
        run.note(f"{google_id}: set aside, {values['error']}")
