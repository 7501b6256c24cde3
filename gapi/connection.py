# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One thread's HTTP: httplib2 with one kept-alive connection a host.

httplib2 repeats requests on its own when a connection breaks, which would send a
write twice without anybody counting it. Here a request is sent exactly once; the
only thing done silently is opening a new connection when the server has closed the
idle one (seen *before* anything is sent). Repeating is `backoff`'s decision.

No redirect is followed, so the token goes to no other host. TLS is verified.
"""

import http.client
import select
import socket
import zlib

import httplib2

# A page of 2,500 events is about 5 MB of JSON; nothing Google sends is near this.
MAX_BODY = 200 * 1024 * 1024
# A socket's timeout is for all of what is handed to it at once: the whole of a large
# mail would have to pass a slow line within it. So it is handed over bit by bit, and
# the system may not hoard megabytes either, which the wait for the answer would meet.
_MOUTHFUL = 64 * 1024
_HOARD = 4 * _MOUTHFUL


class BrokenAnswer(Exception):
    """An answer came, but not whole: cut off, or not what its headers say."""


class NotSent(Exception):
    """The request did not leave: no name, no route, no TLS. `__cause__` says why."""


class Connection(httplib2.Http):
    """What the client library calls an `http`. Not shared between threads.

    Raises `NotSent`, `BrokenAnswer`, `OSError` or `http.client.HTTPException`.
    `reused` tells whether the last request went over a connection that had been
    used before.
    """

    def __init__(self, timeout, use_proxy=True):
        options = {} if use_proxy else {"proxy_info": None}
        super().__init__(timeout=timeout, **options)
        self.follow_redirects = False
        self.reused = False

    def _conn_request(self, conn, request_uri, method, body, headers):
        """Send once, read the whole answer. Overrides httplib2's loop of retries."""
        if conn.sock is not None and _is_stale(conn.sock):
            conn.close()
        self.reused = conn.sock is not None
        if isinstance(body, bytes) and len(body) > _MOUTHFUL:
            headers = {**headers, "content-length": str(len(body))}
            body = _mouthfuls(body)
        try:
            if conn.sock is None:
                _connect(conn)
            conn.request(method, request_uri, body, headers)
            answer = conn.getresponse()
            content = answer.read()
        except http.client.IncompleteRead as exc:
            conn.close()
            raise BrokenAnswer("the answer was cut off") from exc
        except BaseException:
            # Whatever happened, this connection may be out of step with the server.
            conn.close()
            raise
        return httplib2.Response(answer), _plain(answer, content)


def _mouthfuls(body):
    for start in range(0, len(body), _MOUTHFUL):
        yield body[start : start + _MOUTHFUL]


def _connect(conn):
    try:
        conn.connect()
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _HOARD)
    except (OSError, httplib2.HttpLib2Error) as exc:
        conn.close()
        raise NotSent("no connection") from exc


def _is_stale(sock):
    """An idle connection with something to read has been closed by the server."""
    try:
        if hasattr(select, "poll"):
            poll = select.poll()
            poll.register(sock, select.POLLIN | select.POLLHUP | select.POLLERR)
            return bool(poll.poll(0))
        return bool(select.select([sock], [], [], 0)[0])
    except (OSError, ValueError):
        return True


def _plain(answer, content):
    """Undo gzip or deflate, held to `MAX_BODY`."""
    encoding = (answer.getheader("content-encoding") or "").strip().lower()
    if not content or encoding in ("", "identity"):
        return content
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise BrokenAnswer(f"unknown content encoding {encoding[:20]!r}")
    # 32: gzip or zlib, whichever the header of the data says.
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        plain = unpacker.decompress(content, MAX_BODY)
    except zlib.error as exc:
        raise BrokenAnswer("the answer does not unpack") from exc
    if not unpacker.eof:
        raise BrokenAnswer("the packed answer is cut off or too large")
    return plain


def is_timeout(exc):
    """True for a timeout, also one that happened while connecting."""
    if isinstance(exc, NotSent):
        exc = exc.__cause__
    return isinstance(exc, TimeoutError)
