"""What the doctor asks of the rows. These read much; nobody asks them in the way of work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, select

from engine.store.bulk import word
from engine.store.tables import INCIDENT, INSTANCE, OUTBOX, PENDING_EVENT, PERSON, TASK, TIMER

_RUNNING = INSTANCE.c.status == word("running")
_CHILD = INSTANCE.alias("child")
_OF: ColumnElement[str] = INSTANCE.c.id
_NOTHING = (
    select(
        INSTANCE.c.process,
        INSTANCE.c.version,
        INSTANCE.c.state,
        func.count().label("number"),
        func.min(INSTANCE.c.id).label("first"),
        func.min(INSTANCE.c.changed_at).label("since"),
    )
    .where(
        _RUNNING,
        ~exists().where(TASK.c.instance_id == _OF, TASK.c.status == word("open")),
        ~exists().where(TIMER.c.instance_id == _OF, TIMER.c.status == word("armed")),
        ~exists().where(INCIDENT.c.about == _OF, INCIDENT.c.resolved_at.is_(None)),
        ~exists().where(PENDING_EVENT.c.instance_id == _OF),
        ~exists().where(_CHILD.c.parent == _OF, _CHILD.c.status == word("running")),
    )
    .group_by(INSTANCE.c.process, INSTANCE.c.version, INSTANCE.c.state)
)
_USED = (
    select(
        INSTANCE.c.process,
        INSTANCE.c.version,
        func.count().label("number"),
        func.min(INSTANCE.c.started_at).label("since"),
    )
    .where(_RUNNING)
    .group_by(INSTANCE.c.process, INSTANCE.c.version)
)
_LIMITS = (
    select(PERSON.c.site, func.max(TASK.c.due_at).label("last"))
    .join(PERSON, PERSON.c.id == TASK.c.person)
    .where(TASK.c.status == word("open"), TASK.c.due_at.is_not(None))
    .group_by(PERSON.c.site)
)
_OFTEN = select(func.count().label("number"), func.min(OUTBOX.c.created_at).label("since")).where(
    OUTBOX.c.status == word("queued"), OUTBOX.c.attempts >= bindparam("times")
)

Place = tuple[str, int, tuple[str, ...]]


def waiting_for_nothing(connection: Connection) -> dict[Place, tuple[int, str, datetime]]:
    """Process, version and states -> how many run there without anything that will go on with them, one, since when."""
    return {
        (row.process, row.version, tuple(row.state)): (row.number, row.first, row.since)
        for row in connection.execute(_NOTHING)
    }


def versions_in_use(connection: Connection) -> dict[tuple[str, int], tuple[int, datetime]]:
    """Process and version -> how many run under it, since when."""
    return {(row.process, row.version): (row.number, row.since) for row in connection.execute(_USED)}


def last_limits(connection: Connection) -> dict[str, datetime]:
    """Site -> the latest limit of an open task of its people."""
    return {row.site: row.last for row in connection.execute(_LIMITS) if row.site is not None}


def retried_often(connection: Connection, times: int) -> tuple[int, datetime | None]:
    """How many queued messages have failed so many times, and since when the oldest is queued."""
    row = connection.execute(_OFTEN, {"times": times}).one()
    return row.number, row.since
