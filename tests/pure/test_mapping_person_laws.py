# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever a contact holds, Google shows its name, and each value is known again."""

import unittest

from hypothesis import given, settings, strategies as st

from ...mapping.person import FIELDS, SINGLE, key, keys, own, points, title, values
from ...mapping.person_name import normal, split
from ...mapping.person_text import LIMIT, clean, clean_lines, fit
from ..samples.contacts import CONTACTS
from .person_support import answered, display, facts

words = st.sampled_from(
    "Anna van de la y e Jr. Dr. PhD García José María BIN bin al-Rashid ó 't O’Brien "
    "Иванович Иван بن علی\u200cرضا احمدی نژاد דוד בן 山田 太郎 김 Nguyễn e\u0301 , ( 7 "
    "🌸 \u200b \u200d \u202e \x00 \u3000 ǅ İ ı ß \u0301".split(" ")
)
names = st.one_of(
    st.text(),
    st.lists(words, max_size=7).map(" ".join),
    st.sampled_from([contact["name"] for contact in CONTACTS]),
    st.text(min_size=8, max_size=12).map(lambda text: text * 128),
)
langs = st.sampled_from(("", "hu_HU", "es_ES", "pt_BR", "de_DE", "sr@latin", None, "x"))
countries = st.sampled_from(("", "HU", "ES", "DE", "br", None))

odd = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.binary(max_size=3),
        st.dates(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.dictionaries(st.text(max_size=5), inner, max_size=3),
    ),
    max_leaves=5,
)
texts = st.one_of(names, odd)
emails = st.one_of(
    st.sampled_from(("A@x.example", "a@X.example", "b@y.example", "jürgen@ü.example")),
    odd,
)
numbers = st.one_of(
    st.sampled_from(
        (
            *("+49 30 231250", "+4930231250", "030 231250", "030 231250 ext. 5"),
            *("110", "1-800-FLOWERS", "۰۲۱-۸۸۷۷", "no number", "+"),
        )
    ),
    odd,
)
ANY_FACTS = st.fixed_dictionaries(
    {},
    optional={
        "name": texts,
        "is_company": odd,
        "first_name": texts,
        "last_name": texts,
        "title": texts,
        "company": texts,
        "function": texts,
        "department": texts,
        "emails": st.one_of(st.lists(emails, max_size=4), odd),
        "phones": st.one_of(
            st.lists(
                st.one_of(st.fixed_dictionaries({"value": numbers, "type": odd}), odd),
                max_size=4,
            ),
            odd,
        ),
        "address": st.one_of(
            st.fixed_dictionaries(
                {},
                optional=dict.fromkeys(
                    (
                        *("street", "street2", "city", "zip", "region"),
                        *("country", "country_code"),
                    ),
                    texts,
                ),
            ),
            odd,
        ),
        "website": texts,
        "link": texts,
        "birthday": st.one_of(st.dates().map(str), odd),
        "note": texts,
        "marker": st.one_of(st.tuples(st.text(), st.integers()), odd),
        "groups": st.one_of(st.lists(texts, max_size=3), odd),
        "lang": st.one_of(langs, odd),
        "country_code": st.one_of(countries, odd),
    },
)
# What Google might hold of a value: any parts, of any kind.
PARTS = (
    *("value", "type", "key", "name", "title", "department", "metadata"),
    *("givenName", "middleName", "familyName", "honorificPrefix", "displayName"),
    *("streetAddress", "city", "country", "countryCode", "poBox", "formattedValue"),
    *("canonicalForm", "text", "contentType", "location"),
)
raws = st.dictionaries(
    st.sampled_from((*PARTS, "date", "contactGroupMembership")),
    st.one_of(
        texts,
        numbers,
        st.dictionaries(
            st.sampled_from(
                ("year", "month", "day", "contactGroupId", "contactGroupResourceName")
            ),
            st.one_of(st.integers(-1, 3000), texts),
        ),
    ),
    max_size=5,
)
fields = st.sampled_from(FIELDS)


def quick(function):
    limits = settings(max_examples=200, deadline=None, derandomize=True, database=None)
    return limits(function)


def length(text):
    return len(text.encode("utf-16-le")) // 2


