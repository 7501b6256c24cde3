# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Google Calendar: read pages, write events one by one or fifty at once.

Resources are Google's own dicts, unchanged; `mapping` reads them. Times going in are
aware datetimes. Every method raises `GoogleError` (see `errors`), but `batch`, whose
results carry the errors.
"""

from dataclasses import dataclass

from . import batch
from .calendar_requests import (
    EVENT_FIELDS,
    EVENT_TYPES,
    LISTING_VERSION,
    Write,
    calendar_list,
    instances,
    listing,
    single,
)
from .errors import Gone, GoogleError
from .pages import dicts, pages, token
from .transport import Call, reader

__all__ = [
    "EVENT_FIELDS",
    "EVENT_TYPES",
    "LISTING_VERSION",
    "CalendarClient",
    "CalendarPage",
    "EventPage",
    "Result",
    "Write",
]

_DEFAULT_TTL = 7 * 86400


@dataclass(frozen=True)
class EventPage:
    """One page of a listing. `next_sync_token` comes with the last page only and
    may be stored only when every page is applied."""

    items: list
    next_page_token: str | None
    next_sync_token: str | None
    time_zone: str | None
    default_reminders: list
    access_role: str | None


@dataclass(frozen=True)
class CalendarPage:
    """One page of the calendar list; deleted entries are in it."""

    items: list
    next_page_token: str | None
    next_sync_token: str | None


@dataclass(frozen=True)
class Result:
    """What became of one `Write`: the resource (None after a delete), or the error."""

    value: dict | None
    error: GoogleError | None = None


class CalendarClient:
    """The calendar of one Google account.

    transport     may be shared with other accounts
    token_source  `tokens.TokenSource` of this account
    """

    def __init__(self, transport, token_source):
        self._transport = transport
        self._token_source = token_source

    @property
    def token_source(self):
        """As whom this client calls; whoever stores refreshed tokens asks it."""
        return self._token_source

    @property
    def _service(self):
        return self._transport.service("calendar")

    def _execute(self, request, method, write=False):
        return self._transport.execute(
            request, "calendar", method, write, self._token_source
        )

    # -- reading ---------------------------------------------------------------
    def calendars(self):
        """Return all calendars of the user, also hidden ones, without deleted ones."""
        items = []
        for page in pages(
            lambda page_token: self.calendar_page(page_token=page_token),
            "calendar",
            "calendarList.list",
        ):
            items += [item for item in page.items if not item.get("deleted")]
        return items

    def calendar_page(self, sync_token=None, page_token=None):
        """Return one `CalendarPage`, of what changed since `sync_token` if given."""
        data = self._execute(
            calendar_list(self._service, sync_token, page_token), "calendarList.list"
        )
        return CalendarPage(
            items=dicts(data, "items"),
            next_page_token=token(data, "nextPageToken"),
            next_sync_token=token(data, "nextSyncToken"),
        )

    def list_events(self, calendar_id, sync_token=None, page_token=None, time_min=None):
        """Return one `EventPage`.

        sync_token  only what changed since; deletions come as `status: cancelled`
        page_token  the next page: give the *same* sync_token or time_min again
        time_min    aware datetime; events that end after it. Not sent beside a
                    sync token, which carries the window it was made with
        Raises `CursorExpired` for a token Google does not take any more,
        `Forbidden(kind="access")` when the calendar is not there or not shared.
        """
        data = self._execute(
            listing(self._service, calendar_id, sync_token, page_token, time_min),
            "events.list",
        )
        return _event_page(data)

    def pages(self, calendar_id, sync_token=None, time_min=None):
        """Yield every `EventPage` of a listing; arguments as in `list_events`."""
        return pages(
            lambda page_token: self.list_events(
                calendar_id, sync_token, page_token, time_min
            ),
            "calendar",
            "events.list",
        )

    def get(self, calendar_id, event_id):
        """Return the event. A deleted one comes back with `status: cancelled`."""
        return self._one(Write("get", calendar_id, event_id))

    def instances(self, calendar_id, event_id, time_min=None, time_max=None):
        """Return the instances of a series between two aware datetimes, `time_max`
        exclusive, cancelled instances too."""

        def page(page_token):
            request = instances(
                self._service, calendar_id, event_id, time_min, time_max, page_token
            )
            return _event_page(self._execute(request, "events.instances"))

        return [
            item
            for found in pages(page, "calendar", "events.instances")
            for item in found.items
        ]

    # -- writing ---------------------------------------------------------------
    def insert(self, calendar_id, body, send_updates="none", conference=False):
        """Create the event `body`, which carries its own id; return the resource.

        Raises `Conflict` (409 duplicate) when the id is there, also as deleted.
        """
        return self._one(
            Write("insert", calendar_id, None, body, None, send_updates, conference)
        )

    def patch(
        self,
        calendar_id,
        event_id,
        body,
        etag=None,
        send_updates="none",
        conference=False,
    ):
        """Change only the fields in `body` (lists are replaced whole, None empties a
        field); return the resource. `Conflict` (412) if the etag has moved."""
        return self._one(
            Write("patch", calendar_id, event_id, body, etag, send_updates, conference)
        )

    def delete(self, calendar_id, event_id, etag=None, send_updates="none"):
        """Delete the event. `Gone` when it was deleted already."""
        self._one(Write("delete", calendar_id, event_id, None, etag, send_updates))

    def move(self, calendar_id, event_id, destination, send_updates="none"):
        """Move the event to another calendar, which becomes its organiser."""
        return self._one(
            Write(
                "move",
                calendar_id,
                event_id,
                send_updates=send_updates,
                to=destination,
            )
        )

    def batch(self, writes):
        """Carry out a list of `Write`; return a `Result` for each, in the same order.

        Never raises a `GoogleError`: one that concerns the whole account
        (`ReauthRequired`, a missing scope, the quota) is the error of every write it
        stopped. `outcome_unknown` tells the writes that may have happened.
        """
        service = self._service
        calls = []
        for write in writes:
            request = single(service, write)
            calls.append(
                Call(
                    service="calendar",
                    method=write.method,
                    uri=request.uri,
                    http_method=request.method,
                    body=request.body,
                    headers=dict(request.headers),
                    read=reader(request.method),
                    write=write.writes,
                )
            )
        outcomes = batch.run(
            self._transport,
            "calendar",
            calls,
            self._token_source,
            keys=[write.key for write in writes],
        )
        return [Result(value, error) for value, error in outcomes]

    def _one(self, write):
        return self._execute(single(self._service, write), write.method, write.writes)

    # -- push channels -----------------------------------------------------------
    def watch(self, calendar_id, channel_id, token, address, ttl=_DEFAULT_TTL):
        """Ask Google to call `address` when the calendar changes.

        channel_id  at most 64 characters, new for every channel
        token       at most 256, comes back with every notification
        ttl         seconds wished for; the answer's `expiration` (ms) is what holds
        Returns the channel with its `resourceId`, needed to stop it.
        """
        body = {
            "id": channel_id,
            "type": "web_hook",
            "address": address,
            "token": token,
            "params": {"ttl": str(int(ttl))},
        }
        request = self._service.events().watch(calendarId=calendar_id, body=body)
        return self._execute(request, "events.watch", write=True)

    def stop_channel(self, channel_id, resource_id):
        """Stop a channel. One that ended already is fine."""
        request = self._service.channels().stop(
            body={"id": channel_id, "resourceId": resource_id}
        )
        try:
            self._execute(request, "channels.stop", write=True)
        except Gone:
            return


def _event_page(data):
    return EventPage(
        items=dicts(data, "items"),
        next_page_token=token(data, "nextPageToken"),
        next_sync_token=token(data, "nextSyncToken"),
        time_zone=data.get("timeZone"),
        default_reminders=data.get("defaultReminders") or [],
        access_role=data.get("accessRole"),
    )
