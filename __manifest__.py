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
    "data": [],
    "assets": {},
}
