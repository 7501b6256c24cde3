# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a person sees: steps with their seconds, and failures that say what to do."""

import contextlib
import signal
import subprocess
import sys
import time
from collections import deque


class Failure(Exception):
    """A step could not be done. `advice` says what the person can do about it."""

    def __init__(self, message, advice=""):
        super().__init__(message)
        self.advice = advice


class Stopped(Exception):
    """The person pressed Ctrl-C, or we were asked to end (SIGTERM, SIGHUP)."""


def say(text=""):
    """Print a line now, even into a pipe."""
    print(text, flush=True)


@contextlib.contextmanager
def step(title):
    """Print the title, do the block, print its seconds: `title … 1.2 s`."""
    say(f"· {title} …")
    started = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - started:.1f} s")


def run(command, *, advice="", log=None, **options):
    """Run a command to its end; return its output as text.

    `log` (a path) keeps the whole output. A command that cannot be started or ends
    with an error raises Failure with its last lines and the advice.
    """
    options.setdefault("stdin", subprocess.DEVNULL)
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            **options,
        )
    except FileNotFoundError as error:
        raise Failure(f"{words[0]} is not on this machine.", advice) from error
    if log:
        log.write_text(done.stdout)
    if done.returncode:
        tail = "\n".join(deque(done.stdout.splitlines(), maxlen=25))
        where = f"\nThe whole output is in {log}." if log else ""
        raise Failure(
            f"`{' '.join(words)[:300]}` ended with {done.returncode}:\n{tail}{where}",
            advice,
        )
    return done.stdout


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _stop(_number, _frame):
    # Once: a second Ctrl-C must not keep the children from being stopped.
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def main(function, *arguments):
    """Run a command's function and end the process with the right exit code.

    The function returns an exit code or None. Ctrl-C and SIGTERM unwind it like any
    other exception, so every `finally` and `with` gets to stop its child processes.
    """
    for number in SIGNALS:
        signal.signal(number, _stop)
    try:
        code = function(*arguments)
    except Failure as failure:
        print(f"\nFailed: {failure}", file=sys.stderr)
        if failure.advice:
            print(f"What to do: {failure.advice}", file=sys.stderr)
        code = 1
    except Stopped:
        say("\nStopped.")
        # The shell's convention for a command ended by Ctrl-C.
        code = 130
    sys.exit(code or 0)
