# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Locks and half-finished folders: two commands at once do not break the cache.

A lock is the kernel's (flock), so it is gone with the process that held it.
"""

import contextlib
import fcntl
import shutil
import tempfile
from pathlib import Path

from .console import say


@contextlib.contextmanager
def held(path, waiting=""):
    """Hold the exclusive lock on `path`; say `waiting` when somebody else has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  waiting for another command: {waiting or path}")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def build(target, waiting=""):
    """Give an empty folder to fill; it becomes `target` only when all went well.

    Yields None when `target` is there already. A process killed halfway leaves a
    folder of another name, which the next one removes.
    """
    with held(target.with_name(target.name + ".lock"), waiting or target):
        if target.exists():
            yield None
            return
        for leftover in target.parent.glob(target.name + ".part-*"):
            shutil.rmtree(leftover)
        part = Path(tempfile.mkdtemp(prefix=target.name + ".part-", dir=target.parent))
        part.chmod(0o755)
        try:
            yield part
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        part.rename(target)
