# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What each event of a page needs: both sides and the policy, for the pure planner.

Reads the database in a few queries a page, whatever its size, and writes nothing.
"""

from odoo import api, models
from odoo.exceptions import UserError

from ..mapping.model import normalize_email
from ..mapping.series import Known
from ..mapping.when import ends_before
from ..sync import brake
from ..sync.merge import Base
from ..sync.plan import Pair, Policy, plan
from .gws_calendar_step import MODEL, Shared, Step, of_refs


class GwsCalendarPlan(models.AbstractModel):
    _name = "gws.calendar.plan"
    _description = "Google Calendar: what each event needs"

    def _plan_all(self, account, calendar, remotes, bindings, matched):
        """A Step for each event or series that concerns Odoo."""
        refs = {}
        for remote in remotes:
            binding = bindings.get(remote.google_id)
            ref = binding.ref if binding else matched.get(remote.google_id)
            if ref:
                refs[remote.google_id] = ref
        known = self._known(bindings.values(), refs.values())
        forms, series = self._sides(account, refs.values(), known)
        shared = self._shared(refs.values())
        deserted = self._deserted(remotes)
        agreed = self._agreed_by_others(calendar, matched.values())
        bases = self.env["gws.calendar.guests"]._bases(
            calendar,
            remotes,
            bindings,
            {key: forms.get(ref) for key, ref in refs.items()},
        )
        adopted = self.env["gws.takeover.ids"]
        steps = []
        for remote in remotes:
            binding = bindings.get(remote.google_id)
            ref = refs.get(remote.google_id)
            if (
                binding is None
                and ref is None
                and self._out_of_window(calendar, remote)
            ):
                continue
            others = shared.get(ref)
            if ref is None:
                others = deserted.get(remote.ical_uid)
            policy = self._policy(calendar, remote, binding, others)
            base = bases.get(remote.google_id)
            if base is None and not policy.is_copy:
                base = agreed.get(ref)
            pair = Pair(
                base=base,
                local=forms.get(ref),
                remote=remote.form,
                # A guest's first sight of a meeting that was just deleted is no news.
                deleted=self._is_deleted(binding, ref, ref in forms)
                if binding
                else ref is None and policy.is_copy,
                gone=remote.cancelled,
            )
            planned = adopted._first_look(
                binding, ref, remote, pair, plan(pair, policy), series.get(ref)
            )
            steps.append(Step(binding, ref, remote, pair, planned, series.get(ref)))
        return steps

    @api.model
    def _known(self, bindings, refs):
        """{recurrence id: Known} of the series among some records.

        Of one that is new to this calendar another calendar knows what Odoo shows.
        """
        series = self.env["gws.calendar.series"]
        known = {number: Known() for model, number in refs if model != MODEL}
        elsewhere = self.env["gws.event.binding"].search(
            [("recurrence_id", "in", list(known)), ("series_last", "!=", False)]
        )
        for binding in [*elsewhere, *bindings]:
            if binding and binding.kind == "series" and binding.recurrence_id:
                known[binding.recurrence_id.id] = series._known(binding)
        return known

    @api.model
    def _sides(self, account, refs, known):
        """({ref: form}, {ref: Series}) of the records that live in Odoo."""
        local = self.env["gws.calendar.local"]
        ids = {number for model, number in refs if model == MODEL}
        events = local._events(account, ids).exists().filtered("active")
        forms = {(MODEL, key): form for key, form in local._forms(events).items()}
        series = {}
        if known:
            read = self.env["gws.calendar.series"]._read(account, known)
            series = {("calendar.recurrence", key): one for key, one in read.items()}
            forms.update({ref: one.form for ref, one in series.items()})
        return forms, series

    def _agreed_by_others(self, calendar, refs):
        """{ref: Base} of records that another calendar has brought to Odoo.

        What was edited in Odoo since then is an edit for this calendar's copy, too.
        """
        if not refs:
            return {}
        rows = self.env["gws.event.binding"].search_fetch(
            [*of_refs(refs), ("etag", "!=", False)],
            ["event_id", "recurrence_id", "kind", "calendar_id", "base"],
        )
        agreed = {}
        for row in rows:
            base = Base.load(row.base)
            theirs = row.calendar_id.default_reminders or []
            if base and base.remote["reminders"] is None:
                # "As usual" of one calendar is not "as usual" of another.
                if theirs != (calendar.default_reminders or []):
                    base.remote["reminders"] = theirs
            agreed[row.ref] = base
        return agreed

    @api.model
    def _open_conflicts(self, bindings):
        """Conflicts about which a person has not decided yet."""
        return self.env["gws.conflict"].search(
            [("binding_id", "in", bindings.ids), ("winner", "=", False)]
        )

    @api.model
    def _is_deleted(self, binding, ref, alive):
        """Whether a person deleted the event in Odoo; archiving it is doing so.

        A binding that never had an event (it was set aside) proves nothing.
        """
        return binding.deleted or (bool(ref) and not alive)

    @api.model
    def _policy(self, calendar, remote, binding, shared):
        """What this account may do with this event (sync.plan.Policy).

        ``shared``: the copies that connected accounts have of the same event, or None.
        """
        account = calendar.account_id
        shared = (shared or Shared()).outside(calendar)
        role = self._role(calendar, remote) if remote and remote.form else None
        if role is None:
            role = binding.role if binding else "owner"
        return Policy(
            pull=calendar._goes("pull"),
            push=calendar._goes("push") and account._is_granted("calendar"),
            role=role,
            own_email=normalize_email(account.email),
            rule=account.calendar_conflict_rule,
            written_by_other=shared.is_written(account),
            shared=bool(shared) or bool(self._inside_organizer(binding)),
            answering=shared.answering,
            unseen=self.env["gws.calendar.look"]._unseen(account, shared),
        )

    @api.model
    def _role(self, calendar, remote):
        look = self.env["gws.calendar.look"]
        if not calendar.writable or not look._is_writable(remote):
            return "reader"
        if remote.organizer_self or not remote.organizer_email:
            return "owner"
        if remote.organizer_email == normalize_email(calendar.google_id):
            return "owner"
        return "owner" if remote.guests_can_modify else "guest"

    def _inside_organizer(self, binding):
        """A colleague organises it: the meeting is in Odoo without this account."""
        if not binding:
            return False
        event = binding.event_id or binding.recurrence_id.sudo().base_event_id
        organizer = event.sudo().user_id
        return organizer and organizer != binding.user_id

    def _shared(self, refs):
        """{ref: Shared} of the records, with all calendars that show them.

        Who has a series has its occurrences.
        """
        refs = {ref for ref in refs if ref}
        ids = [number for model, number in refs if model == MODEL]
        events = self.env["calendar.event"].sudo().browse(ids).exists()
        parts = {e.id: e.recurrence_id.id for e in events if e.recurrence_id}
        whole = {("calendar.recurrence", number) for number in parts.values()}
        shared = {}
        for row in self._copies(of_refs(refs | whole)):
            shared.setdefault(row.ref, Shared()).add(row)
        for event_id, number in parts.items():
            series = shared.get(("calendar.recurrence", number))
            if series:
                shared.setdefault((MODEL, event_id), Shared()).join(series)
        return shared

    def _deserted(self, remotes):
        """{iCalendar id: Shared} of meetings that a person deleted in Odoo.

        The deletion is on its way to Google. No event connects the accounts any more,
        only the iCalendar id.
        """
        uids = {remote.ical_uid for remote in remotes if remote.ical_uid}
        waiting = [
            ("ical_uid", "in", list(uids)),
            ("event_id", "=", False),
            ("deleted", "=", True),
        ]
        deserted = {}
        for row in self._copies(waiting):
            deserted.setdefault(row.ical_uid, Shared()).add(row)
        return deserted

    def _copies(self, domain):
        """Bindings of connected accounts."""
        return self.env["gws.event.binding"].search_fetch(
            [*domain, ("account_id.state", "=", "connected")],
            [
                "event_id",
                "recurrence_id",
                "kind",
                "ical_uid",
                "role",
                "account_id",
                "calendar_id",
            ],
        )

    def _out_of_window(self, calendar, remote):
        if remote.cancelled:
            return True
        account = calendar.account_id
        if remote.kind == "master":
            return not self.env["gws.calendar.series"]._keys(account, remote.form)
        return ends_before(remote.form["when"], account.calendar_sync_from)

    def _check_brake(self, run, steps):
        """Stop before a run deletes more than people would believe."""
        account = run.account
        if account.calendar_brake_released:
            return
        # An occurrence that is called off is a small thing beside an event.
        doomed = sum(
            step.plan.local in ("delete", "decline") and not step.part for step in steps
        )
        total = self.env["gws.event.binding"].search_count(
            [
                ("account_id", "=", account.id),
                ("kind", "!=", "instance"),
                "|",
                ("event_id", "!=", False),
                ("recurrence_id", "!=", False),
            ]
        )
        if brake.too_many(doomed, total):
            self.env.cr.rollback()
            account.calendar_brake = doomed
            self.env["gws.runner"]._commit()
            raise UserError(
                self.env._(
                    "Google says that %(doomed)s of %(total)s events were deleted. "
                    "Nothing was deleted in Odoo yet. If that is right, press "
                    "“Delete them”; if not, look into Google Calendar first.",
                    doomed=doomed,
                    total=total,
                )
            )
