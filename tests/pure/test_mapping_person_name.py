# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import unicodedata
import unittest

from ...mapping.person_name import normal, split, write
from ..samples.contacts import CONTACTS
from .person_support import display


def parts(name, lang="", country="", is_company=False):
    found = split(name, is_company, lang, country)
    return found.get("givenName", ""), found.get("familyName", "")


class TestSamples(unittest.TestCase):
    def test_each_contact_is_split_as_its_owner_would(self):
        for contact in CONTACTS:
            with self.subTest(contact["why"], name=contact["name"]):
                found = split(
                    contact["name"],
                    contact["is_company"],
                    contact.get("lang"),
                    contact.get("country_code"),
                )
                expected = {
                    "givenName": contact["given"],
                    "familyName": contact["family"],
                }
                self.assertEqual(found, {k: v for k, v in expected.items() if v})
                self.assertEqual(display(found), normal(contact["name"]))

    def test_the_samples_are_of_all_kinds(self):
        scripts = {
            unicodedata.name(letter).split()[0]
            for contact in CONTACTS
            for letter in contact["name"]
            if letter.isalpha()
        }
        self.assertGreaterEqual(len(CONTACTS), 70)
        self.assertGreaterEqual(len(scripts), 12, scripts)
        self.assertEqual(len({contact["name"] for contact in CONTACTS}), len(CONTACTS))


class TestSplit(unittest.TestCase):
    def test_particles_belong_to_the_family_name(self):
        for given, family in (
            ("Ludwig", "van Beethoven"),
            ("Johann Wolfgang", "von Goethe"),
            ("Vincent", "VAN GOGH"),
            ("Ursula", "von der Leyen"),
            ("Gabriele", "D'Annunzio"),
            ("Omar", "bin Al Khattab"),
            ("Seán", "Mac Giolla"),
            ("يوسف", "أبو الهول"),
        ):
            self.assertEqual(parts(f"{given} {family}"), (given, family))

    def test_a_particle_in_front_is_a_given_name(self):
        self.assertEqual(parts("Van Morrison"), ("Van", "Morrison"))
        self.assertEqual(parts("Ben Kingsley"), ("Ben", "Kingsley"))

    def test_suffixes_stay_with_the_family_name(self):
        self.assertEqual(parts("John Paul Getty III"), ("John Paul", "Getty III"))
        self.assertEqual(parts("Ada King Ph.D."), ("Ada", "King Ph.D."))
        self.assertEqual(parts("Ada Jr."), ("Ada Jr.", ""))
        # Degrees and names differ by their capitals only.
        self.assertEqual(parts("Jack Ma"), ("Jack", "Ma"))

    def test_two_family_names_by_country_else_by_language(self):
        name = "Hans Peter Müller"
        self.assertEqual(parts(name), ("Hans Peter", "Müller"))
        self.assertEqual(parts(name, "es_ES"), ("Hans", "Peter Müller"))
        # Everybody in a Spanish database has its language.
        self.assertEqual(parts(name, "es_ES", "DE"), ("Hans Peter", "Müller"))
        name = "Luis Alberto Lacalle Pou"
        self.assertEqual(parts(name, "en_US", "UY"), ("Luis Alberto", "Lacalle Pou"))
        self.assertEqual(parts("José María Aznar", "es_ES")[1], "Aznar")
        self.assertEqual(parts("Isabel Allende", "es_CL"), ("Isabel", "Allende"))

    def test_family_names_joined_by_and_are_one(self):
        for given, family in (
            ("Santiago", "Ramón y Cajal"),
            ("José", "Ortega y Gasset"),
            ("Ana María", "de la Cruz e Silva"),
            ("Ana Vega", "de y Lara"),  # a slip of the keyboard
        ):
            self.assertEqual(parts(f"{given} {family}", "es_ES"), (given, family))
        self.assertEqual(parts("Ana y Luis Vega", "es_ES"), ("Ana y Luis Vega", ""))

    def test_family_name_first_is_left_in_one_piece(self):
        for name, lang, country in (
            ("Nagy Péter", "hu_HU", ""),
            ("Nagy Péter", "en_US", "HU"),
            ("Nguyễn Văn An", "vi_VN", ""),
            ("Mao Yuxi", "zh_CN", ""),
            ("Müller Hans", "ko_KR", "DE"),
            ("毛 雨西", "", ""),
            ("Петров Пётр Петрович", "", ""),
            ("MARTIN Claire", "fr_FR", "FR"),
        ):
            self.assertEqual(parts(name, lang, country), (name, ""))
        # A family name that ends like a father's name.
        name = "Роман Аркадьевич Абрамович"
        self.assertEqual(parts(name)[1], "Абрамович")

    def test_more_than_a_name_is_left_in_one_piece(self):
        for name in (
            "Weber, Anna",
            "Anna Weber (Vertrieb)",
            "Anna Weber 2",
            "Anna Weber ٢",
            "Anna Weber c/o Meier",
            "Anna Weber - Einkauf",
            "Anna & Ben Weber",
            "Anna Weber 🎻",
            "Anna Weber + 1",
            "سارا Weber",
            "Dr. Weber",
            "Herr Prof. Dr. Weber",
            "Anand V.",
        ):
            self.assertEqual(parts(name), (name, ""))

    def test_a_company_is_left_in_one_piece(self):
        self.assertEqual(parts("Weber Söhne", is_company=True), ("Weber Söhne", ""))

    def test_a_name_is_one_line_without_anything_invisible(self):
        for typed, sent in (
            ("  Anna \t\n Weber ", "Anna Weber"),
            ("\u202eAnna\u202c \u200bWe\u00adber\ufeff", "Anna Weber"),
            ("Anna\x00 Weber\x9f", "Anna Weber"),
            ("Zoe\u0308 A\u030angstro\u0308m", "Zoë Ångström"),
            ("علی\u200cرضا کاظمی", "علی\u200cرضا کاظمی"),
            ("Anna \u200d Weber", "Anna Weber"),
            ("\u200c\u200d", ""),
            ("\ud800Anna", "Anna"),
            (False, ""),
            (None, ""),
            (12, "12"),
            (["Anna"], ""),
        ):
            self.assertEqual(display(split(typed)), sent, repr(typed))

    def test_a_very_long_name_is_cut_at_a_word_and_says_so(self):
        name = " ".join(["Donaudampfschifffahrt"] * 60)
        found = split(name)
        self.assertEqual(list(found), ["givenName"])
        shown = found["givenName"]
        self.assertLessEqual(len(shown), 1024)
        self.assertTrue(shown.endswith("Donaudampfschifffahrt…"), shown[-30:])
        self.assertTrue(name.startswith(shown[:-1]))
        self.assertEqual(len(split("a" * 2000)["givenName"]), 1024)
        self.assertEqual(len(split("A " + "b" * 2000)["givenName"]), 1024)
        # 𝒜 counts twice where text is UTF-16.
        self.assertEqual(len(split("𝒜" * 600)["givenName"]), 512)
        fits = "a" * 1024
        self.assertEqual(split(fits), {"givenName": fits})


