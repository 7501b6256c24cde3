# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an account sees of an event of Google, where that is less than Google says.

Both sides of the agreement are kept as they were seen: what stands here in place of
Google's words is no edit and is never written back.
"""

import dataclasses

# Kinds of events that Google lets nobody write freely. They are read and no more.
OUT_OF_OFFICE, FOCUS_TIME = "outOfOffice", "focusTime"
# Ours: a private event in somebody else's calendar, of which only the time is shown.
HIDDEN = "hidden"

# What stays out of Odoo when an account brings its events in as "Busy" only.
BLANKED = ("title", "description", "location", "visibility", "attendees", "video")


def as_busy(form, title, own_email):
    """The form without text, place and guests, private; the own answer stays.

    ``when``, ``show_as`` and ``reminders`` are kept, and so is what is not BLANKED.
    """
    answers = form["attendees"]
    return {
        **form,
        "title": title,
        "description": "",
        "location": "",
        "visibility": "private",
        "attendees": {k: answers[k] for k in answers if k == own_email},
        "video": "",
    }


def hide_private(remote, title):
    """Google told only when: the event is somebody else's and private."""
    form = {**remote.form, "title": title, "visibility": "private"}
    return dataclasses.replace(remote, form=form, event_type=HIDDEN)


def is_private_of_others(remote):
    """Whether Google left everything but the time away, as it does for readers."""
    form = remote.form
    return bool(
        form
        and form["visibility"] == "private"
        and not form["title"]
        and not remote.organizer_email
    )


def block(remote, title):
    """Out of office and focus time: busy, whatever else is said."""
    form = {**remote.form, "show_as": "busy"}
    return dataclasses.replace(remote, form={**form, "title": form["title"] or title})
