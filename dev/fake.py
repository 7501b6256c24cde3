# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The emulated Google alone, with the demo world, until Ctrl-C.

make fake FAKE_PORT=8019 REDIRECT=http://localhost:8069/google_account/authentication

For an Odoo of your own: set `google_workspace.api_endpoint` to the address printed
and REDIRECT to that Odoo's redirect URI. The world begins anew each time.
"""

import json
import os
import time

from ground import demo_world, places, processes, python_env
from ground.console import Failure, main, run, say

REDIRECT = "http://localhost:8069/google_account/authentication"


def serve():
    """Serve until Ctrl-C; say what to enter in Odoo."""
    python = python_env.find()
    world = json.loads(run([python, demo_world.WORLD], cwd=places.CHECKOUT))
    client = world["clients"][0]
    client["redirect_uris"] = [os.environ.get("REDIRECT") or REDIRECT]
    seed = places.run() / "fake.json"
    seed.write_text(json.dumps(world))
    port = processes.port("FAKE_PORT", 8019)
    with demo_world.serving(python, port, seed, "fake.log") as (url, process):
        say(
            f"\n  {url}/  (Ctrl-C stops)\n"
            f"  client id        {client['client_id']}\n"
            f"  client secret    {client['client_secret']}\n"
            f"  redirect URI     {client['redirect_uris'][0]}\n"
            f"  accounts         {', '.join(a['email'] for a in world['accounts'])}"
        )
        while process.poll() is None:
            time.sleep(1)
        raise Failure(f"It ended:\n{processes.tail(process.log)}")


if __name__ == "__main__":
    main(serve)
