# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The neutral form of an event: what both sides can say, in one spelling.

A form is a plain ``dict`` that survives JSON unchanged, because the binding keeps
it as the base of the three-way merge. Its keys are ``FIELDS``:

``title``        str, "" when there is none
``description``  str, HTML, "" when empty
``location``     str
``when``         {"start", "end", "all_day"}; timed: UTC "2026-03-01T09:00:00Z";
                 all-day: dates "2026-03-01". The end is EXCLUSIVE in both.
``visibility``   "default" | "public" | "private" | "confidential"
``show_as``      "busy" | "free"
``reminders``    None (the calendar's own defaults) or a sorted list of
                 ["popup" | "email", minutes]
``attendees``    {normalised e-mail: answer}, answers spelt as Google spells them,
                 which are also Odoo's: needsAction, declined, tentative, accepted
``video``        str, the link to join, or ``WISH`` and the id of the request: a person
                 asked for a Google Meet and its link has not come yet (Odoo only)
``rule``         None, or of a series {"lines": [...], "zone": IANA name or ""}, see
                 ``mapping.recurrence``; the other fields are then what its
                 occurrences have in common, ``when`` is the first of them

Everything else that Google knows of an event is not in the form and is therefore
never written by us.
"""

from dataclasses import dataclass, field

FIELDS = (
    "title",
    "description",
    "location",
    "when",
    "visibility",
    "show_as",
    "reminders",
    "attendees",
    "video",
    "rule",
)
ANSWERS = ("needsAction", "declined", "tentative", "accepted")

# What every person has on their own copy of a meeting and no other copy follows
# (Calendar v3: Event.reminders, transparency, visibility). With the answer, these are
# what a guest may write on a meeting that somebody else organises.
OWN_COPY_FIELDS = ("reminders", "show_as", "visibility")

WISH = "meet:"


class Unreadable(ValueError):
    """A resource that cannot become an event; the text says why, in plain words."""


@dataclass(frozen=True)
class There:
    """Google's text and link as they stand, whatever of them is agreed.

    ``conference``: "" for none, "video" when ``video`` is Google's own, "pending"
    while Google makes it, "failed" when it could not, "other" without a video (by
    phone, say).
    """

    description: str = ""
    video: str = ""
    conference: str = ""


@dataclass(frozen=True)
class RemoteEvent:
    """One event as Google answered it, split into our form and the rest.

    ``form`` is None when the event is cancelled: Google then guarantees nothing but
    the id, and of an occurrence ``master_id`` and ``original_start`` (its key).
    ``raw_attendees`` is Google's own list, kept whole so that a push changes only what
    moved. ``zone`` is the event's own IANA zone or "".
    """

    google_id: str
    etag: str = ""
    form: dict | None = None
    cancelled: bool = False
    kind: str = "single"  # single | master | instance
    master_id: str = ""
    original_start: str = ""
    event_type: str = "default"
    ical_uid: str = ""
    zone: str = ""
    organizer_email: str = ""
    organizer_self: bool = False
    guests_can_modify: bool = False
    attendees_omitted: bool = False
    raw_attendees: tuple = ()
    private_properties: dict = field(default_factory=dict)
    html_link: str = ""
    created: str = ""  # when the event was made, as Google spells it
    there: There = There()
    notes: tuple = ()  # what was read differently from what Google said


def normalize_email(text):
    """`` Anna@Example.COM `` → ``anna@example.com``; "" for what is no address."""
    text = (text or "").strip()
    local, at, domain = text.rpartition("@")
    if not at or not local or not domain or len(text.split()) != 1:
        return ""
    return text.lower()


def is_wish(video):
    """Whether a link of the form is only wished for."""
    return video.startswith(WISH)
