# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The emulated Google as a process of its own, with the demo world in it.

What a person changes in the emulated Google is kept in the run folder when it ends and
is there again at the next start, like the Odoo database beside it.
"""

import contextlib
import json
import os
import urllib.request

from . import places, processes
from .console import Failure, run, say

WORLD = places.CHECKOUT / "demo" / "world.py"
CONTACTS = places.CHECKOUT / "demo" / "world_contacts.py"


def saved():
    """Return the file that holds the world between two runs."""
    return places.run() / "world.json"


def prepare(python, redirect_uri):
    """Write the world file; return the world (see tests/fakes/seed.py for its shape).

    The OAuth client learns the address Odoo has this time, as Google's console would
    be told.
    """
    path = saved()
    if path.exists():
        world = json.loads(path.read_text())
    else:
        text = run(
            [python, WORLD],
            cwd=places.CHECKOUT,
            advice=f"The demo world is made by {WORLD}.",
        )
        world = json.loads(text)
    if not world.get("clients") or not world.get("accounts"):
        raise Failure(
            f"The world in {path} has no OAuth client or no account.", "make clean"
        )
    world["clients"][0]["redirect_uris"] = [redirect_uri]
    _write(path, world)
    return world


def address_book(python):
    """Return the contacts that Odoo has, and which of them are special."""
    return json.loads(run([python, CONTACTS], cwd=places.CHECKOUT))


def act(url, room, verb, *arguments):
    """Do something in the emulated Google, as a person or as Google itself."""
    request = urllib.request.Request(
        f"{url}/_emulator/{room}",
        json.dumps({"verb": verb, "args": arguments}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())["result"]


def _write(path, world):
    """Replace the file in one move; it holds the (emulated) client's secret."""
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(world, ensure_ascii=False))
    fresh.replace(path)


@contextlib.contextmanager
def serving(python, port, seed, log="google.log"):
    """Serve the world of a seed file for the block; give (base URL, process)."""
    command = [python, "-m", "fakes", "--port", port, "--seed", seed]
    environment = {**os.environ, "PYTHONPATH": str(places.CHECKOUT / "tests")}
    url = f"http://127.0.0.1:{port}"
    with processes.child(
        command, "The emulated Google", places.logs() / log, env=environment
    ) as process:
        processes.wait_for(url, process, 60)
        yield url, process


@contextlib.contextmanager
def kept(url, path):
    """Write what has become of the world at the end of the block."""
    try:
        yield
    finally:
        try:
            with urllib.request.urlopen(f"{url}/_emulator/dump", timeout=30) as answer:
                world = json.loads(answer.read())
            _write(path, world.get("result", world))
        except (OSError, ValueError) as error:
            say(f"The state of the emulated Google could not be kept: {error}")
