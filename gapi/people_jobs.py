# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The changes that go to Google by the hundred: how each is asked and answered.

`people_batch` runs a job without knowing which it is:

method, most         the API method; how many contacts one request takes
repeatable           whether a request may be sent again when its outcome is unknown
gone_is_done         whether a contact that is not there is all that was wanted
len(job), key(i)     its contacts; two with the same key never share a request
request(service, c)  the request for the contacts of chunk `c`, a list of positions
read(c, data)        {position: person, None or `GoogleError`} out of a good answer;
                     ValueError for one that makes no sense
refused(c, content)  {position: `GoogleError`} of those whom the body of an error names
missing(c)           positions of contacts that are not there, by asking Google

Google takes a batch whole or not at all: when it refuses one, whom its error does not
name "would have been successful" and was not written.
"""

import json
import re

from . import people_requests as requests
from .errors import Gone, GoogleError, classify, from_status

_INVALID_ARGUMENT = 3  # google.rpc.Code
_FIELD_OF_CONTACT = re.compile(r"contacts\[(\d+)\]")


class Creation:
    """New contacts: nothing in them tells Google that it has them already."""

    method = "people.batchCreateContacts"
    most = requests.MOST_CREATED
    repeatable = False
    gone_is_done = False

    def __init__(self, bodies):
        self._bodies = bodies

    def __len__(self):
        return len(self._bodies)

    def key(self, position):
        """No two creations are the same contact."""
        return position

    def request(self, service, chunk):
        """The request for these positions."""
        return requests.batch_create(service, [self._bodies[i] for i in chunk])

    def read(self, chunk, data):
        """Read `createdPeople`, which comes in the order of the request.

        Raises ValueError, "garbled", for another number of entries: nobody can tell
        whose they are. A person without a name could not be found again: unanswered.
        """
        entries = data.get("createdPeople")
        entries = entries if isinstance(entries, list) else ()
        answers = {}
        for i, entry in zip(chunk, entries, strict=True):
            answer = _outcome(entry, self.method, write=True)
            if isinstance(answer, dict) and not answer.get("resourceName"):
                answer = None
            answers[i] = answer or _unanswered(self.method, write=True)
        return answers

    def refused(self, chunk, content):
        """Google counts the contacts of the request from 0."""
        return {
            chunk[int(key)]: error
            for key, error in _contact_errors(content, self.method)
            if key.isdecimal() and int(key) < len(chunk)
        }

    def missing(self, _chunk):
        """What is not made yet is not missing."""
        return []


class _Known:
    """Contacts that Google has given a name.

    not_there(names)  returns those of the names that are of no contact any more
    """

    repeatable = True

    def __init__(self, names, not_there):
        self._names = names
        self._not_there = not_there

    def __len__(self):
        return len(self._names)

    def key(self, position):
        """The contact's name."""
        return self._names[position]

    def missing(self, chunk):
        """Ask who is not there."""
        gone = self._not_there([self._names[i] for i in chunk])
        return [i for i in chunk if self._names[i] in gone]


class Update(_Known):
    """Changed contacts, each guarded by its etag."""

    method = "people.batchUpdateContacts"
    most = requests.MOST_UPDATED
    gone_is_done = False

    def __init__(self, persons, mask, not_there):
        super().__init__([person["resourceName"] for person in persons], not_there)
        self._persons = persons
        self._mask = mask

    def request(self, service, chunk):
        """The request for these positions."""
        return requests.batch_update(
            service, [self._persons[i] for i in chunk], self._mask
        )

    def read(self, chunk, data):
        """Read `updateResult`, a map by resource name.

        A contact's name may change by the very update (an e-mail address links it to
        a profile). Google does not say which name is the key then: both are looked
        for, and last the contact's source, which keeps its id.
        """
        entries = data.get("updateResult")
        found = _by_every_name(entries if isinstance(entries, dict) else {})
        answers = {}
        for i in chunk:
            source = requests.written_source(self._persons[i]).get("id")
            entry = found.get(self._names[i]) or found.get(source)
            answers[i] = _outcome(entry, self.method, write=True) or _unanswered(
                self.method, write=True
            )
        return answers

    def refused(self, chunk, content):
        """The keys are those of the request: "resource name / contact id"."""
        positions = {_bare(self._names[i]): i for i in chunk}
        return {
            positions[_bare(key)]: error
            for key, error in _contact_errors(content, self.method)
            if _bare(key) in positions
        }


