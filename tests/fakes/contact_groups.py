# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""contactGroups: labels, and who has which.

Where Google is silent: names are compared without case, and those of the system groups
are taken, too; an etag sent with an update must be the group's; putting people in or
out moves *their* etags and leaves the group's alone; a contact whose last group is
deleted goes to ``myContacts``; a name both added and removed is refused.
"""

from . import people_cursors, people_errors, people_etags, people_store, person_fields
from .clock import EPOCH
from .model import clone
from .people_errors import invalid
from .people_model import OPEN_GROUPS, Group, groups_of, membership

MOST_MODIFIED = 1000
MOST_READ = 200
DEFAULT = ("metadata", "groupType", "memberCount", "name")
AFTER_WRITE = ("metadata", "groupType", "name")
TITLES = {
    "myContacts": "My Contacts",
    "all": "All Contacts",
    "friends": "Friends",
    "family": "Family",
    "coworkers": "Coworkers",
    "blocked": "Blocked",
    "chatBuddies": "Chat contacts",
    "starred": "Starred",
}


def resource(world, book, group, mask, most=0):
    """A ContactGroup; with ``most`` > 0 the names of so many members."""
    shown = {
        "resourceName": group.resource_name,
        "etag": people_etags.of_group(group.stamp),
    }
    if group.deleted:
        shown["metadata"] = {"deleted": True}
        return shown
    if "metadata" in mask:
        at = EPOCH.fromtimestamp(group.stamp / 1000, EPOCH.tzinfo)
        shown["metadata"] = {"updateTime": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    if "groupType" in mask:
        kind = "SYSTEM" if group.system else "USER"
        shown["groupType"] = f"{kind}_CONTACT_GROUP"
    if "name" in mask:
        titles = {**TITLES, **world.group_titles}
        shown["name"] = group.name
        shown["formattedName"] = titles[group.id] if group.system else group.name
    if "clientData" in mask and group.client_data:
        shown["clientData"] = clone(group.client_data)
    members = _members(book, group)
    if "memberCount" in mask and members:
        shown["memberCount"] = len(members)
    if most and members:
        shown["memberResourceNames"] = members[:most]
    return shown


def _members(book, group):
    """Resource names of the living members, in the order they came."""
    numbers = book.members[group.id]
    return [book.contacts[number].latest.name for number in numbers]


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
        "contactGroups": [resource(world, book, group, mask) for group in chosen],
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
    return resource(call.world, book, _group(call, book), mask, most)


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
            response["contactGroup"] = resource(call.world, book, group, mask, most)
            response["status"] = {}
        responses.append(response)
    return {"responses": responses}


def create(call):
    mask = _mask(call.body.get("readGroupFields"), AFTER_WRITE)
    book, given = _book(call), call.body.get("contactGroup") or {}
    group = new(call.world, book, given.get("name"), given.get("clientData"))
    return resource(call.world, book, group, mask)


def new(world, book, name, client_data=None):
    """A further group of the person; 409 when the name is taken."""
    name = _checked_name(book, name)
    position = world.next_position()
    digest = people_etags.of_group(position)
    group_id = f"{int.from_bytes(digest.encode(), 'big') % 16**15:x}"
    group = Group(group_id, name, 0, 0, client_data=clone(client_data or []))
    people_store.touch_group(world, group)
    book.groups[group.id] = group
    return group


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
    change(call.world, book, group, given, fields)
    return resource(call.world, book, group, mask)


def change(world, book, group, given, fields):
    _check_own(group)
    if "name" in fields:
        group.name = _checked_name(book, given.get("name"), group)
    if "clientData" in fields:
        group.client_data = clone(given.get("clientData") or [])
    people_store.touch_group(world, group)


def delete(call):
    book = _book(call)
    remove(
        call.world, book, _group(call, book), bool(call.params.get("deleteContacts"))
    )
    return {}


def remove(world, book, group, with_contacts=False):
    """Delete a group, its members with it or out of it."""
    _check_own(group)
    for number in list(book.members[group.id]):
        contact = book.contacts[number]
        if with_contacts:
            people_store.delete(world, book, contact)
        else:
            left = [g for g in groups_of(contact.latest.person) if g != group.id]
            put_into(world, book, contact, left or ["myContacts"])
    group.deleted = True
    people_store.touch_group(world, group)


def put_into(world, book, contact, group_ids):
    """Have the contact be in just these groups."""
    person = dict(contact.latest.person)
    person["memberships"] = [membership(group_id) for group_id in group_ids]
    raw = contact.latest.raw - {"memberships"}
    people_store.write(world, book, contact, person=person, raw=raw)


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
            put_into(world, book, contact, after)
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


def _checked_name(book, name, group=None):
    name = (name or "").strip()
    if not name:
        raise invalid("Contact group name is required.", "contact_group.name")
    for other in book.groups.values():
        taken = other.name.casefold() == name.casefold() and not other.deleted
        if taken and other is not group:
            raise people_errors.error(
                "ALREADY_EXISTS", "Contact group name already exists."
            )
    return name


def _check_own(group):
    if group.system:
        raise invalid(
            f'The system group "{group.id}" cannot be changed.', "resource_name"
        )
