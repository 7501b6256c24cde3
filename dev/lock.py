# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pin what dev/requirements/input.txt asks for, for the Python that runs this.

    python3.12 dev/lock.py        writes dev/requirements/python-3.12.txt

Two clones are then equal however much time lies between them. One file a Python
version, because the newest release of a package often drops an old Python; let the
oldest patch release write it (Debian 12 has 3.11.2), newer ones take the same. pip
resolves (`--dry-run --report`): nothing is installed.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "requirements"


def resolve():
    """Return the resolved pins, ``["name==version", …]`` in alphabetical order."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        venv = Path(folder) / "venv"
        # A venv of its own: what this Python has installed must not count.
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        pip = [venv / "bin" / "python", "-m", "pip"]
        # An old pip resolves differently, and cannot write a report at all.
        subprocess.run([*pip, "install", "-qq", "--upgrade", "pip"], check=True)
        subprocess.run(
            [
                *pip,
                "install",
                *("-qq", "--dry-run", "--ignore-installed"),
                *("--report", report, "-r", FOLDER / "input.txt"),
            ],
            check=True,
        )
        items = json.loads(report.read_text())["install"]
    pins = {
        item["metadata"]["name"].lower(): item["metadata"]["version"] for item in items
    }
    return [f"{name}=={version}" for name, version in sorted(pins.items())]


def main():
    """Write the file for this Python and say where it is."""
    short = "{}.{}".format(*sys.version_info[:2])
    target = FOLDER / f"python-{short}.txt"
    lines = [
        f"# Written by dev/lock.py with Python {short} from input.txt: change that",
        "# file and run `make lock`.",
        *resolve(),
    ]
    target.write_text("\n".join(lines) + "\n")
    print(f"{target}: {len(lines) - 2} packages")


if __name__ == "__main__":
    main()
