# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A real Odoo with the addon beside an emulated Google, connected and synced.

    make run                       free ports
    make run PORT=8069 FAKE_PORT=8019

Serves until Ctrl-C. What is changed in either stays for the next time; `make clean`
begins anew.
"""

import contextlib
import datetime
import hashlib
import json
import sys
import time

import story
from ground import (
    databases,
    demo_world,
    locks,
    node,
    odoo_server,
    odoo_source,
    places,
    postgres,
    processes,
    python_env,
)
from ground.console import Failure, Stopped, main, run, say, step

DATABASE = f"{databases.PREFIX}_run"
sys.path.append(str(places.CHECKOUT / "demo"))
import world_mails  # noqa: E402

LOGIN = "demo"
PASSWORD = "demo"
# How far back the demo user's calendar goes.
DAYS_BACK = 2 * 365


def serve(keep):
    """Bring everything up; tell; wait when `keep`, else end at once."""
    started = time.monotonic()
    python = python_env.find()
    odoo = odoo_source.find(python)
    _forget_old_world()
    with contextlib.ExitStack() as stack:
        server = odoo_server.Server(
            odoo, python, stack.enter_context(postgres.serving(python))
        )
        ports = {"odoo": processes.port("PORT", 8069)}
        ports["google"] = processes.port("FAKE_PORT", 8019)
        odoo_url = f"http://localhost:{ports['odoo']}"
        with step("Starting the emulated Google"):
            world = demo_world.prepare(
                python, f"{odoo_url}/google_account/authentication"
            )
            seed = demo_world.saved()
            google_url, _google = stack.enter_context(
                demo_world.serving(python, ports["google"], seed)
            )
            stack.enter_context(demo_world.kept(google_url, seed))
        _prepare_database(server)
        with step("Configuring the demo user for the emulated Google"):
            book = demo_world.address_book(python)
            _configure(server, world, book["contacts"], odoo_url, google_url)
        process = stack.enter_context(
            processes.child(
                server.command(
                    DATABASE,
                    *("--http-port", ports["odoo"], "--db-filter", f"^{DATABASE}$"),
                    *("--max-cron-threads", 1),
                ),
                "Odoo",
                places.logs() / "odoo.log",
                env=_with_rtlcss(python, server.environment()),
            )
        )
        with step("Starting Odoo"):
            processes.wait_for(f"{odoo_url}/web/login", process, 120)
        lines = _connect_and_sync(odoo_url, google_url, world, book)
        _tell(lines, odoo_url, google_url, world, time.monotonic() - started)
        if keep:
            _wait(process)


def _with_rtlcss(python, environment):
    """Return the environment with what Odoo mirrors pages with, if it can be had."""
    try:
        return node.find(python).last_on_path(environment)
    except Failure as failure:
        say(f"Pages in Persian, Arabic, … will not be mirrored: {failure}")
        return environment


def _wait(process):
    """Wait for Ctrl-C, which ends a demo that was up as it should."""
    try:
        while process.poll() is None:
            time.sleep(1)
    except Stopped:
        say("\nStopping …")
        return
    raise Failure(
        f"Odoo ended:\n{processes.tail(process.log)}",
        f"The whole log: {process.log}",
    )


def _forget_old_world():
    """Begin anew when the demo world's source has changed."""
    mark = places.run() / "world.stamp"
    folder = demo_world.WORLD.parent
    sources = b"".join(f.read_bytes() for f in sorted(folder.glob("world*.py")))
    now = hashlib.sha256(sources).hexdigest()
    if not mark.exists() or mark.read_text() != now:
        demo_world.saved().unlink(missing_ok=True)
        (places.run() / "installed.stamp").unlink(missing_ok=True)
        mark.write_text(now)


def _prepare_database(server):
    """Have the database with the addon as it is now in the checkout."""
    mark = places.run() / "installed.stamp"
    known = "\n".join([server.odoo.version, python_env.stamp(), _code()])
    fresh = not (mark.exists() and databases.exists(server, DATABASE))
    if not fresh and mark.read_text() == known:
        return
    title = "Creating the database" if fresh else "Updating the addon"
    if fresh:
        databases.create(server, DATABASE)
    with step(title):
        run(
            server.command(
                DATABASE,
                *("-i" if fresh else "-u", places.ADDON),
                *("--no-http", "--stop-after-init", "--log-level", "warn"),
            ),
            env=server.environment(),
            log=places.logs() / "install.log",
            advice="The addon cannot be installed: see the lines above.",
        )
    mark.write_text(known)


