# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Faults one by one: what a lost answer, a refusal or a rival does to each write.

The state machines roam; these walk straight to the places where data has been lost
in other connectors, and say in plain order what must come out.
"""

import itertools
import unittest

from .laws.account import Account
from .laws.google_side import GoogleSide
from .laws.odoo_side import OdooSide

ANNA, BEN, KIM = "anna@example.com", "ben@example.com", "kim@example.org"
WHEN = {
    "start": "2026-03-01T09:00:00Z",
    "end": "2026-03-01T10:00:00Z",
    "all_day": False,
}
FORM = {
    "title": "First",
    "description": "",
    "location": "",
    "when": WHEN,
    "visibility": "default",
    "show_as": "busy",
    "reminders": [],
    "attendees": {},
    "video": "",
}
WEATHER = ("", "lost", "refused")


class FaultCase(unittest.TestCase):
    def world(self, *emails, rule="google"):
        self.google = GoogleSide((ANNA, BEN))
        self.odoo = OdooSide((ANNA, BEN, KIM))
        self.fellows = []
        for email in emails or (ANNA,):
            Account(email, self.google, self.odoo, self.fellows, rule)
        return self.fellows

    def create(self, **changes):
        event_id = self.odoo.person_creates({**FORM, **changes}, ANNA)
        for account in self.fellows:
            account.note_change(event_id)
        return event_id

    def edit(self, event_id, **changes):
        self.odoo.person_edits(event_id, changes)
        for account in self.fellows:
            account.note_change(event_id)

    def delete(self, event_id):
        del self.odoo.events[event_id]
        for account in self.fellows:
            account.note_deletion(event_id)

    def settle(self):
        for _round in range(2):
            for account in self.fellows:
                account.sync()
        self.google.writes = self.odoo.writes = 0
        for account in self.fellows:
            account.sync()
        self.assertEqual((self.google.writes, self.odoo.writes), (0, 0))

    def only_google(self, email=ANNA):
        (google_id,) = self.google.alive(email)
        return self.google.resource(email, google_id)

    def only_odoo(self):
        (values,) = self.odoo.events.values()
        return values


class TestEveryWrite(FaultCase):
    """Each write under each weather, three tries long: one event, equal sides."""

    def each_weather(self):
        for weather in itertools.product(WEATHER, repeat=3):
            with self.subTest(weather=weather):
                yield list(weather)

    def test_insert(self):
        for weather in self.each_weather():
            (anna,) = self.world()
            self.create()
            self.google.faults = weather
            for _try in range(3):
                anna.push()
            self.google.faults = []
            self.settle()
            self.assertEqual(self.only_google()["summary"], "First")
            self.assertEqual(self.only_odoo()["name"], "First")
            self.assertEqual(anna.conflicts, [])

    def test_patch(self):
        for weather in self.each_weather():
            (anna,) = self.world()
            event_id = self.create()
            anna.sync()
            self.edit(event_id, title="Second")
            self.google.faults = weather
            for _try in range(3):
                anna.push()
            self.google.faults = []
            self.settle()
            self.assertEqual(self.only_google()["summary"], "Second")
            self.assertEqual(self.only_odoo()["name"], "Second")
            self.assertEqual(anna.conflicts, [])

    def test_delete(self):
        for weather in self.each_weather():
            (anna,) = self.world()
            event_id = self.create()
            anna.sync()
            self.delete(event_id)
            self.google.faults = weather
            for _try in range(3):
                anna.push()
            self.google.faults = []
            self.settle()
            self.assertEqual(self.google.alive(ANNA), [])
            self.assertEqual(self.odoo.events, {})
            self.assertEqual(anna.bindings, {})

    def test_insert_whose_answer_was_lost_and_then_edited_here(self):
        (anna,) = self.world()
        event_id = self.create()
        self.google.faults = ["lost"]
        anna.push()
        self.edit(event_id, title="Second")
        anna.push()
        self.settle()
        self.assertEqual(self.only_google()["summary"], "Second")
        self.assertEqual(self.only_odoo()["name"], "Second")
        self.assertEqual(anna.conflicts, [])

    def test_insert_whose_answer_was_lost_and_then_edited_there(self):
        (anna,) = self.world()
        self.create()
        self.google.faults = ["lost"]
        anna.push()
        (google_id,) = self.google.alive(ANNA)
        self.google.edit(ANNA, google_id, {"location": "Room 4"})
        anna.push()
        self.settle()
        self.assertEqual(self.only_odoo()["location"], "Room 4")
        self.assertEqual(self.only_google()["summary"], "First")

    def test_insert_whose_answer_was_lost_and_then_deleted_here(self):
        (anna,) = self.world()
        event_id = self.create()
        self.google.faults = ["lost"]
        anna.push()
        self.delete(event_id)
        anna.push()
        self.settle()
        self.assertEqual(self.google.alive(ANNA), [])
        self.assertEqual(anna.bindings, {})

    def test_event_deleted_before_its_first_try_never_reaches_google(self):
        (anna,) = self.world()
        event_id = self.create()
        self.delete(event_id)
        anna.push()
        self.assertEqual(self.google.meetings, {})
        self.assertEqual(anna.bindings, {})


class TestRivals(FaultCase):
    """Somebody edits in Google between our reading and our writing (412)."""

    def test_other_field_both_edits_survive(self):
        (anna,) = self.world()
        event_id = self.create()
        anna.sync()
        self.edit(event_id, title="Second")
        (google_id,) = self.google.alive(ANNA)
        self.google.edit(ANNA, google_id, {"location": "Room 4"})
        anna.push()
        self.assertEqual(self.only_google()["summary"], "Second")
        self.assertEqual(self.only_odoo()["location"], "Room 4")
        self.settle()

    def test_same_field_by_rule_with_both_values_kept(self):
        for rule, winner in (("google", "Theirs"), ("odoo", "Mine")):
            (anna,) = self.world(rule=rule)
            event_id = self.create()
            anna.sync()
            self.edit(event_id, title="Mine")
            (google_id,) = self.google.alive(ANNA)
            self.google.edit(ANNA, google_id, {"summary": "Theirs"})
            anna.push()
            self.settle()
            self.assertEqual(self.only_google()["summary"], winner)
            self.assertEqual(self.only_odoo()["name"], winner)
            (conflict,) = anna.conflicts
            self.assertEqual(
                (conflict.base, conflict.local, conflict.remote, conflict.winner),
                ("First", "Mine", "Theirs", rule),
            )

    def test_deleted_there_while_edited_here(self):
        (anna,) = self.world(rule="odoo")
        event_id = self.create()
        anna.sync()
        (old,) = self.google.alive(ANNA)
        self.edit(event_id, title="Second")
        self.google.remove(ANNA, old)
        anna.push()
        self.settle()
        self.assertEqual(self.only_google()["summary"], "Second")
        self.assertNotEqual(self.google.alive(ANNA), [old], "an id is given once")
        self.assertEqual(len(anna.conflicts), 1)

    def test_deleted_here_while_edited_there(self):
        (anna,) = self.world()
        event_id = self.create()
        anna.sync()
        (google_id,) = self.google.alive(ANNA)
        self.delete(event_id)
        self.google.edit(ANNA, google_id, {"summary": "Second"})
        anna.push()
        self.settle()
        self.assertEqual(self.only_odoo()["name"], "Second")
        self.assertEqual([c.field for c in anna.conflicts], ["deleted"])

    def test_an_answer_brings_no_deleted_meeting_back(self):
        (anna,) = self.world()
        event_id = self.create(attendees={BEN: "needsAction"})
        anna.sync()
        (google_id,) = self.google.alive(ANNA)
        self.delete(event_id)
        self.google.answer(BEN, google_id, "accepted")
        anna.push()
        self.settle()
        self.assertEqual(self.google.alive(ANNA), [])
        self.assertEqual(self.odoo.events, {})


class TestTwoAccounts(FaultCase):
    """Organiser and guest both connected: one Odoo event, two copies in Google."""

    def meeting(self):
        anna, ben = self.world(ANNA, BEN)
        event_id = self.create(attendees={BEN: "needsAction"})
        self.settle()
        return anna, ben, event_id

    def test_one_event_for_two_copies(self):
        anna, ben, event_id = self.meeting()
        for account in (anna, ben):
            (binding,) = account.bindings.values()
            self.assertEqual(binding.event_id, event_id)

    def test_copy_seen_before_the_answer_to_the_insert(self):
        anna, ben = self.world(ANNA, BEN)
        self.create(attendees={BEN: "needsAction"})
        self.google.faults = ["lost"]
        anna.push()
        ben.sync()
        self.settle()
        self.assertEqual(len(self.odoo.events), 1)

    def test_a_guest_edit_in_odoo_goes_out_through_the_organiser(self):
        anna, ben, event_id = self.meeting()
        self.edit(event_id, location="Room 4")
        ben.push()
        self.assertEqual(self.google.writes, 0)
        anna.push()
        self.assertEqual(self.only_google(BEN)["location"], "Room 4")
        self.settle()

    def test_the_guest_answers_with_the_own_account(self):
        _anna, ben, event_id = self.meeting()
        self.edit(event_id, attendees={BEN: "accepted"})
        ben.push()
        answers = {
            guest["email"]: guest["responseStatus"]
            for guest in self.only_google(ANNA)["attendees"]
        }
        self.assertEqual(answers[BEN], "accepted")
        self.settle()

    def test_a_guest_reminder_stays_the_guest_s(self):
        _anna, _ben, event_id = self.meeting()
        self.edit(event_id, reminders=[["popup", 30]])
        self.settle()
        (google_id,) = self.google.alive(BEN)
        self.google.edit(
            BEN, google_id, {"reminders": {"useDefault": False, "overrides": []}}
        )
        self.settle()
        self.assertEqual(self.only_odoo()["alarms"], [("notification", 30)])
        self.assertEqual(
            self.only_google(ANNA)["reminders"]["overrides"],
            [{"method": "popup", "minutes": 30}],
        )

    def test_the_guest_leaves_and_the_meeting_goes_on(self):
        _anna, ben, _event_id = self.meeting()
        (google_id,) = self.google.alive(BEN)
        self.google.remove(BEN, google_id)
        self.settle()
        self.assertEqual(self.only_odoo()["attendees"][BEN], "declined")
        self.assertEqual(ben.bindings, {})

    def test_the_guest_alone_leaves_and_the_event_goes(self):
        (ben,) = self.world(BEN)
        body = {
            "summary": "Anna's",
            "start": {"dateTime": WHEN["start"]},
            "end": {"dateTime": WHEN["end"]},
            "attendees": [{"email": BEN, "responseStatus": "needsAction"}],
        }
        self.google.create(ANNA, "g1aaaa", body)
        ben.sync()
        self.assertEqual(self.only_odoo()["name"], "Anna's")
        self.google.remove(BEN, "g1aaaa")
        self.settle()
        self.assertEqual(self.odoo.events, {})

    def test_a_lone_guest_s_edit_is_taken_back_with_both_values_kept(self):
        (ben,) = self.world(BEN)
        body = {
            "summary": "Anna's",
            "start": {"dateTime": WHEN["start"]},
            "end": {"dateTime": WHEN["end"]},
            "attendees": [{"email": BEN, "responseStatus": "needsAction"}],
        }
        self.google.create(ANNA, "g1aaaa", body)
        ben.sync()
        (event_id,) = self.odoo.events
        self.edit(event_id, title="Ben's", attendees={BEN: "accepted"})
        self.settle()
        self.assertEqual(self.only_odoo()["name"], "Anna's")
        self.assertEqual(self.only_odoo()["attendees"][BEN], "accepted")
        self.assertIn("accepted", str(self.only_google(ANNA)["attendees"]))
        (conflict,) = ben.conflicts
        self.assertEqual((conflict.local, conflict.remote), ("Ben's", "Anna's"))

    def test_deleted_in_odoo_is_deleted_once_by_the_organiser(self):
        for order in ((0, 1), (1, 0)):
            anna, ben, event_id = self.meeting()
            self.google.writes = 0
            self.delete(event_id)
            for number in order:
                (anna, ben)[number].push()
            self.settle()
            self.assertEqual(self.google.alive(ANNA), [])
            self.assertEqual(anna.bindings, {})
            self.assertEqual(ben.bindings, {})

    def test_revived_once_for_both(self):
        for order in ((0, 1), (1, 0)):
            anna, ben, event_id = self.meeting()
            self.delete(event_id)
            (google_id,) = self.google.alive(ANNA)
            self.google.edit(ANNA, google_id, {"summary": "Second"})
            for number in order:
                (anna, ben)[number].sync()
            self.settle()
            self.assertEqual(self.only_odoo()["name"], "Second")
            self.assertEqual(
                {b.event_id for a in (anna, ben) for b in a.bindings.values()},
                set(self.odoo.events),
            )


class TestLossyOdoo(FaultCase):
    """What Odoo cannot hold is not an edit: it never travels back."""

    def google_event(self, **body):
        (anna,) = self.world()
        self.google.create(
            ANNA,
            "g1aaaa",
            {
                "start": {"dateTime": WHEN["start"]},
                "end": {"dateTime": WHEN["end"]},
                **body,
            },
        )
        anna.sync()
        (event_id,) = self.odoo.events
        return anna, event_id

    def test_an_unknown_guest_an_empty_title_and_raw_html_stay_as_google_has_them(self):
        guests = [
            {"email": ANNA, "responseStatus": "accepted"},
            {"email": "x@nowhere.test", "responseStatus": "tentative", "comment": "!"},
            {"displayName": "no address", "responseStatus": "needsAction"},
            {
                "email": "room@resource.calendar.google.com",
                "resource": True,
                "responseStatus": "accepted",
            },
        ]
        anna, event_id = self.google_event(
            description="a<script>b</script>", attendees=guests
        )
        self.settle()
        self.edit(event_id, location="Room 4")
        anna.push()
        resource = self.only_google()
        self.assertNotIn("summary", resource)
        self.assertEqual(resource["description"], "a<script>b</script>")
        self.assertEqual(resource["location"], "Room 4")
        for guest in resource["attendees"]:
            guest.pop("self", None)
        self.assertEqual(resource["attendees"], guests)
        self.settle()

    def test_one_guest_more_leaves_the_others_byte_for_byte(self):
        guests = [
            {"email": ANNA, "responseStatus": "accepted"},
            {
                "email": "x@nowhere.test",
                "displayName": "X",
                "optional": True,
                "additionalGuests": 2,
                "comment": "late",
                "responseStatus": "tentative",
            },
        ]
        anna, event_id = self.google_event(attendees=guests)
        self.edit(event_id, attendees={KIM: "needsAction"})
        anna.push()
        shown = self.only_google()["attendees"]
        for guest in shown:
            guest.pop("self", None)
        self.assertEqual(shown[:2], guests)
        self.assertEqual(shown[2:], [{"email": KIM, "responseStatus": "needsAction"}])
        self.settle()
