# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Faults as verbs: what can go wrong between a client and Google.

Rules queue. A request takes the first rule in the queue that matches it, and uses up
one of its ``times``. ``match`` says where: None means any whole HTTP request;
a path regex or ``(method, path regex)`` is held against plain requests *and* against
the single calls inside a batch (method None: any). A rule that hits an inner call
which cuts the connection cuts the whole batch there: calls before it took effect,
calls after it did not happen.

Besides the queue there are standing conditions, until ``clear()``: ``latency`` for
every HTTP request, ``refuse_item`` for one poisoned record, ``before_each`` hooks,
``disable_api``.
"""

import re
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import unquote

from . import contact_faults, copies, errors, gmail_faults
from .wire import CUT, TRUNCATE, Response

CONTACT_PATH = re.compile(r"/v1/(people/[^/:]+)")
EVENT_PATH = re.compile(r"/calendar/v3/calendars/([^/]+)/events/([^/?]+)")
HTML = "<!DOCTYPE html><html><title>Error 502 (Server Error)!!1</title></html>"


@dataclass
class Rule:
    kind: str
    match: object = None
    times: int | None = 1
    options: dict = field(default_factory=dict)


class Faults(contact_faults.ContactFaults, gmail_faults.MailFaults):
    def __init__(self, world, latency=0.0):
        self.world = world
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._latency = latency
        self._base_latency = latency
        self.rules = []
        self.poison = []
        self.hooks = []
        self.stale_contacts = []
        self.short_chunks = []

    # --- verbs ----------------------------------------------------------------------

    def latency(self, seconds):
        """Every HTTP request waits this long before it is looked at."""
        self._latency = seconds

    def rate_limit(
        self,
        reason="rateLimitExceeded",
        status=403,
        retry_after=None,
        times=1,
        match=None,
    ):
        """403 or 429 with this reason; ``retry_after`` seconds as a header.

        The People API has one form only: 429 RATE_LIMIT_EXCEEDED.
        """
        options = {"reason": reason, "status": status, "retry_after": retry_after}
        return self._queue("rate_limit", match, times, options)

    def fail(self, status=500, times=1, match=None, retry_after=None):
        """A 5xx before the effect; ``retry_after`` seconds as a header."""
        options = {"status": status, "retry_after": retry_after}
        return self._queue("fail", match, times, options)

    def answer(self, status, reason, message, times=1, match=None, domain="global"):
        """Any other error of Google's, before the effect."""
        options = {"args": (status, reason, message, domain)}
        return self._queue("answer", match, times, options)

    def lose_answer(self, times=1, match=None):
        """The effect happens, then the connection is cut."""
        return self._queue("lose_answer", match, times)

    def drop_request(self, times=1, match=None):
        """The connection is cut before anything happens."""
        return self._queue("drop_request", match, times)

    def truncate(self, times=1, match=None):
        """The effect happens, half of the body arrives, then the connection ends."""
        return self._queue("truncate", match, times)

    def garble(self, times=1, match=None, html=True):
        """The effect happens, the answer is 200 with HTML (or with broken JSON)."""
        return self._queue("garble", match, times, {"html": html})

    def hang(self, seconds, match=None, times=1):
        """No answer for this long, then everything as usual."""
        return self._queue("hang", match, times, {"seconds": seconds})

    def stale_etag(self, times=1, match=None, change=None):
        """Somebody else changes the event just before the call sees it: a real 412.

        ``change`` is a patch body for a visible change; without it only the etag
        moves (an unrelated private property is written). Also for single contacts;
        for one in a batch see ``stale_contact``.
        """
        return self._queue("stale_etag", match, times, {"change": change})

    def revoke_tokens(self, email):
        """The person withdrew the consent."""
        self.world.tokens.revoke_account(email)

    def expire_access_tokens(self, email):
        self.world.tokens.expire_access(email)

    def expire_cursors(self, calendar_id=None):
        """Sync tokens answer 410, of one calendar's events or of everything."""
        self.world.expire_cursors(f"events:{calendar_id}" if calendar_id else "*")

    def disable_api(self, name):
        """403 accessNotConfigured for a whole API ("calendar", …)."""
        self.world.disabled_apis.add(name)

    def enable_api(self, name):
        self.world.disabled_apis.discard(name)

    def refuse_item(
        self,
        which,
        status=400,
        reason="invalid",
        message="Invalid value",
        domain="global",
    ):
        """Refuse every write of one record: an id (of an event, a mail, a label), a
        resource name or ``predicate(method_id, params, body) -> bool``."""
        self.poison.append((which, (status, reason, message, domain)))

    def before_each(self, hook):
        """``hook(entry)`` runs before every request and inner call.

        It may change the world, raise ``ApiError`` to answer so, or raise anything
        else to cut the connection before the effect.
        """
        self.hooks.append(hook)

    def clear(self):
        """Forget all rules, hooks and standing faults."""
        with self._lock:
            self.rules.clear()
            self.poison.clear()
            self.stale_contacts.clear()
            self.world.poisoned_contacts.clear()
            self.world.breaking_contacts.clear()
            self.hooks.clear()
            self._latency = self._base_latency
            self.world.disabled_apis.clear()
            self._clear_mail()

    def release(self):
        """Wake everything that hangs (the server stops)."""
        self._wake.set()

    def arm(self):
        """Waiting works again (the server starts)."""
        self._wake.clear()

    def _queue(self, kind, match, times, options=None):
        if isinstance(match, list):
            match = tuple(match)
        rule = Rule(kind, match, times, options or {})
        with self._lock:
            self.rules.append(rule)
        return rule

    # --- the app's side -------------------------------------------------------------

    def before(self, entry, inner=False):
        """Called before the effect. Returns the rule to finish with ``after``."""
        if not inner and self._latency:
            self._sleep(self._latency)
        for hook in list(self.hooks):
            self._run_hook(hook, entry)
        rule = self._take(entry, inner)
        if rule is None:
            return None
        options = rule.options
        if rule.kind == "rate_limit" and entry.path.startswith(contact_faults.PATH):
            raise contact_faults.limit(options["retry_after"])
        if rule.kind == "rate_limit":
            raise errors.limit(
                options["reason"], options["status"], options["retry_after"]
            )
        if rule.kind == "fail":
            raise errors.server_error(options["status"], options["retry_after"])
        if rule.kind == "answer":
            raise errors.ApiError(*options["args"])
        if rule.kind == "drop_request":
            raise errors.ConnectionCut()
        if rule.kind == "hang":
            self._sleep(options["seconds"])
        if rule.kind == "stale_etag":
            self._disturb(entry, options["change"])
        return rule

    def after(self, rule, response):
        """Called after the effect; may spoil the answer."""
        if rule is None:
            return response
        if rule.kind == "lose_answer":
            response.transport = CUT
        elif rule.kind == "truncate":
            response.transport = TRUNCATE
        elif rule.kind == "garble":
            if rule.options["html"]:
                return Response.of_html(HTML)
            response.body = response.body[: len(response.body) // 2]
        return response

    def check_item(self, method, params, body, email=None):
        """Refuse a poisoned record; only writes are refused."""
        if not method.is_write:
            return
        self._disturb_contacts(method, params, body, email)
        for which, args in list(self.poison):
            if callable(which):
                hit = which(method.id, params, body)
            else:
                names = [params.get(key) for key in ("eventId", "resourceName", "id")]
                more = (body or {}).get("ids") or ()
                hit = which in (*names, *more, (body or {}).get("id"))
            if hit:
                raise errors.ApiError(*args)

    def _take(self, entry, inner):
        with self._lock:
            for rule in self.rules:
                if _matches(rule.match, entry, inner):
                    if rule.times is not None:
                        rule.times -= 1
                        if rule.times <= 0:
                            self.rules.remove(rule)
                    return rule
        return None

    def _run_hook(self, hook, entry):
        try:
            hook(entry)
        except errors.ApiError:
            raise
        except Exception as error:
            raise errors.ConnectionCut() from error

    def _sleep(self, seconds):
        deadline = time.monotonic() + seconds
        while not self._wake.is_set():
            left = deadline - time.monotonic()
            if left <= 0:
                return
            self._wake.wait(left)

    def _disturb(self, entry, change):
        contact = CONTACT_PATH.match(entry.path)
        if contact:
            self._disturb_contact(entry.account, contact.group(1), change)
        found = EVENT_PATH.match(entry.path)
        if not found:
            return
        calendar_id, event_id = (unquote(part) for part in found.groups())
        if calendar_id == "primary":
            calendar_id = entry.account
        with self.world.lock:
            calendar = self.world.calendars.get(calendar_id)
            copy = calendar.events.get(event_id) if calendar else None
            if copy is None:
                return
            if change:
                self.world.patch_event(calendar_id, event_id, change)
            else:
                copies.touch(self.world, calendar, copy)


def _matches(match, entry, inner):
    if match is None:
        return not inner
    if isinstance(match, str):
        method, path = None, match
    else:
        method, path = match
    if method is not None and method != entry.method:
        return False
    return path is None or re.search(path, entry.path) is not None
