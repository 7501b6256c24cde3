# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reading Google's answers when they are errors.

Google has three shapes of error body (all seen in the wild, and more than one may
come in one body): `errors: [{reason}]` (Calendar, Gmail), `status` with
`details: [ErrorInfo]` (People and newer), and OAuth's flat `error`. A body may also
be HTML, cut off or empty. Nothing here raises for a strange body.
"""

import email.utils
import json
import re
import ssl
import time
from datetime import datetime, timezone

from .error_table import classify, find, plain
from .error_types import scrub

# Gmail writes the time into its sentence: "… Retry after 2026-11-21T10:00:00.000Z".
_RETRY_TEXT = re.compile(
    r"retry after (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z", re.IGNORECASE
)
_LONGEST_WAIT = 7 * 86400
# google.rpc.Code → HTTP status and name, as Google's own gateway translates them.
_RPC_CODES = {
    1: (499, "CANCELLED"),
    2: (500, "UNKNOWN"),
    3: (400, "INVALID_ARGUMENT"),
    4: (504, "DEADLINE_EXCEEDED"),
    5: (404, "NOT_FOUND"),
    6: (409, "ALREADY_EXISTS"),
    7: (403, "PERMISSION_DENIED"),
    8: (429, "RESOURCE_EXHAUSTED"),
    9: (400, "FAILED_PRECONDITION"),
    10: (409, "ABORTED"),
    11: (400, "OUT_OF_RANGE"),
    12: (501, "UNIMPLEMENTED"),
    13: (500, "INTERNAL"),
    14: (503, "UNAVAILABLE"),
    15: (500, "DATA_LOSS"),
    16: (401, "UNAUTHENTICATED"),
}
# A sentence that says nothing, where the details say what is wrong.
_EMPTY_SENTENCE = "Request contains an invalid argument."
# More than these nobody reads.
_MOST_VIOLATIONS = 3
_HELP_HOSTS = (
    "https://console.cloud.google.com/",
    "https://console.developers.google.com/",
)
_HELP_TEXT = re.compile(
    r"https://console\.(?:cloud|developers)\.google\.com/[^\s\"'<>]+"
)


def retry_after_seconds(headers, detail="", now=None):
    """Seconds Google asks us to wait, or None when it does not say.

    headers  mapping with lower-case names; `retry-after` is seconds or an HTTP date
    now      UNIX time; a `date` header of the answer beats it, because a wait is
             measured by the clock that set it
    """
    value = str(headers.get("retry-after") or "").strip()
    if value.isdigit():
        return float(min(int(value), _LONGEST_WAIT))
    target = _http_date(value)
    if target is None:
        found = _RETRY_TEXT.search(str(detail or ""))
        if found:
            stamp = datetime.fromisoformat(found.group(1))
            target = stamp.replace(tzinfo=timezone.utc).timestamp()
    if target is None:
        return None
    start = _http_date(headers.get("date"))
    if start is None:
        start = time.time() if now is None else now
    return min(max(target - start, 0.0), float(_LONGEST_WAIT))


def _http_date(value):
    try:
        return email.utils.parsedate_to_datetime(value).timestamp() if value else None
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def read_error(content):
    """Return (reasons, sentence, link) of an error body of any shape.

    `reasons` is a tuple, the most general spelling last; empty for a body that is
    no JSON error.
    """
    try:
        data = json.loads(content)
    except (TypeError, ValueError):
        return (), "", ""
    if isinstance(data, list) and data:
        data = data[0]
    error = data.get("error") if isinstance(data, dict) else None
    if isinstance(error, str):
        return (error,), str(data.get("error_description") or ""), ""
    if not isinstance(error, dict):
        return (), "", ""
    return _read(error)


def _read(error):
    reasons, link = [], ""
    for item in _dicts(error.get("errors")):
        reasons.append(item.get("reason"))
        link = link or _help_address(item.get("extendedHelp"))
    for item in _dicts(error.get("details")):
        reasons.append(item.get("reason"))
        metadata = item.get("metadata")
        if isinstance(metadata, dict):
            link = link or _help_address(metadata.get("activationUrl"))
    reasons.append(error.get("status"))
    sentence = _sentence(error)
    found = _HELP_TEXT.search(sentence)
    link = link or (found.group(0).rstrip(".,)") if found else "")
    return tuple(r for r in reasons if r and isinstance(r, str)), sentence, link


def _sentence(error):
    """Google's sentence, with what its details say of the fields and limits in it."""
    sentence = str(error.get("message") or "")
    more = []
    for item in _dicts(error.get("details")):
        for violation in (
            *_dicts(item.get("fieldViolations")),
            *_dicts(item.get("violations")),
        ):
            text = str(violation.get("description") or "").strip()
            if text and text not in sentence and text not in more:
                more.append(text)
    if more and sentence == _EMPTY_SENTENCE:
        sentence = ""
    return "; ".join(text for text in (sentence, *more[:_MOST_VIOLATIONS]) if text)


