# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Facts of an Odoo contact → the values of Google's fields, one function a field.

Each takes the facts (see ``person``) and yields raw values as they are sent. Empty and
double values are sorted out by the caller.
"""

import datetime
import re

from . import person_name
from .person_text import clean, clean_lines, fit, fits

MY_CONTACTS = "contactGroups/myContacts"
MARKER_KEY = "odooPartner"


def names(facts):
    yield person_name.write(facts)


def organizations(facts):
    """A person's work; of a company its own name.

    The company's name is thus there twice, as the contact's name, too: telephones and
    Gmail show only names, and Google looks for companies only among organisations.
    """
    if facts.get("is_company"):
        name = person_name.normal(facts.get("name"))
        yield _filled(name=name, type=name and "work")
        return
    work = _filled(
        name=fit(clean(facts.get("company"))),
        title=fit(clean(facts.get("function"))),
        department=fit(clean(facts.get("department"))),
    )
    yield {**work, "type": "work"} if work else {}


def email_addresses(facts):
    """All are of the type "work": Odoo knows no private ones, and no order of rank."""
    for email in _items(facts.get("emails")):
        email = clean(email)
        if "@" in email.strip("@") and " " not in email and fits(email):
            yield {"value": email, "type": "work"}


def phone_numbers(facts):
    for phone in _items(facts.get("phones")):
        phone = phone if isinstance(phone, dict) else {"value": phone}
        value = clean(phone.get("value"))
        if value and fits(value):
            yield {"value": value, "type": fit(clean(phone.get("type"))) or "work"}


def addresses(facts):
    address = facts.get("address")
    if not isinstance(address, dict):
        return
    part = {name: fit(clean(value)) for name, value in address.items()}
    code = part.get("country_code", "").upper()
    filled = _filled(
        streetAddress=part.get("street"),
        extendedAddress=part.get("street2"),
        city=part.get("city"),
        region=part.get("region"),
        postalCode=part.get("zip"),
        country=part.get("country") or code,
        countryCode=code,
    )
    yield {**filled, "type": "work"} if filled else {}


def urls(facts):
    """The website, completed as Odoo does it, and the record in Odoo."""
    website = clean(facts.get("website"))
    if website and "://" not in website:
        website = f"http://{website.lstrip('/')}"
    for value, kind in ((website, "homePage"), (clean(facts.get("link")), "Odoo")):
        if value.rpartition("://")[2].strip("/") and fits(value):
            yield {"value": value, "type": kind}


def birthdays(facts):
    text = str(facts.get("birthday") or "")[:10]
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return
    yield {"date": {"year": day.year, "month": day.month, "day": day.day}}


def biographies(facts):
    """The note; a longer one than Google takes ends with "…" and is whole in Odoo."""
    text = fit(clean_lines(facts.get("note")))
    yield _filled(value=text, contentType=text and "TEXT_PLAIN")


def client_data(facts):
    mark = facts.get("marker")
    if isinstance(mark, (tuple, list)) and len(mark) == 2:
        raw = marker(*mark)
        if read_marker({"clientData": [raw]}) and fits(raw["value"]):
            yield raw


def memberships(facts):
    """Google's own "My contacts" first: a contact without a group is refused."""
    for group in (MY_CONTACTS, *_items(facts.get("groups"))):
        name = clean(group)
        if name and fits(name):
            yield {"contactGroupMembership": {"contactGroupResourceName": name}}


def marker(database, partner_id):
    """The hidden value that says which contact of which database a person is."""
    return {"key": MARKER_KEY, "value": f"{clean(database)},{clean(partner_id)}"}


def read_marker(person):
    """``marker`` backwards, from a person: (database, partner id); None for none."""
    for raw in listed(person, "clientData"):
        if raw.get("key") == MARKER_KEY:
            database, _comma, number = clean(raw.get("value")).rpartition(",")
            if database and number.isascii() and number.isdigit() and int(number):
                return database, int(number)
    return None


def listed(person, field):
    """The values of a field of Google's person, those that are no objects left out."""
    values = person.get(field) if isinstance(person, dict) else None
    return [raw for raw in _items(values) if isinstance(raw, dict)]


def _items(value):
    """A list of the facts; a lone value is a list of one, nothing is an empty one."""
    if isinstance(value, (list, tuple)):
        return value
    return [value] if value else []


def _filled(**parts):
    return {name: value for name, value in parts.items() if value}
