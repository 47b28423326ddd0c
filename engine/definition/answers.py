"""Which tasks ask for which fields, and which of those are one answer a person instead of one value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from engine.definition.model import Process, Task


def tasks_by_name(process: Process) -> dict[str, Task]:
    """A task may stand in several states under one name; then its answers are one, and as anonymous as anywhere."""
    found: dict[str, Task] = {}
    for state in process.states.values():
        for name, task in state.tasks.items():
            other = found.get(name, task)
            hidden = tuple(dict.fromkeys((*other.anonymous_to, *task.anonymous_to)))
            found[name] = replace(task, each=task.each or other.each, anonymous_to=hidden)
    return found


def forms_of(process: Process) -> dict[str, tuple[str, ...]]:
    """Task -> the fields that the acts which complete it ask for, over all states that have it."""
    found: dict[str, dict[str, None]] = {}
    for state in process.states.values():
        for name in state.tasks:
            found.setdefault(name, {})
        for act in state.on.values():
            if act.task is not None:
                found.setdefault(act.task, {}).update(dict.fromkeys(act.form))
    return {name: tuple(form) for name, form in found.items()}


def answered(
    process: Process, tasks: Mapping[str, Task], forms: Mapping[str, tuple[str, ...]]
) -> dict[str, frozenset[str]]:
    """Task -> the fields it answers per person, beside the data.

    Whoever is named for a part is named once, and the text that several agree to is one, whoever changes it.
    """
    uses = Counter(name for form in forms.values() for name in form)
    return {
        name: frozenset(
            each
            for each in form
            if name in tasks
            and each in process.fields
            and (each == _vote(tasks[name]) or not process.fields[each].shared)
            and each not in process.roles
            and each not in _agreed(tasks[name])
            and (tasks[name].each or uses[each] > 1)
        )
        for name, form in forms.items()
    }


def _vote(task: Task) -> str | None:
    """What a task votes on: each has a vote, though the outcome is one."""
    return task.together.vote if task.together else None


def _agreed(task: Task) -> tuple[str, ...]:
    return task.together.same if task.together else ()


def only_answered(process: Process) -> dict[str, tuple[str, ...]]:
    """Fields that hold nothing but answers of tasks, each with those tasks: read by their plain name they are empty."""
    filled = _given(process) | writers(process).keys()
    return {name: tasks for name, tasks in _tasks_of(process).items() if name not in filled}


def answered_until(process: Process) -> dict[str, tuple[tuple[str, ...], frozenset[str]]]:
    """Fields that are such until an act that is no task has written them: those tasks, and the acts' states."""
    given, written = _given(process), writers(process)
    found = _tasks_of(process)
    return {name: (tasks, written[name]) for name, tasks in found.items() if name in written and name not in given}


def _tasks_of(process: Process) -> dict[str, tuple[str, ...]]:
    """Field -> the tasks that answer it, each for itself."""
    found: dict[str, list[str]] = {}
    for task, names in answered(process, tasks_by_name(process), forms_of(process)).items():
        for name in names:
            found.setdefault(name, []).append(task)
    return {name: tuple(tasks) for name, tasks in sorted(found.items())}


def writers(process: Process) -> dict[str, frozenset[str]]:
    """Field -> the states with an act that asks for it and is no task."""
    found: dict[str, set[str]] = {}
    for state in process.states.values():
        for act in state.on.values():
            for name in act.form if act.task is None else ():
                found.setdefault(name, set()).add(state.name)
    return {name: frozenset(states) for name, states in found.items()}


def _given(process: Process) -> set[str]:
    """Fields with a value of their own: worked out, given, voted on or set."""
    states = process.states.values()
    acts = [act for state in states for act in state.on.values()]
    choices = [
        *(choice for act in acts for choice in act.choices),
        *(choice for state in states for choice in state.entry),
    ]
    effects = [*(each.effects for each in choices), *(rule.effects for state in states for rule in state.timed)]
    return {
        *(
            each.name
            for each in process.fields.values()
            if each.default is not None or each.compute or each.combine or each.sources
        ),
        *(name for each in effects for name in each.set),
        *(act.together.vote for act in acts if act.together and act.together.vote),
    }
