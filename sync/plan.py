# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Decide what one pair of events needs: pure, frozen, and nothing is done here.

``plan`` looks at one pair — the agreement, Odoo's side, Google's side — under the
calendar's policy, and says what to do; the services only obey. ``remember`` says
what the new agreement is once that is done.
"""

from dataclasses import dataclass, field

from ..mapping.model import OWN_COPY_FIELDS
from .busy import look_away
from .merge import MAP_FIELDS, Base, Conflict, Merged, changed, merge, winner


@dataclass(frozen=True)
class Policy:
    """What this account may do with this event.

    ``pull``/``push``: directions. ``role``: "owner" may write everything, "guest"
    only their own answer and personal fields, "reader" nothing. ``own_email`` is the
    guest who may answer. ``rule`` settles true conflicts: "google", "odoo", "ask".
    ``written_by_other``: another connected account carries what we may not write.
    ``shared``: the Odoo event lives on without this account. ``answering``: guests
    whose own connected account carries their answer. ``asked``: fields (guests as
    ``attendees:<e-mail>``) about whose conflict a person has not yet decided.
    ``unseen``: fields that this account leaves to others (see ``busy``).
    """

    pull: bool = True
    push: bool = True
    role: str = "owner"
    own_email: str = ""
    rule: str = "google"
    written_by_other: bool = False
    shared: bool = False
    answering: frozenset = frozenset()
    asked: frozenset = frozenset()
    unseen: frozenset = frozenset()

    @property
    def is_copy(self):
        """A guest's copy, while the organiser's own account keeps the meeting."""
        return self.written_by_other and self.role != "owner"

    @property
    def among_guests(self):
        """Several connected guests have it; nobody's account organises it."""
        return self.role == "guest" and bool(self.answering - {self.own_email})

    @property
    def winner_rule(self):
        """A one-way account has no choice who wins."""
        if not self.push:
            return "google"
        return self.rule if self.pull else "odoo"


@dataclass(frozen=True)
class Pair:
    """One event seen from both sides.

    ``local`` is None when Odoo holds no event; ``deleted`` tells that a person
    deleted it there. ``remote`` is None when Google's side was not read (a push);
    ``gone`` means that Google says the event is no more.
    """

    base: Base | None = None
    local: dict | None = None
    remote: dict | None = None
    deleted: bool = False
    gone: bool = False


@dataclass(frozen=True)
class Plan:
    """What to do with one pair.

    ``local``: "", "create", "update", "delete" or "decline"; ``remote``: "",
    "insert", "patch" or "delete". ``to_local``/``to_remote`` hold the values (for
    attendees a difference). ``unsent``/``unapplied`` are fields whose change stays
    where it is for now. ``forget``: the pair is over, its binding goes.
    """

    local: str = ""
    remote: str = ""
    to_local: dict = field(default_factory=dict)
    to_remote: dict = field(default_factory=dict)
    conflicts: tuple = ()
    unsent: frozenset = frozenset()
    unapplied: frozenset = frozenset()
    forget: bool = False

    @property
    def quiet(self):
        return not (self.local or self.remote or self.conflicts or self.forget)


def plan(pair, policy):
    """One pair → Plan. Never raises: every combination has an answer."""
    pair = look_away(pair, policy.unseen, policy.role, policy.own_email)
    if pair.gone:
        return _plan_gone(pair, policy)
    if pair.local is None:
        return _plan_no_local(pair, policy)
    if pair.remote is None and pair.base is None:
        if policy.push and policy.role == "owner":
            return Plan(remote="insert", to_remote=pair.local)
        return Plan()
    # When only Odoo's side is known, what moved here since the agreement goes out.
    remote = pair.base.remote if pair.remote is None else pair.remote
    if policy.is_copy:
        return _obey(_merge_copy(pair, remote), pair, policy)
    merged = merge(pair.base, pair.local, remote, policy.winner_rule)
    if policy.among_guests:
        merged = _without_own_copies(merged)
    return _obey(merged, pair, policy)


