# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""people.get/createContact/updateContact/deleteContact and their batches.

Where Google is silent: a former name of a renamed contact goes on working (the answer
has the new name); one that was lost in a merge is 404. Every name of
``batchDeleteContacts`` must be a living contact, else 404 and nothing is deleted; a
batch that names a contact twice is refused. An update that changes nothing still moves
the etag. The errors of a batch come as 400 with the details Google documents: of
``batchCreateContacts`` by index, of ``batchUpdateContacts`` by resource name.
"""

import random
import re

from . import (
    discovery,
    people_errors,
    people_me,
    people_store,
    person_body,
    person_fields,
    person_view,
)
from .call import Call
from .errors import ApiError
from .model import clone
from .people_errors import invalid

MOST_READ = 200
MOST_WRITTEN = 200
MOST_DELETED = 500


def person_call(world, method, email, body=None):
    """A Call for somebody acting in Google's own screens (no HTTP, no token)."""
    methods = {m.id: m for m in discovery.service("people", "v1").methods}
    method = methods[f"people.people.{method}"]
    if method.request:
        body = discovery.check_body(method, clone(body))
    return Call(world, method.id, email, {}, body)


def get(call):
    """One person by resource name; 404 for who is not there any more."""
    mask, wanted = _asked(call, "people/get")
    found = _found(call, call.params["resourceName"], mask, wanted)
    if found is None:
        raise people_errors.not_found()
    return found


def batch_get(call):
    """Up to 200 people, each with a status of its own, in any order."""
    mask, wanted = _asked(call, "people/getBatchGet")
    names = call.params.get("resourceNames") or []
    _check_names(names, MOST_READ, "resource_names")
    responses = []
    for name in names:
        found = _found(call, name, mask, wanted)
        response = {"requestedResourceName": name}
        if found is None:
            response["httpStatusCode"] = 404
            response["status"] = people_errors.as_status(people_errors.not_found())
        else:
            response |= {"httpStatusCode": 200, "person": found, "status": {}}
        responses.append(response)
    random.shuffle(responses)
    return {"responses": responses}


def create(call):
    mask, wanted = _asked(call, "people/createContact", person_fields.READABLE)
    book = _book(call)
    person = person_body.for_create(call.world, book, call.body)
    version = people_store.create(call.world, book, person)
    return _show(book, version, mask, wanted)


def update(call):
    """Replace the masked fields of one contact."""
    mask, wanted = _asked(call, "people/updateContact", person_fields.READABLE)
    fields = person_fields.mask(
        call.params.get("updatePersonFields"),
        "updatePersonFields",
        person_fields.WRITABLE,
        "people/updateContact",
    )
    book = _book(call)
    contact = _contact(book, call.params["resourceName"])
    _check_same_name(book, contact, call.body)
    person, raw = person_body.for_update(call.world, book, contact, call.body, fields)
    version = people_store.write(call.world, book, contact, person=person, raw=raw)
    return _show(book, version, mask, wanted)


def delete(call):
    book = _book(call)
    contact = _contact(book, call.params["resourceName"])
    people_store.delete(call.world, book, contact)
    return {}


def batch_create(call):
    """All of up to 200 new contacts, or none of them."""
    body, book = call.body, _book(call)
    mask, wanted = _read_mask(body, "people/batchCreateContacts")
    entries = body.get("contacts") or []
    _check_count(entries, MOST_WRITTEN, "contacts")
    persons, culprits = [], {}
    for index, entry in enumerate(entries):
        try:
            person = entry.get("contactPerson") or {}
            persons.append(person_body.for_create(call.world, book, person))
        except ApiError as error:
            culprits[index] = error
    if culprits:
        raise people_errors.of_batch("Create", culprits)
    if book.living + len(persons) > people_store.MOST_CONTACTS:
        raise people_errors.too_many_contacts()
    versions = [people_store.create(call.world, book, person) for person in persons]
    if not mask:
        return {}
    return {"createdPeople": [_response(book, v, mask, wanted) for v in versions]}


