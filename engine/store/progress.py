"""Numbers about many instances, one statement each: where they are, what is overdue, under which versions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, bindparam, case, cast, func, or_, select, true, tuple_

from engine.store.bulk import word
from engine.store.outbox import counts, counts_of
from engine.store.tables import DRAFT, EVENT, INCIDENT, INSTANCE, PERSON, TASK


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many instances of a process, under a version, are in a state. `state` holds the active leaf states."""

    process: str
    version: int
    state: tuple[str, ...]
    status: str
    count: int
    suspended: int  # those of them that somebody has suspended


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """Open tasks whose limit is over, by process and state, and in how many instances they stand."""

    process: str
    state: str
    tasks: int
    instances: int


# Nothing but these two verbs stops an instance and lets it go on again, so the later one tells.
_SUSPENDED = (
    select(EVENT.c.instance_id)
    .where(EVENT.c.kind == word("intervened"), EVENT.c.name.in_(("suspend", "resume")))
    .group_by(EVENT.c.instance_id)
    .having(
        func.max(case((EVENT.c.name == "suspend", EVENT.c.sequence), else_=0))
        > func.max(case((EVENT.c.name == "resume", EVENT.c.sequence), else_=0))
    )
)


def standings(connection: Connection, cycle: str | None) -> list[Standing]:
    """All instances of a cycle, or of all cycles and none, counted by process, version, state and status."""
    keys = (INSTANCE.c.process, INSTANCE.c.version, INSTANCE.c.state, INSTANCE.c.status)
    stopped = func.sum(case((INSTANCE.c.id.in_(_SUSPENDED), 1), else_=0)).label("suspended")
    query = select(*keys, func.count().label("number"), stopped).where(_of(cycle)).group_by(*keys)
    return [
        Standing(
            process=row.process,
            version=row.version,
            state=tuple(row.state),
            status=row.status,
            count=row.number,
            suspended=row.suspended if row.status == "running" else 0,
        )
        for row in _run(connection, query, cycle)
    ]


def overdue(
    connection: Connection, cycle: str | None, now: datetime, without: Collection[tuple[str, str]] = ()
) -> list[Overdue]:
    """What was due by `now` and is still open, tasks `without` (process, name) left out."""
    late = (
        select(TASK.c.instance_id, TASK.c.state, TASK.c.name)
        .where(TASK.c.status == word("open"), TASK.c.due_at <= bindparam("now"))
        .cte("late")
        .prefix_with("MATERIALIZED")  # few are late: found by their limit first, whatever the planner thinks of it
    )
    query = (
        select(
            INSTANCE.c.process,
            late.c.state,
            func.count().label("tasks"),
            func.count(late.c.instance_id.distinct()).label("instances"),
        )
        .join(INSTANCE, INSTANCE.c.id == late.c.instance_id)
        .where(_of(cycle))
        .group_by(INSTANCE.c.process, late.c.state)
    )
    if without:
        query = query.where(tuple_(INSTANCE.c.process, late.c.name).not_in(sorted(without)))
    return [
        Overdue(process=row.process, state=row.state, tasks=row.tasks, instances=row.instances)
        for row in _run(connection, query, cycle, now=now)
    ]


def messages(connection: Connection, cycle: str | None) -> dict[str, int]:
    """Status -> number of messages of a cycle, its announcement included; or of everything; "merged": in a digest."""
    return counts(connection) if cycle is None else counts_of(connection, cycle)


def incidents(connection: Connection, cycle: str | None) -> dict[str, int]:
    """Code -> number of open incidents about a cycle and its instances, or about anything."""
    query = (
        select(INCIDENT.c.code, func.count().label("number"))
        .where(INCIDENT.c.resolved_at.is_(None))
        .group_by(INCIDENT.c.code)
    )
    if cycle is not None:
        its = select(INSTANCE.c.id).where(_of(cycle))
        query = query.where(INCIDENT.c.about.in_(its) | (INCIDENT.c.about == bindparam("cycle")))
    return {row.code: row.number for row in _run(connection, query, cycle)}


def begun_by(connection: Connection, person: str) -> frozenset[tuple[str, str]]:
    """(instance, task) of every form this person has begun and not handed in."""
    query = select(DRAFT.c.instance_id, DRAFT.c.task).where(DRAFT.c.person == bindparam("person"))
    return frozenset((row.instance_id, row.task) for row in connection.execute(query, {"person": person}))


def instances_of(connection: Connection, process: str, cycle: str | None) -> list[str]:
    """Ids of all instances of a process that are not cancelled, in one cycle or in all; sorted."""
    query = (
        select(INSTANCE.c.id)
        .where(INSTANCE.c.process == bindparam("process"), INSTANCE.c.status != word("cancelled"), _of(cycle))
        .order_by(INSTANCE.c.id)
    )
    return [row.id for row in _run(connection, query, cycle, process=process)]


def all_ids(connection: Connection) -> list[str]:
    """The ids of all instances there are, sorted."""
    return list(connection.execute(select(INSTANCE.c.id).order_by(INSTANCE.c.id)).scalars())


def instances_meant(
    connection: Connection,
    *,
    running: bool | None,
    process: str | None = None,
    cycle: str | None = None,
    states: Collection[str] = (),
    subject: str | None = None,
    unit: str | None = None,
) -> list[str]:
    """Ids of what runs (of what is over; None: of all that is not cancelled) and is of all that is named; sorted.

    `unit` is a department.
    """
    query = select(INSTANCE.c.id).where(_of(cycle))
    if running is None:
        query = query.where(INSTANCE.c.status != word("cancelled"))
    else:
        query = query.where((INSTANCE.c.status == word("running")) == running)
    given: dict[str, Any] = {}
    if process is not None:
        query, given["process"] = query.where(INSTANCE.c.process == bindparam("process")), process
    if subject is not None:
        query, given["subject"] = query.where(INSTANCE.c.subject == bindparam("subject")), subject
    if unit is not None:
        people = select(PERSON.c.id).where(PERSON.c.department == bindparam("unit"))
        query, given["unit"] = query.where(INSTANCE.c.subject.in_(people)), unit
    if states:  # names have no quotes, so this is the whole of one in the list
        listed = cast(INSTANCE.c.state, String)
        query = query.where(or_(*(listed.contains(f'"{each}"', autoescape=True) for each in states)))
    return [row.id for row in _run(connection, query.order_by(INSTANCE.c.id), cycle, **given)]


def _of(cycle: str | None) -> ColumnElement[bool]:
    return true() if cycle is None else INSTANCE.c.cycle == bindparam("cycle")


def _run(connection: Connection, query: Select[Any], cycle: str | None, **more: Any) -> Any:
    return connection.execute(query, more if cycle is None else {"cycle": cycle, **more})
