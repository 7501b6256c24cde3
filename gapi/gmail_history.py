# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reading a page of Gmail's history: what it comes to, message by message.

Google writes one act as several records (moving to the trash: TRASH on, then INBOX
off), one record names several messages, and a message stands in more than one of its
lists. A record's `messages` repeats the others and says nothing of its own. Of a
message often only id and thread come.
"""

from dataclasses import dataclass

from .pages import dicts, token


@dataclass(frozen=True)
class HistoryPage:
    """One page of what happened, oldest first. `history_id` may be stored only when
    every page is applied.

    added       (message id, thread id, label ids at that moment, () where Google does
                not say) of new messages
    removed     ids of messages that are gone for good
    labelled    (message id, label ids that came on)
    unlabelled  (message id, label ids that came off)
    Within a page only the last word counts: a label that came and went is in
    `unlabelled` alone, a message that is gone in `removed` alone.
    """

    added: list
    removed: list
    labelled: list
    unlabelled: list
    history_id: str
    next_page_token: str | None


def read_page(data, start_id):
    """Return the `HistoryPage` in an answer; `start_id` stands in for a missing id."""
    added, removed, labels = {}, {}, {}
    for record in dicts(data, "history"):
        for message in _messages(record, "messagesAdded"):
            added.setdefault(message["id"], _new(message))
        for message in _messages(record, "messagesDeleted"):
            removed[message["id"]] = True
        for name, on in (("labelsAdded", True), ("labelsRemoved", False)):
            for change in dicts(record, name):
                message = change.get("message")
                if _is_message(message):
                    of_message = labels.setdefault(message["id"], {})
                    for label in texts(change, "labelIds"):
                        of_message[label] = on
    return HistoryPage(
        added=[new for name, new in added.items() if name not in removed],
        removed=list(removed),
        labelled=_changed(labels, True, removed),
        unlabelled=_changed(labels, False, removed),
        history_id=str(data.get("historyId") or start_id),
        next_page_token=token(data, "nextPageToken"),
    )


def texts(data, name):
    """Return the texts in the list `name` of an answer, as a tuple."""
    found = data.get(name)
    if not isinstance(found, list):
        return ()
    return tuple(text for text in found if isinstance(text, str))


def _messages(record, name):
    for change in dicts(record, name):
        if _is_message(change.get("message")):
            yield change["message"]


def _is_message(message):
    return isinstance(message, dict) and isinstance(message.get("id"), str)


def _new(message):
    thread = message.get("threadId")
    if not isinstance(thread, str):
        thread = ""
    return message["id"], thread, texts(message, "labelIds")


def _changed(labels, wanted, removed):
    found = []
    for name, changes in labels.items():
        ids = tuple(label for label, on in changes.items() if on is wanted)
        if ids and name not in removed:
            found.append((name, ids))
    return found
