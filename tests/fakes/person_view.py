# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Google shows of a contact: the masked fields, and what it adds to them.

Every value gets its ``metadata``; the first one (or the one a client called the
source's primary) is primary. Names, types, phone numbers and addresses get their
formatted forms, a contact without a picture a default one. Fields that were seeded
raw are shown as they are.
"""

import random
import re

from . import people_etags, person_fields, person_name
from .clock import EPOCH
from .model import clone
from .people_model import groups_of

PICTURES = "https://lh3.googleusercontent.com"
STREET = ("streetAddress", "extendedAddress", "poBox")


def person(book, contact, version, mask, sources, previous=False):
    """A Person with the fields of ``mask`` from these source types.

    ``previous`` adds the former resource names, which only syncs show.
    """
    shown = {
        "resourceName": version.name,
        "etag": people_etags.of_person(version.key, mask),
    }
    if "metadata" in mask:
        shown["metadata"] = _metadata(contact, version, sources)
        # A loser of a merge that came back has its name for itself again.
        former = [n for n in version.previous if book.find(n) in (None, contact)]
        if previous and former:
            shown["metadata"]["previousResourceNames"] = former
        if version.deleted:
            shown["metadata"]["deleted"] = True
    if version.deleted:
        return shown
    for field in person_fields.READABLE:
        if field not in mask or field == "metadata":
            continue
        values = _field(book, contact, version, field)
        values = [value for value in values if _source(value) in sources]
        if book.shuffled:
            random.Random(f"{version.key} {field}").shuffle(values)
        if values:
            shown[field] = values
    return shown


def _metadata(contact, version, sources):
    stamp = EPOCH.fromtimestamp(version.stamp / 1000, EPOCH.tzinfo)
    own = {
        "type": "CONTACT",
        "id": contact.source_id,
        "etag": people_etags.of_source(version.key),
        "updateTime": stamp.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }
    found = [own, *clone(list(version.others))]
    found = [source for source in found if source["type"] in sources]
    return {"sources": found, "objectType": "PERSON"}


def _source(value):
    source = (value.get("metadata") or {}).get("source") or {}
    return source.get("type", "CONTACT")


def _field(book, contact, version, field):
    if field == "photos" and field not in version.person:
        return [_photo(contact, version)]
    values = clone(version.person.get(field, []))
    if field in version.raw:
        return values
    if field == "memberships":
        groups = [book.group(group_id) for group_id in groups_of(version.person)]
        values = [_membership(group) for group in groups if group]
    # What other sources say came with its own metadata and stays as it is.
    own = [value for value in values if _source(value) == "CONTACT"]
    chosen = [value for value in own if value.get("metadata")] or own[:1]
    mixed = any(
        (value.get("metadata") or {}).get("primary")
        for value in values
        if _source(value) != "CONTACT"
    )
    for value in own:
        metadata = {}
        if value is chosen[0] and field != "memberships":
            metadata = {"primary": True, "sourcePrimary": True}
            if mixed:
                del metadata["primary"]
        metadata["source"] = {"type": "CONTACT", "id": contact.source_id}
        rest = {k: v for k, v in value.items() if k != "metadata"}
        value.clear()
        value["metadata"] = metadata
        value.update(rest)
        _DRESS.get(field, _dress_type)(value)
    return values


def _membership(group):
    inner = {"contactGroupId": group.id}
    inner["contactGroupResourceName"] = group.resource_name
    return {"contactGroupMembership": inner}


def _photo(contact, version):
    metadata = {
        "primary": True,
        "source": {"type": "CONTACT", "id": contact.source_id},
    }
    if version.photo is None:
        url = f"{PICTURES}/cm/{contact.source_id}=s100"
        return {"metadata": metadata, "url": url, "default": True}
    url = f"{PICTURES}/contacts/{contact.source_id}-{len(version.photo):x}=s100"
    return {"metadata": metadata, "url": url}


def _dress_type(value):
    if value.get("type"):
        value["formattedType"] = person_fields.formatted_type(value["type"])


def _dress_name(value):
    value["displayName"] = person_name.whole(value)
    value["displayNameLastFirst"] = person_name.last_first(value)
    value.setdefault("unstructuredName", value["displayName"])


def _dress_phone(value):
    """A number written with its country is shown in E.164 as well."""
    plain = re.sub(r"[\s().\-/]", "", value["value"])
    if re.fullmatch(r"\+[1-9]\d{7,14}", plain):
        value["canonicalForm"] = plain
    _dress_type(value)


def _dress_address(value):
    """The address in lines, as on an envelope, unless somebody wrote it so."""
    if not value.get("formattedValue"):
        street = [value.get(key) for key in STREET]
        town = " ".join(value[k] for k in ("postalCode", "city") if value.get(k))
        country = value.get("country") or value.get("countryCode")
        lines = [*street, town, value.get("region"), country]
        value["formattedValue"] = "\n".join(line for line in lines if line)
    _dress_type(value)


def _dress_gender(value):
    value["formattedValue"] = str(value["value"]).capitalize()


def _dress_biography(value):
    value.setdefault("contentType", "TEXT_PLAIN")


_DRESS = {
    "names": _dress_name,
    "phoneNumbers": _dress_phone,
    "addresses": _dress_address,
    "genders": _dress_gender,
    "biographies": _dress_biography,
}
