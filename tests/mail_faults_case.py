# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the fault tests of incoming mail share: steps, faults, and the law.

Three mails carry the label, one of them broken; two more do not. Whatever happens on
the way, two later runs leave each of them staged or set aside once, Gmail's labels say
which, and a third run asks Google once.
"""

import copy
from contextlib import contextmanager

from odoo.sql_db import Savepoint
from odoo.tests import mute_logger

from ..services.gws_runner import Run
from .mail_case import ANNA, MailCase

STEPS = {
    "history": ("GET", "/users/me/history"),
    "list": ("GET", "/users/me/messages$"),
    "profile": ("GET", "/users/me/profile"),
    "batch": ("POST", "/batch"),
    "one mail": ("GET", "/users/me/messages/"),
    "modify": ("POST", "messages/batchModify"),
    "new label": ("POST", "/users/me/labels"),
}
FAULTS = {
    "the answer is lost after the effect": lambda f, m, n: f.lose_answer(n, m),
    "the request never arrives": lambda f, m, n: f.drop_request(n, m),
    "the answer is cut short": lambda f, m, n: f.truncate(n, m),
    "the answer is not Google's": lambda f, m, n: f.garble(n, m),
    "the answer is broken JSON": lambda f, m, n: f.garble(n, m, html=False),
    "500": lambda f, m, n: f.fail(500, n, m),
    "503 for an hour": lambda f, m, n: f.fail(503, n, m, retry_after=3600),
    "403 too fast": lambda f, m, n: f.rate_limit("rateLimitExceeded", 403, None, n, m),
    "429 too many at once": lambda f, m, n: f.answer(
        429, "rateLimitExceeded", "Too many concurrent requests for user", n, m
    ),
    "429 for an hour": lambda f, m, n: f.rate_limit(
        "rateLimitExceeded", 429, 3600, n, m
    ),
    "401": lambda f, m, n: f.answer(401, "authError", "Invalid Credentials", n, m),
}
BOMB = (
    b"Subject: bomb\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    + b"--x\r\n\r\nhi\r\n" * 1200
)
# What goes wrong on purpose is no news.
QUIET = (
    "odoo.addons.google_workspace.services.gws_runner",
    "odoo.addons.google_workspace.services.gws_mail_stage",
)


class MailFaultCase(MailCase):
    def setUp(self):
        super().setUp()
        self.mails = {}
        self.choose_labels()
        self.sync()
        self.put("INBOX", subject="Not for Odoo")
        self.mails = {
            "One": self.put(subject="One"),
            "bomb": self.put(raw=BOMB),
            "Two": self.put(subject="Two"),
        }

    # -- around a case --------------------------------------------------

    @contextmanager
    def case(self, **names):
        """One case of many: afterwards both sides are as they were before."""
        world, mails = self.world, dict(self.mails)
        kept = copy.deepcopy(world.mailboxes)
        self.env.flush_all()
        savepoint = Savepoint(self.env.cr)
        with self.subTest(**names):
            yield
        savepoint.close(rollback=True)
        self.env.invalidate_all()
        world.mailboxes = kept
        world.gmail_quota()
        self.google.faults.clear()
        self.transport._on_request = None
        self.mails = mails

    def forget_history(self):
        """The next run lists everything."""
        self.account.mail_in_history = False
        self.env.flush_all()

    def press(self, *args, **names):
        with mute_logger(*QUIET):
            answer = super().press(*args, **names)
        self.check_never_more()
        return answer

    def trigger(self, name):
        with mute_logger(*QUIET):
            answer = super().trigger(name)
        self.check_never_more()
        return answer

    def run_job(self):
        """The schedule's run, which does not override a wait."""
        self.google.log.clear()
        with self.acts() as env, mute_logger(*QUIET):
            run = Run(env["gws.account"].browse(self.account.id), "mail_in")
            env["gws.mail.sync"]._run(run, "in")
        self.check_never_more()
        return run

    def later(self, minutes):
        """Time goes by on both sides."""
        self.env.flush_all()
        self.world.clock.advance(minutes * 60)
        self.env.cr.execute(
            """
            UPDATE gws_mail_arrival
               SET next_try = next_try - %(m)s * interval '1 minute';
            UPDATE gws_account
               SET mail_in_next_try = mail_in_next_try - %(m)s * interval '1 minute',
                   mail_out_next_try = mail_out_next_try - %(m)s * interval '1 minute'
            """,
            {"m": minutes},
        )
        self.env.invalidate_all()

    @contextmanager
    def under_way(self, method, act):
        """``act()`` once this API method was answered and Odoo has not read it yet."""
        done = []

        def on_request(trace):
            if trace.method.endswith(method) and not done:
                done.append(act())

        self.transport._on_request = on_request
        try:
            yield
        finally:
            self.transport._on_request = None
        self.assertTrue(done, f"{method} was never sent")

    # -- the law ------------------------------------------------------

    def check_never_more(self):
        """Never more is staged than carries, or carried, the label; nothing twice."""
        here = self.staged().mapped("google_id")
        self.assertEqual(len(here), len(set(here)))
        self.assertLessEqual(set(here), set(self.mails.values()))

    def settle(self):
        """Two clean runs; the third asks once, and Gmail says what became of what."""
        self.google.faults.clear()
        self.sync()
        self.sync()
        self.sync()
        self.assertEqual(self.requests(), 1)
        rows = self.env["gws.mail.arrival"].search(
            [("account_id", "=", self.account.id)]
        )
        self.assertEqual(set(rows.mapped("state")) - {"staged", "refused"}, set())
        self.assertTrue(all(rows.mapped("labelled")))

    def check(self, gone=()):
        """The law. ``gone``: subjects that must not be in Odoo."""
        self.settle()
        expected = sorted(name for name in self.mails if name not in gone)
        staged = self.staged(state="staged").mapped("subject")
        failed = self.staged(state="failed")
        self.assertEqual(sorted([*staged, *["bomb"] * len(failed)]), expected)
        for name, google_id in self.mails.items():
            mail = self.world.mail(ANNA, google_id)
            if mail is None or name in gone:
                continue
            labels = set(mail["labels"]) & {"Odoo/Done", "Odoo/Failed"}
            wanted = "Odoo/Failed" if name == "bomb" else "Odoo/Done"
            self.assertEqual(labels, {wanted}, name)
