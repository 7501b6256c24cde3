# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Read test results out of logs. Pure: text in, counts out.

Odoo writes its tests into its log. Beside the counts, a log may hold errors that no
test noticed; those count as problems, or the suite would be green over a broken job.
"""

import re
from dataclasses import dataclass, field

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ "
    r"(?P<level>[A-Z]+) (?P<database>\S+) (?P<logger>\S+): (?P<text>.*)$"
)
# "1 failed, 0 error(s) of 42 tests when loading database 'x'"
TOTAL = re.compile(
    r"^(?P<failed>\d+) failed, (?P<errors>\d+) error\(s\) of (?P<run>\d+) tests "
    r"when loading database"
)
SKIP = re.compile(r"^skipped (?P<test>.+?) : (?P<reason>.*)$")
# A tour that could not be played because the machine lacks something proves nothing.
NOT_PLAYED = re.compile(r"chrom|websocket", re.IGNORECASE)
PURE = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", re.M)
# The emulator's tokens and client secrets have these looks, and Google's own too.
SECRET = re.compile(r"ya29\.[\w-]+|\b1//[\w-]{6,}|GOCSPX-[\w-]+")


@dataclass
class Counts:
    """How many tests passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Counts(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )

    def __str__(self):
        text = f"{self.passed} passed, {self.failed} failed"
        return text + (f", {self.skipped} skipped" if self.skipped else "")


@dataclass
class OdooLog:
    """What a log of Odoo's tests says, read line by line."""

    addon: str
    ended: bool = False
    run: int = 0
    failed: int = 0
    skipped: int = 0
    # Skipped before they began (a whole class): not among those run.
    skipped_whole: int = 0
    problems: list = field(default_factory=list)

    def read(self, line):
        """Take in one line; return True when a person should see it."""
        found = LINE.match(line)
        if not found:
            # The lines of a traceback belong to the line before them.
            return bool(line.strip()) and self._shown
        self._shown = self._take(found["level"], found["logger"], found["text"], line)
        return self._shown

    _shown = False

    def _take(self, level, logger, text, line):
        total = TOTAL.match(text)
        if total:
            self.ended = True
            self.run += int(total["run"])
            self.failed += int(total["failed"]) + int(total["errors"])
            return True
        skip = SKIP.match(text)
        if skip:
            self._skip(skip["test"], skip["reason"], line)
            return True
        if level in ("ERROR", "CRITICAL"):
            if not _is_a_result(logger, text):
                self.problems.append(line.strip())
            return True
        if level == "WARNING" and self._is_ours(logger, text):
            self.problems.append(line.strip())
            return True
        return False

    def _skip(self, test, reason, line):
        if test.startswith(("setUpClass", "setUpModule")):
            self.skipped_whole += 1
        else:
            self.skipped += 1
        if NOT_PLAYED.search(reason):
            self.problems.append(line.strip())

    def _is_ours(self, logger, text):
        # A page's console.warn; what breaks a tour comes as an error.
        if logger.endswith(".browser"):
            return False
        return self.addon in logger or self.addon in text

    def counts(self):
        """Return the counts; a run that did not end, or was empty, is one failure."""
        failed = self.failed
        if not self.ended or not self.run:
            failed += 1
        # One test may fail several times (subtests).
        passed = max(0, self.run - self.skipped - self.failed)
        return Counts(passed, failed, self.skipped + self.skipped_whole)


def _is_a_result(logger, text):
    """Tell whether an error line is a failed test, which the total counts already."""
    return ".tests." in f"{logger}." and text.startswith(("FAIL: ", "ERROR: "))


def read_pure(output):
    """Return the counts at the end of dev/pure.py's output; none there: one failure."""
    found = PURE.findall(output)
    if not found:
        return Counts(failed=1)
    passed, failed, skipped = (int(number or 0) for number in found[-1])
    return Counts(passed, failed, skipped)


def secrets_in(text):
    """Return the numbers of the lines that hold something like a token or secret."""
    return [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if SECRET.search(line)
    ]