class TestWrite(unittest.TestCase):
    def test_parts_that_a_module_keeps(self):
        facts = {"name": "Anna  Maria Weber", "first_name": "Anna"}
        found = write({**facts, "last_name": "Maria Weber"})
        self.assertEqual(found, {"givenName": "Anna", "familyName": "Maria Weber"})

    def test_parts_in_another_order_are_not_turned(self):
        facts = {"first_name": "Anna", "last_name": "Weber"}
        for name in ("Weber Anna", "Weber, Anna"):
            self.assertEqual(write({**facts, "name": name}), {"givenName": name})

    def test_one_part_alone_is_no_split(self):
        found = write({"name": "Anna Weber", "last_name": "Anna Weber"})
        self.assertEqual(found, {"givenName": "Anna", "familyName": "Weber"})
        found = write({"name": "Anna", "last_name": "Anna"})
        self.assertEqual(found, {"givenName": "Anna"})

    def test_parts_without_the_whole(self):
        found = write({"first_name": "Anna", "last_name": "Weber"})
        self.assertEqual(found, {"givenName": "Anna", "familyName": "Weber"})

    def test_a_company_has_no_parts(self):
        facts = {"first_name": "Anna", "last_name": "Weber", "is_company": True}
        found = write({**facts, "name": "Anna Weber"})
        self.assertEqual(found, {"givenName": "Anna Weber"})

    def test_the_salutation_stands_in_front_once(self):
        found = write({"name": "Anna Weber", "title": "Dr."})
        self.assertEqual(display(found), "Dr. Anna Weber")
        self.assertEqual(found["honorificPrefix"], "Dr.")
        for name in ("Dr. Anna Weber", "dr. Anna"):
            self.assertEqual(display(write({"name": name, "title": "Dr."})), name)
        self.assertEqual(
            write({"name": "Drake", "title": "Dr"})["honorificPrefix"], "Dr"
        )
        self.assertEqual(write({"title": "Dr."}), {})


if __name__ == "__main__":
    unittest.main()
