"""What runs now: under which definitions, and about whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from engine.store.bulk import chunks, word
from engine.store.tables import INSTANCE

_RUNNING = INSTANCE.c.status == word("running")
_VERSIONS = select(INSTANCE.c.status, INSTANCE.c.process, INSTANCE.c.version).distinct()
_ENDED = INSTANCE.c.status == word("ended")
_OF = (
    select(INSTANCE.c.id)
    .where(_RUNNING, INSTANCE.c.process == bindparam("process"), INSTANCE.c.version == bindparam("version"))
    .order_by(INSTANCE.c.id)
)
_ENDED_OF = (
    select(INSTANCE.c.id)
    .where(_ENDED, INSTANCE.c.process == bindparam("process"), INSTANCE.c.version == bindparam("version"))
    .order_by(INSTANCE.c.id)
)
_UNDER = select(INSTANCE.c.id, INSTANCE.c.process, INSTANCE.c.version).where(
    INSTANCE.c.id.in_(bindparam("ids", expanding=True))
)
_OTHERWISE = (
    select(INSTANCE.c.id)
    .where(_RUNNING, INSTANCE.c.process == bindparam("process"), INSTANCE.c.version != bindparam("version"))
    .order_by(INSTANCE.c.id)
)
_IN_CYCLE = (
    select(INSTANCE.c.id, INSTANCE.c.process, INSTANCE.c.version, INSTANCE.c.subject)
    .where(_RUNNING, INSTANCE.c.cycle == bindparam("cycle"))
    .order_by(INSTANCE.c.id)
)
_ABOUT = select(INSTANCE.c.id).where(_RUNNING, INSTANCE.c.subject.in_(bindparam("subjects", expanding=True)))

_RUNS_UNDER = select(INSTANCE.c.id).where(
    INSTANCE.c.status == bindparam("status"),
    INSTANCE.c.process == bindparam("process"),
    INSTANCE.c.version == bindparam("version"),
    INSTANCE.c.subject.in_(bindparam("subjects", expanding=True)),
)


def versions_by_status(connection: Connection) -> dict[str, list[tuple[str, int]]]:
    """Status -> the (process, version) pairs that instances of it are of, sorted; "running" and "ended" always."""
    found: dict[str, list[tuple[str, int]]] = {"running": [], "ended": []}
    for status, process, version in sorted(map(tuple, connection.execute(_VERSIONS))):
        found.setdefault(status, []).append((process, version))
    return found


def versions_of(connection: Connection, ids: Collection[str]) -> dict[str, tuple[str, int]]:
    """(process, version) of those of `ids` that are instances."""
    return {
        row.id: (row.process, row.version)
        for some in chunks(sorted(set(ids)))
        for row in connection.execute(_UNDER, {"ids": some})
    }


def running_of(connection: Connection, process: str, version: int) -> list[str]:
    """Ids of what runs under a definition."""
    return list(connection.execute(_OF, {"process": process, "version": version}).scalars())


def ended_of(connection: Connection, process: str, version: int) -> list[str]:
    """Ids of what has ended under a definition."""
    return list(connection.execute(_ENDED_OF, {"process": process, "version": version}).scalars())


def running_otherwise(connection: Connection, process: str, version: int) -> list[str]:
    """Ids of what runs of a process under any other version."""
    return list(connection.execute(_OTHERWISE, {"process": process, "version": version}).scalars())


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """An instance that runs: of which definition, about whom."""

    id: str
    process: str
    version: int
    subject: str


def running_in(connection: Connection, cycle: str) -> list[Running]:
    """What runs in a cycle, ancestors first."""
    rows = connection.execute(_IN_CYCLE, {"cycle": cycle})
    return [Running(id=row.id, process=row.process, version=row.version, subject=row.subject) for row in rows]


def running_about(connection: Connection, subjects: Collection[str]) -> set[str]:
    """Ids of what runs about these persons."""
    return {
        id for some in chunks(sorted(set(subjects))) for id in connection.execute(_ABOUT, {"subjects": some}).scalars()
    }


def about_under(connection: Connection, process: str, version: int, subjects: Collection[str], status: str) -> set[str]:
    """Ids of what runs, or has ended, under a definition about these persons."""
    wanted = {"process": process, "version": version, "status": status}
    return {
        id
        for some in chunks(sorted(set(subjects)))
        for id in connection.execute(_RUNS_UNDER, {**wanted, "subjects": some}).scalars()
    }
