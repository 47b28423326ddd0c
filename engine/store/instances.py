"""Instances: load many with their tasks, insert many, compare-and-set many."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from engine.core.values import Instance, TaskRecord
from engine.store.among import among
from engine.store.bulk import Change, add, change, chunks
from engine.store.kept import Spelling, kept
from engine.store.memory import data_of, instance_of, made, parts_again, spelled_memory
from engine.store.spelling import Spelled, read_again, spell, untouched
from engine.store.tables import INSTANCE
from engine.store.tasks import tasks_of
from engine.words.errors import Conflict, NotFound
from engine.words.values import value

_BY_ID = select(INSTANCE).where(among(INSTANCE.c.id, "ids"))
# In the order of ids, so that two runners can never wait for each other.
_LOCKED = _BY_ID.order_by(INSTANCE.c.id).with_for_update()
_REVISIONS = select(INSTANCE.c.id, INSTANCE.c.revision, INSTANCE.c.events).where(among(INSTANCE.c.id, "ids"))
_HEADS = select(INSTANCE.c.id, INSTANCE.c.events, INSTANCE.c.event_hash).where(among(INSTANCE.c.id, "ids"))
_KEYS = ("id", "revision", "events")
_MOVING = (
    "version", "digest", "cycle", "parent", "status", "state", "revision", "ended_at", "changed_at", "memory", "events",
    "event_hash",
)  # fmt: skip
# Time passes far more often than anybody fills anything in, and data is the longest column.
_SET = Change(table=INSTANCE, keys=_KEYS, sets=_MOVING)
_SET_ALL = Change(table=INSTANCE, keys=_KEYS, sets=(*_MOVING, "data"))


@value(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of an instance's chain of events: how many there are, and the last one's hash."""

    events: int = 0
    hash: str = ""


def load_instances(connection: Connection, ids: Collection[str]) -> dict[str, Instance]:
    """Those of `ids` that exist, by id, each with its tasks. Two statements per 500, one if their tasks are known."""
    return _made(connection, _rows(connection, _BY_ID, ids))


def lock_instances(connection: Connection, ids: Collection[str]) -> dict[str, Instance]:
    """As `load_instances`, and nobody else may write them until the transaction ends."""
    return lock_with_heads(connection, ids)[0]


def load_instance(connection: Connection, id: str) -> Instance:
    """One instance. Raises NotFound."""
    found = load_instances(connection, [id])
    if id not in found:
        raise NotFound("instance-unknown", instance=id)
    return found[id]


def lock_with_heads(connection: Connection, ids: Collection[str]) -> tuple[dict[str, Instance], dict[str, Head]]:
    """As `lock_instances`, and where the chains of events of these instances end."""
    rows = _rows(connection, _LOCKED, ids)
    return _made(connection, rows), {row.id: Head(events=row.events, hash=row.event_hash) for row in rows}


def _rows(connection: Connection, query: Select[Any], ids: Collection[str]) -> list[Row[Any]]:
    return [row for some in chunks(sorted(set(ids))) for row in connection.execute(query, {"ids": some}).all()]


def _made(connection: Connection, rows: Sequence[Row[Any]]) -> dict[str, Instance]:
    known = kept(connection)
    found = {row.id: known.instance(row) for row in rows}
    changed = [row for row in rows if found[row.id] is None]
    tasks = {row.id: known.tasks(row) for row in changed}
    read = tasks_of(connection, [id for id, some in tasks.items() if some is None])
    for row in changed:
        some = tasks[row.id]
        spelling = known.spelling(row.id)
        if spelling is not None and spelling.memory.text != row.memory:
            spelling = None
        owed = read.get(row.id, ()) if some is None else some
        found[row.id] = instance = instance_of(row, owed) if spelling is None else _again(row, owed, spelling)
        known.read(row, instance, None if spelling is None else replace(spelling, before=None))
    return {id: instance for id, instance in found.items() if instance is not None}


def _again(row: Row[Any], tasks: Sequence[TaskRecord], spelling: Spelling) -> Instance:
    """An instance whose memory reads as it was spelled, and its data too, if nobody wrote them since."""
    before, data = spelling.before, spelling.data
    if data is None or data.text != row.data:
        read = data_of(row.data)
    else:
        read = read_again(data, before.data if before is not None else None)
    return made(row, tasks, read, parts_again(spelling.memory, before))


def add_instances(
    connection: Connection, instances: Sequence[Instance], heads: Mapping[str, Head], now: datetime
) -> dict[str, Spelling]:
    """Insert the rows of new instances; how each was spelled. Raises Conflict if one of the ids is taken."""
    spelled = {each.id: Spelling(spelled_memory(each), spell(each.data)) for each in instances}
    add(
        connection,
        INSTANCE,
        [
            {
                "id": each.id,
                "process": each.process,
                "subject": each.subject,
                "started_at": each.started_at,
                "data": _text(spelled[each.id].data),
                **_moving(each, spelled[each.id], heads.get(each.id, Head()), now),
            }
            for each in instances
        ],
    )
    return spelled


def set_instances(
    connection: Connection,
    changes: Sequence[tuple[Instance, Instance]],
    before: Mapping[str, Head],
    after: Mapping[str, Head],
    now: datetime,
) -> dict[str, Spelling]:
    """Write (before, after) pairs where the row still has the revision and the events of before; how each was spelled.

    Raises Conflict("instance-moved-on") naming every instance that somebody else wrote first; roll back then.
    """
    known = kept(connection)
    spelled: dict[str, Spelling] = {}
    moved: list[dict[str, Any]] = []
    filled_in: list[dict[str, Any]] = []
    for old, new in changes:
        spelling = spelled[new.id] = _spelled(old, new, known.spelling_of(old))
        row = {
            "was_id": old.id,
            "was_revision": old.revision,
            "was_events": before[old.id].events if old.id in before else 0,
            **_moving(new, spelling, after.get(new.id, Head()), now),
        }
        if untouched(old.data, new.data):
            moved.append(row)
        else:
            filled_in.append(row | {"data": _text(spelling.data)})
    if change(connection, _SET, moved) + change(connection, _SET_ALL, filled_in) != len(changes):
        raise _moved_on(connection, [new for _, new in changes], after)
    return spelled


def _spelled(old: Instance, new: Instance, known: Spelling | None) -> Spelling:
    """How an instance is written now: what did not change as it was, where that is known."""
    data = None if known is None else known.data
    if not untouched(old.data, new.data):
        data = spell(new.data, old.data, {} if data is None else data.texts)
    elif data is not None:
        data = replace(data, fresh=frozenset())
    return Spelling(spelled_memory(new, old, None if known is None else known.memory.texts), data, old)


def _text(spelled: Spelled | None) -> str:
    assert spelled is not None
    return spelled.text


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
    found: dict[str, Head] = {}
    for some in chunks(sorted(set(ids))):
        for row in connection.execute(_HEADS, {"ids": some}).all():
            found[row.id] = Head(events=row.events, hash=row.event_hash)
    return found


def _moving(instance: Instance, spelling: Spelling, head: Head, now: datetime) -> dict[str, Any]:
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
        "memory": spelling.memory.text,
        "events": head.events,
        "event_hash": head.hash,
    }
