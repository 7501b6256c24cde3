# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The Google ids that Odoo's own ``google_calendar`` keeps, made bindings of ours.

Promises: an id becomes a binding without agreement (``etag`` = look again, no base),
so the first listing reads it, tells Google nothing and mails nobody; what a person had
edited and the other module not delivered is kept in the conflicts; an event whose id
Google has never known stays in Odoo. No request is made here.

The other module's fields exist only while it is installed: ``_is_there`` comes first.
"""

import re

from odoo import api, models

from ..mapping import recurrence
from ..mapping.model import Unreadable
from ..mapping.series import Known
from ..sync.adopt import first_look, without
from .gws_calendar_local import QUIET
from .gws_calendar_push import LOOK_AGAIN
from .gws_calendar_step import MODEL

ADOPTED = "adopted"  # as Google has it
UNSENT = "unsent"  # edited in Odoo, and the other module had not delivered it
# Which slot of its series an occurrence has: the end of its id.
SLOT = re.compile(r"_(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$")


class GwsTakeoverIds(models.AbstractModel):
    _name = "gws.takeover.ids"
    _description = "Google Calendar: ids of Odoo's own module"

    @api.model
    def _is_there(self):
        return self.env["gws.takeover"]._is_there()

    # -- adopting -----------------------------------------------------

    @api.model
    def _adopt(self, calendar):
        """Bind what the other module kept in this main calendar → how many rows.

        What is bound already is left as it is. Archived events are no deletions that
        anybody asked us to carry out: they are left out.
        """
        bound = calendar.binding_ids
        known, events_known = set(bound.mapped("google_id")), bound.event_id
        values = []
        for event in self._events_of(calendar.account_id.user_id) - events_known:
            # Of an occurrence that stands alone Google tells whose it is.
            if event.google_id not in known and not SLOT.search(event.google_id):
                known.add(event.google_id)
                values.append(self._event_values(calendar, event))
        for series in self._series_of(calendar.account_id.user_id):
            if series.google_id not in known:
                known.add(series.google_id)
                values.append(self._series_values(calendar, series))
        self.env["gws.event.binding"].create(values)
        calendar.account_id.calendar_scanned = False
        calendar._forget_cursor()
        return len(values)

    def _events_of(self, user):
        return (
            self.env["calendar.event"]
            .sudo()
            .search(
                [
                    ("google_id", "!=", False),
                    ("recurrence_id", "=", False),
                    "|",
                    ("user_id", "=", user.id),
                    ("partner_ids", "in", user.partner_id.ids),
                ],
                order="id",
            )
        )

    def _series_of(self, user):
        return (
            self.env["calendar.recurrence"]
            .sudo()
            .search(
                [
                    ("google_id", "!=", False),
                    "|",
                    ("calendar_event_ids.user_id", "=", user.id),
                    ("calendar_event_ids.partner_ids", "in", user.partner_id.ids),
                ],
                order="id",
            )
        )

    def _event_values(self, calendar, event):
        return {
            **self._common_values(calendar, event, event.user_id),
            "event_id": event.id,
        }

    def _series_values(self, calendar, series):
        self._keep_slots(series)
        reader = self.env["gws.calendar.series"]
        read = reader._read_one(calendar.account_id, series.id, Known())
        return {
            **self._common_values(calendar, series, series.base_event_id.user_id),
            "kind": "series",
            "recurrence_id": series.id,
            # What Odoo lacks was called off there; it is no deletion to deliver.
            "series_absent": sorted(read.missing) if read else [],
        }

    def _keep_slots(self, series):
        """A moved occurrence is known by the start that its id still tells."""
        for event in series.calendar_event_ids:
            key = _slot(event.google_id or "")
            if key and key != event._gws_key():
                event.with_context(**QUIET).gws_original_start = key

    def _common_values(self, calendar, record, organizer):
        user = calendar.account_id.user_id
        return {
            "calendar_id": calendar.id,
            "google_id": record.google_id,
            "etag": LOOK_AGAIN,
            "role": "owner" if organizer == user else "guest",
            "cause": UNSENT if record.need_sync else ADOPTED,
            "zone": user.tz or calendar.time_zone or "UTC",
        }

    @api.model
    def _let_go(self):
        """Take the ids off what is bound, unless somebody needs them.

        With an id the other module archives instead of deleting, and keeps copies. As
        long as it syncs a guest of the event, it must find the event by its id.
        """
        if not self._is_there():
            return
        users = self.env["gws.takeover"]._connected_there()
        bound = [("google_id", "!=", False), ("gws_binding_ids", "!=", False)]

        def free(events):
            return not (events.user_id & users or events.partner_ids & users.partner_id)

        singles = self.env["calendar.event"].sudo().search(bound)
        series = self.env["calendar.recurrence"].sudo().search(bound)
        series = series.filtered(lambda one: free(one.calendar_event_ids))
        series.with_context(**QUIET).write({"google_id": False, "need_sync": False})
        # Afterwards: the id of an occurrence is computed from its series'.
        events = singles.filtered(free) | series.calendar_event_ids
        events.with_context(**QUIET).write({"google_id": False, "need_sync": False})

    # -- the first sync -----------------------------------------------

    @api.model
    def _first_look(self, binding, ref, remote, pair, planned, series=None):
        """The Plan of an adopted event or series that is read for the first time.

        ``series``: how Odoo's side of a series was read.
        """
        if pair.base is not None or not ref or remote.form is None:
            return planned
        if binding:
            edited = binding.state == "pending" or binding.cause == UNSENT
            if binding.etag != LOOK_AGAIN or not (edited or binding.cause == ADOPTED):
                return planned
        elif self._known_there([remote]).get(remote.google_id) == ref:
            edited = self.env[ref[0]].sudo().browse(ref[1]).need_sync
        else:
            return planned
        if series and _same_occurrences(series, remote.form):
            planned = without(planned, ("when", "rule"))
        return first_look(planned, pair.local, edited)

    @api.model
    def _is_stranger(self, binding, error):
        """An adopted id that this calendar has never known (404).

        The person may have used another Google account with the other module: that
        deletes nothing in Odoo.
        """
        return (
            error is not None
            and error.status == 404
            and binding.etag == LOOK_AGAIN
            and binding.cause in (ADOPTED, UNSENT)
        )

    # -- while somebody is still connected there ------------------------

    @api.model
    def _known_there(self, remotes):
        """{google id: (model, id)} of what the other module knows, too."""
        if not self._is_there():
            return {}
        found = {}
        for model, kind in ((MODEL, False), ("calendar.recurrence", True)):
            ids = [r.google_id for r in remotes if (r.kind == "master") == kind]
            domain = [("google_id", "in", ids)]
            if model == MODEL:
                domain.append(("recurrence_id", "=", False))
            for record in self.env[model].sudo().search(domain, order="id desc"):
                found[record.google_id] = (model, record.id)
        return found

    @api.model
    def _not_claimed(self, events):
        """Those of ``events`` that are new to Google.

        Not those that the other module has sent for somebody who is connected there,
        nor a second copy of an event that is bound.
        """
        if not self._is_there():
            return events

        def google_id(event):
            return event.recurrence_id.google_id or event.google_id

        marked = events.filtered(google_id)
        if not marked:
            return events
        ids = marked.mapped(google_id)
        rows = self.env["gws.event.binding"].sudo().search([("google_id", "in", ids)])
        bound = set(rows.mapped("google_id"))
        users = self.env["gws.takeover"]._connected_there()
        return events - marked.filtered(
            lambda e: (
                google_id(e) in bound
                or e.user_id & users
                or e.partner_ids & users.partner_id
            )
        )


def _slot(google_id):
    """The key of an occurrence out of its id: "2026-03-01T09:00:00Z", or a date."""
    found = SLOT.search(google_id)
    if not found:
        return ""
    day = "-".join(found.groups()[:3])
    return f"{day}T{':'.join(found.groups()[3:])}Z" if found[4] else day


def _same_occurrences(series, form):
    """Whether Google's rule makes the occurrences that Odoo shows, and no more.

    An endless series ends in Odoo somewhere: that is no difference.
    """
    keys = sorted({*series.ids, *series.missing})
    rule, start = form["rule"], form["when"]["start"]
    if not rule:
        return False
    try:
        made = recurrence.expand(rule, start, series.first, limit=len(keys) + 1)
        ends = recurrence.ends(rule["lines"])
    except Unreadable:
        return False
    return (made if ends else made[: len(keys)]) == keys
