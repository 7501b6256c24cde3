# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google tells when a calendar changes: channels, their proof, their life."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .calendar_case import CalendarCase, CalendarHttpCase

PUSH = "/google_workspace/push/calendar"


class ChannelMixin:
    def setUp(self):
        super().setUp()
        self.set_params(notifications="loopback")
        # Nobody listens to the fake's own notifications here.
        self.world.channels._enqueue = lambda channel, state: None

    def channels(self):
        return self.env["gws.channel"].search([], order="id")

    def living(self):
        """The channels that Google would use now."""
        channels = self.world.channels.channels.values()
        return [channel for channel in channels if not channel.stopped]


@tagged("post_install", "-at_install")
class TestChannels(ChannelMixin, CalendarCase):
    def watched(self):
        return self.google.log.count("POST", "/events/watch$")

    def test_every_chosen_calendar_is_watched_once(self):
        team = self.other_calendar()
        self.sync()
        calendars = {channel.calendar_id for channel in self.living()}
        self.assertEqual(calendars, {"anna@example.com", team.google_id})
        self.assertEqual(len(self.channels()), 2)
        self.sync()
        self.assertEqual(self.watched(), 0)

    def test_the_token_is_not_kept(self):
        self.sync()
        (channel,) = self.living()
        row = self.channels()
        self.assertEqual(row.name, channel.id)
        self.assertNotIn(channel.token, str(row.read()))
        self.assertEqual(len(row.token_hash), 64)
        self.assertGreaterEqual(len(channel.token), 40)

    def test_renewed_with_overlap_before_it_ends(self):
        self.sync()
        (old,) = self.living()
        self.channels().expires = fields.Datetime.now() + timedelta(hours=20)
        stopped = []
        self.google.faults.before_each(
            lambda entry: (
                stopped.append(len(self.living()))
                if entry.path.endswith("/channels/stop")
                else None
            )
        )
        self.sync()
        (new,) = self.living()
        self.assertNotEqual(new.id, old.id)
        self.assertEqual(stopped, [2], "the old one goes when the new one stands")
        self.assertEqual(self.channels().name, new.id)

    def test_an_expired_one_is_replaced(self):
        self.sync()
        self.channels().expires = fields.Datetime.now() - timedelta(hours=1)
        self.sync()
        self.assertEqual(len(self.channels()), 1)
        self.assertGreater(self.channels().expires, fields.Datetime.now())

    def test_a_calendar_no_longer_chosen_is_no_longer_watched(self):
        team = self.other_calendar()
        self.sync()
        team.with_user(self.anna).selected = False
        self.sync()
        self.assertEqual([c.calendar_id for c in self.living()], ["anna@example.com"])
        self.assertEqual(len(self.channels()), 1)

    def test_disconnecting_stops_them_at_google(self):
        self.sync()
        with self.acts(self.anna) as env:
            env["gws.account"].browse(self.account.id).action_disconnect()
        self.assertFalse(self.living())
        self.assertFalse(self.channels())

    def test_disconnecting_stores_no_token_that_is_about_to_go(self):
        # Stored by another transaction, it would be newer than the caller's snapshot.
        self.sync()
        self.google.faults.expire_access_tokens("anna@example.com")
        secrets = type(self.env["gws.secrets"])
        with (
            self.acts(self.anna) as env,
            patch.object(secrets, "_store_access_token") as stored,
        ):
            env["gws.account"].browse(self.account.id).action_disconnect()
        stored.assert_not_called()
        self.assertFalse(self.living())
        self.assertFalse(self.secret_of(self.account).refresh_token)

    def test_disconnecting_does_not_wait_for_a_google_that_is_away(self):
        self.other_calendar()
        self.sync()
        self.assertEqual(len(self.channels()), 2)
        self.google.faults.fail(503, times=None, match="/channels/stop$")
        self.google.log.clear()
        with self.acts(self.anna) as env:
            env["gws.account"].browse(self.account.id).action_disconnect()
        self.assertFalse(self.channels())
        tries = self.google.log.count("POST", "/channels/stop$")
        self.assertLessEqual(tries, 4, "one channel's tries, not every channel's")

    def test_a_refusal_costs_one_request_a_day(self):
        for status, reason in (
            (400, "pushNotSupportedForRequestedResource"),
            (401, "push.webhookUrlUnauthorized"),
        ):
            self.calendar.watch_after = False
            self.google.faults.answer(
                status, reason, "No.", times=None, match="/events/watch$"
            )
            self.sync()
            self.assertEqual(self.account.state, "connected")
            self.assertFalse(self.channels())
            self.google.faults.clear()
            self.sync()
            self.assertEqual(self.watched(), 0)
        self.calendar.watch_after = fields.Datetime.now() - timedelta(minutes=1)
        self.sync()
        self.assertEqual(self.watched(), 1)

    def test_no_channels_where_google_cannot_reach_us(self):
        params = self.env["ir.config_parameter"]
        for choice, base in (
            ("", "http://odoo.example.com"),
            ("", "https://localhost"),
            ("", "https://192.168.1.4"),
            ("", "https://odoo.local"),
            ("off", "https://odoo.example.com"),
            ("loopback", "http://odoo.example.com"),
        ):
            with self.subTest(choice=choice, base=base):
                self.set_params(notifications=choice)
                params.set_param("web.base.url", base)
                self.assertEqual(self.env["gws.calendar.watch"]._address(), "")
                self.sync()
                self.assertEqual(self.watched(), 0)
        self.set_params(notifications="")
        params.set_param("web.base.url", "https://odoo.example.com/")
        address = self.env["gws.calendar.watch"]._address()
        self.assertEqual(address, "https://odoo.example.com" + PUSH)

    def test_who_only_sends_is_not_told(self):
        self.account.calendar_direction = "push"
        self.sync()
        self.assertFalse(self.living())


