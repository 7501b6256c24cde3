# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's Python shell on the database of `make run` (`env` is there)."""

import subprocess

from ground import databases, odoo_server, odoo_source, postgres, python_env
from ground.console import Failure, main
from run import DATABASE


def shell():
    """Run the shell in this terminal; return its exit code."""
    python = python_env.find()
    odoo = odoo_source.find(python)
    with postgres.serving(python) as server:
        odoo_on = odoo_server.Server(odoo, python, server)
        if not databases.exists(odoo_on, DATABASE):
            raise Failure("There is no database yet.", "make run makes one.")
        line = odoo_on.command(DATABASE, "--no-http", "--log-level", "warn", shell=True)
        return subprocess.run(
            [str(word) for word in line], env=odoo_on.environment(), check=False
        ).returncode


if __name__ == "__main__":
    main(shell)
