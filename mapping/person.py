# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A contact of Odoo as a person in Google Contacts (People API v1, ``Person``).

Odoo leads: there is no way back. What Odoo wants to see in Google is, for each of
``FIELDS``, a list of raw values, exactly as Google takes them; a value is known again
by its ``key`` and compared by its ``own`` part, so that what a user added in Google,
beside a value or within it, is told apart from what came from here.

``facts`` of a contact, any of which may be missing or empty:

``name``, ``is_company``     as in Odoo
``first_name``, ``last_name``  only where a module keeps them apart
``title``                    the salutation, only when it is to be sent
``company``                  the name of the company that the person works for
``function``, ``department`` texts
``emails``                   [str], already split
``phones``                   [{"value": E.164 or as typed, "type": Google's type}]
``address``                  {street, street2, city, zip, region, country, country_code}
``website``, ``link``        the contact's own, and the address of its record in Odoo
``birthday``                 "YYYY-MM-DD"
``note``                     plain text
``marker``                   (database uuid, partner id)
``groups``                   [resource name of a label]
``lang``, ``country_code``   "hu_HU", "HU": they tell how names are ordered
"""

from . import person_fields
from .person_fields import marker, read_marker
from .person_key import key, keys, own
from .person_points import plain_name, points, title

__all__ = [
    "FIELDS",
    "SINGLE",
    "key",
    "keys",
    "marker",
    "own",
    "plain_name",
    "points",
    "read_marker",
    "title",
    "values",
]

_WRITERS = {
    "names": person_fields.names,
    "organizations": person_fields.organizations,
    "emailAddresses": person_fields.email_addresses,
    "phoneNumbers": person_fields.phone_numbers,
    "addresses": person_fields.addresses,
    "urls": person_fields.urls,
    "birthdays": person_fields.birthdays,
    "biographies": person_fields.biographies,
    "clientData": person_fields.client_data,
    "memberships": person_fields.memberships,
}
FIELDS = tuple(_WRITERS)
# Google refuses a contact with two of these (People API: "singleton for contact
# sources").
SINGLE = frozenset({"names", "birthdays", "biographies"})


def values(facts):
    """What Odoo wants in Google → {field: [raw value]}, a list for each of FIELDS.

    The values of a field are distinct by ``key``, the first spelling counts, and hold
    no empty parts. Never raises: what cannot be read is left out.
    """
    facts = facts or {}
    return {field: _distinct(field, write(facts)) for field, write in _WRITERS.items()}


def _distinct(field, raws):
    found = {}
    for raw in raws:
        if raw:
            found.setdefault(key(field, raw), raw)
    return list(found.values())
