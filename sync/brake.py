# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The brake: a run that would delete too much stops and asks.

An empty answer, a calendar taken away or a bug looks like "everything was deleted".
Erasing the other side on such news is the one thing that cannot be mended.
"""

DEFAULT_SHARE = 0.3
DEFAULT_FLOOR = 20


def too_many(deletions, total, share=DEFAULT_SHARE, floor=DEFAULT_FLOOR):
    """Whether ``deletions`` out of ``total`` bound records need a person's word.

    Up to ``floor`` deletions never ask: a small calendar may well be emptied.
    """
    return deletions > floor and deletions > total * share
