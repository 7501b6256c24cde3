# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two accounts in one meeting, directions, pauses, copies, events that were there."""

from odoo.tests import tagged

from .calendar_case import EVENTS, CalendarCase, at


@tagged("post_install", "-at_install")
class TestCalendarTwoAccounts(CalendarCase):
    def setUp(self):
        super().setUp()
        self.connect_bob()
        self.both = [(6, 0, (self.anna.partner_id | self.bob.partner_id).ids)]
        for account in (self.account, self.bobs):
            self.sync(account)

    def settle_both(self, accounts=None):
        self.settle(*(accounts or (self.account, self.bobs)))

    def one_meeting(self):
        """The one event of both; it must have two bindings and two copies."""
        event = self.env["calendar.event"].search([("gws_binding_ids", "!=", False)])
        self.assertEqual(len(event), 1)
        self.assertEqual(
            set(event.gws_binding_ids.account_id), {self.account, self.bobs}
        )
        self.assertEqual(len(self.world.events("anna@example.com")), 1)
        self.assertEqual(len(self.world.events("bob@example.com")), 1)
        return event

    def answers(self, event):
        return {a.partner_id: a.state for a in event.attendee_ids}

    def answer(self, event, user, verb):
        with self.acts(user) as env:
            attendees = env["calendar.event"].browse(event.id).attendee_ids
            mine = attendees.filtered(lambda a: a.partner_id == user.partner_id)
            getattr(mine, verb)()

    def test_made_in_odoo_it_is_one_event_with_two_bindings(self):
        event = self.make(partner_ids=self.both)
        self.settle_both()
        self.assertEqual(self.one_meeting(), event)
        self.assertEqual(self.mails(), [("invitation", "bob@example.com")])

    def test_made_in_google_it_is_one_event_with_two_bindings(self):
        self.put(attendees=[{"email": "bob@example.com"}])
        self.settle_both()
        self.assertEqual(self.one_meeting().user_id, self.anna)

    def test_the_guest_may_sync_first(self):
        self.put(attendees=[{"email": "bob@example.com"}])
        self.settle_both((self.bobs, self.account))
        event = self.one_meeting()
        self.assertEqual(event.user_id, self.anna)
        self.assertEqual(event.partner_ids, self.anna.partner_id | self.bob.partner_id)

    def test_an_answer_in_odoo_is_seen_in_both_calendars_once(self):
        event = self.make(partner_ids=self.both)
        self.settle_both()
        self.mails()
        self.answer(event, self.bob, "do_accept")
        self.settle_both()
        for email in ("anna@example.com", "bob@example.com"):
            resource = self.world.events(email)[0]
            answers = {a["email"]: a["responseStatus"] for a in resource["attendees"]}
            self.assertEqual(answers["bob@example.com"], "accepted")
        self.assertLessEqual(len(self.mails()), 1)

    def test_an_answer_in_google_is_seen_in_odoo(self):
        event = self.make(partner_ids=self.both)
        self.settle_both()
        mine = self.world.events("bob@example.com")[0]
        for attendee in mine["attendees"]:
            if attendee.get("self"):
                attendee["responseStatus"] = "declined"
        self.change(mine["id"], "bob@example.com", attendees=mine["attendees"])
        self.settle_both((self.bobs, self.account))
        self.assertEqual(self.answers(event)[self.bob.partner_id], "declined")

    def test_an_edit_by_the_guest_in_odoo_travels_with_the_organisers_account(self):
        event = self.make(partner_ids=self.both)
        self.settle_both()
        self.edit(event, self.bob, name="Bob's better title")
        self.settle_both((self.bobs, self.account))
        self.assertEqual(event.name, "Bob's better title")
        self.assertEqual(self.titles(), ["Bob's better title"])
        self.assertEqual(self.titles("bob@example.com"), ["Bob's better title"])
        self.assertFalse(self.conflicts())

    def test_an_edit_by_the_organiser_is_written_once(self):
        event = self.make(partner_ids=self.both)
        self.settle_both()
        self.edit(event, start=at(2, 9), stop=at(2, 10))
        self.sync(self.bobs)
        self.assertEqual(self.writes(), 0)
        self.sync()
        self.assertEqual(self.writes(), 1)
        self.settle_both()

    def test_deleted_by_the_organiser_it_goes_for_both(self):
        event = self.make(partner_ids=self.both)
        self.settle_both()
        self.mails()
        self.remove(event)
        self.settle_both((self.bobs, self.account))
        self.assertEqual(self.titles("bob@example.com"), [])
        self.assertEqual(self.mails(), [("cancellation", "bob@example.com")])
        self.assertFalse(self.env["gws.event.binding"].search_count([]))

    def test_called_off_in_google_it_goes_for_both(self):
        event = self.make(partner_ids=self.both)
        self.settle_both()
        self.drop(self.world.events("anna@example.com")[0]["id"])
        self.settle_both((self.bobs, self.account))
        self.assertFalse(event.exists())

    def test_the_guest_leaves_in_google_and_the_meeting_stays(self):
        event = self.make(partner_ids=self.both)
        self.settle_both()
        self.drop(self.world.events("bob@example.com")[0]["id"], "bob@example.com")
        for account in (self.bobs, self.account, self.bobs, self.account):
            self.sync(account)
        self.assertTrue(event.exists())
        self.assertEqual(self.titles(), ["Talk"])
        state = self.answers(event).get(self.bob.partner_id, "declined")
        self.assertEqual(state, "declined")
        self.assertEqual(self.writes(), 0)

    def test_the_guest_taken_off_loses_the_copy(self):
        event = self.make(partner_ids=self.both)
        self.settle_both()
        self.edit(event, partner_ids=[(3, self.bob.partner_id.id)])
        self.settle_both()
        self.assertEqual(self.titles("bob@example.com"), [])
        self.assertEqual(event.partner_ids, self.anna.partner_id)
        self.assertEqual(event.gws_binding_ids.account_id, self.account)

    def test_both_edit_different_things_at_once(self):
        event = self.make(partner_ids=self.both)
        self.settle_both()
        self.edit(event, name="From Odoo")
        self.change(event.gws_binding_ids[0].google_id, location="From Google")
        self.settle_both()
        self.assertEqual((event.name, event.location), ("From Odoo", "From Google"))
        self.assertFalse(self.conflicts())

    def test_deleted_here_before_the_organisers_account_saw_it(self):
        google_id = self.put(attendees=[{"email": "bob@example.com"}])
        self.sync(self.bobs)
        event = self.event_of(google_id, self.bobs)
        self.remove(event, self.bob)
        self.change(google_id, summary="Edited meanwhile")
        self.settle_both()
        found = self.env["calendar.event"].search([("name", "=", "Edited meanwhile")])
        self.assertEqual(len(found), 1)

    def test_a_users_other_address_is_their_partner(self):
        self.bob.partner_id.email = "bob.brown@elsewhere.org"
        event = self.make(partner_ids=self.both)
        self.settle_both()
        self.assertEqual(self.one_meeting(), event)


