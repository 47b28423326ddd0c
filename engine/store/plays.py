"""Where a play has come: the latest moment anything was written at, and what people owe since one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from engine.store.bulk import word
from engine.store.tables import INSTANCE, OUTBOX, PERSON, REQUEST, TASK

_LATEST = tuple(select(func.max(each)) for each in (INSTANCE.c.changed_at, OUTBOX.c.created_at, PERSON.c.changed_at))
_RUNNING = select(INSTANCE.c.id).where(INSTANCE.c.status == word("running")).order_by(INSTANCE.c.id)
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


def running_ids(connection: Connection) -> list[str]:
    """Ids of all instances that run."""
    return list(connection.execute(_RUNNING).scalars())


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
