"""Tasks of instances as rows, and drafts: what is begun."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from engine.core.values import Data, Instance, TaskRecord
from engine.store.among import among
from engine.store.bulk import add, chunks, put, remove, word
from engine.store.codec import decode, encode
from engine.store.tables import DRAFT, TASK

_BY_INSTANCE = select(TASK).where(among(TASK.c.instance_id, "ids")).order_by(TASK.c.instance_id, TASK.c.position)
_OPEN_OF = (
    select(TASK)
    .where(among(TASK.c.person, "ids"), TASK.c.status == word("open"))
    .order_by(TASK.c.due_at, TASK.c.instance_id, TASK.c.position)
)
_DRAFTS = select(DRAFT.c.task, DRAFT.c.form).where(
    DRAFT.c.instance_id == bindparam("instance"), DRAFT.c.person == bindparam("person")
)
_DROP_DRAFT = delete(DRAFT).where(
    DRAFT.c.instance_id == bindparam("instance"),
    DRAFT.c.task == bindparam("task"),
    DRAFT.c.person == bindparam("person"),
)


def tasks_of(connection: Connection, instances: Sequence[str]) -> dict[str, list[TaskRecord]]:
    """All tasks of these instances, open and closed, in the order the instance holds them."""
    found: dict[str, list[TaskRecord]] = {}
    for some in chunks(instances):
        for row in connection.execute(_BY_INSTANCE, {"ids": some}).all():
            found.setdefault(row.instance_id, []).append(task_of(row))
    return found


def open_tasks(connection: Connection, persons: Sequence[str]) -> list[tuple[str, TaskRecord]]:
    """(instance id, task) for all that these persons owe, by limit."""
    return [
        (row.instance_id, task_of(row))
        for some in chunks(persons)
        for row in connection.execute(_OPEN_OF, {"ids": some})
    ]


def add_tasks(connection: Connection, instances: Iterable[Instance]) -> None:
    """Insert the rows of new instances."""
    add(connection, TASK, [_row(each.id, *place) for each in instances for place in _places(each).values()])


def write_tasks(connection: Connection, changes: Iterable[tuple[Instance, Instance]]) -> None:
    """Make the rows of each instance those of its new value, touching only what differs."""
    written: list[dict[str, Any]] = []
    removed: list[dict[str, Any]] = []
    for before, after in changes:
        if before.tasks == after.tasks:
            continue
        old, new = _places(before), _places(after)
        written += [_row(after.id, *place) for key, place in new.items() if old.get(key) != place]
        removed += [_row(before.id, *place) for key, place in old.items() if key not in new]
    remove(connection, TASK, removed)
    put(connection, TASK, written)


def save_draft(connection: Connection, instance: str, task: str, person: str, form: Data, now: datetime) -> None:
    """Keep what a person has begun; a later draft of the same task replaces it."""
    row = {"instance_id": instance, "task": task, "person": person, "form": encode(form), "saved_at": now}
    put(connection, DRAFT, [row])


def drafts_of(connection: Connection, instance: str, person: str) -> dict[str, Data]:
    """Task name -> what this person has begun of it."""
    found = connection.execute(_DRAFTS, {"instance": instance, "person": person})
    return {row.task: decode(row.form) for row in found}


def drop_draft(connection: Connection, instance: str, task: str, person: str) -> None:
    """Forget a draft; nothing happens if there is none."""
    connection.execute(_DROP_DRAFT, {"instance": instance, "task": task, "person": person})


def _places(instance: Instance) -> dict[tuple[Any, ...], tuple[int, TaskRecord]]:
    """Key -> the position in the instance's list, and the task there."""
    return {
        (task.state, task.visit, task.name, task.person): (position, task)
        for position, task in enumerate(instance.tasks)
    }


def _row(instance: str, position: int, task: TaskRecord) -> dict[str, Any]:
    return {
        "instance_id": instance,
        "state": task.state,
        "visit": task.visit,
        "name": task.name,
        "person": task.person,
        "role": task.role,
        "status": task.status,
        "position": position,
        "opened_at": task.opened_at,
        "due_at": task.due_at,
        "due_on": task.due_on,
        "closed_at": task.closed_at,
    }


def task_of(row: Any) -> TaskRecord:
    """The value behind a row of `task`."""
    return TaskRecord(
        state=row.state,
        visit=row.visit,
        name=row.name,
        person=row.person,
        role=row.role,
        status=row.status,
        opened_at=row.opened_at,
        due_at=row.due_at,
        due_on=row.due_on,
        closed_at=row.closed_at,
    )
