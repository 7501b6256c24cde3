# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Set up the demo database for the emulated Google. Run inside `odoo shell`.

Reads the variable GWS_DEMO, a JSON object: `odoo` and `google` (base URLs),
`client_id`, `client_secret`, `email`, `name`, `timezone`, `sync_from` (a date) and
`contacts` (see demo/world_contacts.py).

Does what an administrator would do on the screen: the general settings, a user, and
that user's settings. The consent is left to the user.
"""

import json
import os

demo = json.loads(os.environ["GWS_DEMO"])
env = globals()["env"]  # given by the shell

parameters = env["ir.config_parameter"]
parameters.set_param("web.base.url", demo["odoo"])
# Or the administrator's next login would set it to the address they came by.
parameters.set_param("web.base.url.freeze", "True")
parameters.set_param("google_workspace.enabled", "True")
parameters.set_param("google_workspace.client_id", demo["client_id"])
parameters.set_param("google_workspace.client_secret", demo["client_secret"])
parameters.set_param("google_workspace.api_endpoint", demo["google"])
# The emulated Google is on this machine and may call: its changes come at once.
parameters.set_param("google_workspace.notifications", "loopback")

users = env["res.users"].with_context(no_reset_password=True)
user = users.search([("login", "=", "demo")])
values = {"name": demo["name"], "email": demo["email"], "tz": demo["timezone"]}
if user:
    user.write(values)
else:
    user = users.create({**values, "login": "demo", "password": "demo"})

account = env["gws.account"].search([("user_id", "=", user.id)])
if not account:
    account = account.create(
        {
            "user_id": user.id,
            "email": demo["email"],
            "calendar_enabled": True,
            "calendar_sync_from": demo["sync_from"],
            "contact_enabled": True,
            "contact_sync_tags": True,
            "mail_enabled": True,
        }
    )
elif account.state != "draft":
    # The emulator forgets every token when it ends.
    account.action_disconnect()

# The address book, once: customers have numbers, and so are known again.
partners = env["res.partner"]
if not partners.search_count([("ref", "=like", "NW-%")], limit=1):
    tags = env["res.partner.category"]
    countries = {c.code: c.id for c in env["res.country"].search([])}
    for number, facts in enumerate(demo["contacts"], 1001):
        names = facts.pop("tags", [])
        country, company = facts.pop("country", None), facts.pop("company", None)
        for name in names:
            if not tags.search([("name", "=", name)]):
                tags.create({"name": name, "color": len(tags.search([])) % 11 + 1})
        partners.create(
            {
                **facts,
                "ref": f"NW-{number}",
                "category_id": tags.search([("name", "in", names)]).ids,
                "country_id": countries.get(country),
                "parent_id": company
                and partners.search([("name", "=", company)], limit=1).id,
            }
        )
user.group_ids += env.ref("base.group_partner_manager")
env.cr.commit()