class TestText(unittest.TestCase):
    @quick
    @given(st.one_of(texts, st.text(max_size=60)))
    def test_clean_text_stays_as_it_is(self, value):
        for function in (clean, clean_lines):
            text = function(value)
            self.assertEqual(function(text), text)
            self.assertEqual(function(fit(text, 20)), fit(text, 20))
            text.encode()

    @quick
    @given(st.text(), st.integers(2, 30))
    def test_a_cut_text_says_so(self, value, limit):
        text = clean(value)
        short = fit(text, limit)
        self.assertLessEqual(length(short), limit)
        if short != text:
            self.assertTrue(short.endswith("…") and text.startswith(short[:-1]))


class TestName(unittest.TestCase):
    @quick
    @given(names, st.booleans(), langs, countries)
    def test_google_shows_odoos_name(self, name, is_company, lang, country):
        found = split(name, is_company, lang, country)
        self.assertEqual(display(found), normal(name))
        self.assertTrue(all(found.values()))
        self.assertIn("givenName", found or {"givenName": ""})

    @quick
    @given(ANY_FACTS)
    def test_in_a_whole_contact_too(self, made):
        found = values(made)["names"]
        shown = display(found[0]) if found else ""
        parts = f"{clean(made.get('first_name'))} {clean(made.get('last_name'))}"
        name = normal(made.get("name")) or normal(parts)
        if normal(made.get("title")) and found and "honorificPrefix" in found[0]:
            name = f"{normal(made.get('title'))} {name}"
        self.assertEqual(shown, name)


class TestValues(unittest.TestCase):
    @quick
    @given(ANY_FACTS)
    def test_nothing_odd_raises_or_leaves_empty_parts(self, made):
        found = values(made)
        self.assertEqual(tuple(found), FIELDS)
        for field, listed in found.items():
            self.assertLessEqual(len(listed), 1 if field in SINGLE else len(listed))
            for raw in listed:
                for part in leaves(raw):
                    self.assertTrue(part)
                    self.assertIsInstance(part, (str, int))
                    self.assertLessEqual(length(str(part)), LIMIT)

    @quick
    @given(ANY_FACTS)
    def test_values_differ_and_are_all_ours(self, made):
        for field, listed in values(made).items():
            self.assertEqual(len({key(field, raw) for raw in listed}), len(listed))
            for raw in listed:
                self.assertEqual(own(field, raw), raw)

    @quick
    @given(ANY_FACTS)
    def test_what_google_gives_back_is_what_was_sent(self, made):
        sent = values(made)
        for field, listed in answered(sent).items():
            for before, raw in zip(sent[field], listed, strict=True):
                self.assertEqual(key(field, raw), key(field, before))
                mine = own(field, raw)
                if field == "addresses":
                    mine["countryCode"] = before.get("countryCode")
                    before = {**before, "countryCode": before.get("countryCode")}
                self.assertEqual(mine, before)

    def test_the_samples_too(self):
        for contact in CONTACTS:
            sent = values(facts(contact))
            for field, listed in answered(sent).items():
                found = [key(field, raw) for raw in listed]
                self.assertEqual(found, [key(field, raw) for raw in sent[field]])


class TestAnythingOfGoogles(unittest.TestCase):
    @quick
    @given(fields, st.one_of(raws, odd))
    def test_what_is_ours_of_it_has_its_key(self, field, raw):
        mine = own(field, raw)
        if mine:
            self.assertEqual(key(field, mine), key(field, raw))
            self.assertEqual(own(field, mine), mine)
        self.assertIn(key(field, raw), keys(field, raw))
        self.assertTrue(all(leaves(mine)))

    @quick
    @given(fields, raws)
    def test_what_google_adds_moves_no_key(self, field, raw):
        raw = {part: value for part, value in raw.items() if part != "metadata"}
        added = {"metadata": {"primary": True, "source": {"type": "CONTACT"}}}
        if own(field, raw):
            added |= {
                "formattedType": "Work",
                "formattedValue": "x",
                "displayName": "y",
            }
            added["canonicalForm"] = "+4930"
        self.assertEqual(key(field, {**raw, **added}), key(field, raw))

    @quick
    @given(st.dictionaries(fields, st.one_of(st.lists(raws, max_size=3), odd)))
    def test_any_person_has_a_title_and_points(self, person):
        self.assertIsInstance(title(person), str)
        found = points(person)
        self.assertEqual(" ".join(found["name"].split()), found["name"])
        self.assertTrue(all("@" in email for email in found["emails"]))


def leaves(value):
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    else:
        yield value


if __name__ == "__main__":
    unittest.main()
