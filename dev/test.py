# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Run everything that can fail: lint, pure tests, Odoo tests, browser tours.

    python3 dev/test.py                       everything
    python3 dev/test.py --only odoo           one part: lint, pure, mail, odoo or beside
    python3 dev/test.py --tags :TestConnect   these Odoo tests, named as in --test-tags

"mail" are the Odoo tests of mail and contacts, "odoo" all others; "beside" those tagged
gws_beside: in databases with Odoo's own connector, too. Everything is done by two
processes at once, as Odoo's tests alone leave the second core idle.

The last line is the counts, alone on the line: `N passed, N failed`. Lint, a clean log
and the search for secrets in the output count as one test each. Logs and screenshots
of failed tours lie in .run/logs.
"""

import argparse
import os
import shutil
import subprocess
import sys
import threading
import time

from ground import (
    browser,
    databases,
    node,
    odoo_server,
    odoo_source,
    places,
    postgres,
    processes,
    python_env,
    results,
)
from ground.console import main, run, say, step
from lint import ENDINGS, lint

PARTS = ("lint", "pure", "mail", "odoo", "beside")
# What the second process does when everything is asked for.
OTHERS = ("lint", "pure", "mail", "beside")
# Odoo's own connector, beside which the addon must live. Its tests carry this tag.
OTHER, BESIDE = "google_calendar", "gws_beside"
# What is there first, what comes beside it, and the tests of that order.
ORDERS = {
    "after": (["-i", OTHER], ["-i", places.ADDON], ""),
    "before": (["-i", places.ADDON], ["-i", OTHER, "-u", places.ADDON], ":TestGuard"),
}
# Seconds after which the Odoo tests are taken to hang.
LONGEST = 40 * 60


def run_lint():
    """Lint everything; one test."""
    with step("Lint"):
        return _check(not lint(list(ENDINGS)))


def run_pure(python):
    """Run the tests that need no Odoo."""
    log = places.logs() / "test-pure.log"
    with step("Pure tests"):
        done = subprocess.run(
            [python, places.CHECKOUT / "dev" / "pure.py"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            cwd=places.CHECKOUT,
        )
        log.write_text(done.stdout)
        counts = results.read_pure(done.stdout)
        if done.returncode and not counts.failed:
            counts.failed = 1
        if counts.failed:
            say(done.stdout)
        say(f"  {counts}")
    return counts


def run_odoo(python, part, tags):
    """Install the addon in a fresh database and run its tests and tours there."""
    addon = f"/{places.ADDON}"
    files = [
        f"{addon}/tests/{path.name}"
        for path in sorted((places.CHECKOUT / "tests").glob("test_*.py"))
        if "mail" in path.name or "contact" in path.name
    ]
    if not tags:
        others = ",".join(f"-{path}" for path in files)
        tags = ",".join(files) if part == "mail" else f"{addon},{others}"
    chromium = browser.find()
    odoo = odoo_source.find(python)
    with postgres.serving(python) as server:
        odoo_on = odoo_server.Server(odoo, python, server)
        with databases.temporary(odoo_on, "test") as database:
            with step(f"Odoo tests and browser tours: {part} ({chromium.name})"):
                install = ("-i", places.ADDON)
                return _odoo_tests(odoo_on, database, chromium, install, tags, part)


def run_beside(python, tags):
    """Run the tests tagged for it beside Odoo's own connector, whoever came first."""
    chromium = browser.find()
    odoo = odoo_source.find(python)
    counts = results.Counts()
    with postgres.serving(python) as server:
        odoo_on = odoo_server.Server(odoo, python, server)
        for name, (there, install, some) in ORDERS.items():
            chosen = tags or f"{BESIDE}/{places.ADDON}{some}"
            with (
                step(f"Odoo tests beside {OTHER}, installed {name} it"),
                databases.temporary(odoo_on, BESIDE) as database,
            ):
                _install(odoo_on, database, there)
                counts += _odoo_tests(
                    odoo_on, database, chromium, install, chosen, name
                )
    return counts


def _install(server, database, there):
    command = server.command(database, *there, "--no-http", "--stop-after-init")
    run(command, env=server.environment(), log=places.logs() / "install.log")


