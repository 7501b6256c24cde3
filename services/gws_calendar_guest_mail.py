# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How many guests a run would have Google mail, and the cap that asks a person first.

When what waits would mail more guests than the cap allows, everything that would mail
stays pending until somebody says *Send them* or *Send without mail*; the rest goes.
"""

from datetime import datetime, timezone

from odoo import api, models

from ..mapping import google_event
from ..mapping.model import normalize_email
from ..mapping.when import is_over
from ..sync.guest_mail import how_many, send_updates
from ..sync.merge import Base

DEFAULT_CAP = 100
PORTION = 50


class GwsCalendarGuestMail(models.AbstractModel):
    _name = "gws.calendar.guest.mail"
    _description = "Google Calendar: mail to guests"

    @api.model
    def _cap(self):
        """The most guest mails a run asks of Google without a click."""
        value = self.env["gws.client"]._param("guest_mail_cap")
        try:
            return max(0, int(value))
        except (TypeError, ValueError):
            return DEFAULT_CAP

    @api.model
    def _would_mail(self, run, step):
        """How many guests this step's write mails under the account's policy."""
        binding, todo = step.binding, step.plan
        requests = self.env["gws.calendar.request"]
        base = step.pair.base or Base.load(binding.base)
        form = step.pair.local or (base.remote if base else {})
        listed = (base.remote.get("attendees") if base else None) or {}
        guests = {*form.get("attendees", {}), *listed}
        own = normalize_email(run.account.email)
        if run.account.calendar_busy_only:
            # It does not see its guests, who are there all the same.
            guests |= google_event.read_attendees(
                binding.raw_attendees or (), own
            ).keys()
        guests -= {own}
        if binding.role == "guest":
            # An answer is told to the organiser, who need not be on the list.
            guests = {"organizer"}
        answer = send_updates(
            todo.remote,
            binding.cause,
            bool(form)
            and is_over(requests._last_when(step, form), datetime.now(timezone.utc)),
            bool(guests),
            todo.to_remote,
            run.account.calendar_guest_mail,
        )
        if answer == "none":
            return 0
        return how_many(todo.remote, guests, todo.to_remote, listed)

    # -- the cap ------------------------------------------------------

    @api.model
    def _hold(self, run, domain):
        """Ids of the pending bindings that wait for a person's word; mostly none.

        All that would mail wait, or none: a part of a mistake is a mistake as well. A
        guest's own answer mails its organiser, no guest: it goes.
        """
        account = run.account
        if account.calendar_mails_released or account.calendar_guest_mail == "never":
            return set()
        cap = self._cap()
        pending = self.env["gws.event.binding"].search(
            [*domain, ("cause", "=", "person"), ("role", "!=", "guest")]
        )
        if self._at_most(pending) <= cap:
            return set()
        waiting = {}
        requests = self.env["gws.calendar.request"]
        for start in range(0, len(pending), PORTION):
            for step in requests._steps(run, pending[start : start + PORTION]):
                if step.plan.remote and (number := self._would_mail(run, step)):
                    waiting[step.binding.id] = number
        total = sum(waiting.values())
        if total <= cap:
            return set()
        self._tell(run, total)
        self.env["gws.runner"]._commit()
        return set(waiting)

    def _at_most(self, bindings):
        """How many guests these could mail, counted without planning them."""
        series = bindings.recurrence_id.sudo().base_event_id
        events = bindings.event_id.sudo() | series
        return len(events.attendee_ids) + sum(
            len(binding.raw_attendees or ()) for binding in bindings
        )

    @api.model
    def _must_wait(self, run, step):
        """The last look before a write: what moved meanwhile may mail more."""
        number = self._would_mail(run, step)
        if not number or run.account.calendar_mails_released:
            return False
        if step.binding.role == "guest":
            return False
        if run.counts["mailed"] + number <= self._cap():
            return False
        self._tell(run, number)
        return True

    def _tell(self, run, number):
        """So many more wait: have the screens show it, beside what else is told."""
        before = self._words(run.mails_held) if run.mails_held else ""
        run.mails_held += number
        run.account.calendar_mails_held = run.mails_held
        told = [run.message.replace(before, "").strip(), self._words(run.mails_held)]
        run.message = " ".join(filter(None, told))

    @api.model
    def _words(self, count):
        return self.env._(
            "%(count)s guest mails wait for your word. Their events are not sent to "
            "Google before; everything else is.",
            count=count,
        )
