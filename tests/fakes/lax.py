# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Google takes, though the fake refuses it on purpose: for clients not our own.

Off unless ``world.be_lax()`` was called. Then an access token may stand in the address,
a query parameter that does not exist is ignored, a number may be the value of an
extended property, a conference may be asked for without saying which kind, and beside
a page token the query need not be repeated. Odoo's own module needs all of it.
"""

from . import cursors
from .conference import MEET


def forgive(method, request):
    """Bring a request into the shape that the strict fake wants."""
    for token in request.query.pop("access_token", ()):
        request.headers.setdefault("authorization", f"Bearer {token}")
    known = {**method.service.document["parameters"], **method.parameters}
    request.query = {name: v for name, v in request.query.items() if name in known}


def forgive_page(params):
    """Have a page token say that it was issued for just this query."""
    if params.get("pageToken"):
        data = cursors.decode("page", params["pageToken"], "pageToken")
        query = cursors.fingerprint(params, {"pageToken"})
        params["pageToken"] = cursors.encode("page", {**data, "q": query})


def forgive_body(body):
    """Take numbers among the extended properties as the texts they have to be, and a
    conference of no kind as a Google Meet."""
    if not isinstance(body, dict):
        return
    request = (body.get("conferenceData") or {}).get("createRequest")
    if isinstance(request, dict):
        request.setdefault("conferenceSolutionKey", {"type": MEET})
    properties = body.get("extendedProperties")
    for texts in (properties or {}).values():
        if isinstance(texts, dict):
            texts |= {k: str(v) for k, v in texts.items() if isinstance(v, int)}
