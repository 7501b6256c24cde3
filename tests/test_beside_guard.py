# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Never two writers: who is connected there rests here, and the other way round."""

from contextlib import contextmanager

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .beside_case import BesideCase, BesideHttpCase
from .browser import Person
from .calendar_case import at, timed
from .common import CLIENT_ID, CLIENT_SECRET

SYNC_THERE = "/google_calendar/sync_data"
SYNC_HERE = "/google_workspace/calendar/sync"


@tagged("-standard", "gws_beside", "post_install", "-at_install")
class TestGuard(BesideCase):
    def setUp(self):
        super().setUp()
        self.talk = self.put()
        self.sync_there()

    def set_up_here(self):
        self.set_params(enabled=True, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)

    def test_connected_there_rests_here(self):
        self.set_up_here()
        answer = self.press(self.connect(self.anna, calendar_sync_from="2020-01-01"))
        self.assertEqual(answer["status"], "paused")
        self.assertIn("“Move over”", answer["message"])
        with self.acts(self.anna) as env:
            status = env["gws.account"].get_calendar_status()
        self.assertEqual(status["state"], "paused")
        self.assertIn("“Move over”", status["message"])
        self.trigger("cron_sync_appointments")
        self.trigger("cron_deliver")
        self.assertEqual(self.lists(), 0)

    def test_connected_there_cannot_connect_here(self):
        self.set_up_here()
        with self.acts(self.anna) as env:
            outcome = env["gws.oauth"]._start("session", "/odoo")
        self.assertEqual(outcome.kind, "refused")
        self.assertIn("“Move over”", outcome.notice["message"])
        self.assertFalse(self.account_of(self.anna))
        with self.acts(self.carol) as env:
            self.assertIsInstance(env["gws.oauth"]._start("session", "/odoo"), str)

    def test_moved_over_is_inert_there(self):
        self.move_over()
        self.sync()
        self.theirs.clear()
        self.sync_there()
        self.make(name="New")
        event = self.event_of(self.talk)
        self.edit(event, name="Other title")
        with self.acts(self.anna) as env:
            attendee = env["calendar.event"].browse(event.id).attendee_ids
            attendee.do_tentative()
            self.assertEqual(env.user._get_google_sync_status(), "sync_stopped")
            self.assertFalse(env.user._get_google_calendar_token())
            # the button is not drawn for whoever belongs here
            self.assertFalse(self.has_button_there(env))
        with self.assertRaisesRegex(UserError, "Google Workspace"):
            self.press_there(self.anna)
        self.assertEqual(self.theirs, [])
        with self.acts(self.carol) as env:
            self.assertTrue(self.has_button_there(env))

    def has_button_there(self, env):
        return env["res.users"].check_calendar_credentials()["google_calendar"]

    def test_even_a_new_token_there_writes_nothing(self):
        """Somebody consents to the other module by its address, after the move."""
        self.move_over()
        self.sync()
        self.connect_there(self.anna)
        self.theirs.clear()
        self.sync_there()
        self.edit(self.event_of(self.talk), name="Other title")
        self.make(name="New", start=at(2, 10), stop=at(2, 11))
        self.assertEqual(self.theirs, [])
        self.assertEqual(self.press()["status"], "paused", "and it is said here")
        self.move_over()
        self.sync()
        self.assertEqual(self.titles(), ["New", "Other title"])
        self.assertEqual(len(self.events_in_odoo()), 2)

    def test_disconnected_here_does_not_fall_back(self):
        """Its events are bound here: there they would all be doubled."""
        self.move_over()
        self.sync()
        self.account.action_disconnect()
        with self.assertRaises(UserError):
            self.press_there(self.anna)

    def test_whoever_never_came_here_is_left_alone(self):
        self.connect_there(self.carol)
        self.put("carol@example.com", summary="Carol's")
        self.sync_there()
        self.assertEqual(
            self.env["calendar.event"].search_count([("name", "=", "Carol's")]), 1
        )
        self.press_there(self.carol)

    def test_sent_there_is_not_sent_here(self):
        """Somebody connected there makes an event for somebody who is here."""
        self.move_over()
        self.sync()
        self.connect_there(self.carol)
        event = self.make(
            self.carol,
            name="For Anna",
            user_id=self.anna.id,
            partner_ids=[(6, 0, (self.anna | self.carol).partner_id.ids)],
        )
        if not event.google_id:
            with self.acts(self.carol) as env:
                values = {"google_id": "carols", "need_sync": False}
                env["calendar.event"].browse(event.id).write(values)
        self.sync()
        self.assertFalse(event.gws_binding_ids)

    def test_doctor(self):
        def found():
            with self.acts() as env:
                findings = env["gws.doctor"]._examine(env["gws.account"])
            return {f.anchor: f for f in findings}["other-connector"]

        self.assertEqual(found().level, "wrong")
        self.assertIn("Anna Adler", found().message)
        self.assertIn("“Move over”", found().message)
        self.move_over()
        self.assertEqual(found().level, "note")
        self.assertNotIn("Anna", found().message)

    def test_only_administrators(self):
        for user in (self.anna, self.carol):
            settings = self.env["res.config.settings"].with_user(user)
            with self.assertRaises(AccessError):
                settings.action_gws_move_over()

    def test_a_copy_of_the_database_moves_nobody(self):
        self.set_params(database_uuid="another")
        with self.assertRaisesRegex(UserError, "copy"):
            self.move_over()
        self.assertTrue(self.kept_there(self.anna).google_calendar_rtoken)

    def test_views_of_both(self):
        """Both modules' fields and buttons stand in the same forms."""
        administrator = self.env.ref("base.user_admin")
        settings = self.env["res.config.settings"].with_user(administrator)
        with Form(settings) as form:
            self.assertEqual(form.gws_elsewhere, "Anna Adler")
            self.assertEqual(form.cal_client_id, CLIENT_ID)
        user = self.anna.with_user(administrator)
        with Form(user, view="base.view_users_form") as form:
            self.assertIn("google_calendar_rtoken", form._view["fields"])
            self.assertIn("gws_calendar_sync_from", form._view["fields"])


