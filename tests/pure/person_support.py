# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The two sides of a contact's translation: facts of the samples, Google's answers."""

import copy
import re

_ADDRESS = re.compile(r"[^\s<>;,]+@[^\s<>;,]+")


def facts(contact, **more):
    """A contact of tests/samples → the facts that its translation starts from."""
    address = ("street", "street2", "zip", "city", "country_code")
    phone = contact.get("phone")
    return {
        "emails": _ADDRESS.findall(contact.get("email", "")),
        "phones": [{"value": phone, "type": "work"}] if phone else [],
        "address": {part: contact.get(part, False) for part in address},
        **{
            part: contact.get(part, False)
            for part in ("name", "is_company", "company", "function", "website")
        },
        **{part: contact.get(part, False) for part in ("lang", "country_code")},
        **more,
    }


def answered(person):
    """{field: [raw]} as it is sent → as Google gives it back, with all that it adds."""
    return {
        field: [_dress(field, number, raw) for number, raw in enumerate(raws)]
        for field, raws in copy.deepcopy(person).items()
    }


def display(name):
    """How Google shows a name outside of Chinese, Japanese and Korean."""
    parts = ("honorificPrefix", "givenName", "middleName", "familyName")
    return " ".join(name[part] for part in parts if part in name)


def _dress(field, number, raw):
    source = {"type": "CONTACT", "id": "3c1f5a2b0d9e8f71"}
    raw["metadata"] = {"primary": number == 0, "source": source}
    if "type" in raw:
        raw["formattedType"] = raw["type"].capitalize()
    if field == "names":
        raw["displayName"] = raw["unstructuredName"] = display(raw)
        raw["displayNameLastFirst"] = f"{raw.get('familyName')}, {raw.get('givenName')}"
    elif field == "phoneNumbers":
        # Also of a number without a country: Google knows where its user lives.
        digits = re.sub(r"\D", "", raw["value"])
        national = f"+49{digits.removeprefix('0')}"
        raw["canonicalForm"] = raw["value"] if "+" in raw["value"] else national
    elif field == "addresses":
        raw.setdefault("countryCode", "DE")
        raw["formattedValue"] = "\n".join(v for k, v in raw.items() if k in _LINES)
    elif field == "memberships":
        group = raw["contactGroupMembership"]
        name = group["contactGroupResourceName"]
        group["contactGroupId"] = name.removeprefix("contactGroups/")
    elif field == "emailAddresses":
        raw["displayName"] = "Somebody"
    return raw


_LINES = ("streetAddress", "extendedAddress", "postalCode", "city", "region", "country")
