# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A threaded HTTP/1.1 server with kept-alive connections for one WSGI app.

It numbers connections (so that tests can count them) and can do what ordinary servers
cannot: cut a connection instead of answering, and break off in the middle of a body.
Loopback only.
"""

import io
import itertools
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .wire import CUT, TRUNCATE


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, app, port=0, host="127.0.0.1"):
        self.app = app
        self.numbers = itertools.count(1)
        self.open_sockets = set()
        super().__init__((host, port), Handler)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def serve_in_background(self):
        thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        thread.start()
        return thread

    def hang_up(self):
        """Close every open connection; new ones are welcome."""
        for connection in list(self.open_sockets):
            _hang_up(connection)

    def close(self):
        """Stop accepting and hang up on everybody."""
        self.shutdown()
        self.server_close()
        self.hang_up()

    def handle_error(self, request, client_address):
        """A client that went away is no news; anything else is printed as usual."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def _hang_up(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        # Already closed by the other side: exactly what was wanted.
        return


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "ESF"
    sys_version = ""

    def setup(self):
        super().setup()
        self.connection_id = next(self.server.numbers)
        self.server.open_sockets.add(self.connection)

    def finish(self):
        self.server.open_sockets.discard(self.connection)
        super().finish()

    def log_message(self, *args):
        """The request log is the app's."""

    def _serve(self):
        length = int(self.headers.get("Content-Length") or 0)
        if self.headers.get("Transfer-Encoding"):
            self.send_error(411, "Length Required")
            self.close_connection = True
            return
        path, _mark, query = self.path.partition("?")
        environ = {
            "REQUEST_METHOD": self.command,
            "REQUEST_URI": path,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(length),
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "REMOTE_ADDR": self.client_address[0],
            "SERVER_NAME": "127.0.0.1",
            "wsgi.input": io.BytesIO(self.rfile.read(length)),
            "fake.connection_id": self.connection_id,
        }
        for name, value in self.headers.items():
            environ["HTTP_" + name.upper().replace("-", "_")] = value
        status = []
        chunks = self.server.app(environ, lambda *args: status.extend(args))
        body = b"".join(chunks)
        self._answer(status[0], status[1], body, environ.get("fake.transport"))

    def _answer(self, status, headers, body, transport):
        if transport == CUT:
            self.close_connection = True
            _hang_up(self.connection)
            return
        code, _blank, reason = status.partition(" ")
        self.send_response(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        if transport == TRUNCATE:
            body = body[: len(body) // 2]
            self.close_connection = True
        # Headers and body in one packet: no waiting for a delayed acknowledgement.
        self._headers_buffer.append(b"\r\n")
        if self.command != "HEAD":
            self._headers_buffer.append(body)
        self.flush_headers()
        if transport == TRUNCATE:
            self.wfile.flush()
            _hang_up(self.connection)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _serve
