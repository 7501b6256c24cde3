# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The plain things a world is made of. No behaviour beyond lookups.

Every calendar holds its *own copy* of an event, as in Google: the same meeting in
two people's calendars is two ``Copy`` rows with one id and one iCalUID, but with
etags, reminders and colours of their own.
"""

from dataclasses import dataclass, field

ROLES = ("freeBusyReader", "reader", "writerWithoutPrivateAccess", "writer", "owner")


def clone(value):
    """A deep copy of JSON data, several times faster than ``copy.deepcopy``."""
    if isinstance(value, dict):
        return {key: clone(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clone(item) for item in value]
    return value


def rank(role):
    """Position of an access role; -1 for no access."""
    return ROLES.index(role) if role in ROLES else -1


@dataclass
class Account:
    email: str
    name: str
    time_zone: str
    sub: str


@dataclass
class Client:
    """An OAuth client of the Google console."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uris: list
    publishing: str = "production"
    test_users: list = field(default_factory=list)
    verified: bool = True


@dataclass
class Copy:
    """One event in one calendar.

    ``position`` is the order of arrival (stable order of listings), ``change`` the
    number of its last change (what sync tokens compare). ``removed_by_guest``: the
    guest threw their copy away, later changes must not bring it back. ``lost``: the
    series no longer makes this instance (or is deleted itself); when it makes it again,
    it is as if nobody had ever touched it.
    """

    resource: dict
    position: int
    change: int
    stamp: int
    removed_by_guest: bool = False
    lost: bool = False

    @property
    def id(self):
        return self.resource["id"]

    @property
    def status(self):
        return self.resource.get("status", "confirmed")

    @property
    def cancelled(self):
        return self.status == "cancelled"

    @property
    def master_id(self):
        return self.resource.get("recurringEventId")


@dataclass
class Calendar:
    id: str
    summary: str
    time_zone: str
    owner: str | None = None
    primary: bool = False
    description: str = ""
    acl: dict = field(default_factory=dict)
    events: dict = field(default_factory=dict)
    stamp: int = 0
    # What a request for a conference gets: see ``conference.py``.
    conferences: str = "made"
    # Indexes kept by ``add``: iCalUID → event ids, master id → exception ids.
    uids: dict = field(default_factory=dict)
    children: dict = field(default_factory=dict)

    def add(self, copy):
        """Put a copy in (or replace the one with its id) and keep the indexes."""
        self.events[copy.id] = copy
        uid = copy.resource.get("iCalUID")
        if uid:
            self.uids.setdefault(uid, {})[copy.id] = True
        if copy.master_id:
            self.children.setdefault(copy.master_id, {})[copy.id] = True

    def exceptions(self, master_id):
        """Copies of this calendar that belong to the series ``master_id``."""
        found = (self.events[event_id] for event_id in self.children.get(master_id, ()))
        return [copy for copy in found if copy.master_id == master_id]

    def of_uid(self, uid):
        """Copies with this iCalUID: one event, or a series and its exceptions."""
        found = (self.events[event_id] for event_id in self.uids.get(uid, ()))
        return [copy for copy in found if copy.resource.get("iCalUID") == uid]


@dataclass
class ListEntry:
    """One row of one person's calendar list (the left column of Google Calendar)."""

    email: str
    calendar_id: str
    position: int
    change: int
    stamp: int
    settings: dict = field(default_factory=dict)
    deleted: bool = False
