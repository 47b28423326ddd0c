"""A history replayed: the same events, decided on anew with the facts of their day, must give the same entries.

An entry holds what was done, when, and the facts the decision read; what it did not need to read comes from the world
as it was. Nothing here trusts the history: every entry a decision makes is held against the one that stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from engine.core.decide import begin, decide
from engine.core.migrate import MIGRATED, migrate
from engine.core.values import (
    ChildRecord,
    Data,
    Decision,
    Entry,
    Event,
    Instance,
    Intervened,
    Raised,
    Refusal,
    StartChild,
    TaskRecord,
    TimePassed,
    Triggered,
)
from engine.core.world import World
from engine.definition.model import Process

# What a decision learns from others is no consequence of it: noted, and not decided on again.
_OF_OTHERS = frozenset({"limit-breached"})
# Counts writes, not events; and what stays with whoever opened the instance.
_NOT_REPLAYED = frozenset({"revision", "parent", "cycle", "digest", "version"})

WorldAt = Callable[[datetime, Mapping[str, Any]], World]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where a replay and what is stored part: the sequence number of an entry, or a part of the instance's state."""

    where: str
    expected: object
    found: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """`instance` is what the history gives, as far as it was replayed."""

    instance: Instance | None
    differences: tuple[Difference, ...]


def replay(
    process: Process,
    stored: Instance,
    entries: Sequence[Entry],
    world_at: WorldAt,
    under: Callable[[int], Process] | None = None,
) -> Replayed:
    """Replay all entries of an instance and hold the outcome against what is stored.

    `under` gives the definition of another version, for an instance that was moved to the present one.
    """
    if not entries or entries[0].kind != "started":
        return Replayed(instance=None, differences=(Difference(where="1", expected="started", found=None),))
    moved = next((each for each in entries if each.name == MIGRATED and each.kind == "event"), None)
    if moved is not None and under is not None:
        process = under(moved.payload["from"])
    decision = _begin(process, stored, entries, world_at)
    at = 0
    while True:
        wrong = _held_against(decision.entries, entries, at)
        if wrong is not None:
            return Replayed(instance=decision.after, differences=(wrong,))
        at = _past(entries, at + len(decision.entries))
        instance = decision.after
        if at >= len(entries):
            return Replayed(instance=instance, differences=tuple(differences(stored, instance)))
        world = world_at(_now(entries[at]), _facts(entries, at))
        outcome: Decision | Refusal
        if entries[at].name == MIGRATED and entries[at].kind == "event" and under is not None:
            process = under(entries[at].payload["to"])
            outcome = migrate(process, instance, world)
        else:
            outcome = decide(process, instance, _event(process, instance, entries[at]), world)
        if not isinstance(outcome, Decision):
            codes = ", ".join(each.code for each in outcome.blockers)
            return Replayed(
                instance=instance,
                differences=(Difference(where=str(at + 1), expected=_said(entries[at]), found=f"refused: {codes}"),),
            )
        if not outcome.entries:
            nothing = Difference(where=str(at + 1), expected=_said(entries[at]), found=None)
            return Replayed(instance=outcome.after, differences=(nothing,))
        decision = outcome


def differences(stored: Instance, found: Instance) -> Iterator[Difference]:
    """The parts of two states that are not the same, by name; of maps, the entries."""
    for part in fields(Instance):
        if part.name in _NOT_REPLAYED:
            continue
        expected, given = getattr(stored, part.name), getattr(found, part.name)
        if part.name == "tasks":
            expected, given = _by_key(expected), _by_key(given)
        if part.name == "children":
            expected, given = ({each.id: each for each in some} for some in (expected, given))
        if expected == given:
            continue
        if not isinstance(expected, Mapping):
            yield Difference(where=part.name, expected=expected, found=given)
            continue
        for key in sorted({*expected, *given}, key=str):
            if expected.get(key) != given.get(key):
                yield Difference(where=f"{part.name}.{key}", expected=expected.get(key), found=given.get(key))


