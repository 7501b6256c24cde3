# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Gmail v1 requests: listings, messages by id, labels, settings.

Requests are made by the client library from its discovery document, which checks
every parameter's name and type before anything is sent. Only sending is not here: it
is an upload (`gmail_send`).
"""

from functools import lru_cache

# Google's limits for one request.
MOST_LISTED = 500
MOST_MODIFIED = 1_000

# No snippet and no payload: the mail itself says all of it.
RAW_FIELDS = "id,threadId,labelIds,historyId,internalDate,sizeEstimate,raw"
_LIST_FIELDS = "messages(id,threadId),nextPageToken,resultSizeEstimate"
_LABEL_FIELDS = "id,name,type,labelListVisibility,messageListVisibility,color"
_SHOWN = {"labelListVisibility": "labelShow", "messageListVisibility": "show"}
_MINE = {"userId": "me"}


@lru_cache(maxsize=8)
def _users(service):
    """The library makes this anew at each call, which takes it milliseconds."""
    return service.users()


@lru_cache(maxsize=8)
def _messages(service):
    return service.users().messages()


def profile(service):
    """Address and history id of the mailbox."""
    return _users(service).getProfile(**_MINE)


# -- labels ----------------------------------------------------------------------
def label_list(service):
    """All labels; Google does not page them."""
    return _users(service).labels().list(fields=f"labels({_LABEL_FIELDS})", **_MINE)


def label_create(service, name, visibility):
    """A new label; `visibility` are Google's own words for it, which it requires."""
    body = {"name": name, **_SHOWN, **visibility}
    return _users(service).labels().create(body=body, fields=_LABEL_FIELDS, **_MINE)


# -- listings --------------------------------------------------------------------
def message_list(service, label_ids, page_token=None, query=None, spam_trash=False):
    """One page of the messages that carry all of these labels, newest first."""
    asked = {"maxResults": MOST_LISTED, "fields": _LIST_FIELDS}
    if label_ids:
        asked["labelIds"] = list(label_ids)
    if query:
        asked["q"] = query
    if spam_trash:
        asked["includeSpamTrash"] = True
    if page_token:
        asked["pageToken"] = page_token
    return _messages(service).list(**asked, **_MINE)


def history_list(service, start_id, label_id=None, page_token=None):
    """One page of what happened since `start_id`, oldest first."""
    asked = {"startHistoryId": str(start_id), "maxResults": MOST_LISTED}
    if label_id:
        asked["labelId"] = label_id
    if page_token:
        asked["pageToken"] = page_token
    return _users(service).history().list(**asked, **_MINE)


# -- messages --------------------------------------------------------------------
def message_raw(service, message_id):
    """A message as it came over the wire."""
    return _messages(service).get(
        id=message_id, format="raw", fields=RAW_FIELDS, **_MINE
    )


def message_metadata(service, message_id, headers):
    """A message's labels, and those of its headers that are asked for."""
    return _messages(service).get(
        id=message_id, format="metadata", metadataHeaders=list(headers), **_MINE
    )


def message_modify(service, message_id, add, remove):
    """Labels onto and off one message."""
    return _messages(service).modify(id=message_id, body=_labels(add, remove), **_MINE)


def batch_modify(service, message_ids, add, remove):
    """Labels onto and off up to 1,000 messages."""
    body = {"ids": list(message_ids), **_labels(add, remove)}
    return _messages(service).batchModify(body=body, **_MINE)


def message_trash(service, message_id):
    """A message into the trash, where Gmail keeps it for thirty days."""
    return _messages(service).trash(id=message_id, **_MINE)


def _labels(add, remove):
    body = {}
    if add:
        body["addLabelIds"] = list(add)
    if remove:
        body["removeLabelIds"] = list(remove)
    return body


# -- settings and notifications ----------------------------------------------------
def send_as_list(service):
    """The addresses that this account may send as."""
    return _users(service).settings().sendAs().list(**_MINE)


def watch(service, topic, label_ids):
    """Notifications into a Pub/Sub topic."""
    body = {"topicName": topic}
    if label_ids:
        body.update(labelIds=list(label_ids), labelFilterBehavior="include")
    return _users(service).watch(body=body, **_MINE)


def stop(service):
    """No notifications any more."""
    return _users(service).stop(**_MINE)
