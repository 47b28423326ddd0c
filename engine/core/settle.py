"""What follows by itself: tasks complete, moments passed, conditions come true; until nothing more does."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from engine.core.case import Case
from engine.core.completion import all_complete
from engine.core.judging import choose, holds
from engine.core.moments import over_at, state_due
from engine.core.schedule import Due, occurrences
from engine.core.steps import LONGEST_CHAIN, apply, suppress
from engine.definition.model import Act, Timed

# A runner that wakes within a day of the moment counts from the moment; after real downtime, from the day it woke.
PROMPT = timedelta(days=1)
MOST_OCCURRENCES = 1000


def settle(case: Case) -> None:
    """Fire what is due and what holds, in order, until the instance rests."""
    moves = 0
    reminded: list[int] = []  # how many notices stood before each reminder of this stay
    for _ in range(MOST_OCCURRENCES):
        stay = case.stay
        if not (_done(case) or _time(case, reminded) or _condition(case)):
            return
        if case.stay != stay:
            reminded.clear()
            moves += 1
            if moves >= LONGEST_CHAIN:
                case.incident("chain-too-long", case.place, limit=LONGEST_CHAIN)
                return


def _done(case: Case) -> bool:
    """Raise `done` once a visit, when nobody owes anything any more."""
    act = case.state.on.get("done")
    key = f"{case.stay}/done"
    if act is None or key in case.fired or not case.state.tasks:
        return False
    due = state_due(case, case.place)
    over = due is not None and over_at(case, due) <= case.world.now
    if not all_complete(case, limit_over=over):
        return False
    case.fired[key] = 1
    case.log("event", "done", from_state=case.place)
    handle(case, act)
    return True


def handle(case: Case, act: Act) -> bool:
    """Let an engine event take the first alternative that holds; False if none does."""
    choice = choose(case, act.choices, f"{case.place}/{act.name}")
    if choice is None:
        return False
    apply(case, choice.effects, f"{act.name}/{choice.id}", case.visit, (case.at, None))
    return True


def _time(case: Case, reminded: list[int]) -> bool:
    """Fire the earliest rule that is due and holds; of two at one moment, the first in the file."""
    now = case.world.now
    due = sorted(
        (each for each in occurrences(case) if each.due_at <= now),
        key=lambda each: (each.due_at, case.state.timed.index(each.rule)),
    )
    for each in due:
        if each.rule.when is not None and not holds(case, each.rule.when, f"{case.place}/{each.rule.id}"):
            if each.rule.reminder or each.rule.repeat is not None:
                case.fired[f"{case.stay}/{each.rule.id}"] = each.occurrence
            continue
        _fire(case, each, reminded)
        return True
    return False


def _fire(case: Case, due: Due, reminded: list[int]) -> None:
    rule = due.rule
    case.fired[f"{case.stay}/{rule.id}"] = due.occurrence
    woke = case.world.now
    # Counting from the end of a day means from that day: one microsecond before midnight is still on it.
    moment = due.due_at - timedelta(microseconds=1) if rule.kind == "past" and due.instant.day else due.due_at
    case.at = max(moment if woke - due.due_at < PROMPT else woke, case.entered.get(case.place, moment))
    case.log("timer", rule.id, from_state=case.place, payload={"due_at": due.due_at, "occurrence": due.occurrence})
    before = len(case.notices)
    planned: tuple[datetime, date | None] = (due.due_at, due.instant.day)
    if rule.reminder and reminded:
        # Several steps of a ladder at once, after downtime: only the latest goes out.
        suppress(case, case.notices[reminded[-1] : before], "overtaken")
    apply(case, rule.effects, f"time/{rule.id}", due.occurrence, planned)
    if rule.reminder:
        reminded.append(before)
    case.at = woke if not rule.effects.to else case.at


def _condition(case: Case) -> bool:
    """Fire a rule without a moment as soon as its condition holds, once a visit."""
    for rule in case.state.timed:
        if _waits(case, rule) and holds(case, rule.when, f"{case.place}/{rule.id}"):
            case.fired[f"{case.stay}/{rule.id}"] = 1
            case.log("timer", rule.id, from_state=case.place)
            apply(case, rule.effects, f"time/{rule.id}", 1, (case.at, None))
            return True
    return False


def _waits(case: Case, rule: Timed) -> bool:
    return rule.kind == "when" and f"{case.stay}/{rule.id}" not in case.fired
