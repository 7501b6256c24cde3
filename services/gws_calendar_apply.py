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

from ..mapping import identity
from ..sync.merge import Base
from ..sync.plan import remember

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
        creates = [s for s in steps if s.plan.local == "create"]
        doomed = [s for s in steps if s.plan.local in ("delete", "decline")]
        others = [s for s in steps if s.plan.local in ("", "update")]
        portions = [
            *_portions(creates, CREATE_BATCH, self._create),
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
        hidden = calendar.access_role == "freeBusyReader"
        events = local._create_events(
            run.account,
            [s.remote for s in steps],
            calendar.default_reminders,
            self.env._("Busy") if hidden else "",
        )
        for step, event in zip(steps, events, strict=True):
            step.event_id = event.id
        self._remember(run, calendar, steps)
        run.count("created", len(steps))
        self._bring_back(calendar, steps)

    def _bring_back(self, calendar, steps):
        """Other accounts' copies of an event that is back show it again.

        It had been deleted in Odoo and edited in Google, or its organiser's account
        sees it only now: each copy would bring back an event of its own.
        """
        created = {s.remote.ical_uid: s.event_id for s in steps if s.remote.ical_uid}
        if not created:
            return
        waiting = self.env["gws.event.binding"].search(
            [
                ("ical_uid", "in", list(created)),
                ("calendar_id", "!=", calendar.id),
                ("event_id", "=", False),
                ("deleted", "=", True),
            ]
        )
        if not waiting:
            return
        local = self.env["gws.calendar.local"]
        back = {created[binding.ical_uid] for binding in waiting}
        forms = local._forms(local._events(calendar.account_id, back))
        for binding in waiting:
            event_id = created[binding.ical_uid]
            agreed = Base.load(binding.base)
            binding.write(
                {
                    "event_id": event_id,
                    "deleted": False,
                    "state": "synced",
                    "base": agreed and Base(forms[event_id], agreed.remote).dump(),
                }
            )

    def _update(self, run, calendar, steps):
        local = self.env["gws.calendar.local"]
        for step in steps:
            if step.plan.local == "update":
                event = local._events(run.account, [step.event_id])
                changed = local._update_event(
                    run.account, event, step.plan.to_local, calendar.default_reminders
                )
                run.count("updated", int(changed))
                names = ", ".join(sorted(step.plan.to_local))
                run.note(f"{step.remote.google_id}: {names} taken from Google")
            if not step.binding and step.event_id:
                local._add_owner(run.account, step.event_id, step.remote)
        self._remember(run, calendar, steps)

    def _delete(self, run, calendar, steps):
        local = self.env["gws.calendar.local"]
        for step in steps:
            self._keep_conflicts(run, step)
        events = local._events(run.account, [s.event_id for s in steps])
        declined = events.browse(s.event_id for s in steps if s.plan.local == "decline")
        for step in steps:
            run.note(f"{step.remote.google_id}: gone in Google, {step.plan.local}")
        bindings = self.env["gws.event.binding"].browse(
            s.binding.id for s in steps if s.binding
        )
        bindings.unlink()
        local._decline(run.account, declined.exists())
        local._delete_events(events - declined)
        run.count("deleted", len(steps))

    # -- remembering --------------------------------------------------

    @api.model
    def _remember(self, run, calendar, steps):
        """Bindings after the local half: what is agreed, what still goes to Google."""
        local = self.env["gws.calendar.local"]
        events = local._events(
            run.account, {s.event_id for s in steps if s.event_id}
        ).exists()
        forms = local._forms(events.filtered("active"))
        self._close_conflicts(steps)
        new = []
        for step in steps:
            self._keep_conflicts(run, step)
            if step.plan.forget and step.plan.remote != "delete":
                if step.binding:
                    step.binding.unlink()
                continue
            values = self._binding_values(calendar, step, forms.get(step.event_id))
            if step.binding:
                step.binding.write(values)
            elif step.event_id or step.pair.deleted:
                new.append(
                    {
                        "calendar_id": calendar.id,
                        "google_id": step.remote.google_id,
                        "event_id": step.event_id,
                        "deleted": step.pair.deleted,
                        "seen": True,
                        **values,
                    }
                )
        if new:
            self.env["gws.event.binding"].create(new)

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
                    "raw_attendees": list(remote.raw_attendees),
                    "guests_cut": remote.attendees_omitted,
                }
            )
        if done.local == "create":
            values.update({"event_id": step.event_id, "deleted": False})
        if form is not None and remote.form is not None:
            # The remote half has not happened yet: it stays a change.
            waiting = dataclasses.replace(
                done, to_remote={}, unsent=done.unsent | set(done.to_remote)
            )
            values["base"] = remember(step.pair.base, waiting, form, remote.form).dump()
        if done.remote:
            values["state"] = "pending"
            if done.remote == "insert":
                # Google's event is gone for good; a new one needs a new id.
                values.update(self._next_generation(step.binding))
        elif not step.binding or step.binding.state != "pending" or done.quiet:
            values["state"] = "synced"
        return values

    @api.model
    def _next_generation(self, binding):
        generation = binding.generation + 1
        return {
            "generation": generation,
            "google_id": identity.event_id(
                self.env["gws.client"]._database_uuid(),
                "calendar.event",
                binding.event_id.id,
                generation,
            ),
            "etag": False,
            "gone": False,
            "base": False,
            "raw_attendees": False,
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
            known = conflict.winner == "" and self.env["gws.conflict"].search_count(
                [
                    ("binding_id", "=", binding.id if binding else False),
                    ("field", "=", conflict.field),
                    ("winner", "=", False),
                ],
                limit=1,
            )
            if known:
                continue
            rows.append(
                {
                    "account_id": run.account.id,
                    "binding_id": binding.id if binding else False,
                    "res_model": "calendar.event",
                    "res_id": step.event_id,
                    "title": title,
                    "field": conflict.field,
                    "odoo_value": conflict.local,
                    "google_value": conflict.remote,
                    "base_value": conflict.base,
                    "winner": conflict.winner or False,
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
        values = {
            "state": "quarantined",
            "error": reason,
            "etag": item.get("etag"),
            "html_link": item.get("htmlLink"),
            "base": {"google": {"title": item.get("summary") or ""}},
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
