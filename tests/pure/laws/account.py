# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One connected account: the smallest driver that obeys ``plan`` and ``remember``.

It keeps what the bindings keep, and it dies where a process may die: after the write
reached Google and before the agreement was noted.
"""

import dataclasses
import json
from dataclasses import dataclass

from ....mapping import google_event, identity
from ....mapping.model import There, is_wish
from ....sync.merge import Base
from ....sync.plan import Pair, Policy, plan, remember
from .google_side import Lost, Refused

DATABASE = "5ee6b2de-6f0e-11f0-8de9-0242ac120002"


@dataclass
class Binding:
    google_id: str
    event_id: int | None
    etag: str = ""
    base: dict | None = None
    there: There | None = None
    pending: bool = False
    deleted: bool = False
    generation: int = 0
    role: str = "owner"
    uid: str = ""
    raw: tuple = ()
    asked: frozenset = frozenset()


class Account:
    """``fellows``: every account of this Odoo, this one included (a shared list)."""

    def __init__(self, email, google, odoo, fellows, rule="google", direction="both"):
        self.email = email
        self.google = google
        self.odoo = odoo
        self.fellows = fellows
        self.rule = rule
        self.direction = direction
        self.bindings = {}
        self.cursor = 0
        self.conflicts = []
        fellows.append(self)

    # -- hooks: what a person's act in Odoo leaves behind ----------------------------

    def note_change(self, event_id):
        bound = [b for b in self.bindings.values() if b.event_id == event_id]
        for binding in bound:
            binding.pending = True
        taken = any(
            b.event_id == event_id for a in self.fellows for b in a.bindings.values()
        )
        organizer = self.odoo.events[event_id]["user"]
        if not taken and organizer == self.email and self.direction != "pull":
            google_id = identity.event_id(DATABASE, "calendar.event", event_id)
            self.bindings[google_id] = Binding(google_id, event_id, pending=True)

    def note_deletion(self, event_id):
        bound = [b for b in self.bindings.values() if b.event_id == event_id]
        for binding in bound:
            # The organiser's account calls the meeting off, not each guest's.
            carried = any(
                other.role == "owner" and other.uid and other.uid == binding.uid
                for account in self.fellows
                if account is not self
                for other in account.bindings.values()
            )
            binding.event_id, binding.deleted = None, True
            binding.pending = binding.role == "owner" or not carried

    # -- a sync ----------------------------------------------------------------------

    def sync(self, cursor_kept=True):
        self.pull(cursor_kept)
        self.push()

    def pull(self, cursor_kept=True):
        resources, cursor = self.google.changes(self.email, self.cursor)
        for resource in resources:
            remote = google_event.read(resource, self.email, "Europe/Berlin")
            binding = self.bindings.get(remote.google_id)
            if binding and not remote.cancelled and binding.etag == remote.etag:
                continue  # our own write comes back
            self._take(binding, remote)
        if cursor_kept:  # else: killed before the cursor was stored
            self.cursor = cursor

    def push(self):
        for binding in [b for b in self.bindings.values() if b.pending]:
            for _round in range(4):
                if not self._send(binding):
                    break

    # -- from Google -----------------------------------------------------------------

    def _take(self, binding, remote):
        event_id, pair, policy = self._look(binding, remote)
        done = plan(pair, policy)
        self.conflicts += done.conflicts
        event_id = self._carry_out(done, event_id, binding, remote)
        if done.forget and done.remote != "delete":
            self.bindings.pop(remote.google_id, None)
            return
        if binding is None:
            if event_id is None and not pair.deleted:
                return
            binding = Binding(remote.google_id, None, deleted=pair.deleted)
            self.bindings[remote.google_id] = binding
        self._note(binding, event_id, pair, policy, done, remote)

    def _look(self, binding, remote):
        """What is known of the event of a resource → (event id, Pair, Policy)."""
        event_id = binding.event_id if binding else None
        deleted = bool(binding and binding.deleted)
        base = Base.load(binding.base) if binding else None
        if event_id is None and not remote.cancelled:
            # A fellow's copy of the same meeting shows which event it is.
            fellow = self._fellow(remote.ical_uid)
            if fellow is not None:
                event_id, deleted = fellow.event_id, False
                base = Base.load(fellow.base)
        policy = self._policy(self._role(remote, binding), event_id, remote.ical_uid)
        form = self.odoo.form(event_id)
        if binding is None:
            # A guest's first sight of a meeting that was just deleted is no news.
            deleted = event_id is None and policy.is_copy
        elif event_id and form is None:
            deleted = True
        pair = Pair(base, form, remote.form, deleted, gone=remote.cancelled)
        return event_id, pair, policy

    def _carry_out(self, done, event_id, binding, remote):
        """The local half of a plan → the id of the event, a new one maybe."""
        if done.local == "create":
            event_id = self.odoo.create(remote.form, self.email, remote.organizer_email)
            if binding is not None:
                self._bring_back(event_id, remote)
        elif done.local == "update":
            self.odoo.update(event_id, done.to_local, self.email)
        elif done.local == "delete":
            self._delete_here(event_id)
        elif done.local == "decline":
            self.odoo.decline(event_id, self.email)
        return event_id

    def _note(self, binding, event_id, pair, policy, done, remote):
        """What the binding knows after the local half."""
        form = self.odoo.form(event_id)
        binding.etag = remote.etag
        binding.role = policy.role
        binding.event_id = event_id
        binding.asked = frozenset(c.field for c in done.conflicts if not c.winner)
        if form is not None:
            binding.deleted = False
        if remote.form is not None:
            binding.uid = remote.ical_uid
            binding.raw, binding.there = remote.raw_attendees, remote.there
            if form is not None:
                # The half that goes to Google has not happened yet.
                waiting = dataclasses.replace(
                    done, to_remote={}, unsent=done.unsent | set(done.to_remote)
                )
                agreed = remember(pair.base, waiting, form, remote.form)
                binding.base = _stored(agreed)
        if done.remote == "insert":
            self._next_life(binding)
        elif done.remote:
            binding.pending = True
        elif done.quiet:
            binding.pending = False

    def _bring_back(self, event_id, remote):
        """Copies that waited for the deletion show the event that is back."""
        form = self.odoo.form(event_id)
        for account in self.fellows:
            for binding in account.bindings.values():
                same = binding.uid == remote.ical_uid and binding.event_id is None
                if account is not self and same:
                    binding.event_id, binding.deleted = event_id, False
                    binding.pending = False
                    if binding.base is not None:
                        agreed = Base.load(binding.base).remote
                        binding.base = _stored(Base(form, agreed))

    def _delete_here(self, event_id):
        self.odoo.delete(event_id)
        for account in self.fellows:
            for binding in account.bindings.values():
                if binding.event_id == event_id:
                    binding.event_id = None

    def _next_life(self, binding):
        del self.bindings[binding.google_id]
        binding.generation += 1
        binding.google_id = identity.event_id(
            DATABASE, "calendar.event", binding.event_id, binding.generation
        )
        binding.etag, binding.base, binding.raw = "", None, ()
        binding.there = None
        binding.pending = True
        self.bindings[binding.google_id] = binding

    # -- to Google -------------------------------------------------------------------

    def _send(self, binding):
        """One try; True when what was re-read leaves something to send."""
        form = self.odoo.form(binding.event_id)
        confirmed = bool(binding.etag)
        pair = Pair(
            base=Base.load(binding.base) if confirmed else None,
            local=form,
            deleted=binding.deleted or form is None,
        )
        policy = self._policy(binding.role, binding.event_id, "")
        policy = dataclasses.replace(policy, asked=binding.asked)
        done = plan(pair, policy)
        if done.local == "update":
            # Nobody may carry this edit to Google: show Google's again.
            self.conflicts += done.conflicts
            self.odoo.update(binding.event_id, done.to_local, self.email)
            form = self.odoo.form(binding.event_id)
            waiting = dataclasses.replace(
                done, to_remote={}, unsent=done.unsent | set(done.to_remote)
            )
            agreed = remember(pair.base, waiting, form, pair.base.remote)
            binding.base = _stored(agreed)
            return True
        if not done.remote:
            binding.pending = False
            return False
        if done.remote == "delete" and not confirmed and binding.base is None:
            del self.bindings[binding.google_id]  # never tried
            return False
        try:
            answer = self._request(binding, done, form)
        except Lost:
            return False  # it stays pending
        except Refused as refusal:
            if done.remote == "delete" and refusal.status == 410:
                del self.bindings[binding.google_id]
                return False
            return self._look_again(binding)
        if done.remote == "delete":
            del self.bindings[binding.google_id]
            return False
        remote = google_event.read(answer, self.email, "Europe/Berlin")
        if is_wish(form["video"]) and remote.there.conference == "video":
            self.odoo.meet_wish(binding.event_id, remote.there.video)
            form = {**form, "video": remote.there.video}
        binding.base = _stored(remember(pair.base, done, form, remote.form))
        binding.etag, binding.uid = remote.etag, remote.ical_uid
        binding.raw, binding.there = remote.raw_attendees, remote.there
        binding.pending = False
        return False

    def _request(self, binding, done, form):
        if done.remote == "insert":
            if binding.base is None:
                # What the first try says is the agreement, should its answer be lost.
                binding.base = _stored(Base(form, form))
                binding.uid = f"{binding.google_id}@google.com"
            body = google_event.write_insert(
                form, binding.google_id, "Europe/Berlin", {}, self.email
            )
            return self.google.insert(self.email, body)
        if done.remote == "patch":
            body = google_event.write_patch(
                done.to_remote,
                binding.raw,
                "Europe/Berlin",
                self.email,
                binding.there,
            )
            return self.google.patch(self.email, binding.google_id, body, binding.etag)
        return self.google.delete(self.email, binding.google_id, binding.etag)

    def _look_again(self, binding):
        try:
            resource = self.google.get(self.email, binding.google_id)
        except Refused:
            resource = {"id": binding.google_id, "status": "cancelled"}
        google_id = binding.google_id
        remote = google_event.read(resource, self.email, "Europe/Berlin")
        self._take(binding, remote)
        now = self.bindings.get(binding.google_id)
        return (
            now is binding
            and binding.pending
            and (not remote.cancelled or binding.google_id != google_id)
        )

    # -- who may do what -------------------------------------------------------------

    def _role(self, remote, binding):
        if remote.form is None:
            return binding.role if binding else "owner"
        return "owner" if remote.organizer_self else "guest"

    def _policy(self, role, event_id, uid):
        """``uid``: by it copies know each other once their event is deleted."""
        siblings = [
            (account, binding)
            for account in self.fellows
            if account is not self
            for binding in account.bindings.values()
            if (event_id and binding.event_id == event_id)
            or (not event_id and binding.deleted and uid and binding.uid == uid)
        ]
        guests = [a.email for a, binding in siblings if binding.role == "guest"]
        return Policy(
            pull=self.direction != "push",
            push=self.direction != "pull",
            role=role,
            own_email=self.email,
            rule=self.rule,
            written_by_other=any(b.role == "owner" for _a, b in siblings),
            shared=bool(siblings),
            answering=frozenset(guests),
        )

    def _fellow(self, uid):
        """Another account's living binding of the same meeting, or None."""
        for account in self.fellows:
            for binding in account.bindings.values():
                if account is not self and binding.uid == uid and binding.event_id:
                    return binding
        return None


def _stored(base):
    """A base as the database gives it back."""
    return json.loads(json.dumps(base.dump()))
