# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Child processes that end with us, and the ports they listen on."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from .console import Failure

# Seconds a child gets to end by itself before it is killed.
PATIENCE = 15


def port(variable, preferred=0):
    """Return the port a variable gives, else the preferred one when free, else any."""
    given = os.environ.get(variable)
    if given:
        if not given.isdigit():
            raise Failure(f"{variable}={given} is not a port number.")
        if not _is_free(int(given)):
            raise Failure(
                f"Port {given} is in use.", f"Give another: {variable}=…, or none."
            )
        return int(given)
    if preferred and _is_free(preferred):
        return preferred
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _is_free(number):
    with socket.socket() as probe:
        # As servers do: a port is free though old connections linger on it.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return False
    return True


@contextlib.contextmanager
def child(command, name, log, **options):
    """Run a command beside us; give its process; end it and its children at the end.

    Its output goes to the file `log`. It gets a session of its own: Ctrl-C in the
    terminal reaches us alone, and we end the children in order.
    """
    with open(log, "w") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **options,
        )
    process.name, process.log = name, log
    try:
        yield process
    finally:
        end(process)


def end(process):
    """End a process started in a session of its own, and what it started."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            pass  # it is killed below
    # Even after a clean end: a browser it started may have stayed.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(url, process, seconds):
    """Wait until the process answers at the URL; Failure when it does not."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise Failure(
                f"{process.name} ended with {process.returncode}:\n{tail(process.log)}",
                f"The whole log: {process.log}",
            )
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError:
            return  # it answers, whatever it says
        except OSError:
            time.sleep(0.1)
    raise Failure(
        f"{process.name} did not answer at {url} within {seconds} s:\n"
        f"{tail(process.log)}",
        f"The whole log: {process.log}",
    )


def tail(log, lines=25):
    """Return the last lines of a log file."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
