# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The screens of contacts: a person's own tick, for one contact or for thousands."""

import time

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .contact_case import ContactCase

FORM = "base.view_partner_form"
MANY = 5000
SUBSCRIBE = "google_workspace.action_partner_subscribe"
UNSUBSCRIBE = "google_workspace.action_partner_unsubscribe"


@tagged("post_install", "-at_install")
class TestContactScreen(ContactCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ben = cls.make_user("ben")

    def mine(self, partner, user=None):
        self.env.invalidate_all()
        return partner.with_user(user or self.anna)

    def run_action(self, xmlid, partners, user=None):
        """Choose an action of the list's menu."""
        env = partners.env if partners.env.uid == self.anna.id else self.env
        action = env.ref(xmlid).with_user(user or self.anna)
        return action.with_context(
            active_model="res.partner", active_ids=partners.ids
        ).run()

    # -- the form -----------------------------------------------------

    def test_a_new_contact(self):
        with Form(self.env["res.partner"].with_user(self.anna), view=FORM) as form:
            form.name = "Clara Schumann"
            form.gws_subscribed = True
            self.assertFalse(form.gws_contact_state)
        partner = self.mine(form.record)
        self.assertTrue(partner.gws_subscribed)
        self.assertEqual(partner.gws_contact_state, "pending")
        self.assertFalse(partner.gws_contact_note, "it is on its way")
        self.sync()
        partner = self.mine(form.record)
        self.assertEqual(partner.gws_contact_state, "synced")
        self.assertTrue(partner.gws_in_google)
        number = self.row(partner).resource_name.removeprefix("people/")
        self.assertIn(number, partner.action_gws_open_google()["url"])

    def test_a_tick_taken_back(self):
        partner = self.make()
        self.sync()
        with Form(self.mine(partner), view=FORM) as form:
            form.gws_subscribed = False
        self.assertFalse(self.mine(partner).gws_subscribed)
        self.assertFalse(self.mine(partner).gws_in_google)
        self.assertEqual(len(self.there()), 1, "it stays in Google, unless told")

    def test_each_person_s_own(self):
        partner = self.make()
        self.assertFalse(self.mine(partner, self.ben).gws_subscribed)
        self.assertFalse(self.mine(partner, self.ben).gws_contact_state)

    def test_deleted_in_google_and_sent_again(self):
        partner = self.make()
        self.sync()
        self.drop(self.row(partner).resource_name)
        self.sync()
        partner = self.mine(partner)
        self.assertEqual(partner.gws_contact_state, "deleted")
        self.assertTrue(partner.gws_contact_note)
        self.assertFalse(partner.gws_in_google)
        with self.acts(self.anna) as env:
            env["res.partner"].browse(partner.id).action_gws_send_again()
        self.assertEqual(self.mine(partner).gws_contact_state, "pending")
        self.sync()
        self.assertEqual(self.mine(partner).gws_contact_state, "synced")
        self.assertEqual(len(self.there()), 1)

    def test_why_it_waits(self):
        partner = self.make(subscribe=False)
        self.run_action(SUBSCRIBE, partner, self.ben)
        partner = self.mine(partner, self.ben)
        self.assertEqual(partner.gws_contact_state, "pending")
        self.assertIn("Connect your Google account", partner.gws_contact_note)
        action = partner.action_gws_preferences()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("res.users", self.ben.id)
        )

    def test_one_who_may_not_edit_contacts(self):
        """The tick is a wish of one's own; the menu asks for no right to write."""
        partner = self.make(subscribe=False)
        with self.assertRaises(AccessError):
            partner.with_user(self.ben).name = "Clara Wieck"
        self.run_action(SUBSCRIBE, partner, self.ben)
        self.assertTrue(self.mine(partner, self.ben).gws_subscribed)
        self.run_action(UNSUBSCRIBE, partner, self.ben)
        self.assertFalse(self.mine(partner, self.ben).gws_subscribed)

    # -- who sees it -----------------------------------------------------

    def arch(self, kind, user=None):
        view = self.env["res.partner"].with_user(user or self.anna).get_view
        return etree.fromstring(view(view_type=kind)["arch"])

    def test_switched_off_nothing_shows(self):
        """Form and list are as if the addon were not there."""
        for kind in ("form", "list"):
            with self.subTest(kind):
                self.set_params(enabled=True)
                found = self.arch(kind).xpath("//field[@name='gws_subscribed']")
                self.assertEqual(len(found), 1)
                self.set_params(enabled=False)
                arch = etree.tostring(self.arch(kind), encoding="unicode")
                self.assertNotIn("gws_", arch)

    def test_portal_users_see_nothing(self):
        paul = self.make_user("paul", "base.group_portal")
        for kind in ("form", "list"):
            arch = self.arch(kind, paul)
            self.assertFalse(arch.xpath("//field[@name='gws_subscribed']"))
        with self.assertRaises(AccessError):
            self.run_action(SUBSCRIBE, paul.partner_id, paul)

    def test_no_dead_buttons(self):
        for model, xmlid in (
            ("res.partner", "res_partner_view_form"),
            ("res.users", "res_users_view_form_preferences_contact"),
            ("res.users", "res_users_view_form_contact"),
            ("gws.account", "gws_account_view_form_contact"),
            ("gws.conflict", "gws_contact_conflict_view_list"),
            ("gws.partner.binding", "gws_partner_binding_view_list"),
        ):
            arch = etree.fromstring(self.env.ref(f"google_workspace.{xmlid}").arch)
            names = arch.xpath("//button[@type='object']/@name")
            self.assertTrue(names, xmlid)
            for name in names:
                self.assertTrue(callable(getattr(self.env[model], name)), name)

    # -- filters ----------------------------------------------------------

    def test_filters(self):
        mine = self.make(name="Filter mine")
        other = self.make(subscribe=False, name="Filter other")
        arch = self.arch("search")
        for name, expected in (("gws_subscribed", mine), ("gws_not_subscribed", other)):
            [domain] = arch.xpath(f"//filter[@name='{name}']/@domain")
            found = (
                self.env["res.partner"]
                .with_user(self.anna)
                .search([*safe_eval(domain), ("name", "like", "Filter %")])
            )
            self.assertEqual(found, expected)

    # -- conflicts ---------------------------------------------------------

    def test_a_conflict_in_words(self):
        partner = self.make()
        self.sync()
        name = self.row(partner).resource_name
        self.change(name, names=[{"givenName": "Clara", "familyName": "Wieck"}])
        self.edit(partner, name="Clara Schumann-Wieck")
        self.sync()
        row = self.env["gws.conflict"].search([("account_id", "=", self.account.id)])
        self.assertEqual(row.title, "Clara Schumann-Wieck")
        self.assertEqual(
            (row.field_text, row.odoo_text, row.google_text, row.winner),
            ("Name", "Clara Schumann-Wieck", "Clara Wieck", "odoo"),
        )
        actions = self.env["ir.actions.act_window"]
        for xmlid, there in (
            ("gws_contact_conflict_action", True),
            ("gws_conflict_action", False),
        ):
            action = actions._for_xml_id(f"google_workspace.{xmlid}")
            found = self.env["gws.conflict"].search(safe_eval(action["domain"]))
            self.assertEqual(row in found, there, xmlid)
        mine = row.with_user(self.anna)
        self.assertEqual(mine.action_open_contact()["res_id"], partner.id)
        for winner, wanted in (
            ("google", "Clara Wieck"),
            ("odoo", "Clara Schumann-Wieck"),
        ):
            with self.acts(self.anna) as env:
                getattr(env["gws.conflict"].browse(row.id), f"action_take_{winner}")()
            self.sync()
            self.assertEqual(partner.name, wanted)
            self.assertEqual(self.shown(self.person(partner)), wanted)

    # -- by the thousand ------------------------------------------------

    def test_one_and_five_thousand(self):
        """The menu's actions, and ticks in the list: seconds and queries."""
        partners = self.env["res.partner"].create(
            [{"name": f"Contact {n}", "email": f"c{n}@x.example"} for n in range(MANY)]
        )
        for xmlid, wanted in ((SUBSCRIBE, True), (UNSUBSCRIBE, False)):
            for some in (partners[:1], partners):
                with self.subTest(xmlid, contacts=len(some)):
                    with self.acts(self.anna) as env:
                        queries, start = env.cr.sql_log_count, time.monotonic()
                        answer = self.run_action(xmlid, some.with_env(env))
                        env.flush_all()
                        queries = env.cr.sql_log_count - queries
                    seconds = time.monotonic() - start
                    self.assertEqual(answer["params"]["type"], "success")
                    self.assertLess(queries, 60 + len(some) / 50)
                    self.assertLess(seconds, 2 + len(some) / 200)
                    rows = self.env["gws.partner.binding"]
                    own = [("account_id", "=", self.account.id)]
                    found = rows.search_count([*own, ("partner_id", "in", some.ids)])
                    self.assertEqual(found, len(some) if wanted else 0)

    def test_ticks_in_the_list(self):
        """A whole page of the list, ticked at once by hand."""
        page = self.env["res.partner"].create([{"name": f"P {n}"} for n in range(80)])
        with self.acts(self.anna) as env:
            mine = env["res.partner"].browse(page.ids)
            queries = env.cr.sql_log_count
            mine.web_save_multi([{"gws_subscribed": True}] * 80, {"gws_subscribed": {}})
            env.flush_all()
            queries = env.cr.sql_log_count - queries
        self.assertTrue(all(self.mine(page).mapped("gws_subscribed")))
        self.assertLess(queries, 80 * 8)
