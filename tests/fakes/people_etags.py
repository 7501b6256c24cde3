# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Etags of the People API.

A person's etag looks like ``%EgQBAj0DBy4aBAECBQciDGFiY2RlZmdo``: a small message in
base64 that says which fields were read and, in its last twelve characters, which state
of the contact. So the same state has another etag under another mask: comparing etags
of answers to different masks is a mistake, as at Google. The etag of a source
(``#dPKHz6Bq5DY=``) does not depend on the mask.
"""

import base64
import binascii
import hashlib

from . import person_fields

NUMBERS = {name: n for n, name in enumerate(person_fields.READABLE, 1)}
KEY = 12


def new_key(text):
    """Twelve letters for one state; ``text`` must never come twice."""
    digest = hashlib.sha256(text.encode()).digest()
    return base64.b64encode(digest, b"ab").decode()[:KEY]


def of_person(key, mask):
    """The etag of a person read with this mask."""
    read = bytes(sorted(NUMBERS[name] for name in mask if name in NUMBERS))
    raw = b"\x12" + bytes([len(read)]) + read
    raw += b"\x1a\x04\x01\x02\x05\x07\x22\x0c" + key.encode()
    return "%" + base64.b64encode(raw).decode()


def key_of(etag):
    """The state an etag of a person names, or None for what never was one."""
    if not isinstance(etag, str) or not etag.startswith("%"):
        return None
    try:
        raw = base64.b64decode(etag[1:], validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw[-KEY:].decode("latin-1")


def of_source(key):
    digest = hashlib.sha256(b"source" + key.encode()).digest()
    return "#" + base64.b64encode(digest[:8]).decode()


def of_group(stamp):
    digest = hashlib.sha256(b"group%d" % stamp).digest()
    return base64.b64encode(digest[:9]).decode()
