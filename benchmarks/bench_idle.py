# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A sync that finds nothing new: one account, then a pass over 200 of them."""

import os
import sys

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))

import measure

env = globals()["env"]  # given by the shell
ACCOUNTS = 200
EVENTS = 5


def scheduled(google):
    """What the scheduled action does → (Watch, what Google saw)."""
    env.cr.commit()
    env.invalidate_all()
    with google.watched() as seen, measure.Watch(env, google) as watch:
        env["gws.account"]._cron_sync_appointments()
    return watch, seen


with measure.Google() as google:
    measure.configure(env, google)
    google.seed(measure.seed("anna", 200))
    anna = measure.connect(env, google, "anna")
    env["gws.calendar.sync"]._press(anna, seconds=600)
    scheduled(google)
    one, seen_one = scheduled(google)

    google.world("add_calendar", anna.email, "Zweiter Kalender")
    anna.action_list_calendars()
    anna.calendar_ids.selected = True
    env.cr.commit()
    scheduled(google)
    two, seen_two = scheduled(google)

    for number in range(ACCOUNTS - 1):
        login = f"u{number}"
        google.seed(measure.seed(login, EVENTS))
        measure.connect(env, google, login)
    env["gws.account"]._cron_sync_appointments()
    late = env["gws.account"].search_count([("last_sync", "=", False)])
    whole, seen_whole = scheduled(google)
    failed = env["gws.account"].search_count([("last_error", "!=", False)])

results = measure.Results(
    "Nothing new",
    f"The scheduled action when no calendar has changed. {ACCOUNTS} accounts have "
    f"{ACCOUNTS + 1} chosen calendars in all; they are asked some at a time.",
)
results.add("requests, one chosen calendar", seen_one["requests"], limit=1)
results.add("seconds", one.seconds, unit=" s")
results.add("of these in Odoo", one.odoo, unit=" s")
results.add("queries", one.queries)
results.add("requests, two chosen calendars", seen_two["requests"], limit=2)
results.add(
    f"requests, {ACCOUNTS} accounts", seen_whole["requests"], limit=ACCOUNTS + 1
)
results.add(f"seconds, {ACCOUNTS} accounts", whole.seconds, unit=" s")
results.add(
    "one after the other the waiting alone would be",
    measure.LATENCY * seen_whole["requests"],
    unit=" s",
)
results.add("seconds an account", whole.seconds / ACCOUNTS * 1000, unit=" ms")
results.add("queries an account", whole.queries / ACCOUNTS)
results.add("connections", seen_whole["connections"], limit=8)
results.add("accounts left out or failed", late + failed, limit=0)
results.finish()
