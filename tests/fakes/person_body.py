# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What may be written of a Person, and how it is kept.

Of a field that is kept: trimmed texts, no output-only parts, of the metadata only who
is primary. A value that says nothing is refused (a choice), also too many values of a
singleton, more than 1,024 characters in a name and more than 128 KiB a contact; other
lengths are not documented and not limited.
"""

import json

from . import people_errors, people_etags, person_fields, person_name
from .model import clone
from .people_errors import invalid
from .people_model import OPEN_GROUPS, groups_of, membership

MOST_OF_A_NAME = 1024
MOST_OF_A_CONTACT = 128 * 1024
# Fields of the schema that no client can write: ignored, as photos are at Google.
IGNORED = {
    *("resourceName", "etag", "metadata", "ageRange", "ageRanges", "coverPhotos"),
    *("photos", "relationshipInterests", "relationshipStatuses", "taglines"),
}


def for_create(world, book, body):
    """The fields of a new contact, in ``myContacts`` unless it says otherwise."""
    _check_poison(world, body)
    unknown = set(body) - IGNORED - set(person_fields.WRITABLE)
    if unknown:
        name = sorted(unknown)[0]
        raise invalid(f"Field person.{name} cannot be written.", f"person.{name}")
    person = {}
    for field in person_fields.WRITABLE:
        values = _values(book, field, body.get(field) or [], {})
        if values:
            person[field] = values
    if not set(person) - {"memberships"}:
        raise invalid("Must specify a non-metadata contact field on the person.")
    person.setdefault("memberships", [membership("myContacts")])
    _check_size(person)
    return person


def for_update(world, book, contact, body, mask):
    """(fields after the update, fields shown raw): masked ones are replaced whole.

    What another source than the contact says in a field (a profile) stays.
    """
    _check_poison(world, body)
    check_etags(contact, body)
    before = contact.latest.person
    person = dict(before)
    for field in mask:
        values = _values(book, field, body.get(field) or [], before)
        if field == "memberships" and not values:
            raise invalid(
                "A contact must have at least one contact group membership.",
                "person.memberships",
            )
        values += [v for v in before.get(field, ()) if not of_contact(v)]
        person.pop(field, None)
        if values:
            person[field] = values
    _check_size(person)
    return person, contact.latest.raw - set(mask)


def check_etags(contact, body):
    """Both etags of what is to be updated must be there and be today's.

    Stricter than Google, which is content with either of the two.
    """
    sources = (body.get("metadata") or {}).get("sources") or []
    mine = [source for source in sources if source.get("type") == "CONTACT"]
    if not body.get("etag") or not mine or not mine[0].get("etag"):
        raise people_errors.missing_etag()
    if len(mine) > 1 or mine[0].get("id") != contact.source_id:
        raise invalid(
            "person.metadata.sources does not name the contact that is updated.",
            "person.metadata.sources",
        )
    key = contact.latest.key
    if people_etags.key_of(body["etag"]) != key:
        raise people_errors.stale_etag()
    if mine[0]["etag"] != people_etags.of_source(key):
        raise people_errors.stale_source()


def of_contact(value):
    """Whether a field value is the contact's own (and not a profile's, say)."""
    source = (value.get("metadata") or {}).get("source") or {}
    return source.get("type", "CONTACT") == "CONTACT"


def _values(book, field, given, before):
    known = before.get(field, ())
    values = [_value(field, value) for value in given if of_contact(value)]
    if field in person_fields.SINGLETONS and len(values) > 1:
        raise invalid(
            f"Cannot have more than one person.{field} per source.", f"person.{field}"
        )
    if sum("metadata" in value for value in values) > 1:
        raise invalid(
            f"Cannot have more than one primary person.{field} per source.",
            f"person.{field}",
        )
    if field == "names":
        return [person_name.checked(value, known) for value in values]
    if field == "memberships":
        return _memberships(book, values, before)
    return values


def _value(field, value):
    """One field value as it is kept; 400 for one that says nothing."""
    where = f"person.{field}"
    hidden = {"metadata", *person_fields.OUTPUT_ONLY["*"]}
    hidden.update(person_fields.OUTPUT_ONLY.get(field, ()))
    kept = {k: _trimmed(v) for k, v in value.items() if k not in hidden}
    kept = {k: v for k, v in kept.items() if v not in (None, "", {}, [])}
    if not any(kept.get(k) for k in person_fields.CONTENT.get(field, ("value",))):
        raise invalid(f"A value of {where} is empty.", where)
    if field == "names" and any(len(v) > MOST_OF_A_NAME for v in kept.values()):
        raise invalid(f"A value of {where} is too long.", where)
    for key in ("date", "startDate", "endDate"):
        if key in kept:
            _check_date(kept[key], f"{where}.{key}")
    if (value.get("metadata") or {}).get("sourcePrimary"):
        kept["metadata"] = {"sourcePrimary": True}
    return kept


def _trimmed(value):
    return value.strip() if isinstance(value, str) else clone(value)


def _check_date(date, where):
    """Whole dates, those without a year, a year with or without its month."""
    year, month, day = (date.get(part) or 0 for part in ("year", "month", "day"))
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    right = 0 <= year <= 9999 and 0 <= month <= 12 and 0 <= day <= 31
    if right and day:
        right = month > 0 and day <= longest[month - 1]
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        right = right and not (year and month == 2 and day == 29 and not leap)
    elif right:
        right = year > 0
    if not right:
        raise invalid(f"Invalid date: {json.dumps(date)}", where)


def _memberships(book, values, before):
    """Only names of groups count; of the system's only two can be joined."""
    mine = groups_of(before)
    for value in values:
        inner = value["contactGroupMembership"]
        name = inner.get("contactGroupResourceName") or ""
        group = book.group(name) if name.startswith("contactGroups/") else None
        if group is None:
            raise invalid(
                f'Contact group "{name}" of a membership is not found.',
                "person.memberships",
            )
        if group.system and group.id not in (*OPEN_GROUPS, *mine):
            raise invalid(
                f'Contacts cannot be added to the system group "{group.id}".',
                "person.memberships",
            )
    ids = groups_of({"memberships": values})
    return [membership(group_id) for group_id in ids]


def _check_size(person):
    if len(json.dumps(person, ensure_ascii=False).encode()) > MOST_OF_A_CONTACT:
        raise invalid("The contact is too large.", "person")


def _check_poison(world, body):
    """Tests can have a contact refused whose body holds a text."""
    if world.poisoned_contacts:
        text = json.dumps(body, ensure_ascii=False)
        for needle, message in world.poisoned_contacts:
            if needle in text:
                raise invalid(message, "person")
