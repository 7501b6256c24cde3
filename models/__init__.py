# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    gws_account,
    gws_account_connection,
    gws_account_calendar,
    gws_account_reset,
    gws_calendar,
    gws_channel,
    gws_conflict,
    gws_event_binding,
    gws_label,
    gws_oauth_state,
    gws_outbox,
    gws_run,
    calendar_alarm_manager,
    calendar_attendee,
    calendar_event,
    calendar_recurrence,
    ir_config_parameter,
    ir_http,
    res_config_settings,
    res_users,
)
