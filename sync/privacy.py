# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Several people's copies of one event, one event in Odoo: the strictest wins."""

_RANK = {"private": 1, "confidential": 2}


def strictest(visibilities):
    """The visibility that Odoo shows; of equally open ones the first.

    ``visibilities``: as in the neutral form, the organiser's copy first; not empty.
    """
    return max(visibilities, key=lambda kept: _RANK.get(kept, 0))
