"""Where a play has come: the latest moment anything was written at, and what people owe since one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from engine.core.values import Instance
from engine.store.bulk import chunks, word
from engine.store.memory import data_of, parts_of
from engine.store.tables import INSTANCE, OUTBOX, PERSON, REQUEST, TASK
from engine.store.tasks import task_of

_LATEST = tuple(select(func.max(each)) for each in (INSTANCE.c.changed_at, OUTBOX.c.created_at, PERSON.c.changed_at))
_SKETCH = select(
    *(INSTANCE.c[name] for name in ("id", "process", "version", "subject", "cycle", "parent", "status", "state")),
    INSTANCE.c.started_at,
)
_MOVED = _SKETCH.where(INSTANCE.c.changed_at >= bindparam("since")).order_by(INSTANCE.c.id)
_RUNNING = _SKETCH.where(INSTANCE.c.status == word("running")).order_by(INSTANCE.c.id)
_OPEN = (
    select(TASK)
    .where(TASK.c.instance_id.in_(bindparam("ids", expanding=True)), TASK.c.status == word("open"))
    .order_by(TASK.c.instance_id, TASK.c.position)
)
_WHOLE = select(INSTANCE.c.id, INSTANCE.c.data, INSTANCE.c.memory).where(
    INSTANCE.c.id.in_(bindparam("ids", expanding=True))
)
_KEYS = select(REQUEST.c.key).where(REQUEST.c.key.like(bindparam("pattern")))
_BUSIEST = (
    select(TASK.c.person)
    .where(TASK.c.status == word("open"))
    .group_by(TASK.c.person)
    .order_by(func.count().desc(), TASK.c.person)
    .limit(1)
)
_LEASE = select(func.max(OUTBOX.c.lease_until)).where(OUTBOX.c.status == word("claimed"))


def latest_moment(connection: Connection) -> datetime | None:
    """When something was last written of people, instances or messages; None for an empty database."""
    found = (connection.execute(each).scalar() for each in _LATEST)
    return max((each for each in found if each is not None), default=None)


def sketches_since(connection: Connection, since: datetime | None, whole: Callable[[Instance], bool]) -> list[Instance]:
    """The instances written at or after a moment, or all that run: where they stand and their open tasks.

    Of those that `whole` says so, everything but the tasks that are closed. Of the others `visits` knows the present
    state's if it has open tasks, and the rest is empty.
    """
    given: dict[str, Any] = {} if since is None else {"since": since}
    rows = connection.execute(_RUNNING if since is None else _MOVED, given)
    found = {row.id: _sketch(row) for row in rows}
    running = [each.id for each in found.values() if each.status == "running"]
    for some in chunks(running):
        for row in connection.execute(_OPEN, {"ids": some}).all():
            task, each = task_of(row), found[row.instance_id]
            found[each.id] = replace(each, tasks=(*each.tasks, task), visits={task.state: task.visit})
    for some in chunks([id for id in running if whole(found[id])]):
        for row in connection.execute(_WHOLE, {"ids": some}).all():
            found[row.id] = replace(found[row.id], data=data_of(row.data), **parts_of(row.memory))
    return list(found.values())


def _sketch(row: Any) -> Instance:
    return Instance(
        id=row.id,
        process=row.process,
        version=row.version,
        digest="",
        subject=row.subject,
        cycle=row.cycle,
        parent=row.parent,
        status=row.status,
        state=tuple(row.state),
        started_at=row.started_at,
    )


def answered(connection: Connection, prefix: str) -> frozenset[str]:
    """The keys of answered requests that begin with `prefix`, which holds no wildcards."""
    return frozenset(connection.execute(_KEYS, {"pattern": f"{prefix}%"}).scalars())


def last_lease(connection: Connection) -> datetime | None:
    """When the last lease on a message is over; None if nothing is claimed."""
    found: datetime | None = connection.execute(_LEASE).scalar()
    return found


def busiest(connection: Connection) -> str | None:
    """Who has the most open tasks; None if nobody has any."""
    found: str | None = connection.execute(_BUSIEST).scalar()
    return found
