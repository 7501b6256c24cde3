# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Page tokens and sync tokens: opaque to clients, bound to a query, mortal.

A sync token says "I have seen every change up to N of this list, asked like this".
It dies when the world expires cursors (``epoch``) or after ``LIFETIME``. A page token
holds the query and the key of the last item given, so changes between two pages
neither skip nor repeat what lies behind it.
"""

import base64
import binascii
import hashlib
import json

from .errors import full_sync_required, invalid

LIFETIME = 28 * 86400
COMMON = {"alt", "fields", "key", "oauth_token", "prettyPrint", "quotaUser", "userIp"}
WINDOW = {"timeMin", "timeMax"}


def fingerprint(params, without=()):
    """Short digest of the parameters that make a query what it is."""
    kept = {
        name: value
        for name, value in params.items()
        if name not in COMMON and name not in without
    }
    text = json.dumps(kept, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def encode(kind, data):
    raw = json.dumps({"k": kind, **data}, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(kind, text, location):
    """The token's data, or Google's 400 for text that never was such a token."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        data = json.loads(raw)
    except (binascii.Error, ValueError):
        data = None
    if not isinstance(data, dict) or data.get("k") != kind:
        words = "sync token value" if kind == "sync" else "page token value"
        raise invalid(f"Invalid {words}.", location)
    return data


def sync_query(params):
    """What a sync token is bound to: all but the token, the page and the window.

    A window (timeMin/timeMax) cannot be repeated beside a token, so it is not
    compared; the token itself remembers that there was one.
    """
    return fingerprint(params, {"syncToken", "pageToken"} | WINDOW)


def new_sync_token(world, list_id, params, change):
    return encode(
        "sync",
        {
            "l": list_id,
            "q": sync_query(params),
            "c": change,
            "e": world.cursor_epoch(list_id),
            "t": int(world.clock.time()),
        },
    )


def read_sync_token(world, list_id, params):
    """Number of the last change the client has seen; 400 or 410 otherwise."""
    data = decode("sync", params["syncToken"], "syncToken")
    if data["l"] != list_id:
        raise invalid("Invalid sync token value.", "syncToken")
    too_old = world.clock.time() - data["t"] > LIFETIME
    if data["e"] != world.cursor_epoch(list_id) or too_old:
        raise full_sync_required()
    if data["q"] != sync_query(params):
        raise invalid(
            "The query differs from the one the sync token was issued for.",
            "syncToken",
        )
    return data["c"]


def new_page_token(list_id, params, after, change):
    """``after``: sort key of the last item given; ``change``: where the run began."""
    query = fingerprint(params, {"pageToken"})
    return encode("page", {"l": list_id, "q": query, "a": after, "c": change})


def read_page_token(list_id, params):
    """(sort key to go on after, change number at the first page)."""
    data = decode("page", params["pageToken"], "pageToken")
    if data["l"] != list_id or data["q"] != fingerprint(params, {"pageToken"}):
        raise invalid("Invalid page token value.", "pageToken")
    return data["a"], data["c"]


def page(items, params, list_id, change, default, largest):
    """Cut one page out of ``items`` = sorted ``[(key, value)]``.

    Returns (values, next page token or None, change number at the run's start).
    """
    after = None
    if params.get("pageToken"):
        after, change = read_page_token(list_id, params)
        items = [item for item in items if list(item[0]) > after]
    size = min(params.get("maxResults", default), largest)
    chosen, rest = items[:size], items[size:]
    token = None
    if rest:
        token = new_page_token(list_id, params, list(chosen[-1][0]), change)
    return [value for _key, value in chosen], token, change
