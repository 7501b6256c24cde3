# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Listings of Google: page after page, whatever a page holds or lacks."""

from .errors import Transient


def pages(fetch, service, method):
    """Yield `fetch(page_token)` until a page has no `next_page_token`.

    A page token that comes twice would never end; it raises `Transient`.
    """
    seen, token = set(), None
    while True:
        page = fetch(token)
        yield page
        token = page.next_page_token
        if not token:
            return
        if token in seen:
            raise Transient(
                "Google repeats a page", service=service, method=method, status=200
            )
        seen.add(token)


def dicts(data, name):
    """Return the resources in the list `name` of an answer; what is none is dropped."""
    found = data.get(name)
    if not isinstance(found, list):
        return []
    return [item for item in found if isinstance(item, dict)]


def token(data, name):
    """Return the token `name` of an answer, or None."""
    return data.get(name) or None
