# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Run the fake Google by itself, to play with or to point an Odoo at.

PYTHONPATH=tests python -m fakes --port 8019 --seed world.json
"""

import argparse
import json
import signal
import sys
import threading
from pathlib import Path

from . import FakeGoogle


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="fakes", description=__doc__.split("\n")[0])
    parser.add_argument("--port", type=int, default=8019, help="0 takes a free one")
    parser.add_argument("--seed", help="a world as JSON; - reads it from stdin")
    parser.add_argument(
        "--latency", type=float, default=0.0, help="seconds added to every request"
    )
    options = parser.parse_args(arguments)
    fake = FakeGoogle(port=options.port, latency=options.latency)
    if options.seed:
        text = sys.stdin.read() if options.seed == "-" else _read(options.seed)
        fake.world.load(json.loads(text))
    done = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_args: done.set())
    with fake:
        print(f"Emulated Google at {fake.url}/  (Ctrl-C ends it)", flush=True)
        done.wait()
    return 0


def _read(path):
    return Path(path).read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
