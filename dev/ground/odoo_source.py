# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Real Odoo 19 on this machine: `ODOO_HOME`, or Debian's package out of the cache.

Debian's package is only unpacked, never installed: apt works with a sources list and
state folders of its own, so the system's package lists stay as they are. Once
unpacked, a version is used until `make update` looks for a newer one.

Promises: nothing of Odoo is copied into the checkout, and `ODOO_HOME` is not changed.
"""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import locks, places
from .console import Failure, run, step

MIRROR = "http://deb.debian.org/debian"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# Odoo's package, and the packages its symbolic links point into.
PACKAGES = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
)
# Odoo's style sheets are written for Font Awesome 4.7; Debian's package is of a later
# version whose files have other names, so its links lead nowhere.
FONT_AWESOME = "XStatic-Font-Awesome==4.7.0.0"
# Files the bundles of Odoo name and Debian leaves out, as they have no free source.
LEFT_OUT = ("mail/static/lib/selfie_segmentation/selfie_segmentation.js",)
# Raise it when the way the folder is put together changes.
LAYOUT = 2
ADVICE = (
    "Check the network and apt's proxy settings, or give a checkout of Odoo 19: "
    "ODOO_HOME=/path/to/odoo make …"
)


@dataclass(frozen=True)
class Odoo:
    """Where one Odoo lies: its version, its Python path and its addons folders."""

    version: str
    python_path: Path
    addons: tuple


def find(python):
    """Return the Odoo to use, fetching it when there is none.

    `python` is an interpreter with pip, for the one part that comes from PyPI.
    """
    home = os.environ.get("ODOO_HOME")
    return given(Path(home).expanduser().resolve()) if home else fetched(python)


def given(home):
    """Return the Odoo in a git checkout, or in a folder like Debian's dist-packages."""
    if not (home / "odoo" / "release.py").is_file():
        raise Failure(
            f"ODOO_HOME={home} holds no odoo/release.py.",
            "Point it at a checkout of Odoo 19 (the folder with odoo-bin in it).",
        )
    release = (home / "odoo" / "release.py").read_text()
    series = re.search(r"version_info\s*=\s*\(\s*'?(?:saas~)?(\d+)", release)
    if not series or series[1] != "19":
        raise Failure(f"ODOO_HOME={home} is not Odoo 19.", "Check out branch 19.0.")
    folders = [home / "addons", home / "odoo" / "addons"]
    wanted = ("base", "web", "calendar")
    found = [folder for folder in folders if folder.is_dir()]
    for name in wanted:
        if not any((folder / name).is_dir() for folder in found):
            raise Failure(
                f"The addon {name} is missing in {home}.",
                "A checkout needs both addons/ and odoo/addons/.",
            )
    return Odoo(_stamp(home), home, tuple(found))


def _stamp(home):
    """Name what is in a folder, so that a database built with it can be told apart."""
    head = home / ".git"
    if head.exists():
        return "git-" + run(["git", "-C", home, "rev-parse", "HEAD"]).strip()[:12]
    stamp = int((home / "odoo" / "release.py").stat().st_mtime)
    return f"home-{places.key(home)}-{stamp}"


def fetched(python, update=False):
    """Return Odoo out of the cache; `update` asks Debian for its newest version."""
    base = places.made(places.cache() / "odoo")
    current = base / "current"
    with locks.held(base / "fetch.lock", "it fetches Odoo"):
        if update or not current.exists():
            with step("Fetching Odoo 19 from Debian (about 120 MB, once)"):
                name = _fetch(base, python)
            # A link is replaced in one move, so that no reader finds it missing.
            fresh = base / f"current.{os.getpid()}"
            fresh.symlink_to(name)
            fresh.replace(current)
    return _unpacked(current.resolve())


def _unpacked(folder):
    home = folder / "usr" / "lib" / "python3" / "dist-packages"
    addons = [home / "odoo" / "addons"]
    if (home / "addons").is_dir():
        addons.insert(0, home / "addons")
    return Odoo(folder.name, home, tuple(addons))


def _fetch(base, python):
    """Download and unpack; return the name of the folder made."""
    apt = _apt(base)
    run([*apt("apt-get"), "--quiet", "update"], advice=ADVICE)
    shown = run([*apt("apt-cache"), "show", "odoo-19"], advice=ADVICE)
    version = re.search(r"^Version: (\S+)", shown, re.M)
    if not version:
        raise Failure("Debian's suite sid has no package odoo-19.", ADVICE)
    name = f"{version[1].replace(':', '_')}-{LAYOUT}"
    with locks.build(base / name) as folder:
        if folder:
            debs = places.made(base / "debs")
            run([*apt("apt-get"), "download", *PACKAGES], cwd=debs, advice=ADVICE)
            for package in PACKAGES:
                newest = max(debs.glob(f"{package}_*.deb"), key=_age)
                run(["dpkg", "--extract", newest, folder])
            _font_awesome(folder, python)
            _fill(folder / "usr/lib/python3/dist-packages/odoo/addons")
            shutil.rmtree(debs)
    return name


def _age(path):
    return path.stat().st_mtime


def _apt(base):
    """Return a function giving the start of an apt command with folders of our own."""
    state = places.made(base / "apt")
    for folder in ("lists/partial", "cache/archives/partial"):
        places.made(state / folder)
    if not KEYRING.exists():
        raise Failure(
            f"{KEYRING} is missing, so packages of Debian cannot be verified.",
            "Install debian-archive-keyring, or set ODOO_HOME=/path/to/odoo.",
        )
    mirror = os.environ.get("DEBIAN_MIRROR", MIRROR)
    sources = state / "sources.list"
    sources.write_text(f"deb [signed-by={KEYRING}] {mirror} sid main\n")
    (state / "status").touch()
    settings = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::lists": state / "lists",
        "Dir::State::status": state / "status",
        "Dir::Cache": state / "cache",
        # apt would hand downloads to its own user, who cannot enter a home folder.
        "APT::Sandbox::User": "root",
        "Acquire::Retries": "3",
        "Acquire::Languages": "none",
    }
    options = [
        word for pair in settings.items() for word in ("-o", "{}={}".format(*pair))
    ]
    return lambda program: [program, *options]


def _font_awesome(folder, python):
    """Put the web fonts of Font Awesome 4.7 where Odoo's links point."""
    wheel = places.made(folder / "font-awesome")
    run(
        [
            *(python, "-m", "pip", "download", "-qq", "--no-deps"),
            *("--disable-pip-version-check", "--dest", wheel, FONT_AWESOME),
        ],
        advice="Check the network and pip's settings, then run the command again.",
    )
    archive = next(wheel.glob("*.whl"))
    shutil.unpack_archive(archive, wheel, format="zip")
    target = places.made(folder / "usr" / "share" / "fonts-font-awesome" / "fonts")
    for font in wheel.glob("xstatic/pkg/font_awesome/data/fonts/*"):
        shutil.copy(font, target / font.name)
    shutil.rmtree(wheel)


def _fill(addons):
    """Repair the links: fonts under their own names, empty files for unfree ones."""
    for name in LEFT_OUT:
        path = addons / name
        if not path.exists() and (addons / Path(name).parts[0]).is_dir():
            places.made(path.parent)
            path.touch()
    fonts = addons.parents[4] / "share" / "fonts-font-awesome" / "fonts"
    for link in addons.glob("web/static/**/fontawesome/fonts/*"):
        # Debian's links give one format under the name of another. A copy, not a
        # link: the folder gets its final name only when all is there.
        if link.is_symlink() and (fonts / link.name).exists():
            link.unlink()
            shutil.copy(fonts / link.name, link)