def batch_update(call):
    """The masked fields of all of up to 200 contacts, or of none of them."""
    body, book = call.body, _book(call)
    mask, wanted = _read_mask(body, "people/batchUpdateContacts")
    fields = person_fields.mask(
        body.get("updateMask"),
        "updateMask",
        person_fields.WRITABLE,
        "people/batchUpdateContacts",
    )
    entries = body.get("contacts") or {}
    _check_count(entries, MOST_WRITTEN, "contacts")
    changes, culprits, seen = {}, {}, set()
    for name, person in entries.items():
        try:
            contact = _contact(book, name)
            _check_same_name(book, contact, person)
            if contact.number in seen:
                raise invalid("The contact is updated twice.", "contacts")
            seen.add(contact.number)
            changes[name] = (
                contact,
                person_body.for_update(call.world, book, contact, person, fields),
            )
        except ApiError as error:
            culprits[name] = error
    if culprits:
        raise people_errors.of_batch("Update", culprits)
    results = {}
    for name, (contact, (person, raw)) in changes.items():
        version = people_store.write(call.world, book, contact, person=person, raw=raw)
        if mask:
            results[name] = _response(book, version, mask, wanted, name)
    return {"updateResult": results} if mask else {}


def batch_delete(call):
    """All of up to 500 contacts, or none of them."""
    book, names = _book(call), call.body.get("resourceNames") or []
    _check_names(names, MOST_DELETED, "resource_names")
    contacts = [_contact(book, name) for name in names]
    if len({contact.number for contact in contacts}) < len(contacts):
        raise invalid("A resource name is given twice.", "resource_names")
    for contact in contacts:
        people_store.delete(call.world, book, contact)
    return {}


def _book(call):
    return people_store.book_of(call.world, call.email)


def _asked(call, page, empty=None):
    """(mask, source types) of a call's parameters."""
    if "requestMask.includeField" in call.params:
        raise invalid("requestMask is deprecated, use personFields.", "request_mask")
    mask = person_fields.mask(
        call.params.get("personFields"), "personFields", page=page, empty=empty
    )
    return mask, person_fields.sources(call.params.get("sources"))


def _read_mask(body, page):
    """(mask, source types) of a batch's body; an empty mask asks for no answer."""
    mask = person_fields.mask(body.get("readMask"), "readMask", page=page, empty=())
    return mask, person_fields.sources(body.get("sources"))


def _found(call, name, mask, wanted):
    if name in ("people/me", f"people/{call.world.account(call.email).sub}"):
        return people_me.person(call.world, call.email, mask, wanted)
    book = _book(call)
    contact = book.find(name)
    return None if contact is None else _show(book, contact.latest, mask, wanted)


def _contact(book, name):
    """The contact of a write; 400 for names that can never be one, else 404."""
    if name == "people/me" or not re.fullmatch(r"people/c?\d+", name):
        raise invalid(f'Resource name "{name}" is not a valid contact person resource.')
    contact = book.find(name)
    if contact is None:
        raise people_errors.not_found()
    return contact


def _check_same_name(book, contact, person):
    name = person.get("resourceName")
    if name and book.find(name) is not contact:
        raise invalid(
            "person.resource_name differs from the contact that is updated.",
            "person.resource_name",
        )


def _check_count(entries, most, field):
    if not entries:
        raise invalid(f"{field} must not be empty.", field)
    if len(entries) > most:
        raise invalid(f"{field} must hold at most {most} entries.", field)


def _check_names(names, most, field):
    _check_count(names, most, field)
    for name in names:
        if not re.fullmatch(r"people/[A-Za-z0-9]+", name):
            raise invalid(f'Resource name "{name}" is not valid.', field)


def _show(book, version, mask, wanted):
    contact = book.contacts[book.names[version.name]]
    return person_view.person(book, contact, version, mask, wanted)


def _response(book, version, mask, wanted, name=None):
    return {
        "httpStatusCode": 200,
        "person": _show(book, version, mask, wanted),
        "requestedResourceName": name or version.name,
        "status": {},
    }
