# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Settings that change on the way: what happened meanwhile arrives, once and quietly.

While a calendar is switched off, or goes one way only, Odoo mails the guests as ever;
so Google must not mail them again when the changes are carried over afterwards.
"""

from odoo.tests import tagged

from .calendar_case import CalendarCase, at, day, timed


class SettingsCase(CalendarCase):
    def setUp(self):
        super().setUp()
        self.sync()
        self.carla = self.guest("Carla", "carla@example.com")
        meeting = {"partner_ids": [(6, 0, (self.anna.partner_id + self.carla).ids)]}
        self.kept = self.make(name="Kept", **meeting)
        self.doomed = self.make(name="Doomed", **meeting)
        self.sync()
        self.assertTrue(self.mails(), "they were invited when it was made")
        self.meeting = meeting

    def choose(self, **values):
        """Anna changes her settings, as herself."""
        with self.acts(self.anna) as env:
            env["gws.account"].browse(self.account.id).write(values)

    def act_in_odoo(self):
        """An edit, a deletion and a creation, all of meetings with a guest."""
        self.edit(self.kept, location="Room 7", start=at(3, 9), stop=at(3, 10))
        self.remove(self.doomed)
        return self.make(name="New here", **self.meeting)

    def assert_delivered(self, *names):
        """Both sides hold exactly these events; nobody heard of it from Google."""
        self.settle()
        self.assertEqual(self.titles(), sorted(names))
        self.assertEqual(sorted(self.events_in_odoo().mapped("name")), sorted(names))
        self.assertEqual(self.mails(), [])

    def waits_for_delivery(self):
        """Whether the delivery job was woken for now."""
        return self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", self.env.ref("google_workspace.cron_deliver").id)]
        )


@tagged("post_install", "-at_install")
class TestSwitchedOff(SettingsCase):
    def test_what_was_done_in_odoo_meanwhile_is_delivered(self):
        self.choose(calendar_enabled=False)
        new = self.act_in_odoo()
        self.trigger("cron_deliver")
        self.assertEqual(self.google.log.http_count, 0)
        self.assertEqual(self.titles(), ["Doomed", "Kept"])
        self.choose(calendar_enabled=True)
        self.assert_delivered("Kept", "New here")
        resource = self.at_google(self.kept)
        self.assertEqual(resource["location"], "Room 7")
        self.assertIn("carla@", str(self.at_google(new)["attendees"]))

    def test_also_when_the_notes_were_not_yet_looked_at(self):
        """The delivery job had no time before the calendar was switched on again."""
        self.choose(calendar_enabled=False)
        self.act_in_odoo()
        self.choose(calendar_enabled=True)
        self.assert_delivered("Kept", "New here")
        self.assertEqual(self.at_google(self.kept)["location"], "Room 7")

    def test_what_was_done_in_google_meanwhile_arrives(self):
        gone = self.put(summary="Gone there")
        self.sync()
        self.choose(calendar_enabled=False)
        self.change(self.binding_of(self.kept), description="Bring a pen")
        self.put(summary="New there")
        self.drop(gone)
        self.mails()  # of what Google's own people did
        self.choose(calendar_enabled=True)
        self.assert_delivered("Doomed", "Kept", "New there")
        self.assertIn("Bring a pen", self.kept.description)

    def test_the_same_changed_on_both_sides_is_a_conflict(self):
        self.choose(calendar_enabled=False)
        self.edit(self.kept, name="Odoo's")
        self.change(self.binding_of(self.kept), summary="Google's")
        self.mails()
        self.choose(calendar_enabled=True)
        self.assert_delivered("Doomed", "Google's")
        conflict = self.conflicts("title")
        self.assertEqual(
            (conflict.odoo_value, conflict.google_value), ("Odoo's", "Google's")
        )

    def test_switching_it_on_goes_on_by_itself(self):
        self.choose(calendar_enabled=False)
        self.act_in_odoo()
        self.choose(calendar_enabled=True)
        self.assertTrue(self.waits_for_delivery())
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), ["Kept", "New here"])

    def test_what_was_announced_before_is_not_silenced(self):
        """Odoo kept silent about it: Google is to tell, though it happens later."""
        self.edit(self.kept, location="Room 9")
        self.trigger("cron_deliver")
        self.assertEqual([to for _kind, to in self.mails()], ["carla@example.com"])

    def binding_of(self, event):
        return event.gws_binding_ids.google_id


@tagged("post_install", "-at_install")
class TestEarlierStart(SettingsCase):
    def test_older_events_of_both_sides_arrive(self):
        self.make(name="Old here", start=at(-40, 9), stop=at(-40, 10), **self.meeting)
        self.put(summary="Old there", **timed(at(-41, 9), at(-41, 10)))
        self.mails()
        self.sync()
        self.assertNotIn("Old here", self.titles())
        self.assertNotIn("Old there", self.events_in_odoo().mapped("name"))
        self.choose(calendar_sync_from=day(-60))
        self.assert_delivered("Doomed", "Kept", "Old here", "Old there")

    def test_by_the_delivery_job_alone(self):
        self.make(name="Old here", start=at(-40, 9), stop=at(-40, 10))
        self.put(summary="Old there", **timed(at(-41, 9), at(-41, 10)))
        self.sync()
        self.choose(calendar_sync_from=day(-60))
        self.assertTrue(self.waits_for_delivery())
        self.trigger("cron_deliver")
        self.assertIn("Old here", self.titles())
        self.assertIn("Old there", self.events_in_odoo().mapped("name"))


@tagged("post_install", "-at_install")
class TestOtherDirection(SettingsCase):
    def test_from_pull_to_both(self):
        self.choose(calendar_direction="pull")
        self.act_in_odoo()
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertEqual(self.titles(), ["Doomed", "Kept"])
        self.choose(calendar_direction="both")
        self.assert_delivered("Kept", "New here")
        self.assertEqual(self.at_google(self.kept)["location"], "Room 7")

    def test_from_both_to_pull_and_back_with_both_sides_busy(self):
        google_id = self.kept.gws_binding_ids.google_id
        self.choose(calendar_direction="pull")
        self.edit(self.kept, name="Odoo's", location="Here")
        self.change(google_id, summary="Google's", description="There")
        self.put(summary="New there")
        self.make(name="New here", **self.meeting)
        self.mails()
        self.sync()
        self.assertEqual(self.kept.name, "Google's")
        self.assertIn("There", self.kept.description)
        self.assertEqual(self.conflicts("title").odoo_value, "Odoo's")
        self.choose(calendar_direction="both")
        self.assert_delivered("Doomed", "Google's", "New here", "New there")
        self.assertEqual(self.at_google(self.kept)["location"], "Here")

    def test_from_push_to_both(self):
        google_id = self.kept.gws_binding_ids.google_id
        self.choose(calendar_direction="push")
        self.change(google_id, summary="Renamed there")
        self.put(summary="New there")
        self.mails()
        self.edit(self.kept, description="<p>Bring a pen</p>")
        self.sync()
        self.assertEqual(self.kept.name, "Kept")
        self.choose(calendar_direction="both")
        self.settle()
        self.assertEqual(self.titles(), ["Doomed", "New there", "Renamed there"])
        self.assertEqual(self.kept.name, "Renamed there")
        self.assertIn("Bring a pen", self.at_google(self.kept)["description"])
        self.assertEqual(len(self.events_in_odoo()), 3)

    def test_from_push_to_both_the_same_changed_on_both_sides(self):
        google_id = self.kept.gws_binding_ids.google_id
        self.choose(calendar_direction="push")
        self.change(google_id, summary="Google's")
        self.sync()
        self.edit(self.kept, name="Odoo's")
        self.choose(calendar_direction="both")
        self.settle()
        conflict = self.conflicts("title")
        values = [(c.odoo_value, c.google_value) for c in conflict]
        self.assertIn(("Odoo's", "Google's"), values)
        self.assertEqual(len(self.events_in_odoo()), 2)
