"""What only one of the two databases can be asked: versions, settings that lose what was acknowledged, clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text

# A check of every page reads the whole file.
CHECKED_UP_TO = 500_000_000  # bytes
_UNSAFE = ("fsync", "full_page_writes", "synchronous_commit")


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteFacts:
    """`filesystem`: the type it lies on, "" where the system does not say; `damage`: the first fault found, or ""."""

    version: tuple[int, ...]
    journal: str
    filesystem: str
    damage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresFacts:
    """`unsafe`: settings that are off although what was acknowledged needs them; `standby`: it takes no writes."""

    version: int
    encoding: str
    standby: bool
    unsafe: tuple[str, ...]
    connections_left: int


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def clock_of(connection: Connection) -> datetime:
    """What the database takes for now; SQLite asks the machine."""
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    found: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return found.astimezone(UTC)


def sqlite_facts(connection: Connection) -> SqliteFacts:
    file = Path(connection.engine.url.database or "")
    small = file.is_file() and file.stat().st_size <= CHECKED_UP_TO
    said = connection.execute(text("PRAGMA quick_check(1)")).scalar() if small else "ok"
    version: str = connection.execute(text("SELECT sqlite_version()")).scalar_one()
    return SqliteFacts(
        version=tuple(map(int, version.split("."))),
        journal=str(connection.execute(text("PRAGMA journal_mode")).scalar()),
        filesystem=_filesystem(file),
        damage="" if said == "ok" else str(said)[:200],
    )


def postgres_facts(connection: Connection) -> PostgresFacts:
    def shown(name: str) -> str:
        return str(connection.execute(text(f"SHOW {name}")).scalar())

    taken: int = connection.execute(text("SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL")).scalar_one()
    return PostgresFacts(
        version=int(shown("server_version_num")) // 10_000,
        encoding=shown("server_encoding"),
        standby=bool(connection.execute(text("SELECT pg_is_in_recovery()")).scalar()),
        unsafe=tuple(name for name in _UNSAFE if shown(name) == "off"),
        connections_left=int(shown("max_connections")) - taken,
    )


def _filesystem(file: Path) -> str:
    """The type of the mount that a file lies on, as Linux tells it."""
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
    except OSError:
        return ""
    place = file.resolve()
    under = [(len(each[1]), each[2]) for each in mounts if place.is_relative_to(each[1].replace("\\040", " "))]
    return max(under, default=(0, ""))[1]
