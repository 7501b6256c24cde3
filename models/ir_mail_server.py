# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Outgoing mail servers that send through Gmail.

To Odoo it is a mail server like any other: chosen by the sender's address, personal or
for everybody, throttled, tested. Only what stands for the SMTP connection is Gmail's.
"""

from contextlib import contextmanager
from contextvars import ContextVar

import psycopg2

from odoo import api, fields, models, modules
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

GMAIL = "gws"
# Gmail takes 35 MB; in Odoo's estimate the line ends of base64 are missing.
LARGEST = 34.0
# Whether what is being sent goes to a stand-in for Google.
_to_stand_in = ContextVar("gws_to_stand_in", default=False)


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    smtp_authentication = fields.Selection(
        selection_add=[(GMAIL, "Gmail (Google Workspace)")],
        ondelete={GMAIL: "set default"},
    )
    gws_account_id = fields.Many2one(
        "gws.account",
        "Google account",
        domain=[("state", "!=", "draft")],
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_system",
        help="Mail of this server is sent by this account, and stands in its Sent.",
    )
    gws_fallback = fields.Selection(
        related="gws_account_id.send_fallback",
        readonly=False,
        groups="base.group_system",
    )
    gws_problem = fields.Char(
        "Problem", compute="_compute_gws_problem", groups="base.group_system"
    )
    # What Google last said to this server; see gws.mail.wait.
    gws_resume_at = fields.Datetime("Waits until", readonly=True, copy=False)
    gws_wait_reason = fields.Char("Why it waits", readonly=True, copy=False)
    gws_refused = fields.Boolean("Refused by Google", readonly=True, copy=False)
    gws_attempts = fields.Integer("Tries in vain", readonly=True, copy=False)

    @api.constrains("smtp_authentication", "gws_account_id")
    def _check_gws_account(self):
        for server in self:
            if server.smtp_authentication == GMAIL and not server.gws_account_id:
                raise ValidationError(
                    self.env._(
                        "Choose the Google account that sends for “%(server)s”.",
                        server=server.name,
                    )
                )

    def _compute_smtp_authentication_info(self):
        ours = self.filtered(lambda server: server.smtp_authentication == GMAIL)
        ours.smtp_authentication_info = self.env._(
            "Mail is sent through the Gmail API by a connected Google account. No "
            "password, no SMTP. Senders are this account and its verified aliases."
        )
        return super(IrMailServer, self - ours)._compute_smtp_authentication_info()

    @api.depends("smtp_authentication", "gws_account_id.state", "gws_resume_at")
    def _compute_gws_problem(self):
        for server in self:
            wait = None
            if server.smtp_authentication == GMAIL:
                wait = self.env["gws.mail.wait"]._obstacle(server.sudo())
            server.gws_problem = wait.words if wait else False

    @api.onchange("smtp_authentication", "gws_account_id")
    def _onchange_gws_account(self):
        if self.smtp_authentication == GMAIL:
            self.smtp_user = self.gws_account_id.email
            self.from_filter = email_normalize(self.gws_account_id.email or "")

    @api.onchange("smtp_encryption")
    def _onchange_encryption(self):
        if self.smtp_authentication != GMAIL:
            return super()._onchange_encryption()
        return None

    def unlink(self):
        """Whoever deletes a personal server switches the user's sending off."""
        accounts = self.sudo().filtered(self._gws_personal).gws_account_id
        result = super().unlink()
        # Not of an identity that was put aside: what it had goes on to the next one.
        accounts.filtered(
            lambda a: a.active and a.send_via_gmail
        ).send_via_gmail = False
        return result

    @staticmethod
    def _gws_personal(server):
        return server.smtp_authentication == GMAIL and bool(server.owner_user_id)

    # -- which server -----------------------------------------------------------

    def _gws_reachable(self):
        """Without the Gmail servers that are to be passed over for now."""
        waits = self.env["gws.mail.words"]

        def passed_over(server):
            if server.smtp_authentication != GMAIL or waits._paused():
                return False
            if not server.gws_account_id:
                return True  # it was deleted: there is nothing to wait for
            if server.gws_account_id.send_fallback != "next":
                return False
            resumes = server.gws_resume_at
            refused = server.gws_refused and resumes > fields.Datetime.now()
            return bool(refused or waits._unusable(server))

        return self.filtered(lambda server: not passed_over(server.sudo()))

    def _find_mail_server(self, email_from, mail_servers=None):
        if mail_servers is None:
            domain = self._find_mail_server_allowed_domain()
            mail_servers = self.sudo().search(domain, order="sequence")
        return super()._find_mail_server(email_from, mail_servers._gws_reachable())

    def _check_forced_mail_server(self, mail_server, allow_archived, smtp_from):
        """A personal Gmail server has several addresses; Odoo's have one."""
        if not self._gws_personal(mail_server):
            return super()._check_forced_mail_server(
                mail_server, allow_archived, smtp_from
            )
        owner = mail_server.owner_user_id
        if not mail_server.active or owner.outgoing_mail_server_id != mail_server:
            raise UserError(
                self.env._(
                    "The server “%(server)s” belongs to a user who does not use it any "
                    "more.",
                    server=mail_server.display_name,
                )
            )
        if not self._match_from_filter(smtp_from, mail_server.from_filter):
            raise UserError(
                self.env._(
                    "The server “%(server)s” belongs to a user and sends from their "
                    "own addresses only.",
                    server=mail_server.display_name,
                )
            )
        return None

    # -- in tests -----------------------------------------------------------------

    def _disable_send(self):
        """Odoo keeps mail back in tests, as it would reach people. A stand-in for
        Google on this machine is what a test wants it to reach.

        Of a record, as all callers have one: tests put plain functions into its place.
        """
        return not _to_stand_in.get() and super()._disable_send()

    def _gws_has_stand_in(self):
        """Whether this is a test that has set up a Google of its own."""
        return bool(modules.module.current_test) and (
            self.env["gws.client"]._is_stand_in()
        )

    @contextmanager
    def _gws_sending(self, session):
        """What is sent within goes through ``session``."""
        is_gmail = getattr(session, "is_gmail", False) is True
        token = _to_stand_in.set(is_gmail and self._gws_has_stand_in())
        try:
            yield
        finally:
            _to_stand_in.reset(token)

    # -- the connection -----------------------------------------------------------

    def _connect__(  # noqa: PLW3201
        self,
        host=None,
        port=None,
        user=None,
        password=None,
        encryption=None,
        smtp_from=None,
        ssl_certificate=None,
        ssl_private_key=None,
        smtp_debug=False,
        mail_server_id=None,
        allow_archived=False,
    ):
        if not self._disable_send() or self._gws_has_stand_in():
            server, sender = self.sudo().browse(mail_server_id), smtp_from
            if not server and not host:
                server, sender = self.sudo()._find_mail_server(smtp_from)
            if server and server.smtp_authentication == GMAIL:
                if mail_server_id:
                    self._check_forced_mail_server(server, allow_archived, smtp_from)
                return self.env["gws.mail.server"]._session(server, sender)
        with self._gws_sending(None):
            return super()._connect__(
                host=host,
                port=port,
                user=user,
                password=password,
                encryption=encryption,
                smtp_from=smtp_from,
                ssl_certificate=ssl_certificate,
                ssl_private_key=ssl_private_key,
                smtp_debug=smtp_debug,
                mail_server_id=mail_server_id,
                allow_archived=allow_archived,
            )

    def _prepare_email_message__(self, message, smtp_session):  # noqa: PLW3201
        """The sender is one that Gmail takes; Odoo writes it into the mail."""
        if getattr(smtp_session, "is_gmail", False) is not True:
            return super()._prepare_email_message__(message, smtp_session)
        header = str(message["From"] or "")
        sender = self.env["gws.mail.sender"]._sender(smtp_session, header)
        smtp_session.before = {"To": message["To"], "Cc": message["Cc"]}
        server = self
        if sender == email_normalize(header, strict=False):
            smtp_session.smtp_from = header
        else:
            smtp_session.smtp_from = sender
            server = self.with_context(domain_notifications_email=sender)
        prepared = super(IrMailServer, server)._prepare_email_message__(
            message, smtp_session
        )
        if not all(address.isascii() for address in prepared[1]):
            # "jürgen@…" cannot be written into a header. Odoo knows this error as one
            # of the address: it is told, and the mail's other recipients get theirs.
            raise AssertionError(self.NO_VALID_RECIPIENT)
        return prepared

    @api.model
    def send_email(
        self,
        message,
        mail_server_id=None,
        smtp_server=None,
        *args,
        smtp_session=None,
        **kwargs,
    ):
        """Odoo's words for a failure speak of SMTP; ours say what Gmail said."""
        if not smtp_session and self._disable_send() and self._gws_has_stand_in():
            # No other server is connected to in a test.
            smtp_session = self._connect__(
                smtp_server, smtp_from=message["From"], mail_server_id=mail_server_id
            )
        try:
            with self._gws_sending(smtp_session):
                return super().send_email(
                    message,
                    mail_server_id,
                    smtp_server,
                    *args,
                    smtp_session=smtp_session,
                    **kwargs,
                )
        except MailDeliveryException as error:
            cause = error.__context__
            if isinstance(cause, psycopg2.Error):
                raise cause from None  # the transaction is over, not the mail
            words = getattr(error, "words", None) or getattr(cause, "words", None)
            if words is None:
                raise
            title = self.env._("Mail delivery failed")
            raise MailDeliveryException(title, words) from cause

    # -- the test, the size -----------------------------------------------------------

    def test_smtp_connection(self, autodetect_max_email_size=False):
        ours = self.filtered(lambda server: server.smtp_authentication == GMAIL)
        if not ours:
            return super().test_smtp_connection(autodetect_max_email_size)
        if others := self - ours:
            super(IrMailServer, others).test_smtp_connection(autodetect_max_email_size)
        found = [self.env["gws.mail.server"]._test(server.sudo()) for server in ours]
        if autodetect_max_email_size:
            ours.max_email_size = LARGEST
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": "\n".join(found),
                "type": "success",
                "sticky": False,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _get_max_email_size(self):
        if (
            len(self) == 1
            and self.smtp_authentication == GMAIL
            and not self.max_email_size
        ):
            return LARGEST
        return super()._get_max_email_size()
