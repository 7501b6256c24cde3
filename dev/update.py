# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Fetch the newest Odoo 19 that Debian has; databases are made anew for it."""

from ground import odoo_source, python_env
from ground.console import main, say


def update():
    """Fetch it and say which one it is."""
    odoo = odoo_source.fetched(python_env.find(), update=True)
    say(f"Odoo {odoo.version} in {odoo.python_path}")


if __name__ == "__main__":
    main(update)
