# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo → Google, one event: made, edited, deleted; only what moved is sent."""

from odoo import fields
from odoo.tests import tagged

from ..mapping import identity
from .calendar_case import EVENTS, CalendarCase, all_day, at, day, timed


@tagged("post_install", "-at_install")
class TestCalendarPush(CalendarCase):
    def setUp(self):
        super().setUp()
        self.sync()  # the first sync is quiet; these tests are about later ones

    def pushed(self, **values):
        """Make an event in Odoo and sync: Google's resource."""
        self.event = self.make(**values)
        self.sync()
        return self.at_google(self.event)

    def push_edit(self, **values):
        self.edit(self.event, **values)
        self.sync()
        return self.at_google(self.event)

    def alarm(self, minutes, kind="notification"):
        return self.env["calendar.alarm"].create(
            {
                "name": f"{minutes} {kind}",
                "alarm_type": kind,
                "interval": "minutes",
                "duration": minutes,
            }
        )

    # -- every field --------------------------------------------------

    def test_a_new_event_goes_out_whole(self):
        alarms = self.alarm(7) + self.alarm(50, "email")
        resource = self.pushed(
            name="Jour fixe 🗓️ جلسه",
            description="<p>Agenda</p>",
            location="Zürich",
            privacy="private",
            show_as="free",
            alarm_ids=[(6, 0, alarms.ids)],
        )
        self.assertEqual(resource["summary"], "Jour fixe 🗓️ جلسه")
        self.assertIn("Agenda", resource["description"])
        self.assertEqual(resource["location"], "Zürich")
        self.assertEqual(resource["visibility"], "private")
        self.assertEqual(resource["transparency"], "transparent")
        self.assertEqual(resource["start"]["timeZone"], "Europe/Berlin")
        self.assertFalse(resource["reminders"]["useDefault"])
        self.assertCountEqual(
            resource["reminders"]["overrides"],
            [{"method": "popup", "minutes": 7}, {"method": "email", "minutes": 50}],
        )
        self.assertNotIn("attendees", resource, "the owner alone is no guest list")
        self.settle()

    def test_edits_reach_google(self):
        self.pushed()
        resource = self.push_edit(
            name="Other",
            description="<p>Text</p>",
            location="There",
            start=at(2, 8),
            stop=at(2, 9, 30),
            privacy="confidential",
            show_as="free",
        )
        self.assertEqual(resource["summary"], "Other")
        self.assertEqual(resource["visibility"], "confidential")
        self.settle()
        resource = self.push_edit(
            description=False, location=False, privacy=False, show_as="busy"
        )
        self.assertEqual(resource.get("location", ""), "")
        self.assertEqual(resource.get("description", ""), "")
        self.assertEqual(resource.get("visibility", "default"), "default")
        self.settle()

    def test_an_all_day_event_ends_a_day_later_in_google(self):
        resource = self.pushed(
            allday=True,
            start=at(2, 8),
            stop=at(4, 18),
            start_date=day(2),
            stop_date=day(4),
        )
        self.assertEqual(resource["start"], {"date": str(day(2))})
        self.assertEqual(resource["end"], {"date": str(day(5))})
        self.settle()

    def test_the_kind_switches_both_ways(self):
        self.pushed()
        resource = self.push_edit(allday=True, start_date=day(2), stop_date=day(2))
        self.assertEqual(resource["start"], {"date": str(day(2))})
        self.assertEqual(resource["end"], {"date": str(day(3))})
        self.settle()
        resource = self.push_edit(allday=False, start=at(3, 9), stop=at(3, 10))
        self.assertIn("dateTime", resource["start"])
        self.assertNotIn("date", resource["start"])
        self.settle()

    def test_an_event_over_midnights_and_one_of_zero_minutes(self):
        self.make(name="Night", start=at(1, 22), stop=at(3, 4))
        self.make(name="Bell", start=at(1, 9), stop=at(1, 9))
        self.settle()
        self.assertEqual(self.titles(), ["Bell", "Night"])

    def test_the_zone_of_the_event_in_google_stays(self):
        google_id = self.put(**timed(at(1, 9), at(1, 10), "Asia/Tokyo"))
        self.sync()
        self.event = self.event_of(google_id)
        resource = self.push_edit(start=at(1, 12), stop=at(1, 13))
        self.assertEqual(resource["start"]["timeZone"], "Asia/Tokyo")
        self.settle()

    def test_reminders_removed_in_odoo_are_none_in_google(self):
        self.pushed(alarm_ids=[(6, 0, self.alarm(7).ids)])
        resource = self.push_edit(alarm_ids=[(5,)])
        self.assertFalse(resource["reminders"]["useDefault"])
        self.assertFalse(resource["reminders"].get("overrides"))
        self.settle()

    def test_more_reminders_than_google_takes_are_cut(self):
        alarms = self.env["calendar.alarm"]
        for minutes in range(1, 8):
            alarms |= self.alarm(minutes)
        resource = self.pushed(alarm_ids=[(6, 0, alarms.ids)])
        self.assertEqual(len(resource["reminders"]["overrides"]), 5)
        self.sync()
        self.assertEqual(self.writes(), 0)

    def test_a_description_of_8000_characters_goes_out_whole(self):
        text = "<p>" + "Wörter &amp; Zeichen. " * 380 + "ENDE</p>"
        resource = self.pushed(description=text)
        self.assertIn("ENDE", resource["description"])
        self.settle()

    # -- identity -----------------------------------------------------

    def test_the_google_id_is_derived_from_the_record(self):
        resource = self.pushed()
        uuid = self.env["ir.config_parameter"].get_param("database.uuid")
        wanted = identity.event_id(uuid, "calendar.event", self.event.id)
        self.assertEqual(resource["id"], wanted)
        mark = resource["extendedProperties"]["private"]
        self.assertEqual(mark["odooRecord"], f"calendar.event,{self.event.id}")
        self.assertNotIn("shared", resource["extendedProperties"])

    def test_a_lost_binding_is_found_by_the_mark(self):
        self.pushed()
        self.event.gws_binding_ids.unlink()
        self.calendar._forget_cursor()
        self.settle()
        self.assertEqual(len(self.events_in_odoo()), 1)
        self.assertTrue(self.at_google(self.event))

    def test_an_event_deleted_there_and_edited_here_gets_a_new_id(self):
        self.account.calendar_conflict_rule = "odoo"
        first = self.pushed()
        self.edit(self.event, name="Still needed")
        self.drop(first["id"])
        self.settle()
        second = self.at_google(self.event)
        self.assertEqual(second["summary"], "Still needed")
        self.assertNotEqual(second["id"], first["id"])
        conflict = self.conflicts("deleted")
        self.assertEqual(conflict.winner, "odoo")
        self.assertEqual(conflict.odoo_value["title"], "Still needed")

    # -- deletion -----------------------------------------------------

    def test_deleted_in_odoo_is_deleted_in_google(self):
        self.pushed()
        self.remove(self.event)
        self.settle()
        self.assertEqual(self.titles(), [])
        self.assertFalse(self.bindings())

    def test_made_and_deleted_between_two_syncs_never_goes_out(self):
        event = self.make()
        self.remove(event)
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertFalse(self.bindings())

    def test_archiving_deletes_and_unarchiving_brings_back(self):
        self.pushed()
        self.edit(self.event, active=False)
        self.sync()
        self.assertEqual(self.titles(), [])
        self.edit(self.event, active=True, name="Back")
        self.settle()
        self.assertEqual(self.titles(), ["Back"])

    def test_archived_and_back_between_two_syncs_changes_nothing(self):
        self.pushed()
        self.edit(self.event, active=False)
        self.edit(self.event, active=True)
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.settle()

    # -- only what moved ----------------------------------------------

    def test_ten_edits_are_one_request(self):
        self.pushed()
        for number in range(10):
            self.edit(self.event, name=f"Title {number}")
        self.sync()
        self.assertEqual(self.google.log.count("PATCH", EVENTS), 1)
        self.assertEqual(self.writes(), 1)
        self.assertEqual(self.titles(), ["Title 9"])

    def test_an_edit_taken_back_sends_nothing(self):
        self.pushed(name="Same")
        self.edit(self.event, name="Other")
        self.edit(self.event, name="Same")
        self.sync()
        self.assertEqual(self.writes(), 0)

    def test_what_google_keeps_of_a_guest_survives(self):
        carla = self.guest("Carla", "carla@example.com")
        room = {"email": "r@resource.calendar.google.com", "resource": True}
        carla_there = {
            "email": "carla@example.com",
            "displayName": "Carla C.",
            "optional": True,
            "additionalGuests": 2,
            "comment": "late",
            "responseStatus": "tentative",
        }
        google_id = self.put(attendees=[room, carla_there])
        self.sync()
        self.event = self.event_of(google_id)
        dora = self.guest("Dora", "dora@example.com")
        resource = self.push_edit(partner_ids=[(4, dora.id)])
        guests = {a["email"]: a for a in resource["attendees"]}
        self.assertEqual(
            {k: guests["carla@example.com"].get(k) for k in carla_there}, carla_there
        )
        self.assertTrue(guests[room["email"]]["resource"])
        self.assertEqual(guests["dora@example.com"]["responseStatus"], "needsAction")
        self.assertIn(carla, self.event.partner_ids)
        self.settle()

    def test_a_guest_taken_off_in_odoo_goes_in_google(self):
        carla = self.guest("Carla", "carla@example.com")
        resource = self.pushed(partner_ids=[(6, 0, (self.anna.partner_id | carla).ids)])
        self.assertEqual(
            sorted(a["email"] for a in resource["attendees"]),
            ["anna@example.com", "carla@example.com"],
        )
        resource = self.push_edit(partner_ids=[(3, carla.id)])
        self.assertNotIn(
            "carla@example.com", [a["email"] for a in resource.get("attendees", [])]
        )
        self.settle()

    def test_a_guest_without_address_stays_here(self):
        nobody = self.guest("Nobody", False)
        resource = self.pushed(
            partner_ids=[(6, 0, (self.anna.partner_id | nobody).ids)]
        )
        self.assertNotIn("attendees", resource)
        self.assertIn(nobody, self.event.partner_ids)
        self.settle()

    def test_both_sides_edits_of_different_fields_survive(self):
        resource = self.pushed()
        self.edit(self.event, name="From Odoo")
        self.change(resource["id"], location="From Google")
        self.settle()
        self.assertEqual(self.event.location, "From Google")
        self.assertEqual(self.at_google(self.event)["summary"], "From Odoo")
        self.assertFalse(self.conflicts())

    def test_both_sides_edits_of_one_field_are_a_conflict_with_both_values(self):
        for rule, kept in (("google", "There"), ("odoo", "Here")):
            self.account.calendar_conflict_rule = rule
            resource = self.pushed(name="Before")
            self.edit(self.event, name="Here")
            self.change(resource["id"], summary="There")
            self.settle()
            self.assertEqual(self.event.name, kept)
            conflict = self.conflicts("title")[-1]
            self.assertEqual(conflict.winner, rule)
            self.assertEqual(
                (conflict.odoo_value, conflict.google_value, conflict.base_value),
                ("Here", "There", "Before"),
            )

    def test_an_asked_for_conflict_waits_and_then_follows_the_choice(self):
        self.account.calendar_conflict_rule = "ask"
        for take in ("action_take_odoo", "action_take_google"):
            resource = self.pushed(name="Before")
            self.edit(self.event, name="Here")
            self.change(resource["id"], summary="There", location="Moved")
            self.sync()
            self.sync()
            self.assertEqual(self.event.name, "Here")
            self.assertEqual(self.event.location, "Moved")
            self.assertEqual(self.at_google(self.event)["summary"], "There")
            conflict = self.conflicts("title").filtered(lambda c: not c.winner)
            self.assertEqual(len(conflict), 1, "asked once")
            with self.acts(self.anna) as env:
                getattr(env["gws.conflict"].browse(conflict.id), take)()
            self.settle()
            wanted = "Here" if take == "action_take_odoo" else "There"
            self.assertEqual(self.event.name, wanted)
            self.assertEqual(self.at_google(self.event)["summary"], wanted)

    def test_deleted_here_and_edited_there_follows_the_rule(self):
        for rule in ("google", "odoo"):
            self.account.calendar_conflict_rule = rule
            resource = self.pushed(name="Before")
            self.remove(self.event)
            self.change(resource["id"], summary=f"Edited {rule}")
            self.settle()
            conflict = self.conflicts("deleted")[-1]
            self.assertEqual(conflict.google_value["title"], f"Edited {rule}")
            self.assertEqual(conflict.winner, rule)
        self.assertEqual(self.titles(), ["Edited google"])

    # -- never --------------------------------------------------------

    def test_saving_makes_no_request(self):
        self.google.log.clear()
        event = self.make()
        self.edit(event, name="Other", start=at(3, 9), stop=at(3, 10))
        self.remove(event)
        self.assertEqual(self.google.log.http_count, 0)
        self.assertEqual(self.env["gws.outbox"].search_count([]), 2)

    def test_a_save_that_is_rolled_back_leaves_no_note(self):
        with self.assertRaises(ZeroDivisionError), self.acts(self.anna) as env:
            env["calendar.event"].create(
                {"name": "Never", "start": at(1, 9), "stop": at(1, 10)}
            )
            raise ZeroDivisionError
        self.assertFalse(self.env["gws.outbox"].search_count([]))

    def test_a_save_wakes_the_delivery(self):
        cron = self.env.ref("google_workspace.cron_deliver")
        triggers = self.env["ir.cron.trigger"]
        triggers.search([("cron_id", "=", cron.id)]).unlink()
        self.make()
        woken = triggers.search([("cron_id", "=", cron.id)])
        soon = fields.Datetime.add(fields.Datetime.now(), seconds=5)
        self.assertLess(min(woken.mapped("call_at")), soon)

    def test_events_of_users_without_an_account_are_not_noted(self):
        self.make(self.bob)
        self.assertFalse(self.env["gws.outbox"].search_count([]))
        self.sync()
        self.assertEqual(self.titles(), [])

    def test_what_is_past_the_first_day_stays_in_odoo(self):
        self.make(name="Long ago", start=at(-50, 9), stop=at(-50, 10))
        self.settle()
        self.assertEqual(self.titles(), [])

    def test_an_edit_of_a_read_only_event_is_taken_back_and_kept(self):
        google_id = self.world.add_calendar(
            "anna@example.com", "Holidays", access_role="reader"
        )
        day_id = self.world.seed_raw(
            google_id, {"summary": "Nowruz", **all_day(day(5), day(6))}
        )["id"]
        self.account.calendars_listed = False
        self.sync()
        self.account.calendar_ids.selected = True
        self.sync()
        event = self.event_of(day_id)
        self.edit(event, name="Mine", location="Here")
        self.settle()
        self.assertEqual((event.name, event.location or ""), ("Nowruz", ""))
        conflict = self.conflicts("title")
        self.assertEqual((conflict.odoo_value, conflict.winner), ("Mine", "google"))
        self.assertEqual(self.conflicts("location").odoo_value, "Here")
