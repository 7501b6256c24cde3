# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Values of calendar.event ⇄ the neutral form."""

import unittest
from datetime import date, datetime, timedelta

from hypothesis import given, settings, strategies as st

from ...mapping import odoo_event

UNTITLED = "(No title)"
VALUES = {
    "name": "Angebot besprechen",
    "description": "<p>Büro</p>",
    "location": "Köln",
    "start": datetime(2026, 3, 1, 9),
    "stop": datetime(2026, 3, 1, 10),
    "allday": False,
    "start_date": False,
    "stop_date": False,
    "privacy": "private",
    "show_as": "free",
    "alarms": [("notification", 15), ("email", 60)],
    "attendees": {"kim@example.org": "accepted"},
    "video": "https://meet.google.com/x",
}
ALL_DAY = {
    **VALUES,
    "allday": True,
    "start": datetime(2026, 12, 31, 8),
    "stop": datetime(2027, 1, 2, 18),
    "start_date": date(2026, 12, 31),
    "stop_date": date(2027, 1, 2),
}

moments = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)).map(
    lambda m: m.replace(microsecond=0)
)


class TestRead(unittest.TestCase):
    def test_a_timed_event(self):
        self.assertEqual(
            odoo_event.read(VALUES),
            {
                "title": "Angebot besprechen",
                "description": "<p>Büro</p>",
                "location": "Köln",
                "when": {
                    "start": "2026-03-01T09:00:00Z",
                    "end": "2026-03-01T10:00:00Z",
                    "all_day": False,
                },
                "visibility": "private",
                "show_as": "free",
                "reminders": [["email", 60], ["popup", 15]],
                "attendees": {"kim@example.org": "accepted"},
                "video": "https://meet.google.com/x",
                "rule": None,
            },
        )

    def test_all_day_ends_on_the_day_after_its_last(self):
        self.assertEqual(
            odoo_event.read(ALL_DAY)["when"],
            {"start": "2026-12-31", "end": "2027-01-03", "all_day": True},
        )

    def test_all_day_without_the_date_fields(self):
        values = {**ALL_DAY, "start_date": False, "stop_date": False}
        self.assertEqual(
            odoo_event.read(values)["when"], odoo_event.read(ALL_DAY)["when"]
        )

    def test_an_end_before_the_first_day_is_one_day(self):
        values = {**ALL_DAY, "stop_date": date(2026, 12, 30)}
        self.assertEqual(odoo_event.read(values)["when"]["end"], "2027-01-01")

    def test_what_odoo_calls_false_is_empty(self):
        bare = dict.fromkeys(VALUES, False) | {
            "start": VALUES["start"],
            "stop": VALUES["stop"],
            "alarms": [],
            "attendees": {},
        }
        form = odoo_event.read(bare)
        self.assertEqual(
            [form[n] for n in ("title", "description", "location", "video")], [""] * 4
        )
        self.assertEqual((form["visibility"], form["show_as"]), ("default", "busy"))
        self.assertEqual(form["reminders"], [])


class TestWrite(unittest.TestCase):
    def test_only_what_changed(self):
        self.assertEqual(odoo_event.write({}, UNTITLED), {})
        self.assertEqual(odoo_event.write({"title": "Neu"}, UNTITLED), {"name": "Neu"})
        changes = {"attendees": {"x@y.de": None}, "reminders": []}
        self.assertEqual(odoo_event.write(changes, UNTITLED), {})

    def test_odoo_demands_a_title(self):
        self.assertEqual(odoo_event.write({"title": ""}, UNTITLED), {"name": UNTITLED})

    def test_default_privacy_is_empty_in_odoo(self):
        for kept, stored in (
            ("default", False),
            ("public", "public"),
            ("private", "private"),
            ("confidential", "confidential"),
        ):
            self.assertEqual(
                odoo_event.write({"visibility": kept}, UNTITLED), {"privacy": stored}
            )

    def test_an_all_day_event_as_odoo_stores_it(self):
        when = {"start": "2026-12-31", "end": "2027-01-03", "all_day": True}
        self.assertEqual(
            odoo_event.write({"when": when}, UNTITLED),
            {
                "allday": True,
                "start": datetime(2026, 12, 31, 8),
                "stop": datetime(2027, 1, 2, 18),
            },
        )

    def test_a_link_comes_goes_or_is_wished_for(self):
        for video, location, wished in (
            ("https://meet", "https://meet", False),
            ("", False, False),
            ("meet:abc", False, True),
        ):
            self.assertEqual(
                odoo_event.write({"video": video}, UNTITLED),
                {"videocall_location": location, "gws_meet_wanted": wished},
            )


class TestRoundTrip(unittest.TestCase):
    """The law: Odoo values → form → values is the identity."""

    @settings(max_examples=80, deadline=None, derandomize=True, database=None)
    @given(
        moments,
        st.integers(min_value=0, max_value=40 * 86400),
        st.booleans(),
        st.sampled_from((False, "public", "private", "confidential")),
        st.sampled_from(("busy", "free")),
        st.text(min_size=1, max_size=20),
        st.text(max_size=20),
    )
    def test_values_form_values(
        self, start, seconds, allday, privacy, show_as, name, text
    ):
        stop = start + timedelta(seconds=seconds)
        if allday:
            start, stop = start.replace(hour=8), stop.replace(hour=18)
            start, stop = (m.replace(minute=0, second=0) for m in (start, stop))
        stored = {
            "name": name,
            "description": text,
            "location": text,
            "start": start,
            "stop": stop,
            "allday": allday,
            "privacy": privacy,
            "show_as": show_as,
        }
        form = odoo_event.read({**VALUES, **stored, "video": ""})
        linked = {"videocall_location": False, "gws_meet_wanted": False}
        self.assertEqual(odoo_event.write(form, UNTITLED), {**stored, **linked})
        again = odoo_event.read(
            {**VALUES, **odoo_event.write(form, UNTITLED), "video": ""}
        )
        self.assertEqual(again, form)
