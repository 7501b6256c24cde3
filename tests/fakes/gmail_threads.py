# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""``users.threads``: conversations, which are nothing but the mails they hold."""

from . import gmail_errors, gmail_messages, gmail_store, gmail_view


def list_threads(call):
    """Threads with a mail that matches all of what is asked, the newest first."""
    box = call.mailbox()
    newest = {}
    for mail in gmail_messages.matching(call, box):
        newest.setdefault(mail.thread_id, mail)
    found = [(list(mail.key), mail) for mail in newest.values()]
    mails, token, estimate = gmail_messages.page(call, found, f"threads:{box.email}")
    answer = {"resultSizeEstimate": estimate}
    if mails:
        answer["threads"] = [_row(box, mail.thread_id) for mail in mails]
    if token:
        answer["nextPageToken"] = token
    return answer


def get(call):
    mails = _mails(call)
    form = gmail_messages.form_of(call)
    wanted = call.params.get("metadataHeaders")
    return {
        "id": call.params["id"],
        "historyId": _history_id(mails),
        "messages": [
            gmail_view.message(call.world, mail, form, wanted) for mail in mails
        ],
    }


def modify(call):
    add, remove = gmail_messages.label_changes(call.mailbox(), call.body)
    return _relabel(call, add, remove)


def trash(call):
    return _relabel(call, ["TRASH"], ())


def untrash(call):
    return _relabel(call, (), ["TRASH"])


def delete(call):
    gmail_store.delete(call.world, call.mailbox(), _mails(call))


def _relabel(call, add, remove):
    mails = _mails(call)
    gmail_store.relabel(call.world, call.mailbox(), mails, add, remove)
    return {
        "id": call.params["id"],
        "messages": [gmail_view.brief(mail) for mail in mails],
    }


def _mails(call):
    thread_id = call.params["id"]
    if not gmail_messages.ID.fullmatch(thread_id):
        raise gmail_errors.bad_id(thread_id)
    mails = call.mailbox().thread(thread_id)
    if not mails:
        raise gmail_errors.not_found()
    return mails


def _row(box, thread_id):
    mails = box.thread(thread_id)
    return {
        "id": thread_id,
        "snippet": mails[-1].parsed.snippet,
        "historyId": _history_id(mails),
    }


def _history_id(mails):
    return str(max(mail.history_id for mail in mails))
