# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""``users.history.list``: what happened since.

Oldest first. The state of a mail in a record is the one just after it, not today's;
records of mails that are gone meanwhile are still there. ``labelId`` selects by that
state, so that a mail losing the label is not told of: Google's documents are silent,
and who asks without a ``labelId`` need not know. What is appended while somebody turns
pages stands on the pages to come; ``historyId`` is always the mailbox's newest.

``startHistoryId`` of before what is kept, or of the future, is a 404.
"""

from . import gmail_errors, gmail_messages, gmail_store
from .gmail_model import KINDS


def list_history(call):
    box, params = call.mailbox(), call.params
    gmail_store.expire(call.world, box)
    start = params.get("startHistoryId")
    if start is None:
        raise gmail_errors.invalid("Missing startHistoryId")
    if not start.isdigit():
        raise gmail_errors.invalid(f"Invalid startHistoryId: {start}")
    if not box.oldest <= int(start) <= box.history_id:
        raise gmail_errors.not_found()
    label = params.get("labelId")
    if label is not None and not box.knows_label(label):
        raise gmail_errors.invalid(f"Invalid label: {label}")
    kinds = set(params.get("historyTypes") or KINDS)
    found = [
        ([record.id], record)
        for record in box.history
        if record.id > int(start)
        and record.kind in kinds
        and (label is None or any(label in row[2] for row in record.rows))
    ]
    records, token, _size = gmail_messages.page(call, found, f"history:{box.email}")
    answer = {"historyId": str(box.history_id)}
    if records:
        bare = call.world.bare_history
        answer["history"] = [_resource(record, label, bare) for record in records]
    if token:
        answer["nextPageToken"] = token
    return answer


def _resource(record, label, bare):
    rows = [row for row in record.rows if label is None or label in row[2]]
    entries = []
    for mail_id, thread_id, state, labels in rows:
        message = {"id": mail_id, "threadId": thread_id}
        if state and not bare:
            message["labelIds"] = list(state)
        entry = {"message": message}
        if labels is not None:
            entry["labelIds"] = list(labels)
        entries.append(entry)
    return {
        "id": str(record.id),
        "messages": [{"id": row[0], "threadId": row[1]} for row in rows],
        KINDS[record.kind]: entries,
    }
