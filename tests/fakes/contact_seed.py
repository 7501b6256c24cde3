# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Address books in seeds: an account's labels and contacts, and whole books of dumps.

::

    "groups": [{"name": "Customers", "id": "9a1b", "client_data": []}],
    "contacts": [{"names": [...], …, "labels": ["Customers"], "photo": "<base64>"}],
    "raw_contacts": [{"resourceName": "people/c1", …}],
    "other_contacts": [{"names": [...], "emailAddresses": [...]}]

``contacts`` are bodies as a client would send them, with the names of their labels
beside them; ``raw_contacts`` are shown exactly as given. A group's ``id`` may be
missing. ``dump`` writes ``books``: every state of every contact, so that a client's
etags and sync tokens go on working in the world that loads them.
"""

import base64

from . import people_store
from .model import clone
from .people_model import Book, Contact, Group, Version, membership

KEYS = {"groups", "contacts", "raw_contacts", "other_contacts"}


def load(world, email, spec):
    """Add one account's labels and contacts; the caller holds the lock."""
    if not KEYS & set(spec):
        return
    book = people_store.book_of(world, world.account(email).email)
    for group in spec.get("groups", ()):
        known = book.group(group["id"]) if group.get("id") else None
        if known is None:
            world.put_group(email, group["name"], group.get("client_data"))
            if group.get("id"):
                _rename_id(book, group["name"], group["id"])
    for resource in spec.get("raw_contacts", ()):
        world.seed_raw_contact(email, resource)
    by_name = {group.name: group.id for group in book.groups.values()}
    for body in spec.get("contacts", ()):
        body = clone(body)
        labels, photo = body.pop("labels", ()), body.pop("photo", None)
        if labels:
            wanted = ["myContacts", *(by_name[label] for label in labels)]
            body["memberships"] = [membership(group_id) for group_id in wanted]
        made = world.put_contact(email, body)
        if photo:
            world.set_photo(email, made["resourceName"], photo)
    for person in spec.get("other_contacts", ()):
        world.put_other_contact(email, person)


def _rename_id(book, name, group_id):
    group = next(g for g in book.groups.values() if g.name == name and not g.deleted)
    del book.groups[group.id]
    group.id = group_id
    book.groups[group_id] = group


def dump(world):
    """Every address book as JSON."""
    return [
        {
            "email": book.email,
            "names": dict(book.names),
            "others": clone(book.others),
            "last_visible": book.last_visible,
            "groups": [clone(vars(group)) for group in book.groups.values()],
            "contacts": [
                {
                    "number": contact.number,
                    "versions": [_version(v) for v in contact.versions],
                }
                for contact in book.contacts.values()
            ],
        }
        for book in world.books.values()
    ]


def _version(version):
    data = clone(vars(version))
    data["previous"], data["others"] = list(version.previous), list(version.others)
    data["raw"] = sorted(version.raw)
    if version.photo is not None:
        data["photo"] = base64.b64encode(version.photo).decode()
    return data


def restore(world, books):
    """Put dumped address books in, in place of those of their accounts."""
    for data in books:
        book = Book(data["email"], others=clone(data["others"]))
        book.last_visible = data["last_visible"]
        for spec in data["groups"]:
            book.groups[spec["id"]] = Group(**clone(spec))
        for spec in data["contacts"]:
            contact = Contact(spec["number"])
            contact.versions = [_read(v) for v in spec["versions"]]
            book.contacts[contact.number] = contact
            people_store.index(book, contact, None, contact.latest)
        book.names.update(data["names"])
        world.books[data["email"]] = book


def _read(data):
    data = clone(data)
    data["previous"], data["others"] = tuple(data["previous"]), tuple(data["others"])
    data["raw"] = frozenset(data["raw"])
    if data["photo"] is not None:
        data["photo"] = base64.b64decode(data["photo"])
    return Version(**data)