def remember(base, done, local, remote):
    """The new agreement after ``done`` was carried out → Base.

    ``local``/``remote``: both sides as they are now. A change that stays where it is
    keeps its old base, so that it is still seen as a change next time.
    """
    local, remote = dict(local), dict(remote)
    if base is not None:
        mine, theirs = dict(local), dict(remote)
        for name in done.unsent:
            local[name] = _keep(name, base.local, done.to_remote, mine, theirs)
        for name in done.unapplied:
            remote[name] = _keep(name, base.remote, done.to_local, mine, theirs)
    return Base(local, remote)


def _keep(name, before, delivered, local, remote):
    """What one side of the agreement stays at while a change waits."""
    if name not in MAP_FIELDS:
        return before.get(name)
    kept = {**(before.get(name) or {}), **delivered.get(name, {})}
    mine, theirs = local.get(name) or {}, remote.get(name) or {}
    for key in {*kept, *mine, *theirs}:
        # Only some guests wait; those who are the same on both sides are agreed.
        if mine.get(key) == theirs.get(key):
            kept[key] = mine.get(key)
    return {key: value for key, value in kept.items() if value is not None}


def _merge_copy(pair, remote):
    """Merge a guest's copy: the organiser's account carries and settles everything.

    The copy's first sight teaches nothing: Odoo's event may already be ahead of it.
    What each person keeps on their own copy stays there; the event shows the
    organiser's.
    """
    if pair.base is None:
        return Merged()
    return _without_own_copies(merge(pair.base, pair.local, remote, "ask"))


def _without_own_copies(merged):
    """A merge without what every person has on their own copy."""
    mine, theirs = (
        {name: value for name, value in side.items() if name not in OWN_COPY_FIELDS}
        for side in (merged.to_local, merged.to_remote)
    )
    waiting = tuple(
        conflict
        for conflict in merged.conflicts
        if conflict.field not in OWN_COPY_FIELDS
    )
    return Merged(mine, theirs, waiting)


def _plan_no_local(pair, policy):
    if not pair.deleted:
        if pair.remote is not None and policy.pull:
            return Plan(local="create", to_local=pair.remote)
        return Plan()
    if policy.is_copy:
        # The organiser's account deletes the meeting or brings it back for all.
        return Plan()
    known = pair.remote is not None and pair.base is not None
    names = changed(pair.base.remote, pair.remote) if known else []
    rule = policy.winner_rule
    if policy.pull and rule != "odoo" and _is_edit(names, pair):
        lost = Conflict("deleted", None, "deleted", pair.remote, winner(rule))
        return Plan(local="create", to_local=pair.remote, conflicts=(lost,))
    if policy.push and policy.role != "reader":
        lost = Conflict("deleted", None, "deleted", pair.remote, "odoo")
        return Plan(remote="delete", forget=True, conflicts=(lost,) if names else ())
    # It may not be deleted there; all the same it stays out of Odoo.
    return Plan()


def _is_edit(names, pair):
    """Whether more moved at Google than answers: those bring no meeting back."""
    if names != ["attendees"]:
        return bool(names)
    return set(pair.base.remote["attendees"]) != set(pair.remote["attendees"])


def _plan_gone(pair, policy):
    if pair.local is None:
        return Plan(forget=True)
    if policy.is_copy:
        # Left, taken off or called off: the organiser's copy tells which.
        return Plan(forget=True)
    rule, lost = policy.winner_rule, ()
    if pair.base is not None and changed(pair.base.local, pair.local):
        lost = (Conflict("deleted", None, pair.local, "deleted", winner(rule)),)
        # While a person is asked the event lives on.
        if rule != "google" and policy.role == "owner":
            return Plan(remote="insert", to_remote=pair.local, conflicts=lost)
    if not policy.pull:
        return Plan()
    if policy.role == "guest" and policy.shared:
        return Plan(local="decline", forget=True)
    return Plan(local="delete", conflicts=lost, forget=True)


