# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Decide what one pair of events needs: pure, frozen, and nothing is done here.

``plan`` looks at one pair — the agreement, Odoo's side, Google's side — under the
calendar's policy, and says what to do; the services only obey. ``remember`` says
what the new agreement is once that is done.
"""

from dataclasses import dataclass, field

from ..mapping.model import PERSONAL_FIELDS
from .merge import MAP_FIELDS, Base, Conflict, changed, merge


@dataclass(frozen=True)
class Policy:
    """What this account may do with this event.

    ``pull``/``push``: directions. ``role``: "owner" may write everything, "guest"
    only their own answer and personal fields, "reader" nothing. ``own_email`` is the
    guest who may answer. ``rule`` settles true conflicts: "google", "odoo", "ask".
    ``written_by_other``: another connected account carries what we may not write.
    ``shared``: the Odoo event lives on without this account.
    """

    pull: bool = True
    push: bool = True
    role: str = "owner"
    own_email: str = ""
    rule: str = "google"
    written_by_other: bool = False
    shared: bool = False

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
    if pair.gone:
        return _plan_gone(pair, policy)
    if pair.local is None:
        return _plan_no_local(pair, policy)
    if pair.remote is not None:
        merged = merge(pair.base, pair.local, pair.remote, policy.winner_rule)
        return _obey(merged, pair, policy)
    if pair.base is not None:
        # Only Odoo's side is known: what moved here since the agreement goes out.
        merged = merge(pair.base, pair.local, pair.base.remote, policy.winner_rule)
        return _obey(merged, pair, policy)
    if policy.push and policy.role == "owner":
        return Plan(remote="insert", to_remote=pair.local)
    return Plan()


def remember(base, done, local, remote):
    """The new agreement after ``done`` was carried out → Base.

    ``local``/``remote``: both sides as they are now. A change that stays where it is
    keeps its old base, so that it is still seen as a change next time.
    """
    local, remote = dict(local), dict(remote)
    if base is not None:
        for name in done.unsent:
            local[name] = _keep(name, base.local, done.to_remote)
        for name in done.unapplied:
            remote[name] = _keep(name, base.remote, done.to_local)
    return Base(local, remote)


def _keep(name, before, delivered):
    if name not in MAP_FIELDS:
        return before.get(name)
    kept = {**(before.get(name) or {}), **delivered.get(name, {})}
    return {key: value for key, value in kept.items() if value is not None}


def _plan_no_local(pair, policy):
    if not pair.deleted:
        if pair.remote is not None and policy.pull:
            return Plan(local="create", to_local=pair.remote)
        return Plan()
    moved = bool(
        pair.remote is not None
        and pair.base is not None
        and changed(pair.base.remote, pair.remote)
    )
    lost = (Conflict("deleted", None, "deleted", pair.remote, policy.winner_rule),)
    if moved and policy.winner_rule != "odoo":
        return Plan(local="create", to_local=pair.remote, conflicts=lost)
    if policy.push and policy.role != "reader":
        return Plan(remote="delete", forget=True, conflicts=lost if moved else ())
    # It may not be deleted there; all the same it stays out of Odoo.
    return Plan()


def _plan_gone(pair, policy):
    if pair.local is None:
        return Plan(forget=True)
    if not policy.pull:
        return Plan()
    moved = pair.base is not None and changed(pair.base.local, pair.local)
    if moved and policy.role == "owner":
        rule = policy.winner_rule
        lost = (Conflict("deleted", None, pair.local, "deleted", rule),)
        if rule == "odoo":
            return Plan(remote="insert", to_remote=pair.local, conflicts=lost)
        return Plan(local="delete", conflicts=lost, forget=True)
    if policy.role == "guest" and policy.shared:
        return Plan(local="decline", forget=True)
    return Plan(local="delete", forget=True)


def _obey(merged, pair, policy):
    """Cut a merge down to what the policy allows."""
    to_local = merged.to_local if policy.pull else {}
    unapplied = set() if policy.pull else set(merged.to_local)
    to_remote, refused, unsent = {}, {}, set()
    if policy.push:
        to_remote, refused = _writable(merged.to_remote, policy)
    else:
        unsent |= set(merged.to_remote)
    conflicts = list(merged.conflicts)
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
        elif name in PERSONAL_FIELDS:
            allowed[name] = value
        else:
            refused[name] = value
    return allowed, refused


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
