# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What to send for each pending event: the plan, the body, who gets mail.

Nothing is sent here. What is tried is written on the binding first, so that a lost
answer can be settled by looking.
"""

import dataclasses
from datetime import datetime, timezone

from odoo import api, models

from ..gapi.calendar import Write
from ..mapping import google_event, identity
from ..mapping.model import RemoteEvent, normalize_email
from ..mapping.when import is_over
from ..sync.guest_mail import send_updates
from ..sync.merge import Base
from ..sync.plan import Pair, plan
from .gws_calendar_plan import Step


class GwsCalendarRequest(models.AbstractModel):
    _name = "gws.calendar.request"
    _description = "Google Calendar: what to send"

    @api.model
    def _steps(self, run, bindings):
        """Plan each binding from the agreement and Odoo's present side."""
        planner = self.env["gws.calendar.plan"]
        local = self.env["gws.calendar.local"]
        events = local._events(run.account, bindings.event_id.ids)
        forms = local._forms(events.filtered("active"))
        shared = planner._shared(events.ids, run.account)
        asked = {
            binding: frozenset(rows.mapped("field"))
            for binding, rows in planner._open_conflicts(bindings)
            .grouped("binding_id")
            .items()
        }
        steps = []
        for binding in bindings:
            if binding.event_id.sudo().recurrency:
                # It became a series in Odoo: a single event must not damage it.
                binding.write({"state": "synced", "next_try": False})
                continue
            form = forms.get(binding.event_id.id)
            pair = Pair(
                # Without an etag Google never confirmed: the base is what was tried.
                base=Base.load(binding.base) if binding.etag else None,
                local=form,
                deleted=planner._is_deleted(
                    binding, binding.event_id.id, form is not None
                ),
            )
            policy = planner._policy(
                binding.calendar_id, None, binding, shared.get(binding.event_id.id)
            )
            policy = dataclasses.replace(policy, asked=asked.get(binding, frozenset()))
            step = Step(binding, binding.event_id.id, None, pair, plan(pair, policy))
            steps.append(step)
        return steps

    def _write_for(self, run, step):
        """The request for one step, or None when there is nothing to send."""
        binding = step.binding
        own = normalize_email(run.account.email)
        if step.plan.local:
            self._take_back(run, step)
        todo = step.plan
        if not todo.remote:
            self._nothing_to_send(step)
            return None
        if todo.remote == "delete" and not binding.etag and not binding.base:
            # Never tried: Google has nothing to delete.
            binding.unlink()
            return None
        binding.attempts += 1
        common = {"calendar_id": binding.calendar_id.google_id}
        if todo.remote == "insert":
            self._note_first_try(step)
            body = google_event.write_insert(
                step.pair.local,
                binding.google_id,
                binding.zone or "",
                {
                    google_event.PROPERTY_DATABASE: (
                        self.env["gws.client"]._database_uuid()
                    ),
                    google_event.PROPERTY_RECORD: identity.record_mark(
                        "calendar.event", binding.event_id.id
                    ),
                },
                own,
            )
            self._leave_owner_alone(body, own)
            return Write(
                "insert", body=body, send_updates=self._mails(run, step), **common
            )
        if todo.remote == "patch":
            if binding.guests_cut and "attendees" in todo.to_remote:
                return self._without_guests(step)
            body = google_event.write_patch(
                todo.to_remote, binding.raw_attendees or [], binding.zone or "", own
            )
            return Write(
                "patch",
                event_id=binding.google_id,
                body=body,
                etag=binding.etag,
                send_updates=self._mails(run, step),
                **common,
            )
        return Write(
            "delete",
            event_id=binding.google_id,
            etag=binding.etag or None,
            send_updates=self._mails(run, step),
            **common,
        )

    def _note_first_try(self, step):
        """What a create says the first time is the agreement if its answer is lost.

        A later try must not overwrite it: the first may have landed, and what was
        edited since would look like Google's own.
        """
        binding = step.binding
        if not binding.base:
            binding.base = Base(step.pair.local, step.pair.local).dump()
        # GOOGLE: events made with an id of ours get this iCalendar id. A guest's copy
        # is recognised by it, also before Google's answer has come.
        binding.ical_uid = f"{binding.google_id}@google.com"

    def _without_guests(self, step):
        """Google showed only part of the guest list: it is never sent back."""
        step.binding.write(
            {
                "state": "quarantined",
                "error": self.env._(
                    "This meeting has too many guests for Google to list them: change "
                    "its guests in Google Calendar."
                ),
            }
        )

    def _take_back(self, run, step):
        """Nobody may carry this edit to Google: Odoo shows Google's again."""
        applier = self.env["gws.calendar.apply"]
        binding = step.binding
        step.remote = self._known_remote(binding)
        applier._in_halves(run, binding.calendar_id, [step], applier._update)
        fresh = self._steps(run, binding)[0]
        step.pair, step.plan = fresh.pair, fresh.plan

    def _leave_owner_alone(self, body, own):
        """A private appointment has no guest list in Google, not even its owner."""
        attendees = body.get("attendees") or []
        if all(attendee["email"] == own for attendee in attendees):
            body.pop("attendees", None)

    def _mails(self, run, step):
        """What Google is asked to tell the guests about this write."""
        binding, todo = step.binding, step.plan
        base = step.pair.base or Base.load(binding.base)
        form = step.pair.local or (base.remote if base else {})
        own = normalize_email(run.account.email)
        guests = {
            *form.get("attendees", {}),
            *(base.remote["attendees"] if base else ()),
        }
        now = datetime.now(timezone.utc)
        answer = send_updates(
            todo.remote,
            binding.cause,
            bool(form) and is_over(form["when"], now),
            bool(guests - {own}),
            todo.to_remote,
        )
        if answer == "all":
            run.count("mailed")
        return answer

    def _nothing_to_send(self, step):
        """The edit was taken back, or is not ours to send: both sides stand."""
        if step.pair.base is None and step.pair.local is None:
            step.binding.unlink()
            return
        step.binding.write({"state": "synced", "next_try": False, "attempts": 0})

    def _known_remote(self, binding):
        """Google's side as last agreed, for steps that read nothing from Google."""
        base = Base.load(binding.base)
        return RemoteEvent(
            google_id=binding.google_id,
            etag=binding.etag,
            form=base.remote,
            ical_uid=binding.ical_uid or "",
            zone=binding.zone or "",
            organizer_self=binding.role == "owner",
            organizer_email="" if binding.role == "owner" else "unknown",
            raw_attendees=tuple(binding.raw_attendees or ()),
            html_link=binding.html_link or "",
        )
