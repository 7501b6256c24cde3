# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Odoo's mail servers take for an SMTP connection, with Gmail behind it.

Odoo asks little of a connection: ``from_filter`` and ``smtp_from`` while it prepares a
mail, then ``send_message()``, in the end ``quit()``. The queue, retries, throttle and
notifications around it stay Odoo's.
"""

from dataclasses import dataclass
from datetime import datetime

from odoo.addons.base.models.ir_mail_server import MailDeliveryException


class NotSent(MailDeliveryException):
    """This mail is not sent, and will not be as it is; ``words`` say why."""

    def __init__(self, words):
        super().__init__(words)
        self.words = words


# Not an Exception: Odoo's queue takes each of those for a failure of the mail, tells
# its author so and gives up. To wait is neither.
class Postponed(BaseException):
    """The mail waits; caught where a session's mails are sent (``gws.mail.send``)."""

    def __init__(self, wait):
        super().__init__(wait.words)
        self.wait = wait


@dataclass(frozen=True)
class Wait:
    """Why and how long mails wait.

    words      for the mail's "failure reason"
    until      when to look again (UTC, naive)
    everybody  True when the session's other mails need not be tried either
    connect    True when the account must be connected again first
    error      the GoogleError behind it, or None
    account    for whom the mail waits, where it is not the session's
    """

    words: str
    until: datetime
    everybody: bool = True
    connect: bool = False
    error: Exception | None = None
    account: object = None


class GmailSession:
    """One server's way to Gmail, for the mails of one batch.

    server   ir.mail_server (sudo) whose authentication is ``gws``
    account  its gws.account (sudo)
    mail     the mail.mail that is being sent; empty for a mail without a queue
    before   To and Cc of the mail at hand before Odoo rewrote them
    allowed  addresses this account may send from; None until asked
    looked   whether Gmail was asked for them in this session
    threads  {Message-ID: Gmail's conversation, or ""} of what was looked for
    """

    is_gmail = True

    def __init__(self, env, server, smtp_from):
        self.env = env
        self.server = server
        self.account = server.gws_account_id
        self.from_filter = server.from_filter
        self.wanted_from = smtp_from
        self.smtp_from = smtp_from
        self.mail = env["mail.mail"]
        self.before = None
        self.allowed = None
        self.looked = False
        self.threads = {}
        self._client = None

    @property
    def client(self):
        """The GmailClient of the account, one for the session."""
        if self._client is None:
            self._client = self.env["gws.client"]._gmail(self.account)
        return self._client

    def send_message(self, message, smtp_from=None, smtp_to_list=()):
        """Send it to exactly these addresses; raises NotSent or Postponed."""
        self.env["gws.mail.send"]._send_message(self, message, list(smtp_to_list))

    def noop(self):
        return 250, b"OK"

    def quit(self):
        return 221, b"Bye"

    def close(self):
        """Nothing to close: the connection is the database's (``gws.client``)."""
