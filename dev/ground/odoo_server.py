# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How Odoo is started: its configuration file, its command line, its environment.

Everything lies in the run folder of this checkout. `~/.odoorc` is not read, so a
developer's own settings cannot change a test run.
"""

from dataclasses import dataclass
from pathlib import Path

from . import places, python_env
from .odoo_source import Odoo
from .postgres import Postgres


@dataclass(frozen=True)
class Server:
    """One Odoo on one PostgreSQL with one Python."""

    odoo: Odoo
    python: Path
    postgres: Postgres

    @property
    def data(self):
        """Odoo's data folder: file store, sessions, generated keys."""
        return places.made(places.run() / "data")

    def environment(self):
        """Return the variables an Odoo process needs."""
        environment = python_env.in_path(self.postgres.environment(), self.python)
        environment["PYTHONPATH"] = str(self.odoo.python_path)
        # Libraries warn of what Odoo still does; those warnings are Odoo's.
        environment["PYTHONWARNINGS"] = "ignore"
        return environment

    def configuration(self):
        """Write the configuration file; return its path."""
        lines = ["[options]"]
        options = {
            "addons_path": ",".join(map(str, [*self.odoo.addons, _addons()])),
            "data_dir": self.data,
            "http_interface": "127.0.0.1",
            "list_db": False,
            "max_cron_threads": 0,
        }
        lines += [f"{name} = {value}" for name, value in options.items()]
        path = places.run() / "odoo.conf"
        path.write_text("\n".join(lines) + "\n")
        path.chmod(0o600)
        return path

    def command(self, database, *arguments, shell=False):
        """Return the command line of Odoo on a database."""
        return [
            *(self.python, "-m", "odoo", *(["shell"] if shell else [])),
            *("-c", self.configuration(), "-d", database),
            *arguments,
        ]


def _addons():
    """Return an addons folder in which this checkout has the addon's name."""
    folder = places.made(places.run() / "addons")
    link = folder / places.ADDON
    if not link.is_symlink() or link.resolve() != places.CHECKOUT:
        link.unlink(missing_ok=True)
        link.symlink_to(places.CHECKOUT)
    return folder
