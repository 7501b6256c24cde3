# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What to send for each pending event: the plan, the body, who gets mail.

Nothing is sent here. What is tried is written on the binding first, so that a lost
answer can be settled by looking.
"""

import dataclasses

from odoo import api, models

from ..gapi.calendar import Write
from ..mapping import google_event, identity
from ..mapping.model import RemoteEvent, Unreadable, normalize_email
from ..mapping.recurrence import expand, occurrence_when, read_fields, with_rule
from ..sync.merge import Base
from ..sync.plan import Pair, plan
from .gws_calendar_step import Step


class GwsCalendarRequest(models.AbstractModel):
    _name = "gws.calendar.request"
    _description = "Google Calendar: what to send"

    @api.model
    def _steps(self, run, bindings):
        """Plan each binding from the agreement and Odoo's present side."""
        planner = self.env["gws.calendar.plan"]
        refs = {binding: binding.ref for binding in bindings}
        present = [ref for ref in refs.values() if ref]
        known = planner._known(bindings, present)
        forms, series = planner._sides(run.account, present, known)
        shared = planner._shared(present)
        asked = self.env["gws.calendar.conflict"]._asked(bindings, forms)
        guests = self.env["gws.calendar.guests"]
        run.names = guests._names()
        steps = []
        for binding in bindings:
            ref = refs[binding]
            form = forms.get(ref)
            pair = Pair(
                # Without an etag Google never confirmed: the base is what was tried.
                base=guests._base(binding, run.names) if binding.etag else None,
                local=form,
                deleted=planner._is_deleted(binding, ref, form is not None),
            )
            policy = planner._policy(
                binding.calendar_id, None, binding, shared.get(ref)
            )
            policy = dataclasses.replace(policy, asked=asked.get(binding, frozenset()))
            step = Step(binding, ref, None, pair, plan(pair, policy), series.get(ref))
            if binding.kind == "instance":
                step.part = (binding.master_id, binding.original_start)
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
        if not self._may_send_rule(step):
            return None
        if self.env["gws.calendar.guest.mail"]._must_wait(run, step):
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
                    google_event.PROPERTY_RECORD: identity.record_mark(*step.ref),
                },
                own,
            )
            self._leave_owner_alone(body, own)
            return Write(
                "insert",
                body=body,
                send_updates=self._mails(run, step),
                conference="conferenceData" in body,
                **common,
            )
        if todo.remote == "patch":
            rule = step.series and step.series.form["rule"]
            zone = (rule and rule["zone"]) or binding.zone or ""
            if binding.guests_cut and "attendees" in todo.to_remote:
                return self._without_guests(step)
            changes = self.env["gws.calendar.guests"]._spelt(
                binding, self._with_old_lines(step), run.names
            )
            changes = self.env["gws.calendar.reminders"]._as_usual(
                binding.calendar_id, changes
            )
            body = google_event.write_patch(
                changes,
                binding.raw_attendees or [],
                zone,
                own,
                self.env["gws.calendar.meet"]._there(binding),
            )
            return Write(
                "patch",
                event_id=binding.google_id,
                body=body,
                etag=binding.etag,
                send_updates=self._mails(run, step),
                conference="conferenceData" in body,
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

    def _with_old_lines(self, step):
        """What a patch says. A new rhythm keeps the days that Google excludes; another
        clock needs the times written on it."""
        changes = step.plan.to_remote
        if not changes.get("rule"):
            return changes
        rule, base = changes["rule"], step.pair.base
        before = (base and base.remote.get("rule")) or {"lines": [], "zone": ""}
        lines = with_rule(rule["lines"][0], before["lines"])
        changes = {**changes, "rule": {**rule, "lines": lines}}
        if rule["zone"] != before["zone"]:
            changes.setdefault("when", step.pair.local["when"])
        return changes

    def _may_send_rule(self, step):
        """No rule is sent that would not be read back as the same."""
        rule = step.plan.to_remote.get("rule")
        if not rule or self._reads_back(rule, step):
            return True
        step.binding.write(
            {
                "state": "quarantined",
                "error": self.env._(
                    "This repetition cannot be told to Google as it is. Change how "
                    "the event repeats, or change the series in Google Calendar."
                ),
            }
        )
        return False

    def _reads_back(self, rule, step):
        """Whether the rule makes, read again, the occurrences that Odoo shows."""
        start, first = step.pair.local["when"]["start"], step.series.first
        try:
            made = expand(rule, start, since=first)
            values = read_fields(rule, start, since=first)
        except Unreadable:
            return False
        return values is not None and step.series.ids.keys() <= set(made)

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
        number = self.env["gws.calendar.guest.mail"]._would_mail(run, step)
        run.count("mailed", number)
        return "all" if number else "none"

    def _last_when(self, step, form):
        """When the event is held, a series: when for the last time as far as shown."""
        last = step.series.last if step.series else step.binding.series_last
        if not form.get("rule") or not last:
            return form["when"]
        return occurrence_when(form["when"], form["rule"]["zone"], last)

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
            event_type=binding.event_type or "default",
            organizer_self=binding.role == "owner",
            organizer_email="" if binding.role == "owner" else "unknown",
            raw_attendees=tuple(binding.raw_attendees or ()),
            html_link=binding.html_link or "",
            there=self.env["gws.calendar.meet"]._there(binding),
        )
