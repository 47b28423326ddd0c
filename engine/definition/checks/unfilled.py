"""Ways out that time alone takes, counted from a date that nobody may have filled in: the state is never left."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from engine.calendar.moment import Moment
from engine.definition.checks.folder import Folder, effects_of, reached
from engine.definition.model import Act, Effects, Process, State, Timed
from engine.words.problems import Fact, Problem

Found = Iterator[Problem]
_DAYS = ("date", "moment")


def check_unfilled(folder: Folder) -> Found:
    """Only of processes without another fault, for then every target is a state and every anchor a name."""
    for file in folder.processes:
        if file.sound and file.process.initial in file.process.states:
            taken_over = {
                name
                for parent in folder.parents(file.process.name)
                for _, effects in effects_of(parent)
                for start in effects.start
                if start.process == file.process.name
                for name in start.data
            }
            yield from _stuck(file.process, taken_over)


def _stuck(process: Process, taken_over: set[str]) -> Found:
    dates = [name for name in _filled_by_people(process) if name not in taken_over]
    without = {name: reached(process, partial(_onward, process, name)) for name in dates}
    for state in process.states.values():
        around = [process.states[name] for name in state.path[1:]]
        ways = [rule for rule in state.timed if rule.effects.to]
        if not ways or any(rule.effects.to for each in around for rule in each.timed):
            continue
        empty = [name for name in dates if state.name in without[name] and not _written_in(process, state, name)]
        awaited = [next((name for name in empty if name in _names(state, rule)), None) for rule in ways]
        if all(awaited):
            facts: dict[str, Fact] = {"state": state.title, "field": awaited[0]}
            yield Problem(code="waits-for-nothing", span=ways[0].span or state.span, facts=facts, severity="warning")


def _filled_by_people(process: Process) -> list[str]:
    """The dates that only forms and rules fill."""
    at_start = process.start.form if process.start else ()
    return [
        each.name
        for each in process.fields.values()
        if each.type in _DAYS
        and not (each.default is not None or each.compute or each.combine or each.sources)
        and (each.name not in at_start or each.optional)
    ]


def _names(state: State, rule: Timed) -> frozenset[str]:
    """The names a rule waits for, those of the limits it counts from included; none where one of several is enough."""
    found: set[str] = set()
    pending = [rule.moment] if rule.moment is not None else []
    seen: list[Moment] = []
    while pending:
        moment = pending.pop()
        if moment in seen or " known " in moment.source:
            continue
        seen.append(moment)
        found |= moment.anchors
        limits = {"due": state.due, **{f"{task.name}.due": task.due or state.due for task in state.tasks.values()}}
        pending += [due for name in moment.anchors if (due := limits.get(name)) is not None]
    return frozenset(found)


def _fills(process: Process, act: Act, name: str) -> bool:
    """Whether an act is not possible without the field."""
    asked = name in act.form and not process.fields[name].optional
    return asked or any((name,) in requirement.that.reads for requirement in act.requires)


def _written_in(process: Process, state: State, name: str) -> bool:
    """Whether somebody may fill it in while the state waits."""
    acts = [act for place in state.path for act in process.states[place].on.values()]
    return any(name in act.form for act in acts) or any(name in each.set for each in _effects(state))


def _effects(state: State) -> list[Effects]:
    choices = [*state.entry, *(choice for act in state.on.values() for choice in act.choices)]
    return [*(each.effects for each in choices), *(rule.effects for rule in state.timed)]


def _onward(process: Process, name: str, state: State) -> Iterator[str]:
    """Where a state leads without the field being filled on the way."""
    asked = any(
        not task.optional
        and task.when is None
        and all(_fills(process, act, name) for act in state.on.values() if act.task == task.name)
        for task in state.tasks.values()
    )
    effects = [choice.effects for choice in state.entry] + [rule.effects for rule in state.timed]
    for act in state.on.values():
        if not _fills(process, act, name) and not (act.name == "done" and asked):
            effects += [choice.effects for choice in act.choices]
    yield from (each.to for each in effects if each.to is not None and name not in each.set)