@tagged("post_install", "-at_install")
class TestNotifications(ChannelMixin, CalendarHttpCase):
    def setUp(self):
        super().setUp()
        self.sync()
        (self.channel,) = self.living()

    def notify(self, state="exists", **headers):
        """A notification as Google sends it; the status of the answer."""
        sent = {
            "X-Goog-Channel-ID": self.channel.id,
            "X-Goog-Channel-Token": self.channel.token,
            "X-Goog-Resource-ID": self.channel.resource_id,
            "X-Goog-Resource-State": state,
            "X-Goog-Message-Number": "7",
            **headers,
        }
        sent = {name: value for name, value in sent.items() if value is not None}
        return self.url_open(PUSH, data=b"", headers=sent, method="POST").status_code

    def due(self):
        self.env.invalidate_all()
        return self.account.calendar_due

    def triggers(self):
        cron = self.env.ref("google_workspace.cron_deliver")
        return self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])

    def test_it_wakes_the_sync_and_nothing_else(self):
        before = self.triggers()
        self.google.log.clear()
        self.assertEqual(self.notify(), 204)
        self.assertTrue(self.due())
        self.assertEqual(self.triggers(), before + 1)
        self.assertEqual(self.google.log.http_count, 0)

    def test_many_within_a_moment_are_one(self):
        before = self.triggers()
        for _number in range(4):
            self.assertEqual(self.notify(), 204)
        self.assertEqual(self.triggers(), before + 1)

    def test_the_delivery_brings_the_change(self):
        google_id = self.put(summary="Just now")
        self.assertEqual(self.notify(), 204)
        self.trigger("cron_deliver")
        self.assertEqual(self.event_of(google_id).name, "Just now")

    def test_the_first_greeting_wakes_nobody(self):
        self.assertEqual(self.notify("sync"), 204)
        self.assertFalse(self.due())

    def test_a_stranger_wakes_nobody(self):
        for headers in (
            {"X-Goog-Channel-Token": "guessed"},
            {"X-Goog-Channel-Token": None},
            {"X-Goog-Channel-ID": "somebody"},
            {"X-Goog-Channel-ID": None},
            {"X-Goog-Resource-ID": "another"},
        ):
            with self.subTest(headers=headers):
                self.assertEqual(self.notify(**headers), 404)
                self.assertFalse(self.due())
