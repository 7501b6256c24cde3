# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever goes wrong between Odoo and Google Contacts, nothing is lost or doubled.

Every fault is met at every step. Whether the run gets over it or gives up, two later
syncs leave both sides equal.
"""

from odoo.sql_db import db_connect
from odoo.tests import tagged

from ..services.gws_runner import LOCK_SPACE
from .calendar_case import Killed
from .contact_case import ANNA
from .contact_faults_case import FAULTS, STEPS, ContactFaultCase
from .test_calendar_faults import dying

ALL = ("create", "update", "delete", "new label", "picture", "listing")


@tagged("post_install", "-at_install")
class TestContactsFaults(ContactFaultCase):
    def steps(self):
        for step in STEPS.keys() - {"delete a label", "labels"}:
            yield step, ALL if step != "read again" else ("read again", "create")

    def test_a_fault_at_any_step(self):
        for step, verbs in self.steps():
            for name, fault in FAULTS.items():
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

    def test_the_last_contact_takes_its_label_along_in_any_weather(self):
        for step in ("labels", "delete a label"):
            for name, fault in FAULTS.items():
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
class TestContactsRefused(ContactFaultCase):
    def test_one_of_200_is_refused(self):
        partners = self.make_many(200)
        self.edit(partners[17], name="Poison")
        self.google.faults.refuse_contact("Poison", "Invalid name.")
        self.press()
        self.assertEqual(len(self.there()), 5 + 199)
        row = self.row(partners[17])
        self.assertEqual(row.state, "quarantined")
        self.assertIn("Invalid name.", row.error)
        self.edit(partners[17], name="Remedy")
        self.deliver()
        self.assertIn("Remedy", self.names())
        # The same with changes.
        self.edit(partners - partners[3], function="Baker")
        self.edit(partners[3], function="Poisoner")
        self.google.faults.refuse_contact("Poisoner", "Invalid job.")
        self.deliver()
        quarantined = self.rows().filtered(lambda row: row.state == "quarantined")
        self.assertEqual(quarantined.partner_id, partners[3])
        jobs = [self.texts(c, "organizations", "title") for c in self.there()]
        self.assertEqual(jobs.count(["Baker"]), 199)
        self.edit(partners[3], function="Cook")
        self.world.poisoned_contacts.clear()
        self.settle()
        self.assertEqual(len(self.there()), 5 + 200)

    def test_a_contact_that_breaks_googles_server_keeps_nobody_waiting(self):
        self.edit(self.standing[1], name="Poison")
        self.edit(self.standing[2], name="Renamed")

        def breaks(_method, _params, body):
            return "Poison" in str(body)

        self.google.faults.refuse_item(breaks, 500, "backendError", "Backend Error")
        self.subscribe(self.standing[3], wanted=False)
        self.press()
        self.assertIn("Renamed", self.names())
        self.assertNotIn("Standing 3", self.names())
        row = self.row(self.standing[1])
        self.assertEqual(row.state, "pending")
        self.assertTrue(row.error)
        self.settle()
        self.assertIn("Poison", self.names())

    def test_three_of_200_were_changed_meanwhile(self):
        partners = self.make_many(200)
        self.sync()
        for number in (3, 77, 150):
            name = self.row(partners[number]).resource_name
            own = {"emailAddresses": [{"value": "own@x.de", "type": "Mine"}]}
            self.google.faults.stale_contact(name, 1, own)
        self.edit(partners, function="Baker")
        self.deliver()
        self.assertLessEqual(self.requests(), 4)
        self.settle()
        for number in (3, 77, 150):
            person = self.person(partners[number])
            self.assertEqual(self.texts(person, "organizations", "title"), ["Baker"])
            self.assertEqual(self.texts(person, "emailAddresses"), ["own@x.de"])

    def test_one_that_keeps_changing_waits(self):
        self.google.faults.stale_contact(self.enriched, 50)
        self.edit(self.standing[0], name="Clara")
        self.press()
        row = self.row(self.standing[0])
        self.assertEqual(row.state, "pending")
        self.assertIn("keeps changing", row.error)
        self.google.faults.stale_contacts.clear()
        self.settle()
        self.assertIn("Clara", self.names())

    def test_no_access(self):
        names = self.act("create", "update", "delete")
        self.google.faults.disable_api("people")
        self.assertEqual(self.press()["status"], "error")
        self.world.disabled_apis.clear()
        self.check(names)

    def test_a_grant_withdrawn_in_the_middle(self):
        names = self.act("create", "update", "delete")

        def revoke(entry):
            if "batchUpdate" in entry.path:
                self.google.faults.revoke_tokens(ANNA)

        self.google.faults.before_each(revoke)
        self.assertEqual(self.press()["status"], "need_auth")
        self.assertEqual(self.account.state, "reconnect")
        self.google.faults.clear()
        self.assertEqual(self.press()["status"], "need_auth")
        self.deliver()
        self.trigger("cron_sync_contacts")
        self.assertEqual(self.google.log.http_count, 0)
        self.connect_contacts(self.anna, contact_delete_unsubscribed=True)
        self.check(names)

    def test_a_scope_that_is_missing(self):
        names = self.act("create", "update", "delete")
        scopes = self.account.granted_scopes
        self.connect(self.anna, scopes=())
        self.account.granted_scopes = scopes  # Odoo believes that it has it
        answer = self.press()
        self.assertEqual(answer["status"], "error")
        self.assertIn("Connect again", answer["message"])
        self.connect_contacts(self.anna, contact_delete_unsubscribed=True)
        self.check(names)

    def test_a_quota_for_an_hour(self):
        names = self.act("create", "update", "delete")
        for step in ("create", "update", "delete"):
            self.google.faults.rate_limit(
                retry_after=3600, times=None, match=STEPS[step]
            )
        self.run_job()
        self.assertEqual(self.writes(), 1)
        self.later(30)
        self.deliver()
        self.assertEqual(self.requests(), 0, "not before its time")
        self.google.faults.clear()
        self.later(35)
        self.deliver()
        self.assertEqual(self.names(), names)
        self.check(names)

    def test_googles_own_quotas(self):
        self.world.people_quota(critical_writes=12)
        self.make_many(450)
        self.press()
        self.assertLess(len(self.there()), 455)
        for _minute in range(3):
            self.later(10)
            self.deliver()
        self.assertEqual(len(self.there()), 455)
        self.world.people_quota()
        self.settle()


@tagged("post_install", "-at_install")
class TestContactsMoved(ContactFaultCase):
    """Deleted, renamed or merged in Google, before or while Odoo writes."""

    def while_writing(self, act, step="update"):
        done = []

        def hook(entry):
            if STEPS[step][1].strip("/") in entry.path and not done:
                done.append(act())

        self.google.faults.before_each(hook)

    def test_deleted_meanwhile(self):
        for step in ("update", "delete", "picture"):
            with self.case(step=step):
                names = self.act(step)
                doomed = {"delete": 3, "picture": 2}.get(step, 1)
                name = self.row(self.standing[doomed]).resource_name
                self.while_writing(lambda name=name: self.drop(name), step)
                self.press()
                gone = {"Standing 2": "picture", "Renamed": "update"}
                names = [n for n in names if gone.get(n) != step]
                self.check(names)
                row = self.row(self.standing[doomed])
                self.assertEqual(row.state, "synced" if step == "delete" else "deleted")

    def test_renamed_meanwhile(self):
        for follow in (True, False):
            for pull in (True, False):
                with self.case(follow=follow, pull=pull):
                    names = self.act("update")
                    old = self.row(self.standing[0]).resource_name
                    new = self.world.rename_contact(ANNA, old, follow=follow)
                    self.run_job(pull=pull)
                    self.enriched = new
                    if not (pull or follow):
                        # Nothing tells it from a deletion but the next listing.
                        self.assertEqual(self.row(self.standing[0]).state, "deleted")
                    self.check(names)
                    self.assertEqual(self.row(self.standing[0]).resource_name, new)

    def test_restored(self):
        name = self.row(self.standing[0]).resource_name
        self.drop(name)
        self.sync()
        self.assertEqual(self.row(self.standing[0]).state, "deleted")
        self.edit(self.standing[0], phone="+49 30 901840")
        self.sync()
        self.world.restore_contact(ANNA, name)
        self.check(self.act())
        self.assertEqual(self.row(self.standing[0]).state, "synced")
        self.assertEqual(
            self.texts(self.world.contact(ANNA, name), "phoneNumbers"),
            ["+4930901840", "+49 170 1"],
        )

    def test_merged_into_the_persons_own(self):
        for whole in (False, True):
            with self.case(whole=whole):
                name = self.row(self.standing[1]).resource_name
                self.world.merge_contacts(ANNA, self.own, [name])
                if whole:
                    self.world.expire_contact_cursors(ANNA)
                self.edit(self.standing[1], phone="+49 30 901850")
                self.settle()
                row = self.row(self.standing[1])
                self.assertEqual((row.state, row.resource_name), ("synced", self.own))
                person = self.world.contact(ANNA, self.own)
                self.assertEqual(self.texts(person, "phoneNumbers"), ["+4930901850"])
                # It is not Odoo's to delete.
                self.subscribe(self.standing[1], wanted=False)
                self.settle()
                person = self.world.contact(ANNA, self.own)
                self.assertEqual(self.shown(person), "My dentist")
                self.assertFalse(person.get("phoneNumbers"))
                self.assertEqual(self.labels(person), [])

    def test_the_persons_own_merged_into_it(self):
        self.add_own(self.own, phoneNumbers="+49 171 5")
        self.world.merge_contacts(ANNA, self.enriched, [self.own])
        self.edit(self.standing[0], phone="+49 30 901850")
        self.settle()
        person = self.world.contact(ANNA, self.enriched)
        self.assertEqual(
            self.texts(person, "phoneNumbers"),
            ["+4930901850", "+49 170 1", "+49 171 5"],
        )

    def test_two_of_odoos_become_one(self):
        for whole in (False, True):
            with self.case(whole=whole):
                winner, loser = (self.row(p) for p in self.standing[:2])
                self.world.merge_contacts(
                    ANNA, winner.resource_name, [loser.resource_name]
                )
                if whole:
                    self.world.expire_contact_cursors(ANNA)
                self.edit(self.standing[0], function="Both")
                self.edit(self.standing[1], function="Neither")
                self.settle()
                self.assertEqual((winner.state, loser.state), ("synced", "deleted"))
                self.assertTrue(loser.error)
                with self.acts(self.anna) as env:
                    env["gws.partner.binding"].browse(loser.id).action_send_again()
                self.settle()
                self.assertEqual(loser.state, "synced")
                self.assertEqual(self.names(), self.act())

    def test_a_label_is_deleted_meanwhile(self):
        [label] = [g for g in self.world.groups(ANNA) if g["name"] == "Odoo"]
        names = self.act("create", "update")
        self.while_writing(
            lambda: self.world.delete_group(ANNA, label["resourceName"]), "create"
        )
        self.press()
        self.check(names)

    def test_who_subscribes_again_while_it_is_deleted_has_it(self):
        for lost in (False, True):
            with self.case(lost=lost):
                names = self.act("delete")
                if lost:
                    self.google.faults.lose_answer(None, STEPS["delete"])
                again = self.standing[3]
                with self.under_way(
                    "batchDeleteContacts", lambda: self.subscribe(again)
                ):
                    self.press()
                self.check(sorted([*names, "Standing 3"]))


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
class TestContactsKilled(ContactFaultCase):
    """The process dies at every step there is; two later syncs mend everything."""

    def die_everywhere(self, verbs, lost=None):
        for where in ("before a commit", "after a commit", "after an answer"):
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
        self.die_everywhere(("update",))


@tagged("post_install", "-at_install")
class TestContactsShownLate(ContactFaultCase):
    """Google's listings show a write minutes later."""

    def setUp(self):
        super().setUp()
        self.world.contact_rules(delay=240)

    def settle(self):
        self.google.faults.clear()
        self.later(5)
        super().settle()

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
