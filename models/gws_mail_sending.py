# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is handed to Gmail: written down before, so that nothing goes out twice.

A row is one mail on its way to its recipients; Odoo makes several of one ``mail.mail``.
It is committed in a transaction of its own *before* the request, because the caller's
may be rolled back afterwards and the mail is in the world all the same. Rows hold
plain numbers and texts, no references to what the caller may have made just now.

Sent rows stay as long as their message: they know the Message-ID that Gmail gave the
mail, by which answers to it are recognised.
"""

import secrets

from odoo import api, fields, models
from odoo.tools import SQL

KEEP_DAYS = 7


class GwsMailSending(models.Model):
    _name = "gws.mail.sending"
    _description = "Mail sent through Gmail"
    _order = "id desc"
    _rec_name = "message_id"
    _log_access = False

    account_id = fields.Many2one(
        "gws.account", required=True, index=True, ondelete="cascade", readonly=True
    )
    token = fields.Char(
        "Wish",
        readonly=True,
        help="Which wish to send it: of the e-mail in the queue, and of the parts "
        "that Odoo splits it into. Empty: sent without the queue.",
    )
    message_id = fields.Char(
        "Message-ID in Odoo", required=True, index=True, readonly=True
    )
    recipients = fields.Text(required=True, readonly=True, help="One a line.")
    marker = fields.Char(
        required=True,
        readonly=True,
        default=lambda self: secrets.token_hex(16),
        help="Stands in the mail's header X-Odoo-Gws.",
    )
    state = fields.Selection(
        [("trying", "Being sent"), ("doubt", "Not known"), ("sent", "Sent")],
        required=True,
        readonly=True,
        default="trying",
    )
    tried_at = fields.Datetime("Last try", readonly=True, default=fields.Datetime.now)
    google_id = fields.Char("Gmail's number", readonly=True)
    thread_id = fields.Char("Gmail's conversation", readonly=True)
    rfc_message_id = fields.Char(
        "Message-ID given by Gmail", index="btree_not_null", readonly=True
    )

    def _addresses(self):
        """Whom these rows are to, as keys of ``mapping.mail_envelope``."""
        return {address for row in self for address in row.recipients.split("\n")}

    @api.model
    def _of_mail(self, message_id, token):
        """The rows that count for a mail: of the same message and the same wish.

        Who is sent the same message once more (another ``mail.mail``) gets it. A mail
        without a queue is a wish each time, unless it is not known what became of it.
        """
        domain = [("message_id", "=", message_id), ("token", "=", token or False)]
        if not token:
            domain.append(("state", "!=", "sent"))
        return self.search(domain)

    @api.model
    def _odoo_ids(self, message_ids):
        """{Message-ID that Gmail gave: Message-ID of the message in Odoo}."""
        rows = self.sudo().search([("rfc_message_id", "in", list(message_ids))])
        return {row.rfc_message_id: row.message_id for row in rows}

    @api.autovacuum
    def _gc_of_deleted_messages(self):
        """Rows end with their message; not while its transaction may be under way."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM gws_mail_sending sending
                      WHERE tried_at < %s
                        AND NOT EXISTS (SELECT FROM mail_message message
                                         WHERE message.message_id = sending.message_id)
                """,
                limit,
            )
        )
