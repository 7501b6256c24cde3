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
    ("Taro Yamada", "taro@yamada.example", ""),
    ("نگار شیرازی", "negar@shirazi.example", ""),
    ("Robert Schumann", "robert@schumann.example", ""),
)


class ReviewBrowserCase(BrowserCase):
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
            self.partner_ids = partners.ids

    def rows(self):
        """{contact: (its name in Google, whether it was there before)}."""
        with self.odoo() as env:
            rows = env["gws.partner.binding"].search(
                [("account_id", "=", self.account.id)]
            )
            return {
                row.partner_id.name: (row.resource_name, row.adopted) for row in rows
            }

    def adds_all(self, words="Add to Google Contacts"):
        """Chooses them all in the list, and the action on a selection."""
        person = self.person
        self.opens("/odoo/contacts?view_type=list")
        for name, _email, _phone in ODOO:
            person.sees(".o_list_view .o_data_row", name)
            row = person._find(".o_list_view .o_data_row", name)
            box = f"{row}.querySelector('.o_list_record_selector input')"
            person.wait(f"({box}.checked || {box}.click(), {box}.checked)", name)
        person.clicks(".o_cp_action_menus .dropdown-toggle")
        person.clicks(".o-dropdown--menu .o-dropdown-item", words)
        person.sees(ROW, "Clara Schumann")


@tagged("post_install", "-at_install")
class TestReviewInBrowser(ReviewBrowserCase):
    def test_from_a_selection(self):
        person = self.person
        self.logs_in("anna")
        person.resizes(1366, 768)
        self.adds_all()
        person.sees(f"{DIALOG} [name=pair_count]", "4")
        person.misses(ROW, "Robert Schumann")
        person.clicks(".modal button[name=action_use_all]")
        person.sees(f"{ROW} {CHOICE}", "Use the one in Google")
        person.picture("contacts_review")
        # of two a person says which; that is a choice, too
        row = f"{ROW}:nth-child(3)"
        person.sees(row, "Taro Yamada")
        person.sees(row, "One of 2: choose which")
        person.sees(f"{row} {CHOICE}", "Make a new one")
        person.clicks(f"{row} [name=candidate_id]")
        person.clicks(f"{row} [name=candidate_id] input")
        person.clicks(".o-autocomplete--dropdown-item", "Yamada")
        person.look("document.activeElement.blur()")
        person.clicks(f"{DIALOG} p")
        person.sees(f"{row} {CHOICE}", "Use the one in Google")
        person.clicks(".modal .modal-footer button[name=action_confirm]")
        person.misses(".modal")
        person.sees(".o_notification", "5 sent to Google")
        person.check()
        self.assertEqual(len(self.world.contacts(ANNA)), len(GOOGLE) + 1)
        rows = self.rows()
        names = ("Clara Schumann", "Müller Heizungsbau GmbH", "Taro Yamada")
        for partner, name in zip(names, self.names, strict=False):
            self.assertEqual(rows[partner], (name, True))
        self.assertFalse(rows["Robert Schumann"][1])


@tagged("post_install", "-at_install")
class TestReviewInPreferences(ReviewBrowserCase):
    def test_from_the_preferences(self):
        """The first sync asks; so does the button, as often as it is pressed."""
        person = self.person
        with self.odoo(self.anna) as env:
            env["res.partner"].browse(self.partner_ids).gws_subscribed = True
        self.logs_in("anna")
        self.opens(f"/odoo/my-preferences/{self.anna.id}")
        person.clicks(".o_form_view .nav-link", "Google Workspace")
        person.clicks("button[name=action_gws_sync_contacts]", "Synchronize contacts")
        person.sees(ROW, "Clara Schumann")
        person.clicks(".modal .modal-footer button[name=action_discard]")
        person.misses(".modal")
        person.clicks("button[name=action_gws_review_contacts]")
        person.sees(ROW, "Clara Schumann")
        # one by one: its own choices, and no "keep both" for what is not there twice
        row = f"{ROW}:nth-child(1)"
        person.clicks(f"{row} {CHOICE}")
        person.clicks(f"{row} {CHOICE} input")
        person.sees(".o_select_menu_item", "Make a new one")
        person.misses(".o_select_menu_item", "Keep both")
        person.clicks(".o_select_menu_item", "Do not sync")
        person.clicks(f"{DIALOG} p")
        person.sees(f"{row} {CHOICE}", "Do not sync")
        person.clicks(".modal .modal-footer button[name=action_confirm]")
        person.misses(".modal")
        person.sees(".o_notification", "4 sent to Google")
        person.check()
        self.assertNotIn("Clara Schumann", self.rows())
        self.assertEqual(len(self.world.contacts(ANNA)), len(GOOGLE) + 4)


@tagged("post_install", "-at_install")
class TestReviewInPersian(ReviewBrowserCase):
    """Written from right to left: what Odoo has is on the right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.anna.lang = "fa_IR"

    def test_mirrored(self):
        person = self.person
        self.logs_in("anna")
        person.resizes(1366, 768)
        self.adds_all()
        person.sees("body.o_rtl")
        person.picture("contacts_review_persian")
        ours, theirs, choice = (
            person.look(
                f"document.querySelector('{ROW} [name={name}]')"
                ".getBoundingClientRect().right"
            )
            for name in ("partner_id", "candidate_id", "choice")
        )
        self.assertGreater(ours, theirs)
        self.assertGreater(theirs, choice)
        person.check()
