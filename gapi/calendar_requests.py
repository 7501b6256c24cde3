# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Calendar v3 requests: the constant listing query, and one request for each verb.

Requests are made by the client library from its discovery document, which checks
every parameter's name and type before anything is sent.
"""

from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import lru_cache

# A listing and all its later increments must ask the very same question, or Google
# refuses the cursor. Whoever changes a word of the query below raises the version:
# a cursor of another version is not used, the calendar is listed in full again.
# 2: smaller pages, and series are taken in.
LISTING_VERSION = 2

# Birthdays and working locations are no appointments.
EVENT_TYPES = ("default", "outOfOffice", "focusTime", "fromGmail")

EVENT_FIELDS = (
    "id,etag,status,htmlLink,created,updated,iCalUID,sequence,eventType,"
    "summary,description,location,colorId,creator,organizer,"
    "start,end,endTimeUnspecified,recurrence,recurringEventId,originalStartTime,"
    "transparency,visibility,attendees,attendeesOmitted,reminders,"
    "hangoutLink,conferenceData,extendedProperties,source,"
    "guestsCanModify,guestsCanInviteOthers,guestsCanSeeOtherGuests,"
    "privateCopy,locked"
)
_PAGE_FIELDS = (
    "nextPageToken,nextSyncToken,timeZone,defaultReminders,accessRole,"
    f"items({EVENT_FIELDS})"
)
# No maxAttendees: a cut guest list must never be written back. No showDeleted: an
# increment brings deletions anyway, and a full listing keeps the cancelled instances
# of series, which is all it needs. Not the largest page Google allows (2500): a page is
# what a pull holds in memory, and what it does again when it was interrupted.
_LISTING = {
    "singleEvents": False,
    "maxResults": 1000,
    "eventTypes": list(EVENT_TYPES),
    "fields": _PAGE_FIELDS,
}
_CALENDAR_FIELDS = (
    "nextPageToken,nextSyncToken,items(id,etag,summary,summaryOverride,description,"
    "timeZone,accessRole,primary,selected,hidden,deleted,"
    "backgroundColor,foregroundColor,defaultReminders)"
)

VERBS = ("insert", "patch", "delete", "get", "move")
SEND_UPDATES = ("all", "externalOnly", "none")


@dataclass(frozen=True)
class Write:
    """One call of a batch.

    verb          "insert", "patch", "delete", "get" or "move"
    event_id      None for an insert: there the id is inside `body`, chosen by the
                  caller, so that a repeated insert is a 409 and not a second event
    body          the fields to write; the answer of a get needs none
    etag          the change is refused (412) if the event has another one
    send_updates  who is mailed: "all", "externalOnly" or "none"
    conference    keep or make `conferenceData`; without it Google ignores the field
    to            the calendar that a move ends in, which becomes the organiser
    """

    verb: str
    calendar_id: str
    event_id: str | None = None
    body: dict | None = field(default=None, repr=False)
    etag: str | None = None
    send_updates: str = "none"
    conference: bool = False
    to: str | None = None

    def __post_init__(self):
        if self.verb not in VERBS:
            raise ValueError(f"unknown verb {self.verb!r}")
        if self.send_updates not in SEND_UPDATES:
            raise ValueError(f"unknown send_updates {self.send_updates!r}")
        if self.verb == "insert" and not (self.body or {}).get("id"):
            raise ValueError("an insert needs an id of its own to be repeatable")
        if self.verb != "insert" and not self.event_id:
            raise ValueError(f"{self.verb} needs an event id")
        if (self.verb == "move") != bool(self.to):
            raise ValueError("a move, and nothing else, needs a calendar to go to")

    @property
    def key(self):
        """What must not be written twice in one batch."""
        return self.calendar_id, self.event_id or self.body["id"]

    @property
    def method(self):
        return f"events.{self.verb}"

    @property
    def writes(self):
        return self.verb != "get"


def rfc3339(moment):
    """An aware datetime as Google wants it, in UTC to the second."""
    if moment.tzinfo is None:
        raise ValueError("a time for Google needs a zone")
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def listing(service, calendar_id, sync_token=None, page_token=None, time_min=None):
    """One page of `events.list`. Google forbids a time window beside a sync token."""
    query = dict(_LISTING)
    if sync_token:
        query["syncToken"] = sync_token
    elif time_min is not None:
        query["timeMin"] = rfc3339(time_min)
    if page_token:
        query["pageToken"] = page_token
    return service.events().list(calendarId=calendar_id, **query)


def instances(
    service,
    calendar_id,
    event_id,
    time_min: datetime | None,
    time_max: datetime | None,
    page_token=None,
):
    """One page of the instances of a series; `time_max` is exclusive."""
    query = {"maxResults": 2500, "fields": _PAGE_FIELDS, "showDeleted": True}
    if time_min is not None:
        query["timeMin"] = rfc3339(time_min)
    if time_max is not None:
        query["timeMax"] = rfc3339(time_max)
    if page_token:
        query["pageToken"] = page_token
    return service.events().instances(calendarId=calendar_id, eventId=event_id, **query)


def calendar_list(service, sync_token=None, page_token=None):
    """One page of the user's calendars, with those hidden in Google's own screens:
    a calendar somebody hid is not a calendar that is gone."""
    query = {"maxResults": 250, "showHidden": True, "fields": _CALENDAR_FIELDS}
    if sync_token:
        query["syncToken"] = sync_token
    if page_token:
        query["pageToken"] = page_token
    return service.calendarList().list(**query)


@lru_cache(maxsize=8)
def _events(service):
    """The library makes this anew at each call, which takes it milliseconds."""
    return service.events()


def single(service, write):
    """The request for one `Write`."""
    events = _events(service)
    if write.verb == "get":
        return events.get(
            calendarId=write.calendar_id, eventId=write.event_id, fields=EVENT_FIELDS
        )
    query = {"calendarId": write.calendar_id, "sendUpdates": write.send_updates}
    if write.verb == "move":
        return events.move(
            eventId=write.event_id, destination=write.to, fields=EVENT_FIELDS, **query
        )
    if write.verb == "delete":
        request = events.delete(eventId=write.event_id, **query)
    else:
        query.update(body=write.body or {}, fields=EVENT_FIELDS)
        if write.conference:
            query["conferenceDataVersion"] = 1
        if write.verb == "insert":
            return events.insert(**query)
        request = events.patch(eventId=write.event_id, **query)
    if write.etag:
        request.headers["If-Match"] = write.etag
    return request
