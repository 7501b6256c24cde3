# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""people.updateContactPhoto and deleteContactPhoto."""

import base64
import binascii

from . import people_errors, people_store, person_fields, person_view
from .people_errors import invalid

FORMATS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def media_type(photo):
    """``image/png`` or ``image/jpeg``, None for anything else."""
    for start, kind in FORMATS.items():
        if photo.startswith(start):
            return kind
    return None


def checked(photo):
    """The bytes of a picture given as bytes or base64 text (either alphabet)."""
    if isinstance(photo, str):
        try:
            text = photo.replace("-", "+").replace("_", "/")
            photo = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        except (binascii.Error, ValueError) as error:
            raise invalid(
                "Invalid value at 'photo_bytes' (TYPE_BYTES), Base64 decoding failed.",
                "photo_bytes",
            ) from error
    if not photo:
        raise invalid("Photo bytes are required.", "photo_bytes")
    if media_type(photo) is None:
        raise invalid("Invalid photo format", "photo_bytes")
    return photo


def update(call):
    """A new picture; the person comes back only when ``personFields`` asks."""
    return _write(call, checked(call.body.get("photoBytes") or b""), call.body)


def delete(call):
    """Taking away a picture that is not there succeeds."""
    return _write(call, None, call.params)


def put(world, book, contact, photo):
    """Give the contact this picture (None: none), in place of a seeded one."""
    person = {k: v for k, v in contact.latest.person.items() if k != "photos"}
    raw = contact.latest.raw - {"photos"}
    return people_store.write(world, book, contact, photo=photo, person=person, raw=raw)


def _write(call, photo, asked):
    mask = person_fields.mask(asked.get("personFields"), "personFields", empty=())
    wanted = person_fields.sources(asked.get("sources"))
    book = people_store.book_of(call.world, call.email)
    contact = book.find(call.params["resourceName"])
    if contact is None:
        raise people_errors.not_found()
    version = put(call.world, book, contact, photo)
    if not mask:
        return {}
    return {"person": person_view.person(book, contact, version, mask, wanted)}
