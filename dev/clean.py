# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Remove this checkout's databases, files and logs; `--all` the shared cache, too."""

import os
import shutil
import sys

from ground import databases, odoo_server, odoo_source, places, postgres, python_env
from ground.console import Failure, main, say


def clean(everything):
    """Remove what the commands of this checkout made."""
    if os.environ.get("PGHOST"):
        _drop_databases()
    for folder in {places.run(), *postgres.data_folders()}:
        if folder.exists():
            if _is_used(folder):
                raise Failure(
                    f"A server of this checkout is running on {folder}.",
                    "Stop `make run` or `make test` first.",
                )
            shutil.rmtree(folder)
            say(f"Removed {folder}")
    if everything:
        for shared in (places.cache(), places.ROOT_STATE):
            if shared.exists():
                if _is_used(shared):
                    raise Failure(
                        f"A server of another checkout is running on {shared}.",
                        "Stop its `make run` or `make test` first.",
                    )
                shutil.rmtree(shared)
                say(f"Removed {shared}")


def _drop_databases():
    """Our databases on a PostgreSQL that is not ours."""
    python = python_env.find()
    odoo = odoo_source.find(python)
    with postgres.serving(python) as server:
        databases.drop_all(odoo_server.Server(odoo, python, server))


def _is_used(folder):
    pids = [*folder.glob("data/postmaster.pid"), *folder.glob("*/data/postmaster.pid")]
    for file in pids:
        number = int(file.read_text().split()[0])
        if os.path.exists(f"/proc/{number}"):
            return True
    return False


if __name__ == "__main__":
    main(clean, "--all" in sys.argv[1:])
