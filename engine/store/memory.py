"""An instance as a row and back. What no query asks for is one canonical text, without its empty parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from engine.core.values import ActRecord, ChildRecord, Data, Instance, Pause, TaskRecord
from engine.store.codec import decode, encode


def memory_of(instance: Instance) -> str:
    """Everything of an instance beside its columns, its data and its tasks."""
    parts: dict[str, Any] = {
        "answers": instance.answers,
        "released": instance.released,
        "corrected": sorted(instance.corrected),
        "known": instance.known,
        "roles": instance.roles,
        "settings": instance.settings,
        "visits": instance.visits,
        "entered": instance.entered,
        "acts": {name: _act_parts(act) for name, act in instance.acts.items()},
        "children": [_child_parts(child) for child in instance.children],
        "fired": instance.fired,
        "extended": instance.extended,
        "pauses": [{"since": each.since, "until": each.until, "why": each.why} for each in instance.pauses],
        "assigned": sorted(instance.assigned),
        "stood": instance.stood,
    }
    return encode({name: part for name, part in parts.items() if part})


def instance_of(row: Row[Any], tasks: Sequence[TaskRecord]) -> Instance:
    """The value behind a row of `instance` and its tasks in order."""
    return Instance(
        id=row.id,
        process=row.process,
        version=row.version,
        digest=row.digest,
        subject=row.subject,
        cycle=row.cycle,
        parent=row.parent,
        status=row.status,
        state=tuple(row.state),
        revision=row.revision,
        started_at=row.started_at,
        ended_at=row.ended_at,
        data=data_of(row.data),
        tasks=tuple(tasks),
        **parts_of(row.memory),
    )


# An instance is often read again before it is written: by the tick, by whoever acts, for its messages. The same text
# is the same value, and nobody changes what was read.
@lru_cache(maxsize=1000)
def data_of(text: str) -> Data:
    """The data of an instance from its column."""
    found: Data = decode(text)
    return found


@lru_cache(maxsize=1000)
def parts_of(text: str) -> Mapping[str, Any]:
    """What `memory_of` kept, by the names of the instance's fields."""
    memory = decode(text)
    return {
        "answers": memory.get("answers", {}),
        "released": memory.get("released", {}),
        "known": memory.get("known", {}),
        "corrected": frozenset(memory.get("corrected", ())),
        "roles": _tuples(memory.get("roles", {})),
        "settings": memory.get("settings", {}),
        "visits": memory.get("visits", {}),
        "entered": memory.get("entered", {}),
        "acts": {name: _act(parts) for name, parts in memory.get("acts", {}).items()},
        "children": tuple(ChildRecord(**parts) for parts in memory.get("children", ())),
        "fired": memory.get("fired", {}),
        "extended": _tuples(memory.get("extended", {})),
        "pauses": tuple(Pause(**parts) for parts in memory.get("pauses", ())),
        "assigned": frozenset(memory.get("assigned", ())),
        "stood": {stay: tuple(map(tuple, spans)) for stay, spans in memory.get("stood", {}).items()},
    }


def _act_parts(act: ActRecord) -> dict[str, Any]:
    return {"count": act.count, "at": act.at, "by": act.by}


def _act(parts: dict[str, Any]) -> ActRecord:
    return ActRecord(count=parts["count"], at=parts["at"], by=tuple(parts["by"]))


def _child_parts(child: ChildRecord) -> dict[str, Any]:
    return {each.name: getattr(child, each.name) for each in fields(child)}


def _tuples(lists: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(each) for name, each in lists.items()}
