# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""People v1 requests: the constant listing query, contacts by the hundred, groups.

Requests are made by the client library from its discovery document, which checks
every parameter's name and type before anything is sent.
"""

import base64
from functools import lru_cache

# A listing and all its later increments must ask the very same question, or Google
# refuses the cursor. Whoever changes a word of the query below raises the version:
# a cursor of another version is not used, the contacts are listed in full again.
LISTING_VERSION = 1

# What is read of a person, in every answer the same: a person's etag goes with the
# fields that were asked for.
PERSON_FIELDS = (
    "names",
    "organizations",
    "emailAddresses",
    "phoneNumbers",
    "addresses",
    "urls",
    "birthdays",
    "biographies",
    "clientData",
    "memberships",
    "photos",
    "metadata",
)
# Photos have requests of their own, metadata is Google's.
UPDATABLE = tuple(name for name in PERSON_FIELDS if name not in ("photos", "metadata"))

# Only what stands in the user's own contacts. With profiles a name or an address that
# the person has in their own Google account comes a second time, and cannot be written.
SOURCES = ("READ_SOURCE_TYPE_CONTACT",)

# Google's limits for one request.
MOST_CREATED = 200
MOST_UPDATED = 200
MOST_DELETED = 500
MOST_READ = 200
MOST_MEMBERS_MODIFIED = 1000

_FIELDS = ",".join(PERSON_FIELDS)
_LISTING = {
    "resourceName": "people/me",
    "pageSize": 1000,
    "personFields": _FIELDS,
    "sources": list(SOURCES),
    "requestSyncToken": True,
}
_GROUP_FIELDS = "name,groupType,memberCount,metadata"
# The answer to a creation cannot be asked for the number of members.
_NEW_GROUP_FIELDS = "name,groupType,metadata"


@lru_cache(maxsize=8)
def _people(service):
    """The library makes this anew at each call, which takes it milliseconds."""
    return service.people()


@lru_cache(maxsize=8)
def _groups(service):
    return service.contactGroups()


# -- contacts --------------------------------------------------------------------
def listing(service, sync_token=None, page_token=None):
    """One page of the user's contacts, oldest change first."""
    query = dict(_LISTING)
    if sync_token:
        query["syncToken"] = sync_token
    if page_token:
        query["pageToken"] = page_token
    return _people(service).connections().list(**query)


def batch_get(service, names):
    """Up to 200 people by name."""
    return _people(service).getBatchGet(
        resourceNames=list(names), personFields=_FIELDS, sources=list(SOURCES)
    )


def batch_create(service, bodies):
    """Up to 200 new contacts."""
    return _people(service).batchCreateContacts(
        body={
            "contacts": [{"contactPerson": body} for body in bodies],
            "readMask": _FIELDS,
            "sources": list(SOURCES),
        }
    )


def batch_update(service, persons, mask):
    """Up to 200 changed contacts; of each the fields of `mask` are replaced whole,
    or emptied where the person lacks them."""
    return _people(service).batchUpdateContacts(
        body={
            "contacts": {
                person["resourceName"]: _update_body(person, mask) for person in persons
            },
            "updateMask": ",".join(mask),
            "readMask": _FIELDS,
            "sources": list(SOURCES),
        }
    )


def batch_delete(service, names):
    """Up to 500 contacts."""
    return _people(service).batchDeleteContacts(body={"resourceNames": list(names)})


def update_mask(fields):
    """Return the fields in the order of `PERSON_FIELDS`, as a tuple.

    Raises ValueError for none, and for one that an update cannot write.
    """
    fields = set(fields)
    if not fields or fields - set(UPDATABLE):
        raise ValueError(
            f"cannot update {sorted(fields - set(UPDATABLE)) or 'nothing'}"
        )
    return tuple(name for name in UPDATABLE if name in fields)


def contact_sources(person):
    """Return the contact sources of a person as an update repeats them.

    A source's etag is another text than its person's; only what Google itself said of
    a source may be sent as one.
    """
    metadata = person.get("metadata")
    sources = metadata.get("sources") if isinstance(metadata, dict) else None
    return [
        {key: source[key] for key in ("type", "id", "etag") if source.get(key)}
        for source in (sources if isinstance(sources, list) else ())
        if isinstance(source, dict) and source.get("type") == "CONTACT"
    ]


def written_source(person):
    """Return the source of a person that an update writes.

    Linked contacts have several: it is the one that gave the person its name, which
    is its id in decimal.
    """
    number = str(person["resourceName"]).removeprefix("people/c")
    wanted = {"type": "CONTACT"}
    if number.isdecimal():
        wanted["id"] = f"{int(number):x}"
    sources = contact_sources(person) or [wanted]
    return next((s for s in sources if s.get("id") == wanted.get("id")), sources[0])


def _update_body(person, mask):
    body = {name: person[name] for name in mask if name in person}
    body["resourceName"] = person["resourceName"]
    if person.get("etag"):
        body["etag"] = person["etag"]
    body["metadata"] = {"sources": [written_source(person)]}
    return body


def update_photo(service, name, image):
    """A new photo; `image` are the bytes of a JPEG or PNG."""
    return _people(service).updateContactPhoto(
        resourceName=name,
        body={
            "photoBytes": base64.b64encode(image).decode("ascii"),
            "personFields": _FIELDS,
            "sources": list(SOURCES),
        },
    )


def delete_photo(service, name):
    """No photo any more."""
    return _people(service).deleteContactPhoto(
        resourceName=name, personFields=_FIELDS, sources=list(SOURCES)
    )


# -- groups ----------------------------------------------------------------------
def group_list(service, page_token=None):
    """One page of the contact groups, Google's own among them."""
    query = {"pageSize": 1000, "groupFields": _GROUP_FIELDS}
    if page_token:
        query["pageToken"] = page_token
    return _groups(service).list(**query)


def group_get(service, name, most):
    """One group with up to `most` members."""
    return _groups(service).get(
        resourceName=name, maxMembers=most, groupFields=_GROUP_FIELDS
    )


def group_create(service, label):
    """A new group of this name."""
    return _groups(service).create(
        body={"contactGroup": {"name": label}, "readGroupFields": _NEW_GROUP_FIELDS}
    )


def group_rename(service, name, etag, label):
    """Another name for a group."""
    group = {"resourceName": name, "name": label}
    if etag:
        group["etag"] = etag
    return _groups(service).update(
        resourceName=name,
        body={
            "contactGroup": group,
            "updateGroupFields": "name",
            "readGroupFields": _GROUP_FIELDS,
        },
    )


def group_delete(service, name):
    """The group goes, its contacts stay."""
    return _groups(service).delete(resourceName=name, deleteContacts=False)


def group_modify(service, name, add, remove):
    """Up to 1,000 contacts into or out of a group."""
    body = {}
    if add:
        body["resourceNamesToAdd"] = list(add)
    if remove:
        body["resourceNamesToRemove"] = list(remove)
    return _groups(service).members().modify(resourceName=name, body=body)
