# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The address book of one account: contacts, groups, what listings can see of them.

A contact is a chain of ``Version``; the last one is the contact, earlier ones are kept
only while a listing may not see the newer yet (Google shows writes in listings minutes
later). Versions are never changed, only followed by others.
"""

from collections import defaultdict
from dataclasses import dataclass, field

SYSTEM_GROUPS = (
    *("myContacts", "all", "friends", "family", "coworkers", "blocked"),
    *("chatBuddies", "starred"),
)
# The only system groups a contact can be put into.
OPEN_GROUPS = ("myContacts", "starred")


@dataclass(frozen=True)
class Version:
    """One state of a contact.

    ``person`` holds the fields as they were written (names of ``person_fields``, a list
    of dicts each). Fields named in ``raw`` are shown exactly so, without what Google
    would add. ``others`` are sources beside the contact itself (a profile).
    ``previous`` are former resource names. ``visible_at`` is when listings see it, in
    seconds of the world's clock.
    """

    person: dict
    name: str
    change: int
    stamp: int
    key: str
    visible_at: float
    deleted: bool = False
    previous: tuple = ()
    raw: frozenset = frozenset()
    others: tuple = ()
    photo: bytes | None = None


@dataclass
class Contact:
    """``number`` is Google's own id of it, whatever its resource name."""

    number: int
    versions: list = field(default_factory=list)

    @property
    def latest(self):
        return self.versions[-1]

    @property
    def source_id(self):
        return f"{self.number:x}"

    def seen(self, now):
        """The newest version a listing may show, or None."""
        for version in reversed(self.versions):
            if version.visible_at <= now:
                return version
        return None


@dataclass
class Group:
    """``change`` and ``stamp`` as of contacts; the members are in the book."""

    id: str
    name: str
    change: int
    stamp: int
    system: bool = False
    client_data: list = field(default_factory=list)
    deleted: bool = False

    @property
    def resource_name(self):
        return f"contactGroups/{self.id}"


@dataclass
class Book:
    """``names`` maps every resource name in use to its contact's number; ``members``
    a group's id to the numbers of the living contacts in it, in order."""

    email: str
    contacts: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)
    members: dict = field(default_factory=lambda: defaultdict(dict))
    last_visible: float = 0.0
    search_cache: list | None = None
    others: list = field(default_factory=list)
    living: int = 0
    # Whether the values of a field are shown in any order.
    shuffled: bool = False

    def find(self, resource_name):
        """The living contact of this name, or None."""
        contact = self.contacts.get(self.names.get(resource_name))
        if contact is None or contact.latest.deleted:
            return None
        return contact

    def alive(self):
        """The living contacts in the order of their arrival."""
        return [c for c in self.contacts.values() if not c.latest.deleted]

    def group(self, name):
        """The living group of an id or resource name, or None."""
        group = self.groups.get(name.removeprefix("contactGroups/"))
        return None if group is None or group.deleted else group


def groups_of(person):
    """Ids of the groups a person's fields name, in order."""
    found = []
    for membership in person.get("memberships") or ():
        inner = membership.get("contactGroupMembership") or {}
        name = inner.get("contactGroupResourceName") or inner.get("contactGroupId")
        if name:
            found.append(name.removeprefix("contactGroups/"))
    return list(dict.fromkeys(found))


def membership(group_id):
    """The field value that puts a contact into a group."""
    name = f"contactGroups/{group_id}"
    return {"contactGroupMembership": {"contactGroupResourceName": name}}
