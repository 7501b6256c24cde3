# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""German and Persian: complete, current, and really shown.

The files of ``i18n/`` are compared with what Odoo exports now: `make pot` brings them
up to date and lists what is left to translate.
"""

import re

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import code_translations

from .pot import ADDON, FOLDER, export
from .test_tours import BrowserCase

LANGUAGES = {"de": "de_DE", "fa": "fa_IR"}
# What must stand in a translation exactly as in the text.
FIXED = re.compile(
    r"""
    %\(\w+\)[a-z] | %[a-z%]     # filled in by Python and JavaScript
    | \{\{.*?\}\}               # filled in by a mail or a page
    | <[^>]+>                   # markup
    | https?://[\w.:/-]*\w      # addresses
    """,
    re.VERBOSE,
)
# Words within a tag.
TITLE = re.compile(r'(?<= title=)"[^"]*"')
# Letters of Arabic keyboards that look like Persian ones and are never found again.
ARABIC = re.compile("[\u064a\u0643\u0629]")


def read(name):
    return polib.pofile(str(FOLDER / "i18n" / name))


def terms(file):
    """What a file says of each term but its translation: where it is used."""
    return {
        term.msgid: (term.comment, sorted(place for place, _line in term.occurrences))
        for term in file
    }


def fixed(text):
    """What a translation leaves as it is, sorted."""
    return sorted(FIXED.findall(TITLE.sub("…", text)))


@tagged("post_install", "-at_install")
class TestTranslationFiles(TransactionCase):
    """The committed files, beside each other and beside the code."""

    def test_template_is_current(self):
        exported = terms(polib.pofile(export(self.env)))
        committed = terms(read(f"{ADDON}.pot"))
        advice = "not in i18n/: run `make pot` and translate what it lists"
        self.assertFalse(set(exported) - set(committed), advice)
        self.assertFalse(set(committed) - set(exported), "gone: run `make pot`")
        self.assertEqual(exported, committed, "used elsewhere: run `make pot`")

    def test_template_sees_every_kind_of_text(self):
        places = {
            place
            for _, found in terms(read(f"{ADDON}.pot")).values()
            for place in found
        }
        for kind in (
            f"code:addons/{ADDON}/services/",
            f"code:addons/{ADDON}/static/src/calendar/sync_state.js",
            f"code:addons/{ADDON}/static/src/calendar/sync_button.xml",
            "model:ir.model.fields,",
            "model:ir.ui.menu,",
            "model_terms:ir.ui.view,",
        ):
            self.assertTrue(any(place.startswith(kind) for place in places), kind)
        strangers = ("/tests/", "/dev/", "/.run/")
        self.assertFalse([p for p in places if any(s in p for s in strangers)])

    def test_languages_hold_the_terms_of_the_template(self):
        template = terms(read(f"{ADDON}.pot"))
        for language in LANGUAGES:
            with self.subTest(language):
                self.assertEqual(terms(read(f"{language}.po")), template)

    def test_every_term_is_translated(self):
        for language in LANGUAGES:
            with self.subTest(language):
                file = read(f"{language}.po")
                self.assertFalse([term.msgid for term in file.untranslated_entries()])
                self.assertFalse([term.msgid for term in file.fuzzy_entries()])
                self.assertFalse([term.msgid for term in file.obsolete_entries()])

    def test_what_is_filled_in_stays(self):
        for language in LANGUAGES:
            for term in read(f"{language}.po"):
                with self.subTest(language, term=term.msgid):
                    self.assertEqual(fixed(term.msgstr), fixed(term.msgid))
                    self.assertEqual(
                        term.msgstr.endswith((".", "…")),
                        term.msgid.endswith((".", "…")),
                        "a sentence ends with a full stop in both, a label in neither",
                    )

    def test_persian_letters(self):
        for term in read("fa.po"):
            self.assertNotRegex(term.msgstr, ARABIC)


@tagged("post_install", "-at_install")
class TestTranslationsShown(TransactionCase):
    """What a user of each language meets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in LANGUAGES.values():
            cls.env["res.lang"]._activate_lang(code)
        cls.env["ir.module.module"]._load_module_terms(
            [ADDON], list(LANGUAGES.values()), overwrite=True
        )

    def in_language(self, model, language):
        return self.env[model].with_context(lang=LANGUAGES[language])

    def test_python(self):
        for language, words in (
            ("de", "Google ist verbunden"),
            ("fa", "گوگل متصل شد"),
        ):
            model = self.in_language("gws.oauth.words", language)
            kind, title, message, _link = model._words("connected", email="a@b.example")
            self.assertEqual((kind, title), ("success", words))
            self.assertIn("a@b.example", message)

    def test_every_outcome_of_a_consent(self):
        """Each sentence can be filled in, in each language."""
        values = {"email": "a@b.example", "uri": "https://odoo.example", "reason": "x"}
        english = self.env["gws.oauth.words"]._sentences(values)
        for language in LANGUAGES:
            said = self.in_language("gws.oauth.words", language)._sentences(values)
            self.assertEqual(set(said), set(english))
            for name, (kind, title, message, anchor) in said.items():
                with self.subTest(language, outcome=name):
                    self.assertEqual((kind, anchor), english[name][::3])
                    self.assertNotEqual(title, english[name][1])
                    self.assertNotEqual(message, english[name][2])

    def test_records(self):
        for language, button, menu, state in (
            ("de", "Zugriff gewähren", "Google-Konten", "Verbunden"),
            ("fa", "دادن دسترسی", "حساب‌های گوگل", "متصل"),
        ):
            with self.subTest(language):
                view = self.in_language("gws.account", language).get_view(
                    view_type="form"
                )
                self.assertIn(f'string="{button}"', view["arch"])
                self.assertNotIn("Grant access", view["arch"])
                found = self.in_language("ir.ui.menu", language).browse(
                    self.env.ref(f"{ADDON}.menu_gws_accounts").id
                )
                self.assertEqual(found.name, menu)
                field = self.in_language("gws.account", language).fields_get(["state"])
                self.assertEqual(dict(field["state"]["selection"])["connected"], state)

    def test_pages(self):
        for language, title in (
            ("de", "Ein anderes Google-Konto"),
            ("fa", "یک حساب گوگل دیگر"),
        ):
            view = self.in_language("ir.ui.view", language).browse(
                self.env.ref(f"{ADDON}.confirm_page").id
            )
            self.assertIn(title, view.arch_db)
            self.assertNotIn("Another Google account", view.arch_db)

    def test_browser(self):
        """Every text of the scripts and their templates reaches the web client."""
        scripts = {
            term.msgid
            for term in read(f"{ADDON}.pot")
            if any("/static/src/" in place for place, _line in term.occurrences)
        }
        for language, words in (
            ("de", "Mit Google synchronisieren"),
            ("fa", "همگام‌سازی با گوگل"),
        ):
            with self.subTest(language):
                code = LANGUAGES[language]
                # Read once a process; the files are as they were then.
                messages = code_translations.get_web_translations(ADDON, code)
                found = {each["id"]: each["string"] for each in messages["messages"]}
                self.assertEqual(set(found), scripts)
                self.assertEqual(found["Sync with Google"], words)


