# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One request, carried through: token, sending, errors by type, patience.

Promises: one kept-alive connection a thread and host, also for the OAuth calls; the
token only ever in the `Authorization` header; every error a `GoogleError`; waits of
one call bounded by `max_wait`; every try counted. Writes are repeated like reads,
because each of ours can be: an insert carries its own id, a change its etag. What
cannot be repeated (exchanging a code) says so.

It knows nothing of calendars; `calendar`, `oauth` and `batch` build on it.
"""

import http.client
import ipaddress
import json
import os
import random
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httplib2

from . import services
from .backoff import Patience
from .connection import BrokenAnswer, Connection, NotSent, is_timeout
from .errors import (
    GoogleError,
    ReauthRequired,
    Transient,
    classify,
    from_network_error,
    from_response,
)
from .tokens import TokenSource

__all__ = ["Call", "TokenSource", "Trace", "Transport", "check_endpoint", "is_loopback"]

# Longer addresses are sent as POST with the query as body, which Google accepts.
_LONGEST_URI = 2048


@dataclass(frozen=True)
class Trace:
    """One HTTP request as `on_request` sees it; holds no address and no secret."""

    service: str
    method: str
    status: int  # 0: no answer
    seconds: float
    inner: int  # calls in the batch, 0 for a plain request


@dataclass(frozen=True)
class Call:
    """A request to be sent.

    read(status, headers, content)   makes the answer of a 2xx; its ValueError means
                                     the answer is garbled
    error(status, headers, content)  makes the `GoogleError` of any other status;
                                     the APIs' own shapes where None
    repeatable   False: never sent again once it may have taken effect
    inner        number of calls in a batch
    """

    service: str
    method: str
    uri: str
    http_method: str = "GET"
    body: bytes | str | None = field(default=None, repr=False)
    headers: dict = field(default_factory=dict, repr=False)
    read: Callable | None = None
    error: Callable | None = None
    token_source: TokenSource | None = None
    write: bool = False
    repeatable: bool = True
    inner: int = 0


def check_endpoint(endpoint):
    """Return `endpoint` without a slash at its end; "" stays "".

    Raises ValueError unless it is https or a loopback address: the token goes there.
    """
    endpoint = (endpoint or "").strip().rstrip("/")
    if not endpoint:
        return ""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    if parts.username or parts.query or parts.fragment or not host:
        raise ValueError("The endpoint must be a plain base address")
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)):
        return endpoint
    raise ValueError("The endpoint must be https or a loopback address")


def is_loopback(host):
    """Whether this name or address is this very machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Transport:
    """Sends requests to Google, or to the `endpoint` that stands in for it.

    timeout   seconds for connecting and for each silence of the server
    retries   further tries of one call;  max_wait  seconds it may sleep in all
    sleep, rng  for tests;  on_request  called with a `Trace` after every HTTP request
    May be shared by threads; each has its own connection.
    """

    def __init__(
        self,
        endpoint="",
        timeout=20.0,
        retries=3,
        sleep=time.sleep,
        rng=random.random,
        on_request=None,
        max_wait=10.0,
        user_agent="google-workspace-odoo (gzip)",
    ):
        self.endpoint = check_endpoint(endpoint)
        self.timeout = timeout
        self.request_count = 0
        self.batch_call_count = 0
        self.retries = retries
        self._max_wait = max_wait
        self._sleep = sleep
        self._rng = rng
        self._on_request = on_request
        self._user_agent = user_agent
        host = urlsplit(self.endpoint).hostname
        self._use_proxy = not (host and is_loopback(host))
        self._local = threading.local()
        self._connections = weakref.WeakSet()
        self._lock = threading.Lock()

    # -- where -----------------------------------------------------------------
    def root(self, host_url):
        """Return an absolute address of Google as it is at our endpoint."""
        return services.moved(host_url, self.endpoint)

    def service(self, api):
        """Return the client library's service object, roots moved, shared."""
        return services.build(api, self.endpoint)

    def batch_url(self, api):
        """Return the address for batches of this API."""
        return services.batch_url(api, self.endpoint)

    def http(self):
        """Return this thread's `Connection` (an httplib2.Http), kept alive."""
        connection = getattr(self._local, "connection", None)
        # A forked process must not talk over its parent's socket.
        if connection is None or self._local.pid != os.getpid():
            connection = Connection(self.timeout, use_proxy=self._use_proxy)
            self._local.connection = connection
            self._local.pid = os.getpid()
            with self._lock:
                self._connections.add(connection)
        return connection

    def close(self):
        """Close the connections of all threads; a later call opens new ones."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            connection.close()

    # -- what ------------------------------------------------------------------
    def execute(self, request, service, method, write=False, token_source=None):
        """Send a request of the client library; return the answer as a dict.

        request  googleapiclient HttpRequest, e.g. `service.events().get(…)`
        service, method  "calendar", "events.get": for the error table
        write    True when Google's state changes: then a `Transient` may say
                 `outcome_unknown`
        Returns None where Google answers without a body. Raises `GoogleError`, and
        ValueError for a resumable upload, which takes several requests.
        """
        if request.resumable is not None:
            raise ValueError("resumable uploads are not one request")
        return self.send(
            Call(
                service=service,
                method=method,
                uri=request.uri,
                http_method=request.method,
                body=request.body,
                headers=dict(request.headers),
                read=reader(request.method),
                token_source=token_source,
                write=write,
            )
        )

    def send(self, call):
        """Carry a `Call` through, with retries; return what its `read` makes of it."""
        patience = self.patience()
        unknown = False
        while True:
            try:
                return self.attempt(call)
            except GoogleError as error:
                unknown = error.outcome_unknown = unknown or error.outcome_unknown
                if not self._may_repeat(call, error) or not patience.pause(
                    error, at_once=error.reason == "idle_closed"
                ):
                    raise

    def patience(self):
        """Return the tries and seconds one call may use up."""
        return Patience(self.retries, self._max_wait, self._sleep, self._rng)

    @staticmethod
    def _may_repeat(call, error):
        if not isinstance(error, Transient):
            return False
        if error.service == "oauth" and call.service != "oauth":
            return False  # refreshing the token was tried patiently already
        if error.reason == "tls":
            return False  # a certificate does not get better within seconds
        return call.repeatable or not error.outcome_unknown

    def attempt(self, call):
        """One try of `call`; a refused token is renewed once within it."""
        if call.token_source is None:
            return self._attempt_with(call, "")
        try:
            return self._attempt_with(call, _checked(call.token_source.token()))
        except ReauthRequired as error:
            if error.status != 401 or error.service != call.service:
                raise
        call.token_source.invalidate()
        return self._attempt_with(call, _checked(call.token_source.token()))

    def _attempt_with(self, call, token):
        headers = dict(call.headers)
        headers["user-agent"] = self._user_agent
        headers.setdefault("accept-encoding", "gzip, deflate")
        if token:
            headers["authorization"] = f"Bearer {token}"
        status, answer_headers, content = self._exchange(call, headers)
        if not 200 <= status < 300:
            if call.error:
                error = call.error(status, answer_headers, content)
            else:
                error = from_response(
                    call.service, call.method, status, answer_headers, content
                )
            error.outcome_unknown = call.write and status >= 500
            raise error
        if call.read is None:
            return None
        try:
            return call.read(status, answer_headers, content)
        except ValueError:
            raise self._garbled(call, status) from None

    def _exchange(self, call, headers):
        """Send and receive; return (status, headers, bytes). Counts and traces."""
        uri, http_method, body, headers = _shortened(call, headers)
        connection = self.http()
        status, started = 0, time.monotonic()
        try:
            response, content = connection.request(
                uri, method=http_method, body=body, headers=headers
            )
            status = int(response.status)
            return status, response, content
        except NotSent as exc:
            raise from_network_error(
                call.service, call.method, exc.__cause__, wrote=False
            ) from None
        except BrokenAnswer as exc:
            raise self._garbled(call, 200, str(exc)) from None
        except (OSError, http.client.HTTPException, httplib2.HttpLib2Error) as exc:
            error = from_network_error(call.service, call.method, exc, call.write)
            if connection.reused and not is_timeout(exc):
                error.reason = "idle_closed"
            raise error from None
        finally:
            self._count(call, status, time.monotonic() - started)

    @staticmethod
    def _garbled(call, status, detail="the answer is not what Google sends"):
        error = classify(call.service, call.method, 502, "garbled", detail)
        error.status = status
        error.outcome_unknown = call.write
        return error

    def _count(self, call, status, seconds):
        with self._lock:
            self.request_count += 1
            self.batch_call_count += call.inner
        if self._on_request:
            self._on_request(
                Trace(call.service, call.method, status, seconds, call.inner)
            )


def _checked(token):
    """A token with a line break in it would end up in an error of http.client."""
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise ReauthRequired("the stored token is unusable", reason="malformed_token")
    return token


def _shortened(call, headers):
    if call.http_method != "GET" or len(call.uri) <= _LONGEST_URI:
        return call.uri, call.http_method, call.body, headers
    uri, _mark, query = call.uri.partition("?")
    headers = dict(headers)
    headers["x-http-method-override"] = "GET"
    headers["content-type"] = "application/x-www-form-urlencoded"
    return uri, "POST", query, headers


def read_object(_status, _headers, content):
    """Return the object in an answer. ValueError when there is none."""
    data = json.loads(content)
    if not isinstance(data, dict):
        raise ValueError("not a JSON object")
    return data


def reader(http_method):
    """Return the `read` of an API's `Call`.

    A read must bring an object. A write may be answered by 204, a deletion also by
    an empty 200; both read as None.
    """

    def read(status, headers, content):
        if status == 204 or (http_method == "DELETE" and not content):
            return None
        return read_object(status, headers, content)

    return read_object if http_method == "GET" else read
