# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Chromium for the browser tours: `CHROMIUM`, the machine's own, or Debian's."""

import os
import shutil
from pathlib import Path

from . import places
from .console import Failure
from .debian import install

NAMES = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")


def find():
    """Return the path of a Chromium or Chrome."""
    given = os.environ.get("CHROMIUM")
    if given:
        path = shutil.which(given)
        if not path:
            raise Failure(
                f"CHROMIUM={given} is not a program.",
                "Give the path of a Chromium or Chrome, or leave CHROMIUM unset.",
            )
        return Path(path)
    found = _on_path()
    if not found:
        install("chromium", "Chromium, which the browser tests drive,")
        found = _on_path()
    if not found:
        raise Failure("Chromium was installed but is not on PATH.", "Set CHROMIUM=…")
    return found


def _on_path():
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return Path(path)
    return None


def first_on_path(environment, chromium):
    """Return a copy of the environment in which Odoo's tests find this browser.

    Odoo looks for names on PATH, `google-chrome` first, so a folder with a link of
    that name goes before everything else.
    """
    folder = places.made(places.run() / "bin")
    link = folder / f"google-chrome.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(chromium.resolve())
    link.replace(folder / "google-chrome")
    path = os.pathsep.join([str(folder), environment.get("PATH", "")])
    return {**environment, "PATH": path}
