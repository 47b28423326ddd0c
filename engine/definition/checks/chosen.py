"""Parts nobody may have been given when they are needed, texts nobody can write though they are to be agreed on."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definition.answers import forms_of
from engine.definition.checks.folder import Folder, effects_of, reached
from engine.definition.model import Act, Process, Role, State
from engine.words.problems import Fact, Problem

Found = Iterator[Problem]


def check_chosen(folder: Folder) -> Found:
    """Only of processes without another fault, for then every target is a state."""
    for file in folder.processes:
        if file.sound and file.process.initial in file.process.states:
            yield from _chosen_by_nobody(file.process)
            yield from _agreed_to_nothing(folder, file.process)


def _chosen_by_nobody(process: Process) -> Found:
    """Somebody owes a task by a choice, and a way leads there on which nobody was asked to choose."""
    for role in process.roles.values():
        if role.chosen_by and not role.optional and role.otherwise is None and _is_asked(process, role):
            there = _reached_without(process, role)
            lost = next((each for each in process.states.values() if each.name in there and _needs(each, role)), None)
            if lost is not None:
                facts = {"role": role.title, "state": lost.title}
                yield Problem(code="chosen-by-nobody", span=role.span, facts=facts, severity="warning")


def _is_asked(process: Process, role: Role) -> bool:
    """Whether only forms give the part; a value that is set or taken over is there whatever people do."""
    own = process.fields.get(role.name)
    given = own is not None and (own.default is not None or own.compute is not None or bool(own.sources))
    at_start = process.start is not None and role.name in process.start.form
    written = any(role.name in effects.set for _, effects in effects_of(process))
    asked = any(_asks(act, role) for state in process.states.values() for act in state.on.values())
    return asked and not (given or at_start or written)


def _asks(act: Act, role: Role) -> bool:
    return role.name in act.form


def _needs(state: State, role: Role) -> bool:
    """Whether the part is owed something as soon as the state is entered."""
    return any(
        task.holders == (role.name,) and not task.optional and not task.follows and task.when is None
        for task in state.tasks.values()
    )


def _reached_without(process: Process, role: Role) -> set[str]:
    """The states to be reached by ways on which no form asks for the part."""
    return reached(process, lambda state: _onward(state, role))


def _onward(state: State, role: Role) -> Iterator[str]:
    choices = [*state.entry]
    asked = any(
        not task.optional
        and task.when is None
        and all(_asks(act, role) for act in state.on.values() if act.task == name)
        for name, task in state.tasks.items()
    )
    for act in state.on.values():
        if not _asks(act, role) and not (act.name == "done" and asked):
            choices += act.choices
    for target in (*(each.effects.to for each in choices), *(rule.effects.to for rule in state.timed)):
        if target is not None:
            yield target


def _agreed_to_nothing(folder: Folder, process: Process) -> Found:
    """Consent to fields that no form asks for and nothing fills."""
    forms = {name.partition(".")[0] for form in forms_of(process).values() for name in form}
    acts = [act for state in process.states.values() for act in state.on.values()]
    forms |= {name.partition(".")[0] for act in acts for name in act.form}
    filled = forms | {name for _, effects in effects_of(process) for name in effects.set}
    filled |= set(process.start.form) if process.start else set()
    filled |= {
        name
        for parent in folder.parents(process.name)
        for _, effects in effects_of(parent)
        for start in effects.start
        if start.process == process.name
        for name in start.data
    }
    filled |= {
        each.name for each in process.fields.values() if each.default or each.sources or each.compute or each.combine
    }
    for state in process.states.values():
        for task in state.tasks.values():
            same = task.together.same if task.together else ()
            if same and not filled & set(same):
                facts: dict[str, Fact] = {"task": task.title, "fields": ", ".join(same)}
                yield Problem(code="agreed-to-nothing", span=task.span, facts=facts)
