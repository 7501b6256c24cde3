# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An account that sees its events as "Busy" only, beside accounts that see them whole.

Its blanks must not empty the event that the others show, and what the others bring in
is no edit for it.
"""

import dataclasses

from .merge import MAP_FIELDS, Base


def look_away(pair, unseen, role, own_email):
    """The pair, with an agreement in which Google's side of ``unseen`` did not move.

    Nor did Odoo's, unless this account organises the event; the guests of others are
    never its business. Without ``unseen`` the pair is returned as it is.
    """
    nothing_known = pair.base is None and pair.remote is None
    if not unseen or pair.local is None or nothing_known:
        return pair
    base = pair.base or Base(pair.local, pair.remote or pair.local)
    quiet_local = pair.base is None or role != "owner"
    local, remote = dict(base.local), dict(base.remote)
    for name in unseen:
        if name in MAP_FIELDS:
            _look_away_from_guests(name, pair, local, remote, own_email)
            continue
        if pair.remote is not None:
            remote[name] = pair.remote[name]
        if quiet_local:
            local[name] = pair.local[name]
    return dataclasses.replace(pair, base=Base(local, remote))


def _look_away_from_guests(name, pair, local, remote, own_email):
    """All guests as they are, only the own answer as it was agreed."""
    agreed_here, agreed_there = local.get(name) or {}, remote.get(name) or {}
    local[name] = _with_own(pair.local[name], agreed_here, own_email)
    if pair.remote is not None:
        if pair.base is None:
            agreed_there = pair.local[name]
        remote[name] = _with_own(pair.remote[name], agreed_there, own_email)


def _with_own(answers, agreed, own_email):
    kept = {email: answers[email] for email in answers if email != own_email}
    if own_email in agreed:
        kept[own_email] = agreed[own_email]
    return kept
