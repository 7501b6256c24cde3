# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Names: what is shown is put together, what was written whole is taken apart.

Where Google is silent: a whole name is split at blanks (the last word is the family
name, those in the middle are middle names), Chinese, Japanese and Korean names are
shown family name first and without a blank. A whole name that says something else than
the parts beside it is refused: nobody knows which of the two Google would believe.
"""

import re

from .people_errors import invalid

PARTS = ("honorificPrefix", "givenName", "middleName", "familyName", "honorificSuffix")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def whole(name):
    """The display name of the parts."""
    given, family = name.get("givenName", ""), name.get("familyName", "")
    if CJK.fullmatch(given) and CJK.fullmatch(family) and not name.get("middleName"):
        return family + given
    return " ".join(name[part] for part in PARTS if name.get(part))


def last_first(name):
    """``Adler, Anna``."""
    family = name.get("familyName", "")
    rest = " ".join(name[part] for part in PARTS if part != PARTS[3] and name.get(part))
    if CJK.fullmatch(rest) and CJK.fullmatch(family):
        return family + rest
    return ", ".join(filter(None, [family, rest]))


def split(text):
    """Parts of a whole name."""
    words = text.split()
    if CJK.fullmatch(text) and len(text) in (2, 3):
        return {"familyName": text[0], "givenName": text[1:]}
    parts = {"givenName": words[0]}
    if len(words) > 1:
        parts["familyName"] = words[-1]
    if len(words) > 2:
        parts["middleName"] = " ".join(words[1:-1])
    return parts


def checked(value, known):
    """A name as it is kept: with parts, and with the whole only where it is theirs.

    ``known`` are the names before: one that comes back as it was read is welcome.
    """
    if any(value.get(part) for part in PARTS):
        text = value.get("unstructuredName")
        if text and " ".join(text.split()) not in (whole(value), " ".join(_all(value))):
            written = {k: v for k, v in value.items() if k != "metadata"}
            if not any(_same(written, name) for name in known):
                raise invalid(
                    "person.names.unstructured_name disagrees with the structured "
                    "name.",
                    "person.names",
                )
            return value
        return {k: v for k, v in value.items() if k != "unstructuredName"}
    if value.get("unstructuredName"):
        return {**value, **split(value["unstructuredName"])}
    return value


def _all(value):
    return [value[part] for part in PARTS if value.get(part)]


def _same(written, name):
    shown = ("metadata", "displayName", "displayNameLastFirst")
    return written == {k: v for k, v in name.items() if k not in shown}
