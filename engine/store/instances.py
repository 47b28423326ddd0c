"""Instances: load many with their tasks, insert many, compare-and-set many."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from engine.core.values import Instance
from engine.store.bulk import Change, add, change, chunks
from engine.store.codec import encode
from engine.store.memory import instance_of, memory_of
from engine.store.tables import INSTANCE
from engine.store.tasks import tasks_of
from engine.words.errors import Conflict, NotFound

_BY_ID = select(INSTANCE).where(INSTANCE.c.id.in_(bindparam("ids", expanding=True)))
# In the order of ids, so that two runners can never wait for each other.
_LOCKED = _BY_ID.order_by(INSTANCE.c.id).with_for_update()
_REVISIONS = select(INSTANCE.c.id, INSTANCE.c.revision, INSTANCE.c.events).where(
    INSTANCE.c.id.in_(bindparam("ids", expanding=True))
)
_SET = Change(
    table=INSTANCE,
    keys=("id", "revision", "events"),
    sets=(
        "version", "digest", "cycle", "parent", "status", "state", "revision", "ended_at", "changed_at", "data",
        "memory", "events", "event_hash",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of an instance's chain of events: how many there are, and the last one's hash."""

    events: int = 0
    hash: str = ""


def load_instances(connection: Connection, ids: Collection[str]) -> dict[str, Instance]:
    """Those of `ids` that exist, by id, each with its tasks. Two statements per 500."""
    return _load(connection, _BY_ID, ids)


def lock_instances(connection: Connection, ids: Collection[str]) -> dict[str, Instance]:
    """As `load_instances`, and nobody else may write them until the transaction ends."""
    return _load(connection, _LOCKED, ids)


def load_instance(connection: Connection, id: str) -> Instance:
    """One instance. Raises NotFound."""
    found = load_instances(connection, [id])
    if id not in found:
        raise NotFound("instance-unknown", instance=id)
    return found[id]


def _load(connection: Connection, query: Select[Any], ids: Collection[str]) -> dict[str, Instance]:
    found: dict[str, Instance] = {}
    for some in chunks(sorted(set(ids))):
        rows = connection.execute(query, {"ids": some}).all()
        tasks = tasks_of(connection, [row.id for row in rows])
        found.update((row.id, instance_of(row, tasks.get(row.id, ()))) for row in rows)
    return found


def add_instances(
    connection: Connection, instances: Sequence[Instance], heads: Mapping[str, Head], now: datetime
) -> None:
    """Insert the rows of new instances. Raises Conflict if one of the ids is taken."""
    add(
        connection,
        INSTANCE,
        [
            {
                "id": each.id,
                "process": each.process,
                "subject": each.subject,
                "started_at": each.started_at,
                **_changing(each, heads.get(each.id, Head()), now),
            }
            for each in instances
        ],
    )


def set_instances(
    connection: Connection,
    changes: Sequence[tuple[Instance, Instance]],
    before: Mapping[str, Head],
    after: Mapping[str, Head],
    now: datetime,
) -> None:
    """Write (before, after) pairs where the row still has the revision and the events of before.

    Raises Conflict("instance-moved-on") naming every instance that somebody else wrote first; roll back then.
    """
    rows = [
        {
            "was_id": old.id,
            "was_revision": old.revision,
            "was_events": before[old.id].events if old.id in before else 0,
            **_changing(new, after.get(new.id, Head()), now),
        }
        for old, new in changes
    ]
    if change(connection, _SET, rows) != len(rows):
        raise _moved_on(connection, [new for _, new in changes], after)


def _moved_on(connection: Connection, wanted: Sequence[Instance], after: Mapping[str, Head]) -> Conflict:
    present: dict[str, tuple[int, int]] = {}
    for some in chunks([each.id for each in wanted]):
        for row in connection.execute(_REVISIONS, {"ids": some}):
            present[row.id] = (row.revision, row.events)
    lost = [
        each.id
        for each in wanted
        if present.get(each.id) != (each.revision, after[each.id].events if each.id in after else 0)
    ]
    return Conflict("instance-moved-on", instances=", ".join(lost))


def heads_of(connection: Connection, ids: Collection[str]) -> dict[str, Head]:
    """Where the chains of these instances end now."""
    query = select(INSTANCE.c.id, INSTANCE.c.events, INSTANCE.c.event_hash).where(
        INSTANCE.c.id.in_(bindparam("ids", expanding=True))
    )
    found: dict[str, Head] = {}
    for some in chunks(sorted(set(ids))):
        for row in connection.execute(query, {"ids": some}).all():
            found[row.id] = Head(events=row.events, hash=row.event_hash)
    return found


def _changing(instance: Instance, head: Head, now: datetime) -> dict[str, Any]:
    return {
        "version": instance.version,
        "digest": instance.digest,
        "cycle": instance.cycle,
        "parent": instance.parent,
        "status": instance.status,
        "state": list(instance.state),
        "revision": instance.revision,
        "ended_at": instance.ended_at,
        "changed_at": now,
        "data": encode(instance.data),
        "memory": memory_of(instance),
        "events": head.events,
        "event_hash": head.hash,
    }
