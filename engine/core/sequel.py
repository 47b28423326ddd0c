"""Tasks that do not open with their state: those that follow others, that wait for a day, and that come again.

A task's own opening is kept in `entered` under "state#visit task", so that its limit counts from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from engine.calendar.instant import Instant
from engine.calendar.moment import advance
from engine.calendar.pauses import advance_over
from engine.core.case import Case
from engine.core.completion import enough, is_opened, is_owed
from engine.core.moments import resolved
from engine.core.pausing import pauses_of
from engine.core.places import zone_of
from engine.core.tasks import offer, open_again
from engine.definition.model import Task

# A runner that wakes within a day of the moment counts from the moment; after real downtime, from the day it woke.
PROMPT = timedelta(days=1)


def open_sequel(case: Case) -> bool:
    """Open the next task whose turn has come; False if there is none."""
    places = case.plan.sequel
    return bool(places) and any(state.name in places and _open_next(case) for state in case.views())


def _open_next(case: Case) -> bool:
    for task in case.state.tasks.values():
        if is_opened(case, task) or not all(_is_over(case, name) for name in task.follows):
            continue
        opens = _opens_at(case, task)
        if opens is not None and opens <= case.world.now:
            _open(case, task, opens)
            return True
    return any(_again(case, task) for task in case.state.tasks.values())


def _opens_at(case: Case, task: Task) -> datetime | None:
    """When the day of a task comes that waits for nothing else; None while that is not known."""
    if task.opens is None:
        return case.at
    instant = resolved(case, task.opens, case.place)
    return None if instant is None else instant.begins(zone_of(case))


def _open(case: Case, task: Task, opens: datetime) -> None:
    """Open a task whose turn has come; one whose day has come counts from the beginning of that day."""
    before = case.at
    if task.opens is not None and not task.follows and case.world.now - opens < PROMPT:
        case.at = max(opens, case.entered[case.place])
    case.moments = None
    case.entered[case.opening(task.name)] = case.at
    if task.opens is not None:
        case.log("timer", f"open {task.name}", from_state=case.place)
    offer(case, task)
    case.at = before


def openings(case: Case) -> Iterator[tuple[Task, datetime]]:
    """The tasks that wait for nothing but their day, and its beginning."""
    for task in case.state.tasks.values():
        if task.opens is not None and not is_opened(case, task) and all(_is_over(case, name) for name in task.follows):
            opens = _opens_at(case, task)
            if opens is not None:
                yield task, opens


def next_turns(case: Case) -> Iterator[tuple[Task, int, datetime]]:
    """When tasks that come again and again will do so next: the number of the turn, from 1, and its moment."""
    for task in case.state.tasks.values():
        if task.every is not None and case.visit_tasks(task.name):
            turn = case.fired.get(_turns(case, task), 0) + 1
            begins = _turn_at(case, task, turn)
            if begins is not None:
                yield task, turn, begins


def _is_over(case: Case, name: str) -> bool:
    if name not in case.state.tasks or not is_opened(case, case.state.tasks[name]):
        return False
    return not is_owed(case, name) or enough(case, case.visit_tasks(name))


def _again(case: Case, task: Task) -> bool:
    """Begin the latest turn that has come; what was not done in the one before is missed."""
    if task.every is None or not case.visit_tasks(task.name):
        return False
    turn = before = case.fired.get(_turns(case, task), 0)
    begun, begins = None, _turn_at(case, task, turn + 1)
    while begins is not None and begins <= case.world.now:
        turn, begun, begins = turn + 1, begins, _turn_at(case, task, turn + 2)
    if begun is None or turn == before:
        return False
    case.moments = None
    case.at = begun
    case.fired[_turns(case, task)] = turn
    case.entered[case.opening(task.name)] = case.at
    missed = [row.person for row in case.open_tasks(task.name)]
    case.log("timer", f"every {task.name}", from_state=case.place, payload={"turn": turn, "missed": missed})
    for row in case.visit_tasks(task.name):
        if row.status != "lapsed":
            open_again(case, row)
    case.at = case.world.now
    return True


def _turn_at(case: Case, task: Task, turn: int) -> datetime | None:
    """Each turn counts from the entry, never from the one before, and begins with its day where the subject is.

    The days its clock stands do not count; None while it stands.
    """
    assert task.every is not None
    zone, calendar = zone_of(case), case.world.people.calendar(case.before.subject)
    entered = Instant(day=case.entered[case.place].astimezone(zone).date())
    length, pauses = task.every.times(turn), pauses_of(case, case.place)
    if pauses is None:
        return advance(entered, length, calendar, zone).begins(zone)
    found = advance_over(entered, length, calendar, zone, pauses)
    return None if found is None else found.begins(zone)


def _turns(case: Case, task: Task) -> str:
    return f"{case.stay}/every {task.name}"
