"""What the subject of a hidden process would owe, do or be told while it does not exist for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.definition.checks.folder import Folder, ProcessFile, reached
from engine.definition.model import Effects, Process, State
from engine.definition.nesting import entered
from engine.words.problems import Fact, Problem, Span

Found = Iterator[Problem]


def check_hiding(folder: Folder) -> Found:
    """Only of processes without another fault, for then every target is a state."""
    for file in folder.processes:
        process = file.process
        if (
            file.sound
            and process.hidden_until is not None
            and {process.initial, *process.hidden_until} <= {*process.states}
        ):
            yield from _process(file)


def _process(file: ProcessFile) -> Found:
    process, alone = file.process, (file.process.subject,)
    if process.start is not None and process.start.by == alone:
        yield from _found(process, file.draft.places.get(("key", "start"), process.span), "start")
    hidden = _hidden_states(process)
    for state in process.states.values():
        if state.name not in hidden:
            continue
        for task in state.tasks.values():
            if process.subject in task.holders:
                yield from _found(process, task.span, task.name)
        for act in state.on.values():
            inherited = act.span == file.draft.inherited.get(act.name)
            if act.by == alone and act.task is None and not inherited:
                yield from _found(process, act.span, act.name)
            if not inherited:
                yield from _told(process, act.span, (each.effects for each in act.choices))
        yield from _told(process, state.span, (each.effects for each in state.entry))
        for rule in state.timed:
            yield from _told(process, rule.span, [rule.effects])


def _hidden_states(process: Process) -> set[str]:
    """The states in which the subject may not know of it yet."""
    known = frozenset(process.hidden_until or ())

    def onward(state: State) -> Iterator[str]:
        choices = [*state.entry, *(choice for act in state.on.values() for choice in act.choices)]
        for target in (*(each.effects.to for each in choices), *(rule.effects.to for rule in state.timed)):
            if target is not None and known.isdisjoint(entered(process, target)):
                yield target

    return set() if known.intersection(entered(process, process.initial)) else reached(process, onward)


def _told(process: Process, place: Span | None, effects: Iterable[Effects]) -> Found:
    """Messages to the subject alone, on ways that do not lead to where they know of it."""
    known = frozenset(process.hidden_until or ())
    for each in effects:
        if each.to is not None and not known.isdisjoint(entered(process, each.to)):
            continue
        for message in each.send:
            if message.to == (process.subject,):
                yield from _found(process, place, message.template)


def _found(process: Process, place: Span | None, what: str) -> Found:
    facts: dict[str, Fact] = {"what": what, "role": process.roles[process.subject].title}
    yield Problem(code="hidden-from-them", span=place, facts=facts)
