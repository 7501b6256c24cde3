# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Carry out the local half of the plans and remember what is agreed.

Promises: many events are created at once; an event that Odoo refuses is set aside
alone, with the reason; a change that must still reach Google stays visible as one.
"""

import logging

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..sync.merge import Base
from .gws_calendar_step import MODEL

_logger = logging.getLogger(__name__)

CREATE_BATCH = 1000
WRITE_BATCH = 100
SERIES_BATCH = 20  # each has many events


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
            *_portions(series, SERIES_BATCH, self._create_series),
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


def _portions(steps, size, work):
    """Cut a list of steps into portions, each with the method that does it."""
    return [(steps[i : i + size], work) for i in range(0, len(steps), size)]