@tagged("post_install", "-at_install")
class TestCalendarDirection(CalendarCase):
    def test_pull_only_sends_nothing_and_shows_googles(self):
        self.account.calendar_direction = "pull"
        google_id = self.put()
        self.sync()
        event = self.event_of(google_id)
        self.edit(event, name="Edited here")
        self.make(name="Made here")
        self.change(google_id, location="There")
        for _round in range(3):
            self.sync()
            self.assertEqual(self.writes(), 0)
        self.assertEqual(event.location, "There")
        self.assertEqual(self.titles(), ["Talk"])

    def test_pull_only_takes_deletions(self):
        self.account.calendar_direction = "pull"
        google_id = self.put()
        self.sync()
        event = self.event_of(google_id)
        self.drop(google_id)
        self.sync()
        self.assertFalse(event.exists())

    def test_push_only_takes_nothing_in(self):
        self.account.calendar_direction = "push"
        google_id = self.put(summary="Google's own")
        event = self.make(name="Odoo's own")
        self.sync()
        self.sync()
        self.assertEqual(self.events_in_odoo(), event)
        self.assertEqual(self.titles(), ["Google's own", "Odoo's own"])
        self.assertFalse(self.event_of(google_id))
        self.edit(event, name="Edited")
        self.sync()
        self.assertEqual(self.titles(), ["Edited", "Google's own"])

    def test_push_only_keeps_odoos_value(self):
        self.account.calendar_direction = "push"
        event = self.make()
        self.sync()
        self.change(self.at_google(event)["id"], summary="Changed there")
        self.edit(event, name="Changed here")
        self.sync()
        self.sync()
        self.assertEqual(event.name, "Changed here")
        self.assertEqual(self.titles(), ["Changed here"])

    def test_directions_may_change_later(self):
        self.account.calendar_direction = "pull"
        event = self.make(name="Made here")
        self.put(summary="Made there")
        self.sync()
        self.account.with_user(self.anna).calendar_direction = "both"
        self.edit(event, location="Edited")
        self.settle()
        self.assertEqual(self.titles(), ["Made here", "Made there"])

    def test_another_direction_catches_up_with_what_waited(self):
        google_id = self.put(summary="Bound")
        self.sync()
        event = self.event_of(google_id)
        account = self.account.with_user(self.anna)
        account.calendar_direction = "pull"
        self.edit(event, location="Edited here")
        self.make(name="Made here")
        self.sync()
        account.calendar_direction = "both"
        self.settle()
        self.assertEqual(self.at_google(event)["location"], "Edited here")
        account.calendar_direction = "push"
        self.change(google_id, summary="Edited there")
        self.put(summary="Made there")
        self.sync()
        self.assertEqual(event.name, "Bound")
        account.calendar_direction = "both"
        self.settle()
        self.assertEqual(event.name, "Edited there")
        self.assertEqual(self.titles(), ["Edited there", "Made here", "Made there"])

    def test_gone_in_google_while_nothing_was_taken_in(self):
        google_id = self.put(summary="Bound")
        self.sync()
        event = self.event_of(google_id)
        account = self.account.with_user(self.anna)
        account.calendar_direction = "push"
        self.drop(google_id)
        self.sync()
        self.assertTrue(event.exists())
        account.calendar_direction = "both"
        self.sync()
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertEqual(bool(event.exists()), bool(self.titles()))


