"""Timers: made equal to what instances should have, and asked which are due."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from engine.core.values import Timer
from engine.store.among import among
from engine.store.bulk import Change, add, change, chunks, put, word
from engine.store.tables import INSTANCE, TIMER

Key = tuple[str, str, int, str, int]

_KEY = tuple(each.name for each in TIMER.primary_key.columns)
_ARMED = select(*TIMER.primary_key.columns, TIMER.c.due_at).where(
    among(TIMER.c.instance_id, "ids"), TIMER.c.status == word("armed")
)
_DISARM = Change(table=TIMER, keys=_KEY, sets=("status", "changed_at"))
_POSTPONE = (
    update(TIMER)
    .where(among(TIMER.c.instance_id, "ids"), TIMER.c.status == word("armed"))
    .where(TIMER.c.due_at <= bindparam("now"))
    .values(due_at=bindparam("until"))
)
NEXT_DUE = select(func.min(TIMER.c.due_at)).where(TIMER.c.status == word("armed"))
_FROM = NEXT_DUE.where(TIMER.c.due_at >= bindparam("at"))
_DUE = (
    select(TIMER.c.instance_id)
    .where(TIMER.c.status == word("armed"), TIMER.c.due_at <= bindparam("now"))
    .order_by(TIMER.c.due_at, TIMER.c.instance_id)
    .limit(bindparam("limit"))
)
# The instance's row is the lock, as for every writer; what another runner holds is his.
_CLAIM = _DUE.join(INSTANCE, INSTANCE.c.id == TIMER.c.instance_id).with_for_update(skip_locked=True, of=INSTANCE)


def next_due(connection: Connection) -> datetime | None:
    """When the earliest armed timer is due; None if there is none. One look at an index."""
    found: datetime | None = connection.execute(NEXT_DUE).scalar()
    return found


def due_from(connection: Connection, at: datetime) -> datetime | None:
    """When the earliest armed timer from then on is due; None if there is none."""
    found: datetime | None = connection.execute(_FROM, {"at": at}).scalar()
    return found


def due_instances(connection: Connection, now: datetime, limit: int) -> list[str]:
    """Ids of instances with a timer due by `now`, the longest overdue first, from at most `limit` timers.

    On PostgreSQL they are locked, and those that another transaction has locked are passed over.
    """
    return due_batch(connection, now, limit)[0]


def due_batch(connection: Connection, now: datetime, limit: int) -> tuple[list[str], bool]:
    """As `due_instances`, and whether there may be more than these."""
    query = _DUE if connection.dialect.name == "sqlite" else _CLAIM
    found = connection.execute(query, {"now": now, "limit": limit}).scalars().all()
    return list(dict.fromkeys(found)), len(found) == limit


def armed_timers(connection: Connection, instances: Collection[str]) -> dict[str, tuple[Timer, ...]]:
    """The armed timers of these instances, each instance's earliest first."""
    found: dict[str, list[Timer]] = {}
    for row in _armed(connection, instances):
        timer = Timer(state=row.state, visit=row.visit, rule=row.rule, occurrence=row.occurrence, due_at=row.due_at)
        found.setdefault(row.instance_id, []).append(timer)
    return {
        instance: tuple(sorted(timers, key=lambda each: (each.due_at, each.state, each.rule)))
        for instance, timers in found.items()
    }


def reconcile(connection: Connection, wanted: Mapping[str, Collection[Timer]], now: datetime) -> None:
    """Arm and disarm the difference, so that these instances have exactly the wanted timers.

    A timer no longer wanted has `passed` if it was due by `now`, else it is `withdrawn`.
    """
    armed = {_key(row.instance_id, row): row.due_at for row in _armed(connection, wanted)}
    should = _keyed(wanted)
    new = [row for key, row in should.items() if armed.get(key) != row["due_at"]]
    gone = [
        {
            **{f"was_{name}": part for name, part in zip(_KEY, key, strict=True)},
            "status": "passed" if due_at <= now else "withdrawn",
            "changed_at": now,
        }
        for key, due_at in armed.items()
        if key not in should
    ]
    change(connection, _DISARM, gone)
    put(connection, TIMER, [row | {"changed_at": now} for row in new])


def arm_new(connection: Connection, wanted: Mapping[str, Collection[Timer]], now: datetime) -> None:
    """As `reconcile`, for instances that have no timers yet: nothing is read."""
    add(connection, TIMER, [row | {"changed_at": now} for row in _keyed(wanted).values()])


def _armed(connection: Connection, instances: Collection[str]) -> list[Any]:
    ids = sorted(instances)
    return [row for some in chunks(ids) for row in connection.execute(_ARMED, {"ids": some}).all()]


def _keyed(wanted: Mapping[str, Collection[Timer]]) -> dict[Key, dict[str, Any]]:
    return {
        _key(instance, timer): {
            "instance_id": instance,
            "state": timer.state,
            "visit": timer.visit,
            "rule": timer.rule,
            "occurrence": timer.occurrence,
            "due_at": timer.due_at,
            "status": "armed",
        }
        for instance, timers in wanted.items()
        for timer in timers
    }


def _key(instance: str, timer: Any) -> Key:
    return (instance, timer.state, timer.visit, timer.rule, timer.occurrence)


def postpone_timers(connection: Connection, instances: Collection[str], now: datetime, until: datetime) -> None:
    """Let the due timers of these instances come again at `until`: they could not be decided on."""
    for some in chunks(sorted(instances)):
        connection.execute(_POSTPONE, {"ids": some, "now": now, "until": until})
