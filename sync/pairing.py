# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which Google contact is which contact of Odoo, before anything is sent.

A proposal for a person to look at. An e-mail address says more than a telephone
number, a number more than a name; what points to two is a question, never a guess.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

# An address that so many have is everybody's (info@, no@mail) and nobody's mark.
MANY = 10

# Written without blanks, three characters are a family and a given name.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]{3,}")


@dataclass(frozen=True)
class Pair:
    """What was found for one contact of Odoo.

    ``why``: "marker" (it bears our own mark), "email", "phone", "name", "" for
    nothing. ``resource_name`` is "" when nothing was found, and when it is not clear
    which or whose: ``others`` are those that it may be.
    """

    partner_id: int
    resource_name: str = ""
    why: str = ""
    others: tuple = ()


def pair(partners, persons):
    """Pair two address books → [Pair], one for each partner, in their order.

    ``partners``: [{"id", "emails", "phones", "name"}], the last three as ``points`` of
    mapping.person makes them; ``persons``: [{"resource_name", "points", "marker"}],
    the marker only where it is of this database: (database, partner id).

    Each Google contact is given once at most. One that is in question for several
    stays with them: weaker evidence does not give it to somebody else.
    """
    ours = {partner["id"]: partner for partner in partners}
    theirs = {person["resource_name"]: person.get("points") or {} for person in persons}
    found = {}
    free = set(theirs)
    for person in persons:
        if person.get("marker"):
            # Somebody's already, also when that somebody is not in this list.
            name, partner_id = person["resource_name"], person["marker"][1]
            free.discard(name)
            if partner_id in ours and partner_id not in found:
                found[partner_id] = Pair(partner_id, name, "marker")
    same_phone = _edges(_phones(ours), _phones(theirs))
    for why, edges in (
        ("email", _edges(_emails(ours), _emails(theirs))),
        ("phone", same_phone),
        ("name", _edges(_names(ours), _names(theirs))),
    ):
        edges = {edge for edge in edges if edge[0] not in found and edge[1] in free}
        proven = {
            (mine, name)
            for mine, name in edges
            if _same_name(ours[mine], theirs[name])
            or (why == "email" and (mine, name) in same_phone)
        }
        for done in _settle(edges, proven, why):
            found[done.partner_id] = done
            free -= {done.resource_name, *done.others}
    return [found.get(partner_id) or Pair(partner_id) for partner_id in ours]


def _settle(edges, proven, why):
    """Edges (partner id, resource name) of one kind of evidence → the Pairs they make.

    One that is the only one at both ends is a pair. Of several at an end, the one for
    which something else speaks as well is, if that again is the only one at both ends:
    of all who share info@ those with the same name.
    """
    pairs = _lonely(edges) | _lonely(proven)
    ours = {partner_id for partner_id, _name in pairs}
    taken = {name for _partner_id, name in pairs}
    left = defaultdict(list)
    for partner_id, name in sorted(edges):
        if partner_id not in ours and name not in taken:
            left[partner_id].append(name)
    return [
        *(Pair(partner_id, name, why) for partner_id, name in pairs),
        *(Pair(mine, why=why, others=tuple(names)) for mine, names in left.items()),
    ]


def _same_name(mine, theirs):
    return bool(mine.get("name")) and mine["name"] == theirs.get("name")


def _lonely(edges):
    ours = Counter(mine for mine, _name in edges)
    theirs = Counter(name for _mine, name in edges)
    return {edge for edge in edges if ours[edge[0]] == 1 and theirs[edge[1]] == 1}


def _edges(ours, theirs):
    """Who of the one side has a clue in common with whom of the other."""
    return {
        (mine, name)
        for clue in ours.keys() & theirs.keys()
        for mine in ours[clue]
        for name in theirs[clue]
    }


def _emails(side):
    index = _index(side, lambda points: points.get("emails"))
    return {email: who for email, who in index.items() if len(who) <= MANY}


def _phones(side):
    """Without those that several have: a switchboard proves nothing."""
    return _only(_index(side, lambda points: points.get("phones")))


def _names(side):
    """Without namesakes, and without names of one word."""
    return _only(_index(side, _full_name))


def _full_name(points):
    name = points.get("name") or ""
    return [name] if " " in name or _UNSPACED.fullmatch(name) else []


def _index(side, clues_of):
    """{who: points} → {clue: [who]}."""
    index = defaultdict(list)
    for who, points in side.items():
        for clue in clues_of(points) or ():
            index[clue].append(who)
    return index


def _only(index):
    return {clue: who for clue, who in index.items() if len(who) == 1}
