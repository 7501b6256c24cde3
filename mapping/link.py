# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The link to join a meeting, between Odoo's one field and Google's two places.

Google keeps a conference of its own kind (``conferenceData``, ``hangoutLink``), which
only Google can make, and has no field for anybody else's link. A link of Odoo's is
therefore the last line of the description, where every guest sees it:

    Join: https://example.com/room

Reading takes the line off again, so it never piles up and is no edit of the text.
Beside a video conference of Google's such a line is only text: nobody's is removed.

``conferenceData`` is written when the link itself was changed and at no other time.
"""

import re
from urllib.parse import quote

from .model import WISH, There, is_wish

MEET = "hangoutsMeet"
# One word in every language: it must be known again, whoever reads it.
_LINE = re.compile(
    r"(?:\A|\n|<br\s*/?>|(?=<(?:p|div)\b))\s*(?:<(?:p|div)\b[^>]*>)?\s*"
    r"Join: (?:<a\b[^>]*>)?(?P<link>https?://[^\s<>\"]+)(?:</a>)?"
    r"(?:\s|<br\s*/?>|</(?:p|div)>)*\Z"
)
_UNSAFE = re.compile(r"[\s<>\"]")


def read(resource):
    """What Google says of text and link → There (the text as Google spells it)."""
    text = resource.get("description") or ""
    state, link = _conference(resource)
    if not link:
        text, link = split(text)
    return There(text, link, state)


def write(changes, there):
    """The parts of a body that text and link need: ``description``, ``conferenceData``.

    ``changes`` is as in ``google_event.write_patch``; ``there`` what Google says now.
    """
    body = {}
    moved = changes.get("video", there.video) != there.video
    line = "" if there.conference == "video" else there.video
    wanted = line
    if moved:
        wanted = "" if is_wish(changes["video"]) else changes["video"]
        body.update(_write_conference(changes["video"], there.conference))
    if "description" in changes or (moved and wanted != line):
        body["description"] = join(
            changes.get("description", there.description), wanted
        )
    return body


def split(text):
    """A description → (the text without our line, the link or "")."""
    found = _LINE.search(text)
    if not found:
        return text, ""
    return text[: found.start()], found["link"].replace("&amp;", "&")


def join(text, link):
    """``split`` backwards; a line that is there is replaced. No link: the text alone.

    What cannot be a link on a page is left out: it would not be known again.
    """
    link = _UNSAFE.sub(lambda found: quote(found[0]), link.strip())
    if not link.startswith(("http://", "https://")):
        return text
    text, _old = split(text)
    return f"{text}{'<br>' if text else ''}Join: {link.replace('&', '&amp;')}"


def _write_conference(video, there):
    if is_wish(video):
        if there == "other":
            # A conference by phone alone would be lost.
            return {}
        request = {
            "requestId": video.removeprefix(WISH),
            "conferenceSolutionKey": {"type": MEET},
        }
        return {"conferenceData": {"createRequest": request}}
    return {"conferenceData": None} if there in ("video", "pending") else {}


def _conference(resource):
    """(state of Google's conference as in There, its link)."""
    data = resource.get("conferenceData") or {}
    for entry in data.get("entryPoints") or ():
        if entry.get("entryPointType") == "video" and entry.get("uri"):
            return "video", entry["uri"]
    if resource.get("hangoutLink"):
        return "video", resource["hangoutLink"]
    request = data.get("createRequest") or {}
    status = (request.get("status") or {}).get("statusCode")
    if data.get("entryPoints"):
        return "other", ""
    if status == "failure":
        return "failed", ""
    if request:
        return "pending", ""
    return ("other" if data else ""), ""
