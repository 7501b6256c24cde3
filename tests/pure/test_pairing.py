# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import unittest

from hypothesis import given, settings, strategies as st

from ...mapping.person import points, values
from ...sync.pairing import MANY, Pair, pair
from ..samples.contacts import CONTACTS
from .person_support import answered, facts


def known_by(name="", emails="", phones=""):
    """The points of a name and of e-mails and numbers with blanks between."""
    return points(
        values({"name": name, "emails": emails.split(), "phones": phones.split()})
    )


def ours(number, *args, **kwargs):
    return {"id": number, **known_by(*args, **kwargs)}


def theirs(name, *args, marker=None, **kwargs):
    more = {"marker": marker} if marker else {}
    return {"resource_name": name, "points": known_by(*args, **kwargs), **more}


class TestPair(unittest.TestCase):
    def assert_pairs(self, partners, persons, *expected):
        self.assertEqual(pair(partners, persons), list(expected))

    def test_nothing_in_common(self):
        self.assert_pairs([ours(1, "A B")], [], Pair(1))
        self.assert_pairs([], [theirs("g", "A B")])
        self.assert_pairs([ours(1, "A B"), ours(2)], [theirs("g")], Pair(1), Pair(2))

    def test_an_email_says_more_than_a_number_more_than_a_name(self):
        self.assert_pairs(
            [
                ours(1, "Anna Weber", "a@x.example", "+4930111111"),
                ours(2, "Ben Meier", "b@x.example", "+4930222222"),
                ours(3, "Carl Busch", "c@x.example", "+4930333333"),
            ],
            [
                theirs("g/name", "Carl Busch", "c@home.example"),
                theirs("g/phone", "Benny", "", "+49-30-222222"),
                theirs("g/email", "Carl Busch", "A@X.example", "+4930222222"),
            ],
            Pair(1, "g/email", "email"),
            # Its number is that of the other, too: it proves nothing.
            Pair(2),
            Pair(3),
        )
        self.assert_pairs(
            [
                ours(1, "Anna Weber", "a@x.example", "+4930111111"),
                ours(2, "Ben Meier", "b@x.example", "+4930222222"),
                ours(3, "Carl Busch", "c@x.example", "+4930333333"),
            ],
            [
                theirs("g/name", "carl  BUSCH", "c@home.example"),
                theirs("g/phone", "Benny", "", "+49-30-222222"),
                theirs("g/email", "Anna Weber", "A@X.example"),
            ],
            Pair(1, "g/email", "email"),
            Pair(2, "g/phone", "phone"),
            Pair(3, "g/name", "name"),
        )

    def test_each_google_contact_is_given_once(self):
        self.assert_pairs(
            [
                ours(1, "Anna Weber", "a@x.example"),
                ours(2, "Anna Maier", "", "+4930111111"),
            ],
            [theirs("g", "Anna", "a@x.example", "+4930111111")],
            Pair(1, "g", "email"),
            Pair(2),
        )

    def test_a_shared_address_is_settled_by_the_name(self):
        self.assert_pairs(
            [ours(1, "Acme", "info@x.example"), ours(2, "Ben Meier", "info@x.example")],
            [
                theirs("g1", "Ben Meier", "info@x.example"),
                theirs("g2", "Acme", "info@x.example"),
            ],
            Pair(1, "g2", "email"),
            Pair(2, "g1", "email"),
        )
        # What is left over is nobody's: the other is taken.
        self.assert_pairs(
            [ours(1, "Acme", "info@x.example"), ours(2, "Ben Meier", "info@x.example")],
            [theirs("g", "Ben Meier", "info@x.example")],
            Pair(1),
            Pair(2, "g", "email"),
        )

    def test_or_by_a_number_of_its_own(self):
        self.assert_pairs(
            [
                ours(1, "Acme", "info@x.example", "+4930111111"),
                ours(2, "Ben Meier", "info@x.example", "+4930222222"),
            ],
            [theirs("g", "Benny", "info@x.example", "+4930222222")],
            Pair(1),
            Pair(2, "g", "email"),
        )
        # Not by the switchboard's.
        self.assert_pairs(
            [
                ours(1, "Acme", "info@x.example", "+4930222222"),
                ours(2, "Ben Meier", "info@x.example", "+4930222222"),
            ],
            [theirs("g", "Benny", "info@x.example", "+4930222222")],
            Pair(1, why="email", others=("g",)),
            Pair(2, why="email", others=("g",)),
        )

    def test_a_tie_is_a_question(self):
        self.assert_pairs(
            [ours(1, "Anna Weber", "a@x.example a@y.example")],
            [theirs("g2", "", "a@y.example"), theirs("g1", "A", "a@x.example")],
            Pair(1, why="email", others=("g1", "g2")),
        )
        # Two that have the same name as well.
        self.assert_pairs(
            [ours(1, "Anna Weber", "a@x.example")],
            [
                theirs("g1", "Anna Weber", "a@x.example"),
                theirs("g2", "Anna Weber", "a@x.example"),
            ],
            Pair(1, why="email", others=("g1", "g2")),
        )
        self.assert_pairs(
            [ours(1, "", "", "+4930111111 +4930222222")],
            [theirs("g1", "", "", "+4930111111"), theirs("g2", "", "", "+4930222222")],
            Pair(1, why="phone", others=("g1", "g2")),
        )

    def test_no_names_are_no_same_name(self):
        self.assert_pairs(
            [ours(1, "", "a@x.example"), ours(2, "B", "a@x.example")],
            [theirs("g", "", "a@x.example")],
            Pair(1, why="email", others=("g",)),
            Pair(2, why="email", others=("g",)),
        )

    def test_who_is_in_question_is_not_given_to_a_third(self):
        self.assert_pairs(
            [
                ours(1, "Acme", "info@x.example"),
                ours(2, "Ben Meier", "info@x.example"),
                ours(3, "Carl Busch", "c@x.example"),
            ],
            [theirs("g", "Carl Busch", "info@x.example")],
            Pair(1, why="email", others=("g",)),
            Pair(2, why="email", others=("g",)),
            Pair(3),
        )

    def test_an_address_of_very_many_is_no_sign(self):
        partners = [
            ours(number, f"P {number}", "no@x.example") for number in range(MANY + 1)
        ]
        found = pair(partners, [theirs("g", "P 3", "no@x.example")])
        self.assertEqual(found[3], Pair(3, "g", "name"))
        self.assertEqual(found[4], Pair(4))

    def test_a_switchboard_proves_nothing(self):
        for partners, persons in (
            ([ours(1, phones="+4930111111")], ("g1", "g2")),
            ([ours(1, phones="+4930111111"), ours(2, phones="+4930111111")], ("g1",)),
        ):
            found = pair(partners, [theirs(g, phones="+4930111111") for g in persons])
            self.assertEqual(found, [Pair(partner["id"]) for partner in partners])

    def test_a_name_must_be_whole_and_the_only_one(self):
        anna = ours(1, "Anna Weber")
        for persons in (
            [theirs("g1", "Anna Weber"), theirs("g2", "ANNA WEBER")],
            [theirs("g1", "Anna")],
        ):
            self.assert_pairs([anna], persons, Pair(1))
        self.assert_pairs(
            [anna, ours(2, "Anna  Weber")],
            [theirs("g", "Anna Weber")],
            Pair(1),
            Pair(2),
        )
        self.assert_pairs([ours(1, "Anna")], [theirs("g", "Anna")], Pair(1))
        self.assert_pairs([ours(1, "李娜")], [theirs("g", "李娜")], Pair(1))
        for mine, yours in (
            ("علي کاظمی", "علی كاظمى"),
            ("José Núñez", "jose nunez"),
            ("山田 太郎", "山田太郎"),
            ("Ａｎｎａ　Weber", "anna weber"),
        ):
            self.assert_pairs(
                [ours(1, mine)], [theirs("g", yours)], Pair(1, "g", "name")
            )

    def test_our_own_mark_is_certain(self):
        self.assert_pairs(
            [ours(1, "Anna Weber", "a@x.example"), ours(2, "Ben Meier")],
            [
                theirs("g1", "Anna Weber", "a@x.example", marker=("db", 2)),
                theirs("g2", "Ben Meier", marker=("db", 9)),
                theirs("g3", "Ben Meier", marker=("db", 2)),
            ],
            Pair(1),
            Pair(2, "g1", "marker"),
        )

    def test_the_samples_find_themselves(self):
        contacts = [values(facts(contact)) for contact in CONTACTS]
        partners = [{"id": n, **points(c)} for n, c in enumerate(contacts)]
        persons = [
            {"resource_name": f"people/c{n}", "points": points(answered(c))}
            for n, c in enumerate(contacts)
        ]
        found = pair(partners, persons[::-1])
        for partner, made in zip(partners, found, strict=True):
            if made.resource_name:
                self.assertEqual(made.resource_name, f"people/c{partner['id']}")
            self.assertEqual(made.others, ())
        alone = {CONTACTS[made.partner_id]["name"] for made in found if not made.why}
        # Of a single word, without e-mail and telephone.
        self.assertEqual(alone, {"Ö"})


