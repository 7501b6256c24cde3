# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The Gmail API's methods, and what is asked of every call before one of them runs.

Not there: settings beside ``sendAs``, delegation, confidential mode, S/MIME.
"""

from . import (
    gmail_drafts,
    gmail_errors,
    gmail_history,
    gmail_labels,
    gmail_messages,
    gmail_send,
    gmail_store,
    gmail_threads,
    gmail_watch,
)


def list_send_as(call):
    box = call.mailbox()
    return {"sendAs": [_own(call, box), *(_alias(one) for one in box.aliases)]}


def get_send_as(call):
    wanted = call.params["sendAsEmail"].lower()
    for row in list_send_as(call)["sendAs"]:
        if row["sendAsEmail"].lower() == wanted:
            return row
    raise gmail_errors.not_found()


def _own(call, box):
    """The account's own address: always verified, so Google does not say so."""
    return {
        "sendAsEmail": box.email,
        "displayName": call.world.account(box.email).name,
        "replyToAddress": "",
        "signature": "",
        "isPrimary": True,
        "isDefault": not any(alias.default for alias in box.aliases),
    }


def _alias(alias):
    data = {
        "sendAsEmail": alias.email,
        "displayName": alias.name,
        "replyToAddress": alias.reply_to,
        "signature": "",
        "treatAsAlias": True,
        "verificationStatus": "accepted" if alias.verified else "pending",
    }
    if alias.default:
        data["isDefault"] = True
    return data


def admit(world, method, path_params, access, request, entry):
    """Whose mailbox it is, whether there is one, and whether the call may run now."""
    user = path_params.get("userId", "me")
    if user != "me" and user.lower() != access.email.lower():
        raise gmail_errors.no_delegation(user)
    if not gmail_store.box_of(world, access.email).enabled:
        raise gmail_errors.no_mail_service()
    limit = world.mail_json_limit
    if request.media is None and limit is not None and len(request.body) > limit:
        raise gmail_errors.too_large(limit)
    world.gmail_quotas.spend(method.id, access.email, entry)


USERS = {
    "getProfile": gmail_messages.profile,
    "watch": gmail_watch.watch,
    "stop": gmail_watch.stop,
    "labels.list": gmail_labels.list_labels,
    "labels.get": gmail_labels.get,
    "labels.create": gmail_labels.create,
    "labels.update": gmail_labels.update,
    "labels.patch": gmail_labels.patch,
    "labels.delete": gmail_labels.delete,
    "messages.list": gmail_messages.list_messages,
    "messages.get": gmail_messages.get,
    "messages.modify": gmail_messages.modify,
    "messages.batchModify": gmail_messages.batch_modify,
    "messages.trash": gmail_messages.trash,
    "messages.untrash": gmail_messages.untrash,
    "messages.delete": gmail_messages.delete,
    "messages.batchDelete": gmail_messages.batch_delete,
    "messages.attachments.get": gmail_messages.get_attachment,
    "messages.send": gmail_send.send,
    "messages.insert": gmail_send.insert,
    "messages.import": gmail_send.import_mail,
    "threads.list": gmail_threads.list_threads,
    "threads.get": gmail_threads.get,
    "threads.modify": gmail_threads.modify,
    "threads.trash": gmail_threads.trash,
    "threads.untrash": gmail_threads.untrash,
    "threads.delete": gmail_threads.delete,
    "history.list": gmail_history.list_history,
    "drafts.list": gmail_drafts.list_drafts,
    "drafts.get": gmail_drafts.get,
    "drafts.create": gmail_drafts.create,
    "drafts.update": gmail_drafts.update,
    "drafts.delete": gmail_drafts.delete,
    "drafts.send": gmail_drafts.send,
    "settings.sendAs.list": list_send_as,
    "settings.sendAs.get": get_send_as,
}
GMAIL = {f"gmail.users.{name}": handler for name, handler in USERS.items()}
