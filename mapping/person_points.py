# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a person is called in a list, and by what two address books know them again."""

import re
import unicodedata

from .person_fields import listed
from .person_key import key, keys
from .person_name import FAMILY_FIRST_SCRIPT, shown, strip_titles
from .person_text import clean

# Letters that no decomposition makes plain, and Arabic ones as Persian writes them.
_LETTERS = str.maketrans(
    {
        **{"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t"},
        **{"æ": "ae", "œ": "oe", "þ": "th"},
        **{"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ە": "ه", "ہ": "ه", "ٱ": "ا"},
    }
)
# Apostrophes of all kinds, the joiners, and the stroke that makes Arabic words longer.
_WITHIN = re.compile("['’‘ʼʻ`´׳״\"\u200c\u200d\u0640]")
_NUMBER = re.compile(r"\+?\d{6,}(x\d+)?")


def title(person):
    """Name, else organisation, e-mail, telephone of a Google person, "" for none."""
    for raw in listed(person, "names"):
        found = clean(raw.get("displayName")) or shown(raw)
        if found or clean(raw.get("unstructuredName")):
            return found or clean(raw.get("unstructuredName"))
    for field, part in (
        ("organizations", "name"),
        ("emailAddresses", "value"),
        ("phoneNumbers", "value"),
    ):
        for raw in listed(person, field):
            if clean(raw.get(part)):
                return clean(raw.get(part))
    return ""


def points(person):
    """What a person is known by → {"emails", "phones": frozensets of str, "name"}.

    All in one plain spelling; ``person`` is Google's, or what ``values`` made of an
    Odoo contact, so that both sides are read in the same way. Numbers too short to be
    anybody's own (an extension, an emergency call) are left out.
    """
    emails = (key("emailAddresses", raw) for raw in listed(person, "emailAddresses"))
    phones = set().union(
        *(keys("phoneNumbers", raw) for raw in listed(person, "phoneNumbers"))
    )
    return {
        "emails": frozenset(e for e in emails if "@" in e and " " not in e),
        "phones": frozenset(p for p in phones if _NUMBER.fullmatch(p)),
        "name": plain_name(_name(person)),
    }


def plain_name(name):
    """A name without titles, case, accents, punctuation; one spelling of each letter.

    ``Dr. José O’Brien-Núñez`` → ``jose obrien nunez``. Vowel signs are letters: in
    Indian scripts and Thai another sign is another name.
    """
    text = unicodedata.normalize("NFKD", " ".join(strip_titles(clean(name).split())))
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if not _is_accent(c))
    text = _WITHIN.sub("", unicodedata.normalize("NFC", text)).translate(_LETTERS)
    kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in text)
    words = "".join(kept).split()
    if words and all(map(FAMILY_FIRST_SCRIPT.match, words)):
        return "".join(words)  # 山田 太郎 and 山田太郎
    return " ".join(words)


def _name(person):
    for raw in listed(person, "names"):
        parts = (raw.get(part) for part in ("givenName", "middleName", "familyName"))
        found = " ".join(filter(None, map(clean, parts)))
        if found:
            return found
    return title({part: listed(person, part) for part in ("names", "organizations")})


def _is_accent(character):
    """Accents above and below, Hebrew and Arabic points (by combining class)."""
    kind = unicodedata.combining(character)
    return kind >= 200 or 10 <= kind <= 36
