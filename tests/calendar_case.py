# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the calendar tests share: Anna and Bob, both sides of their calendars, syncs.

Every test has a Google of its own. What a person does in Odoo and every sync happen in
transactions of their own (``acts``), which commit and roll back for real within the
test's transaction. Waits between tries are not slept but noted in ``sleeps``.

Days are counted from today (``day(1)`` is tomorrow), so that "past" and "coming" hold
on any date; ``at(1, 9)`` is 9:00 UTC of tomorrow.
"""

import copy
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from odoo import api

from ..gapi.transport import Transport
from ..mapping import google_event
from ..services import gws_client
from ..services.gws_runner import OutOfTime, Run
from .common import CLIENT_ID, CLIENT_SECRET, GwsCase, GwsHttpCase
from .fakes import FakeGoogle, cursors

WRITES = ("POST", "PATCH", "PUT", "DELETE")
EVENTS = "/calendar/v3/calendars/[^/]+/events"
CALENDAR_RUNNER = "odoo.addons.google_workspace.services.gws_runner"
NO_PAGE = None


class Killed(BaseException):
    """The process dies here: nothing of the addon may catch this."""


class CalendarMixin:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_user("anna", name="Anna Adler", tz="Europe/Berlin")
        cls.bob = cls.make_user("bob", name="Bob Brown", tz="America/New_York")

    def setUp(self):
        super().setUp()
        cls = type(self)
        google = FakeGoogle().start()
        self.addCleanup(google.stop)
        cls.google, cls.world = google, google.world
        self.world.add_client(CLIENT_ID, CLIENT_SECRET)
        self.world.add_account("anna@example.com", "Anna Adler", "Europe/Berlin")
        self.set_params(api_endpoint=google.url)
        self.sleeps = []
        self.transport = Transport(google.url, timeout=5, sleep=self.sleeps.append)
        self.addCleanup(self.transport.close)
        key = (self.env.cr.dbname, google.url)
        known = patch.dict(gws_client._transports, {key: self.transport})
        known.start()
        self.addCleanup(known.stop)
        self.account = self.connect_calendar(self.anna)

    def connect_calendar(self, user, **settings):
        """A connected account that syncs the last 30 days and all that comes."""
        settings.setdefault("calendar_sync_from", day(-30))
        return self.connect(user, **settings)

    def connect_bob(self, **settings):
        if not self.world.account("bob@example.com"):
            self.world.add_account("bob@example.com", "Bob Brown", "America/New_York")
        self.bobs = self.connect_calendar(self.bob, **settings)
        return self.bobs

    def other_calendar(self, name="Team", **values):
        """A further calendar of Anna's that she chose to sync."""
        google_id = self.world.add_calendar("anna@example.com", name, **values)
        self.account.calendars_listed = False
        self.sync()
        found = self.account.calendar_ids.filtered(lambda c: c.google_id == google_id)
        self.assertFalse(found.selected, "only the main calendar is chosen by itself")
        found.with_user(self.anna).selected = True
        return found

    # -- acting -------------------------------------------------------

    @contextmanager
    def acts(self, user=None):
        """A transaction of its own: of ``user``, or of the system."""
        self.env.flush_all()
        uid = user.id if user else api.SUPERUSER_ID
        try:
            with self.registry.cursor() as cr:
                yield api.Environment(cr, uid, {})
        finally:
            self.env.invalidate_all()

    def make(self, user=None, **values):
        """A person makes an event in Odoo: tomorrow 10:00 to 11:00 UTC unless told."""
        values.setdefault("name", "Talk")
        if "start" not in values:
            values.update(start=at(1, 10), stop=at(1, 11))
        with self.acts(user or self.anna) as env:
            event = env["calendar.event"].create(values)
        return self.env["calendar.event"].browse(event.id)

    def edit(self, event, user=None, **values):
        with self.acts(user or self.anna) as env:
            env["calendar.event"].browse(event.id).write(values)

    def remove(self, event, user=None):
        with self.acts(user or self.anna) as env:
            env["calendar.event"].browse(event.id).unlink()

    def guest(self, name, email):
        """A contact whom Odoo knows."""
        return self.env["res.partner"].create({"name": name, "email": email})

    def put(self, calendar="anna@example.com", **body):
        """A person makes an event in Google, tomorrow 10:00 to 11:00 UTC; its id."""
        if "start" not in body:
            body.update(timed(at(1, 10), at(1, 11)))
        body.setdefault("summary", "Talk")
        return self.world.put_event(calendar, body)["id"]

    def put_many(self, number, calendar="anna@example.com", **body):
        return [self.put(calendar, summary=f"Event {n}", **body) for n in range(number)]

    def change(self, google_id, calendar="anna@example.com", **body):
        self.world.patch_event(calendar, google_id, body)

    def drop(self, google_id, calendar="anna@example.com"):
        self.world.delete_event(calendar, google_id)

    def keep_google(self):
        """What puts all calendars of Google back to how they are now."""
        kept = {key: copy.deepcopy(vars(c)) for key, c in self.world.calendars.items()}

        def restore():
            for key, state in kept.items():
                vars(self.world.calendars[key]).update(copy.deepcopy(state))
            self.world.mails.clear()
            self.google.faults.clear()

        return restore

    # -- syncing ------------------------------------------------------

    def press(self, account=None, pages=None):
        """The person presses the button; the route's answer. The log starts empty.

        ``pages``: the time is over after that many pages of listings.
        """
        self.google.log.clear()
        user = (account or self.account).user_id
        with self.acts(user) as env, self.out_of_time(pages):
            return env["gws.calendar.sync"]._press(env["gws.account"]._of_user(user))

    @contextmanager
    def out_of_time(self, pages):
        """Let runs ask ``pages`` times in vain whether their time is over."""
        if pages is None:
            yield
            return
        answers = [None] * pages
        over = patch.object(Run, "check_time", side_effect=[*answers, OutOfTime])
        with over:
            yield

    def sync(self, account=None):
        """A press that must go well."""
        answer = self.press(account)
        self.assertEqual(answer["status"], "ok", answer)
        return answer

    def run_job(self, account=None, pull=True):
        """One sync as the schedule does it; the Run."""
        self.google.log.clear()
        with self.acts() as env:
            run = Run(
                env["gws.account"].browse((account or self.account).id), "calendar"
            )
            env["gws.calendar.sync"]._run(run, NO_PAGE, pull)
            run.account.exists()
        return run

    def trigger(self, name):
        """Run a scheduled action now, as its button does."""
        self.google.log.clear()
        with self.acts() as env:
            env.ref(f"google_workspace.{name}").method_direct_trigger()

    def settle(self, *accounts):
        """Two syncs each; then both sides must be equal and a third write nothing."""
        accounts = accounts or (self.account,)
        for _round in range(2):
            for account in accounts:
                self.sync(account)
        written = 0
        for account in accounts:
            self.sync(account)
            written += self.writes()
        self.assertEqual(written, 0, "a third sync still writes")
        for account in accounts:
            self.assert_sides_equal(account)

    def writes(self):
        """How many calls since the log was emptied changed something at Google."""
        return sum(self.google.log.count(method, EVENTS) for method in WRITES)

    def lists(self):
        """How often events were listed since the log was emptied."""
        return self.google.log.count("GET", "/events$")

    # -- looking ------------------------------------------------------

    @property
    def calendar(self):
        return self.account.calendar_ids.filtered("is_primary")

    def bindings(self, account=None, **values):
        domain = [("account_id", "=", (account or self.account).id)]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env["gws.event.binding"].search(domain, order="id")

    def binding(self, google_id, account=None):
        return self.bindings(account, google_id=google_id)

    def event_of(self, google_id, account=None):
        return self.binding(google_id, account).event_id

    def at_google(self, event, calendar="anna@example.com"):
        """Google's resource of an Odoo event; None when there is none or deleted."""
        for binding in event.gws_binding_ids:
            if binding.calendar_id.google_id == calendar:
                resource = self.world.event(calendar, binding.google_id)
                if resource and resource["status"] != "cancelled":
                    return resource
        return None

    def titles(self, calendar="anna@example.com"):
        return sorted(e.get("summary", "") for e in self.world.events(calendar))

    def events_in_odoo(self, user=None):
        partner = (user or self.anna).partner_id
        return self.env["calendar.event"].search(
            [("partner_ids", "in", partner.ids)], order="id"
        )

    def conflicts(self, field=None):
        domain = [("field", "=", field)] if field else []
        return self.env["gws.conflict"].search(domain, order="id")

    def mails(self):
        """Google's mails to guests since the last call: [(kind, to)], sorted."""
        found = sorted((mail["kind"], mail["to"]) for mail in self.world.mails)
        self.world.mails.clear()
        return found

    # -- comparing ----------------------------------------------------

    def assert_sides_equal(self, account=None):
        """Every event of the calendar is in Odoo and says the same there."""
        account = account or self.account
        local = self.env["gws.calendar.local"]
        for calendar in account.calendar_ids.filtered("selected"):
            remotes = {}
            for resource in self.world.events(calendar.google_id):
                remote = google_event.read(resource, account.email, calendar.time_zone)
                [remote] = self.env["gws.calendar.guests"]._filed([remote])
                if remote.kind == "single":
                    remotes[remote.google_id] = remote
            bound = {
                b.google_id: b.event_id
                for b in calendar.binding_ids
                if b.event_id and not b.original_start
            }
            waiting = calendar.binding_ids.filtered(lambda b: b.state != "synced")
            self.assertFalse(
                waiting.mapped(lambda b: (b.google_id, b.state, b.error)), "left over"
            )
            self.assertEqual(set(bound), set(remotes), "not the same events")
            events = self.env["calendar.event"].browse(e.id for e in bound.values())
            self.assertEqual(len(set(events.ids)), len(bound), "one event twice")
            forms = local._forms(local._events(account, events.ids))
            for google_id, event in bound.items():
                self.assert_form_equal(
                    forms[event.id], remotes[google_id], calendar, event
                )
        return True

    def is_organisers_copy(self, event, calendar):
        """Its own fields are Odoo's, too; a guest's copy keeps what is personal."""
        own = event.gws_binding_ids.filtered(lambda b: b.calendar_id == calendar)
        alone = len(event.gws_binding_ids) == 1
        return event.user_id == calendar.user_id and (alone or own.role == "owner")

    def assert_form_equal(self, form, remote, calendar, event):
        """Odoo's form says what Google's does, as far as Odoo can hold it."""
        theirs = remote.form
        self.assertEqual(form["title"], theirs["title"] or "(No title)")
        same = ["location", "when"]
        if self.is_organisers_copy(event, calendar):
            same.append("show_as")
            if len(event.gws_binding_ids) == 1:
                same.append("visibility")  # of several copies the strictest is shown
            wanted = theirs["reminders"]
            if wanted is None:
                wanted = calendar.default_reminders or []
            self.assertEqual(form["reminders"], wanted, event.name)
        for name in same:
            self.assertEqual(form[name], theirs[name], f"{name} of {event.name}")
        known = set(self.env["gws.calendar.local"]._partners(theirs["attendees"]))
        answers = {k: v for k, v in theirs["attendees"].items() if k in known}
        here = dict(form["attendees"])
        for owner in (calendar.account_id.email, remote.organizer_email):
            if owner not in answers:
                here.pop(owner, None)  # an organiser need not be a guest at Google
        self.assertEqual(here, answers, f"guests of {event.name}")


class CalendarCase(CalendarMixin, GwsCase):
    """Models and services."""


class CalendarHttpCase(CalendarMixin, GwsHttpCase):
    """The same behind Odoo's HTTP server."""


def day(number):
    return date.today() + timedelta(days=number)


def at(number, hour, minute=0):
    """A moment in UTC, naive as Odoo stores it."""
    return datetime.combine(day(number), time(hour, minute))


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def timed(start, stop, zone=None):
    """``start`` and ``end`` of a Google resource; moments are UTC."""
    more = {"timeZone": zone} if zone else {}
    return {
        "start": {"dateTime": stamp(start), **more},
        "end": {"dateTime": stamp(stop), **more},
    }


def all_day(first, end):
    """A Google resource's ``start`` and (exclusive) ``end`` of whole days."""
    return {"start": {"date": first.isoformat()}, "end": {"date": end.isoformat()}}


def small_pages(size):
    """Google answers pages shorter than asked for, which it may at any time."""
    page = cursors.page

    def short(items, params, list_id, change, default, largest):
        return page(items, params, list_id, change, size, size)

    return patch.object(cursors, "page", short)
