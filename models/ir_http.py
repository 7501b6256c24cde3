# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The notice after a consent: told once, when the web client starts next."""

from odoo import models
from odoo.http import request

NOTICE_KEY = "gws_notice"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        info = super().session_info()
        if request and NOTICE_KEY in request.session:
            info[NOTICE_KEY] = request.session.pop(NOTICE_KEY)
        return info
