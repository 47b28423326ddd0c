"""Which timers an instance should have now. Nothing else arms one; the runtime makes it so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from engine.calendar.moment import Duration, Instant, advance
from engine.core.case import Case
from engine.core.completion import quorum_limit
from engine.core.keeping import RULE, is_purged, kept_until
from engine.core.moments import moved_on, over_at, resolved
from engine.core.places import calendar_of, zone_of
from engine.core.sequel import next_turns
from engine.core.together import closes, joint, said
from engine.core.values import Instance, Timer
from engine.core.world import World
from engine.definition.model import Process, Timed
from engine.expression import Expression
from engine.words.values import value

DONE = "on done"
# After downtime, what would hurt somebody waits this long for the reminder that comes late.
GRACE = Duration(2, "business day")


@value(frozen=True, slots=True)
class Due:
    """An occurrence of a timed rule: when it falls due, and the day that is meant, where it is a day."""

    rule: Timed
    place: str  # the state the rule stands in
    occurrence: int
    due_at: datetime
    instant: Instant


def schedule(process: Process, instance: Instance, world: World) -> tuple[Timer, ...]:
    """The timers still ahead of `world.now`: the next occurrence of each rule, and the limit a quorum waits for.

    What is due already has been decided on: it fired, or waits for its `when`, which the next change will ask again,
    and, where it reads the date, the next day.
    """
    if instance.status == "cancelled" or not instance.state or instance.paused:
        return ()
    case = Case(process, world, instance)
    if is_purged(case):
        return ()
    case.moments = {}
    return tuple(
        Timer(state=case.place, visit=case.visit, rule=rule, occurrence=occurrence, due_at=due_at)
        for rule, occurrence, due_at in _ahead(case)
        if due_at > world.now
    )


def _ahead(case: Case) -> Iterator[tuple[str, int, datetime]]:
    for rule in rules(case):
        due = next_occurrence(case, rule)
        if due is not None and due.due_at > case.world.now:
            yield rule.id, due.occurrence, due.due_at
        elif _asks_the_date(rule) and (due is not None or waits(case, rule)):
            yield rule.id, 1, _tomorrow(case)
    case.place = case.leaves[0]
    until = kept_until(case)
    if until is not None:
        yield RULE, 1, until
    for state in case.views():
        for task, turn, due_at in next_turns(case):
            yield f"every {task.name}", turn, due_at
        for spec in joint(case):
            closing = closes(case, spec) if said(case, spec) else None
            if closing is not None:
                yield f"count {spec.name}", 1, closing[0]
        if state.paused_by is not None and _reads_the_date(state.paused_by.when):
            yield "paused_by", 1, _tomorrow(case)
        if state.tasks and "done" in state.on and f"{case.stay}/{DONE}" not in case.fired:
            limit = quorum_limit(case)
            if limit is not None:
                yield DONE, 1, limit[0]


def rules(case: Case) -> Iterator[Timed]:
    """The timed rules in force, each from the point of view of its state; an inner one of the same id wins."""
    if not case.process.nested:
        yield from case.state.timed
        return
    inner: list[tuple[str, tuple[str, ...]]] = []
    for state in case.views():
        for rule in state.timed:
            if not any(rule.id == id and state.name in path for id, path in inner):
                yield rule
        inner += [(rule.id, state.path) for rule in state.timed]


def _asks_the_date(rule: Timed) -> bool:
    return rule.when is not None and _reads_the_date(rule.when)


def _reads_the_date(when: Expression) -> bool:
    return any(path[0] in ("today", "now") for path in when.reads)


def waits(case: Case, rule: Timed) -> bool:
    """Whether a rule without a moment still waits for its condition in this visit."""
    return rule.kind == "when" and f"{case.stay}/{rule.id}" not in case.fired


def _tomorrow(case: Case) -> datetime:
    zone = zone_of(case)
    return Instant(day=case.world.now.astimezone(zone).date() + timedelta(days=1)).begins(zone)


def occurrences(case: Case) -> Iterator[Due]:
    """The next occurrence of every timed rule in force that has a known moment."""
    for rule in rules(case):
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
    if instant is not None and fired and rule.repeat is not None:
        # Each turn is counted from the first, never chained, so that no drift builds up.
        instant = moved_on(case, instant, rule.repeat.times(fired), case.place, rule.moment)
    if instant is None:
        return None
    if rule.until is not None:
        last = resolved(case, rule.until, case.place)
        if last is None or instant.begins(zone_of(case)) >= last.ends(zone_of(case)):
            return None
    due_at = over_at(case, instant) if rule.kind == "past" else instant.begins(zone_of(case))
    return _with_grace(case, Due(rule, case.place, fired + 1, due_at, instant))


def catch_up_key(case: Case) -> str:
    """Under which `entered` keeps when a late reminder of this stay went out; one of an outer state counts within."""
    root = case.state.path[-1]
    return f"{root}#{case.visits.get(root, 0)} caught up"


def _with_grace(case: Case, due: Due) -> Due:
    """What a reminder should have announced waits for those who got the reminder late."""
    caught_up = None if due.rule.reminder else case.entered.get(catch_up_key(case))
    if caught_up is None:
        return due
    day = Instant(day=caught_up.astimezone(zone_of(case)).date())
    last = advance(day, GRACE, calendar_of(case, case.place), zone_of(case))
    ends = over_at(case, last)
    return replace(due, due_at=ends, instant=last) if due.due_at < ends else due
