# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The grant while it lives, when it dies, and when the OAuth client is wrong."""

import os
import threading
from datetime import timedelta
from unittest.mock import patch

from cryptography.fernet import Fernet

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..gapi.errors import Forbidden, ReauthRequired, Transient
from ..services.gws_secrets import KEY_VARIABLE
from .common import CLIENT_ID, CLIENT_SECRET, GwsCase


class ConnectionCase(GwsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user("anna")
        cls.account = cls.connect(cls.anna)

    def setUp(self):
        super().setUp()
        self.client = self.env["gws.client"]

    def use(self):
        """One call to Google as Anna; errors are handled as a sync does."""
        try:
            return self.client._calendar(self.account).calendars()
        except (ReauthRequired, Forbidden) as error:
            self.client._handle_error(self.account, error)
            return None

    def activities(self, user):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "gws.account"),
                ("res_id", "=", self.account.id),
                ("user_id", "=", user.id),
            ]
        )

    def notices(self):
        """Notices to Anna's browser, as they stand in the bus."""
        self.env.cr.precommit.run()
        messages = self.env["bus.bus"].search([]).mapped("message")
        return [m for m in messages if "simple_notification" in m and "anna@" in m]

    def forget_access_token(self, ends_in=-1):
        ends = fields.Datetime.now() + timedelta(seconds=ends_in)
        self.env["gws.secrets"]._write_secret(self.account.id, access_expires_at=ends)


@tagged("post_install", "-at_install")
class TestTokens(ConnectionCase):
    def test_a_good_token_is_used(self):
        self.assertTrue(self.use())
        self.assertEqual(self.requests_to("/token"), 0)

    def test_refreshed_before_it_ends_and_stored(self):
        before = self.secret_of(self.account)
        self.forget_access_token(ends_in=30)
        self.assertTrue(self.use())
        self.assertEqual(self.requests_to("/token"), 1)
        after = self.secret_of(self.account)
        self.assertNotEqual(after.access_token, before.access_token)
        self.assertEqual(after.refresh_token, before.refresh_token)
        self.assertGreater(
            after.access_expires_at, fields.Datetime.now() + timedelta(minutes=50)
        )
        self.assertTrue(self.use())
        self.assertEqual(self.requests_to("/token"), 1)

    def test_refused_token_is_renewed_once(self):
        self.google.faults.expire_access_tokens("anna@example.com")
        self.assertTrue(self.use())
        self.assertEqual(self.requests_to("/token"), 1)
        self.assertEqual(self.account.state, "connected")

    def test_another_thread_touches_no_cursor(self):
        self.forget_access_token()
        before = self.secret_of(self.account)
        calendar = self.client._calendar(self.account)
        tokens = self.client._tokens(self.account)
        found = []

        def fetch():
            with patch.object(self.env.registry, "cursor", side_effect=AssertionError):
                found.append(tokens.token())

        thread = threading.Thread(target=fetch)
        thread.start()
        thread.join()
        self.assertEqual(len(found), 1)
        self.assertEqual(self.secret_of(self.account), before)
        tokens.save()
        self.assertEqual(self.secret_of(self.account).access_token, found[0])
        self.assertTrue(calendar.calendars())

    def test_a_new_grant_is_not_overwritten(self):
        """A token refreshed from the old grant is of no use to the new one."""
        secrets = self.env["gws.secrets"]
        old = self.secret_of(self.account)
        secrets._write_secret(self.account.id, refresh_token="1//new")
        self.assertFalse(
            secrets._store_access_token(
                self.account.id,
                "ya29.late",
                fields.Datetime.now(),
                old.refresh_token,
            )
        )
        self.assertEqual(self.secret_of(self.account).access_token, old.access_token)

    def test_one_connection_is_kept(self):
        for _i in range(5):
            self.use()
        self.assertEqual(self.google.log.http_count, 5)
        self.assertLessEqual(self.google.log.connection_count, 1)


