# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Laws of the fake under random use by three people who invite each other.

*Copies agree*: every guest with an account has the organiser's event, with the same
shared fields, unless they threw it away. *Days agree*: of a series everybody has the
very instances they are a guest of. *No orphans*: nobody keeps a copy of an event that
is off. *Cursors are complete*: a mirror fed only by incremental listings in small
pages equals a full listing.
"""

import unittest
from datetime import datetime, timezone

from hypothesis import HealthCheck, given, settings, strategies as st

from ..fakes import FakeGoogle, event_listing, guest_writes, recurrence, series, sharing
from ..fakes.call import Call
from ..fakes.errors import ApiError
from ..fakes.event_body import guests
from ..fakes.model import clone
from ..fakes.testing import all_day, timed

PEOPLE = {
    "anna@example.com": "Europe/Berlin",
    "bob@example.com": "America/New_York",
    "cleo@example.com": "Asia/Tehran",
}
OUTSIDER = "pat@elsewhere.org"
RULES = ("RRULE:FREQ=DAILY;COUNT=5", "RRULE:FREQ=WEEKLY;COUNT=4", "RRULE:FREQ=WEEKLY")
WINDOW_END = datetime(2026, 5, 1, tzinfo=timezone.utc)
SHARED = ("summary", "location", "status", "sequence", "recurrence")


class Story:
    """One world, its people's mirrors, and random deeds drawn from ``random``."""

    def __init__(self, random):
        self.random = random
        self.world = FakeGoogle().world
        for email, zone in PEOPLE.items():
            self.world.add_account(email, timezone=zone)
        self.mirrors = {email: {} for email in PEOPLE}
        self.cursors = dict.fromkeys(PEOPLE)

    def step(self):
        random = self.random
        email = random.choice(list(PEOPLE))
        events = self.world.events(email, show_deleted=True)
        try:
            if not events or random.random() < 0.15:
                self.create(email)
            else:
                self.change(email, random.choice(events))
        except ApiError as error:
            # A refusal is an answer; a 5xx would be a bug.
            assert error.status < 500, error
        if random.random() < 0.3:
            self.sync(random.choice(list(PEOPLE)))

    def create(self, email):
        body = self.day() if self.random.random() < 0.3 else self.hour()
        if self.random.random() < 0.8:
            body["recurrence"] = [self.random.choice(RULES)]
        body["attendees"] = self.people()
        body["guestsCanModify"] = self.random.random() < 0.2
        body["guestsCanSeeOtherGuests"] = self.random.random() < 0.9
        self.world.put_event(email, body)

    def change(self, email, event):
        if event.get("recurrence") and self.random.random() < 0.6:
            query = {"calendarId": email, "eventId": event["id"], "maxResults": 5}
            call = Call(self.world, "", email, query)
            found = event_listing.instances(call)["items"]
            event = self.random.choice(found) if found else event
        deed = self.random.choice(
            (self.delete, self.retitle, self.shift, self.restore, self.answer)
            + (self.reinvite, self.decorate, self.reschedule)
        )
        deed(email, event)

    def delete(self, email, event):
        self.world.delete_event(email, event["id"])

    def patch(self, email, event, **body):
        self.world.patch_event(email, event["id"], body)

    def retitle(self, email, event):
        place = self.random.choice((None, "Inn"))
        self.patch(email, event, summary=str(self.random.random()), location=place)

    def shift(self, email, event):
        body = self.hour()
        if "date" in event.get("start", {}):
            body["start"]["date"] = body["end"]["date"] = None
        self.patch(email, event, start=body["start"], end=body["end"])

    def restore(self, email, event):
        self.patch(email, event, status="confirmed")

    def answer(self, email, event):
        guests = clone(event.get("attendees") or [])
        for guest in guests:
            if guest.get("self"):
                guest["responseStatus"] = self.random.choice(("accepted", "declined"))
        self.patch(email, event, attendees=guests)

    def reinvite(self, email, event):
        self.patch(email, event, attendees=self.people())

    def reschedule(self, email, event):
        self.patch(email, event, recurrence=[self.random.choice(RULES)])

    def decorate(self, email, event):
        self.patch(email, event, colorId="3", transparency="transparent")

    def people(self):
        everybody = [*PEOPLE, OUTSIDER]
        chosen = self.random.sample(everybody, self.random.randint(0, 3))
        return [{"email": email} for email in chosen]

    def hour(self):
        day = self.random.randint(10, 28)
        return timed(f"2026-03-{day}", self.random.randint(0, 20))

    def day(self):
        return all_day("2026-03-10", "2026-03-12")

    def listing(self, email, cursor=None):
        items, page = [], None
        while True:
            query = {"calendarId": email, "maxResults": 7}
            query |= {"syncToken": cursor} if cursor else {}
            query |= {"pageToken": page} if page else {}
            answer = event_listing.list_events(Call(self.world, "", email, query))
            items += clone(answer["items"])
            page = answer.get("nextPageToken")
            if not page:
                return items, answer["nextSyncToken"]

    def sync(self, email):
        items, self.cursors[email] = self.listing(email, self.cursors[email])
        for item in items:
            if item["status"] == "cancelled":
                self.mirrors[email].pop(item["id"], None)
            else:
                self.mirrors[email][item["id"]] = item


