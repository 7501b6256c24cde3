# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How many mails the next request asks for: by Gmail's quota, and by memory.

GOOGLE (usage limits of the Gmail API, for projects made since May 2026): 6,000 units a
minute and user, ``messages.get`` costs 20; older projects have 15,000 and 5. A batch
holds 50 at most: more trips the limit of what one mailbox serves at a time.
"""

UNITS_A_MINUTE = 6000
UNITS_A_MAIL = 20
MOST = 50
# A mail may hold 35 MB. So many may come together without a look at their sizes, …
FEW = 2
# … of more those that a search of Gmail's finds to be large come one by one.
LARGE = "larger:1M"


class Portion:
    """``size``: how many to ask for next, 0 when the minute's units are used up."""

    def __init__(self, units=None):
        """``units``: of a minute, as a number or a text; else Google's default."""
        try:
            units = int(units or UNITS_A_MINUTE)
        except ValueError:
            units = UNITS_A_MINUTE
        self._mails = max(units // UNITS_A_MAIL, 1)

    @property
    def size(self):
        return max(min(self._mails, MOST), 0)

    def took(self, number):
        """So many were asked for."""
        self._mails -= number


def together(ids, large):
    """The first of ``ids`` that may come in one request; a large one comes alone."""
    for number, one in enumerate(ids):
        if one in large:
            return ids[: max(number, 1)]
    return ids
