# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Single events of Google in Odoo: daily life, where no other test tells it."""

from odoo import fields
from odoo.tests import tagged

from .calendar_case import CalendarCase, at, timed


class ScenarioCase(CalendarCase):
    def setUp(self):
        super().setUp()
        self.carla = self.guest("Carla", "carla@else.org")

    def pulled(self, **body):
        self.google_id = self.put(**body)
        self.sync()
        return self.event_of(self.google_id)

    def answers(self, event):
        return {a.partner_id: a.state for a in event.attendee_ids}

    def answer(self, event, user, verb):
        with self.acts(user) as env:
            attendees = env["calendar.event"].browse(event.id).attendee_ids
            mine = attendees.filtered(lambda a: a.partner_id == env.user.partner_id)
            getattr(mine, verb)()

    def with_guests(self, *partners):
        return [(6, 0, [partner.id for partner in partners])]


@tagged("post_install", "-at_install")
class TestScenariosFromGoogle(ScenarioCase):
    def test_everything_of_an_event_at_once(self):
        event = self.pulled(
            summary="Jour fixe",
            description="<p>Agenda</p>",
            location="Zürich",
            visibility="private",
            transparency="transparent",
            attendees=[
                {"email": "anna@example.com", "responseStatus": "tentative"},
                {"email": "carla@else.org", "responseStatus": "declined"},
            ],
            reminders={
                "useDefault": False,
                "overrides": [{"method": "popup", "minutes": 60}],
            },
        )
        self.assertEqual(
            (event.name, event.location, event.privacy, event.show_as),
            ("Jour fixe", "Zürich", "private", "free"),
        )
        self.assertIn("Agenda", event.description)
        self.assertEqual(event.alarm_ids.mapped("duration_minutes"), [60])
        self.assertEqual(
            self.answers(event),
            {self.anna.partner_id: "tentative", self.carla: "declined"},
        )
        self.assertEqual(event.user_id, self.anna)
        self.settle()

    def test_what_google_leaves_out_is_left_to_the_user(self):
        event = self.pulled()
        self.assertFalse(event.privacy)
        self.assertEqual(event.show_as, "busy")
        self.assertEqual(self.answers(event), {self.anna.partner_id: "accepted"})
        self.settle()

    def test_a_mark_of_no_use_is_ignored(self):
        uuid = self.env["ir.config_parameter"].get_param("database.uuid")
        foreign = self.env["calendar.event"].create(
            {"name": "Somebody's", "start": at(5, 9), "stop": at(5, 10)}
        )
        marks = (
            (uuid, "calendar.event,999999999"),
            (uuid, f"res.users,{self.anna.id}"),
            (uuid, "calendar.event,1; drop"),
            ("another-database", f"calendar.event,{foreign.id}"),
        )
        for number, (database, record) in enumerate(marks):
            self.put(
                summary=f"Marked {number}",
                extendedProperties={
                    "private": {"odooDatabase": database, "odooRecord": record},
                    "shared": {"demo_odoo_id": str(foreign.id), "demo_owner_id": "2"},
                },
            )
        self.sync()
        found = self.events_in_odoo()
        self.assertEqual(found.mapped("name"), [f"Marked {n}" for n in range(4)])
        self.assertEqual(found.user_id, self.anna)
        self.assertEqual(foreign.name, "Somebody's")
        self.settle()

    def test_a_mark_opens_nobody_elses_event(self):
        uuid = self.env["ir.config_parameter"].get_param("database.uuid")
        everybody = self.with_guests(self.anna.partner_id, self.bob.partner_id)
        for values in ({"privacy": "private"}, {"partner_ids": everybody}):
            secret = self.make(self.bob, name="Bob's", **values)
            event = self.pulled(
                summary="Forged",
                extendedProperties={
                    "private": {
                        "odooDatabase": uuid,
                        "odooRecord": f"calendar.event,{secret.id}",
                    }
                },
            )
            self.assertNotEqual(event, secret)
            self.assertEqual(secret.name, "Bob's")
            self.assertFalse(secret.gws_binding_ids)
            self.settle()
            self.drop(self.google_id)
            self.sync()
            self.assertTrue(secret.exists())

    def test_an_icalendar_id_opens_nobody_elses_event(self):
        self.connect_bob()
        secret = self.make(self.bob, name="Bob's secret", privacy="private")
        self.sync(self.bobs)
        uid = secret.gws_binding_ids.ical_uid
        body = {"iCalUID": uid, "summary": "Forged", **timed(at(1, 10), at(1, 11))}
        google_id = self.world.import_event("anna@example.com", body)["id"]
        self.settle(self.account, self.bobs)
        self.assertEqual(secret.name, "Bob's secret")
        self.assertEqual(self.titles("bob@example.com"), ["Bob's secret"])
        self.assertEqual(self.event_of(google_id).name, "Forged")
        self.drop(google_id)
        self.settle(self.account, self.bobs)
        self.assertEqual(self.titles("bob@example.com"), ["Bob's secret"])

    def test_a_colleagues_meeting_thrown_away_is_declined(self):
        self.world.add_account("bob@example.com")
        google_id = self.put(
            "bob@example.com", attendees=[{"email": "anna@example.com"}]
        )
        self.sync()
        event = self.event_of(google_id)
        self.assertEqual(event.user_id, self.bob)
        self.drop(google_id)
        self.sync()
        self.assertTrue(event.exists())
        self.assertEqual(self.answers(event)[self.anna.partner_id], "declined")
        self.sync()
        self.assertEqual(self.writes(), 0)

    def test_called_off_with_a_portal_guest_and_a_reminder(self):
        portal = self.make_user("paula", groups="base.group_portal")
        mail = [{"method": "email", "minutes": 30}]
        event = self.pulled(
            attendees=[{"email": "anna@example.com"}, {"email": "paula@example.com"}],
            reminders={"useDefault": False, "overrides": mail},
        )
        self.assertIn(portal.partner_id, event.partner_ids)
        self.drop(self.google_id)
        self.sync()
        self.assertFalse(event.exists())
        self.settle()

    def test_every_guest_keeps_the_own_answer_whatever_the_order(self):
        dora = self.guest("Dora", "dora@else.org")
        event = self.pulled(
            attendees=[
                {"email": "carla@else.org", "responseStatus": "tentative"},
                {"email": "stranger@else.org", "responseStatus": "declined"},
                {"email": "anna@example.com", "responseStatus": "declined"},
                {"email": "r@resource.calendar.google.com", "resource": True},
                {"email": "dora@else.org", "responseStatus": "accepted"},
            ]
        )
        self.assertEqual(
            self.answers(event),
            {
                self.carla: "tentative",
                self.anna.partner_id: "declined",
                dora: "accepted",
            },
        )
        self.settle()

    def test_of_several_with_one_address_the_colleague_is_meant(self):
        shared = "team@example.com"
        self.guest("Old contact", shared)
        self.make_user("portal_team", groups="base.group_portal", email=shared)
        colleague = self.make_user("colleague", email=shared)
        event = self.pulled(
            attendees=[{"email": "anna@example.com"}, {"email": shared}]
        )
        self.assertEqual(event.partner_ids, self.anna.partner_id | colleague.partner_id)
        self.settle()

    def test_a_contact_of_another_company_is_the_same_person(self):
        company = self.env["res.company"].create({"name": "Elsewhere Inc."})
        self.carla.company_id = company
        before = self.env["res.partner"].search_count([])
        event = self.pulled(
            attendees=[{"email": "anna@example.com"}, {"email": "carla@else.org"}]
        )
        self.assertIn(self.carla, event.partner_ids)
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        self.settle()

    def test_a_link_of_odoos_stays_until_google_has_one(self):
        event = self.pulled()
        self.edit(event, videocall_location="https://zoom.example/1")
        self.change(self.google_id, location="Room 7")
        self.sync()
        self.assertEqual(event.location, "Room 7")
        self.assertEqual(event.videocall_location, "https://zoom.example/1")
        meet = "https://meet.google.com/abc-defg-hij"
        known = self.world.event("anna@example.com", self.google_id)
        self.world.seed_raw(
            "anna@example.com", {**known, "hangoutLink": meet, "etag": '"1"'}
        )
        self.sync()
        self.assertEqual(event.videocall_location, meet)

    def test_reminder_mails_of_a_google_event_are_googles(self):
        mail = [{"method": "email", "minutes": 60}]
        soon = fields.Datetime.add(fields.Datetime.now(), minutes=30)
        event = self.pulled(
            **timed(soon, fields.Datetime.add(soon, hours=1)),
            reminders={"useDefault": False, "overrides": mail},
        )
        self.assertEqual(event.alarm_ids.mapped("alarm_type"), ["email"])
        alarms = self.env["calendar.alarm_manager"]
        due = alarms._get_events_by_alarm_to_notify("email")
        self.assertNotIn(event.id, sum(due.values(), []))
        event.gws_binding_ids.unlink()
        due = alarms._get_events_by_alarm_to_notify("email")
        self.assertIn(event.id, sum(due.values(), []))

    def test_reminders_from_google_do_not_wake_odoos_job(self):
        cron = self.env.ref("calendar.ir_cron_scheduler_alarm")
        triggers = [("cron_id", "=", cron.id)]
        before = self.env["ir.cron.trigger"].search_count(triggers)
        mail = [{"method": "email", "minutes": 60}]
        event = self.pulled(reminders={"useDefault": False, "overrides": mail})
        self.change(self.google_id, summary="Renamed", **timed(at(3, 9), at(3, 10)))
        self.sync()
        self.assertEqual(event.alarm_ids.mapped("alarm_type"), ["email"])
        self.assertEqual(self.env["ir.cron.trigger"].search_count(triggers), before)

    def test_a_guest_who_may_modify_does(self):
        self.world.add_account("boss@else.org", "Boss")
        google_id = self.put(
            "boss@else.org",
            attendees=[{"email": "anna@example.com"}],
            guestsCanModify=True,
        )
        self.sync()
        event = self.event_of(google_id)
        self.edit(event, name="Better", start=at(2, 9), stop=at(2, 10))
        self.sync()
        there = self.world.event("boss@else.org", google_id)
        self.assertEqual(there["summary"], "Better")
        self.assertFalse(self.conflicts())
        self.change(google_id, "boss@else.org", guestsCanModify=False)
        self.sync()
        self.edit(event, name="Worse")
        self.sync()
        self.sync()
        self.assertEqual(event.name, "Better")
        self.assertEqual(self.titles("boss@else.org"), ["Better"])
        self.assertEqual(self.conflicts("title").odoo_value, "Worse")
