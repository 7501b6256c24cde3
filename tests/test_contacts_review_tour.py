# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""*Contacts you have already* in a browser: from a selection to the one in Google."""

from odoo.tests import tagged

from ..services.gws_client import SCOPES
from .contact_case import ANNA
from .test_contacts_review import named, values
from .test_tours import BrowserCase

DIALOG = ".modal .o_form_view"
ROW = f"{DIALOG} .o_data_row"
CHOICE = "[name=choice]"
# What Anna has in Google, what Odoo has.
GOOGLE = (
    ("Mama", "", "clara@schumann.example", "+49 341 1234567"),
    ("Müller", "Heizung", "info@mueller.example", "+49 30 901820"),
    ("Yamada", "Tarō", "taro@yamada.example", "+81 3 1234 5678"),
    ("Taro", "(work)", "taro@yamada.example", ""),
    ("نگار", "شیرازی", "", "+98 21 8888 1234"),
    ("Nobody", "Else", "nobody@else.example", ""),
)
ODOO = (
    ("Clara Schumann", "clara@schumann.example", "+49 341 7654321"),
    ("Müller Heizungsbau GmbH", "", "+49 30 901820"),
    ("山田太郎", "taro@yamada.example", ""),
    ("نگار شیرازی", "negar@shirazi.example", ""),
    ("Robert Schumann", "robert@schumann.example", ""),
)


class ReviewBrowserCase(BrowserCase):
    lang = "en_US"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna.group_ids += cls.env.ref("base.group_partner_manager")

    def setUp(self):
        super().setUp()
        self.account = self.connect(
            self.anna, scopes=SCOPES["contact"], contact_enabled=True
        )
        self.names = []
        for given, family, email, phone in GOOGLE:
            body = {"names": named(given, family)}
            if email:
                body["emailAddresses"] = values(email)
            if phone:
                body["phoneNumbers"] = values(phone)
            self.names.append(self.world.put_contact(ANNA, body)["resourceName"])
        with self.odoo(self.anna) as env:
            partners = env["res.partner"].create(
                [
                    {"name": name, "email": email, "phone": phone, "ref": "tour"}
                    for name, email, phone in ODOO
                ]
            )
        self.partners = self.env["res.partner"].browse(partners.ids)

    def row(self, partner):
        self.env.invalidate_all()
        return self.env["gws.partner.binding"].search([("partner_id", "=", partner.id)])

    def adds_all(self):
        """Chooses them all in the list, and the action on a selection."""
        person = self.person
        self.opens("/odoo/contacts?view_type=list")
        person.sees(".o_list_view .o_data_row", "Clara Schumann")
        for partner in self.partners:
            find = person._find(".o_list_view .o_data_row", partner.name)
            person.wait(
                f"(row => !!row && (row.querySelector('input').checked ||"
                f" (row.querySelector('input').click(), true)))({find})",
                partner.name,
            )
        person.clicks(".o_cp_action_menus .dropdown-toggle")
        person.clicks(".o-dropdown--menu .o-dropdown-item", self.words_of_action())
        person.sees(ROW, "Clara Schumann")

    def words_of_action(self):
        action = self.env.ref("google_workspace.action_partner_subscribe")
        return action.with_context(lang=self.anna.lang).name

    def chooses(self, partner, words):
        """In the row of a contact, of its choices, the one of these words."""
        person = self.person
        row = f"{ROW}:has([name=partner_id][data-tooltip='{partner.name}'])"
        person.clicks(f"{row} {CHOICE}")
        person.clicks(f"{row} {CHOICE} :is(input, select)")
        person.clicks(".o_select_menu_item, .o-dropdown-item", words)


@tagged("post_install", "-at_install")
class TestReviewInBrowser(ReviewBrowserCase):
    def test_from_a_selection(self):
        person = self.person
        self.logs_in("anna")
        person.resizes(1366, 768)
        self.adds_all()
        person.sees(f"{DIALOG} [name=pair_count]", "4")
        person.misses(ROW, "Robert Schumann")
        clara, mueller, taro, _negar, robert = self.partners
        person.clicks(".modal button[name=action_use_all]")
        person.sees(f"{ROW} {CHOICE}", "Use the one in Google")
        # of two a person says which; that is a choice, too
        row = f"{ROW}:nth-child(3)"
        person.sees(row, taro.name)
        person.clicks(f"{row} [name=candidate_id]")
        person.clicks(f"{row} [name=candidate_id] input")
        person.clicks(".o-autocomplete--dropdown-item", "Yamada")
        person.sees(f"{row} {CHOICE} input, {row} {CHOICE}", "")
        person.picture("contacts_review")
        person.clicks(".modal .modal-footer button[name=action_confirm]")
        person.misses(".modal")
        person.sees(".o_notification", "5 sent to Google")
        person.check()
        self.assertEqual(len(self.world.contacts(ANNA)), len(GOOGLE) + 1)
        for partner, name in zip((clara, mueller, taro), self.names, strict=False):
            self.assertEqual(self.row(partner).resource_name, name)
        self.assertFalse(self.row(robert).adopted)
