# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The laws of the sync, on any sequence of edits, deletions and faults.

Convergence: two quiet rounds leave both sides equal, the third writes nothing.
No loss: what a person wrote stands on both sides or in a conflict with both values,
unless a person who saw it wrote over it. No doubles: one meeting is one event.
"""

import os

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from ...mapping import google_event
from .laws.account import Account
from .laws.google_side import GoogleSide, conference
from .laws.odoo_side import OdooSide

ANNA, BEN = "anna@example.com", "ben@example.com"
KNOWN, UNKNOWN = "kim@example.org", "stranger@example.net"
EXAMPLES = int(os.environ.get("GWS_LAW_EXAMPLES", "60"))
TEXTS = ("title", "location", "description")
GOOGLE_KEYS = {"title": "summary", "location": "location", "description": "description"}

answers = st.sampled_from(("needsAction", "declined", "tentative", "accepted"))
whens = st.sampled_from(
    (
        {
            "start": "2026-03-01T09:00:00Z",
            "end": "2026-03-01T10:00:00Z",
            "all_day": False,
        },
        {
            "start": "2026-03-29T00:30:00Z",
            "end": "2026-03-29T00:30:00Z",
            "all_day": False,
        },
        {"start": "2026-03-01", "end": "2026-03-02", "all_day": True},
        {"start": "2026-12-31", "end": "2027-01-03", "all_day": True},
    )
)
reminders = st.sampled_from((None, [], [["email", 60], ["popup", 5]], [["popup", 0]]))
faults = st.lists(st.sampled_from(("", "lost", "refused")), max_size=3)
FIRST = st.integers(min_value=0, max_value=5)


class Machine(RuleBasedStateMachine):
    """Anna organises; Ben, where there are two accounts, is her guest."""

    accounts_of = (ANNA,)
    conflict_rule = "google"
    direction = "both"

    def __init__(self):
        super().__init__()
        self.serial = self.wishes = 0
        self.live = set()  # words that must not be lost
        self.google = GoogleSide((ANNA, BEN))
        self.odoo = OdooSide((ANNA, BEN, KNOWN))
        fellows = []
        self.accounts = [
            Account(
                email,
                self.google,
                self.odoo,
                fellows,
                self.conflict_rule,
                self.direction,
            )
            for email in self.accounts_of
        ]

    # -- words that are followed ------------------------------------------------------

    def word(self):
        self.serial += 1
        return f"w{self.serial}w"

    def replace(self, before, after):
        """A person who saw ``before`` wrote ``after``."""
        self.live -= {w for w in self.live if w in str(before)}
        self.live |= {after} if after else set()

    def here(self, number):
        ids = sorted(self.odoo.events)
        return ids[number % len(ids)]

    def there(self, number, who=ANNA):
        ids = sorted(self.google.alive(who))
        return ids[number % len(ids)]

    # -- people in Odoo ---------------------------------------------------------------

    @rule(when=whens, guest=st.sampled_from((None, BEN, KNOWN)))
    def odoo_creates(self, when, guest):
        word = self.word()
        self.live.add(word)
        form = {
            "title": word,
            "description": "",
            "location": "",
            "when": when,
            "visibility": "default",
            "show_as": "busy",
            "reminders": [],
            "attendees": {guest: "needsAction"} if guest else {},
            "video": "",
        }
        self.odoo.person_creates(form, ANNA)
        self._noted(max(self.odoo.events))

    @precondition(lambda self: self.odoo.events)
    @rule(number=FIRST, name=st.sampled_from(TEXTS), empty=st.booleans())
    def odoo_writes(self, number, name, empty):
        event_id = self.here(number)
        word = "" if empty and name != "title" else self.word()
        self.replace(self.odoo.form(event_id)[name], word)
        self.odoo.person_edits(event_id, {name: word})
        self._noted(event_id)

    @precondition(lambda self: self.odoo.events)
    @rule(number=FIRST, when=whens)
    def odoo_moves(self, number, when):
        event_id = self.here(number)
        self.odoo.person_edits(event_id, {"when": when})
        self._noted(event_id)

    @precondition(lambda self: self.odoo.events)
    @rule(
        number=FIRST,
        guest=st.sampled_from((BEN, KNOWN)),
        answer=st.none() | answers,
    )
    def odoo_sets_guest(self, number, guest, answer):
        event_id = self.here(number)
        self.odoo.person_edits(event_id, {"attendees": {guest: answer}})
        self._noted(event_id)

    @precondition(lambda self: self.odoo.events)
    @rule(number=FIRST, kept=reminders)
    def odoo_sets_reminders(self, number, kept):
        event_id = self.here(number)
        self.odoo.person_edits(event_id, {"reminders": kept})
        self._noted(event_id)

    @precondition(lambda self: self.odoo.events)
    @rule(number=FIRST, empty=st.booleans())
    def odoo_links(self, number, empty):
        event_id = self.here(number)
        word = "" if empty else self.word()
        self.replace(self.odoo.form(event_id)["video"], word)
        link = f"https://zoom.example/{word}?a=1&b=2" if word else ""
        self.odoo.person_edits(event_id, {"video": link})
        self._noted(event_id)

    @precondition(lambda self: self.odoo.events)
    @rule(number=FIRST)
    def odoo_wishes_a_meet(self, number):
        event_id = self.here(number)
        if self.odoo.form(event_id)["video"]:
            return
        self.odoo.person_wishes(event_id)
        self.wishes += 1
        self._noted(event_id)

    @precondition(lambda self: self.odoo.events)
    @rule(number=FIRST)
    def odoo_deletes(self, number):
        event_id = self.here(number)
        self.replace(self.odoo.form(event_id), None)
        del self.odoo.events[event_id]
        for account in self.accounts:
            account.note_deletion(event_id)

    # -- people in Google -------------------------------------------------------------

    @rule(when=whens, guest=st.sampled_from((None, BEN, KNOWN, UNKNOWN)))
    def google_creates(self, when, guest):
        word = self.word()
        self.live.add(word)
        body = {"summary": word, **google_event.write_patch({"when": when}, [], "")}
        if guest:
            body["attendees"] = [
                {"email": ANNA, "responseStatus": "accepted"},
                {"email": guest, "responseStatus": "needsAction"},
            ]
        self.google.create(ANNA, f"g{self.serial}aaaa", body)

    @precondition(lambda self: self.google.alive(ANNA))
    @rule(number=FIRST, name=st.sampled_from(TEXTS), empty=st.booleans())
    def google_writes(self, number, name, empty):
        google_id = self.there(number)
        word = "" if empty else self.word()
        key = GOOGLE_KEYS[name]
        self.replace(self.google.meetings[google_id].get(key), word)
        self.google.edit(ANNA, google_id, {key: word})

    @precondition(lambda self: self.google.alive(ANNA))
    @rule(number=FIRST, when=whens)
    def google_moves(self, number, when):
        body = google_event.write_patch({"when": when}, [], "Europe/Berlin")
        self.google.edit(ANNA, self.there(number), body)

    @precondition(lambda self: self.google.alive(ANNA))
    @rule(
        number=FIRST,
        guest=st.sampled_from((BEN, KNOWN, UNKNOWN)),
        answer=st.none() | answers,
    )
    def google_sets_guest(self, number, guest, answer):
        google_id = self.there(number)
        raw = self.google.meetings[google_id].get("attendees") or []
        if answer is None and guest not in str(raw):
            return
        edited = google_event.edit_attendees(raw, {guest: answer}, ANNA)
        self.google.edit(ANNA, google_id, {"attendees": edited})

    @precondition(lambda self: self.google.alive(ANNA))
    @rule(number=FIRST, kept=reminders)
    def google_sets_reminders(self, number, kept):
        body = google_event.write_patch({"reminders": kept}, [])
        self.google.edit(ANNA, self.there(number), body)

    @precondition(lambda self: self.google.alive(ANNA))
    @rule(number=FIRST, empty=st.booleans())
    def google_conference(self, number, empty):
        google_id = self.there(number)
        word = "" if empty else self.word()
        self.replace(self.google.meetings[google_id].get("conferenceData"), word)
        data = conference(f"https://meet.google.com/{word}") if word else None
        self.google.edit(ANNA, google_id, {"conferenceData": data})

    @precondition(lambda self: self.google.alive(ANNA))
    @rule(number=FIRST)
    def google_deletes(self, number):
        google_id = self.there(number)
        self.replace(self.google.meetings[google_id], None)
        self.google.remove(ANNA, google_id)

    @precondition(lambda self: self.google.alive(BEN))
    @rule(number=FIRST, answer=answers)
    def guest_answers(self, number, answer):
        self.google.answer(BEN, self.there(number, BEN), answer)

    @precondition(lambda self: self.google.alive(BEN))
    @rule(number=FIRST, kept=reminders)
    def guest_sets_reminders(self, number, kept):
        body = google_event.write_patch({"reminders": kept}, [])
        self.google.edit(BEN, self.there(number, BEN), body)

    @precondition(lambda self: self.google.alive(BEN))
    @rule(number=FIRST)
    def guest_leaves(self, number):
        self.google.remove(BEN, self.there(number, BEN))

    # -- the sync, in the worst weather -----------------------------------------------

    @rule(number=FIRST, weather=faults, cursor_kept=st.booleans())
    def sync(self, number, weather, cursor_kept):
        self.google.faults = list(weather)
        self.accounts[number % len(self.accounts)].sync(cursor_kept)
        self.google.faults = []

    @rule(number=FIRST, weather=faults)
    def push_only(self, number, weather):
        """A delivery right after a save: nothing is read first."""
        self.google.faults = list(weather)
        self.accounts[number % len(self.accounts)].push()
        self.google.faults = []

    # -- the laws ---------------------------------------------------------------------

    @invariant()
    def one_conference_a_wish(self):
        assert len(self.google.requests) <= self.wishes

    @invariant()
    def no_doubles(self):
        for account in self.accounts:
            events = [b.event_id for b in account.bindings.values() if b.event_id]
            assert len(events) == len(set(events)), "one event bound twice"
        for text in (self.google.meetings.values(), self.odoo.events.values()):
            titles = [
                (event.get("summary") or event.get("name") or "") for event in text
            ]
            words = [t for t in titles if t.startswith("w") and t.endswith("w")]
            assert len(words) == len(set(words)) or self.deleted_twin(words), "doubled"

    def deleted_twin(self, words):
        """A meeting revived after its deletion shares its title with the tombstone."""
        alive = [
            self.google.meetings[google_id].get("summary")
            for google_id in self.google.alive(ANNA)
        ]
        here = [values["name"] for values in self.odoo.events.values()]
        return all(alive.count(w) <= 1 and here.count(w) <= 1 for w in words)

    def teardown(self):
        for _round in range(2):
            for account in self.accounts:
                account.sync()
        self.google.writes = self.odoo.writes = 0
        for account in self.accounts:
            account.sync()
        assert (self.google.writes, self.odoo.writes) == (0, 0), "still busy"
        self.check_equal()
        self.check_kept()

    def check_equal(self):
        shown = set()
        for account in self.accounts:
            alive = self.google.alive(account.email)
            bound = {b.google_id for b in account.bindings.values() if b.event_id}
            assert set(alive) == bound, "an event is on one side only"
            for google_id in alive:
                binding = account.bindings[google_id]
                shown.add(binding.event_id)
                assert not binding.pending, "something still waits"
                remote = google_event.read(
                    self.google.resource(account.email, google_id), account.email
                )
                theirs = self.odoo.hold(remote.form, account.email)
                ours = self.odoo.form(binding.event_id)
                if binding.role == "guest":
                    for own in ("reminders", "show_as", "visibility"):
                        theirs.pop(own), ours.pop(own)
                # The owner alone is no guest list in Google.
                ours["attendees"].setdefault(account.email, "accepted")
                assert ours == theirs, f"\n{ours}\n{theirs}"
        assert shown == set(self.odoo.events), "an event stayed behind in Odoo"

    def check_kept(self):
        conflicts = str([c for a in self.accounts for c in a.conflicts])
        google = str([self.google.meetings[i] for i in self.google.alive(ANNA)])
        odoo = str(list(self.odoo.events.values()))
        for word in self.live:
            kept = (word in google and word in odoo) or word in conflicts
            assert kept, f"{word} was lost"

    def _noted(self, event_id):
        for account in self.accounts:
            account.note_change(event_id)


class TwoAccounts(Machine):
    accounts_of = (ANNA, BEN)


class OdooWins(TwoAccounts):
    conflict_rule = "odoo"


class AskPerson(TwoAccounts):
    """Open questions keep both sides apart, and quiet, with nothing lost."""

    conflict_rule = "ask"

    def check_equal(self):
        open_questions = [c for a in self.accounts for c in a.conflicts]
        if not open_questions:
            super().check_equal()


class PullOnly(TwoAccounts):
    """Google is never written; Odoo's own edits stay in Odoo."""

    direction = "pull"

    def teardown(self):
        for _round in range(2):
            for account in self.accounts:
                account.sync()
        assert self.google.writes == 0
        self.odoo.writes = 0
        for account in self.accounts:
            account.sync()
        assert self.odoo.writes == 0


class PushOnly(TwoAccounts):
    """Odoo is never written; what was written in Odoo is in Google."""

    direction = "push"

    def teardown(self):
        for _round in range(2):
            for account in self.accounts:
                account.sync()
        assert self.odoo.writes == 0
        self.google.writes = 0
        for account in self.accounts:
            account.sync()
        assert self.google.writes == 0
        google = str([self.google.meetings[i] for i in self.google.alive(ANNA)])
        bound = {b.event_id for a in self.accounts for b in a.bindings.values()}
        for event_id, values in self.odoo.events.items():
            if event_id in bound and values["name"] in self.live:
                assert values["name"] in google


SHORT = settings(
    max_examples=EXAMPLES,
    stateful_step_count=20,
    deadline=None,
    derandomize="GWS_LAW_EXAMPLES" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TestOneAccount = Machine.TestCase
TestTwoAccounts = TwoAccounts.TestCase
TestOdooWins = OdooWins.TestCase
TestAskPerson = AskPerson.TestCase
TestPullOnly = PullOnly.TestCase
TestPushOnly = PushOnly.TestCase
for machine in (Machine, TwoAccounts, OdooWins, AskPerson, PullOnly, PushOnly):
    machine.TestCase.settings = SHORT
