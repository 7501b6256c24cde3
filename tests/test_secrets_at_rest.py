# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets: encrypted with a key outside the database, and out of reach."""

import os
import stat
import tempfile
import threading
from pathlib import Path
from unittest.mock import patch

from cryptography.fernet import Fernet

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import config

from ..services import gws_secrets
from .common import CLIENT_SECRET, GwsCase

KEY = "google_workspace.client_secret"


@tagged("post_install", "-at_install")
class TestEncryption(GwsCase):
    def setUp(self):
        super().setUp()
        self.secrets = self.env["gws.secrets"]

    def use_key(self, text):
        self.startPatcher(patch.dict(os.environ, {gws_secrets.KEY_VARIABLE: text}))

    def test_round_trip(self):
        for text in ("1//token", "ümlaut 日本 🙂", "x" * 5000):
            sealed = self.secrets._encrypt(text)
            self.assertNotIn(text, sealed)
            self.assertNotEqual(sealed, self.secrets._encrypt(text))
            self.assertEqual(self.secrets._decrypt(sealed), text)
        self.assertEqual(self.secrets._encrypt(""), "")
        self.assertEqual(self.secrets._decrypt(False), "")

    def test_other_key_opens_nothing(self):
        sealed = self.secrets._encrypt("1//token")
        self.use_key(Fernet.generate_key().decode())
        self.assertIsNone(self.secrets._decrypt(sealed))
        self.assertIsNone(self.secrets._decrypt(gws_secrets.PREFIX + "rubbish"))
        self.assertIsNone(self.secrets._decrypt(gws_secrets.PREFIX + "ümläut"))

    def test_rotation(self):
        old, new = (Fernet.generate_key().decode() for _i in range(2))
        self.use_key(old)
        sealed = self.secrets._encrypt("1//token")
        self.use_key(f"{new}, {old}")
        self.assertEqual(self.secrets._decrypt(sealed), "1//token")
        sealed_anew = self.secrets._encrypt("1//token")
        self.use_key(new)
        self.assertEqual(self.secrets._decrypt(sealed_anew), "1//token")
        self.assertIsNone(self.secrets._decrypt(sealed))

    def test_passphrase(self):
        self.use_key("a passphrase of some length")
        sealed = self.secrets._encrypt("1//token")
        self.assertEqual(self.secrets._decrypt(sealed), "1//token")
        self.use_key("too short")
        with self.assertRaisesRegex(UserError, "too short"):
            self.secrets._encrypt("1//token")

    def test_odoo_conf_comes_first(self):
        key = Fernet.generate_key().decode()
        self.startPatcher(
            patch.dict(config._runtime_options, {gws_secrets.KEY_OPTION: key})
        )
        self.assertEqual(self.secrets._key_text(), key)

    def test_key_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "google_workspace" / "secret.key"
            found = []
            read = gws_secrets._key_from_file.__wrapped__
            threads = [
                threading.Thread(target=lambda: found.append(read(path)))
                for _i in range(8)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(len(found), 8)
            self.assertEqual(len(set(found)), 1)
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
            self.assertEqual(stat.S_IMODE(path.parent.stat().st_mode), 0o700)
            self.assertEqual([p.name for p in path.parent.iterdir()], ["secret.key"])
            Fernet(found[0].encode())

    def test_without_a_key_the_file_is_used(self):
        with tempfile.TemporaryDirectory() as folder:
            environ = {
                k: v for k, v in os.environ.items() if k != gws_secrets.KEY_VARIABLE
            }
            self.startPatcher(patch.dict(os.environ, environ, clear=True))
            self.startPatcher(
                patch.object(gws_secrets, "_key_path", lambda: Path(folder) / "k")
            )
            sealed = self.secrets._encrypt("1//token")
            self.assertEqual(self.secrets._decrypt(sealed), "1//token")
            self.assertTrue((Path(folder) / "k").exists())

    def test_a_key_file_that_cannot_be_made(self):
        environ = {k: v for k, v in os.environ.items() if k != gws_secrets.KEY_VARIABLE}
        self.startPatcher(patch.dict(os.environ, environ, clear=True))
        place = Path(__file__) / "no folder" / "secret.key"
        self.startPatcher(patch.object(gws_secrets, "_key_path", lambda: place))
        with self.assertRaisesRegex(UserError, "google_workspace_key in odoo.conf"):
            self.secrets._encrypt("1//token")


@tagged("post_install", "-at_install")
class TestSecretsOutOfReach(GwsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user("anna")
        cls.account = cls.connect(cls.anna, client_id="own.apps.googleusercontent.com")
        cls.account.client_secret = "GOCSPX-own"

    def hidden(self):
        self.env.cr.execute(
            "SELECT refresh_token, access_token, client_secret"
            " FROM gws_account_secret WHERE account_id = %s",
            [self.account.id],
        )
        sealed = self.env.cr.fetchone()
        return [text for text in sealed if text], [
            self.env["gws.secrets"]._decrypt(text) for text in sealed if text
        ]

    def test_encrypted_in_the_table(self):
        sealed, plain = self.hidden()
        self.assertIn("GOCSPX-own", plain)
        for text in sealed:
            self.assertTrue(text.startswith(gws_secrets.PREFIX))
            for secret in plain:
                self.assertNotIn(secret, text)

    def test_an_old_key_can_go_after_the_daily_clean_up(self):
        before = self.env["gws.secrets"]._read_secret(self.account.id)
        old = os.environ[gws_secrets.KEY_VARIABLE]
        new = Fernet.generate_key().decode()
        self.startPatcher(
            patch.dict(os.environ, {gws_secrets.KEY_VARIABLE: f"{new},{old}"})
        )
        self.env["gws.secrets"]._gc_old_keys()
        self.env.flush_all()
        self.startPatcher(patch.dict(os.environ, {gws_secrets.KEY_VARIABLE: new}))
        self.assertEqual(self.secret_of(self.account), before)
        empty = self.env["gws.account"]
        credentials = self.env["gws.client"]._credentials(empty)
        self.assertEqual(credentials[1], CLIENT_SECRET)

    def test_what_no_key_opens_is_left_alone(self):
        sealed, _plain = self.hidden()
        keys = ",".join(Fernet.generate_key().decode() for _i in range(2))
        self.startPatcher(patch.dict(os.environ, {gws_secrets.KEY_VARIABLE: keys}))
        self.env["gws.secrets"]._gc_old_keys()
        self.env.cr.execute(
            "SELECT refresh_token, access_token, client_secret"
            " FROM gws_account_secret WHERE account_id = %s",
            [self.account.id],
        )
        self.assertEqual(list(self.env.cr.fetchone()), sealed)

    def test_no_field_shows_them(self):
        """Not to the owner, not to an administrator, not to the superuser."""
        sealed, plain = self.hidden()
        account = self.account
        for env in (self.env, account.with_user(self.env.ref("base.user_admin")).env):
            record = account.with_env(env)
            seen = [
                repr(record.read()),
                repr(record.export_data(list(record._fields)).get("datas")),
                repr(record.web_read({name: {} for name in record._fields})),
            ]
            for secret in (*sealed, *plain):
                for text in seen:
                    self.assertNotIn(secret, text)
        for record in (account.with_user(self.anna), self.anna.with_user(self.anna)):
            values = record.read(
                ["client_secret"]
                if record._name == "gws.account"
                else ["gws_client_secret"]
            )
            self.assertIn("********", repr(values))
            self.assertNotIn("GOCSPX", repr(values))

    def test_no_model_stands_over_the_table(self):
        tables = {model._table for model in self.env.registry.values()}
        self.assertNotIn("gws_account_secret", tables)
        for name in ("gws.secrets", "gws.client", "gws.oauth"):
            public = [
                attr
                for attr in vars(type(self.env[name]).__mro__[1])
                if not attr.startswith("_")
                and callable(getattr(self.env[name], attr, None))
            ]
            self.assertFalse(public, f"{name} can be called from outside")

    def test_not_in_what_python_prints(self):
        _sealed, plain = self.hidden()
        secret = self.env["gws.secrets"]._read_secret(self.account.id)
        tokens = self.env["gws.client"]._tokens(self.account)
        seen = f"{secret!r} {secret} {tokens!r} {tokens} {[secret]}"
        for text in plain:
            self.assertNotIn(text, seen)

    def test_no_copy(self):
        with self.assertRaisesRegex(UserError, "duplicated"):
            self.account.copy()

    def test_the_mask_changes_nothing(self):
        self.account.client_secret = "********"
        self.assertEqual(self.secret_of(self.account).client_secret, "GOCSPX-own")
        self.account.client_secret = " GOCSPX-new\n"
        self.assertEqual(self.secret_of(self.account).client_secret, "GOCSPX-new")
        self.account.client_secret = False
        self.assertFalse(self.secret_of(self.account).client_secret)
        self.assertFalse(self.account.client_secret)

    def test_system_secret_is_encrypted_however_it_is_set(self):
        params = self.env["ir.config_parameter"]
        client = self.env["gws.client"]

        def stored():
            self.env.flush_all()
            self.env.cr.execute(
                "SELECT value FROM ir_config_parameter WHERE key = %s", [KEY]
            )
            return self.env.cr.fetchone()[0]

        self.assertTrue(stored().startswith(gws_secrets.PREFIX))
        empty = self.env["gws.account"]
        self.assertEqual(client._credentials(empty)[1], CLIENT_SECRET)
        params.set_param(KEY, "GOCSPX-two ")
        self.assertNotIn("GOCSPX", stored())
        self.assertEqual(client._credentials(empty)[1], "GOCSPX-two")
        params.search([("key", "=", KEY)]).write({"value": "GOCSPX-three"})
        self.assertNotIn("GOCSPX", stored())
        self.assertEqual(client._credentials(empty)[1], "GOCSPX-three")
        # Writing back what was read (an export, say) does not seal it twice.
        params.set_param(KEY, params.get_param(KEY))
        self.assertEqual(client._credentials(empty)[1], "GOCSPX-three")
        params.set_param(KEY, False)
        params.create({"key": KEY, "value": "GOCSPX-four"})
        self.assertNotIn("GOCSPX", stored())
        other = params.create({"key": "some.other", "value": "plain"})
        self.assertEqual(other.value, "plain")
        # A plain one from before the addon was installed still works.
        self.env.cr.execute(
            "UPDATE ir_config_parameter SET value = 'GOCSPX-old' WHERE key = %s", [KEY]
        )
        self.env.registry.clear_cache("stable")
        self.assertEqual(client._credentials(empty)[1], "GOCSPX-old")

    def test_neutralize(self):
        path = Path(__file__).parent.parent / "data" / "neutralize.sql"
        self.env.flush_all()
        self.env.cr.execute(path.read_text())
        self.env.invalidate_all()
        self.env.registry.clear_cache("stable")
        self.env.cr.execute("SELECT count(*) FROM gws_account_secret")
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        self.assertEqual(self.account.state, "draft")
        self.assertFalse(self.account.client_id)
        client = self.env["gws.client"]
        self.assertFalse(client._is_enabled())
        self.assertEqual(client._credentials(self.account), ("", ""))
        self.assertEqual(client._param("api_endpoint"), "")
        self.assertTrue(self.account.email)  # who it was is no secret
