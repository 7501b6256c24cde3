# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whose list it is: nobody sees or answers that of somebody else."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .contact_case import ContactCase
from .test_contacts_review import ReviewMixin, named, values


@tagged("post_install", "-at_install")
class TestContactsReviewRights(ReviewMixin, ContactCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ben = cls.make_user("ben", "base.group_user,base.group_partner_manager")
        cls.boss = cls.make_user("boss", "base.group_user,base.group_system")
        cls.paul = cls.make_user("paul", "base.group_portal")

    def setUp(self):
        super().setUp()
        self.name = self.put(
            names=named("Mum"), emailAddresses=values("clara@example.com")
        )
        self.partner = self.make(False, name="Clara", email="clara@example.com")
        self.action = self.add(self.partner)

    def test_nobody_else_sees_or_answers_it(self):
        review = self.review(self.action)
        line, one = review.line_ids, review.line_ids.candidate_ids
        for user in (self.ben, self.boss, self.paul):
            for record, field in ((review, "account_id"), (line, "why"), (one, "name")):
                with self.subTest(user=user.login, model=record._name):
                    self.assertFalse(self.found(user, record))
                    with self.assertRaises(AccessError):
                        record.with_user(user).read([field])
            for button in ("confirm", "discard", "use_all", "make_all_new"):
                with self.subTest(user=user.login, button=button):
                    with self.assertRaises(AccessError):
                        getattr(review.with_user(user), f"action_{button}")()
            with self.assertRaises(AccessError):
                line.with_user(user).choice = "adopt"
        self.assertFalse(self.row(self.partner).adopted)

    def found(self, user, record):
        records = self.env[record._name].with_user(user)
        return records.has_access("read") and records.search([("id", "=", record.id)])

    def test_an_administrator_does_not_see_a_users_own_contacts(self):
        self.google.log.clear()
        with self.acts(self.boss) as env:
            account = env["gws.account"].browse(self.account.id)
            told = account.action_gws_review_contacts()
            self.assertFalse(self.is_list(told))
            self.assertIn("owner", told["params"]["message"])
            self.assertEqual(self.requests(), 0)
            self.assertFalse(self.is_list(account.action_first_sync_contacts()))
        self.assertEqual(self.row(self.partner).state, "synced", "it just syncs")

    def test_others_may_not_look(self):
        for user in (self.ben, self.paul):
            account = self.account.with_user(user)
            for look in ("action_gws_review_contacts", "action_first_sync_contacts"):
                with self.assertRaises(AccessError):
                    getattr(account, look)()
            with self.assertRaises(AccessError):
                self.anna.with_user(user).action_gws_review_contacts()

    def test_a_list_turned_to_another_account(self):
        """Written by a program: neither account nor subscription of somebody else."""
        bens = self.connect_contacts(self.ben)
        self.subscribe(self.partner, self.ben)
        review = self.review(self.action)
        other = self.row(self.partner, bens)
        review.line_ids.write({"binding_id": other.id, "choice": "adopt"})
        with self.assertRaises(AccessError):
            review.action_confirm()
        review.account_id = bens
        with self.assertRaises(AccessError):
            review.action_confirm()
        with self.assertRaises(AccessError):
            review.action_discard()
        self.assertFalse(other.resource_name)
        self.assertFalse(self.row(self.partner).adopted)

    def test_what_she_may_not_read_is_not_paired(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.put(emailAddresses=values("robert@example.com"))
        robert = self.make(name="Robert", email="robert@example.com")
        robert.company_id = company
        action = self.look_again()
        self.assertEqual(self.review(action).line_ids.partner_id.id, self.partner.id)
