# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Texts as an address book holds them: one line, nothing invisible, not too long."""

import re
import unicodedata

# Google Contacts takes 1,024 characters a field (and 500 fields, 128 KB a contact).
# Counted as UTF-16, the longest of the ways in which Google may count.
LIMIT = 1024

# Control characters, soft hyphen, zero-width space, marks and brackets of writing
# direction, halves of characters. Kept: the joiners U+200C and U+200D, without which
# Persian, Sinhala and emoji are spelt wrongly.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_JOINERS = "\u200c\u200d"


def clean(value):
    """Anything → one line of text in NFC, its blanks normalised; "" for no text.

    Numbers become text; None, booleans (Odoo's empty value is False) and containers
    are no text.
    """
    text = _spell(value)
    if text.isascii():
        return " ".join(text.split())
    return " ".join(word for word in text.split() if word.strip(_JOINERS))


def clean_lines(value):
    """The same for a text of several lines: line breaks stay, as ``\\n``."""
    lines = (clean(line) for line in _spell(value).splitlines())
    return "\n".join(lines).strip("\n")


def fit(text, limit=LIMIT):
    """A text that Google takes: cut at a word and ended with "…" when it is longer."""
    if _length(text) <= limit:
        return text
    kept, room = [], limit - 1
    for character in text:
        room -= _length(character)
        if room < 0:
            break
        kept.append(character)
    short = "".join(kept)
    words = re.match(r"(.*\S)\s", short, re.DOTALL)
    # A word that alone is half of the text is cut itself.
    return f"{words[1] if words and len(words[1]) > limit // 2 else short}…"


def fits(text):
    """Whether a text that cannot be cut (an address, a link) is short enough."""
    return _length(text) <= LIMIT


def fold(value):
    """How a text is compared: blanks and case do not count."""
    return unicodedata.normalize("NFC", clean(value).casefold())


def _spell(value):
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    text = value if isinstance(value, str) else str(value)
    if text.isascii() and text.isprintable():
        return text  # most of all texts: nothing to look for
    text = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", text)


def _length(text):
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)
