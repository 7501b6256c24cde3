# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may see and change which account, and what an account refuses."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import GwsCase


@tagged("post_install", "-at_install")
class TestRights(GwsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user("anna")
        cls.ben = cls.make_user("ben")
        cls.boss = cls.make_user("boss", groups="base.group_user,base.group_system")
        cls.account = cls.connect(cls.anna)

    def test_a_user_sees_only_their_own(self):
        self.connect(self.ben)
        accounts = self.env["gws.account"].with_user(self.anna).search([])
        self.assertEqual(accounts, self.account)
        with self.assertRaises(AccessError):
            self.account.with_user(self.ben).read(["email"])
        everybody = self.env["gws.account"].with_user(self.boss).search([])
        self.assertIn(self.account, everybody)
        self.assertGreater(len(everybody), 1)

    def test_a_user_writes_their_own_settings(self):
        account = self.account.with_user(self.anna)
        account.write(
            {
                "calendar_enabled": False,
                "calendar_sync_from": "2020-01-01",
                "calendar_direction": "pull",
                "contact_enabled": True,
                "mail_in_limit": 20,
            }
        )
        self.assertEqual(account.calendar_direction, "pull")
        with self.assertRaises(AccessError):
            self.account.with_user(self.ben).calendar_enabled = True

    def test_and_nothing_else(self):
        account = self.account.with_user(self.anna)
        for name, value in {
            "log_enabled": True,
            "send_via_gmail": True,
            "user_id": self.ben.id,
            "state": "reconnect",
            "email": "boss@example.com",
            "google_sub": "1",
            "granted_scopes": "all",
            "last_error": "",
            "active": False,
        }.items():
            with self.subTest(name), self.assertRaises(AccessError):
                account.write({name: value})

    def test_users_neither_create_nor_delete(self):
        with self.assertRaises(AccessError):
            self.env["gws.account"].with_user(self.ben).create({})
        with self.assertRaises(AccessError):
            self.account.with_user(self.anna).unlink()

    def test_the_administrator_s_switches(self):
        account = self.account.with_user(self.boss)
        account.write({"log_enabled": True, "calendar_direction": "push"})
        self.assertTrue(account.log_enabled)
        with self.assertRaises(AccessError):
            self.account.with_user(self.anna).read(["log_enabled"])

    def test_only_the_owner_consents(self):
        with self.assertRaisesRegex(UserError, "Only Anna"):
            self.account.with_user(self.boss).action_connect()
        action = self.account.with_user(self.anna).action_connect()
        self.assertEqual(action["target"], "self")
        self.assertTrue(action["url"].startswith("/google_workspace/connect?"))

    def test_buttons_of_another_one_s_account(self):
        account = self.account.with_user(self.ben)
        for name in (
            "action_disconnect",
            "action_pause",
            "action_resume",
            "action_diagnose",
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(account, name)()
        self.assertEqual(self.account.state, "connected")
        self.account.with_user(self.boss).action_disconnect()
        self.assertEqual(self.account.state, "draft")

    def test_consents_under_way_are_nobody_s(self):
        for user in (self.anna, self.boss):
            with self.assertRaises(AccessError):
                self.env["gws.oauth.state"].with_user(user).search([])

    def test_labels(self):
        label = self.env["gws.label"].create(
            {"account_id": self.account.id, "google_id": "L1", "name": "Odoo"}
        )
        self.account.with_user(self.anna).mail_in_label_id = label
        other = self.connect(self.ben)
        with self.assertRaisesRegex(ValidationError, "of this Google account"):
            other.with_user(self.ben).sudo().mail_in_label_id = label
        self.assertFalse(self.env["gws.label"].with_user(self.ben).search([]))
        with self.assertRaisesRegex(ValidationError, "same account"):
            self.env["gws.label"].create(
                {
                    "account_id": other.id,
                    "google_id": "L2",
                    "name": "Below",
                    "parent_id": label.id,
                }
            )


@tagged("post_install", "-at_install")
class TestRules(GwsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user("anna", tz="UTC")
        cls.account = cls.env["gws.account"]._ensure_for_user(cls.anna)

    def test_a_new_account(self):
        account = self.account
        self.assertEqual(account.state, "draft")
        self.assertTrue(account.calendar_enabled)
        self.assertFalse(account.calendar_sync_from)
        self.assertEqual(account.calendar_direction, "both")
        self.assertEqual((account.mail_in_limit, account.mail_out_limit), (50, 50))
        self.assertFalse(account.mail_enabled or account.contact_enabled)
        self.assertEqual(account._features(), ["calendar"])
        self.assertEqual(self.env["gws.account"]._ensure_for_user(self.anna), account)

    def test_the_start_is_in_the_past(self):
        today = fields.Date.today()
        self.account.calendar_sync_from = today - timedelta(days=1)
        for day in (today, today + timedelta(days=1)):
            with self.assertRaisesRegex(ValidationError, "in the past"):
                self.account.calendar_sync_from = day
        self.account.calendar_sync_from = False

    def test_limits(self):
        for value in (0, -1):
            with self.assertRaisesRegex(ValidationError, "at least 1"):
                self.account.mail_in_limit = value

    def test_one_account_in_use(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self.env["gws.account"].create({"user_id": self.anna.id})
        self.account.active = False
        again = self.env["gws.account"]._ensure_for_user(self.anna)
        self.assertNotEqual(again, self.account)

    def test_one_user_an_identity(self):
        """Should the check at the consent ever be raced, the database says no."""
        ben = self.env["gws.account"]._ensure_for_user(self.make_user("ben"))
        values = {"google_sub": "117", "state": "connected"}
        self.account.write(values)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                ben.write(values)
                ben.flush_recordset()

    def test_what_people_paste(self):
        self.account.write({"email": " anna@example.com ", "client_id": "x \n"})
        self.assertEqual(self.account.email, "anna@example.com")
        self.assertEqual(self.account.client_id, "x")
        self.account.client_id = "  "
        self.assertFalse(self.account.client_id)

    def test_names(self):
        self.assertEqual(self.account.display_name, "Anna")
        self.account.email = "anna@example.com"
        self.assertEqual(self.account.display_name, "anna@example.com")

    def test_expired_consents_are_swept(self):
        states = self.env["gws.oauth.state"]
        values = {
            "nonce_hash": "h",
            "kind": "consent",
            "session_hash": "s",
            "user_id": self.anna.id,
            "client_id": "c",
            "return_url": "/odoo",
            "payload": "p",
        }
        now = fields.Datetime.now()
        old = states.create({**values, "expires": now - timedelta(hours=2)})
        new = states.create({**values, "expires": now - timedelta(minutes=2)})
        states._gc_expired()
        self.assertFalse(old.exists())
        self.assertTrue(new.exists())
