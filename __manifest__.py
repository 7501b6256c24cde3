# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Google Workspace",
    "summary": "Google Calendar, Gmail and Google Contacts in step with Odoo",
    "version": "19.0.1.0.0",
    "category": "Productivity/Calendar",
    "website": "https://example.org/google-workspace-odoo",
    "author": "Google Workspace for Odoo contributors",
    "license": "AGPL-3",
    "application": True,
    "depends": ["google_account", "calendar", "contacts", "mail"],
    "external_dependencies": {
        "python": [
            "google-api-python-client",
            "google-auth",
            "google-auth-oauthlib",
            "requests",
            "cryptography",
        ],
    },
    "data": [
        "security/gws_account_rules.xml",
        "security/gws_calendar_rules.xml",
        "security/ir.model.access.csv",
        "data/ir_cron_data.xml",
        "data/mail_activity_type_data.xml",
        "views/gws_account_views.xml",
        "views/gws_event_binding_views.xml",
        "views/calendar_event_views.xml",
        "views/gws_conflict_views.xml",
        "views/gws_run_views.xml",
        "views/gws_consent_templates.xml",
        "views/gws_menus.xml",
        "views/gws_calendar_menus.xml",
        "views/res_config_settings_views.xml",
        "views/res_users_views.xml",
        "wizards/gws_diagnosis_views.xml",
        "wizards/gws_reset_views.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "google_workspace/static/src/**/*",
        ],
        "web.assets_unit_tests": [
            "google_workspace/static/tests/**/*",
        ],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
