"""States within states and regions: what belongs together, and what cannot run side by side."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definition.build.draft import Draft
from engine.definition.checks.folder import Folder
from engine.definition.model import Process, State
from engine.words.problems import Problem, Span

Found = Iterator[Problem]


def check_nesting(folder: Folder) -> Found:
    for file in folder.processes:
        for state in file.process.states.values():
            yield from _parts(state, file.draft)
            yield from _side_by_side(file.process, state)


def _parts(state: State, draft: Draft) -> Found:
    """`states` and `initial` together, or `regions` alone; tasks only where nothing stands within."""

    def place(key: str) -> Span | None:
        return draft.places.get(("key", f"{state.name}.{key}"))

    facts = {"state": state.name}
    states, regions, initial = place("states"), place("regions"), place("initial")
    if states and regions:
        yield Problem(code="states-and-regions", span=regions, facts=facts)
    if states and not initial:
        yield Problem(code="states-without-initial", span=states, facts=facts)
    if initial and not states:
        yield Problem(code="initial-without-states", span=initial, facts=facts)
    if (states or regions) and (tasks := place("tasks")):
        yield Problem(code="tasks-outside", span=tasks, facts=facts)


def _side_by_side(process: Process, around: State) -> Found:
    """An act or a task of one name in two regions: nobody could say which is meant."""
    first: dict[str, str] = {}
    for region in around.regions:
        inside = [name for each in region.states for name in process.states[each].inside]
        here: dict[str, Span | None] = {}
        for state in (process.states[name] for name in inside):
            here |= {name: act.span for name, act in state.on.items() if not act.engine}
            here |= {name: task.span for name, task in state.tasks.items()}
        for name, span in here.items():
            if name in first:
                yield Problem(code="in-two-regions", span=span, facts={"name": name, "region": first[name]})
        first |= {name: first.get(name, region.name) for name in here}