@tagged("post_install", "-at_install")
class TestDeadGrant(ConnectionCase):
    def test_told_once_and_then_quiet(self):
        self.google.faults.revoke_tokens("anna@example.com")
        self.assertIsNone(self.use())
        self.assertEqual(self.account.state, "reconnect")
        self.assertIn("anna@example.com", self.account.last_error)
        self.assertEqual(len(self.activities(self.anna)), 1)
        self.assertEqual(len(self.notices()), 1)
        self.use()
        self.assertEqual(len(self.activities(self.anna)), 1)
        self.assertEqual(len(self.notices()), 1)

    def test_one_activity_however_often_it_dies(self):
        for _i in range(2):
            self.connect(self.anna)
            self.google.faults.revoke_tokens("anna@example.com")
            self.use()
        self.assertEqual(len(self.activities(self.anna)), 1)

    def test_no_mail_beside_the_notice(self):
        self.google.faults.revoke_tokens("anna@example.com")
        before = self.env["mail.mail"].search_count([])
        self.use()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_in_the_user_s_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.anna.lang = "de_DE"
        self.env.flush_all()
        seen = []
        original = type(self.account)._reconnect_words

        def words(account, error):
            seen.append(account.env.context.get("lang"))
            return original(account, error)

        self.google.faults.revoke_tokens("anna@example.com")
        with patch.object(type(self.account), "_reconnect_words", words):
            self.use()
        self.assertEqual(seen, ["de_DE"])

    def test_seven_days_are_the_testing_status(self):
        error = ReauthRequired(service="oauth", method="refresh", reason="x")
        for days, word in ((7, "Testing"), (30, "withdrawn"), (1, "withdrawn")):
            granted = fields.Datetime.now() - timedelta(days=days, minutes=5)
            self.env["gws.secrets"]._write_secret(self.account.id, granted_at=granted)
            self.assertIn(word, self.account._reconnect_words(error))

    def test_key_lost(self):
        self.startPatcher(
            patch.dict(os.environ, {KEY_VARIABLE: Fernet.generate_key().decode()})
        )
        # The system's secret was entered again, the tokens are lost.
        self.set_params(client_secret=CLIENT_SECRET)
        self.assertIsNone(self.use())
        self.assertEqual(self.account.state, "reconnect")
        self.assertIn("another key", self.account.last_error)
        self.assertEqual(self.google.log.http_count, 0)

    def test_client_replaced(self):
        """Tokens belong to a client: another one need not even be asked."""
        self.set_params(client_id="other.apps.googleusercontent.com")
        self.forget_access_token()
        self.assertIsNone(self.use())
        self.assertEqual(self.account.state, "reconnect")
        self.assertIn("client was changed", self.account.last_error)
        self.assertEqual(self.requests_to("/token"), 0)

    def test_own_client_entered_while_connected(self):
        self.account.with_user(self.anna).client_id = "own.apps.googleusercontent.com"
        self.assertEqual(self.account.state, "reconnect")
        self.assertFalse(self.secret_of(self.account).refresh_token)


@tagged("post_install", "-at_install")
class TestDeadGrantForReal(TransactionCase):
    """With real transactions: what is told survives the caller's rollback."""

    def setUp(self):
        super().setUp()
        with self.env.registry.cursor() as cr:
            env = self.env(cr=cr)
            user = new_test_user(env, "gws_rollback", groups="base.group_user")
            account = env["gws.account"].create(
                {"user_id": user.id, "state": "connected", "email": "r@example.com"}
            )
            self.account_id = account.id
        self.addCleanup(self.remove)

    def remove(self):
        with self.env.registry.cursor() as cr:
            account = self.env(cr=cr)["gws.account"].browse(self.account_id)
            partner = account.user_id.partner_id
            account.user_id.unlink()
            partner.unlink()

    def test_survives_a_rollback(self):
        error = ReauthRequired(service="oauth", method="refresh", reason="x")
        with self.env.registry.cursor() as cr:
            env = self.env(cr=cr)
            account = env["gws.account"].browse(self.account_id)
            account._mark_reconnect(error)
            self.assertEqual(account.state, "reconnect")
            cr.rollback()
        with self.env.registry.cursor() as cr:
            account = self.env(cr=cr)["gws.account"].browse(self.account_id)
            self.assertEqual(account.state, "reconnect")
            self.assertEqual(len(account.activity_ids), 1)

    def test_the_caller_goes_on_writing(self):
        """As a run does: it stores its own row and the account's after the error."""
        error = ReauthRequired(service="oauth", method="refresh", reason="x")
        with self.env.registry.cursor() as cr:
            env = self.env(cr=cr)
            account = env["gws.account"].browse(self.account_id)
            self.assertEqual(account.state, "connected")  # a snapshot is taken
            account._mark_reconnect(error)
            account.last_sync = fields.Datetime.now()
            env["gws.run"].create({"account_id": account.id, "kind": "calendar"})
        with self.env.registry.cursor() as cr:
            account = self.env(cr=cr)["gws.account"].browse(self.account_id)
            self.assertEqual(account.state, "reconnect")
            self.assertTrue(account.last_sync)
            self.assertEqual(len(account.activity_ids), 1)

    def test_rolled_back_and_committed_is_still_once(self):
        error = ReauthRequired(service="oauth", method="refresh", reason="x")
        with self.env.registry.cursor() as cr:
            account = self.env(cr=cr)["gws.account"].browse(self.account_id)
            account._mark_reconnect(error)
            cr.rollback()
            account._mark_reconnect(error)
        with self.env.registry.cursor() as cr:
            account = self.env(cr=cr)["gws.account"].browse(self.account_id)
            self.assertEqual(len(account.activity_ids), 1)

    def test_a_token_stored_meanwhile_does_not_disturb_the_caller(self):
        """The caller may go on writing: its transaction meets no conflict."""
        ends = fields.Datetime.now()
        with self.env.registry.cursor() as cr:
            self.env(cr=cr)["gws.secrets"]._write_secret(
                self.account_id, refresh_token="1//r", access_token="old"
            )
        with self.env.registry.cursor() as cr:
            env = self.env(cr=cr)
            account = env["gws.account"].browse(self.account_id)
            account.last_sync = ends
            account.flush_recordset()
            self.assertTrue(
                env["gws.secrets"]._store_access_token(
                    self.account_id, "ya29.new", ends, "1//r"
                )
            )
            account.last_error = "still mine to write"
        with self.env.registry.cursor() as cr:
            env = self.env(cr=cr)
            secret = env["gws.secrets"]._read_secret(self.account_id)
            self.assertEqual(secret.access_token, "ya29.new")
            # The grant itself is being replaced: the late token is dropped, at once.
            env["gws.secrets"]._write_secret(self.account_id, refresh_token="1//s")
            self.assertFalse(
                env["gws.secrets"]._store_access_token(
                    self.account_id, "ya29.late", ends, "1//r"
                )
            )


