# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lists in sentences, in the user's language."""

from odoo import api, models
from odoo.tools import format_list
from odoo.tools.misc import babel_locale_parse, get_lang

COMPLETE = {"2", "start", "middle", "end"}


class GwsWords(models.AbstractModel):
    _name = "gws.words"
    _description = "Google Workspace: words"

    @api.model
    def _list(self, parts):
        """The parts with commas, as the language has it; "" for none.

        Many languages (Persian, Spanish, Czech, …) know the plain kind of list for two
        parts only, and Odoo's own function fails on the third: those get an "and".
        """
        locale = babel_locale_parse(get_lang(self.env).code)
        plain = COMPLETE <= set(locale.list_patterns.get("unit", ()))
        style = "unit" if plain else "standard"
        return format_list(self.env, [str(part) for part in parts], style)
