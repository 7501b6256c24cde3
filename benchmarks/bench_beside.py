# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The same work done by this addon and by Odoo's own `google_calendar`, in turn.

The other module has a database of its own, where the addon is not installed, and an
Odoo process like this one (``beside_peer``). Each step is done by one and then by the
other, so both meet the same machine in the same minutes.
"""

import os
import subprocess
import sys
import tempfile
from multiprocessing.connection import Listener

sys.path.insert(0, os.path.join(os.getcwd(), "benchmarks"))

import beside
import measure
from beside_ours import Ours

env = globals()["env"]  # given by the shell
WORDS = {
    "pull": f"first pull of {beside.PULLED:,} events, 100 series among them",
    "push": f"{beside.EDITED} events edited",
    "title": "the title of a series of 50",
    "answer": "an answer to all of a series of 50",
    "reset": f"reset, {beside.RESET} events deleted at Google",
    "idle": "nothing new for two people",
}
# How many times fewer requests, and how many times faster, it has to be.
WANTED = {"pull": (1, 2), "push": (10, 5), "answer": (10, 5), "reset": (10, 5)}


class Comparison(measure.Results):
    """A row for each step: theirs, ours, how many times more theirs is."""

    def __init__(self, title, words):
        super().__init__(title, words)
        self.lines = []

    def step(self, name, ours, theirs):
        words = WORDS[name]
        ratios = [theirs[key] / ours[key] for key in ("requests", "seconds")]
        told = ("times fewer requests", "times faster")
        for what, value, least in zip(told, ratios, _wanted(name), strict=True):
            good = least is None or value >= least
            self.rows.append((f"{words}: {what}", value, least, "", good))
        self.add(f"{words}: not as it should be", ours["wrong"], limit=0)
        self.lines.append((name, ours, theirs, ratios))

    def table(self):
        heads = ("requests", "seconds", "queries", "MB", "mails to guests")
        heads += ("times fewer requests", "times faster")
        table = [f"| | {' | '.join(heads)} |", "|---|" + "--:|" * len(heads)]
        for name, ours, theirs, ratios in self.lines:
            cells = [
                f"{measure.said(theirs[key])} → {measure.said(ours[key])}"
                for key in ("requests", "seconds", "queries", "memory", "mails")
            ]
            cells += map(_against, ratios, _wanted(name))
            table.append(f"| {WORDS[name]} | {' | '.join(cells)} |")
        return table + self._remarks()

    def _remarks(self):
        told = []
        for name, ours, theirs, _ratios in self.lines:
            if ours["inner"]:
                told.append(f"{WORDS[name]}: {ours['inner']} calls in our batches.")
            if theirs.get("anew"):
                told.append(f"{WORDS[name]}: Odoo's module deletes it, makes another.")
            if theirs["wrong"]:
                told.append(f"{WORDS[name]}: Odoo's module leaves {theirs['wrong']}.")
        return ["", *(f"- {line}" for line in told)]


def _wanted(name):
    return WANTED.get(name, (None, None))


def _against(value, least):
    if least is None:
        return measure.said(value)
    return f"{measure.said(value)} (≥ {least}: {'pass' if value >= least else 'FAIL'})"


def peer_process(address):
    """The other Odoo, which calls back at this address."""
    command = measure.FACTS["beside"]["command"]
    with open("benchmarks/beside_peer.py") as code:
        return subprocess.Popen(
            command, stdin=code, env={**os.environ, "GWS_BESIDE": address}
        )


results = Comparison(
    "Beside Odoo's own google_calendar",
    "Odoo's module → this addon: the same work in turn on the same machine, each with "
    "its own database and an emulated Google filled alike. Seconds hold all of it: "
    "saving in Odoo, sending, waiting. MB is the peak above the idle process. What "
    "arrived at Google is looked at afterwards.",
)
with tempfile.TemporaryDirectory() as folder:
    address = os.path.join(folder, "line")
    with Listener(address) as listener, measure.Google() as google:
        peer = peer_process(address)
        try:
            ours = Ours(env, google)
            with listener.accept() as line:
                line.recv()
                for name in beside.STEPS:
                    mine = ours.step(name)
                    print(f"  {name}: ours {mine}", flush=True)
                    line.send(name)
                    theirs = line.recv()
                    print(f"  {name}: theirs {theirs}", flush=True)
                    results.step(name, mine, theirs)
                line.send("")
            peer.wait(60)
        finally:
            peer.kill()
            peer.wait()
results.finish()
