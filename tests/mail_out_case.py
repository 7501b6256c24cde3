# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of outgoing mail share: Anna, who writes in Odoo and sends by Gmail.

A Google of its own for each test; Odoo's mail really leaves (Odoo keeps it back in
tests unless told otherwise), over HTTP. ``departed`` is what the world got of it.
"""

import email
import email.policy
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import api, fields
from odoo.tools import SQL

from ..gapi.transport import Transport
from ..services import gws_client
from ..services.gws_client import SCOPES
from .common import CLIENT_ID, CLIENT_SECRET, GwsCase
from .fakes import FakeGoogle

ANNA = "anna@example.com"
READ, SEND = SCOPES["mail"], SCOPES["send"]
SENDING = "/gmail/v1/users/me/messages/send"


class Killed(BaseException):
    """The process ends here: nothing catches it."""


class MailOutMixin:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user(
            "anna", "base.group_user,base.group_partner_manager", name="Anna Adler"
        )
        partners = cls.env["res.partner"]
        cls.record = partners.create({"name": "Acme", "email": "office@acme.example"})
        cls.clara, cls.dora, cls.emil = partners.create(
            [
                {"name": "Clara Schumann", "email": "clara@customer.example"},
                {"name": "Dora", "email": "dora@customer.example"},
                {"name": "Emil", "email": "emil@customer.example"},
            ]
        )
        # A mail server for whatever does not go through Gmail.
        cls.env["ir.mail_server"].search([]).unlink()
        cls.other_server = cls.env["ir.mail_server"].create(
            {"name": "Elsewhere", "smtp_host": "smtp.example.com", "sequence": 90}
        )

    def setUp(self):
        super().setUp()
        cls = type(self)
        google = FakeGoogle().start()
        self.addCleanup(google.stop)
        cls.google, cls.world = google, google.world
        self.world.add_client(CLIENT_ID, CLIENT_SECRET)
        self.world.add_account(ANNA, "Anna Adler", "Europe/Berlin")
        self.set_params(api_endpoint=google.url)
        self.sleeps = []
        self.transport = Transport(google.url, timeout=5, sleep=self.sleeps.append)
        self.addCleanup(self.transport.close)
        key = (self.env.cr.dbname, google.url)
        known = patch.dict(gws_client._transports, {key: self.transport})
        known.start()
        self.addCleanup(known.stop)
        self.elsewhere = []
        self._let_mail_out()
        self.account = self.connect(
            self.anna, scopes=READ, calendar_enabled=False, send_via_gmail=True
        )
        self.server = self.account.send_server_ids

    def _let_mail_out(self):
        """Odoo sends in tests, too; what goes by SMTP is noted in ``elsewhere``."""
        servers = type(self.env["ir.mail_server"])
        case = self

        class Smtp:
            def __init__(self, *_args, **_kwargs):
                pass

            def send_message(self, message, _smtp_from, smtp_to_list):
                case.elsewhere.append((message, list(smtp_to_list)))

            def __getattr__(self, name):
                if name in ("is_gmail", "words"):
                    raise AttributeError(name)
                return lambda *_args, **_kwargs: (250, b"")

        for target, name, value in ((servers, "_disable_send", lambda _self: False),):
            patcher = patch.object(target, name, value)
            patcher.start()
            self.addCleanup(patcher.stop)
        for name in ("SMTP", "SMTP_SSL"):
            patcher = patch(f"smtplib.{name}", Smtp)
            patcher.start()
            self.addCleanup(patcher.stop)

    # -- acting -------------------------------------------------------------

    def post(self, partners=None, user=None, record=None, **values):
        """Somebody writes to contacts in a record's chatter; the mail.message."""
        partners = self.clara if partners is None else partners
        values = {
            "body": "Dear customer",
            "subject": "Your order",
            "message_type": "comment",
            "subtype_xmlid": "mail.mt_comment",
            "partner_ids": partners.ids,
            "mail_auto_delete": False,
            **values,
        }
        record = (record or self.record).with_user(user or self.anna)
        message = record.with_context(mail_notify_author=False).message_post(**values)
        return message.sudo()

    def mail(self, user=None, send=True, **values):
        """A mail of the queue, made by Anna."""
        values = {
            "subject": "Your order",
            "body_html": "<p>Dear customer</p>",
            "email_from": '"Anna Adler" <anna@example.com>',
            "email_to": "clara@customer.example",
            "auto_delete": False,
            **values,
        }
        mail = self.env["mail.mail"].with_user(user or self.anna).sudo().create(values)
        if send:
            mail.send()
        return mail

    def mails_of(self, message):
        return self.env["mail.mail"].search([("mail_message_id", "=", message.id)])

    @contextmanager
    def acts(self, user=None):
        """A transaction of its own: of ``user``, or of the system."""
        self.env.flush_all()
        uid = user.id if user else api.SUPERUSER_ID
        try:
            with self.registry.cursor() as cr:
                yield api.Environment(cr, uid, {})
        finally:
            self.env.invalidate_all()

    def daily(self):
        """The addon's own scheduled action."""
        with self.acts() as env:
            env["gws.account"]._cron_deliver()

    def queue(self):
        """Odoo's scheduled action for the queue."""
        self.env["mail.mail"].process_email_queue()

    def time_passes(self, in_google=True, **delta):
        """For all that waits: it was put off that much earlier."""
        delta = timedelta(**delta)
        for mail in self.env["mail.mail"].search([("scheduled_date", "!=", False)]):
            mail.scheduled_date -= delta
        for row in self.env["gws.mail.sending"].search([]):
            row.tried_at -= delta
        for server in self.env["ir.mail_server"].search(
            [("gws_resume_at", "!=", False)]
        ):
            server.gws_resume_at -= delta
        if in_google:
            self.world.clock.advance(delta.total_seconds())
        self.env.flush_all()

    @contextmanager
    def killed(self):
        """Whatever raises Killed in it is the end of a process: what was not committed
        is not so. The rows of what is sent were, by another transaction."""
        rows = []
        try:
            with self.env.cr.savepoint():
                try:
                    yield
                except Killed:
                    self.env.cr.execute("SELECT * FROM gws_mail_sending")
                    rows = self.env.cr.dictfetchall()
                    raise
        except Killed:
            self.env.cr.execute("DELETE FROM gws_mail_sending")
            for row in rows:
                self.env.cr.execute(
                    SQL(
                        "INSERT INTO gws_mail_sending (%s) VALUES %s",
                        SQL(", ").join(map(SQL.identifier, row)),
                        tuple(row.values()),
                    )
                )
            self.env.invalidate_all()

    def stop_answering(self, fault="lose_answer"):
        """The next mail goes out, and no good answer comes back: not to the sending,
        nor to who looks for it."""
        getattr(self.google.faults, fault)(match=("POST", SENDING))
        self.google.faults.fail(503, times=99, match=("GET", "/messages"))

    @contextmanager
    def unseen(self, fault="lose_answer"):
        """Within, Google stops answering."""
        self.stop_answering(fault)
        yield
        self.google.faults.clear()

    @contextmanager
    def before_send(self, number, act):
        """Before the mail of this number is handed to Gmail something happens."""
        client = type(self.env["gws.client"]._gmail(self.account))
        sends, calls = client.send, []

        def send(this, raw, thread_id=None):
            calls.append(raw)
            if len(calls) == number:
                act()
            return sends(this, raw, thread_id)

        with patch.object(client, "send", send):
            yield

    # -- looking --------------------------------------------------------------

    @property
    def departed(self):
        """[(recipients, parsed mail)] of what Gmail really sent, oldest first."""
        return [
            (sorted(row.recipients), self.parse(row.raw))
            for row in self.world.sent_mails
            if row.delivered
        ]

    @property
    def receivers(self):
        """Everybody who got a mail through Gmail, in order; doubles stay doubles."""
        return [one for recipients, _mail in self.departed for one in recipients]

    def parse(self, raw):
        return email.message_from_bytes(raw, policy=email.policy.default)

    def rows(self, state=None):
        # They are written by other transactions.
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [("state", "=", state)] if state else []
        return self.env["gws.mail.sending"].search(domain, order="id")

    def minutes_until(self, mail):
        """How long a mail is put off."""
        return (mail.scheduled_date - fields.Datetime.now()).total_seconds() / 60

    def assertWaits(self, mail, words=""):
        self.assertEqual(mail.state, "outgoing")
        self.assertFalse(mail.failure_type)
        self.assertIn(words, mail.failure_reason or "")
        self.assertTrue(mail.scheduled_date)


class MailOutCase(MailOutMixin, GwsCase):
    """Sending through Gmail, in one transaction."""
