# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The laws on the real stack: any edits on both sides, in any weather, any order.

Convergence, no loss, no doubles, no echo (docs/design.md, the laws), with two
connected accounts, PostgreSQL and HTTP. The pure core has its own, longer machine.
"""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from odoo.tests import tagged

from .calendar_case import CalendarCase, all_day, at, day, timed
from .laws_case import LawsMixin, World

ANNA, BOB, CARLA = "anna@example.com", "bob@example.com", "carla@else.org"
ANSWERS = ("accepted", "declined", "tentative")
FIELDS = ("title", "description", "visibility", "show_as", "when")


class TwoSides(World):
    """What Anna and Bob do in Odoo and in Google; an event is known by its place."""

    def __init__(self, case):
        super().__init__(case)
        self.edits = {}  # (place, field): side and value of the last edit
        self.deleted = set()

    def in_odoo(self):
        return self.case.events_in_odoo()

    def in_google(self):
        return [e for e in self.case.world.events(ANNA) if "summary" in e]

    def delete(self, side, place):
        """Who deletes an event gives up what they had edited in it."""
        self.deleted.add(place)
        self.edits = {
            key: edit
            for key, edit in self.edits.items()
            if key[0] != place or edit[0] != side
        }

    # -- people -------------------------------------------------------

    @rule(guests=st.sampled_from(["", "bob", "carla", "both"]))
    def make_in_odoo(self, guests):
        people = self.case.anna.partner_id
        if guests in ("bob", "both"):
            people |= self.case.bob.partner_id
        if guests in ("carla", "both"):
            people |= self.case.carla
        self.case.make(
            name=self.fresh("Made in Odoo"),
            location=self.fresh("Place"),
            partner_ids=[(6, 0, people.ids)],
        )

    @rule(bob=st.booleans())
    def make_in_google(self, bob):
        guests = [{"email": BOB}, {"email": ANNA}] if bob else []
        self.case.put(
            summary=self.fresh("Made in Google"),
            location=self.fresh("Place"),
            attendees=guests,
        )

    @rule(number=st.integers(0, 9), field=st.sampled_from(FIELDS))
    def edit_in_odoo(self, number, field):
        event = self.pick(self.in_odoo(), number)
        if not event or event.user_id != self.case.anna:
            return
        text, turn = self.fresh("odoo"), self.number
        values = {
            "title": {"name": text},
            "description": {"description": f"<p>{text}</p>"},
            "visibility": {"privacy": ("public", "private")[turn % 2]},
            "show_as": {"show_as": ("busy", "free")[turn % 2]},
            "when": {"start": at(turn, 8), "stop": at(turn, 9), "allday": False},
        }[field]
        if field == "when" and turn % 3 == 0:
            values = {
                "allday": True,
                "start_date": day(turn),
                "stop_date": day(turn + 1),
            }
        self.case.edit(event, **values)
        if field in ("title", "description"):
            self.edits[event.location, field] = ("odoo", text)

    @rule(number=st.integers(0, 9), field=st.sampled_from(FIELDS))
    def edit_in_google(self, number, field):
        event = self.pick(self.in_google(), number)
        if not event:
            return
        text, turn = self.fresh("google"), self.number
        when = timed(at(turn, 15), at(turn, 16))
        if turn % 3 == 0:
            when = all_day(day(turn), day(turn + 2))
        for moment in when.values():
            for key in ("date", "dateTime"):
                moment.setdefault(key, None)
        body = {
            "title": {"summary": text},
            "description": {"description": f"<p>{text}</p>"},
            "visibility": {"visibility": ("public", "private")[turn % 2]},
            "show_as": {"transparency": ("opaque", "transparent")[turn % 2]},
            "when": when,
        }[field]
        self.case.change(event["id"], **body)
        if field in ("title", "description"):
            self.edits[event["location"], field] = ("google", text)

    @rule(number=st.integers(0, 9))
    def delete_in_odoo(self, number):
        event = self.pick(self.in_odoo(), number)
        if event:
            self.delete("odoo", event.location)
            self.case.remove(event)

    @rule(number=st.integers(0, 9))
    def archive_in_odoo(self, number):
        event = self.pick(self.in_odoo(), number)
        if event:
            self.delete("odoo", event.location)
            self.case.edit(event, active=False)

    @rule(number=st.integers(0, 9))
    def delete_in_google(self, number):
        event = self.pick(self.in_google(), number)
        if event:
            self.delete("google", event["location"])
            self.case.drop(event["id"])

    @rule(number=st.integers(0, 9), answer=st.sampled_from(ANSWERS))
    def bob_answers_in_google(self, number, answer):
        event = self.pick(self.case.world.events(BOB), number)
        if not event:
            return
        for attendee in event["attendees"]:
            if attendee.get("self"):
                attendee["responseStatus"] = answer
        self.case.change(event["id"], BOB, attendees=event["attendees"])

    @rule(number=st.integers(0, 9), answer=st.sampled_from(ANSWERS))
    def bob_answers_in_odoo(self, number, answer):
        event = self.pick(self.case.events_in_odoo(self.case.bob), number)
        if not event:
            return
        with self.case.acts(self.case.bob) as env:
            attendees = env["calendar.event"].browse(event.id).attendee_ids
            attendees.filtered(
                lambda a: a.partner_id == env.user.partner_id
            ).state = answer

    @rule(number=st.integers(0, 9), there=st.booleans())
    def invite_or_drop_carla(self, number, there):
        event = self.pick(self.in_odoo(), number)
        if event and event.user_id == self.case.anna:
            verb = 4 if there else 3
            self.case.edit(event, partner_ids=[(verb, self.case.carla.id)])

    # -- choices ---------------------------------------------------

    @rule(direction=st.sampled_from(["pull", "push", "both"]))
    def choose_a_direction(self, direction):
        self.case.account.calendar_direction = direction

    # -- the laws -----------------------------------------------------

    def teardown(self):
        try:
            self.case.account.calendar_direction = "both"
            self.case.settle(self.case.account, self.case.bobs)
            self.check_no_doubles()
            self.check_no_loss()
        finally:
            self.case.restore()

    def check_no_doubles(self):
        for email in (ANNA, BOB):
            places = [e["location"] for e in self.case.world.events(email)]
            self.case.assertEqual(len(places), len(set(places)), places)
        places = self.in_odoo().mapped("location")
        self.case.assertEqual(len(places), len(set(places)), places)

    def check_no_loss(self):
        kept = self.case.conflicts()
        beaten = str(kept.mapped("odoo_value") + kept.mapped("google_value"))
        there = {event.location: event for event in self.in_odoo()}
        for (place, field), (_side, value) in self.edits.items():
            if place not in there:
                self.case.assertIn(place, self.deleted, "an event vanished")
                continue
            event = there[place]
            now = event.name if field == "title" else str(event.description or "")
            if value not in now:
                self.case.assertIn(value, beaten, f"lost, and no conflict: {place}")


@tagged("post_install", "-at_install")
class TestCalendarLaws(LawsMixin, CalendarCase):
    machine = TwoSides

    def test_both_sides_agree_whatever_happened_when_google_wins(self):
        self.run_machine("google", 15)

    def test_both_sides_agree_whatever_happened_when_odoo_wins(self):
        self.run_machine("odoo", 10)
