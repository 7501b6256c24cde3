# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""``users.messages`` without sending, and ``users.getProfile``.

What Google's documents leave open: spam and trash are listed with ``includeSpamTrash``
or when the query asks for them, not because ``labelIds`` names them; an unknown id in
``batchModify`` is passed over, or a 404 for all of it (``world.mail_rules``);
``untrash`` does not bring the mail back into the inbox; ``resultSizeEstimate`` knows
no more than that there is another page.
"""

import re

from . import cursors, gmail_errors, gmail_query, gmail_store, gmail_view
from .errors import ApiError
from .gmail_model import NOT_BY_HAND

MOST_IDS = 1000
MOST_LABELS = 100
ID = re.compile(r"[0-9a-f]{10,16}")
METADATA = "https://www.googleapis.com/auth/gmail.metadata"


def profile(call):
    box = call.mailbox()
    return {
        "emailAddress": call.email,
        "messagesTotal": len(box.mails),
        "threadsTotal": len(box.threads),
        "historyId": str(box.history_id),
    }


def list_messages(call):
    box = call.mailbox()
    found = [(list(mail.key), mail) for mail in matching(call, box)]
    mails, token, estimate = page(call, found, f"messages:{box.email}")
    answer = {"resultSizeEstimate": estimate}
    if mails:
        rows = [{"id": mail.id, "threadId": mail.thread_id} for mail in mails]
        answer["messages"] = rows
    if token:
        answer["nextPageToken"] = token
    return answer


def get(call):
    mail = mail_of(call)
    form = form_of(call)
    wanted = call.params.get("metadataHeaders")
    return gmail_view.message(call.world, mail, form, wanted)


def modify(call):
    box, mail = call.mailbox(), mail_of(call)
    add, remove = label_changes(box, call.body)
    gmail_store.relabel(call.world, box, [mail], add, remove)
    return gmail_view.brief(mail)


def batch_modify(call):
    box = call.mailbox()
    mails = _mails(call, box)
    add, remove = label_changes(box, call.body)
    if call.world.batch_modify_missing == "refuse" and None in mails:
        raise gmail_errors.not_found()
    known = [mail for mail in mails if mail is not None]
    gmail_store.relabel(call.world, box, known, add, remove)


def trash(call):
    mail = mail_of(call)
    gmail_store.relabel(call.world, call.mailbox(), [mail], ["TRASH"])
    return gmail_view.brief(mail)


def untrash(call):
    mail = mail_of(call)
    gmail_store.relabel(call.world, call.mailbox(), [mail], (), ["TRASH"])
    return gmail_view.brief(mail)


def delete(call):
    gmail_store.delete(call.world, call.mailbox(), [mail_of(call)])


def batch_delete(call):
    box = call.mailbox()
    known = [mail for mail in _mails(call, box) if mail is not None]
    gmail_store.delete(call.world, box, known)


def get_attachment(call):
    mail = mail_of(call, "messageId")
    return gmail_view.attachment(call.world, mail, call.params["id"])


# --- what threads and drafts ask for, too ---------------------------------------------


def matching(call, box):
    """The mails that a listing's parameters select, newest first."""
    params = call.params
    text = params.get("q") or ""
    if "q" in params and METADATA in call.scopes:
        raise gmail_errors.metadata_only(
            "Metadata scope does not support 'q' parameter"
        )
    condition = gmail_query.parse(text)
    everywhere = params.get("includeSpamTrash") or gmail_query.asks_everywhere(text)
    labels = params.get("labelIds") or []
    for label_id in labels:
        if not box.knows_label(label_id):
            raise gmail_errors.invalid(f"Invalid label: {label_id}")
    now = call.world.clock.time()
    return [
        mail
        for mail in box.newest_first()
        if all(label in mail.labels for label in labels)
        and (everywhere or not {"SPAM", "TRASH"} & set(mail.labels))
        and condition(box, mail, now)
    ]


def page(call, found, list_id, default=100):
    """(one page of ``[(key, value)]``, next token, estimate of the whole)."""
    size = call.params.get("maxResults", default)
    if not 1 <= size <= 500:
        raise gmail_errors.invalid("maxResults must be between 1 and 500.")
    try:
        rows, token, _change = cursors.page(
            found, call.params, list_id, 0, default, 500
        )
    except ApiError as error:
        raise gmail_errors.invalid("Invalid pageToken") from error
    return rows, token, len(rows) + bool(token)


def form_of(call):
    """The format of an answer; 403 when the scope allows for headers only."""
    form = call.params.get("format", "full")
    if METADATA in call.scopes and form in ("full", "raw"):
        raise gmail_errors.metadata_only(
            f"Metadata scope doesn't allow format {form.upper()}"
        )
    return form


def mail_of(call, name="id"):
    """The mail of the path; 400 for what is no id, 404 for an unknown one."""
    mail_id = call.params[name]
    if not ID.fullmatch(mail_id):
        raise gmail_errors.bad_id(mail_id)
    mail = call.mailbox().mails.get(mail_id)
    if mail is None:
        raise gmail_errors.not_found()
    return mail


def label_changes(box, body):
    """(labels to add, labels to remove) of a modify request; raises 400."""
    add, remove = body.get("addLabelIds") or [], body.get("removeLabelIds") or []
    if not add and not remove:
        raise gmail_errors.invalid("No label add or removes specified")
    if set(add) & set(remove):
        raise gmail_errors.invalid("Cannot both add and remove the same label")
    for labels in (add, remove):
        if len(labels) > MOST_LABELS:
            raise gmail_errors.invalid("Too many labels in the request")
        for label_id in labels:
            check_label(box, label_id)
    return add, remove


def check_label(box, label_id, by_hand=True):
    if label_id.startswith("Label_") and label_id not in box.labels:
        raise gmail_errors.invalid("labelId not found")
    if not box.knows_label(label_id) or by_hand and label_id in NOT_BY_HAND:
        raise gmail_errors.invalid(f"Invalid label: {label_id}")


def _mails(call, box):
    """The mails that a body's ``ids`` name, None for unknown ones."""
    ids = call.body.get("ids") or []
    if not ids:
        raise gmail_errors.invalid("No message ids specified")
    if len(ids) > MOST_IDS:
        raise gmail_errors.invalid(f"Too many message ids; the limit is {MOST_IDS}")
    for mail_id in ids:
        if not ID.fullmatch(mail_id):
            raise gmail_errors.bad_id(mail_id)
    return [box.mails.get(mail_id) for mail_id in dict.fromkeys(ids)]
