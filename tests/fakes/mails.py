# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which mails Google would send, written to ``world.mails`` and sent nowhere.

A row is ``{"to", "kind", "event_id", "calendar_id", "by", "send_updates"}`` with kind
"invitation", "update", "cancellation", or "reply" (a guest's answer, to the
organiser). ``sendUpdates`` decides: "all", "externalOnly" (guests without an account
in this world), "none"; without it nobody is mailed. Never the person who acts, never
rooms. Google also mails about past events, so the fake does. Those who stay on the
guest list hear nothing when only the list or an answer changed (a choice: Google's
documents are silent).
"""

from . import event_body


def policy(params):
    """The effective ``sendUpdates`` of a call."""
    if params.get("sendUpdates"):
        return params["sendUpdates"]
    return "all" if params.get("sendNotifications") else "none"


def _people(resource):
    return {
        guest["email"].lower(): guest["email"]
        for guest in resource.get("attendees") or []
        if guest.get("email") and not guest.get("resource")
    }


def _send(call, calendar, event_id, kind, emails):
    world, wanted = call.world, policy(call.params)
    if wanted == "none":
        return
    organizer = calendar.id.lower()
    for email in emails:
        if email.lower() in (organizer, (call.email or "").lower()):
            continue
        if wanted == "externalOnly" and world.account(email):
            continue
        _record(call, calendar, event_id, kind, email)


def _record(call, calendar, event_id, kind, email):
    call.world.mails.append(
        {
            "to": email,
            "kind": kind,
            "event_id": event_id,
            "calendar_id": calendar.id,
            "by": call.email,
            "send_updates": policy(call.params),
        }
    )


def after_write(call, calendar, before, after):
    """New guests are invited, dropped ones told, the others get real changes."""
    old, new = _people(before), _people(after)
    was_off = before.get("status") == "cancelled"
    invited = [new[key] for key in new if key not in old or was_off]
    dropped = [] if was_off else [old[key] for key in old if key not in new]
    _send(call, calendar, after["id"], "invitation", invited)
    _send(call, calendar, after["id"], "cancellation", dropped)
    if before and not was_off and _is_news(before, after):
        kept = [new[key] for key in new if key in old]
        _send(call, calendar, after["id"], "update", kept)


def to_guests_of_a_day(call, calendar, masters, exceptions):
    """Guests of single instances only, when the series' change reached theirs.

    Who is a guest of the series (``masters``: before and after) has been told already;
    everybody else hears once, however many of their instances are concerned.
    """
    told = set().union(*map(_people, masters))
    for old, exception in exceptions:
        if exception.cancelled:
            kind = "cancellation"
        elif _is_news(old, exception.resource):
            kind = "update"
        else:
            continue
        people = {k: v for k, v in _people(old).items() if k not in told}
        told |= set(people)
        _send(call, calendar, exception.id, kind, people.values())


def _is_news(before, after):
    """Whether something changed that guests who stay are told."""
    without = [
        {k: v for k, v in r.items() if k != "attendees"} for r in (before, after)
    ]
    return not event_body.only_own_change(*without)


def after_cancel(call, calendar, before):
    people = _people(before).values()
    _send(call, calendar, before["id"], "cancellation", people)


def after_guest_change(call, calendar, before, after, changed):
    """An answer goes to the organiser; a real change by a guest goes to everybody."""
    old, new = _people(before), _people(after)
    added = [new[key] for key in new if key not in old]
    _send(call, calendar, after["id"], "invitation", added)
    if changed - {"attendees"}:
        _send(call, calendar, after["id"], "update", [new[k] for k in new if k in old])
    wanted = policy(call.params)
    outside = call.world.account(calendar.id) is None
    if wanted == "all" or wanted == "externalOnly" and outside:
        kind = "update" if changed - {"attendees"} else "reply"
        _record(call, calendar, after["id"], kind, calendar.id)
