"""Which timers an instance should have now. Nothing else arms one; the runtime makes it so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from engine.calendar.moment import Duration, Instant, advance
from engine.core.case import Case
from engine.core.completion import quorum_limit
from engine.core.dues import Due, Rules
from engine.core.keeping import RULE, is_purged, kept_until
from engine.core.moments import holders_zones, meanings, moved_on, over_at, resolved
from engine.core.pausing import pauses_of
from engine.core.places import calendar_of, zone_of
from engine.core.sequel import next_turns, openings
from engine.core.together import closes, joint, said
from engine.core.values import Instance, Timer
from engine.core.world import World
from engine.definition.model import Process, Timed
from engine.expression import Expression

DONE = "on done"
# After downtime, what would hurt somebody waits this long for the reminder that comes late.
GRACE = Duration(2, "business day")


def schedule(process: Process, instance: Instance, world: World) -> tuple[Timer, ...]:
    """The timers still ahead of `world.now`: the next occurrence of each rule, and the limit a quorum waits for.

    What is due already has been decided on: it fired, or waits for its `when`, which the next change will ask again,
    and, where it reads the date, the next day.
    """
    return timers(Case(process, world, instance))


def timers_at_rest(case: Case) -> tuple[Timer, ...] | None:
    """The same for a case that has been settled; None where they hang on other instances that may yet change."""
    if case.plan.waits_for_others:
        return None
    if case.at != case.world.now:
        case.now()
    return timers(case)


def timers(case: Case) -> tuple[Timer, ...]:
    """The timers of a case in which nothing more happens at this moment."""
    if case.status == "cancelled" or not case.leaves or case.paused:
        return ()
    case.place = case.leaves[0]
    if is_purged(case):
        return ()
    if case.moments is None:
        case.moments = {}
    now = case.world.now
    return tuple(
        [
            Timer(state=case.place, visit=case.visit, rule=rule, occurrence=occurrence, due_at=due_at)
            for rule, occurrence, due_at in _ahead(case)
            if due_at > now
        ]
    )


def _ahead(case: Case) -> Iterator[tuple[str, int, datetime]]:
    for some in in_force(case):
        yield from _rules_ahead(case, some)
    case.place = case.leaves[0]
    until = kept_until(case)
    if until is not None:
        yield RULE, 1, until
    if case.plan.daily_roles and case.status == "running":
        yield "roles", 1, _tomorrow(case)
    for state in case.views():
        for task, turn, due_at in next_turns(case):
            yield f"every {task.name}", turn, due_at
        for task, opens in openings(case):
            yield f"open {task.name}", 1, opens
        for spec in joint(case):
            closing = closes(case, spec) if said(case, spec) else None
            if closing is not None:
                yield f"count {spec.name}", 1, closing[0]
        if any(_reads_the_date(each.when) for each in state.pauses):
            yield "paused_by", 1, _tomorrow(case)
        if state.tasks and "done" in state.on and f"{case.stay}/{DONE}" not in case.fired:
            limit = quorum_limit(case)
            if limit is not None:
                yield DONE, 1, limit[0]


def _rules_ahead(case: Case, some: Sequence[Timed]) -> Iterator[tuple[str, int, datetime]]:
    found = {due.rule.id: due for due in upcoming(case, some)}
    for rule in some:
        due = found.get(rule.id)
        if due is not None and due.due_at > case.world.now:
            yield rule.id, due.occurrence, due.due_at
        elif _asks_the_date(rule) and (due is not None or waits(case, rule)):
            yield rule.id, 1, _tomorrow(case)


def in_force(case: Case) -> Iterator[Sequence[Timed]]:
    """The timed rules in force, those of each state from its point of view; an inner one of the same id wins."""
    if case.plan.latecomers:
        yield from _left_behind(case)
    if not case.process.nested:
        yield case.state.timed
        return
    inner: list[tuple[str, tuple[str, ...]]] = []
    for state in case.views():
        yield [rule for rule in state.timed if not any(rule.id == id and state.name in path for id, path in inner)]
        inner += [(rule.id, state.path) for rule in state.timed]


def _left_behind(case: Case) -> Iterator[Sequence[Timed]]:
    """The reminders of states that were left, for whoever may still answer there."""
    states, active = case.process.states, case.active
    places = dict.fromkeys(place for row in case.kept_tasks() for place in states[row.state].path)
    for place in places:
        if place not in active:
            case.place = place
            yield [rule for rule in states[place].timed if rule.reminder]
    case.place = case.leaves[0]


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
    for some in in_force(case):
        yield from upcoming(case, some)


def upcoming(case: Case, some: Sequence[Timed]) -> Sequence[Due]:
    """The next occurrences of rules of the present state.

    Many instances stand in one state with the same dates, and are asked again after every act and tick: what was
    worked out once from all that it hangs on is known.
    """
    stay, place, fired = case.stay, case.place, case.fired
    open_yet = [
        (rule, count)
        for rule in some
        if rule.moment is not None and _may_occur(rule, count := fired.get(f"{stay}/{rule.id}", 0))
    ]
    if not open_yet:
        return ()
    known = case.plan.dues
    which: Rules = (place, tuple([(rule.id, count) for rule, count in open_yet]))
    if which not in known.names:
        known.names[which] = _names(open_yet)
    meant = meanings(case, known.names[which], place)
    if meant is None:
        return _worked_out(case, open_yet)
    caught_up = case.entered.get(catch_up_key(case))
    by_holders = caught_up is not None or any(rule.kind == "past" for rule, _ in open_yet)
    zones = holders_zones(case) if by_holders else None
    key = (which, meant, calendar_of(case, place), zone_of(case), pauses_of(case, place), caught_up, zones)
    found = known.found.get(key)
    if found is None:
        found = known.keep(key, _worked_out(case, open_yet))
    return found


def _may_occur(rule: Timed, fired: int) -> bool:
    """Whether a rule has not occurred as often as it may."""
    if fired and rule.repeat is None:
        return False
    return rule.times is None or fired < rule.times


def _names(some: Sequence[tuple[Timed, int]]) -> tuple[str, ...]:
    moments = [each for rule, _ in some for each in (rule.moment, rule.until) if each is not None]
    return tuple(sorted({name for each in moments for name in each.anchors}))


def _worked_out(case: Case, some: Sequence[tuple[Timed, int]]) -> tuple[Due, ...]:
    found = (_next_occurrence(case, rule, count) for rule, count in some)
    return tuple(due for due in found if due is not None)


def _next_occurrence(case: Case, rule: Timed, fired: int) -> Due | None:
    """None when the rule has no moment yet, or its `until` is over."""
    assert rule.moment is not None
    instant = resolved(case, rule.moment, case.place)
    if instant is not None and fired and rule.repeat is not None:
        # Each turn is counted from the first, never chained, so that no drift builds up.
        instant = moved_on(case, instant, rule.repeat.times(fired), case.place, rule.moment)
    if instant is None:
        return None
    zone = zone_of(case)
    if rule.until is not None:
        last = resolved(case, rule.until, case.place)
        if last is None or instant.begins(zone) >= last.ends(zone):
            return None
    due_at = over_at(case, instant) if rule.kind == "past" else instant.begins(zone)
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
