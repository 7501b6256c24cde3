# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The operators of Gmail's search language: what a word or ``key:value`` asks for.

Each is a function of (mailbox, mail, now in seconds) → bool.
"""

import re
from datetime import datetime

from . import gmail_errors, times
from .gmail_model import SYSTEM

ZONE = times.zone("America/Los_Angeles")
UNITS = {"h": 1 / 24, "d": 1, "w": 7, "m": 30, "y": 365}
PLACES = {
    "inbox": "INBOX",
    "sent": "SENT",
    "trash": "TRASH",
    "bin": "TRASH",
    "spam": "SPAM",
    "draft": "DRAFT",
    "drafts": "DRAFT",
    "chats": "CHAT",
    "starred": "STARRED",
    "important": "IMPORTANT",
    "unread": "UNREAD",
}


def not_(condition):
    return lambda *mail: not condition(*mail)


def operator(key, value):
    if key in ("from", "to", "cc", "bcc", "deliveredto"):
        return _people(key, value)
    if key in ("newer_than", "older_than"):
        return _age(key, value)
    if key in ("after", "newer", "before", "older"):
        return _moment(key, value)
    makers = {
        "subject": lambda: _header_words("Subject", value),
        "list": lambda: _header_words("List-ID", value),
        "rfc822msgid": lambda: _message_id(value),
        "label": lambda: _label(value),
        "in": lambda: _place(value),
        "is": lambda: _state(value),
        "category": lambda: _has(f"CATEGORY_{value.upper()}"),
        "has": lambda: _holds(value),
        "filename": lambda: _file(value),
        "larger": lambda: _size(value, larger=True),
        "size": lambda: _size(value, larger=True),
        "smaller": lambda: _size(value, larger=False),
    }
    if key not in makers:
        raise gmail_errors.invalid(f"Unknown search operator: {key}")
    return makers[key]()


def words(text):
    wanted = text.casefold()
    whole = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")

    def condition(_box, mail, _now):
        outline = mail.parsed
        heads = (outline.header(name) for name in ("Subject", "From", "To", "Cc"))
        places = (*heads, outline.plain, *outline.filenames)
        return any(whole.search(place.casefold()) for place in places)

    return condition


def _people(key, value):
    names = {
        "from": ("From",),
        "to": ("To", "Cc", "Bcc"),
        "cc": ("Cc",),
        "bcc": ("Bcc",),
        "deliveredto": ("Delivered-To",),
    }[key]
    wanted = value.casefold()

    def condition(box, mail, _now):
        text = box.email if wanted == "me" else wanted
        people = mail.parsed.addresses(*names)
        if "@" in text and not text.startswith("@"):
            return any(text == address.casefold() for _name, address in people)
        whole = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
        return any(whole.search(f"{n} {a}".casefold()) for n, a in people)

    return condition


def _header_words(name, value):
    wanted = value.casefold()
    whole = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    return lambda _box, mail, _now: any(
        whole.search(text.casefold()) for text in mail.parsed.headers(name)
    )


def _message_id(value):
    wanted = value.strip("<>")
    return lambda _box, mail, _now: mail.parsed.message_id.strip("<>") == wanted


def _has(label_id):
    return lambda _box, mail, _now: label_id in mail.labels


def label_word(name):
    """How a search spells a label: "Odoo/To do" is ``odoo-to-do``."""
    return re.sub(r"[ /]", "-", name.lower())


def _label(value):
    wanted = label_word(value)

    def condition(box, mail, _now):
        for label_id in mail.labels:
            known = box.labels.get(label_id)
            names = {label_id.lower()} if known is None else {label_word(known.name)}
            if wanted in names or PLACES.get(wanted) == label_id:
                return True
        return False

    return condition


def _place(value):
    place = value.lower()
    if place == "anywhere":
        return lambda *_mail: True
    if place in PLACES or place.upper() in SYSTEM:
        return _has(PLACES.get(place, place.upper()))
    return _label(value)


def _state(value):
    state = value.lower()
    if state == "read":
        return not_(_has("UNREAD"))
    if state not in ("unread", "starred", "important", "sent", "chat"):
        raise gmail_errors.invalid(f"Unknown search operator: is:{value}")
    return _has(PLACES.get(state, state.upper()))


def _holds(value):
    what = value.lower()
    if what == "attachment":
        return lambda _box, mail, _now: bool(mail.parsed.filenames)
    if what == "userlabels":
        return lambda box, mail, _now: any(name in box.labels for name in mail.labels)
    if what == "nouserlabels":
        return not_(_holds("userlabels"))
    raise gmail_errors.invalid(f"Unknown search operator: has:{value}")


def _file(value):
    wanted = value.casefold()
    return lambda _box, mail, _now: any(
        wanted in re.split(r"[\s._-]+", name.casefold()) or wanted == name.casefold()
        for name in mail.parsed.filenames
    )


def _size(value, larger):
    found = re.fullmatch(r"(\d+)([KkMm]?)", value)
    if not found:
        raise gmail_errors.invalid(f"Invalid size: {value}")
    factor = {"": 1, "k": 1024, "m": 1024**2}[found.group(2).lower()]
    size = int(found.group(1)) * factor
    return lambda _box, mail, _now: (
        len(mail.raw) > size if larger else len(mail.raw) < size
    )


def _age(key, value):
    found = re.fullmatch(r"(\d+)([hdwmy])", value.lower())
    if not found:
        raise gmail_errors.invalid(f"Invalid period: {value}")
    seconds = int(found.group(1)) * UNITS[found.group(2)] * 86400
    newer = key == "newer_than"

    def condition(_box, mail, now):
        return (mail.date / 1000 >= now - seconds) == newer

    return condition


def _moment(key, value):
    if re.fullmatch(r"\d{9,}", value):
        limit = int(value) * 1000
    else:
        day = _day(value)
        limit = int(day.timestamp() * 1000)
    if key in ("after", "newer"):
        return lambda _box, mail, _now: mail.date >= limit
    return lambda _box, mail, _now: mail.date < limit


def _day(value):
    found = re.fullmatch(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})", value)
    if found:
        year, month, day = map(int, found.groups())
    else:
        found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", value)
        if not found:
            raise gmail_errors.invalid(f"Invalid date: {value}")
        month, day, year = map(int, found.groups())
    try:
        return datetime(year, month, day, tzinfo=ZONE)
    except ValueError as error:
        raise gmail_errors.invalid(f"Invalid date: {value}") from error
