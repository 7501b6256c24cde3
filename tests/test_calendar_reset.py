# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""*Reset Account*: four policies, two next synchronizations; who may do it."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.sql_db import db_connect
from odoo.tests import tagged

from ..services import gws_calendar_reset as service
from ..services.gws_runner import LOCK_SPACE
from .calendar_case import at, timed
from .reset_case import ANNA, CANCELLED, ResetCase


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
