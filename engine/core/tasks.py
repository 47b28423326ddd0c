"""Tasks opened for their holders and closed by what completes them."""

from __future__ import annotations

from collections.abc import Sequence

from engine.core.case import Case
from engine.core.judging import holds
from engine.core.moments import task_due
from engine.core.notices import announce
from engine.core.plan import completing
from engine.core.values import TaskRecord
from engine.definition.model import Act, State


def open_tasks(case: Case, state: State, only: str | None = None) -> None:
    """Open the tasks of a state for their holders; a required task that nobody can hold is an incident."""
    opened: list[TaskRecord] = []
    for task in state.tasks.values():
        if only not in (None, task.name) or not holds(case, task.when, f"{state.name}/tasks/{task.name}"):
            continue
        held = {person: role for role in reversed(task.holders) for person in case.roles.get(role, ())}
        known = {row.person for row in case.visit_tasks(task.name) if row.status != "lapsed"}
        if not held and not task.optional and not _may_be_empty(case, task.holders):
            case.incident("nobody-holds-role", f"{state.name}/tasks/{task.name}", role=", ".join(task.holders))
        if task.quorum and len(held) < task.quorum:
            case.incident("quorum-too-small", f"{state.name}/tasks/{task.name}", quorum=task.quorum, found=len(held))
        opened += [_record(case, task.name, person, role) for person, role in held.items() if person not in known]
    case.tasks += opened
    announce(case, opened)


def _may_be_empty(case: Case, roles: Sequence[str]) -> bool:
    return any(case.process.roles[role].optional for role in roles)


def _record(case: Case, task: str, person: str, role: str) -> TaskRecord:
    due = task_due(case, task, person)
    return TaskRecord(
        state=case.place,
        visit=case.visit,
        name=task,
        person=person,
        role=role,
        opened_at=case.world.now,
        due_at=None if due is None else due.ends(case.world.people.zone(person)),
        due_on=None if due is None else due.day,
    )


def finish_tasks(case: Case, act: Act, actor: str) -> None:
    """Close what an act completes: the actor's own task, and, unless each owes one, everybody's."""
    for task in completing(case.state, act):
        for row in case.open_tasks(task.name):
            if row.person == actor:
                case.settle_task(row, "done")
        if not task.each or (task.first and _done(case, task.name) >= task.first):
            if not any(row.status == "done" for row in case.visit_tasks(task.name)):
                # Somebody who may do it without owing it did it: the work is done all the same.
                rows = case.open_tasks(task.name)[:1]
                for row in rows:
                    case.settle_task(row, "done")
            for row in case.open_tasks(task.name):
                case.settle_task(row, "lapsed")


def _done(case: Case, name: str) -> int:
    return sum(row.status == "done" for row in case.visit_tasks(name))
