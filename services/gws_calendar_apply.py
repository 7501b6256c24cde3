# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Carry out the local half of the plans and remember what is agreed.

Promises: many events are created at once; an event that Odoo refuses is set aside
alone, with the reason; a change that must still reach Google stays visible as one.
"""

import dataclasses
import logging

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..mapping import identity, recurrence
from ..sync.merge import Base
from ..sync.plan import remember
from .gws_calendar_plan import MODEL

_logger = logging.getLogger(__name__)

CREATE_BATCH = 1000
WRITE_BATCH = 100


class GwsCalendarApply(models.AbstractModel):
    _name = "gws.calendar.apply"
    _description = "Google Calendar: what changes in Odoo"

    # -- applying -----------------------------------------------------

    @api.model
    def _apply_steps(self, run, calendar, steps):
        """Carry out the local half of the plans and remember the new agreement.

        Commits after every portion, so that a long page may be interrupted: what is
        done is recognised by its etag when the page is listed again.
        """
        self.env["gws.calendar.guests"]._make_contacts(run, steps)
        self.env["gws.calendar.meet"]._give_up(run, steps)
        creates = [s for s in steps if s.plan.local == "create" and not s.is_series]
        series = [s for s in steps if s.plan.local == "create" and s.is_series]
        doomed = [s for s in steps if s.plan.local in ("delete", "decline")]
        others = [s for s in steps if s.plan.local in ("", "update")]
        portions = [
            *_portions(creates, CREATE_BATCH, self._create),
            *_portions(series, WRITE_BATCH, self._create_series),
            *_portions(doomed, CREATE_BATCH, self._delete),
            *_portions(others, WRITE_BATCH, self._update),
        ]
        for number, (portion, work) in enumerate(portions):
            if number:
                self.env["gws.runner"]._keep(run)
                run.check_time()
            self._in_halves(run, calendar, portion, work)
            run.account.calendar_progress += len(portion)

    def _in_halves(self, run, calendar, steps, work):
        """Do the work on all; when that fails, on halves, until one is set aside."""
        if not steps:
            return
        try:
            with self.env.cr.savepoint():
                work(run, calendar, steps)
        except (UserError, ValidationError, ValueError, TypeError, KeyError) as error:
            if len(steps) == 1:
                self._set_aside(run, calendar, steps[0], error)
                return
            middle = len(steps) // 2
            self._in_halves(run, calendar, steps[:middle], work)
            self._in_halves(run, calendar, steps[middle:], work)

    def _create(self, run, calendar, steps):
        local = self.env["gws.calendar.local"]
        parts = [s for s in steps if s.part]
        plain = [s for s in steps if not s.part]
        events = local._create_events(
            run.account,
            [s.remote for s in plain],
            calendar.default_reminders,
            self._private_title(calendar),
        )
        link = self.env["gws.calendar.link"]
        for step, event in zip(plain, events, strict=True):
            if step.binding:
                link._restore(event, link._of_step(step))
            step.ref = (MODEL, event.id)
        for step in parts:
            master, key = step.part
            event_id = self.env["gws.calendar.series"]._add_occurrence(
                run.account,
                master.recurrence_id.id,
                step.remote,
                key,
                calendar.default_reminders,
            )
            step.ref = (MODEL, event_id)
            master.series_absent = [k for k in master.series_absent or () if k != key]
        self._remember(run, calendar, steps)
        run.count("created", len(steps))
        self._bring_back(calendar, plain)

    def _private_title(self, calendar):
        """What an event is called of which only the time is to be seen."""
        hidden = calendar.access_role == "freeBusyReader"
        return self.env._("Busy") if hidden else ""

    def _create_series(self, run, calendar, steps):
        made = self.env["gws.calendar.series"]._make(
            run.account,
            [s.remote for s in steps],
            run.absent,
            calendar.default_reminders,
            self._private_title(calendar),
        )
        for step, (number, known) in zip(steps, made, strict=True):
            step.ref = number and ("calendar.recurrence", number)
            step.known = known
        self._remember(run, calendar, [step for step in steps if step.ref])
        run.count("created", sum(bool(step.ref) for step in steps))
        self._bring_back(calendar, [step for step in steps if step.ref])

    def _bring_back(self, calendar, steps):
        """Other accounts' copies of an event that is back show it again.

        It had been deleted in Odoo and edited in Google, or its organiser's account
        sees it only now: each copy would bring back an event of its own.
        """
        created = {s.remote.ical_uid: s for s in steps if s.remote.ical_uid}
        if not created:
            return
        waiting = self.env["gws.event.binding"].search(
            [
                ("ical_uid", "in", list(created)),
                ("calendar_id", "!=", calendar.id),
                ("event_id", "=", False),
                ("recurrence_id", "=", False),
                ("kind", "in", ("single", "series")),
                ("deleted", "=", True),
            ]
        )
        if not waiting:
            return
        back = [created[binding.ical_uid] for binding in waiting]
        forms = self._forms_now(calendar.account_id, back)
        for binding in waiting:
            step = created[binding.ical_uid]
            agreed = Base.load(binding.base)
            binding.write(
                {
                    **self._record_values(step),
                    "deleted": False,
                    "state": "synced",
                    "base": agreed and Base(forms[step.ref], agreed.remote).dump(),
                }
            )

    def _record_values(self, step):
        """Which record a binding stands for, and as what."""
        values = {"event_id": step.event_id, "recurrence_id": step.recurrence_id}
        if step.known:
            values.update(
                {"series_first": step.known.first, "series_last": step.known.last}
            )
        return values

    def _forms_now(self, account, steps):
        """{ref: form} of the steps' records, read again after they were written."""
        planner = self.env["gws.calendar.plan"]
        refs = [step.ref for step in steps if step.ref]
        known = planner._known([step.binding for step in steps], refs)
        known.update({s.recurrence_id: s.known for s in steps if s.ref and s.known})
        forms, series = planner._sides(account, refs, known)
        for step in steps:
            step.series = series.get(step.ref, step.series)
        return forms

    def _update(self, run, calendar, steps):
        local = self.env["gws.calendar.local"]
        for step in steps:
            if step.plan.local == "update" and step.is_series:
                self._update_series(run, calendar, step)
            elif step.plan.local == "update":
                event = local._events(run.account, [step.event_id])
                changed = local._update_event(
                    run.account, event, step.plan.to_local, calendar.default_reminders
                )
                run.count("updated", int(changed))
                names = ", ".join(sorted(step.plan.to_local))
                run.note(f"{step.remote.google_id}: {names} taken from Google")
            if not step.binding and step.event_id and not step.part:
                local._add_owner(run.account, step.event_id, step.remote)
            if not step.binding and step.recurrence_id:
                for event_id in step.series.ids.values():
                    local._add_owner(run.account, event_id, step.remote)
        self._remember(run, calendar, steps)

    def _update_series(self, run, calendar, step):
        changed, step.known = self.env["gws.calendar.series"]._update(
            run.account,
            step.recurrence_id,
            step.series,
            step.plan.to_local,
            step.remote,
            calendar.default_reminders,
            step.binding,
        )
        run.count("updated", int(changed))
        names = ", ".join(sorted(step.plan.to_local))
        run.note(f"{step.remote.google_id}: {names} of the series taken from Google")

    def _delete(self, run, calendar, steps):
        local = self.env["gws.calendar.local"]
        for step in steps:
            self._keep_conflicts(run, step)
        series = self.env["gws.calendar.series"]
        for step in steps:
            run.note(f"{step.remote.google_id}: gone in Google, {step.plan.local}")
            if step.part:
                master, key = step.part
                master.series_absent = sorted({*(master.series_absent or ()), key})
        bindings = self.env["gws.event.binding"].browse(
            s.binding.id for s in steps if s.binding
        )
        bindings.unlink()
        declined = [s for s in steps if s.plan.local == "decline"]
        deleted = [s for s in steps if s.plan.local == "delete"]
        events = {s.event_id for s in declined if s.event_id}
        whole = series._recurrences(run.account, [s.recurrence_id for s in declined])
        events |= set(whole.filtered("id").exists().calendar_event_ids.ids)
        local._decline(run.account, local._events(run.account, events).exists())
        self.env["gws.calendar.privacy"]._after(run.account, declined)
        local._delete_events(
            local._events(run.account, [s.event_id for s in deleted if s.event_id])
        )
        series._delete(
            run.account, [s.recurrence_id for s in deleted if s.recurrence_id]
        )
        run.count("deleted", len(steps))

    # -- remembering --------------------------------------------------

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


def _portions(steps, size, work):
    """Cut a list of steps into portions, each with the method that does it."""
    return [(steps[i : i + size], work) for i in range(0, len(steps), size)]
