# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Quotas of the People API over a sliding minute (or day), off unless switched on.

What a call costs is documented: a single create or update 1 critical read, 1 critical
write and 1 daily write; a batch of them 6, 6 and 200; a delete 1 and a batch of them
10 of the writes of their own. The ceilings are shown in Google's console only and
differ from project to project: ``OBSERVED`` is one of them.
"""

from collections import defaultdict, deque

from . import people_errors

MINUTE, DAY = 60.0, 86400.0
# name → (metric, its title in messages, name of the limit, window)
METRICS = {
    "critical_reads": (
        "critical_read_requests",
        "Critical read requests (Contact and Profile Reads)",
        "CriticalReadsPerMinutePerProjectPerUser",
        MINUTE,
    ),
    "critical_writes": (
        "critical_write_requests",
        "Critical write requests (Contact Creates and Updates)",
        "CriticalWritesPerMinutePerProjectPerUser",
        MINUTE,
    ),
    "group_reads": (
        "read_requests",
        "Read requests (Group Reads)",
        "ReadsPerMinutePerProjectPerUser",
        MINUTE,
    ),
    "group_writes": (
        "write_requests",
        "Write requests (Deletes and Group Writes)",
        "WritesPerMinutePerProjectPerUser",
        MINUTE,
    ),
    "photos": (
        "photo_requests",
        "Photo requests",
        "PhotosPerMinutePerProjectPerUser",
        MINUTE,
    ),
    "daily_writes": (
        "daily_contact_writes",
        "Daily Contact Writes",
        "DailyContactWritesPerDayPerProject",
        DAY,
    ),
}
OBSERVED = {
    "critical_reads": 60,
    "critical_writes": 30,
    "group_reads": 90,
    "group_writes": 30,
    "photos": 50,
    "daily_writes": 100000,
}
READ, GROUP_READ = {"critical_reads": 1}, {"group_reads": 1}
WRITE = {"critical_reads": 1, "critical_writes": 1, "daily_writes": 1}
BATCH_WRITE = {"critical_reads": 6, "critical_writes": 6, "daily_writes": 200}
COSTS = {
    "people.people.createContact": WRITE,
    "people.people.updateContact": WRITE,
    "people.people.batchCreateContacts": BATCH_WRITE,
    "people.people.batchUpdateContacts": BATCH_WRITE,
    "people.people.deleteContact": {"group_writes": 1},
    "people.people.batchDeleteContacts": {"group_writes": 10},
    "people.people.updateContactPhoto": {"photos": 1},
    "people.people.deleteContactPhoto": {"photos": 1},
    "people.contactGroups.list": GROUP_READ,
    "people.contactGroups.get": GROUP_READ,
    "people.contactGroups.batchGet": GROUP_READ,
    "people.contactGroups.create": {"group_writes": 1},
    "people.contactGroups.update": {"group_writes": 1},
    "people.contactGroups.delete": {"group_writes": 1},
    "people.contactGroups.members.modify": {"group_writes": 1},
}


class PeopleQuotas:
    """``limits`` by the names of ``METRICS``, None for no limit."""

    def __init__(self, world):
        self.world = world
        self.set()

    def set(self, full_syncs=None, **limits):
        """Set the limits that are named and lift all others.

        ``full_syncs`` is the fixed limit on first pages of full listings, a minute and
        person.
        """
        unknown = set(limits) - set(METRICS)
        if unknown:
            raise ValueError(f"There are no such quotas: {sorted(unknown)}.")
        self.limits = limits
        self.full_syncs = full_syncs
        self._seen = defaultdict(deque)

    def spend(self, method_id, email):
        """Pay for one call; 429 when it is one too many, and then nothing is paid."""
        costs = COSTS.get(method_id, READ)
        for name, cost in costs.items():
            limit = self.limits.get(name)
            metric, title, limit_name, window = METRICS[name]
            if limit is None:
                continue
            if self._spent((name, email), window) + cost > limit:
                per = "day" if window == DAY else "minute per user"
                raise people_errors.over_quota(metric, title, limit_name, per)
        for name, cost in costs.items():
            if self.limits.get(name) is not None:
                self._seen[name, email].append((self.world.clock.time(), cost))

    def full_sync(self, email):
        """Pay for the first page of a full listing."""
        if self.full_syncs is None:
            return
        key = ("full_syncs", email)
        if self._spent(key, MINUTE) >= self.full_syncs:
            raise people_errors.exhausted("FBS quota limit exceeded")
        self._seen[key].append((self.world.clock.time(), 1))

    def _spent(self, key, window):
        seen = self._seen[key]
        while seen and seen[0][0] <= self.world.clock.time() - window:
            seen.popleft()
        return sum(cost for _at, cost in seen)
