# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A contact's values: what Odoo wrote, what it wants now, what Google holds.

Odoo leads, and only over what Odoo wrote: Google replaces a field whole, so a change of
one telephone number must send the others, too, the person's own among them. Compared is
therefore value by value, never field by field.

Shapes. ``values`` (of Odoo or Google) is {field: [raw, …]}, raw a value as the People
API spells it. ``base`` is {field: [[raw, key], …]}: what Odoo wrote, and the key of
what Google made of it. How a value is recognised is the caller's ``spelling``.
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

    A value Google writes in its own way must be recognised as ours later on; it is the
    one that stands in the place of what was sent.
    """
    base = {name: [list(entry) for entry in own] for name, own in merged.base.items()}
    for (name, number), place in merged.places.items():
        sent, got = merged.changed.get(name), answer.get(name) or []
        if sent is None or len(got) != len(sent) or number >= len(base.get(name, ())):
            continue
        keys = [spelling.key(name, raw) for raw in got]
        if base[name][number][1] not in keys:
            base[name][number][1] = keys[place]
    return base


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
    result = list(there)
    places, present = {}, set()
    for number, raw in enumerate(there):
        places.setdefault(key(name, raw), number)
        present |= spelling.keys(name, raw)
    agreed = []
    added = [own for own in asked if own not in written]
    for own, (raw, google) in written.items():
        place = places.get(google)
        if own in asked:
            if place is not None and asked[own] != raw:
                result[place] = _over(result[place], raw, asked[own])
            # Gone from Google: a person took it out, and it stays out.
            agreed.append((own, asked[own], google))
        elif place is not None:
            successor = _successor(raw, added, asked, present)
            if successor is None:
                result[place] = None
                continue
            added.remove(successor)
            result[place] = _over(result[place], raw, asked[successor])
            agreed.append((successor, asked[successor], successor))
    for own in added:
        if own not in present:  # else a person has it there already, and owns it
            result.append(asked[own])
            agreed.append((own, asked[own], own))
    order = {own: number for number, own in enumerate(asked)}
    agreed.sort(key=lambda entry: order[entry[0]])
    left = [raw for raw in result if raw is not None]
    for number, (own, _raw, _google) in enumerate(agreed):
        for place, raw in enumerate(left):
            if key(name, raw) == own:
                merged.places[name, number] = place
                break
    return left, [(raw, google) for _own, raw, google in agreed]


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
    """One field of which Google allows one value.

    A value that was there before Odoo's is the person's: it stays until Odoo's side
    changes, and the place is never emptied. Its Google key in the base is "".
    """
    raw, google = before[0] if before else (None, None)
    new = wanted[0] if wanted else None
    present = there[0] if there else None
    key = spelling.key(name, present) if present is not None else None
    if before and new == raw:
        return there, before  # a person's own edit in Google stays
    if new is None:
        return ([] if google and key == google else there), []
    ours = spelling.key(name, new)
    if present is None:
        merged.places[name, 0] = 0
        return [new], [(new, ours)]
    if not before:
        return there, [(new, "")]
    if key == ours:
        return there, [(new, google and key)]
    if key != (google or spelling.key(name, raw)):
        merged.conflicts.append((name, raw, new, spelling.own(name, present)))
    if google:
        merged.places[name, 0] = 0
    return [_over(present, raw, new)], [(new, google and ours)]


def _text(before, wanted, there):
    """The note: Odoo's text is one part of it, a person may write around it."""
    ours = _lines(before[0][0]) if before else ""
    new = _lines(wanted[0]) if wanted else ""
    present = _lines(there[0]) if there else ""
    agreed = [(wanted[0], "")] if new else []
    if (before and new == ours) or (not before and not new):
        return there, before if new else []
    if ours and ours in present:
        text = _exchanged(present, ours, new)
    elif not new or new in present:
        return there, []  # what a person wrote is theirs
    else:
        text = f"{present}\n\n{new}"
    text = text.strip()
    if text == present.strip():
        return there, agreed
    if not text:
        return [], agreed
    return [{**(wanted[0] if wanted else {}), **_plain(there), "value": text}], agreed


def _exchanged(present, ours, new):
    """Odoo's part of a note exchanged: it is a paragraph, unless a person joined it."""
    paragraph = rf"(?:(?<=\n)|\A){re.escape(ours)}(?=\n|\Z)"
    found = [*re.finditer(paragraph, present)] or [re.search(re.escape(ours), present)]
    return present[: found[-1].start()] + new + present[found[-1].end() :]


def _plain(there):
    kind = (there[0] if there else {}).get("contentType")
    return {"contentType": kind} if kind else {}


def _lines(raw):
    return str(raw.get("value") or "").replace("\r\n", "\n").replace("\r", "\n").strip()
