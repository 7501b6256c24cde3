# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a mailbox is made of: mails, labels, the history of what happened to them.

A mail is its bytes, which never change, and its labels, which do. Every account has
copies of its own, with ids of their own, of what went between them.
"""

import functools
from dataclasses import dataclass, field

from . import gmail_mime

# System label → (messageListVisibility, labelListVisibility), or None as Google lists
# it: the ones everybody knows come without.
SYSTEM = {
    "CHAT": ("hide", "labelHide"),
    "SENT": None,
    "INBOX": None,
    "IMPORTANT": ("hide", "labelHide"),
    "TRASH": ("hide", "labelHide"),
    "DRAFT": None,
    "SPAM": ("hide", "labelHide"),
    "CATEGORY_FORUMS": ("hide", "labelHide"),
    "CATEGORY_UPDATES": ("hide", "labelHide"),
    "CATEGORY_PERSONAL": ("hide", "labelHide"),
    "CATEGORY_PROMOTIONS": ("hide", "labelHide"),
    "CATEGORY_SOCIAL": ("hide", "labelHide"),
    "STARRED": None,
    "UNREAD": None,
}
# Google puts these on and takes them off; nobody else does.
NOT_BY_HAND = {"SENT", "DRAFT", "CHAT"}
KINDS = {
    "messageAdded": "messagesAdded",
    "messageDeleted": "messagesDeleted",
    "labelAdded": "labelsAdded",
    "labelRemoved": "labelsRemoved",
}


@dataclass
class Mail:
    """``date`` is Gmail's internal date in milliseconds; ``labels`` keeps the order.

    ``oddities`` are names of ``gmail_oddities.SPOILS``: what is strange about the
    answers that show this mail.
    """

    id: str
    thread_id: str
    raw: bytes = field(repr=False)
    date: int
    labels: list = field(default_factory=list)
    history_id: int = 0
    oddities: set = field(default_factory=set)

    @functools.cached_property
    def parsed(self):
        """The outline of the bytes."""
        return gmail_mime.Outline(self.raw)

    @property
    def key(self):
        """Sort key: the newest first."""
        return (-self.date, -int(self.id, 16))


@dataclass
class Label:
    """A user's label; a slash in the name is a branch of the tree."""

    id: str
    name: str
    message_view: str = "show"
    list_view: str = "labelShow"
    color: dict | None = None


@dataclass
class Record:
    """One history record: ``kind`` of ``KINDS`` and rows about one or more mails.

    A row is ``[mail id, thread id, labels after it, labels added or removed]``.
    """

    id: int
    kind: str
    rows: list
    at: float


@dataclass
class SendAs:
    """An address mail may be sent from; ``verified`` is None for the account's own."""

    email: str
    name: str = ""
    verified: bool | None = None
    default: bool = False
    reply_to: str = ""


@dataclass
class Watch:
    topic: str
    labels: list
    exclude: bool
    expires: float
    last: float = 0.0


@dataclass
class Mailbox:
    """Everything of one account. ``oldest``: history before it is forgotten."""

    email: str
    history_id: int
    oldest: int
    mails: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)
    history: list = field(default_factory=list)
    aliases: list = field(default_factory=list)
    drafts: dict = field(default_factory=dict)
    watch: Watch | None = None
    enabled: bool = True
    next_label: int = 1
    # When mails were sent (seconds), for the limit of a day; until when none may be.
    sent_at: list = field(default_factory=list)
    blocked_until: float = 0.0
    # Index: thread id → mail ids, oldest first.
    threads: dict = field(default_factory=dict)
    # Index: Message-ID → mail ids.
    by_message_id: dict = field(default_factory=dict)

    def newest_first(self):
        return sorted(self.mails.values(), key=lambda mail: mail.key)

    def thread(self, thread_id):
        """The mails of a conversation, oldest first."""
        mails = [self.mails[mail_id] for mail_id in self.threads.get(thread_id, ())]
        return sorted(mails, key=lambda mail: (mail.date, mail.id))

    def label_names(self):
        """{name in small letters: id}, the system's labels included."""
        names = {name.lower(): name for name in SYSTEM}
        return names | {label.name.lower(): label.id for label in self.labels.values()}

    def knows_label(self, label_id):
        return label_id in SYSTEM or label_id in self.labels
