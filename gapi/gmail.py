# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Gmail: list, read, label and send the mail of one account.

Labels, aliases and headers are Google's own dicts, unchanged; of a mail come its bytes.
Every method raises `GoogleError` (see `errors`), but `raw`, `metadata`, `modify` and
`trash`, whose results carry the errors. Gmail lets only few calls of one user run at
the same time, whoever makes them: one client for a mailbox, one call after the other.
What the calls cost is in `gmail_quota`.
"""

from dataclasses import dataclass

from . import gmail_requests as requests, gmail_send
from .gmail_history import HistoryPage, read_page
from .gmail_many import Messages, RawMessage, Result
from .gmail_quota import PER_MINUTE, UNITS, affordable
from .pages import dicts, pages, token

__all__ = [
    "MOST_BYTES",
    "PER_MINUTE",
    "UNITS",
    "GmailClient",
    "HistoryPage",
    "MessagePage",
    "RawMessage",
    "Result",
    "affordable",
]

MOST_BYTES = gmail_send.MOST_BYTES
# Mails in one request, and in memory. Google advises against more than 50.
_BATCH = 25


@dataclass(frozen=True)
class MessagePage:
    """One page of a listing, newest first. `estimate` is Google's guess at how many
    there are in all."""

    ids: list
    next_page_token: str | None
    estimate: int


class GmailClient:
    """The mailbox of one Google account.

    transport     may be shared with other accounts
    token_source  `tokens.TokenSource` of this account
    """

    def __init__(self, transport, token_source):
        self._transport = transport
        self._token_source = token_source
        self._many = Messages(transport, token_source)

    @property
    def token_source(self):
        """As whom this client calls; whoever stores refreshed tokens asks it."""
        return self._token_source

    @property
    def _service(self):
        return self._transport.service("gmail")

    def _execute(self, request, method, write=False):
        return (
            self._transport.execute(request, "gmail", method, write, self.token_source)
            or {}
        )

    # -- the account ---------------------------------------------------------------
    def profile(self):
        """Return {"emailAddress", "historyId", "messagesTotal", "threadsTotal"}.

        `Forbidden(kind="no_mailbox")` for an account that has no Gmail.
        """
        return self._execute(requests.profile(self._service), "users.getProfile")

    def send_as(self):
        """Return the addresses this account may send as, itself the primary one:
        sendAsEmail, displayName, isDefault, isPrimary, verificationStatus."""
        data = self._execute(
            requests.send_as_list(self._service), "users.settings.sendAs.list"
        )
        return dicts(data, "sendAs")

    def labels(self):
        """Return all labels, Gmail's own (`type` "system") too. A label's name may
        change, its id does not."""
        data = self._execute(requests.label_list(self._service), "users.labels.list")
        return dicts(data, "labels")

    def create_label(self, name, **visibility):
        """Create a label; return it.

        name        "Odoo/Done" stands under "Odoo", which need not be there
        visibility  Google's `labelListVisibility`, `messageListVisibility` (shown in
                    both if not given), `color`
        `Conflict` with reason "duplicate" when there is one of this name; with
        `outcome_unknown` it may be our own.
        """
        request = requests.label_create(self._service, name, visibility)
        return self._execute(request, "users.labels.create", write=True)

    # -- listing -------------------------------------------------------------------
    def messages(self, label_ids, page_token=None, query=None, spam_trash=False):
        """Return one `MessagePage` of up to 500 ids.

        label_ids   the messages carry all of these; none: all messages
        page_token  the next page: give the *same* question again
        query       as in Gmail's search box: "larger:5M"
        spam_trash  also what lies in spam and trash
        `Rejected` with reason "invalidLabel" for a label that is not there.
        """
        data = self._message_list(label_ids, page_token, query, spam_trash)
        estimate = data.get("resultSizeEstimate")
        return MessagePage(
            ids=[message["id"] for message in _messages(data)],
            next_page_token=token(data, "nextPageToken"),
            estimate=estimate if isinstance(estimate, int) else 0,
        )

    def _message_list(self, label_ids, page_token, query, spam_trash):
        request = requests.message_list(
            self._service, label_ids, page_token, query, spam_trash
        )
        return self._execute(request, "users.messages.list")

    def message_ids(self, label_ids, query=None, spam_trash=False):
        """Yield the ids of all pages, newest first, each once."""
        seen = set()
        for page in pages(
            lambda page_token: self.messages(label_ids, page_token, query, spam_trash),
            "gmail",
            "users.messages.list",
        ):
            for message_id in page.ids:
                if message_id not in seen:
                    seen.add(message_id)
                    yield message_id

    def find(self, rfc822_message_id):
        """Return [(id, thread id)] of the messages with this Message-ID, wherever they
        lie. ValueError for an empty one, which would find anything."""
        wanted = rfc822_message_id.strip().strip("<>").strip()
        if not wanted:
            raise ValueError("no Message-ID to look for")
        data = self._message_list((), None, f"rfc822msgid:{wanted}", True)
        return [
            (message["id"], message.get("threadId") or "")
            for message in _messages(data)
        ]

    def history(self, start_id, label_id=None, page_token=None):
        """Return one `HistoryPage` of what happened since `start_id`.

        start_id    a `history_id` of before, also a message's own
        label_id    only of messages that have this label then; of one that loses it
                    nothing may be told
        page_token  the next page: give the *same* start_id and label_id again
        Raises `CursorExpired` when Google does not go back so far (a week as a rule,
        at times hours).
        """
        request = requests.history_list(self._service, start_id, label_id, page_token)
        return read_page(self._execute(request, "users.history.list"), start_id)

    # -- reading -------------------------------------------------------------------
    def raw(self, ids, size=_BATCH):
        """Yield (id, `Result` of a `RawMessage`) for each id, in order.

        size  mails in one request and in memory; fewer when Google says "too many at
              once". Where mails may be large ask `messages` with "larger:5M" first.
        `Gone` for a message that is not there (any more). An error that concerns the
        whole mailbox ends the asking: what was not asked for has the same one.
        """
        return self._many.raw(ids, size)

    def metadata(self, ids, headers):
        """Return {id: `Result`}; the value is Google's message with `labelIds` and
        those of `headers` that it has, under `payload`."""
        return self._many.metadata(ids, headers)

    # -- writing -------------------------------------------------------------------
    def modify(self, ids, add=(), remove=()):
        """Put labels onto messages and take others off; return a `Result` for each id,
        in the same order; the value is None. All of it may be repeated.

        `Gone` for a message that is not there, where Google says so: asked for many
        at once it may pass over it silently.
        """
        return self._many.modify(list(ids), add, remove)

    def trash(self, ids):
        """Put messages into the trash; return a `Result` for each id, in the same
        order; the value is Google's message. All of it may be repeated."""
        return self._many.trash(list(ids))

    def send(self, raw, thread_id=None):
        """Send a mail; return {"id", "threadId", "labelIds"}.

        raw        bytes, RFC 5322; the recipients are those of To, Cc and Bcc. At
                   most `MOST_BYTES`, else `Rejected` before anything is sent
        thread_id  the thread to put it into; Subject and References must fit, too
        Never sent twice: an error with `outcome_unknown` means that it may have left;
        `find` it before sending again. Kind "quota" of `Transient` is the limit of
        mails a day, `retry_after` the time Google names.
        """
        return gmail_send.send(self._transport, self.token_source, raw, thread_id)

    # -- notifications -------------------------------------------------------------
    def watch(self, topic, label_ids=()):
        """Ask Gmail to tell a Pub/Sub topic ("projects/…/topics/…") of changes.

        label_ids  only of messages with one of these labels
        Returns {"historyId", "expiration" (milliseconds)}: it ends after seven days
        and is to be asked for again every day.
        """
        request = requests.watch(self._service, topic, label_ids)
        return self._execute(request, "users.watch", write=True)

    def stop(self):
        """End the notifications of this account. None under way is fine, too."""
        self._execute(requests.stop(self._service), "users.stop", write=True)


def _messages(data):
    return [
        message
        for message in dicts(data, "messages")
        if isinstance(message.get("id"), str)
    ]
