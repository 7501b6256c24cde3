# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Errors in the exact JSON shape that Google answers with.

A service raises ``ApiError``; the app turns it into status, headers and body. The
reasons and wordings are Google's own, because clients decide by *reason*, not by
status. ``OAuthError`` is the flat RFC 6749 shape of the token endpoint.
``ConnectionCut`` is no answer at all: the server closes the socket.
"""

CONSOLE = "https://console.developers.google.com"


class ApiError(Exception):
    """One refused API call: ``{"error": {"code", "message", "errors": […]}}``."""

    def __init__(
        self,
        status,
        reason,
        message,
        domain="global",
        location=None,
        location_type=None,
        rpc_status=None,
        headers=None,
        detail=None,
        help_url=None,
        details=None,
    ):
        super().__init__(f"{status} {reason}: {message}")
        self.status = status
        self.reason = reason
        self.message = message
        self.domain = domain
        self.location = location
        self.location_type = location_type
        self.rpc_status = rpc_status
        self.headers = dict(headers or {})
        self.detail = detail
        self.help_url = help_url
        # Typed details of the newer APIs: ``[{"@type": …}]``.
        self.details = details

    def body(self):
        """The JSON body as a dict."""
        item = {"domain": self.domain, "reason": self.reason}
        item["message"] = self.detail or self.message
        if self.location:
            item["locationType"] = self.location_type or "parameter"
            item["location"] = self.location
        if self.help_url:
            item["extendedHelp"] = self.help_url
        error = {"errors": [item], "code": self.status, "message": self.message}
        if self.rpc_status:
            error["status"] = self.rpc_status
        if self.details:
            error["details"] = self.details
        return {"error": error}


class OAuthError(Exception):
    """An error of the token or revoke endpoint: ``{"error", "error_description"}``."""

    def __init__(self, error, description=None, status=400):
        super().__init__(f"{status} {error}: {description or ''}")
        self.error = error
        self.description = description
        self.status = status

    def body(self):
        body = {"error": self.error}
        if self.description:
            body["error_description"] = self.description
        return body


class ConsentError(Exception):
    """A mistake that Google shows to the person as a page instead of redirecting."""

    def __init__(self, error, description, status=400):
        super().__init__(f"Error {status}: {error}")
        self.error = error
        self.description = description
        self.status = status


class ConnectionCut(Exception):
    """The connection is closed without an answer."""


def invalid(message, location=None, location_type=None):
    """400 for a value Google cannot read or does not accept."""
    return ApiError(
        400, "invalid", message, location=location, location_type=location_type
    )


def required(what):
    return ApiError(400, "required", f"Missing {what}.")


def not_found():
    return ApiError(404, "notFound", "Not Found")


def duplicate():
    return ApiError(409, "duplicate", "The requested identifier already exists.")


def gone():
    return ApiError(410, "deleted", "Resource has been deleted")


def full_sync_required():
    return ApiError(
        410,
        "fullSyncRequired",
        "Sync token is no longer valid, a full sync is required.",
        domain="calendar",
        location="syncToken",
    )


def updated_min_too_long_ago():
    return ApiError(
        410,
        "updatedMinTooLongAgo",
        "The requested minimum modification time lies too far in the past.",
        domain="calendar",
        location="updatedMin",
    )


def condition_not_met(header="If-Match"):
    return ApiError(
        412,
        "conditionNotMet",
        "Precondition Failed",
        location=header,
        location_type="header",
    )


def time_range_empty():
    return ApiError(
        400,
        "timeRangeEmpty",
        "The specified time range is empty.",
        domain="calendar",
        location="timeMax",
    )


def needs_writer():
    return ApiError(
        403,
        "requiredAccessLevel",
        "You need to have writer access to this calendar.",
        domain="calendar",
    )


def forbidden(message="Forbidden"):
    return ApiError(403, "forbidden", message)


def not_organizer():
    return ApiError(
        403,
        "forbiddenForNonOrganizer",
        "Shared properties can only be changed by the organizer of the event.",
        domain="calendar",
    )


def login_required():
    return ApiError(
        401,
        "required",
        "Request is missing required authentication credential. Expected OAuth 2 "
        "access token, login cookie or other valid authentication credential. See "
        "https://developers.google.com/identity/sign-in/web/devconsole-project.",
        detail="Login Required.",
        location="Authorization",
        location_type="header",
        rpc_status="UNAUTHENTICATED",
        headers={"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/"'},
    )


def invalid_credentials():
    return ApiError(
        401,
        "authError",
        "Request had invalid authentication credentials. Expected OAuth 2 access "
        "token, login cookie or other valid authentication credential. See "
        "https://developers.google.com/identity/sign-in/web/devconsole-project.",
        detail="Invalid Credentials",
        location="Authorization",
        location_type="header",
        rpc_status="UNAUTHENTICATED",
        headers={
            "WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", '
            'error="invalid_token"'
        },
    )


def insufficient_scope(scopes, details=None):
    return ApiError(
        403,
        "insufficientPermissions",
        "Request had insufficient authentication scopes.",
        detail="Insufficient Permission",
        details=details,
        rpc_status="PERMISSION_DENIED",
        headers={
            "WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", '
            f'error="insufficient_scope", scope="{" ".join(scopes)}"'
        },
    )


def api_disabled(title, service, details=None):
    url = f"{CONSOLE}/apis/api/{service}.googleapis.com/overview?project=100000000001"
    return ApiError(
        403,
        "accessNotConfigured",
        f"{title} has not been used in project 100000000001 before or it is disabled. "
        f"Enable it by visiting {url} then retry. If you enabled this API recently, "
        "wait a few minutes for the action to propagate to our systems and retry.",
        domain="usageLimits",
        rpc_status="PERMISSION_DENIED",
        help_url=CONSOLE,
        details=details,
    )


LIMIT_WORDS = {
    "rateLimitExceeded": "Rate Limit Exceeded",
    "userRateLimitExceeded": "User Rate Limit Exceeded",
    "quotaExceeded": "Calendar usage limits exceeded.",
    "dailyLimitExceeded": "Daily Limit Exceeded",
}


def limit(reason="rateLimitExceeded", status=403, retry_after=None):
    """A rate limit or quota error; ``retry_after`` in seconds becomes a header."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return ApiError(
        status,
        reason,
        LIMIT_WORDS.get(reason, reason),
        domain="calendar" if reason == "quotaExceeded" else "usageLimits",
        rpc_status="RESOURCE_EXHAUSTED" if status == 429 else None,
        headers=headers,
    )


def server_error(status=500, retry_after=None):
    words = {
        500: ("backendError", "Internal Error", "INTERNAL"),
        502: ("backendError", "Bad Gateway", None),
        503: ("backendError", "Service Unavailable", "UNAVAILABLE"),
        504: ("backendError", "Gateway Timeout", "DEADLINE_EXCEEDED"),
    }
    reason, message, rpc_status = words.get(status, ("backendError", "Error", None))
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return ApiError(status, reason, message, rpc_status=rpc_status, headers=headers)
