# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The link to join: a Google Meet that a person asked for, and whose link it is.

Promises: a wish is kept on the event until Google has met or refused it; however often
it is sent, Google makes one conference; a refused wish never holds the event back.
"""

import dataclasses
import time

from odoo import api, models

from ..mapping import identity
from ..mapping.model import WISH, There, is_wish
from ..sync.merge import LINK, Base
from .gws_runner import Run

ASK_SECONDS = 10  # how long a person waits for the link; then it comes by itself


class GwsCalendarMeet(models.AbstractModel):
    _name = "gws.calendar.meet"
    _description = "Google Calendar: links to join"

    # -- asking for one -----------------------------------------------

    @api.model
    def _link_of(self, event):
        """The ``video`` of an event's form: its link, or the wish for one."""
        if event.videocall_location or not event.gws_meet_wanted:
            return event.videocall_location or ""
        return WISH + identity.request_id(
            self.env["gws.client"]._database_uuid(),
            "calendar.event",
            event.id,
            event.gws_meet_number,
        )

    @api.model
    def _ask_by_default(self, bindings):
        """New events of organisers who always want a Google Meet."""
        for binding in bindings:
            event = binding.event_id
            if (
                event
                and binding.account_id.calendar_meet == "always"
                and binding.cause == "person"
                and not event.recurrency
                and not event.videocall_location
                and self._is_meeting(event)
            ):
                event.with_context(gws_sync=True)._gws_wish_meet()

    def _is_meeting(self, event):
        """With guests, or at a time and nowhere: a day off needs no conference."""
        if event.partner_ids - event.user_id.partner_id:
            return True
        return not event.location and not event.allday

    @api.model
    def _deliver(self, events):
        """Send the wishes now, as far as their accounts may sync at all."""
        schedule = self.env["gws.calendar.schedule"].sudo()
        accounts = schedule._ready([("user_id", "in", events.user_id.ids)])
        for account in accounts:
            run = Run(account, "calendar", time.monotonic() + ASK_SECONDS)
            self.env["gws.calendar.sync"].sudo()._run(run, pull=False)

    # -- what Google says ---------------------------------------------

    @api.model
    def _there(self, binding):
        """Google's text and link as they were last seen (mapping.model.There)."""
        base = Base.load(binding.base)
        agreed = base.remote if base else {}
        known = {name: agreed.get(name) or "" for name in ("description", LINK)}
        return There(**{**known, **(binding.there or {})})

    @api.model
    def _to_keep(self, remote, agreed):
        """``there`` of a binding: what the agreement does not say of Google's side."""
        facts = dataclasses.asdict(remote.there)
        kept = {
            name: value
            for name, value in facts.items()
            if value != (agreed.remote.get(name) or "")
        }
        return kept or False

    @api.model
    def _answered(self, run, step, remote):
        """Google took a wish: its link is Odoo's now, also where Odoo only sends."""
        local = step.pair.local
        if not step.event_id or not is_wish(local.get(LINK) or ""):
            return
        event = self.env["gws.calendar.local"]._events(run.account, [step.event_id])
        asked = self._link_of(event) == local[LINK]
        if remote.there.conference == "video":
            found = remote.there.video
        elif remote.there.conference in ("failed", "other"):
            found = ""
        else:
            return  # Google makes it; a later listing brings the link
        if asked:
            # Else the person gave the event another link meanwhile: that one counts.
            event.write({"videocall_location": found, "gws_meet_wanted": False})
            run.count("updated")
            if not found:
                self._tell(event)
            step.pair = dataclasses.replace(step.pair, local={**local, LINK: found})

    @api.model
    def _give_up(self, run, steps):
        """Google could not make a conference that it had promised."""
        for step in steps:
            local = step.pair.local or {}
            wished = step.event_id and is_wish(local.get(LINK) or "")
            if not wished or step.remote.there.conference != "failed":
                continue
            event = self.env["gws.calendar.local"]._events(run.account, [step.event_id])
            event.gws_meet_wanted = False
            self._tell(event)
            rest = {k: v for k, v in step.plan.to_remote.items() if k != LINK}
            step.plan = dataclasses.replace(
                step.plan, to_remote=rest, remote=step.plan.remote if rest else ""
            )

    @api.model
    def _refused(self, run, step):
        """Google refuses a body: True when it had a wish, and goes without it now."""
        if not is_wish(step.plan.to_remote.get(LINK) or ""):
            return False
        event = self.env["gws.calendar.local"]._events(run.account, [step.event_id])
        if event.gws_meet_wanted:
            event.gws_meet_wanted = False
            self._tell(event)
        step.binding.attempts = 0
        run.note(f"{step.binding.google_id}: no Google Meet, refused by Google")
        run.account._trigger_delivery()
        return True

    def _tell(self, event):
        event._message_log(
            body=self.env._("Google did not create a Google Meet for this event.")
        )