class Deletion(_Known):
    """Contacts to be deleted."""

    method = "people.batchDeleteContacts"
    most = requests.MOST_DELETED
    gone_is_done = True

    def request(self, service, chunk):
        """The request for these positions."""
        return requests.batch_delete(service, [self._names[i] for i in chunk])

    def read(self, chunk, _data):
        """A good answer is an empty one."""
        return dict.fromkeys(chunk)

    def refused(self, _chunk, _content):
        """Google names nobody here."""
        return {}


def people_read(names, data, method):
    """Return {name: person or None} out of the answer to `people.getBatchGet`.

    Raises the error of an entry that is not simply gone, and `Transient` when Google
    left a name out: that says nothing about the person.
    """
    entries = data.get("responses")
    found = _by_every_name(
        dict(enumerate(entries)) if isinstance(entries, list) else {}
    )
    people = {}
    for name in names:
        person = _outcome(found.get(name), method) or _unanswered(method)
        if isinstance(person, GoogleError) and not isinstance(person, Gone):
            raise person
        people[name] = None if _is_gone(person) else person
    return people


def _is_gone(person):
    if isinstance(person, Gone):
        return True
    metadata = person.get("metadata")
    return isinstance(metadata, dict) and bool(metadata.get("deleted"))


def _by_every_name(entries):
    """{name or source id: entry}; the names that were asked for go first."""
    found = {}
    entries = {key: e for key, e in entries.items() if isinstance(e, dict)}
    for key, entry in entries.items():
        found.setdefault(key, entry)
    for entry in entries.values():
        found.setdefault(_text(entry.get("requestedResourceName")), entry)
    for entry in entries.values():
        person = entry.get("person")
        if isinstance(person, dict):
            found.setdefault(_text(person.get("resourceName")), entry)
            for source in requests.contact_sources(person):
                found.setdefault(_text(source.get("id")), entry)
    found.pop("", None)
    return found


def _outcome(entry, method, write=False):
    """The person of a `PersonResponse`, or its error, or None when it says neither."""
    if not isinstance(entry, dict):
        return None
    status, http = entry.get("status"), entry.get("httpStatusCode")
    error = None
    if isinstance(status, dict) and status.get("code"):
        error = from_status("people", method, status)
    elif isinstance(http, int) and not 200 <= http < 300:
        error = classify("people", method, http, "")
    if error:
        error.outcome_unknown = write and error.status >= 500
        return error
    person = entry.get("person")
    return person if isinstance(person, dict) and person else None


def _unanswered(method, write=False):
    error = classify("people", method, 502, "unanswered", "missing in Google's answer")
    error.outcome_unknown = write
    return error


def _contact_errors(content, method):
    """Yield (key as text, `GoogleError`) out of an error's body, of any shape.

    `contactErrors` is what Google documents of a refused batch; a contact that it
    could not even parse is named by a violation of `contacts[3].contact_person…`.
    """
    try:
        details = json.loads(content)["error"]["details"]
    except (ValueError, TypeError, KeyError, IndexError):
        return
    for item in details if isinstance(details, list) else ():
        if not isinstance(item, dict):
            continue
        found = item.get("contactErrors")
        for key, status in found.items() if isinstance(found, dict) else ():
            if isinstance(status, dict):
                # One without a code is refused all the same.
                status = {**status, "code": status.get("code") or _INVALID_ARGUMENT}
                yield key, from_status("people", method, status)
        found = item.get("fieldViolations")
        for violation in found if isinstance(found, list) else ():
            named = isinstance(violation, dict) and _FIELD_OF_CONTACT.match(
                _text(violation.get("field"))
            )
            if named:
                status = {
                    "code": _INVALID_ARGUMENT,
                    "message": violation.get("description"),
                }
                yield named.group(1), from_status("people", method, status)


def _text(value):
    return value if isinstance(value, str) else ""


def _bare(name):
    return name.rpartition("/")[2]