@tagged("post_install", "-at_install")
class TestCalendarWaiting(CalendarCase):
    """What happened while nothing could be sent is delivered later."""

    def waits_then_delivers(self, stop, go_on):
        kept, gone = self.make(name="Kept"), self.make(name="Gone")
        self.sync()
        stop()
        self.edit(kept, name="Edited meanwhile")
        self.remove(gone)
        self.make(name="New meanwhile")
        answer = self.press()
        self.assertEqual(self.google.log.http_count, 0)
        self.trigger("cron_deliver")
        self.trigger("cron_sync_appointments")
        self.assertEqual(self.google.log.http_count, 0)
        go_on()
        self.settle()
        self.assertEqual(self.titles(), ["Edited meanwhile", "New meanwhile"])
        return answer

    def test_paused_for_all(self):
        answer = self.waits_then_delivers(
            lambda: self.set_params(paused=True), lambda: self.set_params(paused=False)
        )
        self.assertEqual(answer["status"], "paused")

    def test_paused_by_the_user(self):
        answer = self.waits_then_delivers(
            lambda: self.account.with_user(self.anna).action_pause(),
            lambda: self.account.with_user(self.anna).action_resume(),
        )
        self.assertEqual(answer["status"], "paused")

    def test_the_addon_switched_off(self):
        answer = self.waits_then_delivers(
            lambda: self.set_params(enabled=False),
            lambda: self.set_params(enabled=True),
        )
        self.assertEqual(answer["status"], "need_config")

    def test_a_grant_that_died(self):
        def die():
            self.google.faults.revoke_tokens("anna@example.com")
            self.assertEqual(self.press()["status"], "need_auth")

        answer = self.waits_then_delivers(die, lambda: self.connect(self.anna))
        self.assertEqual(answer["status"], "need_auth")

    def test_a_copy_of_the_database_writes_nothing(self):
        event = self.make()
        self.sync()
        self.env["ir.config_parameter"].set_param("database.uuid", "another-database")
        self.edit(event, name="In the copy")
        self.make(name="Made in the copy")
        answer = self.press()
        self.assertEqual(answer["status"], "error")
        self.assertIn("copy", answer["message"])
        self.assertEqual(self.writes(), 0)
        self.trigger("cron_deliver")
        self.assertEqual(self.writes(), 0)
        self.assertEqual(self.titles(), ["Talk"])
        self.assertEqual(event.gws_binding_ids.state, "pending")

    def test_the_real_database_goes_on_when_an_administrator_says_so(self):
        event = self.make()
        self.sync()
        self.env["ir.config_parameter"].set_param("database.uuid", "moved-database")
        self.edit(event, name="Renamed")
        self.press()
        self.env["gws.client"]._remember_database(force=True)
        self.settle()
        self.assertEqual(self.titles(), ["Renamed"])


