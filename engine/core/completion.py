"""When a task is complete, and when all tasks of a state are."""

from __future__ import annotations

from datetime import datetime

from engine.core.case import Case
from engine.core.values import TaskRecord
from engine.definition.model import Process, Task


def latest(case: Case, name: str) -> list[TaskRecord]:
    """The rows of a task in the visit it was last opened in."""
    rows = [row for row in case.tasks if row.name == name]
    return [row for row in rows if (row.state, row.visit) == (rows[-1].state, rows[-1].visit)]


def is_complete(case: Case, name: str) -> bool:
    """Whether enough holders have answered, the last time it was opened. A quorum counts once the limit is over."""
    return enough(case, latest(case, name))


def enough(case: Case, rows: list[TaskRecord]) -> bool:
    """Whether the rows of one task in one visit hold enough answers; none do not."""
    if not rows:
        return False
    name = rows[-1].name
    task = case.process.states[rows[-1].state].tasks[name]
    if task.together is not None:
        return f"{rows[-1].state}#{rows[-1].visit}/settled {name}" in case.fired
    done = sum(row.status == "done" for row in rows)
    if not done or not task.each:
        return done > 0
    expected = sum(row.status != "lapsed" for row in rows)
    if task.first is not None:
        return done >= min(task.first, expected)
    if done >= expected:
        return True
    limit = _limit(rows)
    return task.quorum is not None and done >= task.quorum and limit is not None and limit <= case.world.now


def all_complete(case: Case) -> bool:
    """Whether nobody owes anything in the present state any more; optional tasks do not count."""
    return all(
        enough(case, case.visit_tasks(name))
        for name, task in case.state.tasks.items()
        if not task.optional and task.every is None and is_owed(case, name)
    )


def is_overdue(process: Process, row: TaskRecord, now: datetime) -> bool:
    """Whether somebody should have done it by now."""
    late = row.status == "open" and row.due_at is not None and row.due_at <= now
    return late and is_expected(process.states[row.state].tasks[row.name])


def is_expected(task: Task) -> bool:
    """Whether anybody can be late with a task: not with one that is optional and has no limit of its own."""
    return not task.optional or task.due is not None


def is_owed(case: Case, name: str) -> bool:
    """Whether the present visit asks for a task, although perhaps nobody valid holds it yet."""
    if any(row.status != "lapsed" for row in case.visit_tasks(name)):
        return True
    roles = (case.process.roles[role] for role in case.state.tasks[name].holders)
    return without(case, name) not in case.fired and not any(role.optional for role in roles)


def is_opened(case: Case, task: Task) -> bool:
    """Whether the present visit has come to a task; one that waits for nothing opens with the state."""
    return not waits(task) or case.opening(task.name) in case.entered


def waits(task: Task) -> bool:
    """Whether a task opens later than its state: once others are complete, or its day has come."""
    return bool(task.follows) or task.opens is not None


def without(case: Case, name: str) -> str:
    """The mark of a task whose `when` was false at entry: this visit goes without it."""
    return f"{case.stay}/without {name}"


def quorum_limit(case: Case) -> tuple[datetime, TaskRecord] | None:
    """When the last limit of the present state is over that a quorum waits for, and a task that has it."""
    quorate = (name for name, task in case.state.tasks.items() if task.quorum)  # states within count their own
    waiting = [row for name in quorate for row in case.visit_tasks(name) if row.status == "open" and row.due_at]
    last = max(waiting, key=lambda row: row.due_at or row.opened_at, default=None)
    return None if last is None or last.due_at is None else (last.due_at, last)


def _limit(rows: list[TaskRecord]) -> datetime | None:
    """When the limits of all open rows are over; None if one has no limit."""
    limits = [row.due_at for row in rows if row.status == "open"]
    known = [each for each in limits if each is not None]
    return max(known) if known and len(known) == len(limits) else None
