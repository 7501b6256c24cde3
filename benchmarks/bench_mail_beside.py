# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The same 300 mails by Odoo's own IMAP fetch and by this addon, on a slow network.

Odoo's come from an IMAP server in a process of its own and become a record each; this
addon's come from the emulated Gmail, and are imported to contacts afterwards.
"""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))

import measure
from mails import KILOBYTES, MAILS, raw

env = globals()["env"]  # given by the shell
LABEL = "To Odoo"
ANNA = "anna@nordwind.example"


class Beside(measure.Results):
    """A row for each number: Odoo's, ours, how many times more Odoo's is."""

    def __init__(self, title, words):
        super().__init__(title, words)
        self.lines = []

    def compare(self, what, theirs, ours, least=None):
        ratio = theirs / ours
        good = least is None or ratio >= least
        self.rows.append((f"{what}: times less", ratio, least, "", good))
        self.lines.append((what, theirs, ours, ratio, least, good))

    def table(self):
        table = [
            "| | Odoo's IMAP fetch | this addon | times less |",
            "|---|--:|--:|--:|",
        ]
        for what, theirs, ours, ratio, least, good in self.lines:
            told = measure.said(ratio)
            if least is not None:
                told += f" (≥ {least}: {'pass' if good else 'FAIL'})"
            cells = f"{measure.said(theirs)} | {measure.said(ours)} | {told}"
            table.append(f"| {what} | {cells} |")
        return table


def measured(act, google=None):
    """(stopwatch, MB at the peak) of what ``act`` does."""
    env.invalidate_all()
    memory = measure.Memory()
    memory.forget_peak()
    with measure.Watch(env, google) as watch:
        act()
        env.cr.commit()
    return watch, memory.peak()


def by_imap():
    """Odoo's own: (stopwatch, MB, commands)."""
    server = subprocess.Popen(
        [sys.executable, "benchmarks/imap_server.py", str(MAILS), str(measure.LATENCY)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        fetcher = env["fetchmail.server"].create(
            {
                "name": "IMAP",
                "server": "127.0.0.1",
                "port": int(server.stdout.readline()),
                "server_type": "imap",
                "is_ssl": False,
                "user": "anna",
                "password": "anna",
                "object_id": env.ref("base.model_res_partner").id,
                "state": "done",
            }
        )
        env.cr.commit()
        watch, peak = measured(lambda: fetcher._fetch_mail(batch_limit=MAILS))
        server.stdin.close()
        commands = int(server.stdout.readline())
    finally:
        server.kill()
        server.wait()
    arrived = env["mail.message"].search_count([("message_id", "like", "imap@kunde")])
    if arrived != MAILS or fetcher.error_message:
        raise SystemExit(f"{arrived} mails by IMAP: {fetcher.error_message}")
    return watch, peak, commands


def by_gmail():
    """This addon's: (stopwatch of fetching, of importing, MB, requests)."""
    with measure.Google() as google:
        measure.configure(env, google)
        google.seed({"accounts": [{"email": ANNA}]})
        google.world("put_label", ANNA, LABEL)
        account = measure.connect(
            env,
            google,
            "anna",
            calendar_enabled=False,
            mail_enabled=True,
            mail_in_limit=MAILS,
        )
        press = env["gws.mail.sync"]._press
        press(account, "labels", seconds=600)
        account.mail_in_label_id = env["gws.label"].search([("full_name", "=", LABEL)])
        for number in range(MAILS):
            google.world("put_mail", ANNA, raw(number), labels=[LABEL])
        env.cr.commit()
        with google.watched() as seen:
            fetch, peak = measured(lambda: press(account, "in", seconds=600), google)
        staged = env["gws.message"].search([("account_id", "=", account.id)])
        mine = staged.with_user(account.user_id)
        importing, _peak = measured(mine.action_import)
    imported = env["gws.message"].search_count([("state", "=", "imported")])
    if imported != MAILS:
        raise SystemExit(f"{imported} mails by Gmail: {account.last_error}")
    return fetch, importing, peak, seen["requests"]


measure.contacts(env)
# First: Odoo's makes a contact of each mail, and their addresses are no longer clear.
fetch, importing, peak, requests = by_gmail()
theirs, their_peak, commands = by_imap()
results = Beside(
    f"{MAILS} mails of {KILOBYTES} kB beside Odoo's own IMAP fetch",
    "The same mails, one after the other on one machine. Every answer of the IMAP "
    "server and of the emulated Gmail comes 100 ms late. Odoo's makes a record of "
    "each mail; ours stages them and then imports them to their contacts.",
)
results.compare("round trips", commands, requests, 10)
results.compare(
    "seconds, in Odoo's chatter", theirs.seconds, fetch.seconds + importing.seconds, 2
)
results.compare("seconds, fetched and read", theirs.seconds, fetch.seconds)
results.compare(
    "queries, a mail",
    theirs.queries / MAILS,
    (fetch.queries + importing.queries) / MAILS,
)
results.compare("MB at the peak", max(their_peak, 0.1), max(peak, 0.1))
results.finish()
