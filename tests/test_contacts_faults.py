# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever goes wrong between Odoo and Google Contacts, nothing is lost or doubled.

Every fault is met at every step. Whether the run gets over it or gives up, two later
syncs leave both sides equal.
"""

import itertools

from odoo.tests import tagged

from .calendar_case import Killed
from .contact_case import ANNA
from .contact_faults_case import FAULTS, STEPS, ContactFaultCase, small_pages
from .test_calendar_faults import dying

CHANGES = ("create", "update", "delete")
# One of each kind; all of them meet the changes of contacts.
TYPICAL = (
    *("the answer is lost after the effect", "the request never arrives"),
    *("the answer is not Google's", "500", "429 for an hour", "401"),
)
ALL = ("create", "update", "delete", "new label", "picture", "listing")


@tagged("post_install", "-at_install")
class TestContactsFaults(ContactFaultCase):
    def steps(self):
        for step in STEPS.keys() - {"delete a label", "labels"}:
            yield step, ALL if step != "read again" else ("read again", "create")

    def test_a_fault_at_any_step(self):
        for step, verbs in self.steps():
            for name, fault in FAULTS.items():
                if step not in CHANGES and name not in TYPICAL:
                    continue
                with self.case(fault=name, step=step):
                    names = self.act(*verbs)
                    fault(self.google.faults, STEPS[step], 1)
                    self.press()
                    self.check(names)

    def test_a_fault_that_stays_leaves_it_pending_with_a_reason(self):
        for step in ("create", "update", "delete", "picture"):
            for name in FAULTS.keys() - {"401", "409"}:
                with self.case(fault=name, step=step):
                    names = self.act(step)
                    FAULTS[name](self.google.faults, STEPS[step], None)
                    self.press()
                    rows = self.rows()
                    waiting = rows.filtered(
                        lambda r: r.state == "pending" or r.removing
                    )
                    # One whose lost answer was found out goes on at once.
                    for row in waiting.filtered(lambda r: r.attempts):
                        self.assertTrue(row.error, "it says why")
                        self.assertTrue(row.next_try, "it is tried again by itself")
                    self.check(names)

    def test_a_storm(self):
        names = self.act(*ALL)
        for step in ("new label", "create", "update", "delete", "picture"):
            self.google.faults.lose_answer(1, STEPS[step])
            self.google.faults.fail(500, 1, STEPS[step])
            self.google.faults.rate_limit(times=1, match=STEPS[step])
            self.google.faults.drop_request(1, STEPS[step])
        self.press()
        self.check(names)

    def test_a_fault_between_the_pages_of_a_listing(self):
        for whole in (True, False):
            for name in TYPICAL:
                fault = FAULTS[name]
                with self.case(fault=name, whole=whole), small_pages(2):
                    names = self.act(*ALL)
                    if whole:
                        self.world.expire_contact_cursors(ANNA)
                    pages = itertools.count(1)

                    def second(entry, fault=fault, pages=pages):
                        listing = entry.path.endswith("/connections")
                        if listing and next(pages) == 2:
                            fault(self.google.faults, STEPS["listing"], 1)

                    self.google.faults.before_each(second)
                    self.press()
                    self.check_pages(names)

    def check_pages(self, names):
        """The law, where a listing is several requests."""
        self.google.faults.clear()
        with small_pages(1000):
            self.check(names)

    def test_the_last_contact_takes_its_label_along_in_any_weather(self):
        for step in ("labels", "delete a label"):
            for name in TYPICAL:
                fault = FAULTS[name]
                with self.case(fault=name, step=step):
                    for partner in self.standing:
                        self.subscribe(partner, wanted=False)
                    fault(self.google.faults, STEPS[step], 1)
                    self.press()
                    self.settle()
                    self.assertEqual(self.names(), ["My dentist"])
                    labels = [g["name"] for g in self.world.groups(ANNA)]
                    self.assertNotIn("Odoo", labels)


@tagged("post_install", "-at_install")
class TestContactsKilled(ContactFaultCase):
    """The process dies at every step there is; two later syncs mend everything."""

    def die_everywhere(self, verbs, lost=None):
        # Before a commit is after the answer before it.
        for where in ("after a commit", "after an answer"):
            step, died = 1, True
            while died:
                with self.case(where=where, step=step):
                    names = self.act(*verbs)
                    if lost:
                        self.google.faults.lose_answer(None, STEPS[lost])
                    died = False
                    with dying(self, step, where):
                        try:
                            self.press()
                        except Killed:
                            died = True
                    with small_pages(1000):
                        self.check(names)
                step += 1
            self.assertGreater(step, 3, "it died nowhere")

    def test_killed_anywhere(self):
        self.die_everywhere(("create", "update", "delete", "new label", "picture"))

    def test_killed_with_the_answers_lost_as_well(self):
        self.die_everywhere(("create",), lost="create")

    def test_killed_while_listing(self):
        self.world.expire_contact_cursors(ANNA)
        self.add_own(self.own, phoneNumbers="+49 171 5")
        with small_pages(2):
            self.die_everywhere(("update",))
