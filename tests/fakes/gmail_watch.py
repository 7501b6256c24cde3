# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""``watch`` and ``stop``, and the notifications that would go to Pub/Sub.

They are kept in ``world.mail_notifications`` for looking at, newest last:
``{"email", "historyId", "topic", "at", "data"}``; ``data`` is the base64url text a
Pub/Sub message carries. At most one a second and person, the rest is dropped; a watch
lives seven days. A fresh watch is told of at once.
"""

import base64
import json
import re

from . import gmail_errors
from .gmail_model import Watch

LIFETIME = 7 * 86400
TOPIC = re.compile(
    r"projects/[a-z][a-z0-9-]{4,28}[a-z0-9]/topics/[A-Za-z][\w.~+%-]{2,}"
)


def watch(call):
    box, body = call.mailbox(), call.body
    topic = body.get("topicName") or ""
    if not TOPIC.fullmatch(topic):
        raise gmail_errors.invalid(
            f"Invalid topicName does not match projects/<project>/topics/*: {topic}"
        )
    labels = body.get("labelIds") or []
    unknown = [label for label in labels if not box.knows_label(label)]
    if unknown:
        raise gmail_errors.invalid(f"Invalid label: {unknown[0]}")
    behavior = body.get("labelFilterBehavior") or body.get("labelFilterAction")
    now = call.world.clock.time()
    box.watch = Watch(topic, labels, behavior == "exclude", now + LIFETIME)
    _send(call.world, box)
    return {
        "historyId": str(box.history_id),
        "expiration": str(int(box.watch.expires * 1000)),
    }


def stop(call):
    call.mailbox().watch = None


def notify(world, box, labels):
    """Something happened to mails with these labels."""
    watched = box.watch
    if watched is None or watched.expires <= world.clock.time():
        return
    hit = not watched.labels or bool(labels & set(watched.labels)) != watched.exclude
    if hit and world.clock.time() - watched.last >= 1:
        _send(world, box)


def _send(world, box):
    box.watch.last = world.clock.time()
    facts = {"emailAddress": box.email, "historyId": box.history_id}
    row = {
        "email": box.email,
        "historyId": str(box.history_id),
        "topic": box.watch.topic,
        "at": box.watch.last,
        "data": base64.urlsafe_b64encode(json.dumps(facts).encode()).decode(),
    }
    world.mail_notifications.append(row)
