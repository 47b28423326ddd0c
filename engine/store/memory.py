"""An instance as a row and back. What no query asks for is one canonical text, without its empty parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from engine.core.values import ActRecord, ChildRecord, Data, Instance, Pause, TaskRecord
from engine.store.codec import decode
from engine.store.spelling import Spelled, spell, untouched

# The fields of an instance that its memory holds, in the order of the text.
PARTS = (
    "acts", "answers", "assigned", "children", "corrected", "entered", "extended", "fired", "known", "pauses",
    "released", "roles", "settings", "stood", "visits",
)  # fmt: skip


def memory_of(instance: Instance) -> str:
    """Everything of an instance beside its columns, its data and its tasks."""
    return spelled_memory(instance).text


def spelled_memory(
    instance: Instance, before: Instance | None = None, known: Mapping[str, str] | None = None
) -> Spelled:
    """As `memory_of`, part by part; `known` holds the texts of parts of `before`."""
    parts = {name: part for name in PARTS if (part := getattr(instance, name))}
    if before is None or known is None:
        return spell({name: _plain(name, part) for name, part in parts.items()})
    old = {name: getattr(before, name) for name in parts}
    same = {name for name, part in parts.items() if name in known and untouched(old[name], part)}
    plain = {name: old[name] if name in same else _plain(name, part) for name, part in parts.items()}
    return spell(plain, old, {name: known[name] for name in same})


def _plain(name: str, part: Any) -> Any:
    """A part as plain data."""
    match name:
        case "acts":
            return {act: {"count": each.count, "at": each.at, "by": each.by} for act, each in part.items()}
        case "children":
            return [{each.name: getattr(child, each.name) for each in _CHILD} for child in part]
        case "pauses":
            return [{"since": each.since, "until": each.until, "why": each.why} for each in part]
        case "assigned" | "corrected":
            return sorted(part)
    return part


_CHILD = fields(ChildRecord)


def instance_of(row: Row[Any], tasks: Sequence[TaskRecord]) -> Instance:
    """The value behind a row of `instance` and its tasks in order."""
    return made(row, tasks, data_of(row.data), parts_of(row.memory))


def made(row: Row[Any], tasks: Sequence[TaskRecord], data: Data, parts: Mapping[str, Any]) -> Instance:
    """As `instance_of`, its longest columns read already."""
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
        data=data,
        tasks=tuple(tasks),
        **parts,
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
    """What `memory_of` kept, by the names of the instance's fields; what was empty is missing."""
    return {name: _read(name, part) for name, part in decode(text).items()}


def parts_again(spelled: Spelled, before: Instance | None) -> Mapping[str, Any]:
    """As `parts_of`; the parts that are not fresh are those of `before`."""
    return {
        name: _read(name, decode(text)) if before is None or name in spelled.fresh else getattr(before, name)
        for name, text in spelled.texts.items()
    }


def _read(name: str, part: Any) -> Any:
    match name:
        case "acts":
            return {
                act: ActRecord(count=each["count"], at=each["at"], by=tuple(each["by"])) for act, each in part.items()
            }
        case "children":
            return tuple([ChildRecord(**each) for each in part])
        case "pauses":
            return tuple([Pause(**each) for each in part])
        case "assigned" | "corrected":
            return frozenset(part)
        case "roles" | "extended":
            return {each: tuple(some) for each, some in part.items()}
        case "stood":
            return {stay: tuple(map(tuple, spans)) for stay, spans in part.items()}
    return part
