# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Memory of sending and of comparing contacts: ten times as many, hardly more of it.

Portions are read, sent and forgotten, so what is held is a portion, whatever the size
of the address book. Each size has an Odoo process of its own (see ``measure``).
"""

import os
import sys

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))

import address_book
import measure

env = globals()["env"]  # given by the shell
SIZES = (1000, 10000)


def press(google, account):
    """A sync to its end → (peak in MB above the idle process, Watch)."""
    env.invalidate_all()
    memory = measure.Memory()
    memory.forget_peak()
    with measure.Watch(env, google) as watch:
        answer = env["gws.contact.sync"]._press(account, seconds=3600)
    if answer["status"] != "ok":
        raise SystemExit(f"The sync did not end well: {answer}")
    return memory.peak(), watch


def prepare(google, login, count):
    """An account with ``count`` contacts that wait to be sent; its id."""
    account = address_book.connected(env, google, login)
    partners = address_book.contacts(env, login, count)
    address_book.subscribe(env, account, partners)
    return account.id


def answer_task(task):
    """In the other process: send a little, to load the code; then what is asked."""
    google = measure.Google(task["url"])
    press(google, env["gws.account"].browse(task["warm"]))
    account = env["gws.account"].browse(task["account"])
    with google.watched() as seen:
        peak, export = press(google, account)
    press(google, account)  # hears its own writes come back
    idle_peak, idle = press(google, account)
    rows = env["gws.partner.binding"].search_count(
        [("account_id", "=", account.id), ("state", "=", "synced")]
    )
    return {
        "peak": peak,
        "idle_peak": idle_peak,
        "odoo": export.odoo,
        "seconds": export.seconds,
        "idle": idle.seconds,
        "requests": seen["requests"],
        "rows": rows,
    }


def compare():
    found = {}
    with measure.Google() as google:
        measure.configure(env, google)
        for count in SIZES:
            task = {
                "url": google.url,
                "warm": prepare(google, f"warm{count}", 50),
                "account": prepare(google, f"user{count}", count),
            }
            found[count] = measure.in_process_of_its_own(
                "bench_contact_memory.py", task
            )
    results = measure.Results(
        "Memory of sending contacts",
        "Resident memory at the peak above the idle process, one process for each "
        "size: a first export, then a sync that finds nothing new.",
    )
    for count, facts in found.items():
        results.add(
            f"{count:,} contacts: peak of the export", facts["peak"], unit=" MB"
        )
        results.add(
            f"{count:,} contacts: peak when idle", facts["idle_peak"], unit=" MB"
        )
        results.add(f"{count:,} contacts: requests of the export", facts["requests"])
        results.add(f"{count:,} contacts: seconds", facts["seconds"], unit=" s")
        each = facts["odoo"] / count * 1000
        results.add(f"{count:,} contacts: in Odoo, a contact", each, unit=" ms")
        results.add(f"{count:,} contacts: seconds when idle", facts["idle"], unit=" s")
        results.add(f"{count:,} contacts: not sent", count - facts["rows"], limit=0)
    small, large = (found[count]["peak"] for count in SIZES)
    results.add("ten times the contacts, times the memory", large / small, limit=1.5)
    results.finish()


measure.compare_or_answer(compare, answer_task)