def _odoo_tests(server, database, chromium, install, tags, name):
    screenshots = places.logs() / "screenshots"
    log = places.logs() / f"test-{name}.log"
    command = server.command(
        database,
        *(*install, "--stop-after-init"),
        *("--test-tags", tags),
        *("--http-port", processes.port("PORT")),
        *("--screenshots", screenshots),
    )
    environment = browser.first_on_path(server.environment(), chromium)
    environment = node.find(server.python).last_on_path(environment)
    reader = results.OdooLog(places.ADDON)
    with processes.child(command, "Odoo", log, env=environment) as process:
        late = threading.Timer(LONGEST, process.kill)
        late.start()
        _follow(process, log, reader)
        late.cancel()
    return _judge(reader, process.returncode, log)


def _follow(process, log, reader):
    """Show what a person should see of the log as it grows."""
    heard = time.monotonic()
    with open(log, errors="replace") as lines:
        while True:
            ended = process.poll() is not None
            for line in iter(lines.readline, ""):
                if reader.read(line):
                    say("    " + line.rstrip())
                    heard = time.monotonic()
            if ended:
                return
            if time.monotonic() - heard > 60:
                say(f"    … still running; the whole log is in {log}")
                heard = time.monotonic()
            time.sleep(0.3)


def _judge(reader, code, log):
    counts = reader.counts()
    if not reader.ended:
        say(f"  Odoo ended with {code} before its tests did:\n{processes.tail(log)}")
    elif not reader.run:
        say("  Odoo ran no test.")
    elif code and not counts.failed:
        say(f"  Odoo ended with {code} though no test failed; see {log}")
        counts.failed += 1
    for problem in reader.problems:
        say(f"  Not clean: {problem[:400]}")
    return counts + _check(not reader.problems)


def search_for_secrets():
    """Look through what the tests wrote for tokens and client secrets; one test."""
    clean = True
    with step("Search for secrets in the output"):
        for path in sorted(places.logs().rglob("test-*.log")):
            for number in results.secrets_in(path.read_text(errors="replace")):
                # The line itself is not shown: it would spread the secret.
                say(f"  A secret in {path}, line {number}")
                clean = False
    return _check(clean)


def _check(good):
    return results.Counts(passed=1) if good else results.Counts(failed=1)


def run_parts(python, parts, tags=None):
    """Run these parts, one after the other."""
    counts = results.Counts()
    if "lint" in parts:
        counts += run_lint()
    if "pure" in parts:
        counts += run_pure(python)
    for part in ("mail", "odoo"):
        if part in parts:
            counts += run_odoo(python, part, tags)
    if "beside" in parts:
        counts += run_beside(python, tags)
    return counts


def run_everything(python):
    """Run Odoo's tests here and all others in a second process beside them."""
    log = places.logs() / "others.log"
    words = [word for part in OTHERS for word in ("--only", part)]
    command = (sys.executable, __file__, *words)
    # Fetched here, so that the two do not wait for each other.
    browser.find()
    odoo_source.find(python)
    # A port that was asked for is for one of them.
    environment = {name: os.environ[name] for name in os.environ if name != "PORT"}
    with processes.child(command, "The other tests", log, env=environment) as others:
        counts = run_parts(python, ("odoo",))
        with step(f"All other tests, at work since the beginning: {log}"):
            try:
                others.wait(LONGEST)
            except subprocess.TimeoutExpired:
                say("  They hang.")
    told = log.read_text(errors="replace")
    say(told)
    others_counts = results.read_pure(told)
    if others.returncode and not others_counts.failed:
        others_counts.failed = 1
    return counts + others_counts


def command():
    """Read the command line, run the parts, end with the counts."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--tags", help="Odoo tests to run, as --test-tags takes them")
    options = parser.parse_args()
    parts = options.only or (["odoo"] if options.tags else [])
    started = time.monotonic()
    python = python_env.find()
    if parts:
        counts = run_parts(python, parts, options.tags)
    else:
        shutil.rmtree(places.logs() / "screenshots", ignore_errors=True)
        for log in places.logs().glob("test-*.log"):
            log.unlink()
        counts = run_everything(python)
    if {"odoo", "mail", "beside"} & set(parts or PARTS):
        counts += search_for_secrets()
    say(f"Took {time.monotonic() - started:.0f} s")
    say(str(counts))
    return 1 if counts.failed or not counts.passed else 0


if __name__ == "__main__":
    main(command)
