# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A contact's values: what Odoo wrote, what it wants now, what Google holds.

Odoo leads, and only over what Odoo wrote: Google replaces a field whole, so a change of
one telephone number must send the others, too, the person's own among them. Compared is
therefore value by value, never field by field.

Shapes. ``values`` (of Odoo or Google) is {field: [raw, …]}, raw a value as the People
API spells it. ``base`` is {field: [[raw, key], …]}: what Odoo wrote, and the key of what
Google made of it; None where Odoo's word was heard and the value in Google is the
person's own all the same. How a value is recognised is the caller's ``spelling``.
"""

import re
from dataclasses import dataclass, field

# What Google derives from the other parts of a value: stale once those change.
DERIVED = frozenset({"unstructuredName", "formattedValue", "canonicalForm"})
TEXT = "biographies"


@dataclass(frozen=True)
class Spelling:
    """What tells values apart: ``mapping.person`` knows, this module need not.

    key(field, raw)   → str, equal for equal values
    keys(field, raw)  → all by which Google's value may be known, ``key`` among them
    own(field, raw)   → the part of a value that Odoo could have written
    single            fields of which Google allows one value
    """

    key: object
    keys: object
    own: object
    single: frozenset = frozenset()


@dataclass
class Merged:
    """What one look at the three sides comes to.

    changed    {field: [raw, …]}: fields to send, whole
    base       what both sides agree on once that is sent
    conflicts  [(field, before, Odoo's raw, Google's raw)]: single values that both
               sides changed; Odoo's is in ``changed``
    """

    changed: dict = field(default_factory=dict)
    base: dict = field(default_factory=dict)
    conflicts: list = field(default_factory=list)
    places: dict = field(default_factory=dict)  # (field, number in base) → in changed


def merge(base, local, remote, spelling):
    """Compare the three sides; ``base`` is {} for a contact Odoo never wrote."""
    merged = Merged()
    for name, wanted in local.items():
        before = [tuple(entry) for entry in base.get(name) or ()]
        there = list(remote.get(name) or ())
        if name == TEXT:
            result, agreed = _text(before, wanted, there)
        elif name in spelling.single:
            result, agreed = _single(name, before, wanted, there, spelling, merged)
        else:
            result, agreed = _many(name, before, wanted, there, spelling, merged)
        if result != there:
            merged.changed[name] = result
        if agreed:
            merged.base[name] = [list(entry) for entry in agreed]
    return merged


def confirm(merged, answer, spelling):
    """The base as Google spells it: ``answer`` is what it made of ``changed``.

    A value Google writes in its own way must be recognised as ours later on. It is one
    of those nobody sent; Google may have put the values into another order.
    """
    base = {name: [list(entry) for entry in own] for name, own in merged.base.items()}
    for name in {name for name, _number in merged.places}:
        sent = merged.changed.get(name)
        if sent is not None:
            made = _respelt(name, sent, answer.get(name) or (), spelling)
            for number, entry in enumerate(base.get(name, ())):
                place = merged.places.get((name, number))
                entry[1] = made.get(place, entry[1])
    return base


def _respelt(name, sent, got, spelling):
    """{place in ``sent``: key in ``got``} of values that Google writes in its own way."""
    before = [spelling.key(name, raw) for raw in sent]
    after = {spelling.key(name, raw): raw.get("type") for raw in got}
    new = [(key, kind) for key, kind in after.items() if key not in before]
    old = [place for place, key in enumerate(before) if key not in after]
    if len(new) != len(old):
        return {}  # one was dropped: nobody can tell which
    made = {}
    for place in old:
        same = [entry for entry in new if entry[1] == sent[place].get("type")]
        entry = (same or new)[0]
        new.remove(entry)
        made[place] = entry[0]
    return made


def recognise(base, remote, spelling):
    """The base of a contact that was just made: ``base`` is what was sent, as {field:
    [[raw, key], …]}, ``remote`` what Google answered."""
    merged = Merged(
        changed={name: [entry[0] for entry in own] for name, own in base.items()},
        base=base,
        places={(name, n): n for name, own in base.items() for n in range(len(own))},
    )
    return confirm(merged, remote, spelling)


def without(base, remote, spelling):
    """The fields of ``remote`` without anything that Odoo wrote: {field: [raw, …]}.

    Only fields that change; what is left is the person's own.
    """
    nothing = dict.fromkeys(base, ())
    return merge(base, nothing, remote, spelling).changed


def is_only_ours(base, remote, spelling, shared=()):
    """Whether a contact holds nothing but what Odoo wrote (fields in ``shared`` aside).

    Asked before a second copy of a contact is removed.
    """
    left = {**remote, **without(base, remote, spelling)}
    return not any(values for name, values in left.items() if name not in shared)


def _many(name, before, wanted, there, spelling, merged):
    """One field that holds any number of values."""
    key = spelling.key
    written = {key(name, raw): (raw, google) for raw, google in before}
    asked = {}
    for raw in wanted:
        asked.setdefault(key(name, raw), raw)
    places = {
        own: _place(name, raw, google, there, spelling)
        for own, (raw, google) in written.items()
    }
    leaving = {place for own, place in places.items() if own not in asked}
    present = set()
    for number, raw in enumerate(there):
        if number not in leaving:
            present |= spelling.keys(name, raw)
    result = list(there)
    agreed = []
    added = [own for own in asked if own not in written]
    for own, (raw, google) in written.items():
        place = places[own]
        if own in asked:
            if place is not None and asked[own] != raw:
                result[place] = _over(result[place], raw, asked[own])
            # Gone from Google: a person took it out, and it stays out.
            agreed.append((own, google, place))
        elif place is not None:
            successor = _successor(raw, added, asked, present)
            if successor is None:
                result[place] = None
                continue
            added.remove(successor)
            result[place] = _over(result[place], raw, asked[successor])
            agreed.append((successor, successor, place))
    for own in added:
        if own not in present:  # else a person has it there already, and owns it
            agreed.append((own, own, len(result)))
            result.append(asked[own])
    order = {own: number for number, own in enumerate(asked)}
    agreed.sort(key=lambda entry: order[entry[0]])
    left = [place for place, raw in enumerate(result) if raw is not None]
    for number, (_own, _google, place) in enumerate(agreed):
        if place is not None:
            merged.places[name, number] = left.index(place)
    return (
        [result[place] for place in left],
        [(asked[own], google) for own, google, _place in agreed],
    )


def _place(name, raw, google, there, spelling):
    """Where Odoo's value stands in Google, None for nowhere.

    A person may have the same one a second time, with another type, say: then it is the
    one that reads as Odoo wrote it.
    """
    found = [n for n, value in enumerate(there) if spelling.key(name, value) == google]
    ours = spelling.own(name, raw)
    same = [n for n in found if spelling.own(name, there[n]) == ours]
    return next(iter(same or found), None)


def _successor(raw, added, asked, present):
    """The new value that takes the place of ``raw``: one of the same type."""
    for own in added:
        if own not in present and asked[own].get("type") == raw.get("type"):
            return own
    return None


def _over(there, before, wanted):
    """Google's value with Odoo's part exchanged; what else it says stays."""
    kept = {
        part: value
        for part, value in there.items()
        if part not in before and part not in DERIVED
    }
    changed = {part: value for part, value in wanted.items()}
    if there.get("type") != before.get("type") and wanted.get("type") == before.get(
        "type"
    ):
        changed.pop("type", None)  # the person calls it something else
        if "type" in there:
            kept["type"] = there["type"]
    return {**kept, **changed}


def _single(name, before, wanted, there, spelling, merged):
    """One field of which Google allows one value."""
    raw, google = before[0] if before else (None, None)
    new = wanted[0] if wanted else None
    present = there[0] if there else None
    key = spelling.key(name, present) if present is not None else None
    if before and new == raw:
        return there, before  # a person's own edit in Google stays
    if new is None:
        return ([] if before and key == google else there), []
    ours = spelling.key(name, new)
    if present is None:
        merged.places[name, 0] = 0
        return [new], [(new, ours)]
    if not before:
        return there, [(new, None)]  # the person's own: until Odoo's side changes
    if key == ours:
        return there, [(new, key if google else None)]
    if key not in (google, spelling.key(name, raw)):
        merged.conflicts.append((name, raw, new, spelling.own(name, present)))
    changed = [_over(present, raw, new)]
    if google is None:
        return changed, [(new, None)]  # the place is the person's: never emptied
    merged.places[name, 0] = 0
    return changed, [(new, ours)]


def _text(before, wanted, there):
    """The note: Odoo's text is one part of it, a person may write around it.

    Odoo's part are whole lines; what only looks alike within a line is the person's.
    """
    raw, own = before[0] if before else ({}, "")
    ours = _lines(raw)
    new = _lines(wanted[0]) if wanted else ""
    present = _lines(there[0]) if there else ""
    if new == ours:
        return there, before if new else []
    found = _find(ours, present) if own is not None else None
    if found and new:
        text = present[: found.start()] + new + present[found.end() :]
    elif found:
        around = (
            present[: found.start()].rstrip("\n"),
            present[found.end() :].strip("\n"),
        )
        text = "\n\n".join(filter(None, around))
    elif not new or _find(new, present):
        return there, [(wanted[0], None)] if new else []  # it is the person's own
    else:
        text = f"{present}\n\n{new}".strip()
    if not text:
        return [], []
    value = {**(wanted[0] if wanted else {}), **_plain(there), "value": text}
    return [value], [(wanted[0], "")] if new else []


def _find(text, within):
    """The last place where ``text`` stands as whole lines; None for none."""
    found = re.finditer(rf"^{re.escape(text)}$", within, re.MULTILINE) if text else ()
    return next(iter([*found][-1:]), None)


def _plain(there):
    kind = (there[0] if there else {}).get("contentType")
    return {"contentType": kind} if kind else {}


def _lines(raw):
    return str(raw.get("value") or "").replace("\r\n", "\n").replace("\r", "\n").strip()
