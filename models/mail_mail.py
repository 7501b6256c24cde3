# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's mail queue, where Gmail is the way out."""

import secrets

from odoo import SUPERUSER_ID, fields, models

from odoo.addons.base.models.ir_mail_server import MailDeliveryException


class MailMail(models.Model):
    _inherit = "mail.mail"

    gws_token = fields.Char(
        "Wish",
        readonly=True,
        default=lambda self: secrets.token_hex(8),
        copy=True,  # to the parts that Odoo splits a mail into
        groups="base.group_system",
        help="One wish to send a message, whatever becomes of this row.",
    )
    gws_account_id = fields.Many2one(
        "gws.account",
        "Waits for this Google account",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_system",
    )

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        """What no server sends from its sender says so, instead of leaving nowhere."""
        stranded = self.env["gws.mail.sender"]._stranded(self)
        for mail, words in stranded.items():
            if raise_exception:
                raise MailDeliveryException(words)
            kind = "mail_from_invalid"
            mail.write(
                {"state": "exception", "failure_type": kind, "failure_reason": words}
            )
            mail._postprocess_sent_message(
                success_pids=[], success_emails=[], failure_type=kind
            )
        rest = self.filtered(lambda mail: mail not in stranded)
        return super(MailMail, rest).send(
            auto_commit=auto_commit,
            raise_exception=raise_exception,
            post_send_callback=post_send_callback,
        )

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        """Mail by mail where Gmail sends it: one that waits is no failure."""

        def send(mails, **kwargs):
            with self.env["ir.mail_server"]._gws_sending(smtp_session):
                return super()._send(
                    raise_exception=raise_exception,
                    smtp_session=smtp_session,
                    alias_domain_id=alias_domain_id,
                    mail_server=mail_server,
                    **kwargs,
                )

        waits = self.env["gws.mail.wait"]
        if getattr(smtp_session, "is_gmail", False) is True:
            return waits._send_mails(
                self, smtp_session, send, auto_commit, post_send_callback
            )
        mails = self if smtp_session is None else waits._without_open_ends(self)
        return send(
            mails, auto_commit=auto_commit, post_send_callback=post_send_callback
        )

    def _split_by_mail_configuration(self):
        """A mail that asks for a Gmail server out of order gets the next one."""
        forced = self.filtered(
            lambda mail: (
                mail.state == "outgoing"
                and mail.mail_server_id
                and not mail.mail_server_id.sudo()._gws_reachable()
            )
        )
        forced.mail_server_id = False
        return super()._split_by_mail_configuration()

    def _filter_mail_mail_servers(self, mail_servers):
        """A user's Gmail account sends what the user writes in Odoo.

        So, too, what a job of Odoo's writes for them (invoices sent in batches). Not
        what the mail gateway took in: anybody can write somebody's address into the
        From of a mail, and it would leave again signed by that person's account.
        """
        servers = super()._filter_mail_mail_servers(mail_servers)
        own = mail_servers.filtered(self.env["ir.mail_server"]._gws_personal)
        if any(mail.message_type == "email" for mail in self):
            return servers - own
        off = self.env["ir.config_parameter"].sudo()
        if (
            self.mail_message_id.create_uid.ids == [SUPERUSER_ID]
            and len(self.author_id) == 1
            and not off.get_param("mail.disable_personal_mail_servers")
        ):
            authors = self.author_id.sudo().user_ids
            servers |= own.filtered(lambda server: server.owner_user_id in authors)
        return mail_servers & servers  # in their order

    def mark_outgoing(self):
        """*Retry*: whoever presses it has looked into Gmail's Sent."""
        self.env["gws.mail.wait"]._forget_doubts(self)
        return super().mark_outgoing()
