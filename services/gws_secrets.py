# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets at rest: encryption, the key, and the table that no model shows.

Promises: a token or a client's secret leaves this room only as a Python string for
a request to Google. The table ``gws_account_secret`` belongs to no model, so nothing
in it can be read, exported, copied or searched through the ORM by anybody. What
stands in it is encrypted with a key that is not in the database.

It does not talk to Google and knows nothing of the state of an account.
"""

import base64
import hashlib
import logging
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, config

_logger = logging.getLogger(__name__)

PREFIX = "gws1:"  # marks an encrypted text, so that a plain one is told apart
KEY_OPTION = "google_workspace_key"
KEY_VARIABLE = "GOOGLE_WORKSPACE_KEY"
MIN_PASSPHRASE = 20  # characters
COLUMNS = frozenset(
    (
        "refresh_token",
        "access_token",
        "access_expires_at",
        "client_secret",
        "issued_to",
        "granted_at",
    )
)
ENCRYPTED = frozenset(("refresh_token", "access_token", "client_secret"))


class AccountSecret(NamedTuple):
    """What is stored for one account, decrypted. Times are naive UTC.

    ``readable`` is False when something is stored that our key does not open.
    """

    refresh_token: str | None
    access_token: str | None
    access_expires_at: object
    client_secret: str | None
    issued_to: str | None  # the OAuth client id that the tokens were issued to
    granted_at: object
    readable: bool

    def __repr__(self):
        return "<AccountSecret>"

    __str__ = __repr__


EMPTY = AccountSecret(None, None, None, None, None, None, True)


class GwsSecrets(models.AbstractModel):
    _name = "gws.secrets"
    _description = "Google Workspace: secrets at rest"

    # -- encryption ---------------------------------------------------------

    @api.model
    def _encrypt(self, text):
        """The encrypted form of ``text`` (str); an empty text stays empty."""
        if not text:
            return ""
        return PREFIX + _cipher(self._key_text()).encrypt(text.encode()).decode()

    @api.model
    def _decrypt(self, text):
        """The plain text, or None when our key does not open it. Never raises for that.

        A text without our mark is taken as plain: it was written before the addon
        was installed.
        """
        if not text:
            return ""
        if not text.startswith(PREFIX):
            return text
        try:
            cipher = _cipher(self._key_text())
            return cipher.decrypt(text[len(PREFIX) :].encode()).decode()
        except InvalidToken:
            return None

    @api.model
    def _is_encrypted(self, text):
        return bool(text) and text.startswith(PREFIX)

    @api.model
    def _key_text(self):
        """The key: ``odoo.conf``, else the environment, else the generated file.

        Several keys may be separated by commas: the first encrypts, all decrypt.
        """
        text = config.get(KEY_OPTION) or os.environ.get(KEY_VARIABLE)
        if text:
            for part in _key_parts(text):
                if not _is_fernet_key(part) and len(part) < MIN_PASSPHRASE:
                    raise UserError(
                        self.env._(
                            "The key of Google Workspace (%(option)s in odoo.conf or "
                            "%(variable)s in the environment) is too short: use at "
                            "least %(count)s characters.",
                            option=KEY_OPTION,
                            variable=KEY_VARIABLE,
                            count=MIN_PASSPHRASE,
                        )
                    )
            return text
        try:
            return _key_from_file(_key_path())
        except OSError as error:
            raise UserError(
                self.env._(
                    "The key of Google Workspace cannot be read or written at "
                    "%(path)s (%(reason)s). Give one with %(option)s in odoo.conf.",
                    path=_key_path(),
                    reason=error.strerror,
                    option=KEY_OPTION,
                )
            ) from error

    @api.autovacuum
    def _gc_old_keys(self):
        """Seal with the first key what an older one sealed; then the older can go."""
        if len(_key_parts(self._key_text())) < 2:
            return
        self.env.cr.execute(
            "SELECT account_id, refresh_token, access_token, client_secret"
            " FROM gws_account_secret FOR UPDATE SKIP LOCKED"
        )
        for row in self.env.cr.dictfetchall():
            account_id = row.pop("account_id")
            plain = {name: self._decrypt(text) for name, text in row.items()}
            # What no key opens is left as it is: the key may come back.
            readable = {name: text for name, text in plain.items() if text}
            if readable:
                self._write_secret(account_id, **readable)
        param = (
            self.env["ir.config_parameter"]
            .sudo()
            .search([("key", "=", "google_workspace.client_secret")])
        )
        plain = self._decrypt(param.value)
        if plain:
            param.value = plain

    # -- the table ----------------------------------------------------------

    @api.model
    def _create_table(self):
        """Create the table. Called once ``gws_account`` is there."""
        self.env.cr.execute(
            """
            CREATE TABLE IF NOT EXISTS gws_account_secret (
                account_id integer PRIMARY KEY
                    REFERENCES gws_account(id) ON DELETE CASCADE,
                refresh_token text,
                access_token text,
                access_expires_at timestamp,
                client_secret text,
                issued_to text,
                granted_at timestamp
            )
            """
        )

    @api.model
    def _read_secret(self, account_id):
        """The AccountSecret of one account; an empty one when there is none."""
        self.env.cr.execute(
            "SELECT refresh_token, access_token, access_expires_at, client_secret,"
            " issued_to, granted_at FROM gws_account_secret WHERE account_id = %s",
            [account_id],
        )
        row = self.env.cr.fetchone()
        if not row:
            return EMPTY
        refresh, access, secret = (self._decrypt(row[i]) for i in (0, 1, 3))
        return AccountSecret(
            refresh_token=refresh or None,
            access_token=access or None,
            access_expires_at=row[2],
            client_secret=secret or None,
            issued_to=row[4],
            granted_at=row[5],
            readable=refresh is not None and secret is not None,
        )

    @api.model
    def _write_secret(self, account_id, **values):
        """Store some columns of one account, in this transaction."""
        if unknown := set(values) - COLUMNS:
            raise ValueError(f"unknown columns: {sorted(unknown)}")
        names = sorted(values)
        columns = [SQL.identifier(name) for name in names]
        row = [self._column_value(name, values[name]) for name in names]
        self.env.cr.execute(
            SQL(
                "INSERT INTO gws_account_secret (account_id, %s) VALUES (%s, %s)"
                " ON CONFLICT (account_id) DO UPDATE SET %s",
                SQL(", ").join(columns),
                account_id,
                SQL(", ").join(row),
                SQL(", ").join(SQL("%s = EXCLUDED.%s", c, c) for c in columns),
            )
        )

    def _column_value(self, name, value):
        if name in ENCRYPTED:
            return self._encrypt(value) or None
        return value or None

    @api.model
    def _store_access_token(self, account_id, access_token, expires_at, refresh_token):
        """Keep a refreshed access token, in a transaction of its own.

        The caller's transaction is not touched: it neither waits nor conflicts. When
        somebody holds the row, or the grant changed meanwhile (``refresh_token`` is
        the one that was used), nothing is stored: a token can be had again.
        :param expires_at: naive UTC
        """
        encrypted = self._encrypt(access_token)
        with self.env.registry.cursor() as cr:
            cr.execute(
                "SELECT refresh_token FROM gws_account_secret"
                " WHERE account_id = %s FOR UPDATE SKIP LOCKED",
                [account_id],
            )
            row = cr.fetchone()
            if not row or self._decrypt(row[0]) != refresh_token:
                return False
            cr.execute(
                "UPDATE gws_account_secret SET access_token = %s,"
                " access_expires_at = %s WHERE account_id = %s",
                [encrypted, expires_at, account_id],
            )
        return True

    @api.model
    def _forget_tokens(self, account_ids):
        """Drop the tokens of these accounts; their own client secret stays."""
        if account_ids:
            self.env.cr.execute(
                "UPDATE gws_account_secret SET refresh_token = NULL,"
                " access_token = NULL, access_expires_at = NULL, issued_to = NULL,"
                " granted_at = NULL WHERE account_id IN %s",
                [tuple(account_ids)],
            )

    @api.model
    def _accounts_with(self, column, account_ids):
        """The ids among ``account_ids`` for which ``column`` holds something."""
        if column not in COLUMNS:
            raise ValueError(column)
        if not account_ids:
            return set()
        self.env.cr.execute(
            SQL(
                "SELECT account_id FROM gws_account_secret"
                " WHERE account_id IN %s AND %s IS NOT NULL",
                tuple(account_ids),
                SQL.identifier(column),
            )
        )
        return {row[0] for row in self.env.cr.fetchall()}


# -- the key ----------------------------------------------------------------


def _key_parts(text):
    return [part.strip() for part in text.split(",") if part.strip()]


def _is_fernet_key(text):
    try:
        return len(base64.urlsafe_b64decode(text.encode())) == 32
    except ValueError:
        return False


def _fernet(part):
    if _is_fernet_key(part):
        return Fernet(part.encode())
    # A passphrase: stretched, since it may be weaker than 256 random bits.
    raw = hashlib.scrypt(
        part.encode(), salt=b"google_workspace", n=2**14, r=8, p=1, dklen=32
    )
    return Fernet(base64.urlsafe_b64encode(raw))


@lru_cache(maxsize=8)
def _cipher(key_text):
    return MultiFernet([_fernet(part) for part in _key_parts(key_text)])


def _key_path():
    return Path(config["data_dir"]) / "google_workspace" / "secret.key"


@lru_cache(maxsize=8)
def _key_from_file(path):
    """The key in ``path``, made on the first call; readable by the owner only.

    The file appears whole or not at all, and two processes that start together
    agree on one: the text is written aside and linked into place, which fails when
    the name exists.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(Fernet.generate_key() + b"\n")
                file.flush()
                os.fsync(file.fileno())
            os.link(draft, path)
            _logger.info("A new key for Google Workspace was made: %s", path)
        except FileExistsError:
            _logger.debug("Another process made the key first: %s", path)
        finally:
            draft.unlink()
    return path.read_text().strip()