def _begin(process: Process, stored: Instance, entries: Sequence[Entry], world_at: WorldAt) -> Decision:
    first = entries[0]
    given: Data = first.payload.get("data", {})
    taken = {name for name, field in process.fields.items() if field.sources and name in given}
    start = StartChild(
        id=stored.id,
        process=process.name,
        subject=stored.subject,
        cycle=stored.cycle,
        parent=stored.parent,
        data={name: value for name, value in given.items() if name not in taken},
        by=first.actor,
    )
    world = world_at(_now(first), _facts(entries, 0))
    siblings = dict(world.siblings)
    for name in taken:
        source, field = process.fields[name].sources[0]
        siblings[source] = {**siblings.get(source, {}), field: given[name]}
    decision = begin(process, start, replace(world, siblings=siblings), first.at, first.to_state)
    opened, *rest = decision.entries  # whoever opened it by hand is noted there, and nowhere else
    whose = {"for": first.payload["for"]} if "for" in first.payload else {}
    opened = replace(opened, actor=first.actor, payload={**opened.payload, **whose})
    return replace(decision, entries=(opened, *rest))


def _form(process: Process, instance: Instance, entry: Entry) -> dict[str, Any]:
    """What was filled in, as people fill it in: what changed, and of lists that a form only completes, the columns."""
    given = dict(entry.payload.get("form", {}))
    state = process.states.get(entry.from_state or "")
    act = state.on.get(entry.name) if state is not None else None
    names = act.form if act is not None else ()
    columns = [name for name in names if "." in name]
    for name in columns:
        head, _, column = name.partition(".")
        given[name] = [row.get(column) for row in entry.payload["form"].get(head) or []]
    for head in {name.partition(".")[0] for name in columns} - set(names):
        given.pop(head, None)
    answers = instance.answers.get((act.task if act else None) or "", {})
    there = {**instance.data, **answers.get(entry.actor or "", {})}
    return {name: value for name, value in given.items() if value is None or value != there.get(name)}


def _event(process: Process, instance: Instance, entry: Entry) -> Event:
    """What was decided on when this entry was made."""
    payload = dict(entry.payload)
    match entry.kind:
        case "act":
            return Triggered(
                act=entry.name,
                actor=entry.actor or "",
                form=_form(process, instance, entry),
                reason=payload.get("reason"),
                amount=payload.get("amount"),
                on_behalf_of=payload.get("for"),
                via=payload.get("via"),
            )
        case "intervened":
            return Intervened(verb=entry.name, actor=entry.actor or "", **payload)  # type: ignore[arg-type]
        case "people":
            return Raised(name="people.changed")
        case "cancelled":
            return Raised(name=entry.name)
        case "event" if entry.name in ("cycle.moved", "calendar.changed"):
            return Raised(name=entry.name, data=payload)
        case "event" if entry.name not in ("done", "clock.paused", "clock.resumed"):
            child = entry.facts.get("child")
            return Raised(name=entry.name, child=None if child is None else ChildRecord(**child))
    return TimePassed()


def _facts(entries: Sequence[Entry], at: int) -> dict[str, Any]:
    """What the decisions of that moment read, the first reading of each."""
    now = _now(entries[at])
    found: dict[str, Any] = {}
    for entry in entries[at:]:
        if _now(entry) != now:
            break
        found = {**entry.facts, **found}
    return found


def _now(entry: Entry) -> datetime:
    """When it was decided; what it counts from may be earlier."""
    now: datetime = entry.facts.get("now", entry.at)
    return now


def _past(entries: Sequence[Entry], at: int) -> int:
    while at < len(entries) and entries[at].name in _OF_OTHERS:
        at += 1
    return at


def _held_against(made: Sequence[Entry], entries: Sequence[Entry], at: int) -> Difference | None:
    for index, entry in enumerate(made):
        there = entries[at + index] if at + index < len(entries) else None
        if there is None or _said(entry) != _said(there):
            return Difference(
                where=str(at + index + 1), expected=None if there is None else _said(there), found=_said(entry)
            )
    return None


def _said(entry: Entry) -> dict[str, object]:
    """An entry without its facts: those are what was read, not what happened."""
    return {
        "at": entry.at,
        "kind": entry.kind,
        "name": entry.name,
        "actor": entry.actor,
        "from": entry.from_state,
        "to": entry.to_state,
        "payload": dict(entry.payload),
    }


def _by_key(tasks: Sequence[TaskRecord]) -> dict[str, object]:
    return {f"{each.state}#{each.visit}/{each.name}/{each.person}": each for each in tasks}
