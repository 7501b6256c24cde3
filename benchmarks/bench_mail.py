# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""300 mails of 50 kB by a transfer label into Odoo; then nothing new; then imported."""

import os
import sys

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))

import measure
from mails import KILOBYTES, MAILS, raw

env = globals()["env"]  # given by the shell
LABEL = "To Odoo"


def run(google, account, what="in"):
    env.invalidate_all()
    with google.watched() as seen, measure.Watch(env, google) as watch:
        answer = env["gws.mail.sync"]._press(account, what, seconds=600)
    if answer["status"] != "ok":
        raise SystemExit(f"The run did not end well: {answer}")
    return watch, seen


with measure.Google() as google:
    measure.configure(env, google)
    measure.contacts(env)
    google.seed({"accounts": [{"email": "anna@nordwind.example"}]})
    google.world("put_label", "anna@nordwind.example", LABEL)
    account = measure.connect(
        env,
        google,
        "anna",
        calendar_enabled=False,
        mail_enabled=True,
        mail_in_limit=MAILS,
        mail_remove_after_transfer=True,
    )
    run(google, account, "labels")
    account.mail_in_label_id = env["gws.label"].search([("full_name", "=", LABEL)])
    env.cr.commit()
    run(google, account)  # nothing yet; the labels of the outcome are made
    for number in range(MAILS):
        google.world("put_mail", "anna@nordwind.example", raw(number), labels=[LABEL])
    account.mail_in_history = False  # as on the first day
    env.cr.commit()
    memory = measure.Memory()
    memory.forget_peak()
    fetch, seen_fetch = run(google, account)
    peak = memory.peak()
    staged = env["gws.message"].search([("account_id", "=", account.id)])
    idle, seen_idle = run(google, account)
    with measure.Watch(env) as importing:
        staged.with_user(account.user_id).action_import()
        env.cr.commit()
    imported = env["gws.message"].search_count([("state", "=", "imported")])

results = measure.Results(
    f"{MAILS} mails of {KILOBYTES} kB by a transfer label",
    "Fetched, read, matched to contacts and staged with their files; labelled as done "
    "at Gmail. Then imported to the contacts.",
)
results.add("requests", seen_fetch["requests"], limit=10)
results.add("units of Gmail's quota for the mails", 20 * MAILS, limit=6000)
results.add("units for all else", 1 + 5 + 50)
results.add("seconds", fetch.seconds, unit=" s")
results.add("of these waiting for Google", fetch.waiting, unit=" s")
results.add("in Odoo, a mail", fetch.odoo / MAILS * 1000, unit=" ms")
results.add("queries, a mail", fetch.queries / MAILS)
results.add("memory at the peak", peak, unit=" MB", limit=64)
results.add("did not arrive", MAILS - len(staged), limit=0)
results.add("requests when nothing is new", seen_idle["requests"], limit=1)
results.add("seconds when nothing is new", idle.seconds, unit=" s")
results.add("importing, a mail", importing.seconds / MAILS * 1000, unit=" ms")
results.add("not imported", MAILS - imported, limit=0)
results.finish()
