# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bindings, conflicts, runs and notes are the sync's own: nobody else writes them.

A binding pointed at somebody else's event would carry that event to Google, so every
field of them is tried, by the owner, by a stranger and by an administrator.
"""

from odoo.exceptions import AccessError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged

from .calendar_case import CalendarCase

MODELS = ("gws.event.binding", "gws.conflict", "gws.run", "gws.outbox")


@tagged("post_install", "-at_install")
class TestCalendarRights(CalendarCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_user("boss", groups="base.group_user,base.group_system")

    def setUp(self):
        super().setUp()
        self.google_id = self.put(summary="Anna's")
        self.sync()
        self.event = self.event_of(self.google_id)
        self.change(self.google_id, summary="There")
        self.edit(self.event, name="Here")
        self.sync()
        self.make(name="Noted")  # leaves a note in the outbox
        self.rows = {
            "gws.event.binding": self.binding(self.google_id),
            "gws.conflict": self.conflicts("title"),
            "gws.run": self.account.run_ids[:1],
            "gws.outbox": self.env["gws.outbox"].search([], limit=1),
        }
        for name in MODELS:
            self.assertTrue(self.rows[name], name)

    # -- over the ORM -------------------------------------------------

    def fields_of(self, name):
        """What a person could try to write: every stored field of ours."""
        return sorted(
            key
            for key, field in self.env[name]._fields.items()
            if field.store and key not in MAGIC_COLUMNS
        )

    def test_nobody_writes_any_field_of_them(self):
        tried = 0
        for user in (self.anna, self.bob, self.boss):
            for name, row in self.rows.items():
                for key in self.fields_of(name):
                    with self.subTest(user=user.login, model=name, field=key):
                        value = row.read([key], load="")[0][key]
                        with self.assertRaises(AccessError):
                            row.with_user(user).write({key: value})
                        tried += 1
        self.assertGreater(tried, 150)

    def test_nobody_creates_any_of_them(self):
        for user in (self.anna, self.boss):
            for name, row in self.rows.items():
                values = row.read(self.fields_of(name), load="")[0]
                del values["id"]
                with self.subTest(user=user.login, model=name):
                    with self.assertRaises(AccessError):
                        self.env[name].with_user(user).create(values)

    def test_a_user_deletes_none_of_them(self):
        for user in (self.anna, self.bob):
            for name, row in self.rows.items():
                with self.subTest(user=user.login, model=name):
                    with self.assertRaises(AccessError):
                        row.with_user(user).unlink()
        self.assertTrue(all(row.exists() for row in self.rows.values()))

    def test_an_administrator_cannot_repoint_a_binding(self):
        binding = self.rows["gws.event.binding"].with_user(self.boss)
        theirs = self.make(self.bob, name="Bob's secret")
        for values in (
            {"event_id": theirs.id},
            {"google_id": "elsewhere"},
            {"calendar_id": self.calendar.id},
            {"state": "pending", "deleted": True},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                binding.write(values)
        with self.assertRaises(AccessError):
            binding.unlink()
        with self.assertRaises(AccessError):
            # The same over the event, as a web client might send it.
            theirs.with_user(self.boss).write({"gws_binding_ids": [(4, binding.id)]})
        with self.assertRaises(AccessError):
            self.event.with_user(self.anna).write(
                {"gws_binding_ids": [(1, binding.id, {"google_id": "elsewhere"})]}
            )

    def test_an_administrator_may_tidy_up_runs_and_conflicts(self):
        for name in ("gws.run", "gws.conflict"):
            self.rows[name].with_user(self.boss).unlink()
            self.assertFalse(self.rows[name].exists(), name)

    def test_nobody_reads_what_is_somebody_else_s(self):
        for name, row in self.rows.items():
            with self.subTest(name):
                model = self.env[name].with_user(self.bob)
                self.assertFalse(model.has_access("read") and model.search([]))
                with self.assertRaises(AccessError):
                    row.with_user(self.bob).read()

    # -- their buttons ------------------------------------------------

    def set_aside(self):
        binding = self.rows["gws.event.binding"]
        binding.write({"state": "quarantined", "error": "Refused"})
        return binding

    def test_the_owner_retries_what_was_set_aside(self):
        binding = self.set_aside()
        binding.with_user(self.anna).action_retry()
        self.assertEqual(binding.state, "pending")
        self.sync()
        self.assertEqual(binding.state, "synced")

    def test_the_owner_ignores_what_was_set_aside(self):
        binding = self.set_aside()
        binding.with_user(self.anna).action_ignore()
        self.assertEqual((binding.state, binding.error), ("synced", False))

    def test_the_owner_settles_a_conflict(self):
        conflict = self.rows["gws.conflict"]
        self.assertEqual(self.event.name, "There")
        conflict.with_user(self.anna).action_take_odoo()
        self.assertEqual((self.event.name, conflict.winner), ("Here", "odoo"))
        conflict.with_user(self.anna).action_take_google()
        self.assertEqual((self.event.name, conflict.winner), ("There", "google"))

    def test_nobody_else_presses_them(self):
        binding, conflict = self.set_aside(), self.rows["gws.conflict"]
        for row, names in (
            (binding, ("action_retry", "action_ignore", "action_open_google")),
            (conflict, ("action_take_odoo", "action_take_google")),
        ):
            for name in names:
                with self.subTest(name), self.assertRaises(AccessError):
                    getattr(row.with_user(self.bob), name)()
        self.assertEqual(binding.state, "quarantined")
        self.assertEqual((self.event.name, conflict.winner), ("There", "google"))
