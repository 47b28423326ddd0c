"""Which timers an instance should have now. Nothing else arms one; the runtime makes it so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.calendar.moment import Instant, advance
from engine.core.case import Case
from engine.core.moments import over_at, resolved, zone_of
from engine.core.values import Instance, Timer
from engine.core.world import World
from engine.definition.model import Process, Timed


@dataclass(frozen=True, slots=True)
class Due:
    """An occurrence of a timed rule: when it falls due, and the day that is meant, where it is a day."""

    rule: Timed
    occurrence: int
    due_at: datetime
    instant: Instant


def schedule(process: Process, instance: Instance, world: World) -> tuple[Timer, ...]:
    """The timers still ahead of `world.now`, the next occurrence of each rule.

    What is due already has been decided on: it fired, or waits for its `when`, which the next change will ask again.
    """
    if instance.status == "cancelled" or not instance.state:
        return ()
    case = Case(process, world, instance)
    return tuple(
        Timer(
            state=case.place,
            visit=case.visit,
            rule=each.rule.id,
            occurrence=each.occurrence,
            due_at=each.due_at,
        )
        for each in occurrences(case)
        if each.due_at > world.now
    )


def occurrences(case: Case) -> Iterator[Due]:
    """The next occurrence of every timed rule of the present state that has a known moment."""
    for rule in case.state.timed:
        found = next_occurrence(case, rule)
        if found is not None:
            yield found


def next_occurrence(case: Case, rule: Timed) -> Due | None:
    """None when the rule has no moment (yet), has occurred as often as it may, or its `until` is over."""
    if rule.moment is None:
        return None
    fired = case.fired.get(f"{case.stay}/{rule.id}", 0)
    if (fired and rule.repeat is None) or (rule.times is not None and fired >= rule.times):
        return None
    instant = resolved(case, rule.moment, case.place)
    people, subject = case.world.people, case.before.subject
    if instant is not None and fired and rule.repeat is not None:
        # Each turn is counted from the first, never chained, so that no drift builds up.
        step = rule.repeat.times(fired)
        instant = advance(instant, step, people.calendar(subject), people.zone(subject))
    if instant is None:
        return None
    if rule.until is not None:
        last = resolved(case, rule.until, case.place)
        if last is None or instant.begins(zone_of(case)) >= last.ends(zone_of(case)):
            return None
    due_at = over_at(case, instant) if rule.kind == "past" else instant.begins(zone_of(case))
    return Due(rule, fired + 1, due_at, instant)
