# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The first look at an event that another connector kept in step until now.

Nothing says what both sides last agreed on, so the merge lets Google win where they
differ and keeps the guests of both. Two things are left to decide: whether Google is
told anything (not for an event that nobody edited), and what becomes of an edit that
the other connector had not delivered (both values are kept).
"""

import dataclasses

from .merge import MAP_FIELDS, Conflict


def first_look(done, local, edited):
    """A plan made without an agreement → the Plan of an adopted event.

    ``local``: Odoo's form, or None. ``edited``: Odoo's side holds an edit that Google
    may not know. Plans that create, insert or delete are a person's doing since then
    and stay as they are.
    """
    if local is None or done.local not in ("", "update"):
        return done
    if done.remote not in ("", "patch"):
        return done
    if edited:
        lost = tuple(_lost(local, done.to_local))
        return dataclasses.replace(done, conflicts=done.conflicts + lost)
    return dataclasses.replace(done, remote="", to_remote={})


def without(done, names):
    """A plan that leaves these fields of Odoo's as they are."""
    left = {name: value for name, value in done.to_local.items() if name not in names}
    local = "" if done.local == "update" and not left else done.local
    return dataclasses.replace(done, local=local, to_local=left)


def _lost(local, to_local):
    """What Google's values replace in Odoo, as conflicts that keep both."""
    for name, theirs in to_local.items():
        if name not in MAP_FIELDS:
            yield Conflict(name, None, local.get(name), theirs, "google")
            continue
        mine = local.get(name) or {}
        for key, value in theirs.items():
            if key in mine:
                yield Conflict(f"{name}:{key}", None, mine[key], value, "google")
