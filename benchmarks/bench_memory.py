# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Memory of a first pull: ten times the events, hardly more of it.

Pages are applied as they come, so what is held is a page, whatever the calendar's size.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))

import measure
from calendars import Mixed

env = globals()["env"]  # given by the shell
SIZES = (2000, 20000)


def pull(google, login, count):
    """MB above the idle process at the peak, the Watch, the number of list requests."""
    calendar = Mixed(login, count, long=False)
    calendar.load(google)
    account = measure.connect(env, google, login)
    memory.forget_peak()
    with google.watched() as seen, measure.Watch(env, google) as watch:
        answer = env["gws.calendar.sync"]._press(account, seconds=600)
    if answer["status"] != "ok":
        raise SystemExit(f"The pull did not end well: {answer}")
    peak = memory.peak()
    domain = [("user_id", "=", account.user_id.id)]
    found = env["calendar.event"].search_count(domain)
    if found != calendar.occurrences:
        raise SystemExit(f"{found} events instead of {calendar.occurrences}")
    return peak, watch, seen["lists"]


with measure.Google() as google:
    measure.configure(env, google)
    measure.contacts(env)
    memory = measure.Memory()
    pull(google, "warm", 100)
    memory = measure.Memory()
    found = {count: pull(google, f"user{count}", count) for count in SIZES}

results = measure.Results(
    "Memory of a first pull",
    "Resident memory above the idle process, at its peak. Of 100 listed items 5 are "
    "series of 11 weeks and 1 is a changed occurrence.",
)
for count, (peak, watch, lists) in found.items():
    results.add(f"{count:,} events: peak", peak, unit=" MB")
    results.add(f"{count:,} events: pages", lists)
    results.add(f"{count:,} events: seconds", watch.seconds, unit=" s")
    results.add(f"{count:,} events: queries an event", watch.queries / count)
small, large = (found[count][0] for count in SIZES)
results.add("ten times the events, times the memory", large / small, limit=1.5)
results.finish()
