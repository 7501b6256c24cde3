# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    test_calendar_button,
    test_calendar_accounts,
    test_calendar_choice,
    test_calendar_cursor,
    test_calendar_faults,
    test_calendar_guests,
    test_calendar_laws,
    test_calendar_pull,
    test_calendar_push,
    test_calendar_quarantine,
    test_account_connection,
    test_account_doctor,
    test_account_rights,
    test_calendar_unsure,
    test_oauth_consent,
    test_oauth_identity,
    test_oauth_refusals,
    test_secrets_at_rest,
    test_settings_user,
    test_tours,
)
