"""Tasks opened for their holders, re-dated when a limit moves, and closed by what completes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from engine.core.case import Case
from engine.core.completion import is_complete, is_opened, is_owed, waits, without
from engine.core.judging import holds
from engine.core.moments import task_due
from engine.core.notices import announce, inform
from engine.core.places import zone_of
from engine.core.plan import completing
from engine.core.together import is_settled, shortage
from engine.core.values import TaskRecord
from engine.definition.model import Act, Task

LIMIT_MOVED = "limit_moved"


def open_tasks(case: Case) -> None:
    """Open the tasks of the state just entered but those that open later."""
    for task in case.state.tasks.values():
        if not waits(task):
            offer(case, task)
    for name in case.plan.joint.get(case.place, ()):
        short = shortage(case, case.state.on[name])
        if short is not None:
            case.incident("quorum-too-small", f"{case.place}/{name}", quorum=short[0], found=short[1])


def offer(case: Case, task: Task) -> None:
    """Open a task whose turn has come, unless its `when` says that this visit goes without it."""
    if holds(case, task.when, f"{case.place}/tasks/{task.name}"):
        give(case, task)
    else:
        case.fired[without(case, task.name)] = 1


def open_again(case: Case, row: TaskRecord) -> None:
    """Begin a task of the present visit anew, with a new limit; its holder is told."""
    due_at, due_on = _limit(case, row.state, row.name, row.person)
    fresh = replace(row, status="open", opened_at=case.world.now, closed_at=None, due_at=due_at, due_on=due_on)
    case.tasks[case.tasks.index(row)] = fresh
    announce(case, fresh, 1 + case.count(f"{case.stay}/again {row.name} {row.person}"))


def give(case: Case, task: Task) -> None:
    """Let every holder who does not owe a task yet owe it; a required one that nobody can hold is an incident.

    Meanwhile no moment changes, so that all of them are asked for their limit, and it is worked out once.
    """
    known, case.moments = case.moments, {} if case.moments is None else case.moments
    _give(case, task)
    case.moments = known


def _give(case: Case, task: Task) -> None:
    held: dict[str, str] = {}
    for role in task.holders:
        held.update((person, role) for person in _there(case, role) if person not in held)
    where = f"{case.place}/tasks/{task.name}"
    if not held and not task.optional and is_owed(case, task.name):
        case.incident("nobody-holds-role", where, role=", ".join(task.holders))
    if held and task.quorum and len(held) < task.quorum:
        case.incident("quorum-too-small", where, quorum=task.quorum, found=len(held))
    rows = {row.person: row for row in case.visit_tasks(task.name)}
    for person, role in held.items():
        before = rows.get(person)
        if before is None:
            opened = _record(case, task.name, person, role)
            case.tasks.append(opened)
            announce(case, opened, 1)
        elif before.status == "lapsed":  # had it, lost the part, has it again: still one row a person and visit
            opened = _record(case, task.name, person, role)
            case.tasks[case.tasks.index(before)] = opened
            announce(case, opened, 1 + case.count(f"{case.stay}/again {task.name} {person}"))


def ask_again(case: Case, rows: list[TaskRecord]) -> None:
    """Tell those whose task is open once more, such as an agreement that has become void."""
    for row in rows:
        announce(case, row, 1 + case.count(f"{case.stay}/again {row.name} {row.person}"))


def lapse(case: Case, rows: list[TaskRecord]) -> None:
    """Nobody may do these any more; the history says whose right has lapsed."""
    if not rows:
        return
    for row in rows:
        case.settle_task(row, "lapsed")
    missed = {
        name: [row.person for row in rows if row.name == name] for name in dict.fromkeys(row.name for row in rows)
    }
    case.log("event", "lapsed", from_state=case.place, payload={"tasks": missed})


def _there(case: Case, role: str) -> tuple[str, ...]:
    """Who holds a part and can do anything about it: where it is kept, its holder may have left."""
    held = case.roles.get(role, ())
    if case.process.roles[role].on_change == "follow" or role == case.process.subject:
        return held
    return tuple(person for person in held if case.someone(person).fact("active") is True)


def hand_over(case: Case) -> None:
    """Take open tasks from those who no longer hold the part, or have left, and give them to those who do now."""
    for row in (*case.owed(), *case.kept_tasks()):
        roles = case.process.states[row.state].tasks[row.name].holders
        if not any(row.person in _there(case, role) for role in roles):
            case.settle_task(row, "lapsed")
    for state in case.views():
        for task in state.tasks.values():
            skipped = not is_opened(case, task) or without(case, task.name) in case.fired
            if not skipped and not _is_complete_here(case, task.name):
                give(case, task)


def _is_complete_here(case: Case, name: str) -> bool:
    """Whether a task is complete in the present visit."""
    return bool(case.visit_tasks(name)) and is_complete(case, name)


def redate(case: Case) -> None:
    """Show each open task's limit as it is now; a moved date or an extension moves it."""
    for row in case.owed():
        due_at, due_on = _limit(case, row.state, row.name, row.person)
        if due_at != row.due_at or due_on != row.due_on:
            case.tasks[case.tasks.index(row)] = replace(row, due_at=due_at, due_on=due_on)