@tagged("post_install", "-at_install")
class TestCalendarFirst(CalendarCase):
    def test_events_that_were_there_go_out_quietly(self):
        carla = self.guest("Carla", "carla@else.org")
        people = [(6, 0, (self.bob.partner_id | carla).ids)]
        with self.acts(self.bob) as env:
            env["calendar.event"].create(
                [
                    {
                        "name": name,
                        "start": at(number, 9),
                        "stop": at(number, 10),
                        "partner_ids": people,
                    }
                    for name, number in (("Coming", 3), ("Recent", -3), ("Old", -90))
                ]
            )
        self.connect_bob()
        self.settle(self.bobs)
        self.assertEqual(self.titles("bob@example.com"), ["Coming", "Recent"])
        self.assertEqual(self.mails(), [])

    def test_an_event_of_an_unconnected_organiser_goes_nowhere(self):
        event = self.make(
            self.bob,
            partner_ids=[(6, 0, (self.anna.partner_id | self.bob.partner_id).ids)],
        )
        self.settle()
        self.assertEqual(self.titles(), [])
        self.assertFalse(event.gws_binding_ids)
        self.edit(event, self.bob, name="Renamed")
        self.sync()
        self.assertEqual(self.google.log.count("POST", EVENTS), 0)

    def test_connecting_again_catches_up_without_mail(self):
        carla = self.guest("Carla", "carla@else.org")
        people = [(6, 0, (self.anna.partner_id | carla).ids)]
        kept = self.make(name="Kept", partner_ids=people)
        gone = self.make(name="Gone", partner_ids=people)
        self.sync()
        self.mails()
        with self.acts(self.anna) as env:
            env["gws.account"].browse(self.account.id).action_disconnect()
        self.edit(kept, location="Moved")
        self.remove(gone)
        self.make(name="New", partner_ids=people)
        self.trigger("cron_deliver")
        self.assertEqual(self.google.log.http_count, 0)
        self.connect(self.anna)
        self.settle()
        self.assertEqual(self.titles(), ["Kept", "New"])
        self.assertEqual(self.at_google(kept)["location"], "Moved")
        self.assertEqual(self.mails(), [], "Odoo told the guests meanwhile")

    def test_connecting_again_makes_no_doubles(self):
        self.make(name="Odoo's")
        self.put(summary="Google's")
        self.sync()
        before = self.events_in_odoo()
        with self.acts(self.anna) as env:
            env["gws.account"].browse(self.account.id).action_disconnect()
        self.assertEqual(self.account.state, "draft")
        self.edit(before[0], name="Edited meanwhile")
        self.put(summary="New meanwhile")
        self.connect(self.anna)
        self.settle()
        self.assertEqual(
            self.titles(), sorted(["Edited meanwhile", "Google's", "New meanwhile"])
        )
        self.assertEqual(len(self.events_in_odoo()), 3)
