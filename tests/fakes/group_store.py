# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Labels themselves: how one is shown, how it is made, renamed and deleted."""

from . import people_errors, people_etags, people_store
from .clock import EPOCH
from .model import clone
from .people_errors import invalid
from .people_model import Group, groups_of, membership

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


def change(world, book, group, given, fields):
    _check_own(group)
    if "name" in fields:
        group.name = _checked_name(book, given.get("name"), group)
    if "clientData" in fields:
        group.client_data = clone(given.get("clientData") or [])
    people_store.touch_group(world, group)


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
