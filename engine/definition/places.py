"""Where in its file a rule stands that the engine speaks of by name: "reviewing/tasks/peer_review", a field, a role."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definition.model import Effects, Process, State
from engine.words.problems import Span


def place_of(process: Process, state: str, where: str | None) -> Span | None:
    """The most exact place known: the rule's own, else its state's, else the process's.

    `where` is what an incident says of itself; a way inside a state may be named with or without the state.
    """
    named = dict(_named(process))
    for name in (where, f"{state}/{where}", *_shorter(where, state)):
        if name is not None and named.get(name) is not None:
            return named[name]
    here = process.states.get(state)
    return here.span if here is not None and here.span is not None else process.span


def _shorter(where: str | None, state: str) -> Iterator[str]:
    """`approve/main: set grade` stands with `approve/main`."""
    head, found, _ = (where or "").rpartition(":")
    if found:
        yield head
        yield f"{state}/{head}"


def _named(process: Process) -> Iterator[tuple[str, Span | None]]:
    for field in process.fields.values():
        yield f"data.{field.name}.compute", field.span
    for role in process.roles.values():
        yield f"roles.{role.name}", role.span
    for state in process.states.values():
        yield state.name, state.span
        yield from _in_state(state)


def _in_state(state: State) -> Iterator[tuple[str, Span | None]]:
    for task in state.tasks.values():
        yield f"{state.name}/tasks/{task.name}", task.span
    for choice in state.entry:
        yield f"{state.name}/entry/{choice.id}", choice.span or state.span
        yield from _starts(state, choice.effects)
    for act in state.on.values():
        yield f"{state.name}/{act.name}", act.span
        for requirement in act.requires:
            yield f"act {act.name}: {requirement.that.source}", requirement.span
        for choice in act.choices:
            yield f"{state.name}/{act.name}/{choice.id}", choice.span or act.span
            yield from _starts(state, choice.effects)
    for rule in state.timed:
        yield f"{state.name}/{rule.id}", rule.span
        yield f"{state.name}/time/{rule.id}", rule.span
        yield from _starts(state, rule.effects)


def _starts(state: State, effects: Effects) -> Iterator[tuple[str, Span | None]]:
    for start in effects.start:
        for name in start.data:
            yield f"{state.name}/start {start.process}: {name}", start.span
