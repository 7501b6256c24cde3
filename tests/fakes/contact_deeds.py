# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What only Google's own screens do to contacts: merge, restore, rename; odd seeds."""

from . import people_store, person_fields
from .model import clone
from .people_model import Contact, groups_of, membership


def restore(world, book, resource_name):
    """Bring a deleted contact back into those of its groups that are still there."""
    contact = book.contacts.get(book.names.get(resource_name))
    if contact is None or not contact.latest.deleted:
        raise KeyError(resource_name)
    last = contact.latest
    ids = [group_id for group_id in groups_of(last.person) if book.group(group_id)]
    changes = {"deleted": False}
    if ids != groups_of(last.person):
        memberships = [membership(group_id) for group_id in ids or ["myContacts"]]
        changes["person"] = {**last.person, "memberships": memberships}
        changes["raw"] = last.raw - {"memberships"}
    people_store.write(world, book, contact, **changes)
    return contact


def merge(world, book, contact, losers):
    """Give the contact what the losers say and how they were called; delete them."""
    person, previous = dict(contact.latest.person), contact.latest.previous
    for loser in losers:
        for field, values in loser.latest.person.items():
            known = person.get(field, [])
            if known and field in person_fields.SINGLETONS:
                continue
            new = [clone(value) for value in values if value not in known]
            for value in new if known else ():
                value.pop("metadata", None)
            person[field] = [*known, *new]
        previous = (*previous, loser.latest.name, *loser.latest.previous)
        people_store.delete(world, book, loser)
    people_store.write(world, book, contact, person=person, previous=previous)


def rename(world, book, contact, new_name=None, follow=True):
    """Give the contact another resource name; returns it."""
    new_name = new_name or f"people/1{contact.number}0"
    if new_name in book.names:
        raise ValueError(f"{new_name} is taken.")
    previous = (*contact.latest.previous, contact.latest.name)
    book.names[new_name] = contact.number
    for name in () if follow else previous:
        if book.names.get(name) == contact.number:
            del book.names[name]
    people_store.write(world, book, contact, name=new_name, previous=previous)
    return new_name


def store_raw(world, book, resource, **state):
    """Keep a resource exactly as it is, oddities included; returns the contact."""
    resource = clone(resource)
    metadata = resource.pop("metadata", None) or {}
    sources = metadata.get("sources") or []
    resource.pop("etag", None)
    name = resource.pop("resourceName", None)
    state.setdefault("others", tuple(s for s in sources if s.get("type") != "CONTACT"))
    state.setdefault("raw", frozenset(resource))
    if name is None:
        version = people_store.create(world, book, resource, **state)
        return book.contacts[book.names[version.name]]
    own = [source.get("id") for source in sources if source.get("type") == "CONTACT"]
    digits = name.removeprefix("people/").removeprefix("c")
    number = int(own[0], 16) if own else int(digits)
    if number in book.contacts or name in book.names:
        raise ValueError(f"{name} is there already.")
    contact = Contact(number)
    people_store.add(world, book, contact, person=resource, name=name, **state)
    return contact
