"""When a task is complete, and when all tasks of a state are."""

from __future__ import annotations

from engine.core.case import Case
from engine.core.plan import plan


def is_complete(case: Case, name: str, *, limit_over: bool = False) -> bool:
    """Whether enough holders have answered in the latest visit. A quorum counts once the limit is over."""
    task = plan(case.process).tasks[name]
    rows = [row for row in case.tasks if row.name == name]
    if not rows:
        return False
    rows = [row for row in rows if row.visit == rows[-1].visit and row.state == rows[-1].state]
    done = sum(row.status == "done" for row in rows)
    if not task.each:
        return done > 0
    if task.first is not None:
        return done >= min(task.first, len(rows))
    expected = sum(row.status != "lapsed" for row in rows)
    if done >= expected:
        return done > 0
    return limit_over and task.quorum is not None and done >= task.quorum


def all_complete(case: Case, *, limit_over: bool) -> bool:
    """Whether nobody owes anything in the present state any more; optional tasks do not count."""
    state = case.state
    opened = {task.name for task in case.tasks if task.state == case.place and task.visit == case.visit}
    return all(
        is_complete(case, name, limit_over=limit_over)
        for name, task in state.tasks.items()
        if name in opened and not task.optional
    )
