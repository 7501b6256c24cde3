# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of series share: series on both sides, and holding them together.

The series of these tests begin next Monday, nine o'clock in Berlin, unless told.
"""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from ..mapping import google_event
from .calendar_case import CalendarCase, day
from .fakes import series as fake_series

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = day(7 - day(0).weekday())


def berlin(number=0, hour=9, minute=0):
    """A moment ``number`` days after next Monday, on Berlin's clock → naive UTC."""
    local = datetime.combine(
        MONDAY + timedelta(days=number), datetime.min.time(), BERLIN
    ).replace(hour=hour, minute=minute)
    return local.astimezone(timezone.utc).replace(tzinfo=None)


def span(number=0, hour=9, minutes=60):
    """``start`` and ``end`` of a Google resource, on Berlin's clock."""
    local = datetime.combine(
        MONDAY + timedelta(days=number), datetime.min.time()
    ).replace(hour=hour)
    end = local + timedelta(minutes=minutes)
    return {
        "start": {"dateTime": local.isoformat(), "timeZone": "Europe/Berlin"},
        "end": {"dateTime": end.isoformat(), "timeZone": "Europe/Berlin"},
    }


def weekly(count=None, days="MO"):
    end = f";COUNT={count}" if count else ""
    return f"RRULE:FREQ=WEEKLY;BYDAY={days}{end}"


def daily(count=None):
    return "RRULE:FREQ=DAILY" + (f";COUNT={count}" if count else "")


class SeriesMixin:
    # -- in Google ----------------------------------------------------

    def put_series(self, *lines, calendar="anna@example.com", **body):
        """A person makes a series in Google; its id."""
        if "start" not in body:
            body.update(span())
        return self.put(calendar, recurrence=list(lines), **body)

    def instances(self, google_id, calendar="anna@example.com", deleted=False):
        """Google's occurrences of a series as resources, by original start."""
        store = self.world.calendars[calendar]
        master = store.events[google_id]
        found = fake_series.expand(store, master, deleted=deleted)
        return sorted(found, key=lambda r: r["originalStartTime"].get("dateTime", ""))

    def instance_id(self, google_id, number, calendar="anna@example.com"):
        return self.instances(google_id, calendar, deleted=True)[number]["id"]

    # -- in Odoo ------------------------------------------------------

    def make_series(self, user=None, count=4, **values):
        """A person makes a weekly series in Odoo; the recurrence."""
        values = {
            "name": "Jour fixe",
            "start": berlin(),
            "stop": berlin(hour=10),
            "recurrency": True,
            "rrule_type": "weekly",
            "rrule_type_ui": "weekly",
            "interval": 1,
            "mon": True,
            "end_type": "count" if count else "forever",
            "count": count or 1,
            "event_tz": "Europe/Berlin",
            **values,
        }
        return self.make(user, **values).recurrence_id

    def edit_all(self, series, user=None, **values):
        """A person changes all events of a series in Odoo → the recurrence by then."""
        event = self.occurrences(series)[0]
        base = series.base_event_id
        self.edit(event, user, recurrence_update="all_events", **values)
        return base.exists().recurrence_id

    def edit_following(self, event, user=None, **values):
        """A person changes this and the following events → the new recurrence."""
        self.edit(event, user, recurrence_update="future_events", **values)
        return event.exists().recurrence_id

    def occurrences(self, series):
        return series.calendar_event_ids.filtered("active").sorted("start")

    def series_of(self, google_id, account=None):
        return self.binding(google_id, account).recurrence_id

    def master(self, series, calendar="anna@example.com"):
        """Google's resource of an Odoo series."""
        for binding in series.gws_binding_ids:
            if binding.calendar_id.google_id == calendar:
                return self.world.event(calendar, binding.google_id)
        return None

    # -- comparing ----------------------------------------------------

    def assert_sides_equal(self, account=None):
        super().assert_sides_equal(account)
        account = account or self.account
        for calendar in account.calendar_ids.filtered("selected"):
            self.assert_series_equal(calendar)
        return True

    def assert_series_equal(self, calendar):
        """Every series is on both sides, with the same occurrences."""
        account = calendar.account_id
        local = self.env["gws.calendar.local"]
        masters = {
            resource["id"]
            for resource in self.world.events(calendar.google_id)
            if resource.get("recurrence")
        }
        rows = calendar.binding_ids.filtered(lambda b: b.kind == "series")
        bound = {row.google_id: row for row in rows if row.recurrence_id}
        loose = calendar.binding_ids.filtered(lambda b: b.kind == "loose")
        self.assertEqual(
            masters, {*bound, *loose.mapped("google_id")}, "not the same series"
        )
        for google_id, row in bound.items():
            events = self.occurrences(row.recurrence_id)
            forms = local._forms(local._events(account, events.ids))
            here = {form["when"]["start"]: form for form in forms.values()}
            there = {}
            for resource in self.instances(google_id, calendar.google_id):
                remote = google_event.read(resource, account.email, calendar.time_zone)
                there[remote.form["when"]["start"]] = remote
            last = min(max(here), max(there))  # the fake's horizon, or Odoo's
            here = {key: form for key, form in here.items() if key <= last}
            there = {key: one for key, one in there.items() if key <= last}
            first = min(here)
            there = {key: one for key, one in there.items() if key >= first}
            self.assertEqual(sorted(here), sorted(there), f"dates of {google_id}")
            for event in events:
                key = forms[event.id]["when"]["start"]
                if key not in here:
                    continue
                self.assert_form_equal(forms[event.id], there[key], calendar, event)


class SeriesCase(SeriesMixin, CalendarCase):
    """Models and services."""
