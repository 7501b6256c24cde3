# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Consents under way: what the server remembers while the browser is at Google.

A row is used once: taking it deletes it, in one statement. Nobody has rights on this
model; only ``gws.oauth`` reads it. Old rows are swept daily.
"""

from datetime import timedelta

from odoo import api, fields, models

LIFETIME = timedelta(minutes=10)


class GwsOauthState(models.Model):
    _name = "gws.oauth.state"
    _description = "Google consent under way"
    _log_access = False

    nonce_hash = fields.Char(required=True, index=True)
    kind = fields.Selection([("consent", "Consent"), ("confirm", "Confirm")])
    session_hash = fields.Char(required=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    client_id = fields.Char(required=True)
    return_url = fields.Char(required=True)
    payload = fields.Char(required=True, help="Encrypted by gws.secrets.")
    expires = fields.Datetime(required=True)

    @api.autovacuum
    def _gc_expired(self):
        # An expired row is kept for a while: "this took too long" helps more than
        # "unknown".
        self.search(
            [("expires", "<", fields.Datetime.now() - timedelta(hours=1))]
        ).unlink()

    @api.model
    def _take(self, nonce_hash, kind, session_hash):
        """Delete the row and return it as a dict; None when it is not there.

        Committed at once, in a transaction of its own: whatever happens after it, the
        state cannot be used a second time.
        """
        with self.env.registry.cursor() as cr:
            cr.execute(
                "DELETE FROM gws_oauth_state WHERE nonce_hash = %s AND kind = %s"
                " AND session_hash = %s"
                " RETURNING user_id, client_id, return_url, payload, expires",
                [nonce_hash, kind, session_hash],
            )
            rows = cr.dictfetchall()
        return rows[0] if rows else None

    @api.model
    def _exists_elsewhere(self, nonce_hash):
        """Whether this consent was begun in another browser session."""
        return bool(self.sudo().search_count([("nonce_hash", "=", nonce_hash)]))
