"""The database: whether it is there, of this version, sound, and set up so that what is acknowledged is kept."""

from __future__ import annotations

from collections.abc import Iterator

from engine.runtime.doctor.line import House, Level, Line
from engine.runtime.readiness import ensure_there
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.revision import known
from engine.store.vendor import is_sqlite, postgres_facts, sqlite_facts
from engine.words.errors import Unavailable

# Up to 3.51.2, two writers in WAL may damage the file.
SQLITE_SOUND = (3, 51, 3)
POSTGRES_OLDEST = 13
NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.glusterfs", "ceph", "lustre"})


def database(house: House) -> Iterator[Line]:
    """Nothing is created: a database that is not there yet is said to be absent."""
    try:
        ensure_there(house.workspace)
    except Unavailable as failure:
        level: Level = "warning" if failure.code == "database-older" else "fault"
        yield Line(level, "database", failure.code, dict(failure.facts))
        if failure.code != "database-older":
            return
    else:
        yield Line("ok", "database", "doctor-database",
                   {"database": house.workspace.database.url.render_as_string(), "revision": known()[-1]})  # fmt: skip
    yield from _sqlite(house.workspace) if is_sqlite(house.workspace.database) else _postgres(house.workspace)


def _sqlite(workspace: Workspace) -> Iterator[Line]:
    with snapshot(workspace.database) as connection:
        found = sqlite_facts(connection)
    if found.damage:
        yield Line("fault", "database", "doctor-sqlite-damaged", {"what": found.damage})
    if found.filesystem in NETWORK:
        yield Line("fault", "database", "doctor-sqlite-network", {"kind": found.filesystem})
    if found.journal != "wal":
        yield Line("warning", "database", "doctor-sqlite-journal", {"found": found.journal})
    release = ".".join(map(str, found.version))
    old = found.version < SQLITE_SOUND
    code = "doctor-sqlite-old" if old else "doctor-sqlite"
    yield Line("warning" if old else "ok", "database", code, {"version": release})


def _postgres(workspace: Workspace) -> Iterator[Line]:
    with snapshot(workspace.database) as connection:
        found = postgres_facts(connection)
    old = found.version < POSTGRES_OLDEST
    yield Line("warning" if old else "ok", "database", "doctor-postgres-old" if old else "doctor-postgres",
               {"version": found.version, "oldest": POSTGRES_OLDEST})  # fmt: skip
    if found.encoding != "UTF8":
        yield Line("fault", "database", "doctor-postgres-encoding", {"found": found.encoding})
    if found.standby:
        yield Line("fault", "database", "doctor-postgres-standby")
    for name in found.unsafe:
        yield Line("warning", "database", "doctor-postgres-unsafe", {"setting": name})
    if found.connections_left < 10:
        yield Line("warning", "database", "doctor-postgres-connections", {"left": found.connections_left})
