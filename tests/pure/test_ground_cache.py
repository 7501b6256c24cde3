# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The cache of the commands: half-made folders, two commands at once, given ports."""

import contextlib
import io
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path
from unittest import mock

from ...dev.ground import console, locks, odoo_source, places, processes


class TestBuild(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.base = Path(folder.name)
        self.target = self.base / "thing"

    def left(self):
        return sorted(path.name for path in self.base.iterdir())

    def test_appears_when_it_is_whole(self):
        with locks.build(self.target) as folder:
            (folder / "file").write_text("x")
            self.assertFalse(self.target.exists())
        self.assertEqual((self.target / "file").read_text(), "x")
        with locks.build(self.target) as folder:
            self.assertIsNone(folder)

    def test_failure_leaves_nothing(self):
        with self.assertRaises(ZeroDivisionError), locks.build(self.target) as folder:
            (folder / "file").write_text("half")
            raise ZeroDivisionError
        self.assertEqual(self.left(), ["thing.lock"])

    def test_leftover_of_a_killed_command_is_removed(self):
        (self.base / "thing.part-old").mkdir()
        with locks.build(self.target) as folder:
            self.assertEqual(list(folder.iterdir()), [])
        self.assertEqual(self.left(), ["thing", "thing.lock"])

    def test_two_at_once_build_once(self):
        built, ready, words = [], threading.Event(), io.StringIO()

        def build(wait):
            with locks.build(self.target) as folder:
                if folder:
                    built.append(folder)
                    ready.set()
                    wait()

        hold = threading.Event()
        first = threading.Thread(target=build, args=(hold.wait,))
        with contextlib.redirect_stdout(words):
            first.start()
            ready.wait(10)
            second = threading.Thread(target=build, args=(lambda: None,))
            second.start()
            second.join(0.2)
            self.assertTrue(second.is_alive(), "the second must wait for the first")
            hold.set()
            first.join(10)
            second.join(10)
        self.assertEqual(len(built), 1)
        self.assertIn("waiting for another command", words.getvalue())


class TestPorts(unittest.TestCase):
    def test_given_port_in_use_is_refused(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            number = taken.getsockname()[1]
            with mock.patch.dict(os.environ, {"PORT": str(number)}):
                with self.assertRaises(console.Failure):
                    processes.port("PORT")
            with mock.patch.dict(os.environ, {"PORT": ""}):
                self.assertNotEqual(processes.port("PORT", number), number)

    def test_given_word_is_refused(self):
        with mock.patch.dict(os.environ, {"PORT": "http"}):
            with self.assertRaises(console.Failure):
                processes.port("PORT")


class TestChild(unittest.TestCase):
    def test_ends_with_its_children(self):
        script = (
            "import subprocess, sys, time\n"
            "child = subprocess.Popen([sys.executable, '-c', 'import time; "
            "time.sleep(60)'])\n"
            "print(child.pid, flush=True)\n"
            "time.sleep(60)\n"
        )
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log"
            with processes.child([sys.executable, "-c", script], "It", log) as process:
                while not log.read_text().strip() and process.poll() is None:
                    time.sleep(0.01)
            grandchild = int(log.read_text())
        self.assertIsNotNone(process.returncode)
        until = time.monotonic() + 10
        while self.runs(grandchild) and time.monotonic() < until:
            time.sleep(0.01)
        self.assertFalse(self.runs(grandchild))

    @staticmethod
    def runs(pid):
        """Tell whether a process is there and not just waiting to be collected."""
        try:
            return " Z " not in Path(f"/proc/{pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return False

    def test_child_that_ends_early_tells_its_last_words(self):
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log"
            command = [sys.executable, "-c", "raise SystemExit('no such luck')"]
            with processes.child(command, "It", log) as process:
                with self.assertRaisesRegex(console.Failure, "no such luck"):
                    processes.wait_for("http://127.0.0.1:9/", process, 30)


class TestFailure(unittest.TestCase):
    def test_command_that_fails_shows_its_end_and_the_advice(self):
        command = [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"]
        with self.assertRaisesRegex(console.Failure, "the reason") as caught:
            console.run(command, advice="Do this.")
        self.assertEqual(caught.exception.advice, "Do this.")

    def test_missing_program(self):
        with self.assertRaisesRegex(console.Failure, "not on this machine"):
            console.run(["no-such-program-here"])

    def test_exit_code_and_advice_of_a_command(self):
        code = (
            "from ground.console import Failure, main\n"
            "def command():\n    raise Failure('It broke.', 'Mend it.')\n"
            "main(command)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=places.CHECKOUT / "dev",
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 1)
        self.assertIn("Failed: It broke.\nWhat to do: Mend it.", done.stderr)


class TestOdooHome(unittest.TestCase):
    def make(self, folder, series="19"):
        for name in ("addons/web", "addons/calendar", "odoo/addons/base"):
            (folder / name).mkdir(parents=True)
        release = f"version_info = ({series}, 0, 0, FINAL, 0, '')\n"
        (folder / "odoo" / "release.py").write_text(release)

    def test_checkout_is_taken_as_it_is(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            self.make(folder)
            odoo = odoo_source.given(folder)
        self.assertEqual(odoo.python_path, folder)
        self.assertEqual(odoo.addons, (folder / "addons", folder / "odoo" / "addons"))

    def test_other_version_is_refused(self):
        with tempfile.TemporaryDirectory() as name:
            self.make(Path(name), "18")
            with self.assertRaisesRegex(console.Failure, "not Odoo 19"):
                odoo_source.given(Path(name))

    def test_folder_without_odoo_is_refused(self):
        with tempfile.TemporaryDirectory() as name:
            with self.assertRaisesRegex(console.Failure, "holds no odoo"):
                odoo_source.given(Path(name))
