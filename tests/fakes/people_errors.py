# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Errors of the People API: gRPC statuses with typed details.

Beside ``errors[]`` with the old reasons (Google sends them to clients that ask with
``alt=json``, as google-api-python-client does) stand ``status`` and ``details``: an
ErrorInfo, a BadRequest, or which contacts of a batch are to blame.
"""

from .errors import ApiError

TYPES = "type.googleapis.com"
SERVICE = "people.googleapis.com"
# status → (HTTP status, google.rpc.Code, reason of the old form)
CODES = {
    "INVALID_ARGUMENT": (400, 3, "badRequest"),
    "FAILED_PRECONDITION": (400, 9, "failedPrecondition"),
    "NOT_FOUND": (404, 5, "notFound"),
    "ALREADY_EXISTS": (409, 6, "alreadyExists"),
    "ABORTED": (409, 10, "aborted"),
    "RESOURCE_EXHAUSTED": (429, 8, "rateLimitExceeded"),
}


def error(status, message, details=None, headers=None):
    """An ``ApiError`` of this gRPC status; ``details`` as Google types them."""
    code, _number, reason = CODES[status]
    return ApiError(
        code,
        reason,
        message,
        rpc_status=status,
        details=details,
        headers=headers,
    )


def invalid(message, field=None):
    """400 INVALID_ARGUMENT; ``field`` is the path of what is wrong."""
    details = None
    if field:
        violation = {"field": field, "description": message}
        details = [_typed("google.rpc.BadRequest", fieldViolations=[violation])]
    return error("INVALID_ARGUMENT", message, details)


def precondition(message):
    return error("FAILED_PRECONDITION", message)


def not_found():
    return error("NOT_FOUND", "Requested entity was not found.")


def stale_etag():
    return precondition(
        "Request person.etag is different than the current person.etag. Clear local "
        "cache and get the latest person."
    )


def stale_source():
    return precondition(
        "Request person.metadata.sources.etag is different than the current "
        "person.metadata.sources.etag. Clear local cache and get the latest person."
    )


def missing_etag():
    return precondition(
        "Request must set person.etag or person.metadata.sources.etag for the source "
        "that is being updated."
    )


def expired_sync_token():
    return error(
        "FAILED_PRECONDITION",
        "Sync token is expired. Clear local cache and retry call without the sync "
        "token.",
        [error_info("EXPIRED_SYNC_TOKEN", SERVICE, {"service": SERVICE})],
    )


def overlapping():
    """Two writes of one person at once: a choice, Google only warns of failures."""
    return error(
        "ABORTED",
        "The operation was aborted: another mutate request for the same user is "
        "running.",
    )


def over_quota(metric, title, limit, per, retry_after=None):
    """429 that names the metric, as Google's consumer quotas do."""
    message = (
        f"Quota exceeded for quota metric '{title}' and limit '{title} per {per}' of "
        f"service '{SERVICE}' for consumer 'project_number:100000000001'."
    )
    facts = {
        "service": SERVICE,
        "consumer": "projects/100000000001",
        "quota_metric": f"{SERVICE}/{metric}",
        "quota_limit": limit,
    }
    info = error_info("RATE_LIMIT_EXCEEDED", "googleapis.com", facts)
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return error("RESOURCE_EXHAUSTED", message, [info], headers)


def exhausted(description):
    """429 of a fixed limit that the console does not show."""
    violation = {"subject": "QUOTA_EXCEEDED", "description": description}
    return error(
        "RESOURCE_EXHAUSTED",
        "Resource has been exhausted (e.g. check quota).",
        [_typed("google.rpc.QuotaFailure", violations=[violation])],
    )


def too_many_contacts():
    return error("RESOURCE_EXHAUSTED", "MY_CONTACTS_OVERFLOW_COUNT")


def of_batch(kind, culprits):
    """400 for a batch of which nothing was done.

    ``kind`` is "Create" or "Update", ``culprits`` maps index or resource name to the
    ``ApiError`` of that entry.
    """
    statuses = {problem.rpc_status for problem in culprits.values()}
    status = "INVALID_ARGUMENT"
    if statuses == {"FAILED_PRECONDITION"}:
        status = "FAILED_PRECONDITION"
    details = _typed(
        f"google.people.v1.Batch{kind}ContactsErrorDetails",
        contactErrors={str(key): as_status(item) for key, item in culprits.items()},
    )
    first = next(iter(culprits.values()))
    return error(status, first.message, [details])


def why_forbidden(reason, method_id=None):
    """Details of the 403s that do not concern contacts in particular."""
    facts = {"service": SERVICE}
    if method_id:
        facts["method"] = method_id
    else:
        facts["consumer"] = "projects/100000000001"
    return [error_info(reason, "googleapis.com", facts)]


def as_status(problem):
    """``google.rpc.Status`` of an error: ``{"code", "message", "details"}``."""
    number = CODES.get(problem.rpc_status, (0, 2, ""))[1]
    status = {"code": number, "message": problem.message}
    if problem.details:
        status["details"] = problem.details
    return status


def error_info(reason, domain, metadata):
    return _typed(
        "google.rpc.ErrorInfo", reason=reason, domain=domain, metadata=metadata
    )


def _typed(name, **values):
    return {"@type": f"{TYPES}/{name}", **values}
