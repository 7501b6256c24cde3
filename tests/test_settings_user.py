# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The settings on the user (My Profile, Settings ▸ Users) and the general ones."""

from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..controllers.guide import to_html
from .common import CLIENT_ID, CLIENT_SECRET, GwsCase, GwsHttpCase


@tagged("post_install", "-at_install")
class TestUserSettings(GwsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user("anna")
        cls.ben = cls.make_user("ben")
        cls.boss = cls.make_user(
            "boss", groups="base.group_user,base.group_system,base.group_erp_manager"
        )

    def account_of(self, user):
        return self.env["gws.account"].search([("user_id", "=", user.id)])

    def test_a_user_fills_in_their_own(self):
        me = self.anna.with_user(self.anna)
        me.write({"gws_calendar_sync_from": "2020-05-01", "gws_client_id": "own"})
        account = self.account_of(self.anna)
        self.assertEqual(account.state, "draft")
        self.assertEqual(str(account.calendar_sync_from), "2020-05-01")
        self.assertEqual(account.client_id, "own")
        self.assertEqual(me.read(["gws_client_id"])[0]["gws_client_id"], "own")
        with self.assertRaises(ValidationError):
            me.gws_calendar_sync_from = "2999-01-01"

    def test_a_user_fills_in_nobody_else_s(self):
        with self.assertRaises(AccessError):
            self.anna.with_user(self.ben).gws_calendar_direction = "pull"
        self.assertFalse(self.account_of(self.anna))
        with self.assertRaises(AccessError):
            self.anna.with_user(self.ben).action_gws_disconnect()
        with self.assertRaises(AccessError):
            self.anna.with_user(self.ben).read(["gws_client_id", "gws_email"])

    def test_nobody_looks_at_a_colleague_s(self):
        self.connect(self.anna)
        self.env.invalidate_all()
        users = self.env["res.users"].with_user(self.ben)
        names = [name for name in users._fields if name.startswith("gws_")]
        self.assertGreater(len(names), 20)
        for name in names:
            with self.subTest(name):
                with self.assertRaises(AccessError):
                    users.browse(self.anna.id)[name]
                with self.assertRaises(AccessError):
                    users.browse(self.anna.id).read([name])
                with self.assertRaises(AccessError):
                    users.search_read([("id", "=", self.anna.id)], [name])
        with self.assertRaises(AccessError):
            users.search([("gws_email", "=", "anna@example.com")])
        with self.assertRaises(AccessError):
            users.search([("gws_account_ids.email", "=", "anna@example.com")])

    def test_administrator_s_switches_are_not_the_user_s(self):
        me = self.anna.with_user(self.anna)
        for name in ("gws_log_enabled", "gws_send_via_gmail"):
            with self.subTest(name), self.assertRaises(AccessError):
                me.write({name: True})
        with self.assertRaises(AccessError):
            me.write({"gws_email": "boss@example.com"})

    def test_no_account_for_portal_users(self):
        paul = self.make_user("paul", groups="base.group_portal")
        with self.assertRaises(AccessError):
            paul.with_user(paul).write({"gws_client_id": "x"})

    def test_the_administrator_fills_in_everything_but_the_consent(self):
        mails = self.env["mail.mail"].search_count([])
        anna = self.anna.with_user(self.boss)
        anna.write(
            {
                "gws_email": "anna@example.com",
                "gws_client_id": "own",
                "gws_client_secret": "GOCSPX-own",
                "gws_calendar_sync_from": "2021-01-01",
                "gws_log_enabled": True,
            }
        )
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        account = self.account_of(self.anna)
        self.assertEqual(account.email, "anna@example.com")
        self.assertTrue(account.log_enabled)
        self.assertEqual(self.secret_of(account).client_secret, "GOCSPX-own")
        self.assertEqual(anna.gws_client_secret, "********")
        with self.assertRaisesRegex(UserError, "Only Anna"):
            anna.action_gws_connect()

    def test_a_user_made_with_settings(self):
        new = self.make_user("new", gws_calendar_sync_from="2020-01-01")
        self.assertEqual(str(self.account_of(new).calendar_sync_from), "2020-01-01")
        plain = self.make_user("plain")
        self.assertFalse(self.account_of(plain))

    def test_the_account_in_use_is_shown(self):
        account = self.connect(self.anna)
        account.action_disconnect()
        account.active = False
        self.env.invalidate_all()
        self.assertFalse(self.anna.gws_account_id)
        again = self.connect(self.anna, "anna.two@example.com")
        self.env.invalidate_all()
        self.assertEqual(self.anna.gws_account_id, again)
        self.assertEqual(self.anna.gws_email, "anna.two@example.com")
        archived = self.anna.with_context(active_test=False)
        self.assertEqual(archived.gws_email, "anna.two@example.com")
        self.assertEqual(self.anna.gws_granted, "Calendar")

    def test_buttons(self):
        self.connect(self.anna)
        me = self.anna.with_user(self.anna)
        me.action_gws_pause()
        self.assertEqual(me.gws_state, "paused")
        me.action_gws_resume()
        self.assertEqual(me.gws_state, "connected")
        action = me.action_gws_open_account()
        self.assertEqual(action["res_id"], self.account_of(self.anna).id)
        me.action_gws_disconnect()
        self.assertEqual(me.gws_state, "draft")
        self.ben.with_user(self.ben).action_gws_prepare()
        self.assertEqual(self.account_of(self.ben).state, "draft")

    def test_preferences_form(self):
        view = "base.view_users_form_simple_modif"
        self.connect(self.anna)
        with Form(self.anna.with_user(self.anna), view=view) as form:
            form.gws_calendar_sync_from = "2020-01-01"
            form.gws_calendar_direction = "pull"
        account = self.account_of(self.anna)
        self.assertEqual(account.calendar_direction, "pull")
        self.assertEqual(str(account.calendar_sync_from), "2020-01-01")

    def test_user_form_of_the_administrator(self):
        self.connect(self.anna)
        with Form(self.anna.with_user(self.boss), view="base.view_users_form") as form:
            form.gws_calendar_direction = "push"
            form.gws_log_enabled = True
        account = self.account_of(self.anna)
        self.assertEqual(account.calendar_direction, "push")
        self.assertTrue(account.log_enabled)

    def test_no_dead_buttons(self):
        """Every button of our views is a method that exists and is public."""
        for model, xmlid in (
            ("res.users", "res_users_view_form"),
            ("res.users", "res_users_view_form_preferences"),
            ("gws.account", "gws_account_view_form"),
            ("gws.diagnosis", "gws_diagnosis_view_form"),
            ("res.config.settings", "res_config_settings_view_form"),
        ):
            arch = etree.fromstring(self.env.ref(f"google_workspace.{xmlid}").arch)
            names = arch.xpath("//button[@type='object']/@name")
            self.assertTrue(names)
            for name in names:
                self.assertTrue(callable(getattr(self.env[model], name)), name)


@tagged("post_install", "-at_install")
class TestGeneralSettings(GwsCase):
    def test_what_the_screen_shows(self):
        settings = self.env["res.config.settings"].create({})
        self.assertTrue(settings.gws_enabled)
        self.assertEqual(settings.gws_client_id, CLIENT_ID)
        self.assertEqual(settings.gws_client_secret, "********")
        self.assertEqual(
            settings.gws_redirect_uri,
            "http://localhost:8069/google_account/authentication",
        )
        count = settings.gws_account_count
        self.connect(self.make_user("anna"))
        self.assertEqual(
            self.env["res.config.settings"].create({}).gws_account_count, count + 1
        )

    def test_saving_keeps_the_secret(self):
        client = self.env["gws.client"]
        with Form(self.env["res.config.settings"]) as form:
            form.gws_paused = True
        form.record.execute()
        self.assertTrue(client._is_paused())
        self.assertEqual(client._credentials(None), (CLIENT_ID, CLIENT_SECRET))
        with Form(self.env["res.config.settings"]) as form:
            form.gws_client_secret = " GOCSPX-new "
            form.gws_client_id = "new"
        form.record.execute()
        self.assertEqual(client._credentials(None), ("new", "GOCSPX-new"))
        with Form(self.env["res.config.settings"]) as form:
            form.gws_client_secret = False
        form.record.execute()
        self.assertEqual(client._credentials(None), ("new", ""))

    def test_the_secret_is_not_in_the_table_of_the_screen(self):
        with Form(self.env["res.config.settings"]) as form:
            form.gws_client_secret = "GOCSPX-typed"
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(s) FROM res_config_settings s")
        self.assertNotIn("GOCSPX", repr(self.env.cr.fetchall()))

    def test_off_and_on(self):
        client = self.env["gws.client"]
        with Form(self.env["res.config.settings"]) as form:
            form.gws_enabled = False
        form.record.execute()
        self.assertFalse(client._is_enabled())
        self.assertFalse(client._is_configured())
        self.assertEqual(client._credentials(None), (CLIENT_ID, CLIENT_SECRET))

    def test_the_list_of_accounts(self):
        self.connect(self.make_user("anna"))
        action = self.env["res.config.settings"].create({}).action_gws_accounts()
        self.assertEqual(action["res_model"], "gws.account")


@tagged("post_install", "-at_install")
class TestGuide(GwsHttpCase):
    def test_readable_when_logged_in(self):
        self.make_user("anna")
        self.authenticate("anna", "anna")
        page = self.url_open("/google_workspace/guide")
        self.assertEqual(page.status_code, 200)
        self.assertIn('id="redirect-uri-mismatch"', page.text)
        self.assertNotIn("{#", page.text)
        self.assertNotIn("**", page.text)

    def test_every_inner_link_has_its_anchor(self):
        self.authenticate("admin", "admin")
        page = self.url_open("/google_workspace/guide").text
        tree = etree.HTML(page)
        anchors = set(tree.xpath("//main//@id"))
        links = [href[1:] for href in tree.xpath("//main//a/@href") if href[0] == "#"]
        self.assertGreater(len(links), 5)
        self.assertFalse(set(links) - anchors)

    def test_markup_is_escaped(self):
        html = to_html('# <b>x</b> {#a}\n\n- `<i>` [a](javascript:x) "q"\n\n| <u> |')
        self.assertNotIn("<b>", html)
        self.assertNotIn("<i>", html)
        self.assertNotIn("<u>", html)
        self.assertNotIn("href", html)
        self.assertIn('<h1 id="a">&lt;b&gt;x&lt;/b&gt;</h1>', html)
