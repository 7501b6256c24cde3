# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Moving over from Odoo's own ``google_calendar``, which is really installed here."""

from odoo.tests import tagged

from .beside_case import SCOPE, BesideCase
from .calendar_case import all_day, at, day, timed
from .common import CLIENT_ID, CLIENT_SECRET

ANNA, BOB = "anna@example.com", "bob@example.com"


@tagged("-standard", "gws_beside", "post_install", "-at_install")
class TestMoveOver(BesideCase):
    """One connected there, one stopped there, one never."""

    def setUp(self):
        super().setUp()
        self.guest("Gina Guest", "gina@example.net")
        self.standup = self.put(summary="Standup")
        self.review = self.put(
            summary="Review",
            attendees=[
                {"email": ANNA, "responseStatus": "accepted"},
                {"email": "gina@example.net", "responseStatus": "tentative"},
            ],
        )
        self.fair = self.put(summary="Fair", **all_day(day(3), day(5)))
        self.weekly = self.put(
            summary="Weekly",
            recurrence=["RRULE:FREQ=WEEKLY;COUNT=5"],
            **timed(at(2, 8), at(2, 9), "Europe/Berlin"),
        )
        self.sync_there()
        with self.acts(self.anna) as env:
            made = env["calendar.event"].create(
                {"name": "Made here", "start": at(4, 10), "stop": at(4, 11)}
            )
        self.made = self.env["calendar.event"].browse(made.id)
        self.world.add_account(BOB, "Bob Brown", "America/New_York")
        self.connect_there(self.bob, google_synchronization_stopped=True)
        self.world.mails.clear()

    def count_in_odoo(self):
        events = self.env["calendar.event"].with_context(active_test=False)
        return events.search_count([("partner_ids", "in", self.anna.partner_id.ids)])

    def test_the_other_module_really_synced(self):
        self.assertIn(("GET", "/calendar/v3/calendars/primary/events"), self.theirs)
        self.assertEqual(self.count_in_odoo(), 9)
        self.assertTrue(self.made.google_id)
        self.assertIn("Made here", self.titles())

    def test_move_and_first_sync(self):
        titles, count = self.titles(), self.count_in_odoo()
        words = self.move_over()
        self.assertIn("Anna Adler", words)
        self.assertIn("Bob Brown", words)
        self.assertEqual(self.writes(), 0)

        self.assertEqual(self.account.state, "connected")
        self.assertEqual(self.account.email, ANNA)
        self.assertFalse(self.account.google_sub)
        self.assertEqual(self.account.granted_scopes, SCOPE)
        self.assertTrue(self.account._is_granted("calendar"))
        self.assertEqual(self.account.calendar_sync_from, day(-365))
        self.assertTrue(self.account.calendar_due, "it goes on by itself")
        self.assertEqual(self.account_of(self.bob).state, "paused", "stopped stays so")
        self.assertFalse(self.account_of(self.carol))
        bound = self.bindings().filtered("event_id")
        self.assertEqual(
            set(bound.mapped("google_id")),
            {self.standup, self.review, self.fair, self.binding_of_made().google_id},
        )

        self.sync()
        self.assertEqual(self.writes(), 0, "Google is told nothing")
        self.assertEqual(self.titles(), titles)
        self.assertEqual(self.count_in_odoo(), count)
        self.assertTrue(all(row.etag and row.base for row in bound))
        self.settle()
        self.assertFalse(self.mails())
        self.assertFalse(self.conflicts())

    def binding_of_made(self):
        return self.bindings(event_id=self.made.id)

    def test_the_scheduled_delivery_does_the_first_sync(self):
        self.move_over()
        self.trigger("cron_deliver")
        self.account.invalidate_recordset()
        self.assertTrue(self.account.last_sync)
        self.assertEqual(self.writes(), 0)
        self.assertFalse(self.account.calendar_due)

    def test_secrets(self):
        token = self.kept_there(self.anna).google_calendar_rtoken
        self.move_over()
        client = self.env["gws.client"]
        self.assertTrue(client._is_enabled())
        self.assertEqual(client._credentials(None), (CLIENT_ID, CLIENT_SECRET))
        stored = client._param("client_secret")
        self.assertTrue(self.env["gws.secrets"]._is_encrypted(stored))
        self.assertEqual(self.secret_of(self.account).refresh_token, token)
        self.assertEqual(self.secret_of(self.account).issued_to, CLIENT_ID)
        self.env.cr.execute("SELECT row_to_json(s)::text FROM gws_account_secret s")
        self.assertNotIn(token, repr(self.env.cr.fetchall()))
        for user in (self.anna, self.bob):
            kept = self.kept_there(user)
            self.assertTrue(kept.google_synchronization_stopped)
            for part in ("rtoken", "token", "token_validity", "sync_token"):
                self.assertFalse(kept[f"google_calendar_{part}"], part)

    def test_edits_flow_both_ways(self):
        self.move_over()
        self.sync()
        self.theirs.clear()
        standup = self.event_of(self.standup)
        self.edit(standup, name="Stand-up")
        self.edit(self.made, location="Room 1")
        self.change(self.fair, summary="Trade fair")
        self.sync()
        self.assertEqual(self.world.event(ANNA, self.standup)["summary"], "Stand-up")
        self.assertEqual(self.at_google(self.made)["location"], "Room 1")
        self.assertEqual(self.event_of(self.fair).name, "Trade fair")
        self.drop(self.fair)
        self.remove(standup)
        fair = self.event_of(self.fair)
        self.sync()
        self.assertFalse(fair.exists(), "the other module only archives")
        self.assertFalse(standup.exists())
        self.assertEqual(self.titles(), ["Made here", "Review", "Weekly"])
        self.settle()
        self.assertEqual(self.theirs, [], "the other module sent nothing")

    def test_guests_hear_once_of_a_new_time_and_of_nothing_before(self):
        self.move_over()
        self.sync()
        self.assertFalse(self.loud())
        self.assertFalse(self.mails())
        review = self.event_of(self.review)
        answers = {a.email: a.state for a in review.attendee_ids}
        self.assertEqual(answers, {ANNA: "accepted", "gina@example.net": "tentative"})
        self.edit(review, start=at(1, 15), stop=at(1, 16))
        self.sync()
        self.assertEqual(self.mails(), [("update", "gina@example.net")])

    def weekly_series(self):
        return self.env["calendar.recurrence"].search([("google_id", "=", self.weekly)])

    def test_series_get_one_binding_and_stay_as_they_are(self):
        series = self.weekly_series()
        events = series.calendar_event_ids
        self.assertEqual(len(events), 5)
        self.move_over()
        row = self.binding(self.weekly)
        self.assertEqual(row.kind, "series")
        self.assertEqual(row.recurrence_id, series)
        self.assertEqual(row.role, "owner")
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertEqual(series.calendar_event_ids, events)
        self.assertEqual(self.bindings(kind="instance"), self.bindings().browse())
        self.edit(events[0], recurrence_update="all_events", name="Every week")
        self.sync()
        self.assertEqual(self.writes(), 1)
        self.assertEqual(self.world.event(ANNA, self.weekly)["summary"], "Every week")
        self.change(self.weekly, location="Room 3")
        self.sync()
        # Odoo makes a series anew when all of it is edited
        events = self.binding(self.weekly).recurrence_id.calendar_event_ids
        self.assertEqual(events.mapped("location"), ["Room 3"] * 5)
        self.settle()
        self.assertFalse(self.conflicts())

    def test_exceptions_of_a_series_find_their_own(self):
        """Moved, called off and renamed before the move, all synced there."""
        weeks = [at(2 + 7 * n, 8) for n in range(5)]
        ids = [f"{self.weekly}_{start:%Y%m%dT%H%M%SZ}" for start in weeks]
        self.change(ids[1], **timed(at(10, 8), at(10, 9)))
        self.drop(ids[2])
        self.change(ids[3], summary="Special")
        self.sync_there()
        series = self.weekly_series()
        events = series.calendar_event_ids
        self.assertEqual(len(events), 4)
        before = {event: (event.name, event.start) for event in events}
        self.move_over()
        moved = events.filtered(lambda event: event.start == at(10, 8))
        self.assertEqual(moved.gws_original_start, f"{weeks[1].isoformat()}Z")
        self.sync()
        self.assertEqual(self.writes(), 0)
        self.assertEqual(series.calendar_event_ids, events)
        self.assertEqual({e: (e.name, e.start) for e in events}, before)
        special = events.filtered(lambda event: event.name == "Special")
        self.edit(special, name="Very special")
        self.sync()
        self.assertEqual(self.world.event(ANNA, ids[3])["summary"], "Very special")
        self.settle()

    def test_what_a_series_lacks_in_odoo_is_not_called_off_in_google(self):
        events = self.weekly_series().calendar_event_ids.sorted("start")
        lacking = events[2].with_context(no_calendar_sync=True, dont_notify=True)
        lacking.google_id = False
        lacking.unlink()
        self.move_over()
        self.sync()
        self.edit(events[0], name="Only this one")
        self.sync()
        left = {event["status"] for event in self.world.events(ANNA, show_deleted=True)}
        self.assertEqual(left, {"confirmed"})
        self.assertFalse(self.google.log.count("DELETE"))

    def test_again(self):
        self.move_over()
        self.sync()
        rows = self.bindings()
        self.assertIn("Nobody is connected there", self.move_over())
        self.connect_there(self.carol)
        words = self.move_over()
        self.assertIn("Carol Clark", words)
        self.assertNotIn("Anna", words)
        self.assertEqual(self.bindings(), rows)
        self.sync()
        self.assertEqual(self.writes(), 0)

    def test_time_is_over(self):
        with self.acts() as env:
            moved = env["gws.takeover.move"]._move_over(seconds=0)
            words = env["gws.takeover.move"]._words(moved)
        self.assertIn("2 are left", words)
        self.assertIn("Anna", self.move_over())

    def test_deleted_there_while_nobody_listened(self):
        self.drop(self.standup)
        standup = self.made.search([("google_id", "=", self.standup)])
        self.move_over()
        self.sync()
        self.assertFalse(standup.exists())
        self.assertFalse(self.binding(self.standup))
        self.settle()

    def test_an_id_that_google_never_knew(self):
        """The person had another Google account there: nothing of it is deleted."""
        self.made.with_context(no_calendar_sync=True).google_id = "0123strange"
        for event in self.world.events(ANNA):
            if event["summary"] == "Made here":
                self.drop(event["id"])
        self.move_over()
        self.sync()
        self.assertTrue(self.made.exists().active)
        self.assertIn("Made here", self.titles())
        self.assertFalse(self.loud())
        self.settle()

    def test_an_undelivered_edit_is_kept(self):
        self.env["ir.config_parameter"].set_param("google_calendar_sync_paused", True)
        self.edit(self.made, name="Made in Odoo")
        self.change(self.made.google_id, summary="Made in Google")
        self.move_over()
        self.assertEqual(self.press()["status"], "paused", "the pause was taken over")
        self.set_params(paused=False)
        self.sync()
        self.assertEqual(self.made.name, "Made in Google")
        kept = self.conflicts("title")
        self.assertEqual(kept.odoo_value, "Made in Odoo")
        self.assertEqual(kept.google_value, "Made in Google")
        with self.acts(self.anna) as env:
            env["gws.conflict"].browse(kept.id).action_take_odoo()
        self.sync()
        self.assertIn("Made in Odoo", self.titles())

    def test_an_edit_between_the_move_and_the_first_sync(self):
        self.move_over()
        self.edit(self.made, name="Made later")
        self.sync()
        self.assertEqual(self.conflicts("title").odoo_value, "Made later")
        self.settle()

    def test_old_events_are_bound_too(self):
        """Whoever chooses an earlier day afterwards gets nothing twice."""
        old = self.put(summary="Long ago", **timed(at(-400, 10), at(-400, 11)))
        with self.acts(self.anna) as env:
            env["calendar.event"].create(
                {
                    "name": "Long ago",
                    "start": at(-400, 10),
                    "stop": at(-400, 11),
                    "google_id": old,
                    "need_sync": False,
                }
            )
        self.move_over()
        self.sync()
        self.account.with_user(self.anna).calendar_sync_from = day(-500)
        self.sync()
        self.assertEqual(
            self.env["calendar.event"].search_count([("name", "=", "Long ago")]), 1
        )
        self.settle()


