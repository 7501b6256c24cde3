# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Fields and values of a contact in words, for the person who looks at a conflict."""

from datetime import date

from odoo import api, models
from odoo.tools import format_date


class GwsContactWords(models.AbstractModel):
    _name = "gws.contact.words"
    _description = "Google Contacts: values in words"

    @api.model
    def _field(self, field):
        """``names`` → "Name"."""
        words = {
            "names": self.env._("Name"),
            "birthdays": self.env._("Birthday"),
        }
        return words.get(field, field)

    @api.model
    def _value(self, field, value):
        """A value as a person reads it; a birthday may lack its year."""
        if field == "birthdays" and value:
            try:
                return format_date(self.env, date.fromisoformat(value))
            except ValueError:
                return value
        return value or ""