def _dicts(value):
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _help_address(value):
    value = str(value or "")
    return value if value.startswith(_HELP_HOSTS) else ""


def from_response(service, method, status, headers, content):
    """Return the error for an HTTP answer that is none of 2xx.

    headers  mapping with lower-case names;  content  bytes
    """
    return _known_best(service, method, status, headers, *read_error(content))


def from_status(service, method, status):
    """Return the error for a `google.rpc.Status`: one entry's, within an answer.

    status  dict with `code` (never 0), `message` and `details`, each of which may
            be missing
    """
    code = status.get("code")
    code, name = _RPC_CODES.get(code if isinstance(code, int) else 2, _RPC_CODES[2])
    return _known_best(service, method, code, {}, *_read({**status, "status": name}))


def _known_best(service, method, status, headers, reasons, sentence, link):
    # Several words for one error: the one our table knows best (its highest row).
    reason = min(
        reasons, key=lambda r: find(service, method, status, r, sentence)[0], default=""
    )
    if not sentence and not reasons:
        sentence = f"HTTP status {status} without an explanation"
    wait = retry_after_seconds(headers, sentence)
    return classify(service, method, status, reason, sentence, wait, link)


def from_http_error(service, method, error):
    """Return our error for a `googleapiclient.errors.HttpError`."""
    return from_response(
        service, method, int(error.resp.status), error.resp, error.content
    )


def from_oauth_answer(method, status, headers, content, *known):
    """Return the error for an answer of an OAuth endpoint.

    `known` are secrets that took part in the call; should Google repeat one of them
    in its sentence, it is struck out.
    """
    reasons, sentence, _link = read_error(content)
    sentence = scrub(sentence, *known)
    reason = reasons[0] if reasons else ""
    # "Bad Request" alone tells nobody anything; the machine word does.
    if plain(sentence).replace(" ", "") == "badrequest":
        sentence = ""
    wait = retry_after_seconds(headers, sentence)
    return classify("oauth", method, status, reason, sentence, wait)


def from_network_error(service, method, exc, wrote):
    """Return the `Transient` for a request that got no usable answer.

    wrote  True when the request is a write that had left us: Google may have done
           it. The error says so in `outcome_unknown`.
    """
    if isinstance(exc, TimeoutError):
        reason, text = "timeout", "Google did not answer in time"
    elif isinstance(exc, ssl.SSLError):
        # Its text names certificate and host, which is what a person must know.
        why = getattr(exc, "verify_message", "") or getattr(exc, "reason", "")
        reason, text = "tls", f"no secure connection: {why or type(exc).__name__}"
    elif isinstance(exc, OSError):
        reason, text = "network", f"{type(exc).__name__}: {exc.strerror or exc}"
    else:
        reason, text = "network", type(exc).__name__
    error = classify(service, method, 0, reason, text)
    error.outcome_unknown = bool(wrote)
    return error