@tagged("-standard", "gws_beside", "post_install", "-at_install")
class TestSeveralPeople(BesideCase):
    """Meetings of two, and whoever cannot be moved."""

    def setUp(self):
        super().setUp()
        self.world.add_account(BOB, "Bob Brown", "America/New_York")
        self.connect_there(self.bob)
        self.meeting = self.put(
            summary="Meeting",
            attendees=[
                {"email": ANNA, "responseStatus": "accepted"},
                {"email": BOB, "responseStatus": "accepted"},
            ],
        )
        self.sync_there()
        self.world.mails.clear()

    def meetings(self):
        return self.env["calendar.event"].search([("name", "=", "Meeting")])

    def test_two_bindings_on_one_event(self):
        self.assertEqual(len(self.meetings()), 1)
        self.move_over()
        bobs = self.account_of(self.bob)
        self.assertEqual(
            [self.binding(self.meeting, a).role for a in (self.account, bobs)],
            ["owner", "guest"],
        )
        for account in (bobs, self.account):  # the guest comes first
            self.sync(account)
            self.assertEqual(self.writes(), 0)
        self.assertEqual(len(self.meetings()), 1)
        self.edit(self.meetings(), user=self.anna, location="Room 2")
        self.settle(self.account, bobs)
        self.assertEqual(self.world.event(BOB, self.meeting)["location"], "Room 2")
        self.assertEqual(len(self.meetings()), 1)

    def test_a_dead_access_is_named_and_grants_anew(self):
        self.google.faults.revoke_tokens(BOB)
        words = self.move_over()
        self.assertIn("Anna Adler", words)
        self.assertIn("Bob Brown was not moved", words)
        self.assertFalse(self.account_of(self.bob))
        self.assertFalse(self.kept_there(self.bob).google_calendar_rtoken)
        self.sync()
        bobs = self.connect(self.bob, calendar_sync_from=day(-30))
        self.sync(bobs)
        self.assertEqual(len(self.meetings()), 1)
        self.assertEqual(self.binding(self.meeting, bobs).event_id, self.meetings())

    def test_a_series_of_whoever_grants_anew(self):
        rule = {"recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]}
        daily = self.put(
            BOB, summary="Daily", **rule, **timed(at(1, 8), at(1, 9), "UTC")
        )
        self.sync_there()
        series = self.env["calendar.recurrence"].search([("google_id", "=", daily)])
        events = series.calendar_event_ids
        self.google.faults.revoke_tokens(BOB)
        self.move_over()
        bobs = self.connect(self.bob, calendar_sync_from=day(-30))
        self.sync(bobs)
        self.assertEqual(self.binding(daily, bobs).recurrence_id, series)
        self.assertEqual(series.calendar_event_ids, events)
        self.assertEqual(
            self.env["calendar.event"].search_count([("name", "=", "Daily")]), 3
        )
        self.assertEqual(self.titles(BOB).count("Daily"), 1)

    def test_whoever_grants_anew_finds_their_own_events(self):
        """Ids of somebody who was not moved still say which event it is."""
        lunch = self.put(BOB, summary="Lunch")
        self.sync_there()
        self.google.faults.revoke_tokens(BOB)
        self.move_over()
        self.sync()
        bobs = self.connect(self.bob, calendar_sync_from=day(-30))
        self.sync(bobs)
        event = self.env["calendar.event"].search([("name", "=", "Lunch")])
        self.assertEqual(len(event), 1)
        self.assertEqual(self.binding(lunch, bobs).event_id, event)
        self.assertEqual(self.titles(BOB).count("Lunch"), 1)

    def test_google_is_away(self):
        self.google.faults.fail(status=503, times=99)
        words = self.move_over()
        self.assertIn("Anna Adler was not moved", words)
        self.google.faults.clear()
        self.assertTrue(self.kept_there(self.anna).google_calendar_rtoken)
        self.assertNotIn("not moved", self.move_over())
        self.assertEqual(self.account.state, "connected")

    def test_another_client_here(self):
        """The tokens go on with the client that they were issued to."""
        self.world.add_client("other", "GOCSPX-other")
        self.set_params(enabled=True, client_id="other", client_secret="GOCSPX-other")
        self.move_over()
        self.assertEqual(self.env["gws.client"]._param("client_id"), "other")
        self.assertEqual(
            self.env["gws.client"]._credentials(self.account),
            (CLIENT_ID, CLIENT_SECRET),
        )
        self.google.faults.expire_access_tokens(ANNA)
        self.sync()

    def test_one_google_account_of_two_users(self):
        self.connect_there(self.carol, email=ANNA)
        words = self.move_over()
        self.assertIn("Carol Clark was not moved", words)
        self.assertIn("already connected by Anna Adler", words)
        self.assertFalse(self.account_of(self.carol))

    def test_another_google_account_here(self):
        self.set_params(enabled=True, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
        self.connect(self.bob, email="robert@example.com")
        words = self.move_over()
        self.assertIn("Bob Brown was not moved", words)
        self.assertIn("robert@example.com", words)
        self.assertTrue(self.kept_there(self.bob).google_calendar_rtoken)

    def test_connected_in_both(self):
        """Their own grant here is kept; the ids are taken over all the same."""
        self.set_params(enabled=True, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
        bobs = self.connect(self.bob, calendar_sync_from=day(-30))
        token = self.secret_of(bobs).refresh_token
        self.move_over()
        self.assertEqual(self.secret_of(bobs).refresh_token, token)
        self.assertTrue(bobs.google_sub)
        self.sync(bobs)
        self.assertEqual(self.binding(self.meeting, bobs).event_id, self.meetings())

    def test_the_next_consent_learns_the_identity(self):
        self.move_over()
        identity = self.env["gws.oauth"]._is_other_identity
        sub = self.world.account(ANNA).sub
        same = type("Identity", (), {"sub": sub, "email": ANNA})
        other = type("Identity", (), {"sub": "1", "email": "eve@example.com"})
        self.assertFalse(identity(self.account, same))
        self.assertTrue(identity(self.account, other))
