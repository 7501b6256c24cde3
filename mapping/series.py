# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A series as Odoo holds it — one event for each occurrence — read as one thing.

Odoo has no place for what all occurrences have in common, Google has nothing else. So
the series says, field by field, what most occurrences say; an occurrence that says
something else is an exception; one that the rule makes and Odoo lacks is missing.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from . import recurrence
from .model import FIELDS
from .when import parse_utc, utc_text

# Each occurrence has a link of its own in Odoo; the times follow from the key.
_OWN = ("when", "rule", "video")


@dataclass(frozen=True)
class Occurrence:
    """One event of a series. ``key``: its original start, where that is known."""

    id: int
    form: dict
    key: str = ""

    @property
    def known_key(self):
        return self.key or self.form["when"]["start"]


@dataclass(frozen=True)
class Series:
    """A series read as one.

    ``form``: what it says, with its ``rule``. ``ids``: {key: event id}. ``changed``:
    {key: form} of the exceptions. ``missing``: keys of the rule without an event.
    ``first``/``last``: keys between which Odoo shows it. ``shortened``: date after
    which people deleted everything though the rule goes on, else None.
    """

    form: dict
    ids: dict = field(default_factory=dict)
    changed: dict = field(default_factory=dict)
    missing: frozenset = frozenset()
    first: str = ""
    last: str = ""
    shortened: object = None

    def expected(self, key):
        """What the occurrence of that key says when nobody changed it."""
        return occurrence_form(self.form, key)


@dataclass(frozen=True)
class Known:
    """What is remembered of a series from the last agreement.

    ``form``: Odoo's half of it; ``first``/``last``: what Odoo showed then, ``last`` is
    empty once the series was made anew; ``absent``: keys agreed to be missing;
    ``exceptions``: keys of occurrences that are known to go their own way.
    """

    form: dict | None = None
    first: str = ""
    last: str = ""
    absent: frozenset = frozenset()
    exceptions: frozenset = frozenset()


def occurrence_form(form, key):
    """The form of an untouched occurrence of a series."""
    zone = (form.get("rule") or {}).get("zone") or ""
    when = recurrence.occurrence_when(form["when"], zone, key)
    return {**form, "when": when, "rule": None}


def read(values, occurrences, known, week_starts=("MO",)):
    """Odoo's recurrence and its events → Series; None without any event.

    ``values``: of ``calendar.recurrence``. ``week_starts``: first days of the week to
    try, the likeliest first: Odoo counts by the language of whoever made the series.
    """
    if not occurrences:
        return None
    zone = values.get("event_tz") or ""
    kinds = Counter("T" not in one.known_key for one in occurrences)
    all_day = kinds[True] > kinds[False]
    if all_day:
        zone = ""
    remade = not known.last
    # What became of the other kind (a day among times) has no key of its own.
    keys = [o.known_key for o in occurrences if ("T" not in o.known_key) == all_day]
    first = _anchor(keys, zone) if remade else known.first
    last = max([*keys, *([] if remade else [known.last])], key=_order(zone))
    values = _end_after_all(values, keys, zone)
    best = None
    for day in week_starts:
        rule = _rule({**values, "wkst": day}, zone, all_day)
        # A series that Odoo has just made is there up to its end.
        whole = remade and recurrence.ends(rule["lines"])
        made = recurrence.expand(rule, first, until="" if whole else _after(last))
        hits = len(set(made) & set(keys))
        if best is None or hits > best[0]:
            best = (hits, rule, made)
    _hits, rule, made = best
    last = max([last, *made[-1:]], key=_order(zone))
    ids = _pair(occurrences, made, zone)
    missing = [key for key in made if key not in ids]
    shortened = None
    tail = _tail(made, ids)
    endless = not recurrence.ends(rule["lines"])
    if set(tail) - known.absent and (len(tail) > 1 or endless):
        kept = made[: len(made) - len(tail)]
        shortened = recurrence.wall(kept[-1], zone).date()
        values = {**values, "end_type": "end_date", "until": shortened}
        rule = _rule({**values, "wkst": week_start(rule)}, zone, all_day)
        missing = [key for key in missing if key not in tail]
        last = kept[-1]
    forms = {one.id: one.form for one in occurrences}
    by_key = {key: forms[number] for key, number in ids.items()}
    plain = {k: one for k, one in by_key.items() if k not in known.exceptions}
    form = _common(plain or by_key, known.form)
    form["when"] = _when(by_key, zone, all_day, first, known, remade)
    if form["when"]["start"] != first and values.get("end_type") == "count":
        # Odoo counts from what it shows, Google from the beginning.
        until = recurrence.wall(made[-1], zone).date()
        values = {**values, "end_type": "end_date", "until": until}
        rule = _rule({**values, "wkst": week_start(rule)}, zone, all_day)
    form["rule"] = rule
    series = Series(form, ids, {}, frozenset(missing), first, last, shortened)
    for key, one in by_key.items():
        if differing(one, series.expected(key)):
            series.changed[key] = one
    return series


def differing(form, expected):
    """Names of the fields in which an occurrence differs from what is expected."""
    return [
        name
        for name in FIELDS
        if name not in ("rule", "video") and form.get(name) != expected.get(name)
    ]


