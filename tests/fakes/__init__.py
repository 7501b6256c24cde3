# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A fake Google in the box: OAuth, Calendar v3, People v1, Gmail v1 over HTTP.

``FakeGoogle`` is started by tests, the demo and the benchmark; ``python -m fakes``
runs it by itself. It imports neither Odoo nor any part of the addon, so it can only
agree with the addon by agreeing with Google.

    with FakeGoogle() as fake:
        fake.world.add_account("anna@example.com")
        fake.faults.rate_limit(times=2)
        …talk to fake.url…
        fake.log.count("GET", "/events$")
"""

from .app import App
from .faults import Faults
from .log import Log
from .server import Server
from .world import World

__all__ = ["FakeGoogle"]


class FakeGoogle:
    """``world`` (state), ``faults`` (what goes wrong), ``log`` (what was asked)."""

    def __init__(self, port=0, latency=0.0):
        self.world = World()
        self.log = Log()
        self.faults = Faults(self.world, latency)
        self.app = App(self.world, self.faults, self.log)
        self._port = port
        self._server = None

    @property
    def url(self):
        """Base URL, such as ``http://127.0.0.1:40123``; only while it runs."""
        if self._server is None:
            raise RuntimeError("The fake Google is not running: call start() first.")
        return self._server.url

    def start(self):
        """Serve in daemon threads; returns self.

        After ``stop`` it starts again at the same address, its world untouched: that
        is how a test takes Google off the net for a while.
        """
        self.faults.arm()
        self._server = Server(self.app, self._port)
        self._port = self._server.server_port
        self._server.serve_in_background()
        return self

    def hang_up(self):
        """Close every open connection, as servers do with idle ones."""
        self._server.hang_up()

    def stop(self):
        """Hang up on everybody and end."""
        if self._server is not None:
            self.faults.release()
            self.world.channels.close()
            self._server.close()
            self._server = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *exc_info):
        self.stop()
