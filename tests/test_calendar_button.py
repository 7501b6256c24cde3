# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Runs the calendar button's unit tests (``static/tests``) in headless Chromium."""

from odoo.tests import HttpCase, no_retry, tagged

SUITE = "@google_workspace"


def suite_hash(name):
    """The id by which Odoo's test page knows a suite."""
    value = 0
    for char in name:
        value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


class UnitTests(HttpCase):
    def run_suite(self, preset):
        query = f"headless&loglevel=2&preset={preset}&timeout=15000"
        self.browser_js(
            f"/web/tests?{query}&id={suite_hash(SUITE)}",
            "",
            login="admin",
            timeout=180,
            success_signal="[HOOT] Test suite succeeded",
            # Each failed test tells its own error; the run ends with the last one.
            error_checker=lambda message: "[HOOT]" not in message,
        )


@tagged("post_install", "-at_install")
class TestCalendarButton(UnitTests):
    @no_retry
    def test_desktop(self):
        self.run_suite("desktop")


@tagged("post_install", "-at_install")
class TestCalendarButtonOnPhone(UnitTests):
    browser_size = "375x667"
    touch_enabled = True

    @no_retry
    def test_phone(self):
        self.run_suite("mobile")
