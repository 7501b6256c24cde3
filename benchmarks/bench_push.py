# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""500 events changed in Odoo, delivered to Google by the job that runs after a save."""

import os
import sys

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))

import measure

env = globals()["env"]  # given by the shell
EVENTS = 500


def deliver(google):
    """What the delivery job does → (Watch, what Google saw)."""
    env.invalidate_all()
    with google.watched() as seen, measure.Watch(env, google) as watch:
        env["gws.account"]._cron_deliver()
    return watch, seen


def bound(account, **more):
    domain = [("account_id", "=", account.id)]
    domain += [(name, "=", value) for name, value in more.items()]
    return env["gws.event.binding"].search(domain)


with measure.Google() as google:
    measure.configure(env, google)
    measure.contacts(env)
    google.seed(measure.seed("anna", EVENTS))
    account = measure.connect(env, google, "anna")
    env["gws.calendar.sync"]._press(account, seconds=600)
    events = bound(account).event_id.with_user(account.user_id)
    if len(events) != EVENTS:
        raise SystemExit(f"{len(events)} events instead of {EVENTS}")

    for number, event in enumerate(events):
        event.write({"name": f"Neuer Titel {number}", "location": f"Raum {number}"})
    env.cr.commit()
    edits, seen_edits = deliver(google)
    waiting = len(bound(account, state="pending"))

    env["calendar.event"].with_user(account.user_id).create(
        [
            {
                "name": f"Neu in Odoo {number}",
                "start": "2027-01-04 09:00:00",
                "stop": "2027-01-04 10:00:00",
            }
            for number in range(EVENTS)
        ]
    )
    env.cr.commit()
    inserts, seen_inserts = deliver(google)
    waiting += len(bound(account, state="pending"))

    again, seen_again = deliver(google)
    there = google.world("events", account.email)
    landed = sum(
        event.get("summary", "").startswith(("Neuer Titel", "Neu in"))
        for event in there
    )

results = measure.Results(
    f"{EVENTS} changed events sent to Google",
    "Title and place of every event edited one by one in Odoo, then delivered; the "
    "same for as many new events. Not one must be left waiting or be sent twice.",
)
results.add(f"requests for {EVENTS} edits", seen_edits["requests"], limit=12)
results.add("connections", seen_edits["connections"], limit=1)
results.add("calls inside the batches", seen_edits["inner"], limit=EVENTS)
results.add("seconds for the edits", edits.seconds, unit=" s")
results.add("of these waiting for Google", edits.waiting, unit=" s")
results.add("in Odoo, an event", edits.odoo / EVENTS * 1000, unit=" ms")
results.add("queries, an event", edits.queries / EVENTS)
results.add(f"requests for {EVENTS} new events", seen_inserts["requests"], limit=12)
results.add("seconds for the new events", inserts.seconds, unit=" s")
results.add("in Odoo, a new event", inserts.odoo / EVENTS * 1000, unit=" ms")
results.add("left waiting", waiting, limit=0)
results.add("did not arrive", 2 * EVENTS - landed, limit=0)
results.add("requests when nothing is left", seen_again["requests"], limit=0)
results.finish()
