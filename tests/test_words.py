# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lists in sentences: in every language, however many things are told."""

from odoo.tests import TransactionCase, tagged

LANGUAGES = ("en_US", "de_DE", "fa_IR", "es_ES", "cs_CZ", "ja_JP")


@tagged("post_install", "-at_install")
class TestWords(TransactionCase):
    def test_lists(self):
        things = ["Calendar", "Contacts", "Mail", "Sending mail"]
        for code in LANGUAGES:
            self.env["res.lang"]._activate_lang(code)
            words = self.env["gws.words"].with_context(lang=code)
            self.assertEqual(words._list([]), "")
            for number in range(1, len(things) + 1):
                told = words._list(things[:number])
                for thing in things[:number]:
                    self.assertIn(thing, told, code)

    def test_plain_where_there_is_such_a_list(self):
        words = self.env["gws.words"].with_context(lang="en_US")
        self.assertEqual(
            words._list(["3 sent", 2, "1 set aside"]), "3 sent, 2, 1 set aside"
        )
