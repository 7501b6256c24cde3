# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The house has rooms, and doors only where the design has them.

Every file's imports are parsed and held against one table; the pure packages may not
look at the clock, draw lots, open files or read the environment; and nothing that is
kept names a folder of somebody's machine.
"""

import ast
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ADDON = "google_workspace"
STDLIB = frozenset(sys.stdlib_module_names)
GOOGLE = {"googleapiclient", "google", "google_auth_httplib2", "google_auth_oauthlib"}
HTTP = {"requests", "httplib2", "urllib3"}
ROOMS = ("mapping", "sync", "gapi", "services", "models", "controllers", "wizards")

# room → (libraries beside the standard one, rooms of the addon it may enter)
TABLE = {
    "mapping": ({"dateutil"}, set()),
    "sync": (set(), {"mapping.model"}),
    "gapi": (GOOGLE | HTTP, set()),
    # Keys and dates; Google only through gapi.
    "services": (
        {"odoo", "psycopg2", "cryptography", "dateutil", "lxml", "markupsafe", "pytz"},
        {"mapping", "sync", "gapi"},
    ),
    "models": ({"odoo", "psycopg2", "dateutil", "markupsafe", "pytz"}, set()),
    "controllers": ({"odoo", "markupsafe", "werkzeug"}, set()),
    "wizards": ({"odoo", "markupsafe"}, set()),
    "tests/fakes": ({"dateutil", "werkzeug", "httplib2"} | GOOGLE, set()),
}

FORBIDDEN_MODULES = {
    "asyncio",
    "glob",
    "io",
    "multiprocessing",
    "os",
    "pathlib",
    "random",
    "secrets",
    "shutil",
    "socket",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "urllib.request",
    "uuid",
}
FORBIDDEN_CALLS = {"open", "input", "print", "exec", "eval", "__import__"}
CLOCKS = {"now", "utcnow", "today"}

HEADER = (
    "# Copyright 2026 Google Workspace for Odoo contributors\n"
    "# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).\n"
)
# In pieces, so that this file does not find itself.
MACHINE_WORDS = (
    "/" + "work/",
    "/" + "root/",
    "gws-" + "scratch",
    "shared/" + "design",
    "shared/" + "seeds",
)
TEXT_SUFFIXES = {
    ".cfg", ".conf", ".css", ".csv", ".html", ".ini", ".js", ".json", ".md", ".po",
    ".pot", ".py", ".rst", ".sh", ".sql", ".toml", ".txt", ".xml", ".yaml", ".yml", "",
}  # fmt: skip


def imports(path):
    """(line, dotted name) of everything a file imports; own rooms under the addon."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = [ADDON, *path.relative_to(ROOT).parent.parts]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *filter(None, [node.module])])
            for alias in node.names:
                yield node.lineno, f"{stem}.{alias.name}"


def allowed(name, room):
    libraries, rooms = TABLE[room]
    top = name.split(".")[0]
    if top != ADDON:
        if name.startswith(f"odoo.addons.{ADDON}."):
            return False  # one way to say it: relative
        return top in STDLIB or top in libraries
    inside = name.split(".", 1)[1] if "." in name else ""
    own = room.replace("/", ".")
    return any(
        inside == door or inside.startswith(f"{door}.") for door in {own, *rooms}
    )


def python_files(room):
    return sorted((ROOT / room).rglob("*.py"))


def kept_files():
    """Every file under version control, or of the folder where there is none."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode == 0:
        names = [name for name in listed.stdout.decode().split("\0") if name]
        return [ROOT / name for name in names]
    return [
        path
        for path in ROOT.rglob("*")
        if not any(part.startswith(".") for part in path.relative_to(ROOT).parts[:-1])
    ]


class TestLayers(unittest.TestCase):
    def test_every_room_keeps_to_its_doors(self):
        wrong = [
            f"{path.relative_to(ROOT)}:{line} imports {name}"
            for room in TABLE
            for path in python_files(room)
            for line, name in imports(path)
            if not allowed(name, room)
        ]
        self.assertEqual(wrong, [])

    def test_there_is_something_in_the_rooms(self):
        for room in ("mapping", "sync", "gapi", "services", "models", "tests/fakes"):
            self.assertGreater(len(python_files(room)), 1, room)

    def test_pure_packages_touch_nothing(self):
        wrong = []
        for path in [*python_files("mapping"), *python_files("sync")]:
            where = path.relative_to(ROOT)
            for line, name in imports(path):
                parts = name.split(".")
                spelt = {".".join(parts[:n]) for n in range(1, len(parts) + 1)}
                if spelt & FORBIDDEN_MODULES:
                    wrong.append(f"{where}:{line} imports {name}")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    called = node.func
                    if isinstance(called, ast.Name) and called.id in FORBIDDEN_CALLS:
                        wrong.append(f"{where}:{node.lineno} calls {called.id}()")
                    if isinstance(called, ast.Attribute) and called.attr in CLOCKS:
                        wrong.append(f"{where}:{node.lineno} looks at the clock")
                if isinstance(node, ast.Global):
                    wrong.append(f"{where}:{node.lineno} keeps a global state")
        self.assertEqual(wrong, [])

    def test_odoo_cannot_be_imported_here(self):
        """Where the runner has blocked Odoo, the pure rooms must still load."""
        names = [
            f"{ADDON}.{'.'.join(path.relative_to(ROOT).with_suffix('').parts)}"
            for room in ("mapping", "sync", "gapi")
            for path in python_files(room)
            if path.stem != "__init__"
        ]
        code = (
            "import importlib, sys; sys.path.insert(0, 'dev'); import pure;"
            "pure.register_packages();"
            f"[importlib.import_module(n) for n in {names!r}];"
            "assert 'odoo' not in sys.modules"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_table_itself(self):
        """The check must be able to fail."""
        for name, room, expected in (
            ("odoo", "mapping", False),
            ("odoo.models", "services", True),
            (f"{ADDON}.sync.plan", "mapping", False),
            (f"{ADDON}.mapping.model.FIELDS", "sync", True),
            (f"{ADDON}.mapping.google_event", "sync", False),
            (f"{ADDON}.mapping.when", "gapi", False),
            ("googleapiclient.discovery", "services", False),
            ("requests", "models", False),
            (f"{ADDON}.gapi.errors.Gone", "services", True),
            (f"{ADDON}.services.gws_runner", "models", False),
            (f"odoo.addons.{ADDON}.gapi", "services", False),
            (f"{ADDON}.tests.fakes.world", "tests/fakes", True),
            (f"{ADDON}.mapping.when", "tests/fakes", False),
        ):
            self.assertIs(allowed(name, room), expected, f"{name} in {room}")


class TestNoMachineInTheText(unittest.TestCase):
    def test_no_folder_of_anybody_s_machine(self):
        wrong = []
        for path in kept_files():
            if path.suffix not in TEXT_SUFFIXES or not path.is_file():
                continue
            try:
                text = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture without a suffix
            for number, line in enumerate(text.splitlines(), 1):
                if any(word in line for word in MACHINE_WORDS):
                    wrong.append(f"{path.relative_to(ROOT)}:{number}")
        self.assertEqual(wrong, [])

    def test_python_files_open_with_the_licence(self):
        wrong = [
            str(path.relative_to(ROOT))
            for path in kept_files()
            if path.suffix == ".py"
            and path.is_file()
            and not path.read_text(encoding="utf-8").startswith(HEADER)
        ]
        self.assertEqual(wrong, [])
