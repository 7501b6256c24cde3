# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where things lie: the checkout, the shared cache, the state of this checkout's runs.

The cache outlives the checkout and is shared by all of them, keyed by version; the
run folder belongs to one checkout and `make clean` removes it.
"""

import hashlib
import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
ADDON = "google_workspace"
# Where root keeps what another system user must reach, when the checkout or root's
# home is closed to others.
ROOT_STATE = Path("/var/lib/google-workspace-odoo")


def cache():
    """Return the folder of downloads, shared by every checkout of this user."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return made(Path(base).expanduser() / "google-workspace-odoo")


def run():
    """Return the ignored folder of this checkout's databases, files and logs."""
    return made(CHECKOUT / ".run")


def logs():
    """Return the folder the servers and test runs write their logs to."""
    return made(run() / "logs")


def key(path=CHECKOUT):
    """Return a short name for a path, for what must lie outside of it."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]


def made(folder):
    """Create the folder if it is not there; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def open_to_others(folder):
    """Tell whether another system user can walk down to this folder."""
    return all(
        parent.stat().st_mode & 0o001
        for parent in [folder, *folder.parents]
        if parent.exists()
    )
