# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which Google account it is: another one is asked about, a taken one is refused."""

import re
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import GwsHttpCase


@tagged("post_install", "-at_install")
class TestIdentity(GwsHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user("anna")
        cls.account = cls.connect(cls.anna, calendar_sync_from="2020-01-01")
        cls.make_google("private@example.com")

    def setUp(self):
        super().setUp()
        self.authenticate("anna", "anna")

    def accounts(self):
        self.env.invalidate_all()
        return (
            self.env["gws.account"]
            .with_context(active_test=False)
            .search([("user_id", "=", self.anna.id)], order="id")
        )

    def answer_question(self, path, answer):
        """Press a button on the page that asks."""
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        form = dict(re.findall(r'name="(csrf_token|n)"\s+value="([^"]+)"', page.text))
        form["accept"] = answer
        response = self.url_open(
            "/google_workspace/confirm", data=form, allow_redirects=False
        )
        return page.text, response

    def test_same_identity_again(self):
        self.grant_access("anna@example.com")
        self.assertEqual(self.accounts(), self.account)
        self.assertEqual(self.account.state, "connected")

    def test_other_identity_is_asked_about(self):
        self.connect(self.anna)
        before = self.secret_of(self.account)
        response = self.grant_access("private@example.com")
        path = self.path_of(response)
        self.assertTrue(path.startswith("/google_workspace/confirm?n="), path)
        # Nothing has changed yet.
        self.assertEqual(self.secret_of(self.account), before)
        self.assertEqual(self.accounts().email, "anna@example.com")

        page, response = self.answer_question(path, "no")
        self.assertIn("anna@example.com", page)
        self.assertIn("private@example.com", page)
        self.assertEqual(self.path_of(response), "/odoo/calendar")
        self.assertEqual(self.secret_of(self.account), before)
        self.assertEqual(self.accounts(), self.account)
        self.assertIn("anna@example.com", self.take_notice()["message"])
        # What was granted for the other identity is given back, and nothing else.
        self.assertEqual(self.requests_to("/revoke"), 1)
        tokens = self.world.tokens
        owners = {t.email for t in tokens.refresh.values() if not t.revoked}
        self.assertIn("anna@example.com", owners)
        self.assertNotIn("private@example.com", owners)
        client = self.env["gws.client"]
        self.assertTrue(client._calendar(self.account).calendars())

    def test_a_refused_identity_of_a_colleague_is_left_alone(self):
        path = self.path_of(self.grant_access("private@example.com"))
        colleague = self.connect(self.make_user("ben"), "private@example.com")
        self.answer_question(path, "no")
        self.assertEqual(self.requests_to("/revoke"), 0)
        client = self.env["gws.client"]
        self.assertTrue(client._calendar(colleague).calendars())

    def test_a_refusal_that_google_does_not_hear_is_one_all_the_same(self):
        path = self.path_of(self.grant_access("private@example.com"))
        self.google.faults.fail(503, None, ("POST", "/revoke"))
        transport = self.env["gws.client"]._transport()
        quiet = mute_logger("odoo.addons.google_workspace.services.gws_client")
        with quiet, patch.object(transport, "_sleep", lambda seconds: None):
            _page, response = self.answer_question(path, "no")
        self.assertEqual(self.path_of(response), "/odoo/calendar")
        self.assertEqual(self.accounts(), self.account)
        self.assertEqual(self.account.state, "connected")

    def test_change_and_back(self):
        calendar = self.env["gws.calendar"].create(
            {
                "account_id": self.account.id,
                "google_id": "anna@example.com",
                "name": "Anna",
                "sync_token": "cursor",
            }
        )
        path = self.path_of(self.grant_access("private@example.com"))
        self.answer_question(path, "yes")
        old, new = self.accounts()
        self.assertEqual(old, self.account)
        self.assertFalse(old.active)
        self.assertEqual(old.state, "draft")
        self.assertFalse(self.secret_of(old).refresh_token)
        self.assertEqual(self.requests_to("/revoke"), 1)
        self.assertTrue(new.active)
        self.assertEqual(new.state, "connected")
        self.assertEqual(new.email, "private@example.com")
        self.assertEqual(new.calendar_sync_from, old.calendar_sync_from)
        # What was bound stays with the old identity.
        self.assertEqual(calendar.account_id, old)
        # The new one has its own calendars to choose from, and no cursor yet.
        self.assertEqual(new.calendar_ids.google_id, "private@example.com")
        self.assertFalse(new.calendar_ids.sync_token)

        path = self.path_of(self.grant_access("anna@example.com"))
        self.answer_question(path, "yes")
        first, second = self.accounts()
        self.assertTrue(first.active)
        self.assertFalse(second.active)
        self.assertEqual(first.state, "connected")
        self.assertEqual(first.calendar_ids.sync_token, "cursor")

    def test_the_contacts_chosen_hold_for_the_other_identity(self):
        chosen, left = self.env["res.partner"].create(
            [{"name": "Clara"}, {"name": "Robert"}]
        )
        (chosen | left).with_user(self.anna)._gws_subscribe()
        left.with_user(self.anna).gws_subscribed = False
        path = self.path_of(self.grant_access("private@example.com"))
        self.answer_question(path, "yes")
        self.env.invalidate_all()
        self.assertTrue(chosen.with_user(self.anna).gws_subscribed)
        self.assertFalse(left.with_user(self.anna).gws_subscribed)

    def test_the_choices_about_mail_hold_for_the_other_identity(self):
        """A label is known by its name there, once the new mailbox is listed."""
        labels = self.env["gws.label"].create(
            [
                {"account_id": self.account.id, "google_id": f"Label_{n}", "name": name}
                for n, name in enumerate(("To Odoo", "Old home"))
            ]
        )
        settings = {
            "mail_enabled": True,
            "mail_in_limit": 7,
            "mail_out_limit": 9,
            "mail_remove_after_transfer": True,
            "mail_trash_after_transfer": True,
            "mail_skip_internal": True,
            "mail_excluded": "bank.example",
        }
        self.account.write(
            {
                **settings,
                "mail_in_label_id": labels[0].id,
                "mail_out_label_id": labels[1].id,
                "mail_in_history": "77",
            }
        )
        path = self.path_of(self.grant_access("private@example.com"))
        self.answer_question(path, "yes")
        old, new = self.accounts()
        self.assertEqual({name: new[name] for name in settings}, settings)
        self.assertFalse(new.mail_in_label_id | new.mail_out_label_id)
        self.assertFalse(new.mail_in_history)
        self.assertEqual(old.mail_in_label_id, labels[0])

    def test_the_question_is_this_session_s(self):
        path = self.path_of(self.grant_access("private@example.com"))
        self.authenticate("anna", "anna")
        response = self.url_open(path, allow_redirects=False)
        self.assertEqual(self.path_of(response), "/odoo")
        self.make_user("ben")
        self.authenticate("ben", "ben")
        nonce = parse_qs(urlsplit(path).query)["n"][0]
        self.env["gws.oauth"].with_user(self.anna)._confirm(nonce, "guess", True)
        self.assertEqual(self.accounts(), self.account)

    def test_the_question_is_answered_once(self):
        path = self.path_of(self.grant_access("private@example.com"))
        self.answer_question(path, "no")
        response = self.url_open(path, allow_redirects=False)
        self.assertEqual(self.path_of(response), "/odoo")

    def test_answering_needs_the_form(self):
        path = self.path_of(self.grant_access("private@example.com"))
        nonce = parse_qs(urlsplit(path).query)["n"][0]
        with mute_logger("odoo.http"):
            response = self.url_open(
                "/google_workspace/confirm", data={"n": nonce, "accept": "yes"}
            )
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self.accounts(), self.account)

    def test_address_entered_beforehand(self):
        """The administrator entered an address: another one is asked about, too."""
        ben = self.make_user("ben", email="ben.odoo@example.com")
        ben.gws_email = "ben@example.com"
        self.make_google("ben@example.com")
        self.authenticate("ben", "ben")
        query = parse_qs(urlsplit(self.start_consent()).query)
        self.assertEqual(query["login_hint"], ["ben@example.com"])
        response = self.grant_access("private@example.com")
        page, _response = self.answer_question(self.path_of(response), "yes")
        self.assertIn("Entered for you", page)
        self.env.invalidate_all()
        self.assertEqual(ben.gws_account_ids.email, "private@example.com")
        self.assertEqual(ben.gws_account_ids.state, "connected")

    def test_renamed_address_is_the_same_identity(self):
        self.account.email = "maiden.name@example.com"
        self.grant_access("anna@example.com")
        self.assertEqual(self.accounts(), self.account)
        self.assertEqual(self.account.email, "anna@example.com")

    def test_taken_by_another_user(self):
        before = self.secret_of(self.account)
        ben = self.make_user("ben")
        self.authenticate("ben", "ben")
        self.grant_access("anna@example.com")
        notice = self.take_notice()
        self.assertIn("already connected by another user", notice["message"])
        self.assertEqual(notice["link"], "/google_workspace/guide#already-connected")
        self.assertEqual(self.secret_of(self.account), before)
        self.assertEqual(self.requests_to("/revoke"), 0)
        # Once it is disconnected there, it may move.
        self.account.action_disconnect()
        self.grant_access("anna@example.com")
        self.env.invalidate_all()
        self.assertEqual(ben.gws_account_ids.state, "connected")
