"""Messages owed: to whom, under which key, and what must still be true when they go out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from engine.core.case import Case
from engine.core.moments import state_due
from engine.core.values import Notice, TaskRecord
from engine.definition.model import Send

EVERYONE = "everyone"


def send(case: Case, message: Send, rule: str, occurrence: int, planned: tuple[datetime, date | None]) -> list[Notice]:
    """Owe `message` to its readers, once each; returns what was added.

    `rule` and `occurrence` name why, never when: a moved date must not send again. A reminder to holders of open tasks
    is dropped at sending if the task is done by then.
    """
    named = tuple(dict.fromkeys(person for role in message.to for person in case.roles.get(role, ())))
    holders = {task.person: task for task in case.open_tasks()}
    recipients = named or tuple(holders) or _who_may_act(case) or (case.before.subject,)
    copied = [person for role in message.cc for person in case.roles.get(role, ())]
    added = []
    for person in dict.fromkeys((*recipients, *copied)):
        task = holders.get(person)
        about = task or (next(iter(holders.values())) if person in copied and holders else None)
        added.append(
            _notice(
                case,
                message.template,
                rule,
                occurrence,
                planned,
                person,
                about,
                needs=not named and task is not None,
            )
        )
    case.notices += added
    return added


def announce(case: Case, tasks: Iterable[TaskRecord]) -> None:
    """Tell each holder of a task just opened that it is theirs, unless the task is silent."""
    for task in tasks:
        template = case.state.tasks[task.name].notice
        if template is not None:
            planned = (case.world.now, None)
            case.notices.append(_notice(case, template, f"task {task.name}", 1, planned, task.person, task, needs=True))


def _notice(
    case: Case,
    template: str,
    rule: str,
    occurrence: int,
    planned: tuple[datetime, date | None],
    person: str,
    task: TaskRecord | None,
    *,
    needs: bool,
) -> Notice:
    due = state_due(case, case.place) if task is None else None
    return Notice(
        key=f"{case.id}|{case.stay}|{rule}|{occurrence}|{template}|{person}",
        template=template,
        recipient=person,
        rule=rule,
        planned_at=planned[0],
        planned_on=planned[1],
        task=task.name if task else None,
        needs_task=needs,
        needs_visit=case.stay if needs else None,
        actor=case.actor,
        reason=case.reason,
        due_on=task.due_on if task else (due.day if due else None),
    )


def _who_may_act(case: Case) -> tuple[str, ...]:
    roles = (role for act in case.state.on.values() if not act.engine for role in act.by)
    return tuple(dict.fromkeys(person for role in roles for person in case.roles.get(role, ())))
