# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The permissions we ask for, feature by feature, and what a grant covers.

Each feature asks for the least that does its work: no deleting of mail (trash and
labels are enough), no right over calendars themselves, only over events.
"""

_AUTH = "https://www.googleapis.com/auth/"

IDENTITY = ("openid", f"{_AUTH}userinfo.email")
CALENDAR = (f"{_AUTH}calendar.events", f"{_AUTH}calendar.calendarlist.readonly")
CONTACTS = (f"{_AUTH}contacts",)
MAIL = (f"{_AUTH}gmail.modify",)
SEND = (f"{_AUTH}gmail.send",)

SCOPES = {
    "identity": IDENTITY,
    "calendar": CALENDAR,
    "contacts": CONTACTS,
    "mail": MAIL,
    "send": SEND,
}

# OpenID's short names; Google's answers spell them either way.
_ALIASES = {"email": f"{_AUTH}userinfo.email", "profile": f"{_AUTH}userinfo.profile"}

# Broader grants of earlier days come back too (`include_granted_scopes`). Only what
# the discovery documents list for the methods we call.
_COVERS = {
    f"{_AUTH}calendar": frozenset(
        {f"{_AUTH}calendar.events", f"{_AUTH}calendar.calendarlist.readonly"}
    ),
    f"{_AUTH}calendar.readonly": frozenset({f"{_AUTH}calendar.calendarlist.readonly"}),
    f"{_AUTH}calendar.calendarlist": frozenset(
        {f"{_AUTH}calendar.calendarlist.readonly"}
    ),
    f"{_AUTH}gmail.modify": frozenset({f"{_AUTH}gmail.send"}),
    f"{_AUTH}gmail.compose": frozenset({f"{_AUTH}gmail.send"}),
    "https://mail.google.com/": frozenset(
        {f"{_AUTH}gmail.modify", f"{_AUTH}gmail.send"}
    ),
}


def normalise(scopes):
    """Return the scopes, a text with blanks or an iterable, as a frozenset."""
    if isinstance(scopes, str):
        scopes = scopes.split()
    return frozenset(_ALIASES.get(scope, scope) for scope in scopes or ())


def missing(granted, wanted):
    """Return those of `wanted` that `granted` does not cover, as a frozenset."""
    covered = set(normalise(granted))
    for scope in tuple(covered):
        covered |= _COVERS.get(scope, frozenset())
    return normalise(wanted) - covered
