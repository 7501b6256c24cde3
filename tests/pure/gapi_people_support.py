# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts for the tests of ``gapi``: bodies, and a server that takes all or nothing."""

import base64

# The smallest PNG: one pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


def person(number, **fields):
    """The body of a small contact with a name of its own."""
    return {
        "names": [{"givenName": f"Person{number:05d}", "familyName": "Müller-آزاد"}],
        "emailAddresses": [{"value": f"p{number}@example.com"}],
        "phoneNumbers": [{"value": "+49 30 1234567"}],
        "clientData": [{"key": "odoo", "value": f"uuid/{number}"}],
        **fields,
    }


def kinds(results):
    """{type name or "ok": how many}"""
    found = {}
    for result in results:
        name = type(result.error).__name__ if result.error else "ok"
        found[name] = found.get(name, 0) + 1
    return found
