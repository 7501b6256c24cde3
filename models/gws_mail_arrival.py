# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

STATES = [
    ("waiting", "To be fetched"),
    ("staged", "Fetched"),
    ("left", "Left out"),
    ("refused", "Set aside"),
]


class GwsMailArrival(models.Model):
    """A mail of Gmail that carried a transfer label, once: so it comes only once.

    Written when a listing names the mail, before it is fetched; kept when the staged
    message is imported or thrown away.
    """

    _name = "gws.mail.arrival"
    _description = "Gmail message seen"
    _log_access = False
    _order = "id"
    _rec_name = "google_id"

    account_id = fields.Many2one(
        "gws.account", required=True, index=True, ondelete="cascade"
    )
    direction = fields.Selection([("in", "Incoming"), ("out", "Outgoing")])
    google_id = fields.Char(required=True)
    message_id = fields.Char(help="RFC 5322 Message-ID, once the mail was read.")
    state = fields.Selection(STATES, default="waiting", required=True)
    error = fields.Char()
    labelled = fields.Boolean(help="Gmail's labels of it say what became of it.")
    attempts = fields.Integer()
    next_try = fields.Datetime()

    _google_unique = models.UniqueIndex(
        "(account_id, google_id)", "This Gmail message is known already."
    )
    _message_id = models.Index("(account_id, message_id) WHERE message_id IS NOT NULL")
    _waiting = models.Index("(account_id, direction) WHERE state = 'waiting'")
    _unlabelled = models.Index("(account_id) WHERE NOT labelled")
