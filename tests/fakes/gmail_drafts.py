# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""``users.drafts``: a draft has an id that stays and a new message each time."""

from . import (
    gmail_errors,
    gmail_messages,
    gmail_send,
    gmail_store,
    gmail_threading,
    gmail_view,
)
from .gmail_mime import Outline


def list_drafts(call):
    box = call.mailbox()
    owners = {mail_id: draft_id for draft_id, mail_id in box.drafts.items()}
    found = [
        (list(mail.key), mail)
        for mail in gmail_messages.matching(call, box)
        if mail.id in owners
    ]
    mails, token, estimate = gmail_messages.page(call, found, f"drafts:{box.email}")
    answer = {"resultSizeEstimate": estimate}
    if mails:
        answer["drafts"] = [
            {
                "id": owners[mail.id],
                "message": {"id": mail.id, "threadId": mail.thread_id},
            }
            for mail in mails
        ]
    if token:
        answer["nextPageToken"] = token
    return answer


def get(call):
    draft_id, mail = _draft(call)
    form = gmail_messages.form_of(call)
    return {"id": draft_id, "message": gmail_view.message(call.world, mail, form)}


def create(call):
    box = call.mailbox()
    mail = _put(call, box)
    draft_id = f"r{int(mail.id, 16)}"
    box.drafts[draft_id] = mail.id
    return {"id": draft_id, "message": gmail_view.brief(mail)}


def update(call):
    box = call.mailbox()
    draft_id, old = _draft(call)
    mail = _put(call, box)
    gmail_store.delete(call.world, box, [old])
    box.drafts[draft_id] = mail.id
    return {"id": draft_id, "message": gmail_view.brief(mail)}


def delete(call):
    _draft_id, mail = _draft(call)
    gmail_store.delete(call.world, call.mailbox(), [mail])


def send(call):
    """Send a draft as it is, or with the message given beside its id."""
    box = call.mailbox()
    _draft_id, old = _draft(call, call.body["id"])
    message = call.body.get("message") or {}
    raw, thread_id = old.raw, None
    if call.media is not None or message.get("raw"):
        raw = gmail_send.raw_of(call, message)
        thread_id = message.get("threadId")
    elif old.thread_id != old.id:
        thread_id = old.thread_id
    mail = gmail_send.dispatch(call.world, box, raw, thread_id)
    gmail_store.delete(call.world, box, [old])
    return gmail_view.brief(mail)


def _put(call, box):
    message = call.body.get("message") or {}
    raw = gmail_send.raw_of(call, message)
    outline = Outline(raw)
    thread_id = gmail_threading.asked(box, message.get("threadId"), outline)
    return gmail_store.add(call.world, box, raw, ["DRAFT"], thread_id=thread_id)


def _draft(call, draft_id=None):
    draft_id = draft_id or call.params["id"]
    box = call.mailbox()
    mail = box.mails.get(box.drafts.get(draft_id))
    if mail is None:
        raise gmail_errors.not_found()
    return draft_id, mail
