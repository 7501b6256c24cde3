# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the measurements share: an emulated Google, connected users, a stopwatch.

The emulated Google is a process of its own, so that its work is not counted as ours,
and answers after 100 ms, like a good day on the real one. A measurement prints its
numbers beside their limits, keeps them in RESULTS.md and ends with an error when one
is over its limit.
"""

import contextlib
import gc
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from datetime import date, datetime, time as day_time, timedelta
from pathlib import Path

from odoo import fields

FACTS = json.loads(os.environ["GWS_BENCH"])
LATENCY = 0.1
CLIENT_ID = "bench.apps.googleusercontent.example"
CLIENT_SECRET = "bench-only-not-a-secret"
SYNC_FROM = "2020-01-01"


class Google:
    """The emulated Google in another process; a context manager that runs it.

    ``url``: of one that another process runs already.
    """

    def __init__(self, url=""):
        self.url = url

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        # The addon's own record of requests would be no witness: the server's is.
        self._output = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "fakes", "--port", self.url.rpartition(":")[2]],
            env={**os.environ, "PYTHONPATH": str(Path(FACTS["checkout"], "tests"))},
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )
        for _try in range(150):
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                self._ask("state")
                break
            time.sleep(0.1)
        else:
            self._output.seek(0)
            raise RuntimeError(f"No emulated Google: {self._output.read().decode()}")
        self.world("add_client", CLIENT_ID, CLIENT_SECRET)
        return self

    def __exit__(self, *_error):
        self._process.terminate()
        self._process.wait(20)
        self._output.close()

    def _ask(self, room, data=None):
        body = None if data is None else json.dumps(data).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/_emulator/{room}", body, headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=300) as answer:
            return json.loads(answer.read())

    def world(self, verb, *args, **kwargs):
        """A verb of the world, as if called in the same process → its result."""
        data = {"verb": verb, "args": args, "kwargs": kwargs}
        return self._ask("world", data)["result"]

    def latency(self, seconds):
        self._ask("faults", {"verb": "latency", "args": [seconds]})

    def seed(self, seed):
        self._ask("seed", seed)

    @contextlib.contextmanager
    def watched(self):
        """Count the requests of the block → a dict filled at its end."""
        seen = {}
        self._ask("log", {"verb": "clear"})
        self.world("clear_mails")
        self.latency(LATENCY)
        try:
            yield seen
        finally:
            self.latency(0)
            log = self._ask("log")
            log = log.get("result", log)
            entries = log["requests"]
            seen["requests"] = len(entries)
            seen["connections"] = len({e["connection_id"] for e in entries})
            seen["lists"] = sum(
                e["method"] == "GET" and e["path"].endswith("/events") for e in entries
            )
            seen["mails"] = len(self._ask("state")["mails"])
            seen["inner"] = sum(len(e["inner"]) for e in entries)


class Watch:
    """A stopwatch that knows where the time went. Seconds; use as a context manager.

    ``seconds`` of the wall, ``waiting`` of them for Google, ``queries`` and
    ``sql`` seconds of the database, ``odoo`` = everything but the waiting.
    """

    def __init__(self, env, google=None):
        self._env = env
        self._google = google

    def __enter__(self):
        thread = threading.current_thread()
        thread.query_count, thread.query_time = 0, 0
        self.waiting = 0.0
        self._transport = None
        if self._google:
            self._transport = self._env["gws.client"]._transport()
            self._before = self._transport._on_request
            self._transport._on_request = self._note
        self._start = time.perf_counter()
        return self

    def _note(self, trace):
        self.waiting += trace.seconds

    def __exit__(self, *_error):
        self.seconds = time.perf_counter() - self._start
        self.odoo = self.seconds - self.waiting
        thread = threading.current_thread()
        self.queries, self.sql = thread.query_count, thread.query_time
        if self._transport:
            self._transport._on_request = self._before


# -- people and events ----------------------------------------------------------


def configure(env, google):
    """Point this database at the emulated Google."""
    parameters = env["ir.config_parameter"]
    for name, value in (
        ("enabled", "True"),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
        ("api_endpoint", google.url),
        # A thousand edits at once would wait for somebody's word.
        ("guest_mail_cap", "1000000"),
    ):
        parameters.set_param(f"google_workspace.{name}", value)
    env.cr.commit()


def user(env, login):
    """A new user of Odoo."""
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": login.title(),
                "login": login,
                "email": f"{login}@nordwind.example",
                "tz": "Europe/Berlin",
            }
        )
    )


def connect(env, google, login, **settings):
    """A new user with a connected account; the consent is taken as given."""
    new_user = user(env, login)
    email = new_user.email
    account = env["gws.account"]._ensure_for_user(new_user)
    account.write(
        {"calendar_enabled": True, "calendar_sync_from": SYNC_FROM, **settings}
    )
    scopes = env["gws.client"]._wanted_scopes(account)
    token = google.world("grant", email, CLIENT_ID, list(scopes))
    grant = env["gws.client"]._oauth(account).refresh(token)
    now = fields.Datetime.now()
    env["gws.secrets"]._write_secret(
        account.id,
        refresh_token=token,
        access_token=grant.access_token,
        access_expires_at=fields.Datetime.add(now, seconds=grant.expires_in),
        issued_to=CLIENT_ID,
        granted_at=now,
    )
    account.write(
        {
            "state": "connected",
            "email": email,
            "granted_scopes": " ".join(sorted(scopes)),
        }
    )
    env["gws.client"]._remember_database()
    env.cr.commit()
    return account


def contacts(env, count=40):
    """Contacts who will be guests."""
    env["res.partner"].create(
        [
            {"name": f"Gast {number}", "email": f"gast{number}@kunde.example"}
            for number in range(count)
        ]
    )
    env.cr.commit()


def seed(login, count, first=0):
    """A Google account with ``count`` single events, as mixed as a real calendar."""
    return {
        "accounts": [
            {
                "email": f"{login}@nordwind.example",
                "name": login.title(),
                "timezone": "Europe/Berlin",
                "events": [_event(login, number) for number in range(first, count)],
            }
        ]
    }


def _event(login, number):
    day = date.today() + timedelta(days=number % 700 - 350)
    event = {
        "id": f"{login.encode().hex()}{number:05d}",
        "summary": f"Termin {number}: Besprechung mit Kunde {number % 97} ⚡",
    }
    if number % 10 == 3:
        event["start"] = {"date": day.isoformat()}
        event["end"] = {"date": (day + timedelta(days=1 + number % 3)).isoformat()}
    else:
        start = datetime.combine(day, day_time(8 + number % 10, number % 4 * 15))
        end = start + timedelta(minutes=30 + number % 4 * 15)
        for key, moment in (("start", start), ("end", end)):
            event[key] = {"dateTime": moment.isoformat(), "timeZone": "Europe/Berlin"}
    if number % 3 == 0:
        event["description"] = f"<p>Thema {number}</p>" + "<p>Größe, Preis.</p>" * 20
    if number % 2 == 0:
        event["location"] = f"Raum {number % 12}, Hamburg"
    if number % 5 == 1:
        event["reminders"] = {
            "useDefault": False,
            "overrides": [{"method": "popup", "minutes": 15 * (1 + number % 4)}],
        }
    if number % 10 < 6:
        event["attendees"] = [
            {"email": f"{login}@nordwind.example", "responseStatus": "accepted"},
            # One in three is somebody Odoo has never heard of.
            {"email": f"gast{number % 60}@kunde.example"},
            {"email": f"gast{number % 7}@kunde.example", "optional": True},
        ]
    return event


# -- results ----------------------------------------------------------------------


class Results:
    """Numbers of one measurement, printed and kept in RESULTS.md."""

    def __init__(self, title, words):
        self.title, self.words = title, words
        self.rows = []

    def add(self, what, value, limit=None, unit=""):
        """``limit``: the most that is right, or None for a number just told."""
        good = limit is None or value <= limit
        self.rows.append((what, value, limit, unit, good))

    def finish(self):
        """Print, keep, and end with an error when a limit is broken."""
        for what, value, limit, unit, good in self.rows:
            mark = "  " if limit is None else ("ok" if good else "!!")
            bound = "" if limit is None else f"  (limit {said(limit)}{unit})"
            print(f"  {mark} {what}: {said(value)}{unit}{bound}")
        self._keep()
        over = [row[0] for row in self.rows if not row[-1]]
        if over:
            raise SystemExit(f"Over the limit: {', '.join(over)}")

    def table(self):
        """The lines of the table, in Markdown."""
        table = ["| | measured | limit | |", "|---|--:|--:|---|"]
        for what, value, limit, unit, good in self.rows:
            bound = "" if limit is None else f"{said(limit)}{unit}"
            mark = "" if limit is None else ("pass" if good else "FAIL")
            table.append(f"| {what} | {said(value)}{unit} | {bound} | {mark} |")
        return table

    def _keep(self):
        path = Path(FACTS["results"], "RESULTS.md")
        text = path.read_text(encoding="utf-8") if path.exists() else HEAD
        head = [f"<!-- {self.title} -->", f"## {self.title}", "", self.words, ""]
        table = head + self.table()
        table += ["", f"{date.today():%Y-%m-%d}, {_machine()}", ""]
        start = text.find(table[0])
        if start < 0:
            text = text.rstrip("\n") + "\n\n" + "\n".join(table)
        else:
            end = text.find("\n<!-- ", start)
            rest = text[end + 1 :] if end >= 0 else ""
            text = text[:start] + "\n".join(table) + ("\n" + rest if rest else "")
        path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


HEAD = """# What was measured

