# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The state of one fake Google: accounts, clients, calendars, mails, tokens.

What concerns contacts is in ``contact_world.py``, what concerns Gmail in
``gmail_world.py``. (``mails`` holds the calendar's invitations.)

Everything the HTTP side does goes through here under ``lock``, and so do the verbs
tests use to act "like a person in Google's own screens" (``put_event`` and friends):
the same validation, invitations and tombstones, only without HTTP and OAuth.

``load``/``dump`` speak the seed format described in ``seed.py``.
"""

import contextlib
import hashlib
import itertools
import secrets
import threading
from collections import defaultdict

from . import (
    calendar_list,
    channels,
    conference,
    copies,
    event_view,
    events,
    oauth,
    quotas,
    seed,
    splits,
)
from .clock import Clock
from .contact_world import ContactWorld
from .gmail_world import MailWorld
from .model import Account, Calendar, Client, ListEntry


class World(ContactWorld, MailWorld):
    def __init__(self):
        self.lock = threading.RLock()
        self.clock = Clock()
        self.accounts = {}
        self.clients = {}
        self.calendars = {}
        self.entries = []
        self.mails = []
        self.disabled_apis = set()
        self.lax = False
        self.tokens = oauth.Tokens(self)
        self.quotas = quotas.Quotas(self)
        self.channels = channels.Channels(self)
        self._positions = itertools.count(1)
        self._numbers = itertools.count(1)
        self.last_change = 0
        self.epochs = defaultdict(int)
        # Sync tokens name their world: one of another world is dead, not misread.
        self.id = secrets.token_hex(4)
        self._init_contacts()
        self._init_mail()

    # --- people, clients, calendars -------------------------------------------------

    def add_client(
        self,
        client_id,
        client_secret,
        redirect_uris=(),
        publishing="production",
        test_users=(),
        verified=True,
    ):
        """Register an OAuth client; a known id is replaced."""
        client = Client(
            client_id,
            client_secret,
            list(redirect_uris),
            publishing,
            list(test_users),
            verified,
        )
        with self.lock:
            self.clients[client_id] = client
        return client

    def add_account(self, email, name=None, timezone=None):
        """A person with a primary calendar whose id is the address.

        ``timezone`` is an IANA name, UTC when not given. A known address keeps its
        calendar; only name and zone of the person change.
        """
        with self.lock:
            known = self.accounts.get(email.lower())
            if known is not None:
                known.name = name or known.name
                known.time_zone = timezone or known.time_zone
                return known
            timezone = timezone or "UTC"
            digest = hashlib.sha256(email.lower().encode()).hexdigest()
            sub = str(int(digest[:17], 16))[:21].rjust(21, "1")
            name = name or email.split("@")[0].replace(".", " ").title()
            account = Account(email, name, timezone, sub)
            self.accounts[email.lower()] = account
            calendar = Calendar(
                email, email, timezone, owner=email, primary=True, acl={email: "owner"}
            )
            calendar.stamp = self.clock.stamp()
            self.calendars[email] = calendar
            reminders = {"defaultReminders": [{"method": "popup", "minutes": 10}]}
            self._add_entry(email, calendar.id, {"selected": True, **reminders})
            return account

    def account(self, email):
        """The account of this address in any spelling (or of this ``sub``), or None."""
        email = (email or "").lower()
        by_sub = (a for a in self.accounts.values() if a.sub == email)
        return self.accounts.get(email) or next(by_sub, None)

    def add_calendar(
        self,
        email,
        summary,
        calendar_id=None,
        time_zone=None,
        access_role="owner",
        selected=True,
        description="",
    ):
        """A further calendar in this person's list; returns its id.

        With a role below owner it is somebody else's (a holiday calendar, say).
        """
        with self.lock:
            account = self.account(email)
            if calendar_id is None:
                text = f"{email} {summary} {next(self._numbers)}"
                digest = hashlib.sha256(text.encode()).hexdigest()
                calendar_id = f"c_{digest[:52]}@group.calendar.google.com"
            owned = access_role == "owner"
            calendar = self.calendars.get(calendar_id)
            if calendar is None:
                calendar = Calendar(
                    calendar_id,
                    summary,
                    time_zone or account.time_zone,
                    owner=account.email if owned else None,
                    description=description,
                )
                calendar.stamp = self.clock.stamp()
                self.calendars[calendar_id] = calendar
            calendar.acl[account.email] = access_role
            self._add_entry(account.email, calendar_id, {"selected": selected})
            return calendar_id

    def share_calendar(self, calendar_id, email, role):
        """Give ``email`` a role; the calendar appears in (or changes in) their list."""
        with self.lock:
            account = self.account(email)
            self.calendars[calendar_id].acl[account.email] = role
            self._add_entry(account.email, calendar_id, {"selected": True})

    def unshare_calendar(self, calendar_id, email):
        """Take the role away: the list entry becomes a deleted one."""
        with self.lock:
            account = self.account(email)
            self.calendars[calendar_id].acl.pop(account.email, None)
            entry = self.entry(account.email, calendar_id)
            if entry:
                entry.deleted = True
                self._touch_entry(entry)

    def delete_calendar(self, calendar_id):
        """The calendar is gone for everybody."""
        with self.lock:
            for email in list(self.calendars[calendar_id].acl):
                self.unshare_calendar(calendar_id, email)
            del self.calendars[calendar_id]

    def change_entry(self, email, calendar_id, **settings):
        """Change a person's list entry (summaryOverride, selected, hidden, colorId)."""
        with self.lock:
            entry = self.entry(self.account(email).email, calendar_id)
            entry.settings.update(settings)
            self._touch_entry(entry)

    def entry(self, email, calendar_id):
        for entry in self.entries:
            if entry.email == email and entry.calendar_id == calendar_id:
                return entry
        return None

    def _add_entry(self, email, calendar_id, settings):
        entry = self.entry(email, calendar_id)
        if entry is None:
            entry = ListEntry(email, calendar_id, next(self._positions), 0, 0)
            entry.settings = settings
            self.entries.append(entry)
        entry.deleted = False
        self._touch_entry(entry)

    def _touch_entry(self, entry):
        entry.change = self.next_change()
        entry.stamp = self.clock.stamp()

    def role(self, calendar, email):
        """This person's role in the calendar; None without access.

        ``email`` None is Google itself (seeds, holiday calendars): owner.
        """
        if email is None:
            return "owner"
        return calendar.acl.get(email)

    # --- counters -------------------------------------------------------------------

    def next_change(self):
        """Number of a change anywhere; what sync tokens compare."""
        self.last_change += 1
        return self.last_change

    def next_position(self):
        return next(self._positions)

    def cursor_epoch(self, list_id):
        return [self.id, self.epochs["*"], self.epochs[list_id]]

    def expire_cursors(self, list_id="*"):
        """Every sync token of this list (default: of all) answers 410 from now on."""
        with self.lock:
            self.epochs[list_id or "*"] += 1

    # --- acting like a person -------------------------------------------------------

    def put_event(self, calendar_id, body, by=None, send_updates="all"):
        """Create an event as its calendar's owner (or ``by``) would in Google."""
        call = self._act("calendar.events.insert", calendar_id, by, send_updates, body)
        return events.insert(call)

    def patch_event(self, calendar_id, event_id, body, by=None, send_updates="all"):
        call = self._act("calendar.events.patch", calendar_id, by, send_updates, body)
        call.params["eventId"] = event_id
        return events.patch(call)

    def split_series(
        self, calendar_id, master_id, original_start, body, by=None, send_updates="all"
    ):
        """Change ("this and following") or, with body None, delete from here on.

        ``original_start`` is an instance's ``originalStartTime``. "Only this" is
        ``patch_event`` on an instance, "all events" on the master. See ``splits.py``.
        """
        with self.lock:
            return splits.split(
                self, calendar_id, master_id, original_start, body, by, send_updates
            )

    def import_event(self, calendar_id, body, by=None):
        """A private copy of a meeting organised elsewhere (an invitation by mail)."""
        call = self._act("calendar.events.import", calendar_id, by, None, body)
        return events.import_event(call)

    def delete_event(self, calendar_id, event_id, by=None, send_updates="all"):
        call = self._act("calendar.events.delete", calendar_id, by, send_updates)
        call.params["eventId"] = event_id
        events.delete(call)

    def finish_conferences(self, status="success"):
        """Google answers every conference request that is pending ("failure": no)."""
        with self.lock:
            conference.finish(self, status)

    def _act(self, method_id, calendar_id, by, send_updates, body=None):
        return events.person_call(self, method_id, calendar_id, by, send_updates, body)

    def seed_raw(self, calendar_id, resource):
        """Store a resource exactly as given, oddities included; returns it.

        Missing ``id``, ``etag``, ``kind`` and ``status`` are added, nothing else. It
        is not shared with other accounts until somebody changes it.
        """
        with self.lock:
            return copies.store_raw(self, self.calendars[calendar_id], resource)

    def events(self, calendar_id, show_deleted=False):
        """All events of a calendar as its owner sees them, masters not expanded."""
        with self.lock:
            calendar = self.calendars[calendar_id]
            return [
                event_view.full(copy)
                for copy in sorted(calendar.events.values(), key=lambda c: c.position)
                if show_deleted or not copy.cancelled
            ]

    def event(self, calendar_id, event_id):
        """One resource (also a deleted one), or None."""
        with self.lock:
            copy = self.calendars[calendar_id].events.get(event_id)
            return event_view.full(copy) if copy else None

    def clear_mails(self):
        """Forget who was mailed: by the calendar, and by people."""
        self.mails.clear()
        self.sent_mails.clear()

    # --- consent without a browser --------------------------------------------------

    def grant(self, email, client_id, scopes):
        """A refresh token as if this person had consented to ``scopes``."""
        with self.lock:
            return self.tokens.grant(self.account(email).email, client_id, scopes)

    def access_token(self, email, client_id, scopes):
        """A fresh access token for these scopes (grants them on the way)."""
        with self.lock:
            refresh = self.grant(email, client_id, scopes)
            return self.tokens.mint_access(self.tokens.refresh[refresh]).value

    def quota(self, per_minute_per_user=None, writes_per_calendar_per_minute=None):
        """Switch quotas on (None = off): sliding minute, 403 rateLimitExceeded."""
        self.quotas.set(per_minute_per_user, writes_per_calendar_per_minute)

    def be_lax(self):
        """Take what Google takes and the fake refuses on purpose: see ``lax.py``."""
        self.lax = True

    # --- seeds ----------------------------------------------------------------------

    def load(self, data):
        """Add a seed's contents to this world."""
        with self.lock:
            seed.load(self, data)

    def dump(self):
        """A seed that rebuilds this world, refresh tokens and cursors included.

        Access tokens, codes, watch channels, mails and the log are not in it.
        """
        with self.lock:
            return seed.dump(self)

    def calendar_entry(self, email, calendar_id):
        """This person's calendarList resource of one calendar."""
        with self.lock:
            return calendar_list.resource(self, self.entry(email, calendar_id))

    @contextlib.contextmanager
    def quiet(self):
        """Run with no mail recorded (seeds)."""
        mails = self.mails
        self.mails = []
        try:
            yield
        finally:
            self.mails = mails