@tagged("post_install", "-at_install")
class TestWrongClient(ConnectionCase):
    def break_client(self):
        self.set_params(client_secret="GOCSPX-wrong")
        self.forget_access_token()

    def test_administrators_are_told_once_and_tokens_stay(self):
        before = self.secret_of(self.account)
        self.break_client()
        self.assertIsNone(self.use())
        self.assertEqual(self.account.state, "connected")
        after = self.secret_of(self.account)
        self.assertEqual(after.refresh_token, before.refresh_token)
        self.assertIn("OAuth client", self.account.last_error)
        admin = self.env.ref("base.user_admin")
        self.assertEqual(len(self.activities(admin)), 1)
        self.assertFalse(self.activities(self.anna))
        self.assertFalse(self.notices())
        for _i in range(3):
            self.use()
        self.assertEqual(len(self.activities(admin)), 1)

    def test_told_again_only_after_a_change(self):
        self.break_client()
        self.use()
        admin = self.env.ref("base.user_admin")
        self.activities(admin).action_done()
        self.use()
        self.assertFalse(self.activities(admin))
        self.set_params(client_secret="GOCSPX-wrong-too")
        self.use()
        self.assertEqual(len(self.activities(admin)), 1)

    def test_it_goes_on_by_itself(self):
        self.break_client()
        self.use()
        self.set_params(client_secret=CLIENT_SECRET)
        self.assertTrue(self.use())
        self.assertFalse(self.activities(self.env.ref("base.user_admin")))

    def test_a_call_that_works_ends_it(self):
        self.client._remember_client_error(self.account)
        self.assertTrue(self.client._param("client_errors"))
        self.forget_access_token()
        self.use()
        self.assertFalse(self.client._param("client_errors"))

    def test_google_down_changes_nothing(self):
        before = self.secret_of(self.account)
        self.forget_access_token()
        self.google.faults.fail(status=500, times=20, match=("POST", "/token"))
        self.startPatcher(
            patch.object(self.client._transport(), "_sleep", lambda seconds: None)
        )
        with self.assertRaises(Transient):
            self.use()
        self.assertEqual(self.account.state, "connected")
        self.assertFalse(self.account.last_error)
        after = self.secret_of(self.account)
        self.assertEqual(after.refresh_token, before.refresh_token)
        self.google.faults.clear()
        self.assertTrue(self.use())


