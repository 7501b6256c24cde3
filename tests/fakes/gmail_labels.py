# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""``users.labels``: the system's and the user's.

A tree is nothing but slashes in names: a parent need not exist, and here, as far as
Google's documents go, renaming or deleting one leaves its branches alone (a person in
Gmail's screens takes them along: ``gmail_world.py``). Names are unique without regard
to case; the system's names are taken in any spelling.
"""

import functools
import re

from . import discovery, gmail_errors, gmail_store
from .gmail_model import SYSTEM, Label

LONGEST = 225
RESERVED = {name.lower() for name in SYSTEM} | {
    *("sent mail", "drafts", "bin", "muted", "all mail", "all", "snoozed"),
    *("scheduled", "important", "starred", "chats", "archive", "anywhere"),
}


def list_labels(call):
    box = call.mailbox()
    labels = [_system(name) for name in SYSTEM]
    return {"labels": labels + [resource(label) for label in box.labels.values()]}


def get(call):
    box = call.mailbox()
    label_id = call.params["id"]
    if label_id in SYSTEM:
        data = _system(label_id)
    else:
        data = resource(_label(box, label_id))
    mails = [mail for mail in box.mails.values() if label_id in mail.labels]
    unread = [mail for mail in mails if "UNREAD" in mail.labels]
    data["messagesTotal"], data["messagesUnread"] = len(mails), len(unread)
    data["threadsTotal"] = len({mail.thread_id for mail in mails})
    data["threadsUnread"] = len({mail.thread_id for mail in unread})
    return data


def create(call):
    box, body = call.mailbox(), call.body
    if body.get("type") == "system":
        raise gmail_errors.invalid("Cannot create a system label.")
    data = resource(new(box, body.get("name"), body))
    # As recorded: the answer of a creation does not say of which type it is.
    del data["type"]
    return data


def update(call):
    """PUT: what the body does not name goes back to its default."""
    box, body = call.mailbox(), call.body
    label = _label(box, call.params["id"], "update")
    if body["id"] != label.id:
        raise gmail_errors.invalid("Label ID in the body differs from the path.")
    check_name(box, body["name"], label)
    whole = {"color": None, **body}
    _settle(label, whole)
    label.name = body["name"]
    return resource(label)


def patch(call):
    box, body = call.mailbox(), call.body
    label = _label(box, call.params["id"], "update")
    if "name" in body:
        check_name(box, body["name"], label)
    _settle(label, body)
    label.name = body.get("name", label.name)
    return resource(label)


def delete(call):
    box = call.mailbox()
    label = _label(box, call.params["id"], "delete")
    gmail_store.forget_label(call.world, box, label.id)


def new(box, name, settings=None):
    """A further label of this mailbox; 400 or 409 for a name that cannot be."""
    check_name(box, name)
    label = Label(f"Label_{box.next_label}", name)
    _settle(label, settings or {})
    box.next_label += 1
    box.labels[label.id] = label
    return label


def check_name(box, name, label=None):
    """Refuse a name that is none, or that is taken by another label."""
    parts = (name or "").split("/")
    bad = any(not part.strip() or part != part.strip() for part in parts)
    if bad or len(name) > LONGEST or name.lower() in RESERVED:
        raise gmail_errors.invalid("Invalid label name")
    others = (one for one in box.labels.values() if one is not label)
    if name.lower() in {other.name.lower() for other in others}:
        raise gmail_errors.conflict()


def resource(label):
    data = {
        "id": label.id,
        "name": label.name,
        "messageListVisibility": label.message_view,
        "labelListVisibility": label.list_view,
        "type": "user",
    }
    if label.color:
        data["color"] = dict(label.color)
    return data


def _system(name):
    data = {"id": name, "name": name, "type": "system"}
    if SYSTEM[name]:
        data["messageListVisibility"], data["labelListVisibility"] = SYSTEM[name]
    return data


def _label(box, label_id, deed=None):
    if deed and label_id in SYSTEM:
        raise gmail_errors.invalid(f"Invalid {deed} request")
    label = box.labels.get(label_id)
    if label is None:
        raise gmail_errors.not_found()
    return label


def _settle(label, body):
    if "color" in body:
        label.color = _color(body["color"])
    label.message_view = body.get("messageListVisibility") or label.message_view
    label.list_view = body.get("labelListVisibility") or label.list_view


def _color(color):
    if not color:
        return None
    for key in ("backgroundColor", "textColor"):
        value = color.get(key)
        if not value:
            raise gmail_errors.invalid(f"Label color needs a {key}")
        if value not in _palette():
            raise gmail_errors.invalid(
                f"Label color {value} is not on the allowed color palette"
            )
    return dict(color)


@functools.lru_cache
def _palette():
    """The colours that the discovery document lists in words."""
    schema = discovery.service("gmail", "v1").document["schemas"]["LabelColor"]
    words = schema["properties"]["backgroundColor"]["description"]
    return set(re.findall(r"#[0-9a-f]{6}\b", words.partition("allowed")[2]))
