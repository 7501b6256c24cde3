# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What happens while a request is under way, or before Google shows what it did."""

from odoo.sql_db import db_connect
from odoo.tests import tagged

from ..services.gws_runner import LOCK_SPACE
from .contact_case import ANNA
from .contact_faults_case import STEPS, ContactFaultCase

ALL = ("create", "update", "delete", "new label", "picture", "listing")


@tagged("post_install", "-at_install")
class TestContactsUnderWay(ContactFaultCase):
    """What people do while a request is under way."""

    def test_an_edit_is_sent_afterwards(self):
        steps = {
            "create": ("batchCreateContacts", 0),
            "update": ("batchUpdateContacts", 0),
            "create, edits another": ("batchCreateContacts", 1),
            "read again": ("getBatchGet", 0),
            "picture": ("updateContactPhoto", 2),
        }
        for step, (method, number) in steps.items():
            for drained in (True, False):
                with self.case(step=step, drained=drained):
                    self.act(step.split(",")[0], "create", "update")
                    partner = self.standing[number]
                    if step == "create":
                        partner = self.env["res.partner"].search(
                            [("name", "=", "New 1")]
                        )

                    def edit(partner=partner, drained=drained):
                        self.edit(partner, function="Under way")
                        if drained:
                            self.drain()

                    with self.under_way(method, edit):
                        self.press()
                    self.deliver()
                    jobs = self.texts(self.person(partner), "organizations", "title")
                    self.assertEqual(jobs, ["Under way"])
                    self.settle()

    def leave(self, how, partner):
        with self.acts(self.anna) as env:
            partner = env["res.partner"].browse(partner.id)
            if how == "unsubscribed":
                partner.gws_subscribed = False
            elif how == "archived":
                partner.active = False
            else:
                partner.unlink()

    def test_who_leaves_while_the_contact_is_made_is_taken_out(self):
        for how in ("unsubscribed", "archived", "deleted"):
            for lost in (False, True):
                for drained in (True, False):
                    with self.case(how=how, lost=lost, drained=drained):
                        partner = self.make(name="Leaving")
                        if lost:
                            self.google.faults.lose_answer(None, STEPS["create"])

                        def act(how=how, partner=partner, drained=drained):
                            self.leave(how, partner)
                            if drained:
                                self.drain()

                        with self.under_way("batchCreateContacts", act):
                            self.press()
                        self.check(self.act())

    def test_who_leaves_and_no_answer_for_minutes(self):
        """Google shows the contact when its row has long forgotten its partner."""
        self.world.contact_rules(delay=200)
        for how in ("unsubscribed", "archived", "deleted"):
            with self.case(how=how):
                partner = self.make(name="Leaving")
                self.google.faults.lose_answer(None, STEPS["create"])
                self.press()
                self.leave(how, partner)
                self.google.faults.clear()
                self.run_job()
                self.assertIn("Leaving", self.names())
                self.later(15)
                self.run_job()
                self.assertNotIn("Leaving", self.names())
                self.later(15)
                self.check(self.act())

    def test_two_processes(self):
        self.act("create")
        with db_connect(self.env.cr.dbname).cursor() as cr:
            key = (LOCK_SPACE, self.account.id)
            cr.execute("SELECT pg_advisory_lock(%s, %s)", key)
            self.assertEqual(self.press()["status"], "running")
            self.deliver()
            self.assertEqual(self.google.log.http_count, 0)
            cr.execute("SELECT pg_advisory_unlock(%s, %s)", key)
        self.settle()

    def test_out_of_time_at_every_look(self):
        looks, running = 0, True
        while running:
            with self.case(looks=looks):
                names = self.act(*ALL)
                running = self.press(batches=looks)["status"] == "running"
                if running:
                    self.assertTrue(self.account.contact_due)
                self.deliver()
                self.assertEqual(self.names(), names)
                self.assertFalse(self.account.contact_due)
                self.check(names)
            looks += 1
        self.assertGreater(looks, 2, "nobody looked at the clock")