@tagged("post_install", "-at_install")
class TestPersianScreens(BrowserCase):
    """Persian is written from right to left: the screens are the mirror image."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.env["ir.module.module"]._load_module_terms(
            [ADDON], ["fa_IR"], overwrite=True
        )
        cls.anna.lang = "fa_IR"

    def box(self, selector):
        """Left and right edge of an element, in pixels."""
        return self.person.look(
            f"(({{left, right}}) => [left, right])"
            f"(document.querySelector('{selector}').getBoundingClientRect())"
        )

    def test_calendar(self):
        person = self.person
        self.connect(self.anna, calendar_sync_from="2020-01-01")
        self.logs_in("anna")
        self.opens("/odoo/calendar")
        person.sees(".o_gws_sync_button", "همگام‌سازی با گوگل")
        person.sees("body.o_rtl")
        person.clicks(".o_gws_sync_button")
        person.sees(".o_notification", "جدید")
        person.sees(".o_gws_sync_button", "گوگل، همین حالا")
        icon, label, mark, toggle = (
            self.box(f".o_gws_sync {part}")
            for part in (
                ".fa-google",
                ".o_gws_label",
                ".o_gws_mark",
                ".o_gws_menu_toggle",
            )
        )
        # read from the right: icon, words, mark, menu; with room between them
        self.assertLess(label[1], icon[0])
        self.assertLess(mark[1], label[0])
        self.assertLessEqual(toggle[1], mark[0])
        person.clicks(".o_gws_menu_toggle")
        person.sees(".o_gws_menu .o-dropdown-item", "همین حالا همگام کن")
        menu = self.box(".o_gws_menu")
        self.assertGreaterEqual(menu[0], 0, "the menu opens inside the window")
        self.assertLess(abs(menu[0] - toggle[0]), 8, "below the toggle's outer edge")
        person.picture("18_persian")
        person.check()
