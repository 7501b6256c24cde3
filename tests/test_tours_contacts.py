# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts in a browser: from a selection in Odoo to Google's own page, and back."""

from odoo import fields
from odoo.tests import tagged

from ..mapping.person_name import normal
from ..services.gws_client import SCOPES
from .common import CALENDAR
from .samples.contacts import CONTACTS
from .test_tours import ANNA, BrowserCase

ROW = ".o_data_row"
TAG = ("Kundin", "Verein", "Presse")
PEOPLE = (
    # name, company or not, position, e-mail, telephone, city, tag
    ("Clara Schumann", False, "Pianistin", "clara@musik.example", "+49 341 2112", 0),
    ("Nilufar Kazemi", False, "Einkauf", "n.kazemi@pars.example", "+98 21 8877", None),
    ("Möbelhaus Größenwahn GmbH", True, "", "post@gross.example", "+49 30 901820", 1),
    ("سارا احمدی", False, "معمار", "sara@memar.example", "+98 21 8877 6655", None),
    ("Zoë Brontë", False, "Redaktion", "zoe@blatt.example", "+44 20 7946 0555", 2),
)


class ContactBrowserCase(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna.group_ids += cls.env.ref("base.group_partner_manager")
        # Those that Odoo makes by itself (companies, users) are in nobody's way.
        tags = cls.env["res.partner.category"].create([{"name": name} for name in TAG])
        cls.partners = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": company,
                    "function": function,
                    "email": email,
                    "phone": phone,
                    "category_id": [] if tag is None else [(4, tags[tag].id)],
                }
                for name, company, function, email, phone, tag in PEOPLE
            ]
        )

    def connect_contacts(self, **settings):
        return self.connect(
            self.anna,
            scopes=(*CALENDAR, *SCOPES["contact"]),
            contact_enabled=True,
            **settings,
        )

    def contacts_page(self):
        return f"{self.google.url}/_emulator/contacts/{ANNA}"

    def opens_form(self, partner):
        self.person.resizes(1366)
        self.opens(f"/odoo/contacts/{partner.id}")
        self.person.sees(".o_form_view [name=gws_subscribed]")

    def opens_list(self, words):
        """The list of contacts, searched for some words."""
        self.person.resizes(1366)
        self.opens("/odoo/contacts?view_type=list")
        self.person.sees(ROW)
        self.person.types(".o_searchview_input", words)
        self.person.clicks(".o_searchview_autocomplete .o-dropdown-item")
        self.person.sees(".o_searchview_facet", words)

    def opens_settings(self):
        self.person.resizes(1366, 1080)
        self.opens("/odoo/contacts")
        self.person.clicks(".o_user_menu button")
        self.person.clicks(".o-dropdown--menu [data-menu=preferences]")
        self.person.clicks(".o_form_view .nav-link[name=gws]")
        self.person.sees("[name=gws_contact_enabled]")

    def badge(self, words):
        self.person.sees(".o_form_view [name=gws_contact_state]", words)

    def syncs(self):
        """What the scheduled action does, Google's changes included."""
        with self.odoo() as env:
            env.ref("google_workspace.cron_sync_contacts").method_direct_trigger()


