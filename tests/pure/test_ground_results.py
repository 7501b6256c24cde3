# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The reader of test results: a run that went wrong must not be read as a good one."""

import unittest

from ...dev.ground import results

ADDON = "google_workspace"
TESTS = "odoo.addons.google_workspace.tests.test_x"


def line(level, logger, text):
    return f"2026-01-02 03:04:05,678 99 {level} base {logger}: {text}\n"


def read(*lines):
    log = results.OdooLog(ADDON)
    shown = [text for text in lines if log.read(text)]
    return log, shown


def total(failed, errors, run, level="INFO"):
    text = f"{failed} failed, {errors} error(s) of {run} tests when loading database"
    return line(level, "odoo.tests.result", f"{text} 'base'")


class TestOdooLog(unittest.TestCase):
    def test_all_passed(self):
        log, shown = read(
            line("INFO", TESTS, "Starting TestX.test_a ..."), total(0, 0, 7)
        )
        self.assertEqual(str(log.counts()), "7 passed, 0 failed")
        self.assertEqual(log.problems, [])
        self.assertEqual(shown, [total(0, 0, 7)])

    def test_failures_and_errors_count_once(self):
        log, shown = read(
            line("ERROR", TESTS, "FAIL: TestX.test_a"),
            "Traceback (most recent call last):\n",
            "AssertionError: 1 != 2\n",
            line("ERROR", TESTS, "ERROR: TestX.test_b"),
            total(1, 1, 5, level="ERROR"),
        )
        self.assertEqual(log.counts(), results.Counts(3, 2, 0))
        self.assertEqual(log.problems, [])
        self.assertIn("AssertionError: 1 != 2\n", shown)

    def test_skips(self):
        log, _shown = read(
            line("INFO", TESTS, "skipped TestX.test_a : no reason"),
            line("INFO", TESTS, "skipped setUpClass (TestY) : not today"),
            total(0, 0, 4),
        )
        self.assertEqual(str(log.counts()), "3 passed, 0 failed, 2 skipped")
        self.assertEqual(log.problems, [])

    def test_tour_that_was_not_played_is_a_problem(self):
        log, _shown = read(
            line("INFO", TESTS, "skipped TestTour.test_a : Chrome executable not found")
        )
        self.assertEqual(len(log.problems), 1)

    def test_run_that_did_not_end_fails(self):
        log, _shown = read(line("INFO", TESTS, "Starting TestX.test_a ..."))
        self.assertEqual(log.counts().failed, 1)

    def test_run_of_no_test_fails(self):
        log, _shown = read(total(0, 0, 0))
        self.assertEqual(log.counts().failed, 1)

    def test_errors_no_test_noticed_are_problems(self):
        for level, logger, text, expected in (
            ("ERROR", "odoo.http", "Exception during request handling.", 1),
            ("CRITICAL", "odoo.modules.registry", "Failed to load registry", 1),
            ("WARNING", f"odoo.addons.{ADDON}.models.x", "odd", 1),
            ("WARNING", "odoo.modules.loading", f"{ADDON}: wrong file", 1),
            ("WARNING", "odoo.addons.mail", "somebody else's", 0),
            ("WARNING", f"{TESTS}.TestTour.test_a.browser", "console.warn", 0),
            ("ERROR", "odoo.http", "FAIL: is no result of a test here", 1),
        ):
            with self.subTest(logger=logger):
                log, _shown = read(line(level, logger, text), total(0, 0, 1))
                self.assertEqual(len(log.problems), expected)


class TestPure(unittest.TestCase):
    def test_last_line_counts(self):
        text = "noise\n1 passed, 1 failed, 0 skipped\n12 passed, 0 failed, 3 skipped\n"
        self.assertEqual(results.read_pure(text), results.Counts(12, 0, 3))

    def test_no_counts_is_a_failure(self):
        self.assertEqual(results.read_pure("ImportError: x").failed, 1)

    def test_sum(self):
        total = results.Counts(1, 2, 3) + results.Counts(10, 20, 30)
        self.assertEqual(str(total), "11 passed, 22 failed, 33 skipped")


class TestSecrets(unittest.TestCase):
    def test_tokens_and_secrets_are_found(self):
        # Put together here: this file's own text must not look like a secret.
        for secret in (
            "ya29" + ".fake-abc",
            "1/" + "/fake-abc",
            "GOC" + "SPX-abc",
            "Bearer ya29" + ".A0AfH6",
        ):
            with self.subTest(secret=secret):
                text = f"one\nleft {secret} right\nthree"
                self.assertEqual(results.secrets_in(text), [2])

    def test_ordinary_lines_are_clean(self):
        text = "http://127.0.0.1//web\n11//12\n1//2\nya29 and GOCSPX\n"
        self.assertEqual(results.secrets_in(text), [])
