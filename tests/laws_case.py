# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the machines of the laws share: two connected people, weather, a fresh start.

A machine's rules are what people do; ``LawsMixin`` runs it, each example from where the
test case began.
"""

from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from odoo.sql_db import Savepoint

from .calendar_case import Killed
from .test_calendar_faults import FAULTS, dying

# A token that is refused again and again ends the grant: a person's matter.
WEATHER = sorted(FAULTS.keys() - {"401"})
PLACES = (None, "POST", "PATCH", "DELETE", "GET")


class World(RuleBasedStateMachine):
    """Syncs of Anna's and Bob's accounts in any weather."""

    def __init__(self, case):
        super().__init__()
        self.case = case
        self.number = 0

    def fresh(self, word):
        self.number += 1
        return f"{word} {self.number}"

    def pick(self, found, number):
        return found[number % len(found)] if found else None

    # -- syncs and weather --------------------------------------------

    @rule(bob=st.booleans())
    def sync(self, bob):
        self.case.press(self.case.bobs if bob else self.case.account)

    @rule(
        name=st.sampled_from(WEATHER),
        method=st.sampled_from(PLACES),
        times=st.integers(1, 6),
        bob=st.booleans(),
    )
    def sync_in_bad_weather(self, name, method, times, bob):
        FAULTS[name](self.case.google.faults, (method, "/calendar/v3/"), times)
        self.sync(bob)
        self.case.google.faults.clear()

    @rule(
        step=st.integers(1, 12),
        where=st.sampled_from(["before a commit", "after a commit", "after an answer"]),
        bob=st.booleans(),
    )
    def sync_and_die(self, step, where, bob):
        try:
            with dying(self.case, step, where):
                self.sync(bob)
        except Killed:
            return

    @precondition(lambda self: self.number)
    @rule()
    def lose_the_cursors(self):
        self.case.google.faults.expire_cursors()


class LawsMixin:
    """Runs ``machine``; mixed into a calendar case."""

    machine = World
    steps = 12

    def setUp(self):
        super().setUp()
        self.carla = self.guest("Carla", "carla@else.org")
        self.connect_bob()
        self.sync(self.account)
        self.sync(self.bobs)
        self.restore_google = self.keep_google()
        self.env.flush_all()

    def begin(self):
        self.savepoint = Savepoint(self.env.cr)
        return self.machine(self)

    def restore(self):
        """The next example starts where this one did."""
        self.savepoint.close(rollback=True)
        self.env.invalidate_all()
        self.restore_google()

    def run_machine(self, rule, examples):
        for account in (self.account, self.bobs):
            account.calendar_conflict_rule = rule
        run_state_machine_as_test(
            self.begin,
            settings=settings(
                max_examples=examples,
                stateful_step_count=self.steps,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
                print_blob=False,
                report_multiple_bugs=False,
                phases=[Phase.generate],  # shrinking would take minutes
            ),
        )
