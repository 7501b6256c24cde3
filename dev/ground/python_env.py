# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The virtual environment: pinned packages in the cache, keyed by pins and Python.

`PYTHON=python3.12 make …` chooses the interpreter: the Makefile runs these commands
with it, and the environment is built from what runs them.
"""

import hashlib
import os
import platform
import shutil
import sys

from . import locks, places
from .console import Failure, run, step
from .debian import install

REQUIREMENTS = places.CHECKOUT / "dev" / "requirements"
SHORT = "{}.{}".format(*sys.version_info[:2])
OLDEST = (3, 10)


def requirements():
    """Return the file of pins for this Python; the unpinned list for an unknown one."""
    pinned = REQUIREMENTS / f"python-{SHORT}.txt"
    return pinned if pinned.exists() else REQUIREMENTS / "input.txt"


def stamp():
    """Return a short name for what is installed: it changes when a pin does."""
    known = requirements().read_bytes() + sys.base_prefix.encode()
    return f"py{SHORT}-{hashlib.sha256(known).hexdigest()[:10]}"


def find():
    """Return the path of the environment's python, building it when there is none."""
    if sys.version_info < OLDEST:
        raise Failure(
            f"Python {platform.python_version()} is too old for Odoo 19.",
            "Give Python 3.10 to 3.13: make PYTHON=python3.12 …",
        )
    target = places.made(places.cache() / "venv") / stamp()
    python = target / "bin" / "python"
    # The file is written last, so an environment interrupted halfway is rebuilt.
    if not (target / "complete").exists():
        with locks.held(target.with_name(target.name + ".lock"), "it builds the venv"):
            if not (target / "complete").exists():
                with step(f"Installing Python packages for Python {SHORT}"):
                    _build(target, python)
    return python


def _build(target, python):
    # Not built elsewhere and renamed: its scripts name the folder they were made in.
    shutil.rmtree(target, ignore_errors=True)
    _ensure_venv()
    run([sys.executable, "-m", "venv", target])
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    advice = (
        "Check the network and pip's settings. A package that must be compiled needs "
        "gcc and python3-dev; for another Python: make PYTHON=python3.12 …"
    )
    log = places.logs() / "pip.log"
    run([*pip, "install", "--upgrade", "pip"], advice=advice, log=log)
    run([*pip, "install", "-r", requirements()], advice=advice, log=log)
    (target / "complete").touch()


def _ensure_venv():
    """Debian keeps the module that puts pip into a venv in a package of its own."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        install(f"python{SHORT}-venv", "Python's venv module")


def in_path(environment, python):
    """Return a copy of the environment whose PATH begins with the venv's programs."""
    return {
        **environment,
        "PATH": os.pathsep.join([str(python.parent), environment.get("PATH", "")]),
    }
