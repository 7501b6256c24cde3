# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is kept of a Google ``Person``: the values that may be written back.

A value that another source feeds (a profile, a directory) cannot be written through the
contact; sent back it would become a second value. Derived parts are left out, too.
"""

from . import person

# Parts of a value that Google computes (People API v1: "Output only").
OUTPUT_ONLY = {
    "names": ("displayName", "displayNameLastFirst"),
    "emailAddresses": ("formattedType",),
    "phoneNumbers": ("formattedType",),
    "addresses": ("formattedType",),
    "urls": ("formattedType",),
    "organizations": ("formattedType",),
    "memberships": ("domainMembership",),
}
# Computed, too, but it tells which number a differently spelt one is.
KEPT_FOR_KEYS = frozenset({"canonicalForm"})


def read(resource):
    """{field: [raw, …]} of a ``Person``, only fields and values that a contact owns.

    Photos are in it under ``photos``: the contact's own, not those of a profile. Under
    ``metadata`` are the contact's sources with their etags: Google wants to see those
    again with a change, beside the person's own etag.
    """
    found = {}
    for name in person.FIELDS:
        values = [
            _cleaned(name, raw)
            for raw in _dicts(resource.get(name))
            if _source(raw) == "CONTACT"
        ]
        if values := [raw for raw in values if raw]:
            found[name] = values
    photos = [
        {"url": str(raw.get("url") or "")}
        for raw in _dicts(resource.get("photos"))
        if _source(raw) == "CONTACT" and not raw.get("default")
    ]
    if photos:
        found["photos"] = photos
    if sources := _sources(resource):
        found["metadata"] = {"sources": sources}
    return found


def sendable(values):
    """Values of ``read`` as Google takes them: [raw, …]."""
    return [
        {part: value for part, value in raw.items() if part not in KEPT_FOR_KEYS}
        for raw in values
    ]


def former_names(resource):
    """Resource names this person had before: a merge or a linked profile changes it."""
    meta = resource.get("metadata")
    names = meta.get("previousResourceNames") if isinstance(meta, dict) else None
    return [name for name in names or () if isinstance(name, str)]


def is_deleted(resource):
    """Whether a listing tells that this contact is no more."""
    meta = resource.get("metadata")
    return bool(isinstance(meta, dict) and meta.get("deleted"))


def photo_key(url):
    """A picture's address without its size, which Google appends as it likes."""
    return str(url or "").partition("=")[0].partition("?")[0]


def _sources(resource):
    meta = resource.get("metadata")
    sources = meta.get("sources") if isinstance(meta, dict) else None
    return [
        {part: raw[part] for part in ("type", "id", "etag") if raw.get(part)}
        for raw in _dicts(sources)
        if raw.get("type") == "CONTACT"
    ]


def _cleaned(name, raw):
    dropped = {"metadata", *OUTPUT_ONLY.get(name, ())}
    kept = {part: value for part, value in raw.items() if part not in dropped}
    group = kept.get("contactGroupMembership")
    if isinstance(group, dict) and group.get("contactGroupResourceName"):
        kept["contactGroupMembership"] = {
            "contactGroupResourceName": group["contactGroupResourceName"]
        }
    return kept


def _source(raw):
    meta = raw.get("metadata")
    source = meta.get("source") if isinstance(meta, dict) else None
    kind = source.get("type") if isinstance(source, dict) else None
    return kind or "CONTACT"


def _dicts(values):
    return [raw for raw in values or () if isinstance(raw, dict)]
