# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What can go wrong at Google: the type of the error says what to do.

| type             | instruction                                                  |
|------------------|--------------------------------------------------------------|
| `Transient`      | try later, not before `retry_after` seconds where given      |
| `ReauthRequired` | stop all calls of this account, ask its user to reconnect    |
| `Forbidden`      | tell who can mend it; `kind` says what, `link` says where    |
| `CursorExpired`  | forget the cursor, list everything, reconcile                |
| `Conflict`       | re-read, merge again, write again                            |
| `Gone`           | the thing is not there (any more): a deletion is done        |
| `Rejected`       | this one item is wrong: set it aside, go on with the rest    |

No error of this module ever holds a token, a client secret or a code: `detail`
passes through `scrub`. Which answer becomes which type is `error_table`. Callers
import all of it from `errors`.
"""

import re

# What Google's secrets look like: access tokens, refresh tokens, client secrets,
# authorization codes, signed identity tokens, and anything after "Bearer".
_SECRETS = re.compile(
    r"ya29\.[\w.\-]+|(?<![\w/])1//[\w\-]+|GOCSPX-[\w\-]+|(?<![\w/])4/\d[\w\-]{9,}"
    r"|eyJ[\w\-]+\.[\w\-]+\.[\w\-]*|(?<=[Bb]earer )[^\s\"',]+"
)
_MAX_DETAIL = 500


def scrub(text, *known):
    """Return `text` on one line, without secrets, at most 500 characters.

    `known` are values that must not appear whatever they look like (the client
    secret, the code that was just exchanged).
    """
    text = str(text or "")
    for value in known:
        if value:
            text = text.replace(value, "***")
    return " ".join(_SECRETS.sub("***", text).split())[:_MAX_DETAIL]


class GoogleError(Exception):
    """Base of all errors of this package.

    service          "calendar", "gmail", "people" or "oauth"
    method           the API method, as in the discovery document: "events.patch"
    status           HTTP status; 0 when no answer arrived
    reason           Google's machine word ("rateLimitExceeded"), or ours when
                     there was no answer ("timeout")
    detail           Google's own sentence, free of secrets
    retry_after      seconds to wait before the next try, or None
    outcome_unknown  a write may have taken effect although no good answer came. On a
                     `Conflict` or `Gone` it means: an earlier, unanswered try of the
                     very same write may be what Google is telling us about
    kind, link       see the subclasses
    """

    kind = ""
    link = ""

    def __init__(
        self,
        detail="",
        *,
        service="",
        method="",
        status=0,
        reason="",
        retry_after=None,
        outcome_unknown=False,
        kind="",
        link="",
    ):
        self.service = service
        self.method = method
        self.status = status
        self.reason = reason
        self.detail = scrub(detail)
        self.retry_after = retry_after
        self.outcome_unknown = outcome_unknown
        if kind:
            self.kind = kind
        if link:
            self.link = link
        super().__init__(self._text())

    def _text(self):
        where = ".".join(part for part in (self.service, self.method) if part)
        what = " ".join(str(part) for part in (self.status or "", self.reason) if part)
        return ": ".join(part for part in (where, what, self.detail) if part)

    def __str__(self):
        return self._text()

    def __repr__(self):
        return f"{type(self).__name__}({self._text()!r})"


class Transient(GoogleError):
    """Try later.

    `kind`: "rate" (too fast), "concurrency" (too many at once for one user),
    "quota" (used up for hours; of Calendar only for writes, of Gmail only for sending;
    or the account holds as many contacts as it can), "server" (5xx or an answer that
    makes no sense), "network" (no answer), "timeout".
    """

    kind = "server"


class ReauthRequired(GoogleError):
    """The grant is dead. Ask the user to reconnect; no call can succeed before."""


class Forbidden(GoogleError):
    """Somebody has to change a setting.

    `kind`: "scope" (the user did not grant it), "api_disabled" (switch the API on in
    the project), "policy" (the Workspace administrator forbids it), "organizer" (only
    the organiser may change this), "client" (the OAuth client is wrong), "access" (no
    right on this calendar, mailbox or person, or it is not there), "no_mailbox" (the
    account has no Gmail), "daily_limit" (the project's day is used up). `link` is the
    page where it is mended, or "".
    """

    kind = "access"


class CursorExpired(GoogleError):
    """The sync token or history id is of no use any more: list in full, reconcile."""


class Conflict(GoogleError):
    """Somebody was there before us.

    409 `duplicate`: the id, or the name of a contact group, exists already; 409
    `conflict`: Google could not apply this beside other writes; 412
    `conditionNotMet` (People: 400 `failedPrecondition`): the etag has moved.
    """


class Gone(GoogleError):
    """410: deleted; 404: not there, or not ours to see. Google tells no difference."""


class Rejected(GoogleError):
    """Google will never accept this item as it is."""
