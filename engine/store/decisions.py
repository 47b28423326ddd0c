"""Writing decisions: the one place where what was decided becomes rows, a batch with a handful of statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Connection

from engine.core.values import Decision, Entry, Incident, Instance, Timer
from engine.store.events import add_links, link
from engine.store.incidents import open_incidents
from engine.store.instances import Head, add_instances, heads_of, set_instances
from engine.store.kept import Spelling, kept
from engine.store.outbox import OutboxRow, enqueue
from engine.store.participants import add_participants, write_participants
from engine.store.purge import purge
from engine.store.subscriptions import Subscription, announce
from engine.store.tasks import add_tasks, write_tasks
from engine.store.timers import arm_new, reconcile
from engine.store.values import CountedValue, write_values


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """All decisions of a batch about one instance, as one step."""

    before: Instance | None
    after: Instance
    entries: tuple[Entry, ...]
    incidents: tuple[Incident, ...]


def write_decisions(
    connection: Connection,
    decisions: Sequence[Decision],
    *,
    timers: Mapping[str, Collection[Timer]],
    outbox: Sequence[OutboxRow] = (),
    values: Sequence[CountedValue] = (),
    heads: Mapping[str, Head] = MappingProxyType({}),
    hearing: Sequence[Subscription] = (),
    now: datetime,
) -> None:
    """Write instances, tasks, participants, events, timers, messages, counted values and incidents.

    Several decisions about one instance must follow each other and are written as one. `timers` says what each
    instance should have; one not named keeps its timers. Notices are queued from `outbox`, not from the decisions:
    the caller knows channel, language and hours. `heads` are those known from `lock_with_heads`, the others are read.
    `hearing`: other systems that are owed the events they hear of.
    Raises Conflict("instance-moved-on") if a revision is not that of
    `before` any more; roll back then. ValueError for decisions that do not fit together.
    """
    changes = _folded(decisions)
    new = [each.after for each in changes if each.before is None]
    moved = [
        (each.before, each.after)
        for each in changes
        if each.before is not None and (each.entries or each.after != each.before)
    ]

    ids = [after.id for _, after in moved]
    before = {id: heads[id] for id in ids if id in heads}
    before |= heads_of(connection, [id for id in ids if id not in before])
    links = link({each.after.id: each.entries for each in changes if each.entries}, before)
    after = {**before, **links.heads}

    spelled = set_instances(connection, moved, before, after, now)
    spelled |= add_instances(connection, new, after, now)
    add_links(connection, links)
    if hearing:
        announce(
            connection,
            links.events,
            {each.after.id: (each.after.cycle, each.after.process) for each in changes},
            hearing,
            now,
        )
    add_tasks(connection, new)
    write_tasks(connection, moved)
    add_participants(connection, new, now)
    write_participants(connection, moved, now)
    started = {each.id for each in new}
    arm_new(connection, {each: some for each, some in timers.items() if each in started}, now)
    reconcile(connection, {each: some for each, some in timers.items() if each not in started}, now)
    enqueue(connection, outbox, now)
    write_values(connection, values)
    open_incidents(connection, {each.after.id: each.incidents for each in changes if each.incidents}, now)
    purge(connection, [each.after.id for each in decisions if each.purged])
    _keep(connection, changes, links.heads, spelled)


def _keep(
    connection: Connection, changes: Sequence[_Change], ends: Mapping[str, Head], spelled: Mapping[str, Spelling]
) -> None:
    """Keep what the next transaction need not read, where an event of this one tells the tasks from any others."""
    known = kept(connection)
    for each in changes:
        end = ends.get(each.after.id)
        if end is not None:
            known.written(each.after, (each.after.revision, end.events, end.hash), spelled.get(each.after.id))


def _folded(decisions: Sequence[Decision]) -> list[_Change]:
    found: dict[str, _Change] = {}
    for each in decisions:
        earlier = found.get(each.after.id)
        _must_follow(each, earlier)
        found[each.after.id] = _Change(
            before=earlier.before if earlier else each.before,
            after=each.after,
            entries=(earlier.entries if earlier else ()) + each.entries,
            incidents=(earlier.incidents if earlier else ()) + each.incidents,
        )
    return list(found.values())


def _must_follow(decision: Decision, earlier: _Change | None) -> None:
    before, after = decision.before, decision.after
    if earlier and before is not earlier.after and before != earlier.after:
        raise ValueError(f"{after.id}: a decision does not begin where the one before it ended")
    if before and (before.id != after.id or before.process != after.process or before.subject != after.subject):
        raise ValueError(f"{after.id}: a decision turned {before.id} into another instance")
    if before and after.revision <= before.revision and before != after:
        raise ValueError(f"{after.id}: a decision must raise the revision, {before.revision} stayed")
