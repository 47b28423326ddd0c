"""Cycles: their rows, what they start when, and the versions they were launched with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, exists, func, insert, select, update

from engine.core.values import Data
from engine.store.bulk import add_missing, put, word
from engine.store.codec import decode, encode
from engine.store.tables import CYCLE, CYCLE_DEFINITION, CYCLE_START, INSTANCE
from engine.words.errors import NotFound

CycleStatus = Literal["planned", "running", "ended", "cancelled"]
StartStatus = Literal["waiting", "started", "cancelled"]

_ADD = insert(CYCLE)
_ONE = select(CYCLE).where(CYCLE.c.id == bindparam("b_id"))
_ALL = select(CYCLE).order_by(CYCLE.c.start_on, CYCLE.c.id)
_MOVE = (
    update(CYCLE).where(CYCLE.c.id == bindparam("b_id")).values(status=bindparam("status"), changed_at=bindparam("now"))
)
_RETIME = (
    update(CYCLE).where(CYCLE.c.id == bindparam("b_id")).values(facts=bindparam("facts"), changed_at=bindparam("now"))
)
_WAITING = CYCLE_START.c.status == word("waiting")
_DUE = (
    select(CYCLE_START)
    .where(_WAITING, CYCLE_START.c.due_at <= bindparam("now"))
    .order_by(CYCLE_START.c.due_at, CYCLE_START.c.cycle, CYCLE_START.c.process)
)
_DUE_LOCKED = _DUE.with_for_update(skip_locked=True)
NEXT_START = select(func.min(CYCLE_START.c.due_at)).where(_WAITING)
_STARTS = (
    select(CYCLE_START)
    .where(CYCLE_START.c.cycle == bindparam("cycle"))
    .order_by(CYCLE_START.c.due_at, CYCLE_START.c.process)
)
_PIN_ANEW = (
    update(CYCLE_DEFINITION)
    .where(
        CYCLE_DEFINITION.c.process == bindparam("b_process"),
        CYCLE_DEFINITION.c.cycle.in_(select(CYCLE.c.id).where(CYCLE.c.status == word("running"))),
    )
    .values(version=bindparam("b_version"))
)
_IDLE = select(CYCLE.c.id).where(
    CYCLE.c.status == word("running"),
    ~exists().where(CYCLE_START.c.cycle == CYCLE.c.id, _WAITING),
    ~exists().where(INSTANCE.c.cycle == CYCLE.c.id, INSTANCE.c.status == word("running")),
)
_DEFINITIONS = select(CYCLE_DEFINITION.c.process, CYCLE_DEFINITION.c.version).where(
    CYCLE_DEFINITION.c.cycle == bindparam("cycle")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One turn of a template. `text` and `digest` are the template's when launched; `facts` hold the dates."""

    id: str
    template: str
    start_on: date
    status: CycleStatus = "planned"
    text: str
    digest: str
    facts: Data


@dataclass(frozen=True, slots=True, kw_only=True)
class StartDue:
    """A process a cycle starts at a moment."""

    cycle: str
    process: str
    due_at: datetime
    status: StartStatus = "waiting"
    started_at: datetime | None = None


def add_cycle(connection: Connection, cycle: Cycle, now: datetime) -> None:
    """Insert a cycle. Raises Conflict if there is one of this id."""
    connection.execute(
        _ADD,
        {
            "id": cycle.id,
            "template": cycle.template,
            "start_on": cycle.start_on,
            "status": cycle.status,
            "text": cycle.text,
            "digest": cycle.digest,
            "facts": encode(cycle.facts),
            "created_at": now,
            "changed_at": now,
        },
    )


def load_cycle(connection: Connection, id: str) -> Cycle:
    """One cycle. Raises NotFound."""
    row = connection.execute(_ONE, {"b_id": id}).one_or_none()
    if row is None:
        raise NotFound("cycle-unknown", cycle=id)
    return _cycle(row)


def all_cycles(connection: Connection) -> list[Cycle]:
    """Every cycle, the earliest first."""
    return [_cycle(row) for row in connection.execute(_ALL)]


def set_cycle_status(connection: Connection, id: str, status: CycleStatus, now: datetime) -> None:
    """Move a cycle on. Raises NotFound."""
    if not connection.execute(_MOVE, {"b_id": id, "status": status, "now": now}).rowcount:
        raise NotFound("cycle-unknown", cycle=id)


def set_cycle_facts(connection: Connection, id: str, facts: Data, now: datetime) -> None:
    """Give a cycle other dates; re-scheduling its instances is the caller's. Raises NotFound."""
    if not connection.execute(_RETIME, {"b_id": id, "facts": encode(facts), "now": now}).rowcount:
        raise NotFound("cycle-unknown", cycle=id)


def idle_cycles(connection: Connection) -> frozenset[str]:
    """Running cycles in which nothing waits to start and no instance runs."""
    return frozenset(connection.execute(_IDLE).scalars())


def put_starts(connection: Connection, starts: Iterable[StartDue]) -> None:
    """Insert, or replace by (cycle, process, due_at): plan a start, mark it started, or cancel it."""
    put(
        connection,
        CYCLE_START,
        [
            {
                "cycle": each.cycle,
                "process": each.process,
                "due_at": each.due_at,
                "status": each.status,
                "started_at": each.started_at,
            }
            for each in starts
        ],
    )


def due_starts(connection: Connection, now: datetime) -> list[StartDue]:
    """Starts that wait and are due, the earliest first; locked on PostgreSQL, without those somebody else has."""
    query = _DUE if connection.dialect.name == "sqlite" else _DUE_LOCKED
    return [_start(row) for row in connection.execute(query, {"now": now})]


def next_start(connection: Connection) -> datetime | None:
    """When the next waiting start is due; None if none waits."""
    found: datetime | None = connection.execute(NEXT_START).scalar()
    return found


def starts_of(connection: Connection, cycle: str) -> list[StartDue]:
    """All starts of a cycle, the earliest first."""
    return [_start(row) for row in connection.execute(_STARTS, {"cycle": cycle})]


def pin_definitions(connection: Connection, cycle: str, versions: Mapping[str, int]) -> None:
    """Keep process -> version for this cycle; what is kept already stays. They must have been recorded."""
    rows = [{"cycle": cycle, "process": process, "version": version} for process, version in versions.items()]
    add_missing(connection, CYCLE_DEFINITION, rows)


def pin_anew(connection: Connection, process: str, version: int) -> None:
    """Let running cycles that start this process start it under another version from now on."""
    connection.execute(_PIN_ANEW, {"b_process": process, "b_version": version})


def pinned_definitions(connection: Connection, cycle: str) -> dict[str, int]:
    """Process -> the version this cycle was launched with."""
    return {row.process: row.version for row in connection.execute(_DEFINITIONS, {"cycle": cycle})}


def _cycle(row: Any) -> Cycle:
    return Cycle(
        id=row.id,
        template=row.template,
        start_on=row.start_on,
        status=row.status,
        text=row.text,
        digest=row.digest,
        facts=decode(row.facts),
    )


def _start(row: Any) -> StartDue:
    return StartDue(
        cycle=row.cycle,
        process=row.process,
        due_at=row.due_at,
        status=row.status,
        started_at=row.started_at,
    )
