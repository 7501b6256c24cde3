# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The people of a mail: From, To, Cc … → names and addresses."""

import re
from dataclasses import dataclass

from .mail_parse import Unsound
from .mail_text import one_line, unescape, words

# Texts between commas (Outlook's semicolons), which count neither in quotes nor in
# brackets. Nothing follows the group, hence nothing is ever tried twice.
_PIECE = re.compile(r'(?:"[^"]*"|<[^<>]*>|\([^()]*\)|[^,;])+')
# Stand for a backslash and a quote that are meant, while the others are looked at.
_BACKSLASH, _QUOTE = "\x01", "\x02"
_WORD = re.compile(r"[^\s<>()\",;]+")
_GROUP = re.compile(r'\A\s*[^:@<"]*:')


@dataclass(frozen=True)
class Person:
    """Somebody in a mail; one of the two may be ""."""

    name: str
    address: str  # normalised, see ``normalize``


def normalize(address):
    """An address as Odoo's ``email_normalize`` spells it; "" for what is none.

    The domain is in lower case, and so is the local part if it is ASCII (that is how
    Odoo finds partners); an international domain stays as it is written.
    """
    local, at, domain = address.strip().removeprefix("mailto:").rpartition("@")
    if not at or not local or not domain or re.search(r"[\s<>]", local + domain):
        return ""
    return f"{local.lower() if local.isascii() else local}@{domain.lower()}"


def read(values, hint=""):
    """Values of an address header → (tuple of Person, whether all was well formed).

    ``values``: what ``Part.get_all`` gives; ``hint`` as in ``mail_text.header_text``.
    """
    found, sound = [], True
    for value in values:
        if hasattr(value, "addresses"):
            pairs = [(a.display_name, _spec(a)) for a in value.addresses]
        else:
            sound = sound and not isinstance(value, Unsound)
            pairs = _pairs(unescape(value, hint))
        found += [_person(*pair) for pair in pairs]
    return once(found), sound


def once(persons):
    """Each person once, by address or else by name; a name is kept if any has it."""
    known = {}
    for person in persons:
        key = person.address or person.name
        if key and not known.get(key, Person("", "")).name:
            known[key] = person
    return tuple(known.values())


def _spec(address):
    return f"{address.username}@{address.domain}" if address.domain else ""


def _pairs(text):
    """A header that ``email`` does not understand → (name, address), texts as found."""
    text = one_line(text).replace("\\\\", _BACKSLASH).replace('\\"', _QUOTE)
    if text.count('"') % 2:
        text = text.replace('"', "")
    if ";" in text or "@" not in text:
        text = _GROUP.sub("", text)
    if "@" not in text and "=?" not in text:
        return [(_pair(text.strip(",; "))[0], "")]
    pairs, before = [], ""
    for piece in _PIECE.findall(text):
        name, address = _pair(piece)
        if not address:
            # "Berg, Anna <anna@…>" without quotes: a name that was cut.
            before += f"{piece.strip()}, " if piece.strip() else ""
        elif name and before:
            pairs.append((f"{before}{name}", address))
            before = ""
        else:
            pairs += [(before.rstrip(", "), "")] if before else []
            pairs.append((name, address))
            before = ""
    return pairs + ([(before.rstrip(", "), "")] if before else [])


def _pair(piece):
    before, bracket, rest = piece.rpartition("<")
    address, _bracket, behind = rest.partition(">")
    if bracket and ("@" in address or "=?" in address or not address.strip()):
        return _unquote(f"{before} {behind.strip('> ')}"), address.strip()
    found = next((w for w in _WORD.finditer(piece) if "@" in w[0].strip("@")), None)
    if not found:
        return _unquote(piece), ""
    rest = f"{piece[: found.start()]} {piece[found.end() :]}"
    return _unquote(re.sub(r"[()<>]", " ", rest)), found[0].strip("'")


def _person(name, address):
    written = one_line(words(address))
    address = normalize(written)
    name = one_line(words(name))
    # Outlook puts quotes of its own around what it was given as a name.
    if len(name) > 1 and name[0] == name[-1] == "'":
        name = name[1:-1].strip()
    if address and normalize(name) == address:
        name = ""
    return Person(name if address else name or written, address)


def _unquote(name):
    name = name.replace('"', "").replace("\\", "")
    return name.replace(_BACKSLASH, "\\").replace(_QUOTE, '"').strip()
