# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What each event of a page needs: find its Odoo side, ask the pure planner.

Reads the database in a few queries a page, whatever its size, and writes nothing.
"""

from odoo import api, models
from odoo.exceptions import UserError

from ..mapping import google_event, identity
from ..mapping.model import normalize_email
from ..mapping.when import ends_before
from ..sync import brake
from ..sync.merge import Base
from ..sync.plan import Pair, Policy, plan


class Step:
    """One event on its way through a page: what it is and what is planned for it."""

    __slots__ = ("binding", "event_id", "note_count", "pair", "plan", "remote")

    def __init__(self, binding, event_id, remote, pair, planned):
        self.binding = binding
        self.event_id = event_id
        self.remote = remote
        self.pair = pair
        self.plan = planned
        # Which note of the outbox this step has seen: a newer one is a newer edit.
        self.note_count = binding.note_count if binding else 0


class Shared:
    """What other accounts do for one event: write it, answer for their own users."""

    __slots__ = ("answering", "written")

    def __init__(self):
        self.written = False
        self.answering = set()

    def add(self, row):
        """Take in another account's binding."""
        if row.account_id.calendar_direction == "pull":
            return
        if row.role == "owner":
            self.written = True
        elif row.role == "guest":
            self.answering.add(normalize_email(row.account_id.email))