@tagged("post_install", "-at_install")
class TestContactStory(ContactBrowserCase):
    def test_story(self):
        self.connect(self.anna, calendar_sync_from="2020-01-01")
        self.logs_in("anna")
        self.switch_on()
        self.choose_contacts()
        self.synchronize()
        self.delete_in_google()
        self.send_again()
        self.filters()
        self.lists()
        self.person.check()

    def switch_on(self):
        """Contacts are switched on, but the consent was given without them."""
        person = self.person
        self.opens_settings()
        person.clicks("[name=gws_contact_enabled] input")
        person.sees(".alert", "not given access to your contacts")
        person.picture("30_contacts_not_granted")
        person.clicks(".alert button[name=action_gws_connect]")
        person.sees("form#consent", "contacts")
        person.clicks("button#allow")
        person.sees(".o_notification.o_gws_notice")
        self.opens_settings()
        person.misses(".alert", "not given access to your contacts")
        person.clicks("[name=gws_contact_sync_tags] input")
        person.clicks("[name=gws_contact_auto_export] input")
        person.sees("[name=gws_contact_domain]")
        person.picture("31_contact_settings")
        person.clicks("button[name=preference_save]")
        person.misses(".modal")

    def choose_contacts(self):
        person = self.person
        self.opens_list(".example")
        person.sees(ROW, "Clara Schumann")
        person.misses(ROW, "Anna Adler")
        person.clicks(".o_list_view thead .o_list_record_selector input")
        person.clicks(".o_cp_action_menus .dropdown-toggle", "Actions")
        person.sees(".o-dropdown--menu .o_menu_item", "Add to Google Contacts")
        person.picture("32_add_to_google")
        person.clicks(".o-dropdown--menu .o_menu_item", "Add to Google Contacts")
        person.sees(".o_notification", "contacts added to Google Contacts")

    def synchronize(self):
        person = self.person
        self.opens_settings()
        person.sees("[name=gws_contact_words]", "5 contacts")
        person.clicks("button[name=action_gws_sync_contacts]")
        person.sees(".o_notification", "5 sent to Google")
        person.goes(self.contacts_page())
        for name, *_rest in PEOPLE:
            person.sees("#contacts td", name)
        self.assertEqual(person.text("#count"), "5")
        person.picture("33_contacts_in_google")

    def delete_in_google(self):
        person = self.person
        person.clicks("#contacts a", "Clara Schumann")
        person.sees("#values", "Pianistin")
        person.picture("34_contact_in_google")
        person.clicks("form#edit button[name=delete]")
        person.sees("#trash", "Clara")
        self.syncs()
        self.opens_form(self.partners[0])
        self.badge("Deleted in Google")
        person.picture("35_deleted_in_google")

    def send_again(self):
        person = self.person
        person.clicks("button[name=action_gws_send_again]")
        self.badge("Waiting to be sent")
        self.deliver()
        self.opens_form(self.partners[0])
        self.badge("In step")
        person.sees("button[name=action_gws_open_google]")
        person.misses("button[name=action_gws_send_again]")
        person.picture("36_in_step")
        names = [p["names"][0]["displayName"] for p in self.world.contacts(ANNA)]
        self.assertEqual(names.count("Clara Schumann"), 1)
        # and the tick taken away: it is no longer kept up to date
        person.clicks("[name=gws_subscribed] input")
        person.clicks(".o_form_button_save")
        person.misses(".o_form_dirty")
        person.misses("[name=gws_contact_state]")

    def filters(self):
        person = self.person
        self.opens_list(".example")
        person.clicks(".o_searchview_dropdown_toggler")
        person.clicks(".o_filter_menu .o_menu_item", "Not synced to Google")
        person.sees(ROW, "Clara Schumann")
        person.misses(ROW, "Zoë Brontë")
        person.clicks(".o_filter_menu .o_menu_item", "Not synced to Google")
        person.sees(ROW, "Zoë Brontë")
        person.clicks(".o_filter_menu .o_menu_item", "Synced to Google")
        person.sees(ROW, "Zoë Brontë")
        person.misses(ROW, "Clara Schumann")
        person.picture("37_filter")

    def lists(self):
        person = self.person
        with self.odoo() as env:
            row = env["gws.partner.binding"].search(
                [("partner_id", "=", self.partners[4].id)]
            )
            self.world.delete_contact(ANNA, row.resource_name)
        self.syncs()
        person.resizes(1366, 500)
        self.opens("/odoo/contacts")
        person.clicks(".o_menu_sections button", "Google Contacts")
        person.clicks(".o-dropdown--menu .dropdown-item", "Contacts in Google")
        person.sees(ROW, "Deleted in Google")
        person.picture("38_list_of_contacts")
        person.clicks(".o_menu_sections button", "Google Contacts")
        person.clicks(".o-dropdown--menu .dropdown-item", "Runs")
        person.sees(ROW)
        person.picture("39_runs")
        self.opens_settings()
        person.clicks("button:has([name=gws_contact_words])", "1 needs a look")
        person.sees(ROW, "Zoë Brontë")
        person.misses(ROW, "سارا احمدی")


@tagged("post_install", "-at_install")
class TestContactConflict(ContactBrowserCase):
    def test_both_sides(self):
        """A name changed on both sides: Odoo's is taken, Google's can be."""
        person = self.person
        self.connect_contacts()
        partner = self.partners[0]
        with self.odoo(self.anna) as env:
            env["res.partner"].browse(partner.id).gws_subscribed = True
        self.syncs()
        [there] = self.world.contacts(ANNA)
        self.world.change_contact(
            ANNA,
            there["resourceName"],
            {"names": [{"givenName": "Clara", "familyName": "Wieck"}]},
        )
        with self.odoo(self.anna) as env:
            env["res.partner"].browse(partner.id).name = "Clara J. Schumann"
        self.syncs()
        self.logs_in("anna")
        self.opens("/odoo/contacts")
        person.clicks(".o_menu_sections button", "Google Contacts")
        person.clicks(".o-dropdown--menu .dropdown-item", "Conflicts")
        person.sees(ROW, "Clara J. Schumann")
        person.sees(ROW, "Clara Wieck")
        person.picture("40_contact_conflict")
        person.clicks("button[name=action_take_google]")
        person.sees(f"{ROW} .badge", "Google")
        with self.odoo() as env:
            self.assertEqual(env["res.partner"].browse(partner.id).name, "Clara Wieck")
        person.check()


