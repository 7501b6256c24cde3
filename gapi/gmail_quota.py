# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a call of the Gmail API costs.

Gmail counts units, not requests: each user of a project has so many a minute, in a
sliding window. On 1 May 2026 reading became four times as dear and the budget smaller;
projects that used the API in the half year before keep the old prices. A project does
not say which it is, so whoever sizes a run takes "2026" unless told otherwise.

Source: developers.google.com/workspace/gmail/api/reference/quota, of 2026 and of
before. Not in both of its tables: `messages.trash` (told by one reader of the new
one) and `settings.sendAs.list` (the old one's price).
"""

# Units a minute for one user of a project.
PER_MINUTE = {"2026": 6_000, "before": 15_000}

UNITS = {
    "2026": {
        "users.getProfile": 1,
        "users.labels.list": 1,
        "users.labels.create": 5,
        "users.history.list": 2,
        "users.messages.list": 5,
        "users.messages.get": 20,
        "users.messages.modify": 5,
        "users.messages.batchModify": 50,
        "users.messages.trash": 20,
        "users.messages.send": 100,
        "users.settings.sendAs.list": 1,
        "users.watch": 100,
        "users.stop": 50,
    },
    "before": {
        "users.getProfile": 1,
        "users.labels.list": 1,
        "users.labels.create": 5,
        "users.history.list": 2,
        "users.messages.list": 5,
        "users.messages.get": 5,
        "users.messages.modify": 5,
        "users.messages.batchModify": 50,
        "users.messages.trash": 5,
        "users.messages.send": 100,
        "users.settings.sendAs.list": 1,
        "users.watch": 100,
        "users.stop": 50,
    },
}


def affordable(method, units=None, era="2026"):
    """Return how many calls of `method` so many units pay for; without `units` a
    whole minute's."""
    left = PER_MINUTE[era] if units is None else units
    return max(0, left // UNITS[era][method])
