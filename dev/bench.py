# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Run the measurements of benchmarks/ one after the other.

    python3 dev/bench.py             every benchmarks/bench_*.py
    python3 dev/bench.py pull push   those whose name contains one of the words

Each is a script run inside `odoo shell` (so `env` is there) on a fresh database with
the addon installed, and prints its own results. The variable GWS_BENCH holds JSON:
`checkout`, `addons` (Odoo's addons folders), `configuration` (an odoo.conf),
`database`, `command` (of such a shell) and `results` (a folder to write to). A script
that ends with an error fails the whole.

A script of BESIDE compares the addon with another module: for that there is a second
database, where only the other one is installed, and `beside` holds its name and the
`command` of a shell on it.
"""

import contextlib
import json
import subprocess
import sys

from ground import (
    databases,
    odoo_server,
    odoo_source,
    places,
    postgres,
    python_env,
)
from ground.console import Failure, main, run, say, step

BESIDE = {"bench_beside": "google_calendar"}
FOLDER = places.CHECKOUT / "benchmarks"


def bench(words):
    """Run the chosen measurements; return 1 when one of them failed."""
    scripts = [
        path
        for path in sorted(FOLDER.glob("bench_*.py"))
        if not words or any(word in path.stem for word in words)
    ]
    if not scripts:
        raise Failure(f"No measurement in {FOLDER} matches: {' '.join(words)}")
    python = python_env.find()
    odoo = odoo_source.find(python)
    failed = []
    with postgres.serving(python) as server:
        odoo_on = odoo_server.Server(odoo, python, server)
        for script in scripts:
            if not _measure(odoo_on, script):
                failed.append(script.stem)
    say(f"{len(scripts) - len(failed)} measured, {len(failed)} failed")
    return 1 if failed else 0


def _measure(server, script):
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(databases.temporary(server, "bench"))
        _install(server, database, places.ADDON)
        facts = {
            "checkout": str(places.CHECKOUT),
            "addons": [str(folder) for folder in server.odoo.addons],
            "configuration": str(server.configuration()),
            "database": database,
            "command": _shell(server, database),
            "results": str(FOLDER),
        }
        other = BESIDE.get(script.stem)
        if other:
            beside = stack.enter_context(databases.temporary(server, "beside"))
            _install(server, beside, other)
            facts["beside"] = {"database": beside, "command": _shell(server, beside)}
        with step(script.stem), open(script) as code:
            done = subprocess.run(
                _shell(server, database),
                stdin=code,
                cwd=places.CHECKOUT,
                env={**server.environment(), "GWS_BENCH": json.dumps(facts)},
                check=False,
            )
    return done.returncode == 0


def _install(server, database, module):
    with step(f"Preparing a database with {module}"):
        run(
            server.command(
                database,
                *("-i", module, "--no-http", "--stop-after-init"),
                *("--log-level", "warn"),
            ),
            env=server.environment(),
            log=places.logs() / "bench-install.log",
            advice=f"{module} cannot be installed: see the lines above.",
        )


def _shell(server, database):
    line = server.command(database, "--no-http", "--log-level", "warn", shell=True)
    return [str(word) for word in line]


if __name__ == "__main__":
    main(bench, sys.argv[1:])
