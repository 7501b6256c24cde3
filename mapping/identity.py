# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Ids that we choose: the same record gives the same id, on every try.

Google takes client-chosen event ids of a-v and 0-9, 5 to 1024 characters (Calendar
v3, Event.id). Because the id is derived and not drawn, a create whose answer was
lost can be repeated: Google then answers 409 instead of making a second event.
"""

import base64
import hashlib


def event_id(database_uuid, model, record_id, generation=0):
    """The Google id of an Odoo record's event.

    ``generation`` counts up when the record needs a new event after its old one was
    deleted for good: Google never gives an id twice.
    """
    seed = f"{database_uuid}|{model}|{record_id}|{generation}".encode()
    digest = hashlib.sha256(seed).digest()[:20]
    return base64.b32hexencode(digest).decode().lower().rstrip("=")


def request_id(database_uuid, model, record_id, number):
    """The id of a request for a record's conference; Google makes one for each id.

    ``number`` counts the requests of a person: repeated after a lost answer it is the
    same, and so is the conference.
    """
    return event_id(database_uuid, f"{model}/conference", record_id, number)


def record_mark(model, record_id):
    """How a record is named in our private extended property."""
    return f"{model},{record_id}"


def read_mark(text):
    """``record_mark`` backwards: (model, id), or None for anything else."""
    model, comma, number = (text or "").partition(",")
    if not comma or not number.isdigit():
        return None
    return model, int(number)
