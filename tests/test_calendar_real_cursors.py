# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""With real connections: two syncs at once, and a lock that never outlives its run.

The other calendar tests share one connection, in which no transaction waits for
another and no lock is in anybody's way. Here everything is committed for real, seen
by every connection, and removed at the end.
"""

from contextlib import contextmanager, suppress
from unittest.mock import patch

from odoo import api
from odoo.exceptions import ConcurrencyError
from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..gapi.transport import Transport
from ..services import gws_client
from ..services.gws_calendar_match import MEETING_SPACE
from ..services.gws_runner import LOCK_SPACE
from .calendar_case import CALENDAR_RUNNER, Killed, at, day, timed
from .common import CLIENT_ID, GoogleMixin

SCHEDULE = "odoo.addons.google_workspace.services.gws_calendar_schedule"
# Where acting leaves rows behind that no user or account takes along.
LEFTOVERS = ("bus.bus", "gws.outbox", "ir.cron.trigger")
OURS = [("key", "=like", "google\\_workspace.%")]


class RealCase(GoogleMixin, TransactionCase):
    """Anna and Bob with their accounts, committed; everything goes at the end."""

    def setUp(self):
        super().setUp()
        with self.committed() as env:
            params = env["ir.config_parameter"]
            self.kept = {p.key: p.value for p in params.search(OURS)}
            self.base_url = params.get_param("web.base.url")
            self.newest = {name: self.newest_id(env, name) for name in LEFTOVERS}
            # The helpers of the other tests, in a transaction that lasts.
            with patch.object(type(self), "env", env):
                self.start_google("http://localhost:8069")
                self.set_params(paused=False)
                self.user_ids = {}
                self.ids = {}
                for name in ("anna", "bob"):
                    login = f"gws_real_{name}"
                    user = self.make_user(login)
                    self.user_ids[name] = user.id
                    account = self.connect(user, calendar_sync_from=day(-30))
                    self.ids[name] = account.id
        self.addCleanup(self.remove_all)
        self.observer = db_connect(self.env.cr.dbname).cursor()
        self.addCleanup(self.observer.close)
        self.sleeps = []
        transport = Transport(self.google.url, timeout=10, sleep=self.sleeps.append)
        self.addCleanup(transport.close)
        key = (self.env.cr.dbname, self.google.url)
        self.startPatcher(patch.dict(gws_client._transports, {key: transport}))

    def newest_id(self, env, name):
        return env[name].search([], order="id desc", limit=1).id or 0

    @contextmanager
    def committed(self, uid=api.SUPERUSER_ID):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, uid, {})

    def remove_all(self):
        self.google.faults.clear()
        with self.committed() as env:
            users = env["res.users"].search([("login", "like", "gws_real_")])
            partners = users.partner_id
            events = (
                env["calendar.event"]
                .with_context(gws_sync=True)
                .search([("partner_ids", "in", partners.ids)])
            )
            series = events.recurrence_id
            events.unlink()
            series.exists().unlink()
            accounts = env["gws.account"].search([("user_id", "in", users.ids)])
            accounts.state = "draft"
            accounts.unlink()
            users.unlink()
            partners.unlink()
            params = env["ir.config_parameter"]
            params.search(OURS).unlink()
            for name, value in {**self.kept, "web.base.url": self.base_url}.items():
                params.set_param(name, value)
        with self.committed() as env:
            # What the removal itself told, too.
            for name, newest in self.newest.items():
                env[name].search([("id", ">", newest)]).unlink()

    # -- acting and looking -------------------------------------------

    def email(self, name):
        return f"gws_real_{name}@example.com"

    def put(self, name="anna", summary="Talk"):
        body = {"summary": summary, **timed(at(1, 10), at(1, 11))}
        return self.world.put_event(self.email(name), body)["id"]

    def make(self, person, name):
        with self.committed(self.user_ids[person]) as env:
            env["calendar.event"].create(
                {"name": name, "start": at(2, 9), "stop": at(2, 10)}
            )

    def press(self, name="anna"):
        with self.committed(self.user_ids[name]) as env:
            account = env["gws.account"]._of_user(env.user)
            return env["gws.calendar.sync"]._press(account)

    def names(self, name="anna"):
        with self.committed() as env:
            partner = env["res.users"].browse(self.user_ids[name]).partner_id
            events = env["calendar.event"].search([("partner_ids", "=", partner.id)])
            return sorted(events.mapped("name"))

    def titles(self, name="anna"):
        return sorted(e["summary"] for e in self.world.events(self.email(name)))

    def account_values(self, *names):
        with self.committed() as env:
            return env["gws.account"].browse(self.ids["anna"]).read(names)[0]

    def runs(self, name="anna"):
        with self.committed() as env:
            rows = env["gws.run"].search(
                [("account_id", "=", self.ids[name])], order="id"
            )
            return rows.read(["finished", "error_kind", "created_count"])

    def locks(self):
        """How many advisory locks of ours any other connection holds.

        Looked at from a connection of its own: taking one out of the pool frees what
        it still held, which nobody could rely on.
        """
        self.observer.rollback()
        self.observer.execute(
            """SELECT count(*) FROM pg_locks
                WHERE locktype = 'advisory' AND classid = %s AND objid IN %s
                  AND database = (SELECT oid FROM pg_database
                                   WHERE datname = current_database())""",
            [LOCK_SPACE, tuple(self.ids.values())],
        )
        return self.observer.fetchone()[0]

    def meeting_locks(self):
        """How many groups of meetings anybody still keeps for themselves."""
        self.observer.rollback()
        self.observer.execute(
            "SELECT count(*) FROM pg_locks "
            "WHERE locktype = 'advisory' AND classid = %s",
            [MEETING_SPACE],
        )
        return self.observer.fetchone()[0]


@tagged("post_install", "-at_install")
class TestTwoAtOnce(RealCase):
    def press_and_meanwhile(self, act, moment="_pull_pages"):
        """A press; at a moment of its pull ``act()`` happens on other connections.

        At "_pull_pages" it is about to ask Google, at "_apply_page" in the middle of
        a transaction that has read what it is going to write.
        """
        puller = type(self.env["gws.calendar.pull"])
        whole, happened, outer = getattr(puller, moment), [], self.ids["anna"]

        def interrupted(service, run, *args):
            if not happened and run.account.id == outer:
                happened.append(True)
                run.account.read(["calendar_progress"])  # the snapshot is taken
                act()
            return whole(service, run, *args)

        with patch.object(puller, moment, interrupted):
            answer = self.press()
        self.assertTrue(happened, "the run never came there")
        return answer

    def assert_undisturbed(self, answer):
        self.assertEqual(answer["status"], "ok", answer)
        for run in self.runs():
            self.assertTrue(run["finished"] and not run["error_kind"], run)
        self.assertEqual(self.locks(), 0)

    def press_in_vain(self):
        self.assertEqual(self.locks(), 1)
        for _press in range(3):
            answer = self.press()
            self.assertEqual(answer["status"], "running")
            self.assertTrue(answer["message"])

    def test_of_two_first_presses_at_once_the_later_begins_anew(self):
        with self.committed() as env:
            login = "gws_real_carl"
            carl = new_test_user(env, login, email=self.email("carl"))
            self.user_ids["carl"] = carl.id
        with self.committed(self.user_ids["carl"]) as late:
            self.assertFalse(late["gws.account"]._of_user(late.user))
            with self.committed(self.user_ids["carl"]) as early:
                early["gws.account"]._ensure_for_user(early.user)
            with mute_logger("odoo.sql_db"), self.assertRaises(ConcurrencyError):
                late["gws.account"]._ensure_for_user(late.user)
        with self.committed(self.user_ids["carl"]) as again:
            self.assertTrue(again["gws.account"]._ensure_for_user(again.user))

    def test_a_press_during_a_run_answers_running_and_disturbs_nothing(self):
        self.put()
        self.press()
        self.put(summary="New")
        for number, moment in enumerate(("_pull_pages", "_apply_page"), 2):
            answer = self.press_and_meanwhile(self.press_in_vain, moment)
            self.assert_undisturbed(answer)
            self.assertEqual(answer["summary"]["created"], 1)
            # The presses in between were no runs.
            self.assertEqual(len(self.runs()), number)
            self.put(summary="Newer")
        self.assertEqual(self.names(), ["New", "Newer", "Talk"])

    def test_the_first_press_ever_is_not_disturbed_either(self):
        self.put()
        self.assert_undisturbed(self.press_and_meanwhile(self.press_in_vain))
        self.assertEqual(len(self.runs()), 1)
        self.assertEqual(self.names(), ["Talk"])

    def test_listing_the_calendars_during_a_run_disturbs_nothing(self):
        def list_calendars():
            with self.committed(self.user_ids["anna"]) as env:
                env["gws.account"].browse(self.ids["anna"]).action_list_calendars()

        self.put()
        self.assert_undisturbed(self.press_and_meanwhile(list_calendars))
        self.put(summary="New")
        answer = self.press_and_meanwhile(list_calendars, "_apply_page")
        self.assert_undisturbed(answer)

    def test_opening_the_calendar_during_a_run_disturbs_nothing(self):
        def wake():
            with self.committed(self.user_ids["anna"]) as env:
                env["gws.account"].wake_calendar_sync()

        self.put()
        self.assert_undisturbed(self.press_and_meanwhile(wake))
        self.put(summary="New")
        self.assert_undisturbed(self.press_and_meanwhile(wake, "_apply_page"))

    def test_the_schedule_passes_by_an_account_that_is_being_synced(self):
        def schedule():
            with self.committed() as env:
                env["gws.calendar.schedule"]._sync_all()
            self.assertFalse(self.runs())
            self.assertEqual(self.names("bob"), ["Bob's"])

        self.put()
        self.put("bob", summary="Bob's")
        self.assert_undisturbed(self.press_and_meanwhile(schedule))
        self.assertEqual(len(self.runs()), 1)

    def test_a_meeting_that_two_accounts_find_at_once_is_one_event(self):
        def meet(summary, **more):
            guests = [{"email": self.email(name)} for name in ("anna", "bob")]
            times = timed(at(1, 10), at(1, 11), "Europe/Berlin")
            body = {"summary": summary, "attendees": guests, **times, **more}
            self.world.put_event(self.email("anna"), body)

        for name in ("anna", "bob"):
            self.assertEqual(self.press(name)["status"], "ok")
        meet("Meeting")
        meet("Series", recurrence=["RRULE:FREQ=DAILY;COUNT=3"])
        answer = self.press_and_meanwhile(lambda: self.press("bob"), "_apply_page")
        self.assert_undisturbed(answer)
        self.press("bob")
        for name in ("anna", "bob"):
            self.assertEqual(self.names(name), ["Meeting", *["Series"] * 3])
        with self.committed() as env:
            domain = [("name", "in", ("Meeting", "Series"))]
            self.assertEqual(env["calendar.event"].search_count(domain), 4)
            ours = [("account_id", "in", list(self.ids.values()))]
            held = env["gws.event.binding"].search(ours)
            self.assertEqual(len(held), 4)
            self.assertEqual(len({row.ref for row in held}), 2)
        self.assertEqual(self.meeting_locks(), 0)

    def test_an_edit_in_odoo_during_a_run_is_kept_and_sent(self):
        def rename():
            with self.committed(self.user_ids["anna"]) as env:
                event = env["calendar.event"].search([("name", "=", "Talk")])
                self.assertEqual(len(event), 1)
                event.name = "Renamed"

        google_id = self.put()
        self.press()
        self.world.patch_event(self.email("anna"), google_id, {"location": "There"})
        answer = self.press_and_meanwhile(rename)
        self.assertIn(answer["status"], ("ok", "running"), answer)
        for _press in range(2):
            self.assertEqual(self.press()["status"], "ok")
        resource = self.world.event(self.email("anna"), google_id)
        self.assertEqual(resource["summary"], "Renamed")
        self.assertEqual(resource["location"], "There")
        self.assertEqual(self.names(), ["Renamed"])
        self.assertEqual(self.locks(), 0)


@tagged("post_install", "-at_install")
class TestLockIsFreed(RealCase):
    def fails(self, target, name, error):
        """From now on that method of a service fails; for Anna only."""
        model = type(self.env[target])
        whole, anna = getattr(model, name), self.ids["anna"]

        def failing(service, run, *args, **kwargs):
            if run.account.id == anna:
                if error == "sql":
                    service.env.cr.execute("SELECT 1 FROM no_such_table")
                raise error
            return whole(service, run, *args, **kwargs)

        return patch.object(model, name, failing)

    def ends(self, *raised):
        """One press by Anna, whatever comes of it; then the lock must be free."""
        answer = None
        with (
            mute_logger(CALENDAR_RUNNER, "odoo.sql_db", SCHEDULE),
            suppress(*raised),
        ):
            answer = self.press()
        self.assertEqual(self.locks(), 0)
        if raised:
            self.assertIsNone(answer, "it was to be raised")
        return answer

    def heals(self):
        """What went wrong leaves nothing behind that stops the next press."""
        self.google.faults.clear()
        self.put(summary="After")
        self.assertEqual(self.press()["status"], "ok")
        self.assertIn("After", self.names())
        self.assertEqual(self.locks(), 0)

    def test_after_an_unknown_error_in_the_work(self):
        with self.fails("gws.calendar.pull", "_pull", ZeroDivisionError("a bug")):
            self.assertEqual(self.ends()["status"], "error")
        self.heals()

    def test_after_a_broken_query_in_the_work(self):
        with self.fails("gws.calendar.pull", "_pull", "sql"):
            self.assertEqual(self.ends()["status"], "error")
        self.heals()

    def test_after_an_error_while_the_run_is_stored(self):
        with self.fails("gws.runner", "_store", ValueError("a bug")):
            self.ends(ValueError)
        self.heals()

    def test_after_a_broken_query_while_the_run_is_stored(self):
        with self.fails("gws.runner", "_store", "sql"):
            self.ends(Exception)
        self.heals()

    def test_after_a_death_in_the_work(self):
        with self.fails("gws.calendar.pull", "_pull", Killed()):
            self.ends(Killed)
        self.heals()

    def test_after_a_death_while_the_run_is_stored(self):
        with self.fails("gws.runner", "_store", Killed()):
            self.ends(Killed)
        self.heals()

    def test_after_a_revoked_grant(self):
        self.google.faults.revoke_tokens(self.email("anna"))
        self.assertEqual(self.ends()["status"], "need_auth")
        self.assertEqual(self.account_values("state")["state"], "reconnect")

    def test_after_401_for_ever(self):
        self.google.faults.answer(
            401, "authError", "Invalid Credentials", None, ("GET", "/calendar/")
        )
        self.assertEqual(self.ends()["status"], "need_auth")

    def test_after_a_wrong_client(self):
        self.world.clients[CLIENT_ID].client_secret = "another"
        self.google.faults.expire_access_tokens(self.email("anna"))
        answer = self.ends()
        self.assertEqual(answer["status"], "error")
        self.assertIn("administrators were told", answer["message"])
        kept = self.account_values("state", "last_error")
        self.assertEqual(kept["state"], "connected")
        self.assertIn("OAuth client", kept["last_error"])

    def test_after_google_s_bad_day(self):
        self.google.faults.fail(503, None, ("GET", "/calendar/"))
        self.assertEqual(self.ends()["status"], "error")
        self.heals()

    # -- one account's explosion is its own ---------------------------

    def explosions(self):
        """What the run itself does not catch."""
        return (
            self.fails("gws.runner", "_store", ValueError("a bug")),
            self.fails("gws.runner", "_store", "sql"),
            self.fails("gws.runner", "_perform", ZeroDivisionError("a bug")),
        )

    def test_an_explosion_stops_no_other_account_of_the_schedule(self):
        for number, explosion in enumerate(self.explosions()):
            self.put("bob", summary=f"Bob's {number}")
            with explosion, mute_logger(SCHEDULE, CALENDAR_RUNNER, "odoo.sql_db"):
                with self.committed() as env:
                    env["gws.calendar.schedule"]._sync_all()
            self.assertIn(f"Bob's {number}", self.names("bob"))
            self.assertEqual(self.locks(), 0)

    def test_an_explosion_stops_no_other_account_of_the_delivery(self):
        self.press()
        self.press("bob")
        for number, explosion in enumerate(self.explosions()):
            self.make("anna", f"Anna's {number}")
            self.make("bob", f"Bob's {number}")
            with explosion, mute_logger(SCHEDULE, CALENDAR_RUNNER, "odoo.sql_db"):
                with self.committed() as env:
                    env["gws.calendar.schedule"]._deliver_all()
            self.assertIn(f"Bob's {number}", self.titles("bob"))
            self.assertEqual(self.locks(), 0)
        self.press()
        self.assertEqual(self.titles(), [f"Anna's {n}" for n in range(3)])
