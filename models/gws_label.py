# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The Gmail labels of an account, as far as Google told them.

A label is only a name to choose from here; reading the labels from Gmail is the work of
``gws.mail.labels``.
"""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class GwsLabel(models.Model):
    _name = "gws.label"
    _description = "Gmail label"
    _order = "kind desc, full_name, id"
    _rec_name = "full_name"
    _rec_names_search = ["full_name"]

    account_id = fields.Many2one(
        "gws.account", required=True, index=True, ondelete="cascade"
    )
    google_id = fields.Char("Google ID", required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    full_name = fields.Char(
        "Label",
        compute="_compute_full_name",
        store=True,
        recursive=True,
        help="With the names of the labels above it.",
    )
    parent_id = fields.Many2one("gws.label", ondelete="set null", readonly=True)
    kind = fields.Selection(
        [("user", "Label"), ("system", "Gmail's own")],
        default="user",
        required=True,
        readonly=True,
    )

    _google_id_unique = models.Constraint(
        "UNIQUE (account_id, google_id)",
        "This Gmail label is already known for this account.",
    )

    @api.depends("name", "parent_id.full_name")
    def _compute_full_name(self):
        for label in self:
            above = label.parent_id.full_name
            label.full_name = f"{above}/{label.name}" if above else label.name

    @api.depends("full_name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """The whole branch; Gmail's own labels in words, and marked."""
        words = self._system_words()
        for label in self:
            name = label.full_name
            if label.kind == "system":
                name = self.env._(
                    "%(label)s (Gmail's own)", label=words.get(label.google_id, name)
                )
            label.display_name = name

    @api.model
    def _search_display_name(self, operator, value):
        """Gmail's own labels are found by the words on the screen, too."""
        domain = super()._search_display_name(operator, value)
        if operator not in ("ilike", "=ilike") or not isinstance(value, str):
            return domain
        found = [
            google_id
            for google_id, word in self._system_words().items()
            if value.casefold() in word.casefold()
        ]
        return Domain(domain) | Domain("google_id", "in", found)

    @api.model
    def _system_words(self):
        """{Google's id of one of Gmail's own labels: its name on the screen}."""
        return {
            "INBOX": self.env._("Inbox"),
            "SENT": self.env._("Sent"),
            "STARRED": self.env._("Starred"),
            "IMPORTANT": self.env._("Important"),
            "DRAFT": self.env._("Drafts"),
            "SPAM": self.env._("Spam"),
            "TRASH": self.env._("Bin"),
        }

    @api.constrains("parent_id", "account_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A label cannot be its own parent."))
        for label in self:
            if label.parent_id and label.parent_id.account_id != label.account_id:
                raise ValidationError(
                    self.env._("A label and its parent belong to the same account.")
                )