def _obey(merged, pair, policy):
    """Cut a merge down to what the policy allows."""
    to_local = _without_hearsay(merged.to_local, pair, policy) if policy.pull else {}
    unapplied = set() if policy.pull else set(merged.to_local)
    to_remote, refused, unsent = {}, {}, set()
    if policy.push:
        to_remote, carried = _leave_answers(merged.to_remote, pair.base, policy)
        to_remote, refused = _writable(to_remote, policy)
        unsent |= carried
        if pair.remote is None:
            # Google's half of the conflict is not in sight here: neither may move.
            to_remote, held = _leave_asked(to_remote, policy.asked)
            unsent |= held
            unapplied |= held
    else:
        unsent |= set(merged.to_remote)
    conflicts = [] if policy.is_copy else list(merged.conflicts)
    if refused and policy.pull and pair.base and not policy.written_by_other:
        # Nobody may carry this edit to Google: keep both values, show Google's.
        back, lost = _take_back(refused, pair.base)
        to_local = _join(to_local, back)
        conflicts += lost
    else:
        unsent |= set(refused)
    return Plan(
        local="update" if to_local else "",
        remote="patch" if to_remote else "",
        to_local=to_local,
        to_remote=to_remote,
        conflicts=tuple(conflicts),
        unsent=frozenset(unsent | merged.held),
        unapplied=frozenset(unapplied | merged.held),
    )


def _writable(changes, policy):
    """Split changes into what this account may write and what it may not."""
    if policy.role == "owner":
        return changes, {}
    allowed, refused = {}, {}
    for name, value in changes.items():
        if policy.role != "guest":
            refused[name] = value
        elif name == "attendees":
            own = {
                email: answer
                for email, answer in value.items()
                if email == policy.own_email and answer is not None
            }
            rest = {email: value[email] for email in value if email not in own}
            if own:
                allowed[name] = own
            if rest:
                refused[name] = rest
        elif name in OWN_COPY_FIELDS:
            allowed[name] = value
        else:
            refused[name] = value
    return allowed, refused


def _leave_answers(changes, base, policy):
    """Leave the answers of guests who answer with their own account to that account.

    Sent from here too, every guest would be told of it twice. A guest Google does not
    list yet is invited from here all the same, by whoever may invite.
    """
    theirs = policy.answering - {policy.own_email}
    if policy.role == "owner":
        theirs &= (base.remote["attendees"] if base else {}).keys()
    guests = changes.get("attendees") or {}
    left = {
        email: answer
        for email, answer in guests.items()
        if answer is None or email not in theirs
    }
    if len(left) == len(guests):
        return changes, frozenset()
    rest = {name: value for name, value in changes.items() if name != "attendees"}
    return ({**rest, "attendees": left} if left else rest), frozenset({"attendees"})


def _without_hearsay(changes, pair, policy):
    """A guest's copy does not teach how other connected guests answered.

    Their own accounts do; invited from outside, no copy follows another.
    """
    if policy.role != "guest" or "attendees" not in changes:
        return changes
    others = (policy.answering - {policy.own_email}) & pair.local["attendees"].keys()
    guests = {
        email: answer
        for email, answer in changes["attendees"].items()
        if answer is None or email not in others
    }
    rest = {name: value for name, value in changes.items() if name != "attendees"}
    return {**rest, "attendees": guests} if guests else rest


def _leave_asked(changes, asked):
    """Split off the fields and guests that wait for a person's decision."""
    left = {name: value for name, value in changes.items() if name not in asked}
    for name in MAP_FIELDS:
        if name in left:
            kept = {
                k: v for k, v in left.pop(name).items() if f"{name}:{k}" not in asked
            }
            if kept:
                left[name] = kept
    held = {n for n in changes if n not in left or left[n] != changes[n]}
    return left, held


def _take_back(refused, base):
    """What puts Odoo back to the agreement, and the conflicts that keep the edit."""
    back, lost = {}, []
    for name, value in refused.items():
        before = base.local[name]
        if name in MAP_FIELDS:
            back[name] = {key: before.get(key) for key in value}
            lost += [
                Conflict(
                    f"{name}:{key}", before.get(key), mine, before.get(key), "google"
                )
                for key, mine in value.items()
            ]
        else:
            back[name] = before
            lost.append(Conflict(name, before, value, base.remote[name], "google"))
    return back, lost


def _join(first, second):
    """Two sets of changes; ``first`` wins, guests key by key."""
    joined = {**second, **first}
    for name in MAP_FIELDS:
        if name in first and name in second:
            joined[name] = {**second[name], **first[name]}
    return joined
