# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Errors of the Gmail API, with the wordings that have been seen in the wild.

Three kinds of "too much" look alike and are not: the quota of a minute is a 403, calls
beside each other are a 429, and so is the limit of mails a day, which names the time.
"""

from .clock import millis
from .errors import ApiError

CONSUMER = "project_number:100000000001"


def invalid(message):
    """400 invalidArgument."""
    return ApiError(400, "invalidArgument", message, rpc_status="INVALID_ARGUMENT")


def not_found():
    return ApiError(
        404, "notFound", "Requested entity was not found.", rpc_status="NOT_FOUND"
    )


def bad_id(value):
    return invalid(f"Invalid id value: {value}" if value else "Invalid id value")


def conflict():
    return ApiError(
        409, "aborted", "Label name exists or conflicts", rpc_status="ABORTED"
    )


def no_delegation(user):
    return ApiError(
        403,
        "forbidden",
        f"Delegation denied for {user}",
        rpc_status="PERMISSION_DENIED",
    )


def metadata_only(message):
    """403 for a token with the scope gmail.metadata that asks for more."""
    return ApiError(403, "forbidden", message, rpc_status="PERMISSION_DENIED")


def no_mail_service():
    return ApiError(
        400,
        "failedPrecondition",
        "Mail service not enabled",
        rpc_status="FAILED_PRECONDITION",
    )


def over_quota():
    """403 of the units of a minute."""
    return ApiError(
        403,
        "rateLimitExceeded",
        "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per "
        f"user' of service 'gmail.googleapis.com' for consumer '{CONSUMER}'.",
        domain="usageLimits",
        rpc_status="PERMISSION_DENIED",
    )


def too_many_at_once():
    return ApiError(
        429,
        "rateLimitExceeded",
        "Too many concurrent requests for user.",
        rpc_status="RESOURCE_EXHAUSTED",
    )


def sending_limit(until):
    """429 of the mails of a day; ``until`` in seconds since the epoch."""
    return ApiError(
        429,
        "rateLimitExceeded",
        f"User-rate limit exceeded.  Retry after {millis(int(until * 1000))} "
        "(Mail sending)",
        domain="usageLimits",
        rpc_status="RESOURCE_EXHAUSTED",
    )


def too_large(limit):
    return ApiError(
        413,
        "uploadTooLarge",
        f"Request Entity Too Large: more than {limit} bytes.",
    )
