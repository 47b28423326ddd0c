"""What must hold of a company whenever nothing is under way, however it came there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from engine.core import replay as replaying
from engine.core.values import Decision, Notice, TaskRecord
from engine.runtime.replaying import replay_all
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.events import chains
from engine.store.instances import load_instances
from engine.store.outbox import DIGEST, Message, message_of
from engine.store.progress import all_ids
from engine.store.tables import INSTANCE, OUTBOX, PENDING_EVENT, TASK, TIMER
from engine.store.tasks import task_of
from engine.store.timers import armed_timers
from notifications.message import Message as Rendered
from tests.faults.tap import Received


def unsound(fresh: Workspace, received: Collection[Received], now: datetime) -> list[str]:
    """Everything that contradicts itself in what is stored and what has arrived. `fresh` remembers nothing."""
    with snapshot(fresh.database) as connection:
        ids = all_ids(connection)
        return [*_histories(connection, ids), *_timers(fresh, connection, ids, now), *_sent(connection, received)]


# By how much the clocks of two machines may differ.
SKEW = timedelta(hours=2)


def nothing_lost(fresh: Workspace, received: Collection[Received], now: datetime) -> list[str]:
    """What is wrong once everybody has worked."""
    return [*undone(fresh, now), *unsound(fresh, received, now), *unreplayable(fresh, now)]


def undone(fresh: Workspace, now: datetime) -> list[str]:
    """What is due by `now` and was not done; nothing is, once everybody who works has worked."""
    with snapshot(fresh.database) as connection:
        late = [
            *connection.execute(select(TIMER.c.instance_id).where(TIMER.c.status == "armed", TIMER.c.due_at <= now)),
            *connection.execute(select(PENDING_EVENT.c.instance_id).where(PENDING_EVENT.c.due_at <= now)),
            *connection.execute(select(OUTBOX.c.key).where(OUTBOX.c.status == "queued", OUTBOX.c.not_before <= now)),
            *connection.execute(select(OUTBOX.c.key).where(OUTBOX.c.status == "claimed")),
        ]
    return [f"due and not done: {each[0]}" for each in late]


def forgotten(survivor: Workspace, fresh: Workspace) -> list[str]:
    """What a process that lived through a fault takes for true and is not."""
    with snapshot(fresh.database) as connection:
        ids = all_ids(connection)
        truth = load_instances(connection, ids)
    with snapshot(survivor.database) as connection:
        believed = load_instances(connection, ids)
    return [f"{id}: remembered otherwise than it stands" for id in ids if truth[id] != believed[id]]


def _histories(connection: Connection, ids: Sequence[str]) -> Iterator[str]:
    for id, chain in chains(connection, ids).items():
        if chain.broken is not None:
            yield f"{id}: the history breaks at {chain.broken}"
    ended = select(TASK.c.instance_id).join(INSTANCE, INSTANCE.c.id == TASK.c.instance_id)
    for (id,) in connection.execute(ended.where(TASK.c.status == "open", INSTANCE.c.status != "running")):
        yield f"{id}: over, and somebody still owes a task"


def _timers(fresh: Workspace, connection: Connection, ids: Sequence[str], now: datetime) -> Iterator[str]:
    """Every instance has exactly the timers it should have."""
    work = Work(fresh, connection, now)
    work.peek(ids)
    armed, wanted = armed_timers(connection, ids), work.timers(ids)
    for id in ids:
        has = tuple(armed.get(id, ()))
        if any(each.due_at <= now for each in has):
            continue  # it is about to be looked at
        should = sorted(wanted[id], key=lambda each: (each.due_at, each.state, each.rule))
        if list(has) != should:
            yield f"{id}: has the timers {_named(has)} and should have {_named(should)}"


def _named(timers: Sequence[Any]) -> str:
    return ", ".join(f"{each.state}#{each.visit} {each.rule} {each.due_at:%m-%d}" for each in timers) or "none"


def _sent(connection: Connection, received: Collection[Received]) -> Iterator[str]:
    """What counts as sent has arrived; what arrived was owed; what came twice came in the same bytes."""
    rows = {row.message_id.strip("<>"): row for row in connection.execute(select(OUTBOX))}
    arrived: dict[str, bytes] = {}
    for each in received:
        if each.message_id not in rows:
            yield f"{each.message_id}: arrived and was never owed"
        if arrived.setdefault(each.message_id, each.content) != each.content:
            yield f"{each.message_id}: arrived twice in two forms"
    tasks = _tasks(connection)
    for id, row in rows.items():
        if row.status == "sent" and id not in arrived:
            yield f"{row.key}: counts as sent and never arrived"
        if id in arrived and not _needed(message_of(row).notice, row.instance_id, tasks, arrived[id]):
            yield f"{row.key}: arrived when nobody owed the task any more"
        if row.status == "suppressed" and not row.last_error:
            yield f"{row.key}: suppressed without a reason"
    yield from _merged([message_of(row) for row in rows.values()])


def _merged(messages: Sequence[Message]) -> Iterator[str]:
    """A notice that a digest stands for is in exactly that one."""
    digests = {each.key: each for each in messages if each.members}
    for each in messages:
        within = [key for key, digest in digests.items() if each.key in digest.members]
        said = [each.last_error] if f"{each.last_error}".startswith(DIGEST) else []
        if within != said:
            yield f"{each.key}: stands in {within} and says {said}"


def _tasks(connection: Connection) -> list[tuple[str | None, TaskRecord]]:
    rows = connection.execute(select(TASK).order_by(TASK.c.instance_id, TASK.c.position))
    return [(row.instance_id, task_of(row)) for row in rows]


def _needed(
    notice: Notice, instance: str | None, tasks: Sequence[tuple[str | None, TaskRecord]], content: bytes
) -> bool:
    """Whether the task a message speaks of was still owed when it was written."""
    written_at = _written_at(content)
    return not notice.needs_task or any(
        id == instance
        and (task.name, task.person) == (notice.task, notice.recipient)
        and (task.closed_at is None or task.closed_at > written_at - SKEW)
        for id, task in tasks
    )


@lru_cache(maxsize=1000)
def _written_at(content: bytes) -> datetime:
    return Rendered.from_bytes(content).sent_at


def unreplayable(fresh: Workspace, now: datetime) -> list[str]:
    """Each history gives what is stored, and exactly the messages that are owed, each under a key of its own."""
    found = []
    with _overheard() as decided:
        found += [
            f"{each.instance}: replayed otherwise: {each.why or each.broken or each.differences[:2]}"
            for each in replay_all(fresh, [], now)
            if not each.sound
        ]
    with snapshot(fresh.database) as connection:
        keys = connection.execute(select(OUTBOX.c.key).where(OUTBOX.c.instance_id.is_not(None))).scalars()
        owed = Counter(map(_repeatable, keys))
    should = Counter(_repeatable(each.key) for each in decided)
    found += [f"{key}: decided and not owed" for key in (should - owed).elements()]
    found += [f"{key}: owed and not decided" for key in (owed - should).elements()]
    return found


def _repeatable(key: str) -> str:
    """A key without the number of writes before an intervention: a replay decides step by step and counts more."""
    return re.sub(r"(\|intervention \w+)\|\d+\|", r"\1|", key)


@contextmanager
def _overheard() -> Iterator[list[Notice]]:
    """The notices of all decisions that a replay makes."""
    heard: list[Notice] = []
    begin, decide = replaying.begin, replaying.decide

    def listened(outcome: Any) -> Any:
        if isinstance(outcome, Decision):
            heard.extend(outcome.notices)
        return outcome

    replaying.begin = lambda *given: listened(begin(*given))  # type: ignore[attr-defined]
    replaying.decide = lambda *given: listened(decide(*given))  # type: ignore[attr-defined]
    try:
        yield heard
    finally:
        replaying.begin, replaying.decide = begin, decide  # type: ignore[attr-defined]
