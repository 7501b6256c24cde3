# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts by the hundred: what holds for any batch and whatever happens to it."""

import unittest
from unittest import mock

from hypothesis import given, settings, strategies as st

from ...gapi import people_jobs
from .gapi_people_support import (
    AddressBook,
    Always,
    PeopleCase,
    bodies,
    kind,
    noted,
    person,
)

FAULTS = ("lost", "dropped", "garbled", "late", "busy", "fast", "met")
STATES = ("good", "bad", "stale", "gone")


class TestLaws(PeopleCase, unittest.TestCase):
    """Whatever a batch holds and whatever happens to it."""

    def setUp(self):
        super().setUp()
        self.serve()
        for job in (people_jobs.Creation, people_jobs.Update, people_jobs.Deletion):
            patch = mock.patch.object(job, "most", 5)
            patch.start()
            self.addCleanup(patch.stop)

    def open(self, details, faults=()):
        self.book = AddressBook(details, faults)
        self.server.replies = Always(self.book)
        self.server.seen.clear()

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(st.sampled_from(("good", "good", "bad")), max_size=17),
        st.sampled_from(("all", "first", "none")),
    )
    def test_creations_have_their_own_right_outcome(self, states, details):
        self.open(details)
        bad = {n for n, state in enumerate(states) if state == "bad"}
        results = self.client.create(bodies(len(states), bad))
        self.assertEqual(
            [kind(result) for result in results],
            ["Rejected" if state == "bad" else "ok" for state in states],
        )
        self.assertEqual(sum(self.book.applied.values()), len(states) - len(bad))
        for n, result in enumerate(results):
            if result.value:
                self.assertEqual(result.value["names"], person(n)["names"])

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(st.sampled_from(STATES), max_size=17),
        st.sampled_from(("all", "first", "none")),
    )
    def test_updates_have_their_own_right_outcome(self, states, details):
        self.open(details)
        right = {"good": "ok", "bad": "Rejected", "stale": "Conflict", "gone": "Gone"}
        results = self.client.update(self.persons(states), ["biographies"])
        self.assertEqual(
            [kind(result) for result in results], [right[state] for state in states]
        )
        self.assertEqual(sum(self.book.applied.values()), states.count("good"))

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(st.sampled_from(STATES), max_size=17),
        st.sampled_from(("all", "first", "none")),
        st.lists(st.sampled_from((None, *FAULTS)), max_size=9),
    )
    def test_on_bad_days_nothing_is_done_twice_and_nothing_is_hidden(
        self, states, details, faults
    ):
        self.open(details, faults)
        bad = {n for n, state in enumerate(states) if state == "bad"}
        created = self.client.create(bodies(len(states), bad))
        made = [p["clientData"][0]["value"] for p in self.book.people.values()]
        self.assertEqual(len(made), len(set(made)))
        for n, result in enumerate(created):
            if not result.error:
                self.assertIn(f"uuid/{n}", made)
            elif not result.error.outcome_unknown:
                self.assertNotIn(f"uuid/{n}", made)
        self.open(details, faults)
        persons = self.persons(states)
        for result, item in zip(
            self.client.update(persons, ["biographies"]), persons, strict=True
        ):
            times = self.book.applied[item["resourceName"]]
            if not result.error:
                self.assertEqual(times, 1)
            elif result.error.outcome_unknown:
                self.assertLessEqual(times, 1)
            else:
                self.assertEqual(times, 0)
        self.open(details, faults)
        names = [item["resourceName"] for item in self.persons(states)]
        for result, name in zip(self.client.delete(names), names, strict=True):
            if not result.error:
                self.assertNotIn(name, self.book.people)
            elif not result.error.outcome_unknown:
                self.assertEqual(self.book.applied[name], 0)

    def persons(self, states):
        """Contacts in these states, as an update is asked for them."""
        bad = {n for n, state in enumerate(states) if state == "bad"}
        persons = noted(self.book.put(len(states)), bad)
        for item, state in zip(persons, states, strict=True):
            if state == "stale":
                item["etag"] = "%stale"
            elif state == "gone":
                del self.book.people[item["resourceName"]]
        return persons
