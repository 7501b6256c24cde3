# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Run everything that can fail: lint, pure tests, Odoo tests, browser tours.

    python3 dev/test.py                       everything
    python3 dev/test.py --only odoo           one part: lint, pure or odoo
    python3 dev/test.py --tags :TestConnect   these Odoo tests, named as in --test-tags

The last line is the counts, alone on the line: `N passed, N failed`. Lint, a clean log
and the search for secrets in the output count as one test each. Logs and screenshots
of failed tours lie in .run/logs.
"""

import argparse
import shutil
import subprocess
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
from ground.console import main, say, step
from lint import ENDINGS, lint

PARTS = ("lint", "pure", "odoo")
# Seconds after which the Odoo tests are taken to hang.
LONGEST = 25 * 60


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


def run_odoo(python, tags):
    """Install the addon in a fresh database and run its tests and tours there."""
    chromium = browser.find()
    odoo = odoo_source.find(python)
    with postgres.serving(python) as server:
        odoo_on = odoo_server.Server(odoo, python, server)
        with databases.temporary(odoo_on, "test") as database:
            with step(f"Odoo tests and browser tours ({chromium.name})"):
                return _odoo_tests(odoo_on, database, chromium, tags)


def _odoo_tests(server, database, chromium, tags):
    screenshots = places.logs() / "screenshots"
    shutil.rmtree(screenshots, ignore_errors=True)
    log = places.logs() / "test-odoo.log"
    command = server.command(
        database,
        *("-i", places.ADDON, "--stop-after-init"),
        *("--test-tags", tags or f"/{places.ADDON}"),
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


def command():
    """Read the command line, run the parts, end with the counts."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--tags", help="Odoo tests to run, as --test-tags takes them")
    options = parser.parse_args()
    parts = options.only or (["odoo"] if options.tags else PARTS)
    started = time.monotonic()
    python = python_env.find()
    counts = results.Counts()
    if "lint" in parts:
        counts += run_lint()
    for log in places.logs().glob("test-*.log"):
        log.unlink()
    if "pure" in parts:
        counts += run_pure(python)
    if "odoo" in parts:
        counts += run_odoo(python, options.tags)
        counts += search_for_secrets()
    say(f"Took {time.monotonic() - started:.0f} s")
    say(str(counts))
    return 1 if counts.failed or not counts.passed else 0


if __name__ == "__main__":
    main(command)
