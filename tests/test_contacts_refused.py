# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Google does not take, of one contact or of all; and what moved meanwhile."""

from odoo.tests import tagged

from .contact_case import ANNA
from .contact_faults_case import FAULTS, STEPS, ContactFaultCase


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

    def test_one_that_is_over_becomes_one_with_another(self):
        """Its row goes in the middle of a page."""
        over, kept = self.standing[1], self.row(self.standing[0]).resource_name
        name = self.row(over).resource_name
        with self.acts(self.anna) as env:
            env["res.partner"].browse(over.id).unlink()
        self.drain()
        self.world.merge_contacts(ANNA, kept, [name])
        self.settle()
        self.assertEqual(self.names(), [n for n in self.act() if n != "Standing 1"])

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
                    "batchDeleteContacts", lambda again=again: self.subscribe(again)
                ):
                    self.press()
                self.check(sorted([*names, "Standing 3"]))

    def test_who_comes_back_before_it_is_taken_out_keeps_it(self):
        for fault in ("503", "429", "the request never arrives"):
            with self.case(fault=fault):
                self.edit(self.standing[0], active=False)
                FAULTS[fault](self.google.faults, STEPS["delete"], None)
                self.press()
                self.assertTrue(self.row(self.standing[0]).removing)
                self.edit(self.standing[0], active=True)
                self.check(self.act())
                name = self.row(self.standing[0]).resource_name
                self.assertEqual(name, self.enriched)
