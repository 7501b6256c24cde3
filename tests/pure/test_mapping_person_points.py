# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import unittest

from ...mapping.person import plain_name, points, title, values
from ..samples.contacts import CONTACTS
from .person_support import answered, facts


class TestTitle(unittest.TestCase):
    def test_the_best_there_is(self):
        person = {
            "names": [{"displayName": "Anna Weber", "givenName": "Anna"}],
            "organizations": [{"title": "CTO"}, {"name": "Acme"}],
            "emailAddresses": [{"value": "a@x.example"}],
            "phoneNumbers": [{"value": "030 1"}],
        }
        for name in ("Anna Weber", "Acme", "a@x.example", "030 1", ""):
            self.assertEqual(title(person), name)
            if person:
                del person[next(iter(person))]

    def test_odd_names(self):
        for names, expected in (
            ([{}, {"unstructuredName": "Anna"}], "Anna"),
            ([{"honorificPrefix": "Dr.", "familyName": "Weber"}], "Dr. Weber"),
            ([{"displayName": " Anna\n Weber"}], "Anna Weber"),
            ([None, "Anna"], ""),
            (None, ""),
        ):
            self.assertEqual(title({"names": names}), expected)
        for person in (None, [], "Anna", {}):
            self.assertEqual(title(person), "")


class TestPlainName(unittest.TestCase):
    def test_spellings_of_one_name(self):
        for names in (
            ("José  Núñez", "JOSE NUNEZ", "Jose\u0301 Nu\u0301n\u0303ez"),
            ("Conor O’Brien", "Conor O'Brien", "conor obrien"),
            ("Jean-Luc Weiß", "Jean Luc Weiss"),
            ("Dr. Anna Weber", "Anna Weber", "Frau Prof. Dr. Anna Weber"),
            ("Işıl Yıldırım", "ISIL YILDIRIM", "İşıl Yildirim"),
            ("Łukasz Ørsted", "Lukasz Orsted"),
            ("علي\u200cرضا كاظمي", "علیرضا کاظمی", "علیـرضا کاظمى"),
            ("مُحَمَّد الحسن", "محمد الحسن"),
            ("أحمد إبراهيم", "احمد ابراهیم"),
            ("山田　太郎", "山田 太郎", "山田太郎"),
            ("ｱﾝﾅ ﾔﾏﾀﾞ", "アンナ ヤマダ"),
            ("Ａｎｎａ Weber", "Anna Weber"),
            ("김 민준", "김민준", "\u1100\u1175\u11b7민준"),
            ("Пётр Семёнов", "Петр Семенов"),
            ("Weber, Anna 🌸", "Weber Anna"),
        ):
            self.assertEqual(len({plain_name(name) for name in names}), 1, names)

    def test_other_names(self):
        for one, other in (
            ("राम कुमार", "रमा कुमार"),
            ("রিনা সেন", "রানা সেন"),
            ("ใจดี มา", "ใจดี หมา"),
            ("がく さん", "かく さん"),
            ("Anna Weber", "Anna Webers"),
            ("Dr. Weber", "Dr. Meier"),
        ):
            self.assertNotEqual(plain_name(one), plain_name(other))

    def test_the_samples_keep_their_letters_and_stay_apart(self):
        names = {plain_name(contact["name"]) for contact in CONTACTS}
        self.assertEqual(len(names), len(CONTACTS))
        self.assertNotIn("", names)


class TestPoints(unittest.TestCase):
    def test_both_sides_read_alike(self):
        for contact in CONTACTS:
            ours = values(facts(contact))
            found, theirs = points(ours), points(answered(ours))
            self.assertEqual(found["emails"], theirs["emails"])
            self.assertEqual(found["name"], theirs["name"])
            # Google knows a number's country, where Odoo may not.
            self.assertLessEqual(found["phones"], theirs["phones"])

    def test_a_number_typed_without_its_country(self):
        raw = {"value": "030 231250", "canonicalForm": "+4930231250"}
        found = points({"phoneNumbers": [raw]})
        self.assertEqual(found["phones"], {"030231250", "+4930231250"})

    def test_what_proves_nothing_is_left_out(self):
        found = points(
            {
                "emailAddresses": [{"value": "no address"}, {"value": None}, {}],
                "phoneNumbers": [{"value": "110"}, {"value": "reception"}, {}],
                "names": "Anna",
            }
        )
        self.assertEqual(found, {"emails": set(), "phones": set(), "name": ""})
        self.assertEqual(points(None), found)

    def test_the_name(self):
        for person, expected in (
            ({"names": [{"displayName": "Dr. A B", "givenName": "A"}]}, "a"),
            ({"names": [{"displayName": "A B"}]}, "a b"),
            ({"organizations": [{"name": "Acme Inc."}]}, "acme inc"),
            ({"emailAddresses": [{"value": "a@x.example"}]}, ""),
        ):
            self.assertEqual(points(person)["name"], expected)


if __name__ == "__main__":
    unittest.main()
