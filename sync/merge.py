# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Three-way merge of two forms against what both sides last agreed on.

The base has two spellings, one a side: Odoo cannot hold everything Google says (an
unknown guest, a missing title, HTML it sanitises), so each side is compared with
*its own* memory of the agreement. Rewording by a side is then never taken for an
edit, and no clock decides anything.
"""

from dataclasses import dataclass, field

from ..mapping.model import FIELDS, is_wish

MAP_FIELDS = ("attendees",)
LINK = "video"  # has rules of its own: it may be only wished for


@dataclass(frozen=True)
class Base:
    """The agreement as each side spelt it. ``local`` is Odoo's, ``remote`` Google's."""

    local: dict
    remote: dict

    def dump(self):
        """JSON: Google's form, and of Odoo's only what differs from it."""
        return {
            "google": self.remote,
            "odoo": {
                name: value
                for name, value in self.local.items()
                if name not in self.remote or self.remote[name] != value
            },
        }

    @classmethod
    def load(cls, stored):
        """``dump`` backwards; None for an empty or unknown shape."""
        if not stored or "google" not in stored:
            return None
        remote = stored["google"]
        return cls(local={**remote, **(stored.get("odoo") or {})}, remote=remote)


@dataclass(frozen=True)
class Conflict:
    """The same field changed on both sides to different values; both are kept."""

    field: str
    base: object
    local: object
    remote: object
    winner: str  # "odoo" | "google" | "" while a person is asked


@dataclass(frozen=True)
class Merged:
    """What each side must still be told.

    ``to_local``/``to_remote`` map fields to new values; for attendees the value is a
    difference {e-mail: answer | None}. ``held`` are fields waiting for a person.
    """

    to_local: dict = field(default_factory=dict)
    to_remote: dict = field(default_factory=dict)
    conflicts: tuple = ()

    @property
    def held(self):
        return frozenset(c.field.split(":")[0] for c in self.conflicts if not c.winner)


def changed(before, after):
    """The names of the fields that differ."""
    return [n for n in FIELDS if n in after and before.get(n) != after[n]]


def merge(base, local, remote, rule="google"):
    """Merge two forms; ``rule`` ("google", "odoo", "ask") settles true conflicts.

    Without a base (two records recognised as one for the first time) Google's value
    wins wherever they differ, and guests of both sides are kept.
    """
    if base is None:
        return _adopt(local, remote)
    names = [n for n in FIELDS if n not in MAP_FIELDS]
    if is_wish(local.get(LINK) or ""):
        names.remove(LINK)
    to_local, to_remote, conflicts = _merge_keys(
        names, base.local, base.remote, local, remote, rule
    )
    if LINK not in names:
        _merge_wish(base, local[LINK], remote.get(LINK), to_local, to_remote)
    for name in MAP_FIELDS:
        sides = [side.get(name) or {} for side in (base.local, base.remote)]
        sides += [local[name], remote[name]]
        keys = sorted(set().union(*sides))
        here, there, more = _merge_keys(keys, *sides, rule, f"{name}:")
        if here:
            to_local[name] = here
        if there:
            to_remote[name] = there
        conflicts += more
    return Merged(to_local, to_remote, tuple(conflicts))


def _merge_keys(keys, base_local, base_remote, local, remote, rule, prefix=""):
    """Merge key by key: edits of different keys on two sides both survive."""
    to_local, to_remote, conflicts = {}, {}, []
    for key in keys:
        mine, theirs = local.get(key), remote.get(key)
        moved_here = mine != base_local.get(key)
        moved_there = theirs != base_remote.get(key)
        if mine == theirs or not (moved_here or moved_there):
            continue
        if moved_here and moved_there:
            conflicts.append(
                Conflict(prefix + key, base_remote.get(key), mine, theirs, winner(rule))
            )
        if moved_there and (not moved_here or rule == "google"):
            to_local[key] = theirs
        elif moved_here and (not moved_there or rule == "odoo"):
            to_remote[key] = mine
    return to_local, to_remote, conflicts


def _merge_wish(base, wish, link, to_local, to_remote):
    """Any new link of Google's is what was wished for: never a conflict.

    A wish that is part of the agreement was sent; Google's answer is waited for.
    """
    if link and link != base.remote.get(LINK):
        to_local[LINK] = link
    elif wish != base.local.get(LINK):
        to_remote[LINK] = wish


def _adopt(local, remote):
    to_local = {
        name: remote[name]
        for name in FIELDS
        if name not in MAP_FIELDS and remote.get(name) != local.get(name)
    }
    to_remote = {}
    if local.get(LINK) and not remote.get(LINK):
        # No link is no value: the one that is there is kept.
        to_remote[LINK] = local[LINK]
        to_local.pop(LINK, None)
    ours, theirs = local["attendees"], remote["attendees"]
    here = {key: value for key, value in theirs.items() if ours.get(key) != value}
    there = {key: value for key, value in ours.items() if key not in theirs}
    if here:
        to_local["attendees"] = here
    # The owner alone is not a guest list: Google shows no attendees then.
    if there and theirs:
        to_remote["attendees"] = there
    return Merged(to_local, to_remote)


def winner(rule):
    """Whom the rule lets win; "" while a person is asked."""
    return "" if rule == "ask" else rule