class TestLaws(unittest.TestCase):
    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.randoms(use_true_random=True))
    def test_laws(self, random):
        story = Story(random)
        for _number in range(40):
            story.step()
            self.check_copies(story.world)
        for email in PEOPLE:
            story.sync(email)
            full, _cursor = story.listing(email)
            living = {e["id"]: e for e in full if e["status"] != "cancelled"}
            self.assertEqual(story.mirrors[email], living)

    def check_copies(self, world):
        for email in PEOPLE:
            for event in world.events(email):
                if event["organizer"].get("self"):
                    self.check_guests(world, email, event)
                    if event.get("recurrence"):
                        self.check_days(world, email, event)
                else:
                    _calendar, truth = guest_writes.organizer_copy(world, event)
                    self.assertFalse(truth is None or truth.cancelled, "an orphan")

    def check_guests(self, world, email, event):
        for guest in event.get("attendees") or []:
            if guest["email"] == email or guest["email"] not in PEOPLE:
                continue
            calendar = world.calendars[guest["email"]]
            copy = sharing.match(calendar, event)
            if copy is None or copy.cancelled:
                self.assertTrue(self.thrown_away(calendar, event, copy), "a guest lost")
                continue
            for name in SHARED:
                self.assertEqual(copy.resource.get(name), event.get(name), name)

    def check_days(self, world, email, event):
        calendar = world.calendars[email]
        master = calendar.events[event["id"]]
        days = series.expand(calendar, master, WINDOW_END)
        for guest in set(PEOPLE) - {email}:
            invited = {
                recurrence.stamp(day["originalStartTime"]): day
                for day in days
                if guest in guests(day)
            }
            found = self.days_of(world.calendars[guest], event)
            self.assertLessEqual(found, set(invited), "a day too many")
            for text in set(invited) - found:
                copy = sharing.match(world.calendars[guest], invited[text])
                self.assertTrue(
                    self.thrown_away(world.calendars[guest], invited[text], copy),
                    "a day too few",
                )

    def days_of(self, calendar, event):
        """Stamps of the living instances of this series in somebody's calendar."""
        found = [e.resource for e in calendar.of_uid(event["iCalUID"]) if e.master_id]
        master = sharing.match(calendar, event)
        if master is not None and not master.cancelled:
            found = series.expand(calendar, master, WINDOW_END)
        return {
            recurrence.stamp(day["originalStartTime"])
            for day in found
            if day["status"] != "cancelled"
        }

    def thrown_away(self, calendar, event, copy):
        bare = {k: v for k, v in event.items() if k != "originalStartTime"}
        found = [copy, sharing.match(calendar, bare)]
        return any(copy.removed_by_guest for copy in found if copy is not None)
