# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Gmail's search language: ``q=``.

Words, "quoted phrases", ``key:value``, ``-not``, ``OR``, ``{any of}``, ``(all of)``.
Days are days of Los Angeles, as the API counts them. A key that does not exist is
refused: Google would search for it as a word and find nothing.

``parse`` gives a function of (mailbox, mail, now) → bool; ``asks_everywhere`` whether
the query itself looks into spam and trash.
"""

import re

from . import gmail_errors
from .gmail_operators import not_, operator, words

TOKEN = re.compile(
    r'\s*(-?)(?:([{}()])|(?:([A-Za-z_0-9]+):)?(?:"([^"]*)"|([^\s{}()]*)))'
)
EVERYWHERE = re.compile(r"\b(?:in|label|is):(anywhere|trash|bin|spam)\b", re.I)


def asks_everywhere(text):
    return EVERYWHERE.search(text or "") is not None


def parse(text):
    """The condition of a query; an empty one is true of everything."""
    tokens = list(_tokens(text))
    condition = _sequence(tokens, None)
    if tokens:
        raise gmail_errors.invalid(f"Invalid query: {text}")
    return condition


def _tokens(text):
    position, text = 0, text.strip()
    while position < len(text):
        found = TOKEN.match(text, position)
        if found is None or found.end() == position:
            raise gmail_errors.invalid(f"Invalid query: {text}")
        position = found.end()
        minus, bracket, key, phrase, word = found.groups()
        yield bool(minus), bracket, key and key.lower(), phrase, word


def _sequence(tokens, end):
    """All of what follows, until ``end``; "OR" binds its two neighbours."""
    groups, joining = [], False
    while tokens:
        minus, bracket, key, phrase, word = tokens.pop(0)
        if bracket and bracket == end:
            return _all([_any(group) for group in groups])
        if bracket in ("{", "("):
            condition = _bracket(tokens, bracket)
        elif bracket:
            raise gmail_errors.invalid(f"Invalid query: unexpected {bracket}")
        elif key is None and phrase is None and word in ("OR", "AND"):
            joining = word == "OR"
            continue
        elif key is None:
            condition = words(phrase if phrase is not None else word)
        else:
            value = phrase if phrase is not None else word
            if not value and tokens and tokens[0][1] in ("(", "{"):
                condition = _spread(key, tokens)
            else:
                condition = operator(key, value)
        if minus:
            condition = not_(condition)
        if joining and groups:
            groups[-1].append(condition)
        else:
            groups.append([condition])
        joining = False
    if end is not None:
        raise gmail_errors.invalid(f"Invalid query: missing {end}")
    return _all([_any(group) for group in groups])


def _bracket(tokens, opening):
    if opening == "(":
        return _sequence(tokens, ")")
    inside = []
    while tokens and tokens[0][1] != "}":
        inside.append(_sequence([tokens.pop(0)], None))
    if not tokens:
        raise gmail_errors.invalid("Invalid query: missing }")
    tokens.pop(0)
    return _any(inside)


def _spread(key, tokens):
    """``subject:(dinner movie)``: the key holds for everything in the bracket."""
    opening = tokens.pop(0)[1]
    closing = {"(": ")", "{": "}"}[opening]
    inside = []
    while tokens and tokens[0][1] != closing:
        minus, bracket, inner, phrase, word = tokens.pop(0)
        if bracket or inner:
            raise gmail_errors.invalid(f"Invalid query: {key}:({bracket or inner}…")
        if phrase is None and word == "OR":
            opening = "{"
            continue
        condition = operator(key, phrase if phrase is not None else word)
        inside.append(not_(condition) if minus else condition)
    if not tokens:
        raise gmail_errors.invalid(f"Invalid query: missing {closing}")
    tokens.pop(0)
    return _any(inside) if opening == "{" else _all(inside)


def _all(conditions):
    return lambda *mail: all(condition(*mail) for condition in conditions)


def _any(conditions):
    return lambda *mail: any(condition(*mail) for condition in conditions)
