"""Messages owed: to whom, under which key, and what must still be true when they go out."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date, datetime

from engine.core.case import Case
from engine.core.deputies import with_delegates
from engine.core.moments import state_due
from engine.core.someone import ids
from engine.core.values import Notice, TaskRecord
from engine.definition.model import Send

Planned = tuple[datetime, date | None]


def send(
    case: Case, message: Send, rule: str, occurrence: int, planned: Planned, there: Sequence[TaskRecord] = ()
) -> list[Notice]:
    """Owe `message` to its readers, once each; returns what was added. `there`: what is owed where a move has led.

    `rule` and `occurrence` name why, never when: a moved date must not send again.
    """
    added = with_delegates(case, _owed(case, message, rule, occurrence, planned, there))
    case.notices += added
    return added


def remind(case: Case, message: Send, rule: str, occurrence: int, planned: Planned) -> list[Notice]:
    """As `send`, but withdrawn once the state is left or the reader's own task is done.

    Of a state that was left only those hear who may still answer there, and who is told with them.
    """
    holders = {task.person for task in case.open_tasks(message.task)}
    left = case.place not in case.active
    if left and (message.to or not holders):
        return []
    owed = [
        replace(each, needs_visit=None if left else case.stay, needs_task=each.recipient in holders)
        for each in _owed(case, message, rule, occurrence, planned)
    ]
    added = with_delegates(case, owed)
    case.notices += added
    return added


def announce(case: Case, task: TaskRecord, occurrence: int) -> None:
    """Tell the holder of a task just opened that it is theirs, unless the task is silent."""
    template = case.state.tasks[task.name].notice
    if template is not None:
        planned = (case.world.now, None)
        told = _notice(case, template, f"task {task.name}", occurrence, planned, task.person, task)
        case.notices += with_delegates(case, [replace(told, needs_task=True, needs_visit=case.stay)])


def inform(case: Case, template: str, rule: str, occurrence: int, person: str, task: TaskRecord | None) -> None:
    """Tell one person of something, whatever they have to do by the time it goes out."""
    case.notices.append(_notice(case, template, rule, occurrence, (case.world.now, None), person, task))


def limit_as_it_is_there(case: Case, keys: Set[str]) -> None:
    """Messages of a move that are about no task speak of the limit of the state it led to."""
    if keys:
        due = state_due(case, case.place)
        day = None if due is None else due.day
        case.notices = [replace(each, due_on=day) if each.key in keys else each for each in case.notices]


def suppress(case: Case, notices: list[Notice], why: str) -> None:
    """Keep the notices as rows that say why nobody gets them."""
    for notice in notices:
        case.notices[case.notices.index(notice)] = replace(notice, suppressed=why)


def _owed(
    case: Case, message: Send, rule: str, occurrence: int, planned: Planned, there: Sequence[TaskRecord] = ()
) -> list[Notice]:
    """One notice for each reader: those named, else holders of open tasks, else those who may act, else the subject."""
    named = tuple(person for role in message.to for person in case.roles.get(role, ()))
    holders = {task.person: task for task in there or case.open_tasks(message.task)}
    if message.task is not None and not holders:
        return []
    recipients = named if message.to else tuple(holders) or _who_may_act(case) or _about(case)
    copied = [person for role in message.cc for person in case.roles.get(role, ())]
    found = []
    for person in dict.fromkeys((*recipients, *copied)):
        about = holders.get(person) or (next(iter(holders.values()), None) if person in copied else None)
        found.append(_notice(case, message.template, rule, occurrence, planned, person, about))
    return found


def _notice(
    case: Case, template: str, rule: str, occurrence: int, planned: Planned, person: str, task: TaskRecord | None
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
        actor=None if person in case.blind else case.actor,
        reason=case.reason,
        due_on=task.due_on if task else (due.day if due else None),
    )


def _about(case: Case) -> tuple[str, ...]:
    """The subject; of a unit, its lead; of a cycle, nobody."""
    subject = case.before.subject
    if case.process.about == "unit":
        return ids(case.someone(subject).fact("lead"))
    return (subject,) if case.process.about == "person" else ()


def _who_may_act(case: Case) -> tuple[str, ...]:
    states = [case.process.states[name] for name in case.active if name in case.state.inside]
    roles = (role for state in states for act in state.on.values() if not act.engine for role in act.by)
    return tuple(dict.fromkeys(person for role in roles for person in case.roles.get(role, ())))
