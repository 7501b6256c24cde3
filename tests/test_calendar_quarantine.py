# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One bad event, on either side, is set aside alone and comes back when mended."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .calendar_case import CalendarCase, at, timed

REFUSAL = "We do not say that here."


@tagged("post_install", "-at_install")
class TestCalendarQuarantine(CalendarCase):
    def bad(self):
        return self.world.seed_raw(
            "anna@example.com",
            {"summary": "Bad", "start": {"dateTime": "soon"}},
        )["id"]

    @contextmanager
    def picky_odoo(self, word):
        """Odoo refuses events of that name, as another addon's rule would."""
        model = type(self.env["calendar.event"])

        def picky(events):
            if word in events.mapped("name"):
                raise ValidationError(REFUSAL)

        create, write = model.create, model.write

        def picky_create(events, vals_list):
            made = create(events, vals_list)
            picky(made)
            return made

        def picky_write(events, vals):
            result = write(events, vals)
            picky(events)
            return result

        with (
            patch.object(model, "create", picky_create),
            patch.object(model, "write", picky_write),
        ):
            yield

    def test_an_unreadable_event_is_set_aside_and_the_others_go_through(self):
        first = self.put(summary="First")
        bad = self.bad()
        last = self.put(summary="Last")
        answer = self.sync()
        self.assertEqual(answer["summary"]["quarantined"], 1)
        binding = self.binding(bad)
        self.assertEqual((binding.state, binding.title), ("quarantined", "Bad"))
        self.assertIn("time nobody can read", binding.error)
        self.assertTrue(self.event_of(first) and self.event_of(last))
        token = self.calendar.sync_token
        self.assertTrue(token, "the cursor moves on")
        self.sync()
        self.assertEqual(self.account.problem_count, 1)

    def test_try_again_takes_a_mended_event_in(self):
        bad = self.bad()
        self.sync()
        self.world.seed_raw(
            "anna@example.com",
            {"id": bad, "summary": "Mended", **timed(at(1, 9), at(1, 10))},
        )
        self.binding(bad).with_user(self.anna).action_retry()
        self.sync()
        self.assertEqual(self.event_of(bad).name, "Mended")
        self.settle()

    def test_an_event_mended_in_google_leaves_the_quarantine_by_itself(self):
        bad = self.bad()
        self.sync()
        self.world.seed_raw(
            "anna@example.com",
            {"id": bad, "summary": "Mended", **timed(at(1, 9), at(1, 10))},
        )
        self.sync()
        self.assertEqual(self.event_of(bad).name, "Mended")
        self.settle()

    def test_an_event_that_odoo_refuses_is_set_aside_alone(self):
        ids = self.put_many(5)
        self.change(ids[3], summary="Forbidden word")
        with self.picky_odoo("Forbidden word"):
            self.sync()
        self.assertEqual(
            self.events_in_odoo().mapped("name"),
            ["Event 0", "Event 1", "Event 2", "Event 4"],
        )
        binding = self.binding(ids[3])
        self.assertEqual(binding.state, "quarantined")
        self.assertEqual(binding.error, "We do not say that here.")
        binding.with_user(self.anna).action_retry()
        self.sync()
        self.assertEqual(self.event_of(ids[3]).name, "Forbidden word")
        self.settle()

    def test_a_change_that_odoo_refuses_is_not_forgotten(self):
        google_id = self.put()
        self.sync()
        event = self.event_of(google_id)
        with self.picky_odoo("Forbidden word"):
            self.change(google_id, summary="Forbidden word", location="There")
            self.sync()
            self.assertEqual(self.binding(google_id).state, "quarantined")
        # A later edit of something else here must not bury it.
        self.edit(event, privacy="private")
        self.settle()
        self.assertEqual((event.name, event.location), ("Forbidden word", "There"))
        self.assertEqual(self.at_google(event)["visibility"], "private")

    def test_try_again_takes_a_refused_change_in(self):
        google_id = self.put()
        self.sync()
        with self.picky_odoo("Forbidden word"):
            self.change(google_id, summary="Forbidden word")
            self.sync()
        self.binding(google_id).with_user(self.anna).action_retry()
        self.sync()
        self.assertEqual(self.event_of(google_id).name, "Forbidden word")
        self.settle()

    def test_an_event_google_refuses_is_set_aside_with_googles_words(self):
        poison = self.make(name="Poison")
        good = self.make(name="Good")
        self.google.faults.refuse_item(
            lambda _method, _params, body: (body or {}).get("summary") == "Poison",
            message="Invalid colour",
        )
        self.sync()
        binding = poison.gws_binding_ids
        self.assertEqual(binding.state, "quarantined")
        self.assertIn("Invalid colour", binding.error)
        self.assertTrue(self.at_google(good))
        self.sync()
        self.assertEqual(self.writes(), 0, "it is not tried again by itself")
        self.google.faults.clear()
        binding.with_user(self.anna).action_retry()
        self.sync()
        self.assertEqual(self.titles(), ["Good", "Poison"])
        self.settle()

    def test_an_ignored_event_stays_as_it_is(self):
        bad = self.bad()
        self.sync()
        self.binding(bad).with_user(self.anna).action_ignore()
        self.sync()
        self.assertEqual(self.account.problem_count, 0)
