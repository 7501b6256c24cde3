# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Driving the fake from another process: JSON under ``/_emulator/``.

===============================  =====================================================
GET  /_emulator/state            accounts, calendars, counts, mails, notifications
GET  /_emulator/dump             the world as a seed (holds client secrets)
GET  /_emulator/log              counts and all entries of the request log
POST /_emulator/world            ``{"verb": "put_event", "args": [...], "kwargs": {}}``
POST /_emulator/faults           the same for the verbs of ``fake.faults``
POST /_emulator/log              verbs ``clear`` and ``count``
POST /_emulator/clock            ``{"verb": "advance", "args": [3600]}``
POST /_emulator/seed             a seed (see ``seed.py``) to add
===============================  =====================================================

Answers are ``{"result": …}``, mistakes ``{"error": …}`` with a 4xx. Only from this
machine, only for a loopback Host, only with a JSON content type, so no web page the
person happens to visit can drive it.
"""

from urllib.parse import urlsplit

from .channels import is_loopback
from .errors import ApiError
from .wire import Response

WORLD = {
    *("add_client", "add_account", "add_calendar", "share_calendar"),
    *("unshare_calendar", "delete_calendar", "change_entry"),
    *("put_event", "patch_event", "delete_event", "split_series", "import_event"),
    *("seed_raw", "events", "event"),
    *("grant", "access_token", "quota", "be_lax", "load", "dump"),
    "clear_mails",
    *("put_contact", "change_contact", "delete_contact", "restore_contact"),
    *("merge_contacts", "rename_contact", "touch_contact", "seed_raw_contact"),
    *("put_group", "rename_group", "delete_group", "set_photo"),
    *("put_other_contact", "contacts", "deleted_contacts", "contact", "groups"),
    *("contact_rules", "people_quota", "expire_contact_cursors"),
    *("mailbox", "mail", "sent", "labels", "put_mail", "receive_mail", "send_mail"),
    *("reply_from_outside", "bounce", "read_mail", "unread_mail", "star_mail"),
    *("archive_mail", "trash_mail", "untrash_mail", "delete_mail", "label_mail"),
    *("unlabel_mail", "put_label", "rename_label", "delete_label", "add_alias"),
    *("remove_alias", "mail_rules", "gmail_quota", "gmail_at_once", "mail_limit"),
    *("stop_sending", "mail_service", "age_history", "spam_from", "undeliverable"),
    *("spoil_mail", "put_odd_mails", "departed"),
}
FAULTS = {
    *("latency", "rate_limit", "fail", "answer", "lose_answer", "drop_request"),
    *("truncate", "garble", "hang", "stale_etag", "revoke_tokens"),
    *("expire_access_tokens", "expire_cursors", "disable_api", "enable_api"),
    *("refuse_item", "refuse_contact", "stale_contact", "expire_contact_cursors"),
    *("lose_mail", "short_chunk", "end_uploads", "age_history", "stop_sending"),
    "clear",
}
LOG = {"clear", "count"}
CLOCK = {"advance"}
ROOMS = ("state", "dump", "log", "world", "faults", "clock", "seed")


def handles(request):
    return request.path.removeprefix("/_emulator/") in ROOMS


def is_local(request):
    """Whether the request comes from this machine and was meant for it."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    return is_loopback(request.remote) and is_loopback(host)


def handle(app, request):
    if not is_local(request):
        return _error(403, "The control endpoints answer to this machine only.")
    room = request.path.removeprefix("/_emulator/")
    if request.method == "GET":
        readers = {"state": _state, "log": _log, "dump": _dump}
        if room not in readers:
            return _error(405, f"{room} wants a POST.")
        return Response.of_json(readers[room](app))
    if not request.headers.get("content-type", "").startswith("application/json"):
        return _error(415, "The body must be JSON.")
    try:
        data = request.json()
    except ValueError:
        return _error(400, "The body is not JSON.")
    if not isinstance(data, dict):
        return _error(400, "The body must be a JSON object.")
    if room == "seed":
        app.world.load(data)
        return Response.of_json({"result": None})
    targets = {
        "world": (app.world, WORLD),
        "faults": (app.faults, FAULTS),
        "log": (app.log, LOG),
        "clock": (app.world.clock, CLOCK),
    }
    if room not in targets:
        return _error(405, f"{room} wants a GET.")
    return _run(*targets[room], data)


def _run(target, verbs, data):
    verb = data.get("verb")
    if verb not in verbs:
        return _error(400, f"Unknown verb {verb!r}; there are {sorted(verbs)}.")
    try:
        result = getattr(target, verb)(*data.get("args", ()), **data.get("kwargs", {}))
    except ApiError as error:
        return Response.of_json(error.body(), error.status)
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        return _error(400, f"{type(error).__name__}: {error}")
    if not isinstance(result, dict | list | str | int | float | None):
        result = None
    return Response.of_json({"result": result})


def _state(app):
    world = app.world
    with world.lock:
        return {
            "now": world.clock.now().isoformat(),
            "accounts": [
                {"email": a.email, "name": a.name, "timezone": a.time_zone}
                for a in world.accounts.values()
            ],
            "clients": [
                {"client_id": c.client_id, "redirect_uris": c.redirect_uris}
                for c in world.clients.values()
            ],
            "calendars": [
                {
                    "id": calendar.id,
                    "summary": calendar.summary,
                    "acl": calendar.acl,
                    "events": sum(not e.cancelled for e in calendar.events.values()),
                }
                for calendar in world.calendars.values()
            ],
            "contacts": {book.email: book.living for book in world.books.values()},
            "mails": list(world.mails),
            "mailboxes": {
                box.email: len(box.mails) for box in world.mailboxes.values()
            },
            "sent_mails": world.departed(),
            "mail_notifications": list(world.mail_notifications),
            "notifications": list(world.channels.sent),
            "http_count": app.log.http_count,
            "inner_count": app.log.inner_count,
            "connection_count": app.log.connection_count,
            "fault_rules": len(app.faults.rules),
        }


def _log(app):
    return {
        "http_count": app.log.http_count,
        "inner_count": app.log.inner_count,
        "connection_count": app.log.connection_count,
        "requests": [entry.as_dict() for entry in list(app.log.requests)],
    }


def _dump(app):
    return app.world.dump()


def _error(status, text):
    return Response.of_json({"error": text}, status)
