# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What each event of a page needs: find its Odoo side, ask the pure planner.

Reads the database in a few queries a page, whatever its size, and writes nothing.
"""

from odoo import api, models
from odoo.exceptions import UserError

from ..mapping import google_event, identity
from ..mapping.model import normalize_email
from ..mapping.series import Known
from ..mapping.when import ends_before
from ..sync import brake
from ..sync.merge import Base
from ..sync.plan import Pair, Policy, plan

MODEL = "calendar.event"


class Step:
    """One event or series on its way: what it is and what is planned for it.

    ``ref``: (model, id) of its record in Odoo, or None. ``series``: of a series, how
    Odoo's side was read; ``known``: what is to be remembered of it. ``part``: of an
    occurrence, its series' binding and its key.
    """

    __slots__ = (
        "binding",
        "known",
        "note_count",
        "pair",
        "part",
        "plan",
        "ref",
        "remote",
        "series",
    )

    def __init__(self, binding, ref, remote, pair, planned, series=None, part=None):
        self.binding = binding
        self.ref = ref
        self.remote = remote
        self.pair = pair
        self.plan = planned
        self.series = series
        self.known = None
        self.part = part
        # Which note of the outbox this step has seen: a newer one is a newer edit.
        self.note_count = binding.note_count if binding else 0

    @property
    def is_series(self):
        if self.binding:
            return self.binding.kind == "series"
        return self.remote.kind == "master"

    @property
    def event_id(self):
        """The event's id; of a series, or of none, False."""
        return self.ref[1] if self.ref and self.ref[0] == "calendar.event" else False

    @property
    def recurrence_id(self):
        found = self.ref and self.ref[0] == "calendar.recurrence"
        return self.ref[1] if found else False


class Shared:
    """What the copies of one event do for it: write it, answer for their own users.

    There is one in each calendar that shows it, also in two of one account.
    """

    __slots__ = ("rows",)

    def __init__(self, rows=()):
        self.rows = list(rows)

    def __bool__(self):
        return bool(self.rows)

    def add(self, row):
        self.rows.append(row)

    def outside(self, calendar):
        """The copies in other calendars than this one."""
        return Shared(row for row in self.rows if row.calendar_id != calendar)

    def is_written(self, account):
        """Whether another copy carries the meeting; a rest of its own calendar is one
        that ends, so what was edited waits for it."""
        return any(
            row.role == "owner"
            and (row.account_id == account or row.calendar_id._goes("push"))
            for row in self.rows
        )

    @property
    def answering(self):
        return frozenset(
            normalize_email(row.account_id.email)
            for row in self.rows
            if row.role == "guest" and row.calendar_id._goes("push")
        )

    def join(self, other):
        """Take in what they have of the whole series."""
        self.rows += other.rows


def _of_refs(refs):
    """The domain of the bindings that stand for one of these records."""
    ids = {MODEL: [], "calendar.recurrence": []}
    for model, number in refs:
        ids[model].append(number)
    return [
        "|",
        ("event_id", "in", ids[MODEL]),
        ("recurrence_id", "in", ids["calendar.recurrence"]),
    ]


