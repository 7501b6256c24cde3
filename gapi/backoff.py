# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How long to wait before the next try, and when to stop trying.

Truncated exponential backoff with jitter as Google asks for: min(2^n + up to a
second, 32 s), the first wait at least a second. `Retry-After` wins where given. The
waits of one call never add up to more than its patience: a worker that sleeps for
minutes helps nobody, the caller stores the time and comes back.
"""

LONGEST = 32.0
# These pass by themselves within seconds. "quota" takes hours: never waited for.
RETRYABLE_KINDS = ("rate", "concurrency", "server", "network", "timeout")
# A server that hangs costs a whole timeout each time: one more try, not three.
_TRIES_AFTER_TIMEOUT = 1


class Patience:
    """The tries and seconds left for one call.

    retries   further tries after the first
    max_wait  seconds that may be slept in all
    sleep, rng  `time.sleep` and `random.random`, or a test's
    """

    def __init__(self, retries, max_wait, sleep, rng):
        self.retries = retries
        self.max_wait = max_wait
        self._sleep = sleep
        self._rng = rng
        self._tries = 0
        self._timeouts = 0
        self._waited = 0.0

    def progress(self):
        """Something succeeded: count tries anew. The seconds stay spent."""
        self._tries = 0
        self._timeouts = 0

    def pause(self, error, at_once=False):
        """Wait as this `Transient` asks; True when the caller may try again.

        Sleeps not at all when the wait would be longer than what is left; then the
        answer is False. With `at_once` the next try needs no wait (an idle
        connection broke), but it counts as a try.
        """
        if error.kind not in RETRYABLE_KINDS or self._tries >= self.retries:
            return False
        if error.kind == "timeout":
            self._timeouts += 1
            if self._timeouts > _TRIES_AFTER_TIMEOUT:
                return False
        wait = 0.0 if at_once else self._wait(error.retry_after)
        if wait > self.max_wait - self._waited:
            return False
        self._tries += 1
        if wait > 0:
            self._waited += wait
            self._sleep(wait)
        return True

    def _wait(self, retry_after):
        left = self.max_wait - self._waited
        if retry_after is None:
            return min(2.0**self._tries + self._rng(), LONGEST)
        if retry_after > left:
            return retry_after
        # Not all at the same second, where the patience allows it.
        return min(retry_after + self._rng(), left)
