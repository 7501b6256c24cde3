# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The two sides of a contact for tests of the merge: Odoo's wishes, a small Google.

``Sides`` syncs them as the addon does: merge, send whole fields, confirm. Its Google
spells values in its own way and shows a primary value first.
"""

import re

from ...mapping import person, person_read
from ...sync import contact_merge

SPELLING = contact_merge.Spelling(person.key, person.keys, person.own, person.SINGLE)
MANY = ("emailAddresses", "phoneNumbers", "urls")


def respelt(name, raw):
    """A value as Google keeps it: trimmed, hosts in ASCII, numbers recognised."""
    raw = {k: v.strip() if isinstance(v, str) else v for k, v in raw.items()}
    text = raw.get("value", "")
    if name == "emailAddresses":
        local, _at, host = text.rpartition("@")
        raw["value"] = f"{local}@{_ascii(host)}"
    elif name == "urls":
        scheme, _mark, rest = text.rpartition("://")
        host, slash, path = rest.partition("/")
        raw["value"] = f"{scheme or 'http'}://{_ascii(host)}{slash or '/'}{path}"
    elif name == "phoneNumbers":
        digits = re.sub(r"\D", "", text)
        raw["canonicalForm"] = (
            f"+{digits if '+' in text else '49' + digits.lstrip('0')}"
        )
    elif name == "addresses" and raw.get("country") == "Germany":
        raw["countryCode"] = "DE"
    elif name == "names":
        raw.setdefault("unstructuredName", raw.get("givenName", ""))
    return raw


def _ascii(host):
    return host.lower().encode("idna").decode()


class Sides:
    """One contact on both sides; ``facts`` are Odoo's, ``google`` {field: [raw]}."""

    def __init__(self, google=None, **facts):
        self.facts = {"name": "Clara Schumann", **facts}
        self.google = google or {}
        self.base = {}
        self.primary = {}  # field → key of the value that Google shows first
        self.conflicts = []

    @property
    def wanted(self):
        return person.values(self.facts)

    def sync(self, wanted=None):
        """Bring Odoo's wishes over; the fields that were sent."""
        wanted = self.wanted if wanted is None else wanted
        merged = contact_merge.merge(self.base, wanted, self.google, SPELLING)
        self.take(merged.changed)
        self.base = contact_merge.confirm(merged, self.google, SPELLING)
        self.conflicts += merged.conflicts
        return set(merged.changed)

    def take(self, changed):
        """Google takes whole fields."""
        for name, values in changed.items():
            kept = [respelt(name, raw) for raw in person_read.sendable(values)]
            first = self.primary.get(name)
            kept.sort(key=lambda raw, name=name: person.key(name, raw) != first)
            self.google[name] = kept

    def leave(self):
        """The subscription ends: nothing of Odoo's stays."""
        self.take(contact_merge.without(self.base, self.google, SPELLING))

    def keys(self, name):
        return [person.key(name, raw) for raw in self.google.get(name, ())]

    def texts(self, name):
        return [raw["value"] for raw in self.google.get(name, ())]

    @property
    def note(self):
        return "".join(self.texts("biographies"))