@dataclass(frozen=True)
class Arrangement:
    """Where the events of a series go when its occurrences become others.

    ``ids``: {new key: event id}. ``left``: event ids nobody needs any more. ``empty``:
    keys that need an event. ``keys``: {old key: new key}.
    """

    ids: dict
    left: list
    empty: list
    keys: dict


def rearrange(ids, keys, zone="", absent=(), deleted=()):
    """{old key: event id} and the new keys → Arrangement.

    What stays keeps its event; when all of it moves, each occurrence moves to the one
    that has its place in the order; other events are used for what is new. So what
    people attached to an event stays. ``absent``: old keys without an event;
    ``deleted``: those of them that stay without one wherever they move.
    """
    order = _order(zone)
    old = sorted({*ids, *absent}, key=order)
    if set(old) & set(keys):
        moved = {key: key for key in old if key in set(keys)}
    else:
        moved = dict(zip(old, keys, strict=False))
    placed = {moved[key]: ids[key] for key in ids if key in moved}
    gone = {moved[key] for key in deleted if key in moved}
    free = [key for key in sorted(ids, key=order) if key not in moved]
    empty = [key for key in keys if key not in placed and key not in gone]
    used = dict(zip(free, empty, strict=False))
    placed.update({new: ids[key] for key, new in used.items()})
    return Arrangement(
        placed,
        [ids[key] for key in free[len(empty) :]],
        empty[len(free) :],
        {**moved, **used},
    )


def _rule(values, zone, all_day):
    line = recurrence.write_line({**values, "event_tz": zone}, all_day)
    return {"lines": [line], "zone": zone}


def week_start(rule):
    """The first day of the week that a neutral rule counts by."""
    found = [part for part in rule["lines"][0].split(";") if part.startswith("WKST=")]
    return found[0].removeprefix("WKST=") if found else "MO"


def _order(zone):
    def order(key):
        return recurrence.wall(key, zone)

    return order


def _after(key):
    """The least key after ``key``, for an exclusive end."""
    if "T" in key:
        return utc_text(parse_utc(key) + timedelta(seconds=1))
    return (date.fromisoformat(key) + timedelta(days=1)).isoformat()


def _anchor(keys, zone):
    """The first occurrence at the hour that most of them begin at: the very first
    may have been moved."""
    clock = Counter(recurrence.wall(key, zone).time() for key in keys)
    usual = max(clock.values())
    hours = {hour for hour, number in clock.items() if number == usual}
    usual_keys = [key for key in keys if recurrence.wall(key, zone).time() in hours]
    return min(usual_keys, key=_order(zone))


def _end_after_all(values, keys, zone):
    """Odoo ends a weekly series it splits a week early: the events tell the truth."""
    if values.get("end_type") != "end_date":
        return values
    last = max(recurrence.wall(key, zone).date() for key in keys)
    return {**values, "until": max(values["until"], last)}


def _pair(occurrences, made, zone):
    """{key: event id}: by the known key, the rest with the nearest key left."""
    ids, left, free = {}, [], set(made)
    for one in occurrences:
        if one.known_key in free:
            ids[one.known_key] = one.id
            free.discard(one.known_key)
        else:
            left.append(one)
    for one in left:
        if not free:
            break
        moment = recurrence.wall(one.form["when"]["start"], zone)
        key = min(free, key=lambda k, m=moment: (abs(recurrence.wall(k, zone) - m), k))
        ids[key] = one.id
        free.discard(key)
    return ids


def _tail(made, ids):
    """The keys at the end of the rule that have no event, when others have one."""
    number = len(made)
    while number and made[number - 1] not in ids:
        number -= 1
    return made[number:] if number else []


def _common(by_key, before):
    """What most occurrences say, field by field; in doubt what was said before."""
    form = {}
    for name in FIELDS:
        if name in _OWN:
            continue
        values = [one.get(name) for one in by_key.values()]
        said = Counter(json.dumps(value, sort_keys=True) for value in values)
        most = max(said.values(), default=0)
        winners = [text for text, number in said.items() if number == most]
        old = json.dumps((before or {}).get(name), sort_keys=True)
        form[name] = json.loads(old if old in winners else winners[0])
    form["video"] = (before or {}).get("video", "")
    return form


def _when(by_key, zone, all_day, first, known, remade):
    """When the series begins and how long one occurrence is, in Google's terms.

    Odoo may show a series from a later occurrence on: its start is then moved as far
    as that occurrence was.
    """
    lengths = Counter()
    for one in by_key.values():
        when = one["when"]
        if when["all_day"] == all_day:
            start, end = (recurrence.wall(when[n], zone) for n in ("start", "end"))
            lengths[end - start] += 1
    length = lengths.most_common(1)[0][0] if lengths else timedelta()
    begin = first
    before = (known.form or {}).get("when")
    if before and known.first and before["all_day"] == all_day:
        begin = before["start"]
        if remade:
            begin = recurrence.shift(before, zone, known.first, first)["start"]
    end = recurrence.wall(begin, zone) + length
    return {
        "start": begin,
        "end": recurrence.key_of(end, zone, all_day),
        "all_day": all_day,
    }
