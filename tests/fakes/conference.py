# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Conference data: a Meet link on request, kept or dropped as Google does.

Without ``conferenceDataVersion=1`` whatever the body says about conferences is
ignored and an existing one stays. A ``createRequest`` succeeds at once; repeating its
``requestId`` keeps the same conference.
"""

import hashlib

from .errors import invalid, required
from .model import clone


def apply(result, before, wanted, params):
    """Set, keep or remove ``conferenceData`` and ``hangoutLink`` on ``result``."""
    old = before.get("conferenceData")
    new = wanted.get("conferenceData")
    if params.get("conferenceDataVersion") != 1 or new == old:
        if old is not None:
            result["conferenceData"] = clone(old)
        return
    if not new:
        result.pop("conferenceData", None)
        result.pop("hangoutLink", None)
        return
    request = new.get("createRequest")
    if request and request != (old or {}).get("createRequest"):
        result["conferenceData"] = _create(request, old)
    else:
        result["conferenceData"] = clone(new)
    for point in result["conferenceData"].get("entryPoints", []):
        if point.get("entryPointType") == "video":
            result["hangoutLink"] = point["uri"]


def _create(request, old):
    request_id = request.get("requestId")
    if not request_id:
        raise required("conference request id")
    known = (old or {}).get("createRequest", {})
    if known.get("requestId") == request_id:
        return clone(old)
    kind = (request.get("conferenceSolutionKey") or {}).get("type", "hangoutsMeet")
    if kind != "hangoutsMeet":
        raise invalid("Invalid conference type value.")
    digest = hashlib.sha256(request_id.encode()).digest()
    letters = "".join(chr(97 + byte % 26) for byte in digest)
    code = f"{letters[:3]}-{letters[3:7]}-{letters[7:10]}"
    return {
        "createRequest": {
            "requestId": request_id,
            "conferenceSolutionKey": {"type": kind},
            "status": {"statusCode": "success"},
        },
        "entryPoints": [
            {
                "entryPointType": "video",
                "uri": f"https://meet.google.com/{code}",
                "label": f"meet.google.com/{code}",
            }
        ],
        "conferenceSolution": {"key": {"type": kind}, "name": "Google Meet"},
        "conferenceId": code,
    }
