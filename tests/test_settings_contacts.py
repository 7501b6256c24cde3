# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The settings of Google Contacts on the user and on the account: whose they are."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..services.gws_client import SCOPES
from .common import GwsCase
from .contact_case import ContactCase

PREFERENCES = "base.view_users_form_simple_modif"
READ = (
    "gws_contact_enabled",
    "gws_contact_domain",
    "gws_contact_words",
    "gws_contact_count",
    "gws_contact_brake",
    "gws_contact_last_sync",
    "gws_contact_granted",
)


@tagged("post_install", "-at_install")
class TestContactSettings(GwsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user("anna")
        cls.ben = cls.make_user("ben")
        cls.paul = cls.make_user("paul", "base.group_portal")
        cls.boss = cls.make_user(
            "boss", groups="base.group_user,base.group_system,base.group_erp_manager"
        )

    def account_of(self, user):
        return self.env["gws.account"].search([("user_id", "=", user.id)])

    def subscribe(self, user, *states):
        """Contacts the user subscribes to, one in each of these states."""
        account = self.env["gws.account"]._ensure_for_user(user)
        partners = self.env["res.partner"].create(
            [{"name": f"Contact {number}"} for number, _state in enumerate(states)]
        )
        self.env["gws.partner.binding"].create(
            [
                {"account_id": account.id, "partner_id": partner.id, "state": state}
                for partner, state in zip(partners, states, strict=True)
            ]
        )
        return partners

    # -- filling in ---------------------------------------------------

    def test_before_anything_is_connected(self):
        """Switched on first, so that the consent asks for contacts, too."""
        with Form(self.anna.with_user(self.anna), view=PREFERENCES) as form:
            form.gws_contact_enabled = True
        account = self.account_of(self.anna)
        self.assertEqual(account.state, "draft")
        self.assertTrue(account.contact_enabled)
        scopes = self.env["gws.client"]._wanted_scopes(account)
        self.assertLessEqual(set(SCOPES["contact"]), set(scopes))

    def test_a_user_fills_in_their_own(self):
        self.connect(self.anna, contact_enabled=True)
        with Form(self.anna.with_user(self.anna), view=PREFERENCES) as form:
            form.gws_contact_auto_export = True
            form.gws_contact_domain = "[('is_company', '=', True)]"
            form.gws_contact_delete_unsubscribed = True
            form.gws_contact_sync_title = False
            form.gws_contact_sync_tags = True
            form.gws_contact_sync_photo = True
        account = self.account_of(self.anna)
        self.assertRecordValues(
            account,
            [
                {
                    "contact_auto_export": True,
                    "contact_domain": "[('is_company', '=', True)]",
                    "contact_delete_unsubscribed": True,
                    "contact_sync_title": False,
                    "contact_sync_tags": True,
                    "contact_sync_photo": True,
                }
            ],
        )

    def test_a_domain_that_is_none(self):
        me = self.anna.with_user(self.anna)
        for domain in ("[('nonsense', '=', 1)]", "not a list", "[('name',"):
            with self.subTest(domain), self.assertRaises(ValidationError):
                me.gws_contact_domain = domain

    def test_the_administrator_fills_in_for_anybody(self):
        with Form(self.anna.with_user(self.boss), view="base.view_users_form") as form:
            form.gws_contact_enabled = True
        self.assertTrue(self.account_of(self.anna).contact_enabled)
        account = self.account_of(self.anna).with_user(self.boss)
        with Form(account) as form:
            form.contact_auto_export = True
        self.assertTrue(account.contact_auto_export)

    def test_nobody_else_s(self):
        self.subscribe(self.anna, "synced")
        anna = self.anna.with_user(self.ben)
        with self.assertRaises(AccessError):
            anna.gws_contact_enabled = True
        for name in READ:
            with self.subTest(name), self.assertRaises(AccessError):
                anna.read([name])
        for name in (
            "action_gws_sync_contacts",
            "action_gws_open_contacts",
            "action_gws_release_contact_brake",
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(anna, name)()
        account = self.account_of(self.anna).with_user(self.ben)
        with self.assertRaises(AccessError):
            account.action_sync_contacts()

    def test_portal_users_have_nothing(self):
        me = self.paul.with_user(self.paul)
        with self.assertRaises(AccessError):
            me.gws_contact_enabled = True
        with self.assertRaises(AccessError):
            me.action_gws_sync_contacts()
        self.assertFalse(self.account_of(self.paul))

    def test_tokens_are_nobody_s(self):
        """A sync token is no secret, but what it reads is another person's."""
        account = self.connect(self.anna)
        for user in (self.anna, self.ben):
            with self.assertRaises(AccessError):
                account.with_user(user).read(["contact_sync_token"])
        rows = self.env["gws.account"].with_user(self.boss).browse(account.id).read()
        said = repr(rows)
        secret = self.secret_of(account)
        self.assertNotIn(secret.refresh_token, said)
        self.assertNotIn(secret.access_token, said)

    # -- what the screen says -------------------------------------------

    def test_count_in_words(self):
        me = self.anna.with_user(self.anna)
        self.assertFalse(me.gws_contact_words, "no account, no word")
        self.connect(self.anna, contact_enabled=True)
        for states, words in (
            ((), "No contact yet"),
            (("synced",), "1 contact"),
            (("pending", "deleted"), "3 contacts, 1 needs a look"),
            (("quarantined", "synced"), "5 contacts, 2 need a look"),
        ):
            self.subscribe(self.anna, *states)
            self.env.invalidate_all()
            self.assertEqual(me.gws_contact_words, words)
        self.subscribe(self.ben, "synced")
        self.env.invalidate_all()
        self.assertEqual(me.gws_contact_count, 5)

    def test_the_words_open_what_needs_a_look(self):
        self.connect(self.anna)
        me = self.anna.with_user(self.anna)
        self.subscribe(self.anna, "synced")
        action = me.with_context(gws_problems=True).action_gws_open_contacts()
        self.assertNotIn("search_default_problems", action["context"])
        self.subscribe(self.anna, "deleted")
        self.env.invalidate_all()
        action = me.with_context(gws_problems=True).action_gws_open_contacts()
        self.assertTrue(action["context"]["search_default_problems"])
        rows = self.env["gws.partner.binding"].with_user(self.anna)
        self.assertEqual(len(rows.search(action["domain"])), 2)

    def test_titles(self):
        """Odoo itself has no titles of contacts, and the screen says so."""
        self.connect(self.anna)
        known = self.env["gws.contact.local"]._title_field()
        self.assertEqual(self.anna.gws_contact_title_fields, bool(known))


@tagged("post_install", "-at_install")
class TestContactButtons(ContactCase):
    """The buttons that talk to Google."""

    def press_as(self, user, name="action_gws_sync_contacts"):
        with self.acts(user) as env:
            answer = getattr(env["res.users"].browse(self.anna.id), name)()
        return answer["params"]

    def test_sync(self):
        self.make()
        answer = self.press_as(self.anna)
        self.assertEqual(answer["type"], "success")
        self.assertIn("1 sent", answer["message"])
        self.assertEqual(len(self.there()), 1)
        self.assertTrue(self.anna.gws_contact_last_sync)

    def test_a_consent_without_contacts(self):
        self.connect(self.anna)
        self.assertFalse(self.anna.gws_contact_granted)
        answer = self.press_as(self.anna)
        self.assertEqual(answer["type"], "warning")
        self.assertIn("Grant access again", answer["message"])
        self.connect_contacts(self.anna)
        self.env.invalidate_all()
        self.assertTrue(self.anna.gws_contact_granted)

    def test_the_administrator_takes_them_out(self):
        """Held back, and released by an administrator instead of the owner."""
        boss = self.make_user("boss", "base.group_user,base.group_system")
        self.choose(contact_delete_unsubscribed=True)
        partners = self.make_many(30)
        self.sync()
        self.edit(partners, active=False)
        self.assertIn("30 contacts would be", self.press_as(boss)["message"])
        self.assertEqual(self.anna.gws_contact_brake, 30)
        self.assertEqual(len(self.there()), 30)
        name = "action_gws_release_contact_brake"
        self.assertEqual(self.press_as(boss, name)["type"], "success")
        self.assertFalse(self.there())
        self.assertFalse(self.anna.gws_contact_brake)
