# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Faults of the People API: refused contacts, stale etags, its own kind of 429.

Mixed into ``Faults``; ``clear()`` forgets them with the others.
"""

import json

from . import errors, people_errors, people_quotas

PATH = "/v1/"


class ContactFaults:
    def refuse_contact(self, text, message="Invalid value"):
        """Refuse every create and update of a contact whose body holds ``text``.

        Alone it is a 400, in a batch the whole batch is, with details that name it.
        """
        self.world.poisoned_contacts.append((text, message))

    def break_on_contact(self, text):
        """500 for every request with a contact in it whose body holds ``text``."""
        self.world.breaking_contacts.append(text)

    def stale_contact(self, resource_name, times=1, change=None):
        """Somebody else changes the contact just before a write of it is looked at.

        ``change`` as in ``world.change_contact``; without it only the etag moves.
        Works for single writes and for batches that name the contact.
        """
        self.stale_contacts.append([resource_name, times, change])

    def expire_contact_cursors(self, email=None):
        """Sync tokens of contacts and groups answer EXPIRED_SYNC_TOKEN from now on."""
        self.world.expire_contact_cursors(email)

    def _disturb_contacts(self, method, params, body, email):
        """Carry out what ``stale_contact`` ordered, if this write is meant."""
        if not method.id.startswith("people.people."):
            return
        told = json.dumps(body, ensure_ascii=False)
        if any(text in told for text in self.world.breaking_contacts):
            raise errors.server_error(500)
        named = {params.get("resourceName")}
        if isinstance(body, dict) and isinstance(body.get("contacts"), dict):
            named.update(body["contacts"])
        for order in list(self.stale_contacts):
            resource_name, times, change = order
            if resource_name not in named:
                continue
            order[1] = times - 1
            if order[1] <= 0:
                self.stale_contacts.remove(order)
            self._disturb_contact(email, resource_name, change)

    def _disturb_contact(self, email, resource_name, change):
        world = self.world
        with world.lock:
            if world.contact(email, resource_name) is None:
                return
            if change:
                world.change_contact(email, resource_name, change)
            else:
                world.touch_contact(email, resource_name)


def limit(retry_after=None):
    """The 429 of a minute's critical writes, the quota that is used up first."""
    metric, title, name, _window = people_quotas.METRICS["critical_writes"]
    return people_errors.over_quota(metric, title, name, "minute per user", retry_after)