@tagged("post_install", "-at_install")
class TestContactsShownLate(ContactFaultCase):
    """Google's listings show a write minutes later."""

    def setUp(self):
        super().setUp()
        self.world.contact_rules(delay=240)

    def settle(self):
        self.google.faults.clear()
        self.later(5)
        return super().settle()

    def lose_a_create(self):
        self.partner = self.make(name="Late", phone="+49 30 901870")
        self.google.faults.lose_answer(None, STEPS["create"])
        self.run_job()
        self.google.faults.clear()
        self.assertIn("Late", self.names())
        self.assertTrue(self.row(self.partner).sent_at)

    def test_the_schedule_waits_until_it_shows(self):
        self.lose_a_create()
        for _minute in range(4):
            self.later(1)
            self.run_job()
            self.assertEqual(self.google.log.count(*STEPS["create"]), 0)
        self.check(self.names())
        self.assertEqual(self.names().count("Late"), 1)

    def test_one_that_never_arrived_is_sent_again_after_a_while(self):
        partner = self.make(name="Late")
        self.google.faults.drop_request(None, STEPS["create"])
        self.run_job()
        self.google.faults.clear()
        self.later(3)
        self.run_job(pull=False)
        self.assertNotIn("Late", self.names())
        self.later(8)
        self.run_job(pull=False)
        self.assertIn("Late", self.names())
        self.check(self.names())
        self.assertEqual(self.row(partner).state, "synced")

    def test_a_double_that_surfaces_later_is_taken_out(self):
        for edited in (False, True):
            with self.case(edited=edited):
                self.lose_a_create()
                self.press()  # a person does not wait
                self.assertEqual(self.names().count("Late"), 2)
                if edited:
                    self.edit(self.partner, phone="+49 30 901871")
                    self.deliver()
                self.settle()
                self.assertEqual(self.names().count("Late"), 1)
                self.assertFalse(self.unbound())

    def test_a_double_that_its_owner_added_to_stays(self):
        self.lose_a_create()
        [name] = [c["resourceName"] for c in self.unbound()]
        self.press()
        self.add_own(name, phoneNumbers="+49 172 1")
        self.settle()
        self.assertEqual([c["resourceName"] for c in self.unbound()], [name])
        self.assertEqual(self.names().count("Late"), 2)

    def test_a_value_added_before_it_shows_stays(self):
        self.lose_a_create()
        [late] = self.unbound()
        self.add_own(late["resourceName"], phoneNumbers="+49 172 1")
        self.edit(self.partner, phone="+49 30 901871")
        self.settle()
        numbers = self.texts(self.person(self.partner), "phoneNumbers")
        self.assertEqual(numbers, ["+4930901871", "+49 172 1"])

    def test_a_full_listing_does_not_take_fresh_ones_for_deleted(self):
        names = self.act("create", "update", "delete")
        self.press()
        self.world.expire_contact_cursors(ANNA)
        self.sync()
        self.assertEqual(self.google.log.count(*STEPS["read again"]), 1)
        self.assertEqual(self.names(), names)
        self.assertFalse(self.rows().filtered(lambda row: row.state != "synced"))
        self.check(names)

    def test_an_edit_on_what_the_listing_shows_too_old(self):
        self.edit(self.standing[0], phone="+49 30 901880")
        self.sync()
        self.world.expire_contact_cursors(ANNA)
        self.edit(self.standing[0], phone="+49 30 901881")
        self.sync()
        person = self.world.contact(ANNA, self.enriched)
        self.assertEqual(
            self.texts(person, "phoneNumbers"), ["+4930901881", "+49 170 1"]
        )
        self.check(self.names())

    def test_deleted_by_its_owner_and_still_listed(self):
        self.drop(self.row(self.standing[1]).resource_name)
        self.edit(self.standing[1], phone="+49 30 901890")
        self.sync()
        self.assertEqual(self.row(self.standing[1]).state, "deleted")
        self.world.expire_contact_cursors(ANNA)
        self.sync()
        self.check([n for n in self.act() if n != "Standing 1"])
        self.assertEqual(self.row(self.standing[1]).state, "deleted")
