# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One table: which answer of Google is which error.

Rows are tried from top to bottom; the first that fits wins. A row fits when service,
method, status, reason and words all do; an empty cell fits everything. Reasons are
compared without case and underscores, so `RATE_LIMIT_EXCEEDED` (People, new style)
and `rateLimitExceeded` (Calendar) are one. Sources: Google's error guides of Calendar
and Gmail, the discovery documents, and OAuth 2.0 (RFC 6749 §5.2).
"""

from dataclasses import dataclass

from . import error_types as errors

MINUTE = 60
HOURS = 3600
# "Calendar usage limits exceeded" and the daily sending limit of Gmail go away in
# hours, Google does not say how many; asking again a few times a day is polite.
QUOTA_PAUSE = 4 * HOURS

_CONSOLE = "https://console.cloud.google.com"
_CLIENTS = f"{_CONSOLE}/auth/clients"
_AUDIENCE = f"{_CONSOLE}/auth/audience"
_ADMIN = "https://admin.google.com/ac/owl"
_API_IDS = {
    "calendar": "calendar-json.googleapis.com",
    "gmail": "gmail.googleapis.com",
    "people": "people.googleapis.com",
}


@dataclass(frozen=True)
class Row:
    """One line of the table. Empty tuples fit everything."""

    type: type
    reasons: tuple = ()
    services: tuple = ()
    methods: tuple = ()
    statuses: tuple = ()
    words: tuple = ()  # any of them, in lower case, within Google's sentence
    says: str = ""  # a reason of ours, where Google's depends on the service
    kind: str = ""
    link: str = ""
    retry_after: float = 0.0

    def fits(self, service, method, status, reason, detail):
        return (
            (not self.services or service in self.services)
            and (not self.methods or method in self.methods)
            and (not self.statuses or status in self.statuses)
            and (not self.reasons or reason in self.reasons)
            and (not self.words or any(word in detail for word in self.words))
        )


def plain(reason):
    """`RATE_LIMIT_EXCEEDED` and `rateLimitExceeded` → `ratelimitexceeded`."""
    return str(reason or "").replace("_", "").replace("-", "").lower()


def _row(kind_of_error, reasons="", **cells):
    return Row(kind_of_error, tuple(plain(word) for word in reasons.split()), **cells)


_T, _F, _R = errors.Transient, errors.Forbidden, errors.Rejected
_OAUTH = ("oauth",)
_CAL = ("calendar",)
_GMAIL = ("gmail",)
_PEOPLE = ("people",)
# A 404 of these names the calendar, not an event: nothing is "done" by it.
_ON_CALENDAR = (
    "events.list",
    "events.insert",
    "events.import",
    "events.quickAdd",
    "events.watch",
    "events.move",
    "calendars.get",
    "calendarList.get",
)
# Those that name no contact: a 404 says that the account has no contacts at all.
_ON_CONTACTS = (
    "people.connections.list",
    "contactGroups.list",
    "contactGroups.create",
)
# Guarded by an etag that is sent along, in the body.
_GUARDED = (
    "people.updateContact",
    "people.batchUpdateContacts",
    "people.updateContactPhoto",
    "people.deleteContactPhoto",
    "contactGroups.update",
)

TABLE = (
    # OAuth: consent page and token endpoint. Always 400 or 401; the word decides.
    _row(errors.ReauthRequired, "invalid_grant invalid_rapt", services=_OAUTH),
    _row(
        _F,
        "admin_policy_enforced org_internal access_not_allowed",
        services=_OAUTH,
        kind="policy",
        link=_ADMIN,
    ),
    _row(
        _F,
        "invalid_client unauthorized_client deleted_client disabled_client "
        "redirect_uri_mismatch unsupported_grant_type unsupported_response_type",
        services=_OAUTH,
        kind="client",
        link=_CLIENTS,
    ),
    _row(_F, "invalid_scope", services=_OAUTH, kind="scope"),
    _row(_F, "access_denied", services=_OAUTH, kind="access", link=_AUDIENCE),
    _row(_T, "temporarily_unavailable server_error", services=_OAUTH, kind="server"),
    _row(_T, "slow_down rate_limit_exceeded", services=_OAUTH, kind="rate"),
    # Dead cursors, each service in its own way.
    _row(errors.CursorExpired, "fullSyncRequired updatedMinTooLongAgo"),
    _row(errors.CursorExpired, "EXPIRED_SYNC_TOKEN"),
    _row(
        errors.CursorExpired,
        services=("calendar", "people"),
        methods=("events.list", "calendarList.list", "people.connections.list"),
        statuses=(410,),
    ),
    # A token of another query or another account: as useless as an expired one.
    _row(
        errors.CursorExpired,
        services=("calendar", "people"),
        methods=("events.list", "calendarList.list", "people.connections.list"),
        statuses=(400,),
        words=("sync token", "synctoken", "page token", "pagetoken"),
    ),
    _row(
        errors.CursorExpired,
        services=_GMAIL,
        methods=("users.history.list", "history.list"),
        statuses=(404,),
    ),
    _row(
        errors.CursorExpired,
        services=_GMAIL,
        methods=("users.history.list", "users.messages.list"),
        statuses=(400,),
        words=("starthistoryid", "start_history_id", "page token", "pagetoken"),
    ),
    # The account holds as many contacts as Google lets it (25,000, its trash counted).
    # No contact is wrong, the next one would be refused too, and it passes when its
    # user makes room: so it is a limit. Google documents neither status nor place of
    # the word.
    _row(
        _T,
        "MY_CONTACTS_OVERFLOW_COUNT",
        services=_PEOPLE,
        kind="quota",
        retry_after=QUOTA_PAUSE,
    ),
    _row(
        _T,
        services=_PEOPLE,
        words=("my_contacts_overflow_count",),
        kind="quota",
        retry_after=QUOTA_PAUSE,
    ),
    # Limits. The same words come as 403 and as 429.
    _row(
        _T,
        services=_GMAIL,
        statuses=(403, 429),
        words=("mail sending",),
        kind="quota",
        retry_after=QUOTA_PAUSE,
    ),
    _row(
        _T,
        services=_GMAIL,
        statuses=(403, 429),
        words=("too many concurrent requests",),
        kind="concurrency",
    ),
    _row(
        _F,
        "dailyLimitExceeded dailyLimitExceededUnreg",
        statuses=(403, 429),
        kind="daily_limit",
        link="{quotas}",
    ),
    _row(
        _T,
        "quotaExceeded",
        statuses=(403, 429),
        kind="quota",
        retry_after=QUOTA_PAUSE,
    ),
    _row(
        _T,
        services=_PEOPLE,
        statuses=(429,),
        words=("per day",),
        kind="quota",
        retry_after=QUOTA_PAUSE,
    ),
    # GOOGLE: "… and limit 'Queries per minute per user' …". Trying again within the
    # minute costs requests and brings no mail.
    _row(
        _T,
        services=_GMAIL,
        methods=("users.messages.get",),
        statuses=(403, 429),
        words=("per minute per user",),
        kind="rate",
        retry_after=MINUTE,
    ),
    _row(
        _T,
        "rateLimitExceeded userRateLimitExceeded servingLimitExceeded "
        "concurrentLimitExceeded RESOURCE_EXHAUSTED",
        statuses=(403, 429),
        kind="rate",
    ),
    _row(_T, statuses=(429,), kind="rate"),
    # A stale etag; "Request person.etag is different than the current person.etag",
    # "…person.metadata.sources.etag…". Seen as 400, told of as 403.
    _row(
        errors.Conflict,
        services=_PEOPLE,
        statuses=(400, 403),
        words=("etag is different",),
    ),
    _row(
        errors.Conflict,
        "failedPrecondition",
        services=_PEOPLE,
        methods=_GUARDED,
        statuses=(400,),
    ),
    # Settings somebody has to change.
    _row(errors.ReauthRequired, statuses=(401,)),
    _row(
        _F,
        "accessNotConfigured SERVICE_DISABLED API_DISABLED",
        statuses=(403,),
        kind="api_disabled",
        link="{api}",
    ),
    _row(
        _F,
        "insufficientPermissions insufficientScope ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        statuses=(403,),
        kind="scope",
    ),
    _row(
        _F,
        "domainPolicy domainPolicyEnforced admin_policy_enforced ACCOUNT_STATE_INVALID",
        statuses=(403,),
        kind="policy",
        link=_ADMIN,
    ),
    _row(_F, "forbiddenForNonOrganizer", statuses=(403,), kind="organizer"),
    # A Google account that has no Gmail.
    _row(
        _F,
        services=_GMAIL,
        statuses=(400, 403),
        words=("mail service not enabled",),
        kind="no_mailbox",
    ),
    _row(
        _F,
        "failedPrecondition",
        services=_GMAIL,
        methods=(
            "users.getProfile",
            "users.labels.list",
            "users.messages.list",
            "users.history.list",
        ),
        statuses=(400,),
        kind="no_mailbox",
    ),
    _row(_F, statuses=(403,), kind="access"),
    # The thing itself.
    _row(_F, services=_CAL, methods=_ON_CALENDAR, statuses=(404,), kind="access"),
    _row(_F, services=_PEOPLE, methods=_ON_CONTACTS, statuses=(404,), kind="access"),
    # A new contact cannot be gone; a group that it names can.
    _row(
        _R,
        services=_PEOPLE,
        methods=("people.createContact", "people.batchCreateContacts"),
        statuses=(404, 410),
    ),
    # A mail sent into a thread that is not there: the mail itself was not sent.
    _row(
        _R,
        services=_GMAIL,
        methods=(
            "users.messages.send",
            "users.messages.insert",
            "users.messages.import",
        ),
        statuses=(404,),
    ),
    # A label that was deleted meanwhile, told in several ways.
    _row(
        _R,
        services=_GMAIL,
        statuses=(400, 404),
        words=("invalid label:", "labelid not found"),
        says="invalidLabel",
    ),
    _row(errors.Gone, statuses=(404, 410)),
    # Two changes of one user met; Google did not do this one.
    _row(_T, "ABORTED", services=_PEOPLE, statuses=(409,), kind="concurrency"),
    _row(
        errors.Conflict,
        services=_PEOPLE,
        methods=("contactGroups.create", "contactGroups.update"),
        statuses=(409,),
        says="duplicate",
    ),
    # "Label name exists or conflicts", with a reason that says something else.
    _row(
        errors.Conflict,
        services=_GMAIL,
        methods=("users.labels.create",),
        statuses=(409,),
        says="duplicate",
    ),
    _row(errors.Conflict, statuses=(409, 412)),
    # Roads and servers.
    _row(_T, "timeout", statuses=(0,), kind="timeout"),
    _row(_T, statuses=(0, 407), kind="network"),
    _row(_T, statuses=(408,), kind="timeout"),
    _row(_T, statuses=tuple(range(500, 600)), kind="server"),
    # Google's APIs neither redirect nor answer garbage; something between us does.
    _row(_T, statuses=tuple(range(100, 400)), kind="server"),
    # Everything else is wrong with this one request.
    _row(_R),
)


def find(service, method, status, reason, detail=""):
    """Return (position, row) of the first row that fits."""
    reason, detail = plain(reason), str(detail or "").lower()
    for position, row in enumerate(TABLE):
        if row.fits(service, method, status, reason, detail):
            return position, row
    raise AssertionError("the last row fits everything")


def classify(service, method, status, reason, detail="", retry_after=None, link=""):
    """Return the error (not raised) for an answer of Google.

    status       HTTP status, 0 when no answer came
    reason       Google's machine word; for 0 "timeout" or anything else
    detail       Google's sentence; some rows need its words
    retry_after  seconds the answer asked us to wait, or None
    link         a help address out of the answer itself; beats the table's
    """
    _position, row = find(service, method, status, reason, detail)
    if retry_after is None and row.retry_after:
        retry_after = row.retry_after
    api = _API_IDS.get(service, "")
    page = row.link.format(
        api=f"{_CONSOLE}/apis/library/{api}",
        quotas=f"{_CONSOLE}/apis/api/{api}/quotas",
    )
    return row.type(
        detail,
        service=service,
        method=method,
        status=status,
        reason=row.says or reason or "",
        retry_after=retry_after,
        kind=row.kind,
        link=link or page,
    )