some = st.frozensets(st.sampled_from("abcd"), max_size=2)
points_of_some = st.fixed_dictionaries(
    {"emails": some, "phones": some, "name": st.sampled_from(("", "a b", "c d", "e"))}
)


class TestLaws(unittest.TestCase):
    @settings(max_examples=400, deadline=None, derandomize=True, database=None)
    @given(st.lists(points_of_some, max_size=5), st.lists(points_of_some, max_size=5))
    def test_once_each_with_a_reason_and_in_any_order(self, mine, yours):
        partners = [{"id": n, **p} for n, p in enumerate(mine)]
        persons = [{"resource_name": f"g{n}", "points": p} for n, p in enumerate(yours)]
        found = pair(partners, persons)
        self.assertEqual([made.partner_id for made in found], list(range(len(mine))))
        given_ = [made.resource_name for made in found if made.resource_name]
        self.assertEqual(len(given_), len(set(given_)))
        for made in found:
            us = partners[made.partner_id]
            self.assertFalse(made.resource_name and made.others)
            self.assertFalse(set(made.others) & set(given_))
            self.assertEqual(bool(made.why), bool(made.resource_name or made.others))
            for name in filter(None, (made.resource_name, *made.others)):
                them = yours[int(name[1:])]
                shared = {
                    "email": us["emails"] & them["emails"],
                    "phone": us["phones"] & them["phones"],
                    "name": us["name"] == them["name"],
                }
                self.assertTrue(shared[made.why])
        turned = pair(partners[::-1], persons[::-1])
        self.assertEqual(turned[::-1], found)


if __name__ == "__main__":
    unittest.main()