Written by `make bench`; each section is what its measurement last found. Google is the
bundled emulator in a process of its own, with 100 ms added to every request. A number
with a limit fails the run when it is over it.

Under *Beside Odoo's own google_calendar* both do the same work in one run.
"""


def said(value):
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.2f}" if value < 10 else f"{value:,.1f}"


def _machine():
    return (
        f"{os.cpu_count()} cores {platform.machine()}, "
        f"Python {platform.python_version()}"
    )


def in_process_of_its_own(script, task):
    """Run a script of this folder once more, in an Odoo shell that does only ``task``.

    :param task: a dict that is JSON
    :return: what the script's ``answer`` gave (see ``compare_or_answer``)
    """
    with tempfile.NamedTemporaryFile() as answer:
        told = json.dumps({**task, "answer": answer.name})
        with open(Path("benchmarks", script)) as code:
            subprocess.run(
                FACTS["command"],
                stdin=code,
                env={**os.environ, "GWS_MEMORY": told},
                check=True,
            )
        return json.loads(Path(answer.name).read_text())


def compare_or_answer(compare, answer):
    """What a script that measures processes ends with: compare, or be one of them."""
    if "GWS_MEMORY" not in os.environ:
        compare()
        return
    task = json.loads(os.environ["GWS_MEMORY"])
    Path(task["answer"]).write_text(json.dumps(answer(task)))


class Memory:
    """What this process holds more than when this was made, in MB (Linux)."""

    def __init__(self):
        gc.collect()
        self._idle = _memory("VmRSS")

    def forget_peak(self):
        """From now on only a new peak counts."""
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")

    def peak(self):
        return _memory("VmHWM") - self._idle


def _memory(name):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise OSError(f"This system does not tell {name}")
