# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    gws_calendar_apply,
    gws_calendar_conflict,
    gws_calendar_local,
    gws_calendar_outbox,
    gws_calendar_plan,
    gws_calendar_pull,
    gws_calendar_push,
    gws_calendar_request,
    gws_calendar_schedule,
    gws_calendar_status,
    gws_calendar_sync,
    gws_calendar_watch,
    gws_client,
    gws_doctor,
    gws_oauth,
    gws_oauth_words,
    gws_runner,
    gws_secrets,
)