def tell_moved_limits(case: Case, known: Sequence[Sequence[str]] | None = None) -> None:
    """Tell each holder of an open task, once, that its limit is another now than it was before this decision.

    `known` are (task, person) of those it moved for, where a history says so.
    """
    if known is None:
        was = {(row.state, row.visit, row.name, row.person): row.due_at for row in case.before.tasks}
        here = [(row, was.get((row.state, row.visit, row.name, row.person), row.due_at)) for row in case.owed()]
        known = [[row.name, row.person] for row, before in here if before != row.due_at]
    moved = [row for row in case.owed() if [row.name, row.person] in [list(each) for each in known]]
    if not moved:
        return
    told = [[row.name, row.person] for row in moved]
    case.log("event", "calendar.changed", from_state=case.standing, payload={"moved": told})
    times = case.count(f"{case.stay}/calendar")
    for row in moved:
        inform(case, LIMIT_MOVED, "calendar", times, row.person, row)


def _record(case: Case, task: str, person: str, role: str) -> TaskRecord:
    due_at, due_on = _limit(case, case.place, task, person)
    return TaskRecord(
        state=case.place,
        visit=case.visit,
        name=task,
        person=person,
        role=role,
        opened_at=case.world.now,
        due_at=due_at,
        due_on=due_on,
    )


def _limit(case: Case, state: str, task: str, person: str) -> tuple[datetime | None, date | None]:
    """When the limit is over where the holder is, and its day, where it is one."""
    due = task_due(case, state, task, person)
    return (None, None) if due is None else (due.ends(zone_of(case, state, person, task)), due.day)


def finish_tasks(case: Case, act: Act, actor: str) -> None:
    """Close what an act completes: the actor's own task, and, unless each owes one, everybody's.

    While several have not decided yet, whoever had their say has done their own part.
    """
    for task in completing(case.state, act):
        decided = act.together is None or is_settled(case, act)
        if not decided and not task.each:
            continue
        rows = case.open_tasks(task.name)
        own = next((row for row in rows if row.person == actor), None)
        if own is not None:
            case.settle_task(own, "done")
        elif rows and not task.each:
            _done_instead(case, act, task, actor)
        if not task.each or ((task.first or task.together) and is_complete(case, task.name)):
            for row in case.open_tasks(task.name):
                case.settle_task(row, "lapsed")


def _done_instead(case: Case, act: Act, task: Task, actor: str) -> None:
    """Somebody who may do it without owing it did it: the work is done, and theirs."""
    role = next(role for role in act.by if role == "everyone" or actor in case.roles.get(role, ()))
    done = replace(_record(case, task.name, actor, role), status="done", closed_at=case.world.now)
    before = next((row for row in case.visit_tasks(task.name) if row.person == actor), None)
    if before is None:
        case.tasks.append(done)
    else:
        case.tasks[case.tasks.index(before)] = done