@tagged("post_install", "-at_install")
class TestContactAdministrator(ContactBrowserCase):
    def test_screens(self):
        """The administrator's two screens of a user's contacts."""
        person = self.person
        account = self.connect_contacts(contact_auto_export=True, contact_brake=30)
        self.env["gws.partner.binding"]._subscribe(account, self.partners.ids)
        self.logs_in("admin")
        person.resizes(1366, 1080)
        self.opens(f"/odoo/google-accounts/{account.id}")
        person.sees("button [name=contact_words]", "5 contacts")
        person.sees(".alert", "30 contacts would be taken out")
        person.picture("administrator_account")
        self.opens(f"/odoo/users/{self.anna.id}")
        person.clicks(".o_form_view .nav-link[name=gws]")
        person.sees("button [name=gws_contact_words]", "5 contacts")
        person.picture("administrator_user")
        person.clicks("button[name=action_gws_sync_contacts]")
        person.sees(".o_notification", "5 sent to Google")
        person.check()


@tagged("post_install", "-at_install")
class TestRealNames(ContactBrowserCase):
    """Contacts of 19 scripts, as Odoo's list and Google's page show them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        countries = {c.code: c.id for c in cls.env["res.country"].search([])}
        companies = {}
        for name in {c["company"] for c in CONTACTS if c.get("company")}:
            values = {"name": name, "is_company": True}
            companies[name] = cls.env["res.partner"].create(values).id
        plain = ("name", "is_company", "function", "email", "phone", "website")
        plain += ("street", "street2", "zip", "city")
        langs = dict(cls.env["res.lang"].get_installed())
        cls.real = cls.env["res.partner"].create(
            [
                {
                    **{key: contact[key] for key in plain if contact.get(key)},
                    "country_id": countries.get(contact.get("country_code")),
                    "parent_id": companies.get(contact.get("company")),
                    "ref": "REAL",
                    **(
                        {"lang": contact["lang"]}
                        if contact.get("lang") in langs
                        else {}
                    ),
                }
                for contact in CONTACTS
            ]
        )

    def test_names(self):
        person = self.person
        self.connect_contacts()
        with self.odoo(self.anna) as env:
            env["res.partner"].browse(self.real.ids).action_gws_subscribe()
        self.syncs()
        self.logs_in("anna")
        person.resizes(1366, 3200)
        self.opens_list("REAL")
        person.sees(ROW, CONTACTS[0]["name"])
        # one page of the list holds 80
        person.picture("real_names_odoo")
        person.goes(self.contacts_page())
        self.assertEqual(person.text("#count"), str(len(CONTACTS)))
        person.picture("real_names_google")
        shown = person.look(
            "[...document.querySelectorAll('#contacts tbody tr')].map("
            "(row) => [row.cells[0].textContent, row.cells[1].textContent])"
        )
        wanted = {normal(contact["name"]): contact for contact in CONTACTS}
        self.assertEqual(sorted(name for name, _mail in shown), sorted(wanted))
        for name, mails in shown:
            contact = wanted[name]
            count = contact.get("emails", 1 if contact.get("email") else 0)
            self.assertEqual(mails.count("@"), count, name)
        person.check()


@tagged("post_install", "-at_install")
class TestContactLanguages(ContactBrowserCase):
    """The screens fit in German, and are the mirror image in Persian."""

    def fits(self):
        wide = self.person.look(
            "[...document.querySelectorAll('.o_inner_group')]"
            ".filter((element) => element.scrollWidth > element.clientWidth + 1)"
            ".map((element) => element.className)"
        )
        self.assertEqual(wide, [], "wider than its place")

    def look_at(self, code):
        person = self.person
        partner = self.partners[0]
        account = self.connect_contacts(
            contact_auto_export=True,
            contact_brake=30,
            contact_last_sync=fields.Datetime.now(),
        )
        self.env["res.lang"]._activate_lang(code)
        modules = ["base", "web", "contacts", "google_workspace"]
        self.env["ir.module.module"]._load_module_terms(modules, [code])
        self.anna.lang = code
        rows = self.env["gws.partner.binding"]
        rows._subscribe(account, [partner.id])
        rows.search([("partner_id", "=", partner.id)]).write(
            {
                "state": "quarantined",
                "resource_name": "people/c1",
                "error": "Invalid value for: phoneNumbers[0].value",
            }
        )
        self.logs_in("anna")
        self.opens_form(partner)
        person.sees(".badge[name=gws_contact_state], [name=gws_contact_state] .badge")
        person.picture(f"form_{code}")
        self.fits()
        self.opens_settings()
        person.picture(f"settings_{code}")
        self.fits()
        person.check()
        return person.look(
            "(({left, width}) => left + width / 2 < innerWidth / 2)(document."
            "querySelector('[name=gws_contact_enabled]').getBoundingClientRect())"
        )

    def test_german(self):
        self.assertTrue(self.look_at("de_DE"), "the settings are on the left")

    def test_persian(self):
        self.assertFalse(self.look_at("fa_IR"), "the settings are on the right")
