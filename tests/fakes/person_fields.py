# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a Person is made of: fields, masks, predefined types.

The lists are those of the discovery document's descriptions. A mask names whole fields
only (``names``, not ``names.givenName``); anything else is refused.
"""

import re

from .people_errors import invalid

# In the order in which Google writes them.
READABLE = (
    *("metadata", "addresses", "ageRanges", "biographies", "birthdays"),
    *("calendarUrls", "clientData", "coverPhotos", "emailAddresses", "events"),
    *("externalIds", "genders", "imClients", "interests", "locales", "locations"),
    *("memberships", "miscKeywords", "names", "nicknames", "occupations"),
    *("organizations", "phoneNumbers", "photos", "relations", "sipAddresses"),
    *("skills", "urls", "userDefined"),
)
WRITABLE = tuple(
    name
    for name in READABLE
    if name not in ("metadata", "ageRanges", "coverPhotos", "photos", "skills")
)
OF_OTHERS = ("emailAddresses", "metadata", "names", "phoneNumbers", "photos")
SINGLETONS = ("biographies", "birthdays", "genders", "names")
# Read, never written: what a client sends of them is ignored, as Google does.
OUTPUT_ONLY = {
    "*": ("formattedType",),
    "names": ("displayName", "displayNameLastFirst"),
    "phoneNumbers": ("canonicalForm",),
    "genders": ("formattedValue",),
    "imClients": ("formattedProtocol",),
}
# At least one of these must say something.
CONTENT = {
    "addresses": (
        *("formattedValue", "streetAddress", "extendedAddress", "poBox", "city"),
        *("region", "postalCode", "country", "countryCode"),
    ),
    "birthdays": ("date", "text"),
    "calendarUrls": ("url",),
    "clientData": ("key", "value"),
    "events": ("date",),
    "imClients": ("username",),
    "locations": ("value", "buildingId", "deskCode", "floor", "floorSection"),
    "memberships": ("contactGroupMembership",),
    "names": (
        *("givenName", "familyName", "middleName", "unstructuredName"),
        *("honorificPrefix", "honorificSuffix", "phoneticFullName"),
        *("phoneticGivenName", "phoneticFamilyName", "phoneticMiddleName"),
    ),
    "organizations": (
        *("name", "title", "department", "jobDescription", "symbol", "domain"),
        *("location", "costCenter", "phoneticName", "startDate", "endDate"),
    ),
    "relations": ("person",),
    "userDefined": ("key", "value"),
}
PREDEFINED = frozenset(
    "home work other mobile homeFax workFax otherFax pager workMobile workPager main "
    "googleVoice blog profile homePage ftp reservations appInstallPage freeBusy "
    "anniversary account customer loginId network organization school desk grewUp "
    "spouse child mother father parent brother sister friend relative domesticPartner "
    "manager assistant referredBy partner".split()
)
GROUP_FIELDS = ("clientData", "groupType", "memberCount", "metadata", "name")
DOCUMENTED = (
    "Please specify one or more valid paths. Valid paths are documented at "
    "https://developers.google.com/people/api/rest/v1/"
)
SOURCES = {
    "READ_SOURCE_TYPE_CONTACT": ("CONTACT",),
    "READ_SOURCE_TYPE_PROFILE": ("ACCOUNT", "PROFILE", "DOMAIN_PROFILE"),
    "READ_SOURCE_TYPE_DOMAIN_CONTACT": ("DOMAIN_CONTACT",),
    "READ_SOURCE_TYPE_OTHER_CONTACT": ("OTHER_CONTACT",),
}
BOTH = ("READ_SOURCE_TYPE_CONTACT", "READ_SOURCE_TYPE_PROFILE")


def mask(text, name, allowed=READABLE, page="people/get", empty=None):
    """The fields a mask names, as a tuple without doubles.

    ``name`` is the parameter's; an empty mask gives ``empty``, or a 400 when that is
    None.
    """
    parts = [part.strip() for part in (text or "").split(",")]
    if parts == [""]:
        if empty is None:
            raise invalid(f"{name} mask is required. {DOCUMENTED}{page}.")
        return empty
    for part in parts:
        if part not in allowed:
            where = DOCUMENTED.partition(". ")[2]
            raise invalid(f'Invalid {name} mask path: "{part}". {where}{page}.')
    return tuple(dict.fromkeys(parts))


def sources(names, default=BOTH):
    """Source types of a ``sources`` parameter: a set such as ``{"CONTACT"}``."""
    wanted = set()
    for name in names or default:
        if name not in SOURCES:
            raise invalid(f"Invalid source: {name}.", "sources")
        wanted.update(SOURCES[name])
    return wanted


def formatted_type(kind):
    """``homeFax`` → ``Home Fax``; what people made up stays as it is."""
    if kind not in PREDEFINED:
        return kind
    words = re.findall(r"[A-Z]?[a-z]+", kind)
    return " ".join(word.capitalize() for word in words)
