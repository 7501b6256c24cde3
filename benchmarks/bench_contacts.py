# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""1,000 contacts sent to Google, left alone, edited once, all edited, all removed."""

import os
import sys

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))

import address_book
import measure

env = globals()["env"]  # given by the shell
CONTACTS = 1000


def press(google, account):
    """The owner presses the button → (Watch, what Google saw)."""
    env.invalidate_all()
    with google.watched() as seen, measure.Watch(env, google) as watch:
        answer = env["gws.contact.sync"]._press(account, seconds=600)
    if answer["status"] != "ok":
        raise SystemExit(f"The sync did not end well: {answer}")
    return watch, seen


def deliver(google):
    """What the delivery job does after a save → (Watch, what Google saw)."""
    env.invalidate_all()
    with google.watched() as seen, measure.Watch(env, google) as watch:
        env["gws.account"]._cron_deliver()
    return watch, seen


with measure.Google() as google:
    measure.configure(env, google)
    account = address_book.connected(
        env, google, "anna", contact_delete_unsubscribed=True
    )
    partners = address_book.contacts(env, "anna", CONTACTS)
    with measure.Watch(env) as choosing:
        address_book.subscribe(env, account, partners)
    export, seen_export = press(google, account)
    arrived = len(google.world("contacts", account.email))
    idle, seen_idle = press(google, account)

    owner = account.user_id
    [one] = partners[7].with_user(owner)
    one.sudo().write({"phone": "+49 171 4711000"})
    env.cr.commit()
    edit, seen_edit = deliver(google)

    for number, partner in enumerate(partners):
        partner.write({"function": f"Leitung {number}", "city": f"Ort {number}"})
    env.cr.commit()
    edits, seen_edits = deliver(google)
    changed = sum(
        any("Ort" in a.get("city", "") for a in person.get("addresses", ()))
        for person in google.world("contacts", account.email)
    )

    env["res.partner"].with_user(owner).browse(partners.ids).action_gws_unsubscribe()
    env.cr.commit()
    removal, seen_removal = deliver(google)
    left = len(google.world("contacts", account.email))

results = measure.Results(
    f"{CONTACTS:,} contacts sent to Google",
    "Four of five are people of a company with two addresses and a number, every third "
    "with a note. One request at a time would be 1,000 of them.",
)
results.add(f"seconds to subscribe to {CONTACTS:,}", choosing.seconds, unit=" s")
results.add("requests of the first export", seen_export["requests"], limit=10)
results.add("seconds of the first export", export.seconds, unit=" s")
results.add("of these waiting for Google", export.waiting, unit=" s")
results.add("in Odoo, a contact", export.odoo / CONTACTS * 1000, unit=" ms")
results.add("queries, a contact", export.queries / CONTACTS)
results.add("did not arrive", CONTACTS - arrived, limit=0)
results.add("requests when nothing changed", seen_idle["requests"], limit=1)
results.add("seconds when nothing changed", idle.seconds, unit=" s")
results.add("requests for one edit", seen_edit["requests"], limit=2)
results.add("seconds for one edit", edit.seconds, unit=" s")
results.add(f"requests for {CONTACTS:,} edits", seen_edits["requests"], limit=7)
results.add("seconds for the edits", edits.seconds, unit=" s")
results.add("in Odoo, an edited contact", edits.odoo / CONTACTS * 1000, unit=" ms")
results.add("edits that did not arrive", CONTACTS - changed, limit=0)
results.add(f"requests to take {CONTACTS:,} out", seen_removal["requests"], limit=5)
results.add("seconds to take them out", removal.seconds, unit=" s")
results.add("left in Google", left, limit=0)
results.finish()
