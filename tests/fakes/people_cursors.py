# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pages and sync tokens of the People API.

A sync token dies seven days after the *full* listing it goes back to, however often it
was renewed since: Google says "7 days after the full sync". With a page or sync
token all other parameters must be those of the first call; only ``requestSyncToken``
may come or go, as in Google's own example.
"""

from . import cursors, people_errors
from .errors import ApiError
from .people_errors import invalid

LIFETIME = 7 * 86400
FREE = {"syncToken", "pageToken", "requestSyncToken"}


def size(params, default, name="pageSize", largest=1000):
    """How many a page holds; 0 and nothing are the default."""
    number = params.get(name) or default
    if not 1 <= number <= largest:
        raise invalid(f"Page size must be between 1 and {largest}.", "page_size")
    return number


def read_sync(world, list_id, params):
    """(number of the last change seen, time of the full sync); 400 otherwise."""
    data = _decode("sync", params["syncToken"], "syncToken")
    if data["l"] != list_id:
        raise invalid("Sync token is invalid.", "sync_token")
    too_old = world.clock.time() - data["t"] > LIFETIME
    if too_old or data["e"] != world.cursor_epoch(list_id):
        raise people_errors.expired_sync_token()
    if data["q"] != cursors.fingerprint(params, FREE):
        raise invalid(
            "Sync token is invalid: all other request parameters must match the first "
            "call.",
            "sync_token",
        )
    return data["c"], data["t"]


def new_sync(world, list_id, params, change, since):
    """``since`` is when the full listing was that all of it goes back to."""
    return cursors.encode(
        "sync",
        {
            "l": list_id,
            "q": cursors.fingerprint(params, FREE),
            "c": change,
            "e": world.cursor_epoch(list_id),
            "t": since,
        },
    )


def page(items, params, list_id, start, number):
    """One page of ``items`` = sorted ``[(key, value)]``.

    ``start`` is what the first page of the run knew (JSON); it travels in the page
    token, so that all pages of a run end in the same sync token. Returns (values, page
    token or None, the run's ``start``).
    """
    if params.get("pageToken"):
        data = _decode("page", params["pageToken"], "pageToken")
        query = cursors.fingerprint(params, {"pageToken", "requestSyncToken"})
        if data["l"] != list_id or data["q"] != query:
            raise invalid(
                "Page token is invalid: all other request parameters must match the "
                "first call.",
                "page_token",
            )
        start = data["c"]
        items = [item for item in items if list(item[0]) > data["a"]]
    chosen, rest = items[:number], items[number:]
    token = None
    if rest:
        query = cursors.fingerprint(params, {"pageToken", "requestSyncToken"})
        after = list(chosen[-1][0])
        token = cursors.encode(
            "page", {"l": list_id, "q": query, "a": after, "c": start}
        )
    return [value for _key, value in chosen], token, start


def _decode(kind, text, location):
    try:
        return cursors.decode(kind, text, location)
    except ApiError as error:
        raise invalid(error.message, location) from error
