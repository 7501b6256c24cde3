# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Conference data: a Meet link on request, kept or dropped as Google does.

Without ``conferenceDataVersion=1`` whatever the body says about conferences is
ignored and an existing one stays. One ``requestId`` is one conference, however often
it is asked for. A request is answered at once, unless the calendar's ``conferences``
says otherwise: "pending" until ``World.finish_conferences`` is called, or "refused"
where Meet is not allowed.
"""

import hashlib

from . import copies
from .errors import invalid, required
from .model import clone

MEET = "hangoutsMeet"
MADE, PENDING, REFUSED = "made", "pending", "refused"


def apply(result, before, wanted, params, choice=MADE):
    """Set, keep or remove ``conferenceData`` and ``hangoutLink`` on ``result``."""
    old = before.get("conferenceData")
    new = wanted.get("conferenceData")
    if params.get("conferenceDataVersion") != 1 or new == old:
        if old is not None:
            result["conferenceData"] = clone(old)
        return
    result.pop("conferenceData", None)
    result.pop("hangoutLink", None)
    if not new:
        return
    request = new.get("createRequest")
    if request and request != (old or {}).get("createRequest"):
        result["conferenceData"] = _create(request, old, choice)
    else:
        result["conferenceData"] = clone(new)
    _link(result)


def allowed(calendar):
    """The ``conferenceProperties`` of a calendar."""
    kinds = [] if calendar.conferences == REFUSED else [MEET]
    return {"allowedConferenceSolutionTypes": kinds}


def finish(world, status="success"):
    """Answer every request that is pending; every calendar's copy shows it."""
    for calendar in list(world.calendars.values()):
        for copy in list(calendar.events.values()):
            data = copy.resource.get("conferenceData") or {}
            request = data.get("createRequest") or {}
            if request.get("status") != {"statusCode": "pending"}:
                continue
            resource = clone(copy.resource)
            if status == "success":
                resource["conferenceData"] = _made(request)
            else:
                data = resource["conferenceData"]
                data["createRequest"]["status"] = {"statusCode": status}
            _link(resource)
            copies.store(world, calendar, resource)


def _create(request, old, choice):
    if not request.get("requestId"):
        raise required("conference request id")
    kind = (request.get("conferenceSolutionKey") or {}).get("type")
    if not kind:
        raise required("conference solution key type")
    known = (old or {}).get("createRequest", {})
    if known.get("requestId") == request["requestId"]:
        return clone(old)
    if kind != MEET or choice == REFUSED:
        raise invalid("Invalid conference type value.")
    if choice == PENDING:
        return {"createRequest": _request(request, "pending")}
    return _made(request)


def _made(request):
    digest = hashlib.sha256(request["requestId"].encode()).digest()
    letters = "".join(chr(97 + byte % 26) for byte in digest)
    code = f"{letters[:3]}-{letters[3:7]}-{letters[7:10]}"
    return {
        "createRequest": _request(request, "success"),
        "entryPoints": [
            {
                "entryPointType": "video",
                "uri": f"https://meet.google.com/{code}",
                "label": f"meet.google.com/{code}",
            }
        ],
        "conferenceSolution": {"key": {"type": MEET}, "name": "Google Meet"},
        "conferenceId": code,
    }


def _request(request, status):
    return {
        "requestId": request["requestId"],
        "conferenceSolutionKey": {"type": MEET},
        "status": {"statusCode": status},
    }


def _link(resource):
    for point in resource["conferenceData"].get("entryPoints", []):
        if point.get("entryPointType") == "video":
            resource["hangoutLink"] = point["uri"]
