"""Reading around: the data of a person's other instances, for many people at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from engine.core.values import Data
from engine.store.bulk import chunks
from engine.store.codec import decode
from engine.store.tables import INSTANCE

_AROUND = (INSTANCE.c.id, INSTANCE.c.subject, INSTANCE.c.cycle, INSTANCE.c.state, INSTANCE.c.status, INSTANCE.c.data)
_SIBLINGS = (
    select(INSTANCE.c.process, *_AROUND)
    .where(INSTANCE.c.cycle == bindparam("cycle"), INSTANCE.c.process.in_(bindparam("processes", expanding=True)))
    .where(INSTANCE.c.subject.in_(bindparam("subjects", expanding=True)), INSTANCE.c.status != "cancelled")
    .order_by(INSTANCE.c.started_at)
)
_PAST = (
    select(*_AROUND)
    .where(INSTANCE.c.process == bindparam("process"), INSTANCE.c.status == "ended")
    .where(INSTANCE.c.subject.in_(bindparam("subjects", expanding=True)))
    .order_by(INSTANCE.c.ended_at.desc(), INSTANCE.c.id)
)
_RUNNING = (
    select(*_AROUND)
    .where(INSTANCE.c.process == bindparam("process"), INSTANCE.c.status == "running")
    .where(INSTANCE.c.subject.in_(bindparam("subjects", expanding=True)))
    .order_by(INSTANCE.c.started_at.desc(), INSTANCE.c.id)
)
_SUBJECTS = select(INSTANCE.c.subject).where(
    INSTANCE.c.cycle == bindparam("cycle"), INSTANCE.c.process == bindparam("process"), INSTANCE.c.parent.is_(None)
)
_ABOUT = select(INSTANCE.c.id, INSTANCE.c.status).where(
    INSTANCE.c.subject == bindparam("subject"), INSTANCE.c.process == bindparam("process"), INSTANCE.c.parent.is_(None)
)
_IN_CYCLE = select(INSTANCE.c.id, INSTANCE.c.subject).where(
    INSTANCE.c.cycle == bindparam("cycle"), INSTANCE.c.process == bindparam("process"), INSTANCE.c.status != "cancelled"
)
_IN_CYCLE_ABOUT = _IN_CYCLE.where(INSTANCE.c.subject.in_(bindparam("subjects", expanding=True)))
_STATUSES = (
    select(INSTANCE.c.subject, INSTANCE.c.status)
    .where(INSTANCE.c.cycle == bindparam("cycle"), INSTANCE.c.process == bindparam("process"))
    .order_by(INSTANCE.c.started_at, INSTANCE.c.id)
)
_IDS = select(INSTANCE.c.id).where(INSTANCE.c.id.in_(bindparam("ids", expanding=True)))
_OF_THESE = _SUBJECTS.where(INSTANCE.c.subject.in_(bindparam("subjects", expanding=True)))


def subjects_with(
    connection: Connection, cycle: str, process: str, some: Collection[str] | None = None
) -> frozenset[str]:
    """Who (of `some`) has an instance of the process in this cycle, children of other instances left out."""
    named = {"cycle": cycle, "process": process}
    if some is None:
        return frozenset(row.subject for row in connection.execute(_SUBJECTS, named))
    found = (connection.execute(_OF_THESE, {**named, "subjects": each}) for each in chunks(sorted(some)))
    return frozenset(row.subject for rows in found for row in rows)


def statuses(connection: Connection, cycle: str, process: str) -> dict[str, str]:
    """Subject -> what became of their latest instance of a process in a cycle."""
    found = connection.execute(_STATUSES, {"cycle": cycle, "process": process})
    return {row.subject: row.status for row in found}


def in_cycle(connection: Connection, cycle: str, process: str) -> dict[str, str]:
    """Id -> subject of every instance of a process in a cycle, cancelled ones left out."""
    found = connection.execute(_IN_CYCLE, {"cycle": cycle, "process": process})
    return {row.id: row.subject for row in found}


def in_cycle_about(connection: Connection, cycle: str, process: str, subjects: Collection[str]) -> list[str]:
    """Ids of the instances of a process in a cycle about these, cancelled ones left out."""
    named = {"cycle": cycle, "process": process}
    found = (connection.execute(_IN_CYCLE_ABOUT, {**named, "subjects": some}) for some in chunks(sorted(subjects)))
    return [row.id for rows in found for row in rows]


def existing(connection: Connection, ids: Collection[str]) -> frozenset[str]:
    """Those of the ids that are instances."""
    found = (connection.execute(_IDS, {"ids": some}).scalars() for some in chunks(sorted(ids)))
    return frozenset(id for some in found for id in some)


def siblings(
    connection: Connection, cycle: str, processes: Sequence[str], subjects: Collection[str]
) -> dict[str, Mapping[str, Data]]:
    """Subject -> process -> the data of the subject's latest instance of it in this cycle, cancelled ones left out.

    With it stand the instance's `id`, `state` and `status`.
    """
    found: dict[str, dict[str, Data]] = {}
    for some in chunks(sorted(subjects)):
        rows = connection.execute(_SIBLINGS, {"cycle": cycle, "processes": processes, "subjects": some})
        for row in rows:
            found.setdefault(row.subject, {})[row.process] = _told(row)
    return dict(found)


def past(
    connection: Connection, process: str, subjects: Collection[str], without: str | None
) -> dict[str, Sequence[Data]]:
    """Subject -> the data of ended instances of a process, latest first; those of the cycle `without` left out.

    With it stand the instance's `id`, its `state` (all of them, if there are several) and `status`.
    """
    return _around(connection, _PAST, process, subjects, without)


def current(connection: Connection, process: str, subjects: Collection[str]) -> dict[str, Sequence[Data]]:
    """As `past`, of running instances in any cycle or none, the latest opened first."""
    return _around(connection, _RUNNING, process, subjects, None)


def _around(
    connection: Connection, query: Select[Any], process: str, subjects: Collection[str], without: str | None
) -> dict[str, Sequence[Data]]:
    found: dict[str, list[Data]] = {}
    for some in chunks(sorted(subjects)):
        for row in connection.execute(query, {"process": process, "subjects": some}):
            if without is None or row.cycle != without:
                found.setdefault(row.subject, []).append(_told(row))
    return dict(found)


def _told(row: Any) -> Data:
    """An instance's data with its `id`, its `state` (all of them, if there are several) and `status`."""
    state = row.state[0] if len(row.state) == 1 else list(row.state)
    return {**decode(row.data), "id": row.id, "state": state, "status": row.status}


def instances_about(connection: Connection, process: str, subject: str) -> dict[str, str]:
    """Id -> status of every instance of a process about a person, children of other instances left out."""
    found = connection.execute(_ABOUT, {"process": process, "subject": subject})
    return {row.id: row.status for row in found}
