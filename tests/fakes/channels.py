# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Watch channels: events.watch, channels.stop and the notifications in between.

A notification is a real POST with ``X-Goog-*`` headers and an empty body, sent from a
background thread: ``sync`` once, then ``exists`` after changes (several changes in one
breath are one notification). Answers 200, 201, 202, 204 and 102 are success; 500, 502,
503 and 504 are tried again, anything else is dropped. ``sent`` keeps what happened.
"""

import hashlib
import http.client
import ipaddress
import queue
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from . import errors

DEFAULT_TTL = 604800
RETRY_WAITS = (0.2, 1.0)
SUCCESS = (102, 200, 201, 202, 204)


@dataclass
class Channel:
    id: str
    address: str
    resource_id: str
    resource_uri: str
    calendar_id: str
    email: str
    expires: float
    token: str | None = field(default=None, repr=False)
    number: int = 0
    stopped: bool = False


class Channels:
    def __init__(self, world):
        self.world = world
        self.channels = {}
        self.sent = []
        self._queue = queue.Queue()
        self._waiting = set()
        self._thread = None
        self._closing = threading.Event()

    # --- the API --------------------------------------------------------------------

    def watch(self, call):
        """events.watch: a new channel; the ``sync`` message follows at once."""
        with self.world.lock:
            calendar = call.calendar()
            body = call.body
            self._check(body)
            now = self.world.clock.time()
            resource_id = hashlib.sha256(
                f"{calendar.id} {call.email}".encode()
            ).hexdigest()[:27]
            channel = Channel(
                id=body["id"],
                address=body["address"],
                resource_id=resource_id,
                resource_uri=f"{call.base_url}{call.path}".removesuffix("/watch")
                + "?alt=json",
                calendar_id=calendar.id,
                email=call.email,
                expires=_expiry(body, now),
                token=body.get("token"),
            )
            self.channels[channel.id] = channel
        self._enqueue(channel, "sync")
        answer = {
            "kind": "api#channel",
            "id": channel.id,
            "resourceId": channel.resource_id,
            "resourceUri": channel.resource_uri,
            "expiration": str(int(channel.expires * 1000)),
        }
        if channel.token:
            answer["token"] = channel.token
        return answer

    def _check(self, body):
        for name in ("id", "type", "address"):
            if not body.get(name):
                raise errors.required(f"channel {name}")
        if len(body["id"]) > 64:
            raise errors.invalid("Channel id is too long.")
        if len(body.get("token") or "") > 256:
            raise errors.invalid("Channel token is too long.")
        if body["type"] not in ("web_hook", "webhook"):
            raise errors.invalid("Unknown channel type.")
        if body["id"] in self.channels:
            raise errors.ApiError(
                400,
                "channelIdNotUnique",
                f"Channel id {body['id']} not unique",
            )
        if not _acceptable(body["address"]):
            raise errors.ApiError(
                400,
                "push.webhookUrlNotHttps",
                f"WebHook callback must be HTTPS: {body['address']}",
            )

    def stop(self, call):
        """channels.stop: id and resourceId must name one living channel."""
        with self.world.lock:
            channel = self.channels.get(call.body.get("id"))
            wanted = call.body.get("resourceId")
            if channel is None or channel.stopped or channel.resource_id != wanted:
                raise errors.ApiError(
                    404,
                    "notFound",
                    f"Channel '{call.body.get('id')}' not found for project",
                )
            if channel.email != call.email:
                raise errors.forbidden()
            channel.stopped = True

    # --- delivery -------------------------------------------------------------------

    def changed(self, calendar_id):
        """Something in this calendar moved: tell its living channels."""
        now = self.world.clock.time()
        for channel in list(self.channels.values()):
            living = not channel.stopped and channel.expires > now
            if channel.calendar_id == calendar_id and living:
                self._enqueue(channel, "exists")

    def _enqueue(self, channel, state):
        if state == "exists":
            if channel.id in self._waiting:
                return
            self._waiting.add(channel.id)
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._deliver, args=(self._queue, self._closing), daemon=True
            )
            self._thread.start()
        self._queue.put((channel, state))

    def _deliver(self, waiting, closing):
        while not closing.is_set():
            item = waiting.get()
            if item is None:
                return
            channel, state = item
            if state == "exists":
                time.sleep(0.05)  # one notification for a burst of changes
                self._waiting.discard(channel.id)
            if channel.stopped:
                continue
            channel.number += 1
            status = self._post(channel, state, closing)
            self.sent.append(
                {
                    "channel": channel.id,
                    "state": state,
                    "number": channel.number,
                    "status": status,
                }
            )

    def _post(self, channel, state, closing):
        headers = {
            "Content-Length": "0",
            "Content-Type": "application/json; utf-8",
            "User-Agent": "APIs-Google",
            "X-Goog-Channel-ID": channel.id,
            "X-Goog-Channel-Expiration": time.strftime(
                "%a, %d %b %Y %H:%M:%S GMT", time.gmtime(channel.expires)
            ),
            "X-Goog-Resource-ID": channel.resource_id,
            "X-Goog-Resource-URI": channel.resource_uri,
            "X-Goog-Resource-State": state,
            "X-Goog-Message-Number": str(channel.number),
        }
        if channel.token:
            headers["X-Goog-Channel-Token"] = channel.token
        status = 0
        for wait in (*RETRY_WAITS, None):
            status = _send(channel.address, headers)
            if status in SUCCESS or status not in (0, 500, 502, 503, 504):
                break
            if wait is None or closing.wait(wait):
                break
        return status

    def close(self):
        """End the delivery thread; what is not sent by now is lost, as it may be.

        The next change starts a new one.
        """
        if self._thread is None:
            return
        self._closing.set()
        self._queue.put(None)
        self._thread.join(timeout=1)
        self._thread = None
        self._waiting.clear()
        self._queue = queue.Queue()
        self._closing = threading.Event()


def _send(address, headers):
    """POST an empty body; the status, or 0 when nobody answered."""
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=10)
    path = parts.path or "/"
    try:
        connection.request(
            "POST", f"{path}?{parts.query}" if parts.query else path, headers=headers
        )
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _acceptable(address):
    """https anywhere; plain http only to this machine (Google would refuse that)."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and is_loopback(parts.hostname or "")


def is_loopback(host):
    """Whether a host name or address is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _expiry(body, now):
    """Seconds since the epoch: the sooner of what was asked and the default."""
    ttl = (body.get("params") or {}).get("ttl")
    wanted = now + DEFAULT_TTL
    if ttl and str(ttl).isdigit():
        wanted = now + int(ttl)
    if body.get("expiration"):
        wanted = int(body["expiration"]) / 1000
        if wanted <= now:
            raise errors.invalid("Channel expiration is in the past.")
    return wanted
