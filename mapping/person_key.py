# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When two values of a person are the same, however each side spells them."""

import json
import re
import unicodedata

from .person_text import clean, clean_lines, fold

# The parts of a raw value that we write; all others are Google's or the user's.
_PARTS = {
    "names": (
        *("givenName", "middleName", "familyName"),
        *("honorificPrefix", "honorificSuffix"),
    ),
    "organizations": ("name", "title", "department", "type"),
    "emailAddresses": ("value", "type"),
    "phoneNumbers": ("value", "type"),
    "addresses": (
        *("streetAddress", "extendedAddress", "city", "region", "postalCode"),
        *("country", "countryCode", "type"),
    ),
    "urls": ("value", "type"),
    "clientData": ("key", "value"),
}
_EXTENSION = re.compile(
    r"(?<=\d)\s*(?:;\s*ext\s*=|ext(?:ension)?\b[.:]?|x|#|доб\.?)\s*(\d{1,7})\s*\Z"
)


def own(field, raw):
    """The part of Google's raw value that we could have written; {} for none."""
    if not isinstance(raw, dict):
        return {}
    if field == "birthdays":
        return _birthday(raw)
    if field == "biographies":
        text = clean_lines(raw.get("value"))
        kind = clean(raw.get("contentType")) or "TEXT_PLAIN"
        return {"value": text, "contentType": kind} if text else {}
    if field == "memberships":
        group = _group(raw)
        name = {"contactGroupResourceName": group}
        return {"contactGroupMembership": name} if group else {}
    parts = {part: clean(raw.get(part)) for part in _PARTS[field]}
    parts = {part: text for part, text in parts.items() if text}
    return parts if parts.keys() - {"type"} else {}


def key(field, raw):
    """What two values of a field have in common when they are the same → str.

    It names a value: another type or case is still the same value, so compare ``own``
    to see whether it needs writing. It rests on ``own`` alone, hence nothing that
    Google adds moves it. A user's own list may hold several values of one key. What
    has nothing of ours (an address in one piece, a membership of a domain) is the
    same only as itself.
    """
    mine = own(field, raw)
    if field == "phoneNumbers":
        name = number_key(mine.get("value"))
    elif field == "urls":
        name = _url(mine.get("value"))
    elif field == "emailAddresses":
        name = fold(mine.get("value"))
    elif field == "organizations":
        name = _joined(fold(mine.get(p)) for p in ("name", "title", "department"))
    elif field == "addresses":
        # Without the code, which Google adds where it knows the country.
        name = _joined(fold(mine.get(part)) for part in _PARTS[field][:6])
        name = name or fold(mine.get("countryCode"))
    elif field == "memberships":
        name = _group(raw)
    elif field == "birthdays":
        date = mine.get("date") or {}
        name = mine.get("text") or _joined(
            str(date.get(part) or "") for part in ("year", "month", "day")
        )
    elif field == "biographies":
        name = mine.get("value") or ""
    else:
        name = _joined(mine.get(part) or "" for part in _PARTS[field])
    return name or _foreign(raw)


def keys(field, raw):
    """Every key by which Google's raw value may be known → frozenset, ``key`` in it.

    A telephone number has two where its user typed it without its country and Google
    knows which it is (``canonicalForm``): a number of ours is there already when its
    key is one of these. It is not known by the second alone, because Google may
    recognise a number that Odoo could not, and so sent as it was typed.
    """
    found = {key(field, raw)}
    if field == "phoneNumbers" and isinstance(raw, dict) and raw.get("canonicalForm"):
        _digits, extension = _dial(raw.get("value"))
        found.add(number_key(raw["canonicalForm"]) + extension)
    return frozenset(found)


def number_key(value):
    """A telephone number → its digits, "+" before a country's, "x" and an extension."""
    return "".join(_dial(value))


def _dial(value):
    """(number, extension) as ``number_key`` spells them."""
    text = unicodedata.normalize("NFKC", clean(value)).casefold()
    text = "".join(str(unicodedata.decimal(c, c)) for c in text)
    found = _EXTENSION.search(text)
    extension = f"x{found[1]}" if found else ""
    text = text[: found.start()] if found else text
    text = re.sub(r"\A\W*00", "+", text.removeprefix("tel:"))
    plus = "+" if text.lstrip().startswith("+") else ""
    if plus:
        text = text.replace("(0)", "")  # +49 (0)30: dialled only without the country
    digits = "".join(filter(str.isalnum, text))
    return (f"{plus}{digits}" if digits else text.strip()), extension


def _birthday(raw):
    date = raw.get("date")
    if isinstance(date, dict):
        parts = {part: date.get(part) for part in ("year", "month", "day")}
        parts = {p: n for p, n in parts.items() if isinstance(n, int) and n > 0}
        if parts:
            return {"date": parts}
    text = clean(raw.get("text"))
    return {"text": text} if text else {}


def _group(raw):
    group = raw.get("contactGroupMembership") if isinstance(raw, dict) else None
    if not isinstance(group, dict):
        return ""
    name, number = (
        clean(group.get(part))
        for part in ("contactGroupResourceName", "contactGroupId")
    )
    return name or (f"contactGroups/{number}" if number else "")


def _url(value):
    return re.sub(r"\A[a-z][a-z0-9+.-]*://", "", fold(value)).rstrip("/")


def _joined(parts):
    text = "|".join(parts)
    return text if text.strip("|") else ""


def _foreign(raw):
    if isinstance(raw, dict):
        raw = {name: value for name, value in raw.items() if name != "metadata"}
    return json.dumps(raw, sort_keys=True, ensure_ascii=False, default=repr)
