"""Events of the engine that instances have yet to hear of: what one transaction was too small for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from engine.store.bulk import add_missing, chunks, put, remove
from engine.store.tables import INSTANCE, PENDING_EVENT

_DUE = (
    select(PENDING_EVENT.c.instance_id, PENDING_EVENT.c.name)
    .where(PENDING_EVENT.c.due_at <= bindparam("now"))
    .order_by(PENDING_EVENT.c.due_at, PENDING_EVENT.c.instance_id)
    .limit(bindparam("limit"))
)
# The instance's row is the lock, as for every writer; what another runner holds is his.
_CLAIM = _DUE.join(INSTANCE, INSTANCE.c.id == PENDING_EVENT.c.instance_id).with_for_update(skip_locked=True)
NEXT_OWED = select(func.min(PENDING_EVENT.c.due_at))
_LATER = (
    update(PENDING_EVENT)
    .where(PENDING_EVENT.c.instance_id.in_(bindparam("ids", expanding=True)))
    .values(due_at=bindparam("until"))
)
# Whoever's subject has left must hear of that, whatever else changes before.
_FOREMOST = "subject_left"


def owe(connection: Connection, events: Mapping[str, str], due_at: datetime) -> None:
    """Instance -> the event it must hear of. One it has not heard yet stays, unless `subject_left` replaces it."""
    rows = [{"instance_id": instance, "name": name, "due_at": due_at} for instance, name in events.items()]
    put(connection, PENDING_EVENT, [row for row in rows if row["name"] == _FOREMOST])
    add_missing(connection, PENDING_EVENT, [row for row in rows if row["name"] != _FOREMOST])


def owe_later(connection: Connection, instances: Collection[str], until: datetime) -> None:
    """Let what these must hear of come again at `until`: they could not be decided on."""
    for some in chunks(sorted(instances)):
        connection.execute(_LATER, {"ids": some, "until": until})


def owed(connection: Connection, now: datetime, limit: int) -> dict[str, str]:
    """Instance -> event, at most `limit` that are due; locked on PostgreSQL, without those somebody else has."""
    query = _DUE if connection.dialect.name == "sqlite" else _CLAIM
    rows = connection.execute(query, {"now": now, "limit": limit})
    return {row.instance_id: row.name for row in rows}


def settle(connection: Connection, instances: Collection[str]) -> None:
    """These have heard."""
    remove(connection, PENDING_EVENT, [{"instance_id": each} for each in instances])


def next_owed(connection: Connection) -> datetime | None:
    """When the next event is due; None if none is owed."""
    found: datetime | None = connection.execute(NEXT_OWED).scalar()
    return found
