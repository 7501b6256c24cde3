# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google → Odoo, series: made, changed, moved, shortened, called off."""

from odoo.tests import tagged

from .series_case import SeriesCase, weekly


@tagged("post_install", "-at_install")
class TestSeriesFromGoogle(SeriesCase):
    def test_a_series_is_a_series(self):
        google_id = self.put_series(weekly(4), summary="Jour fixe")
        self.sync()
        series = self.series_of(google_id)
        self.assertEqual(len(series.calendar_event_ids), 4)
        self.assertEqual(series.rrule_type, "weekly")
        self.assertEqual(set(series.calendar_event_ids.mapped("name")), {"Jour fixe"})
        self.assertEqual(len(self.bindings()), 1, "one row for a series")
        self.settle()
