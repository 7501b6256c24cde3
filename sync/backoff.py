# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When to try again: truncated exponential backoff across runs, jitter passed in.

Within one request gapi waits for seconds; what is still refused then waits here,
in the database, for minutes. Formula as in Google's error guides: min(2^n + random,
maximum).
"""

FIRST_DELAY = 60
MAX_DELAY = 6 * 3600


def next_delay(attempt, retry_after=None, jitter=0.0):
    """Seconds until try number ``attempt`` + 1 (``attempt`` counts from 1).

    What Google asked for (``retry_after``, seconds) is honoured when it is longer.
    ``jitter`` is a random number in [0, 1): many accounts refused at once must not
    come back at once.
    """
    delay = min(FIRST_DELAY * 2 ** min(attempt - 1, 20), MAX_DELAY)
    return max(delay, retry_after or 0) + jitter * FIRST_DELAY
