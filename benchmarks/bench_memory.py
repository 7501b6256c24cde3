# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Memory of a first pull: ten times the events, hardly more of it.

Pages are applied as they come, so what is held is a page, whatever the calendar's size.
Each size has an Odoo process of its own (see ``measure``).
"""

import os
import sys

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))

import measure
from calendars import Mixed

env = globals()["env"]  # given by the shell
SIZES = (2000, 20000)


def pull(google, login, count):
    """Connect and pull → what it took: peak (MB above the idle process), …"""
    account = measure.connect(env, google, login)
    memory = measure.Memory()
    memory.forget_peak()
    with measure.Watch(env, google) as watch:
        answer = env["gws.calendar.sync"]._press(account, seconds=600)
    peak = memory.peak()
    if answer["status"] != "ok":
        raise SystemExit(f"The pull did not end well: {answer}")
    domain = [("user_id", "=", account.user_id.id)]
    return {
        "peak": peak,
        "seconds": watch.seconds,
        "queries": watch.queries,
        "events": env["calendar.event"].search_count(domain),
    }


def measured(google, calendar, count):
    task = {"url": google.url, "count": count}
    with google.watched() as seen:
        facts = measure.in_process_of_its_own("bench_memory.py", task)
    if facts["events"] != calendar.occurrences:
        raise SystemExit(f"{facts['events']} events, not {calendar.occurrences}")
    return {**facts, "pages": seen["lists"] - 1}  # the warm-up's is not counted


def answer_task(task):
    """In the other process: pull a little, to load the code; then what is asked."""
    google = measure.Google(task["url"])
    pull(google, f"warm{task['count']}", 100)
    return pull(google, f"user{task['count']}", task["count"])


def compare():
    found = {}
    with measure.Google() as google:
        measure.configure(env, google)
        measure.contacts(env)
        for count in SIZES:
            Mixed(f"warm{count}", 100, long=False).load(google)
            calendar = Mixed(f"user{count}", count, long=False)
            calendar.load(google)
            found[count] = measured(google, calendar, count)
    results = measure.Results(
        "Memory of a first pull",
        "Resident memory at the peak above the idle process, one process for each "
        "size. Of 100 listed items 5 are series of 11 weeks, 1 is a changed "
        "occurrence.",
    )
    for count, facts in found.items():
        results.add(f"{count:,} events: peak", facts["peak"], unit=" MB")
        results.add(f"{count:,} events: pages", facts["pages"])
        results.add(f"{count:,} events: seconds", facts["seconds"], unit=" s")
        results.add(f"{count:,} events: queries an event", facts["queries"] / count)
    small, large = (found[count]["peak"] for count in SIZES)
    results.add("ten times the events, times the memory", large / small, limit=1.5)
    results.finish()


measure.compare_or_answer(compare, answer_task)
