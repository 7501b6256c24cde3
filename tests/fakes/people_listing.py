# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""people.connections.list and people.searchContacts: what Google shows late.

Listings see a write only ``world.contact_delay`` seconds after it; ``get`` sees it at
once. A search looks at what the last warm-up request (an empty query) saw, and finds
nothing before the first.

Where Google is silent: who was made and deleted between two syncs comes as deleted;
without ``metadata`` in the mask a deleted contact is only a name and an etag; the
losers of a merge come as deleted *and* among the winner's former names.
"""

import re

from . import people_cursors, people_store, person_fields, person_view
from .people_errors import invalid

MOST_VALUES = 100
SEARCHED = {
    "names": ("displayName", "unstructuredName", "givenName", "familyName"),
    "nicknames": ("value",),
    "emailAddresses": ("value",),
    "phoneNumbers": ("value", "canonicalForm"),
    "organizations": ("name", "title", "department"),
}


def connections(call):
    """The contacts, whole or since a sync token, in pages."""
    world, params = call.world, call.params
    if params["resourceName"] != "people/me":
        raise invalid("Resource name must be people/me.", "resource_name")
    mask = person_fields.mask(params.get("personFields"), "personFields")
    wanted = person_fields.sources(params.get("sources"))
    number = people_cursors.size(params, 100)
    book, list_id = people_store.book_of(world, call.email), f"people:{call.email}"
    since, began = None, world.clock.time()
    if "syncToken" in params:
        since, began = people_cursors.read_sync(world, list_id, params)
    elif "pageToken" not in params:
        world.people_quotas.full_sync(call.email)
    rows = _rows(world, book, since)
    total = len(rows)
    items = sorted(
        ((_key(version, params), (contact, version)) for contact, version in rows),
        key=lambda item: item[0],
    )
    start = [people_store.newest_seen(world, book), began]
    chosen, token, start = people_cursors.page(items, params, list_id, start, number)
    answer = {
        "connections": [
            _shortened(
                person_view.person(
                    book, contact, version, mask, wanted, since is not None
                )
            )
            for contact, version in chosen
        ],
        "totalPeople": total,
        "totalItems": total,
    }
    if token:
        answer["nextPageToken"] = token
    elif params.get("requestSyncToken"):
        answer["nextSyncToken"] = people_cursors.new_sync(
            world, list_id, params, *start
        )
    return {key: value for key, value in answer.items() if value}


def _shortened(person):
    """Of mail addresses and phone numbers a listing shows a hundred; ``get`` all."""
    for field in ("emailAddresses", "phoneNumbers"):
        if len(person.get(field, ())) > MOST_VALUES:
            person[field] = person[field][:MOST_VALUES]
    return person


def _rows(world, book, since):
    now = world.clock.time()
    rows = ((contact, contact.seen(now)) for contact in book.contacts.values())
    if since is None:
        return [(c, v) for c, v in rows if v is not None and not v.deleted]
    return [(c, v) for c, v in rows if v is not None and v.change > since]


def _key(version, params):
    """Sort key, JSON-able: page tokens carry it."""
    order = params.get("sortOrder", "LAST_MODIFIED_ASCENDING")
    if order == "LAST_MODIFIED_ASCENDING":
        return [version.change]
    if order == "LAST_MODIFIED_DESCENDING":
        return [-version.change]
    name = (version.person.get("names") or [{}])[0]
    first, last = name.get("givenName", ""), name.get("familyName", "")
    words = [first, last] if order == "FIRST_NAME_ASCENDING" else [last, first]
    return [*(word.casefold() for word in words), version.name]


def search(call):
    """people.searchContacts: prefixes of words, in names, addresses, numbers, firms."""
    world, params = call.world, call.params
    mask = person_fields.mask(params.get("readMask"), "readMask")
    wanted = person_fields.sources(params.get("sources"), ("READ_SOURCE_TYPE_CONTACT",))
    number = params.get("pageSize") or 10
    if number < 0:
        raise invalid("Page size must not be negative.", "page_size")
    if "query" not in params:
        raise invalid("The query is required.", "query")
    book = people_store.book_of(world, call.email)
    words = " ".join(params["query"].casefold().split())
    if not words:
        book.search_cache = [(c.number, v) for c, v in _rows(world, book, None)]
        return {}
    found = []
    for contact_number, version in book.search_cache or ():
        contact = book.contacts[contact_number]
        if _matches(book, contact, version, words):
            shown = person_view.person(book, contact, version, mask, wanted)
            found.append({"person": shown})
    return {"results": found[: min(number, 30)]} if found else {}


def _matches(book, contact, version, words):
    everything = person_view.person(
        book, contact, version, tuple(SEARCHED), {"CONTACT"}
    )
    pattern = re.compile(r"(?<!\w)" + re.escape(words))
    return any(
        pattern.search(" ".join(str(value.get(key, "")).casefold().split()))
        for field, keys in SEARCHED.items()
        for value in everything.get(field, ())
        for key in keys
    )


def other_contacts(call):
    """otherContacts.list: who was written to, as the world was told."""
    world, params = call.world, call.params
    mask = person_fields.mask(
        params.get("readMask"),
        "readMask",
        person_fields.OF_OTHERS,
        "otherContacts/list",
    )
    if "syncToken" in params or params.get("requestSyncToken"):
        raise invalid("The fake has no sync tokens of other contacts.")
    book, list_id = people_store.book_of(world, call.email), f"others:{call.email}"
    items = [((n,), other) for n, other in enumerate(book.others, 1)]
    chosen, token, _start = people_cursors.page(
        items, params, list_id, None, people_cursors.size(params, 100)
    )
    shown = [
        {k: v for k, v in other.items() if k in (*mask, "resourceName", "etag")}
        for other in chosen
    ]
    answer = {"otherContacts": shown, "totalSize": len(items), "nextPageToken": token}
    return {key: value for key, value in answer.items() if value}
