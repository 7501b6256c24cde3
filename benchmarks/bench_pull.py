# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A first pull of 2,000 events, beside a bare batched create() of the same values.

Seven rounds, each with a new user: the pull, then the same values once more through
`calendar.event`.create() in one call, without bindings, merge or Google, rolled back.
The best of the rounds counts, for both: what else the machine did only adds.
"""

import copy
import os
import sys
import time

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))

import measure

env = globals()["env"]  # given by the shell
EVENTS = 2000
ROUNDS = 7


class Captured:
    """Keeps the values of every create() of events in the block.

    ``cost``: the seconds that keeping them took, which are nobody's work.
    """

    def __init__(self):
        self.calls = []
        self.cost = 0.0

    def __enter__(self):
        self.owner = type(env["gws.calendar.local"])
        original = self.owner._create_events

        def _create_events(local, *args, **kwargs):
            event = type(local.env["calendar.event"])
            create = event.create

            def spy(records, vals_list):
                start = time.perf_counter()
                self.calls.append((records.env.context, copy.deepcopy(vals_list)))
                self.cost += time.perf_counter() - start
                return create(records, vals_list)

            event.create = spy
            try:
                return original(local, *args, **kwargs)
            finally:
                del event.create

        self.owner._create_events = _create_events
        return self

    def __exit__(self, *_error):
        del self.owner._create_events


def bare_create(user, calls):
    """The captured values in one create(), rolled back → Watch."""
    values = [vals for _context, vals_list in calls for vals in vals_list]
    model = env["calendar.event"].with_user(user).sudo()
    model = model.with_context(**calls[0][0])
    env.invalidate_all()
    with measure.Watch(env) as watch:
        model.create(values)
        env.flush_all()
    env.cr.rollback()
    return watch


def pull(google, login, count):
    google.seed(measure.seed(login, count))
    account = measure.connect(env, google, login)
    env.invalidate_all()
    with google.watched() as seen, Captured() as captured:
        with measure.Watch(env, google) as watch:
            answer = env["gws.calendar.sync"]._press(account, seconds=600)
    if answer["status"] != "ok":
        raise SystemExit(f"The pull did not end well: {answer}")
    events = env["gws.event.binding"].search_count([("account_id", "=", account.id)])
    if events != count:
        raise SystemExit(f"{events} events instead of {count} came")
    watch.seconds -= captured.cost
    watch.odoo -= captured.cost
    return account, watch, seen, captured.calls


with measure.Google() as google:
    measure.configure(env, google)
    measure.contacts(env)
    pull(google, "warm", 60)
    memory = measure.Memory()
    pulls, bares = [], []
    for number in range(ROUNDS):
        account, watch, seen, calls = pull(google, f"user{number}", EVENTS)
        pulls.append(watch)
        bares.append(bare_create(account.user_id, calls))
    peak = memory.peak()
    grows = {
        count: pull(google, f"size{count}", count)[1].odoo / count
        for count in (500, 4000)
    }

    def best(watches, name):
        return min(getattr(watch, name) for watch in watches)

    results = measure.Results(
        f"First pull of {EVENTS:,} events",
        f"Best of {ROUNDS} rounds, each a new user; the bare create() takes the very "
        "values of the pull, in one call. “In Odoo” is all but waiting for Google: "
        "reading the answer, planning, events, bindings, commits.",
    )
    results.add("list requests", seen["lists"], limit=3)
    results.add("requests in all", seen["requests"])
    results.add("connections", seen["connections"], limit=1)
    results.add("the whole pull", best(pulls, "seconds"), unit=" s")
    results.add("waiting for Google", best(pulls, "waiting"), unit=" s")
    results.add("in Odoo", best(pulls, "odoo"), unit=" s")
    results.add("bare create()", best(bares, "odoo"), unit=" s")
    results.add(
        "time in Odoo to bare create()", best(pulls, "odoo") / best(bares, "odoo")
    )
    results.add("database seconds of the pull", best(pulls, "sql"), unit=" s")
    results.add("database seconds of bare create()", best(bares, "sql"), unit=" s")
    results.add(
        "database time to bare create()",
        best(pulls, "sql") / best(bares, "sql"),
        limit=1.5,
    )
    for count, seconds in grows.items():
        results.add(
            f"in Odoo, an event, when there are {count:,}", seconds * 1000, unit=" ms"
        )
    results.add("queries of the pull", best(pulls, "queries"))
    results.add("queries of bare create()", best(bares, "queries"))
    results.add("more memory at the peak", peak, unit=" MB")
    results.finish()
