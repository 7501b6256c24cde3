# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A very small Google: events with etags, copies for guests, tombstones, faults.

It speaks in resources as Calendar v3 does, so that the mapping is part of every law.
It knows the rules the laws lean on (an id is given once, a stale etag is refused, a
guest writes only what is theirs) and raises AssertionError when the sync breaks one
that it should never even try.
"""

import copy


class Refused(Exception):
    """A request that Google turns down: ``status`` 409, 410 or 412."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


class Lost(Exception):
    """No answer came. Whether the request had its effect is not known."""


# What each person keeps on their own copy (Calendar v3: reminders belong to the
# signed-in user; show-as and visibility of a guest are the guest's).
OWN_KEYS = ("reminders", "transparency", "visibility")
GUEST_MAY_WRITE = {"reminders", "attendees"}
CONFERENCE = "conferenceData"


def conference(link):
    return {"entryPoints": [{"entryPointType": "video", "uri": link}]}


class GoogleSide:
    """``people``: the addresses whose calendars exist here."""

    def __init__(self, people):
        self.people = tuple(people)
        self.meetings = {}  # id → what all copies share
        self.copies = {}  # (address, id) → {"etag", "cancelled", own keys}
        self.journal = []  # (address, id) in the order of change
        self.writes = 0  # writes by the sync, not by people
        self.faults = []  # for the next writes: "", "lost", "refused"
        self.requests = set()  # ids of the conferences asked for
        self._clock = 0

    # -- what a client sees ----------------------------------------------------------

    def changes(self, address, cursor):
        """Resources of one calendar changed since ``cursor`` → (list, new cursor)."""
        ids = dict.fromkeys(
            google_id for who, google_id in self.journal[cursor:] if who == address
        )
        resources = [self.resource(address, google_id) for google_id in ids]
        return resources, len(self.journal)

    def get(self, address, google_id):
        if (address, google_id) not in self.copies:
            raise Refused(410)
        return self.resource(address, google_id)

    def resource(self, address, google_id):
        own = self.copies[address, google_id]
        if own["cancelled"]:
            return {"id": google_id, "status": "cancelled", "etag": own["etag"]}
        shared = copy.deepcopy(self.meetings[google_id])
        organizer = shared.pop("organizer")
        for attendee in shared.get("attendees", ()):
            if attendee.get("email") == address:
                attendee["self"] = True
        resource = {
            "id": google_id,
            "iCalUID": f"{google_id}@google.com",
            "etag": own["etag"],
            "status": "confirmed",
            "organizer": {"email": organizer},
            **shared,
            **copy.deepcopy({key: own[key] for key in OWN_KEYS if key in own}),
        }
        if organizer == address:
            resource["organizer"]["self"] = True
        return resource

    # -- what the sync writes --------------------------------------------------------

    def insert(self, address, body):
        body = dict(body)
        google_id = body.pop("id")
        body.pop("extendedProperties", None)
        with_effect = self._fault()
        if google_id in self.meetings:
            raise Refused(409)
        if with_effect:
            self.create(address, google_id, body)
        return self._answer(address, google_id, with_effect)

    def patch(self, address, google_id, body, etag):
        own = self._writable(address, google_id, etag)
        with_effect = self._fault()
        if with_effect:
            if not own["organizer"]:
                assert set(body) <= GUEST_MAY_WRITE, f"a guest may not write {body}"
            self.edit(address, google_id, body)
        return self._answer(address, google_id, with_effect)

    def delete(self, address, google_id, etag):
        self._writable(address, google_id, etag)
        with_effect = self._fault()
        if with_effect:
            self.remove(address, google_id)
        self._answer(address, google_id, with_effect)

    # -- what people do --------------------------------------------------------------

    def create(self, address, google_id, body):
        self.meetings[google_id] = {"organizer": address}
        self.copies[address, google_id] = {
            "cancelled": False,
            "reminders": {"useDefault": True},
        }
        self.edit(address, google_id, body)

    def edit(self, address, google_id, body):
        """Set keys of a meeting; None takes a key off. A guest's answer travels."""
        body = copy.deepcopy(body)
        meeting = self.meetings[google_id]
        own = self.copies[address, google_id]
        for key in OWN_KEYS:
            if key in body:
                own[key] = body.pop(key)
        if meeting["organizer"] == address:
            for key, value in body.items():
                meeting[key] = self._conference(value) if key == CONFERENCE else value
        elif "attendees" in body:
            mine = [a for a in body["attendees"] if a.get("email") == address]
            others = [a for a in body["attendees"] if a.get("email") != address]
            before = [a for a in meeting["attendees"] if a.get("email") != address]
            assert others == before, "a guest may not write about other guests"
            self._set_answer(google_id, address, mine[0]["responseStatus"])
        self._invite(google_id)
        self._touch(google_id)

    def answer(self, address, google_id, answer):
        self._set_answer(google_id, address, answer)
        self._touch(google_id)

    def remove(self, address, google_id):
        meeting = self.meetings[google_id]
        if meeting["organizer"] == address:
            self._touch(google_id)
            for (_who, which), own in self.copies.items():
                if which == google_id:
                    own["cancelled"] = True
            return
        self._set_answer(google_id, address, "declined")
        self._touch(google_id)
        self.copies[address, google_id]["cancelled"] = True

    def alive(self, address):
        """The ids of the living events of one calendar."""
        return [
            google_id
            for (who, google_id), own in self.copies.items()
            if who == address and not own["cancelled"]
        ]

    # -- inside ----------------------------------------------------------------------

    def _conference(self, data):
        """Google makes the conference that is asked for; one for each request."""
        if data and "createRequest" in data:
            request = data["createRequest"]["requestId"]
            self.requests.add(request)
            return conference(f"https://meet.google.com/{request}")
        return data

    def _set_answer(self, google_id, address, answer):
        for attendee in self.meetings[google_id].get("attendees", ()):
            if attendee.get("email") == address:
                attendee["responseStatus"] = answer

    def _invite(self, google_id):
        """Copies appear and vanish with the guest list."""
        meeting = self.meetings[google_id]
        for attendee in meeting.get("attendees") or ():
            attendee.pop("self", None)
        invited = {a.get("email") for a in meeting.get("attendees") or ()}
        for address in self.people:
            if address == meeting["organizer"]:
                continue
            own = self.copies.get((address, google_id))
            if address in invited and own is None:
                self.copies[address, google_id] = {
                    "cancelled": False,
                    "reminders": {"useDefault": True},
                }
            elif own is not None and address not in invited and not own["cancelled"]:
                own["cancelled"] = True
                self._stamp(address, google_id)

    def _touch(self, google_id):
        for (who, which), own in self.copies.items():
            if which == google_id and not own["cancelled"]:
                self._stamp(who, google_id)

    def _stamp(self, address, google_id):
        self._clock += 1
        self.copies[address, google_id]["etag"] = f'"{self._clock}"'
        self.journal.append((address, google_id))

    def _writable(self, address, google_id, etag):
        own = self.copies.get((address, google_id))
        if own is None or own["cancelled"]:
            raise Refused(410)
        if etag and own["etag"] != etag:
            raise Refused(412)
        return {**own, "organizer": self.meetings[google_id]["organizer"] == address}

    def _fault(self):
        """Draw the next fault; False when the request never arrived."""
        self._drawn = self.faults.pop(0) if self.faults else ""
        if self._drawn != "refused":
            self.writes += 1
        return self._drawn != "refused"

    def _answer(self, address, google_id, with_effect):
        if not with_effect or self._drawn == "lost":
            raise Lost()
        return self.resource(address, google_id)
