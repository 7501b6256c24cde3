# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mail in a browser: from two folders chosen in Odoo to a contact's smart button."""

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime, make_msgid

from odoo.tests import tagged

from ..services.gws_client import SCOPES
from .common import CALENDAR
from .test_tours import ANNA, BrowserCase

ROW = ".o_data_row"
NEWSLETTER = (
    '<table width="600"><tr><td><h2 style="color:#0a58ca">Spring sale</h2>'
    '<p>See our <b>new</b> modules.</p><img src="https://news.example/open.gif">'
    "</td></tr></table>"
)
# sender, subject, text, more
INBOX = (
    (
        "Clara Schumann <clara@musik.example>",
        "Angebot für den Flügel",
        "Guten Tag Frau Adler,\n\nanbei unser Angebot. Gilt bis Monatsende.\n\n"
        "Herzliche Grüße\nClara Schumann",
        {
            "attachments": [
                {
                    "filename": "Angebot 2027-014.pdf",
                    "mime_type": "application/pdf",
                    "data": b"%PDF-1.4 Angebot",
                }
            ]
        },
    ),
    (
        "Nilufar Kazemi <n.kazemi@pars.example>",
        "پرسش دربارهٔ تحویل",
        "سلام خانم آدلر،\nآیا تحویل تا پایان ماه ممکن است؟\nبا احترام",
        {},
    ),
    (
        "Robert Voss <robert@voss.example>",
        "Stammtisch am Donnerstag",
        "Hallo Anna, bist du dabei? Robert",
        {},
    ),
    (
        "Buchhaltung <post@gross.example>",
        "Rechnung 4711",
        "Bitte beachten Sie unsere neue Bankverbindung.",
        {},
    ),
    (
        "Solar News <news@modules.example>",
        "Spring sale: modules at 40 % off",
        "See our new modules.",
        {"html": NEWSLETTER, "headers": {"List-Id": "<news.modules.example>"}},
    ),
)