class GwsCalendarPlan(models.AbstractModel):
    _name = "gws.calendar.plan"
    _description = "Google Calendar: what each event needs"

    @api.model
    def _match(self, calendar, remotes):
        """{google id: (model, id)} for unbound events that Odoo knows all the same.

        First by iCalendar id in another calendar (a colleague's copy of the same
        meeting), then by our private mark (this database's own, after a lost binding).
        Never an event that this calendar already shows under another id.
        """
        alive = [r for r in remotes if not r.cancelled]
        uids = {r.ical_uid for r in alive if r.ical_uid}
        found = {}
        if uids:
            rows = self.env["gws.event.binding"].search_fetch(
                [
                    ("ical_uid", "in", sorted(uids)),
                    "|",
                    ("event_id", "!=", False),
                    ("recurrence_id", "!=", False),
                ],
                [
                    *("ical_uid", "kind", "event_id", "recurrence_id"),
                    *("original_start", "calendar_id"),
                ],
            )
            by_uid = {
                (row.ical_uid, row.original_start or ""): row.ref
                for row in rows
                if row.ref
            }
            for remote in alive:
                ref = by_uid.get((remote.ical_uid, remote.original_start))
                if ref is None and remote.original_start:
                    ref = self._untouched(by_uid.get((remote.ical_uid, "")), remote)
                if ref:
                    found[remote.google_id] = ref
            self._leave_to_others(calendar, alive, rows, found)
        found = {**self.env["gws.takeover.ids"]._known_there(alive), **found}
        database = self.env["gws.client"]._database_uuid()
        marked = {}
        for remote in alive:
            properties = remote.private_properties
            if properties.get(google_event.PROPERTY_DATABASE) != database:
                continue
            mark = identity.read_mark(properties.get(google_event.PROPERTY_RECORD))
            model = "calendar.recurrence" if remote.kind == "master" else MODEL
            if mark and mark[0] == model and not remote.original_start:
                marked[remote.google_id] = mark
        # A mark can be written by anybody: it opens no event of others.
        local = self.env["gws.calendar.local"]
        mine = local._organised(calendar.account_id, set(marked.values()))
        for google_id, ref in marked.items():
            if ref in mine:
                found.setdefault(google_id, ref)
        free = self._free(calendar, found)
        unique = {}
        for google_id, ref in found.items():
            if ref in free and ref not in unique.values():
                unique[google_id] = ref
        return unique

    def _leave_to_others(self, calendar, remotes, rows, found):
        """Who imports a colleague's meeting organises that copy, not the meeting.

        Unless it is the very calendar that the colleague syncs, too.
        """
        same = rows.filtered(
            lambda row: row.calendar_id.google_id == calendar.google_id
        )
        known = set(same.mapped("ical_uid"))
        claimed = {
            remote.google_id: found[remote.google_id]
            for remote in remotes
            if remote.organizer_self
            and remote.google_id in found
            and remote.ical_uid not in known
        }
        others = self.env["gws.calendar.local"]._organised(
            calendar.account_id, set(claimed.values()), by_others=True
        )
        for google_id, ref in claimed.items():
            if ref in others:
                del found[google_id]

    def _free(self, calendar, found):
        """Those of the matched records that live and are not bound here yet.

        What is no series at Google is matched with no series of Odoo's, or the other
        way round.
        """
        account = calendar.account_id
        ids = {MODEL: [], "calendar.recurrence": []}
        for model, number in found.values():
            ids[model].append(number)
        events = self.env["gws.calendar.local"]._events(account, ids[MODEL]).exists()
        series = self.env["gws.calendar.series"]._recurrences(
            account, ids["calendar.recurrence"]
        )
        series = series.exists().filtered("calendar_event_ids")
        bound = self.env["gws.event.binding"].search(
            [
                ("calendar_id", "=", calendar.id),
                "|",
                ("event_id", "in", events.ids),
                ("recurrence_id", "in", series.ids),
            ]
        )
        taken = {row.ref for row in bound}
        free = {(MODEL, event.id) for event in events if event.active}
        free |= {("calendar.recurrence", number) for number in series.ids}
        return free - taken

    def _untouched(self, ref, remote):
        """The event of a series' occurrence that a guest was invited to alone."""
        if not ref or ref[0] != "calendar.recurrence":
            return None
        series = self.env["calendar.recurrence"].sudo().browse(ref[1])
        for event in series.calendar_event_ids:
            if event._gws_key() == remote.original_start:
                return MODEL, event.id
        return None

    # -- planning -----------------------------------------------------

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
            [*_of_refs(refs), ("etag", "!=", False)],
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
        for row in self._copies(_of_refs(refs | whole)):
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
