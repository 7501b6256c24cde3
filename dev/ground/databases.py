# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Databases: a template holding what the addon depends on, and quick copies of it.

Installing Odoo's own modules takes most of a minute, copying a database a second. The
template is keyed by Odoo's version, the pinned packages and the manifest's `depends`.
A database's attachments (the compiled assets among them) lie in the file store, so
that is copied with it.
"""

import ast
import contextlib
import hashlib
import os
import shutil

from . import locks, places, python_env
from .console import run, step

# Every name starts so, as several checkouts may share one PostgreSQL.
PREFIX = f"gws_{places.key()}"
# Modules the tests and the demo look at beside the addon's own dependencies.
ALSO = ("base_setup", "web_tour")


def exists(server, name):
    """Tell whether a database is there."""
    wanted = f"SELECT 1 FROM pg_database WHERE datname = '{name}'"
    return bool(server.postgres.sql(wanted))


def drop(server, name):
    """Remove a database, if there, with its file store, whoever is connected."""
    server.postgres.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(_files(server, name), ignore_errors=True)


def create(server, name):
    """Make a database with the modules the addon needs, out of the template."""
    source = _template(server)
    drop(server, name)
    shutil.copytree(_files(server, source), _files(server, name))
    server.postgres.sql(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    # Otherwise all copies would be one database to whoever knows them by this id.
    server.postgres.sql(
        "UPDATE ir_config_parameter SET value = gen_random_uuid()::text "
        "WHERE key = 'database.uuid'",
        name,
    )


@contextlib.contextmanager
def temporary(server, purpose):
    """Give the name of a fresh database that is gone after the block."""
    name = f"{PREFIX}_{purpose}_{os.getpid()}"
    create(server, name)
    try:
        yield name
    finally:
        drop(server, name)


def drop_all(server):
    """Remove every database of this checkout."""
    like = PREFIX.replace("_", r"\_")
    names = server.postgres.sql(
        f"SELECT datname FROM pg_database WHERE datname LIKE '{like}\\_%'"
    )
    for name in names.split():
        drop(server, name)


def depends():
    """Return the modules the manifest depends on."""
    manifest = ast.literal_eval((places.CHECKOUT / "__manifest__.py").read_text())
    return manifest["depends"]


def _template(server):
    modules = sorted({*depends(), *ALSO})
    known = "\n".join([server.odoo.version, python_env.stamp(), *modules])
    name = f"{PREFIX}_base_{hashlib.sha256(known.encode()).hexdigest()[:10]}"
    with locks.held(
        places.run() / "template.lock", "it prepares the template database"
    ):
        if not (exists(server, name) and _files(server, name).is_dir()):
            with step("Preparing the template database (once)"):
                _build(server, name, modules)
    return name


def _build(server, name, modules):
    part = f"{name}_part"
    drop(server, part)
    drop(server, name)
    # Made here, not by Odoo: it would report missing extensions that it can do without.
    server.postgres.sql(
        f"CREATE DATABASE \"{part}\" ENCODING 'UTF8' LC_COLLATE 'C' TEMPLATE template0"
    )
    run(
        server.command(
            part,
            *("-i", ",".join(modules), "--no-http", "--stop-after-init"),
            *("--log-level", "warn"),
        ),
        env=server.environment(),
        log=places.logs() / "template.log",
        advice="If Odoo or a package is broken: make clean, then again.",
    )
    places.made(_files(server, part)).rename(_files(server, name))
    server.postgres.sql(f'ALTER DATABASE "{part}" RENAME TO "{name}"')


def _files(server, name):
    return places.made(server.data / "filestore") / name
