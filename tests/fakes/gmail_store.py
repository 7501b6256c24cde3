# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Changing a mailbox: every way in or out of it writes its history.

One act can be several history records, as at Google: what adds labels and removes
others is a ``labelAdded`` record and a ``labelRemoved`` record after it, and between
them the mail has both. An act on many mails puts two of them in one record.

History ids only grow, with gaps. Records older than ``LIFETIME`` are forgotten, and
with them every start before.
"""

from . import gmail_watch
from .gmail_model import Mail, Mailbox, Record

LIFETIME = 7 * 86400
ROWS = 2


def box_of(world, email):
    """The mailbox of this account; it is there when somebody looks for it."""
    box = world.mailboxes.get(email)
    if box is None:
        # Far apart, so that an id of one mailbox never fits another one.
        start = 1000 + 100003 * (len(world.mailboxes) + 1)
        box = world.mailboxes[email] = Mailbox(email, start, start)
    return box


def new_id(world):
    """Sixteen hexadecimal digits that grow with time and never come twice."""
    stamp = world.clock.stamp()
    return f"{stamp << 20 | (stamp * 7919) % 2**20:016x}"


def add(world, box, raw, labels=(), date=None, thread_id=None, mail_id=None):
    """Put a mail in; ``thread_id`` None begins a conversation. Returns the ``Mail``."""
    mail_id = mail_id or new_id(world)
    if date is None:
        date = int(world.clock.time() * 1000)
    mail = Mail(mail_id, thread_id or mail_id, raw, date, list(dict.fromkeys(labels)))
    keep(box, mail)
    _record(world, box, "messageAdded", [(mail, None)])
    gmail_watch.notify(world, box, set(mail.labels))
    return mail


def unkept(world, raw, labels):
    """A ``Mail`` with an id that no mailbox holds."""
    mail_id = new_id(world)
    return Mail(mail_id, mail_id, raw, int(world.clock.time() * 1000), list(labels))


def keep(box, mail):
    """Put a mail in and into the indexes, without a word in the history."""
    box.mails[mail.id] = mail
    box.threads.setdefault(mail.thread_id, []).append(mail.id)
    key = mail.parsed.message_id
    if key:
        box.by_message_id.setdefault(key, []).append(mail.id)


def relabel(world, box, mails, add=(), remove=()):
    """Put labels on and take others off; what is so already is no change.

    In the trash and among the spam a mail is nowhere else: whoever puts it there takes
    it out of the inbox.
    """
    add, remove = list(dict.fromkeys(add)), list(dict.fromkeys(remove))
    if "TRASH" in add:
        remove += [name for name in ("INBOX", "SPAM") if name not in add]
    elif "SPAM" in add:
        remove += [name for name in ("INBOX", "TRASH") if name not in add]
    added, removed, touched = [], [], set()
    for mail in mails:
        new = [label for label in add if label not in mail.labels]
        if new:
            mail.labels.extend(new)
            added.append((mail, new))
            touched.update(new)
    _record(world, box, "labelAdded", added)
    for mail in mails:
        old = [label for label in remove if label in mail.labels]
        if old:
            touched.update(mail.labels)
            mail.labels = [label for label in mail.labels if label not in old]
            removed.append((mail, old))
    _record(world, box, "labelRemoved", removed)
    if added or removed:
        touched.update(*(mail.labels for mail in mails))
        gmail_watch.notify(world, box, touched)


def delete(world, box, mails):
    """The mails are gone for ever."""
    for mail in mails:
        del box.mails[mail.id]
        _drop(box.threads, mail.thread_id, mail.id)
        _drop(box.by_message_id, mail.parsed.message_id, mail.id)
        for draft_id in [d for d, held in box.drafts.items() if held == mail.id]:
            del box.drafts[draft_id]
    _record(world, box, "messageDeleted", [(mail, None) for mail in mails])
    if mails:
        gmail_watch.notify(world, box, set().union(*(m.labels for m in mails)))


def forget_label(world, box, label_id):
    """Delete a label: it comes off all mails at once."""
    mails = [mail for mail in box.mails.values() if label_id in mail.labels]
    relabel(world, box, mails, remove=[label_id])
    del box.labels[label_id]


def age(box):
    """Every history id given so far is too old from now on."""
    box.history.clear()
    box.oldest = _next(box)


def expire(world, box):
    """Forget what happened longer ago than ``LIFETIME``."""
    limit = world.clock.time() - LIFETIME
    while box.history and box.history[0].at < limit:
        box.oldest = box.history.pop(0).id


def _record(world, box, kind, changes):
    """Write records of ``ROWS`` mails each; the state is what it is right now."""
    for start in range(0, len(changes), ROWS):
        number = _next(box)
        rows = []
        for mail, labels in changes[start : start + ROWS]:
            mail.history_id = number
            rows.append([mail.id, mail.thread_id, list(mail.labels), labels])
        box.history.append(Record(number, kind, rows, world.clock.time()))


def _next(box):
    box.history_id += 1 + box.history_id * 31 % 23
    return box.history_id


def _drop(index, key, mail_id):
    if key in index:
        index[key].remove(mail_id)
        if not index[key]:
            del index[key]
