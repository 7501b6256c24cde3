# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts for the tests of ``gapi``: bodies, and an address book with bad days.

The emulator is Google as it is documented; this book is as silent, late or odd as a
test wants it.
"""

import base64
import json
from collections import Counter
from urllib.parse import parse_qs, urlsplit

from ...gapi.people import PeopleClient
from .gapi_support import Reply, ScriptedCase

# The smallest PNG: one pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
CREATE, UPDATE = "batchCreateContacts", "batchUpdateContacts"
DELETE, GET = "batchDeleteContacts", "batchGet"
BAD = "Invalid date."
STALE = (
    "Request person.etag is different than the current person.etag. Clear local cache "
    "and get the latest person."
)


def person(number, **fields):
    """The body of a small contact with a name of its own."""
    return {
        "names": [{"givenName": f"Person{number:05d}", "familyName": "Müller-آزاد"}],
        "emailAddresses": [{"value": f"p{number}@example.com"}],
        "phoneNumbers": [{"value": "+49 30 1234567"}],
        "clientData": [{"key": "odoo", "value": f"uuid/{number}"}],
        **fields,
    }


def bodies(count, bad=()):
    """Bodies to be created; those at the positions `bad` are refused."""
    note = {"biographies": [{"value": BAD}]}
    return [person(n, **(note if n in bad else {})) for n in range(count)]


def noted(persons, bad=()):
    """The same persons with a note, which is what the tests update."""
    return [
        {**item, "biographies": [{"value": BAD if n in bad else "fine"}]}
        for n, item in enumerate(persons)
    ]


def kinds(results):
    """{type name or "ok": how many}"""
    return dict(Counter(kind(result) for result in results))


def kind(result):
    return type(result.error).__name__ if result.error else "ok"


def refusal(status, name, message="", details=()):
    """A `Reply` with an error of the People API."""
    error = {"code": status, "message": message, "status": name}
    return Reply({"error": {**error, "details": list(details)}}, status)


class Always:
    """Stands where a list of replies is: the same one for ever."""

    def __init__(self, reply):
        self.reply = reply

    def pop(self, _index):
        return self.reply


class PeopleCase(ScriptedCase):
    """Mixin: `self.serve(…)` gives a people client that never really waits."""

    def serve(self, *replies, **options):
        calendar = super().serve(*replies, **options)
        self.client = PeopleClient(self.transport, calendar.token_source)
        return self.client

    def serve_book(self, **settings):
        """An address book behind the client; its `faults` come first."""
        client = self.serve()
        self.book = AddressBook(**settings)
        self.server.replies = Always(self.book)
        return client

    def sent(self):
        """[(method of the API, how many contacts)] of what the server got."""
        return [self.book.size_of(seen) for seen in self.server.seen]


class AddressBook:
    """Takes a batch whole or not at all, as Google does.

    details  whom a refusal names: "all" culprits, the "first" one, or "none"
    faults   one a request, before anything else: None, "lost" (done, not answered),
             "dropped", "garbled" (done), "late" (504, done), "busy" (503, not done),
             "fast" (429), "met" (409)
    A body with BAD in its biography is refused. `applied` counts, for each contact,
    the changes that took effect.
    """

    def __init__(self, details="all", faults=()):
        self.details = details
        self.faults = list(faults)
        self.people = {}
        self.applied = Counter()
        self.writes = 0
        self.running = 0

    def put(self, count):
        """Contacts that are there already; returns them as an update wants them."""
        for number in range(count):
            self._store(f"people/c{number + 1}", person(number))
        self.applied.clear()
        return [dict(self.people[f"people/c{n + 1}"]) for n in range(count)]

    def __call__(self, seen):
        self.running += 1
        if self.running > 1:
            raise AssertionError("two requests of one user at the same time")
        try:
            fault = self.faults.pop(0) if self.faults else None
            return self._answer(seen, fault)
        finally:
            self.running -= 1

    def _answer(self, seen, fault):
        if fault == "dropped":
            return Reply(cut=True)
        if fault == "busy":
            return refusal(503, "UNAVAILABLE", "The service is unavailable.")
        if fault == "fast":
            return refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded per minute.")
        if fault == "met":
            return refusal(409, "ABORTED", "The operation was aborted.")
        method = urlsplit(seen.path).path.rpartition(":")[2]
        reply = getattr(self, f"_{method}")(seen)
        if fault == "lost":
            return Reply(cut=True)
        if fault == "garbled":
            return Reply(b"<html>ok</html>")
        if fault == "late":
            return refusal(504, "DEADLINE_EXCEEDED", "Deadline exceeded.")
        return reply

    def size_of(self, seen):
        method = urlsplit(seen.path).path.rpartition(":")[2]
        if method == "batchGet":
            return method, len(self._asked(seen))
        body = json.loads(seen.body)
        return method, len(body.get("contacts") or body["resourceNames"])

    def _batchCreateContacts(self, seen):
        bodies = [c["contactPerson"] for c in json.loads(seen.body)["contacts"]]
        wrong = {str(n): (3, BAD) for n, body in enumerate(bodies) if BAD in str(body)}
        if wrong:
            return self._refuse("Create", wrong)
        entries = []
        for body in bodies:
            name = f"people/c{len(self.people) + 1}"
            entries.append(self._entry(name, self._store(name, body)))
        return Reply({"createdPeople": entries})

    def _batchUpdateContacts(self, seen):
        contacts, wrong = json.loads(seen.body)["contacts"], {}
        for name, body in contacts.items():
            known = self.people.get(name)
            if known is None:
                wrong[name] = (5, "Requested entity was not found.")
            elif body["etag"] != known["etag"]:
                wrong[name] = (9, STALE)
            elif BAD in str(body):
                wrong[name] = (3, BAD)
        if wrong:
            return self._refuse("Update", wrong)
        return Reply(
            {
                "updateResult": {
                    name: self._entry(
                        name, self._store(name, {**self.people[name], **body})
                    )
                    for name, body in contacts.items()
                }
            }
        )

    def _batchDeleteContacts(self, seen):
        names = json.loads(seen.body)["resourceNames"]
        if any(name not in self.people for name in names):
            return refusal(404, "NOT_FOUND", "Requested entity was not found.")
        for name in names:
            del self.people[name]
            self.applied[name] += 1
        return Reply({})

    def _batchGet(self, seen):
        responses = []
        for name in self._asked(seen):
            entry = {"requestedResourceName": name, "httpStatusCode": 404}
            entry["status"] = {"code": 5, "message": "Requested entity was not found."}
            if name in self.people:
                entry = self._entry(name, self.people[name])
            responses.append(entry)
        return Reply({"responses": responses})

    @staticmethod
    def _asked(seen):
        query = seen.body.decode() or urlsplit(seen.path).query
        return parse_qs(query)["resourceNames"]

    def _store(self, name, body):
        self.applied[name] += 1
        self.writes += 1
        etag = f"%{self.writes}"
        self.people[name] = {**body, "resourceName": name, "etag": etag}
        return self.people[name]

    @staticmethod
    def _entry(name, found):
        return {
            "httpStatusCode": 200,
            "person": dict(found),
            "requestedResourceName": name,
            "status": {},
        }

    def _refuse(self, verb, wrong):
        code, words = next(iter(wrong.values()))
        if self.details == "first":
            wrong = dict(list(wrong.items())[:1])
        details = []
        if self.details != "none":
            errors = {key: {"code": c, "message": w} for key, (c, w) in wrong.items()}
            name = f"google.people.v1.Batch{verb}ContactsErrorDetails"
            details = [
                {"@type": f"type.googleapis.com/{name}", "contactErrors": errors}
            ]
        status, name = {
            3: (400, "INVALID_ARGUMENT"),
            5: (404, "NOT_FOUND"),
            9: (400, "FAILED_PRECONDITION"),
        }[code]
        return refusal(status, name, words, details)
