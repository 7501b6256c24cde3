# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Less than Google says: busy blocks, other people's privacy, "Busy" only."""

import unittest
from dataclasses import replace

from hypothesis import given, settings, strategies as st

from ...mapping import disguise
from ...mapping.model import FIELDS, RemoteEvent
from ...sync.busy import look_away
from ...sync.merge import Base
from ...sync.plan import Pair, Policy, plan
from ...sync.privacy import strictest

FORM = {
    "title": "Dentist",
    "description": "Third floor",
    "location": "Here",
    "when": {
        "start": "2026-03-01T09:00:00Z",
        "end": "2026-03-01T10:00:00Z",
        "all_day": False,
    },
    "visibility": "default",
    "show_as": "free",
    "reminders": None,
    "attendees": {"a@x.de": "accepted", "b@x.de": "needsAction"},
    "video": "https://meet.example.com/x",
}
BUSY = disguise.as_busy(FORM, "Busy", "a@x.de")
LATER = {**FORM["when"], "start": "2026-03-01T08:00:00Z"}
UNSEEN = frozenset(disguise.BLANKED)

quick = settings(max_examples=80, deadline=None, derandomize=True, database=None)
texts = st.sampled_from(("", "One", "Two", "Three"))
forms = st.fixed_dictionaries(
    {
        "title": texts,
        "description": texts,
        "location": texts,
        "when": st.sampled_from((FORM["when"], LATER)),
        "visibility": st.sampled_from(("default", "public", "private", "confidential")),
        "show_as": st.sampled_from(("busy", "free")),
        "reminders": st.sampled_from((None, [], [["popup", 10]])),
        "attendees": st.dictionaries(
            st.sampled_from(("a@x.de", "b@x.de", "c@x.de")),
            st.sampled_from(("accepted", "declined")),
        ),
        "video": texts,
    }
)


class TestBusyOnly(unittest.TestCase):
    def test_nothing_but_the_time_and_the_own_answer(self):
        self.assertEqual(BUSY["title"], "Busy")
        self.assertEqual(BUSY["attendees"], {"a@x.de": "accepted"})
        self.assertEqual(BUSY["visibility"], "private")
        for name in ("description", "location", "video"):
            self.assertEqual(BUSY[name], "")
        for name in ("when", "show_as", "reminders"):
            self.assertEqual(BUSY[name], FORM[name])

    def test_an_untouched_event_is_never_written(self):
        pair = Pair(Base(BUSY, BUSY), BUSY, BUSY)
        self.assertTrue(plan(pair, Policy(own_email="a@x.de")).quiet)

    def test_a_real_edit_is_sent_alone(self):
        pair = Pair(Base(BUSY, BUSY), {**BUSY, "when": LATER})
        todo = plan(pair, Policy(own_email="a@x.de"))
        self.assertEqual(todo.to_remote, {"when": LATER})

    @quick
    @given(forms, forms)
    def test_what_google_hides_moves_never(self, before, after):
        """Whatever is edited in Google: of the blanked fields nothing arrives."""
        seen = [disguise.as_busy(form, "Busy", "a@x.de") for form in (before, after)]
        todo = plan(Pair(Base(seen[0], seen[0]), seen[0], seen[1]), Policy())
        self.assertFalse(set(todo.to_local) & (UNSEEN - {"attendees"}))
        self.assertLessEqual(set(todo.to_local.get("attendees", {})), {"a@x.de"})
        self.assertFalse(todo.to_remote)


class TestBesideOthers(unittest.TestCase):
    """Another account shows the event whole."""

    def decide(self, pair, role="guest"):
        return plan(pair, Policy(role=role, own_email="a@x.de", unseen=UNSEEN))

    @quick
    @given(forms, forms, st.sampled_from(("guest", "reader", "owner")))
    def test_the_first_sight_empties_nothing(self, here, there, role):
        busy = disguise.as_busy(there, "Busy", "a@x.de")
        todo = self.decide(Pair(None, here, busy), role)
        self.assertLessEqual(set(todo.to_local), {"attendees"})
        self.assertLessEqual(set(todo.to_local.get("attendees", {})), {"a@x.de"})
        self.assertEqual(todo.to_remote, {})

    @quick
    @given(forms, forms, forms)
    def test_what_others_bring_in_is_no_edit_of_this_account(self, was, here, there):
        busy = disguise.as_busy(there, "Busy", "a@x.de")
        todo = self.decide(Pair(Base(was, busy), here, busy))
        self.assertFalse(set(todo.to_local) & (UNSEEN - {"attendees"}))
        self.assertFalse(set(todo.to_remote) & (UNSEEN - {"attendees"}))
        touched = {
            *todo.to_local.get("attendees", ()),
            *todo.to_remote.get("attendees", ()),
        }
        self.assertLessEqual(touched, {"a@x.de"})
        kept = {c.field for c in todo.conflicts}
        self.assertFalse(kept & (UNSEEN - {"attendees"}))

    def test_the_organisers_edit_of_a_title_goes(self):
        base = Base(BUSY, BUSY)
        pair = Pair(base, {**BUSY, "title": "Renamed"})
        self.assertEqual(self.decide(pair, "owner").to_remote, {"title": "Renamed"})

    def test_a_new_event_of_odoo_is_still_sent(self):
        todo = self.decide(Pair(None, FORM), "owner")
        self.assertEqual((todo.remote, todo.to_remote), ("insert", FORM))

    @quick
    @given(forms, forms)
    def test_without_unseen_fields_nothing_changes(self, local, remote):
        pair = Pair(Base(local, remote), local, remote)
        self.assertIs(look_away(pair, frozenset(), "guest", "a@x.de"), pair)


class TestBlocks(unittest.TestCase):
    REMOTE = RemoteEvent("x", form={**FORM, "title": ""}, event_type="outOfOffice")

    def test_a_block_has_a_title_and_is_busy(self):
        block = disguise.block(self.REMOTE, "Out of office")
        self.assertEqual(block.form["title"], "Out of office")
        self.assertEqual(block.form["show_as"], "busy")
        named = replace(self.REMOTE, form={**FORM, "title": "Nowruz"})
        self.assertEqual(disguise.block(named, "Out of office").form["title"], "Nowruz")

    def test_the_private_events_of_others(self):
        form = {**dict.fromkeys(FIELDS, ""), "visibility": "private"}
        hidden = RemoteEvent("x", form=form)
        self.assertTrue(disguise.is_private_of_others(hidden))
        shown = disguise.hide_private(hidden, "Busy")
        self.assertEqual(shown.form["title"], "Busy")
        self.assertEqual(shown.event_type, disguise.HIDDEN)
        for other in (
            RemoteEvent("x", cancelled=True),
            replace(hidden, organizer_email="a@x.de"),
            replace(hidden, form={**form, "visibility": "default"}),
            replace(hidden, form={**form, "title": "Known"}),
        ):
            self.assertFalse(disguise.is_private_of_others(other))


class TestStrictest(unittest.TestCase):
    def test_order(self):
        for copies, shown in (
            (["default"], "default"),
            (["public", "default"], "public"),
            (["default", "public"], "default"),
            (["public", "private", "default"], "private"),
            (["private", "confidential"], "confidential"),
            (["confidential", "private"], "confidential"),
        ):
            self.assertEqual(strictest(copies), shown)
