# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mailboxes in seeds: an account's labels, mails and aliases, and whole dumps.

::

    "labels": ["Odoo/In", "Odoo/Out"],
    "mails": [{"from": …, "subject": …, "text": …,            (as in gmail_compose.py)
               "raw": "the whole mail" or "raw_base64": …,    (instead of the above)
               "labels": ["INBOX", "Odoo/In"], "internal_date": "2026-11-01T08:00:00Z",
               "oddities": ["no_payload"]}],
    "aliases": [{"address": "sales@example.com", "name": "Sales", "verified": true}],
    "gmail": false                                            (an account without mail)

Everything may be missing; a mail without labels is in the inbox and unread. ``dump``
writes ``mailboxes``: mails, labels, drafts and the history, so that a client's ids and
cursors go on working in the world that loads them. Watches are not in it.
"""

import base64

from . import gmail_store
from .gmail_model import Label, Mail, Mailbox, Record, SendAs
from .model import clone

KEYS = {"labels", "mails", "aliases", "gmail"}
OUTSIDE = {"raw", "raw_base64", "labels", "internal_date", "oddities"}
PLAIN = ("email", "history_id", "oldest", "enabled", "next_label")


def load(world, email, spec):
    """Add one account's mail; the caller holds the lock."""
    if not KEYS & set(spec):
        return
    for name in spec.get("labels", ()):
        if name not in world.labels(email):
            world.put_label(email, name)
    for mail in spec.get("mails", ()):
        labels = mail.get("labels", ("INBOX", "UNREAD"))
        mail_id = world.put_mail(
            email, _content(mail), labels, mail.get("internal_date")
        )
        world.spoil_mail(email, mail_id, *mail.get("oddities", ()))
    for alias in spec.get("aliases", ()):
        world.add_alias(email, **alias)
    if "gmail" in spec:
        world.mail_service(email, spec["gmail"])


def _content(mail):
    if "raw_base64" in mail:
        return base64.b64decode(mail["raw_base64"])
    if "raw" in mail:
        return mail["raw"]
    return {key: value for key, value in mail.items() if key not in OUTSIDE}


def dump(world):
    """Every mailbox as JSON."""
    return [
        {
            **{name: getattr(box, name) for name in PLAIN},
            "labels": [clone(vars(label)) for label in box.labels.values()],
            "mails": [_mail(mail) for mail in box.mails.values()],
            "history": [clone(vars(record)) for record in box.history],
            "aliases": [vars(alias).copy() for alias in box.aliases],
            "drafts": dict(box.drafts),
            "sent_at": list(box.sent_at),
        }
        for box in world.mailboxes.values()
    ]


def _mail(mail):
    return {
        "id": mail.id,
        "thread_id": mail.thread_id,
        "raw": base64.b64encode(mail.raw).decode(),
        "date": mail.date,
        "labels": list(mail.labels),
        "history_id": mail.history_id,
        "oddities": sorted(mail.oddities),
    }


def restore(world, boxes):
    """Put dumped mailboxes in, in place of those of their accounts."""
    for data in boxes:
        box = Mailbox(**{name: data[name] for name in PLAIN})
        box.labels = {spec["id"]: Label(**clone(spec)) for spec in data["labels"]}
        box.history = [Record(**clone(spec)) for spec in data["history"]]
        box.aliases = [SendAs(**spec) for spec in data["aliases"]]
        for spec in data["mails"]:
            raw = base64.b64decode(spec["raw"])
            mail = Mail(
                **{**clone(spec), "raw": raw, "oddities": set(spec["oddities"])}
            )
            gmail_store.keep(box, mail)
        box.drafts, box.sent_at = dict(data["drafts"]), list(data["sent_at"])
        world.mailboxes[box.email] = box
