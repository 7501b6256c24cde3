# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The same work for two connectors: what is done, measured and looked at afterwards.

A connector is a subclass of ``Side``; it says how to connect somebody, to sync and to
find an event. ``step(name)`` does one piece of work and tells what it took. Each side
has an Odoo process, a database and an emulated Google of its own, filled alike.
"""

import contextlib

import measure
from calendars import Mixed

PULLED = 2000
EDITED = 500
RESET = 500
STEPS = ("pull", "idle", "push", "title", "answer", "reset")


class Side:
    def __init__(self, env, google):
        self.env, self.google = env, google
        self.calendar = Mixed("anna", PULLED)
        self.calendar.load(google)
        self.other = "ben"
        google.seed(measure.seed(self.other, RESET))
        self.configure()
        measure.contacts(env)
        self.users = {}
        self.warm_up()
        self.anna = self.connect("anna")
        self.memory = measure.Memory()

    # -- what a connector has to say ----------------------------------

    def configure(self):
        """Point the database at the emulated Google."""
        raise NotImplementedError

    def connect(self, login):
        """A new user, connected → res.users."""
        raise NotImplementedError

    def sync(self, user):
        """Sync this one person now; commits."""
        raise NotImplementedError

    def sync_all(self):
        """What the schedule does for everybody; commits."""
        raise NotImplementedError

    def deliver(self):
        """What happens after a commit, where that is not part of it."""

    def reset(self, user):
        """Delete this person's events at Google, forget the account; commits."""
        raise NotImplementedError

    def singles(self):
        """Anna's synced single events, the oldest record first."""
        raise NotImplementedError

    def series(self, google_id):
        """The calendar.recurrence of a Google series."""
        raise NotImplementedError

    # -- the work -----------------------------------------------------

    def step(self, name):
        """Do one of STEPS → {requests, inner, mails, seconds, queries, memory, wrong}.

        ``inner`` are calls in batches, ``mails`` those of Google to guests, ``memory``
        MB above the idle process; ``wrong`` counts what did not arrive at Google as it
        should, ``anew`` tells that a series was deleted and made again.
        """
        return getattr(self, f"_{name}")()

    def warm_up(self):
        """Load code and caches that the first sync of a process would pay for."""
        self.google.seed(measure.seed("warm", 30))
        self.sync(self.connect("warm"))

    @contextlib.contextmanager
    def _measured(self):
        """Measure the block → a dict filled at its end."""
        facts = {}
        self.env.cr.commit()
        self.env.invalidate_all()
        self.memory.forget_peak()
        with self.google.watched() as seen, measure.Watch(self.env) as watch:
            yield facts
        facts.update(
            requests=seen["requests"],
            inner=seen["inner"],
            mails=seen["mails"],
            seconds=watch.seconds,
            queries=watch.queries,
            memory=self.memory.peak(),
        )

    def _pull(self):
        with self._measured() as facts:
            self.sync(self.anna)
        domain = [("partner_ids", "in", self.anna.partner_id.ids)]
        found = self.env["calendar.event"].search_count(domain)
        return {**facts, "wrong": abs(found - self.calendar.occurrences)}

    def _idle(self):
        self.sync_all()
        with self._measured() as facts:
            self.sync_all()
        return {**facts, "wrong": 0}

    def _push(self):
        events = self.singles()[:EDITED].with_user(self.anna)
        if len(events) != EDITED:
            raise SystemExit(f"{len(events)} events to edit instead of {EDITED}")
        with self._measured() as facts:
            for number, event in enumerate(events):
                event.write({"name": f"Neu {number}", "location": f"Saal {number}"})
            self.env.cr.commit()
            self.deliver()
        there = self.google.world("events", self.calendar.email)
        landed = sum(
            event.get("summary", "").startswith("Neu ")
            and event.get("location", "").startswith("Saal ")
            for event in there
        )
        return {**facts, "wrong": EDITED - landed}

    def _title(self):
        event = self._first(self.calendar.own)
        with self._measured() as facts:
            event.write({"name": "Neue Runde", "recurrence_update": "all_events"})
            self.env.cr.commit()
            self.deliver()
        seen = self._occurrences(self.calendar.email, self.calendar.own)
        anew = not seen
        if anew:  # deleted and inserted under another id
            seen = self._occurrences(self.calendar.email, title="Neue Runde")
        wrong = 50 - sum(event["summary"] == "Neue Runde" for event in seen)
        return {**facts, "wrong": wrong, "anew": anew}

    def _answer(self):
        event = self._first(self.calendar.invited)
        with self._measured() as facts:
            event.change_attendee_status("accepted", "all_events")
            self.env.cr.commit()
            self.deliver()
        seen = self._occurrences(self.calendar.stranger, self.calendar.invited)
        answers = [
            guest.get("responseStatus")
            for event in seen
            for guest in event["attendees"]
            if guest["email"] == self.calendar.email
        ]
        return {**facts, "wrong": 50 - answers.count("accepted")}

    def _reset(self):
        user = self.connect(self.other)
        self.sync(user)
        with self._measured() as facts:
            self.reset(user)
        left = self.google.world("events", f"{self.other}@nordwind.example")
        return {**facts, "wrong": len(left)}

    def _first(self, google_id):
        events = self.series(google_id).calendar_event_ids.sorted("start")
        if len(events) != 50:
            raise SystemExit(f"{len(events)} events of the series instead of 50")
        return events[0].with_user(self.anna)

    def _occurrences(self, email, google_id="", title=""):
        """The 50 occurrences of a series as this person's Google shows them, if any."""
        events = self.google.world("events", email)
        for master in events:
            if master["id"] == google_id or master["summary"] == title:
                break
        else:
            return []
        changed = [e for e in events if e.get("recurringEventId") == master["id"]]
        return [master] * (50 - len(changed)) + changed