class GwsCalendarPlan(models.AbstractModel):
    _name = "gws.calendar.plan"
    _description = "Google Calendar: what each event needs"

    @api.model
    def _match(self, calendar, remotes):
        """{google id: event id} for unbound events that Odoo knows all the same.

        First by iCalendar id in another calendar (a colleague's copy of the same
        meeting), then by our private mark (this database's own, after a lost binding).
        Never an event that this calendar already shows under another id.
        """
        alive = [r for r in remotes if not r.cancelled]
        uids = {r.ical_uid for r in alive if r.ical_uid}
        found = {}
        if uids:
            rows = self.env["gws.event.binding"].search_fetch(
                [("ical_uid", "in", sorted(uids)), ("event_id", "!=", False)],
                ["ical_uid", "event_id"],
            )
            by_uid = {row.ical_uid: row.event_id.id for row in rows}
            for remote in alive:
                if remote.ical_uid in by_uid:
                    found[remote.google_id] = by_uid[remote.ical_uid]
        database = self.env["gws.client"]._database_uuid()
        for remote in alive:
            properties = remote.private_properties
            if properties.get(google_event.PROPERTY_DATABASE) != database:
                continue
            mark = identity.read_mark(properties.get(google_event.PROPERTY_RECORD))
            if mark and mark[0] == "calendar.event":
                found.setdefault(remote.google_id, mark[1])
        local = self.env["gws.calendar.local"]
        events = local._events(calendar.account_id, found.values()).exists()
        usable = events.filtered(lambda e: e.active and not e.recurrency)
        taken = (
            self.env["gws.event.binding"]
            .search([("calendar_id", "=", calendar.id), ("event_id", "in", usable.ids)])
            .event_id
        )
        free = set((usable - usable.browse(taken.ids)).ids)
        unique = {}
        for google_id, event_id in found.items():
            if event_id in free and event_id not in unique.values():
                unique[google_id] = event_id
        return unique

    # -- planning -----------------------------------------------------

    def _plan_all(self, account, calendar, remotes, bindings, matched):
        """(binding or None, event id, RemoteEvent, Pair, Plan) for each event."""
        local = self.env["gws.calendar.local"]
        events = {}
        for remote in remotes:
            binding = bindings.get(remote.google_id)
            event = binding.event_id.id if binding else matched.get(remote.google_id)
            if event:
                events[remote.google_id] = event
        records = local._events(account, set(events.values())).exists()
        forms = local._forms(records.filtered("active"))
        series = set(records.filtered("recurrency").ids)
        shared = self._shared(records.ids, account)
        deserted = self._deserted(remotes, account)
        agreed = self._agreed_by_others(calendar, matched.values())
        steps = []
        for remote in remotes:
            binding = bindings.get(remote.google_id)
            event_id = events.get(remote.google_id)
            if event_id in series:
                # It became a series in Odoo: a single event must not damage it.
                continue
            if (
                binding is None
                and event_id is None
                and self._out_of_window(calendar, remote)
            ):
                continue
            others = shared.get(event_id)
            if event_id is None:
                others = deserted.get(remote.ical_uid)
            policy = self._policy(calendar, remote, binding, others)
            base = Base.load(binding.base) if binding else None
            if base is None and not policy.is_copy:
                base = agreed.get(event_id)
            pair = Pair(
                base=base,
                local=forms.get(event_id),
                remote=remote.form,
                # A guest's first sight of a meeting that was just deleted is no news.
                deleted=self._is_deleted(binding, event_id, event_id in forms)
                if binding
                else event_id is None and policy.is_copy,
                gone=remote.cancelled,
            )
            steps.append(Step(binding, event_id, remote, pair, plan(pair, policy)))
        return steps

    def _agreed_by_others(self, calendar, event_ids):
        """{event id: Base} of events that another calendar has brought to Odoo.

        What was edited in Odoo since then is an edit for this calendar's copy, too.
        """
        if not event_ids:
            return {}
        rows = self.env["gws.event.binding"].search_fetch(
            [("event_id", "in", list(event_ids)), ("etag", "!=", False)],
            ["event_id", "calendar_id", "base"],
        )
        agreed = {}
        for row in rows:
            base = Base.load(row.base)
            theirs = row.calendar_id.default_reminders or []
            if base and base.remote["reminders"] is None:
                # "As usual" of one calendar is not "as usual" of another.
                if theirs != (calendar.default_reminders or []):
                    base.remote["reminders"] = theirs
            agreed[row.event_id.id] = base
        return agreed

    @api.model
    def _open_conflicts(self, bindings):
        """Conflicts about which a person has not decided yet."""
        return self.env["gws.conflict"].search(
            [("binding_id", "in", bindings.ids), ("winner", "=", False)]
        )

    @api.model
    def _is_deleted(self, binding, event_id, alive):
        """Whether a person deleted the event in Odoo; archiving it is doing so.

        A binding that never had an event (it was set aside) proves nothing.
        """
        return binding.deleted or (bool(event_id) and not alive)

    @api.model
    def _policy(self, calendar, remote, binding, shared):
        """What this account may do with this event (sync.plan.Policy).

        ``shared``: what other connected accounts have of the same event, or None.
        """
        account = calendar.account_id
        role = self._role(calendar, remote) if remote and remote.form else None
        if role is None:
            role = binding.role if binding else "owner"
        return Policy(
            pull=account.calendar_direction != "push",
            push=account.calendar_direction != "pull"
            and account._is_granted("calendar"),
            role=role,
            own_email=normalize_email(account.email),
            rule=account.calendar_conflict_rule,
            written_by_other=bool(shared) and shared.written,
            shared=bool(shared) or bool(self._inside_organizer(binding)),
            answering=frozenset(shared.answering if shared else ()),
        )

    @api.model
    def _role(self, calendar, remote):
        if not calendar.writable:
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
        organizer = binding.event_id.sudo().user_id
        return organizer and organizer != binding.user_id

    def _shared(self, event_ids, account):
        """{event id: Shared} of the events that other connected accounts show, too."""
        shared = {}
        for row in self._elsewhere([("event_id", "in", event_ids)], account):
            shared.setdefault(row.event_id.id, Shared()).add(row)
        return shared

    def _deserted(self, remotes, account):
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
        for row in self._elsewhere(waiting, account):
            deserted.setdefault(row.ical_uid, Shared()).add(row)
        return deserted

    def _elsewhere(self, domain, account):
        """Bindings of other connected accounts."""
        return self.env["gws.event.binding"].search_fetch(
            [
                *domain,
                ("account_id", "!=", account.id),
                ("account_id.state", "=", "connected"),
            ],
            ["event_id", "ical_uid", "role", "account_id"],
        )

    def _out_of_window(self, calendar, remote):
        if remote.cancelled:
            return True
        return ends_before(remote.form["when"], calendar.account_id.calendar_sync_from)

    def _check_brake(self, run, steps):
        """Stop before a run deletes more than people would believe."""
        account = run.account
        if account.calendar_brake_released:
            return
        doomed = sum(step.plan.local in ("delete", "decline") for step in steps)
        total = self.env["gws.event.binding"].search_count(
            [("account_id", "=", account.id), ("event_id", "!=", False)]
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
