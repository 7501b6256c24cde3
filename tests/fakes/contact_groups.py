# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""contactGroups: labels, and who has which.

Where Google is silent: names are compared without case, and those of the system groups
are taken, too; an etag sent with an update must be the group's; putting people in or
out moves *their* etags and leaves the group's alone; a contact whose last group is
deleted goes to ``myContacts``; a name both added and removed is refused.
"""

from . import (
    group_store,
    people_cursors,
    people_errors,
    people_etags,
    people_store,
    person_fields,
)
from .people_errors import invalid
from .people_model import OPEN_GROUPS, groups_of

MOST_MODIFIED = 1000
MOST_READ = 200
DEFAULT = ("metadata", "groupType", "memberCount", "name")
AFTER_WRITE = ("metadata", "groupType", "name")


def list_groups(call):
    """contactGroups.list in pages; every last page has a sync token."""
    world, params = call.world, call.params
    mask = _mask(params.get("groupFields"), DEFAULT)
    number = people_cursors.size(params, 30)
    book, list_id = _book(call), f"groups:{call.email}"
    since, began = None, world.clock.time()
    if "syncToken" in params:
        since, began = people_cursors.read_sync(world, list_id, params)
    groups = [
        group
        for group in book.groups.values()
        if (group.change > since if since is not None else not group.deleted)
    ]
    items = sorted((([group.change], group) for group in groups), key=lambda i: i[0])
    start = [world.last_change, began]
    chosen, token, start = people_cursors.page(items, params, list_id, start, number)
    answer = {
        "contactGroups": [
            group_store.resource(world, book, group, mask) for group in chosen
        ],
        "totalItems": len(groups),
        "nextPageToken": token,
    }
    if not token:
        answer["nextSyncToken"] = people_cursors.new_sync(
            world, list_id, params, *start
        )
    return {key: value for key, value in answer.items() if value}


def get(call):
    mask, most = _mask(call.params.get("groupFields"), DEFAULT), _most(call)
    book = _book(call)
    return group_store.resource(call.world, book, _group(call, book), mask, most)


def batch_get(call):
    """Up to 200 groups, each with a status of its own."""
    mask, most = _mask(call.params.get("groupFields"), DEFAULT), _most(call)
    names = call.params.get("resourceNames") or []
    if not 1 <= len(names) <= MOST_READ:
        raise invalid(f"Between 1 and {MOST_READ} resource names.", "resource_names")
    book, responses = _book(call), []
    for name in names:
        response = {"requestedResourceName": name}
        group = book.group(name) if name.startswith("contactGroups/") else None
        if group is None:
            response["status"] = people_errors.as_status(people_errors.not_found())
        else:
            response["contactGroup"] = group_store.resource(
                call.world, book, group, mask, most
            )
            response["status"] = {}
        responses.append(response)
    return {"responses": responses}


def create(call):
    mask = _mask(call.body.get("readGroupFields"), AFTER_WRITE)
    book, given = _book(call), call.body.get("contactGroup") or {}
    group = group_store.new(
        call.world, book, given.get("name"), given.get("clientData")
    )
    return group_store.resource(call.world, book, group, mask)


def update(call):
    """Rename a group, or replace its client data."""
    body, book = call.body, _book(call)
    group = _group(call, book)
    fields = person_fields.mask(
        body.get("updateGroupFields"),
        "updateGroupFields",
        ("clientData", "name"),
        "contactGroups/update",
        ("name",),
    )
    mask = _mask(body.get("readGroupFields"), AFTER_WRITE)
    given = body.get("contactGroup") or {}
    if given.get("etag", people_etags.of_group(group.stamp)) != people_etags.of_group(
        group.stamp
    ):
        raise people_errors.precondition(
            "Request contactGroup.etag is different than the current contactGroup.etag."
        )
    group_store.change(call.world, book, group, given, fields)
    return group_store.resource(call.world, book, group, mask)


def delete(call):
    book = _book(call)
    group_store.remove(
        call.world, book, _group(call, book), bool(call.params.get("deleteContacts"))
    )
    return {}


def modify_members(call):
    """Put up to 1,000 contacts into a group and out of it.

    Unknown names and contacts that would be left without a group are told, the others
    are done.
    """
    world, book = call.world, _book(call)
    group = _group(call, book)
    added = call.body.get("resourceNamesToAdd") or []
    removed = call.body.get("resourceNamesToRemove") or []
    if len(added) + len(removed) > MOST_MODIFIED:
        raise invalid(f"At most {MOST_MODIFIED} resource names.", "resource_names")
    if set(added) & set(removed):
        raise invalid("A resource name is both added and removed.", "resource_names")
    if added and group.system and group.id not in OPEN_GROUPS:
        raise invalid(
            f'Contacts cannot be added to the system group "{group.id}".',
            "resource_name",
        )
    missing, kept = [], []
    for name in [*added, *removed]:
        contact = book.find(name)
        if contact is None:
            missing.append(name)
            continue
        before = groups_of(contact.latest.person)
        after = [g for g in before if g != group.id]
        if name in added:
            after = [*before, group.id] if group.id not in before else before
        if not after:
            kept.append(name)
        elif after != before:
            group_store.put_into(world, book, contact, after)
    answer = {
        "notFoundResourceNames": missing,
        "canNotRemoveLastContactGroupResourceNames": kept,
    }
    return {key: names for key, names in answer.items() if names}


def _book(call):
    return people_store.book_of(call.world, call.email)


def _group(call, book):
    group = book.group(call.params["resourceName"])
    if group is None:
        raise people_errors.not_found()
    return group


def _mask(text, default):
    return person_fields.mask(
        text,
        "groupFields",
        person_fields.GROUP_FIELDS,
        "contactGroups/get",
        default,
    )


def _most(call):
    most = call.params.get("maxMembers") or 0
    if most < 0:
        raise invalid("Max members must not be negative.", "max_members")
    return most
