# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models

KEEP_DAYS = 30


class GwsRun(models.Model):
    """One row a run: what it did, how long it took, what went wrong."""

    _name = "gws.run"
    _description = "Google Workspace Run"
    _order = "id desc"
    _rec_name = "started"

    account_id = fields.Many2one(
        "gws.account", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="account_id.user_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("calendar", "Calendar"),
            ("reset", "Reset"),
            ("contacts", "Contacts"),
            ("mail_in", "Incoming mail"),
            ("mail_out", "Outgoing mail"),
            ("mail_labels", "Labels"),
        ],
        required=True,
    )
    started = fields.Datetime(required=True, default=fields.Datetime.now)
    duration = fields.Float("Seconds")
    created_count = fields.Integer("Created in Odoo")
    updated_count = fields.Integer("Changed in Odoo")
    deleted_count = fields.Integer("Deleted in Odoo")
    pushed_count = fields.Integer("Sent to Google")
    series_count = fields.Integer("Series taken in one by one")
    conflict_count = fields.Integer("Conflicts")
    quarantined_count = fields.Integer("Set aside")
    mailed_count = fields.Integer("Guest mails asked of Google")
    request_count = fields.Integer("Requests")
    finished = fields.Boolean(help="Unfinished runs go on by themselves.")
    error_kind = fields.Char()
    message = fields.Char()

    @api.autovacuum
    def _gc_runs(self):
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.search([("started", "<", limit)], limit=10000).unlink()

    @api.autovacuum
    def _gc_log(self):
        """The lines that runs wrote into Odoo's log table live as long as the runs."""
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.env["ir.logging"].sudo().search(
            [("name", "=", "google_workspace"), ("create_date", "<", limit)],
            limit=10000,
        ).unlink()
