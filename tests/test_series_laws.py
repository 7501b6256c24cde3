# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The laws with series: two people, any edits of wholes and of parts, any weather.

Convergence, no doubles, no loss, no echo: as in ``test_calendar_laws``, where each
event is one; here it is a series, an occurrence, or becomes the one or the other.
"""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from odoo.tests import tagged

from .laws_case import LawsMixin, World
from .series_case import SeriesCase, berlin, daily, span, weekly

ANNA, BOB = "anna@example.com", "bob@example.com"
RULES = (
    weekly(4),
    weekly(5, "MO,TH"),
    daily(6),
    "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=3",
    "RRULE:FREQ=DAILY;INTERVAL=2;BYDAY=MO,WE,FR;COUNT=3",
)
NUMBERS = st.integers(0, 9)


class SeriesOfTwo(World):
    """What Anna and Bob do with series in Odoo and in Google."""

    def __init__(self, case):
        super().__init__(case)
        self.titles = {}  # place: the title last given to the whole, and where

    def series(self, number):
        found = self.case.env["calendar.recurrence"].search([], order="id")
        return self.pick(found.filtered(self.case.occurrences), number)

    def occurrence(self, series, number):
        return series and self.pick(self.case.occurrences(series), number)

    def master(self, number):
        found = [e for e in self.case.world.events(ANNA) if e.get("recurrence")]
        return self.pick(found, number)

    # -- made ---------------------------------------------------------

    @rule(bob=st.booleans(), number=NUMBERS)
    def make_in_odoo(self, bob, number):
        people = self.case.anna.partner_id
        if bob:
            people |= self.case.bob.partner_id
        self.case.make_series(
            name=self.fresh("Made in Odoo"),
            location=self.fresh("Place"),
            partner_ids=[(6, 0, people.ids)],
            start=berlin(hour=8 + number),
            stop=berlin(hour=9 + number),
        )

    @rule(bob=st.booleans(), number=NUMBERS)
    def make_in_google(self, bob, number):
        guests = [{"email": BOB}, {"email": ANNA}] if bob else []
        self.case.put_series(
            RULES[number % len(RULES)],
            summary=self.fresh("Made in Google"),
            location=self.fresh("Place"),
            attendees=guests,
            **span(0, 8 + number),
        )

    # -- the whole ----------------------------------------------------

    @rule(number=NUMBERS, what=st.sampled_from(["title", "when", "count", "privacy"]))
    def edit_all_in_odoo(self, number, what):
        series = self.series(number)
        if not series:
            return
        text, turn = self.fresh("odoo"), self.number
        values = {
            "title": {"name": text},
            "when": {
                "start": berlin(0, 6 + turn % 12),
                "stop": berlin(0, 7 + turn % 12),
            },
            "count": {"count": 2 + turn % 4, "end_type": "count"},
            "privacy": {"privacy": ("public", "private")[turn % 2]},
        }[what]
        first = self.case.occurrences(series)[0]
        if what == "when":
            values = {
                name: moment.replace(
                    day=first.start.day, month=first.start.month, year=first.start.year
                )
                for name, moment in values.items()
            }
        place = first.location
        self.case.edit_all(series, **values)
        if what == "title":
            self.titles[place] = text

    @rule(number=NUMBERS, what=st.sampled_from(["title", "when", "rule", "zone"]))
    def edit_all_in_google(self, number, what):
        master = self.master(number)
        if not master:
            return
        text, turn = self.fresh("google"), self.number
        day = master["start"]["dateTime"][:10]
        hour = 6 + turn % 12
        body = {
            "title": {"summary": text},
            "when": {
                "start": {
                    "dateTime": f"{day}T{hour:02d}:00:00",
                    "timeZone": "Europe/Berlin",
                },
                "end": {
                    "dateTime": f"{day}T{hour + 1:02d}:00:00",
                    "timeZone": "Europe/Berlin",
                },
            },
            "rule": {"recurrence": [RULES[turn % len(RULES)]]},
            "zone": {
                "start": {
                    "dateTime": f"{day}T09:00:00",
                    "timeZone": "America/New_York",
                },
                "end": {"dateTime": f"{day}T10:00:00", "timeZone": "America/New_York"},
            },
        }[what]
        self.case.change(master["id"], **body)
        if what == "title":
            self.titles[master.get("location")] = text

    @rule(number=NUMBERS)
    def delete_all_in_odoo(self, number):
        event = self.occurrence(self.series(number), 0)
        if not event:
            return
        self.titles.pop(event.location, None)
        with self.case.acts(self.case.anna) as env:
            env["calendar.event"].browse(event.id).action_mass_deletion("all_events")

    @rule(number=NUMBERS)
    def delete_all_in_google(self, number):
        master = self.master(number)
        if master:
            self.titles.pop(master.get("location"), None)
            self.case.drop(master["id"])

    # -- parts --------------------------------------------------------

    @rule(number=NUMBERS, which=NUMBERS, move=st.booleans())
    def edit_one_in_odoo(self, number, which, move):
        event = self.occurrence(self.series(number), which)
        if not event:
            return
        values = {"description": f"<p>{self.fresh('odoo')}</p>"}
        if move:
            start = event.start.replace(hour=3 + self.number % 3, minute=30)
            values = {"start": start, "stop": start.replace(hour=start.hour + 1)}
        self.case.edit(event, **values)

    @rule(number=NUMBERS, which=NUMBERS, move=st.booleans())
    def edit_one_in_google(self, number, which, move):
        master = self.master(number)
        found = master and self.case.instances(master["id"])
        one = self.pick(found, which)
        if not one:
            return
        body = {"description": f"<p>{self.fresh('google')}</p>"}
        if move:
            day = one["start"]["dateTime"][:10]
            body = {
                "start": {"dateTime": f"{day}T20:00:00", "timeZone": "Europe/Berlin"},
                "end": {"dateTime": f"{day}T21:00:00", "timeZone": "Europe/Berlin"},
            }
        self.case.change(one["id"], **body)

    @rule(number=NUMBERS, which=NUMBERS)
    def delete_one_in_odoo(self, number, which):
        event = self.occurrence(self.series(number), which)
        if event:
            self.case.remove(event)

    @rule(number=NUMBERS, which=NUMBERS)
    def delete_one_in_google(self, number, which):
        master = self.master(number)
        one = master and self.pick(self.case.instances(master["id"]), which)
        if one:
            self.case.drop(one["id"])

    @rule(number=NUMBERS, which=NUMBERS)
    def split_in_odoo(self, number, which):
        event = self.occurrence(self.series(number), which)
        if event:
            self.titles.pop(event.location, None)
            self.case.edit_following(
                event, name=self.fresh("Split"), location=self.fresh("Place")
            )

    @rule(
        number=NUMBERS,
        answer=st.sampled_from(["accepted", "declined"]),
        which=st.sampled_from(["self_only", "future_events", "all_events"]),
    )
    def bob_answers_in_odoo(self, number, answer, which):
        event = self.pick(self.case.events_in_odoo(self.case.bob), number)
        if not event:
            return
        with self.case.acts(self.case.bob) as env:
            found = env["calendar.event"].browse(event.id)
            if not found.recurrence_id:
                which = "self_only"
            found.change_attendee_status(answer, which)

    # -- the laws -----------------------------------------------------

    def teardown(self):
        try:
            self.case.settle(self.case.account, self.case.bobs)
            self.check_no_doubles()
            self.check_no_loss()
        finally:
            self.case.restore()

    def check_no_doubles(self):
        for email in (ANNA, BOB):
            masters = [e for e in self.case.world.events(email) if e.get("recurrence")]
            places = [e["location"] for e in masters]
            self.case.assertEqual(len(places), len(set(places)), places)
        seen = [
            (event.recurrence_id.id or event.location, event.start)
            for event in self.case.events_in_odoo()
        ]
        self.case.assertEqual(len(seen), len(set(seen)), seen)

    def check_no_loss(self):
        kept = self.case.conflicts()
        beaten = str(kept.mapped("odoo_value") + kept.mapped("google_value"))
        events = self.case.events_in_odoo()
        for place, title in self.titles.items():
            here = events.filtered(lambda e, place=place: e.location == place)
            if here and title not in here.mapped("name"):
                self.case.assertIn(title, beaten, f"lost, and no conflict: {place}")


@tagged("post_install", "-at_install")
class TestSeriesLaws(LawsMixin, SeriesCase):
    machine = SeriesOfTwo
    steps = 10

    def test_both_sides_agree_whatever_happened_when_google_wins(self):
        self.run_machine("google", 12)

    def test_both_sides_agree_whatever_happened_when_odoo_wins(self):
        self.run_machine("odoo", 8)
