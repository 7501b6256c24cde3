# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""*Reset Account*: a series is one thing, whatever is bound of it."""

from odoo.tests import tagged

from .reset_case import ANNA, CANCELLED, ResetCase
from .series_case import SeriesMixin, daily


@tagged("post_install", "-at_install")
class TestResetSeries(SeriesMixin, ResetCase):
    """A series from each side, one with an exception, and one that Odoo cannot say."""

    THERE = "Google's series"
    HERE = "Odoo's series"
    LOOSE = "Last workday"
    ALL = sorted([THERE, HERE, LOOSE])

    def setUp(self):
        super().setUp()
        self.sync()
        guests = [{"email": "carla@else.org"}]
        google_id = self.put_series(daily(5), summary=self.THERE, attendees=guests)
        self.put_series(
            "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=4",
            summary=self.LOOSE,
        )
        self.series = self.make_series(
            name=self.HERE,
            partner_ids=[(6, 0, (self.anna.partner_id | self.carla).ids)],
        )
        self.sync()
        second = self.occurrences(self.series_of(google_id))[1]
        self.edit(second, location="Elsewhere", recurrence_update="self_only")
        self.sync()
        self.mails()
        self.assertEqual(self.kinds(), ["instance", "loose", "series", "series"])
        self.assertEqual(self.rules(), self.ALL)
        self.events = self.events_in_odoo()
        self.assertGreater(len(self.events), 10)

    def kinds(self):
        rows = self.bindings().filtered(
            lambda row: row.kind != "single" or not row.master_id
        )
        return sorted(rows.mapped("kind"))

    def rules(self):
        """Titles of Google's series."""
        return sorted(
            e["summary"] for e in self.world.events(ANNA) if "recurrence" in e
        )

    def names(self):
        return sorted(set(self.here()))

    def deletions(self):
        return self.google.log.count("DELETE", "/events/")

    def check_equal(self, titles):
        self.reconnect()
        self.settle()
        self.assertEqual(self.rules(), titles)
        self.assertEqual(self.names(), titles)
        self.assertEqual(self.mails(), [])

    def test_the_preview_counts_each_once(self):
        seen = self.preview("both", tell_guests=True)
        self.assertEqual(seen["google_series_count"], 3)
        self.assertEqual(seen["odoo_series_count"], 3)
        self.assertEqual(seen["google_event_count"], 0)
        self.assertEqual(seen["odoo_event_count"], 0)
        self.assertEqual(seen["guest_count"], 2)

    def test_keep(self):
        before = len(self.bindings())
        self.reset("keep", "all")
        self.assertEqual(len(self.bindings()), before)
        self.check_equal(self.ALL)
        self.assertEqual(self.events_in_odoo(), self.events)
        self.reset("keep", "new")
        self.assertFalse(self.bindings())
        self.assertEqual(self.events_in_odoo(), self.events)
        self.assertEqual(self.rules(), self.ALL)

    def test_google_is_one_deletion_a_series(self):
        self.reset("google")
        self.assertEqual(self.deletions(), 3)
        self.assertEqual(self.rules(), [])
        self.assertEqual(self.world.events(ANNA), [])
        self.assertEqual(self.events_in_odoo(), self.events)
        self.assertFalse(self.bindings())
        self.assertEqual(self.mails(), [])
        self.reconnect()
        self.settle()
        self.assertEqual(self.rules(), sorted([self.THERE, self.HERE]))
        # Odoo never knew the rule of the third: its occurrences go out one by one.
        self.assertEqual(self.titles().count(self.LOOSE), 4)
        self.assertEqual(self.events_in_odoo(), self.events)
        self.assertEqual(self.mails(), [])

    def test_odoo_loses_the_rules_too(self):
        rules = self.events.recurrence_id
        self.reset("odoo")
        self.assertEqual(self.deletions(), 0)
        self.assertEqual(self.rules(), self.ALL)
        self.assertEqual(self.here(), [])
        self.assertFalse(rules.exists())
        self.assertFalse(self.bindings())
        self.check_equal(self.ALL)
        moved = self.events_in_odoo().filtered("location")
        self.assertEqual(moved.mapped("location"), ["Elsewhere"])

    def test_both(self):
        rules = self.events.recurrence_id
        self.reset("both")
        self.assertEqual(self.deletions(), 3)
        self.assertEqual(self.world.events(ANNA), [])
        self.assertEqual(self.here(), [])
        self.assertFalse(rules.exists())
        self.assertFalse(self.bindings())
        self.assertEqual(self.mails(), [])
        self.check_equal([])

    def test_both_tells_each_guest_once_a_series_when_chosen(self):
        self.reset("both", tell_guests=True)
        self.assertEqual(
            self.mails(),
            [(CANCELLED, "carla@else.org"), (CANCELLED, "carla@else.org")],
        )

    def test_old_series_are_left_alone_and_new_ones_are_not(self):
        self.reset("keep", "new")
        old = [e["id"] for e in self.world.events(ANNA) if "recurrence" in e]
        for google_id in old:
            self.change(google_id, description="Edited in Google")
        self.change(self.instance_id(old[0], 2), description="One of them")
        self.edit_all(self.series, name="Renamed")
        self.put_series(daily(3), summary="New in Google")
        new = self.make_series(name="New in Odoo")
        self.reconnect()
        for _round in range(2):
            self.account.calendar_ids._forget_cursor()
            self.sync()
        names = sorted(["New in Google", "New in Odoo"])
        self.assertEqual(self.rules(), sorted([*self.ALL, *names]))
        self.assertEqual(
            self.names(), sorted([self.THERE, self.LOOSE, "Renamed", *names])
        )
        self.assertEqual(len(self.events_in_odoo()), len(self.events) + 3 + 4)
        self.assertFalse(
            self.events.filtered(lambda e: "Google" in str(e.description or ""))
        )
        self.assertEqual(self.kinds(), ["series", "series"])
        self.assertFalse(self.occurrences(self.series)[0]._gws_google_mails())
        self.assertTrue(self.occurrences(new)[0]._gws_google_mails())

    def test_stopped_in_the_middle(self):
        """Odoo's half of "both" is done, Google's is not and never will be."""
        self.google.faults.fail(503, None, ("DELETE", "/events/"))
        self.reset("both", "all")
        self.assertEqual(self.here(), [])
        self.assertEqual(self.rules(), self.ALL)
        self.google.faults.clear()
        with self.acts(self.anna) as env:
            env["gws.account"].browse(self.account.id).action_disconnect()
        self.assertFalse(self.bindings())
        self.check_equal(self.ALL)
