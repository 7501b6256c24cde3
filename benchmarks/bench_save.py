# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What saving an event in Odoo costs with the addon, and without its hooks.

The hooks are taken off the model's class for every other save, so both kinds meet the
same database in the same minutes. A save is what a user waits for: write and commit.
"""

import contextlib
import os
import statistics
import sys
import time

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))

import measure

env = globals()["env"]  # given by the shell
SAVES = 60
HOOKED = ("calendar.event", "calendar.attendee")
METHODS = ("create", "write", "unlink")


@contextlib.contextmanager
def without_hooks():
    """The addon's create, write and unlink of events do not exist in the block."""
    taken = []
    for model in HOOKED:
        for cls in type(env[model]).__mro__:
            if cls.__module__.startswith("odoo.addons.google_workspace."):
                for name in METHODS:
                    if name in vars(cls):
                        taken.append((cls, name, vars(cls)[name]))
                        delattr(cls, name)
    if len(taken) < 4:
        raise SystemExit("The hooks were not found: nothing is compared")
    try:
        yield
    finally:
        for cls, name, method in taken:
            setattr(cls, name, method)


def save(event, values):
    """Milliseconds of one save."""
    start = time.perf_counter()
    event.write(values)
    env.cr.commit()
    return (time.perf_counter() - start) * 1000


def compare(event, make_values):
    """Median milliseconds of a save (with the hooks, without them)."""
    kinds = {"with": [], "without": []}
    for number in range(SAVES):
        for kind, times in kinds.items():
            bare = without_hooks() if kind == "without" else contextlib.nullcontext()
            with bare:
                times.append(save(event, make_values(f"{number} {kind}")))
    return [statistics.median(times) for times in kinds.values()]


def make_event(user, name):
    event = (
        env["calendar.event"]
        .with_user(user)
        .create(
            {
                "name": name,
                "start": "2027-01-04 09:00:00",
                "stop": "2027-01-04 10:00:00",
            }
        )
    )
    env.cr.commit()
    return event


def title(text):
    return {"name": f"Titel {text}"}


def place(text):
    return {"location": f"Raum {text}", "description": f"<p>{text}</p>"}


results = measure.Results(
    "Saving an event in Odoo",
    f"Median of {SAVES} saves each, commit included, with the addon's hooks and "
    "without them in turn.",
)
with measure.Google() as google:
    measure.configure(env, google)
    other = env.ref("base.user_admin")
    save(make_event(other, "warm"), title("warm"))
    with_hooks, without = compare(make_event(other, "nobody"), title)
    results.add("nobody is connected, without the addon", without, unit=" ms")
    results.add("nobody is connected: more with it", with_hooks - without, 15, " ms")

    google.seed(measure.seed("anna", 200))
    anna = measure.connect(env, google, "anna")
    env["gws.calendar.sync"]._press(anna, seconds=600)
    with_hooks, without = compare(make_event(other, "other"), title)
    results.add("somebody else is connected: more", with_hooks - without, 15, " ms")

    synced = env["gws.event.binding"].search([("account_id", "=", anna.id)], limit=1)
    event = synced.event_id.with_user(anna.user_id)
    with google.watched() as seen:
        with_hooks, without = compare(event, title)
        results.add("a synced event's title, without the addon", without, unit=" ms")
        results.add("a synced event's title: more", with_hooks - without, 15, " ms")
        with_hooks, without = compare(event, place)
        results.add("its place and text: more", with_hooks - without, 15, " ms")
    results.add("requests to Google while saving", seen["requests"], 0)
results.finish()
