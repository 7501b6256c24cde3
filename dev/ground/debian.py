# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Install a Debian package on the machine, when we are root; else say which one."""

import os
import shutil

from .console import Failure, run, step


def install(packages, what):
    """Install the packages (names apart by spaces) that bring `what`."""
    command = f"apt-get install {packages}"
    if os.geteuid() != 0:
        raise Failure(f"{what} is missing on this machine.", f"sudo {command}")
    if not shutil.which("apt-get"):
        raise Failure(f"{what} is missing on this machine.", f"Install {packages}.")
    advice = f"Try it by hand: apt-get update && {command}"
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(f"Installing {packages} with apt-get"):
        run(["apt-get", "--quiet", "update"], advice=advice, env=quiet)
        run(
            [
                *("apt-get", "--quiet", "--yes", "--no-install-recommends"),
                *("install", *packages.split()),
            ],
            advice=advice,
            env=quiet,
        )
