# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever people do in Gmail and Odoo, in whatever order and weather.

*No loss*: what carries the label at the end is in Odoo, or set aside. *No doubles*: no
mail is there twice, staged or on a chatter. *Never more*: nothing is there that never
carried the label. *Told*: Gmail's labels say what became of it. *Quiet*: a third run
asks once.
"""

import copy

from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from odoo.sql_db import Savepoint
from odoo.tests import tagged

from .calendar_case import Killed
from .mail_case import ANNA
from .mail_faults_case import BOMB, FAULTS, STEPS, MailFaultCase
from .test_calendar_faults import dying

LABEL = "To Odoo"
# A token that is refused again and again ends the grant: a person's matter.
WEATHER = sorted(FAULTS.keys() - {"401"})


class Mailbox(RuleBasedStateMachine):
    """Anna's mailbox, her staged mails, and Clara's chatter."""

    def __init__(self, case):
        super().__init__()
        self.case, self.world = case, case.world
        self.ids, self.labelled, self.removed = [], set(), set()

    def pick(self, number):
        there = [one for one in self.ids if self.world.mail(ANNA, one)]
        return there[number % len(there)] if there else None

    # -- in Gmail -----------------------------------------------------

    @rule(kind=st.sampled_from(["known", "unknown", "bomb", "again"]), on=st.booleans())
    def arrives(self, kind, on):
        number = len(self.ids) - (kind == "again" and bool(self.ids))
        sender = "robert@s.example" if kind == "unknown" else "clara@home.example"
        raw = self.case.raw(subject=f"Mail {number}", sender=sender)
        labels = ["INBOX", LABEL] if on else ["INBOX"]
        one = self.world.put_mail(ANNA, BOMB if kind == "bomb" else raw, labels=labels)
        self.ids.append(one)
        if on:
            self.labelled.add(one)

    @precondition(lambda self: self.ids)
    @rule(
        number=st.integers(0, 9),
        what=st.sampled_from(
            ["label", "label", "unlabel", "trash", "untrash", "delete", "archive"]
        ),
    )
    def changes(self, number, what):
        one = self.pick(number)
        if one is None:
            return
        if what == "label":
            self.labelled.add(one)
        arguments = (LABEL,) if what in ("label", "unlabel") else ()
        getattr(self.world, f"{what}_mail")(ANNA, one, *arguments)

    @rule()
    def ages(self):
        self.world.age_history(ANNA)

    # -- runs -----------------------------------------------------------

    @rule()
    def syncs(self):
        self.case.press()

    @rule(
        name=st.sampled_from(WEATHER),
        step=st.sampled_from(sorted(STEPS)),
        times=st.integers(1, 6),
    )
    def syncs_in_bad_weather(self, name, step, times):
        FAULTS[name](self.case.google.faults, STEPS[step], times)
        self.syncs()
        self.case.google.faults.clear()

    @rule(
        step=st.integers(1, 12),
        where=st.sampled_from(["before a commit", "after a commit", "after an answer"]),
    )
    def dies(self, step, where):
        try:
            with dying(self.case, step, where):
                self.syncs()
        except Killed:
            return

    @rule()
    def goes_on_by_itself(self):
        self.case.later(7 * 60)
        self.case.trigger("cron_deliver")

    # -- in Odoo ----------------------------------------------------------

    @rule(
        what=st.sampled_from(["action_import", "action_import_and_remove", "unlink"]),
        number=st.integers(0, 9),
    )
    def deals_with(self, what, number):
        staged = self.case.staged()
        if not staged:
            return
        chosen = staged if number % 2 else staged[number % len(staged)]
        before = set(staged.mapped("google_id"))
        with self.case.acts(self.case.anna) as env:
            getattr(env["gws.message"].browse(chosen.ids), what)()
        self.removed |= before - set(self.case.staged().mapped("google_id"))

    # -- the laws ---------------------------------------------------------

    def teardown(self):
        case = self.case
        case.google.faults.clear()
        case.later(24 * 60)
        for _run in range(3):
            case.sync()
        case.assertEqual(case.requests(), 1, "the third run asks too much")
        rows = {row.google_id: row for row in case.env["gws.mail.arrival"].search([])}
        staged = case.staged().mapped("google_id")
        case.assertEqual(len(staged), len(set(staged)), "staged twice")
        case.assertLessEqual(set(rows), self.labelled, "it never carried the label")
        for one in self.ids:
            mail = self.world.mail(ANNA, one)
            labels = set(mail["labels"]) if mail else set()
            if LABEL in labels and "TRASH" not in labels:
                case.assertIn(one, rows, "it was lost")
            if one not in rows:
                continue
            row = rows[one]
            case.assertIn(row.state, ("staged", "refused"))
            if mail:
                wanted = "Odoo/Done" if row.state == "staged" else "Odoo/Failed"
                outcome = labels & {"Odoo/Done", "Odoo/Failed"}
                case.assertEqual(outcome, {wanted})
            if row.state == "staged" and one not in staged:
                twin = case.env["gws.mail.arrival"].search(
                    [("message_id", "=", row.message_id), ("id", "!=", row.id)]
                )
                case.assertTrue(one in self.removed or twin, "it was lost")
        ids = case.clara.message_ids.filtered("gws_direction").mapped("message_id")
        case.assertEqual(len(ids), len(set(ids)), "twice on a chatter")
        case.restore()


@tagged("post_install", "-at_install")
class TestMailLaws(MailFaultCase):
    def setUp(self):
        super().setUp()
        for google_id in self.mails.values():
            self.world.delete_mail(ANNA, google_id)
        self.clara = self.env["res.partner"].create(
            {"name": "Clara", "email": "clara@home.example"}
        )
        self.sync()
        self.boxes = copy.deepcopy(self.world.mailboxes)

    def check_never_more(self):
        """The machine looks itself."""

    def begin(self):
        self.env.flush_all()
        self.savepoint = Savepoint(self.env.cr)
        return Mailbox(self)

    def restore(self):
        """The next example starts where this one did."""
        self.savepoint.close(rollback=True)
        self.env.invalidate_all()
        self.world.mailboxes = copy.deepcopy(self.boxes)

    def test_any_order_in_any_weather(self):
        run_state_machine_as_test(
            self.begin,
            settings=settings(
                max_examples=14,
                stateful_step_count=16,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
                print_blob=False,
                report_multiple_bugs=False,
                phases=[Phase.generate],  # shrinking would take minutes
            ),
        )
