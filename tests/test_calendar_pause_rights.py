# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pausing: one's own by a button, everybody's by an administrator, nobody else's."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .calendar_case import CalendarCase, CalendarHttpCase, at, small_pages, timed


@tagged("post_install", "-at_install")
class TestCalendarPaused(CalendarCase):
    """What changes on either side during a pause arrives when it ends, once."""

    def setUp(self):
        super().setUp()
        self.sync()
        self.carla = self.guest("Carla", "carla@example.com")
        meeting = {"partner_ids": [(6, 0, (self.anna.partner_id + self.carla).ids)]}
        self.kept = self.make(name="Kept", **meeting)
        self.doomed = self.make(name="Doomed", **meeting)
        self.both = self.make(name="Both")
        self.sync()
        self.mails()
        self.meeting = meeting

    def act_on_both_sides(self):
        self.edit(self.kept, location="Room 7")
        self.remove(self.doomed)
        self.make(name="New here", **self.meeting)
        self.put(summary="New there")
        self.edit(self.both, location="Here")
        self.change(self.both.gws_binding_ids.google_id, summary="There")

    def assert_nothing_moves(self):
        self.assertEqual(self.press()["status"], "paused")
        for job in ("cron_deliver", "cron_sync_appointments"):
            self.trigger(job)
            self.assertEqual(self.google.log.http_count, 0)
        self.assertEqual(self.both.name, "Both")
        self.assertEqual(self.mails(), [])

    def assert_all_delivered(self):
        self.trigger("cron_deliver")
        self.settle()
        self.assertEqual(self.titles(), ["Kept", "New here", "New there", "There"])
        self.assertEqual(self.both.location, "Here")
        told = sorted({(kind, to) for kind, to in self.mails()})
        self.assertEqual(
            told,
            [
                (kind, "carla@example.com")
                for kind in ("cancellation", "invitation", "update")
            ],
            "Odoo was silent, so Google tells now",
        )

    def test_ones_own(self):
        with self.acts(self.anna) as env:
            env.user.action_gws_pause()
        self.act_on_both_sides()
        self.assert_nothing_moves()
        with self.acts(self.anna) as env:
            env.user.action_gws_resume()
        self.assert_all_delivered()

    def test_everybodys(self):
        self.set_params(paused="True")
        self.act_on_both_sides()
        self.assert_nothing_moves()
        self.set_params(paused=False)
        self.assert_all_delivered()

    def test_a_resume_does_not_lift_the_administrators(self):
        self.set_params(paused="True")
        with self.acts(self.anna) as env:
            env.user.action_gws_pause()
            env.user.action_gws_resume()
        self.assertEqual(self.press()["status"], "paused")

    def test_colleagues_go_on(self):
        self.connect_bob()
        with self.acts(self.anna) as env:
            env.user.action_gws_pause()
        google_id = self.put("bob@example.com", summary="Bob's")
        self.trigger("cron_sync_appointments")
        self.assertTrue(self.event_of(google_id, self.bobs))

    def test_a_sync_under_way_stops_at_the_next_page(self):
        """The owner pauses while the first page is being listed."""
        for number in range(6):
            self.put(summary=f"E{number}", **timed(at(2, number), at(3, number)))
        runner = type(self.env["gws.runner"])
        keep, pauses = runner._keep, []

        def pause(this, run):
            keep(this, run)
            if not pauses:
                pauses.append(run)
                with self.acts(self.anna) as env:
                    env.user.action_gws_pause()

        with patch.object(runner, "_keep", pause), small_pages(2):
            self.run_job()
        self.assertEqual(self.lists(), 1, "the other pages are not asked for")
        self.assertEqual(self.account.state, "paused")
        with self.acts(self.anna) as env:
            env.user.action_gws_resume()
        self.settle()
        self.assertEqual(len(self.titles()), 9)


@tagged("post_install", "-at_install")
class TestCalendarPauseRights(CalendarHttpCase):
    """Called from outside, as a browser would: each public method asks who calls."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_user("boss", groups="base.group_user,base.group_system")

    def call(self, user, model, method, ids, *args, **kwargs):
        self.authenticate(user.login, user.login)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": [ids, *args], "kwargs": kwargs},
        )

    def refused(self, user, model, method, ids, *args):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.call(user, model, method, ids, *args)

    def test_ones_own_and_nobody_elses(self):
        mine, my_user = self.account.ids, self.anna.ids
        for method in ("action_pause", "action_resume", "action_disconnect"):
            self.refused(self.bob, "gws.account", method, mine)
            self.refused(self.bob, "res.users", f"action_gws_{method[7:]}", my_user)
        self.refused(self.bob, "gws.account", "write", mine, {"state": "paused"})
        self.refused(self.anna, "gws.account", "write", mine, {"state": "paused"})
        self.assertEqual(self.account.state, "connected")
        self.call(self.anna, "res.users", "action_gws_pause", my_user)
        self.assertEqual(self.account.state, "paused")
        self.refused(self.bob, "gws.account", "action_resume", mine)
        self.assertEqual(self.account.state, "paused")
        self.call(self.anna, "gws.account", "action_resume", mine)
        self.assertEqual(self.account.state, "connected")
        self.call(self.boss, "res.users", "action_gws_pause", my_user)
        self.assertEqual(self.account.state, "paused")

    def test_everybodys_is_the_administrators(self):
        value = {"gws_paused": True}
        self.refused(self.anna, "res.config.settings", "create", value)
        parameter = ("google_workspace.paused", "True")
        self.refused(self.anna, "ir.config_parameter", "set_param", *parameter)
        self.assertFalse(self.env["gws.client"]._is_paused())
        row = self.call(self.boss, "res.config.settings", "create", [value])
        self.call(self.boss, "res.config.settings", "execute", row)
        self.assertTrue(self.env["gws.client"]._is_paused())

    def test_calendars_and_their_direction(self):
        self.sync()
        mine = self.calendar.ids
        for values in ({"direction": "pull"}, {"selected": False}):
            self.refused(self.bob, "gws.calendar", "write", mine, values)
        self.call(self.anna, "gws.calendar", "write", mine, {"direction": "pull"})
        self.assertEqual(self.calendar.direction, "pull")
        self.refused(self.anna, "gws.calendar", "write", mine, {"sync_token": "x"})

    def test_conflicts(self):
        self.sync()
        event = self.make(name="Before")
        self.sync()
        self.edit(event, name="Here")
        self.change(event.gws_binding_ids.google_id, summary="There")
        self.sync()
        rows = self.conflicts().ids
        for method in ("action_take_odoo", "action_take_google", "action_open_event"):
            self.refused(self.bob, "gws.conflict", method, rows)
        self.refused(self.anna, "gws.conflict", "write", rows, {"winner": "odoo"})
        self.assertEqual(event.name, "There")
        self.call(self.anna, "gws.conflict", "action_take_odoo", rows)
        self.env.invalidate_all()
        self.assertEqual(event.name, "Here")

    def test_without_an_account_there_is_nothing_to_pause(self):
        with self.assertRaises(AccessError), self.acts(self.bob) as env:
            env["gws.account"].browse(self.account.id).action_pause()