class MailBrowserCase(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna.group_ids += cls.env.ref("base.group_partner_manager")
        cls.clara, cls.nilufar, *cls.two = cls.env["res.partner"].create(
            [
                {"name": "Clara Schumann", "email": "clara@musik.example"},
                {"name": "Nilufar Kazemi", "email": "n.kazemi@pars.example"},
                {"name": "Möbelhaus Größenwahn GmbH", "email": "post@gross.example"},
                {"name": "Gustav Größenwahn", "email": "post@gross.example"},
            ]
        )

    def put_mails(self, *labels):
        """Five mails in Anna's mailbox; {subject: id}."""
        now = datetime.now(timezone.utc)
        for row in self.world.mailbox(ANNA):
            self.world.delete_mail(ANNA, row["id"])
        for name in ("Customers/North", "Customers/South", "To Odoo", "Sent to Odoo"):
            if name not in self.world.labels(ANNA):
                self.world.put_label(ANNA, name)
        return {
            subject: self.world.put_mail(
                ANNA,
                {
                    "from": sender,
                    "to": f"Anna Adler <{ANNA}>",
                    "subject": subject,
                    "text": text,
                    "date": format_datetime(now - timedelta(hours=7 * number)),
                    # a mailbox of each test's own: a mail comes once
                    "message_id": make_msgid(domain="mail.example"),
                    **more,
                },
                labels=labels or ("INBOX", "UNREAD"),
            )
            for number, (sender, subject, text, more) in enumerate(INBOX)
        }

    def connect_mail(self, **settings):
        settings.setdefault("mail_enabled", True)
        return self.connect(self.anna, scopes=(*CALENDAR, *SCOPES["mail"]), **settings)

    def choose_labels(self):
        """Both transfer folders, without the browser."""
        with self.odoo(self.anna) as env:
            account = env["gws.account"]._of_user(env.user)
            env["gws.mail.sync"]._press(account, "labels")
            labels = env["gws.label"].sudo().search([("account_id", "=", account.id)])
            by_name = {label.full_name: label.id for label in labels}
            account.write(
                {
                    "mail_in_label_id": by_name["To Odoo"],
                    "mail_out_label_id": by_name["Sent to Odoo"],
                }
            )

    def fetch(self, what="in"):
        with self.odoo(self.anna) as env:
            account = env["gws.account"]._of_user(env.user)
            answer = env["gws.mail.sync"]._press(account, what)
            self.assertEqual(answer["status"], "ok", answer)

    def mail_page(self, **query):
        tail = "&".join(f"{name}={value}" for name, value in query.items())
        return f"{self.google.url}/_emulator/mail/{ANNA}?{tail}"

    def opens_settings(self):
        self.person.resizes(1366, 1180)
        self.opens("/odoo/contacts")
        self.person.clicks(".o_user_menu button")
        self.person.clicks(".o-dropdown--menu [data-menu=preferences]")
        self.person.clicks(".o_form_view .nav-link[name=gws]")
        self.person.sees("[name=gws_mail_enabled]")

    def picks(self, field, words):
        """Choose a label in a field of the settings."""
        self.person.clicks(f"[name={field}] input")
        self.person.clicks(".o-autocomplete--dropdown-item", words)

    def opens_list(self, direction="incoming"):
        self.person.resizes(1366, 600)
        self.opens(f"/odoo/gmail-{direction}")
        self.person.sees(".o_list_view, .o_view_nocontent")


@tagged("post_install", "-at_install")
class TestMailStory(MailBrowserCase):
    def test_story(self):
        self.mails = self.put_mails()
        self.connect(self.anna)
        self.logs_in("anna")
        self.switch_on()
        self.choose_folders()
        self.label_in_gmail()
        self.sync_incoming()
        self.read_one()
        self.import_known()
        self.import_the_others()
        self.smart_button()
        self.outgoing()
        self.technical()
        self.person.check()

    def switch_on(self):
        """Mail is switched on, but the consent was given without it."""
        person = self.person
        self.opens_settings()
        person.clicks("[name=gws_mail_enabled] input")
        person.sees(".alert", "not given access to Gmail")
        person.picture("mail_01_not_granted")
        person.clicks(".alert button[name=action_gws_connect]")
        person.sees("form#consent", "mail")
        person.clicks("button#allow")
        person.sees(".o_notification.o_gws_notice")

    def choose_folders(self):
        person = self.person
        self.opens_settings()
        person.sees("[name=gws_mail_hint]", "First press")
        person.clicks("button[name=action_gws_sync_labels]")
        person.sees(".o_notification", "labels to choose from")
        self.stays_in_settings()
        person.sees("[name=gws_mail_hint]", "Now choose a label")
        person.clicks("[name=gws_mail_in_label_id] input")
        person.sees(".o-autocomplete--dropdown-item", "Customers/North")
        person.sees(".o-autocomplete--dropdown-item", "To Odoo")
        person.misses(".o-autocomplete--dropdown-item", "Odoo/Done")
        person.picture("mail_02_folders")
        person.clicks(".o-autocomplete--dropdown-item", "To Odoo")
        self.picks("gws_mail_out_label_id", "Sent to Odoo")
        person.misses("[name=gws_mail_hint]")
        person.clicks(".o_radio_item:has([data-value=unlabel]) input")
        person.picture("mail_03_settings")
        person.clicks("button[name=preference_save]")
        person.misses(".modal")

    def stays_in_settings(self):
        """A button of the settings leaves them open."""
        self.person.sees("[name=gws_mail_enabled]")

    def label_in_gmail(self):
        """Five mails get the label, on Gmail's own page."""
        person = self.person
        for mail_id in self.mails.values():
            person.goes(self.mail_page(mail=mail_id))
            self.tick_label("To Odoo")
        person.resizes(1366, 640)
        person.goes(self.mail_page())
        person.sees("#mails td", "To Odoo")
        person.picture("mail_04_label_in_gmail")

    def tick_label(self, name):
        """The label's box on a mail's page, and its button."""
        person = self.person
        label = self.world.labels(ANNA)[name]
        person.clicks("details:has(form#labels) summary")
        person.clicks(f"form#labels input[value='{label}']")
        person.clicks("form#labels button[name=save]")
        # the page that comes back has the box ticked
        person.wait(
            "!!document.querySelector("
            f"\"form#labels input[value='{label}'][checked]\")",
            f"the label {name}",
        )

    def sync_incoming(self):
        person = self.person
        self.opens_settings()
        person.clicks("button[name=action_gws_sync_mail_in]")
        person.sees(".o_notification", "5 mails fetched")
        # The form is read anew; a press before that would be lost.
        person.sees("[name=gws_mail_in_last_sync]")
        person.clicks("button[name=preference_save]")
        person.misses(".modal")
        for mail_id in self.mails.values():
            labels = self.world.mail(ANNA, mail_id)["labels"]
            self.assertIn("Odoo/Done", labels)
            self.assertNotIn("To Odoo", labels)
        person.resizes(1366, 560)
        self.opens("/odoo/discuss")
        person.clicks(".o_menu_sections .o_nav_entry", "Incoming messages")
        person.sees(ROW, "Stammtisch")
        self.assertEqual(self.rows(), 5)
        person.sees(".o_gws_mail_notice", "scheduled action is switched off")
        person.picture("mail_05_incoming")

    def rows(self):
        return self.person.look(f"document.querySelectorAll('{ROW}').length")

    def read_one(self):
        """A newsletter: safe, and nothing is loaded by itself."""
        person = self.person
        person.resizes(1366, 768)
        person.clicks(f"{ROW} td", "Spring sale")
        person.sees(".o_form_view h1", "Spring sale")
        person.sees("[name=body_shown]", "new modules")
        person.misses("[name=body_shown] img[src*='news.example']")
        person.picture("mail_06_held_back")
        person.clicks("button[name=action_show_remote]")
        person.misses("button[name=action_show_remote]")
        person.wait(
            "!!document.querySelector('[name=body_shown] img[src]')", "the pictures"
        )

    def select(self, *subjects):
        for subject in subjects:
            self.person.clicks(
                f"{ROW}:has([data-tooltip*='{subject}']) .o_list_record_selector input"
            )

    def import_known(self):
        person = self.person
        self.opens_list()
        self.select("Angebot", "تحویل")
        person.sees(".o_selection_container", "2")
        person.picture("mail_07_selected")
        person.clicks("button[name=action_import]")
        person.sees(".o_notification", "2 mails imported")
        person.misses(ROW, "Angebot")
        person.sees(ROW, "Stammtisch")

    def import_the_others(self):
        """One unknown, one that two contacts could be, one newsletter left out."""
        person = self.person
        person.clicks(".o_list_view thead .o_list_record_selector input")
        person.clicks("button[name=action_import_and_remove]")
        person.sees(f".modal {ROW}", "robert@voss.example")
        person.resizes(1366, 700)
        person.clicks(".modal button[name=action_leave_all_out]")
        person.sees(f".modal {ROW}.text-muted", "robert@voss.example")
        person.clicks(".modal button[name=action_make_all]")
        person.misses(f".modal {ROW}.text-muted", "robert@voss.example")
        self.choose("news@modules.example", "Leave out")
        self.choose("post@gross.example", "It is this contact")
        self.picks_contact("post@gross.example", "Gustav")
        person.picture("mail_08_wizard")
        person.clicks(".modal footer button[name=action_import]")
        person.sees(".o_notification", "2 mails imported")
        person.misses(".modal")
        person.sees(ROW, "Spring sale")
        person.misses(ROW, "Stammtisch")
        with self.odoo() as env:
            robert = env["res.partner"].search([("email", "=", "robert@voss.example")])
            self.assertEqual(robert.name, "Robert Voss")
            self.assertIn(
                "Stammtisch am Donnerstag", robert.message_ids.mapped("subject")
            )
            gustav = env["res.partner"].browse(self.two[1].id)
            self.assertIn("Rechnung 4711", gustav.message_ids.mapped("subject"))

    def choose(self, address, words):
        """What to do with a person of the wizard."""
        person = self.person
        person.clicks(f".modal {ROW}:has([data-tooltip='{address}']) td[name=choice]")
        person.clicks(f".modal {ROW}.o_selected_row [name=choice] input")
        person.clicks(".o_select_menu_item", words)

    def picks_contact(self, address, words):
        """In the row that is being edited: a click into the cell opens its list."""
        person = self.person
        person.clicks(
            f".modal {ROW}:has([data-tooltip='{address}']) td[name=partner_id]"
        )
        person.clicks(".o-autocomplete--dropdown-item", words)

    def smart_button(self):
        """On the contact: the mails of Gmail, readable."""
        person = self.person
        person.resizes(1366, 1080)
        self.opens(f"/odoo/contacts/{self.clara.id}")
        person.sees("button[name=action_gws_messages]", "Gmail messages")
        person.sees(".o-mail-Message", "Angebot")
        person.picture("mail_09_contact")
        person.resizes(1366, 560)
        person.clicks("button[name=action_gws_messages]")
        person.sees(ROW, "Angebot für den Flügel")
        person.picture("mail_10_messages")
        person.clicks(f"{ROW} td", "Angebot")
        person.sees(".o_form_view h1", "Angebot für den Flügel")
        person.sees("[name=gws_body_shown]", "Gilt bis Monatsende")
        person.picture("mail_11_message")

    def outgoing(self):
        """A mail that Anna wrote in Gmail goes the same way."""
        person = self.person
        mail_id = self.world.send_mail(
            ANNA,
            {
                "to": "Clara Schumann <clara@musik.example>",
                "subject": "Re: Angebot für den Flügel",
                "text": "Wir nehmen es. Anna",
            },
        )
        person.goes(self.mail_page(mail=mail_id))
        self.tick_label("Sent to Odoo")
        self.opens_list("outgoing")
        person.sees(".o_view_nocontent", "Nothing to be imported")
        person.picture("mail_12_empty")
        person.clicks(".o_view_nocontent a", "Sync outgoing now")
        person.sees(ROW, "Re: Angebot")
        person.clicks(f"{ROW} td", "Re: Angebot")
        person.sees(".o_form_view h1", "Re: Angebot")
        person.clicks("button[name=action_import]")
        person.sees(".o_notification", "One mail imported")
        with self.odoo() as env:
            clara = env["res.partner"].browse(self.clara.id)
            [message] = clara.message_ids.filtered(
                lambda one: one.subject == "Re: Angebot für den Flügel"
            )
            self.assertEqual(message.gws_direction, "out")
            self.assertEqual(message.author_id.email, ANNA)

    def technical(self):
        """Settings ▸ Technical ▸ Messages shows them, with a filter."""
        person = self.person
        self.logs_in("admin")
        self.opens("/odoo/action-mail.action_view_mail_message?debug=1")
        person.sees(".o_list_view")
        person.clicks(".o_searchview_dropdown_toggler")
        person.clicks(".o_filter_menu .o_menu_item", "From Gmail")
        person.sees(ROW, "Angebot")


@tagged("post_install", "-at_install")
class TestMailRecord(MailBrowserCase):
    """To another record, from a phone, and while fetching is switched off."""

    def setUp(self):
        super().setUp()
        self.put_mails("INBOX", "To Odoo")
        self.connect_mail()
        self.choose_labels()
        self.fetch()
        self.logs_in("anna")

    def test_to_another_record(self):
        person = self.person
        meeting = self.env["calendar.event"].create(
            {
                "name": "Stammtisch",
                "user_id": self.anna.id,
                "start": "2026-12-03 18:00:00",
                "stop": "2026-12-03 20:00:00",
            }
        )
        self.opens_list()
        person.clicks(f"{ROW} td", "Stammtisch")
        person.clicks("button[name=action_import_to_record]")
        person.sees(".modal [name=record_ref]")
        person.look(
            "(() => {const box = document.querySelector('.modal [name=record_ref] "
            "select'); box.value = 'calendar.event'; "
            "box.dispatchEvent(new Event('change', {bubbles: true}))})()"
        )
        person.clicks(".modal [name=record_ref] input.o-autocomplete--input")
        person.clicks(".o-autocomplete--dropdown-item", "Stammtisch")
        person.picture("mail_13_record")
        person.clicks(".modal footer button[name=action_import]")
        person.sees(".o_notification", "One mail imported")
        with self.odoo() as env:
            subjects = env["calendar.event"].browse(meeting.id).message_ids
            self.assertIn("Stammtisch am Donnerstag", subjects.mapped("subject"))
        person.check()

    def test_phone(self):
        person = self.person
        person.resizes(390, 780)
        self.opens("/odoo/gmail-incoming")
        person.sees(".o_kanban_record", "Clara Schumann")
        person.picture("mail_14_phone")
        self.fits_phone()
        person.clicks(".o_kanban_record", "Spring sale")
        person.sees(".o_form_view h1", "Spring sale")
        person.picture("mail_15_phone_mail")
        self.fits_phone()
        person.check()

    def fits_phone(self):
        wide = self.person.look(
            "document.querySelector('.o_action_manager').scrollWidth"
            " - document.documentElement.clientWidth"
        )
        self.assertLessEqual(wide, 0, "wider than a phone")

    def test_switched_off(self):
        """The list says why nothing comes, and leads to the switch."""
        person = self.person
        with self.odoo() as env:
            env["gws.account"]._of_user(self.anna).mail_enabled = False
        self.opens_list()
        person.sees(".o_gws_mail_notice", "switched off in your preferences")
        person.sees(ROW, "Stammtisch")
        person.picture("mail_16_switched_off")
        person.clicks(".o_gws_mail_notice button", "Open my preferences")
        person.sees(".modal .o_form_view")
        person.check()


@tagged("post_install", "-at_install")
class TestMailLanguages(MailBrowserCase):
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
        self.put_mails("INBOX", "To Odoo")
        self.connect_mail()
        self.env["res.lang"]._activate_lang(code)
        modules = ["base", "web", "mail", "contacts", "google_workspace"]
        self.env["ir.module.module"]._load_module_terms(modules, [code])
        self.anna.lang = code
        self.choose_labels()
        self.fetch()
        self.logs_in("anna")
        self.opens_settings()
        person.look(
            "document.querySelector('[name=gws_mail_excluded]').scrollIntoView()"
        )
        person.picture(f"mail_settings_{code}")
        self.fits()
        right = person.look(
            "(({left, width}) => left + width / 2 > innerWidth / 2)(document."
            "querySelector('[name=gws_mail_enabled]').getBoundingClientRect())"
        )
        self.opens_list()
        person.sees(ROW, "Stammtisch")
        person.picture(f"mail_list_{code}")
        person.clicks(f"{ROW} td", "تحویل")
        person.sees(".o_form_view h1", "تحویل")
        person.picture(f"mail_form_{code}")
        self.fits()
        self.opens_list()
        person.clicks(".o_list_view thead .o_list_record_selector input")
        person.clicks("button[name=action_import]")
        person.sees(f".modal {ROW}", "robert@voss.example")
        person.picture(f"mail_wizard_{code}")
        person.check()
        return right

    def test_german(self):
        self.assertFalse(self.look_at("de_DE"), "the settings are on the left")

    def test_persian(self):
        self.assertTrue(self.look_at("fa_IR"), "the settings are on the right")
