# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    base_partner_merge,
    gws_contact_review,
    gws_diagnosis,
    gws_message_import,
    gws_reset,
)
