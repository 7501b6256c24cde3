# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a reset would delete, and where: asked by the preview and by the reset itself.

Promises: at Google only what the account's user organises in a calendar of their own
is deleted, a series as one thing; in Odoo nothing that colleagues take part in, unless
the user organises it. Reads a few queries, whatever the number of events; writes
nothing.
"""

from datetime import datetime, timezone

from odoo import api, fields, models

from ..mapping import identity
from ..mapping.model import normalize_email
from ..mapping.when import is_over
from ..sync.merge import Base


class Item:
    """One event or one series of an account, with the bindings of its occurrences.

    ``head``: its own binding. ``own``: the account's user organises it. ``needed``:
    colleagues take part or have it in a calendar of theirs. ``in_google``: Google may
    have it.
    """

    __slots__ = ("events", "head", "in_google", "needed", "own", "rows")

    def __init__(self, head, rows, events):
        self.head = head
        self.rows = rows
        self.events = events
        # Without an etag Google never confirmed it, but may have it all the same.
        self.in_google = bool(head.etag or head.base or head.attempts)
        self.own = self.needed = False

    @property
    def is_series(self):
        return self.head.kind in ("series", "loose")

    def target(self, policy):
        """Where the policy deletes it: "google", "odoo", "both" or ""."""
        google = policy in ("google", "both") and self.own and self.in_google
        odoo = policy in ("odoo", "both") and self.events
        odoo = odoo and (self.own or not self.needed)
        if google and odoo:
            return "both"
        return "google" if google else "odoo" if odoo else ""


class GwsCalendarResetPlan(models.AbstractModel):
    _name = "gws.calendar.reset.plan"
    _description = "Google Calendar: what a reset deletes"

    @api.model
    def _items(self, account):
        """Every event and series that is bound to this account → [Item]."""
        local = self.env["gws.calendar.local"]
        bindings = self.env["gws.event.binding"].search(
            [("account_id", "=", account.id)], order="id"
        )
        # Read together, however they are grouped.
        found = self._series_events(bindings) | bindings.event_id
        events = local._events(account, found.ids)
        items = []
        for head, group in bindings.grouped(lambda b: b.master_id or b).items():
            head, rows = (r.with_prefetch(bindings.ids) for r in (head, group))
            ours = self._series_events(rows) | rows.event_id
            ours = events.browse(ours.ids).with_prefetch(events.ids)
            items.append(Item(head, rows, ours))
        shared = self._shared_calendars(account)
        others = self._bound_elsewhere(account, items)
        for item in items:
            item.own = self._is_own(account, item, shared)
            item.needed = bool(others & set(item.events.ids)) or self._has_colleagues(
                account, item.events
            )
        return items

    def _series_events(self, rows):
        """All occurrences of the series among these bindings, archived ones too."""
        series = rows.recurrence_id.with_context(active_test=False)
        return series.calendar_event_ids

    @api.model
    def _shared_calendars(self, account):
        """The account's calendars that colleagues sync, too: no one person's events."""
        elsewhere = self.env["gws.calendar"].search(
            [
                ("google_id", "in", account.calendar_ids.mapped("google_id")),
                ("account_id", "!=", account.id),
                ("selected", "=", True),
            ]
        )
        names = set(elsewhere.mapped("google_id"))
        return account.calendar_ids.filtered(lambda c: c.google_id in names)

    def _bound_elsewhere(self, account, items):
        """Ids of the items' events that other accounts have, too."""
        events = {event_id for item in items for event_id in item.events.ids}
        rows = self._rows_elsewhere(account, list(events))
        return set((rows.event_id | self._series_events(rows)).ids)

    @api.model
    def _rows_elsewhere(self, account, event_ids):
        """Other accounts' bindings of these events or of the series they are in."""
        series = (
            self.env["calendar.event"]
            .with_context(active_test=False)
            .browse(event_ids)
            .exists()
            .recurrence_id
        )
        rows = self.env["gws.event.binding"].search(
            [
                ("account_id", "!=", account.id),
                "|",
                ("event_id", "in", event_ids),
                ("recurrence_id", "in", series.ids),
            ]
        )
        return rows | rows.master_id

    def _is_own(self, account, item, shared):
        """The user organises it, in a calendar that is theirs alone.

        Of a calendar that somebody else shares with them, only what Odoo put there.
        """
        head = item.head
        if head.role != "owner" or head.calendar_id in shared:
            return False
        if not item.events:
            # Deleted by a person in Odoo, and Google has not heard of it yet.
            return head.deleted
        if item.events.user_id != account.user_id:
            return False
        return head.calendar_id.access_role == "owner" or self._is_made_here(head)

    def _is_made_here(self, row):
        database = self.env["gws.client"]._database_uuid()
        return bool(row.ref) and row.google_id == identity.event_id(
            database, *row.ref, row.generation
        )

    def _has_colleagues(self, account, events):
        """Whether another internal user organises or attends one of these events."""
        users = events.user_id | events.partner_ids.user_ids
        return bool(
            (users - account.user_id).filtered(lambda u: u.active and not u.share)
        )

    # -- counting -----------------------------------------------------

    @api.model
    def _preview(self, account, policy, next_sync):
        """What a reset would do, in numbers.

        {"google": (events, series), "odoo": (events, series), "kept": (events,
        series), "guests": people Google would mail if asked to, "lost": changes made
        in Odoo that would never reach Google}
        """
        counts = {name: [0, 0] for name in ("google", "odoo", "kept")}
        guests = lost = 0
        for item in self._items(account):
            target = item.target(policy)
            for name in ("google", "odoo"):
                counts[name][item.is_series] += target in (name, "both")
            counts["kept"][item.is_series] += not target
            if target in ("google", "both"):
                guests += self._guests_to_tell(account, item)
            elif target == "odoo" or next_sync == "new":
                lost += any(row.state == "pending" for row in item.rows)
        return {
            **{name: tuple(numbers) for name, numbers in counts.items()},
            "guests": guests,
            "lost": lost,
        }

    @api.model
    def _guests_to_tell(self, account, item):
        """How many people Google would mail: the guests of what is not over yet."""
        own = normalize_email(account.email)
        guests, coming = set(), not item.events
        now = fields.Datetime.now()
        for event in item.events:
            coming = coming or event.stop >= now
        for row in item.rows:
            base = Base.load(row.base)
            guests |= (base.remote.get("attendees") or {}).keys() if base else set()
            guests |= {
                normalize_email(guest.get("email"))
                for guest in row.raw_attendees or ()
                if not guest.get("resource")
            }
            if base and not item.events and base.remote.get("when"):
                moment = datetime.now(timezone.utc)
                coming = item.is_series or not is_over(base.remote["when"], moment)
        return len(guests - {own, ""}) if coming else 0
