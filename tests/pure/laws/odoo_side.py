# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A very small Odoo: events as values, with all the ways in which Odoo is lossy.

It demands a title, drops guests it has no contact for, wraps and cleans HTML, cannot
leave the reminders open, and keeps the owner of a synced calendar among the guests.
"""

import re

from ....mapping import odoo_event
from ....mapping.model import WISH

UNTITLED = "(No title)"
DEFAULT_REMINDERS = [["popup", 10]]


class OdooSide:
    """``contacts``: the addresses that Odoo has a contact for."""

    def __init__(self, contacts):
        self.contacts = frozenset(contacts)
        self.events = {}  # id → values
        self.writes = 0  # by the sync
        self._last_id = 0

    # -- what the sync asks ----------------------------------------------------------

    def form(self, event_id):
        values = self.events.get(event_id)
        if values is None:
            return None
        wish = f"{WISH}{event_id}-{values['wishes']}" if values["wanted"] else ""
        return odoo_event.read({**values, "video": values["video"] or wish})

    def create(self, form, owner, organizer):
        self.writes += 1
        self._last_id += 1
        self.events[self._last_id] = {
            "user": organizer,
            "attendees": {},
            "alarms": [],
            "video": "",
            "wanted": False,
            "wishes": 0,
        }
        self._store(self._last_id, form, owner)
        guests = self.events[self._last_id]["attendees"]
        guests.setdefault(owner, "accepted")
        return self._last_id

    def update(self, event_id, changes, owner):
        self.writes += 1
        self._store(event_id, changes, owner)

    def delete(self, event_id):
        self.writes += 1
        self.events.pop(event_id, None)

    def decline(self, event_id, address):
        guests = self.events[event_id]["attendees"]
        if guests.get(address, "declined") != "declined":
            self.writes += 1
            guests[address] = "declined"

    def hold(self, form, owner):
        """How Odoo would hold a form: what both sides can be compared by."""
        guests = {k: v for k, v in form["attendees"].items() if k in self.contacts}
        guests.setdefault(owner, "accepted")
        return {
            **form,
            "title": form["title"] or UNTITLED,
            "description": clean(form["description"]),
            "reminders": DEFAULT_REMINDERS
            if form["reminders"] is None
            else form["reminders"],
            "attendees": guests,
        }

    # -- what people do --------------------------------------------------------------

    def person_creates(self, form, user):
        event_id = self.create(form, user, user)
        self.writes -= 1
        return event_id

    def person_edits(self, event_id, changes):
        self._store(event_id, changes, None)

    def person_wishes(self, event_id):
        values = self.events[event_id]
        values["wanted"] = True
        values["wishes"] += 1

    def meet_wish(self, event_id, link):
        """The answer to a wish; it does not count as a write of the sync."""
        self.events[event_id].update(video=link, wanted=False)

    # -- inside ----------------------------------------------------------------------

    def _store(self, event_id, changes, owner):
        values = self.events[event_id]
        values.update(odoo_event.write(changes, UNTITLED))
        if "description" in values:
            values["description"] = clean(values["description"])
        if "reminders" in changes:
            wanted = changes["reminders"]
            wanted = DEFAULT_REMINDERS if wanted is None else wanted
            values["alarms"] = [
                ("email" if method == "email" else "notification", minutes)
                for method, minutes in wanted
            ]
        if "video" in changes:
            values["video"] = values.pop("videocall_location") or ""
            values["wanted"] = values.pop("gws_meet_wanted")
        for address, answer in (changes.get("attendees") or {}).items():
            if address not in self.contacts:
                continue
            if answer is not None:
                values["attendees"][address] = answer
            elif address != owner:
                values["attendees"].pop(address, None)


def clean(text):
    """As the host's HTML field does it: no scripts, and a paragraph around."""
    text = re.sub(r"<script.*?</script>", "", text)
    return f"<p>{text}</p>" if text and not text.startswith("<p>") else text