@tagged("-standard", "gws_beside", "post_install", "-at_install")
class TestBesideInBrowser(BesideHttpCase):
    """The administrator's button, and the two buttons of the calendar."""

    def setUp(self):
        super().setUp()
        today = timed(at(0, 12), at(0, 13))  # in the week that is shown, any day
        self.put(summary="Standup", **today)
        self.sync_there()

    @contextmanager
    def browser(self, login):
        person = Person(self)
        self.addCleanup(person.close)
        with self.allow_requests(browser=person.chrome):
            self.authenticate(login, login, browser=person.chrome)
            yield person
            person.check()
            # what the page still asks for must not meet the next test
            person.goes("about:blank")
            self._wait_remaining_requests()

    def test_the_button_of_the_administrator(self):
        self.connect_there(self.bob)
        with self.browser("admin") as person:
            person.goes(self.base_url() + "/odoo/settings#google_workspace")
            person.sees("#google_workspace .alert", "Anna Adler")
            person.look("document.querySelector('#google_workspace').scrollIntoView()")
            person.picture("moving_over")
            person.clicks("button[name=action_gws_move_over]")
            person.clicks(".modal-footer .btn-primary")
            person.sees(".o_notification", "Moved over: Anna Adler, Bob Brown")
            person.misses("#google_workspace .alert")

    def test_the_calendar_afterwards(self):
        """Our button alone, and her events once."""
        self.move_over()
        self.trigger("cron_deliver")
        with self.browser("anna") as person:
            person.goes(self.base_url() + "/odoo/calendar")
            person.sees('.o_gws_sync[data-state="ok"]')
            person.sees(".fc-event", "Standup")
            person.misses("#google_sync_pending")
            events = "document.querySelectorAll('.fc-event').length"
            self.assertEqual(person.look(events), 1)
            person.picture("moved_over")

    def test_routes(self):
        self.move_over()
        self.theirs.clear()
        self.authenticate("anna", "anna")
        answer = self.make_jsonrpc_request(
            SYNC_THERE, {"model": "calendar.event", "fromurl": "/odoo"}
        )
        self.assertEqual(answer["status"], "need_auth")
        self.assertEqual(self.theirs, [])
        answer = self.make_jsonrpc_request(SYNC_HERE, {})
        self.assertEqual(answer["status"], "ok")
