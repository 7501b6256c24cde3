# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of incoming mail share: Anna's mailbox, her labels, her runs.

As in ``contact_case``: a Google of its own for each test, every act and every run in a
transaction of its own, waits noted in ``sleeps`` instead of slept.
"""

from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime
from unittest.mock import patch

from odoo import api, fields

from ..gapi.transport import Transport
from ..services import gws_client
from ..services.gws_client import SCOPES
from ..services.gws_runner import OutOfTime, Run
from .common import CLIENT_ID, CLIENT_SECRET, GwsCase
from .fakes import FakeGoogle

ANNA = "anna@example.com"


class MailMixin:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user(
            "anna", "base.group_user,base.group_partner_manager", name="Anna Adler"
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
        self.account = self.connect_mail(self.anna)

    def connect_mail(self, user, **settings):
        settings.setdefault("mail_enabled", True)
        return self.connect(user, scopes=SCOPES["mail"], **settings)

    def choose_labels(self, incoming="To Odoo", outgoing="Sent to Odoo"):
        """Two labels in Gmail, read by Odoo and chosen."""
        for name in (incoming, outgoing):
            self.world.put_label(ANNA, name)
        self.sync("labels")
        labels = self.env["gws.label"].search([("account_id", "=", self.account.id)])
        by_name = {label.full_name: label for label in labels}
        self.account.write(
            {
                "mail_in_label_id": by_name[incoming].id,
                "mail_out_label_id": by_name[outgoing].id,
            }
        )
        return by_name[incoming], by_name[outgoing]

    # -- acting -------------------------------------------------------

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

    def raw(self, subject="Hello", sender="Clara <clara@home.example>", **values):
        """A mail as bytes; ``to``, ``cc``, ``text``, ``html``, ``files``, headers."""
        message = EmailMessage()
        message["From"] = sender
        message["To"] = values.pop("to", "Anna <anna@example.com>")
        message["Subject"] = subject
        if cc := values.pop("cc", None):
            message["Cc"] = cc
        moment = values.pop("date", fields.Datetime.now())
        message["Date"] = format_datetime(moment)
        message["Message-ID"] = values.pop("message_id", f"<{subject}@home.example>")
        message.set_content(values.pop("text", "How are you?"))
        if html := values.pop("html", None):
            message.add_alternative(html, subtype="html")
        for name, content in values.pop("files", {}).items():
            message.add_attachment(
                content, maintype="application", subtype="pdf", filename=name
            )
        for name, value in values.items():
            message[name.replace("_", "-")] = value
        return message.as_bytes()

    def put(self, *labels, raw=None, **values):
        """A mail lies in Anna's mailbox; its id. Labelled "To Odoo" unless told."""
        labels = labels or ("To Odoo",)
        return self.world.put_mail(ANNA, raw or self.raw(**values), labels=labels)

    # -- running ------------------------------------------------------

    def press(self, what="in", looks=None):
        self.google.log.clear()
        with self.acts(self.anna) as env, self.out_of_time(looks):
            account = env["gws.account"]._of_user(self.anna)
            return env["gws.mail.sync"]._press(account, what)

    @contextmanager
    def out_of_time(self, looks):
        if looks is None:
            yield
            return
        answers = [*[None] * looks, *[OutOfTime] * 50]
        with patch.object(Run, "check_time", side_effect=answers):
            yield

    def sync(self, what="in"):
        """A press that must go well."""
        answer = self.press(what)
        self.assertEqual(answer["status"], "ok", answer)
        return answer

    def trigger(self, name):
        self.google.log.clear()
        with self.acts() as env:
            env.ref(f"google_workspace.{name}").method_direct_trigger()

    def requests(self):
        return self.google.log.count(None, "/gmail/v1|/batch")

    # -- looking ------------------------------------------------------

    def staged(self, **values):
        domain = [("account_id", "=", self.account.id)]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env["gws.message"].search(domain, order="id")

    def labels_of(self, google_id):
        """Names of the labels that a mail in Anna's mailbox carries."""
        return self.world.mail(ANNA, google_id)["labels"]


class MailCase(MailMixin, GwsCase):
    """Anna has a connected Google account and transfers mail."""