@tagged("post_install", "-at_install")
class TestDisconnect(ConnectionCase):
    def test_revokes_and_keeps_what_is_bound(self):
        calendar = self.env["gws.calendar"].create(
            {
                "account_id": self.account.id,
                "google_id": "anna@example.com",
                "name": "Anna",
                "selected": True,
                "sync_token": "cursor",
            }
        )
        refresh_token = self.secret_of(self.account).refresh_token
        self.account.with_user(self.anna).action_disconnect()
        self.assertEqual(self.requests_to("/revoke", "POST"), 1)
        self.assertEqual(self.account.state, "draft")
        self.assertFalse(self.secret_of(self.account).refresh_token)
        self.assertEqual(calendar.sync_token, "cursor")
        self.assertTrue(calendar.selected)
        self.assertTrue(self.account.google_sub)
        with self.assertRaises(ReauthRequired):
            self.client._oauth(self.account).refresh(refresh_token)

    @mute_logger("odoo.addons.google_workspace.services.gws_client")
    def test_google_down(self):
        self.startPatcher(
            patch.object(self.client._transport(), "_sleep", lambda seconds: None)
        )
        self.google.faults.fail(status=503, times=20, match=("POST", "/revoke"))
        action = self.account.action_disconnect()
        self.assertEqual(self.account.state, "draft")
        self.assertFalse(self.secret_of(self.account).refresh_token)
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn("myaccount.google.com", action["params"]["message"])

    def test_already_withdrawn(self):
        self.google.faults.revoke_tokens("anna@example.com")
        action = self.account.action_disconnect()
        self.assertEqual(action["params"]["type"], "success")

    def test_own_client_secret_stays(self):
        self.account.client_secret = "GOCSPX-own"
        self.account.action_disconnect()
        self.assertEqual(self.secret_of(self.account).client_secret, "GOCSPX-own")

    def test_pause_and_resume(self):
        account = self.account.with_user(self.anna)
        account.action_pause()
        self.assertEqual(account.state, "paused")
        account.action_resume()
        self.assertEqual(account.state, "connected")
        account.action_disconnect()
        account.action_pause()
        account.action_resume()
        self.assertEqual(account.state, "draft")

    def test_deleting_needs_disconnecting(self):
        with self.assertRaisesRegex(UserError, "Disconnect"):
            self.account.unlink()
        self.account.action_disconnect()
        account_id = self.account.id
        self.account.unlink()
        self.env.cr.execute(
            "SELECT count(*) FROM gws_account_secret WHERE account_id = %s",
            [account_id],
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)


@tagged("post_install", "-at_install")
class TestCopyOfADatabase(ConnectionCase):
    def copy_database(self):
        self.env["ir.config_parameter"].set_param("database.uuid", "another-uuid")

    def test_the_real_one_writes(self):
        self.client._check_database()
        self.assertFalse(self.client._is_copy())

    def test_the_copy_refuses_until_told(self):
        self.copy_database()
        with self.assertRaisesRegex(UserError, "copy"):
            self.client._check_database()
        settings = self.env["res.config.settings"].create({})
        self.assertTrue(settings.gws_is_copy)
        settings.action_gws_real_database()
        self.client._check_database()

    def test_only_administrators_may_tell(self):
        self.copy_database()
        settings = self.env["res.config.settings"].create({})
        with self.assertRaises(UserError):
            settings.with_user(self.anna).action_gws_real_database()
        self.assertTrue(self.client._is_copy())

    def test_the_copy_does_not_cut_off_the_real_one(self):
        self.copy_database()
        self.account.action_disconnect()
        self.assertEqual(self.requests_to("/revoke"), 0)
        self.assertEqual(self.account.state, "draft")

    def test_a_consent_in_the_copy_does_not_make_it_the_real_one(self):
        self.copy_database()
        self.client._remember_database()
        self.assertTrue(self.client._is_copy())


@tagged("post_install", "-at_install")
class TestEndpoint(GwsCase):
    def test_only_https_or_loopback(self):
        params = self.env["ir.config_parameter"]
        name = "google_workspace.api_endpoint"
        good = (
            "https://google.example.com/",
            "http://127.0.0.1:8019",
            "http://localhost:1",
            "http://[::1]:8019",
            "http://127.9.9.9",
        )
        for url in good:
            params.set_param(name, url)
            self.assertEqual(
                self.env["gws.client"]._param("api_endpoint"), url.rstrip("/")
            )
        bad = (
            "http://google.example.com",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://127.0.0.1@example.com",
            "https://user:secret@example.com",
            "ftp://127.0.0.1",
            "127.0.0.1:8019",
            "http://[::1",
        )
        for url in bad:
            with self.subTest(url), self.assertRaisesRegex(UserError, "https"):
                params.set_param(name, url)
        params.set_param(name, False)
        self.assertEqual(self.env["gws.client"]._param("api_endpoint"), "")

    def test_the_client_is_the_one_of_the_account(self):
        anna = self.make_user("anna")
        account = self.env["gws.account"]._ensure_for_user(anna)
        client = self.env["gws.client"]
        self.assertEqual(client._credentials(account), (CLIENT_ID, CLIENT_SECRET))
        account.write({"client_id": " own ", "client_secret": " s3cret "})
        self.assertEqual(client._credentials(account), ("own", "s3cret"))
        account.client_secret = False
        # Half a client is no client; the system's secret never goes with it.
        self.assertEqual(client._credentials(account), ("own", ""))
        self.assertFalse(client._is_configured(account))