def _code():
    """Return a stamp of the files Odoo reads at installation."""
    digest = hashlib.sha256()
    apart = {"benchmarks", "demo", "dev", "docs", "tests", "node_modules"}
    for path in sorted(places.CHECKOUT.glob("*/**/*")):
        name = path.relative_to(places.CHECKOUT)
        skipped = name.parts[0] in apart or name.parts[0].startswith(".")
        if not skipped and path.is_file() and path.suffix != ".pyc":
            digest.update(str(name).encode())
            digest.update(path.read_bytes())
    digest.update((places.CHECKOUT / "__manifest__.py").read_bytes())
    return digest.hexdigest()


def _configure(server, world, contacts, odoo_url, google_url):
    client, account = world["clients"][0], world["accounts"][0]
    past = datetime.date.today() - datetime.timedelta(days=DAYS_BACK)
    settings = {
        "odoo": odoo_url,
        "google": google_url,
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
        "email": account["email"],
        "name": account.get("name") or account["email"],
        "timezone": account.get("timezone") or "UTC",
        "sync_from": past.isoformat(),
        "contacts": contacts,
    }
    with open(places.CHECKOUT / "dev" / "demo_setup.py") as script:
        run(
            server.command(DATABASE, "--no-http", "--log-level", "warn", shell=True),
            stdin=script,
            env={**server.environment(), "GWS_DEMO": json.dumps(settings)},
            log=places.logs() / "setup.log",
            advice="`make clean` begins anew.",
        )


def _connect_and_sync(odoo_url, google_url, world, book):
    """Do what the demo user would do; return what was synced, in lines."""
    browser = story.Browser(odoo_url)
    with step("Logging in and granting access at the emulated Google"):
        story.log_in(browser, LOGIN, PASSWORD)
        story.consent(browser)
    with step("Syncing the calendars"):
        before = story.newest_run(browser)
        story.sync(browser, say)
        if story.choose_all_calendars(browser):
            story.sync(browser, say)
    with step("Sending the contacts"):
        _send_contacts(browser, google_url, world["accounts"][0]["email"], book)
    with step("Fetching the mail of two folders"):
        story.fetch_mail(browser, world_mails.INCOMING, world_mails.OUTGOING)
    return story.synced(browser, before)


def _send_contacts(browser, google_url, email, book):
    """Choose contacts and send them; the first time one of them then goes in Google."""
    demo_world.act(google_url, "faults", "refuse_contact", book["refused"])
    first = story.choose_contacts(browser)
    story.sync_contacts(browser)
    if not first:
        return
    for contact in demo_world.act(google_url, "world", "contacts", email):
        values = [mail["value"] for mail in contact.get("emailAddresses", ())]
        if book["deleted"] in values:
            demo_world.act(
                google_url, "world", "delete_contact", email, contact["resourceName"]
            )
    story.sync_contacts(browser)


def _tell(lines, odoo_url, google_url, world, seconds):
    say("\nSynced:")
    for line in lines:
        say(f"  {line}")
    account = world["accounts"][0]["email"]
    say(
        f"\nUp after {seconds:.0f} s. Ctrl-C stops.\n"
        f"  Odoo             {odoo_url}/odoo/calendar\n"
        f"                   user {LOGIN}, password {PASSWORD}"
        " (administrator: admin, admin)\n"
        f"                   contacts: {odoo_url}/odoo/contacts\n"
        f"                   mail: {odoo_url}/odoo/gmail-incoming\n"
        f"  Emulated Google  {google_url}/_emulator/calendar/{account}\n"
        f"                   contacts: {google_url}/_emulator/contacts/{account}\n"
        f"                   mail: {google_url}/_emulator/mail/{account}\n"
        f"  Logs             {places.logs()}"
    )


def command():
    """Hold this checkout's one demo, or say that it is held."""
    with locks.held(places.run() / "run.lock", "`make run` in this checkout"):
        return serve(keep="--once" not in sys.argv[1:])


if __name__ == "__main__":
    main(command)
