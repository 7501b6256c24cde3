# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Single events of Odoo in Google: daily life, where no other test tells it."""

from odoo.tests import tagged

from .calendar_case import EVENTS, at
from .test_calendar_scenarios import ScenarioCase


@tagged("post_install", "-at_install")
class TestScenariosFromOdoo(ScenarioCase):
    def setUp(self):
        super().setUp()
        self.sync()

    def queries(self, user, do):
        """How many queries ``do(env)`` and its commit take."""
        with self.acts(user) as env:
            before = env.cr.sql_log_count
            do(env)
            env.cr.flush()
            return env.cr.sql_log_count - before

    def test_saving_a_hundred_costs_a_handful_of_queries_more(self):
        made = []
        values = [
            {"name": f"Event {n}", "start": at(1, 10), "stop": at(1, 11)}
            for n in range(100)
        ]

        def create(env):
            made.append(env["calendar.event"].create(values).ids)

        def unlink(env):
            env["calendar.event"].browse(made.pop()).unlink()

        counts = {}
        for user in (self.bob, self.anna):
            for measured in (False, True):
                counts[user, "create"] = self.queries(user, create)
                if measured:
                    self.sync()
                counts[user, "unlink"] = self.queries(user, unlink)
        for verb in ("create", "unlink"):
            more = counts[self.anna, verb] - counts[self.bob, verb]
            self.assertLessEqual(more, 20, verb)

    def test_without_an_organiser_nobody_sends_it(self):
        event = self.make(user_id=False, partner_ids=[(4, self.anna.partner_id.id)])
        self.sync()
        self.assertFalse(event.user_id)
        self.assertEqual(self.titles(), [])
        self.assertEqual(self.writes(), 0)
        self.edit(event, user_id=self.anna.id)
        self.settle()
        self.assertEqual(self.titles(), ["Talk"])

    def test_a_guest_who_has_not_answered(self):
        event = self.make(
            partner_ids=self.with_guests(self.anna.partner_id, self.carla)
        )
        event.attendee_ids.filtered(lambda a: a.partner_id == self.carla).state = False
        self.sync()
        guests = {
            g["email"]: g["responseStatus"] for g in self.at_google(event)["attendees"]
        }
        self.assertEqual(guests["carla@else.org"], "needsAction")
        self.settle()

    def test_an_archived_event_is_not_sent(self):
        event = self.make(active=False)
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertEqual(self.titles(), [])
        self.edit(event, active=True)
        self.settle()
        self.assertEqual(self.titles(), ["Talk"])

    def test_what_google_does_not_have_is_not_noted(self):
        event = self.make()
        self.sync()
        tag = self.env["calendar.event.type"].create({"name": "Important"})
        self.edit(event, categ_ids=[(4, tag.id)])
        self.assertFalse(self.env["gws.outbox"].search_count([]))
        self.assertEqual(event.gws_binding_ids.state, "synced")
        self.sync()
        self.assertEqual(self.writes(), 0)

    def test_declining_goes_out_right_after(self):
        event = self.make(
            partner_ids=self.with_guests(self.anna.partner_id, self.carla)
        )
        self.sync()
        self.answer(event, self.anna, "do_decline")
        self.trigger("cron_deliver")
        self.assertEqual(self.google.log.count("PATCH", EVENTS), 1)
        mine = [g for g in self.at_google(event)["attendees"] if g.get("self")]
        self.assertEqual(mine[0]["responseStatus"], "declined")
        self.settle()

    def test_no_conference_is_made_unasked(self):
        for values in ({"location": "Room 7"}, {}):
            event = self.make(**values)
            self.sync()
            resource = self.at_google(event)
            self.assertNotIn("conferenceData", resource)
            self.assertNotIn("hangoutLink", resource)

    def test_a_meeting_waits_for_its_organiser_to_connect(self):
        event = self.make(
            self.bob,
            partner_ids=self.with_guests(self.anna.partner_id, self.bob.partner_id),
        )
        self.sync()
        self.assertEqual(self.titles(), [])
        self.connect_bob()
        self.settle(self.bobs, self.account)
        self.assertEqual(self.titles("bob@example.com"), ["Talk"])
        self.assertEqual(self.titles(), ["Talk"])
        self.assertEqual(self.events_in_odoo(), event)
        self.assertEqual(event.user_id, self.bob)
        self.assertEqual(self.mails(), [])

    def test_a_copy_is_an_event_of_its_own(self):
        event = self.make(name="Talk")
        self.sync()
        with self.acts(self.anna) as env:
            twin = env["calendar.event"].browse(event.id).copy().id
        twin = self.env["calendar.event"].browse(twin)
        self.assertFalse(twin.gws_binding_ids)
        self.settle()
        self.assertNotEqual(self.at_google(event)["id"], self.at_google(twin)["id"])
        self.remove(twin)
        self.settle()
        self.assertTrue(self.at_google(event))

    def test_made_by_who_does_not_sync_for_who_does(self):
        self.connect_bob()
        self.sync(self.bobs)
        self.account.with_user(self.anna).calendar_enabled = False
        event = self.make(
            user_id=self.bob.id,
            partner_ids=self.with_guests(self.anna.partner_id, self.bob.partner_id),
        )
        self.trigger("cron_deliver")
        self.assertEqual(self.titles("bob@example.com"), ["Talk"])
        self.assertEqual(event.gws_binding_ids.account_id, self.bobs)


@tagged("post_install", "-at_install")
class TestScenariosWhoMails(ScenarioCase):
    """Anna's calendar syncs, Bob has none; whoever makes it, the organiser counts."""

    def setUp(self):
        super().setUp()
        self.sync()

    def told(self, creator, organiser):
        """(mails of Google's, mails and notices of Odoo's) to Carla."""
        mails = [("model", "in", ("calendar.event", "calendar.attendee"))]
        notices = [("res_partner_id", "=", self.carla.id)]

        def by_odoo():
            return self.env["mail.mail"].search_count(mails) + self.env[
                "mail.notification"
            ].search_count(notices)

        before = by_odoo()
        self.make(
            creator,
            user_id=organiser.id,
            partner_ids=self.with_guests(organiser.partner_id, self.carla),
        )
        self.sync()
        google = [to for _kind, to in self.mails()]
        return google.count("carla@else.org"), by_odoo() > before

    def test_an_organiser_who_syncs(self):
        self.assertEqual(self.told(self.anna, self.anna), (1, False))
        self.assertEqual(self.told(self.bob, self.anna), (1, False))

    def test_an_organiser_who_does_not(self):
        self.assertEqual(self.told(self.bob, self.bob), (0, True))
        self.assertEqual(self.told(self.anna, self.bob), (0, True))
