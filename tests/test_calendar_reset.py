# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""*Reset Account*: four policies, two next synchronizations, and what may go wrong."""

import time
from contextlib import contextmanager, suppress
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.sql_db import db_connect
from odoo.tests import tagged

from ..services import gws_calendar_reset as service
from ..services.gws_runner import LOCK_SPACE
from .calendar_case import CalendarCase, Killed, at, timed
from .series_case import SeriesMixin, daily

ANNA, BOB, CHIEF = "anna@example.com", "bob@example.com", "chief@else.org"
CANCELLED = "cancellation"


class ResetCase(CalendarCase):
    """Anna's calendar: one event from Google, one from Odoo, one she is invited to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_user("boss", groups="base.group_user,base.group_system")

    def setUp(self):
        super().setUp()
        self.world.add_account(CHIEF, "Chief")
        self.carla = self.guest("Carla", "carla@else.org")

    def fill(self):
        """Titles begin with where an event was made."""
        self.put(summary="Google's", attendees=[{"email": "carla@else.org"}])
        self.put(CHIEF, summary="Invited", attendees=[{"email": ANNA}])
        self.make(
            name="Odoo's",
            partner_ids=[(6, 0, (self.anna.partner_id | self.carla).ids)],
        )
        self.sync()
        self.assertEqual(self.here(), ["Google's", "Invited", "Odoo's"])
        self.assertEqual(self.titles(), ["Google's", "Invited", "Odoo's"])
        self.mails()

    def reset(self, policy, next_sync="all", user=None, account=None, **values):
        """A person confirms the wizard; what it answers. The log starts empty."""
        self.google.log.clear()
        with self.acts(user or self.anna) as env:
            wizard = env["gws.reset"].create(
                {
                    "account_id": (account or self.account).id,
                    "event_policy": policy,
                    "next_sync": next_sync,
                    **values,
                }
            )
            return wizard.action_confirm()

    def preview(self, policy, next_sync="all", user=None, **values):
        with self.acts(user or self.anna) as env:
            wizard = env["gws.reset"].create(
                {
                    "account_id": self.account.id,
                    "event_policy": policy,
                    "next_sync": next_sync,
                    **values,
                }
            )
            names = [n for n in wizard._fields if n.endswith("_count")] + ["preview"]
            return {name: wizard[name] for name in names}

    def reconnect(self):
        """Anna grants access again and presses the button."""
        self.assertEqual(self.account.state, "draft")
        self.connect_calendar(self.anna)
        self.sync()

    def here(self, user=None):
        """Titles in Odoo, once for each event."""
        return sorted(self.events_in_odoo(user).mapped("name"))

    def assert_reset(self):
        """Ready to connect again: nothing of the old connection is left."""
        account = self.account
        self.assertEqual(account.state, "draft")
        self.assertFalse(account.calendar_resetting)
        self.assertFalse(account.last_sync)
        self.assertFalse(any(account.calendar_ids.mapped("sync_token")))
        self.assertFalse(self.secret_of(account).refresh_token)
        self.assertFalse(self.bindings().filtered("reset"))
        self.assertEqual(self.google.log.count("POST", "/revoke"), 1)

    def mailing_requests(self):
        """How many calls since the log was emptied asked Google to mail guests."""
        calls = self.google.log.entries()
        return sum(call.query.get("sendUpdates") == ["all"] for call in calls)


@tagged("post_install", "-at_install")
class TestResetPolicies(ResetCase):
    def setUp(self):
        super().setUp()
        self.fill()

    def check(self, policy, next_sync, there, here, bound):
        """After the reset: Google's titles, Odoo's titles, how many are bound."""
        self.reset(policy, next_sync)
        self.assert_reset()
        self.assertEqual(self.titles(), there)
        self.assertEqual(self.here(), here)
        self.assertEqual(len(self.bindings()), bound)
        self.assertEqual(self.mailing_requests(), 0)
        self.assertEqual(self.mails(), [], "a reset mails nobody")

    def check_all_synced(self, titles):
        """Connected again, both sides have the same, once."""
        self.reconnect()
        self.settle()
        self.assertEqual(self.titles(), titles)
        self.assertEqual(self.here(), titles)
        self.assertEqual(self.mails(), [])

    def check_only_new(self, there, here):
        """What existed stays alone on its side, also when edited; new events sync."""
        old_there = [e["id"] for e in self.world.events(ANNA)]
        old_here = self.events_in_odoo()
        self.put(summary="New in Google")
        self.make(name="New in Odoo")
        for google_id in old_there:
            self.change(google_id, colorId="5")
        for event in old_here:
            self.edit(event, name=f"{event.name}, edited")
        here = [f"{title}, edited" for title in here]
        self.reconnect()
        for _round in range(2):
            self.account.calendar_ids._forget_cursor()
            self.sync()
            new = ["New in Google", "New in Odoo"]
            self.assertEqual(self.titles(), sorted([*there, *new]))
            self.assertEqual(self.here(), sorted([*here, *new]))
        self.assertEqual(len(self.bindings()), 2)
        self.assertEqual(self.mails(), [])
        # What is new goes on as ever.
        new = self.events_in_odoo().filtered(lambda e: e.name == "New in Google")
        self.edit(new, name="Renamed in Odoo")
        self.sync()
        self.assertIn("Renamed in Odoo", self.titles())

    EVERYTHING = ["Google's", "Invited", "Odoo's"]

    def test_keep_all(self):
        self.check("keep", "all", self.EVERYTHING, self.EVERYTHING, 3)
        self.assertEqual(self.writes(), 0)
        self.check_all_synced(self.EVERYTHING)

    def test_keep_new(self):
        self.check("keep", "new", self.EVERYTHING, self.EVERYTHING, 0)
        self.assertEqual(self.writes(), 0)
        self.check_only_new(self.EVERYTHING, self.EVERYTHING)

    def test_google_all(self):
        self.check("google", "all", ["Invited"], self.EVERYTHING, 1)
        self.check_all_synced(self.EVERYTHING)

    def test_google_new(self):
        self.check("google", "new", ["Invited"], self.EVERYTHING, 0)
        self.check_only_new(["Invited"], self.EVERYTHING)

    def test_odoo_all(self):
        self.check("odoo", "all", self.EVERYTHING, [], 0)
        self.assertEqual(self.writes(), 0)
        self.check_all_synced(self.EVERYTHING)

    def test_odoo_new(self):
        self.check("odoo", "new", self.EVERYTHING, [], 0)
        self.check_only_new(self.EVERYTHING, [])

    def test_both_all(self):
        self.check("both", "all", ["Invited"], [], 0)
        self.check_all_synced(["Invited"])

    def test_both_new(self):
        self.check("both", "new", ["Invited"], [], 0)
        self.check_only_new(["Invited"], [])

    def test_all_after_new_syncs_what_was_left_alone(self):
        self.reset("google", "new")
        self.reconnect()
        self.assertEqual(self.titles(), ["Invited"])
        self.assertTrue(self.account.calendar_new_since)
        self.reset("keep", "all")
        self.assertFalse(self.account.calendar_new_since)
        self.reconnect()
        self.assertEqual(self.titles(), ["Google's", "Invited", "Odoo's"])

    def test_only_new_holds_for_another_identity_too(self):
        self.reset("keep", "new")
        carried = self.account._settings_to_carry()
        self.assertEqual(carried["calendar_new_since"], self.account.calendar_new_since)

    def test_guests_are_told_when_chosen(self):
        self.reset("google", tell_guests=True)
        self.assertEqual(
            self.mails(),
            [(CANCELLED, "carla@else.org"), (CANCELLED, "carla@else.org")],
        )
        self.assertEqual(self.mailing_requests(), 2)

    def test_guests_of_what_is_over_are_not_told(self):
        self.put(
            summary="Over",
            attendees=[{"email": "carla@else.org"}],
            **timed(at(-3, 9), at(-3, 10)),
        )
        self.sync()
        self.mails()
        self.reset("both", tell_guests=True)
        self.assertEqual(len(self.mails()), 2)
        self.assertEqual(self.titles(), ["Invited"])

    def test_old_events_are_announced_by_odoo_again(self):
        """Google does not know them any more, so it cannot tell their guests."""
        old = self.events_in_odoo().filtered(lambda e: e.name == "Odoo's")
        self.reset("keep", "new")
        self.reconnect()
        new = self.make(name="New")
        self.assertFalse(old._gws_google_mails())
        self.assertTrue(new._gws_google_mails())

    # -- what had not arrived -----------------------------------------

    def test_a_deletion_that_waited_is_delivered(self):
        for policy, there in (("google", ["Invited"]), ("both", ["Invited"])):
            with self.subTest(policy=policy):
                self.make(name="Doomed")
                self.sync()
                self.remove(
                    self.events_in_odoo().filtered(lambda e: e.name == "Doomed")
                )
                self.reset(policy)
                self.assertEqual(self.titles(), there)
                self.reconnect()

    def test_a_deletion_that_waited_is_delivered_after_keeping(self):
        self.remove(self.events_in_odoo().filtered(lambda e: e.name == "Odoo's"))
        self.reset("keep")
        self.assertIn("Odoo's", self.titles())
        self.reconnect()
        self.assertNotIn("Odoo's", self.titles())
        self.settle()

    def test_an_edit_that_waited_is_delivered_after_keeping(self):
        self.edit(
            self.events_in_odoo().filtered(lambda e: e.name == "Odoo's"), name="X"
        )
        self.reset("keep")
        self.reconnect()
        self.assertEqual(self.titles(), ["Google's", "Invited", "X"])
        self.settle()

    def test_what_was_set_aside_is_tried_again(self):
        google_id = self.put(summary="Odd")
        self.sync()
        self.binding(google_id).write({"state": "quarantined", "error": "refused"})
        self.reset("keep")
        self.reconnect()
        self.assertFalse(self.account.problem_count)
        self.settle()

    # -- the preview --------------------------------------------------

    def test_the_preview_counts(self):
        for policy, google, odoo, kept in (
            ("keep", 0, 0, 3),
            ("google", 2, 0, 1),
            ("odoo", 0, 3, 0),
            ("both", 2, 3, 0),
        ):
            with self.subTest(policy=policy):
                seen = self.preview(policy)
                self.assertEqual(seen["google_event_count"], google)
                self.assertEqual(seen["odoo_event_count"], odoo)
                self.assertEqual(seen["kept_event_count"], kept)
                self.assertEqual(seen["guest_count"], 0)
                self.assertTrue(seen["preview"])
        self.assertEqual(self.preview("google", tell_guests=True)["guest_count"], 2)
        self.assertEqual(self.preview("odoo", tell_guests=True)["guest_count"], 0)
        self.assertEqual(self.google.log.count("DELETE"), 0)
        self.assertEqual(self.here(), ["Google's", "Invited", "Odoo's"])

    def test_the_preview_names_changes_that_would_be_lost(self):
        with self.acts(self.anna) as env:
            env["calendar.event"].search([("name", "=", "Odoo's")]).name = "Edited"
            env["gws.calendar.outbox"]._drain()
        self.assertEqual(self.preview("keep", "new")["lost_count"], 1)
        self.assertEqual(self.preview("keep", "all")["lost_count"], 0)
        self.assertEqual(self.preview("odoo", "all")["lost_count"], 1)

    def test_the_dialog_wants_the_address_for_google(self):
        with self.acts(self.anna) as env:
            wizard = env["gws.reset"].create(
                {"account_id": self.account.id, "event_policy": "google"}
            )
            self.assertFalse(wizard.is_typed)
            with self.assertRaises(UserError):
                wizard.action_confirm_typed()
            wizard.confirmation = " Anna@Example.com"
            self.assertTrue(wizard.is_typed)
            wizard.event_policy = "odoo"
            wizard.confirmation = False
            self.assertTrue(wizard.is_typed)
        self.assertEqual(self.account.state, "connected")


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


@tagged("post_install", "-at_install")
class TestResetColleagues(ResetCase):
    """Bob works in the same Odoo, and mostly is connected, too."""

    def setUp(self):
        super().setUp()
        self.connect_bob()
        self.sync()
        self.sync(self.bobs)

    def meet(self, organizer, guest):
        google_id = self.put(organizer, summary="Meeting", attendees=[{"email": guest}])
        self.sync()
        self.sync(self.bobs)
        self.mails()
        event = self.events_in_odoo().filtered(lambda e: e.name == "Meeting")
        self.assertEqual(len(event), 1)
        self.assertEqual(len(event.gws_binding_ids), 2)
        return google_id, event

    def test_a_meeting_that_bob_organises_stays_for_all(self):
        _google_id, event = self.meet(BOB, ANNA)
        seen = self.preview("both")
        self.assertEqual((seen["google_event_count"], seen["odoo_event_count"]), (0, 0))
        for next_sync in ("all", "new"):
            with self.subTest(next_sync=next_sync):
                self.reset("both", next_sync)
                self.assertEqual(self.writes(), 0)
                self.assertTrue(event.exists())
                self.assertIn(self.anna.partner_id, event.partner_ids)
                self.reconnect()
                self.sync(self.bobs)
                self.assertEqual(self.here(), ["Meeting"])
                self.assertEqual(self.here(self.bob), ["Meeting"])
                self.assertEqual(self.titles(), ["Meeting"])
                self.assertEqual(self.mails(), [])

    def test_a_meeting_of_a_stranger_with_bob_stays_in_odoo(self):
        self.put(CHIEF, summary="Chief's", attendees=[{"email": ANNA}, {"email": BOB}])
        self.sync()
        self.sync(self.bobs)
        self.reset("odoo")
        self.assertEqual(self.here(self.bob), ["Chief's"])
        self.reconnect()
        self.sync(self.bobs)
        self.assertEqual(self.here(), ["Chief's"])
        self.assertEqual(self.here(self.bob), ["Chief's"])

    def test_annas_meeting_goes_in_google_and_bob_does_not_decline(self):
        _google_id, event = self.meet(ANNA, BOB)
        self.reset("google")
        self.sync(self.bobs)
        self.assertEqual(self.titles(BOB), [])
        self.assertEqual(self.here(self.bob), ["Meeting"])
        answers = event.attendee_ids.filtered(
            lambda a: a.partner_id == self.bob.partner_id
        ).mapped("state")
        self.assertNotIn("declined", answers)
        self.reconnect()
        self.settle(self.account, self.bobs)
        self.assertEqual(self.titles(BOB), ["Meeting"])
        self.assertEqual(self.here(), ["Meeting"])

    def test_annas_meeting_goes_from_odoo_and_comes_back_once(self):
        self.meet(ANNA, BOB)
        self.reset("odoo")
        self.assertEqual(self.here(self.bob), [])
        self.sync(self.bobs)
        self.assertEqual(self.writes(), 0)
        self.reconnect()
        self.assertEqual(self.here(), ["Meeting"])
        self.bobs.calendar_ids._forget_cursor()
        self.settle(self.account, self.bobs)
        self.assertEqual(self.here(), ["Meeting"])
        self.assertEqual(self.here(self.bob), ["Meeting"])

    def test_annas_meeting_goes_on_both_sides_for_good(self):
        _google_id, event = self.meet(ANNA, BOB)
        self.reset("both")
        self.assertFalse(event.exists())
        self.assertEqual(self.titles(BOB), [])
        self.sync(self.bobs)
        self.reconnect()
        self.settle(self.account, self.bobs)
        self.assertEqual(self.here(), [])
        self.assertEqual(self.mails(), [])

    def test_a_calendar_that_bob_syncs_too_is_nobodys_to_delete(self):
        team = self.other_calendar()
        self.put(team.google_id, summary="Team's")
        self.world.share_calendar(team.google_id, BOB, "writer")
        self.sync()
        self.bobs.calendars_listed = False
        self.sync(self.bobs)
        theirs = self.bobs.calendar_ids.filtered(
            lambda c: c.google_id == team.google_id
        )
        theirs.with_user(self.bob).selected = True
        self.sync(self.bobs)
        self.reset("both")
        self.assertEqual(self.titles(team.google_id), ["Team's"])
        self.assertEqual(self.here(self.bob), ["Team's"])

    def test_a_calendar_of_somebody_else_is_not_emptied(self):
        shared = self.world.add_calendar(CHIEF, "Chief's calendar")
        self.world.share_calendar(shared, ANNA, "writer")
        self.put(shared, summary="Chief's")
        self.account.calendars_listed = False
        self.sync()
        calendar = self.account.calendar_ids.filtered(lambda c: c.google_id == shared)
        calendar.with_user(self.anna).write({"selected": True, "is_default": True})
        self.make(name="Anna's")
        self.sync()
        self.assertEqual(self.titles(shared), ["Anna's", "Chief's"])
        self.reset("google")
        self.assertEqual(self.titles(shared), ["Chief's"])


@tagged("post_install", "-at_install")
class TestResetInTheBackground(ResetCase):
    """Many events, a Google that asks to wait, a process that dies."""

    def setUp(self):
        super().setUp()
        self.sync()

    def many(self, number):
        self.put_many(number)
        self.sync()
        self.assertEqual(len(self.bindings()), number)
        self.mails()

    def batches(self):
        return self.google.log.count("POST", "/batch/")

    def left(self):
        return len(self.bindings().filtered("reset"))

    def test_500_events_are_deleted_at_once_in_ten_batches(self):
        self.many(500)
        started = time.monotonic()
        self.reset("both")
        self.assertLess(time.monotonic() - started, 60)
        self.assertLessEqual(self.batches(), 12)
        self.assertEqual(self.titles(), [])
        self.assertEqual(self.here(), [])
        self.assert_reset()
        self.assertEqual(self.mails(), [])

    @contextmanager
    def no_time(self):
        with patch.object(service, "CONFIRM_SECONDS", -1):
            yield

    def test_what_takes_longer_goes_on_in_the_job(self):
        self.many(120)
        with self.no_time():
            answer = self.reset("google", "new")
        self.assertEqual(len(self.titles()), 70, "one batch is done at least")
        self.assertEqual(self.account.state, "paused")
        words = self.account.calendar_reset_words
        self.assertIn("50", words)
        self.assertIn("120", words)
        self.assertEqual(answer["params"]["message"], words)
        self.assertEqual(self.press(), {"status": "paused", "message": words})
        self.assertEqual(self.google.log.http_count, 0, "it does not sync meanwhile")
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [])
        self.assert_reset()
        self.trigger("cron_deliver")
        self.assertEqual(self.google.log.http_count, 0, "it is over")

    def test_odoos_part_goes_on_in_the_job_too(self):
        self.many(250)
        with self.no_time():
            self.reset("both")
        self.assertEqual(len(self.here()), 150)
        self.trigger("cron_deliver")
        self.assertEqual((self.here(), self.titles()), ([], []))
        self.assert_reset()

    def test_it_cannot_be_resumed_reset_or_synced_meanwhile(self):
        self.many(120)
        with self.no_time():
            self.reset("google")
        account = self.account.with_user(self.anna)
        for act in (account.action_resume, account.action_reset):
            with self.assertRaises(UserError):
                act()
        with self.assertRaises(UserError):
            self.reset("keep")
        self.trigger("cron_sync_appointments")
        self.assertEqual(self.lists(), 0)
        self.assertEqual(self.account.state, "paused")

    def test_a_new_event_meanwhile_waits_and_is_sent_afterwards(self):
        self.many(120)
        with self.no_time():
            self.reset("both", "new")
        self.make(name="Meanwhile")
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [])
        self.reconnect()
        self.assertEqual(self.titles(), ["Meanwhile"])

    def test_too_fast_for_google(self):
        self.many(120)
        first = iter([None])
        batch = ("POST", "/batch/")

        def slow_down(entry):
            if entry.path.startswith("/batch/") and next(first, self) is self:
                self.google.faults.hooks.clear()
                self.google.faults.rate_limit(
                    "rateLimitExceeded", 429, 600, None, batch
                )

        self.google.faults.before_each(slow_down)
        answer = self.reset("google")
        self.google.faults.clear()
        self.assertEqual(answer["params"]["type"], "info")
        self.assertEqual(len(self.titles()), 70)
        wait = self.account.calendar_next_try - fields.Datetime.now()
        self.assertGreater(wait.total_seconds(), 500, "Google said how long")
        self.assertIn("slow down", self.account.last_error)
        self.trigger("cron_deliver")
        self.assertEqual(self.google.log.http_count, 0, "not before its time")
        self.account.calendar_next_try = False
        self.env.flush_all()
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [])
        self.assert_reset()
        self.assertFalse(self.account.last_error)

    def test_a_job_is_woken_when_the_wait_is_over(self):
        self.many(3)
        self.google.faults.fail(503, None, ("DELETE", "/events/"))
        self.reset("google")
        triggers = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.env.ref("google_workspace.cron_deliver").id)]
        )
        self.assertIn(self.account.calendar_next_try, triggers.mapped("call_at"))

    def test_one_event_in_trouble_does_not_hold_up_the_others(self):
        self.many(60)
        sick = self.bindings()[10].google_id
        self.google.faults.fail(500, None, ("DELETE", f"/events/{sick}"))
        self.reset("google")
        self.assertEqual(len(self.titles()), 1)
        self.assertEqual(self.left(), 1)
        self.google.faults.clear()
        self.account.calendar_next_try = False
        self.env.flush_all()
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [])
        self.assert_reset()

    def test_a_refused_event_is_told_and_stays_without_a_double(self):
        self.many(3)
        sick = self.bindings()[1]
        name, sick = sick.event_id.name, sick.google_id
        self.google.faults.refuse_item(sick, 403, "forbidden", "Not yours")
        answer = self.reset("google")
        self.assertEqual(answer["params"]["type"], "warning")
        self.assertIn("not everything", answer["params"]["message"])
        self.assert_reset()
        self.assertEqual(self.titles(), [name])
        self.google.faults.clear()
        self.google.faults.poison.clear()
        self.reconnect()
        self.settle()
        self.assertEqual(len(self.titles()), 3)

    def test_a_killed_process_is_gone_on_with(self):
        self.many(120)
        sent = []

        def die(entry):
            if entry.path.startswith("/batch/"):
                sent.append(entry)

        self.google.faults.before_each(die)
        keep = type(self.env["gws.runner"])._keep

        def killed(runner, run):
            if len(sent) == 2:
                raise Killed
            return keep(runner, run)

        with patch.object(type(self.env["gws.runner"]), "_keep", killed):
            # assertRaises would roll back what was committed
            with suppress(Killed):
                self.reset("both")
        self.google.faults.clear()
        # Google did the second batch, Odoo knows of the first only.
        self.assertEqual(len(self.titles()), 20)
        self.assertEqual(self.left(), 70)
        self.assertEqual(self.account.state, "paused")
        triggers = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.env.ref("google_workspace.cron_deliver").id)]
        )
        self.assertTrue(triggers, "nothing would find it")
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [])
        self.assert_reset()
        self.assertEqual(self.mails(), [])

    def test_what_is_gone_in_google_already_is_done(self):
        self.many(3)
        for row in self.bindings()[:2]:
            self.drop(row.google_id)
        self.reset("google")
        self.assertEqual(self.titles(), [])
        self.assert_reset()

    def test_a_lost_answer(self):
        self.many(60)
        self.google.faults.lose_answer(1, ("POST", "/batch/"))
        self.reset("both")
        self.assertEqual(self.titles(), [])
        self.assert_reset()

    # -- the consent ends in the middle -------------------------------

    def dies_in_the_middle(self, next_sync):
        self.many(120)
        with self.no_time():
            self.reset("google", next_sync)
        self.google.faults.revoke_tokens(ANNA)
        self.trigger("cron_deliver")
        self.assertEqual(self.account.state, "reconnect")
        self.assertEqual(self.left(), 70)
        self.assertIn("waits", self.account.calendar_reset_words)

    def test_a_new_consent_lets_it_finish(self):
        self.dies_in_the_middle("all")
        self.trigger("cron_deliver")
        self.assertEqual(self.google.log.http_count, 0, "nobody hammers a closed door")
        self.connect_calendar(self.anna)
        self.assertEqual(self.account.state, "paused", "the reset comes first")
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [])
        self.assert_reset()

    def test_disconnecting_ends_it_without_doubles(self):
        self.dies_in_the_middle("all")
        with self.acts(self.anna) as env:
            env["gws.account"].browse(self.account.id).action_disconnect()
        self.assertEqual(self.account.state, "draft")
        self.assertFalse(self.account.calendar_resetting)
        self.assertEqual(self.left(), 0)
        self.assertEqual(len(self.titles()), 70)
        self.reconnect()
        self.settle()
        self.assertEqual(len(self.titles()), 120)
        self.assertEqual(len(self.here()), 120)

    def test_the_administrators_pause_holds_googles_part(self):
        self.many(3)
        self.set_params(paused="True")
        self.reset("both")
        self.assertEqual(self.here(), [])
        self.assertEqual(len(self.titles()), 3)
        self.assertEqual(self.writes(), 0)
        self.trigger("cron_deliver")
        self.assertEqual(self.google.log.http_count, 0)
        self.set_params(paused="False")
        self.trigger("cron_deliver")
        self.assertEqual(self.titles(), [])
        self.assert_reset()


@tagged("post_install", "-at_install")
class TestResetRights(ResetCase):
    def setUp(self):
        super().setUp()
        self.fill()

    def test_a_user_resets_their_own_only(self):
        with self.assertRaises(AccessError), self.acts(self.bob) as env:
            env["gws.account"].browse(self.account.id).action_reset()
        with self.assertRaises(AccessError):
            self.reset("both", user=self.bob)
        with self.assertRaises(AccessError):
            self.preview("both", user=self.bob)
        self.assertEqual(self.titles(), ["Google's", "Invited", "Odoo's"])
        self.assertEqual(self.account.state, "connected")
        with self.assertRaises(AccessError), self.acts(self.bob) as env:
            env["res.users"].browse(self.anna.id).action_gws_reset()

    def test_an_administrator_resets_anybodys(self):
        with self.acts(self.boss) as env:
            action = env["res.users"].browse(self.anna.id).action_gws_reset()
        self.assertEqual(action["res_model"], "gws.reset")
        self.assertEqual(action["context"]["default_account_id"], self.account.id)
        self.reset("both", user=self.boss)
        self.assert_reset()
        self.assertEqual(self.titles(), ["Invited"])

    def test_a_wizard_is_its_makers(self):
        with self.acts(self.anna) as env:
            wizard = env["gws.reset"].create({"account_id": self.account.id})
        with self.assertRaises(AccessError), self.acts(self.bob) as env:
            env["gws.reset"].browse(wizard.id).action_confirm()

    def test_nobody_writes_the_state_of_a_reset(self):
        account = self.account.with_user(self.anna)
        for name in (
            "calendar_resetting",
            "calendar_reset_total",
            "calendar_new_since",
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                account.write({name: False})

    def test_without_a_consent_google_cannot_be_cleaned(self):
        self.google.faults.revoke_tokens(ANNA)
        self.press()
        self.assertEqual(self.account.state, "reconnect")
        with self.assertRaises(UserError):
            self.reset("google")
        self.assertFalse(self.account.calendar_resetting)
        self.assertEqual(len(self.bindings()), 3)
        self.reset("odoo")
        self.assertEqual(self.here(), [])
        self.assertEqual(self.account.state, "draft")

    def test_a_copy_of_the_database_deletes_nothing_in_google(self):
        self.set_params(database_uuid="another")
        with self.assertRaises(UserError):
            self.reset("google")
        self.assertEqual(self.writes(), 0)
        self.reset("keep")
        self.assertEqual(self.account.state, "draft")
        self.assertEqual(self.google.log.http_count, 0, "the grant is the real one's")

    def test_a_sync_under_way_is_waited_for_and_then_asked_about(self):
        with db_connect(self.env.cr.dbname).cursor() as cr:
            cr.execute("SELECT pg_advisory_lock(%s, %s)", (LOCK_SPACE, self.account.id))
            with patch.object(service, "LOCK_SECONDS", 0.3):
                with self.assertRaises(UserError):
                    self.reset("both")
            cr.execute(
                "SELECT pg_advisory_unlock(%s, %s)", (LOCK_SPACE, self.account.id)
            )
        self.assertEqual(self.account.state, "connected")
        self.reset("both")
        self.assertEqual(self.account.state, "draft")

    def test_a_draft_that_never_connected(self):
        account = self.env["gws.account"]._ensure_for_user(self.bob)
        self.env.flush_all()
        self.reset("both", user=self.bob, account=account)
        self.assertEqual(account.state, "draft")
