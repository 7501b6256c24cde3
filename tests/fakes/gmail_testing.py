# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What tests of mail share: the Gmail service and short ways to say things."""

import base64
import json

from googleapiclient.errors import HttpError

from .testing import MODIFY, FakeCase

FULL = "https://mail.google.com/"
BATCH = "/batch/gmail/v1"


def mail_bytes(
    subject="Hello", sender="odd@example.net", to="anna@example.com", **more
):
    """A small mail; ``more`` are header names with _ for - and ``text``."""
    text = more.pop("text", "Hello there")
    lines = [f"From: {sender}", f"To: {to}", f"Subject: {subject}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return "\r\n".join([*lines, "", text, ""]).encode()


def encoded(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class GmailCase(FakeCase):
    """``self.gmail`` is Anna's ``users()``, over real HTTP."""

    scopes = (MODIFY,)

    def setUp(self):
        super().setUp()
        self.sign_in()

    def sign_in(self, *scopes):
        """Ask with these scopes from now on, with a fresh token."""
        self.gmail = self.mail_service(self.anna, scopes or self.scopes).users()
        self.messages, self.labels = self.gmail.messages(), self.gmail.labels()
        return self.gmail

    # --- calls ----------------------------------------------------------------------

    def put(self, subject="Hello", labels=("INBOX", "UNREAD"), email=None, **more):
        """A mail in Anna's mailbox; returns its id."""
        raw = mail_bytes(subject, **more)
        return self.world.put_mail(email or self.anna, raw, labels)

    def get(self, mail_id, form="full", **query):
        return self.messages.get(
            userId="me", id=mail_id, format=form, **query
        ).execute()

    def raw(self, mail_id):
        return decoded(self.get(mail_id, "raw")["raw"])

    def ids(self, **query):
        """The ids of one page of a listing."""
        answer = self.messages.list(userId="me", **query).execute()
        return [row["id"] for row in answer.get("messages", [])]

    def subjects(self, **query):
        found = {row["id"]: row["subject"] for row in self.world.mailbox(self.anna)}
        return [found[mail_id] for mail_id in self.ids(**query)]

    def modify(self, mail_id, add=(), remove=()):
        body = {"addLabelIds": list(add), "removeLabelIds": list(remove)}
        return self.messages.modify(userId="me", id=mail_id, body=body).execute()

    def send(self, raw=None, **body):
        """A request that sends; ``execute`` it."""
        body = {"raw": encoded(mail_bytes() if raw is None else raw), **body}
        return self.messages.send(userId="me", body=body)

    def history_id(self):
        return self.gmail.getProfile(userId="me").execute()["historyId"]

    def history(self, start, **query):
        """(all records since, the newest history id), page by page."""
        records, token = [], {}
        while True:
            answer = (
                self.gmail.history()
                .list(userId="me", startHistoryId=start, **query, **token)
                .execute()
            )
            records += answer.get("history", [])
            if "nextPageToken" not in answer:
                return records, answer["historyId"]
            token = {"pageToken": answer["nextPageToken"]}

    def in_batch(self, requests):
        """Answers in the order of the requests."""
        found = self.batch(requests, BATCH)
        return [found[str(number)] for number in range(len(requests))]

    # --- errors ---------------------------------------------------------------------

    def failed(self, status, reason, request):
        """Execute and expect this error; returns Google's message."""
        with self.assertRaises(HttpError) as caught:
            request.execute()
        return self.check_error(caught.exception, status, reason)

    def invalid(self, request):
        return self.failed(400, "invalidArgument", request)

    def error(self, exception):
        """The parsed error of a call in a batch."""
        return json.loads(exception.content)["error"]
