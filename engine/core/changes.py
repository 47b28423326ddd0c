"""People change: roles that follow are found anew, open tasks go to the new holders, dates are looked at again."""

from __future__ import annotations

from dataclasses import replace

from engine.core.case import Case
from engine.core.moments import task_due
from engine.core.roles import follow
from engine.core.tasks import open_tasks


def follow_people(case: Case) -> None:
    """Hand open tasks from those who no longer hold a role to those who do now; the new ones are told."""
    changed = follow(case)
    if changed:
        case.log("people", "people.changed", payload={role: list(after) for role, (_, after) in changed.items()})
    if case.status != "running":
        return
    for task in case.open_tasks():
        held = {person for role in case.state.tasks[task.name].holders for person in case.roles.get(role, ())}
        if task.person not in held:
            case.settle_task(task, "lapsed")
    for name in case.state.tasks:
        rows = case.visit_tasks(name)
        closed_for_all = any(row.status == "done" for row in rows) and not case.state.tasks[name].each
        if not closed_for_all:
            open_tasks(case, case.state, only=name)
    redate(case)


def redate(case: Case) -> None:
    """Show each open task's limit as it is now; a moved date or an extension moves it."""
    for index, task in enumerate(case.tasks):
        if task.status != "open" or task.state != case.place:
            continue
        due = task_due(case, task.name, task.person)
        ends = None if due is None else due.ends(case.world.people.zone(task.person))
        if ends != task.due_at:
            case.tasks[index] = replace(task, due_at=ends, due_on=None if due is None else due.day)
